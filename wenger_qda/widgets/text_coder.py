"""TextCoder: read a text in the notebook, select words, code them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from wenger_qda.errors import StoreError
from wenger_qda.store import Project
from wenger_qda.widgets.base import STATIC, Message, Widget

_FIELDS = ("guid", "code", "coder", "round", "note", "stance", "created")


class TextCoder(Widget):
    """Code the texts of a project by mouse and by keyboard.

    Parameters
    ----------
    project : Project
        Open with a coder's name; one that is open for reading only can be read.
    source : str, optional
        The text to begin with; the first one by default.
    height : int
        Height of the view, in CSS pixels.

    Raises
    ------
    QdaError
        If the project has no source of that name.
    TypeError
        If an option is not known.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> TextCoder(project, height=480)
    TextCoder()
    """

    _esm = STATIC / "text_coder.js"
    _css = STATIC / "text_coder.css"

    def __init__(self, project: Project, source: str = "", **options: Any) -> None:
        names = project.sources()["source"].tolist()
        if source and source not in names:
            project.text(source)  # says which names come near
        self._project = project
        self._first = source or (names[0] if names else "")
        super().__init__(**options)

    def on_open(self, request: Message) -> tuple[dict[str, Any], list[bytes]]:
        """Give a text with its turns and codings, and what there is to choose from."""
        source = request.get("source") or self._first
        content: dict[str, Any] = {
            "rev": self._project.revision(),  # first: what changes while the rest is read is told by the next look
            "coder": self._project.coder or "",
            "sources": self._sources(),
            "codes": self._codes(),
        }
        if not source:
            return {**content, "source": "", "turns": [], "codings": []}, [b""]
        turns = self._project.turns(sources=source)
        spans = (
            turns[["start_char", "end_char", "kind", "speaker", "start_ms"]].astype("object").where(turns.notna(), None)
        )
        codings = _rows(self._project.codings(sources=source))
        content |= {"source": source, "turns": spans.to_numpy().tolist(), "codings": codings}
        return content, [self._project.text(source).encode()]

    def on_code(self, request: Message) -> dict[str, Any]:
        """Code a passage with one code; sent again, it is the same coding."""
        self._project.code(request["source"], request["start"], request["end"], request["code"])
        return self._changed(request)

    def on_uncode(self, request: Message) -> dict[str, Any]:
        """Take a coding away; one that is gone already is no error, since the request may come twice."""
        try:
            self._project.uncode(request["guid"])
        except StoreError:
            if request["guid"] in self._project.codings(sources=request["source"])["guid"].tolist():
                raise
        return self._changed(request)

    def on_memo(self, request: Message) -> dict[str, Any]:
        """Change the note of a coding."""
        self._project.edit_coding(request["guid"], note=request["note"])
        return self._changed(request)

    def on_new_code(self, request: Message) -> dict[str, Any]:
        """Make a code named with the participant's own words; made already, it is no error."""
        if request["code"] not in self._project.codes()["code"].tolist():
            self._project.add_code(request["code"], request["name"])
        return {"rev": self._project.revision(), "codes": self._codes()}

    def on_done(self, request: Message) -> dict[str, Any]:
        """Say that one's own work on a text is done, or that it goes on."""
        if request["done"]:
            self._project.done(request["source"])
            said = "Done: what is not coded here was read and not coded."
        else:
            self._project.reopen(request["source"])
            said = "Open again."
        return {"said": said, "rev": self._project.revision(), "sources": self._sources()}

    def on_undo(self, request: Message) -> dict[str, Any]:
        """Take back the coder's last step."""
        return {"said": f"Taken back: {self._project.undo()}", **self._changed(request)}

    def on_redo(self, request: Message) -> dict[str, Any]:
        """Do again what was taken back."""
        return {"said": f"Done again: {self._project.redo()}", **self._changed(request)}

    def on_look(self, request: Message) -> dict[str, Any]:
        """Tell what another notebook has changed since a revision; nothing, mostly."""
        if request["rev"] == self._project.revision():
            return {"rev": request["rev"]}
        return {"codes": self._codes(), "sources": self._sources(), **self._changed(request)}

    def _changed(self, request: Message) -> dict[str, Any]:
        """Give what the page does not know yet of the codings it shows."""
        since = self._project.changed_since(request["rev"], source=request["source"])
        anew = {"anew": True} if since.is_anew else {}
        return {"rev": since.revision, "add": _rows(since.codings), "del": since.gone, **anew}

    def _done(self) -> set[str]:
        table = self._project.assignments()
        mine = table[(table["coder"] == self._project.coder) & (table["status"] == "done")]
        return set(mine["source"])

    def _sources(self) -> list[dict[str, Any]]:
        table, done = self._project.sources(), self._done()
        return [
            {"source": source, "n_codings": int(count), "done": source in done}
            for source, count in zip(table["source"], table["n_codings"], strict=True)
        ]

    def _codes(self) -> list[dict[str, Any]]:
        table = self._project.codes()
        chosen = ("code", "name", "path", "parent", "color", "definition", "include", "exclude", "is_codable")
        return [
            {**{name: row[name] for name in chosen}, "n": int(row["n_codings"])} for row in table.to_dict("records")
        ]


def _rows(codings: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            **{name: row[name] for name in _FIELDS},
            "start": None if row["start_char"] is pd.NA else int(row["start_char"]),
            "end": None if row["end_char"] is pd.NA else int(row["end_char"]),
            "needs_review": row["status"] == "needs_review",
        }
        for row in codings.to_dict("records")
    ]
