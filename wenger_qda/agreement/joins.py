"""Passages of one owner that overlap, taken together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from wenger_qda.agreement.comparison import Ints, Spans
from wenger_qda.intervals import STRIDE

__all__ = ["Joined", "joined"]


class Joined(NamedTuple):
    """What passages cover together: the first passage in each, where it ends, and in which one each passage lies."""

    first: Ints
    end: Ints
    of: Ints


def joined(spans: Spans, owners: Sequence[Ints], *, reach: int) -> Joined:
    """Join passages of the same owners, in the order of the owners and the text.

    Parameters
    ----------
    owners : sequence of ndarray of int64
        What has to be the same, such as document and code; the first counts most for the order.
    reach : int
        As in :mod:`wenger_qda.intervals`: `OVERLAP` joins those that share a character, 0 also those that touch.
    """
    order = np.lexsort((spans.start, *reversed(owners)))
    start, end = spans.start[order], spans.end[order]
    group = np.zeros(len(order), dtype=np.int64)
    for owner in owners:
        group[1:] |= np.diff(owner[order]) != 0
    group = np.cumsum(group)
    reached = np.maximum.accumulate(group * STRIDE + end) if len(order) else end
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = group[1:] * STRIDE + start[1:] > reached[:-1] + reach
    firsts = np.flatnonzero(is_new)
    lasts = np.append(firsts, len(order))[1:] - 1
    of = np.empty(len(order), dtype=np.int64)
    of[order] = np.cumsum(is_new) - 1
    return Joined(order[firsts], reached[lasts] - group[firsts] * STRIDE, of)
