"""Who has read what, in which round.

*Not read* and *not coded* are different. A coder has read a document where an assignment says that they are done with
it, or, where they have no assignment to it, if they coded something in it. What is open is not read yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from wenger_qda.agreement.comparison import Bools, Ints, encode

__all__ = ["Marks", "assigned", "either", "numbered", "of_round", "readings", "unpacked", "without"]


class Marks(NamedTuple):
    """Triples of document, round and coder as numbers, each once; the rounds are numbered in their order."""

    document: Ints
    round: Ints
    coder: Ints

    @property
    def keys(self) -> Ints:
        """One number a triple."""
        keys: Ints = (self.document << 40) | (self.round << 20) | self.coder
        return keys


def unpacked(keys: Ints) -> Marks:
    """Give the triples of keys."""
    return Marks(keys >> 40, (keys >> 20) & 0xFFFFF, keys & 0xFFFFF)


def numbered(values: pd.Series[Any], rounds: tuple[int, ...]) -> Ints:
    """Give the places of rounds in their order."""
    places: Ints = np.searchsorted(np.array(rounds, dtype=np.int64), values.to_numpy(dtype=np.int64)).astype(np.int64)
    return places


def assigned(
    assignments: pd.DataFrame | None, documents: Sequence[str], coders: Sequence[str], rounds: tuple[int, ...]
) -> tuple[Marks, Marks, Marks]:
    """Give who is done with what, who left what unfinished in a closed round, and who was asked to code what."""
    if assignments is None:
        none = np.zeros(0, dtype=np.int64)
        return (Marks(none, none, none),) * 3
    document, coder = encode(documents, assignments["source"]), encode(coders, assignments["coder"])
    number = numbered(assignments["round"], rounds)
    is_known = (document >= 0) & (coder >= 0)
    is_done, is_closed = (is_known & (assignments["status"] == s).to_numpy(dtype=bool) for s in ("done", "closed"))
    done, closed, asked = (
        unpacked(np.unique(Marks(document[kept], number[kept], coder[kept]).keys))
        for kept in (is_done, is_closed, is_known)
    )
    return done, closed, asked


def without(marks: Marks, others: Marks) -> Marks:
    """Leave out what others have, too."""
    return unpacked(np.setdiff1d(marks.keys, others.keys))


def either(marks: Marks, others: Marks) -> Marks:
    """Put two together."""
    return unpacked(np.union1d(marks.keys, others.keys))


def of_round(marks: Marks, number: int | None, rounds: tuple[int, ...]) -> Marks:
    """Keep those of one round; None keeps all."""
    if number is None:
        return marks
    kept = marks.round == (rounds.index(number) if number in rounds else -1)
    return Marks(marks.document[kept], marks.round[kept], marks.coder[kept])


def readings(marks: Marks, n_documents: int, n_coders: int) -> tuple[Bools, Ints]:
    """Choose for each document the latest round that two coders share, else the latest; give who has read it then.

    The rounds are given by their places in order, -1 where nobody has read the document.
    """
    occasions, at, counts = np.unique((marks.document << 20) | marks.round, return_inverse=True, return_counts=True)
    document, number = occasions >> 20, occasions & 0xFFFFF
    rounds = np.full(n_documents, -1, dtype=np.int64)
    for kept in (counts >= 1, counts >= 2):  # in ascending order, so that the latest is what stays
        rounds[document[kept]] = number[kept]
    read = np.zeros((n_documents, n_coders), dtype=bool)
    counts_now = (number == rounds[document])[at]
    read[marks.document[counts_now], marks.coder[counts_now]] = True
    return read, rounds
