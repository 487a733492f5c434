"""Mode profiles: how much engagement, imagination and alignment, and whether one of them dominates."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.codebook import Codebook
from wenger_qda.framework.evidence import either, place, signs
from wenger_qda.framework.passages import COUNTED, tally
from wenger_qda.framework.sides import heads, sides_of
from wenger_qda.framework.theory import MODES, carriers, codes_table

__all__ = ["mode_profile", "wilson"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

Z = 1.959963984540054
TAIL = 2.5
"""Percent of the drawings on either side of an interval."""

NOTHING = "nothing is coded with a mode here"


class _Shares(NamedTuple):
    """Shares of the three modes with their intervals, which is ahead, and how it was reckoned."""

    share: Floats
    low: Floats
    high: Floats
    dominates: NDArray[np.bool_]
    interval: str
    why: str


def mode_profile(
    codings: pd.DataFrame,
    codes: pd.DataFrame | Codebook,
    *,
    sources: pd.DataFrame | None = None,
    cases: pd.DataFrame | None = None,
    by: str | None = None,
    n_boot: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Say how the evidence divides among engagement, imagination and alignment.

    Counted are stretches that one coder codes with a mode; those against it are counted apart and have no share.

    Parameters
    ----------
    codings, codes, sources, cases, by
        As for `progress_table`.
    n_boot : int
        How often documents are drawn for the intervals.
    seed : int
        The same seed gives the same intervals.

    Returns
    -------
    DataFrame
        One row a mode (and a side): the counts and passages of `progress_table`; share (of the stretches with any
        mode), share_low and share_high (95 %), interval (``bootstrap``: percentiles over drawings of documents with
        evidence; ``wilson``: where all is in one document, Wilson's interval, as if stretches were independent, so take
        it as rough), dominates (this mode is ahead of both others in 97.5 % of the drawings; with ``wilson``, its
        interval lies above theirs), why (what is not defined, or not settled). With no evidence the share is NaN.

    Raises
    ------
    ValueError
        For an unknown `by`, a negative `n_boot`, and where a column is missing.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "guid": ["a", "b", "c"], "source": ["day-01", "day-01", "day-02"], "coder": "amina",
    ...     "code": ["engagement", "alignment", "engagement"], "start_char": [0, 5, 0], "end_char": [9, 12, 9]})
    >>> codes = pd.DataFrame({"code": ["engagement", "alignment"],
    ...                       "facets": [{"mode": "engagement"}, {"mode": "alignment"}]})
    >>> mode_profile(codings, codes)[["mode", "n_for", "dominates"]].values.tolist()
    [['engagement', 2, False], ['imagination', 0, False], ['alignment', 1, False]]
    """
    if n_boot < 0:
        raise ValueError(f"n_boot is how often documents are drawn, 0 or more, not {n_boot}")
    known = codes_table(codes)
    carried = signs(codings, carriers(known, "mode"), {mode: i for i, mode in enumerate(MODES)})
    evidence = either(place(codings), carried, len(MODES))
    sides = sides_of(by, evidence.stretches, sources, cases)
    keys: list[Hashable] = [*MODES]
    counts = tally(evidence, sides, keys, codings, cases)
    found = evidence.stretches.iloc[sides.stretch]
    found = found.assign(side=sides.label)[~found["is_against"].to_numpy(dtype=bool)]
    of_side = dict(iter(found.groupby("side")[["source", "key"]]))
    shares = [_shares(of_side.get(i), n_boot, seed) for i in range(len(sides.labels))]
    head = heads(by, sides, len(MODES), ("mode", *COUNTED))
    head |= {"mode": [*MODES] * len(shares)}
    result = pd.concat([pd.DataFrame(head), counts[list(COUNTED)], _columns(shares)], axis=1)
    remarks = [] if carriers(known, "mode") else ["no code carries a mode: give codes with facets"]
    remarks += [] if len(codings) else ["there are no codings yet"]
    result.attrs = {"by": by, "n_boot": n_boot, "seed": seed, "remarks": [*remarks, *filter(None, [sides.why])]}
    return result


def wilson(n: Ints, whole: int) -> tuple[Floats, Floats]:
    """Give Wilson's 95 % interval of shares (Wilson 1927).

    Examples
    --------
    >>> low, high = wilson(np.array([0, 5]), 10)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.237], [0.278, 0.763])
    """
    share = n / whole
    middle = share + Z**2 / (2 * whole)
    half = Z * np.sqrt(share * (1 - share) / whole + Z**2 / (4 * whole**2))
    scale = 1 + Z**2 / whole
    return np.maximum((middle - half) / scale, 0.0), np.minimum((middle + half) / scale, 1.0)


def _shares(found: pd.DataFrame | None, n_boot: int, seed: int) -> _Shares:
    gone, nobody = np.full(len(MODES), np.nan), np.zeros(len(MODES), dtype=bool)
    if found is None or not len(found):
        return _Shares(gone, gone, gone, nobody, "", NOTHING)
    document, names = pd.factorize(found["source"], sort=True)
    counts = np.zeros((len(names), len(MODES)), dtype=np.int64)
    np.add.at(counts, (document, found["key"].to_numpy(dtype=np.int64)), 1)
    total = counts.sum(axis=0)
    share = total / total.sum()
    if len(names) == 1:
        low, high = wilson(total, int(total.sum()))
        ahead = np.array([low[i] > np.delete(high, i).max() for i in range(len(MODES))])
        return _Shares(share, low, high, ahead, "wilson", _unsettled(share, ahead, "all of it lies in one document"))
    if not n_boot:
        return _Shares(share, gone, gone, nobody, "", "no documents were drawn (n_boot=0)")
    draws = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=n_boot)
    drawn = draws @ counts
    drawn = drawn / drawn.sum(axis=1, keepdims=True)
    low, high = np.percentile(drawn, [TAIL, 100 - TAIL], axis=0)
    beats = np.array([(drawn[:, i] > np.delete(drawn, i, axis=1).max(axis=1)).mean() for i in range(len(MODES))])
    ahead = beats >= 1 - TAIL / 100
    few = "few documents: the interval is rough" if len(names) < 10 else ""
    return _Shares(share, low, high, ahead, "bootstrap", _unsettled(share, ahead, few))


def _unsettled(share: Floats, ahead: NDArray[np.bool_], also: str) -> str:
    if ahead.any():
        return also
    order = np.argsort(-share, kind="stable")
    first, second = MODES[order[0]], MODES[order[1]]
    said = (
        f"{first} and {second} are level" if share[order[0]] == share[order[1]] else f"{first} is not clear of {second}"
    )
    return "; ".join(filter(None, [said, also]))


def _columns(shares: list[_Shares]) -> pd.DataFrame:
    def column(name: str) -> Any:
        return np.concatenate([getattr(item, name) for item in shares])

    per_side = {name: np.repeat([getattr(item, name) for item in shares], len(MODES)) for name in ("interval", "why")}
    return pd.DataFrame(
        {"share": column("share"), "share_low": column("low"), "share_high": column("high")}
        | {"interval": per_side["interval"], "dominates": column("dominates"), "why": per_side["why"]}
    )
