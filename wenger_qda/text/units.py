"""Offsets in other people's units: UTF-16 (browsers, NVivo) and UTF-8 bytes (Taguette)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def to_utf16(text: str, offsets: Iterable[int]) -> list[int]:
    """Turn code-point offsets into offsets in UTF-16 units.

    Raises
    ------
    ValueError
        If an offset lies outside the text.

    Examples
    --------
    >>> to_utf16("🙂 hi", [0, 1, 4])
    [0, 2, 5]
    """
    astral = [match.start() for match in _ASTRAL.finditer(text)]
    return [_inside(offset, len(text)) + bisect_left(astral, offset) for offset in offsets]


def from_utf16(text: str, units: Iterable[int]) -> list[int]:
    """Turn offsets in UTF-16 units into code-point offsets.

    Raises
    ------
    ValueError
        If an offset lies outside the text or cuts a character in two.

    Examples
    --------
    >>> from_utf16("🙂 hi", [0, 2, 5])
    [0, 1, 4]
    """
    astral = [match.start() for match in _ASTRAL.finditer(text)]
    ends = [position + number + 2 for number, position in enumerate(astral)]
    length = len(text) + len(astral)
    found = []
    for unit in units:
        before = bisect_right(ends, _inside(unit, length))
        offset = unit - before
        if before < len(astral) and astral[before] < offset:
            raise ValueError(f"UTF-16 offset {unit} cuts the character {text[astral[before]]!r} in two")
        found.append(offset)
    return found


def to_utf8(text: str, offsets: Iterable[int]) -> list[int]:
    """Turn code-point offsets into offsets in UTF-8 bytes.

    Raises
    ------
    ValueError
        If an offset lies outside the text.

    Examples
    --------
    >>> to_utf8("é🙂!", [0, 1, 2, 3])
    [0, 2, 6, 7]
    """
    starts = _byte_starts(text)
    return [starts[_inside(offset, len(text))] for offset in offsets]


def from_utf8(text: str, units: Iterable[int]) -> list[int]:
    """Turn offsets in UTF-8 bytes into code-point offsets.

    Raises
    ------
    ValueError
        If an offset lies outside the text or cuts a character in two.

    Examples
    --------
    >>> from_utf8("é🙂!", [0, 2, 6, 7])
    [0, 1, 2, 3]
    """
    starts = _byte_starts(text)
    found = []
    for unit in units:
        offset = bisect_left(starts, _inside(unit, starts[-1]))
        if starts[offset] != unit:
            raise ValueError(f"UTF-8 offset {unit} cuts the character {text[offset - 1]!r} in two")
        found.append(offset)
    return found


def _byte_starts(text: str) -> list[int]:
    return list(accumulate((len(character.encode()) for character in text), initial=0))


def _inside(offset: int, length: int) -> int:
    if not 0 <= offset <= length:
        raise ValueError(f"offset {offset} lies outside the text, which ends at {length}")
    return offset
