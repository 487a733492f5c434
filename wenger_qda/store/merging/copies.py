"""One copy of a project as values: its rows, each with what the log tells of it, and the log itself, step by step."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, select

from wenger_qda.store import connection as files
from wenger_qda.store import schema
from wenger_qda.store.merging import rules

Row = dict[str, Any]
Position = tuple["StepKey", int]


class StepKey(NamedTuple):
    """What makes a step the same one in several copies: a coder does one thing at a time."""

    when: str
    coder: str
    action: str
    nth: int


@dataclass(slots=True)
class Change:
    """One change as the log has it, its images read."""

    table: str
    row_id: int
    before: Row | None
    after: Row | None
    what: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step with its changes."""

    key: StepKey
    what: str
    state: str
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a project, read at one moment.

    Parameters
    ----------
    label : str
        What reports call it.
    rows : mapping of str to mapping of int to dict
        The rows of each table by their ids.
    turns : mapping of int to list
        The turns of each source by its id.
    in_view : mapping of str to list
        What was suggested beside passages when they were coded: guids of codes by the guid of the coding.
    """

    path: Path
    label: str
    facts: Mapping[str, str]
    rows: Mapping[str, dict[int, Row]]
    turns: Mapping[int, list[Row]]
    steps: list[Step]
    in_view: Mapping[str, list[str]]

    @property
    def size(self) -> int:
        """How many rows and changes there are."""
        return sum(map(len, self.rows.values())) + sum(len(step.changes) for step in self.steps)

    def changes_of(self, table: str) -> Iterator[tuple[Position, Change]]:
        """Give the changes of a table, each with its place in the history, which is the same in all copies."""
        for step in self.steps:
            for number, change in enumerate(step.changes):
                if change.table == table:
                    yield (step.key, number), change


def read(path: Path, label: str, connection: Connection) -> Copy:
    """Read a copy."""
    turns: dict[int, list[Row]] = {}
    for row in _rows(connection, schema.turns):
        turns.setdefault(row["source_id"], []).append(row)
    return Copy(
        path=path,
        label=label,
        facts=dict(map(tuple, connection.execute(select(schema.project.c.key, schema.project.c.value)))),
        rows={table.name: {row["id"]: row for row in _rows(connection, table)} for table in rules.TABLES},
        turns=turns,
        steps=_steps(connection),
        in_view={guid: json.loads(codes) for guid, codes in connection.execute(select(schema.in_view))},
    )


@contextmanager
def opened(path: Path) -> Iterator[Connection]:
    """Open a copy for reading: whatever is read within is of one moment."""
    engine = files.connect(path, read_only=True)
    try:
        with files.reading(engine, path) as connection:
            yield connection
    finally:
        engine.dispose()


def _rows(connection: Connection, table: Table) -> Iterator[Row]:
    names = [column.name for column in table.columns]
    rows: Any = connection.execute(select(table).order_by(table.c.id)).cursor  # the driver's own tuples: far faster
    return (dict(zip(names, row, strict=True)) for row in rows)


def _steps(connection: Connection) -> list[Step]:
    steps, changes = schema.steps, schema.changes
    chosen = (changes.c[name] for name in ("step", "table_name", "row_id", "before", "after", "what"))
    by_step: dict[int, list[Change]] = {}
    for step, table, row_id, before, after, what in connection.execute(select(*chosen).order_by(changes.c.number)):
        by_step.setdefault(step, []).append(Change(table, row_id, _loaded(before), _loaded(after), what))
    seen: dict[tuple[str, str, str], int] = {}
    found = []
    for row in connection.execute(select(steps).order_by(steps.c.number)):
        same = (row.when, row.coder, row.action)
        seen[same] = seen.get(same, -1) + 1
        found.append(Step(StepKey(*same, seen[same]), row.what, row.state, by_step.get(row.number, [])))
    return found


def _loaded(image: str) -> Row | None:
    return json.loads(image) if image else None
