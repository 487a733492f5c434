"""How far coders agree: alpha with its interval, one row a code, a document or a pair of coders."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from wenger_qda.charts.agreement_parts import (
    BOUNDS_NOTE,
    TIPS,
    alpha_axis,
    alpha_scale,
    bound_rules,
    how_made,
    measured,
    why_nothing,
    wrapped,
)
from wenger_qda.charts.style import FAINT, INK, OKABE_ITO, QUIET, band, dress, inline, nothing

__all__ = ["agreement_forest"]

TITLE = "How far coders agree: Krippendorff's alpha"
HEIGHTS = [(15, 26), (45, 20), (120, 16), (10**9, 13)]
WIDTH = 460
FIELDS = ("code", "source", "coder_a", "coder_b")


def agreement_forest(table: pd.DataFrame) -> alt.LayerChart | alt.Chart:
    """Draw alpha with its interval, one row each, in the order of the table: sort the table first.

    Where alpha is not defined there is a dash instead of a point, and the reason beside it; the tooltip says it in
    full, with kappa, agreement, prevalence and how much was compared. A click chooses a row: ``show(chart)`` then has
    it in ``selections.row``, with those of `code`, `source`, `coder_a` and `coder_b` that the row is of, the others
    empty.

    Parameters
    ----------
    table : DataFrame
        As from `reliability`: by code, branch, source, pair, or several of them; or as from
        `wenger_qda.agreement.reliability_by_round` or `wenger_qda.agreement.stability`.

    Returns
    -------
    LayerChart
        Or, where there is nothing to show, a chart that says why.

    Raises
    ------
    ValueError
        If the table is of something else.

    Examples
    --------
    >>> table = pd.DataFrame({"code": ["repair"], "alpha": [0.75], "alpha_low": [0.5], "alpha_high": [0.9]})
    >>> [row["said"] for row in agreement_forest(table).layer[-1].data.values]
    ['0.75  [0.50, 0.90]']

    From a row to the passages behind it::

        tables = project.codings(), project.sources(), project.assignments()
        live = qda.charts.show(qda.charts.agreement_forest(qda.reliability(*tables, by=("code", "pair"))))

        def passages(change):
            for row in change["new"].value:
                pair = [row["coder_a"], row["coder_b"]]
                display(qda.Passages(project, qda.disagreements(*tables, codes=[row["code"]], coders=pair)))

        live.selections.observe(passages, ["row"])
    """
    rows = measured(table)
    why = why_nothing(table)
    if why:
        return nothing(TITLE, why)
    scale = alpha_scale(rows)
    step = band(len(rows), HEIGHTS)
    names = list(dict.fromkeys(row["item"] for row in rows))
    base = alt.Chart(inline(row | {name: row.get(name, "") for name in FIELDS} for row in rows))
    chosen = alt.selection_point(name="row", fields=list(FIELDS), toggle=False)
    layers = [
        _band(base, names, step, chosen),
        bound_rules(alt.X("at:Q", scale=scale, axis=alpha_axis(scale, orient="top"))),
        *_points(base, scale, step),
        _figures(base, step),
        base.mark_rect(color="transparent").encode(y="item:N", tooltip=TIPS).add_params(chosen).properties(name="rows"),
    ]
    chart = alt.layer(*layers).properties(width=WIDTH, height={"step": step})
    picture: alt.LayerChart = dress(chart, TITLE, wrapped([*how_made(table), BOUNDS_NOTE]))
    return picture


def _band(base: alt.Chart, names: list[str], step: int, chosen: alt.Parameter) -> Any:
    """Lay a band under each row; that of the chosen row is tinted."""
    axis = alt.Axis(
        title=None,
        labelOverlap=False,
        labelFontSize=min(12, step - 3),
        labelLimit=300,
        domain=False,
        grid=False,
    )
    y = alt.Y("item:N", sort=names, scale=alt.Scale(domain=names, padding=0), axis=axis)
    color = alt.condition(chosen, alt.value("#eef3f7"), alt.value("white"), empty=False)
    return base.mark_rect(stroke=FAINT, strokeWidth=0.5).encode(y=y, color=color).properties(name="bands")


def _points(base: alt.Chart, scale: alt.Scale, step: int) -> list[Any]:
    """Draw intervals as lines and alpha as points; a dash where it is not defined."""
    blue, y = OKABE_ITO[0], alt.Y("item:N")
    known = base.transform_filter("datum.state === 'defined'")
    lines = known.transform_filter("isValid(datum.alpha_low) && isValid(datum.alpha_high)").mark_rule(
        color=blue, strokeWidth=2 if step > 16 else 1.5
    )
    lines = lines.encode(x=alt.X("alpha_low:Q", scale=scale), x2="alpha_high:Q", y=y)
    points = known.mark_point(color=blue, fill=blue, opacity=1, size=min(70, step * 3.2))
    points = points.encode(x=alt.X("alpha:Q", scale=scale), y=y)
    unknown = base.transform_filter("datum.state === 'undefined'")
    dashes = unknown.mark_text(text="–", color=QUIET, fontSize=14, fontWeight="bold").encode(x=alt.value(8), y=y)
    return [lines.properties(name="intervals"), points.properties(name="points"), dashes.properties(name="undefined")]


def _figures(base: alt.Chart, step: int) -> Any:
    """Write the numbers at the right, for those who print the picture."""
    color = alt.condition("datum.state === 'undefined'", alt.value(QUIET), alt.value(INK))
    words = base.mark_text(align="left", fontSize=min(11, step - 3))
    return words.encode(x=alt.value(WIDTH + 10), y="item:N", text="said:N", color=color).properties(name="figures")
