"""Notes on anything, and named links between things."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Connection, RowMapping, Table, select

from wenger_qda.errors import StoreError, unknown
from wenger_qda.model import NOTE_TARGETS, Link, Note, new_guid
from wenger_qda.store import lookup, schema
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

_BY_GUID = ("coding", "note")


def note(project: Project, text: str, *, on: str = "project", target: str = "") -> Note:
    """Write a note (a memo).

    Parameters
    ----------
    text : str
        What it says.
    on : str
        What it is on: ``project``, ``source``, ``code``, ``case``, ``coder``, ``coding`` or ``note``.
    target : str
        The name of the source, code, case or coder; the guid of the coding or note.

    Raises
    ------
    StoreError
        If there is no such thing.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> project.note("Who thanks whom?", on="code", target="stories").target_kind
    'code'
    """
    if on not in NOTE_TARGETS:
        raise ValueError(unknown("thing to write a note on", on, list(NOTE_TARGETS)))
    if not text.strip():
        raise StoreError("a note needs some words")
    with project._step("note", f"note on {on} {target}".rstrip()) as step:
        written = Note(target_kind=on, target=_guid(step.connection, on, target), text=text, coder=step.coder)
        row = {
            "guid": written.guid, "target_kind": on, "target": written.target, "text": text,
            "coder_id": lookup.row_id(step.connection, schema.coders, step.coder), "created": written.created,
        }  # fmt: skip
        step.insert(schema.notes, [row])
    return written


def edit_note(project: Project, guid: str, text: str) -> None:
    """Change what a note of one's own says."""
    with project._step("edit note", "note changed") as step:
        step.update(schema.notes, _mine(step, schema.notes, guid)["id"], {"text": text})


def remove_note(project: Project, guid: str) -> None:
    """Remove a note of one's own, and the notes on it."""
    with project._step("remove note", "note removed") as step:
        row = _mine(step, schema.notes, guid)
        go_along(step, [guid])
        step.delete(schema.notes, [row["id"]])


def link(project: Project, origin: str, target: str, name: str = "", *, direction: str = "OneWay") -> Link:
    """Link two codings, codes, sources, cases or notes, by their guids; `name` says how (causes, contradicts …)."""
    made = Link(guid=new_guid(), origin=origin, target=target, name=name, direction=direction)
    with project._step("link", f"link {name}".rstrip()) as step:
        for guid in (origin, target):
            if not any(guid in guids for guids in lookup.all_guids(step.connection).values()):
                raise StoreError(f"there is nothing with the guid {guid!r} in the project")
        row = {
            "guid": made.guid, "origin": origin, "target": target, "name": name, "direction": direction,
            "coder_id": lookup.row_id(step.connection, schema.coders, step.coder),
        }  # fmt: skip
        step.insert(schema.links, [row])
    return made


def unlink(project: Project, guid: str) -> None:
    """Remove a link of one's own."""
    with project._step("unlink", "link removed") as step:
        step.delete(schema.links, [_mine(step, schema.links, guid)["id"]])


def go_along(step: Step, guids: Iterable[str]) -> None:
    """Take out what hangs on things that go: notes on them, notes on these notes, links to any of them."""
    notes, links = schema.notes, schema.links
    gone, found = list(guids), []
    layer = gone
    while layer:
        hanging = lookup.rows(step.connection, select(notes.c.id, notes.c.guid), notes.c.target, layer)
        found += [row["id"] for row in hanging]
        layer = [row["guid"] for row in hanging]
        gone = [*gone, *layer]
    for end in (links.c.origin, links.c.target):
        step.delete(links, [row["id"] for row in lookup.rows(step.connection, select(links.c.id), end, gone)])
    step.delete(notes, reversed(found))


def move_along(step: Step, guid: str, to: str) -> None:
    """Hang the notes on one thing, and the links to it, on another that takes its place."""
    for column in (schema.notes.c.target, schema.links.c.origin, schema.links.c.target):
        rows = step.connection.execute(select(column.table.c.id).where(column == guid)).scalars().all()
        step.update_all(column.table, {row_id: {column.name: to} for row_id in rows})


def _guid(connection: Connection, kind: str, target: str) -> str:
    if kind == "project":
        return ""
    find = lookup.by_guid if kind in _BY_GUID else lookup.row
    return str(find(connection, lookup.THINGS[kind], target)["guid"])


def _mine(step: Step, table: Table, guid: str) -> RowMapping:
    row = lookup.by_guid(step.connection, table, guid)
    owner = lookup.names(step.connection, schema.coders)[row["coder_id"]]
    if owner != step.coder:
        raise StoreError(f"this {table.name.removesuffix('s')} is {owner}'s; only {owner} can change it")
    return row
