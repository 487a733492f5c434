"""What a codebook says of its codes, beside the words of passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from wenger_qda.suggest.passages import Floats
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
    """How much each word says: rare among passages, and rare among codes."""

    rarity: dict[str, float]
    codes_with: dict[str, list[tuple[int, float]]]
    codes_with_cue: dict[str, list[int]]
    pointing: tuple[frozenset[str], ...]

    @property
    def n_codes(self) -> int:
        """How many codes there are."""
        return len(self.pointing)

    def match(self, texts: Sequence[Words]) -> tuple[Floats, Floats]:
        """Give how much the words of texts point to each code, by all that is said of it and by its cues alone."""
        shape = (len(texts), self.n_codes)
        said, cued = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
        for row, words in enumerate(texts):
            for word in set(words):
                rarity = self.rarity.get(word, self.rarity[""])
                for code, weight in self.codes_with.get(word, ()):
                    said[row, code] += rarity * weight
                for code in self.codes_with_cue.get(word, ()):
                    cued[row, code] += rarity
        return said, cued

    def shared(self, words: Words, code: int) -> list[str]:
        """Give the words of a text that point to a code, the most telling first."""
        found = {word: self.rarity.get(word, self.rarity[""]) for word in words if word in self.pointing[code]}
        return sorted(found, key=lambda word: (-found[word], word))


def lexicon_of(entries: Sequence[Entry], texts: Sequence[Words]) -> Lexicon:
    """Weigh the words of a codebook by how rare they are in texts and among its codes."""
    n_texts: dict[str, int] = {}
    for words in texts:
        for word in set(words):
            n_texts[word] = n_texts.get(word, 0) + 1
    rarity = {word: float(np.log((1 + len(texts)) / (1 + count))) for word, count in n_texts.items()}
    rarity[""] = float(np.log(1 + len(texts))) or 1.0
    n_codes = _spread(entry.pointing for entry in entries)
    codes_with: dict[str, list[tuple[int, float]]] = {}
    with_cue: dict[str, list[int]] = {}
    for place, entry in enumerate(entries):
        for word in entry.pointing:
            weight = float(np.log((1 + len(entries)) / (1 + n_codes[word]))) + 0.2
            codes_with.setdefault(word, []).append((place, weight))
        for word in entry.cues:
            with_cue.setdefault(word, []).append(place)
    return Lexicon(rarity, codes_with, with_cue, tuple(entry.pointing for entry in entries))


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


def _spread(sets: Iterable[frozenset[str]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for words in sets:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    return counts


def _text(row: dict[Any, Any], *names: str) -> str:
    parts = (part for name in names for part in _list(row.get(name)))
    return ". ".join(parts).replace("_", " ")


def _list(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, (list, tuple, set, frozenset, np.ndarray)):
        return [str(part) for part in value]
    return []
