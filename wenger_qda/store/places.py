"""Where passages are now: what a table once said of them, looked up as its reader may see it.

A table of passages grows old: codings are taken away or moved, texts corrected, renamed or withdrawn, a blind round
begins. A coding is found by its guid, wherever it is by now; a mere place by the words that stood there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, case, func, literal, select

from wenger_qda.store import lookup, schema, team

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

_CONTEXT = 100
_BLANK_LINES = re.compile(r"\s*\n\s*")
_ELSEWHERE = "Other words stand at this place now; this is where the same words stand nearest."
_NOWHERE = "These words do not stand in the text any more."


class Wanted(NamedTuple):
    """What a table says of a passage: the guid of a coding, or else a place and the words that stood there.

    `codes` and `coders` are what the table tells of codings at the place. Without offsets a place is a whole source.
    """

    guid: str = ""
    source_guid: str = ""
    start_char: int | None = None
    end_char: int | None = None
    words: str = ""
    codes: frozenset[str] = frozenset()
    coders: frozenset[str] = frozenset()


class SeenPlace(NamedTuple):
    """A passage where it is now, with the words around it and the codings there that may be seen.

    `number` is its row among those that were wanted. `remark` says, in a sentence, what is to be known of it.
    """

    number: int
    guid: str
    source_guid: str
    start_char: int | None
    end_char: int | None
    before: str
    words: str
    after: str
    speaker: str
    start_ms: int | None
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    round: int
    note: str
    remark: str


class Places(NamedTuple):
    """The passages there are to see, and the numbers of those that are left out, by the reason.

    The reasons are ``blind`` (not to be seen while a round is open), ``coding`` and ``source`` (not in the project any
    more) and ``outside`` (no such place in the text).
    """

    places: list[SeenPlace]
    left_out: Mapping[str, list[int]]


def view_places(project: Project, wanted: Sequence[Wanted], *, context: int = _CONTEXT) -> Places:
    """Tell where passages are now, as far as one may see them, in the order in which they are wanted.

    While one codes a source blind, codings of others are left out, and so are places of which a table tells codes or
    coders that one is not to see.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> guid = project.code("day-01", 0, 9, "stories").guid
    >>> _ = project.correct("day-01", "Monday. " + project.text("day-01"))
    >>> seen = project.view_places([Wanted(guid), Wanted("another")])
    >>> seen.places[0].before, seen.places[0].words, seen.left_out
    ('Monday. ', 'Once more', {'coding': [1]})
    """
    with project._reading() as connection:
        codings = _codings(connection, project.coder, [one.guid for one in wanted if one.guid])
        bare = {one.source_guid for one in wanted if not one.guid}
        texts = _texts(connection, project.coder, bare, bare | {row.source_guid for row in codings.values()})
    left_out: dict[str, list[int]] = {}
    places = []
    for number, one in enumerate(wanted):
        found = (
            _of_coding(number, codings.get(one.guid), texts, context)
            if one.guid
            else _of_place(number, one, texts, context)
        )
        if isinstance(found, str):
            left_out.setdefault(found, []).append(number)
        else:
            places.append(found)
    return Places(places, left_out)


def view_source_guids(project: Project, names: Iterable[str]) -> dict[str, str]:
    """Give the guids of sources by their names, also by names that they had before; unknown names are left out."""
    sources, changes = schema.sources, schema.changes
    wanted = set(names)
    with project._reading() as connection:
        held = connection.execute(select(sources.c.id, sources.c.name, sources.c.guid)).all()
        found = {name: guid for _, name, guid in held if name in wanted}
        if missing := wanted - found.keys():
            guid_of = {row_id: guid for row_id, _, guid in held}
            had = func.json_extract(func.nullif(changes.c.before, ""), "$.name")
            once = select(changes.c.row_id, had.label("name")).where(changes.c.table_name == sources.name)
            rows = lookup.rows(connection, once.order_by(changes.c.number), had, missing)
            found |= {row["name"]: guid_of[row["row_id"]] for row in rows if row["row_id"] in guid_of}
    return found


class _Coding(NamedTuple):
    guid: str
    source_guid: str
    code: str
    coder: str
    round: int
    start_char: int | None
    end_char: int | None
    quote: str
    note: str
    status: str
    review: str
    is_hidden: bool


class _Turns(NamedTuple):
    ends: list[int]
    rows: list[tuple[int, str, int | None]]


class _Text:
    """A source's text with its turns, and the codings in it that may be seen, to be found by their place."""

    def __init__(self, text: str, turns: _Turns, codings: list[_Coding], is_blind: bool) -> None:
        self.text, self.is_blind = text, is_blind
        self._turns = turns
        self._whole = [coding for coding in codings if coding.start_char is None]
        self._placed = [coding for coding in codings if coding.start_char is not None]
        self._starts = [coding.start_char or 0 for coding in self._placed]
        self._reach = [*accumulate((coding.end_char or 0 for coding in self._placed), max)]

    def touching(self, start: int | None, end: int | None) -> list[_Coding]:
        """Give the codings that share a character with a span, and those of the whole source."""
        if start is None or end is None:
            return self._whole
        first, stop = bisect_right(self._reach, start), bisect_left(self._starts, end)
        return self._whole + [coding for coding in self._placed[first:stop] if (coding.end_char or 0) > start]

    def around(self, start: int | None, end: int | None, context: int) -> tuple[str, str]:
        """Give the words before and behind a place, none of them cut; of a whole source, how it begins."""
        text, first, last = self.text, start or 0, end or 0
        before, after = text[max(first - context, 0) : first], text[last : last + context]
        if first > context:
            before = "… " + (before.split(None, 1)[1:] or [before])[0]
        if last + context < len(text):
            after = (after.rsplit(None, 1)[:-1] or [after])[0] + " …"
        return _lines(before), _lines(after)

    def turn_at(self, start: int | None, end: int | None) -> tuple[str, int | None]:
        """Give speaker and time of the first turn that a span touches."""
        at = len(self._turns.ends) if start is None else bisect_right(self._turns.ends, start)
        if end is None or at == len(self._turns.ends) or self._turns.rows[at][0] >= end:
            return "", None
        return self._turns.rows[at][1:]


