"""What pictures of agreement share: the rows of a table of measures, the scale of alpha, how it was made in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from wenger_qda.charts.style import tip

__all__ = [
    "BOUNDS_NOTE",
    "GREY",
    "TIPS",
    "Row",
    "alpha_axis",
    "alpha_scale",
    "bound_rules",
    "figure",
    "how_made",
    "item_of",
    "listed",
    "measured",
    "why_nothing",
    "wrapped",
]

Row = dict[str, Any]

GREY = "#9a9a9a"
BOUNDS = (0.667, 0.8)
BOUNDS_NOTE = (
    "Grey lines: 0, what chance would give; .667 and .800, the customary bounds for tentative and for firm conclusions "
    "(Krippendorff 2004, p. 241). They are a convention, no verdict."
)
KEYS = ("code", "source", "coder_a", "coder_b", "coder", "round", "round_a", "round_b")
NUMBERS = ("alpha", "alpha_low", "alpha_high")
TIPS = [
    tip("item:N", "what"),
    tip("said:N", "alpha"),
    tip("kappa:N", "kappa"),
    tip("agreement:N", "agreement"),
    tip("prevalence:N", "prevalence"),
    tip("n_units:N", "units"),
    tip("n_documents:N", "documents"),
    tip("why:N", "to be known"),
]
_WIDTH = 112  # characters of a note in one line
_NOTHING = "There is nothing to compare."


def measured(table: pd.DataFrame) -> list[Row]:
    """Give the rows of a table of measures as the data of a picture: whom they are of, alpha, the rest in words.

    Examples
    --------
    >>> row, = measured(pd.DataFrame({"code": ["repair"], "alpha": [float("nan")], "why": ["no variation: unused"]}))
    >>> row["state"], row["said"], row["alpha"]
    ('undefined', '– (no variation)', None)
    """
    missing = {"alpha"} - set(table.columns)
    if missing:
        raise ValueError("a table of agreement has a column alpha, as qda.reliability gives it")
    return [_row(row) for row in table.to_dict("records")]


def _row(row: dict[Any, Any]) -> Row:
    keys = {name: _plain(row[name]) for name in KEYS if name in row}
    numbers = {name: None if pd.isna(row.get(name)) else float(row[name]) for name in NUMBERS}
    is_known = numbers["alpha"] is not None
    why = str(row.get("why", ""))
    return {
        **keys,
        **numbers,
        "item": item_of(keys),
        "state": "defined" if is_known else "undefined",
        "said": _said(numbers, why),
        "why": why or "–",
        **{name: figure(row.get(name)) for name in ("kappa", "prevalence")},
        "agreement": "–" if pd.isna(row.get("agreement")) else f"{row['agreement']:.1%}",
        **{name: f"{int(row.get(name) or 0):,}" for name in ("n_units", "n_documents")},
    }


def _plain(value: Any) -> Any:
    return "" if pd.isna(value) else value if isinstance(value, str) else int(value)


def _said(numbers: dict[str, float | None], why: str) -> str:
    """Write alpha with its interval, and a star where there is more to be known."""
    alpha, low, high = (numbers[name] for name in NUMBERS)
    if alpha is None:
        reason = why.split(":")[0].split(";")[0]
        return f"– ({reason})" if 0 < len(reason) <= 40 else "– (not defined)"
    interval = "" if low is None or high is None else f"  [{figure(low)}, {figure(high)}]"
    return f"{figure(alpha)}{interval}{' *' if why else ''}"


def figure(value: Any) -> str:
    """Write a coefficient.

    Examples
    --------
    >>> figure(0.5), figure(-0.125), figure(-0.001), figure(float("nan"))
    ('0.50', '−0.12', '0.00', '–')
    """
    if value is None or pd.isna(value):
        return "–"
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")  # with + 0.0, there is no minus before nothing


def item_of(keys: Row) -> str:
    """Name what a row is of.

    Examples
    --------
    >>> item_of({"code": "repair", "source": "", "coder_a": "amina", "coder_b": "bo"})
    'repair · amina and bo'
    >>> item_of({"code": "", "coder": "amina", "round_a": 1, "round_b": 2})
    'amina · rounds 1 and 2'
    >>> item_of({"code": "", "source": ""})
    'all codes'
    """
    pair = f"{keys['coder_a']} and {keys['coder_b']}" if keys.get("coder_a") else ""
    rounds = f"rounds {keys['round_a']} and {keys['round_b']}" if keys.get("round_a") else ""
    one = f"round {keys['round']}" if keys.get("round") else ""
    parts = [str(keys.get(name, "")) for name in ("coder", "code", "source")]
    return " · ".join(part for part in (*parts, pair, rounds, one) if part) or "all codes"


def why_nothing(table: pd.DataFrame) -> str:
    """Say why there is nothing to draw; empty where there is something.

    Examples
    --------
    >>> why_nothing(pd.DataFrame({"alpha": [float("nan")], "why": ["nobody has coded anything yet"], "n_units": [0]}))
    'Nobody has coded anything yet.'
    """
    if table.empty:
        return _sentence(str(table.attrs.get("why") or "")) or _NOTHING
    if table["alpha"].notna().any() or "why" not in table:
        return ""
    reasons = table["why"].unique()
    is_one = len(reasons) == 1 and (len(table) == 1 or ("n_units" in table and not table["n_units"].any()))
    return _sentence(reasons[0]) if is_one else ""


def _sentence(words: str) -> str:
    words = words.strip()
    return f"{words[:1].upper()}{words[1:].removesuffix('.')}." if words else ""


def how_made(table: pd.DataFrame) -> list[str]:
    """Tell how a table of measures was made: of whom, in which unit, with which intervals, and what is to be known.

    Examples
    --------
    >>> table = pd.DataFrame({"alpha": [0.5], "alpha_low": [0.25]})
    >>> table.attrs = {"unit": "turn", "threshold": 0.5, "coders": ["amina", "bo"], "documents": ["day-01", "day-02"],
    ...                "n_boot": 1000, "seed": 7}
    >>> how_made(table)[0]
    '2 coders (amina, bo) in 2 documents. Unit: turn, coded where passages hold at least 50% of it.'
    >>> how_made(table)[1]
    'Intervals: 95%, from drawing the documents 1,000 times (seed 7).'
    """
    made = dict(table.attrs)
    if {"round", "round_a"} & set(table.columns):  # what is said of documents holds of one round only
        made |= {"documents": [], "remarks": []}
    whom = [_counted("coder", made["coders"])] if made.get("coders") else []
    if made.get("documents"):
        whom.append(f"in {_counted('document', made['documents'], is_named=False)}")
    unit = str(made.get("unit", ""))
    if unit and made.get("threshold") is not None:
        unit += f", coded where passages hold at least {made['threshold']:.0%} of it"
    has_intervals = "alpha_low" in table and table["alpha_low"].notna().any()
    drawn = f"Intervals: 95%, from drawing the documents {made.get('n_boot') or 0:,} times (seed {made.get('seed')})."
    stars = "* The tooltip tells what else is to be known." if _has_remarks(table) else ""
    return [
        " ".join([f"{' '.join(whom)}." if whom else "", f"Unit: {unit}." if unit else ""]).strip(),
        drawn if has_intervals and made.get("n_boot") else "Without intervals.",
        *(str(remark) for remark in made.get("remarks", ())),
        stars,
    ]


def _has_remarks(table: pd.DataFrame) -> bool:
    return "why" in table and bool((table["alpha"].notna() & (table["why"] != "")).any())


def _counted(noun: str, names: Sequence[str], *, is_named: bool = True) -> str:
    count = f"{len(names)} {noun}{'' if len(names) == 1 else 's'}"
    return f"{count} ({listed(names)})" if is_named else count


def listed(names: Sequence[str], most: int = 6) -> str:
    """Give the first of many names.

    Examples
    --------
    >>> listed(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def wrapped(notes: Iterable[str], width: int = _WIDTH) -> list[str]:
    """Break notes into lines: a title is not broken by itself."""
    return [line for note in notes for line in wrap(note, width)]


def alpha_scale(rows: Iterable[Row]) -> alt.Scale:
    """Give a scale from 0 to 1, or from below 0 where there is something there."""
    values = [row[name] for row in rows for name in NUMBERS if row[name] is not None]
    least = min([0.0, *values])
    return alt.Scale(domain=[least - 0.06, 1.04], nice=False, zero=False)


def alpha_axis(scale: alt.Scale, **options: Any) -> alt.Axis:
    """Give an axis that names chance, the bounds and some values between."""
    least = scale.domain[0]
    below = [-0.5, -1.0] if least < -0.66 else [-0.2, -0.4, -0.6]
    values = [*(value for value in below if value > least), 0, 0.2, 0.4, *BOUNDS, 1]
    said = (
        "datum.value == 0 ? '0 (chance)' : datum.value == 0.667 ? '.667' : datum.value == 0.8 ? '.800' : "
        "replace(format(datum.value, '.1f'), '-', '−')"
    )
    made: dict[str, Any] = {"values": values, "labelExpr": said, "title": None, "labelOverlap": False}
    return alt.Axis(**made | {"grid": False, "domain": False} | options)


def bound_rules(place: alt.X | alt.Y) -> alt.Chart:
    """Draw chance and the bounds as thin grey lines, on a scale of a field `at`; the one of chance is not broken."""
    lines = [{"at": at, "kind": "chance" if at == 0 else "bound"} for at in (0, *BOUNDS)]
    dash = alt.StrokeDash("kind:N", scale=alt.Scale(domain=["chance", "bound"], range=[[1, 0], [3, 3]]), legend=None)
    rules = alt.Chart(alt.InlineData(lines)).mark_rule(color=GREY, strokeWidth=1)
    encoded: alt.Chart = rules.encode(place, strokeDash=dash).properties(name="bounds")
    return encoded
