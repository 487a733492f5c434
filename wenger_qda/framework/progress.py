"""Progress tables: what the codings say in each cell of three modes of belonging by three dimensions."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from wenger_qda.codebook import Codebook
from wenger_qda.errors import unknown
from wenger_qda.framework.evidence import Carried, both, place, signs
from wenger_qda.framework.passages import COUNTED, tally
from wenger_qda.framework.sides import Sides, heads, sides_of
from wenger_qda.framework.theory import MODES, Grid, carriers, codes_table, grid_of
from wenger_qda.framework.words import some

__all__ = ["progress_table", "side_by_side"]

SHOWN = (*COUNTED, "questions")


def progress_table(
    codings: pd.DataFrame,
    codes: pd.DataFrame | Codebook,
    table: str,
    *,
    sources: pd.DataFrame | None = None,
    cases: pd.DataFrame | None = None,
    by: str | None = None,
) -> pd.DataFrame:
    """Fill the cells of a progress table from what was coded.

    Evidence for a cell is a stretch of text in which one coder sees its mode and its dimension at once: by two codings
    that overlap, or by one whose code carries both. Where one of the two is coded *against*, or with a contrary of such
    a code, the stretch is evidence against. Codings of a whole source meet only each other.

    Parameters
    ----------
    codings : DataFrame
        One row per coding.
    codes : DataFrame or Codebook
        One row per code; its `facets` say which mode and dimension it carries. A codebook brings the guiding questions
        of its own progress tables (``project.codebook()``); else those of the theory stand beside.
    table : {"community", "boundary", "identity"}
        Or the id of a progress table of the codebook.
    sources : DataFrame, optional
        One row per document; for periods and variables.
    cases : DataFrame, optional
        One row per case-source link. A stretch belongs to the cases that have its source or a span that meets it.
    by : str, optional
        What stands side by side: ``case``, ``source``, ``coder``, ``period`` (years, else quarters, else months),
        ``year``, ``quarter``, ``month``, or a variable of `sources` or `cases` (``case.role`` chooses the table).

    Returns
    -------
    DataFrame
        One row a cell (and a side, in the first column, named as `by`): mode, dimension; n_for, n_against and their sum
        n (stretches, coder by coder); n_passages (stretches of text, whoever coded them), n_sources, n_cases, n_coders;
        sources, cases, passages (source, start_char, end_char; None for a whole source); guids, guids_for,
        guids_against (of the codings, for `behind`); questions; missing (what is not there, in a sentence).
        ``attrs["remarks"]`` says what else is to be known.

    Raises
    ------
    ValueError
        For an unknown table or `by`, and where a column is missing.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "guid": ["a", "b", "c"], "source": "day-01", "coder": "amina", "code": ["engagement", "trust", "trust"],
    ...     "start_char": [0, 5, 15], "end_char": [20, 12, 18], "stance": ["", "", "against"]})
    >>> codes = pd.DataFrame({"code": ["engagement", "trust"],
    ...                       "facets": [{"mode": "engagement"}, {"dimension": "social-capital"}]})
    >>> found = progress_table(codings, codes, "community")
    >>> cell = found.set_index(["mode", "dimension"]).loc[("engagement", "social-capital")]
    >>> cell["n_for"], cell["n_against"], cell["passages"], cell["guids_against"]
    (np.int64(1), np.int64(1), (('day-01', 5, 12), ('day-01', 15, 18)), ('a', 'c'))
    """
    grid = grid_of(table, codes)
    known = codes_table(codes)
    placed = place(codings)
    modes = signs(codings, carriers(known, "mode"), {mode: i for i, mode in enumerate(MODES)})
    dimensions = signs(codings, carriers(known, "dimension"), {name: i for i, name in enumerate(grid.dimensions)})
    evidence = both(placed, *_in_cells(modes, dimensions, len(grid.dimensions)), len(grid.cells))
    sides = sides_of(by, evidence.stretches, sources, cases)
    keys: list[Hashable] = [*grid.cells]
    counts = tally(evidence, sides, keys, codings, cases)
    result = _framed(grid, sides, by, counts)
    apart = _apart(known, grid, modes, dimensions)
    result["missing"] = [_missing(row, apart, cases is not None) for row in result.to_dict("records")]
    result.attrs = {"table": grid.id, "by": by, "remarks": _remarks(codings, known, grid, sides)}
    return result


def side_by_side(table: pd.DataFrame, values: str = "n") -> pd.DataFrame:
    """Turn a progress table into a matrix of numbers, to be read or drawn.

    Parameters
    ----------
    table : DataFrame
        What `progress_table` gives.
    values : str
        A column of numbers: ``n``, ``n_for``, ``n_against``, ``n_passages``, …

    Returns
    -------
    DataFrame
        Modes by dimensions; with sides, one column a side and one row a cell.

    Raises
    ------
    ValueError
        For a column that is not there.

    Examples
    --------
    >>> from wenger_qda.frames import empty
    >>> side_by_side(progress_table(empty("codings"), empty("codes"), "identity")).loc["alignment"].tolist()
    [0, 0, 0]
    """
    if values not in table:
        raise ValueError(unknown("column", values, [str(name) for name in table if str(name).startswith("n")]))
    modes, dimensions = (list(dict.fromkeys(table[name])) for name in ("mode", "dimension"))
    side = table.columns[0]
    if side == "mode":
        matrix = table.set_index(["mode", "dimension"])[values].unstack().loc[modes, dimensions]
    else:
        labels = list(dict.fromkeys(table[side]))
        matrix = table.set_index(["mode", "dimension", side])[values].unstack()
        matrix = matrix.loc[[(mode, dimension) for mode in modes for dimension in dimensions], labels]
    matrix.attrs = {"table": table.attrs.get("table", ""), "values": values}
    return matrix


def _in_cells(modes: Carried, dimensions: Carried, n_dimensions: int) -> tuple[Carried, Carried]:
    """Put each mode into the cells of its row, and each dimension into those of its column."""
    across, down = np.arange(n_dimensions), np.arange(len(MODES)) * n_dimensions
    of_mode = Carried(
        np.repeat(modes.row, len(across)),
        (modes.key[:, None] * n_dimensions + across).ravel(),
        np.repeat(modes.sign, len(across)),
    )
    of_dimension = Carried(
        np.repeat(dimensions.row, len(down)),
        (dimensions.key[:, None] + down).ravel(),
        np.repeat(dimensions.sign, len(down)),
    )
    return of_mode, of_dimension


def _framed(grid: Grid, sides: Sides, by: str | None, counts: pd.DataFrame) -> pd.DataFrame:
    n_sides = len(sides.labels)
    cells = grid.cells * n_sides
    head = heads(by, sides, len(grid.cells), ("mode", "dimension", "missing", *SHOWN))
    head |= {"mode": [mode for mode, _ in cells], "dimension": [dimension for _, dimension in cells]}
    questions = pd.Series([grid.questions.get(cell, ()) for cell in cells], dtype="object")
    return pd.concat([pd.DataFrame(head), counts, questions.rename("questions")], axis=1)


Apart = dict[str, tuple[bool, int]]


def _apart(codes: pd.DataFrame, grid: Grid, modes: Carried, dimensions: Carried) -> Apart:
    """Say of each mode and each dimension whether a code carries it, and how many codings do."""
    found: Apart = {}
    for facet, names, carried in (("mode", MODES, modes), ("dimension", grid.dimensions, dimensions)):
        carried_by = {value for values in carriers(codes, facet).values() for value in values}
        counts = np.bincount(carried.key, minlength=len(names)).tolist()
        found |= {name: (name in carried_by, n) for name, n in zip(names, counts, strict=True)}
    return found


def _missing(row: dict[Any, Any], apart: Apart, has_cases: bool) -> str:
    if not row["n"]:
        return _why_empty(row["mode"], row["dimension"], apart)
    said = []
    if not row["n_for"]:
        said.append("all evidence is against")
    if not row["n_against"]:
        said.append("nothing is coded against it")
    if row["n_sources"] == 1:
        said.append(f"all from one source, {row['sources'][0]}")
    if has_cases and row["n_cases"] == 1:
        said.append(f"all from one case, {row['cases'][0]}")
    if row["n_coders"] == 1:
        said.append("seen by one coder")
    return "; ".join(said)


def _why_empty(mode: str, dimension: str, apart: Apart) -> str:
    without = [name for name in (mode, dimension) if not apart[name][0]]
    if without:
        return (
            f"no code carries {' or '.join(without)}: use the codebook social-learning-systems, or facets of your own"
        )
    unused = [name for name in (mode, dimension) if not apart[name][1]]
    if unused:
        return f"nothing is coded with {' or '.join(unused)}"
    n_mode, n_dimension = apart[mode][1], apart[dimension][1]
    return f"no stretch here carries both; in all codings {n_mode:,} carry {mode} and {n_dimension:,} {dimension}"


def _remarks(codings: pd.DataFrame, codes: pd.DataFrame, grid: Grid, sides: Sides) -> list[str]:
    remarks = []
    if not len(codings):
        remarks.append("there are no codings yet")
    if not carriers(codes, "mode") or not set(grid.dimensions) & {
        value for values in carriers(codes, "dimension").values() for value in values
    }:
        remarks.append(
            f"the codes carry no modes, or no dimensions of the table {grid.id!r}, so that its cells stay empty"
        )
    if codings["coder"].nunique() > 1:
        remarks.append("n counts coder by coder; n_passages counts a stretch of text once, whoever coded it")
    n_waiting = int((codings["status"] == "needs_review").sum()) if "status" in codings else 0
    if n_waiting:
        remarks.append(f"to be looked at again (needs_review): {some(n_waiting, 'coding')}, counted where they stood")
    return [*remarks, *filter(None, [sides.why])]
