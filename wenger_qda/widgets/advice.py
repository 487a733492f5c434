"""Suggestions beside a text: made in a thread of their own, and kept in step with what is coded."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pandas as pd

from wenger_qda.errors import QdaError
from wenger_qda.reports.suggesting import suggester_with
from wenger_qda.store import Project
from wenger_qda.suggest import Suggester
from wenger_qda.suggest.passages import Floats, labels_of, passages_of
from wenger_qda.widgets.base import Content

_LOG = logging.getLogger(__name__)
_TOP = 3
_MOST, _AT_ONCE = 150, 20_000
_FARTHEST = 5
_MAKING = "Reading the texts and what you have coded …"


class _Page(NamedTuple):
    """A text as suggestions know it: its passages, and the codes on each as of a revision."""

    revision: int
    turns: pd.DataFrame
    coded: dict[int, frozenset[str]]


class Advice:
    """What is suggested for passages of a project, to the coder who has it open.

    Parameters
    ----------
    project : Project
    embedder : str or Path, optional
        A folder with a sentence model.
    pipeline : str or Path, optional
        The name or the folder of a trained pipeline of spaCy.
    """

    def __init__(
        self, project: Project, embedder: str | Path | None = None, pipeline: str | Path | None = None
    ) -> None:
        self._project = project
        self._models = embedder, pipeline
        self._suggester: Suggester | None = None
        self._making: Thread | None = None
        self._why_not = ""
        self._book: object = None
        self._pages: dict[str, _Page] = {}
        self._refused: set[str] = set()

    def at(self, source: str, point: int) -> Content:
        """Give the suggestions for the passage at a point of a text, or say why there are none yet.

        Returns
        -------
        dict
            state (``ready``, ``making``, ``none``), why, start and end of the passage; rows: code, score, why, start,
            end.
        """
        suggester = self._ready()
        if suggester is None:
            state = "making" if self._making is not None else "none"
            return {"state": state, "why": self._why_not or _MAKING, "rows": []}
        page = self._in_step(suggester, source)
        here = page.turns[(page.turns["start_char"] <= point) & (page.turns["end_char"] >= point)].head(1)
        if here.empty:
            return {"state": "none", "why": "Here is no passage.", "rows": []}
        start, end = int(here["start_char"].iloc[0]), int(here["end_char"].iloc[0])
        found = suggester.suggest(here, top=_TOP, right=self._project.suggesting().right)
        rows = [
            {"code": row.code, "score": row.score, "why": row.why, "start": row.start_char, "end": row.end_char}
            for row in found.itertuples()
        ]
        return {"state": "ready", "why": "", "start": start, "end": end, "rows": rows}

    def marks(self, source: str, start: int, end: int) -> Content:
        """Give the passages within a part of a text for which something is suggested that is likely enough.

        Returns
        -------
        dict
            state; rows: start, end, code, score.
        """
        suggester = self._ready()
        if suggester is None:
            return {"state": "making" if self._making is not None else "none", "rows": []}
        turns = self._in_step(suggester, source).turns
        inside = turns[(turns["end_char"] >= start) & (turns["start_char"] <= end)].head(_most(suggester))
        return {"state": "ready", "rows": self._likely(suggester, inside)}

    def next_mark(self, source: str, point: int) -> Content:
        """Find the first such passage behind a point.

        Returns
        -------
        dict
            state, why; start, where there is one; or else, in a long text or with very many codes, as far as it was
            looked, `looked_to`.
        """
        suggester = self._ready()
        if suggester is None:
            return {"state": "making" if self._making is not None else "none", "why": self._why_not or _MAKING}
        turns = self._in_step(suggester, source).turns
        behind, most = turns[turns["start_char"] > point], _most(suggester)
        for first in range(0, min(len(behind), _FARTHEST * most), most):
            for row in self._likely(suggester, behind.iloc[first : first + most]):
                return {"state": "ready", "why": "", "start": row["start"]}
        if len(behind) > _FARTHEST * most:
            return {"state": "ready", "why": "", "looked_to": int(behind["start_char"].iloc[_FARTHEST * most - 1])}
        return {"state": "ready", "why": ""}

    def _likely(self, suggester: Suggester, turns: pd.DataFrame) -> list[Content]:
        """Give the likeliest suggestion of each passage, where it is likely enough."""
        wish = self._project.suggesting()
        found = suggester.likely(turns, top=1, right=wish.right)
        return [
            {"start": row.start_char, "end": row.end_char, "code": row.code, "score": row.score}
            for row in found[found["score"] >= wish.likely].itertuples()
        ]

    def _ready(self) -> Suggester | None:
        """Give the suggester; begin to make it where there is none, or the codebook is another one by now."""
        if self._making is not None and self._making.is_alive():
            return None
        self._making = None
        book = self._project.view_codes()
        told = tuple((code.code, code.name, code.definition, code.include) for code in book)
        if self._suggester is None or told != self._book:
            if self._why_not and told == self._book:
                return None
            self._book, self._why_not = told, ""
            self._making = Thread(target=self._make, name="suggestions", daemon=True)
            self._making.start()
            return None
        return self._suggester

    def _make(self) -> None:
        try:
            revision = self._project.revision()
            turns, codings, codes = self._project.turns(), self._own(self._project.codings()), self._project.codes()
            rejections = self._own(self._project.rejections())
            suggester = suggester_with(self._project, *self._models).fit(turns, codings, codes, rejections)
            labels = labels_of(passages_of(turns), codings, suggester.codes)
            self._pages = _pages(turns, labels, suggester.codes, revision)
            self._refused = set(rejections["guid"])
            self._suggester = suggester
        except QdaError as error:
            self._why_not = f"There are no suggestions: {error}"
        except Exception as error:  # noqa: BLE001 - in a thread nobody sees it; the page must say it
            _LOG.exception("suggestions could not be made")
            self._why_not = f"There are no suggestions: the program failed ({type(error).__name__}: {error})"

    def _in_step(self, suggester: Suggester, source: str) -> _Page:
        """Give a text as it is now, and let the suggester know what is coded in it otherwise than it knows."""
        revision, page = self._project.revision(), self._pages.get(source)
        if page is not None and page.revision == revision:
            return page
        if page is None or self._project.corrected_since(page.revision, source=source):
            turns, known = self._project.turns(sources=[source]), {}
        else:
            turns, known = page.turns, page.coded
        codings = self._own(self._project.codings(sources=[source]))
        fresh = _pages(turns, labels_of(passages_of(turns), codings, suggester.codes), suggester.codes, revision)
        now = fresh.get(source, _Page(revision, turns, {}))
        for turn in sorted(now.coded.keys() | known.keys()):
            if now.coded.get(turn, frozenset()) != known.get(turn, frozenset()):
                suggester.suggest(turns[turns["turn"] == turn], top=0)  # so that it is known
                suggester.update(source, turn, sorted(now.coded.get(turn, ())))
        self._pages[source] = now
        self._take_refused(suggester)
        return now

    def _take_refused(self, suggester: Suggester) -> None:
        """Let the suggester know what is refused by now, in this view or elsewhere, or no longer."""
        rejections = self._own(self._project.rejections())
        if set(rejections["guid"]) != self._refused:
            suggester.refuse(rejections)
            self._refused = set(rejections["guid"])

    def _own(self, table: pd.DataFrame) -> pd.DataFrame:
        return table[table["coder"] == (self._project.coder or "")]


def _most(suggester: Suggester) -> int:
    """Give how many passages can be asked about while a hand waits: fewer, the more codes there are."""
    return max(min(_MOST, _AT_ONCE // max(len(suggester.codes), 1)), 1)


def _pages(turns: pd.DataFrame, labels: Floats, codes: list[str], revision: int) -> dict[str, _Page]:
    """Lay texts out: of each its turns, and the codes of those that are coded."""
    laid = passages_of(turns)
    marks = pd.DataFrame(labels, columns=codes).astype(bool)
    coded: dict[str, dict[int, frozenset[str]]] = {}
    for row in marks.index[marks.any(axis=1)]:
        given = frozenset(marks.columns[marks.loc[row]])
        coded.setdefault(laid.source[row], {})[int(laid.turn[row])] = given
    return {
        str(source): _Page(revision, part, coded.get(str(source), {}))
        for source, part in turns.groupby("source", sort=False)
    }
