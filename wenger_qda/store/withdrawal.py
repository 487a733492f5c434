"""A participant withdraws: a source goes for good, and no word of it stays in the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, Table, delete, func, literal, select, update

from wenger_qda.errors import StoreError
from wenger_qda.model import CONSENSUS
from wenger_qda.store import connection as files
from wenger_qda.store import in_view, lookup, schema, search
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

WITHDRAWN = "(withdrawn)"
_HUNG = (
    schema.case_links, schema.decisions, schema.rejections, schema.assignments, schema.variable_values, schema.turns,
)  # fmt: skip


def remove_source(project: Project, source: str) -> None:
    """Remove a source for good: its text, its file, its codings with their notes, and what the log says of them.

    For a participant who withdraws; decisions on its passages go along. It cannot be undone, and no word of the text
    stays in the project's file; backups and copies of the file are not touched. The log keeps that a source of this
    name was removed, by whom and when.

    Raises
    ------
    StoreError
        If the source is not known, or another coder has coded it.
    """
    with project._step("remove source", f"source {source} removed for good", undoable=False) as step:
        row = lookup.row(step.connection, schema.sources, source)
        _refuse_others(step, row)
        _take_out(step.connection, row)
        step.remark(f"source {source} removed for good")
    files.pack(project._engine, project._path)


def _refuse_others(step: Step, row: RowMapping) -> None:
    coders = (
        select(schema.coders.c.name).distinct()
        .join(schema.codings, schema.codings.c.coder_id == schema.coders.c.id)
        .where(schema.codings.c.source_id == row["id"], schema.coders.c.name.not_in([step.coder, CONSENSUS]))
    )  # fmt: skip
    others = sorted(step.connection.execute(coders).scalars())
    if others:
        raise StoreError(f"{row['name']!r} is coded by {', '.join(others)} too; they take their codings off first")


def hung_on(connection: Connection, row: RowMapping) -> list[tuple[Table, dict[int, str]]]:
    """Give all that hangs on a source or ever did, and the source: ids of rows with guids, in the order to go in."""
    codings = _ever(connection, schema.codings, "source_id", [row["id"]])
    guids = [row["guid"], *codings.values()]
    notes = _notes_ever(connection, guids)
    guids += notes.values()
    links = {end: _ever(connection, schema.links, end, guids) for end in ("origin", "target")}
    hung = [(table, _ever(connection, table, "source_id", [row["id"]])) for table in _HUNG]
    gone = [(schema.links, links["origin"] | links["target"]), (schema.notes, notes), (schema.codings, codings), *hung]
    return [*gone, (schema.sources, {row["id"]: row["guid"]})]


def _take_out(connection: Connection, row: RowMapping) -> None:
    """Take out a source and all that ever hung on it, from the tables and from the log."""
    search.forget(connection, row["id"])
    connection.exec_driver_sql("INSERT INTO search_index(search_index) VALUES ('optimize')")
    gone = hung_on(connection, row)
    in_view.forget(connection, [guid for table, ids in gone if table is schema.codings for guid in ids.values()])
    connection.execute(delete(schema.vectors))  # some of them tell of its words; the others are made anew
    for table, ids in gone:
        for part in lookup.parts(sorted(ids)):
            connection.execute(delete(table).where(table.c.id.in_(part)))
    _forget(connection, gone)
    used = select(schema.sources.c.id).where(schema.sources.c.original == row["original"])
    if connection.execute(used).first() is None:
        connection.execute(delete(schema.originals).where(schema.originals.c.sha256 == row["original"]))


def _ever(connection: Connection, table: Table, key: str, values: Iterable[Any]) -> dict[int, str]:
    """Give the rows that have one of the values now, or had it once, by the log: their ids, with their guids."""
    changes, wanted = schema.changes, list(values)
    guid = table.c.guid if "guid" in table.c else literal("")
    now = lookup.rows(connection, select(table.c.id, guid.label("guid")), table.c[key], wanted)
    found = {row["id"]: row["guid"] for row in now}
    for image in (changes.c.before, changes.c.after):
        logged = select(changes.c.row_id, _in(image, "guid").label("guid")).where(changes.c.table_name == table.name)
        once = lookup.rows(connection, logged, _in(image, key), wanted)
        found |= {row["row_id"]: row["guid"] or found.get(row["row_id"], "") for row in once}
    return found


def _notes_ever(connection: Connection, guids: Iterable[str]) -> dict[int, str]:
    """Give the notes that are or were on things, and the notes on these notes."""
    found: dict[int, str] = {}
    layer = list(guids)
    while layer:
        notes = _ever(connection, schema.notes, "target", layer)
        layer = [guid for row_id, guid in notes.items() if row_id not in found]
        found |= notes
    return found


def _in(image: Any, key: str) -> Any:
    return func.json_extract(func.nullif(image, ""), f"$.{key}")


def _forget(connection: Connection, gone: Iterable[tuple[Table, dict[int, str]]]) -> None:
    """Empty the log's images of rows; steps that were about nothing else are not to be undone any more."""
    changes, steps = schema.changes, schema.steps
    touched: set[int] = set()
    for table, ids in gone:
        of_table = changes.c.table_name == table.name
        for part in lookup.parts(sorted(ids)):
            about = of_table & changes.c.row_id.in_(part)
            touched |= set(connection.execute(select(changes.c.step).where(about)).scalars())
            connection.execute(update(changes).where(about).values(before="", after="", what=WITHDRAWN))
    others = select(changes.c.number).where(changes.c.step == steps.c.number, changes.c.what != WITHDRAWN).exists()
    for part in lookup.parts(sorted(touched)):
        empty = steps.c.number.in_(part) & ~others
        connection.execute(update(steps).where(empty).values(state="kept", what=WITHDRAWN))