def _codings(connection: Connection, coder: str | None, guids: Sequence[str]) -> dict[str, _Coding]:
    """Give codings by their guids, those among them that are hidden marked so."""
    query = _query(case((team.hidden_from(coder), 1), else_=0))
    rows = (
        row
        for part in lookup.parts(sorted(set(guids)))
        for row in connection.execute(query.where(schema.codings.c.guid.in_(part))).cursor.fetchall()
    )
    return {coding.guid: coding for coding in map(_Coding._make, rows)}


def _texts(connection: Connection, coder: str | None, bare: set[str], guids: set[str]) -> dict[str, _Text]:
    """Give the sources that are needed, by guid; with the codings in those of which mere places are wanted."""
    sources, turns = schema.sources, schema.turns
    held = lookup.rows(connection, select(sources.c.id, sources.c.guid, sources.c.text), sources.c.guid, guids)
    guid_of = {row["id"]: row["guid"] for row in held}
    turns_of: dict[int, _Turns] = {row_id: _Turns([], []) for row_id in guid_of}
    columns = (turns.c.source_id, turns.c.start_char, turns.c.end_char, turns.c.speaker, turns.c.start_ms)
    spans = select(*columns).order_by(turns.c.source_id, turns.c.end_char)
    for part in lookup.parts(sorted(guid_of)):
        of_part = connection.execute(spans.where(turns.c.source_id.in_(part)))
        for row_id, start, end, speaker, ms in of_part.cursor.fetchall():
            turns_of[row_id].ends.append(end)
            turns_of[row_id].rows.append((start, speaker or "", ms))
    codings_of: dict[str, list[_Coding]] = {}
    query = _query(literal(0)).where(~team.hidden_from(coder))
    query = query.order_by(func.coalesce(schema.codings.c.start_char, -1), schema.codings.c.end_char)
    for part in lookup.parts(sorted(row_id for row_id, guid in guid_of.items() if guid in bare)):
        for row in connection.execute(query.where(schema.codings.c.source_id.in_(part))).cursor.fetchall():
            codings_of.setdefault(row[1], []).append(_Coding._make(row))
    rounds = team.rounds(connection, coder)
    return {
        row["guid"]: _Text(
            row["text"], turns_of[row["id"]], codings_of.get(row["guid"], []),
            rounds.get(row["id"], team.Round()).is_blind,
        )
        for row in held
    }  # fmt: skip


