"""What texts have in common, however it is set: passages of one found again in others.

Two things are found: a run of at least `WINDOW` letters, anywhere; and a line of at least `SHORT` letters and three
words that stands by itself. They are looked up by hashes of 64 bits, all those of a text at one go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from wenger_qda.reports.letters import (
    BREAK,
    SHORT,
    WINDOW,
    Hashes,
    Letters,
    Numbers,
    findable,
    letters,
    tellable,
    word_starts,
)

__all__ = ["Haystack", "Shared", "shared"]

_HALF = np.uint64(28)


class Shared(NamedTuple):
    """What one piece shares with one text.

    `start_char` and `end_char` say where in the text the longest run of it stands.
    """

    piece: int
    text: int
    start_char: int
    end_char: int
    n_words: int


class _Run(NamedTuple):
    """A run of letters of the pieces, and where the same letters stand in a text."""

    start: int
    end: int
    start_char: int
    end_char: int


def shared(pieces: Sequence[str], texts: Iterable[str], *, names: Iterable[str] = ()) -> list[Shared]:
    r"""Find which pieces hold words of which texts.

    Parameters
    ----------
    pieces : sequence of str
        Where to look.
    texts : iterable of str
        Whose words to look for. What several of them hold is said of the one that holds the longest run around it.
    names : iterable of str
        What may stand in the pieces although it stands in a text, too: titles, say.

    Returns
    -------
    list of Shared
        In the order of the pieces, then of the texts.

    Examples
    --------
    >>> talk = "So who brought the biscuits on the second day?"
    >>> shared(["| WHO brought |\n| the bis-cuits on the ...", "No biscuits."], [talk])
    [Shared(piece=0, text=0, start_char=3, end_char=34, n_words=7)]
    """
    haystack = Haystack(pieces, names)
    for number, text in enumerate(texts):
        haystack.look_for(number, [text])
    return haystack.found()


class Haystack:
    """Pieces to look for texts in, one text after the other.

    It keeps of each letter which text it is from: the one that holds the longest run around it.

    Parameters
    ----------
    pieces : sequence of str
        Where to look.
    names : iterable of str
        What is passed over.
    """

    def __init__(self, pieces: Sequence[str], names: Iterable[str] = ()) -> None:
        self._letters = letters(BREAK.join(piece.replace("\0", " ") for piece in pieces))
        offsets = np.cumsum([0, *(len(piece) + len(BREAK) for piece in pieces)])[:-1]
        self._pieces = np.searchsorted(self._letters.at, offsets)
        self._owner = np.full(len(self._letters.codes), -1)
        self._longest = np.zeros(len(self._letters.codes) + 1, dtype=np.int64)
        self._runs: dict[tuple[int, int], _Run] = {}
        self._learn(names)

    def look_for(self, number: int, texts: Iterable[str]) -> None:
        """Look for the words of some texts that are known by one `number`; places are told in the first of them."""
        for run in self._in_common(letters(BREAK.join(texts))):
            size, span = run.end - run.start, slice(run.start, run.end)
            won = self._longest[span] < size
            self._longest[span][won] = size
            self._owner[span][won] = number
            key = (int(self._piece_of(run.start)), number)
            self._runs[key] = max(self._runs.get(key, run), run, key=lambda one: one.end - one.start)

    def found(self) -> list[Shared]:
        """Tell what was found of which text in which piece, but for scraps: what is left of a run by a longer one."""
        return [
            Shared(piece, number, run.start_char, run.end_char, n_words)
            for (piece, number), n_words in sorted(self._n_words().items())
            for run in [self._runs[piece, number]]
        ]

    def _learn(self, names: Iterable[str]) -> None:
        """Sort the hashes of what can be found, and keep a coarse sieve of them: most of a text falls through it."""
        stretches, named = findable(self._letters), findable(letters(BREAK.join(names)))
        kept = np.flatnonzero(~np.isin(stretches.hashes, named.hashes))
        order = kept[np.argsort(stretches.hashes[kept], kind="stable")]
        self._starts, hashes = stretches.start[order], stretches.hashes[order]
        self._hashes, self._first, self._counts = np.unique(hashes, return_index=True, return_counts=True)
        self._shift = np.uint64(64 - max((8 * len(self._hashes)).bit_length(), 10))
        self._sieve = np.zeros(1 << 64 - int(self._shift), dtype=bool)
        for bits in self._bits(self._hashes):
            self._sieve[bits] = True

    def _in_common(self, text: Letters) -> Iterator[_Run]:
        """Find the runs of letters that a text has in common with the pieces, where they are not known better."""
        stretches = tellable(text)
        rows, which = self._looked_up(stretches.hashes)
        if not len(rows):
            return
        here, there, stop = self._starts[rows], stretches.start[which], stretches.stop[which]
        order = np.lexsort((here, stop - there < WINDOW))  # windows that follow each other are one run
        here, there, stop = here[order], there[order], stop[order]
        size = stop - there
        parted = np.flatnonzero((np.diff(here) != 1) | (size[1:] < WINDOW))
        first, last = np.append(0, parted + 1), np.append(parted, len(here) - 1)
        start, end = here[first], here[last] + size[last]
        goes_on = there[last] - there[first] == here[last] - here[first]  # in the text as it does here
        stop = stop[np.where(goes_on, last, first)]
        known = np.minimum.reduceat(self._longest, np.stack([start, end], axis=1).ravel())[::2]
        new = known < end - start
        columns = (start[new], end[new], text.at[there[first]][new], text.at[stop - 1][new] + 1)
        yield from (_Run(*row) for row in zip(*(column.tolist() for column in columns), strict=True))

    def _looked_up(self, hashes: Hashes) -> tuple[Numbers, Numbers]:
        """Give the rows of the pieces that have one of the hashes, and for each row which hash it has."""
        passed = np.arange(len(hashes))
        for bits in self._bits(hashes):
            passed = passed[self._sieve[bits[passed]]]
        passed = passed[np.argsort(hashes[passed], kind="stable")]  # neighbours are looked up faster
        near = np.minimum(np.searchsorted(self._hashes, hashes[passed]), len(self._hashes) - 1)
        hit = np.flatnonzero(self._hashes[near] == hashes[passed])
        known, first = np.unique(near[hit], return_index=True)
        counts = self._counts[known]
        rows = np.repeat(self._first[known] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        return rows, np.repeat(passed[hit[first]], counts)

    def _bits(self, hashes: Hashes) -> Iterator[Hashes]:
        """Give two different parts of each hash."""
        yield hashes >> self._shift
        yield hashes << _HALF >> self._shift

    def _n_words(self) -> dict[tuple[int, int], int]:
        """Count the words of each text in each piece; where only the end of one is there, it counts, too."""
        begins = word_starts(self._letters)
        begins[1:] |= self._owner[1:] != self._owner[:-1]
        mine = np.flatnonzero(self._owner >= 0)
        keys, which = np.unique(np.stack([self._piece_of(mine), self._owner[mine]]), axis=1, return_inverse=True)
        n_letters, n_words = np.bincount(which), np.bincount(which, begins[mine]).astype(int)
        rows = zip(*keys.tolist(), n_letters.tolist(), n_words.tolist(), strict=True)
        return {(piece, number): words for piece, number, size, words in rows if size >= SHORT}

    def _piece_of(self, at: Numbers | int) -> Numbers:
        return np.asarray(np.searchsorted(self._pieces, at, side="right") - 1)
