"""Coders, rounds and assignments: *not read* and *not coded* are different, and an assignment says which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from wenger_qda.errors import StoreError
from wenger_qda.model import Coder, new_guid
from wenger_qda.store import lookup, schema
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project


def add_coder(project: Project, name: str) -> Coder:
    """Make a coder known; one who is known already stays as they are."""
    if not name.strip():
        raise StoreError("a coder needs a name")
    with project._step("add coder", f"coder {name} added") as step:
        held = step.connection.execute(select(schema.coders).where(schema.coders.c.name == name)).mappings().first()
        if held is not None:
            return Coder(guid=held["guid"], name=name)
        coder = Coder(guid=new_guid(), name=name)
        step.insert(schema.coders, [{"guid": coder.guid, "name": name}])
    return coder


def assign(project: Project, source: str, *, coder: str, round: int = 1) -> None:
    """Ask a coder to code a source in a round.

    Raises
    ------
    StoreError
        If the source or the coder is not known; a coder is made known with :meth:`add_coder`.
    """
    with project._step("assign", f"{source} assigned to {coder}, round {round}") as step:
        if _held(step, source, coder, round) is None:
            row = {
                "coder_id": lookup.row_id(step.connection, schema.coders, coder),
                "source_id": lookup.row_id(step.connection, schema.sources, source),
                "round": round,
                "status": "open",
            }
            step.insert(schema.assignments, [row])


def done(project: Project, source: str, *, round: int = 1) -> None:
    """Say that one's own work on a source is done: whatever is not coded there was read and not coded."""
    coder = project._writer()
    with project._step("done", f"{source} is done by {coder}, round {round}") as step:
        _set_status(step, source, coder, round, "done")


def reopen(project: Project, source: str, *, round: int = 1) -> None:
    """Take up a source again that was done."""
    coder = project._writer()
    with project._step("reopen", f"{source} is open again for {coder}, round {round}") as step:
        _set_status(step, source, coder, round, "open")


def _set_status(step: Step, source: str, coder: str, round: int, status: str) -> None:
    held = _held(step, source, coder, round)
    if held is not None:
        step.update(schema.assignments, held, {"status": status})
        return
    row = {
        "coder_id": lookup.coder_id(step.connection, coder),
        "source_id": lookup.row_id(step.connection, schema.sources, source),
        "round": round,
        "status": status,
    }
    step.insert(schema.assignments, [row])


def _held(step: Step, source: str, coder: str, round: int) -> int | None:
    assignments = schema.assignments
    found = select(assignments.c.id).where(
        assignments.c.source_id == lookup.row_id(step.connection, schema.sources, source),
        assignments.c.coder_id == lookup.row_id(step.connection, schema.coders, coder),
        assignments.c.round == round,
    )
    return step.connection.execute(found).scalar()
