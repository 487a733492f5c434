"""Coders, rounds and assignments: *not read* and *not coded* are different, and an assignment says which.

What a coder was asked to code (:func:`assign`) is coded blind until it is done, or its round is closed: others' codings
of that source, and the coder's own of other rounds, are kept from the coder's view. Whoever marks a text as done, or
takes it up again, without having been asked, goes on seeing everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from warnings import warn

from sqlalchemy import ColumnElement, Connection, Subquery, exists, false, func, select, tuple_

from wenger_qda.codebook import near_duplicates
from wenger_qda.errors import StoreError
from wenger_qda.model import CONSENSUS, Coder, new_guid
from wenger_qda.store import lookup, schema
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project


_Key = TypeVar("_Key")


class Round(NamedTuple):
    """The round in which a coder works on a source.

    `status` is ``open``, ``done`` or ``closed`` (the round ended before the coder was done), empty where the coder has
    no assignment. While `is_blind`, others' codings of the source, and the coder's own of other rounds, are kept from
    the coder's view.
    """

    number: int = 1
    status: str = ""
    is_blind: bool = False


def add_coder(project: Project, name: str) -> Coder:
    """Make a coder known; one who is known already stays as they are."""
    name = person(name)
    with project._step("add coder", f"coder {name} added") as step:
        guid = known(step, name)
    return Coder(guid=guid, name=name)


def assign(project: Project, source: str, *, coder: str, round: int = 1) -> None:
    """Ask a coder to code a source in a round.

    Until it is :meth:`done`, the coder codes it blind: a view of the source shows only the coder's own codings of that
    round. :meth:`codings` gives all of them, as ever.

    Raises
    ------
    StoreError
        If the source or the coder is not known; a coder is made known with :meth:`add_coder`.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> project.assign("day-01", coder="amina", round=2)
    >>> project.current_round("day-01")
    Round(number=2, status='open', is_blind=True)
    """
    person(coder)
    with project._step("assign", f"{source} assigned to {coder}, round {round}") as step:
        ask(step, {source: _row(step, source, coder, round)})


def done(project: Project, source: str, *, round: int | None = None) -> None:
    """Say that one's own work on a source is done: whatever is not coded there was read and not coded.

    By default it is that of the :meth:`current_round`.

    Raises
    ------
    StoreError
        If the source is not known, or its round was closed meanwhile; take it up again with :meth:`reopen` first.
    """
    with project._step("done", "") as step:
        which = _set_status(step, source, round, "done")
        step.say(f"{source} is done by {step.coder}, round {which}")


def reopen(project: Project, source: str, *, round: int | None = None) -> None:
    """Take up a source again that was done, or whose round was closed; by default in the :meth:`current_round`.

    If one was asked to code it, one is blind there again, but may have seen meanwhile what others coded.
    """
    with project._step("reopen", "") as step:
        which = _set_status(step, source, round, "open")
        step.say(f"{source} is open again for {step.coder}, round {which}")


def current_round(project: Project, source: str) -> Round:
    """Tell in which round one works on a source now: the latest that is open, else the latest, else the first.

    Returns
    -------
    Round
        `number`; `status`, which is ``open``, ``done``, ``closed`` or empty (no assignment); `is_blind`, which holds
        while an assignment is open that was made with :meth:`assign` or :meth:`hand_out`.

    Examples
    --------
    >>> getfixture("tiny_project").current_round("day-01")
    Round(number=1, status='', is_blind=False)
    """
    with project._reading() as connection:
        return rounds(connection, project.coder).get(lookup.row_id(connection, schema.sources, source), Round())


def rounds(connection: Connection, coder: str | None) -> dict[int, Round]:
    """Give the rounds in which a coder works now, by the ids of the sources that the coder has an assignment for."""
    current = _current(coder or "")
    return {
        source_id: Round(number, status, bool(is_blind))
        for source_id, number, status, is_blind in connection.execute(select(current))
    }


@cache
def hidden_from(coder: str | None) -> ColumnElement[bool]:
    """Give the condition that holds of the codings that a coder is not to see yet."""
    if coder is None:
        return false()
    codings, current = schema.codings, _current(coder)
    blind = select(current.c.source_id, current.c.round).where(current.c.is_blind)
    me = select(schema.coders.c.id).where(schema.coders.c.name == coder).scalar_subquery()
    own = (codings.c.coder_id == me) & tuple_(codings.c.source_id, codings.c.round).in_(blind)
    return codings.c.source_id.in_(blind.with_only_columns(current.c.source_id)) & ~own


def ask(step: Step, rows: Mapping[_Key, Mapping[str, int]], what: Mapping[_Key, str] | None = None) -> dict[_Key, str]:
    """Make assignments that were asked for; where there is one already, leave it, and give its status by its key."""
    assignments = schema.assignments
    known = select(assignments, _was_asked().label("was_asked"))
    there = lookup.rows(step.connection, known, assignments.c.source_id, {row["source_id"] for row in rows.values()})
    held = {(row["coder_id"], row["source_id"], row["round"]): row for row in there}
    found = {key: held.get((row["coder_id"], row["source_id"], row["round"])) for key, row in rows.items()}
    stood = {key: str(row["status"]) for key, row in found.items() if row is not None and row["was_asked"]}
    own = [row["id"] for row in found.values() if row is not None and not row["was_asked"]]
    step.delete(assignments, own)  # the coder's own mark becomes one that was asked for
    fresh = {
        key: {**row, "status": "open" if (mark := found[key]) is None else mark["status"]}
        for key, row in rows.items()
        if key not in stood
    }
    step.insert(assignments, list(fresh.values()), [what[key] for key in fresh] if what else "")
    return stood


def coder_ids(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Give the ids of coders.

    Raises
    ------
    StoreError
        If some are not known, naming them all and saying how to make one known.
    """
    try:
        return lookup.ids_of(connection, schema.coders, names)
    except StoreError as error:
        stop = "" if str(error).endswith("?") else "."
        raise StoreError(f"{error}{stop} A new coder is made known first: project.add_coder(…)") from error


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


