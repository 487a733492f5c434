"""Evidence: stretches of text in which one coder sees something, and the codings that they are made of.

Codings of one coder that overlap or touch and say the same are one stretch. A coding of a whole source says nothing of
a place in it, and meets only codings of the whole source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.frames import check
from wenger_qda.intervals import STRIDE, Intervals, intersection, line_up, normalise, ranges, union

__all__ = ["AGAINST", "Evidence", "Placed", "both", "either", "place", "signs", "touching"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

AGAINST = "against"
NEEDED = ("guid", "source", "code", "coder", "start_char", "end_char")


class Placed(NamedTuple):
    """Where the codings lie: `group` numbers source and coder, and the rows of `groups` say which."""

    group: Ints
    start: Ints
    end: Ints
    groups: pd.DataFrame


@dataclass(frozen=True)
class Evidence:
    """Stretches, and which codings belong to each.

    `stretches` has the columns key (a number: what is seen), is_against, source, coder, is_whole, start, end; `stretch`
    and `coding` are pairs of positions, in `stretches` and in the table of codings.
    """

    stretches: pd.DataFrame
    stretch: Ints
    coding: Ints


class Carried(NamedTuple):
    """Codings that carry something: positions of codings, what (`key`), and whether they speak for it (1, -1)."""

    row: Ints
    key: Ints
    sign: Ints

    def where(self, kept: Bools) -> Carried:
        """Give some of them."""
        return Carried(self.row[kept], self.key[kept], self.sign[kept])


def place(codings: pd.DataFrame) -> Placed:
    """Number source and coder of the codings, and take their places as numbers.

    Raises
    ------
    ValueError
        If a column is missing.
    """
    check("codings", codings, NEEDED)
    is_whole = codings["start_char"].isna() | codings["end_char"].isna()
    names = pd.DataFrame(
        {
            "source": codings["source"].astype("object").fillna("").to_numpy(),
            "coder": codings["coder"].astype("object").fillna("").to_numpy(),
            "is_whole": is_whole.to_numpy(dtype=bool),
        }
    )
    keys = ["source", "coder", "is_whole"]
    group = np.asarray(names.groupby(keys, sort=True).ngroup(), dtype=np.int64)
    groups = names.drop_duplicates().sort_values(keys, ignore_index=True)
    start = codings["start_char"].mask(is_whole, 0).to_numpy(dtype=np.int64)
    end = codings["end_char"].mask(is_whole, 1).to_numpy(dtype=np.int64)
    return Placed(group, start, end, groups)


def signs(codings: pd.DataFrame, carriers: Mapping[str, Mapping[Any, int]], keys: Mapping[Any, int]) -> Carried:
    """Find the codings whose code carries one of the keys, and say for or against.

    A coding against what its code carries is against it; a coding with a contrary is, too; a coding *against* a
    contrary is neither.
    """
    lists = {
        code: [(keys[value], sign) for value, sign in values.items() if value in keys]
        for code, values in carriers.items()
    }
    at, distinct = pd.factorize(codings["code"])
    carried = [lists.get(code, []) for code in distinct]
    sizes = np.array([*map(len, carried), 0], dtype=np.int64)
    begins = np.cumsum(sizes) - sizes
    flat = np.array([pair for pairs in carried for pair in pairs], dtype=np.int64).reshape(-1, 2)
    row, number = ranges(begins[at], (begins + sizes)[at])
    key, of_code = flat[number].T
    is_against = _against(codings)[row]
    found = Carried(row, key, np.where(is_against, -of_code, of_code))
    return found.where(~(is_against & (of_code < 0)))


def either(placed: Placed, carried: Carried, n_keys: int) -> Evidence:
    """Join what one coder codes with a key, for and against apart, into stretches."""
    found: list[Found] = []
    for sign in (1, -1):
        rows = carried.where(carried.sign == sign)
        stretches = _joined(placed, rows, n_keys)
        found.append((stretches, *_touching(placed, rows, n_keys, stretches), sign < 0))
    return _put_together(placed, n_keys, found)


def both(placed: Placed, one: Carried, other: Carried, n_keys: int) -> Evidence:
    """Find where one coder codes both at once, key by key.

    It is evidence against where one of the two speaks against, and for where both speak for.
    """
    agree = _met(placed, one.where(one.sign > 0), other.where(other.sign > 0), n_keys, False)
    denied = _met(placed, one.where(one.sign < 0), other, n_keys, True)
    refused = _met(placed, one, other.where(other.sign < 0), n_keys, True)
    return _put_together(placed, n_keys, [agree, _united(denied, refused)])


Found = tuple[Intervals, Ints, Ints, bool]


def touching(stretches: Intervals, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Pair spans with the stretches that they share a character with: positions of stretches, and of spans.

    Examples
    --------
    >>> stretch, span = touching(normalise([0, 10], [5, 15]), np.array([4, 5]), np.array([11, 10]))
    >>> stretch.tolist(), span.tolist()
    ([0, 1], [0, 0])
    """
    first = np.searchsorted(stretches.ends, starts, side="right")
    stop = np.searchsorted(stretches.starts, ends, side="left")
    span, stretch = ranges(first, np.where(starts < ends, stop, first))
    return stretch, span


