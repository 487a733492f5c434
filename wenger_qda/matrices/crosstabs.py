"""Matrices of codings by any two of their properties, and the codings behind a cell."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.errors import unknown
from wenger_qda.frames import check
from wenger_qda.intervals import STRIDE, line_up, normalise
from wenger_qda.matrices.axes import (
    NONE,
    Axis,
    Field,
    Tables,
    cut_to_cases,
    find_field,
    labels_of,
    link_cases,
    roll_up,
)

__all__ = ["crosstab", "passages", "spans"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

CODE = Field("codings", "code")
VALUES = ("codings", "characters", "sources", "binary")
SHARES = (None, "rows", "columns", "all")


@dataclass(frozen=True)
class Cells:
    """Which coding lies in which cell: one number per coding and cell, and per case where cases are asked for."""

    coding: Ints
    row: Axis
    column: Axis
    case: Ints | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and columns."""
        return len(self.row.labels), len(self.column.labels)

    @property
    def cell(self) -> Ints:
        """Each cell as one number, row by row."""
        return self.row.at * self.shape[1] + self.column.at


def crosstab(
    codings: pd.DataFrame,
    rows: str = "code",
    columns: str = "source",
    *,
    sources: pd.DataFrame | None = None,
    cases: pd.DataFrame | None = None,
    codes: pd.DataFrame | None = None,
    values: str = "codings",
    share: str | None = None,
    rollup: bool = False,
) -> pd.DataFrame:
    """Count codings by two of their properties.

    Parameters
    ----------
    codings : DataFrame
        One row per coding.
    rows, columns : str
        Any column of `codings` (``code``, ``source``, ``coder``, ``speaker``, ``round``, ``stance``, …), ``date``,
        ``kind`` or a variable of `sources`, ``case`` or a variable of `cases`. A name found in several tables is
        taken from the first of these; ``source.role`` and ``case.role`` choose. What is not known or empty is
        counted under ``(none)``.
    sources : DataFrame, optional
        One row per document. All of them appear, in this order, also those without a coding.
    cases : DataFrame, optional
        One row per case-source link. A coding belongs to the cases that have its whole source or a span that
        overlaps it, and counts once in each; one that belongs to no case is in no cell. The first link of a case
        says its variables.
    codes : DataFrame, optional
        One row per code. All codable codes appear, in tree order, also those never used.
    values : {"codings", "characters", "sources", "binary"}
        Number of codings; of characters they cover, each counted once; of sources they lie in; or 1 for "any".
        For cases and their variables only those characters count that lie in the spans of the case; of a source
        that belongs to it as a whole, all.
    share : {None, "rows", "columns", "all"}
        Proportions of the row's, the column's or the whole sum. With `rollup` the sum counts children once only,
        so that the top codes add up to 1. Where the sum is 0 the share is NaN.
    rollup : bool
        Count codings also for the codes above theirs; needs `codes`. Characters and sources of several children
        are united, not added.

    Returns
    -------
    DataFrame
        Shape (n_rows, n_columns). Its ``attrs`` say how it was made and, as ``n_left_out``, how many codings are
        in no cell.

    Raises
    ------
    ValueError
        For unknown names, a rollup without codes, and characters of codings of a whole source without `sources`.

    Examples
    --------
    >>> codings = pd.DataFrame({"source": ["day-01", "day-01", "day-02"], "code": ["repair", "stories", "repair"]})
    >>> crosstab(codings)  # doctest: +NORMALIZE_WHITESPACE
    source   day-01  day-02
    code
    repair        1       1
    stories       1       0
    >>> crosstab(codings, share="rows").loc["repair"].tolist()
    [0.5, 0.5]
    """
    _check_choice("values", values, VALUES)
    _check_choice("share", share, SHARES)
    tables = Tables(codings, sources, cases, codes)
    cells = _cells(tables, rows, columns, rollup)
    counts = _measure(cells, tables, values)
    table: Ints | Floats = counts
    if share is not None:
        plain = _measure(_cells(tables, rows, columns, False), tables, values) if rollup else counts
        table = _shares(counts, plain, share, rows, columns)
    matrix = pd.DataFrame(table, index=_index(cells.row, rows), columns=_index(cells.column, columns))
    if codes is not None and not rollup:
        matrix = _without_idle_headings(matrix, cells, codes)
    made = {"rows": rows, "columns": columns, "values": values, "share": share, "rollup": rollup}
    matrix.attrs = made | {"n_left_out": len(codings) - _n_distinct(cells.coding)}
    return matrix


