"""The smallest piece of a long passage that carries the evidence for a code."""

from __future__ import annotations

import numpy as np

from wenger_qda.suggest.learner import Learner
from wenger_qda.suggest.words import words_of
from wenger_qda.text import sentences

_LONG = 240
_NEARLY = 0.5


def evidence(learner: Learner, row: int, code: int) -> tuple[int, int]:
    """Give from where to where the evidence for a code goes: whole sentences of a long passage, else all of it.

    Each sentence is read by itself, with what the texts coded so far and the codebook have taught of its words; those
    next to the best that say at least half as much are taken along.
    """
    passages, reader = learner.texts.passages, learner.reader
    start, end, text = int(passages.start[row]), int(passages.end[row]), passages.text[row]
    parts = sentences(text) if len(text) > _LONG and len(text) == end - start else []
    if len(parts) < 2:
        return start, end
    words = words_of([text[first:last] for first, last in parts], reader.language)
    points = reader.space.project(words)
    taught = points @ learner.text_ridge.weights[: points.shape[1], code]
    said = reader.lexicon.match(words)[0][:, code]
    value = _shares(taught) + _shares(said)
    first = last = int(np.argmax(value))
    while first > 0 and value[first - 1] >= _NEARLY * value.max() > 0:
        first -= 1
    while last < len(parts) - 1 and value[last + 1] >= _NEARLY * value.max() > 0:
        last += 1
    if value.max() <= 0:
        return start, end
    return start + parts[first][0], start + parts[last][1]


def _shares(values: np.ndarray) -> np.ndarray:
    """Give each value as a share of the largest; what speaks against counts as nothing."""
    kept = np.maximum(values, 0)
    return np.asarray(kept / (kept.max() or 1))
