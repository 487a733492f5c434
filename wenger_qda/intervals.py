"""Sets of characters as sorted half-open intervals on one long line, and how many intervals lie near another."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "OVERLAP",
    "STRIDE",
    "Intervals",
    "combine",
    "difference",
    "hits",
    "intersection",
    "line_up",
    "near",
    "normalise",
    "ranges",
    "union",
]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

STRIDE = 2**40  # room for one text on the line; 8 million texts fit into 64 bits
OVERLAP = -1  # reach of two intervals that share at least one character


class Intervals(NamedTuple):
    """A set of characters: sorted, disjoint, not touching, none empty."""

    starts: Ints
    ends: Ints


def line_up(group: ArrayLike, position: ArrayLike) -> Ints:
    """Place positions of many texts (or groups) on one line, each text a long way from the next."""
    return np.asarray(group, dtype=np.int64) * STRIDE + np.asarray(position, dtype=np.int64)


def normalise(starts: ArrayLike, ends: ArrayLike) -> Intervals:
    """Merge intervals that overlap or touch.

    Examples
    --------
    >>> merged = normalise([7, 0, 3, 5], [9, 4, 5, 6])
    >>> merged.starts.tolist(), merged.ends.tolist()
    ([0, 7], [6, 9])
    """
    begin, end = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
    order = np.argsort(begin[begin < end], kind="stable")
    begin, end = begin[begin < end][order], end[begin < end][order]
    if not len(begin):
        return Intervals(begin, end)
    reached = np.maximum.accumulate(end)
    is_new = np.append(True, begin[1:] > reached[:-1])
    is_last = np.append(is_new[1:], True)
    return Intervals(begin[is_new], reached[is_last])


def combine(a: Intervals, b: Intervals, keep: Callable[[Bools, Bools], Bools]) -> Intervals:
    """Keep the stretches for which ``keep(in_a, in_b)`` is true."""
    cuts = np.unique(np.concatenate([a.starts, a.ends, b.starts, b.ends]))
    kept = keep(_holds(a, cuts[:-1]), _holds(b, cuts[:-1]))
    return normalise(cuts[:-1][kept], cuts[1:][kept])


def union(a: Intervals, b: Intervals) -> Intervals:
    """Characters of either set."""
    return normalise(np.concatenate([a.starts, b.starts]), np.concatenate([a.ends, b.ends]))


def intersection(a: Intervals, b: Intervals) -> Intervals:
    """Characters of both sets."""
    return combine(a, b, np.logical_and)


def difference(a: Intervals, b: Intervals) -> Intervals:
    """Characters of the first set that are not in the second."""
    return combine(a, b, lambda in_a, in_b: in_a & ~in_b)


def near(a: Intervals, b: Intervals, distance: int) -> Intervals:
    """Whole stretches of either set that have a stretch of the other set at most `distance` characters away.

    Examples
    --------
    >>> found = near(normalise([0, 50], [10, 60]), normalise([15], [20]), 5)
    >>> found.starts.tolist(), found.ends.tolist()
    ([0, 15], [10, 20])
    """
    of_a = hits(a.starts, a.ends, b.starts, b.ends, distance) > 0
    of_b = hits(b.starts, b.ends, a.starts, a.ends, distance) > 0
    return union(Intervals(a.starts[of_a], a.ends[of_a]), Intervals(b.starts[of_b], b.ends[of_b]))


def hits(starts: Ints, ends: Ints, other_starts: Ints, other_ends: Ints, reach: int = OVERLAP) -> Ints:
    """Count, for each interval, the other intervals at most `reach` characters away.

    Those that begin in time, less those that ended too early: no pair is ever looked at, so that it stays quick
    where everything overlaps everything.

    Parameters
    ----------
    starts, ends : ndarray of int64
        The intervals, in any order; none empty.
    other_starts, other_ends : ndarray of int64
        The starts, sorted, and the ends, sorted, of the other intervals, which may overlap.
    reach : int
        0 finds also those that only touch; -1 (`OVERLAP`) those that share a character.

    Examples
    --------
    >>> hits(np.array([3, 6]), np.array([6, 9]), np.array([0, 5]), np.array([4, 6])).tolist()
    [2, 0]
    >>> hits(np.array([3, 6]), np.array([6, 9]), np.array([0, 5]), np.array([4, 6]), 0).tolist()
    [2, 1]
    """
    begun = np.searchsorted(other_starts, ends + reach, side="right")
    over = np.searchsorted(other_ends, starts - reach, side="left")
    return (begun - over).astype(np.int64)


def ranges(first: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """Write out ranges one after the other: which range each number comes from, and the numbers.

    Examples
    --------
    >>> of, numbers = ranges(np.array([5, 0, 2]), np.array([7, 0, 3]))
    >>> of.tolist(), numbers.tolist()
    ([0, 0, 2], [5, 6, 2])
    """
    sizes = np.maximum(stop - first, 0)
    of = np.repeat(np.arange(len(sizes)), sizes)
    within = np.arange(len(of)) - (np.cumsum(sizes) - sizes)[of]
    return of, first[of] + within


def _holds(a: Intervals, points: Ints) -> Bools:
    inside: Bools = np.searchsorted(a.starts, points, side="right") > np.searchsorted(a.ends, points, side="right")
    return inside
