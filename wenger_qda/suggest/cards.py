"""How far suggestions of each code can be relied upon, by the coder's own passages."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wenger_qda.suggest.calibration import Array
from wenger_qda.suggest.passages import Floats
from wenger_qda.suggest.prequential import Replay, replay

__all__ = ["code_cards"]

_SHOWN = 3


def code_cards(turns: pd.DataFrame, codings: pd.DataFrame, codes: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """Tell for each code how often suggestions of it would have been right, on the passages that are coded.

    Twice: as the passages were coded one after the other, each suggested for before its codes were shown
    (*prequential*); and with all that is known now, each as if it alone had not been coded (*leave-one-out*). The first
    says how it went, the second how it stands.

    Parameters
    ----------
    turns, codings, codes : DataFrame
        As for :meth:`Suggester.fit`; of one coder.
    seed : int
        For the suggester.

    Returns
    -------
    DataFrame
        One row a code that was given or put first: code, n_passages (that carry it), n_first (how often it was put
        first), precision (how often that was right), recall (of the passages that carry it, at how many it was among
        the first three), and the same as n_first_loo, precision_loo, recall_loo. NaN where there is nothing to divide
        by. The most frequent first.

    Raises
    ------
    ValueError
        If a table lacks a column.

    Examples
    --------
    >>> turns = pd.DataFrame({"source": "a", "turn": range(4), "start_char": range(0, 80, 20),
    ...                       "end_char": range(19, 99, 20), "text": ["quota", "biscuits", "quota up", "biscuits!"]})
    >>> codings = turns.assign(code=["rules", "care"] * 2)
    >>> code_cards(turns, codings, pd.DataFrame({"code": ["rules", "care"]}))[["code", "n_passages"]].values.tolist()
    [['rules', 2], ['care', 2]]
    """
    table = card_figures(replay(turns, codings, codes, seed=seed))
    return table[(table["n_passages"] > 0) | (table["n_first"] > 0) | (table["n_first_loo"] > 0)].reset_index(drop=True)


def card_figures(gone_through: Replay) -> pd.DataFrame:
    """Give the figures of all codes, of passages that were gone through; the most frequent first."""
    learner, rows, given, steps = gone_through
    ids = [entry.code for entry in learner.reader.entries]
    went = np.array([step.scores for step in steps]).reshape(given.shape)
    stands = learner.rank(rows).scores if len(rows) else went
    table = pd.DataFrame({
        "code": pd.Series(ids, dtype="str"), "n_passages": given.sum(axis=0).astype(int),
        **_figures(went, given, ""), **_figures(stands, given, "_loo"),
    })  # fmt: skip
    return table.sort_values("n_passages", ascending=False, kind="stable", ignore_index=True)


def _figures(scores: Array, given: Floats, mark: str) -> dict[str, Array]:
    """Give how often each code was put first, how often rightly, and how much of it was among the first three."""
    order = np.argsort(-scores, axis=1, kind="stable")
    first = np.zeros(given.shape, dtype=bool)
    three = np.zeros(given.shape, dtype=bool)
    if given.size:
        np.put_along_axis(first, order[:, :1], True, axis=1)
        np.put_along_axis(three, order[:, :_SHOWN], True, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            f"n_first{mark}": first.sum(axis=0),
            f"precision{mark}": (first * given).sum(axis=0) / first.sum(axis=0),
            f"recall{mark}": (three * given).sum(axis=0) / given.sum(axis=0),
        }
