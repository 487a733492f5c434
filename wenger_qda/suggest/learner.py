"""What is learnt from coded passages, one after the other, and what is known of a passage at any moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from wenger_qda.suggest.calibration import Array
from wenger_qda.suggest.habits import NAMES as HABITS
from wenger_qda.suggest.habits import Counts, Trail, habits
from wenger_qda.suggest.likeness import NAMES as LIKENESS
from wenger_qda.suggest.likeness import Memory, likeness
from wenger_qda.suggest.passages import Floats, Ints
from wenger_qda.suggest.ranker import FEATURES, Ranker, Shared
from wenger_qda.suggest.ridge import Ridge
from wenger_qda.suggest.texts import NAMES as MATCHES
from wenger_qda.suggest.texts import Reader, Texts

_PENALTY = 0.6
_DEFINITION_WEIGHT = 0.55
_BLOCK = 64
_AT = {name: place for place, name in enumerate(FEATURES)}
_MATCHES = slice(_AT[MATCHES[0]], _AT[MATCHES[-1]] + 1)
_LIKENESS = slice(_AT[LIKENESS[0]], _AT[LIKENESS[-1]] + 1)
_HABITS = slice(_AT[HABITS[0]], _AT[HABITS[-1]] + 1)


class Step(NamedTuple):
    """A coded passage, and what was known and said of it before it was learnt from."""

    row: int
    features: Floats
    n_passages: int
    n_of_code: Array
    labels: Floats
    scores: Array
    probabilities: Array


class Ranked(NamedTuple):
    """Passages with the scores and probabilities of all codes, what each feature adds, how like each coded one is."""

    scores: Array
    probabilities: Array
    effects: Array
    alike: Floats


class Learner:
    """Learns from coded passages in the order in which they are given, and ranks the codes of others.

    Parameters
    ----------
    reader : Reader
    texts : Texts
        All passages; more can be put behind them (:meth:`grow`).
    shared : Shared, optional
        The weights to begin with.
    """

    def __init__(self, reader: Reader, texts: Texts, shared: Shared | None = None) -> None:
        n_codes, n_features = len(reader.entries), texts.n_features
        self.reader = reader
        self.texts = texts
        self.labels = np.zeros((len(texts.passages), n_codes), dtype=np.float32)
        self.is_learnt = np.zeros(len(texts.passages), dtype=bool)
        self.first = np.full(len(texts.passages), -1, dtype=np.int64)
        self.memory = Memory(n_features, n_codes)
        self.counts = Counts(n_codes)
        self.ranker = Ranker(shared)
        self.refused = Memory(n_features, n_codes)
        self.text_ridge = Ridge(n_features, n_codes, _PENALTY)
        self._form_ridge = Ridge(texts.form.shape[1], n_codes, _PENALTY)
        self._base = 1 / max(n_codes, 1)
        self._trail: tuple[int, Trail] | None = None
        self._anchor()

    def grow(self, texts: Texts) -> None:
        """Go on with more texts, the ones before being the first of them."""
        more = len(texts.passages) - len(self.texts.passages)
        self.texts = texts
        self.labels = np.vstack([self.labels, np.zeros((more, self.labels.shape[1]), dtype=np.float32)])
        self.is_learnt = np.concatenate([self.is_learnt, np.zeros(more, dtype=bool)])
        self.first = np.concatenate([self.first, np.full(more, -1, dtype=np.int64)])

    def learn(self, rows: Ints, labels: Floats) -> Iterator[Step]:
        """Take in coded passages one after the other; tell of each what was known before."""
        self.labels[rows] = labels
        for start in range(0, len(rows), _BLOCK):
            block = rows[start : start + _BLOCK]
            features = self._features_before(block)
            for place, row in enumerate(block.tolist()):
                yield self._learn(row, features[place])

    def relabel(self, row: int, labels: Floats) -> None:
        """Take in that a passage that was learnt from carries other codes."""
        change = labels - self.labels[row]
        self.text_ridge.relabel(self.texts.points(np.array([row]))[0], change)
        self._form_ridge.relabel(self.texts.form[row], change)
        self.memory.relabel(row, labels)
        self.counts.correct(change, self.texts.passages.speaker[row])
        self.labels[row] = labels
        self._trail = None

    def refuse(self, rows: Ints, labels: Floats) -> None:
        """Take in which codes are refused for passages, and that no others are."""
        self.refused = Memory(self.texts.n_features, self.labels.shape[1])
        self.refused.add(self.texts.points(rows), labels, rows)

    def rank(self, rows: Ints) -> Ranked:
        """Rank the codes of passages as things stand; of coded ones as if they were not."""
        points = self.texts.points(rows)
        alike = self.memory.alike(points)
        features = self._features_now(rows, points, alike)
        known = self.counts.n_passages, self.counts.of_code
        scores = self.ranker.scores(features, *known)
        return Ranked(scores, self.ranker.probabilities(scores, *known), self.ranker.effects(features, *known), alike)

    def record(self) -> tuple[Ints, Ints]:
        """Tell how often each code was put first for a passage before its codes were known, and how often rightly."""
        rows = np.flatnonzero(self.is_learnt)
        first, n_codes = self.first[rows], self.labels.shape[1]
        is_right = self.labels[rows, first] > 0
        return np.bincount(first, minlength=n_codes), np.bincount(first[is_right], minlength=n_codes)

    def _anchor(self) -> None:
        """Let the codebook's words count as passages coded with their code, of a lesser weight."""
        definitions = self.texts.of_definitions(self.reader.definitions, self.reader.meant)
        said = np.flatnonzero(definitions.any(axis=1))
        for start in range(0, len(said), _BLOCK):
            codes = said[start : start + _BLOCK]
            pseudo = definitions[codes] * _DEFINITION_WEIGHT
            labels = np.full((len(codes), len(definitions)), -self._base)
            labels[np.arange(len(codes)), codes] += 1
            self.text_ridge.learn(pseudo, labels * _DEFINITION_WEIGHT)

    def _features_before(self, rows: Ints) -> Floats:
        """Take the texts of coded passages in; give their features as they were before each, all but the habits."""
        points, labels, first = self.texts.points(rows), self.labels[rows], self.memory.n
        self.memory.add(points, labels, rows)
        seen = np.tri(len(rows), self.memory.n, k=first - 1, dtype=bool)
        text = self.text_ridge.learn(points, labels - self._base)
        form = self._form_ridge.learn(self.texts.form[rows], labels - self._base)
        return self._features(rows, points, self.memory.alike(points), seen, text, form)

    def _features_now(self, rows: Ints, points: Floats, alike: Floats) -> Floats:
        shapes = self.texts.form[rows]
        text, form = self.text_ridge.predict(points), self._form_ridge.predict(shapes)
        learnt = self.is_learnt[rows]
        if learnt.any():
            labels = self.labels[rows[learnt]] - self._base
            text[learnt] = self.text_ridge.without_itself(points[learnt], labels)
            form[learnt] = self._form_ridge.without_itself(shapes[learnt], labels)
        features = self._features(rows, points, alike, rows[:, None] != self.memory.rows[None, :], text, form)
        self._trail = None
        for places in self._on_one_trail(rows):
            trail = self._trail_to(int(rows[places[0]]))
            features[places, :, _HABITS] = habits(self.texts.passages, rows[places], trail, self.counts)
        self._trail = None
        return features

    def _features(
        self, rows: Ints, points: Floats, alike: Floats, seen: np.ndarray, text: Array, form: Array
    ) -> Floats:
        """Give the features of passages, passages × codes × ``FEATURES``; the habits are left out."""
        found = np.zeros((len(rows), len(self.reader.entries), len(FEATURES)), dtype=np.float32)
        found[:, :, _MATCHES] = self.reader.match(self.texts, rows)
        found[:, :, _LIKENESS] = likeness(alike, self.memory, seen)
        for name, values in (("text", text + self._base), ("form", form + self._base)):
            found[:, :, _AT[name]] = values * 4
            found[:, :, _AT[f"{name}_behind_best"]] = (values - values.max(axis=1, keepdims=True, initial=-np.inf)) * 4
        if self.refused.n:
            every = np.ones((len(rows), self.refused.n), dtype=bool)
            found[:, :, _AT["like_refused"]] = likeness(self.refused.alike(points), self.refused, every)[:, :, 2] / 4
        return found

    def _learn(self, row: int, features: Floats) -> Step:
        """Give what is said of a coded passage, and then learn from it."""
        passages, counts = self.texts.passages, self.counts
        trail, labels, speaker = self._trail_to(row), self.labels[row], passages.speaker[row]
        features[:, _HABITS] = habits(passages, np.array([row]), trail, counts)[0]
        known = counts.n_passages, counts.of_code.copy()
        scores = self.ranker.scores(features[None], *known)
        step = Step(row, features, *known, labels, scores[0], self.ranker.probabilities(scores, *known)[0])
        self.first[row] = int(np.argmax(scores[0]))
        self.ranker.learn(features, *known, labels)
        counts.add(labels, speaker, trail.before(row))
        trail.go_past(row, labels[None], speaker)
        self.is_learnt[row] = True
        return step

    def _trail_to(self, row: int) -> Trail:
        """Give the trail of a document up to a row: the one before it, if it leads there, or a new one."""
        passages = self.texts.passages
        document = int(passages.document[row])
        if self._trail is None or self._trail[0] != document or self._trail[1].row >= row:
            self._trail = (document, Trail(self.counts))
        trail = self._trail[1]
        first = trail.row + 1 if trail.row >= 0 else int(np.searchsorted(passages.document, document))
        between = np.flatnonzero(self.is_learnt[first:row]) + first
        if len(between):
            last = int(between[-1])
            trail.go_past(last, self.labels[between], passages.speaker[last])
        return trail

    def _on_one_trail(self, rows: Ints) -> Iterator[Ints]:
        """Give the places of rows of one document between which none is coded, the first rows of all first."""
        order = np.argsort(rows, kind="stable")
        n_before = np.searchsorted(np.flatnonzero(self.is_learnt), rows[order])
        document = self.texts.passages.document[rows[order]]
        parts = np.flatnonzero((np.diff(n_before) != 0) | (np.diff(document) != 0)) + 1
        yield from np.split(order, parts) if len(rows) else ()
