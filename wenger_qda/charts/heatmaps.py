"""A matrix as coloured cells, with its numbers in them where they fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from wenger_qda.charts.grids import HEIGHTS, READABLE, WIDTHS, column_axis, row_axis
from wenger_qda.charts.style import BLUES, INK, band, dress, inline, label, nothing, number, tip
from wenger_qda.charts.words import notes_of, title_of, unit_of

__all__ = ["heatmap"]

Row = dict[str, Any]


def heatmap(matrix: pd.DataFrame) -> alt.LayerChart | alt.Chart:
    """Draw a matrix as a heat map.

    The darker the cell, the larger its number; empty cells stay empty, a cell without a defined number shows a dash.
    A click chooses a cell: ``show(chart)`` then has it in ``selections.cell``, with `row` and `column`, which
    `wenger_qda.passages` turns into the passages behind it.

    Parameters
    ----------
    matrix : DataFrame
        Of numbers, shape (n_rows, n_columns); as from `crosstab` or `cooccurrence`.

    Returns
    -------
    LayerChart
        Or, where there is nothing to show, a chart that says so.

    Examples
    --------
    >>> matrix = pd.DataFrame({"day-01": [2, 0]}, index=pd.Index(["repair", "stories"], name="code"))
    >>> [row["text"] for row in heatmap(matrix).data.values]
    ['2']
    """
    cells = list(_cells(matrix))
    if not cells:
        return nothing(title_of(matrix))
    rows, columns = ([label(name) for name in names] for names in (matrix.index, matrix.columns))
    step = {"x": band(len(columns), WIDTHS), "y": band(len(rows), HEIGHTS)}
    x = column_axis(columns, step["x"], title=str(matrix.columns.name or ""))
    base = alt.Chart(inline(cells)).encode(x=x, y=row_axis(rows, step["y"]))
    pick = alt.selection_point(name="cell", fields=["row", "column"], toggle=False)
    layers = [_rects(base, matrix, cells).add_params(pick)]
    if step["x"] >= READABLE:
        layers.append(_numbers(base, _largest(cells)))
    chart = alt.layer(*layers).properties(width={"step": step["x"]}, height={"step": step["y"]})
    picture: alt.LayerChart = dress(chart, title_of(matrix), notes_of(matrix))
    return picture


def _cells(matrix: pd.DataFrame) -> Iterator[Row]:
    """Give the cells that are not 0; those of a code with itself are told apart."""
    numbers = matrix.to_numpy(dtype=np.float64)
    rows, columns = [label(name) for name in matrix.index], [label(name) for name in matrix.columns]
    is_share, is_symmetric = unit_of(matrix) == "share", "by" in matrix.attrs
    for i, j in np.argwhere(numbers != 0).tolist():
        is_known = not np.isnan(numbers[i, j])
        yield {
            "row": rows[i],
            "column": columns[j],
            "value": float(numbers[i, j]) if is_known else 0.0,
            "text": number(numbers[i, j], is_share=is_share),
            "full": _in_full(numbers[i, j], is_share=is_share),
            "kind": "itself" if is_symmetric and i == j else "cell" if is_known else "undefined",
        }


def _in_full(value: float, *, is_share: bool) -> str:
    if np.isnan(value):
        return "not defined"
    return f"{value:.1%}" if is_share else f"{value:,.6g}" if value < 1e6 else f"{value:,.0f}"


def _largest(cells: list[Row]) -> float:
    return max((cell["value"] for cell in cells if cell["kind"] == "cell"), default=1.0)


def _rects(base: alt.Chart, matrix: pd.DataFrame, cells: list[Row]) -> Any:
    scale = alt.Scale(scheme=BLUES, domain=[0, _largest(cells)])
    blue = alt.Color("value:Q", scale=scale, legend=_legend(unit_of(matrix)))
    color = alt.condition("datum.kind === 'cell'", blue, alt.value("#ececec"))
    rects = base.mark_rect(stroke="white", strokeWidth=1).encode(color=color, tooltip=_tips(matrix))
    return rects.properties(name="cells")


def _legend(unit: str) -> alt.Legend:
    is_share = unit == "share"
    return alt.Legend(
        title=unit.capitalize(),
        format=".0%" if is_share else "~s",
        gradientLength=110,
        tickCount=4,
        tickMinStep=0.01 if is_share else 1,
    )


def _tips(matrix: pd.DataFrame) -> list[alt.Tooltip]:
    row, column = str(matrix.index.name or "row"), str(matrix.columns.name or "column")
    other = f"other {column}" if row == column else column
    return [tip("row:N", row), tip("column:N", other), tip("full:N", unit_of(matrix))]


def _numbers(base: alt.Chart, largest: float) -> Any:
    is_dark = f"datum.kind === 'cell' && datum.value > {0.5 * largest}"
    color = alt.condition(is_dark, alt.value("white"), alt.value(INK))
    return base.mark_text(fontSize=11).encode(text="text:N", color=color).properties(name="numbers")
