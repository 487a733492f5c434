"""What other programs would say of the same codings, and what of it is imitated.

A preset helps to compare with a report from elsewhere. It says where it cannot follow: an undefined figure stays
undefined here, whatever another program prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from wenger_qda.agreement.comparison import Comparison, Ints, Spans, compare, nothing_to_compare
from wenger_qda.agreement.rows import COLUMNS, Row, table_of, undefined

__all__ = ["PRESETS"]

_SHARE = 0.9
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
    table = table_of(_segment_rows(comparison))
    documents = np.array(comparison.documents, dtype=object)[comparison.is_compared].tolist()
    table.attrs |= {
        "unit": "segment", "threshold": _SHARE, "by": ["code", "pair"], "coders": list(comparison.coders),
        "documents": documents, "n_boot": 0, "remarks": list(comparison.remarks), "like": _MAXQDA,
    }  # fmt: skip
    return table


PRESETS: Mapping[str, Callable[..., pd.DataFrame]] = {"nvivo": _nvivo, "maxqda": _maxqda}


def _segment_rows(comparison: Comparison) -> Iterator[Row]:
    pairs = list(combinations(range(len(comparison.coders)), 2))
    if not comparison.is_compared.any():
        yield undefined(nothing_to_compare(comparison))
        return
    for a, b in pairs:
        names = (comparison.coders[a], comparison.coders[b])
        both = comparison.read[:, a] & comparison.read[:, b]
        if not both.any():
            yield undefined(f"{names[0]} and {names[1]} have read no document in common", pair=names)
            continue
        spans = comparison.spans.where(np.isin(comparison.spans.coder, (a, b)) & both[comparison.spans.document])
        yield from _pair_rows(comparison, _distinct(spans), names, int(both.sum()))


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


def _matched(spans: Spans) -> Ints:
    """Tell of each segment whether the other coder has one with the same code that overlaps it enough."""
    agrees = np.zeros(len(spans.row), dtype=np.int64)
    groups: dict[tuple[int, int], list[int]] = {}
    for number, key in enumerate(zip(spans.document.tolist(), spans.code.tolist(), strict=True)):
        groups.setdefault(key, []).append(number)
    for numbers in groups.values():
        here = np.array(numbers)
        start, end, coder = spans.start[here], spans.end[here], spans.coder[here]
        overlap = np.minimum(end[:, None], end) - np.maximum(start[:, None], start)
        longer = np.maximum((end - start)[:, None], end - start)
        enough = (overlap >= _SHARE * longer) & (longer > 0) & (coder[:, None] != coder)
        agrees[here] = enough.any(axis=1)
    return agrees
