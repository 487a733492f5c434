"""Which codes go together: in the same words, close by, in the same turn, in the same source."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.errors import unknown
from wenger_qda.frames import check
from wenger_qda.intervals import OVERLAP, hits, line_up, ranges
from wenger_qda.matrices.axes import Axis, number
from wenger_qda.trees import tree_order

__all__ = ["cooccurrence", "cooccurrence_share"]

Ints = NDArray[np.int64]

BLOCK = 2**14  # units at a time
BY = ("overlap", "distance", "turn", "source")


def cooccurrence(
    codings: pd.DataFrame,
    *,
    by: str = "overlap",
    distance: int = 0,
    codes: pd.DataFrame | None = None,
    turns: pd.DataFrame | None = None,
    within_coder: bool = True,
) -> pd.DataFrame:
    """Count how often each two codes go together.

    Parameters
    ----------
    codings : DataFrame
        One row per coding. Codings of a whole source count only with ``by="source"``: they say nothing of a place.
    by : {"overlap", "distance", "turn", "source"}
        What is counted: pairs of codings of the two codes that share a character; pairs at most `distance`
        characters apart (0: touching or overlapping); turns, or sources, that carry both codes.
    distance : int
        Characters between the end of one passage and the beginning of the other; for ``by="distance"``.
    codes : DataFrame, optional
        One row per code. All codable codes appear, in tree order, also those never used.
    turns : DataFrame, optional
        One row per turn. With it a coding that spans several turns counts in each of them; without it the column
        `turn` of `codings` is taken.
    within_coder : bool
        Look at each coder's codings alone, and add up. False puts all coders together, so that a passage that two
        people coded differently counts as a co-occurrence.

    Returns
    -------
    DataFrame
        Shape (n_codes, n_codes), symmetric. The diagonal holds how many codings (turns, sources) carry the code.
        Its ``attrs`` say how it was made and, as ``n_left_out``, how many codings have no place.

    Raises
    ------
    ValueError
        For an unknown `by`, a negative distance, or missing columns.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "source": "day-01", "coder": "amina", "code": ["repair", "stories", "stories"],
    ...     "start_char": [0, 5, 40], "end_char": [10, 12, 50]})
    >>> cooccurrence(codings)  # doctest: +NORMALIZE_WHITESPACE
    code     repair  stories
    code
    repair        1        1
    stories       1        2
    """
    if by not in BY:
        raise ValueError(unknown("way to count co-occurrence", by, list(BY)))
    if distance < 0:
        raise ValueError(f"distance is a number of characters, not {distance}")
    group = ["source", "coder"] if within_coder else ["source"]
    check("codings", codings, ["code", *group])
    placed = codings if by == "source" else codings[_is_placed(codings, by, turns)]
    code = number(placed["code"], [] if codes is None else _codable(codes, placed))
    groups = np.asarray(placed.groupby(group, sort=False, dropna=False).ngroup(), dtype=np.int64)
    if by in ("overlap", "distance"):
        counts = _count_pairs(placed, code, groups, distance if by == "distance" else OVERLAP)
    else:
        counts = _count_units(*_units(placed, code, groups, by, turns), len(code.labels))
    labels = pd.Index(code.labels, dtype="str", name="code")
    matrix = pd.DataFrame(counts, index=labels, columns=labels)
    matrix.attrs = {"by": by, "distance": distance, "within_coder": within_coder}
    matrix.attrs["n_left_out"] = len(codings) - len(placed)
    return matrix


def cooccurrence_share(matrix: pd.DataFrame) -> pd.DataFrame:
    """Say how far each two codes go together, from 0 (never) to 1 (always).

    The coefficient c = n12 / (n1 + n2 - n12) that ATLAS.ti gives: codings (turns, sources) with both codes, as a part
    of those with either. For turns and sources it is the Jaccard index. For pairs of codings it means this only as
    long as each coding meets at most one of the other code: where there are more pairs than codings of the rarer code
    it is not defined.

    Parameters
    ----------
    matrix : DataFrame
        What `cooccurrence` gives.

    Returns
    -------
    DataFrame
        Same shape; 1 on the diagonal; NaN where it is not defined: one of the codes was never used, or there are
        more pairs than codings.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "source": "day-01", "coder": "amina", "code": ["repair", "stories", "stories"],
    ...     "start_char": [0, 5, 40], "end_char": [10, 12, 50]})
    >>> cooccurrence_share(cooccurrence(codings)).loc["repair", "stories"]
    np.float64(0.5)
    """
    both = matrix.to_numpy(dtype=np.float64)
    each = np.diag(both)
    either = each[:, None] + each[None, :] - both
    rarer = np.minimum(each[:, None], each[None, :])
    share = np.divide(both, either, out=np.full(both.shape, np.nan), where=(rarer > 0) & (both <= rarer))
    result = pd.DataFrame(share, index=matrix.index, columns=matrix.columns)
    result.attrs = {**matrix.attrs, "values": "share"}
    return result


def _is_placed(codings: pd.DataFrame, by: str, turns: pd.DataFrame | None) -> pd.Series[bool]:
    column = "turn" if by == "turn" and turns is None else "start_char"
    check("codings", codings, [column] if column == "turn" else ["start_char", "end_char"])
    return codings[column].notna()


def _codable(codes: pd.DataFrame, codings: pd.DataFrame) -> list[str]:
    if "is_codable" not in codes:
        return tree_order(codes)
    shown = set(codes.loc[codes["is_codable"].astype(bool), "code"]) | set(codings["code"])
    return [code for code in tree_order(codes) if code in shown]


def _count_pairs(codings: pd.DataFrame, code: Axis, groups: Ints, reach: int) -> Ints:
    starts = line_up(groups, codings["start_char"].to_numpy(dtype=np.int64))
    ends = line_up(groups, codings["end_char"].to_numpy(dtype=np.int64))
    order = np.argsort(starts, kind="stable")  # searching in order is several times quicker
    starts, ends, at = starts[order], ends[order], code.at[order]
    n_codes = len(code.labels)
    counts = np.zeros((n_codes, n_codes), dtype=np.int64)
    for i in np.unique(at):
        found = hits(starts, ends, starts[at == i], np.sort(ends[at == i]), reach)
        counts[i] = np.bincount(at, found, minlength=n_codes)
    np.fill_diagonal(counts, np.bincount(at, minlength=n_codes))
    return counts


def _units(codings: pd.DataFrame, code: Axis, groups: Ints, by: str, turns: pd.DataFrame | None) -> tuple[Ints, Ints]:
    """Give unit and code of each coding in each unit it lies in."""
    if by == "source":
        return groups, code.at
    if turns is None:
        return line_up(groups, codings["turn"].to_numpy(dtype=np.int64)), code.at
    rows, turn = _turns_of(codings, turns)
    return line_up(groups[rows], turn), code.at[rows]


def _turns_of(codings: pd.DataFrame, turns: pd.DataFrame) -> tuple[Ints, Ints]:
    """Pair codings with the turns they overlap, as positions in both tables."""
    check("turns", turns, ["source", "start_char", "end_char"])
    names = pd.Index(turns["source"].unique())
    of_turn, of_coding = names.get_indexer(turns["source"]), names.get_indexer(codings["source"])
    turn_start = line_up(of_turn, turns["start_char"].to_numpy())
    turn_end = line_up(of_turn, turns["end_char"].to_numpy())
    order = np.argsort(turn_start, kind="stable")
    first = np.searchsorted(turn_end[order], line_up(of_coding, codings["start_char"].to_numpy(np.int64)), "right")
    stop = np.searchsorted(turn_start[order], line_up(of_coding, codings["end_char"].to_numpy(np.int64)), "left")
    rows, at = ranges(first, stop)
    return rows, order[at]


def _count_units(unit: Ints, at: Ints, n_codes: int) -> Ints:
    """Count units with both codes, from pairs of unit and code; a block at a time, to spare memory."""
    counts = np.zeros((n_codes, n_codes), dtype=np.int64)
    numbers = np.unique(unit, return_inverse=True)[1]
    order = np.argsort(numbers, kind="stable")
    numbers, at = numbers[order], at[order]
    for begin in range(0, int(numbers.max(initial=-1)) + 1, BLOCK):
        part = slice(*np.searchsorted(numbers, [begin, begin + BLOCK]))
        has = np.zeros((BLOCK, n_codes), dtype=np.float32)
        has[numbers[part] - begin, at[part]] = 1
        counts += (has.T @ has).astype(np.int64)
    return counts
