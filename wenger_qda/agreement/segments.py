"""Two questions apart: whether coders marked the same places, and whether they gave the same codes where they did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from wenger_qda.agreement.comparison import Bools, Comparison, Ints, Spans, compare, nothing_to_compare
from wenger_qda.agreement.rows import Row, table_of
from wenger_qda.agreement.sets import set_alpha
from wenger_qda.agreement.unitizing import u_alpha
from wenger_qda.agreement.units import merged

__all__ = ["place_and_code"]

COLUMNS = (
    "coder_a", "coder_b", "u_alpha", "matched", "same_edges", "boundary_distance", "same_codes", "code_alpha",
    "n_segments_a", "n_segments_b", "n_matched", "n_documents", "why",
)  # fmt: skip


class _Segments(NamedTuple):
    """The different stretches that one coder marked, in whatever codes; `codes` holds these."""

    document: Ints
    start: Ints
    end: Ints
    codes: tuple[frozenset[int], ...]


def place_and_code(
    codings: pd.DataFrame,
    sources: pd.DataFrame,
    assignments: pd.DataFrame | None = None,
    *,
    coders: Iterable[str] | None = None,
    round: int | None = None,
    overlap: float = 0.5,
) -> pd.DataFrame:
    """Tell apart whether two coders marked the same places, and whether they gave the same codes there.

    Parameters
    ----------
    codings, sources, assignments, coders, round
        As for :func:`reliability`. Codings of whole sources mark no place and are left out.
    overlap : float
        The part of what two segments cover together that both must cover, above 0 up to 1, to be a match. Each segment
        is matched once, the best matches first.

    Returns
    -------
    DataFrame
        One row a pair of coders, over all documents that both have read. Of places: u_alpha (coded or not, character
        by character: |u-alpha of 2016), matched (matches, as a share of the segments of both), same_edges (of the
        matches), boundary_distance (mean distance of an edge from its match, in characters). Of codes: same_codes (of
        the matches), code_alpha (alpha over sets of codes, MASI, of the matches). Then n_segments_a, n_segments_b,
        n_matched, n_documents, why.

    Raises
    ------
    ValueError
        If overlap is out of bounds; else as :func:`reliability`.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 0, 30, "stories"), project.code("day-01", 40, 60, "stories")
    >>> with type(project).open(project.path, coder="bo") as bo:
    ...     _ = bo.code("day-01", 5, 30, "stories"), bo.code("day-01", 40, 60, "repertoire")
    >>> table = place_and_code(project.codings(), project.sources())
    >>> table[["matched", "same_edges", "boundary_distance", "same_codes"]].values.tolist()
    [[1.0, 0.5, 1.25, 0.5]]
    """
    if not 0 < overlap <= 1:
        raise ValueError(f"overlap is a share, above 0 up to 1, not {overlap!r}")
    comparison = compare(codings, sources, assignments, coders=coders, round=round)
    table = table_of(_rows(comparison, overlap), COLUMNS)
    table.attrs |= {"overlap": overlap, "coders": list(comparison.coders), "remarks": list(comparison.remarks)}
    return table


def _rows(comparison: Comparison, overlap: float) -> Iterator[Row]:
    reason = nothing_to_compare(comparison)
    if reason:
        yield _blank(("", ""), reason)
        return
    for pair in combinations(range(len(comparison.coders)), 2):
        names = (comparison.coders[pair[0]], comparison.coders[pair[1]])
        both = comparison.read[:, pair[0]] & comparison.read[:, pair[1]]
        if both.any():
            yield _row(comparison, pair, names, both, overlap)
        else:
            yield _blank(names, f"{names[0]} and {names[1]} have read no document in common")


def _row(comparison: Comparison, pair: Sequence[int], names: tuple[str, str], both: Bools, overlap: float) -> Row:
    placed = comparison.spans.where(both[comparison.spans.document] & ~comparison.spans.is_whole)
    one, other = (_segments(placed.where(placed.coder == coder)) for coder in pair)
    matches = _matches(one, other, overlap)
    row = _blank(names, "") | {
        "u_alpha": _places(comparison, placed, pair, both),
        "n_segments_a": len(one.codes),
        "n_segments_b": len(other.codes),
        "n_matched": len(matches),
        "n_documents": int(both.sum()),
    }
    if not one.codes and not other.codes:
        return row | {"why": "neither has marked anything in the documents that both have read"}
    row["matched"] = 2 * len(matches) / (len(one.codes) + len(other.codes))
    if not matches:
        return row | {"why": "no segment of the one lies where one of the other does"}
    a, b = np.array(matches).T
    slips = np.stack([np.abs(one.start[a] - other.start[b]), np.abs(one.end[a] - other.end[b])])
    given = [[one.codes[number] for number in a], [other.codes[number] for number in b]]
    code_alpha = set_alpha(given)
    return row | {
        "same_edges": float((slips == 0).all(axis=0).mean()),
        "boundary_distance": float(slips.mean()),
        "same_codes": float(np.mean([x == y for x, y in zip(*given, strict=True)])),
        "code_alpha": code_alpha,
        "why": "no variation: the matches all carry the same codes" if np.isnan(code_alpha) else "",
    }


def _blank(names: tuple[str, str], why: str) -> Row:
    row: Row = dict.fromkeys(COLUMNS, float("nan"))
    counts = dict.fromkeys([name for name in COLUMNS if name.startswith("n_")], 0)
    return row | counts | {"coder_a": names[0], "coder_b": names[1], "why": why}


def _segments(spans: Spans) -> _Segments:
    """Give the different stretches of one coder, each with its codes."""
    codes: dict[tuple[int, int, int], set[int]] = {}
    rows = np.stack([spans.document, spans.start, spans.end, spans.code], axis=1)
    for document, start, end, code in rows.tolist():
        codes.setdefault((document, start, end), set()).add(code)
    places = sorted(codes)
    table = np.array(places, dtype=np.int64).reshape(-1, 3)
    return _Segments(table[:, 0], table[:, 1], table[:, 2], tuple(frozenset(codes[place]) for place in places))


def _matches(one: _Segments, other: _Segments, overlap: float) -> list[tuple[int, int]]:
    """Pair segments that overlap enough, the best pairs first."""
    found: list[tuple[float, int, int]] = []
    for document in np.intersect1d(one.document, other.document).tolist():
        a, b = np.flatnonzero(one.document == document), np.flatnonzero(other.document == document)
        shared = np.minimum(one.end[a][:, None], other.end[b]) - np.maximum(one.start[a][:, None], other.start[b])
        either = np.maximum(one.end[a][:, None], other.end[b]) - np.minimum(one.start[a][:, None], other.start[b])
        share = np.where(shared > 0, shared / either, 0.0)
        found += [(-float(share[i, j]), int(a[i]), int(b[j])) for i, j in np.argwhere(share >= overlap).tolist()]
    left, right, matches = set(range(len(one.codes))), set(range(len(other.codes))), []
    for _, i, j in sorted(found):
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            matches.append((i, j))
    return sorted(matches)


def _places(comparison: Comparison, placed: Spans, pair: Sequence[int], both: Bools) -> float:
    """Give |u-alpha over the documents that both have read, laid end to end."""
    lengths = np.where(both, comparison.lengths, 0)
    before = np.cumsum(lengths) - lengths
    covered = merged(placed._replace(code=np.zeros(len(placed.row), dtype=np.int64)))
    by_coder: list[list[tuple[Any, ...]]] = []
    for coder in pair:
        own = covered.where(covered.coder == coder)
        shift = before[own.document]
        by_coder.append(list(zip((own.start + shift).tolist(), (own.end + shift).tolist(), strict=True)))
    return u_alpha(by_coder, int(lengths.sum()))
