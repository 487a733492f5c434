"""How a coder goes on: what was used lately, how often, for whom, and what follows what."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from wenger_qda.suggest.passages import Floats, Ints, Passages

NAMES = (
    "previous", "previous_same_voice", "previous_after_gap", "one_before", "recency_rank", "recency", "in_document",
    "in_project", "share", "speaker_odds", "follows", "used",
)  # fmt: skip
_FADES_AFTER = 8
_MOST_ODDS = 3.0
_FAR = 99
_NEAR = 2


class Counts:
    """What was used in all that is coded so far: how often, for whom, after what, and when last."""

    def __init__(self, n_codes: int) -> None:
        self.n_passages = 0
        self._often: Floats | None = None
        self.of_code = np.zeros(n_codes)
        self.last = np.full(n_codes, -np.inf)
        self.by_speaker: dict[str, Floats] = defaultdict(lambda: np.zeros(n_codes, dtype=np.float32))
        self.n_by_speaker: dict[str, int] = defaultdict(int)
        self.followed: dict[int, Floats] = defaultdict(lambda: np.zeros(n_codes, dtype=np.float32))

    @property
    def often(self) -> Floats:
        """How often each code was used, codes × 2: as a logarithm beside the others, and as a share of passages."""
        if self._often is None:
            logged = np.log1p(self.of_code)
            share = 2 * self.of_code / max(self.n_passages, 1)
            self._often = np.stack([logged - logged.mean(), share], axis=1).astype(np.float32)
        return self._often

    def add(self, labels: Floats, speaker: str, after: Floats | None) -> None:
        """Count a passage with its codes; `after`: the codes of the one just before, if there is one."""
        for code in () if after is None else np.flatnonzero(after).tolist():
            self.followed[code] += labels
        self._often = None
        self.of_code += labels
        self.last[labels > 0] = self.n_passages
        self.by_speaker[speaker] += labels
        self.n_by_speaker[speaker] += 1
        self.n_passages += 1

    def correct(self, change: Floats, speaker: str) -> None:
        """Take in that the codes of a counted passage have changed."""
        self._often = None
        self.of_code += change
        self.by_speaker[speaker] += change
        self.last[change > 0] = self.n_passages - 1


class Trail:
    """Where one is in a document: the last coded passages, and what was used in it."""

    def __init__(self, counts: Counts) -> None:
        self.now = counts.n_passages
        self.last = counts.last.copy()
        self._lately: Floats | None = None
        n_codes = len(self.last)
        self.in_document = np.zeros(n_codes)
        self.previous = np.zeros(n_codes, dtype=np.float32)
        self.one_before = np.zeros(n_codes, dtype=np.float32)
        self.speaker = ""
        self.row = -_FAR

    def go_past(self, row: int, labels: Floats, speaker: str) -> None:
        """Go past coded passages, one or several: the last of them, the codes of each, and who speaks in the last."""
        places, codes = np.nonzero(labels)
        self.last[codes] = self.now + places  # of a code that comes twice, the later place stands
        self.now += len(labels)
        self._lately = None
        self.in_document += labels.sum(axis=0)
        self.one_before, self.previous = labels[-2] if len(labels) > 1 else self.previous, labels[-1]
        self.speaker, self.row = speaker, row

    @property
    def lately(self) -> Floats:
        """How lately each code was used, codes × 2: by its rank among all, and fading with each passage."""
        if self._lately is None:
            fading = np.exp(-np.minimum(self.now - self.last, 1e9) / _FADES_AFTER)
            self._lately = np.stack([_rank_share(self.last), fading], axis=1).astype(np.float32)
        return self._lately

    def before(self, row: int) -> Floats | None:
        """Give the codes of the passage just before a row, or of the one before that."""
        return self.previous if row - self.row <= _NEAR else None


def habits(passages: Passages, rows: Ints, trail: Trail, counts: Counts) -> Floats:
    """Give the features of passages that come of what was coded before all of them, passages × codes × ``NAMES``."""
    found = np.zeros((len(rows), len(trail.last), len(NAMES)), dtype=np.float32)
    gaps = rows - trail.row  # large at the beginning of a document
    speakers = [passages.speaker[row] for row in rows.tolist()]
    for place in np.flatnonzero(gaps == 1).tolist():
        found[place, :, 0] = trail.previous
        found[place, :, 1] = trail.previous * (speakers[place] == trail.speaker)
    later = (gaps > 1) & (gaps < _FAR)
    found[later, :, 2] = trail.previous / gaps[later, None]
    found[:, :, 3] = trail.one_before
    found[:, :, 4:6] = trail.lately
    found[:, :, 6] = np.log1p(trail.in_document)
    found[:, :, 7:9] = counts.often
    odds = {speaker: _speaker_odds(counts, speaker) for speaker in set(speakers)}
    for place, speaker in enumerate(speakers):
        found[place, :, 9] = odds[speaker]
    found[gaps <= _NEAR, :, 10] = _follows(counts, trail.previous)
    found[:, :, 11] = counts.of_code > 0
    return found


def _rank_share(last: np.ndarray) -> np.ndarray:
    """Give 2 for the code used last, 1 for the one before, 2/3, …; nothing for one never used."""
    rank = np.empty(len(last))
    rank[np.argsort(-last, kind="stable")] = np.arange(len(last))
    return np.where(np.isfinite(last), 2 / (1 + rank), 0)


def _speaker_odds(counts: Counts, speaker: str) -> np.ndarray | float:
    """How much oftener a code is given to a speaker than to all, as a logarithm; less so where little is known."""
    if not speaker or not counts.n_passages:
        return 0.0
    share = (counts.of_code + 0.5) / (counts.n_passages + 1)
    here = (counts.by_speaker[speaker] + share) / (counts.n_by_speaker[speaker] + 1)
    return np.clip(np.log(here / share), -_MOST_ODDS, _MOST_ODDS)


def _follows(counts: Counts, before: Floats) -> np.ndarray | float:
    """How much oftener a code comes after those of the passage before than anywhere, as a logarithm."""
    if not before.any():
        return 0.0
    after = np.sum([counts.followed[code] for code in np.flatnonzero(before).tolist()], axis=0)
    usual = (counts.of_code + 0.5) / (counts.of_code.sum() + 0.5 * len(after))
    odds: np.ndarray = np.clip(np.log((after + 3 * usual) / (after.sum() + 3) / usual), -_MOST_ODDS, _MOST_ODDS)
    return odds
