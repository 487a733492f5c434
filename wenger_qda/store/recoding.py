"""Codings made into other ones: cut in two, joined to one, given another code; what was written on them is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from wenger_qda.errors import StoreError
from wenger_qda.model import Coding, new_guid, now
from wenger_qda.store import coding, given, lookup, notes, schema
from wenger_qda.store.coding import Row
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

_SAME = {"code_id": (schema.codes, "codes"), "source_id": (schema.sources, "sources")}


def split_coding(project: Project, guid: str, at: int) -> tuple[Coding, Coding]:
    """Cut a coding in two, as one step.

    The first piece stays the coding it was, with its memo and with the notes and links on it. The second is a new
    coding of the same code, round, weight, certainty and stance; its memo is empty, so that nothing is said twice.
    White space at the cut belongs to neither.

    Parameters
    ----------
    guid : str
        Of a coding of one's own.
    at : int
        Where to cut, in code points of the text.

    Raises
    ------
    StoreError
        If there are no words of the coding on one side of the cut, it is of a whole source or another coder's, or
        the same code stands at one of the pieces already.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> coding = project.code("day-01", 0, 11, "stories", note="told before")
    >>> [(piece.quote, piece.note) for piece in project.split_coding(coding.guid, 4)]
    [('Once', 'told before'), ('more: ', '')]
    """
    cut = given.whole(at)
    with project._step("split coding", "") as step:
        row = coding.mine(step, guid)
        old, source = coding.as_coding(step.connection, row), _source(step.connection, row)
        if old.start_char is None or old.end_char is None:
            raise StoreError(f"{old.code} is on the whole of {old.source}, which cannot be cut; code its parts")
        before = source["text"][old.start_char : max(cut or 0, 0)].rstrip()
        behind = source["text"][cut : old.end_char].lstrip()
        if cut is None or not old.start_char < cut < old.end_char or not before or not behind:
            raise StoreError(
                f"{old.code} on {old.source} {coding.shown(row)} cannot be cut at {cut}; choose a place inside it with "
                "words on both sides"
            )
        first = {**row, **_on(source, old.start_char, old.start_char + len(before))}
        fresh = {"guid": new_guid(), "note": "", "created": now()}
        second = {**row, **_on(source, old.end_char - len(behind), old.end_char), **fresh}
        del second["id"]
        for piece in (first, second):
            _expect_free(step, piece, [guid])
        step.say(f"{old.code} on {old.source} {coding.shown(row)} cut in two")
        step.update(schema.codings, row["id"], first)
        step.insert(schema.codings, [second])
        return coding.as_coding(step.connection, first), coding.as_coding(step.connection, second)


def join_codings(project: Project, guids: Iterable[str]) -> Coding:
    r"""Join codings of one code into one, from the first start to the last end, as one step.

    What lies between them is coded then, too. The one that begins first stays, and gets the memos of the others below
    its own, with an empty line between, and the notes and links on them. Weight, certainty and stance are those of
    the first that has any.

    Parameters
    ----------
    guids : iterable of str
        Two or more codings of one's own: of one code, one source and one round.

    Raises
    ------
    StoreError
        If they differ in code, source or round, one is of a whole source or another coder's, or there are not two.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> pieces = [project.code("day-01", *span, "stories", note=note) for *span, note in ((0, 4, "a"), (5, 9, "b"))]
    >>> joined = project.join_codings(coding.guid for coding in pieces)
    >>> joined.quote, joined.note
    ('Once more', 'a\n\nb')
    """
    wanted = [guids] if isinstance(guids, str) else list(dict.fromkeys(guids))
    if len(wanted) < 2:
        raise StoreError("it takes two codings to join them; choose another one, too")
    with project._step("join codings", "") as step:
        rows = [coding.mine(step, guid) for guid in wanted]
        _expect_alike(step.connection, rows)
        rows.sort(key=lambda row: (row["start_char"], row["end_char"], row["id"]))
        first, *others = rows
        source = _source(step.connection, first)
        fresh = _on(source, first["start_char"], max(row["end_char"] for row in rows)) | _said(rows)
        joined = {**first, **fresh}
        _expect_free(step, joined, wanted)
        value = coding.as_coding(step.connection, joined)
        step.say(f"{value.code} on {value.source}: {len(rows)} codings joined, {coding.shown(joined)}")
        _take_in(step, first, others)
        step.update(schema.codings, first["id"], fresh)
        return value


def recode(project: Project, guid: str, code: str) -> Coding:
    r"""Give a coding another code, as one step; where that code stands there already, the two become one.

    The memo of the other is kept below its own, with an empty line between; so are the notes and links on it.

    Raises
    ------
    StoreError
        If there is none of that guid, it is another coder's, or the code is not known or a bare heading.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> told = project.code("day-01", 0, 11, "stories", note="told before")
    >>> _ = project.code("day-01", 0, 11, "repertoire", note="ours")
    >>> project.recode(told.guid, "repertoire").note
    'told before\n\nours'
    >>> len(project.codings())
    1
    """
    with project._step("recode", "") as step:
        row = coding.mine(step, guid)
        old = coding.as_coding(step.connection, row)
        there = coding.as_row(lookup.Known(step.connection), replace(old, code=code))
        fresh = {"code_id": there["code_id"]} | (coding.MEANT if there["quote"] == row["quote"] else {})
        twin = coding.held(step.connection, {**row, **fresh})
        others = [] if twin is None or twin["guid"] == guid else [twin]
        step.say(f"{old.code} on {old.source} {coding.shown(row)} is now {code}")
        _take_in(step, row, others)
        fresh |= _said([row, *others])
        step.update(schema.codings, row["id"], fresh)
        return coding.as_coding(step.connection, {**row, **fresh})


def _source(connection: Connection, row: Row) -> Row:
    sources = schema.sources
    return connection.execute(select(sources).where(sources.c.id == row["source_id"])).mappings().one()


def _on(source: Row, start: int, end: int) -> dict[str, Any]:
    """Give what changes of a coding that a person puts on a span."""
    quote = coding.cut(source, start, end)
    return {"start_char": start, "end_char": end, "quote": quote, "text_sha256": source["sha256"]} | coding.MEANT


def _said(rows: Sequence[Row]) -> dict[str, Any]:
    """Give what was said with several codings as one: all memos; of all else the first that there is."""
    first = {
        key: next((row[key] for row in rows if row[key] not in ("", None)), rows[0][key])
        for key in ("weight", "certainty", "stance")
    }
    return first | {"note": "\n\n".join(dict.fromkeys(row["note"] for row in rows if row["note"]))}


def _take_in(step: Step, row: Row, others: Sequence[Row]) -> None:
    """Take codings out; what hangs on them hangs on another one from now on."""
    for other in others:
        notes.move_along(step, other["guid"], row["guid"])
    step.delete(schema.codings, [other["id"] for other in others])


def _expect_free(step: Step, row: Row, but: Collection[str]) -> None:
    """Refuse to put a coding where another one of its code stands."""
    twin = coding.held(step.connection, row)
    if twin is not None and twin["guid"] not in but:
        code = coding.as_coding(step.connection, twin).code
        raise StoreError(f"{code} stands at {coding.shown(twin)} already; take that one away first, or join it, too")


def _expect_alike(connection: Connection, rows: Sequence[Row]) -> None:
    """Refuse to join what differs in code, source or round, or stands nowhere in the text."""
    for column, (table, word) in _SAME.items():
        names = lookup.names(connection, table)
        found = list(dict.fromkeys(names[row[column]] for row in rows))
        if len(found) > 1:
            raise StoreError(f"codings of different {word} ({', '.join(found)}) cannot be joined")
    rounds = sorted({row["round"] for row in rows})
    if len(rounds) > 1:
        raise StoreError(f"codings of different rounds ({', '.join(map(str, rounds))}) cannot be joined")
    if any(row["start_char"] is None for row in rows):
        raise StoreError("a coding of the whole source cannot be joined with others; take it away, or take them away")
