"""The suggester: fit it on tables, tell it of each new coding, ask it for suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
import pandas as pd

from wenger_qda.errors import QdaError, unknown
from wenger_qda.frames import check
from wenger_qda.suggest.embedding import Embeds
from wenger_qda.suggest.learner import Learner
from wenger_qda.suggest.passages import Floats, Ints, labels_of, passages_of
from wenger_qda.suggest.reading import medoids, nearest
from wenger_qda.suggest.reasons import Reasons
from wenger_qda.suggest.spans import evidence
from wenger_qda.suggest.texts import joined, read
from wenger_qda.suggest.threads import in_one_thread
from wenger_qda.suggest.worth import chance_coded

COLUMNS: dict[str, Any] = {
    "source": "str", "turn": "int64", "start_char": "int64", "end_char": "int64", "code": "str", "score": "float64",
    "why": "str",
}  # fmt: skip
NOT_FITTED = "nothing is known yet: call fit first, if need be with tables without rows"
FEWEST = 5
_WORTH = 5
_GROWN = 1.05
_AT_ONCE = 6_000
Row = tuple[Any, ...]
Columns = tuple[Iterable[Any], ...]


class Suggests(Protocol):
    """What every suggester can do; a lab may bring its own."""

    def fit(
        self, turns: pd.DataFrame, codings: pd.DataFrame, codes: pd.DataFrame, rejections: pd.DataFrame | None = None
    ) -> Self:
        """Learn from all that is coded."""
        ...

    def update(self, source: str, turn: int, coded: list[str]) -> Self:
        """Take in that a passage carries these codes now."""
        ...

    def suggest(self, turns: pd.DataFrame, *, top: int = 3) -> pd.DataFrame:
        """Give the likeliest codes of passages."""
        ...


class Suggester:
    """Suggests codes for passages: from the codebook at first, and then from what is coded.

    Parameters
    ----------
    seed : int
        The same seed and tables give the same suggestions.
    embedder : Embeds, optional
        A sentence model of one's own (:class:`wenger_qda.suggest.Embedder`), so that what passages and definitions mean
        counts beside their words. Should it fail once something was fitted, words go on alone.
    pipeline : str or Path, optional
        The name or the folder of a trained pipeline of spaCy: it gives the plain words, and the kinds of names and the
        noun phrases that stand in passages count, too.

    Examples
    --------
    >>> turns = pd.DataFrame({"source": ["a", "a"], "turn": [0, 1], "start_char": [0, 40], "end_char": [39, 70],
    ...                       "text": ["She brought biscuits again for everyone.", "The quota went up to thirty."]})
    >>> codes = pd.DataFrame({"code": ["care", "rules"], "definition": ["bringing biscuits", "quota and rules"]})
    >>> none = pd.DataFrame({"source": [], "code": [], "start_char": [], "end_char": []})
    >>> suggester = Suggester().fit(turns, none, codes)
    >>> suggester.suggest(turns, top=1)["code"].tolist()
    ['care', 'rules']
    """

    def __init__(self, *, seed: int = 0, embedder: Embeds | None = None, pipeline: str | Path | None = None) -> None:
        self.seed = seed
        self.embedder = embedder
        self.pipeline = pipeline
        self._learner: Learner | None = None
        self._chances: Floats = np.empty(0, dtype=np.float32)
        self._as_of = 0

    @property
    def codes(self) -> list[str]:
        """The codes that can be suggested, in the order of the codebook."""
        return [entry.code for entry in self._learnt.reader.entries]

    def fit(
        self, turns: pd.DataFrame, codings: pd.DataFrame, codes: pd.DataFrame, rejections: pd.DataFrame | None = None
    ) -> Self:
        """Learn from all that is coded so far, in the order of the turns.

        Parameters
        ----------
        turns, codings, codes : DataFrame
            As :mod:`wenger_qda.frames` has them; tables without rows are welcome. Of turns are needed source, turn,
            start_char, end_char and text; of codings source, code, start_char and end_char; of codes code.
        rejections : DataFrame, optional
            Suggestions that were refused: source, code, start_char, end_char.

        Raises
        ------
        ValueError
            If a table lacks a column.
        QdaError
            If the sentence model fails, or there is no such pipeline.
        """
        check("codes", codes, ["code"])
        passages = passages_of(turns)
        self._learner = Learner(*read(passages, codes, seed=self.seed, embedder=self.embedder, pipeline=self.pipeline))
        self._chances = self._chances[:0]
        labels = labels_of(passages, codings, self.codes)
        coded = np.flatnonzero(labels.any(axis=1))
        with in_one_thread():
            _run(self._learner.learn(coded, labels[coded]))
        return self if rejections is None else self.refuse(rejections)

    def refuse(self, rejections: pd.DataFrame) -> Self:
        """Take in which suggestions are refused, and that no others are: source, code, start_char, end_char."""
        learner = self._learnt
        refused = labels_of(learner.texts.passages, rejections, self.codes)
        rows = np.flatnonzero(refused.any(axis=1))
        learner.refuse(rows, refused[rows])
        return self

    def update(self, source: str, turn: int, coded: list[str]) -> Self:
        """Take in that a passage carries these codes now, and no others.

        Raises
        ------
        QdaError
            If the passage or a code is not known.
        """
        learner, row, labels = self._learnt, self._row(source, turn), self._labels(coded)
        with in_one_thread():
            if learner.is_learnt[row]:
                learner.relabel(row, labels)
            elif labels.any():
                _run(learner.learn(np.array([row]), labels[None]))
        return self

    def suggest(self, turns: pd.DataFrame, *, top: int = 3, right: float = 0.0) -> pd.DataFrame:
        """Give the likeliest codes of each passage that it does not carry yet, the likeliest first.

        Parameters
        ----------
        turns : DataFrame
            Passages to suggest codes for; they need not be among those that were learnt from. Empty ones get nothing.
        top : int
            How many for each.
        right : float
            Codes that were right less often than this, where they were put first five times or more (:meth:`record`),
            are held back.

        Returns
        -------
        DataFrame
            source, turn, start_char, end_char (of the smallest piece of a long passage that carries the evidence),
            code, score (the probability that the passage carries the code, given that it is coded at all) and why.

        Raises
        ------
        ValueError
            If the table lacks a column: source, turn, start_char, end_char, text.
        QdaError
            If nothing was fitted before.
        """
        rows = self._rows(turns)
        text = self._learnt.texts.passages.text
        wanted = [row for row in rows if text[row].strip()]
        if not self.codes or top < 1:
            wanted = []
        kept_back, size = self._held_back(right), max(_AT_ONCE // max(len(self.codes), 1), 1)
        with in_one_thread():
            return _table([self._suggest(block, top, kept_back) for block in _parts(wanted, size)])

    def record(self) -> pd.DataFrame:
        """Tell how often each code was right that was put first, each passage judged before its codes were learnt from.

        Returns
        -------
        DataFrame
            One row a code: code, n_first, n_right, right (the share; NaN where it was never put first).
        """
        n_first, n_right = self._learnt.record()
        with np.errstate(invalid="ignore"):
            share = n_right / n_first
        return pd.DataFrame({"code": self.codes, "n_first": n_first, "n_right": n_right, "right": share})

    def likely(self, turns: pd.DataFrame, *, top: int = 3, right: float = 0.0) -> pd.DataFrame:
        """Suggest as :meth:`suggest` does, for passages of which it is not said that they are to be coded.

        The score is the chance that the passage is coded at all (:meth:`chance_coded`), and with this code.
        """
        found = self.suggest(turns, top=top, right=right)
        places = list(zip(turns["source"].astype(str), turns["turn"].astype(int), strict=True))
        chance = dict(zip(places, self.chance_coded(turns).tolist(), strict=True))
        of_row = [chance[place] for place in zip(found["source"], found["turn"], strict=True)]
        return found.assign(score=found["score"] * np.array(of_row, dtype=float))

    def chance_coded(self, turns: pd.DataFrame) -> Floats:
        """Give the chance of passages that they are coded at all, one for each row.

        It is learnt from the form of those that were coded and of those that were passed over. Times the score of a
        suggestion, which takes for granted that the passage is coded, it says how likely one is to be of use.
        """
        rows, n_learnt = self._rows(turns), int(self._learnt.is_learnt.sum())
        known = len(self._chances)
        if known < len(self._learnt.is_learnt) or not self._as_of <= n_learnt <= _GROWN * self._as_of:
            coded = np.asarray(self._learnt.labels.any(axis=1))
            self._chances, self._as_of = chance_coded(self._learnt.texts, coded), n_learnt
        return self._chances[rows]

    def like(self, source: str, turn: int, *, n: int = 20) -> pd.DataFrame:
        """Find the passages whose words are most like those of one.

        Returns
        -------
        DataFrame
            source, turn, start_char, end_char, likeness (1: the same words), the likest first.

        Raises
        ------
        QdaError
            If the passage is not known.
        """
        rows, alike = nearest(self._learnt.texts.by_itself, self._row(source, turn), n)
        return self._places(rows, likeness=alike)

    def worth_reading(self, *, n: int = 20) -> pd.DataFrame:
        """Give passages that are not coded and between them stand for all of these, across documents.

        To read them before the rest, rather than one document from its beginning, shows sooner what there is; more is
        learnt from passages of many documents than from as many of a few.

        Returns
        -------
        DataFrame
            source, turn, start_char, end_char, in the order in which to read them.
        """
        texts, is_learnt = self._learnt.texts, self._learnt.is_learnt
        rows = np.flatnonzero(~is_learnt & (texts.n_words >= _WORTH) & texts.alone.any(axis=1))
        return self._places(rows[medoids(texts.alone[rows], texts.passages.document[rows], n, seed=self.seed)])

    def _places(self, rows: Ints, **more: Any) -> pd.DataFrame:
        passages = self._learnt.texts.passages
        source = pd.Series([passages.source[row] for row in rows], dtype="str")
        place = {"turn": passages.turn[rows], "start_char": passages.start[rows], "end_char": passages.end[rows]}
        return pd.DataFrame({"source": source, **place, **more})

    def _held_back(self, right: float) -> np.ndarray:
        """Tell which codes are held back because they were right too seldom."""
        return np.asarray(held_back(*self._learnt.record(), right))

    def _suggest(self, rows: Ints, top: int, kept_back: np.ndarray) -> Columns:
        learner = self._learnt
        passages, ranked = learner.texts.passages, learner.rank(rows)
        scores = np.where((learner.labels[rows] > 0) | kept_back, -np.inf, ranked.scores)
        for refused in np.flatnonzero(np.isin(learner.refused.rows, rows)).tolist():
            scores[np.ix_(rows == learner.refused.rows[refused], learner.refused.labels[refused] > 0)] = -np.inf
        order = np.argsort(-scores, axis=1, kind="stable")[:, :top]
        places, nth = np.nonzero(np.isfinite(np.take_along_axis(scores, order, axis=1)))
        codes, shown = order[places, nth], rows[places]
        starts, ends = evidence(learner, shown, codes)
        why = Reasons(learner, rows, ranked, places, codes).said()
        sources = [passages.source[row] for row in shown.tolist()]
        ids = [learner.reader.entries[code].code for code in codes.tolist()]
        return sources, passages.turn[shown], starts, ends, ids, ranked.probabilities[places, codes], why

    @property
    def _learnt(self) -> Learner:
        if self._learner is None:
            raise QdaError(NOT_FITTED)
        return self._learner

    def _rows(self, turns: pd.DataFrame) -> list[int]:
        """Give the rows of passages, taking in those that are new."""
        check("turns", turns, ["source", "turn", "start_char", "end_char", "text"])
        learner = self._learnt
        passages = learner.texts.passages
        keys = list(zip(turns["source"].astype(str), turns["turn"].astype(int), strict=True))
        known = (passages.row_of.get(key, -1) for key in keys)
        texts = turns["text"].fillna("").tolist()
        is_new = [row < 0 or passages.text[row] != text for row, text in zip(known, texts, strict=True)]
        if any(is_new):
            learner.grow(joined(learner.texts, learner.reader.read(passages_of(turns[is_new]))))
        return [learner.texts.passages.row_of[key] for key in keys]

    def _row(self, source: str, turn: int) -> int:
        row_of = self._learnt.texts.passages.row_of
        if (source, turn) not in row_of:
            raise QdaError(f"there is no passage {turn} in {source!r}; fit it, or suggest for it, first")
        return row_of[source, turn]

    def _labels(self, coded: Iterable[str]) -> Floats:
        labels = np.zeros(len(self.codes), dtype=np.float32)
        places = {code: place for place, code in enumerate(self.codes)}
        for code in coded:
            if code not in places:
                raise QdaError(unknown("code", code, self.codes))
            labels[places[code]] = 1
        return labels


def held_back(n_first: Any, n_right: Any, right: float) -> Any:
    """Tell whether codes are right too seldom to be suggested, once they were put first often enough to say.

    Examples
    --------
    >>> held_back(np.array([4, 5, 5]), np.array([0, 1, 2]), 0.3).tolist()
    [False, True, False]
    """
    return (n_first >= FEWEST) & (n_right < right * n_first)


def _run(steps: Iterator[Any]) -> None:
    for _ in steps:
        pass


def _parts(rows: Sequence[int], size: int) -> Iterator[Ints]:
    return (np.array(rows[start : start + size]) for start in range(0, len(rows), size))


def suggestion_table(rows: Sequence[Row]) -> pd.DataFrame:
    """Make the table of suggestions of its rows, with its columns and types also where there is none."""
    return _table([tuple(zip(*rows, strict=True))] if rows else [])


def _table(parts: Sequence[Columns]) -> pd.DataFrame:
    """Make the table of suggestions of the columns of its parts."""
    columns = zip(*parts, strict=True) if parts else [()] * len(COLUMNS)
    return pd.DataFrame({
        name: pd.array(_joined(column), dtype=kind)
        for (name, kind), column in zip(COLUMNS.items(), columns, strict=True)
    })  # fmt: skip


def _joined(parts: Sequence[Any]) -> Any:
    """Put the parts of a column behind each other."""
    if parts and isinstance(parts[0], np.ndarray):
        return np.concatenate(parts)
    return list(chain.from_iterable(parts))
