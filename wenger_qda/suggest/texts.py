"""What is known before anything is coded: where passages lie by words and cues, and what the codebook points to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from wenger_qda.suggest.cues import Cues, cues_of, taken
from wenger_qda.suggest.lexicon import Entry, Lexicon, entries_of, lexicon_of, says_who
from wenger_qda.suggest.passages import Floats, Ints, Passages
from wenger_qda.suggest.vectors import Space, space_of
from wenger_qda.suggest.words import UNKNOWN, Words, guess_language, words_of

NAMES = ("definition", "lexicon", "cue_words", "declared")
_BESIDE = ((0, 1.0, 128), (-1, 0.7, 32), (1, 0.7, 32), (-2, 0.4, 16), (2, 0.4, 16))
_FORM_WEIGHT = 0.3
_LARGEST_SAMPLE = 4_000
_LOWEST, _HIGHEST = -3, 6


class Texts(NamedTuple):
    """Passages with their words; as points by their words, and by their form."""

    passages: Passages
    words: list[Words]
    alone: Floats
    form: Floats

    @property
    def n_features(self) -> int:
        """How many numbers a point in its context has."""
        return sum(min(most, int(self.alone.shape[1])) for _, _, most in _BESIDE) + int(self.form.shape[1])

    def points(self, rows: Ints) -> Floats:
        """Give passages as points in their context, of length about 1: themselves, two on each side, and their form.

        Of those beside only the first directions count, which are those in which texts differ most.
        """
        length = sum(weight**2 for _, weight, _ in _BESIDE) ** 0.5
        beside = [
            taken(self.alone[:, :most], self.passages.beside(step, rows)) * np.float32(weight / length)
            for step, weight, most in _BESIDE
        ]
        return np.hstack([*beside, self.form[rows] * np.float32(_FORM_WEIGHT**0.5)])


class Reader(NamedTuple):
    """What passages are read with: the language, the space of their words, their usual cues, and the codebook."""

    language: str
    entries: list[Entry]
    space: Space
    cues: Cues
    lexicon: Lexicon
    definitions: Floats
    usual: tuple[tuple[Floats, Floats], ...]

    def read(self, passages: Passages) -> Texts:
        """Put passages where their words, the two passages on each side and their cues put them."""
        return self._placed(passages, words_of(passages.text, self.language))

    def match(self, texts: Texts, rows: Ints) -> Floats:
        """Give how far the codebook points from passages to each code, passages × codes × ``NAMES``."""
        found = np.zeros((len(rows), len(self.entries), len(NAMES)), dtype=np.float32)
        matches = self._matches(texts.alone[rows], [texts.words[row] for row in rows])
        for place, (values, (mean, spread)) in enumerate(zip(matches, self.usual, strict=True)):
            found[:, :, place] = np.clip((values - mean) / spread, _LOWEST, _HIGHEST)
        if self.entries:
            found[:, :, :2] -= found[:, :, :2].mean(axis=1, keepdims=True)
        found[:, :, 3] = says_who(self.entries, [texts.passages.speaker[row] for row in rows])
        return found

    def _placed(self, passages: Passages, words: list[Words]) -> Texts:
        return Texts(passages, words, self.space.place(words), self.cues.of(passages, words))

    def _matches(self, alone: Floats, words: list[Words]) -> tuple[Floats, Floats, Floats]:
        return alone @ self.definitions.T, *self.lexicon.match(words)


def read(passages: Passages, codes: pd.DataFrame, *, seed: int) -> tuple[Reader, Texts]:
    """Learn to read from passages and a codebook, and read the passages."""
    language = guess_language(passages.text)
    if language == UNKNOWN or not passages.text:
        language = guess_language(codes.get("definition", pd.Series(dtype=str)).fillna("").astype(str))
    entries = entries_of(codes, language)
    words = words_of(passages.text, language)
    space = space_of([*words, *(entry.words for entry in entries)], seed=seed)
    reader = Reader(
        language=language,
        entries=entries,
        space=space,
        cues=cues_of(passages, words),
        lexicon=lexicon_of(entries, words),
        definitions=space.place([entry.words for entry in entries]),
        usual=(),
    )
    texts = reader._placed(passages, words)
    sample = slice(None, None, -(-len(words) // _LARGEST_SAMPLE) or 1)
    usual = tuple(_usual(values) for values in reader._matches(texts.alone[sample], words[sample]))
    return reader._replace(usual=usual), texts


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
        texts.words + more.words,
        np.vstack([texts.alone, more.alone]),
        np.vstack([texts.form, more.form]),
    )


def _usual(values: Floats) -> tuple[Floats, Floats]:
    """Give mean and spread over passages; those of nothing where there is none."""
    if not len(values):
        return np.zeros(values.shape[1], dtype=np.float32), np.ones(values.shape[1], dtype=np.float32)
    return values.mean(axis=0), values.std(axis=0) + np.float32(1e-6)
