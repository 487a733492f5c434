"""What a codebook says of its codes, beside the words of passages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from wenger_qda.suggest.calibration import Array
from wenger_qda.suggest.passages import Floats, Ints
from wenger_qda.suggest.words import Words, telling, words_of


class Entry(NamedTuple):
    """A code as suggestions know it: all that the codebook says, and the words that point to it."""

    code: str
    name: str
    words: Words
    pointing: frozenset[str]
    cues: frozenset[str]
    speakers: tuple[str, ...]


def entries_of(codes: pd.DataFrame, language: str) -> list[Entry]:
    """Read the codes table; codes that only hold others are left out."""
    rows = _codable(codes)
    said = words_of(sayings_of(codes), language)
    cues = words_of([_text(row, "name", "cues") for row in rows], language)
    return [
        Entry(
            code=str(row["code"]), name=_text(row, "name") or str(row["code"]), words=words,
            pointing=frozenset(telling(words, language)), cues=frozenset(telling(hints, language)),
            speakers=tuple(str(name).casefold() for name in _list(row.get("speakers"))),
        )
        for row, words, hints in zip(rows, said, cues, strict=True)
    ]  # fmt: skip


def sayings_of(codes: pd.DataFrame) -> list[str]:
    """Give all that the codebook says of each code that can be given."""
    return [_text(row, "name", "definition", "include", "cues") for row in _codable(codes)]


class Lexicon(NamedTuple):
    """The words of a codebook, and how much each says: rare among passages, and rare among codes.

    `columns` numbers the `words`, `rarity` has a number for each, `pointing` those that point to each code. `said` and
    `cued` are tables of words × codes: what a word adds to a code by all that is said of it, and by its cues alone.
    """

    columns: dict[str, int]
    words: tuple[str, ...]
    rarity: tuple[float, ...]
    pointing: tuple[frozenset[int], ...]
    said: sp.csr_matrix
    cued: sp.csr_matrix

    def match(self, found: sp.csr_matrix) -> tuple[Floats, Floats]:
        """Give how much texts point to each code, by all that is said of it and by its cues alone: texts × codes.

        Parameters
        ----------
        found : sparse table, texts × words
            As :func:`found_in` gives it.
        """
        return _dense(found @ self.said), _dense(found @ self.cued)

    def shared(self, found: Sequence[int], code: int) -> list[int]:
        """Give those words of a text, by their numbers, that point to a code, the most telling first."""
        pointing = self.pointing[code]
        return sorted((word for word in found if word in pointing), key=lambda word: (-self.rarity[word], word))


def columns_of(entries: Sequence[Entry]) -> dict[str, int]:
    """Number the words of a codebook in the order of the alphabet."""
    words = {word for entry in entries for word in entry.pointing | entry.cues}
    return {word: column for column, word in enumerate(sorted(words))}


def found_in(texts: Sequence[Words], columns: Mapping[str, int]) -> sp.csr_matrix:
    """Find words of a codebook in texts: a table of texts × words, 1 where it is there, the words in their order."""
    found = [sorted({columns[word] for word in words if word in columns}) for words in texts]
    ends = np.cumsum([0, *map(len, found)], dtype=np.int32)
    words = np.fromiter(chain.from_iterable(found), dtype=np.int32, count=int(ends[-1]))
    return sp.csr_matrix((np.ones(len(words), dtype=np.float32), words, ends), shape=(len(found), len(columns)))


def lexicon_of(entries: Sequence[Entry], columns: dict[str, int], found: sp.csr_matrix) -> Lexicon:
    """Weigh the words of a codebook by how rare they are in texts and among its codes.

    Parameters
    ----------
    entries : sequence of Entry
    columns : dict
        As :func:`columns_of` gives them.
    found : sparse table, texts × words
        As :func:`found_in` gives it.
    """
    n_texts = found.shape[0]
    rarity = np.log((1 + n_texts) / (1 + _counts(found))) if n_texts else np.ones(len(columns))
    said = found_in([list(entry.pointing) for entry in entries], columns)
    cued = found_in([list(entry.cues) for entry in entries], columns)
    among_codes = np.log((1 + len(entries)) / (1 + _counts(said))) + 0.2
    return Lexicon(
        columns, tuple(columns), tuple(rarity.tolist()), tuple(frozenset(row.indices.tolist()) for row in said),
        _weighed(said, rarity * among_codes), _weighed(cued, rarity),
    )  # fmt: skip


def says_who(entries: Sequence[Entry], speakers: Sequence[str]) -> Floats:
    """Tell whether the codebook gives a code to a speaker: 1 yes, -1 to others only, 0 where it does not say."""
    declared = np.zeros((len(speakers), len(entries)), dtype=np.float32)
    for place, entry in enumerate(entries):
        if entry.speakers:
            declared[:, place] = [_is_one_of(speaker.casefold(), entry.speakers) for speaker in speakers]
    return declared


def _is_one_of(speaker: str, names: Iterable[str]) -> float:
    if not speaker:
        return 0
    return 1 if any(name in speaker or speaker in name for name in names) else -1


def _codable(codes: pd.DataFrame) -> list[dict[Any, Any]]:
    return [row for row in codes.to_dict("records") if row.get("is_codable", True) is not False]


def _counts(found: sp.csr_matrix) -> Ints:
    return np.bincount(found.indices, minlength=found.shape[1])


def _weighed(found: sp.csr_matrix, weights: Array) -> sp.csr_matrix:
    """Turn a table of codes × words into one of words × codes, each word with its weight."""
    return sp.csr_matrix(found.multiply(weights).T)


def _dense(table: sp.csr_matrix) -> Floats:
    return np.asarray(table.toarray(), dtype=np.float32)


def _text(row: dict[Any, Any], *names: str) -> str:
    parts = (part for name in names for part in _list(row.get(name)))
    return ". ".join(parts).replace("_", " ")


def _list(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, (list, tuple, set, frozenset, np.ndarray)):
        return [str(part) for part in value]
    return []
