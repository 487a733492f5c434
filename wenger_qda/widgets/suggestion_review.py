"""SuggestionReview: the suggestions of all texts, by code, to be taken over or refused one by one or many at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import traitlets

from wenger_qda.errors import QdaError, StoreError
from wenger_qda.reports.corpus_run import SuggestionRun
from wenger_qda.reports.suggesting import known_sources, own_of
from wenger_qda.store import Project
from wenger_qda.widgets.base import STATIC, Content, Message, Widget, page_key, styles
from wenger_qda.widgets.codes import about_code, code_rows, counted
from wenger_qda.widgets.suggested import Suggested, decided, records, seen_places, suggested_of

_MOST = 5_000
_LEAST = 0.05
_GROWN = 1.3
_TOP = 3
_LIKE = 50
_CORRECTED = "the text was corrected meanwhile; press “Suggest anew”, and look again"
_GONE = "these suggestions are not there any more; press “Suggest anew”"
_READ_ONLY = "Open the project with a coder's name to decide."


class SuggestionReview(Widget):
    """Go through the suggestions of all texts: take over, refuse, or leave them.

    They stand by code, the likeliest first, each with its reason and its way to the text. They are made in a process of
    their own, so that the notebook goes on; that can be stopped, and goes on where it was. Texts that one is still to
    code blind are left out.

    Parameters
    ----------
    project : Project
        Open with a coder's name; one that is open for reading only can be read.
    sources : str or iterable of str, optional
        Only for these texts; by default for all.
    embedder : str or Path, optional
        A folder with a sentence model of one's own (:class:`wenger_qda.suggest.Embedder`).
    pipeline : str or Path, optional
        The name or the folder of a trained pipeline of spaCy.
    height : int
        Height of the view, in CSS pixels.

    Raises
    ------
    StoreError
        If a source is not known.
    TypeError
        If an option is not known.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> SuggestionReview(project)
    SuggestionReview()
    """

    _esm = STATIC / "suggestion_review.js"
    _css = styles("codes", "text_coder", "passages", "suggestion_review")
    height = traitlets.Int(720, help="Height of the view, in CSS pixels.").tag(sync=True)

    def __init__(
        self,
        project: Project,
        sources: str | Iterable[str] | None = None,
        *,
        embedder: str | Path | None = None,
        pipeline: str | Path | None = None,
        **options: Any,
    ) -> None:
        self._project = project
        names = known_sources(project, sources)
        blind = {seen.source for seen in project.view_sources() if seen.round.is_blind}
        self._blind = sorted(blind.intersection(names))
        seen = [name for name in names if name not in blind]
        self._run = SuggestionRun(project, seen, top=_TOP, least=_LEAST, embedder=embedder, pipeline=pipeline)
        self._rows: dict[int, Suggested] = {}
        self._numbers: dict[tuple[str, int, int, str], int] = {}
        super().__init__(**options)

    def close(self) -> None:
        """Let go of the process, too."""
        if run := getattr(self, "_run", None):  # there is none where the widget could not be made
            run.close()
        super().close()

    def on_open(self, _request: Message) -> tuple[Content, list[bytes]]:
        """Give what there is so far, and begin to make the rest."""
        if self._run.state in ("new", "failed"):
            self._run.start()
        return self._told()

    def on_look(self, request: Message) -> Content | tuple[Content, list[bytes]]:
        """Tell how far it has come, and what is decided; all rows anew, where there are more than the page knows."""
        n_known, run = request["n_done"], self._run
        if run.n_done > _GROWN * n_known or (run.state != "running" and run.n_done != n_known):
            return self._told()
        rev = self._project.revision()
        told = {"rev": rev, "progress": self._progress()}
        if request["rev"] == rev:
            return told
        return {**told, **self._decided()}

    def on_text(self, request: Message) -> tuple[Content, list[bytes]]:
        """Give a text with its turns, to be read."""
        view = self._project.view(self._project.source_name(request["source"]))
        return {"name": view.source, "turns": view.turns}, [view.text.encode()]

    def on_about(self, request: Message) -> Content:
        """Give all that the codebook says of a code, and the card of its suggestions, once that is made."""
        return {**about_code(self._project, request["code"]), "card": (self._run.cards or {}).get(request["code"])}

    def on_reading(self, _request: Message) -> Content | tuple[Content, list[bytes]]:
        """Give the passages that are worth reading next; nothing, while they are not made yet."""
        found = self._run.worth_reading
        return {"state": "making"} if found is None else self._passages(found)

    def on_like(self, request: Message) -> Content | tuple[Content, list[bytes]]:
        """Give the passages like one; nothing, while they are looked for."""
        name = self._project.source_name(request["source"])
        turns = self._project.turns(sources=[name])
        here = turns[(turns["start_char"] <= request["start"]) & (turns["end_char"] >= request["start"])]
        if here.empty:
            raise QdaError("here is no passage to look for others like it")
        found = self._run.like(name, int(here["turn"].iloc[0]), n=_LIKE)
        return {"state": "making"} if found is None else self._passages(found)

    def do_take(self, request: Message) -> Content:
        """Take suggestions over, as one step."""
        made = self._project.accept_many(self._wanted(request))
        return {"said": f"{counted(len(made), 'suggestion')} taken over."}

    def do_refuse(self, request: Message) -> Content:
        """Refuse suggestions, as one step."""
        wanted = self._wanted(request)
        self._project.reject_many(wanted)
        return {"said": f"{counted(len(wanted), 'suggestion')} refused."}

    def do_undo(self, _request: Message) -> Content:
        """Take back the coder's last step."""
        return {"said": f"Taken back: {self._project.undo()}."}

    def do_redo(self, _request: Message) -> Content:
        """Do again what was taken back."""
        return {"said": f"Done again: {self._project.redo()}."}

    def do_wish(self, request: Message) -> Content:
        """Say how likely a suggestion must be, or how often those of a code must have been right."""
        before = self._project.suggesting()
        wished = self._project.suggest_with(**{name: request[name] for name in ("likely", "right") if name in request})
        if wished.right != before.right:
            self._run.anew()
        return {"said": "", "anew": True}

    def do_stop(self, _request: Message) -> Content:
        """Stop making suggestions."""
        self._run.stop()
        return {"said": "Stopped; what there is stays."}

    def do_go_on(self, _request: Message) -> Content:
        """Go on making them."""
        self._run.start()
        return {"said": ""}

    def do_anew(self, _request: Message) -> Content:
        """Make them all again, with what was decided and coded meanwhile."""
        self._run.anew()
        return {"said": "Suggested anew, with what you have decided."}

    def _told(self) -> tuple[Content, list[bytes]]:
        """Give the rows there are, with all that a page needs to show them."""
        rev = self._project.revision()  # first, with the progress: what comes meanwhile is told by the next look
        progress = self._progress()
        wish = self._project.suggesting()
        found = self._run.table()
        found = found[found["score"] >= wish.likely]
        likeliest = found.sort_values("score", ascending=False, kind="stable").head(_MOST)
        self._rows = self._numbered(suggested_of(likeliest))
        sources = self._project.view_sources()
        numbers, rows = list(self._rows), list(self._rows.values())
        seen = seen_places(self._project, [row[:3] for row in rows])
        given = {
            "rows": [[numbers[at], *place, rows[at].code, rows[at].score, rows[at].why] for at, place in seen],
            **self._decided(),
            "codes": code_rows(self._project),
            "sources": {held.guid: held.source for held in sources},
            "mine": [held.guid for held in sources if held.n_mine],
            "wish": wish._asdict(),
            "n_more": len(found) - len(rows),
            "blind": self._blind,
            "coder": self._project.coder or "",
        }
        about = {"rev": rev, "project": page_key(self._project.path), "progress": progress}
        return about, [_packed(given)]

    def _decided(self) -> Content:
        """Tell which of the rows are decided, and how suggestions of each code have done."""
        own = own_of(self._project, self._project.coder or "")
        right = self._project.suggesting().right
        return {"gone": decided(self._rows, own), "record": records(self._run.record, own, right)}

    def _numbered(self, rows: list[Suggested]) -> dict[int, Suggested]:
        """Number suggestions: the same one keeps its number, so that a page finds it again."""
        return {self._numbers.setdefault(row.place, len(self._numbers)): row for row in rows}

    def _passages(self, table: pd.DataFrame) -> tuple[Content, list[bytes]]:
        """Give passages without a code, in the order of a table."""
        places = list(table[["source", "start_char", "end_char"]].itertuples(index=False, name=None))
        alike = table["likeness"].tolist() if "likeness" in table else [None] * len(table)
        rows = [[-1 - at, *place, "", alike[at], ""] for at, place in seen_places(self._project, places)]
        return {"state": "ready"}, [_packed({"rows": rows})]

    def _progress(self) -> Content:
        run = self._run
        return {
            "state": run.state,
            "why": run.why,
            "n_done": run.n_done,
            "n_texts": run.n_texts,
            "has_cards": run.cards is not None,
        }

    def _wanted(self, request: Message) -> list[Content]:
        """Give the suggestions that the page speaks of.

        Raises
        ------
        StoreError
            If the project is open for reading only, they are not there any more, or their words are others by now.
        """
        if not self._project.coder:
            raise StoreError(_READ_ONLY)
        rows = [self._rows[number] for number in request["numbers"] if number in self._rows]
        if not rows or len(rows) < len(request["numbers"]):
            raise StoreError(_GONE)
        for source in {row.source for row in rows}:
            if self._project.corrected_since(self._run.revision, source=source):
                raise StoreError(f"{source}: {_CORRECTED}")
        return [row._asdict() for row in rows]


def _packed(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
