"""Notes on anything, and named links between things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from wenger_qda.errors import StoreError, unknown
from wenger_qda.model import NOTE_TARGETS, Link, Note, new_guid
from wenger_qda.store import lookup, schema

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

_TABLES = {"source": schema.sources, "code": schema.codes, "case": schema.cases, "coder": schema.coders}


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
    """
    if on not in NOTE_TARGETS:
        raise ValueError(unknown("thing to write a note on", on, list(NOTE_TARGETS)))
    with project._step("note", f"note on {on} {target}".rstrip()) as step:
        written = Note(target_kind=on, target=_guid(step.connection, on, target), text=text, coder=project._writer())
        row = {
            "guid": written.guid, "target_kind": on, "target": written.target, "text": text,
            "coder_id": lookup.coder_id(step.connection, written.coder), "created": written.created,
        }  # fmt: skip
        step.insert(schema.notes, [row])
    return written


def edit_note(project: Project, guid: str, text: str) -> None:
    """Change what a note of one's own says."""
    with project._step("edit note", "note changed") as step:
        row = _mine(project, step.connection, guid)
        step.update(schema.notes, row["id"], {"text": text})


def remove_note(project: Project, guid: str) -> None:
    """Remove a note of one's own."""
    with project._step("remove note", "note removed") as step:
        row = _mine(project, step.connection, guid)
        step.delete(schema.notes, [row["id"]])


def link(project: Project, origin: str, target: str, name: str = "", *, direction: str = "OneWay") -> Link:
    """Link two codings, codes, sources, cases or notes, by their guids; `name` says how (causes, contradicts …)."""
    made = Link(guid=new_guid(), origin=origin, target=target, name=name, direction=direction)
    with project._step("link", f"link {name}".rstrip()) as step:
        for guid in (origin, target):
            _anything(step.connection, guid)
        row = {
            "guid": made.guid, "origin": origin, "target": target, "name": name, "direction": direction,
            "coder_id": lookup.coder_id(step.connection, project._writer()),
        }  # fmt: skip
        step.insert(schema.links, [row])
    return made


def unlink(project: Project, guid: str) -> None:
    """Remove a link."""
    with project._step("unlink", "link removed") as step:
        step.delete(schema.links, [lookup.by_guid(step.connection, schema.links, guid)["id"]])


def _guid(connection: Connection, kind: str, target: str) -> str:
    if kind == "project":
        return ""
    if kind in _TABLES:
        return str(lookup.row(connection, _TABLES[kind], target)["guid"])
    return str(lookup.by_guid(connection, schema.codings if kind == "coding" else schema.notes, target)["guid"])


def _mine(project: Project, connection: Connection, guid: str) -> Any:
    row = lookup.by_guid(connection, schema.notes, guid)
    owner = lookup.names(connection, schema.coders)[row["coder_id"]]
    if owner != project.coder:
        raise StoreError(f"this note is {owner}'s; only {owner} can change it")
    return row


def _anything(connection: Connection, guid: str) -> None:
    for table in (schema.codings, schema.codes, schema.sources, schema.cases, schema.notes):
        if connection.execute(select(table.c.id).where(table.c.guid == guid)).first():
            return
    raise StoreError(f"there is nothing with the guid {guid!r} in the project")
