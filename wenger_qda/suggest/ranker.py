"""Which code first: one set of weights learnt on many projects, that each project bends to its own ways.

A passage offers each code a row of features that say nothing of the code itself (how like its coded passages, used how
lately, given to this speaker how often, …). A weighted sum orders the codes. The weights come with the package; every
coded passage moves them a little, as a Bayesian would: the shipped weights are the prior, as firm as they are alike
in the projects they come from, and the step is that of a Laplace approximation kept up to date. Where going on with
the last code is what works, recency gains; where the words decide, the words do.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wenger_qda.suggest import habits, likeness, texts
from wenger_qda.suggest.calibration import Array, Calibration, softmax
from wenger_qda.suggest.passages import Floats

Counts = npt.NDArray[np.floating]

FEATURES = (
    *texts.NAMES, *likeness.NAMES, "text", "text_behind_best", "form", "form_behind_best", *habits.NAMES,
    "like_refused",
)  # fmt: skip
_MANY = 1000
_SOME = 4
_SHARED = Path(__file__).parent / "ranker.json"


class Shared(NamedTuple):
    """What comes with the package: weights, how firm each is, and the weights of the calibration."""

    weights: Array
    firmness: Array
    odds: Array
    odds_firmness: float


class Ranker:
    """Weights of features as they stand now, with how firmly they stand; and the way from scores to probabilities.

    Parameters
    ----------
    shared : Shared, optional
        What to begin with; by default what comes with the package.
    """

    def __init__(self, shared: Shared | None = None) -> None:
        begin = shared or shipped()
        self.weights: Array = begin.weights.copy()
        self.firmness: Array = np.diag(begin.firmness)
        self.calibration = Calibration(begin.odds, begin.odds_firmness)

    def scores(self, features: Floats, n_passages: int, n_of_code: Counts) -> Array:
        """Give how well each code goes with each passage: passages × codes, of passages × codes × features."""
        plain, by_passages, by_code = np.split(self.weights.astype(np.float32), 3)
        by_all = features @ (plain + np.float32(growth(n_passages)) * by_passages)
        return np.asarray(by_all + (features @ by_code) * share_known(n_of_code), dtype=float)

    def effects(self, features: Floats, n_passages: int, n_of_code: Counts) -> Array:
        """Give what each feature adds to the scores, in the shape of the features."""
        plain, by_passages, by_code = np.split(self.weights, 3)
        weights = plain + growth(n_passages) * by_passages + share_known(n_of_code)[:, None] * by_code
        return np.asarray(features * weights)

    def probabilities(self, scores: Array, n_passages: int, n_of_code: Counts) -> Array:
        """Give the probability that a coded passage carries each code."""
        return self.calibration.probabilities(scores, n_passages, n_of_code)

    def learn(self, features: Floats, n_passages: int, n_of_code: Counts, labels: Floats) -> None:
        """Move the weights by a coded passage: features codes × features, labels 1 for its codes."""
        rows = expanded(features, n_passages, n_of_code)
        scores = rows @ self.weights
        self.calibration.learn(scores, n_passages, n_of_code, labels)
        chance = softmax(scores)
        weighed = rows * chance[:, None]
        mean = weighed.sum(axis=0)
        self.firmness += rows.T @ weighed - np.outer(mean, mean)
        slope = rows.T @ (chance - labels / labels.sum())
        self.weights -= np.linalg.solve(self.firmness, slope)


def expanded(features: Floats, n_passages: int, n_of_code: Counts) -> Array:
    """Give features by themselves, by how much is coded at all, and by how much is coded with the code."""
    rows = features.astype(float)
    return np.hstack([rows, rows * growth(n_passages), rows * share_known(n_of_code)[:, None]])


def growth(n_passages: int) -> float:
    """Tell how far a project has come: 0 at the beginning, 1 at a thousand coded passages."""
    return float(np.log1p(n_passages) / np.log(_MANY))


def share_known(n_of_code: Counts) -> Counts:
    """Tell how far a code is known by what is coded with it: 0 at the beginning, one half at four passages."""
    return n_of_code / (n_of_code + _SOME)


@cache
def shipped() -> Shared:
    """Read what comes with the package; the weight of a feature that it does not know is nothing."""
    known = json.loads(_SHARED.read_text("utf-8"))
    weights = np.array([known["weights"].get(name, (0, 0, 0)) for name in FEATURES], dtype=float)
    firmness = np.array([known["firmness"].get(name, (3, 3, 3)) for name in FEATURES], dtype=float)
    return Shared(weights.T.ravel(), firmness.T.ravel(), np.array(known["odds"], dtype=float), known["odds_firmness"])


def packed(shared: Shared) -> str:
    """Write shared weights as the file that comes with the package."""
    names = {
        "weights": dict(zip(FEATURES, shared.weights.reshape(3, -1).T.round(3).tolist(), strict=True)),
        "firmness": dict(zip(FEATURES, shared.firmness.reshape(3, -1).T.round(2).tolist(), strict=True)),
        "odds": shared.odds.round(3).tolist(),
        "odds_firmness": shared.odds_firmness,
    }
    return json.dumps(names, indent=1) + "\n"
