"""Passages that answer a question about codes and variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.frames import check
from wenger_qda.intervals import STRIDE, Intervals, difference, hits, intersection, near, ranges, union
from wenger_qda.matrices.axes import Tables
from wenger_qda.matrices.grounds import UNKNOWN_LENGTH, Ground, chosen, coded, lay_ground, place, whole, widen
from wenger_qda.matrices.queries import And, Compare, Near, Node, Not, Or, Term, parse

__all__ = ["retrieve"]

Ints = NDArray[np.int64]


def retrieve(
    codings: pd.DataFrame,
    query: str,
    *,
    sources: pd.DataFrame | None = None,
    cases: pd.DataFrame | None = None,
    codes: pd.DataFrame | None = None,
    turns: pd.DataFrame | None = None,
    texts: Mapping[str, str] | None = None,
    unit: str = "overlap",
    rollup: bool = False,
) -> pd.DataFrame:
    """Find the passages that answer a query.

    A code stands for all characters that carry it, whoever coded them. ``and`` gives the characters of both sides,
    ``or`` of either, ``not`` the rest of the source; so ``a and not b`` gives the parts of `a` that `b` does not
    cover. ``a near(200) b`` gives the whole passages of both sides that have one of the other side at most 200
    characters away. ``role = processor``, ``date >= 2024-03``, ``case = "Adela"`` or ``speaker = Adela`` (with
    `turns`) choose whole sources, parts of cases, or turns; where a variable is not known, nothing is chosen.
    Names with spaces, or named like a word of the language, stand in quotes. Brackets group.

    Parameters
    ----------
    codings : DataFrame
        One row per coding.
    query : str
        Such as ``'engagement and (stories or "local lore") and not repair'``.
    sources : DataFrame, optional
        One row per document: its length (for ``not`` and codings of a whole source) and its variables.
    cases, codes, turns : DataFrame, optional
        Variables of cases; codes that were never used; who speaks where.
    texts : mapping of str to str, optional
        The text of each source, to cut quotes from. Without it a quote is filled where one coding covers it.
    unit : {"overlap", "turn", "source"}
        "overlap" works on characters; "turn" (needs `turns`) and "source" on whole turns and sources, so that
        ``a and b`` means: in the same turn.
    rollup : bool
        Let a code stand also for the codes below it; needs `codes`.

    Returns
    -------
    DataFrame
        One row per passage: source, start_char, end_char, codes and coders (tuples: all whose codings touch the
        passage), quote.

    Raises
    ------
    ValueError
        For a query that cannot be read, with the column; for unknown codes and variables; where a source's length
        is needed and not known.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "source": "day-01", "coder": "amina", "code": ["engagement", "stories", "repair"],
    ...     "start_char": [0, 3, 6], "end_char": [12, 20, 30], "quote": ["we fix it to", "", ""]})
    >>> retrieve(codings, "engagement and stories and not repair")[["start_char", "end_char", "quote"]]
       start_char  end_char quote
    0           3         6   fix
    """
    check("codings", codings, ["source", "code", "coder", "start_char", "end_char"])
    ground = lay_ground(Tables(codings, sources, cases, codes), turns, unit, rollup)
    found = _passages(_answer(parse(query), ground), ground)
    return _describe(found, ground, texts)


def _answer(node: Node, ground: Ground) -> Intervals:
    match node:
        case Term():
            return widen(coded(node, ground), ground)
        case Compare():
            return widen(chosen(node, ground), ground)
        case Not(inner):
            return difference(whole(ground), _answer(inner, ground))
        case And(left, right):
            return intersection(_answer(left, ground), _answer(right, ground))
        case Or(left, right):
            return union(_answer(left, ground), _answer(right, ground))
        case Near(left, right, distance):
            return near(_answer(left, ground), _answer(right, ground), min(distance, STRIDE // 4))


def _passages(found: Intervals, ground: Ground) -> Intervals:
    """Give the passages to show: turns one by one, also where they touch."""
    if (found.ends % STRIDE >= UNKNOWN_LENGTH).any():
        name = ground.names[int(found.starts[found.ends % STRIDE >= UNKNOWN_LENGTH][0] // STRIDE)]
        raise ValueError(f"the length of {name!r} is needed to answer this: give sources= (source, n_chars)")
    if ground.units is None:
        return found
    starts, ends = ground.units
    touched = hits(starts, ends, found.starts, found.ends) > 0
    return Intervals(starts[touched], ends[touched])


def _describe(found: Intervals, ground: Ground, texts: Mapping[str, str] | None) -> pd.DataFrame:
    codings = ground.tables.codings
    row, passage = _pairs(found, place(codings, ground))
    source = ground.names[found.starts // STRIDE].tolist()
    start, end = found.starts % STRIDE, found.ends % STRIDE
    if texts is None:
        quotes = _quotes_of_codings(codings.iloc[row], passage, start, end)
    else:
        quotes = [texts.get(name, "")[a:b] for name, a, b in zip(source, start.tolist(), end.tolist(), strict=True)]
    columns = {
        "source": pd.array(source, dtype="str"),
        "start_char": start,
        "end_char": end,
        "codes": _names(codings["code"].to_numpy()[row], passage, len(start)),
        "coders": _names(codings["coder"].to_numpy()[row], passage, len(start)),
        "quote": pd.array(quotes, dtype="str"),
    }
    return pd.DataFrame(columns)


def _pairs(found: Intervals, codings: Intervals) -> tuple[Ints, Ints]:
    """Pair codings with the passages they touch."""
    first = np.searchsorted(found.ends, codings.starts, side="right")
    stop = np.searchsorted(found.starts, codings.ends, side="left")
    return ranges(first, stop)


def _names(names: Any, passage: Ints, n_passages: int) -> pd.Series[Any]:
    pairs = pd.DataFrame({"passage": passage, "name": names}).drop_duplicates().sort_values("name")
    listed = pairs.groupby("passage")["name"].agg(tuple).to_dict()
    return pd.Series([listed.get(i, ()) for i in range(n_passages)], dtype="object")


def _quotes_of_codings(codings: pd.DataFrame, passage: Ints, start: Ints, end: Ints) -> list[str]:
    quotes = [""] * len(start)
    if "quote" not in codings:
        return quotes
    placed = codings[["start_char", "end_char", "quote"]].assign(passage=passage).dropna()
    for from_char, to_char, quote, i in placed.itertuples(index=False):
        a, b = int(start[i]) - from_char, int(end[i]) - from_char
        if a >= 0 and b <= to_char - from_char == len(quote):
            quotes[i] = quote[a:b]
    return quotes
