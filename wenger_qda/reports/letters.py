"""A text as its letters alone, and hashes of stretches of them.

Capitals, accents, digits, blanks, line ends and signs count for nothing, so that a passage is known again in a table,
in a log, in capitals or broken into lines. A Chinese character counts as three letters, a Korean syllable and a
Japanese kana as two: that many letters say about as much in an alphabet.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import combining, east_asian_width, name, normalize

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]

WINDOW, SHORT, N_WORDS = 24, 12, 3
BREAK = "\n\0\n"  # parts texts that are looked through together

_BASE = 0x9E3779B97F4A7C15  # odd and of 64 bits: it spreads letters over the whole hash
_SEPARATOR, _JOINER, _UNKNOWN = 0, -1, -2
_WORD, _WEIGHT = 21, 22  # bits above a code point: whether it is a word by itself, how many letters it counts for
_JOINERS = frozenset("'’\u00ad\u200b\u200c\u200d")
_FOLDED = np.full(0x110000, _UNKNOWN, dtype=np.int32)  # what is known of characters that were met


class Letters(NamedTuple):
    """The letters of a text and where each stands; one that counts for several stands there as often.

    `chars` are all characters, `folded` what each counts as, `codes` the letters, `at` their offsets.
    """

    chars: NDArray[np.uint32]
    folded: NDArray[np.int32]
    codes: NDArray[np.int32]
    at: Numbers


class Stretches(NamedTuple):
    """Stretches of letters: their hashes, which letter each begins with, and which it ends before."""

    hashes: Hashes
    start: Numbers
    stop: Numbers


def letters(text: str) -> Letters:
    """Take the letters out of a text.

    Examples
    --------
    >>> found = letters("Ça va?")
    >>> "".join(map(chr, found.codes & 0x1FFFFF)), found.at.tolist()
    ('cava', [0, 1, 3, 4])
    """
    chars = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    folded = _FOLDED[chars]
    if (folded == _UNKNOWN).any():
        new = np.unique(chars[folded == _UNKNOWN])
        _FOLDED[new] = [_fold(chr(code)) for code in new.tolist()]
        folded = _FOLDED[chars]
    at = np.flatnonzero(folded > 0)
    codes = folded[at]
    weights = codes >> _WEIGHT
    if weights.max(initial=1) > 1:
        codes, at = codes.repeat(weights), at.repeat(weights)
    return Letters(chars, folded, codes, at)


def tellable(found: Letters) -> Stretches:
    """Give the stretches of a text that are known again elsewhere: windows, and lines that are shorter."""
    return _joined([_windows(found), _lines(found, "\n\t"), _lines(found, "\n\t:")])


def findable(found: Letters) -> Stretches:
    """Give the stretches where others are looked for: windows, and shorter ones that stand by themselves."""
    return _joined([_windows(found), _alone(found)])


def word_starts(found: Letters) -> Flags:
    """Tell of each letter whether it begins a word; where words are not parted, each character is one."""
    gap = np.diff(found.at, prepend=-3)
    parted = (gap > 2) | ((gap == 2) & (found.folded[found.at - 1] == _SEPARATOR))
    return np.asarray(parted | ((gap > 0) & (found.codes >> _WORD & 1 > 0)))


def _windows(found: Letters) -> Stretches:
    """Give every stretch of `WINDOW` letters."""
    start = np.arange(max(len(found.codes) - WINDOW + 1, 0))
    return Stretches(_rolling(found.codes, WINDOW)[: len(start)], start, start + WINDOW)


def _lines(found: Letters, ends: str) -> Stretches:
    """Give the lines that are shorter than a window but long enough to tell something; `ends` are what parts them."""
    is_end = np.logical_or.reduce([found.chars == ord(character) for character in ends])
    cuts = np.searchsorted(found.at, np.flatnonzero(is_end))
    start, stop = np.append(0, cuts), np.append(cuts, len(found.codes))
    return _telling(found, start, stop)


def _alone(found: Letters) -> Stretches:
    """Give the stretches shorter than a window that stand by themselves: between signs, line ends, cells of a table."""
    is_open = np.append(_opens(found), True)
    starts = np.flatnonzero(is_open)
    parts = [(starts, starts + size) for size in range(SHORT, WINDOW)]
    parts = [(start[stop < len(is_open)], stop[stop < len(is_open)]) for start, stop in parts]
    parts = [(start[is_open[stop]], stop[is_open[stop]]) for start, stop in parts]
    start, stop = (np.concatenate(column) for column in zip(*parts, strict=True))
    return _telling(found, start, stop)


def _telling(found: Letters, start: Numbers, stop: Numbers) -> Stretches:
    """Keep the stretches shorter than a window that hold enough letters and words."""
    counts = np.append(0, np.cumsum(word_starts(found)))
    size = stop - start
    is_telling = (size >= SHORT) & (size < WINDOW) & (counts[stop] - counts[start] >= N_WORDS)
    start, stop = start[is_telling], stop[is_telling]
    return Stretches(_hashes(found.codes, start, stop), start, stop)


def _joined(parts: Iterable[Stretches]) -> Stretches:
    return Stretches(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _fold(character: str) -> int:
    if character == "\0":
        return 1 << _WEIGHT  # a letter that no text has
    if not character.isalpha():
        return _JOINER if combining(character) or character in _JOINERS else _SEPARATOR
    bare = normalize("NFD", character)
    base = bare[0] if all(map(combining, bare[1:])) else character
    return ord(base.casefold()[0]) | _weight(character)


def _weight(character: str) -> int:
    """Say how many letters a character counts for, and whether words of its kind are written without blanks."""
    if east_asian_width(character) != "W":
        return 1 << _WEIGHT
    script = name(character, "").split(" ")[0]
    return (3 if script == "CJK" else 2) << _WEIGHT | (script != "HANGUL") << _WORD


def _opens(found: Letters) -> Flags:
    """Tell of each letter whether more than one blank, or something else than a blank, stands before it."""
    gap = np.diff(found.at, prepend=-3)
    before = found.at - 1
    is_sign = (found.folded[before] == _SEPARATOR) & (found.chars[before] != ord(" "))
    return np.asarray((gap > 2) | ((gap == 2) & is_sign))


def _rolling(codes: NDArray[np.int32], size: int) -> Hashes:
    """Hash every stretch of a size, by doubling."""
    if size == 1:
        return codes.astype(np.uint64)
    half = size // 2
    part = _rolling(codes, half)
    both = part[:-half] * _power(half) + part[half:]
    return both if size % 2 == 0 else both[:-1] * _power(1) + codes[size - 1 :].astype(np.uint64)


def _hashes(codes: NDArray[np.int32], start: Numbers, stop: Numbers) -> Hashes:
    """Hash some stretches."""
    total = np.zeros(len(start), dtype=np.uint64)
    for offset in range(int((stop - start).max(initial=0))):
        letter = codes[np.minimum(start + offset, len(codes) - 1)].astype(np.uint64)
        total = np.where(start + offset < stop, total * _power(1) + letter, total)
    return total


def _power(exponent: int) -> np.uint64:
    return np.uint64(pow(_BASE, exponent, 1 << 64))
