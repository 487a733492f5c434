"""Who is done: the coders and the sources of a round."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from wenger_qda.charts.grids import column_axis, row_axis
from wenger_qda.charts.style import INK, OKABE_ITO, QUIET, band, dress, inline, nothing, tip
from wenger_qda.frames import check

__all__ = ["round_progress"]

Row = dict[str, Any]

HEIGHTS = [(15, 24), (45, 19), (120, 15), (10**9, 12)]
WIDTHS = [(6, 66), (16, 54), (10**9, 46)]
NAME_LIMIT = 300  # pixels; names of sources are often paths
CROSS = "M-0.8,-0.8L0.8,0.8M-0.8,0.8L0.8,-0.8"
STATUSES = {  # a colour and a shape each; only what is done is filled
    "done": (OKABE_ITO[0], "circle"),
    "open": (OKABE_ITO[5], "circle"),
    "closed": (INK, CROSS),
}
SAID = {"done": "done", "open": "open", "closed": "closed, unfinished"}


def round_progress(
    assignments: pd.DataFrame, sources: pd.DataFrame | None = None, *, round: int | None = None
) -> alt.LayerChart | alt.Chart:
    """Draw who is done with what in a round: a column a coder, a row a source.

    Filled: done. Hollow: open. A cross: left unfinished when the round was closed. Empty: not asked. At the edges
    stands how many of those asked for are done. A click chooses a place: ``show(chart)`` then has it in
    ``selections.cell``, with `source`, `coder` and `round`.

    Parameters
    ----------
    assignments : DataFrame
        One row a coder asked to code a source in a round, as from `project.assignments()`.
    sources : DataFrame, optional
        One row a document: then those that nobody was asked for are shown, too, in the order of this table.
    round : int, optional
        Which round; by default the latest.

    Returns
    -------
    LayerChart
        Or, where there is nothing to show, a chart that says so.

    Raises
    ------
    ValueError
        If nobody was asked to code in this round.

    Examples
    --------
    >>> assignments = pd.DataFrame({"coder": ["amina", "bo"], "source": "day-01", "round": 1,
    ...                             "status": ["done", "open"]})
    >>> [(place["coder"], place["status"]) for place in round_progress(assignments).layer[0].data.values]
    [('amina', 'done'), ('bo', 'open')]
    """
    check("assignments", assignments, ["coder", "source", "round", "status"])
    numbers = sorted({int(number) for number in assignments["round"]})
    if not numbers:
        return nothing("Who is done", "Nothing is handed out yet (project.hand_out).")
    which = numbers[-1] if round is None else round
    if which not in numbers:
        raise ValueError(f"nobody was asked to code in round {which}; there is round {', '.join(map(str, numbers))}")
    asked = assignments[assignments["round"] == which]
    rows, columns = _rows(asked, sources), sorted(set(asked["coder"]))
    step = {"x": band(len(columns), WIDTHS), "y": band(len(rows), HEIGHTS)}
    y = row_axis(rows, step["y"], labelLimit=NAME_LIMIT)
    x = column_axis(columns, step["x"], labelPadding=20, title="")
    layers = [*_places(asked, which, x, y), *_margins(asked, rows, columns, step)]
    chart = alt.layer(*layers).properties(width={"step": step["x"]}, height={"step": step["y"]})
    n_done = int((asked["status"] == "done").sum())
    title = f"Round {which}: {n_done:,} of {len(asked):,} done"
    picture: alt.LayerChart = dress(chart, title, [_counts(asked), _others(numbers, which)])
    return picture


def _rows(asked: pd.DataFrame, sources: pd.DataFrame | None) -> list[str]:
    order = [] if sources is None else list(sources["source"])
    return list(dict.fromkeys([*order, *sorted(set(asked["source"]))]))


def _places(asked: pd.DataFrame, which: int, x: alt.X, y: alt.Y) -> list[Any]:
    """Draw a sign for each who was asked, and over it a cell, so that one need not hit the sign."""
    places = [
        {"row": source, "column": coder, "source": source, "coder": coder, "round": which, "status": status}
        | {"said": SAID.get(status, status)}
        for source, coder, status in zip(asked["source"], asked["coder"], asked["status"], strict=True)
    ]
    said = list(SAID.values())
    colors = [color for color, _ in STATUSES.values()]
    chosen = alt.selection_point(name="cell", fields=["source", "coder", "round"], toggle=False)
    key = alt.Legend(title=None, orient="bottom", direction="horizontal", symbolSize=90, symbolStrokeWidth=2)
    fill = alt.Fill("said:N", scale=alt.Scale(domain=said, range=[colors[0], "white", "white"]), legend=key)
    stroke = alt.Stroke("said:N", scale=alt.Scale(domain=said, range=colors), legend=key)
    shapes = [shape for _, shape in STATUSES.values()]
    shape = alt.Shape("said:N", scale=alt.Scale(domain=said, range=shapes), legend=key)
    base = alt.Chart(inline(places)).encode(x=x, y=y)
    signs = base.mark_point(size=80, opacity=1, strokeWidth=1.8).encode(fill=fill, stroke=stroke, shape=shape)
    tips = [tip("source:N", "source"), tip("coder:N", "coder"), tip("said:N", "status")]
    cells = base.mark_rect(color="transparent").encode(tooltip=tips).add_params(chosen)
    return [signs.properties(name="signs"), cells.properties(name="cells")]


def _margins(asked: pd.DataFrame, rows: list[str], columns: list[str], step: dict[str, int]) -> list[Any]:
    """Write how many are done beside each row and above each column."""
    above = [{"column": coder, "text": _done(asked[asked["coder"] == coder])} for coder in columns]
    beside = [{"row": source, "text": _done(asked[asked["source"] == source])} for source in rows]
    color, size = QUIET, min(11, step["y"] - 2)
    heads = alt.Chart(inline(above)).mark_text(color=color, fontSize=11, baseline="bottom")
    tails = alt.Chart(inline(beside)).mark_text(color=color, fontSize=size, align="left")
    return [
        heads.encode(x=column_axis(columns, step["x"], labelPadding=20), y=alt.value(-7), text="text:N"),
        tails.encode(
            y=row_axis(rows, step["y"], labelLimit=NAME_LIMIT), x=alt.value(len(columns) * step["x"] + 8), text="text:N"
        ),
    ]


def _done(asked: pd.DataFrame) -> str:
    return f"{int((asked['status'] == 'done').sum())} of {len(asked)}" if len(asked) else "not asked"


def _counts(asked: pd.DataFrame) -> str:
    counts = asked["status"].value_counts()
    said = [f"{counts[status]:,} {SAID[status]}" for status in ("open", "closed") if status in counts]
    return f"Beside: how many are done of those asked for. {'; '.join(said) or 'Nothing is open'}.".strip()


def _others(numbers: list[int], which: int) -> str:
    others = [str(number) for number in numbers if number != which]
    return f"Other rounds: {', '.join(others)} (round=…)." if others else ""
