"""What all pictures share: colours, sizes, words, and data without anybody's words in it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

__all__ = [
    "BLUES",
    "FAINT",
    "INK",
    "OKABE_ITO",
    "QUIET",
    "band",
    "dress",
    "inline",
    "label",
    "legend",
    "nothing",
    "number",
    "tip",
    "width_of",
]

OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
BLUES = alt.SchemeParams(name="blues", extent=[0.15, 1])
INK, QUIET, FAINT = "#222222", "#666666", "#e4e4e4"

FONT = "Arial, 'Liberation Sans', 'Noto Sans', 'DejaVu Sans', sans-serif"
LABEL_LIMIT = 220  # pixels; longer names are cut, and whole in the tooltip
EMBED = {"actions": {"export": True, "source": False, "compiled": False, "editor": False}}  # the editor is on the web


def inline(rows: Iterable[Mapping[str, Any]]) -> alt.InlineData:
    """Give rows as a chart's own data; so altair's limit of 5,000 rows stays as the user has set it."""
    return alt.InlineData([dict(row) for row in rows])


def dress(chart: Any, title: str, notes: Sequence[str] = ()) -> Any:
    """Put title, notes, fonts and quiet axes on a chart."""
    heading = alt.TitleParams(
        text=title,
        subtitle=[note for note in notes if note] or alt.Undefined,
        anchor="start",
        frame="bounds",
        fontSize=15,
        subtitleFontSize=12,
        subtitleColor=QUIET,
        offset=12,
    )
    dressed = chart.properties(title=heading, description=title, background="white")
    dressed.usermeta = {"embedOptions": EMBED}
    return (
        dressed.configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelLimit=LABEL_LIMIT,
            labelColor=INK,
            titleColor=QUIET,
            titleFontWeight="normal",
            domainColor=FAINT,
            ticks=False,
        )
    )


def nothing(title: str, sentence: str = "Nothing is coded yet.") -> alt.Chart:
    """Give a picture that says in words that there is nothing to draw."""
    words = alt.Chart(inline([{"sentence": sentence}])).mark_text(align="left", fontSize=14, color=QUIET)
    placed = words.encode(text="sentence:N", x=alt.value(0), y=alt.value(20))
    chart: alt.Chart = dress(placed.properties(width=360, height=40), title)
    return chart


def band(n: int, sizes: Sequence[tuple[int, int]]) -> int:
    """Choose the step of `n` bands: the first size whose limit is not exceeded.

    Examples
    --------
    >>> band(30, [(10, 24), (40, 18), (100, 12)])
    18
    >>> band(500, [(10, 24), (40, 18), (100, 12)])
    12
    """
    return next((size for limit, size in sizes if n <= limit), sizes[-1][1])


def label(value: Hashable) -> str:
    """Write a row's or column's name.

    Examples
    --------
    >>> label(2023.0), label("day-03"), label(True)
    ('2023', 'day-03', 'True')
    """
    is_whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if is_whole else str(value)  # type: ignore[call-overload]


def number(value: float, *, is_share: bool = False) -> str:
    """Write a number so that it fits into a cell.

    Examples
    --------
    >>> [number(n) for n in (7, 0.25, 950, 1_250, 12_345, 3_400_000, float("nan"))]
    ['7', '0.25', '950', '1.2k', '12k', '3.4M', '–']
    >>> number(0.125, is_share=True), number(0.001, is_share=True)
    ('12%', '<1%')
    """
    if pd.isna(value):
        return "–"
    if is_share:
        return "<1%" if 0 < value < 0.005 else f"{value:.0%}"
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if value >= size:
            return f"{value / size:.{int(value < 10 * size)}f}{letter}"
    return f"{value:.2f}".rstrip("0").rstrip(".")


def tip(field: str, name: str) -> alt.Tooltip:
    """Give one line of a tooltip.

    Its name starts with a capital: the tooltip would load a value named ``image`` as a picture, from anywhere.
    """
    return alt.Tooltip(field, title=name[:1].upper() + name[1:])


def legend(title: str, largest: float, smallest: float = 0) -> alt.Legend:
    """Give a legend of sizes: of the largest number, of half of it, and of one; none below the smallest shown."""
    if largest <= 1:
        shares = sorted({max(share, smallest) for share in (largest / 4, largest / 2, largest)})
        return alt.Legend(title=title, values=shares, format=".0%")
    least = max(round(smallest), 1)
    values = sorted({max(number, least) for number in (1, round(largest / 2), round(largest))})
    return alt.Legend(title=title, values=values, format=",d" if largest < 10_000 else "~s")


def width_of(names: Sequence[str]) -> int:
    """Estimate how wide the longest name is drawn, in pixels."""
    return min(max((len(name) for name in names), default=0) * 6, LABEL_LIMIT)
