"""Codes that go together, as a network."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.charts.places import Box, arrange
from wenger_qda.charts.style import INK, OKABE_ITO, dress, inline, label, legend, nothing, number, tip
from wenger_qda.charts.words import notes_of, title_of, unit_of

__all__ = ["cooccurrence_network"]

Row = dict[str, Any]
Counts = NDArray[np.float64]
Pairs = list[tuple[int, int]]

AREAS = (30, 900)  # square pixels of the smallest and the largest circle
NAME_HEIGHT = 15


def cooccurrence_network(matrix: pd.DataFrame, *, min_count: float = 1) -> alt.LayerChart | alt.Chart:
    """Draw which codes go together: circles for codes, lines for pairs.

    The larger the circle, the more often the code was used; the thicker the line, the more often the two go together.
    Codes that go with no other stand below. The same matrix gives the same picture.

    Parameters
    ----------
    matrix : DataFrame
        Shape (n_codes, n_codes), symmetric; as from `cooccurrence`.
    min_count : float
        Lines below this are left out; the picture says how many. For shares, give one between 0 and 1.

    Returns
    -------
    LayerChart
        Or, where there is nothing to show, a chart that says so.

    Examples
    --------
    >>> codes = pd.Index(["repair", "stories"], name="code")
    >>> network = cooccurrence_network(pd.DataFrame([[5, 2], [2, 3]], index=codes, columns=codes))
    >>> [(line["one"], line["other"], line["value"]) for line in network.layer[0].data.values]
    [('repair', 'stories', 2.0)]
    """
    used = np.flatnonzero(np.nan_to_num(np.diag(matrix.to_numpy(dtype=np.float64))) > 0)
    if not len(used):
        return nothing(title_of(matrix))
    names = [label(name) for name in matrix.index[used]]
    counts = np.nan_to_num(matrix.to_numpy(dtype=np.float64)[np.ix_(used, used)])
    pairs: Pairs = [(i, j) for i, j in np.argwhere(np.triu(counts, 1) > 0).tolist()]
    shown = [(i, j) for i, j in pairs if counts[i, j] >= min_count]
    radius = _radius(np.diag(counts))
    boxes = _boxes(names, radius, shown, counts)
    unit = unit_of(matrix)
    layers = [_lines(_line_rows(names, boxes, shown, counts), unit), *_nodes(_node_rows(names, boxes, counts), unit)]
    size = {
        "width": max(box.x + box.width / 2 for box in boxes),
        "height": max(box.y + box.height / 2 for box in boxes),
    }
    notes = [*_notes(matrix), _hidden(len(pairs) - len(shown), min_count)]
    picture: alt.LayerChart = dress(alt.layer(*layers).properties(**size), title_of(matrix), notes)
    return picture


def _radius(uses: Counts) -> Counts:
    area = AREAS[0] + (AREAS[1] - AREAS[0]) * uses / uses.max()
    radius: Counts = np.sqrt(area / np.pi)
    return radius


def _boxes(names: list[str], radius: Counts, pairs: Pairs, counts: Counts) -> list[Box]:
    """Place circles with their names above them, and give the boxes of the circles alone."""
    widths = [max(6.2 * min(len(name), 32), 2 * r) for name, r in zip(names, radius, strict=True)]
    heights = [2 * r + NAME_HEIGHT for r in radius]
    return arrange(widths, heights, [(i, j, float(np.log1p(counts[i, j]))) for i, j in pairs])


def _node_rows(names: list[str], boxes: list[Box], counts: Counts) -> list[Row]:
    uses = np.diag(counts).tolist()
    return [
        {"name": name, "value": n, "x": box.x, "y": box.y + NAME_HEIGHT / 2, "y_name": box.y - box.height / 2 + 6}
        for name, n, box in zip(names, uses, boxes, strict=True)
    ]


def _line_rows(names: list[str], boxes: list[Box], pairs: Pairs, counts: Counts) -> list[Row]:
    down = NAME_HEIGHT / 2
    return [
        {"one": names[i], "other": names[j], "value": float(counts[i, j])}
        | {"x": boxes[i].x, "y": boxes[i].y + down, "x2": boxes[j].x, "y2": boxes[j].y + down}
        for i, j in pairs
    ]


def _lines(lines: list[Row], unit: str) -> Any:
    values = [line["value"] for line in lines]
    most = max(values, default=1)
    scale = alt.Scale(domain=[0, most], range=[0.5, 9])
    key = legend(unit.capitalize(), most, min(values)) if lines else None
    width = alt.StrokeWidth("value:Q", scale=scale, legend=key)
    tips = [tip("one:N", "code"), tip("other:N", "other code"), tip("value:Q", unit)]
    return (
        alt.Chart(inline(lines), name="lines")
        .mark_rule(color="#8a8a8a", opacity=0.5, strokeCap="round")
        .encode(x=_pixel("x:Q"), y=_pixel("y:Q"), x2="x2:Q", y2="y2:Q", strokeWidth=width, tooltip=tips)
    )


def _nodes(nodes: list[Row], unit: str) -> list[Any]:
    base = alt.Chart(inline(nodes)).encode(x=_pixel("x:Q"), tooltip=[tip("name:N", "code"), tip("value:Q", "uses")])
    most = max(node["value"] for node in nodes)
    key = None if unit == "share" else legend("Uses of the code", most)
    size = alt.Size("value:Q", scale=alt.Scale(domain=[0, most], range=AREAS), legend=key)
    circles = base.mark_circle(color=OKABE_ITO[0], opacity=1, stroke="white").encode(y=_pixel("y:Q"), size=size)
    named = base.encode(y=_pixel("y_name:Q"), text="name:N")
    halo = named.mark_text(fontSize=11, stroke="white", strokeWidth=3, strokeJoin="round", limit=200)
    return [circles, halo, named.mark_text(fontSize=11, color=INK, limit=200)]


def _pixel(field: str) -> Any:
    """Place by pixels, from the upper left corner."""
    if field.startswith("x"):
        return alt.X(field, axis=None, scale=alt.Scale(domain={"expr": "[0, width]"}, nice=False, zero=False))
    return alt.Y(
        field, axis=None, scale=alt.Scale(domain={"expr": "[0, height]"}, reverse=True, nice=False, zero=False)
    )


def _notes(matrix: pd.DataFrame) -> list[str]:
    return [note for note in notes_of(matrix) if "diagonal" not in note]


def _hidden(n: int, min_count: float) -> str:
    return f"{n:,} {'pair' if n == 1 else 'pairs'} below {number(min_count)} left out." if n else ""
