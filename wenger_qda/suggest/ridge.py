"""Ridge regression that takes one passage after the other, and tells what it would have said of each before."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.linalg import cholesky, solve_triangular

Array = npt.NDArray[np.float64]


class Ridge:
    """Linear weights for all codes at once, with the penalty on their squares.

    The state is ``weights`` (features × codes) and ``spread`` (features × features), the inverse of the penalised
    moments, so one more passage costs the square of the number of features, however many there were before.

    Parameters
    ----------
    n_features, n_codes : int
        Sizes.
    penalty : float
        How strongly weights are held to nothing; in units of the length of a passage's features, which is about 1.
    """

    def __init__(self, n_features: int, n_codes: int, penalty: float) -> None:
        self.weights: Array = np.zeros((n_features, n_codes))
        self.spread: Array = np.eye(n_features) / penalty

    def predict(self, features: npt.ArrayLike) -> Array:
        """Give the values of passages, passages × codes."""
        values: Array = np.asarray(features, dtype=float) @ self.weights
        return values

    def learn(self, features: npt.ArrayLike, values: npt.ArrayLike) -> Array:
        """Take passages in, and give what was predicted of each before it was taken in.

        The whole block is taken in at once; the steps between are read off the Cholesky factor of its covariance, whose
        standardised residuals are those of the same regression done one by one.

        Examples
        --------
        >>> rows, values = np.eye(2)[[0, 0, 1]], np.array([[1.0], [1.0], [0.0]])
        >>> whole, steps = Ridge(2, 1, penalty=1.0), Ridge(2, 1, penalty=1.0)
        >>> whole.learn(rows, values).ravel().round(6).tolist()
        [0.0, 0.5, 0.0]
        >>> [round(steps.learn(rows[[place]], values[[place]]).item(), 6) for place in range(3)]
        [0.0, 0.5, 0.0]
        """
        rows, given = np.asarray(features, dtype=float), np.asarray(values, dtype=float)
        seen = rows @ self.spread
        factor = cholesky(np.eye(len(rows)) + seen @ rows.T, lower=True, check_finite=False)
        off = given - self.predict(rows)
        standard = solve_triangular(factor, off, lower=True, check_finite=False)
        gain = solve_triangular(factor, seen, lower=True, check_finite=False)
        self.weights += gain.T @ standard
        self.spread -= gain.T @ gain
        predicted: Array = given - np.diag(factor)[:, None] * standard
        return predicted

    def relabel(self, features: npt.ArrayLike, change: npt.NDArray[np.floating]) -> None:
        """Take in that the values of a passage that was taken in have changed."""
        self.weights += np.outer(self.spread @ np.asarray(features, dtype=float), change)

    def without_itself(self, features: npt.ArrayLike, values: npt.ArrayLike) -> Array:
        """Predict passages that were taken in as if each had not been: leave-one-out, by the leverage of each."""
        rows, given = np.asarray(features, dtype=float), np.asarray(values, dtype=float)
        leverage = np.einsum("if,if->i", rows @ self.spread, rows)[:, None]
        predicted: Array = (self.predict(rows) - leverage * given) / np.maximum(1 - leverage, 1e-6)
        return predicted
