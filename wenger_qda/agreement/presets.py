"""What other programs would say of the same codings, and what of it is imitated.

A preset helps to compare with a report from elsewhere. It says where it cannot follow: an undefined figure stays
undefined here, whatever another program prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from wenger_qda.agreement.comparing import compare, compared_pairs
from wenger_qda.agreement.comparison import Bools, Comparison, Spans
from wenger_qda.agreement.rows import COLUMNS, Row, table_of, undefined
from wenger_qda.intervals import line_up, ranges

__all__ = ["PRESETS"]

_SHARE = 0.9
_AT_ONCE = 2_000
_NVIVO = (
    "As NVivo's coding comparison query: a row is of one code, one document and two coders, every character is a unit, "
    "kappa is Cohen's. Where nobody coded, or both coded everything, NVivo prints 1; kappa is not defined there, and "
    "so it is empty here. Documents are not averaged; NVivo leaves that to you, too."
)
_MAXQDA = (
    "As MAXQDA's agreement on segments: each segment of either coder agrees if the other has a segment with the same "
    "code whose overlap is at least 90 % of the longer of the two; a match counts in both directions. The row without "
    "a code is of all codes; its kappa takes 1 / number of codes as chance (Brennan and Prediger). Segments of a whole "
    "document match each other. How MAXQDA measures the overlap and what it does with a single code is not published "
    "where it could be read, and is not imitated."
)


def _nvivo(
    codings: pd.DataFrame, sources: pd.DataFrame, assignments: pd.DataFrame | None, *, codes: pd.DataFrame | None,
    coders: Iterable[str] | None, round: int | None,
) -> pd.DataFrame:  # fmt: skip
    from wenger_qda.agreement.reliability_table import reliability

    table = reliability(
        codings, sources, assignments, codes=codes, coders=coders, round=round, by=("code", "source", "pair"), n_boot=0
    )
    table.attrs |= {"like": _NVIVO}
    return table


def _maxqda(
    codings: pd.DataFrame, sources: pd.DataFrame, assignments: pd.DataFrame | None, *, codes: pd.DataFrame | None,
    coders: Iterable[str] | None, round: int | None,
) -> pd.DataFrame:  # fmt: skip
    comparison = compare(codings, sources, assignments, codes=codes, coders=coders, round=round)
    pairs = compared_pairs(comparison, codings, sources, assignments, round)
    table = table_of(_segment_rows(comparison, pairs))
    documents = np.array(comparison.documents, dtype=object)[comparison.is_compared].tolist()
    table.attrs |= {
        "unit": "segment", "threshold": _SHARE, "by": ["code", "pair"], "coders": list(comparison.coders),
        "documents": documents, "n_boot": 0, "remarks": list(comparison.remarks), "like": _MAXQDA,
    }  # fmt: skip
    return table


PRESETS: Mapping[str, Callable[..., pd.DataFrame]] = {"nvivo": _nvivo, "maxqda": _maxqda}


def _segment_rows(
    comparison: Comparison, pairs: Iterable[tuple[tuple[str, str], Comparison]]
) -> Iterator[Row]:  # fmt: skip
    if comparison.nothing:
        yield undefined(comparison.nothing)
        return
    for names, pair in pairs:
        if pair.nothing:
            yield undefined(pair.nothing, pair=names)
            continue
        spans = pair.spans.where(pair.is_compared[pair.spans.document])
        spans = spans._replace(end=np.maximum(spans.end, spans.is_whole))  # of a document without text, too
        yield from _pair_rows(pair, _distinct(spans), names, int(pair.is_compared.sum()))


def _pair_rows(comparison: Comparison, spans: Spans, names: tuple[str, str], n_documents: int) -> Iterator[Row]:
    agrees = _matched(spans)
    used = np.unique(spans.code)
    n_segments = np.bincount(spans.code, minlength=len(comparison.codes))
    n_agree = np.bincount(spans.code, weights=agrees, minlength=len(comparison.codes))
    for number, code in enumerate(comparison.codes):
        n = int(n_segments[number])
        row = _blank(code, names, n, n_documents)
        why = "MAXQDA gives one kappa for all codes: see the row without a code"
        yield row | ({"agreement": n_agree[number] / n, "why": why} if n else {"why": "neither used this code"})
    n = int(n_segments.sum())
    row = _blank("", names, n, n_documents)
    if not n:
        yield row | {"why": "neither has coded anything in the documents that both have read"}
        return
    observed, chance = n_agree.sum() / n, 1 / len(used)
    why = "" if len(used) > 1 else "with a single code, chance is 1 and kappa not defined"
    kappa = (observed - chance) / (1 - chance) if len(used) > 1 else float("nan")
    yield row | {"agreement": observed, "kappa": kappa, "why": why}


def _blank(code: str, names: tuple[str, str], n: int, n_documents: int) -> Row:
    row: dict[str, Any] = dict.fromkeys(COLUMNS, float("nan"))
    told = {"code": code, "source": "", "coder_a": names[0], "coder_b": names[1], "why": ""}
    return row | told | {"n_units": n, "n_documents": n_documents}


def _distinct(spans: Spans) -> Spans:
    """Keep one of the segments that one coder marked twice with one code."""
    columns = np.stack([spans.document, spans.code, spans.coder, spans.start, spans.end])
    return spans.where(np.unique(columns, axis=1, return_index=True)[1])


def _matched(spans: Spans) -> Bools:
    """Tell of each segment whether the other coder has one with the same code that overlaps it enough."""
    n_codes = int(spans.code.max(initial=0)) + 1
    cell = spans.document * n_codes + spans.code
    order = np.lexsort((spans.start, cell))
    group = np.unique(cell, return_inverse=True)[1][order]
    starts, ends = line_up(group, spans.start[order]), line_up(group, spans.end[order])
    coder, length = spans.coder[order], ends - starts
    agrees = np.zeros(len(order), dtype=bool)
    for first in range(0, len(order), _AT_ONCE):
        these = np.arange(first, min(first + _AT_ONCE, len(order)))
        of, other = ranges(these + 1, np.searchsorted(starts, ends[these], side="left"))
        one = these[of]
        shared = np.minimum(ends[one], ends[other]) - starts[other]
        enough = shared >= _SHARE * np.maximum(length[one], length[other])
        enough &= coder[one] != coder[other]
        agrees[one[enough]] = agrees[other[enough]] = True
    found = np.empty(len(order), dtype=bool)
    found[order] = agrees
    return found