def passages(
    codings: pd.DataFrame,
    *,
    rows: str = "code",
    columns: str = "source",
    row: Hashable = None,
    column: Hashable = None,
    sources: pd.DataFrame | None = None,
    cases: pd.DataFrame | None = None,
    codes: pd.DataFrame | None = None,
    rollup: bool = False,
) -> pd.DataFrame:
    """Give the codings that `crosstab` counts in one cell, one row or one column.

    Parameters
    ----------
    codings, rows, columns, sources, cases, codes, rollup
        As they were given to `crosstab`.
    row, column : str or other label
        The cell; None for every row, or every column.

    Returns
    -------
    DataFrame
        Rows of `codings`, with their index.

    Raises
    ------
    ValueError
        For a label that the matrix does not have.

    Examples
    --------
    >>> codings = pd.DataFrame({"source": ["day-01", "day-01", "day-02"], "code": ["repair", "stories", "repair"]})
    >>> passages(codings, row="repair", column="day-02")
       source    code
    2  day-02  repair
    """
    cells = _cells(Tables(codings, sources, cases, codes), rows, columns, rollup)
    wanted = _has(cells.row, row, rows) & _has(cells.column, column, columns)
    return codings.iloc[np.unique(cells.coding[wanted])]


def spans(codings: pd.DataFrame, sources: pd.DataFrame | None) -> tuple[Ints, Ints]:
    """Give starts and ends of codings; a coding of a whole source is as long as `sources` says.

    Raises
    ------
    ValueError
        If a source's length is needed and not known.
    """
    start, end = codings["start_char"], codings["end_char"]
    whole = start.isna()
    if whole.any():
        end = end.astype("Int64").mask(whole, _lengths(codings["source"], sources))
    if end.isna().any():
        name = codings["source"][end.isna()].iloc[0]
        raise ValueError(f"{name!r} is coded as a whole: its length is needed, give sources= (source, n_chars)")
    return start.fillna(0).to_numpy(dtype=np.int64), end.to_numpy(dtype=np.int64)


def _cells(tables: Tables, rows: str, columns: str, rollup: bool) -> Cells:
    if rollup:
        tables.get("codes")
    check("codings", tables.codings, ["code", "source"])
    fields = find_field(rows, tables), find_field(columns, tables)
    asks_cases = any(field.table == "cases" for field in fields)
    every = np.arange(len(tables.codings))
    coding, case = link_cases(tables.codings, tables.get("cases")) if asks_cases else (every, every)
    row, column = (_axis(field, tables, coding, case) for field in fields)
    cells = Cells(coding, row, column, case if asks_cases else None)
    if rollup and fields[0] == CODE:
        cells = _roll_up_rows(cells, tables.get("codes"))
    if rollup and fields[1] == CODE:
        cells = _swap(_roll_up_rows(_swap(cells), tables.get("codes")))
    return cells


def _axis(field: Field, tables: Tables, coding: Ints, case: Ints) -> Axis:
    axis = labels_of(field, tables)
    if field.table == "codings":
        return Axis(axis.at[coding], axis.labels)
    if field.table == "cases":
        return Axis(axis.at[_first_links(tables.get("cases"))[case]], axis.labels)
    home = pd.Index(tables.get("sources")["source"]).get_indexer(tables.codings["source"])
    return _or_none(axis, home[coding])


def _first_links(cases: pd.DataFrame) -> Ints:
    return np.flatnonzero(~cases["case"].duplicated().to_numpy())


def _or_none(axis: Axis, home: Ints) -> Axis:
    if (home >= 0).all():
        return Axis(axis.at[home], axis.labels)
    labels = axis.labels if NONE in axis.labels else [*axis.labels, NONE]
    return Axis(np.append(axis.at, labels.index(NONE))[home], labels)


def _roll_up_rows(cells: Cells, codes: pd.DataFrame) -> Cells:
    row, at = roll_up(cells.row, codes)
    column = Axis(cells.column.at[at], cells.column.labels)
    return Cells(cells.coding[at], row, column, None if cells.case is None else cells.case[at])


def _swap(cells: Cells) -> Cells:
    return Cells(cells.coding, cells.column, cells.row, cells.case)


