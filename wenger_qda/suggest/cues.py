"""What a passage is like whatever it says: a question or not, how long, how it begins, who speaks, whom it echoes."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from wenger_qda.suggest.passages import Floats, Passages
from wenger_qda.suggest.words import Words

_ASKING = frozenset("what who where when why how which".split())
_HELPING = frozenset("do does did is are was were have has had can could would will should".split())
_MARKING = frozenset("so and but yeah yes no okay ok um well oh right".split())
_LONGEST = 60
_MOST_SPEAKERS = 40
_FARTHEST_ECHO = 4
_SELF, _BESIDE, _SPEAKER, _SPEAKER_BESIDE, _ECHO = 0.5, 0.25, 0.5, 0.3, 0.7
_KIND = 0.7


class Cues(NamedTuple):
    """What passages are measured with: the mean and spread of the surface cues, and the voices that are told apart."""

    mean: Floats
    spread: Floats
    scale: float
    voices: dict[str, int]

    def of(self, passages: Passages, words: Sequence[Words]) -> Floats:
        """Give the cues of passages with those of the passages beside them, passages × cues, of length about 1."""
        return self._laid(passages, words, _surface(passages, words))

    def _laid(self, passages: Passages, words: Sequence[Words], measured: Floats) -> Floats:
        surface = np.clip((measured - self.mean) / self.spread, -3, 3) / len(self.mean) ** 0.5
        voices = self._voices(passages)
        before, after = passages.beside(-1), passages.beside(1)
        parts = [
            surface * _SELF, taken(surface, before) * _BESIDE, taken(surface, after) * _BESIDE,
            voices * _SPEAKER, taken(voices, before) * _SPEAKER_BESIDE, taken(voices, after) * _SPEAKER_BESIDE,
            _echoes(passages, words) * _ECHO,
        ]  # fmt: skip
        found = np.hstack(parts, dtype=np.float32)
        found /= np.float32(self.scale)
        return found

    def _voices(self, passages: Passages) -> Floats:
        found = np.zeros((len(passages), len(self.voices)), dtype=np.float32)
        for row, (speaker, kind) in enumerate(zip(passages.speaker, passages.kind, strict=True)):
            for name, weight in ((f"speaker {speaker}", 1.0), (f"kind {kind}", _KIND)):
                if name in self.voices:
                    found[row, self.voices[name]] = weight
        return found


def cues_of(passages: Passages, words: Sequence[Words]) -> Cues:
    """Learn from passages what is usual among them."""
    measured = _surface(passages, words)
    surface = measured if len(measured) else np.zeros((1, measured.shape[1]), dtype=np.float32)
    speakers = Counter(speaker for speaker in passages.speaker if speaker).most_common(_MOST_SPEAKERS)
    names = [f"speaker {speaker}" for speaker, _ in speakers] + [f"kind {kind}" for kind in sorted(set(passages.kind))]
    raw = Cues(surface.mean(axis=0), surface.std(axis=0) + 1e-6, 1.0, {name: place for place, name in enumerate(names)})
    lengths = np.einsum("if,if->i", *[raw._laid(passages, words, measured)] * 2) if len(passages) else np.ones(1)
    return raw._replace(scale=float(max(lengths.mean(), 1e-6) ** 0.5))


def taken(values: Floats, rows: np.ndarray) -> Floats:
    """Give the values of other rows; nothing where a row is -1."""
    if not len(values):
        return values
    return np.asarray(np.where(rows[:, None] >= 0, values[rows], 0), dtype=np.float32)


def _surface(passages: Passages, words: Sequence[Words]) -> Floats:
    found = (_cues(text, plain) for text, plain in zip(passages.text, words, strict=True))
    n_cues = len(_cues("", []))
    numbers = np.fromiter(chain.from_iterable(found), dtype=np.float32, count=n_cues * len(passages))
    return numbers.reshape(len(passages), n_cues)


def _cues(text: str, plain: Words) -> tuple[float, ...]:
    low = text.lower()
    tokens = low.split()
    first = tokens[0].strip("\"'“”‘’.,;:!?…-–—()[]") if tokens else ""
    there = set(plain)
    return (
        text.rstrip(" \n\"'”’»").endswith(("?", "？")), "?" in text or "？" in text,
        min(len(tokens), _LONGEST) / 20, np.log1p(len(tokens)) / 2,
        first in _ASKING, first in _HELPING, first in _MARKING,
        "you" in there, "i" in there, any(map(str.isdigit, text)), "because" in there, text.count(",") / 3,
        "not" in there or "n't" in low, "laugh" in low or "!" in text,
    )  # fmt: skip


def _echoes(passages: Passages, words: Sequence[Words]) -> Floats:
    """Tell how far each passage takes up what another speaker said last: shares of words in common, how far back."""
    found = np.zeros((len(passages), 4), dtype=np.float32)
    bags: deque[frozenset[str]] = deque(maxlen=_FARTHEST_ECHO + 1)
    for row, speaker in enumerate(passages.speaker):
        bags.append(frozenset(words[row]))
        other = _other_voice(passages, row) if speaker else -1
        if other < 0:
            continue
        here, there = bags[-1], bags[other - row - 1]
        if here and there:
            shared = len(here & there)
            found[row] = shared / len(here | there), shared / len(here), shared / len(there), 1 / (row - other)
    return found


def _other_voice(passages: Passages, row: int) -> int:
    """Give the row of the last passage before, and near, in which somebody else speaks; -1 where there is none."""
    for other in range(row - 1, max(row - 1 - _FARTHEST_ECHO, -1), -1):
        if passages.document[other] != passages.document[row]:
            return -1
        if passages.speaker[other] != passages.speaker[row]:
            return other
    return -1
