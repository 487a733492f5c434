"""Every change goes through here: it is written down with what stood there before and after, so that it can be undone.

A *step* is what a person did at one go (code a passage, merge two codes); it holds *changes*, one a row. ``changes`` is
only ever added to. A step's state is ``done``, ``undone``, ``dropped`` (undone, and then something else was done) or
``kept`` (written down, but not for undo: imports, corrections of a text).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, Table, delete, func, insert, select, update

from wenger_qda.errors import StoreError
from wenger_qda.model import now
from wenger_qda.store import schema, search

Row = Mapping[str, Any] | RowMapping
_REFERENCES = [
    (column.table, column, key.column.table)
    for table in schema.metadata.sorted_tables
    for column in table.columns
    for key in column.foreign_keys
]


class _Change(NamedTuple):
    table: Table
    row_id: int
    before: Row | None
    after: Row | None
    what: str


class Step:
    """One step of one coder; made by :func:`step`, written down by :meth:`close`."""

    def __init__(self, connection: Connection, coder: str, action: str, what: str, *, undoable: bool = True) -> None:
        self.connection = connection
        self._coder, self._action, self._what = coder, action, what
        self._undoable = undoable
        self._changes: list[_Change] = []

    def insert(self, table: Table, rows: Sequence[Mapping[str, Any]], what: Sequence[str] | str = "") -> list[int]:
        """Add rows; give their ids."""
        if not rows:
            return []
        ids = list(
            self.connection.execute(
                insert(table).returning(table.c.id, sort_by_parameter_order=True), list(rows)
            ).scalars()
        )
        said = [what] * len(rows) if isinstance(what, str) else what
        self._changes += [
            _Change(table, row_id, None, {"id": row_id, **row}, sentence)
            for row_id, row, sentence in zip(ids, rows, said, strict=True)
        ]
        return ids

    def update(self, table: Table, row_id: int, values: Row, what: str = "") -> bool:
        """Change columns of a row; tell whether anything was different."""
        row = self.connection.execute(select(table).where(table.c.id == row_id)).mappings().one()
        fresh = {key: value for key, value in values.items() if row[key] != value}
        if not fresh:
            return False
        self.connection.execute(update(table).where(table.c.id == row_id).values(**fresh))
        self._changes.append(_Change(table, row_id, {key: row[key] for key in fresh}, fresh, what))
        return True

    def delete(self, table: Table, row_ids: Sequence[int], what: str = "") -> None:
        """Take rows out."""
        for row_id in row_ids:
            row = self.connection.execute(select(table).where(table.c.id == row_id)).mappings().one()
            self.connection.execute(delete(table).where(table.c.id == row_id))
            self._changes.append(_Change(table, row_id, dict(row), None, what))

    def say(self, what: str) -> None:
        """Name the step, once it is known what it is about."""
        self._what = what

    def remark(self, what: str, before: Row | None = None, after: Row | None = None) -> None:
        """Write down something that is not to be undone row by row."""
        self._changes.append(_Change(schema.project, 0, before, after, what))

    def close(self) -> int | None:
        """Write the step down; give its number, None where nothing changed."""
        if not self._changes:
            return None
        if self._undoable:
            self._drop_undone()
        number = _note_step(
            self.connection, self._coder, self._action, self._what, "done" if self._undoable else "kept"
        )
        _note_changes(self.connection, number, self._coder, self._action, self._what, self._changes)
        return number

    def _drop_undone(self) -> None:
        steps = schema.steps
        self.connection.execute(
            update(steps).where(steps.c.coder == self._coder, steps.c.state == "undone").values(state="dropped")
        )


def undo(connection: Connection, coder: str) -> str:
    """Take a coder's last step back; say which.

    Raises
    ------
    StoreError
        If there is none, or later work of somebody else rests on it.
    """
    steps = schema.steps
    mine = (steps.c.coder == coder) & (steps.c.state == "done")
    step = connection.execute(select(steps).where(mine).order_by(steps.c.number.desc()).limit(1)).mappings().first()
    if step is None:
        raise StoreError(f"there is nothing of {coder} to undo")
    images = [
        (row["table_name"], row["row_id"], row["after"], row["before"]) for row in _images(connection, step["number"])
    ]
    return _turn(connection, step, images[::-1], "undo", "undone", coder)


def redo(connection: Connection, coder: str) -> str:
    """Do again what a coder undid last; say what.

    Raises
    ------
    StoreError
        If there is none, or later work of somebody else stands in the way.
    """
    steps = schema.steps
    mine = (steps.c.coder == coder) & (steps.c.state == "undone")
    step = connection.execute(select(steps).where(mine).order_by(steps.c.number).limit(1)).mappings().first()
    if step is None:
        raise StoreError(f"there is nothing of {coder} to do again")
    images = [
        (row["table_name"], row["row_id"], row["before"], row["after"]) for row in _images(connection, step["number"])
    ]
    return _turn(connection, step, images, "redo", "done", coder)


def _turn(
    connection: Connection, step: Row, images: list[tuple[str, int, str, str]], action: str, state: str, coder: str
) -> str:
    """Put each row from the one image to the other, if it still looks like the first."""
    changes = []
    corrected = [row_id for name, row_id, held, _ in images if name == "sources" and '"text"' in held]
    for source_id in corrected:
        _expect_followed(connection, source_id, images, step, action)
        search.forget(connection, source_id)
    for name, row_id, held, wanted in images:
        table = schema.metadata.tables[name]
        if table is schema.project:
            continue
        held_row, wanted_row = _loaded(held), _loaded(wanted)
        _expect(connection, table, row_id, held_row, step, action)
        if wanted_row is None:
            _expect_free(connection, table, row_id, step, action)
            connection.execute(delete(table).where(table.c.id == row_id))
        elif held_row is None:
            connection.execute(insert(table).values(**wanted_row))
        else:
            connection.execute(update(table).where(table.c.id == row_id).values(**wanted_row))
        changes.append(_Change(table, row_id, held_row, wanted_row, step["what"]))
    search.learn(connection, corrected)
    connection.execute(update(schema.steps).where(schema.steps.c.number == step["number"]).values(state=state))
    number = _note_step(connection, coder, action, step["what"], "kept")
    _note_changes(connection, number, coder, action, step["what"], changes)
    return str(step["what"])


def _expect(connection: Connection, table: Table, row_id: int, image: Row | None, step: Row, action: str) -> None:
    row = connection.execute(select(table).where(table.c.id == row_id)).mappings().first()
    if (row is None) != (image is None):
        raise _refused(connection, table, row_id, step, action)
    if row is not None and image is not None and any(row[key] != value for key, value in image.items()):
        raise _refused(connection, table, row_id, step, action)


def _expect_free(connection: Connection, table: Table, row_id: int, step: Row, action: str) -> None:
    """Refuse where rows of others still point to the one that would go."""
    for other, column, target in _REFERENCES:
        if target is not table:
            continue
        count = connection.execute(select(func.count()).select_from(other).where(column == row_id)).scalar_one()
        if count:
            whose = _coders_of(connection, other, column == row_id)
            raise StoreError(
                f"{action} of “{step['what']}” is refused: {count} {other.name.replace('_', ' ')} {whose}rest on it"
            )


def _expect_followed(
    connection: Connection, source_id: int, images: Sequence[tuple[str, int, str, str]], step: Row, action: str
) -> None:
    """Refuse to put an old text back under codings that were made on the new one."""
    codings = schema.codings
    known = {row_id for name, row_id, _, _ in images if name == "codings"}
    placed = select(codings.c.id).where(codings.c.source_id == source_id, codings.c.start_char.is_not(None))
    late = [row_id for row_id in connection.execute(placed).scalars() if row_id not in known]
    if late:
        whose = _coders_of(connection, codings, codings.c.id.in_(late[:500]))
        raise StoreError(
            f"{action} of “{step['what']}” is refused: {len(late)} codings {whose}were made on the text as it is"
        )


def _coders_of(connection: Connection, table: Table, condition: Any) -> str:
    if "coder_id" not in table.c:
        return ""
    names = select(schema.coders.c.name).distinct().join(table, table.c.coder_id == schema.coders.c.id).where(condition)
    return f"by {', '.join(sorted(connection.execute(names).scalars()))} "


def _refused(connection: Connection, table: Table, row_id: int, step: Row, action: str) -> StoreError:
    changes = schema.changes
    last = (
        connection.execute(
            select(changes)
            .where(changes.c.table_name == table.name, changes.c.row_id == row_id)
            .order_by(changes.c.number.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    who = (
        f"{last['coder']} has changed it since ({last['action']}, {last['when'][:16]})"
        if last
        else "it was changed since"
    )
    return StoreError(f"{action} of “{step['what']}” is refused: {who}")


def _images(connection: Connection, step: int) -> Sequence[Any]:
    changes = schema.changes
    return connection.execute(select(changes).where(changes.c.step == step).order_by(changes.c.number)).mappings().all()


def _note_step(connection: Connection, coder: str, action: str, what: str, state: str) -> int:
    values = {"when": now(), "coder": coder, "action": action, "what": what, "state": state}
    return int(connection.execute(insert(schema.steps).values(**values).returning(schema.steps.c.number)).scalar_one())


def _note_changes(
    connection: Connection, step: int, coder: str, action: str, what: str, changes: Sequence[_Change]
) -> None:
    if not changes:
        return
    when = now()
    connection.execute(
        insert(schema.changes),
        [
            {
                "step": step,
                "when": when,
                "coder": coder,
                "action": action,
                "what": change.what or what,
                "table_name": change.table.name,
                "row_id": change.row_id,
                "before": _dumped(change.before),
                "after": _dumped(change.after),
            }
            for change in changes
        ],
    )


def _dumped(image: Row | None) -> str:
    return "" if image is None else json.dumps(dict(image), ensure_ascii=False)


def _loaded(image: str) -> Row | None:
    return json.loads(image) if image else None
