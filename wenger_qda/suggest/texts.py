"""What is known before anything is coded: where passages lie by words and cues, and what the codebook points to."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from wenger_qda.suggest.cues import Cues, cues_of, taken
from wenger_qda.suggest.embedding import Embeds
from wenger_qda.suggest.lexicon import (
    Entry,
    Lexicon,
    columns_of,
    entries_of,
    found_in,
    lexicon_of,
    sayings_of,
    says_who,
)
from wenger_qda.suggest.meaning import Meaning, checked, meaning_of
from wenger_qda.suggest.passages import Floats, Ints, Passages, sampled
from wenger_qda.suggest.trained import trained
from wenger_qda.suggest.vectors import Space, space_of
from wenger_qda.suggest.words import UNKNOWN, Words, guess_language, words_of

NAMES = ("definition", "lexicon", "cue_words", "declared")
_BESIDE = ((0, 1.0, 128), (-1, 0.7, 32), (1, 0.7, 32), (-2, 0.4, 16), (2, 0.4, 16))
_FORM_WEIGHT = 0.3
_MEANT_SHARE = 0.5
_LOWEST, _HIGHEST = -3, 6


class Texts(NamedTuple):
    """Passages: how many words each has, and which of the codebook; where words, form and a sentence model put them.

    `found` is a table of passages × words of the codebook. Without a sentence model, `meant` has no dimensions.
    """

    passages: Passages
    n_words: Ints
    found: sp.csr_matrix
    alone: Floats
    form: Floats
    meant: Floats

    @property
    def by_itself(self) -> Floats:
        """Passages as points of length about 1 without their context: by their words and what they mean."""
        return side_by_side(self.alone, self.meant)

    @property
    def n_features(self) -> int:
        """How many numbers a point in its context has."""
        return sum(min(most, width) for width in self._widths for _, _, most in _BESIDE) + int(self.form.shape[1])

    @property
    def _widths(self) -> tuple[int, int]:
        return int(self.alone.shape[1]), int(self.meant.shape[1])

    def points(self, rows: Ints) -> Floats:
        """Give passages as points in their context, of length about 1: themselves, two on each side, and their form.

        Of those beside only the first directions count, which are those in which texts differ most.
        """
        length = sum(weight**2 for _, weight, _ in _BESIDE) ** 0.5
        beside = [
            taken(points[:, :most], self.passages.beside(step, rows)) * np.float32(weight / length * share)
            for points, share in zip((self.alone, self.meant), _shares(self.meant), strict=True)
            for step, weight, most in _BESIDE
        ]
        return np.hstack([*beside, self.form[rows] * np.float32(_FORM_WEIGHT**0.5)])

    def words_at(self, row: int) -> list[int]:
        """Give the words of the codebook that stand in a passage, by their numbers."""
        first, last = self.found.indptr[row : row + 2]
        return list(self.found.indices[first:last].tolist())

    def of_definitions(self, alone: Floats, meant: Floats) -> Floats:
        """Give texts without context as points such as :meth:`points` gives, with nothing beside them."""
        found = np.zeros((len(alone), self.n_features), dtype=np.float32)
        first = sum(min(most, self._widths[0]) for _, _, most in _BESIDE)
        by_words, by_meaning = _shares(self.meant)
        found[:, : alone.shape[1]] = alone * by_words
        found[:, first : first + meant.shape[1]] = meant * by_meaning
        return found


class Reader(NamedTuple):
    """What passages are read with: the language, the space of their words, their usual cues, and the codebook."""

    language: str
    entries: list[Entry]
    space: Space
    cues: Cues
    lexicon: Lexicon
    definitions: Floats
    meaning: Meaning | None
    meant: Floats
    usual: tuple[tuple[Floats, Floats], ...]

    def read(self, passages: Passages) -> Texts:
        """Put passages where their words, the two passages on each side and their cues put them."""
        meant = self.meaning.place(passages.text) if self.meaning else nowhere(len(passages))
        words = words_of(passages.text, self.language)
        return self._placed(passages, words, found_in(words, self.lexicon.columns), meant)

    def match(self, texts: Texts, rows: Ints) -> Floats:
        """Give how far the codebook points from passages to each code, passages × codes × ``NAMES``."""
        found = np.zeros((len(rows), len(self.entries), len(NAMES)), dtype=np.float32)
        matches = self._matches(texts.alone[rows], texts.meant[rows], texts.found[rows])
        for place, (values, (mean, spread)) in enumerate(zip(matches, self.usual, strict=True)):
            found[:, :, place] = np.clip((values - mean) / spread, _LOWEST, _HIGHEST)
        if self.entries:
            found[:, :, :2] -= found[:, :, :2].mean(axis=1, keepdims=True)
        found[:, :, 3] = says_who(self.entries, [texts.passages.speaker[row] for row in rows])
        return found

    def _placed(self, passages: Passages, words: list[Words], found: sp.csr_matrix, meant: Floats) -> Texts:
        n_words = np.array([len(one) for one in words], dtype=np.int64)
        return Texts(passages, n_words, found, self.space.place(words), self.cues.of(passages, words), meant)

    def _matches(self, alone: Floats, meant: Floats, found: sp.csr_matrix) -> tuple[Floats, Floats, Floats]:
        by_definition = alone @ self.definitions.T
        if self.meaning:
            by_definition = by_definition + meant @ self.meant.T
        return by_definition, *self.lexicon.match(found)


def read(
    passages: Passages,
    codes: pd.DataFrame,
    *,
    seed: int,
    embedder: Embeds | None = None,
    pipeline: str | Path | None = None,
) -> tuple[Reader, Texts]:
    """Learn to read from passages and a codebook, and read the passages; with a sentence model, by what they mean, too.

    Where a trained pipeline of spaCy is named, it gives the words.

    Raises
    ------
    QdaError
        If the sentence model fails, or there is no such pipeline.
    """
    language = trained(pipeline) if pipeline else _language(passages, codes)
    entries = entries_of(codes, language)
    words = words_of(passages.text, language)
    space = space_of([*words, *(entry.words for entry in entries)], seed=seed)
    columns = columns_of(entries)
    found = found_in(words, columns)
    meaning, meant, defined = _meant(passages, sayings_of(codes), embedder)
    reader = Reader(
        language=language,
        entries=entries,
        space=space,
        cues=cues_of(passages, words),
        lexicon=lexicon_of(entries, columns, found),
        definitions=space.place([entry.words for entry in entries]),
        meaning=meaning,
        meant=defined,
        usual=(),
    )
    texts = reader._placed(passages, words, found, meant)
    sample = sampled(len(words))
    usual = tuple(_usual(values) for values in reader._matches(texts.alone[sample], meant[sample], found[sample]))
    return reader._replace(usual=usual), texts


def _language(passages: Passages, codes: pd.DataFrame) -> str:
    """Tell in which language passages are, or else the definitions."""
    language = guess_language(passages.text)
    if language == UNKNOWN or not passages.text:
        return guess_language(codes.get("definition", pd.Series(dtype=str)).fillna("").astype(str))
    return language


def joined(texts: Texts, more: Texts) -> Texts:
    """Put further texts behind others, as documents of their own; those that were there keep their rows."""
    one, other = texts.passages, more.passages
    first = int(one.document.max(initial=-1)) + 1
    passages = Passages(
        source=one.source + other.source,
        turn=np.concatenate([one.turn, other.turn]),
        start=np.concatenate([one.start, other.start]),
        end=np.concatenate([one.end, other.end]),
        kind=one.kind + other.kind,
        speaker=one.speaker + other.speaker,
        text=one.text + other.text,
        document=np.concatenate([one.document, other.document + first]),
        row_of=one.row_of | {key: row + len(one) for key, row in other.row_of.items()},
    )
    return Texts(
        passages,
        np.concatenate([texts.n_words, more.n_words]),
        sp.vstack([texts.found, more.found], format="csr"),
        np.vstack([texts.alone, more.alone]),
        np.vstack([texts.form, more.form]),
        np.vstack([texts.meant, more.meant]),
    )


def side_by_side(alone: Floats, meant: Floats) -> Floats:
    """Put points by words and points by meaning side by side, each with its share of the length."""
    by_words, by_meaning = _shares(meant)
    return np.hstack([alone * by_words, meant * by_meaning]) if meant.shape[1] else alone


def nowhere(n_texts: int) -> Floats:
    """Give points without dimensions: of texts that no sentence model has read."""
    return np.zeros((n_texts, 0), dtype=np.float32)


def _shares(meant: Floats) -> tuple[np.float32, np.float32]:
    """Give what words and meaning are multiplied with; words stand alone where there is no sentence model."""
    share = _MEANT_SHARE if meant.shape[1] else 0.0
    return np.float32((1 - share) ** 0.5), np.float32(share**0.5)


def _meant(passages: Passages, sayings: list[str], embedder: Embeds | None) -> tuple[Meaning | None, Floats, Floats]:
    """Let a sentence model read passages and what the codebook says of codes.

    Definitions are seen from their own middle: what is common to all of them says nothing of one.
    """
    if embedder is None:
        return None, nowhere(len(passages)), nowhere(len(sayings))
    read, said = checked(embedder, passages.text), checked(embedder, sayings)
    meaning = meaning_of(read, embedder)
    middle = said.mean(axis=0) if len(said) > 1 else None
    return meaning, meaning.project(read), meaning.project(said, middle)


def _usual(values: Floats) -> tuple[Floats, Floats]:
    """Give mean and spread over passages; those of nothing where there is none."""
    if not len(values):
        return np.zeros(values.shape[1], dtype=np.float32), np.ones(values.shape[1], dtype=np.float32)
    return values.mean(axis=0), values.std(axis=0) + np.float32(1e-6)
