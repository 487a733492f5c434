"""The codes along the text of one document."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from wenger_qda.charts.style import FAINT, OKABE_ITO, QUIET, band, dress, inline, nothing, tip
from wenger_qda.errors import unknown
from wenger_qda.frames import check

__all__ = ["codeline"]

WIDTH = 720
HEIGHTS = [(15, 26), (40, 20), (10**9, 14)]


def codeline(
    codings: pd.DataFrame,
    source: str,
    *,
    n_chars: int | None = None,
    sources: pd.DataFrame | None = None,
    turns: pd.DataFrame | None = None,
    codes: pd.DataFrame | None = None,
) -> alt.VConcatChart | alt.Chart:
    """Draw where in one document each code lies.

    Each code has a lane, and each coder a track in it. Codings of the whole document are hollow bars.

    Parameters
    ----------
    codings : DataFrame
        One row per coding.
    source : str
        The document's name.
    n_chars : int, optional
        Its length; else taken from `sources`, else the end of the last coding or turn.
    sources, turns, codes : DataFrame, optional
        The document's length; who speaks where, in lanes below; the order of the codes.

    Returns
    -------
    VConcatChart
        Or, where there is nothing to show, a chart that says so.

    Raises
    ------
    ValueError
        If no table knows the document.

    Examples
    --------
    >>> codings = pd.DataFrame({"source": "day-01", "code": ["repair"], "coder": "amina",
    ...                         "start_char": [5], "end_char": [12]})
    >>> codeline(codings, "day-01", n_chars=80).data.values
    [{'code': 'repair', 'coder': 'amina', 'start': 5, 'end': 12, 'kind': 'passage'}]
    """
    check("codings", codings, ["source", "code", "coder", "start_char", "end_char"])
    known = pd.concat([table["source"] for table in (codings, sources, turns) if table is not None])
    if source not in set(known):
        raise ValueError(unknown("source", source, sorted(set(known))))
    mine = codings[codings["source"] == source]
    spoken = None if turns is None else turns[turns["source"] == source]
    title = f"Codes along {source}"
    if mine.empty:
        return nothing(title)
    length = n_chars or _length(mine, source, sources, spoken)
    has_speakers = spoken is not None and not spoken.empty
    panels = [_lanes(mine, length, codes, _positions(length, is_last=not has_speakers))]
    if spoken is not None and has_speakers:
        panels.append(_speakers(spoken, _positions(length)))
    counted = f"{len(mine):,} {'coding' if len(mine) == 1 else 'codings'}, {length:,} characters."
    picture: alt.VConcatChart = dress(alt.vconcat(*panels, spacing=8), title, [counted])
    return picture


def _length(codings: pd.DataFrame, source: str, sources: pd.DataFrame | None, turns: pd.DataFrame | None) -> int:
    if sources is not None and source in set(sources["source"]):
        return int(sources.loc[sources["source"] == source, "n_chars"].iloc[0])
    ends = [codings["end_char"].dropna(), *([] if turns is None else [turns["end_char"]])]
    return max((int(end.max()) for end in ends if len(end)), default=1)


def _lanes(codings: pd.DataFrame, length: int, codes: pd.DataFrame | None, x: alt.X) -> Any:
    used = set(codings["code"])
    order = [] if codes is None else [code for code in codes["code"] if code in used]
    lanes = [*order, *sorted(used - set(order))]
    coders = sorted(set(codings["coder"]))
    palette = [OKABE_ITO[i % len(OKABE_ITO)] for i in range(len(coders))]
    step = max(band(len(lanes), HEIGHTS), 7 * len(coders))
    legend = alt.Legend(title="Coder", symbolType="square") if len(coders) > 1 else None
    color = alt.Color("coder:N", scale=alt.Scale(domain=coders, range=palette), legend=legend)
    is_whole = "datum.kind === 'whole document'"
    return (
        alt.Chart(inline(_bars(codings, length)), name="lanes")
        .mark_bar(strokeWidth=1.2)
        .encode(
            x=x,
            x2="end:Q",
            y=alt.Y("code:N", sort=lanes, scale=alt.Scale(domain=lanes, paddingInner=0.25), axis=_lane_axis(step)),
            yOffset=alt.YOffset("coder:N", sort=coders, scale=alt.Scale(domain=coders)),
            fill=color,
            stroke=color,
            fillOpacity=alt.condition(is_whole, alt.value(0), alt.value(0.55)),
            strokeDash=alt.condition(is_whole, alt.value([4, 3]), alt.value([1, 0])),
            tooltip=[
                tip("code:N", "code"),
                tip("coder:N", "coder"),
                tip("start:Q", "from"),
                tip("end:Q", "to"),
                tip("kind:N", "kind"),
            ],
        )
        .properties(width=WIDTH, height=alt.Step(step, **{"for": "position"}))
    )


def _bars(codings: pd.DataFrame, length: int) -> list[dict[str, Any]]:
    placed = codings["start_char"].notna()
    starts = codings["start_char"].fillna(0).astype("int64")
    ends = codings["end_char"].fillna(length).astype("int64")
    columns = (codings["code"], codings["coder"], starts, ends, placed)
    return [
        {"code": code, "coder": coder, "start": start, "end": end, "kind": "passage" if is_part else "whole document"}
        for code, coder, start, end, is_part in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _speakers(turns: pd.DataFrame, x: alt.X) -> Any:
    """Draw who speaks where; what nobody says goes by its kind."""
    kinds = turns["kind"] if "kind" in turns else pd.Series("text", index=turns.index)
    names = turns["speaker"].where(turns["speaker"].fillna("") != "", "(" + kinds + ")")
    lanes = list(dict.fromkeys(names))
    bars = [
        {"speaker": speaker, "start": start, "end": end}
        for speaker, start, end in zip(
            names.tolist(), turns["start_char"].tolist(), turns["end_char"].tolist(), strict=True
        )
    ]
    return (
        alt.Chart(inline(bars), name="speakers")
        .mark_bar(color=QUIET, stroke="white", strokeWidth=0.5)
        .encode(
            x=x,
            x2="end:Q",
            y=alt.Y("speaker:N", sort=lanes, scale=alt.Scale(domain=lanes), axis=_lane_axis(16)),
            tooltip=[tip("speaker:N", "speaker"), tip("start:Q", "from"), tip("end:Q", "to")],
        )
        .properties(width=WIDTH, height={"step": 16})
    )


def _positions(length: int, *, is_last: bool = True) -> alt.X:
    axis = alt.Axis(title="character", titleAnchor="end", format=",d", grid=False, tickCount=8) if is_last else None
    return alt.X("start:Q", scale=alt.Scale(domain=[0, length], nice=False), axis=axis)


def _lane_axis(step: int) -> alt.Axis:
    return alt.Axis(
        title=None,
        labelOverlap=False,
        labelFontSize=min(12, step - 2),
        grid=True,
        gridColor=FAINT,
        domain=False,
        zindex=0,
    )