def _once(cells: Cells) -> Cells:
    """Let a coding of two cases with the same answer count once for it."""
    pairs = np.unique(np.column_stack([cells.coding, cells.cell]), axis=0)
    row, column = np.divmod(pairs[:, 1], max(cells.shape[1], 1))
    return Cells(pairs[:, 0], Axis(row, cells.row.labels), Axis(column, cells.column.labels))


def _measure(cells: Cells, tables: Tables, values: str) -> Ints:
    if values == "characters":
        return _characters(cells, tables)
    if cells.case is not None:
        cells = _once(cells)
    if values == "sources":
        source, _ = pd.factorize(tables.codings["source"])
        counts = _count(_distinct(cells.cell, source[cells.coding])[0], cells)
    else:
        counts = _count(cells.cell, cells)
    return (counts > 0).astype(np.int64) if values == "binary" else counts


def _characters(cells: Cells, tables: Tables) -> Ints:
    check("codings", tables.codings, ["source", "start_char", "end_char"])
    source, _ = pd.factorize(tables.codings["source"])
    start, end = (offsets[cells.coding] for offsets in spans(tables.codings, tables.sources))
    cell, group = _distinct(cells.cell, source[cells.coding])
    if cells.case is not None:
        names = tables.codings["source"].iloc[cells.coding]
        piece, start, end = cut_to_cases(names, cells.case, start, end, tables.get("cases"))
        group = group[piece]
    merged = normalise(line_up(group, start), line_up(group, end))
    return _count(cell[merged.starts // STRIDE], cells, merged.ends - merged.starts)


def _distinct(cell: Ints, source: Ints) -> tuple[Ints, Ints]:
    """Give the cell of each different pair of cell and source, and which of these each row is."""
    n_sources = int(source.max(initial=0)) + 1
    pairs, at = np.unique(cell * n_sources + source, return_inverse=True)
    return pairs // n_sources, at


def _count(cell: Ints, cells: Cells, weights: Ints | None = None) -> Ints:
    n_rows, n_columns = cells.shape
    counts = np.bincount(cell, weights, minlength=n_rows * n_columns)
    return counts.astype(np.int64).reshape(n_rows, n_columns)


def _shares(table: Ints, plain: Ints, share: str, rows: str, columns: str) -> Floats:
    """Divide by sums; a sum along the codes is taken from the table without rollup."""
    by_row = plain if columns == "code" else table
    by_column = plain if rows == "code" else table
    whole = {
        "rows": by_row.sum(axis=1, keepdims=True),
        "columns": by_column.sum(axis=0, keepdims=True),
        "all": plain.sum(keepdims=True),
    }[share]
    shares: Floats = np.full(table.shape, np.nan)
    np.divide(table, whole, out=shares, where=np.broadcast_to(whole != 0, table.shape))
    return shares


def _index(axis: Axis, name: str) -> pd.Index:
    return pd.Index(axis.labels, name=name) if axis.labels else pd.Index([], dtype="str", name=name)


def _has(axis: Axis, label: Hashable, name: str) -> NDArray[np.bool_]:
    if label is None:
        return np.ones(len(axis.at), dtype=bool)
    if label not in axis.labels:
        raise ValueError(unknown(name, label, [str(known) for known in axis.labels]))
    has: NDArray[np.bool_] = axis.at == axis.labels.index(label)
    return has


def _lengths(names: pd.Series, sources: pd.DataFrame | None) -> pd.Series:
    if sources is None:
        return pd.Series(pd.NA, index=names.index, dtype="Int64")
    check("sources", sources, ["source", "n_chars"])
    return names.map(sources.set_index("source")["n_chars"]).astype("Int64")


def _check_choice(what: str, value: str | None, known: tuple[str | None, ...]) -> None:
    if value not in known:
        raise ValueError(unknown(what, value, [name for name in known if name is not None]))


def _without_idle_headings(matrix: pd.DataFrame, cells: Cells, codes: pd.DataFrame) -> pd.DataFrame:
    """Leave out codes that only hold others and carry no coding."""
    if "is_codable" not in codes:
        return matrix
    headings = set(codes.loc[~codes["is_codable"].astype(bool), "code"])
    keep = [
        [name != "code" or label not in headings or i in used for i, label in enumerate(axis.labels)]
        for axis, name in ((cells.row, matrix.index.name), (cells.column, matrix.columns.name))
        for used in [set(axis.at.tolist())]
    ]
    return matrix.loc[keep[0], keep[1]]


def _n_distinct(coding: Ints) -> int:
    return int(np.count_nonzero(np.bincount(coding)))
