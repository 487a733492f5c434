"""Normalising at the door: one kind of line end, no characters that other programs trip over.

Unicode composition (NFC, NFD) is never applied: it would move the offsets of imported codings.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

_DROPPED = re.compile("^[\ufeff\x00\ud800-\udfff]+|\r(?=\n)|[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class OffsetMap:
    r"""Which characters of a raw text were dropped, so that offsets can be carried over.

    Parameters
    ----------
    dropped : tuple of int
        Offsets in the raw text of the characters that are gone, ascending.

    Examples
    --------
    >>> offsets = normalise("one\r\ntwo").offsets
    >>> offsets.to_text(5), offsets.to_raw(4)
    (4, 5)
    """

    dropped: tuple[int, ...] = ()

    def to_text(self, raw: int) -> int:
        """Give the offset in the normalised text for one in the raw text."""
        return raw - bisect_left(self.dropped, raw)

    def to_raw(self, offset: int) -> int:
        """Give the offset in the raw text of the character at `offset` of the normalised text."""
        low, high = 0, len(self.dropped)
        while low < high:
            middle = (low + high) // 2
            if self.dropped[middle] - middle <= offset:
                low = middle + 1
            else:
                high = middle
        return offset + low


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text and the map back to the raw one."""

    text: str
    offsets: OffsetMap


def normalise(raw: str) -> Normalised:
    r"""Make line ends LF; take out a leading byte-order mark, NUL characters and lone surrogates.

    Parameters
    ----------
    raw : str
        The text as it was decoded.

    Returns
    -------
    Normalised
        `text`, and `offsets`, which carries an offset of the raw text over and back.

    Examples
    --------
    >>> normalise("\ufeffone\r\ntwo\rthree").text
    'one\ntwo\nthree'
    """
    dropped: list[int] = []
    for match in _DROPPED.finditer(raw):
        dropped.extend(range(match.start(), match.end()))
    text = _DROPPED.sub("", raw).replace("\r", "\n")
    return Normalised(text, OffsetMap(tuple(dropped)))
