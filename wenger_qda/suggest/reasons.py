"""Why a code is suggested, in words that a researcher can check."""

from __future__ import annotations

from collections.abc import Callable
from sys import intern

import numpy as np

from wenger_qda.suggest import likeness
from wenger_qda.suggest.calibration import Array
from wenger_qda.suggest.learner import Learner, Ranked
from wenger_qda.suggest.passages import Ints
from wenger_qda.suggest.ranker import FEATURES
from wenger_qda.suggest.uses import uses_of
from wenger_qda.suggest.words import forms_of

_LONGEST = 70
_MOST_WORDS = 4
_MOST_REASONS = 2
_GROUPS = {
    "alike": (*likeness.NAMES, "text", "text_behind_best"),
    "codebook": ("definition", "lexicon", "cue_words"),
    "declared": ("declared",),
    "form": ("form", "form_behind_best"),
    "lately": ("previous", "previous_same_voice", "previous_after_gap", "one_before", "recency_rank", "recency"),
    "in_text": ("in_document",),
    "speaker": ("speaker_odds",),
    "follows": ("follows",),
    "often": ("in_project", "share", "used"),
}
_SUMS = np.array([[feature in names for names in _GROUPS.values()] for feature in FEATURES], dtype=float)


class Reasons:
    """The reasons for suggestions.

    Parameters
    ----------
    learner : Learner
    rows : ndarray of int
        The passages that were ranked.
    ranked : Ranked
        What came of it.
    places, codes : ndarray of int, suggestions
        For which of the rows each is, and which code.
    """

    def __init__(self, learner: Learner, rows: Ints, ranked: Ranked, places: Ints, codes: Ints) -> None:
        passages, by_group = learner.texts.passages, ranked.effects @ _SUMS
        self._strength: Array = by_group[places, codes] - by_group.mean(axis=1)[places]
        self._learner = learner
        self._alike = np.where(rows[:, None] != learner.memory.rows, ranked.alike, -np.inf)
        self._carrying = {code: learner.memory.carrying(code) for code in set(codes.tolist())}
        self._words_at = {row: learner.texts.words_at(row) for row in set(rows[places].tolist())}
        self._places: list[int] = places.tolist()
        self._rows: list[int] = rows[places].tolist()
        self._codes: list[int] = codes.tolist()
        uses, document = uses_of(learner.memory, len(passages)), passages.bounds(rows[places])
        self._ago = uses.ago(rows[places], codes, document[0]).tolist()
        self._times = uses.times(codes, *document).tolist()
        self._says: list[Callable[[int], str]] = [
            self._nearest, self._words, self._declared, self._form, self._lately, self._in_text, self._speaker,
            self._follows, self._often,
        ]  # fmt: skip

    def said(self) -> list[str]:
        """Give the strongest reasons for each suggestion, at most two, as far as they can be said."""
        groups = np.argsort(-self._strength, axis=1, kind="stable").tolist()
        n_for = (self._strength > 0).sum(axis=1).tolist()
        return [self._why(number, order[:n]) for number, (order, n) in enumerate(zip(groups, n_for, strict=True))]

    def _why(self, number: int, groups: list[int]) -> str:
        said: list[str] = []
        for group in groups:
            if sentence := self._says[group](number):
                said.append(sentence)
            if len(said) == _MOST_REASONS:
                break
        return intern("; ".join(said) or "the likeliest of what is left")  # of thousands, few differ

    def _nearest(self, number: int) -> str:
        memory, passages = self._learner.memory, self._learner.texts.passages
        carrying = self._carrying[self._codes[number]]
        alike = self._alike[self._places[number]][carrying]
        nearest = alike.argmax() if len(alike) else -1
        if nearest < 0 or np.isneginf(alike[nearest]):
            return ""
        row = memory.rows[carrying[nearest]]
        return f"like a passage in {passages.source[row]}: “{_shortened(passages.text[row])}”"

    def _words(self, number: int) -> str:
        reader, row = self._learner.reader, self._rows[number]
        shared = reader.lexicon.shared(self._words_at[row], self._codes[number])[:_MOST_WORDS]
        if not shared:
            return ""
        forms, words = forms_of(self._learner.texts.passages.text[row], reader.language), reader.lexicon.words
        return f"words of the codebook: {', '.join(forms.get(words[word], words[word]) for word in shared)}"

    def _declared(self, number: int) -> str:
        speaker, entry = self._speaker_at(number), self._learner.reader.entries[self._codes[number]]
        return f"the codebook gives it to {speaker}" if speaker and entry.speakers else ""

    def _form(self, number: int) -> str:
        return "passages of this form often carry it" if self._n_given(number) else ""

    def _lately(self, number: int) -> str:
        ago = self._ago[number]
        if not ago:
            return "used lately" if self._n_given(number) else ""
        return "used on the passage before" if ago == 1 else f"used {_number(ago)} passages ago"

    def _in_text(self, number: int) -> str:
        times = self._times[number]
        return f"used {_number(times)} times in this text" if times > 1 else ""

    def _speaker(self, number: int) -> str:
        speaker = self._speaker_at(number)
        given = speaker and self._learner.counts.by_speaker[speaker].item(self._codes[number]) > 0
        return f"often given where {speaker} speaks" if given else ""

    def _follows(self, number: int) -> str:
        learner, row, code = self._learner, self._rows[number], self._codes[number]
        for before in (row - 1, row - 2):
            codes = np.flatnonzero(learner.labels[before]).tolist() if before >= 0 else []
            after = [one for one in codes if learner.counts.followed[one][code] > 0]
            if after:
                return f"often comes after {learner.reader.entries[after[0]].name}"
        return ""

    def _often(self, number: int) -> str:
        return "one of the codes used most" if self._n_given(number) > 1 else ""

    def _n_given(self, number: int) -> float:
        return self._learner.counts.of_code.item(self._codes[number])

    def _speaker_at(self, number: int) -> str:
        return self._learner.texts.passages.speaker[self._rows[number]]


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 2].rsplit(" ", 1)[0] + " …"


def _number(number: int) -> str:
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return small[number] if number < len(small) else str(number)
