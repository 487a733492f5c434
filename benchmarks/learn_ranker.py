"""Learn the weights of the ranker that come with the package, and say how well they do on corpora not learnt from.

    python benchmarks/learn_ranker.py            writes wenger_qda/suggest/ranker.json
    python benchmarks/learn_ranker.py --report   learns without one corpus at a time, and measures on that one

Learnt from the project's own two corpora, and from the MIT-licensed `conversational_uptake` where it lies beside the
project. Each corpus weighs the same, and so does each passage of a set. The weights are those of a softmax over the
codes of a passage; how firm each stands is how alike it comes out in the corpora taken one by one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from coded_sets import CodedSet, in_order, own_sets, public_set
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from tqdm.auto import tqdm

from wenger_qda.suggest.calibration import given_odds, softmax
from wenger_qda.suggest.learner import Learner, Step
from wenger_qda.suggest.passages import labels_of, passages_of
from wenger_qda.suggest.ranker import _SHARED as FILE
from wenger_qda.suggest.ranker import FEATURES, Ranker, Shared, growth, packed, share_known
from wenger_qda.suggest.texts import read

Array = npt.NDArray[np.float64]
ORDERS = (1, 2)
PENALTY = 3.0
PASSAGES = 800
SOFTEST, FIRMEST = 1.0, 20.0
UNALIKE = 0.03
REFUSED = -6.0  # what likeness to a refused passage takes off: given, for nobody refuses in these sets
ODDS_FIRMNESS = 10.0
BINS = ((1, 9), (10, 29), (30, 99), (100, 299), (300, 999), (1000, 10**9))


class Replay(NamedTuple):
    """What was known of each coded passage of a set before it was learnt from, in one order of its documents."""

    corpus: str
    name: str
    rows: npt.NDArray[np.float32]
    labels: npt.NDArray[np.float32]
    steps: list[Step]


def replay(coded: CodedSet) -> Replay:
    passages = passages_of(coded.turns)
    learner = Learner(*read(passages, coded.codes, seed=0))
    labels = labels_of(passages, coded.codings, [entry.code for entry in learner.reader.entries])
    rows = np.flatnonzero(labels.any(axis=1))
    steps = list(learner.learn(rows, labels[rows]))
    return Replay(coded.corpus, coded.name, _expanded(steps), labels[rows], steps)


def _expanded(steps: Sequence[Step]) -> npt.NDArray[np.float32]:
    features = np.stack([step.features for step in steps])
    far = np.array([growth(step.n_passages) for step in steps], dtype=np.float32)[:, None, None]
    known = np.stack([share_known(step.n_of_code) for step in steps]).astype(np.float32)[:, :, None]
    return np.concatenate([features, features * far, features * known], axis=2)


def learn(replays: Sequence[Replay]) -> Shared:
    """Give weights for all replays together, their firmness, and the weights of the calibration."""
    corpora = sorted({one.corpus for one in replays})
    together = _weights(replays)
    alone = np.stack([_weights([one for one in replays if one.corpus == corpus]) for corpus in corpora])
    unalike = ((alone - together) ** 2).mean(axis=0)
    firmness = np.clip(1 / (unalike + UNALIKE), SOFTEST, FIRMEST)
    together[FEATURES.index("like_refused")] = REFUSED
    shared = Shared(together, firmness, np.array([0.2, 1.0, 0.2, 1.0]), ODDS_FIRMNESS)
    return shared._replace(odds=_odds(replays, shared))


def _weights(replays: Sequence[Replay]) -> Array:
    weights = _fair(replays)

    def loss(point: Array) -> tuple[float, Array]:
        total, slope = PENALTY / 2 * float(point @ point), PENALTY * point
        for one, weight in zip(replays, weights, strict=True):
            share = softmax(one.rows @ point.astype(np.float32))
            wanted = one.labels / one.labels.sum(axis=1, keepdims=True)
            total -= weight * float((wanted * np.log(share + 1e-12)).sum())
            slope = slope + weight * np.tensordot((share - wanted).astype(np.float32), one.rows, 2)
        return total, slope.astype(float)

    return np.asarray(
        minimize(loss, np.zeros(3 * len(FEATURES)), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    )


def _fair(replays: Sequence[Replay]) -> list[float]:
    """Give what each passage weighs, so that every corpus weighs as much as so many passages."""
    in_corpus = {one.corpus: sum(other.corpus == one.corpus for other in replays) for one in replays}
    return [PASSAGES / len(one.labels) / in_corpus[one.corpus] for one in replays]


def _odds(replays: Sequence[Replay], shared: Shared) -> Array:
    given, labels, weights = [], [], []
    for one, weight in zip(replays, _fair(replays), strict=True):
        ranker = Ranker(shared)
        for step in one.steps:
            known = step.n_passages, step.n_of_code
            given.append(given_odds(ranker.scores(step.features[None], *known)[0], *known))
            labels.append(step.labels)
            weights.append(np.full(len(step.labels), weight))
            ranker.learn(step.features, *known, step.labels)
    model = LogisticRegression(C=1e3, fit_intercept=False, max_iter=300)
    model.fit(np.vstack(given), np.concatenate(labels), sample_weight=np.concatenate(weights))
    return np.asarray(model.coef_[0])


def report(replays: Sequence[Replay], measured: Sequence[Replay]) -> None:
    for corpus in sorted({one.corpus for one in measured}):
        shared = learn([one for one in replays if one.corpus != corpus])
        for one in measured:
            if one.corpus == corpus:
                _say(one, shared)


def _say(one: Replay, shared: Shared) -> None:
    ranker, said = Ranker(shared), []
    for step in one.steps:
        known = step.n_passages, step.n_of_code
        scores = ranker.scores(step.features[None], *known)
        chance = ranker.probabilities(scores, *known)[0]
        usual = (step.n_of_code + 1 / len(step.labels)) / (step.n_passages + 1)
        order = np.argsort(-scores[0], kind="stable")
        said.append((step.n_passages, step.labels[order[0]], step.labels[order[:3]].sum() / step.labels.sum(),
                     ((chance - step.labels) ** 2).sum(), ((usual - step.labels) ** 2).sum()))  # fmt: skip
        ranker.learn(step.features, *known, step.labels)
    table = np.array(said)
    parts = []
    for low, high in BINS:
        here = table[(table[:, 0] >= low) & (table[:, 0] <= high)]
        if len(here) >= 9:
            first, three = here[:, 1].mean(), here[:, 2].mean()
            parts.append(f"{first:.2f}/{three:.2f} {1 - here[:, 3].sum() / here[:, 4].sum():+.2f}")
    print(f"{one.name:32} " + " | ".join(parts))


def main() -> None:
    own = [*own_sets(), *filter(None, [public_set("conversational_uptake")])]
    replays = [replay(in_order(coded, seed)) for coded in tqdm(own, leave=False) for seed in ORDERS]
    if "--report" in sys.argv:
        print("P@1/R@3 and Brier skill by coded passages so far: 1-9 | 10-29 | 30-99 | 100-299 | 300-999 | 1000+")
        others = [replay(in_order(one, 1)) for one in map(public_set, ("rescushell_chat", "talkmoves")) if one]
        report(replays, [*replays[::2], *others])
    else:
        FILE.write_text(packed(learn(replays)), "utf-8")
        print(f"written: {FILE.name}, learnt from {len(replays)} replays")


if __name__ == "__main__":
    main()
