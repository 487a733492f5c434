"""Saturation: how many codes each further document brings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.framework.evidence import place
from wenger_qda.framework.passages import guids_by
from wenger_qda.framework.sides import dates_of
from wenger_qda.framework.words import some

__all__ = ["saturation"]

Ints = NDArray[np.int64]

COLUMNS = (
    "n_documents", "source", "date", "n_new", "n_codes", "new_codes", "guids", "mean_codes", "low_codes", "high_codes",
    "mean_new", "why",
)  # fmt: skip


def saturation(
    codings: pd.DataFrame,
    *,
    sources: pd.DataFrame | None = None,
    n_shuffles: int = 500,
    seed: int = 0,
) -> pd.DataFrame:
    """Say how many codes were new with each document read, in their own order and in many shuffled ones.

    A flat end says that these documents brought nothing new to this codebook and these coders. It does not say that
    there is nothing more to find.

    Parameters
    ----------
    codings : DataFrame
        One row per coding; those of the codes in question.
    sources : DataFrame, optional
        One row per document. Its `date` gives the order; documents without a date come last, by name.
    n_shuffles : int
        How many orders are drawn.
    seed : int
        The same seed gives the same orders.

    Returns
    -------
    DataFrame
        One row a document with codings: n_documents (read so far), source, date, n_new and new_codes (first seen in
        this one), n_codes (so far), guids (of the codings with the new codes); over the shuffled orders mean_codes,
        low_codes and high_codes (95 % of the orders), mean_new; why. ``attrs["remarks"]`` says what is to be known,
        documents without codings among it.

    Raises
    ------
    ValueError
        For a negative `n_shuffles`, and where a column is missing.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "guid": ["a", "b", "c"], "source": ["day-01", "day-02", "day-02"], "coder": "amina",
    ...     "code": ["repair", "repair", "stories"], "start_char": 0, "end_char": 9})
    >>> saturation(codings)[["source", "n_new", "n_codes", "mean_codes"]].values.tolist()
    [['day-01', 1, 1, 1.528], ['day-02', 1, 2, 2.0]]
    """
    if n_shuffles < 0:
        raise ValueError(f"n_shuffles is how many orders are drawn, 0 or more, not {n_shuffles}")
    place(codings)
    dates = {} if sources is None else dict(zip(sources["source"], dates_of(sources), strict=True))
    names = sorted(set(codings["source"]), key=lambda name: (dates.get(name, "") or "~", str(name)))
    codes = sorted(set(codings["code"]), key=str)
    document = pd.Index(names, dtype="object").get_indexer(codings["source"].astype("object"))
    code = pd.Index(codes, dtype="object").get_indexer(codings["code"].astype("object"))
    has = np.zeros((len(names), len(codes)), dtype=bool)
    has[document, code] = True
    first = has.argmax(axis=0) if len(names) else np.zeros(0, dtype=np.int64)
    n_new = np.bincount(first, minlength=len(names))
    is_first = first[code] == document if len(codings) else np.zeros(0, dtype=bool)
    guids = guids_by(document[is_first], np.flatnonzero(is_first), len(names), codings)
    new_codes = [tuple(codes[j] for j in np.flatnonzero(first == i)) for i in range(len(names))]
    columns = {
        "n_documents": np.arange(1, len(names) + 1),
        "source": names,
        "date": [dates.get(name, "") for name in names],
        "n_new": n_new,
        "n_codes": np.cumsum(n_new),
        "new_codes": pd.Series(new_codes, dtype="object"),
        "guids": pd.Series(guids, dtype="object"),
    }
    result = pd.DataFrame(columns | _shuffled(has, n_shuffles, seed))
    result["why"] = ["" if date else "no date" for date in result["date"]]
    result = result[list(COLUMNS)]
    result.attrs = {
        "n_shuffles": n_shuffles,
        "seed": seed,
        "remarks": _remarks(codings, names, dates, sources, n_shuffles),
    }
    return result


def _shuffled(has: NDArray[np.bool_], n_shuffles: int, seed: int) -> dict[str, Any]:
    n_documents = len(has)
    if not n_shuffles or not has.size:
        gone = np.full(n_documents, np.nan)
        return {"mean_codes": gone, "low_codes": gone, "high_codes": gone, "mean_new": gone}
    random = np.random.default_rng(seed)
    new = np.stack([_new(has[random.permutation(n_documents)]) for _ in range(n_shuffles)])
    codes = new.cumsum(axis=1)
    low, high = np.percentile(codes, [2.5, 97.5], axis=0)
    return {"mean_codes": codes.mean(axis=0), "low_codes": low, "high_codes": high, "mean_new": new.mean(axis=0)}


def _new(has: NDArray[np.bool_]) -> Ints:
    """Count the codes that each document is the first to have."""
    return np.bincount(has.argmax(axis=0), minlength=len(has))


def _remarks(
    codings: pd.DataFrame, names: list[str], dates: dict[Any, str], sources: pd.DataFrame | None, n_shuffles: int
) -> list[str]:
    remarks = []
    if not len(codings):
        remarks.append("there are no codings yet")
    n_without = sum(not dates.get(name, "") for name in names)
    if n_without:
        remarks.append(f"without a date, and so last, by name: {n_without:,} of {some(len(names), 'document')}")
    n_idle = 0 if sources is None else len(set(sources["source"]) - set(names))
    if n_idle:
        remarks.append(f"left out, without any coding: {some(n_idle, 'document')}, not coded or not read yet")
    if len(names) == 1:
        remarks.append("one document says nothing of saturation")
    if codings["coder"].nunique() > 1:
        remarks.append("codes of several coders are counted together; keep one coder's to see theirs")
    if not n_shuffles:
        remarks.append("no orders were drawn (n_shuffles=0)")
    return remarks
