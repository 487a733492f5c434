"""The smallest piece of a long passage that carries the evidence for a code."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from wenger_qda.suggest.calibration import Array
from wenger_qda.suggest.learner import Learner
from wenger_qda.suggest.lexicon import found_in
from wenger_qda.suggest.passages import Floats, Ints
from wenger_qda.suggest.texts import Reader
from wenger_qda.suggest.words import words_of
from wenger_qda.text import sentences

_LONG = 240
_NEARLY = 0.5


class Parts(NamedTuple):
    """The sentences of a long passage: from where to where each goes, as points, and which words point to codes."""

    bounds: Sequence[tuple[int, int]]
    points: Floats
    said: Floats


def evidence(learner: Learner, rows: Ints, codes: Ints) -> tuple[Ints, Ints]:
    """Give from where to where the evidence for codes goes: whole sentences of long passages, else all of each.

    Each sentence is read by itself, with what the texts coded so far and the codebook have taught of its words; those
    next to the best that say at least half as much are taken along.

    Parameters
    ----------
    learner : Learner
    rows, codes : ndarray of int
        Which passage, and which code; the codes of one passage next to each other.
    """
    passages = learner.texts.passages
    starts, ends = passages.start[rows], passages.end[rows]
    long = [place for place, row in enumerate(rows.tolist()) if len(passages.text[row]) > _LONG]
    for row, places in groupby(long, key=rows.__getitem__):
        if parts := _parts(learner.reader, passages.text[row], int(passages.end[row] - passages.start[row])):
            for place in places:
                best = _best(parts, learner.text_ridge.weights[:, codes[place]], int(codes[place]))
                if best:
                    starts[place], ends[place] = passages.start[row] + best
    return starts, ends


def _parts(reader: Reader, text: str, n_chars: int) -> Parts | None:
    """Read a passage sentence by sentence; nothing where it is one, or where its characters were counted otherwise."""
    bounds = sentences(text) if len(text) == n_chars else []
    if len(bounds) < 2:
        return None
    words = words_of([text[first:last] for first, last in bounds], reader.language)
    return Parts(bounds, reader.space.project(words), reader.lexicon.match(found_in(words, reader.lexicon.columns))[0])


def _best(parts: Parts, weights: Array, code: int) -> tuple[int, int] | None:
    """Give from where to where the sentences go that say most; nothing where none says anything."""
    taught = parts.points @ weights[: parts.points.shape[1]]
    value = _shares(taught) + _shares(parts.said[:, code])
    first = last = int(np.argmax(value))
    if value[first] <= 0:
        return None
    enough = value >= _NEARLY * value[first]
    while first > 0 and enough[first - 1]:
        first -= 1
    while last < len(value) - 1 and enough[last + 1]:
        last += 1
    return parts.bounds[first][0], parts.bounds[last][1]


def _shares(values: np.ndarray) -> np.ndarray:
    """Give each value as a share of the largest; what speaks against counts as nothing."""
    kept = np.maximum(values, 0)
    return np.asarray(kept / (kept.max() or 1))
