"""Coders, rounds and assignments: *not read* and *not coded* are different, and an assignment says which."""

from __future__ import annotations

from typing import TYPE_CHECKING
from warnings import warn

from sqlalchemy import Connection, select

from wenger_qda.codebook import near_duplicates
from wenger_qda.errors import StoreError
from wenger_qda.model import Coder, new_guid
from wenger_qda.store import lookup, schema
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project


def add_coder(project: Project, name: str) -> Coder:
    """Make a coder known; one who is known already stays as they are."""
    name = named(name)
    with project._step("add coder", f"coder {name} added") as step:
        guid = known(step, name)
    return Coder(guid=guid, name=name)


def assign(project: Project, source: str, *, coder: str, round: int = 1) -> None:
    """Ask a coder to code a source in a round.

    Raises
    ------
    StoreError
        If the source or the coder is not known; a coder is made known with :meth:`add_coder`.
    """
    with project._step("assign", f"{source} assigned to {coder}, round {round}") as step:
        row = _row(step, source, coder, round)
        if _held(step, row) is None:
            step.insert(schema.assignments, [row | {"status": "open"}])


def done(project: Project, source: str, *, round: int = 1) -> None:
    """Say that one's own work on a source is done: whatever is not coded there was read and not coded."""
    coder = project._writer()
    with project._step("done", f"{source} is done by {coder}, round {round}") as step:
        _set_status(step, source, round, "done")


def reopen(project: Project, source: str, *, round: int = 1) -> None:
    """Take up a source again that was done."""
    coder = project._writer()
    with project._step("reopen", f"{source} is open again for {coder}, round {round}") as step:
        _set_status(step, source, round, "open")


def introduce(connection: Connection, coder: str) -> None:
    """Make a coder known who writes for the first time."""
    step = Step(connection, coder, "add coder", f"coder {coder} added", undoable=False)
    others = connection.execute(select(schema.coders.c.name).where(schema.coders.c.name != coder)).scalars().all()
    near = [other for other in others if near_duplicates([other, coder])]
    if near:
        warn(
            f"{coder!r} is a new coder here; {near[0]!r} is another one. If you are the same, open as {near[0]!r}",
            stacklevel=5,
        )
    known(step, coder)
    step.close()


def known(step: Step, name: str, guid: str = "") -> str:
    """Give the guid of a coder, making the coder known where needed."""
    coders = schema.coders
    held = step.connection.execute(select(coders.c.guid).where(coders.c.name == named(name))).scalar()
    if held is None:
        held = lookup.free_guid(step.connection, coders, guid or new_guid())
        step.insert(coders, [{"guid": held, "name": name}], f"coder {name} added")
    return str(held)


def named(name: str) -> str:
    """Give a coder's name without white space around it.

    Raises
    ------
    StoreError
        If nothing is left.
    """
    if not name.strip():
        raise StoreError("a coder needs a name")
    return name.strip()


def number(round: int) -> int:
    """Give a round as a plain number.

    Raises
    ------
    ValueError
        If it is no whole number from 1 on.
    """
    if isinstance(round, bool) or not hasattr(round, "__index__") or round < 1:
        raise ValueError(f"a round is a whole number from 1 on, not {round!r}")
    return int(round)


def _set_status(step: Step, source: str, round: int, status: str) -> None:
    row = _row(step, source, step.coder, round)
    held = _held(step, row)
    if held is None:
        step.insert(schema.assignments, [row | {"status": status}])
    else:
        step.update(schema.assignments, held, {"status": status})


def _row(step: Step, source: str, coder: str, round: int) -> dict[str, int]:
    return {
        "coder_id": lookup.row_id(step.connection, schema.coders, coder),
        "source_id": lookup.row_id(step.connection, schema.sources, source),
        "round": number(round),
    }


def _held(step: Step, row: dict[str, int]) -> int | None:
    assignments = schema.assignments
    same = (assignments.c[key] == value for key, value in row.items())
    return step.connection.execute(select(assignments.c.id).where(*same)).scalar()
