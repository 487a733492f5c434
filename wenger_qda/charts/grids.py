"""Rows and columns of cells: how large they are drawn, and their names beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from wenger_qda.charts.style import FAINT, QUIET, width_of

__all__ = ["HEIGHTS", "READABLE", "WIDTHS", "column_axis", "row_axis"]

HEIGHTS = [(40, 22), (90, 17), (10**9, 12)]
WIDTHS = [(4, 64), (12, 44), (40, 30), (90, 17), (10**9, 11)]
READABLE = 28  # pixels that a number in a cell needs


def column_axis(names: Sequence[str], step: int, *, title: str = "", **options: Any) -> alt.X:
    """Name columns above them, upright where they need more than `step` pixels."""
    made: dict[str, Any] = {
        "orient": "top",
        "labelAngle": -90 if width_of(names) > step * 1.1 else 0,
        "labelFontSize": min(11, step - 1),
        "labelOverlap": False,
        "labelLimit": 180,
        "labelPadding": 5,
        "zindex": 0,
        "grid": True,
        "gridColor": FAINT,
        "domain": False,
        "title": title or None,
        "titleColor": QUIET,
    }
    return alt.X("column:N", sort=list(names), scale=alt.Scale(domain=list(names)), axis=alt.Axis(**made | options))


def row_axis(names: Sequence[str], step: int, **options: Any) -> alt.Y:
    """Name rows at their left."""
    made: dict[str, Any] = {
        "labelFontSize": min(12, step - 2),
        "labelOverlap": False,
        "zindex": 0,
        "grid": True,
        "gridColor": FAINT,
        "domain": False,
        "title": None,
    }
    return alt.Y("row:N", sort=list(names), scale=alt.Scale(domain=list(names)), axis=alt.Axis(**made | options))
