"""Plain text and Markdown, with front matter."""

from __future__ import annotations

import re
from typing import NamedTuple

from wenger_qda.errors import SourceError
from wenger_qda.formats.decoding import decode
from wenger_qda.formats.files import File, Found
from wenger_qda.formats.outline import Entry, outline
from wenger_qda.formats.values import date_in, variable_name
from wenger_qda.text import find_turns

_FRONT = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)\n*", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"[\w .-]+:(?:\s|$)")


class _Split(NamedTuple):
    """Front matter and the text under it."""

    front: dict[str, str]
    text: str
    remarks: tuple[str, ...] = ()


def read_text(file: File) -> Found:
    """Read a plain text or Markdown file: front matter into variables, the rest into turns."""
    decoded = decode(file)
    split = _split(decoded.text, file.name)
    if not split.text.strip():
        raise file.refuse("there is no text under its front matter")
    date = date_in(split.front.get("date", ""))
    if date:
        del split.front["date"]
    field_notes = True if re.search(r"field\s*-?\s*notes?", split.front.get("kind", ""), re.IGNORECASE) else None
    source = file.source(
        split.text,
        find_turns(split.text, field_notes=field_notes, wrapped=file.suffix == ".md"),
        variables={variable_name(name): value for name, value in split.front.items()},
        date=date,
    )
    return Found(sources=(source,), remarks=decoded.remarks + split.remarks)


def _split(text: str, where: str) -> _Split:
    match = _FRONT.match(text)
    if not match:
        return _Split({}, text)
    try:
        front = outline(match["yaml"], where=where, first_line=2)
    except SourceError as err:
        if not _FIELD.match(match["yaml"]):
            return _Split({}, text)
        return _Split({}, text, (f"its front matter stays in the text: {err}",))
    if not isinstance(front, Entry):
        return _Split({}, text)
    return _Split(front.flat(), text[match.end() :])
