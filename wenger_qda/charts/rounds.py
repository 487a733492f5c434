"""Round by round: whether coders come to agree, or one coder stays with what they did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from wenger_qda.charts.agreement_parts import (
    BOUNDS_NOTE,
    TIPS,
    Row,
    alpha_axis,
    alpha_scale,
    bound_rules,
    how_made,
    item_of,
    measured,
    why_nothing,
    wrapped,
)
from wenger_qda.charts.style import INK, LABEL_LIMIT, OKABE_ITO, QUIET, dress, inline, nothing, tip

__all__ = ["agreement_over_rounds"]

BETWEEN = "How far coders agree, round by round: Krippendorff's alpha"
WITHIN = "Each coder with themselves, from round to round: Krippendorff's alpha"
COLORS = [color for color in OKABE_ITO if color != "#F0E442"]  # yellow is hardly seen as a line on white
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right"]
HEIGHT, PER_ROUND, LINE = 320, 110, 15
SMALL = {"width": 150, "height": 90}
IN_A_ROW = 5
FIELDS = ("round", "code", "source", "coder_a", "coder_b", "coder", "round_a", "round_b")


def agreement_over_rounds(table: pd.DataFrame) -> alt.LayerChart | alt.FacetChart | alt.Chart:
    """Draw alpha with its interval from round to round, one line a code (or whatever the rows are of).

    Up to seven lines share one picture, each with its name at its end, its colour and its mark; more of them get a
    small picture each. Where alpha is not defined in a round there is a dash at the bottom, and the tooltip says why.
    For `wenger_qda.agreement.stability`, each pair of rounds has its place, and nothing is joined by lines. A click
    chooses a point: ``show(chart)`` then has it in ``selections.point``, with `round`, `code` and what else the row is
    of.

    Parameters
    ----------
    table : DataFrame
        As from `wenger_qda.agreement.reliability_by_round` or `wenger_qda.agreement.stability`.

    Returns
    -------
    LayerChart
        Or a chart of small ones, or, where there is nothing to show, a chart that says why.

    Raises
    ------
    ValueError
        If the table has no rounds.

    Examples
    --------
    >>> table = pd.DataFrame({"round": [1, 2], "code": "repair", "alpha": [0.5, 0.75]})
    >>> [(row["when"], row["item"], row["alpha"]) for row in agreement_over_rounds(table).data.values]
    [('1', 'repair', 0.5), ('2', 'repair', 0.75)]

    From a point to the passages behind it::

        from wenger_qda.agreement import reliability_by_round

        tables = project.codings(), project.sources(), project.assignments()
        live = qda.charts.show(qda.charts.agreement_over_rounds(reliability_by_round(*tables, by="code")))

        def passages(change):
            for point in change["new"].value:
                places = qda.disagreements(*tables, codes=[point["code"]], round=point["round"])
                display(qda.Passages(project, places))

        live.selections.observe(passages, ["point"])
    """
    is_within = "round_a" in table
    if not is_within and "round" not in table:
        raise ValueError("this picture needs rounds: wenger_qda.agreement.reliability_by_round(codings, sources)")
    title = WITHIN if is_within else BETWEEN
    why = why_nothing(table)
    if why:
        return nothing(title, why)
    rows = _placed(measured(table), is_within=is_within)
    items = list(dict.fromkeys(row["item"] for row in rows))
    draw = _together if len(items) <= len(COLORS) else _apart
    chart = draw(rows, items, "rounds" if is_within else "round")
    notes = [*how_made(table), BOUNDS_NOTE]
    picture: alt.LayerChart | alt.FacetChart = dress(chart, title, wrapped(notes, 92))
    return picture


def _placed(rows: list[Row], *, is_within: bool) -> list[Row]:
    """Give each row its place from left to right, and a name without the round."""
    keys = ("round_a", "round_b") if is_within else ("round",)
    known = sorted({tuple(row[key] for key in keys) for row in rows})
    return [
        row
        | {name: row.get(name, "") for name in FIELDS}
        | {"item": item_of({key: value for key, value in row.items() if key not in ("round", "round_a", "round_b")})}
        | {
            "at": known.index(tuple(row[key] for key in keys)),
            "when": " and ".join(str(row[key]) for key in keys),
            "is_joined": not is_within,
        }
        for row in rows
    ]


def _together(rows: list[Row], items: list[str], title: str) -> Any:
    """Draw few lines in one picture, with their names at their ends."""
    whens = _whens(rows)
    scale = alpha_scale(rows)
    width = PER_ROUND * max(len(whens), 2)
    beside = {item: (number - (len(items) - 1) / 2) * 0.07 for number, item in enumerate(items)}
    rows = [row | {"x": row["at"] + beside[row["item"]]} for row in rows]
    layers = _marks(rows, items, scale, _across(whens, title))
    bounds = bound_rules(_up("at:Q", scale))
    chart = alt.layer(bounds, *_names(rows, items, scale, width), *layers, data=inline(rows))
    return chart.properties(width=width, height=HEIGHT)


def _apart(rows: list[Row], items: list[str], title: str) -> Any:
    """Draw a small picture for each of many lines."""
    scale = alpha_scale(rows)
    rows = [row | {"x": row["at"]} for row in rows]
    layers = _marks(rows, items, scale, _across(_whens(rows), title), is_plain=True)
    chart = alt.layer(*_small_bounds(scale), *layers, data=inline(rows)).properties(**SMALL)
    head = alt.Header(title=None, labelFontSize=11, labelLimit=SMALL["width"], labelPadding=2, labelColor=INK)
    return chart.facet(facet=alt.Facet("item:N", sort=items, header=head), columns=IN_A_ROW, spacing=14)


def _whens(rows: list[Row]) -> list[str]:
    of = {row["at"]: row["when"] for row in rows}
    return [of[at] for at in sorted(of)]


def _across(whens: Sequence[str], title: str) -> alt.X:
    said = f"{list(whens)}[datum.value]"
    axis = alt.Axis(values=list(range(len(whens))), labelExpr=said, grid=False, title=title, labelOverlap=False)
    return alt.X("x:Q", scale=alt.Scale(domain=[-0.4, len(whens) - 0.6], nice=False, zero=False), axis=axis)


def _up(field: str, scale: alt.Scale, *, is_small: bool = False) -> alt.Y:
    small = {"values": [0, 1], "labelExpr": "datum.value", "labelFontSize": 9} if is_small else {}
    return alt.Y(field, scale=scale, axis=alpha_axis(scale, **small))


def _marks(rows: list[Row], items: list[str], scale: alt.Scale, x: alt.X, *, is_plain: bool = False) -> list[Any]:
    """Draw lines, intervals, points, and dashes for what is not defined."""
    y = _up("alpha:Q", scale, is_small=is_plain)
    color: Any = alt.value(COLORS[0])
    shape: Any = alt.value("circle")
    if not is_plain:
        color = alt.Color("item:N", scale=alt.Scale(domain=items, range=COLORS[: len(items)]), legend=None)
        shape = alt.Shape("item:N", scale=alt.Scale(domain=items, range=SHAPES[: len(items)]), legend=None)
    chosen = alt.selection_point(name="point", fields=list(FIELDS), toggle=False)
    tips = [tip("when:N", "round"), *TIPS]
    base = alt.Chart().encode(x=x)
    joined = base.transform_filter("datum.is_joined").mark_line(strokeWidth=1.5, invalid="break-paths-show-domains")
    joined = joined.encode(y=y, color=color, detail="item:N", order="at:Q")
    known = base.transform_filter("datum.state === 'defined'")
    spans = known.transform_filter("isValid(datum.alpha_low) && isValid(datum.alpha_high)").mark_rule(strokeWidth=1.5)
    spans = spans.encode(y=_up("alpha_low:Q", scale, is_small=is_plain), y2="alpha_high:Q", color=color, tooltip=tips)
    points = known.mark_point(filled=True, size=45 if is_plain else 85, opacity=1)
    points = points.encode(y=y, color=color, shape=shape, tooltip=tips).add_params(chosen).properties(name="points")
    unknown = base.transform_filter("datum.state === 'undefined'")
    height = SMALL["height"] if is_plain else HEIGHT
    dashes = unknown.mark_text(text="–", fontSize=15, fontWeight="bold").encode(
        y=alt.value(height - 5), color=color, tooltip=tips
    )
    return [joined, spans, points, dashes]


def _small_bounds(scale: alt.Scale) -> list[Any]:
    """Draw chance and the bounds in each small picture, whose data are those of its line."""
    lines = []
    for at, dash in ((0, [1, 0]), (0.667, [3, 3]), (0.8, [3, 3])):
        rule = alt.Chart().mark_rule(color="#b4b4b4", strokeWidth=0.8, strokeDash=dash)
        lines.append(rule.encode(y=alt.YDatum(at, scale=scale)))
    return lines


def _names(rows: list[Row], items: list[str], scale: alt.Scale, width: int) -> list[Any]:
    """Write each line's name at the right, as near to its end as the others leave room."""
    low, high = scale.domain
    by_time = sorted((row for row in rows if row["state"] == "defined"), key=lambda row: row["at"])
    ends = {row["item"]: row for row in by_time}  # the last one wins
    ordered = sorted(ends.values(), key=lambda row: -row["alpha"])
    wanted = [(high - row["alpha"]) / (high - low) * HEIGHT for row in ordered]
    names = [
        row | {"name_at": high - place / HEIGHT * (high - low)}
        for row, place in zip(ordered, _spread(wanted), strict=True)
    ]
    base = alt.Chart(inline(names)).encode(y=_up("name_at:Q", scale))
    label = base.mark_text(align="left", fontSize=12, color=INK, limit=LABEL_LIMIT)
    label = label.encode(x=alt.value(width + 20), text="item:N", tooltip=[tip("item:N", "what")])
    shape = alt.Shape("item:N", scale=alt.Scale(domain=items, range=SHAPES[: len(items)]), legend=None)
    color = alt.Color("item:N", scale=alt.Scale(domain=items, range=COLORS[: len(items)]), legend=None)
    sign = base.mark_point(filled=True, size=60, opacity=1).encode(x=alt.value(width + 9), shape=shape, color=color)
    leader = alt.Chart(inline(names)).mark_rule(color=QUIET, strokeWidth=0.6, opacity=0.5)
    leader = leader.encode(x="x:Q", x2=alt.value(width + 3), y=_up("alpha:Q", scale), y2="name_at:Q")
    return [leader, label, sign]


def _spread(wanted: Sequence[float]) -> list[float]:
    """Move places, which come in ascending order, as little as keeps a line between each two.

    Examples
    --------
    >>> _spread([100, 101, 200])
    [93.0, 108.0, 200.0]
    """
    groups: list[tuple[float, int]] = []  # the middle of a run of names, and how many they are
    for place in wanted:
        middle, count = float(place), 1
        while groups and middle - groups[-1][0] < LINE * (count + groups[-1][1]) / 2:
            above, n_above = groups.pop()
            middle, count = (above * n_above + middle * count) / (n_above + count), n_above + count
        groups.append((middle, count))
    return [middle + (n - (count - 1) / 2) * LINE for middle, count in groups for n in range(count)]
