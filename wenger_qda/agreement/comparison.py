"""What is compared: coders beside each other, as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["Bools", "Comparison", "Floats", "Ints", "Spans", "counted", "encode", "named", "named_by"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SHOWN = 4


class Spans(NamedTuple):
    """Codings as numbers: indices into the documents, codes and coders of a comparison; `row` of the codings table."""

    document: Ints
    code: Ints
    coder: Ints
    start: Ints
    end: Ints
    is_whole: Bools
    row: Ints

    def where(self, kept: NDArray[Any] | slice) -> Spans:
        """Keep those that a mask, a list of numbers or a slice chooses."""
        return Spans(
            self.document[kept], self.code[kept], self.coder[kept], self.start[kept], self.end[kept],
            self.is_whole[kept], self.row[kept],
        )  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """Coders beside each other.

    Attributes
    ----------
    documents, coders, codes : tuple of str
        Their names; documents and coders in the order of the alphabet.
    lengths : ndarray of int64, shape (n_documents,)
        Characters.
    read : ndarray of bool, shape (n_documents, n_coders)
        Who has read what, in the round that counts for the document.
    rounds : ndarray of int64, shape (n_documents,)
        That round; 0 where nobody has read the document.
    spans : Spans
        What the readers coded.
    remarks : tuple of str
        What is to be known of how it was put together, in sentences.
    nothing : str
        Why no document was read by two coders, and what to do; empty where there is one.
    is_unfinished : bool
        Whether a coder has not finished something they were asked to read, and so is not counted as having read it.
    """

    documents: tuple[str, ...]
    lengths: Ints
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    read: Bools
    rounds: Ints
    spans: Spans
    remarks: tuple[str, ...] = ()
    nothing: str = ""
    is_unfinished: bool = False

    @property
    def is_compared(self) -> Bools:
        """Which documents at least two coders have read."""
        compared: Bools = self.read.sum(axis=1) >= 2
        return compared


def named(names: Sequence[str]) -> str:
    """Give the first few of many names.

    Examples
    --------
    >>> named(["a", "b", "c", "d", "e", "f"])
    'a, b, c, d and 2 more'
    """
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def counted(number: int, noun: str) -> str:
    """Say how many there are.

    Examples
    --------
    >>> counted(1, "coding"), counted(1200, "coding")
    ('1 coding', '1,200 codings')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def named_by(names: Sequence[str], chosen: Any) -> list[str]:
    """Give the names that a mask chooses."""
    return [names[number] for number in np.flatnonzero(chosen).tolist()]


def encode(names: Sequence[str], values: Any) -> Ints:
    """Give the place of each value among names; -1 for one that is not there."""
    found: Ints = pd.Index(list(names), dtype="str").get_indexer(pd.Index(values, dtype="str")).astype(np.int64)
    return found
