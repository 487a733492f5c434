"""How good suggestions would have been: every coded passage is predicted before its codes are shown."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from wenger_qda.frames import check
from wenger_qda.suggest.baselines import BASELINES, frequencies, word_table
from wenger_qda.suggest.calibration import Array
from wenger_qda.suggest.embedding import Embeds
from wenger_qda.suggest.learner import Learner, Step
from wenger_qda.suggest.passages import Floats, Ints, labels_of, passages_of
from wenger_qda.suggest.ranker import Shared
from wenger_qda.suggest.texts import read
from wenger_qda.suggest.threads import in_one_thread

__all__ = ["BINS", "outcomes", "prequential", "replay"]

BINS = {"0": 0, "1-9": 1, "10-29": 10, "30-99": 30, "100-299": 100, "300-999": 300, "1000+": 1000}
_MEASURES = ("p_at_1", "r_at_3", "map")


def prequential(
    turns: pd.DataFrame,
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    seed: int = 0,
    embedder: Embeds | None = None,
) -> pd.DataFrame:
    """Measure the suggester beside simple ways, as if somebody had coded the turns from the first to the last.

    The passages that are coded are gone through document by document, in the order of the turns. Each is predicted from
    the texts of all, the codebook, and the codes of the passages before; then its codes are learnt from.

    Parameters
    ----------
    turns, codings, codes : DataFrame
        As for :meth:`Suggester.fit`.
    seed : int
        For the suggester.
    embedder : Embeds, optional
        A sentence model for the suggester.

    Returns
    -------
    DataFrame
        One row for each bin of coded passages seen so far and each method (``suggester``; ``recent``: the codes used
        last; ``frequent``: those used most; ``tfidf``: logistic regression on words; ``nearest``: the nearest coded
        passage): bin, method, n_passages, p_at_1 (the first suggestion is right), r_at_3 (share of a passage's codes
        among the first three), map (mean average precision), brier_skill (one less the Brier score over that of the
        frequencies so far; NaN where a method gives no probabilities).

    Raises
    ------
    ValueError
        If a table lacks a column.

    Examples
    --------
    >>> turns = pd.DataFrame({"source": "a", "turn": range(4), "start_char": range(0, 80, 20),
    ...                       "end_char": range(19, 99, 20), "text": ["quota", "biscuits", "quota up", "biscuits!"]})
    >>> codings = turns.assign(code=["rules", "care"] * 2)
    >>> found = prequential(turns, codings, pd.DataFrame({"code": ["rules", "care"]}))
    >>> found["bin"].unique().tolist(), found["n_passages"].unique().tolist()
    (['0', '1-9'], [1, 3])
    """
    found = outcomes(turns, codings, codes, seed=seed, embedder=embedder)
    if found.empty:
        return pd.DataFrame(
            {"bin": [], "method": [], "n_passages": [], **{name: [] for name in _MEASURES}, "brier_skill": []}
        )
    rows = []
    for (name, method), part in found.groupby(["bin", "method"], sort=False):
        skill = 1 - part["brier"].sum() / part["brier_frequency"].sum() if part["brier"].notna().all() else np.nan
        rows.append({
            "bin": name, "method": method, "n_passages": len(part),
            **{measure: part[measure].mean() for measure in _MEASURES}, "brier_skill": skill,
        })  # fmt: skip
    return pd.DataFrame(rows)


class Replay(NamedTuple):
    """Coded passages gone through once: the learner as it is now, their rows and labels, and what was said of each."""

    learner: Learner
    rows: Ints
    given: Floats
    steps: list[Step]


def replay(
    turns: pd.DataFrame,
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    seed: int = 0,
    shared: Shared | None = None,
    embedder: Embeds | None = None,
) -> Replay:
    """Go through the coded passages in the order of the turns: say of each what it may carry, then learn from it."""
    check("codes", codes, ["code"])
    passages = passages_of(turns)
    learner = Learner(*read(passages, codes, seed=seed, embedder=embedder), shared)
    labels = labels_of(passages, codings, [entry.code for entry in learner.reader.entries])
    rows = np.flatnonzero(labels.any(axis=1))
    with in_one_thread():
        return Replay(learner, rows, labels[rows], list(learner.learn(rows, labels[rows])))


def outcomes(
    turns: pd.DataFrame,
    codings: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    seed: int = 0,
    shared: Shared | None = None,
    embedder: Embeds | None = None,
) -> pd.DataFrame:
    """Give what :func:`prequential` counts: one row for each coded passage and method.

    Parameters
    ----------
    shared : Shared, optional
        The weights that the suggester begins with; by default those that come with the package.
    embedder : Embeds, optional
        A sentence model for the suggester.

    Returns
    -------
    DataFrame
        source, turn, n_before (coded passages seen so far), bin, method, p_at_1, r_at_3, map, brier, brier_frequency.
    """
    learner, rows, given, steps = replay(turns, codings, codes, seed=seed, shared=shared, embedder=embedder)
    if not steps:
        return pd.DataFrame()
    passages = learner.texts.passages
    table = word_table([passages.text[row] for row in rows])
    methods: dict[str, tuple[Array, Array | None]] = {
        "suggester": (np.stack([step.scores for step in steps]), np.stack([step.probabilities for step in steps]))
    }
    methods |= {name: ways(given, table) for name, ways in BASELINES.items()}
    n_before = np.arange(len(rows))
    where = {
        "source": [passages.source[row] for row in rows], "turn": passages.turn[rows], "n_before": n_before,
        "bin": np.array(list(BINS))[np.searchsorted(list(BINS.values()), n_before, side="right") - 1],
    }  # fmt: skip
    usual = _brier(frequencies(given), given)
    parts = [
        pd.DataFrame(
            {
                **where,
                "method": name,
                **_ranked(scores, given),
                "brier": _brier(chances, given),
                "brier_frequency": usual,
            }
        )
        for name, (scores, chances) in methods.items()
    ]
    return pd.concat(parts, ignore_index=True).sort_values("n_before", kind="stable", ignore_index=True)


def _ranked(scores: Array, labels: Floats) -> dict[str, Array]:
    order = np.argsort(-scores, axis=1, kind="stable")
    right = np.take_along_axis(labels, order, axis=1)
    n_codes = labels.sum(axis=1)
    precision = np.cumsum(right, axis=1) / np.arange(1, right.shape[1] + 1)
    return {
        "p_at_1": right[:, 0].astype(float),
        "r_at_3": right[:, :3].sum(axis=1) / n_codes,
        "map": (right * precision).sum(axis=1) / n_codes,
    }


def _brier(chances: Array | None, labels: Floats) -> Array:
    if chances is None:
        return np.full(len(labels), np.nan)
    return np.asarray(((chances - labels) ** 2).sum(axis=1), dtype=float)
