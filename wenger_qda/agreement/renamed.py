"""Codes that one coder alone used, and whether another coder's code of another name stands in the same places."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from wenger_qda.agreement.comparison import Comparison, Spans
from wenger_qda.intervals import Intervals, intersection, line_up, normalise

__all__ = ["single_users"]

_ALIKE = 0.5  # of the characters that either code covers
_MOST = 60  # codes of single users that are held against each other


def single_users(comparison: Comparison, group: Sequence[int]) -> dict[str, str]:
    """Say of each code that only one of some coders used who that is, and which code may be the same renamed."""
    if len(group) < 2:
        return {}
    spans = comparison.spans
    spans = spans.where(np.isin(spans.coder, group) & comparison.is_compared[spans.document])
    users: dict[int, set[int]] = {}
    n_coders = len(comparison.coders)
    for key in np.unique(spans.code * n_coders + spans.coder).tolist():
        users.setdefault(key // n_coders, set()).add(key % n_coders)
    alone = {code: next(iter(coders)) for code, coders in users.items() if len(coders) == 1}
    twins = _twins(spans, alone) if len(alone) <= _MOST else {}
    return {
        comparison.codes[code]: _said(comparison, coder, twins.get(code), alone)
        for code, coder in alone.items()
    }  # fmt: skip


def _said(comparison: Comparison, coder: int, twin: int | None, alone: dict[int, int]) -> str:
    name = comparison.coders[coder]
    if twin is None:
        return f"only {name} used it"
    return (
        f"only {name} used it; in the same places {comparison.coders[alone[twin]]} used "
        f"{comparison.codes[twin]!r}. If the two are one code, give them one name (project.rename_code)"
    )


def _twins(spans: Spans, alone: dict[int, int]) -> dict[int, int]:
    """Pair codes of different single users that mostly cover the same characters."""
    covered = {code: _covered(spans, code) for code in alone}
    best: dict[int, tuple[float, int]] = {}
    for one, other in product(alone, alone):
        if alone[one] != alone[other]:
            share = _overlap(covered[one], covered[other])
            if share >= _ALIKE and share > best.get(one, (0.0, -1))[0]:
                best[one] = (share, other)
    return {one: other for one, (_, other) in best.items()}


def _covered(spans: Spans, code: int) -> Intervals:
    of_code = spans.where(spans.code == code)
    return normalise(line_up(of_code.document, of_code.start), line_up(of_code.document, of_code.end))


def _overlap(one: Intervals, other: Intervals) -> float:
    """Give the share of the characters of either that both cover."""
    shared = _length(intersection(one, other))
    either = _length(one) + _length(other) - shared
    return shared / either if either else 0.0


def _length(intervals: Intervals) -> int:
    return int((intervals.ends - intervals.starts).sum())
