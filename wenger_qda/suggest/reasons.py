"""Why a code is suggested, in words that a researcher can check."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from wenger_qda.suggest import likeness
from wenger_qda.suggest.calibration import Array
from wenger_qda.suggest.learner import Learner
from wenger_qda.suggest.passages import Floats, Ints
from wenger_qda.suggest.ranker import FEATURES

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
_NAMES = list(_GROUPS)
_SUMS = np.array([[feature in names for names in _GROUPS.values()] for feature in FEATURES], dtype=float)


class Reasons:
    """The reasons for suggestions in some passages.

    Parameters
    ----------
    learner : Learner
    rows : ndarray
        The passages, by their rows.
    effects : ndarray, passages × codes × features
        What each feature adds to the scores.
    """

    def __init__(self, learner: Learner, rows: Ints, effects: Array) -> None:
        self._learner = learner
        self._rows = rows
        self._alike: Floats = learner.texts.points(rows) @ learner.memory.points.T
        by_group = effects @ _SUMS
        self._strength: Array = by_group - by_group.mean(axis=1, keepdims=True)
        self._says: dict[str, Callable[[int, int], str]] = {
            "alike": self._nearest, "codebook": self._words, "declared": self._declared, "form": self._form,
            "lately": self._lately, "in_text": self._in_text, "speaker": self._speaker, "follows": self._follows,
            "often": self._often,
        }  # fmt: skip

    def why(self, place: int, code: int) -> str:
        """Give the strongest reasons for a code in a passage, at most two, as far as they can be said.

        Parameters
        ----------
        place, code : int
            Which of the rows, and which of the codes.
        """
        strength = self._strength[place, code]
        said: list[str] = []
        for number in np.argsort(-strength, kind="stable"):
            group = _NAMES[number]
            if strength[number] <= 0 or len(said) == _MOST_REASONS:
                break
            if sentence := self._says[group](place, code):
                said.append(sentence)
        return "; ".join(said) or "the likeliest of what is left"

    def _nearest(self, place: int, code: int) -> str:
        memory, passages = self._learner.memory, self._learner.texts.passages
        carrying = np.flatnonzero((memory.labels[:, code] > 0) & (memory.rows != self._rows[place]))
        if not len(carrying):
            return ""
        row = memory.rows[carrying[np.argmax(self._alike[place, carrying])]]
        return f"like a passage in {passages.source[row]}: “{_shortened(passages.text[row])}”"

    def _words(self, place: int, code: int) -> str:
        reader, words = self._learner.reader, self._learner.texts.words[self._rows[place]]
        shared = reader.lexicon.shared(words, code)[:_MOST_WORDS]
        return f"words of the codebook: {', '.join(shared)}" if shared else ""

    def _declared(self, place: int, code: int) -> str:
        speaker = self._speaker_at(place)
        return f"the codebook gives it to {speaker}" if speaker and self._learner.reader.entries[code].speakers else ""

    def _form(self, _place: int, code: int) -> str:
        return "passages of this form often carry it" if self._learner.counts.of_code[code] else ""

    def _lately(self, place: int, code: int) -> str:
        learner, row = self._learner, int(self._rows[place])
        first = int(np.searchsorted(learner.texts.passages.document, learner.texts.passages.document[row]))
        used = np.flatnonzero(learner.labels[first:row, code])
        if not len(used):
            return "used lately" if learner.counts.of_code[code] else ""
        ago = row - first - int(used[-1])
        return "used on the passage before" if ago == 1 else f"used {_number(ago)} passages ago"

    def _in_text(self, place: int, code: int) -> str:
        learner, row = self._learner, int(self._rows[place])
        here = slice(
            *np.searchsorted(learner.texts.passages.document, learner.texts.passages.document[row] + np.arange(2))
        )
        times = int(learner.labels[here, code].sum() - learner.labels[row, code])
        return f"used {_number(times)} times in this text" if times > 1 else ""

    def _speaker(self, place: int, code: int) -> str:
        speaker = self._speaker_at(place)
        given = speaker and self._learner.counts.by_speaker[speaker][code] > 0
        return f"often given where {speaker} speaks" if given else ""

    def _follows(self, place: int, code: int) -> str:
        learner, row = self._learner, int(self._rows[place])
        for before in (row - 1, row - 2):
            codes = np.flatnonzero(learner.labels[before]).tolist() if before >= 0 else []
            after = [int(one) for one in codes if learner.counts.followed[int(one)][code] > 0]
            if after:
                return f"often comes after {learner.reader.entries[after[0]].name}"
        return ""

    def _often(self, _place: int, code: int) -> str:
        return "one of the codes used most" if self._learner.counts.of_code[code] > 1 else ""

    def _speaker_at(self, place: int) -> str:
        return self._learner.texts.passages.speaker[int(self._rows[place])]


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 2].rsplit(" ", 1)[0] + " …"


def _number(number: int) -> str:
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return small[number] if number < len(small) else str(number)
