"""Passages: the rows of a turns table in reading order, and which of them are coded with what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from wenger_qda.frames import check

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Texts = tuple[str, ...]

_LARGEST_SAMPLE = 4_000
_NEEDED = ["source", "turn", "start_char", "end_char", "text"]


class Passages(NamedTuple):
    """Passages of documents, one after the other, each document's in their order.

    `document` numbers the documents; `row_of` finds a passage by its source and turn.
    """

    source: Texts
    turn: Ints
    start: Ints
    end: Ints
    kind: Texts
    speaker: Texts
    text: Texts
    document: Ints
    row_of: dict[tuple[str, int], int]

    def __len__(self) -> int:
        return len(self.source)

    def bounds(self, rows: Ints) -> tuple[Ints, Ints]:
        """Give the first row of the document of each row, and the one behind its last."""
        here = self.document[rows]
        return np.searchsorted(self.document, here), np.searchsorted(self.document, here, side="right")

    def beside(self, step: int, rows: Ints | None = None) -> Ints:
        """Give the rows that many steps further on in the same document; -1 where there is none."""
        here = np.arange(len(self)) if rows is None else rows
        there = here + step
        inside = (there >= 0) & (there < len(self))
        there[~inside] = here[~inside]
        return np.where(inside & (self.document[there] == self.document[here]), there, -1)


def passages_of(turns: pd.DataFrame) -> Passages:
    """Lay the rows of a turns table out: documents in the order in which they come, passages by their place.

    Raises
    ------
    ValueError
        If the table lacks a column: source, turn, start_char, end_char, text.

    Examples
    --------
    >>> turns = pd.DataFrame({"source": ["b", "a", "b"], "turn": [1, 0, 0], "start_char": [9, 0, 0],
    ...                       "end_char": [12, 4, 8], "text": ["two", "alone", "one"]})
    >>> found = passages_of(turns)
    >>> found.text, found.document.tolist(), found.beside(1).tolist()
    (('one', 'two', 'alone'), [0, 0, 1], [1, -1, -1])
    """
    check("turns", turns, _NEEDED)
    document = pd.factorize(turns["source"])[0]
    order = np.lexsort((turns["turn"], turns["start_char"], document)) if len(turns) else np.empty(0, dtype=np.int64)
    laid = turns.iloc[order]

    def texts(name: str, otherwise: str) -> Texts:
        if name not in laid.columns:
            return (otherwise,) * len(laid)
        return tuple(laid[name].fillna(otherwise).astype(str))

    source, turn = texts("source", ""), _ints(laid["turn"])
    return Passages(
        source=source,
        turn=turn,
        start=_ints(laid["start_char"]),
        end=_ints(laid["end_char"]),
        kind=texts("kind", "text"),
        speaker=texts("speaker", ""),
        text=texts("text", ""),
        document=np.asarray(document[order], dtype=np.int64),
        row_of={key: row for row, key in enumerate(zip(source, turn.tolist(), strict=True))},
    )


def sampled(n: int) -> slice:
    """Choose at most four thousand of so many, at even distances.

    Examples
    --------
    >>> list(range(5))[sampled(5)], len(range(9_000)[sampled(9_000)])
    ([0, 1, 2, 3, 4], 3000)
    """
    return slice(None, None, -(-n // _LARGEST_SAMPLE) or 1)


def labels_of(passages: Passages, codings: pd.DataFrame, codes: Sequence[str]) -> Floats:
    """Tell with which codes each passage is coded.

    A passage counts as coded where a coding covers at least half of it, or lies inside it. Codings of a whole source
    are about no passage.

    Returns
    -------
    ndarray, passages × codes
        1 where it is, else 0.

    Examples
    --------
    >>> turns = pd.DataFrame({"source": ["a", "a"], "turn": [0, 1], "start_char": [0, 10], "end_char": [8, 20],
    ...                       "text": ["one", "two"]})
    >>> codings = pd.DataFrame({"source": ["a", "a"], "code": ["x", "y"], "start_char": [4, 2], "end_char": [14, 4]})
    >>> labels_of(passages_of(turns), codings, ["x", "y"]).tolist()
    [[1.0, 1.0], [0.0, 0.0]]
    """
    check("codings", codings, ["source", "code", "start_char", "end_char"])
    labels = np.zeros((len(passages), len(codes)), dtype=np.float32)
    column = {code: place for place, code in enumerate(codes)}
    placed = codings[codings["start_char"].notna() & codings["end_char"].notna()]
    first, last = _bounds(passages)
    for source, code, start, end in zip(
        placed["source"], placed["code"], placed["start_char"].astype(int), placed["end_char"].astype(int), strict=True
    ):
        if source not in first or code not in column:
            continue
        rows = slice(first[source], last[source])
        starts, ends = passages.start[rows], passages.end[rows]
        shared = np.minimum(ends, end) - np.maximum(starts, start)
        is_coded = (shared > 0) & ((2 * shared >= ends - starts) | ((start >= starts) & (end <= ends)))
        labels[rows, column[code]] = np.maximum(labels[rows, column[code]], is_coded)
    return labels


def _bounds(passages: Passages) -> tuple[dict[str, int], dict[str, int]]:
    """Give where the passages of each source begin and end."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for row, source in enumerate(passages.source):
        first.setdefault(source, row)
        last[source] = row + 1
    return first, last


def _ints(values: pd.Series) -> Ints:
    return np.asarray(values.fillna(0), dtype=np.int64)
