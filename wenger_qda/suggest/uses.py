"""Where each code was used, so that it can be asked of many passages at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wenger_qda.suggest.likeness import Memory
from wenger_qda.suggest.passages import Ints


class Uses(NamedTuple):
    """The uses of all codes: one number each, in their order, which is code × `n_rows` + row."""

    numbers: Ints
    n_rows: int

    def ago(self, rows: Ints, codes: Ints, first: Ints) -> Ints:
        """Tell how many passages before each row a code was used last; 0 where it was not, from a first row on.

        Examples
        --------
        >>> Uses(np.array([3, 5, 12]), 10).ago(np.array([6, 5, 2]), np.array([0, 0, 1]), np.array([0, 4, 0])).tolist()
        [1, 0, 0]
        """
        here = codes * self.n_rows + rows
        before = np.append(self.numbers, -1)[np.searchsorted(self.numbers, here) - 1]
        return np.where(before >= codes * self.n_rows + first, here - before, 0)

    def times(self, codes: Ints, first: Ints, last: Ints) -> Ints:
        """Tell how often each code was used from a first row up to, and without, a last one."""
        begin = codes * self.n_rows
        return np.searchsorted(self.numbers, begin + last) - np.searchsorted(self.numbers, begin + first)


def uses_of(memory: Memory, n_rows: int) -> Uses:
    """Find where the passages that are remembered use each code."""
    codes, places = memory.by_code
    return Uses(np.sort(codes * n_rows + memory.rows[places]), n_rows)
