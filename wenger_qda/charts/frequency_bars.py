"""How often each code was used, as bars."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from wenger_qda.charts.style import INK, OKABE_ITO, band, dress, inline, label, nothing, tip
from wenger_qda.charts.words import notes_of, title_of, unit_of
from wenger_qda.frames import check

__all__ = ["frequencies"]

HEIGHTS = [(40, 22), (90, 17), (10**9, 13)]


def frequencies(codings: pd.DataFrame, codes: pd.DataFrame | None = None) -> alt.LayerChart | alt.Chart:
    """Draw how often each code was used.

    Parameters
    ----------
    codings : DataFrame
        One row per coding; or a matrix as from `crosstab`, whose rows are added up.
    codes : DataFrame, optional
        One row per code. All codable codes appear, in this order, also those never used.

    Returns
    -------
    LayerChart
        Or, where there is nothing to show, a chart that says so.

    Examples
    --------
    >>> codings = pd.DataFrame({"code": ["repair", "stories", "repair"], "source": ["day-01", "day-01", "day-02"]})
    >>> [(bar["name"], bar["value"]) for bar in frequencies(codings).data.values]
    [('repair', 2), ('stories', 1)]
    """
    is_matrix = codings.columns.name is not None or "code" not in codings.columns
    picture: alt.LayerChart | alt.Chart = _matrix_bars(codings) if is_matrix else _code_bars(codings, codes)
    return picture


def _matrix_bars(matrix: pd.DataFrame) -> Any:
    bars = [{"name": label(name), "value": float(value)} for name, value in matrix.sum(axis=1).items()]
    return _draw(bars, unit_of(matrix), title_of(matrix), notes_of(matrix))


def _code_bars(codings: pd.DataFrame, codes: pd.DataFrame | None) -> Any:
    check("codings", codings, ["code", "source"])
    counts = codings.groupby("code")["source"].agg(["size", "nunique"])
    names = list(dict.fromkeys([*_codable(codes), *sorted(counts.index)]))
    counts = counts.reindex(names, fill_value=0)
    bars = [{"name": name, "value": int(n), "sources": int(n_sources)} for name, n, n_sources in counts.itertuples()]
    return _draw(bars, "codings", "Codings by code")


def _codable(codes: pd.DataFrame | None) -> list[str]:
    if codes is None:
        return []
    shown = codes[codes["is_codable"].astype(bool)] if "is_codable" in codes else codes
    return list(shown["code"])


def _draw(bars: list[dict[str, Any]], unit: str, title: str, notes: list[str] | None = None) -> Any:
    if not any(bar["value"] for bar in bars):
        return nothing(title)
    names = [bar["name"] for bar in bars]
    step = band(len(names), HEIGHTS)
    drawn = [bar | {"text": _written(bar["value"])} for bar in bars]
    axis = alt.Axis(title=None, labelOverlap=False, labelFontSize=min(12, step - 3), domain=False)
    base = alt.Chart(inline(drawn)).encode(
        x=alt.X("value:Q", axis=None),
        y=alt.Y("name:N", sort=names, scale=alt.Scale(domain=names), axis=axis),
        tooltip=[
            tip("name:N", "code"),
            tip("value:Q", unit),
            *([tip("sources:Q", "sources")] if "sources" in bars[0] else []),
        ],
    )
    rects = base.mark_bar(color=OKABE_ITO[0], height={"band": 0.72})
    numbers = base.mark_text(align="left", dx=4, color=INK, fontSize=min(11, step - 3)).encode(text="text:N")
    return dress(alt.layer(rects, numbers).properties(width=420, height={"step": step}), title, notes or [])


def _written(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:.2f}"
