"""From a figure to its passages: every table of this room has a column `guids`, and here is what they stand for."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.frames import check
from wenger_qda.framework.evidence import Evidence
from wenger_qda.framework.sides import Sides, case_names, link
from wenger_qda.intervals import STRIDE, line_up, normalise

__all__ = ["COUNTED", "behind", "guids_by", "tally"]

Ints = NDArray[np.int64]
Key = tuple[Any, ...]

COUNTED = (
    "n_for", "n_against", "n", "n_passages", "n_sources", "n_cases", "n_coders",
    "sources", "cases", "passages", "guids", "guids_for", "guids_against",
)  # fmt: skip


def behind(codings: pd.DataFrame, guids: Iterable[str] | pd.Series[Any]) -> pd.DataFrame:
    """Give the codings behind a figure.

    Parameters
    ----------
    codings : DataFrame
        The table that the figure was made of.
    guids : iterable of str, or a column of such
        A cell of a column `guids` (also `guids_for`, `guids_against`, …), or the whole column.

    Returns
    -------
    DataFrame
        Rows of `codings`, in its order.

    Examples
    --------
    >>> codings = pd.DataFrame({"guid": ["a", "b", "c"], "code": ["repair", "stories", "repair"]})
    >>> behind(codings, ("c", "a"))["code"].tolist()
    ['repair', 'repair']
    """
    check("codings", codings, ["guid"])
    wanted: set[Any] = set()
    for item in [guids] if isinstance(guids, str) else guids:
        wanted.update([item] if isinstance(item, str) else item)
    return codings[codings["guid"].isin(list(wanted))]


def tally(
    evidence: Evidence, sides: Sides, keys: list[Hashable], codings: pd.DataFrame, cases: pd.DataFrame | None
) -> pd.DataFrame:
    """Count the evidence of each side and key, all of them, and say where it lies.

    `n_for` and `n_against` count stretches coder by coder, and `n` is their sum; `n_passages` counts stretches of text,
    whoever coded them, and for or against. `n_cases` is missing where there are no cases.
    """
    found = evidence.stretches.iloc[sides.stretch].reset_index(drop=True)
    cell = sides.label * len(keys) + found["key"].to_numpy(dtype=np.int64)
    n_cells = len(sides.labels) * len(keys)
    is_against = found["is_against"].to_numpy(dtype=bool)
    guids = _guids(evidence, sides, cell, n_cells, codings)
    sources = _distinct(cell, found["source"].to_numpy(), n_cells)
    linked, case = link(evidence.stretches, cases)
    names = np.array(case_names(cases), dtype=object)
    of_stretch, at = _joined(sides.stretch, linked)
    of_case = _distinct(cell[of_stretch], case[at], n_cells)
    passages = _passages(cell, found, n_cells)
    n_for, n_against = (np.bincount(cell[kept], minlength=n_cells) for kept in (~is_against, is_against))
    columns = {
        "n_for": n_for, "n_against": n_against, "n": n_for + n_against,
        "n_passages": [len(spans) for spans in passages],
        "n_sources": [len(some) for some in sources],
        "n_cases": pd.array([pd.NA if not len(names) else len(some) for some in of_case], dtype="Int64"),
        "n_coders": [len(some) for some in _distinct(cell, found["coder"].to_numpy(), n_cells)],
        "sources": sources,
        "cases": [tuple(names[list(some)]) for some in of_case],
        "passages": passages,
        "guids": guids[None], "guids_for": guids[False], "guids_against": guids[True],
    }  # fmt: skip
    return pd.DataFrame({name: _column(values) for name, values in columns.items()})


def guids_by(cell: Ints, coding: Ints, n_cells: int, codings: pd.DataFrame) -> list[tuple[str, ...]]:
    """Give the guids of the codings in each cell, each once, in the order of the texts."""
    rank = _rank(codings)
    order = np.argsort(rank)
    names = codings["guid"].to_numpy(dtype=object)[order]
    return [tuple(names[list(some)]) for some in _distinct(cell, rank[coding], n_cells)]


def _guids(
    evidence: Evidence, sides: Sides, cell: Ints, n_cells: int, codings: pd.DataFrame
) -> dict[bool | None, list[tuple[str, ...]]]:
    of_row, at = _joined(sides.stretch, evidence.stretch)
    coding = evidence.coding[at]
    is_against = evidence.stretches["is_against"].to_numpy(dtype=bool)[sides.stretch][of_row]
    found: dict[bool | None, list[tuple[str, ...]]] = {None: guids_by(cell[of_row], coding, n_cells, codings)}
    for which in (False, True):
        kept = is_against == which
        found[which] = guids_by(cell[of_row[kept]], coding[kept], n_cells, codings)
    return found


def _joined(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Pair the rows of two lists that name the same thing: positions in both."""
    left = pd.DataFrame({"name": one, "row": np.arange(len(one))})
    right = pd.DataFrame({"name": other, "at": np.arange(len(other))})
    pairs = left.merge(right, on="name")
    return pairs["row"].to_numpy(dtype=np.int64), pairs["at"].to_numpy(dtype=np.int64)


