"""From scores to probabilities that hold: of all codes said to be right in four cases of ten, four of ten are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_LEAST, _MOST = 1e-9, 1 - 1e-6
_RAREST = 1e-4
_USUAL_CODES = 1.2
_TRUST, _TRUST_WEIGHT = 0.5, 2.0
_STEEPEST = 30.0


class Calibration:
    """The odds of a code by its score, by how frequent it is and by how many codes passages carry; kept up to date.

    A logistic regression whose prior comes with the package, mixed with the frequency of the code. The share of each in
    the mixture is what would have given the least squared error (Brier) so far, so that where scores say little, the
    probability is the frequency.

    Parameters
    ----------
    weights : ndarray
        Four weights to begin with: constant, log odds by score, log odds by frequency, log number of codes.
    firmness : float
        How firmly they stand.
    """

    def __init__(self, weights: npt.ArrayLike, firmness: float) -> None:
        self.weights: Array = np.array(weights, dtype=float)
        self.firmness: Array = np.eye(len(self.weights)) * firmness
        self._moved, self._apart = _TRUST * _TRUST_WEIGHT, _TRUST_WEIGHT

    def probabilities(self, scores: Array, n_passages: int, n_of_code: npt.NDArray[np.floating]) -> Array:
        """Give the probability that a coded passage carries each code, passages × codes."""
        frequency = _frequency(n_passages, n_of_code)
        trust = min(max(self._moved / self._apart, 0.0), 1.0)
        return frequency + trust * (self._by_score(scores, n_passages, n_of_code) - frequency)

    def learn(
        self, scores: Array, n_passages: int, n_of_code: npt.NDArray[np.floating], labels: npt.NDArray[np.floating]
    ) -> None:
        """Take in the scores of a coded passage, and which codes it carries."""
        given = _given(scores, n_passages, n_of_code)
        chance = _logistic(given @ self.weights)
        frequency = _frequency(n_passages, n_of_code)
        self._moved += float((chance - frequency) @ (labels - frequency))
        self._apart += float((chance - frequency) @ (chance - frequency))
        self.firmness += (given * (chance * (1 - chance))[:, None]).T @ given
        self.weights -= np.linalg.solve(self.firmness, given.T @ (chance - labels))

    def _by_score(self, scores: Array, n_passages: int, n_of_code: npt.NDArray[np.floating]) -> Array:
        return _logistic(_given(scores, n_passages, n_of_code) @ self.weights)


def given_odds(scores: Array, n_passages: int, n_of_code: npt.NDArray[np.floating]) -> Array:
    """Give what the odds of codes are worked out of, … × codes × 4."""
    return _given(scores, n_passages, n_of_code)


def softmax(scores: Array) -> Array:
    """Give the share of each code in a passage, … × codes."""
    if not scores.shape[-1]:
        return scores
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def _given(scores: Array, n_passages: int, n_of_code: npt.NDArray[np.floating]) -> Array:
    share = np.clip(softmax(scores), _LEAST, _MOST)
    frequency = np.clip(_frequency(n_passages, n_of_code), _RAREST, 1 - 1e-3)
    n_codes = np.log(max((n_of_code.sum() + _USUAL_CODES) / (n_passages + 1), 0.2))
    parts = (
        np.ones_like(share),
        _log_odds(share),
        np.broadcast_to(_log_odds(frequency), share.shape),
        np.full_like(share, n_codes),
    )
    return np.stack(parts, axis=-1)


def _frequency(n_passages: int, n_of_code: npt.NDArray[np.floating]) -> Array:
    """Give how often a code was given so far, as if one passage more had carried a code of all."""
    return np.asarray((n_of_code + 1 / max(len(n_of_code), 1)) / (n_passages + 1), dtype=float)


def _log_odds(chance: Array) -> Array:
    return np.asarray(np.log(chance / (1 - chance)))


def _logistic(odds: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -_STEEPEST, _STEEPEST))))
