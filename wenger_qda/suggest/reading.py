"""What to read next: passages like one, and passages that between them stand for all that was not read."""

from __future__ import annotations

import numpy as np

from wenger_qda.suggest.passages import Floats, Ints, sampled

_NEAREST = 5


def nearest(points: Floats, row: int, n: int) -> tuple[Ints, Floats]:
    """Give the rows whose points lie nearest to a row's, the nearest first, and how near: 1 is the same direction.

    Parameters
    ----------
    points : ndarray, rows × dimensions
        Of length 1, or at the origin; these are like nothing.
    row : int
        It is not among those that are given.
    n : int
        How many.

    Examples
    --------
    >>> points = np.array([[1, 0], [0, 1], [0.8, 0.6], [0, 0]], dtype=np.float32)
    >>> rows, alike = nearest(points, 0, 5)
    >>> rows.tolist(), [round(float(one), 2) for one in alike]
    ([2], [0.8])
    """
    alike = points @ points[row]
    alike[row] = 0
    order = np.argsort(-alike, kind="stable")[:n]
    order = order[alike[order] > 0]
    return order, alike[order]


def medoids(points: Floats, documents: Ints, n: int, *, seed: int = 0) -> Ints:
    """Give rows that between them stand for all: of each of `n` clusters one near its middle, across documents.

    Of the rows near the middle of a cluster the one is taken whose document has been taken from least. The first come
    from documents not taken from yet, the largest clusters first. Of many rows a sample at even distances is looked at.

    Parameters
    ----------
    points : ndarray, rows × dimensions
    documents : ndarray of int, rows
        Which document each is of.
    n : int
        How many at most.
    seed : int
        The same gives the same.

    Examples
    --------
    >>> points = np.array([[1, 0], [1, 0.1], [0, 1], [0.1, 1]], dtype=np.float32)
    >>> found = medoids(points, np.array([0, 0, 0, 1]), 2)
    >>> len(found), bool(found[0] // 2 != found[1] // 2)
    (2, True)
    """
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    rows = np.arange(len(points))[sampled(len(points))]
    n_clusters = min(n, len(np.unique(points[rows], axis=0))) if len(rows) else 0
    if n_clusters < 1:
        return np.empty(0, dtype=np.int64)
    with threadpool_limits(1):
        found = KMeans(n_clusters, n_init=1, max_iter=20, random_state=seed).fit(points[rows])
    apart = found.transform(points[rows])
    chosen: list[int] = []
    for cluster in np.argsort(-np.bincount(found.labels_, minlength=n_clusters), kind="stable").tolist():
        members = np.flatnonzero(found.labels_ == cluster)
        near = members[np.argsort(apart[members, cluster], kind="stable")[:_NEAREST]]
        taken = [int((documents[rows[chosen]] == documents[rows[one]]).sum()) for one in near]
        chosen.append(int(near[int(np.argmin(taken))]))
    return rows[_spread(documents[rows[chosen]], np.array(chosen))]


def _spread(documents: Ints, chosen: Ints) -> Ints:
    """Put rows in an order that goes round the documents; within one they keep theirs."""
    turn = [int((documents[:place] == document).sum()) for place, document in enumerate(documents)]
    return chosen[np.argsort(turn, kind="stable")]
