"""Sources withdrawn for good in one copy: they are found in the others by what the log still tells, and taken out.

A withdrawal empties the log's images of a source, but leaves the emptied changes where they were. A copy that still has
the source has the full change at that place of the same step: so it is recognised, whatever it is called by now.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection, select

from wenger_qda.errors import StoreError
from wenger_qda.store import schema
from wenger_qda.store.merging.copies import Change, Copy, Position, Row, Step
from wenger_qda.store.withdrawal import WITHDRAWN, hung_on

Said = Sequence[tuple[Position, Change]]  # what a log says of sources
_REMOVED = ("source ", " removed for good")


class Departure(NamedTuple):
    """A source that a copy still has, and another one has withdrawn."""

    name: str
    kept_in: str
    withdrawn_in: str
    rows: dict[str, list[Row]]


def without_departed(copies: Sequence[Copy], connections: Sequence[Connection]) -> tuple[list[Copy], list[Departure]]:
    """Give the copies without what any of them has withdrawn.

    Raises
    ------
    StoreError
        If a copy has a source of the name of one withdrawn in another, and the log cannot tell whether it is the same.
    """
    said = {copy.label: list(copy.changes_of(schema.sources.name)) for copy in copies}
    emptied = {position: label for label, some in said.items() for position, change in some if _is_empty(change)}
    found, departures = [], []
    for copy, connection in zip(copies, connections, strict=True):
        gone = {
            change.row_id: emptied[position]
            for position, change in said[copy.label]
            if position in emptied and change.row_id in copy.rows[schema.sources.name]
        }
        _expect_recognised(copy, gone, copies, said)
        for row_id, label in gone.items():
            copy, departure = _without(copy, connection, row_id, label)
            departures.append(departure)
        found.append(copy)
    return found, departures


def _is_empty(change: Change) -> bool:
    return change.before is None and change.after is None


def _expect_recognised(copy: Copy, gone: Collection[int], copies: Sequence[Copy], said: Mapping[str, Said]) -> None:
    """Refuse where a source might be one that was withdrawn elsewhere, and nothing tells."""
    known = {step.key for step in copy.steps}
    had = _names(said[copy.label])
    for other in copies:
        theirs = {position for position, change in said[other.label] if not _is_empty(change)}
        for step in other.steps:
            if step.key.action != "remove source" or step.key in known:
                continue
            for name in _removed(step):
                for row_id, row in copy.rows[schema.sources.name].items():
                    names, positions = had.get(row_id, (set(), set()))
                    if row_id not in gone and name in {row["name"], *names} and not positions & theirs:
                        raise StoreError(_unclear(name, row["name"], copy, other, step))


def _names(said: Said) -> dict[int, tuple[set[str], set[Position]]]:
    """Give the names that each source has had, and where the log speaks of it."""
    found: dict[int, tuple[set[str], set[Position]]] = {}
    for position, change in said:
        names, positions = found.setdefault(change.row_id, (set(), set()))
        names |= {image["name"] for image in (change.before, change.after) if image and "name" in image}
        positions.add(position)
    return found


def _removed(step: Step) -> set[str]:
    """Give the names under which a step has removed sources."""
    start, end = _REMOVED
    said = {step.what, *(change.what for change in step.changes)}
    return {
        what.removeprefix(start).removesuffix(end) for what in said if what.startswith(start) and what.endswith(end)
    }


def _unclear(name: str, called: str, copy: Copy, other: Copy, step: Step) -> str:
    also = "" if name == called else f", now {called!r},"
    return (
        f"{name!r} was removed for good in {other.label} ({step.key.coder}, {step.key.when[:10]}), and {copy.label} "
        f"has a source of that name{also} that may be the same one; nothing was written. Remove it from {copy.label}, "
        "too (project.remove_source); if it is another text, add it to the merged project later, under another name"
    )


def _without(copy: Copy, connection: Connection, row_id: int, label: str) -> tuple[Copy, Departure]:
    """Take a source and all that hangs on it out of a copy, rows and log."""
    sources = schema.sources
    row = connection.execute(select(sources).where(sources.c.id == row_id)).mappings().one()
    hung = {table.name: set(ids) for table, ids in hung_on(connection, row)}
    taken = {
        table: [rows[row_id] for row_id in hung.get(table, ()) if row_id in rows] for table, rows in copy.rows.items()
    }
    rows = {
        table: {row_id: row for row_id, row in of_table.items() if row_id not in hung.get(table, ())}
        for table, of_table in copy.rows.items()
    }
    turns = {source_id: of_source for source_id, of_source in copy.turns.items() if source_id != row_id}
    steps = [_emptied(step, hung) for step in copy.steps]
    return replace(copy, rows=rows, turns=turns, steps=steps), Departure(row["name"], copy.label, label, taken)


def _emptied(step: Step, hung: Mapping[str, set[int]]) -> Step:
    """Empty the changes of a step that are about what is withdrawn; a step about nothing else says no more."""
    if not any(change.row_id in hung.get(change.table, ()) for change in step.changes):
        return step
    changes = [
        Change(change.table, change.row_id, None, None, WITHDRAWN)
        if change.row_id in hung.get(change.table, ())
        else change
        for change in step.changes
    ]
    is_all = all(change.what == WITHDRAWN for change in changes)
    return replace(
        step, changes=changes, what=WITHDRAWN if is_all else step.what, state="kept" if is_all else step.state
    )
