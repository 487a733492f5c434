"""Other units than characters: a unit is coded where a coder's passages touch it, or hold a share of it.

Units become positions on a line, and passages stretches of whole units on it, so that the same sweep serves all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from wenger_qda.agreement.comparison import Comparison, Floats, Ints, Spans, encode
from wenger_qda.agreement.joins import joined
from wenger_qda.errors import unknown
from wenger_qda.frames import check
from wenger_qda.intervals import line_up
from wenger_qda.text import paragraphs, sentences, words

__all__ = ["UNITS", "Laid", "lay_out", "merged"]

UNITS = ("character", "token", "sentence", "turn", "paragraph", "document")
_FINDERS: dict[str, Callable[[str], Sequence[tuple[int, int]]]] = {
    "token": words,
    "sentence": sentences,
    "paragraph": paragraphs,
    "turn": lambda text: [(0, len(text))] if text else [],
}


class Laid(NamedTuple):
    """Passages in units, how many units each document has, and how many passages touch no unit."""

    spans: Spans
    lengths: Ints
    n_lost: int


class _Units(NamedTuple):
    """The units of all documents on one line, in order, none overlapping another."""

    document: Ints
    start: Ints
    end: Ints


def lay_out(
    comparison: Comparison, spans: Spans, *, unit: str, turns: pd.DataFrame | None, threshold: float | None
) -> Laid:
    """Give passages as stretches of units.

    Parameters
    ----------
    unit : str
        ``character``, ``token``, ``sentence``, ``turn``, ``paragraph`` or ``document``.
    turns : DataFrame, optional
        Needed for tokens, sentences, turns and paragraphs, which are looked for in the turns' texts.
    threshold : float, optional
        The share of a unit, above 0 up to 1, that a coder's passages with a code must hold; without it, touching
        the unit is enough.

    Raises
    ------
    ValueError
        For an unknown unit, a threshold out of bounds or one for characters, and where turns are needed.
    """
    if unit not in UNITS:
        raise ValueError(unknown("unit", unit, list(UNITS)))
    if threshold is not None and not 0 < threshold <= 1:
        raise ValueError(f"threshold is a share of the unit, above 0 up to 1, not {threshold!r}")
    if unit == "character":
        if threshold is not None:
            raise ValueError("a character is coded or not; leave threshold out, or choose a larger unit")
        kept = spans.end > spans.start
        return Laid(spans.where(kept), comparison.lengths, int((~kept).sum()))
    if unit == "document":
        return _by_document(comparison, spans, threshold)
    if turns is None:
        raise ValueError(f"unit={unit!r} is looked for in the turns: give turns=project.turns()")
    return _by_units(comparison, spans, _units_in(turns, comparison.documents, _FINDERS[unit]), threshold)


def _by_document(comparison: Comparison, spans: Spans, threshold: float | None) -> Laid:
    one_each = np.ones(len(comparison.documents), dtype=np.int64)
    if threshold is None:
        zeros = np.zeros(len(spans.start), dtype=np.int64)
        return Laid(spans._replace(start=zeros, end=zeros + 1), one_each, 0)
    numbers = np.arange(len(comparison.documents))
    units = _Units(numbers, np.zeros(len(numbers), dtype=np.int64), np.maximum(comparison.lengths, 1))
    spans = spans._replace(end=np.maximum(spans.end, spans.is_whole))  # of a document without text, too
    return _by_units(comparison, spans, units, threshold)._replace(lengths=one_each)


def _units_in(
    turns: pd.DataFrame, documents: Sequence[str], find: Callable[[str], Sequence[tuple[int, int]]]
) -> _Units:
    """Find the units in the texts of turns."""
    check("turns", turns, ["source", "start_char", "end_char", "text"])
    document = encode(documents, turns["source"])
    rows: list[tuple[int, int, int]] = [
        (number, start + begin, start + end)
        for number, start, text in zip(document.tolist(), turns["start_char"].tolist(), turns["text"], strict=True)
        if number >= 0
        for begin, end in find(text)
    ]
    found = np.array(sorted(set(rows)), dtype=np.int64).reshape(-1, 3)
    overlaps = (found[1:, 0] == found[:-1, 0]) & (found[1:, 1] < found[:-1, 2])
    if overlaps.any():
        first = int(np.flatnonzero(overlaps)[0])
        (_, a, b), (number, c, d) = found[first].tolist(), found[first + 1].tolist()
        raise ValueError(f"{documents[number]}: the turns hold units that overlap, {a}–{b} and {c}–{d}")
    return _Units(found[:, 0], found[:, 1], found[:, 2])


def _by_units(comparison: Comparison, spans: Spans, units: _Units, threshold: float | None) -> Laid:
    """Give each passage as the stretch of units that it touches, or holds enough of."""
    counts = np.bincount(units.document, minlength=len(comparison.documents))
    before = np.cumsum(counts) - counts  # units of the documents ahead
    held = merged(spans)
    starts, ends = line_up(units.document, units.start), line_up(units.document, units.end)
    first = np.searchsorted(ends, line_up(held.document, held.start), side="right")
    stop = np.searchsorted(starts, line_up(held.document, held.end), side="left")
    touches = first < stop
    held, first, stop = held.where(touches), first[touches], stop[touches]
    n_lost = int((~touches).sum())
    if threshold is not None:
        held, first, stop = _holding(held, first, stop, units, threshold)
    shift = before[held.document]
    laid = held._replace(start=first - shift, end=stop - shift)
    return Laid(laid, counts.astype(np.int64), n_lost)


def merged(spans: Spans) -> Spans:
    """Make one of passages of one coder with one code that overlap or touch; `row` is that of the first."""
    found = joined(spans, (spans.document, spans.code, spans.coder), reach=0)
    return spans.where(found.first)._replace(end=found.end)


def _holding(held: Spans, first: Ints, stop: Ints, units: _Units, threshold: float) -> tuple[Spans, Ints, Ints]:
    """Keep of each passage the units that lie inside it; of those at its edges, the ones held enough of in all."""
    begins_inside = held.start > units.start[first]
    ends_inside = held.end < units.end[stop - 1]
    inner_first, inner_stop = first + begins_inside, stop - ends_inside
    has_inner = inner_first < inner_stop
    at_start, at_end = begins_inside, ends_inside & ((stop - 1 > first) | ~begins_inside)
    edge = np.concatenate([np.flatnonzero(at_start), np.flatnonzero(at_end)])
    unit = np.concatenate([first[at_start], stop[at_end] - 1])
    share = _share(held, edge, unit, units)
    owner = _number([held.code[edge], held.coder[edge], unit])
    enough = np.bincount(owner, weights=share) >= threshold - 1e-12 if len(owner) else np.zeros(0, dtype=bool)
    _, one_each = np.unique(owner, return_index=True)
    kept = one_each[enough[owner[one_each]]]
    which = np.concatenate([np.flatnonzero(has_inner), edge[kept]])
    starts = np.concatenate([inner_first[has_inner], unit[kept]])
    return held.where(which), starts, np.concatenate([inner_stop[has_inner], unit[kept] + 1])


def _share(held: Spans, edge: Ints, unit: Ints, units: _Units) -> Floats:
    overlap = np.minimum(held.end[edge], units.end[unit]) - np.maximum(held.start[edge], units.start[unit])
    part: Floats = overlap / (units.end[unit] - units.start[unit])
    return part


def _number(columns: list[Ints]) -> Ints:
    """Number the distinct rows of some columns."""
    order = np.lexsort(columns)
    is_new = np.zeros(len(order), dtype=np.int64)
    for column in columns:
        is_new[1:] |= np.diff(column[order]) != 0
    numbers = np.empty(len(order), dtype=np.int64)
    numbers[order] = np.cumsum(is_new)
    return numbers
