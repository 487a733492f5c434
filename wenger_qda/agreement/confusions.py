"""Which codes coders give each other's places: what one calls a story, another calls repair."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pandas as pd

from wenger_qda.agreement.comparison import Bools, Comparison, Floats, Ints, compare, nothing_to_compare
from wenger_qda.agreement.rows import table_of
from wenger_qda.agreement.sets import Pieces, Sets, pieces_of
from wenger_qda.errors import unknown

__all__ = ["NONE", "confused", "confusion"]

NONE = "(none)"
_PASSAGES = ("source", "start_char", "end_char", "code", "coder", "other_code", "other_coder")


def confusion(
    codings: pd.DataFrame,
    sources: pd.DataFrame,
    assignments: pd.DataFrame | None = None,
    *,
    codes: pd.DataFrame | None = None,
    coders: Iterable[str] | None = None,
    round: int | None = None,
) -> pd.DataFrame:
    """Count on how many characters one coder gave one code and another coder another.

    On a character, a code that both gave stands on the diagonal; a code that only one gave stands with each code that
    only the other gave, and with ``(none)`` where the other gave nothing but what both did.

    Parameters
    ----------
    codings, sources, assignments, coders, round
        As for :func:`reliability`.
    codes : DataFrame, optional
        The codebook, for the order of the codes; codes that nobody used are left out.

    Returns
    -------
    DataFrame, shape (n_codes + 1, n_codes + 1)
        Characters, averaged over the pairs of coders; symmetric, ``(none)`` last. ``attrs["why"]`` says why there is
        nothing, where that is so. :func:`wenger_qda.agreement.confused` gives the passages behind a cell.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 0, 30, "stories")
    >>> with type(project).open(project.path, coder="bo") as bo:
    ...     _ = bo.code("day-01", 10, 40, "repertoire")
    >>> confusion(project.codings(), project.sources()).astype(int).values.tolist()
    [[0, 20, 10], [20, 0, 10], [10, 10, 0]]
    """
    comparison = compare(codings, sources, assignments, codes=codes, coders=coders, round=round)
    pieces, sets = pieces_of(comparison, comparison.spans, comparison.lengths)
    counts = _counts(pieces, sets, len(comparison.coders))
    used = np.unique(comparison.spans.code[comparison.is_compared[comparison.spans.document]])
    names = [*(comparison.codes[number] for number in used.tolist()), NONE]
    kept = np.append(used, len(comparison.codes)).astype(np.int64)
    matrix = pd.DataFrame(
        counts[np.ix_(kept, kept)], index=pd.Index(names, name="code"), columns=pd.Index(names, name="code")
    )
    matrix.attrs |= {
        "values": "characters", "confusion": True, "coders": list(comparison.coders),
        "remarks": list(comparison.remarks), "why": nothing_to_compare(comparison),
    }  # fmt: skip
    return matrix


def confused(
    codings: pd.DataFrame,
    sources: pd.DataFrame,
    assignments: pd.DataFrame | None = None,
    *,
    row: str,
    column: str,
    coders: Iterable[str] | None = None,
    round: int | None = None,
) -> pd.DataFrame:
    """Give the passages behind one cell of :func:`confusion`.

    Parameters
    ----------
    row, column : str
        Two codes, one code twice, or a code and ``(none)``.

    Returns
    -------
    DataFrame
        source, start_char, end_char, code and coder (of the row), other_code and other_coder (of the column); to read
        with :class:`wenger_qda.Passages`.

    Raises
    ------
    ValueError
        If nobody used one of the codes.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 0, 30, "stories")
    >>> with type(project).open(project.path, coder="bo") as bo:
    ...     _ = bo.code("day-01", 10, 40, "repertoire")
    >>> found = confused(project.codings(), project.sources(), row="stories", column="repertoire")
    >>> found[["start_char", "end_char", "coder", "other_coder"]].values.tolist()
    [[10, 30, 'amina', 'bo']]
    """
    comparison = compare(codings, sources, assignments, coders=coders, round=round)
    for name in (row, column):
        if name != NONE and name not in comparison.codes:
            raise ValueError(unknown("code", name, [*comparison.codes, NONE]))
    pieces, sets = pieces_of(comparison, comparison.spans, comparison.lengths)
    rows: list[tuple[str, int, int, str, str]] = []
    for one in range(len(comparison.coders)):
        for other in range(len(comparison.coders)):
            if one != other and not (row == column and other < one):
                rows += _passages(comparison, pieces, sets, (one, other), (row, column))
    told = [
        {"source": source, "start_char": start, "end_char": end, "code": row, "coder": one, "other_code": column,
         "other_coder": other}
        for source, start, end, one, other in sorted(rows)
    ]  # fmt: skip
    return table_of(told, _PASSAGES)


def _counts(pieces: Pieces, sets: Sets, n_coders: int) -> Floats:
    """Add the characters up for every two codes, over all pairs of coders; the last row and column are none."""
    n_codes = sets.holds.shape[1]
    total = np.zeros((n_codes + 1, n_codes + 1))
    n_pairs = n_coders * (n_coders - 1) / 2
    for one, other in combinations(range(n_coders), 2):
        both = (pieces.given[:, one] >= 0) & (pieces.given[:, other] >= 0)
        given, at = np.unique(pieces.given[both][:, [one, other]], axis=0, return_inverse=True)
        if not len(given):
            continue
        length = np.bincount(at.reshape(-1), weights=pieces.length[both])[:, None]
        a, b = sets.holds[given[:, 0]], sets.holds[given[:, 1]]
        only_a, only_b = _or_none(a * (1 - b)), _or_none(b * (1 - a))
        crossed = (only_a * length).T @ only_b
        crossed[-1, -1] = 0  # neither has anything of its own
        total += crossed + crossed.T
        total[np.arange(n_codes), np.arange(n_codes)] += (a * b * length).sum(axis=0)
    averaged: Floats = total / max(n_pairs, 1)
    return averaged


def _or_none(own: Floats) -> Floats:
    return np.append(own, own.sum(axis=1, keepdims=True) == 0, axis=1)


def _passages(
    comparison: Comparison, pieces: Pieces, sets: Sets, pair: tuple[int, int], cell: tuple[str, str]
) -> list[tuple[str, int, int, str, str]]:
    """Give the stretches on which one coder has the row's code for itself and the other the column's."""
    given = pieces.given[:, pair]
    both = (given >= 0).all(axis=1)
    a, b = (sets.holds[np.maximum(given[:, n], 0)].astype(bool) for n in (0, 1))
    if cell[0] == cell[1] != NONE:
        number = comparison.codes.index(cell[0])
        holds = a[:, number] & b[:, number]
    else:
        holds = _own(a & ~b, cell[0], comparison) & _own(b & ~a, cell[1], comparison)
    there = np.flatnonzero(holds & both)
    names = (comparison.coders[pair[0]], comparison.coders[pair[1]])
    return [
        (comparison.documents[document], start, end, *names)
        for document, start, end in _joined(pieces, there)
    ]  # fmt: skip


def _own(own: Bools, code: str, comparison: Comparison) -> Bools:
    """Tell where a coder has a code that the other has not; or no such code."""
    has: Bools = np.asarray(own[:, comparison.codes.index(code)] if code != NONE else ~own.any(axis=1))
    return has


def _joined(pieces: Pieces, there: Ints) -> list[tuple[int, int, int]]:
    """Make one of pieces that follow each other."""
    found: list[tuple[int, int, int]] = []
    for number in there.tolist():
        document, start = int(pieces.document[number]), int(pieces.start[number])
        end = start + int(pieces.length[number])
        if found and found[-1][0] == document and found[-1][2] == start:
            found[-1] = (document, found[-1][1], end)
        else:
            found.append((document, start, end))
    return found
