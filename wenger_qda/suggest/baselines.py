"""What any suggester must beat: the codes used last, the codes used most, the nearest passage, words alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp

from wenger_qda.suggest.calibration import Array
from wenger_qda.suggest.passages import Floats

_GROWS_BY = 1.2
_FEWEST = 5
_BLOCK = 512

Baseline = Callable[[Floats, sp.csr_matrix], tuple[Array, Array | None]]


def recent(labels: Floats, _table: sp.csr_matrix) -> tuple[Array, Array | None]:
    """Order codes by when they were last used; no probabilities come of that."""
    scores = np.zeros(labels.shape)
    last = np.full(labels.shape[1], -1.0)
    for place, given in enumerate(labels):
        scores[place] = last
        last[given > 0] = place
    return scores, None


def frequent(labels: Floats, _table: sp.csr_matrix) -> tuple[Array, Array | None]:
    """Order codes by how often they were used."""
    usual = frequencies(labels)
    return usual, usual


def nearest(labels: Floats, table: sp.csr_matrix) -> tuple[Array, Array | None]:
    """Order codes by how like the passage is to the nearest coded one that carries them (TF-IDF, cosine)."""
    scores = np.zeros(labels.shape)
    carrying = [np.flatnonzero(column) for column in labels.T]
    for start in range(0, len(labels), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(labels)))
        alike = (table[rows] @ table[: rows[-1] + 1].T).toarray()
        alike[np.arange(rows[-1] + 1)[None, :] >= rows[:, None]] = 0
        for code, places in enumerate(carrying):
            there = places[places <= rows[-1]]
            if len(there):
                scores[rows, code] = alike[:, there].max(axis=1)
    return scores, scores


def tfidf(labels: Floats, table: sp.csr_matrix) -> tuple[Array, Array | None]:
    """Logistic regression on the words of the passage alone, fitted anew whenever a fifth more is coded."""
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    scores = frequencies(labels)
    with threadpool_limits(1):  # thousands of small fits: threads that wait for each other take many times as long
        _fill(scores, labels, table, LogisticRegression(C=10, solver="liblinear"))
    return scores, scores


def _fill(scores: Array, labels: Floats, table: sp.csr_matrix, model: Any) -> None:
    """Put the predictions of a model into the scores of the passages behind the first few."""
    place = _FEWEST
    while place < len(labels):
        end = min(max(int(place * _GROWS_BY), place + 1), len(labels))
        for code in np.flatnonzero(labels[:place].any(axis=0) & ~labels[:place].all(axis=0)):
            model.fit(table[:place], labels[:place, code] > 0)
            scores[place:end, code] = model.predict_proba(table[place:end])[:, 1]
        place = end


BASELINES: dict[str, Baseline] = {"recent": recent, "frequent": frequent, "tfidf": tfidf, "nearest": nearest}


def frequencies(labels: Floats) -> Array:
    """Give how often each code was used before each passage, as if one passage more had carried a code of all."""
    before = np.cumsum(labels, axis=0, dtype=float) - labels
    return np.asarray((before + 1 / max(labels.shape[1], 1)) / (np.arange(len(labels))[:, None] + 1))


def word_table(texts: Sequence[str]) -> sp.csr_matrix:
    """Give texts as TF-IDF of words and pairs of words, texts × features, each of length 1."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not any(any(map(str.isalnum, text)) for text in texts):
        return sp.csr_matrix((len(texts), 1))
    words = r"(?u)\w+"
    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=words).fit_transform(texts)
