"""What the rows and columns of a matrix can be, and which coding belongs to which of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.errors import unknown
from wenger_qda.frames import check
from wenger_qda.intervals import STRIDE, hits, line_up, normalise, ranges
from wenger_qda.trees import ancestors, tree_order

__all__ = [
    "NONE",
    "Axis",
    "Field",
    "Tables",
    "cut_to_cases",
    "find_field",
    "labels_of",
    "link_cases",
    "number",
    "roll_up",
]

Ints = NDArray[np.int64]

NONE = "(none)"
"""The label of codings for which the answer is not known: no speaker, no such variable."""

_LINK = ("source", "start_char", "end_char")


@dataclass(frozen=True)
class Tables:
    """The tables that a question is asked of."""

    codings: pd.DataFrame
    sources: pd.DataFrame | None = None
    cases: pd.DataFrame | None = None
    codes: pd.DataFrame | None = None

    def get(self, name: str) -> pd.DataFrame:
        """Give a table.

        Raises
        ------
        ValueError
            If it was not given.
        """
        table: pd.DataFrame | None = getattr(self, name)
        if table is None:
            raise ValueError(f"the question needs {name}=")
        return table


@dataclass(frozen=True)
class Field:
    """A column and the table it is found in: ``codings``, ``sources`` or ``cases``."""

    table: str
    column: str


@dataclass(frozen=True)
class Axis:
    """Numbers that say which label each row of something has, and the labels in order."""

    at: Ints
    labels: list[Hashable]


def find_field(name: str, tables: Tables) -> Field:
    """Say where a name is found: among the columns of codings, of sources, or of cases, in this order.

    ``source.x`` and ``case.x`` choose the table.

    Raises
    ------
    ValueError
        For an unknown name, naming the known ones.
    """
    known = {
        "codings": list(tables.codings.columns),
        "sources": _variables(tables.sources, ()),
        "cases": _variables(tables.cases, _LINK),
    }
    for table, columns in known.items():
        if name in columns:
            return Field(table, name)
    table, _, column = name.partition(".")
    if column in known.get(f"{table}s", ()):
        return Field(f"{table}s", column)
    raise ValueError(_unknown_field(name, [column for columns in known.values() for column in columns], tables))


def labels_of(field: Field, tables: Tables) -> Axis:
    """Number the values of a field, one number per row of the field's own table."""
    return number(tables.get(field.table)[field.column], _order(field, tables))


def number(values: pd.Series[Any], order: Iterable[Hashable] = ()) -> Axis:
    """Number values by a given order, then the others sorted, then `NONE` for what is missing or empty.

    Examples
    --------
    >>> axis = number(pd.Series(["b", "", "c", "a"]), ["c", "d"])
    >>> axis.labels, axis.at.tolist()
    (['c', 'd', 'a', 'b', '(none)'], [3, 4, 0, 2])
    """
    if isinstance(values.dtype, pd.CategoricalDtype):
        order = [*order, *values.cat.categories]
        values = values.astype(values.cat.categories.dtype)
    at, distinct = pd.factorize(values)
    found = [NONE if label == "" else label for label in distinct.tolist()]
    known = list(dict.fromkeys(order))
    rest = sorted(set(found) - set(known) - {NONE}, key=_sort_key)
    has_none = NONE in found or bool((at < 0).any())
    labels = known + rest + ([NONE] if has_none and NONE not in known else [])
    place = {label: i for i, label in enumerate(labels)}
    return Axis(np.array([*map(place.__getitem__, found), place.get(NONE, -1)], dtype=np.int64)[at], labels)


def roll_up(axis: Axis, codes: pd.DataFrame) -> tuple[Axis, Ints]:
    """Let each row count for its code and for all codes above; also say which row each new row comes from."""
    above = ancestors(codes)
    labels = [*axis.labels]
    place = {label: i for i, label in enumerate(labels)}
    lines = [[i, *(place[code] for code in above.get(str(label), ()))] for i, label in enumerate(labels)]
    rows, at = spread(axis.at, lines)
    return Axis(at, labels), rows


