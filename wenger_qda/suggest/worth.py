"""Whether a passage is one that its coder would code at all: learnt from what was coded and what was passed over."""

from __future__ import annotations

import numpy as np

from wenger_qda.suggest.passages import Floats, Ints, sampled
from wenger_qda.suggest.texts import Texts

_FEWEST = 5
_WEIGHT = 3.0
_SHORT = 4


def chance_coded(texts: Texts, is_coded: np.ndarray) -> Floats:
    """Give the chance of each passage that it is coded at all, by its form: who speaks, how long, a question or not.

    A document counts as read up to its last coded passage: what is not coded before it was passed over. Before there
    are five passages of either kind to learn from, the chance is the share of coded ones, and 1 where nothing is known.

    Parameters
    ----------
    texts : Texts
    is_coded : boolean ndarray, passages

    Returns
    -------
    ndarray, passages
    """
    rows = read_rows(texts.passages.document, is_coded)
    rows = rows[sampled(len(rows))]
    coded = is_coded[rows]
    n_coded = int(coded.sum())
    if min(n_coded, len(rows) - n_coded) < _FEWEST:
        return np.full(len(is_coded), (n_coded + 1) / (len(rows) + 1), dtype=np.float32)

    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    shapes = _shapes(texts)
    with threadpool_limits(1):
        model = LogisticRegression(max_iter=300).fit(shapes[rows], coded)
        return np.asarray(model.predict_proba(shapes)[:, 1], dtype=np.float32)


def read_rows(document: Ints, is_coded: np.ndarray) -> Ints:
    """Give the passages that were read: those of each document up to its last coded one.

    Examples
    --------
    >>> read_rows(np.array([0, 0, 0, 1, 1]), np.array([False, True, False, False, False])).tolist()
    [0, 1]
    """
    last = np.full(int(document.max(initial=-1)) + 1, -1, dtype=np.int64)
    coded = np.flatnonzero(is_coded)
    np.maximum.at(last, document[coded], coded)
    return np.flatnonzero(np.arange(len(document)) <= last[document])


def _shapes(texts: Texts) -> Floats:
    n_words = texts.n_words.astype(np.float32)
    return np.column_stack([texts.form * np.float32(_WEIGHT), np.log1p(n_words), n_words < _SHORT])
