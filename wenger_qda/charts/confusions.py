"""What one coder calls one thing and another coder another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from wenger_qda.charts.agreement_parts import listed, wrapped
from wenger_qda.charts.grids import HEIGHTS, READABLE, WIDTHS, column_axis, row_axis
from wenger_qda.charts.style import INK, band, dress, inline, label, nothing, number, tip

__all__ = ["confusion"]

Row = dict[str, Any]

TITLE = "What one coder calls one thing, and another coder another"
NONE = "(none)"
GAP = " "  # an empty row and column, so that (none) stands apart
KINDS: dict[str, tuple[str, Any, list[float]]] = {  # what its legend says, and its colours
    "other": ("Another code", "blues", [0.12, 1.0]),
    "same": ("The same code", "greys", [0.1, 0.75]),
    "none": ("No code", "oranges", [0.03, 0.5]),
}
TIPS = [
    tip("row:N", "one coder"),
    tip("column:N", "another coder"),
    tip("full:N", "characters"),
    tip("share:N", "share of the row"),
]


class _Left(NamedTuple):
    """What is not drawn: how many codes, and on how many characters they were taken for others, or agreed on."""

    codes: int = 0
    confused: float = 0
    agreed: float = 0
    none: float = 0


def confusion(matrix: pd.DataFrame, *, most: int = 20) -> alt.LayerChart | alt.Chart:
    """Draw on how many characters one coder gave one code and another coder another.

    Blue: two codes for the same characters. Grey, on the diagonal: the same code; with a scale of its own, so that
    agreement, of which there is more as a rule, does not make the rest pale. Orange, set apart: one coder gave the
    code, the other nothing of their own. A click chooses a cell: ``show(chart)`` then has it in ``selections.cell``,
    with `row` and `column`.

    Parameters
    ----------
    matrix : DataFrame, shape (n_codes + 1, n_codes + 1)
        As from `wenger_qda.agreement.confusion`.
    most : int
        How many codes to draw at most, those most often taken for another code, in the order of the matrix. The
        picture says what is not drawn.

    Returns
    -------
    LayerChart
        Or, where there is nothing to show, a chart that says why.

    Raises
    ------
    ValueError
        If the matrix does not have the same rows and columns, or `most` is below 1.

    Examples
    --------
    >>> codes = pd.Index(["repair", "stories", "(none)"], name="code")
    >>> matrix = pd.DataFrame([[90, 20, 5], [20, 40, 0], [5, 0, 0]], index=codes, columns=codes)
    >>> [(cell["row"], cell["column"], cell["kind"], cell["text"]) for cell in confusion(matrix).data.values][:3]
    [('repair', 'repair', 'same', '90'), ('repair', 'stories', 'other', '20'), ('repair', '(none)', 'none', '5')]

    From a cell to the passages behind it::

        from wenger_qda.agreement import confused, confusion

        tables = project.codings(), project.sources(), project.assignments()
        live = qda.charts.show(qda.charts.confusion(confusion(*tables)))

        def passages(change):
            for cell in change["new"].value:
                display(qda.Passages(project, confused(*tables, row=cell["row"], column=cell["column"])))

        live.selections.observe(passages, ["cell"])
    """
    if list(matrix.index) != list(matrix.columns):
        raise ValueError("a confusion has the same rows and columns: wenger_qda.agreement.confusion(codings, sources)")
    if most < 1:
        raise ValueError(f"most is the number of codes to draw, 1 or more, not {most}")
    why = str(matrix.attrs.get("why", ""))
    shown, left = _chosen(matrix, most)
    cells = list(_cells(shown, matrix))
    if not cells:
        return nothing(TITLE, f"{why[:1].upper()}{why[1:].removesuffix('.')}." if why else "Nothing is coded yet.")
    names = _names(shown)
    step = {"x": band(len(names), WIDTHS), "y": band(len(names), HEIGHTS)}
    x = column_axis(names, step["x"], grid=False)
    base = alt.Chart(inline(cells)).encode(x=x, y=row_axis(names, step["y"], grid=False))
    chosen = alt.selection_point(name="cell", fields=["row", "column"], toggle=False)
    hit = base.mark_rect(color="transparent").encode(tooltip=TIPS).add_params(chosen).properties(name="cells")
    is_written = step["x"] >= READABLE
    kinds = [kind for kind in KINDS if any(cell["kind"] == kind for cell in cells)]
    layers = [_rects(base, cells, kind, has_legend=not is_written) for kind in kinds]
    if is_written:
        layers.append(_numbers(base))
    chart = alt.layer(*layers, hit).resolve_scale(color="independent")
    chart = chart.properties(width={"step": step["x"]}, height={"step": step["y"]})
    picture: alt.LayerChart = dress(chart, TITLE, wrapped(_notes(matrix, left)))
    return picture


def _chosen(matrix: pd.DataFrame, most: int) -> tuple[pd.DataFrame, _Left]:
    """Keep the codes most often taken for another one, and tell what that leaves out."""
    codes = [code for code in matrix.index if code != NONE]
    if len(codes) <= most:
        return matrix, _Left()
    values = matrix.loc[codes, codes].to_numpy(dtype=np.float64)
    crossed = values.sum(axis=1) - np.diag(values)
    none = matrix.loc[codes, NONE].to_numpy(dtype=np.float64) if NONE in matrix.columns else np.zeros(len(codes))
    order = np.lexsort((np.arange(len(codes)), -none, -crossed))
    kept = np.zeros(len(codes), dtype=bool)
    kept[order[:most]] = True
    pairs = np.triu(values, 1)
    left = _Left(
        codes=int((~kept).sum()),
        confused=float(pairs.sum() - pairs[np.ix_(kept, kept)].sum()),
        agreed=float(np.diag(values)[~kept].sum()),
        none=float(none[~kept].sum()),
    )
    names = [code for code, is_kept in zip(codes, kept, strict=True) if is_kept]
    names += [NONE] if NONE in matrix.index else []
    return matrix.loc[names, names], left


def _cells(shown: pd.DataFrame, matrix: pd.DataFrame) -> Iterator[Row]:
    """Give the cells that are not 0, each with its share of all that has the code of its row."""
    totals = matrix.sum(axis=1)
    values = shown.to_numpy(dtype=np.float64)
    largest: dict[str, float] = {}
    cells: list[Row] = []
    for i, j in np.argwhere(values > 0).tolist():
        row, column, value = shown.index[i], shown.columns[j], float(values[i, j])
        kind = "same" if i == j else "none" if NONE in (row, column) else "other"
        largest[kind] = max(largest.get(kind, 0.0), value)
        cells.append({
            "row": label(row), "column": label(column), "kind": kind, "value": value,
            "text": number(round(value) if value >= 10 else value),
            "full": f"{value:,.0f}" if value.is_integer() else f"{value:,.1f}",
            "share": f"{value / totals[row]:.0%}" if row != NONE else "–",
        })  # fmt: skip
    yield from (
        cell | {"is_dark": cell["kind"] != "none" and cell["value"] > 0.55 * largest[cell["kind"]]} for cell in cells
    )


def _names(shown: pd.DataFrame) -> list[str]:
    """Give the names in their order, and an empty one before what stands apart."""
    names = [label(name) for name in shown.index]
    return [*names[:-1], GAP, NONE] if names[-1:] == [NONE] and len(names) > 1 else names


def _rects(base: alt.Chart, cells: list[Row], kind: str, *, has_legend: bool) -> Any:
    title, scheme, extent = KINDS[kind]
    largest = max(cell["value"] for cell in cells if cell["kind"] == kind)
    key = alt.Legend(title=title, format="~s", gradientLength=64, tickCount=2, tickMinStep=1)
    legend = key if has_legend else None
    scale = alt.Scale(scheme=alt.SchemeParams(name=scheme, extent=extent), domain=[0, largest])
    rects = base.transform_filter(f"datum.kind === '{kind}'").mark_rect(
        stroke=INK if kind == "same" else "white", strokeWidth=1
    )
    return rects.encode(color=alt.Color("value:Q", scale=scale, legend=legend)).properties(name=f"cells_{kind}")


def _numbers(base: alt.Chart) -> Any:
    color = alt.condition("datum.is_dark", alt.value("white"), alt.value(INK))
    return base.mark_text(fontSize=11).encode(text="text:N", color=color).properties(name="numbers")


def _notes(matrix: pd.DataFrame, left: _Left) -> list[str]:
    coders = list(matrix.attrs.get("coders", ()))
    averaged = ", averaged over the pairs of coders who have read the text" if len(coders) > 2 else ""
    whom = f"{len(coders)} coders ({listed(coders)}). " if coders else ""
    return [
        f"{whom}Characters{averaged}; each pair of codes stands twice, on both sides of the diagonal.",
        "Blue: the other coder gave another code. Grey, on the diagonal: the same code. "
        f"Orange: nothing of their own, {NONE}. Each has a scale of its own.",
        *(str(remark) for remark in matrix.attrs.get("remarks", ())),
        _hidden(left),
    ]


def _hidden(left: _Left) -> str:
    if not left.codes:
        return ""
    codes = "1 code that was" if left.codes == 1 else f"{left.codes} codes that were"
    return (
        f"Not drawn: {codes} seldom taken for another, with {left.confused:,.0f} characters on which they were, "
        f"{left.none:,.0f} on which the other coder gave nothing, and {left.agreed:,.0f} agreed on (most=… draws more)."
    )
