"""One sweep along the texts: where who has coded what, in time n log n of the codings, however long the texts are.

Every coding gives two events, its start and its end. Sorted by document, code and place, and added up coder by coder,
they tell between each two neighbours who covers the stretch between them. Codings of one coder that overlap add up to
more than one, and count once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wenger_qda.agreement.comparison import Bools, Floats, Ints, Spans

__all__ = ["Stretches", "Tally", "add_up", "sweep"]


class Stretches(NamedTuple):
    """Stretches in which nothing changes, each coded by at least one coder.

    `covers` has a row a stretch and a column a coder.
    """

    document: Ints
    code: Ints
    start: Ints
    length: Ints
    covers: Bools


class Tally(NamedTuple):
    """Sums over units, by document and code; every measure of two values rests on them.

    A unit that k of r readers have coded counts k in `coded`, k squared in `squares`, and 1 in `by_coder` of each who
    did. Units that nobody coded add nothing, and so need not be looked at.

    `n_units` and `n_readers` have shape (n_documents,), `coded` and `squares` (n_documents, n_codes), `by_coder`
    (n_documents, n_codes, n_coders), `read` (n_documents, n_coders).
    """

    n_units: Floats
    n_readers: Floats
    coded: Floats
    squares: Floats
    by_coder: Floats
    read: Bools


def sweep(spans: Spans, n_coders: int) -> Stretches:
    """Cut the texts where somebody's coding begins or ends.

    Examples
    --------
    >>> import numpy as np
    >>> zeros = np.zeros(2, dtype=np.int64)
    >>> coder, start, end = np.array([0, 1]), np.array([0, 4]), np.array([10, 12])
    >>> found = sweep(Spans(zeros, zeros, coder, start, end, zeros.astype(bool), zeros), 2)
    >>> found.length.tolist(), found.covers.tolist()
    ([4, 6, 2], [[True, False], [True, True], [False, True]])
    """
    n_codes = int(spans.code.max(initial=0)) + 1
    cell = spans.document * n_codes + spans.code
    group = np.concatenate([cell, cell])
    place, coder = np.concatenate([spans.start, spans.end]), np.concatenate([spans.coder, spans.coder])
    step = np.repeat(np.array([1, -1], dtype=np.int32), len(spans.start))
    order = np.lexsort((place, group))
    group, place, coder, step = group[order], place[order], coder[order], step[order]
    length = np.zeros(len(place), dtype=np.int64)
    length[:-1] = np.where(np.diff(group) == 0, np.diff(place), 0)  # behind the last end of a group nothing is covered
    is_stretch = length > 0
    covers = np.empty((int(is_stretch.sum()), n_coders), dtype=bool)
    for number in range(n_coders):
        covers[:, number] = (np.cumsum(np.where(coder == number, step, 0)) > 0)[is_stretch]
    is_coded = covers.any(axis=1)
    kept = np.flatnonzero(is_stretch)[is_coded]
    return Stretches(group[kept] // n_codes, group[kept] % n_codes, place[kept], length[kept], covers[is_coded])


def add_up(stretches: Stretches, lengths: Ints, read: Bools, n_codes: int) -> Tally:
    """Add stretches up by document and code.

    Parameters
    ----------
    stretches : Stretches
        Of the coders that `read` has as columns.
    lengths : ndarray of int64, shape (n_documents,)
        Units in each document.
    read : ndarray of bool, shape (n_documents, n_coders)
        Who has read what.
    """
    shape = (len(lengths), n_codes)
    cell = stretches.document * n_codes + stretches.code
    k = stretches.covers.sum(axis=1)

    def total(weights: Ints) -> Floats:
        sums: Floats = np.bincount(cell, weights=weights, minlength=shape[0] * shape[1]).reshape(shape).astype(float)
        return sums

    return Tally(
        n_units=lengths.astype(np.float64),
        n_readers=read.sum(axis=1).astype(np.float64),
        coded=total(stretches.length * k),
        squares=total(stretches.length * k * k),
        by_coder=np.stack([total(stretches.length * covers) for covers in stretches.covers.T], axis=-1)
        if read.shape[1]
        else np.zeros((*shape, 0)),
        read=read,
    )
