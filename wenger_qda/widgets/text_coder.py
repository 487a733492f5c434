"""TextCoder: read a text in the notebook, select words, code them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from wenger_qda.errors import StoreError, unknown
from wenger_qda.store import Project
from wenger_qda.store.views import SeenCoding
from wenger_qda.widgets.base import STATIC, Content, Message, Widget, page_key, styles
from wenger_qda.widgets.codes import about_code, code_rows, counted, edit_code, make_code

if TYPE_CHECKING:
    from wenger_qda.widgets.advice import Advice

_FOUND = 200
_CONTEXT = 40


class TextCoder(Widget):
    """Code the texts of a project by mouse and by keyboard.

    All views of one widget are in step; so are, within seconds, all notebooks that have the project open. While a round
    is open for which the coder was asked (:meth:`Project.assign`), only what the coder codes in it is shown.

    Parameters
    ----------
    project : Project
        Open with a coder's name; one that is open for reading only can be read.
    source : str, optional
        The text to begin with; the first one by default.
    height : int
        Height of the view, in CSS pixels.
    suggest : bool
        Whether codes are suggested for the passage at the cursor, from the codebook and the coder's own codings. They
        can be turned off and on in the view, too, and are off at first while a round is open.
    embedder : str or Path, optional
        A folder with a sentence model of one's own, for the suggestions (:class:`wenger_qda.suggest.Embedder`).
    pipeline : str or Path, optional
        The name or the folder of a trained pipeline of spaCy, for the suggestions.

    Raises
    ------
    StoreError
        If the project has no source of that name.
    TypeError
        If an option is not known.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> TextCoder(project, height=480)
    TextCoder()
    """

    suggest = traitlets.Bool(True, help="Whether codes are suggested beside the text.").tag(sync=True)
    _esm = STATIC / "text_coder.js"
    _css = styles("codes", "text_coder")

    def __init__(
        self,
        project: Project,
        source: str = "",
        *,
        embedder: str | Path | None = None,
        pipeline: str | Path | None = None,
        **options: Any,
    ) -> None:
        self._project = project
        self._models = embedder, pipeline
        sources = project.view_sources()
        if source and source not in [seen.source for seen in sources]:
            raise StoreError(unknown("source", source, [seen.source for seen in sources]))
        self._stands_as: dict[str, str] = {}
        self._advice: Advice | None = None
        self._first = next((seen.guid for seen in sources if source in ("", seen.source)), "")
        super().__init__(**options)

    def on_open(self, request: Message) -> tuple[Content, list[bytes]]:
        """Give a text with its turns and codings, and what there is to choose from."""
        guid = request.get("source") or self._first
        listed = self._lists()
        listed["pins"] = self._project.pins()
        about: Content = {"coder": self._project.coder or "", "project": page_key(self._project.path), "name": ""}
        about["wish"] = self._project.suggesting()._asdict()
        if not guid:
            return {**listed, "source": "", "rev": self._project.revision(), "about": about}, [b"", _EMPTY]
        view = self._project.view(self._project.source_name(guid))
        number, status, is_blind = view.round
        about |= {
            "name": view.source,
            "round": number,
            "round_open": is_blind,
            "status": status,
            "n_blind": self._n_hidden(view.n_hidden),
        }
        rows = {"turns": view.turns, "codings": _rows(self._shown(view.codings))}
        packed = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
        return {**listed, "source": guid, "rev": view.revision, "about": about}, [view.text.encode(), packed]

    def on_look(self, request: Message) -> Content:
        """Tell what another notebook has changed since a revision; nothing, mostly."""
        if request["rev"] == self._project.revision():
            return {"rev": request["rev"], "source": request["source"]}
        return {**self._lists(), **self.after(request)}

    def on_find(self, request: Message) -> Content:
        """Find words in all texts."""
        hits = self._project.search(request["words"], context=_CONTEXT, limit=_FOUND)
        guids = self._project.view_source_guids(hits["source"])
        columns = {"source": "name", "start_char": "start", "end_char": "end"}
        found = hits.rename(columns=columns)[["name", "start", "end", "before", "words", "after"]].to_dict("records")
        rows = [{**row, "source": guids[row["name"]]} for row in found]
        return {"hits": rows, "total": len(rows) + int(hits.attrs.get("n_hidden", 0))}

    def on_about(self, request: Message) -> Content:
        """Give all that the codebook says of a code, and passages coded with it."""
        return about_code(self._project, request["code"])

    def on_next(self, request: Message) -> Content:
        """Find the next coding of a code, or the one before, in this text or in another one."""
        place = (request["code"], self._project.source_name(request["source"]), request["point"])
        found = self._project.next_coding(*place) if request["step"] > 0 else self._project.previous_coding(*place)
        return {"to": found.source_guid, "start": found.start_char} if found else {}

    def on_suggest(self, request: Message) -> Content:
        """Give suggestions for the passage at a point."""
        if not self._project.coder:
            return {"state": "none", "why": "Open the project with a coder's name to get suggestions.", "rows": []}
        return {**self._advised().at(self._project.source_name(request["source"]), request["point"])}

    def on_marks(self, request: Message) -> Content:
        """Give the passages within a part of a text for which something likely is suggested."""
        return self._advised().marks(self._project.source_name(request["source"]), request["start"], request["end"])

    def on_next_mark(self, request: Message) -> Content:
        """Find the next passage of a text for which something likely is suggested."""
        return self._advised().next_mark(self._project.source_name(request["source"]), request["point"])

    def do_wish(self, request: Message) -> None:
        """Keep how suggestions are wanted."""
        self._project.suggest_with(**{name: request[name] for name in ("on", "likely") if name in request})

    def do_accept(self, request: Message) -> Content:
        """Make a suggestion a coding of one's own."""
        made = self._project.accept(self._suggested(request), in_view=request.get("in_view"))
        return {"said": f"{made.code} taken over."}

    def do_reject(self, request: Message) -> Content:
        """Refuse a suggestion, and remember it."""
        self._project.reject(self._suggested(request))
        return {"said": "Not suggested here again."}

    def do_code(self, request: Message) -> None:
        """Code a passage, with several codes as one step."""
        name = self._uncorrected(request)
        round_ = self._project.current_round(name).number
        place = name, request["start"], request["end"]
        beside = request.get("in_view")
        made = self._project.code_with(*place, request["codes"], round=round_, guids=request["guids"], in_view=beside)
        for guid, coding in zip(request["guids"], made, strict=True):
            if coding.guid != guid:  # it stood there already
                self._stands_as[guid] = coding.guid

    def do_uncode(self, request: Message) -> None:
        """Take a coding away."""
        self._project.uncode(self._coding(request["guid"]))

    def do_edit(self, request: Message) -> None:
        """Change a coding's place, memo, weight, certainty or stance."""
        fields = {_COLUMNS.get(name, name): value for name, value in request["fields"].items()}
        if "start" in request["fields"]:
            self._uncorrected(request)
        self._project.edit_coding(self._coding(request["guid"]), **fields)

    def do_recode(self, request: Message) -> None:
        """Give a coding another code."""
        self._project.recode(self._coding(request["guid"]), request["code"])

    def do_split(self, request: Message) -> Content:
        """Cut a coding in two."""
        self._uncorrected(request)
        self._project.split_coding(self._coding(request["guid"]), request["at"])
        return {"said": "Cut in two."}

    def do_join(self, request: Message) -> Content:
        """Make one coding of several."""
        self._project.join_codings([self._coding(guid) for guid in request["guids"]])
        return {"said": "Joined."}

    def do_reviewed(self, request: Message) -> None:
        """Say that a coding is right as it stands."""
        self._project.reviewed(self._coding(request["guid"]))

    def do_correct(self, request: Message) -> Content:
        """Correct words of the transcript."""
        name = self._uncorrected(request)
        moved = self._project.correct_passage(name, request["start"], request["end"], request["words"])
        moved = moved[moved["guid"].isin({seen.guid for seen in self._project.view(name).codings})]  # the rest is blind
        n_review = int((moved["status"] == "needs_review").sum())
        kept = f"Corrected; {len(moved) - n_review} codings stand on their words"
        return {"said": f"{kept}, {n_review} to look at again." if n_review else f"{kept}."}

    def do_new_code(self, request: Message) -> Content:
        """Make a code."""
        make_code(self._project, request["code"], request["fields"])
        return {"codes": self._codes()}

    def do_edit_code(self, request: Message) -> Content:
        """Change what a code is called or is for, or where it stands."""
        n_review = edit_code(self._project, request["code"], request["fields"])
        said = f"{counted(n_review, 'coding')} to look at again: the code means something else." if n_review else ""
        return {"said": said, "codes": self._codes()}

    def do_pin(self, request: Message) -> Content:
        """Pin a code to a key."""
        self._project.pin(request["code"], request["key"])
        return {"pins": self._project.pins()}

    def do_done(self, request: Message) -> Content:
        """Say that one's own work on a text is done, or that it goes on."""
        name = self._project.source_name(request["source"])
        if request["done"]:
            self._project.done(name)
            said = "Done: what is not coded here was read and not coded."
        else:
            self._project.reopen(name)
            said = "Open again."
        return {"said": said, "sources": self._sources()}

    def do_undo(self, request: Message) -> Content:
        """Take back the coder's last step."""
        return {"said": f"Taken back: {self._project.undo()}", **self._lists()}

    def do_redo(self, request: Message) -> Content:
        """Do again what was taken back."""
        return {"said": f"Done again: {self._project.redo()}", **self._lists()}

    def after(self, request: Message) -> Content:
        """Give what the page does not know yet of the codings it shows."""
        guid = request["source"]
        since = self._project.view_since(request["rev"], source=self._project.source_name(guid))
        told: Content = {"source": guid, "rev": since.revision}
        if since.is_anew:
            return {**told, "anew": True}
        shown = _rows(self._shown(since.codings))
        return {**told, "add": shown, "del": since.gone, "n_blind": self._n_hidden(since.n_hidden)}

    def _advised(self) -> Advice:
        if self._advice is None:
            from wenger_qda.widgets.advice import Advice

            self._advice = Advice(self._project, *self._models)
        return self._advice

    def _suggested(self, request: Message) -> Content:
        name = self._uncorrected(request)
        return {"source": name, "start_char": request["start"], "end_char": request["end"], "code": request["code"]}

    def _coding(self, guid: str) -> str:
        """Give the guid under which a coding is stored that the page knows by its own."""
        return self._stands_as.get(guid, guid)

    def _uncorrected(self, request: Message) -> str:
        """Give the name of a text, unless the places that the page speaks of were those of other words."""
        name = self._project.source_name(request["source"])
        if self._project.corrected_since(request["rev"], source=name):
            raise StoreError("the text was corrected meanwhile; once it is shown as it is now, do this again")
        return name

    def _lists(self) -> Content:
        return {"sources": self._sources(), "codes": self._codes()}

    def _codes(self) -> list[Content]:
        """Give the codes to choose from, each with the number of its codings that are shown."""
        return code_rows(self._project)

    def _shown(self, codings: list[SeenCoding]) -> list[SeenCoding]:
        """Give those of the codings one may see that this view shows."""
        return codings

    def _n_hidden(self, n_hidden: int) -> int:
        """Give how many codings to speak of that a blind round hides."""
        return n_hidden

    def _sources(self) -> list[Content]:
        return [
            {
                "source": seen.guid,
                "name": seen.source,
                "n_codings": seen.n_codings,
                "n_mine": seen.n_mine,
                "done": seen.round.status == "done",
                "is_assigned": seen.round.status == "open",
                "is_closed": seen.round.status == "closed",
            }
            for seen in self._project.view_sources()
        ]


_EMPTY = b'{"turns":[],"codings":[]}'
_COLUMNS = {"start": "start_char", "end": "end_char"}


def _rows(codings: Iterable[SeenCoding]) -> list[list[Any]]:
    """Give codings as the page reads them: session.js names the fields."""
    return [
        [
            seen.guid, seen.code, seen.coder, seen.round, seen.start_char, seen.end_char, seen.note, seen.weight,
            seen.certainty, seen.stance, seen.status == "needs_review",
        ]
        for seen in codings
    ]  # fmt: skip
