"""Passages: a table of passages to read in the notebook, each with its surroundings and the way to its text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

import pandas as pd

from wenger_qda.store import Project
from wenger_qda.store.places import SeenPlace, Wanted
from wenger_qda.widgets.base import STATIC, Content, Message, Widget, page_key, styles

_PLACE = ("source", "start_char", "end_char")
_READ = ("guid", *_PLACE, "quote", "words", "code", "codes", "coder", "coders")
_LONGEST = 20_000
_ALL = 20_000_000


class Passages(Widget):
    """Read the passages of a table, in the notebook and out of its saved file.

    Each is shown where it is now, with the words around it, and leads to its text: in a :class:`TextCoder` of the same
    project that is shown on the page, or beside the list. Passages that are gone, or not to be seen while a round is
    open (:meth:`Project.assign`), are counted and said.

    Parameters
    ----------
    project : Project
        The project the table was made of; it may be open for reading only.
    codings : DataFrame
        With the column guid (of codings), or with source, start_char and end_char: what :meth:`Project.codings`,
        :meth:`Project.search`, :func:`wenger_qda.passages` and :func:`wenger_qda.retrieve` give, or rows of it. Without
        a guid, the columns quote or words help to find a passage again in a corrected text.
    height : int
        Height of the view, in CSS pixels.

    Raises
    ------
    ValueError
        If the table has no such columns.
    TypeError
        If it is no table, or an option is not known.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> Passages(project, project.search("snack*"))
    Passages()
    """

    _esm = STATIC / "passages.js"
    _css = styles("codes", "text_coder", "passages")

    def __init__(self, project: Project, codings: pd.DataFrame, **options: Any) -> None:
        self._project = project
        self._wanted, self._names = _wanted(project, codings)
        super().__init__(**options)

    def on_open(self, _request: Message) -> tuple[Content, list[bytes]]:
        """Give the passages as they are now, with the codes and the names of their texts."""
        rev = self._project.revision()  # first: what changes while the rest is read is told by the next look
        seen = self._project.view_places(self._wanted)
        longest = max(500, min(_LONGEST, _ALL // max(len(seen.places), 1)))
        used = {place.source_guid for place in seen.places}
        given = {
            "rows": [_row(place, longest) for place in seen.places],
            "sources": {held.guid: held.source for held in self._project.view_sources() if held.guid in used},
            "codes": [
                {"code": held.code, "name": held.name, "color": held.color} for held in self._project.view_codes()
            ],
            "left_out": {reason: len(numbers) for reason, numbers in seen.left_out.items()},
            "lost": sorted({self._names[number] for number in seen.left_out.get("source", ())} - {""}),
            "total": len(self._wanted),
        }
        packed = json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode()
        return {"rev": rev, "stamp": sha256(packed).hexdigest(), "project": page_key(self._project.path)}, [packed]

    def on_look(self, request: Message) -> Content | tuple[Content, list[bytes]]:
        """Give the passages anew where anything of them has changed since a revision; nothing, mostly."""
        if request["rev"] == self._project.revision():
            return {"rev": request["rev"]}
        told, buffers = self.on_open(request)
        return {"rev": told["rev"]} if told["stamp"] == request["stamp"] else (told, buffers)

    def on_text(self, request: Message) -> tuple[Content, list[bytes]]:
        """Give a text with its turns, to be read."""
        view = self._project.view(self._project.source_name(request["source"]))
        return {"name": view.source, "turns": view.turns}, [view.text.encode()]

    def on_words(self, request: Message) -> Content:
        """Give passages whole that are too long for the list."""
        numbers = request["numbers"]
        seen = self._project.view_places([self._wanted[number] for number in numbers])
        return {"words": [[numbers[place.number], place.words] for place in seen.places]}


def _row(place: SeenPlace, longest: int) -> list[Any]:
    """Give a passage as the page reads it: passages_session.js names the fields."""
    words = place.words[:longest]
    return [
        place.number, place.source_guid, place.start_char, place.end_char, place.before, words, place.after,
        place.speaker, place.start_ms, place.codes, place.coders, place.round, place.note, place.remark,
        len(place.words) - len(words),
    ]  # fmt: skip


def _wanted(project: Project, table: pd.DataFrame) -> tuple[list[Wanted], list[str]]:
    """Read what a table tells of passages, and the names it gives their sources."""
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"Passages shows the rows of a table of passages, not {type(table).__name__}")
    if "guid" not in table and not set(_PLACE) <= set(table):
        known = ", ".join(map(str, table)) or "none"
        raise ValueError(
            f"a table of passages needs the column guid, or source, start_char and end_char; this has {known}"
        )
    rows = table[[name for name in _READ if name in table]].to_dict("records")
    names = [_text(row.get("source")) for row in rows]
    guid_of = project.view_source_guids(names)
    wanted = [_one(row, guid_of.get(name, "")) for row, name in zip(rows, names, strict=True)]
    return _with_words(project, wanted), names


def _one(row: Mapping[Any, Any], source_guid: str) -> Wanted:
    if guid := _text(row.get("guid")):
        return Wanted(guid)
    return Wanted(
        source_guid=source_guid,
        start_char=_offset(row.get("start_char")),
        end_char=_offset(row.get("end_char")),
        words=_text(row.get("quote")) or _text(row.get("words")),
        codes=_texts(row.get("code"), row.get("codes")),
        coders=_texts(row.get("coder"), row.get("coders")),
    )


def _with_words(project: Project, wanted: list[Wanted]) -> list[Wanted]:
    """Keep the words of places of which the table tells none, so that they are found in a text corrected later."""
    bare = [number for number, one in enumerate(wanted) if one.source_guid and not one.words]
    words = {bare[seen.number]: seen.words for seen in project.view_places([wanted[n] for n in bare]).places}
    return [one._replace(words=words.get(number, one.words)) for number, one in enumerate(wanted)]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(*values: Any) -> frozenset[str]:
    """Give the names in cells that hold one or several."""
    cells = [[value] if isinstance(value, str) else value for value in values]
    return frozenset(
        name for cell in cells if isinstance(cell, Iterable) for name in cell if isinstance(name, str) and name
    )


def _offset(value: Any) -> int | None:
    """Give a whole number, which a table with gaps may hold as 12.0; None for what is missing."""
    if value is None or value is pd.NA or value != value:
        return None
    number = int(value) if isinstance(value, float) and value.is_integer() else value
    if isinstance(number, bool) or not hasattr(number, "__index__"):
        raise ValueError(f"an offset is a whole number, not {value!r}")
    return int(number)
