"""The project's own YAML: a codebook, the people of a study, somebody's codings; told apart by their first key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from wenger_qda.formats.decoding import decode
from wenger_qda.formats.files import File, Found
from wenger_qda.formats.outline import Entry, outline
from wenger_qda.formats.values import variable_name
from wenger_qda.model import Case, CaseLink, Coding, Source, guid_of
from wenger_qda.text import Span, locate

_BEGINNING = "1970-01-01T00:00:00.000Z"


class NotLinked(NamedTuple):
    """An entry, or a part of one, that found no place; and why."""

    line: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The sources that were read, to be found by the names that people write.

    Parameters
    ----------
    by_name : mapping of str to Source
        Name, and path with suffix, to source.
    spoken : mapping of str to list of CaseLink
        Speaker, in small letters, to the turns under this label.
    """

    by_name: Mapping[str, Source]
    spoken: Mapping[str, list[CaseLink]]

    @classmethod
    def of(cls, sources: Sequence[tuple[str, Source]]) -> Shelf:
        """Make a shelf of (path, source) pairs."""
        spoken: dict[str, list[CaseLink]] = {}
        for _, source in sources:
            for turn in source.turns:
                if turn.kind == "speech":
                    link = CaseLink(source=source.name, start_char=turn.start_char, end_char=turn.end_char)
                    spoken.setdefault(turn.speaker.casefold(), []).append(link)
        return cls(dict(sources) | {source.name: source for _, source in sources}, spoken)

    def find(self, name: str, beside: str) -> Source | None:
        """Find a source named in the file `beside`: from the top, or from a folder that this file lies in."""
        folders = beside.split("/")[:-1]
        for depth in range(len(folders), -1, -1):
            if source := self.by_name.get("/".join([*folders[:depth], name])):
                return source
        return None


def read_yaml(file: File) -> Found:
    """Read a YAML file: a codebook (``codes:``), people (``cases:``) or codings (``codings:``)."""
    decoded = decode(replace(file, encoding=None))  # YAML is Unicode, whatever the texts beside it are in
    top = outline(decoded.text, where=file.name)
    fields = top.fields if isinstance(top, Entry) else {}
    if "codes" in fields:
        from wenger_qda.codebook import Codebook

        return Found(codebook=Codebook.loads(decoded.text, where=file.name), remarks=decoded.remarks)
    if "cases" in fields:
        return Found(people=tuple(_listed(file, top, "cases")), remarks=decoded.remarks)
    if "codings" in fields:
        return Found(codings=tuple(_codings(file, top)), remarks=decoded.remarks)
    raise file.refuse("neither a codebook (codes:), nor people (cases:), nor codings (codings:)", line=1)


def make_case(entry: Entry, shelf: Shelf, beside: str) -> tuple[Case, list[NotLinked]]:
    """Make a case of its entry, linked to the documents it names and to the turns in which it speaks."""
    name = entry.text("name").strip()
    links, lost = [], []
    for wanted in entry.texts("sources"):
        if source := shelf.find(wanted, beside):
            links.append(CaseLink(source=source.name))
        elif shelf.by_name:
            lost.append(NotLinked(entry.line, "case", f"{name}: there is no source {wanted!r}"))
    for label in entry.texts("speaks_as"):
        spoken = shelf.spoken.get(label.casefold().strip(), [])
        links += spoken
        if not spoken and shelf.by_name:
            lost.append(NotLinked(entry.line, "case", f"{name}: nobody speaks as {label!r}"))
    variables = {
        variable_name(key): value for inner in entry.entries("variables") for key, value in inner.flat().items()
    }
    case = Case(
        guid=guid_of("case", name),
        name=name,
        kind=entry.text("kind", "person"),
        links=tuple(dict.fromkeys(links)),
        variables=variables,
        about=entry.text("about"),
    )
    return case, lost


def make_codings(entry: Entry, shelf: Shelf, beside: str) -> list[Coding] | NotLinked:
    """Make the codings of one entry, one a code, or say why it has no place."""
    name, quote = entry.text("source"), entry.text("quote")
    source = shelf.find(name, beside)
    if source is None:
        return NotLinked(entry.line, "coding", f"there is no source {name!r}")
    codes = entry.texts("codes") + entry.texts("code")
    if not codes:
        return NotLinked(entry.line, "coding", "it names no code")
    span = _place(entry, source.text, quote)
    if isinstance(span, str):
        return NotLinked(entry.line, "coding", span)
    try:
        first = Coding(
            guid="",
            source=source.name,
            code=codes[0],
            coder=entry.text("coder"),
            round=int(entry.text("round", "1")),
            start_char=span.start_char if span else None,
            end_char=span.end_char if span else None,
            quote=source.text[slice(*span)] if span else "",
            note=entry.text("note"),
            weight=_number(entry, "weight"),
            certainty=_number(entry, "certainty"),
            stance=entry.text("stance"),
            origin="imported",
            created=_time(entry.text("created")) or _time(source.date) or _BEGINNING,
        )
    except ValueError as err:
        return NotLinked(entry.line, "coding", str(err))
    return [replace(first, code=code, guid=_guid(first, code)) for code in dict.fromkeys(codes)]


def _listed(file: File, top: Entry, name: str) -> Iterator[Entry]:
    items = top.fields[name]
    if not isinstance(items, list):
        raise file.refuse(f"{name}: is to be a list, each item beginning with a dash", line=top.line)
    for item in items:
        if not isinstance(item, Entry):
            raise file.refuse(f"{name}: each item is to have fields, not {item!r}")
        if name == "cases" and not item.text("name").strip():
            raise file.refuse("a case needs a name", line=item.line)
        yield item


def _codings(file: File, top: Entry) -> Iterator[Entry]:
    shared = {name: top.text(name) for name in ("coder", "round", "created") if top.text(name)}
    for item in _listed(file, top, "codings"):
        entry = Entry(item.line, {**shared, **item.fields})
        if not entry.text("coder"):
            raise file.refuse("codings need a coder; write coder: at the top of the file", line=item.line)
        yield entry


def _place(entry: Entry, text: str, quote: str) -> Span | str | None:
    """Find where a quote stands, or say why it is not known; None for the whole source."""
    if entry.text("whole").lower() in ("true", "yes"):
        return None
    if not quote.strip():
        return "it has no quote; where the whole source is meant, write whole: true"
    found = locate(text, quote, before=entry.text("before"))
    if len(found) > 1 and (hint := entry.text("start_char")):
        found = [span for span in found if str(span.start_char) == hint] or found
    if len(found) == 1:
        return found[0]
    shown = quote if len(quote) <= 60 else quote[:57] + "…"
    if found:
        return f'"{shown}" stands there {len(found)} times; add before: with the words in front of it'
    if entry.text("before") and locate(text, quote):
        return f'"{shown}" stands there, but not after "{entry.text("before")}"'
    return f'"{shown}" does not stand there'


def _number(entry: Entry, name: str) -> float | None:
    text = entry.text(name)
    return float(text) if text else None


def _time(text: str) -> str:
    """Give a day or a moment as the store writes it."""
    return f"{text}T00:00:00.000Z" if len(text) == 10 else text


def _guid(coding: Coding, code: str) -> str:
    return guid_of("coding", coding.source, coding.start_char, coding.end_char, code, coding.coder, coding.round)
