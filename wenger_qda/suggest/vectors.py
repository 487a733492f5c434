"""Texts as points: words, pairs of words and pieces of words, weighed by how rare they are, in few dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from wenger_qda.suggest.passages import Floats, sampled
from wenger_qda.suggest.words import Words

DIMENSIONS = 128
_AT_ONCE = 4_000
_PIECES = 2**15
_WORDS_SHARE, _PIECES_SHARE = 0.6, 0.4
_ROUNDS = 2


class Space(NamedTuple):
    """Where texts are put: the columns of words and pairs, how rare each feature is, and the directions kept."""

    columns: dict[str, int]
    word_rarity: Floats
    piece_rarity: Floats
    directions: Floats

    @property
    def n_dimensions(self) -> int:
        """How many numbers a text has."""
        return int(self.directions.shape[1])

    def place(self, texts: Sequence[Words]) -> Floats:
        """Give texts as points of length 1, texts × dimensions; one without any known feature lies at the origin."""
        points = self.project(texts)
        points /= _lengths(points)
        return points

    def project(self, texts: Sequence[Words]) -> Floats:
        """Give texts as points whose length says how much of them is known, texts × dimensions."""
        found = np.zeros((len(texts), self.n_dimensions), dtype=np.float32)
        for start in range(0, len(texts) if self.n_dimensions else 0, _AT_ONCE):
            part = texts[start : start + _AT_ONCE]
            grams, pieces = _counts(part, self.columns), _pieces(part)
            found[start : start + len(part)] = (
                _blended(grams, self.word_rarity, pieces, self.piece_rarity) @ self.directions
            )
        return found


def space_of(texts: Sequence[Words], *, seed: int = 0) -> Space:
    """Find a space for texts: the directions in which they differ most (latent semantic analysis).

    Of many texts a sample at even distances is looked at. The same texts and seed give the same space.
    """
    from sklearn.decomposition import TruncatedSVD
    from threadpoolctl import threadpool_limits

    sample = [words for words in texts[sampled(len(texts))] if words]
    columns = _columns(sample)
    grams, pieces = _counts(sample, columns), _pieces(sample)
    word_rarity, piece_rarity = _rarity(grams), _rarity(pieces)
    n_dimensions = min(DIMENSIONS, len(sample) - 1, len(columns) - 1)
    if n_dimensions < 1:
        return Space({}, word_rarity[:0], piece_rarity, np.zeros((_PIECES, 0), dtype=np.float32))
    table = _blended(grams, word_rarity, pieces, piece_rarity)
    with threadpool_limits(1):  # on so little, a second thread costs more than it gives
        found = TruncatedSVD(n_dimensions, n_iter=_ROUNDS, random_state=seed).fit(table)
    return Space(columns, word_rarity, piece_rarity, np.ascontiguousarray(found.components_.T, dtype=np.float32))


def unit_length(points: Floats) -> Floats:
    """Give points at length 1 in their direction; the origin stays where it is."""
    return np.asarray(points / _lengths(points), dtype=np.float32)


def _lengths(points: Floats) -> Floats:
    """Give how long points are, rows × 1; 1 for the origin, so that it stays where it is."""
    lengths = np.sqrt(np.einsum("if,if->i", points, points))[:, None]
    return np.asarray(np.where(lengths > 0, lengths, 1), dtype=np.float32)


def _columns(texts: Sequence[Words]) -> dict[str, int]:
    """Number words and pairs of words; in more than a few texts, those that come once say nothing of others."""
    n_texts: dict[str, int] = {}
    for words in texts:
        for gram in set(_grams(words)):
            n_texts[gram] = n_texts.get(gram, 0) + 1
    fewest = 2 if len(texts) > 100 else 1
    kept = sorted(gram for gram, count in n_texts.items() if count >= fewest)
    return {gram: column for column, gram in enumerate(kept)}


def _grams(words: Words) -> Iterable[str]:
    yield from words
    yield from (f"{one} {next_one}" for one, next_one in pairwise(words))


def _counts(texts: Sequence[Words], columns: dict[str, int]) -> sp.csr_matrix:
    """Count words and pairs, texts × columns."""
    found = [[columns[gram] for gram in _grams(words) if gram in columns] for words in texts]
    return _table(found, len(columns))


def _pieces(texts: Sequence[Words]) -> sp.csr_matrix:
    """Count pieces of three and four letters inside words, texts × pieces: each different word is cut up once."""
    from sklearn.feature_extraction.text import HashingVectorizer

    known: dict[str, int] = {}
    numbers = [[known.setdefault(word, len(known)) for word in words] for words in texts]
    if not known:
        return sp.csr_matrix((len(texts), _PIECES), dtype=np.float32)
    cut = HashingVectorizer(
        analyzer="char_wb", ngram_range=(3, 4), n_features=_PIECES, norm=None, alternate_sign=False, dtype=np.float32
    )
    return _table(numbers, len(known)) @ cut.transform(list(known))


def _table(rows: Sequence[Sequence[int]], n_columns: int) -> sp.csr_matrix:
    """Make a table of counts of the columns that each row names."""
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((column for row in rows for column in row), dtype=np.int64, count=int(ends[-1]))
    made = sp.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(rows), n_columns))
    made.sum_duplicates()
    return made


def _blended(grams: sp.csr_matrix, rarity: Floats, pieces: sp.csr_matrix, piece_rarity: Floats) -> sp.csr_matrix:
    """Put words and pieces of words side by side, each with its share of the length."""
    parts = [_weighed(grams, rarity) * _WORDS_SHARE**0.5, _weighed(pieces, piece_rarity) * _PIECES_SHARE**0.5]
    return sp.hstack(parts, format="csr")


def _rarity(counts: sp.csr_matrix) -> Floats:
    n_texts = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + n_texts)) + 1, dtype=np.float32)


def _weighed(counts: sp.csr_matrix, rarity: Floats) -> sp.csr_matrix:
    """Weigh counts by rarity, damped, and bring each text to length 1."""
    from sklearn.preprocessing import normalize

    weighed = counts.astype(np.float32)
    weighed.data = (1 + np.log(weighed.data)) * rarity[weighed.indices]
    return normalize(weighed, copy=False)
