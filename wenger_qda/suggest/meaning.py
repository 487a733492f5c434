"""Texts as points by what a sentence model makes of them, in the few directions in which a project's texts differ."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from wenger_qda.errors import QdaError
from wenger_qda.suggest.embedding import Embeds
from wenger_qda.suggest.passages import Floats, sampled
from wenger_qda.suggest.vectors import unit_length

DIMENSIONS = 64
_LOG = logging.getLogger(__name__)


class Meaning(NamedTuple):
    """Where texts are put by their vectors: the model, the middle of a project's texts, and the directions kept."""

    embedder: Embeds
    middle: Floats
    directions: Floats

    def place(self, texts: Sequence[str]) -> Floats:
        """Give texts as points of length 1; where the model fails by now, at the origin, so that words go on alone."""
        try:
            return self.project(checked(self.embedder, texts))
        except Exception as reason:  # noqa: BLE001 - whatever a model does, who codes goes on coding
            _LOG.warning("passages are read by their words alone, since the sentence model failed: %s", reason)
            return np.zeros((len(texts), self.directions.shape[1]), dtype=np.float32)

    def project(self, vectors: Floats, middle: Floats | None = None) -> Floats:
        """Give vectors as points of length 1, seen from a middle: that of the project's texts, or one of their own."""
        seen_from = self.middle if middle is None else middle
        return unit_length(np.asarray((vectors - seen_from) @ self.directions, dtype=np.float32))


def meaning_of(vectors: Floats, embedder: Embeds) -> Meaning:
    """Find the directions in which vectors differ most; of many, a sample at even distances is looked at."""
    sample = vectors[sampled(len(vectors))]
    width = vectors.shape[1]
    middle = sample.mean(axis=0) if len(sample) else np.zeros(width, dtype=np.float32)
    off = sample - middle
    strength, directions = np.linalg.eigh((off.T @ off).astype(float))
    n_kept = min(DIMENSIONS, int((strength > 1e-6 * max(strength.max(initial=0), 1e-6)).sum()))
    return Meaning(embedder, middle, np.ascontiguousarray(directions[:, ::-1][:, :n_kept], dtype=np.float32))


def checked(embedder: Embeds, texts: Sequence[str]) -> Floats:
    """Let a model make vectors, and see that they are some.

    Raises
    ------
    QdaError
        If there is not one for each text, or one is no number.
    """
    vectors = np.asarray(embedder.vectors(texts), dtype=np.float32)
    if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
        raise QdaError(f"the sentence model {embedder.name} gives no vector for each text; take another")
    return vectors
