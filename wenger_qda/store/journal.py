"""Every change goes through here: it is written down with what stood there before and after, so that it can be undone.

A *step* is what a person did at one go (code a passage, merge two codes); it holds *changes*, one a row. ``changes`` is
only ever added to. A step's state is ``done``, ``undone``, ``dropped`` (undone, and then something else was done) or
``kept`` (written down, but not for undo: imports, a source withdrawn, undo and redo themselves).

A change holds an *image* of its row before and after: the whole row where it came or went, only the columns that
differ where it was changed. A step is turned back by putting the one image in place of the other, if the row still
looks like it: columns that the step did not touch are nobody's business.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    RowMapping,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from wenger_qda.model import now
from wenger_qda.store import lookup, schema

Row = Mapping[str, Any] | RowMapping
_SPAN = ("start_char", "end_char")
_ASIDE = 1 << 40


class Change(NamedTuple):
    """What became of one row: what it was, what it is."""

    table: Table
    row_id: int
    before: Row | None
    after: Row | None
    what: str = ""


class Step:
    """One step of one coder: all that it does to rows goes through here; :meth:`close` writes it down."""

    def __init__(self, connection: Connection, coder: str, action: str, what: str, *, undoable: bool = True) -> None:
        self.connection = connection
        self.coder = coder
        self._action, self._what = action, what
        self._undoable = undoable
        self._changes: list[Change] = []

    def insert(self, table: Table, rows: Sequence[Mapping[str, Any]], what: Sequence[str] | str = "") -> list[int]:
        """Add rows; give their ids."""
        if not rows:
            return []
        returning = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        ids = list(self.connection.execute(returning, list(rows)).scalars())
        said = [what] * len(rows) if isinstance(what, str) else what
        self._changes += [
            Change(table, row_id, None, {"id": row_id, **row}, sentence)
            for row_id, row, sentence in zip(ids, rows, said, strict=True)
        ]
        return ids

    def update(self, table: Table, row_id: int, values: Row, what: str = "") -> bool:
        """Change columns of a row; tell whether anything was different."""
        return self.update_all(table, {row_id: values}, what) > 0

    def update_all(self, table: Table, values_of: Mapping[int, Row], what: str = "") -> int:
        """Change columns of many rows, given by their ids; tell how many were different."""
        changes = []
        for row in lookup.rows(self.connection, select(table), table.c.id, values_of):
            values = values_of[row["id"]]
            fresh = {key: value for key, value in values.items() if row[key] != value}
            if fresh.keys() & set(_SPAN):  # two offsets are one thing
                fresh |= {key: values.get(key, row[key]) for key in _SPAN}
            if fresh:
                changes.append(Change(table, row["id"], {key: row[key] for key in fresh}, fresh, what))
        write(self.connection, table, [(change.row_id, change.after or {}) for change in changes])
        self._changes += changes
        return len(changes)

    def delete(self, table: Table, row_ids: Iterable[int], what: str = "") -> None:
        """Take rows out."""
        rows = lookup.rows(self.connection, select(table), table.c.id, row_ids)
        take_out(self.connection, table, [row["id"] for row in rows])
        self._changes += [Change(table, row["id"], dict(row), None, what) for row in rows]

    def say(self, what: str) -> None:
        """Name the step, once it is known what it is about."""
        self._what = what

    def remark(self, what: str, *, about: tuple[Table, int] = (schema.project, 0), after: Row | None = None) -> None:
        """Write down something that is not to be undone row by row."""
        self._changes.append(Change(*about, None, after, what))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was changed so far."""
        return not self._changes

    def close(self) -> None:
        """Write the step down, if anything was changed."""
        if self.is_empty:
            return
        if self._undoable:
            self._drop_undone()
        state = "done" if self._undoable else "kept"
        write_down(self.connection, self.coder, self._action, self._what, state, self._changes)

    def _drop_undone(self) -> None:
        steps = schema.steps
        self.connection.execute(
            update(steps).where(steps.c.coder == self.coder, steps.c.state == "undone").values(state="dropped")
        )


def write(connection: Connection, table: Table, values_of: Sequence[tuple[int, Row]]) -> None:
    """Change columns of rows, those with the same columns in one go.

    Spans are set aside first: one may come to stand where its neighbour has not left yet.
    """
    moved = [row_id for row_id, values in values_of if "end_char" in values]
    for part in lookup.parts(moved if len(moved) > 1 else []):
        connection.execute(update(table).where(table.c.id.in_(part)).values(end_char=table.c.end_char + _ASIDE))
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row_id, values in values_of:
        by_columns.setdefault(tuple(sorted(map(str, values))), []).append({"this_row": row_id, **values})
    for rows in by_columns.values():
        connection.execute(update(table).where(table.c.id == bindparam("this_row")), rows)


def take_out(connection: Connection, table: Table, row_ids: Sequence[int]) -> None:
    """Take rows out, however many."""
    for part in lookup.parts(row_ids):
        connection.execute(delete(table).where(table.c.id.in_(part)))


def write_down(
    connection: Connection, coder: str, action: str, what: str, state: str, changes: Sequence[Change]
) -> None:
    """Write a step and its changes into the log."""
    when = now()
    values = {"when": when, "coder": coder, "action": action, "what": what, "state": state}
    number = connection.execute(insert(schema.steps).values(**values).returning(schema.steps.c.number)).scalar_one()
    rows = [
        {
            "step": number, "when": when, "coder": coder, "action": action, "what": change.what or what,
            "table_name": change.table.name, "row_id": change.row_id,
            "before": _dumped(change.before), "after": _dumped(change.after),
        }
        for change in changes
    ]  # fmt: skip
    if rows:
        connection.execute(insert(schema.changes), rows)


def _dumped(image: Row | None) -> str:
    return "" if image is None else json.dumps(dict(image), ensure_ascii=False)