def spread(at: Ints, lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Replace each number by the list it stands for: the row each item comes from, and the items.

    Examples
    --------
    >>> rows, items = spread(np.array([1, 0, 1]), [[], [7, 8]])
    >>> rows.tolist(), items.tolist()
    ([0, 0, 2, 2], [7, 8, 7, 8])
    """
    sizes = np.array([len(items) for items in lists], dtype=np.int64)
    begins = np.cumsum(sizes) - sizes
    flat = np.array([item for items in lists for item in items], dtype=np.int64)
    rows, items = ranges(begins[at], (begins + sizes)[at])
    return rows, flat[items]


def link_cases(codings: pd.DataFrame, cases: pd.DataFrame) -> tuple[Ints, Ints]:
    """Pair codings with the cases they belong to, as positions in `codings` and numbers of `number(cases.case)`.

    A coding belongs to a case that has its whole source, or a span that overlaps it; a coding of a whole source
    belongs to every case of that source.
    """
    check("cases", cases, ["case", *_LINK])
    case = number(cases["case"], cases["case"])
    links = pd.DataFrame({"case": case.at, "source": cases["source"].astype("object")})
    pair_of = np.asarray(links.groupby(["source", "case"], sort=False).ngroup(), dtype=np.int64)
    pairs = links.drop_duplicates(ignore_index=True)
    by_source: dict[Hashable, list[int]] = {}
    for i, name in enumerate(pairs["source"]):
        by_source.setdefault(name, []).append(i)
    at = pd.Index(list(by_source), dtype="object").get_indexer(pd.Index(codings["source"], dtype="object"))
    rows, pair = spread(at, [*by_source.values(), []])  # -1, a source of no case, finds the empty list
    inside = _belongs(codings, rows, pair, cases, pair_of, len(pairs))
    return rows[inside], pairs["case"].to_numpy()[pair[inside]]


def cut_to_cases(
    names: pd.Series[Any], case: Ints, starts: Ints, ends: Ints, cases: pd.DataFrame
) -> tuple[Ints, Ints, Ints]:
    """Cut spans down to the parts of their source that their case has: the span each piece is of, its start, its end.

    Parameters
    ----------
    names : Series
        The source of each span.
    case : ndarray of int64
        Its case, as `link_cases` gives it.
    starts, ends : ndarray of int64
        The spans.
    cases : DataFrame
        One row per case-source link.
    """
    source, known = pd.factorize(cases["source"].astype("object"))
    links = number(cases["case"], cases["case"]).at * len(known) + source
    pairs = np.unique(links)
    start, is_whole = _offsets(cases["start_char"])
    end, _ = _offsets(cases["end_char"])
    group = np.searchsorted(pairs, links)
    parts = normalise(line_up(group, start), line_up(group, np.where(is_whole, STRIDE - 1, end)))
    home = pd.Index(known).get_indexer(pd.Index(names, dtype="object"))
    group = np.searchsorted(pairs, case * len(known) + home)
    begin, stop = line_up(group, starts), line_up(group, ends)
    row, part = ranges(
        np.searchsorted(parts.ends, begin, side="right"), np.searchsorted(parts.starts, stop, side="left")
    )
    from_char = np.maximum(begin[row], parts.starts[part]) % STRIDE
    return row, from_char, np.minimum(stop[row], parts.ends[part]) % STRIDE


def _belongs(
    codings: pd.DataFrame, rows: Ints, pair: Ints, cases: pd.DataFrame, pair_of: Ints, n_pairs: int
) -> NDArray[np.bool_]:
    link_start, link_is_whole = _offsets(cases["start_char"])
    link_end, _ = _offsets(cases["end_char"])
    has_all = np.zeros(n_pairs, dtype=bool)
    has_all[pair_of[link_is_whole]] = True
    spans = pair_of[~link_is_whole]
    starts, ends = line_up(spans, link_start[~link_is_whole]), line_up(spans, link_end[~link_is_whole])
    start, is_whole = _offsets(codings["start_char"])
    end, _ = _offsets(codings["end_char"])
    touched = hits(line_up(pair, start[rows]), line_up(pair, end[rows]), np.sort(starts), np.sort(ends)) > 0
    belongs: NDArray[np.bool_] = has_all[pair] | is_whole[rows] | touched
    return belongs


def _offsets(values: pd.Series[Any]) -> tuple[Ints, NDArray[np.bool_]]:
    is_missing = values.isna().to_numpy()
    return values.fillna(0).to_numpy(dtype=np.int64), is_missing


def _order(field: Field, tables: Tables) -> list[Any]:
    match field:
        case Field("codings", "code") if tables.codes is not None:
            return tree_order(tables.codes)
        case Field("codings", "source") if tables.sources is not None:
            return tables.sources["source"].tolist()
        case Field("cases", "case") if tables.cases is not None:
            return tables.cases["case"].tolist()
    return []


def _variables(table: pd.DataFrame | None, without: Sequence[str]) -> list[str]:
    return [] if table is None else [name for name in table.columns if name not in without]


def _sort_key(label: Any) -> tuple[bool, Any]:
    is_number = isinstance(label, int | float | np.number | np.bool_)
    return (not is_number, label if is_number else str(label))


def _unknown_field(name: str, known: list[str], tables: Tables) -> str:
    absent = [table for table in ("sources", "cases") if getattr(tables, table) is None]
    hint = f" (dates, cases and variables need {' or '.join(f'{table}=' for table in absent)})" if absent else ""
    return f"{unknown('row or column', name, known)}{hint}"