def person(name: str) -> str:
    """Give the name of a coder who is a person, without white space around it.

    Raises
    ------
    StoreError
        If nothing is left, or it is the name that the team's consensus bears.
    """
    name = named(name)
    if name.casefold() == CONSENSUS:
        raise StoreError(f"{name!r} is no person, but what the team settles on; choose a person's name")
    return name


def consensus(step: Step) -> int:
    """Give the id of the coder whose codings the team settled on, made known where needed, by a step of its own."""
    made = Step(step.connection, step.coder, "add coder", f"coder {CONSENSUS} added", undoable=False)
    known(made, CONSENSUS)
    made.close()
    return lookup.row_id(step.connection, schema.coders, CONSENSUS)


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


@cache
def _current(coder: str) -> Subquery:
    """Choose the assignment of a coder to each source that counts: the latest that is open, else the latest."""
    assignments, coders = schema.assignments, schema.coders
    is_open = assignments.c.status == "open"
    of_source = func.row_number().over(
        partition_by=assignments.c.source_id, order_by=(is_open.desc(), assignments.c.round.desc())
    )
    mine = (
        select(
            assignments.c.source_id,
            assignments.c.round,
            assignments.c.status,
            (is_open & _was_asked()).label("is_blind"),
            of_source.label("place"),
        )
        .join(coders, coders.c.id == assignments.c.coder_id)
        .where(coders.c.name == coder)
        .subquery()
    )
    return (
        select(mine.c.source_id, mine.c.round, mine.c.status, mine.c.is_blind)
        .where(mine.c.place == 1)
        .subquery()
    )  # fmt: skip


def _was_asked() -> ColumnElement[bool]:
    """Tell by the log whether an assignment was made by :func:`assign`; ids are never used again."""
    changes, assignments = schema.changes, schema.assignments
    of_table = (changes.c.table_name == assignments.name) & (changes.c.row_id == assignments.c.id)
    came = changes.c.before == ""
    return exists().where(of_table, changes.c.action == "assign", came).correlate(assignments)


def _set_status(step: Step, source: str, round: int | None, status: str) -> int:
    """Set the status of one's own assignment, making one where there is none; give its round."""
    if round is None:
        source_id = lookup.row_id(step.connection, schema.sources, source)
        round = rounds(step.connection, step.coder).get(source_id, Round()).number
    row = _row(step, source, step.coder, round)
    held = _held(step, row)
    if held is None:
        step.insert(schema.assignments, [row | {"status": status}])
    else:
        if status == "done":
            _expect_not_closed(step, held, source, row["round"])
        step.update(schema.assignments, held, {"status": status})
    return row["round"]


def _expect_not_closed(step: Step, held: int, source: str, round: int) -> None:
    """Refuse to call done what was closed: since then its coder has not been blind to others' codings.

    Raises
    ------
    StoreError
        Saying how to go on.
    """
    assignments = schema.assignments
    status = step.connection.execute(select(assignments.c.status).where(assignments.c.id == held)).scalar()
    if status == "closed":
        raise StoreError(
            f"{source}: round {round} was closed before {step.coder} was done; to finish it after all, take it up "
            f"again first (project.reopen({source!r}, round={round}))"
        )


def _row(step: Step, source: str, coder: str, round: int) -> dict[str, int]:
    return {
        "coder_id": coder_ids(step.connection, [coder])[coder],
        "source_id": lookup.row_id(step.connection, schema.sources, source),
        "round": number(round),
    }


def _held(step: Step, row: dict[str, int]) -> int | None:
    assignments = schema.assignments
    same = (assignments.c[key] == value for key, value in row.items())
    return step.connection.execute(select(assignments.c.id).where(*same)).scalar()
