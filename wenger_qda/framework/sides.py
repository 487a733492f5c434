"""What stands side by side: sources, cases, periods, variables; and what of the text belongs to which of them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.errors import unknown
from wenger_qda.frames import check
from wenger_qda.framework.words import has, some
from wenger_qda.intervals import STRIDE, hits, line_up, ranges

__all__ = ["NONE", "Sides", "case_names", "dates_of", "heads", "link", "periods", "sides_of"]

Ints = NDArray[np.int64]

NONE = "(none)"
"""The label of what belongs nowhere: a source without a date, a passage of no case."""

DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")
PERIODS = ("period", "year", "quarter", "month")
_LINK = ("source", "start_char", "end_char")


class Sides(NamedTuple):
    """Labels in order; pairs of positions, of stretches and of labels; what is missing, in a sentence or empty."""

    labels: list[Hashable]
    stretch: Ints
    label: Ints
    why: str = ""


def sides_of(
    by: str | None,
    stretches: pd.DataFrame,
    sources: pd.DataFrame | None,
    cases: pd.DataFrame | None,
) -> Sides:
    """Say which stretches belong to which side.

    Raises
    ------
    ValueError
        For a `by` that nobody knows.
    """
    if sources is not None:
        sources = check("sources", sources, ["source"]).drop_duplicates("source", ignore_index=True)
    if cases is not None:
        check("cases", cases, ["case", *_LINK])
    every = np.arange(len(stretches), dtype=np.int64)
    if by is None:
        return Sides([None], every, np.zeros(len(stretches), dtype=np.int64))
    table, column = _field(by, sources, cases)
    if table == "stretches":
        order = [] if sources is None or column != "source" else sources["source"].tolist()
        labels, at = _numbered(stretches[column], [*order, *sorted(set(stretches[column]) - set(order))])
        return Sides(labels or [NONE], every, at)
    if table == "cases":
        return _by_case(column, stretches, cases, sources is not None)
    if table == "periods":
        return _by_source(periods(sources, column), stretches, sources, _without_dates(sources))
    values = pd.Series(dtype="object") if sources is None else sources[column]
    return _by_source(values, stretches, sources, "")


def heads(by: str | None, sides: Sides, n_rows: int, taken: Sequence[str]) -> dict[Hashable, Any]:
    """Give the column that says which side a row is of, or none; `n_rows` rows a side."""
    if by is None:
        return {}
    name = f"{by} (variable)" if by in taken else by
    return {name: np.repeat(np.array(sides.labels, dtype=object), n_rows)}


def periods(sources: pd.DataFrame | None, unit: str = "period") -> pd.Series[Any]:
    """Say in which year, quarter or month each source lies; ``period`` takes the widest that gives two at least.

    Examples
    --------
    >>> periods(pd.DataFrame({"source": ["a", "b", "c"], "date": ["2023-02-13", "2023-05", ""]})).tolist()
    ['2023-Q1', '2023-Q2', '']
    """
    dates = dates_of(sources)
    if unit != "period":
        return dates.map(lambda date: _period(date, unit))
    for wide in ("year", "quarter", "month"):
        found = dates.map(lambda date, wide=wide: _period(date, wide))
        if found[found != ""].nunique() > 1:
            return found
    return dates.map(lambda date: _period(date, "year"))


def dates_of(sources: pd.DataFrame | None) -> pd.Series[Any]:
    """Give the dates of sources as texts, empty where there is none."""
    if sources is None or "date" not in sources:
        return pd.Series([""] * (0 if sources is None else len(sources)), dtype="object")
    texts = sources["date"].astype("object").map(lambda date: "" if pd.isna(date) else str(date))
    return texts.map(lambda text: text[:10] if DATE.match(text) else "")


def case_names(cases: pd.DataFrame | None) -> list[str]:
    """Give the cases, each once, in the order of the table."""
    return [] if cases is None else cases["case"].drop_duplicates().tolist()


def link(stretches: pd.DataFrame, cases: pd.DataFrame | None) -> tuple[Ints, Ints]:
    """Pair stretches with the cases that have their whole source or a span that meets them.

    A stretch that is a whole source belongs to every case of that source.

    Examples
    --------
    >>> stretches = pd.DataFrame({"source": ["a", "a"], "is_whole": False, "start": [0, 10], "end": [5, 20]})
    >>> cases = pd.DataFrame({"case": ["Ada", "Bo"], "source": "a", "start_char": [4, pd.NA], "end_char": [9, pd.NA]})
    >>> [part.tolist() for part in link(stretches, cases)]
    [[0, 0, 1], [0, 1, 1]]
    """
    if cases is None or not len(cases) or not len(stretches):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    place = {name: i for i, name in enumerate(case_names(cases))}
    links = pd.DataFrame({"source": cases["source"].astype("object"), "case": cases["case"].map(place)})
    pair_of = np.asarray(links.groupby(["source", "case"], sort=True).ngroup(), dtype=np.int64)
    pairs = links.drop_duplicates().sort_values(["source", "case"], ignore_index=True)
    names, first = np.unique(pairs["source"].to_numpy(dtype=str), return_index=True)
    bounds = np.append(first, len(pairs))
    at = pd.Index(names, dtype="object").get_indexer(pd.Index(stretches["source"], dtype="object"))
    row, pair = ranges(np.where(at < 0, 0, bounds[at]), np.where(at < 0, 0, bounds[at + 1]))
    kept = _meets(stretches, row, pair, cases, pair_of, len(pairs))
    return row[kept], pairs["case"].to_numpy(dtype=np.int64)[pair[kept]]


def _meets(
    stretches: pd.DataFrame, row: Ints, pair: Ints, cases: pd.DataFrame, pair_of: Ints, n_pairs: int
) -> NDArray[np.bool_]:
    is_whole = cases["start_char"].isna().to_numpy(dtype=bool)
    has_all = np.zeros(n_pairs, dtype=bool)
    has_all[pair_of[is_whole]] = True
    spans = cases[~is_whole]
    starts = np.sort(line_up(pair_of[~is_whole], spans["start_char"].to_numpy(dtype=np.int64)))
    ends = np.sort(line_up(pair_of[~is_whole], spans["end_char"].fillna(STRIDE - 1).to_numpy(dtype=np.int64)))
    start, end = (stretches[name].to_numpy(dtype=np.int64)[row] for name in ("start", "end"))
    meets: NDArray[np.bool_] = has_all[pair] | stretches["is_whole"].to_numpy(dtype=bool)[row]
    return meets | (hits(line_up(pair, start), line_up(pair, end), starts, ends) > 0)


def _field(by: str, sources: pd.DataFrame | None, cases: pd.DataFrame | None) -> tuple[str, str]:
    if by in ("source", "coder"):
        return "stretches", by
    if by == "case":
        return "cases", by
    of_sources = [] if sources is None else list(sources.columns)
    of_cases = [] if cases is None else [name for name in cases.columns if name not in _LINK]
    for table, known in (("sources", of_sources), ("cases", of_cases)):
        if by in known and by != "period":
            return table, by
        prefix, _, column = by.partition(".")
        if prefix == table[:-1] and column in known:
            return table, column
    if by in PERIODS:
        return "periods", by
    raise ValueError(unknown("side", by, ["case", "source", "coder", *PERIODS, *of_sources, *of_cases]))


def _by_source(values: pd.Series[Any], stretches: pd.DataFrame, sources: pd.DataFrame | None, why: str) -> Sides:
    labels, at = _numbered(values, [])
    home = pd.Index([] if sources is None else sources["source"], dtype="object")
    found = home.get_indexer(pd.Index(stretches["source"], dtype="object"))
    if NONE not in labels and ((found < 0).any() or not labels):
        labels = [*labels, NONE]
    nowhere = labels.index(NONE) if NONE in labels else -1
    return Sides(labels, np.arange(len(stretches), dtype=np.int64), np.append(at, nowhere)[found], why)


def _by_case(column: str, stretches: pd.DataFrame, cases: pd.DataFrame | None, has_sources: bool) -> Sides:
    if cases is None or not len(cases):
        nothing = np.zeros(len(stretches), dtype=np.int64)
        why = "no cases are given (cases=), so that all stands together"
        return Sides([NONE], np.arange(len(stretches), dtype=np.int64), nothing, why)
    stretch, case = link(stretches, cases)
    if column == "case":
        return Sides(list(case_names(cases)), stretch, case, _outside(stretches, stretch))
    labels, at = _numbered(cases.drop_duplicates("case")[column], [])
    pairs = np.unique(np.column_stack([stretch, at[case]]), axis=0)
    return Sides(labels, pairs[:, 0], pairs[:, 1], _outside(stretches, stretch))


def _outside(stretches: pd.DataFrame, stretch: Ints) -> str:
    n_outside = len(stretches) - len(np.unique(stretch))
    if not n_outside:
        return ""
    return f"{n_outside:,} of {some(len(stretches), 'stretch', 'stretches')} belong{'s' * (n_outside == 1)} to no case"


def _without_dates(sources: pd.DataFrame | None) -> str:
    dates = dates_of(sources)
    n_without = int((dates == "").sum())
    if sources is None:
        return "no sources are given (sources=), so that no date is known"
    if n_without == len(dates):
        return "no source has a date"
    return f"{n_without:,} of {some(len(dates), 'source')} {has(n_without)} no date" if n_without else ""


def _numbered(values: pd.Series[Any], order: Sequence[Hashable]) -> tuple[list[Hashable], Ints]:
    """Number values by an order, then the others sorted, then `NONE` for what is missing or empty."""
    plain = [NONE if pd.isna(value) or value == "" else value for value in values.tolist()]
    known = list(dict.fromkeys(order))
    rest = sorted(set(plain) - set(known) - {NONE}, key=_sort_key)
    labels = [*known, *rest, *([NONE] if NONE in plain and NONE not in known else [])]
    place = {label: i for i, label in enumerate(labels)}
    return labels, np.array([place[value] for value in plain], dtype=np.int64)


def _sort_key(label: Any) -> tuple[bool, Any]:
    is_number = isinstance(label, int | float | np.number)
    return (not is_number, label if is_number else str(label))


def _period(date: str, unit: str) -> str:
    found = DATE.match(date)
    if not found:
        return ""
    year, month = found.groups()
    if unit == "year" or not month:
        return year
    return f"{year}-{month}" if unit == "month" else f"{year}-Q{(int(month) - 1) // 3 + 1}"