def _against(codings: pd.DataFrame) -> Bools:
    if "stance" not in codings:
        return np.zeros(len(codings), dtype=bool)
    is_against: Bools = (codings["stance"].astype("object") == AGAINST).to_numpy(dtype=bool)
    return is_against


def _line(placed: Placed, rows: Carried, n_keys: int) -> tuple[Ints, Ints]:
    group = placed.group[rows.row] * n_keys + rows.key
    return line_up(group, placed.start[rows.row]), line_up(group, placed.end[rows.row])


def _joined(placed: Placed, rows: Carried, n_keys: int) -> Intervals:
    return normalise(*_line(placed, rows, n_keys))


def _touching(placed: Placed, rows: Carried, n_keys: int, stretches: Intervals) -> tuple[Ints, Ints]:
    stretch, span = touching(stretches, *_line(placed, rows, n_keys))
    return stretch, rows.row[span]


def _met(placed: Placed, one: Carried, other: Carried, n_keys: int, is_against: bool) -> Found:
    stretches = intersection(_joined(placed, one, n_keys), _joined(placed, other, n_keys))
    left, right = (_touching(placed, rows, n_keys, stretches) for rows in (one, other))
    return stretches, np.concatenate([left[0], right[0]]), np.concatenate([left[1], right[1]]), is_against


def _united(one: Found, other: Found) -> Found:
    """Join two findings into one: where their stretches meet, they are one."""
    stretches = union(one[0], other[0])
    home = [np.searchsorted(stretches.ends, part[0].starts, side="right")[part[1]] for part in (one, other)]
    return stretches, np.concatenate(home), np.concatenate([one[2], other[2]]), one[3]


def _put_together(placed: Placed, n_keys: int, found: list[Found]) -> Evidence:
    tables, stretch, coding = [], [], []
    n_before = 0
    for stretches, of, rows, is_against in found:
        group, key = np.divmod(stretches.starts // STRIDE, max(n_keys, 1))
        table = placed.groups.iloc[group].reset_index(drop=True)
        begin, end = stretches.starts % STRIDE, stretches.ends % STRIDE
        tables.append(table.assign(key=key, is_against=is_against, start=begin, end=end))
        stretch.append(of + n_before)
        coding.append(rows)
        n_before += len(table)
    n_codings = max(len(placed.group), 1)
    pairs = np.unique(np.concatenate(stretch) * n_codings + np.concatenate(coding))
    return Evidence(pd.concat(tables, ignore_index=True), pairs // n_codings, pairs % n_codings)
