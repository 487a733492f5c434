"""Codes over time: which codes on which days."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from wenger_qda.charts.style import FAINT, OKABE_ITO, QUIET, band, dress, inline, legend, nothing, tip
from wenger_qda.frames import check

__all__ = ["timeline"]

HEIGHTS = [(15, 28), (40, 22), (10**9, 15)]
WIDTH = 720


def timeline(
    codings: pd.DataFrame,
    turns: pd.DataFrame | None = None,
    sources: pd.DataFrame | None = None,
    *,
    codes: pd.DataFrame | None = None,
) -> alt.VConcatChart | alt.Chart:
    """Draw how often each code was used on each day, or in each source where there are no dates.

    The larger the circle, the more codings. Bars above say how much there was to code, so that a day without a code
    differs from a day without field notes.

    Parameters
    ----------
    codings : DataFrame
        One row per coding.
    turns : DataFrame, optional
        One row per turn. The bars above count turns; without them they count sources.
    sources : DataFrame, optional
        One row per document, with its date. Sources without a date are left out, and the picture says how many.
        Where none has a date, all are shown in the order of this table.
    codes : DataFrame, optional
        One row per code; the order of the codes that were used.

    Returns
    -------
    VConcatChart
        Or, where there is nothing to show, a chart that says so.

    Examples
    --------
    >>> codings = pd.DataFrame({"source": ["day-01", "day-02", "day-02"], "code": "repair"})
    >>> timeline(codings).data.values
    [{'code': 'repair', 'when': 'day-01', 'codings': 1}, {'code': 'repair', 'when': 'day-02', 'codings': 2}]
    """
    check("codings", codings, ["source", "code"])
    when = _when(codings, turns, sources)
    dated = codings.assign(when=codings["source"].map(when)).dropna(subset="when")
    is_dated = _has_dates(sources)
    title = f"Codings by code and {'date' if is_dated else 'source'}"
    if dated.empty:
        return nothing(title)
    x = _x(when, is_dated=is_dated)
    panels = [_circles(dated, codes, x)]
    if is_dated or turns is not None:
        panels.insert(0, _material(when, turns, x))
    n_left_out = 0 if sources is None else len(sources) - int(sources["source"].isin(when.index).sum())
    picture: alt.VConcatChart = dress(alt.vconcat(*panels, spacing=4), title, [_undated(n_left_out)])
    return picture


def _when(codings: pd.DataFrame, turns: pd.DataFrame | None, sources: pd.DataFrame | None) -> pd.Series[Any]:
    """Give the date of each source; or its name, in the order of the first table that has sources."""
    if sources is not None and _has_dates(sources):
        dates = sources.set_index("source")["date"]
        parsed = pd.to_datetime(dates, format="ISO8601", errors="coerce").dropna()
        return parsed.dt.strftime("%Y-%m-%d")
    given = [table["source"] for table in (sources, turns) if table is not None]
    names = list(dict.fromkeys(pd.concat([*given, codings["source"].sort_values()])))
    return pd.Series(names, index=names, dtype="str")


def _has_dates(sources: pd.DataFrame | None) -> bool:
    if sources is None or "date" not in sources:
        return False
    return bool(pd.to_datetime(sources["date"], format="ISO8601", errors="coerce").notna().any())


def _material(when: pd.Series[Any], turns: pd.DataFrame | None, x: Any) -> Any:
    unit = "sources" if turns is None else "turns"
    counts = when.value_counts() if turns is None else turns["source"].map(when).value_counts()
    counts = counts.reindex(list(dict.fromkeys(when)), fill_value=0)
    bars = [{"when": day, "n": n} for day, n in zip(counts.index, counts.tolist(), strict=True)]
    axis = alt.Axis(
        title=unit, values=[0, max(counts)], format=",d", grid=False, titleAngle=0, titleAlign="right", titleX=-30
    )
    return (
        alt.Chart(inline(bars), name="material")
        .mark_bar(color=QUIET, **_bar_size(x, len(bars)))
        .encode(x=_without_axis(x), y=alt.Y("n:Q", axis=axis), tooltip=[tip("when:N", "when"), tip("n:Q", unit)])
        .properties(height=44, width=WIDTH)
    )


def _circles(dated: pd.DataFrame, codes: pd.DataFrame | None, x: Any) -> Any:
    counts = dated.groupby(["code", "when"]).size()
    codes_and_days = zip(*(counts.index.get_level_values(i).tolist() for i in (0, 1)), counts.tolist(), strict=True)
    spots = [{"code": code, "when": day, "codings": n} for code, day, n in codes_and_days]
    most = max(spot["codings"] for spot in spots)
    used = set(dated["code"])
    order = [] if codes is None else [code for code in codes["code"] if code in used]
    lanes = [*order, *sorted(used - set(order))]
    step = band(len(lanes), HEIGHTS)
    size = alt.Size(
        "codings:Q",
        scale=alt.Scale(domain=[0, most], range=[8, step * step]),
        legend=legend("Codings", most),
    )
    axis = alt.Axis(
        title=None, labelOverlap=False, labelFontSize=min(12, step - 2), grid=True, gridColor=FAINT, domain=False
    )
    return (
        alt.Chart(inline(spots), name="circles")
        .mark_circle(color=OKABE_ITO[0], opacity=0.75)
        .encode(
            x=x,
            y=alt.Y("code:N", sort=lanes, scale=alt.Scale(domain=lanes), axis=axis),
            size=size,
            tooltip=[tip("code:N", "code"), tip("when:N", "when"), tip("codings:Q", "codings")],
        )
        .properties(height={"step": step}, width=WIDTH)
    )


def _x(when: pd.Series[Any], *, is_dated: bool) -> Any:
    names = list(dict.fromkeys(when))
    if is_dated:  # as UTC: else a reader west of Greenwich sees the day before
        ends = [f"{min(names)}T00:00:00Z", f"{max(names)}T00:00:00Z"]
        scale = alt.Scale(type="utc", padding=14) if ends[0] != ends[1] else alt.Scale(type="utc")
        return alt.X(
            "when:T",
            scale=scale,
            axis=alt.Axis(title=None, grid=False, labelOverlap=True, tickCount=8, format="%Y-%m-%d"),
        )
    axis = alt.Axis(title=None, grid=False, labelAngle=-90, labelLimit=160, labelOverlap=True)
    return alt.X("when:N", sort=names, scale=alt.Scale(domain=names), axis=axis)


def _without_axis(x: Any) -> Any:
    bare = x.copy()
    bare.axis = None
    return bare


def _bar_size(x: Any, n_days: int) -> dict[str, Any]:
    return {"size": max(1, min(6, 0.4 * WIDTH / n_days))} if x.shorthand == "when:T" else {}


def _undated(n: int) -> str:
    return f"{n:,} {'source' if n == 1 else 'sources'} without a date left out." if n else ""
