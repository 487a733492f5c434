"""How like a passage is to those that carry a code: the nearest of them, the nearest of all, their common direction."""

from __future__ import annotations

import numpy as np

from wenger_qda.suggest.passages import Floats, Ints

NAMES = ("prototype", "prototype_above_all", "nearest", "nearest_behind_best", "neighbours")
_NEIGHBOURS = 10


class Memory:
    """The passages that are coded, as points, with their codes and the rows they are of; it grows."""

    def __init__(self, n_features: int, n_codes: int) -> None:
        self._points = np.zeros((64, n_features), dtype=np.float32)
        self._labels = np.zeros((64, n_codes), dtype=np.float32)
        self._rows = np.zeros(64, dtype=np.int64)
        self._by_code: tuple[Ints, Ints] | None = None
        self.n = 0

    @property
    def points(self) -> Floats:
        """The passages as points."""
        return self._points[: self.n]

    @property
    def labels(self) -> Floats:
        """Their codes."""
        return self._labels[: self.n]

    @property
    def rows(self) -> Ints:
        """Which passages they are."""
        return self._rows[: self.n]

    @property
    def by_code(self) -> tuple[Ints, Ints]:
        """The places of the passages that carry each code, one code after the other: codes, places."""
        if self._by_code is None:
            codes, places = np.nonzero(self.labels.T)
            self._by_code = codes, places
        return self._by_code

    def carrying(self, code: int) -> Ints:
        """Give the places of the passages that carry a code."""
        codes, places = self.by_code
        return places[slice(*np.searchsorted(codes, (code, code + 1)))]

    def alike(self, points: Floats) -> Floats:
        """Give how like points are to each of the passages, points × remembered."""
        return np.asarray(points @ self.points.T)

    def relabel(self, row: int, labels: Floats) -> None:
        """Take in that a passage carries other codes."""
        self.labels[self.rows == row] = labels
        self._by_code = None

    def add(self, points: Floats, labels: Floats, rows: Ints) -> None:
        """Take passages in."""
        self._by_code = None
        need = self.n + len(points)
        if need > len(self._points):
            room = max(need, 2 * len(self._points)) - len(self._points)
            self._points = np.vstack([self._points, np.zeros((room, self._points.shape[1]), dtype=np.float32)])
            self._labels = np.vstack([self._labels, np.zeros((room, self._labels.shape[1]), dtype=np.float32)])
            self._rows = np.concatenate([self._rows, np.zeros(room, dtype=np.int64)])
        here = slice(self.n, need)
        self._points[here], self._labels[here], self._rows[here] = points, labels, rows
        self.n = need


def likeness(alike: Floats, memory: Memory, seen: np.ndarray) -> Floats:
    """Give the features of passages that come of their likeness to coded ones, passages × codes × ``NAMES``.

    Parameters
    ----------
    alike : ndarray, passages × remembered
        As :meth:`Memory.alike` gives it.
    memory : Memory
    seen : boolean ndarray, passages × remembered
        Which of the remembered passages count for which: those before it, and never itself.
    """
    n_codes = memory.labels.shape[1]
    found = np.zeros((len(alike), n_codes, len(NAMES)), dtype=np.float32)
    if not alike.size:
        return found
    shown = np.where(seen, alike, 0)
    n_of_code = seen.astype(np.float32) @ memory.labels
    has = n_of_code > 0
    prototype = (shown @ memory.labels) / np.maximum(n_of_code, 1)
    of_all = shown.sum(axis=1, keepdims=True) / np.maximum(seen.sum(axis=1, keepdims=True), 1)
    found[:, :, 0] = np.where(has, prototype, 0) * 5
    found[:, :, 1] = np.where(has, prototype - of_all, 0) * 10
    near = np.maximum(shown, 0)
    nearest = _nearest(near, memory)
    found[:, :, 2] = nearest * 4
    found[:, :, 3] = (nearest - nearest.max(axis=1, keepdims=True)) * 4
    found[:, :, 4] = _votes(near, memory.labels)
    return found


def _nearest(alike: Floats, memory: Memory) -> Floats:
    """Give the likeness of the nearest passage with each code."""
    found = np.zeros((len(alike), memory.labels.shape[1]), dtype=np.float32)
    codes, places = memory.by_code
    if len(codes):
        used, first = np.unique(codes, return_index=True)
        found[:, used] = np.maximum.reduceat(alike[:, places], first, axis=1)
    return found


def _votes(alike: Floats, labels: Floats) -> Floats:
    """Give the share of each code in the nearest passages, the nearer weighing more."""
    if alike.shape[1] > _NEIGHBOURS:
        edge = np.partition(alike, -_NEIGHBOURS, axis=1)[:, [-_NEIGHBOURS]]
        alike = np.where(alike >= edge, alike, 0)
    weights = alike**2
    return np.asarray((weights @ labels) / (weights.sum(axis=1, keepdims=True) + 1e-6), dtype=np.float32)
