"""Rounds of coding: hand sources out to coders, see who is done, close a round that some did not finish.

A round is a number. Who was asked for which source in it, and how far they have come, stands in the assignments, whose
rules (who codes blind, who sees what) are those of :mod:`wenger_qda.store.team`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from warnings import warn

import pandas as pd
from sqlalchemy import Connection, case, func, select

from wenger_qda import frames
from wenger_qda.errors import StoreError
from wenger_qda.store import lookup, schema, team

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

_STATUSES = ("done", "open", "closed")
_TYPES = {
    "round": "int64", "coder": "str", "n_sources": "int64", "n_done": "int64", "n_open": "int64", "n_closed": "int64",
    "n_codings": "Int64", "last": "str",
}  # fmt: skip
_SHOWN = 4


class _Asked(NamedTuple):
    """One coder, one source: what is to be handed out, or how it stands."""

    coder: str
    source: str
    status: str


def hand_out(project: Project, sources: str | Iterable[str], *, coders: Iterable[str], round: int | None = None) -> int:
    """Ask several coders to code several sources in a round, each of them blind: one step, which can be undone.

    What was handed out before stays as it is, and a warning says what; so a cell that names the round can be run again.

    Parameters
    ----------
    sources : str or iterable of str
        Names of sources.
    coders : iterable of str
        Who is to code each of them.
    round : int, optional
        Its number; by default the first after all in which somebody coded one of these sources, or was asked to.

    Returns
    -------
    int
        How many assignments were made.

    Raises
    ------
    StoreError
        If sources or coders are not known, naming all of them; a coder is made known with :meth:`add_coder`.
        If one is the coder of the consensus, whose codings are settled on and not made blind.
    ValueError
        If there are no sources or no coders.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> coder = project.add_coder("bo")
    >>> project.hand_out(project.sources()["source"], coders=["amina", "bo"])
    2
    >>> project.current_round("day-01")
    Round(number=1, status='open', is_blind=True)
    """
    texts, people = _names("source", sources), [team.person(name) for name in _names("coder", coders)]
    with project._step("assign", "") as step:
        source_ids = lookup.ids_of(step.connection, schema.sources, texts)
        coder_ids = team.coder_ids(step.connection, people)
        which = _unused(step.connection, source_ids.values()) if round is None else team.number(round)
        rows = {
            (source, coder): {"coder_id": coder_ids[coder], "source_id": source_ids[source], "round": which}
            for source in source_ids
            for coder in coder_ids
        }
        what = {(source, coder): f"{source} assigned to {coder}, round {which}" for source, coder in rows}
        stood = [_Asked(coder, source, status) for (source, coder), status in team.ask(step, rows, what).items()]
        step.say(f"{_count(len(source_ids), 'source')} handed out to {_some(list(coder_ids))}, round {which}")
    if stood:
        told = f"{len(stood)} of {len(rows)} were handed out before in round {which}, and stay as they are"
        warn(f"{told}: {_by_coder(stood, with_status=True)}", stacklevel=2)
    return len(rows) - len(stood)


def rounds(project: Project) -> pd.DataFrame:
    """Tell who is done at a glance: one row a round and a coder who was asked to code in it.

    Returns
    -------
    DataFrame
        round, coder, n_sources, n_done, n_open, n_closed, n_codings (of the coder, in these sources and this round),
        last (when the latest of them was made; empty where there is none). Where one still codes one of the sources
        blind oneself, what is hidden from one is not counted either: n_codings and last are missing there.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> coder = project.add_coder("bo")
    >>> _ = project.hand_out(["day-01"], coders=["amina", "bo"]), project.code("day-01", 0, 30, "stories")
    >>> table = project.rounds()
    >>> print(table.drop(columns="last").to_string(index=False))
     round coder  n_sources  n_done  n_open  n_closed  n_codings
         1 amina          1       0       1         0          1
         1    bo          1       0       1         0       <NA>
    """
    with project._reading() as connection:
        names = lookup.names(connection, schema.coders)
        rows = connection.execute(_standing()).all()
        made = _work(connection)
        hidden = _hidden(connection, project.coder)
    told = [
        (number, names[coder], *counts, *((None, None) if (number, coder) in hidden else made[number, coder]))
        for number, coder, *counts in rows
    ]
    told.sort(key=lambda row: row[:2])
    return pd.DataFrame(told, columns=list(_TYPES)).astype(_TYPES)


def close_round(project: Project, round: int) -> pd.DataFrame:
    """End a round: what is still open in it becomes ``closed``, asked for but left unfinished, in one step.

    A closed source counts as not read by its coder, who is not blind to it any more. Who wants to finish it after all
    takes it up again with :meth:`reopen`.

    Returns
    -------
    DataFrame
        What was closed, as rows of :meth:`assignments`; none where everybody was done.

    Raises
    ------
    StoreError
        If nobody was asked to code in this round.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> coder = project.add_coder("bo")
    >>> _ = project.hand_out(["day-01"], coders=["amina", "bo"]), project.done("day-01")
    >>> project.close_round(1).values.tolist()
    [['bo', 'day-01', 1, 'closed']]
    """
    which, assignments = team.number(round), schema.assignments
    with project._step("close round", "") as step:
        _expect_asked(step.connection, which)
        left = step.connection.execute(
            select(assignments.c.id, schema.coders.c.name, schema.sources.c.name)
            .join(schema.coders, schema.coders.c.id == assignments.c.coder_id)
            .join(schema.sources, schema.sources.c.id == assignments.c.source_id)
            .where(assignments.c.round == which, assignments.c.status == "open")
            .order_by(schema.sources.c.name, schema.coders.c.name)
        ).all()
        for name in dict.fromkeys(coder for _, coder, _ in left):
            own = {row_id: {"status": "closed"} for row_id, coder, _ in left if coder == name}
            texts = [source for _, coder, source in left if coder == name]
            step.update_all(assignments, own, f"round {which} closed for {name}: {_some(texts)}")
        closed = [_Asked(coder, source, "closed") for _, coder, source in left]
        step.say(f"round {which} closed; left unfinished: {_by_coder(closed)}")
    return frames.frame(
        "assignments",
        {
            "coder": [one.coder for one in closed],
            "source": [one.source for one in closed],
            "round": [which] * len(closed),
            "status": [one.status for one in closed],
        },
    )


def _names(what: str, names: str | Iterable[str]) -> list[str]:
    """Give names, each once.

    Raises
    ------
    ValueError
        If there are none, or if they come as a table.
    """
    if isinstance(names, pd.DataFrame):
        raise ValueError(f'{what}s are names, not a table: give its column, table["{what}"]')
    found = list(dict.fromkeys([names] if isinstance(names, str) else names))
    if not found:
        raise ValueError(f"name at least one {what}")
    return found


def _unused(connection: Connection, source_ids: Iterable[int]) -> int:
    """Give the first round after all in which somebody coded one of these sources, or was asked to."""
    last = 0
    for part in lookup.parts(list(source_ids)):
        for table in (schema.assignments, schema.codings):
            latest = select(func.max(table.c.round)).where(table.c.source_id.in_(part))
            last = max(last, connection.execute(latest).scalar() or 0)
    return last + 1


def _standing() -> Any:
    """Count the assignments of each round and coder: all, then by their status."""
    assignments = schema.assignments
    by_status = (func.sum(case((assignments.c.status == status, 1), else_=0)) for status in _STATUSES)
    key = assignments.c.round, assignments.c.coder_id
    return select(*key, func.count(), *by_status).group_by(*key)


def _work(connection: Connection) -> dict[tuple[int, int], tuple[int, str]]:
    """Count the codings of each round and coder in the sources asked for, and tell when the last was made."""
    assignments, codings = schema.assignments, schema.codings
    place = codings.c.round, codings.c.coder_id, codings.c.source_id
    counted = connection.execute(select(*place, func.count(), func.max(codings.c.created)).group_by(*place))
    of_source = {tuple(key): (n, last) for *key, n, last in counted}
    made: dict[tuple[int, int], tuple[int, str]] = {}
    asked = select(assignments.c.round, assignments.c.coder_id, assignments.c.source_id)
    for number, coder, source_id in connection.execute(asked):
        n, last = of_source.get((number, coder, source_id), (0, ""))
        n_before, last_before = made.get((number, coder), (0, ""))
        made[number, coder] = n_before + n, max(last_before, last)
    return made


def _hidden(connection: Connection, coder: str | None) -> set[tuple[int, int]]:
    """Give the rounds and coders whose codings, or some of them, are hidden from a coder who is blind there."""
    blind = {row_id: now.number for row_id, now in team.rounds(connection, coder).items() if now.is_blind}
    me = lookup.ids(connection, schema.coders).get(coder or "", 0)
    assignments = schema.assignments
    asked = select(assignments.c.round, assignments.c.coder_id, assignments.c.source_id)
    return {
        (number, other)
        for number, other, source_id in connection.execute(asked)
        if source_id in blind and (number, other) != (blind[source_id], me)
    }


def _expect_asked(connection: Connection, which: int) -> None:
    """Refuse a round that nobody was asked for.

    Raises
    ------
    StoreError
        Saying which rounds there are.
    """
    held = select(schema.assignments.c.round).distinct().order_by(schema.assignments.c.round)
    numbers = list(connection.execute(held).scalars())
    if which not in numbers:
        there = f"there is {_some([f'round {n}' for n in numbers])}" if numbers else "nothing is handed out yet"
        raise StoreError(f"nobody was asked to code in round {which}; {there}")


def _by_coder(asked: Sequence[_Asked], *, with_status: bool = False) -> str:
    """Name sources by their coders: "bo: day-01 (done), day-02 (open); cy: day-01 (open)"."""
    of: dict[str, list[str]] = {}
    for coder, source, status in asked:
        of.setdefault(coder, []).append(f"{source} ({status})" if with_status else source)
    return "; ".join(f"{coder}: {_some(named)}" for coder, named in sorted(of.items()))


def _some(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