def _query(is_hidden: Any) -> Any:
    codings, sources, codes, coders = schema.codings, schema.sources, schema.codes, schema.coders
    known = {
        "source_guid": sources.c.guid, "code": codes.c.code, "coder": coders.c.name,
        "is_hidden": is_hidden.label("is_hidden"),
    }  # fmt: skip
    return (
        select(*(known[name] if name in known else codings.c[name] for name in _Coding._fields))
        .join(sources, sources.c.id == codings.c.source_id)
        .join(codes, codes.c.id == codings.c.code_id)
        .join(coders, coders.c.id == codings.c.coder_id)
    )


def _of_coding(number: int, coding: _Coding | None, texts: Mapping[str, _Text], context: int) -> SeenPlace | str:
    if coding is None:
        return "coding"
    if coding.is_hidden:
        return "blind"
    held, start, end = texts[coding.source_guid], coding.start_char, coding.end_char
    words = "" if start is None else held.text[start:end]
    remark = ""
    if coding.status == "needs_review":
        read = f" It read “{coding.quote}”." if coding.quote != words else ""
        remark = f"To be looked at again: {coding.review or 'it was marked so'}.{read}"
    before, after = held.around(start, end, context)
    speaker, ms = held.turn_at(start, end)
    return SeenPlace(
        number, coding.guid, coding.source_guid, start, end, before, words, after, speaker, ms, (coding.code,),
        (coding.coder,), coding.round, coding.note, remark,
    )  # fmt: skip


def _of_place(number: int, one: Wanted, texts: Mapping[str, _Text], context: int) -> SeenPlace | str:
    held = texts.get(one.source_guid)
    if held is None:
        return "source"
    found = _now(held.text, one)
    if found is None:
        return "outside"
    start, end, words, remark = found
    is_there = remark != _NOWHERE
    there = held.touching(start, end) if is_there else []
    codes, coders = ({getattr(coding, name) for coding in there} for name in ("code", "coder"))
    if held.is_blind and not (one.codes <= codes and one.coders <= coders):
        return "blind"
    before, after = held.around(start, end, context) if is_there else ("", "")
    speaker, ms = held.turn_at(start, end)
    return SeenPlace(
        number, "", one.source_guid, start, end, before, words, after, speaker, ms, tuple(sorted(codes)),
        tuple(sorted(coders)), 1, "", remark,
    )  # fmt: skip


def _now(text: str, one: Wanted) -> tuple[int | None, int | None, str, str] | None:
    """Find a place by its words: start, end, words and remark; None where there is no such place."""
    start, end, words = one.start_char, one.end_char, one.words
    if start is None or end is None:
        return None, None, "", ""
    there = text[start:end] if 0 <= start < end <= len(text) else ""
    if there and words in ("", there):
        return start, end, there, ""
    if not words:
        return None
    first = max(start, 0)
    places = [at for at in (text.find(words, first), text.rfind(words, 0, first + len(words))) if at >= 0]
    if not places:
        return min(first, len(text)), min(max(end, first), len(text)), words, _NOWHERE
    at = min(places, key=lambda place: abs(place - first))
    return at, at + len(words), words, "" if at == start else _ELSEWHERE


def _lines(words: str) -> str:
    return _BLANK_LINES.sub("\n", words) if "\n\n" in words else words