def _distinct(cell: Ints, values: NDArray[Any], n_cells: int) -> list[tuple[Any, ...]]:
    """Give the different values of each cell, sorted."""
    number, names = pd.factorize(values, sort=True)
    n_names = max(len(names), 1)
    pairs = np.unique(cell * n_names + number)  # as one number each: several times quicker than rows
    bounds = np.searchsorted(pairs // n_names, np.arange(n_cells + 1))
    plain = np.asarray(names, dtype=object)[pairs % n_names].tolist()
    return [tuple(plain[first:stop]) for first, stop in pairwise(bounds.tolist())]


def _passages(cell: Ints, found: pd.DataFrame, n_cells: int) -> list[tuple[Key, ...]]:
    number, distinct_names = pd.factorize(found["source"], sort=True)
    names = distinct_names.tolist()
    is_whole = found["is_whole"].to_numpy(dtype=np.int64)
    group = (cell * max(len(names), 1) + number) * 2 + 1 - is_whole
    distinct, at = np.unique(group, return_inverse=True)
    start, end = (line_up(at, found[name].to_numpy(dtype=np.int64)) for name in ("start", "end"))
    merged = normalise(start, end)
    home = distinct[merged.starts // STRIDE] if len(distinct) else np.zeros(0, dtype=np.int64)
    spans: list[list[Key]] = [[] for _ in range(n_cells)]
    rows = zip(home.tolist(), (merged.starts % STRIDE).tolist(), (merged.ends % STRIDE).tolist(), strict=True)
    for key, begin, stop in rows:
        where, has_place = divmod(key, 2)
        source = names[where % len(names)]
        spans[where // len(names)].append((source, begin, stop) if has_place else (source, None, None))
    return [tuple(some) for some in spans]


def _rank(codings: pd.DataFrame) -> Ints:
    """Give each coding its place in the order of the texts, whatever the order of the table."""
    start, end = (codings[name].fillna(-1).to_numpy(dtype=np.int64) for name in ("start_char", "end_char"))
    source, code, coder = (_numbers(codings[name]) for name in ("source", "code", "coder"))
    keys = np.stack([coder, code, end, start, source])
    order = np.lexsort(keys)
    is_tied = np.zeros(len(order) + 1, dtype=bool)
    is_tied[1:-1] = (np.diff(keys[:, order], axis=1) == 0).all(axis=0)
    alike = order[is_tied[:-1] | is_tied[1:]]  # only there the guid decides; sorting all guids takes longest
    guid = np.zeros(len(order), dtype=np.int64)
    guid[alike] = _numbers(codings["guid"].iloc[alike])
    order = order if not len(alike) else np.lexsort(np.vstack([guid, keys]))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def _numbers(values: pd.Series[Any]) -> Ints:
    numbers = pd.factorize(values.astype("object").fillna("").astype(str).to_numpy(dtype=object), sort=True)[0]
    return numbers.astype(np.int64)


def _column(values: Any) -> Any:
    if isinstance(values, list) and (not values or isinstance(values[0], tuple)):
        return pd.Series(values, dtype="object")
    return values
