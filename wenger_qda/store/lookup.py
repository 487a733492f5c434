"""Finding rows by the names that people use; a name that is not known gets the names that come near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar
from unicodedata import normalize

from sqlalchemy import Connection, RowMapping, Select, Table, select

from wenger_qda.errors import StoreError, unknown
from wenger_qda.model import new_guid
from wenger_qda.store import schema

Row = RowMapping
_T = TypeVar("_T")
_AT_ONCE = 500
_SHOWN = 8
_KEYS = {
    "sources": schema.sources.c.name,
    "codes": schema.codes.c.code,
    "coders": schema.coders.c.name,
    "cases": schema.cases.c.name,
    "variables": schema.variables.c.name,
    "code_sets": schema.code_sets.c.name,
}
_WORDS = {"code_sets": "code set"}
THINGS = {
    "source": schema.sources, "coding": schema.codings, "code": schema.codes, "case": schema.cases,
    "coder": schema.coders, "note": schema.notes,
}  # fmt: skip


def row(connection: Connection, table: Table, name: str) -> Row:
    """Give the row of a name.

    Raises
    ------
    StoreError
        If there is none.
    """
    return _named(connection, table, select(table), name)


def row_id(connection: Connection, table: Table, name: str) -> int:
    """Give the id of a name's row; its text, which may be long, is not read."""
    return int(_named(connection, table, select(table.c.id), name)["id"])


def by_guid(connection: Connection, table: Table, guid: str) -> Row:
    """Give the row with a guid.

    Raises
    ------
    StoreError
        If there is none.
    """
    found = connection.execute(select(table).where(table.c.guid == guid)).mappings().first()
    if found is None:
        raise StoreError(f"there is no {table.name.removesuffix('s')} with the guid {guid!r}; it may have been removed")
    return found


def rows(connection: Connection, query: Select[Any], column: Any, values: Iterable[Any]) -> list[Row]:
    """Give the rows of a query in which a column has one of many values, however many these are."""
    wanted = list(values)
    return [
        found
        for part in parts(wanted)
        for found in connection.execute(query.where(column.in_(part))).mappings()
    ]  # fmt: skip


def parts(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Part a list into pieces that one statement can hold."""
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))


def ids_of(connection: Connection, table: Table, wanted: Iterable[str]) -> dict[str, int]:
    """Give the ids of some names, each row once: a name may be written with other characters for the same letters.

    Raises
    ------
    StoreError
        If there are some that are not known, naming them all.
    """
    found: dict[str, int] = {}
    strangers, faults = [], []
    for name in wanted:
        try:
            number = row_id(connection, table, name)
            if number not in found.values():
                found[name] = number
        except StoreError as error:
            strangers.append(name)
            faults.append(str(error))
    if len(faults) == 1:
        raise StoreError(faults[0])
    if faults:
        shown = ", ".join(map(repr, strangers[:_SHOWN])) + (" …" if len(strangers) > _SHOWN else "")
        known = sorted(ids(connection, table))
        there = ", ".join(map(repr, known[:_SHOWN])) + (" …" if len(known) > _SHOWN else "")
        raise StoreError(f"there are no {table.name.replace('_', ' ')} {shown}; there is {there or 'none at all yet'}")
    return found


def ids(connection: Connection, table: Table) -> dict[str, int]:
    """Give the id of each name."""
    return dict(connection.execute(select(_KEYS[table.name], table.c.id)).all())


def names(connection: Connection, table: Table) -> dict[int, str]:
    """Give the name of each id."""
    return dict(connection.execute(select(table.c.id, _KEYS[table.name])).all())


def guids(connection: Connection, table: Table, row_ids: Iterable[int]) -> list[str]:
    """Give the guids of rows."""
    return [found["guid"] for found in rows(connection, select(table.c.guid), table.c.id, row_ids)]


def free_guid(connection: Connection, table: Table, guid: str) -> str:
    """Give a guid, or a new one where a row has it already."""
    taken = connection.execute(select(table.c.id).where(table.c.guid == guid)).first()
    return new_guid() if taken else guid


def all_guids(connection: Connection, kinds: Iterable[str] = THINGS) -> dict[str, set[str]]:
    """Give the guids of the things that notes may be on and links may lead to, by their kind."""
    tables = {kind: THINGS[kind] for kind in kinds if kind in THINGS}
    return {kind: set(connection.execute(select(table.c.guid)).scalars()) for kind, table in tables.items()}


def _named(connection: Connection, table: Table, query: Select[Any], name: str) -> Row:
    key = _KEYS[table.name]
    found = connection.execute(query.where(key == name)).mappings().first()
    if found is None:
        known = list(connection.execute(select(key).order_by(table.c.id)).scalars())
        alike = [other for other in known if normalize("NFC", other) == normalize("NFC", name)]
        if alike:  # written with other characters for the same letters, as file names of a Mac are
            return _named(connection, table, query, alike[0])
        raise StoreError(unknown(_WORDS.get(table.name, table.name.removesuffix("s")), name, known))
    return found


class Known:
    """Rows looked up once, for a step that needs the same ones many times."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[tuple[str, str], Row | StoreError] = {}

    def source(self, name: str) -> Row:
        """Give a source's row."""
        return self._row(schema.sources, name)

    def code(self, name: str) -> Row:
        """Give a code's row."""
        return self._row(schema.codes, name)

    def coder(self, name: str) -> int:
        """Give a coder's id."""
        return int(self._row(schema.coders, name)["id"])

    def _row(self, table: Table, name: str) -> Row:
        key = table.name, name
        if key not in self._rows:
            try:
                self._rows[key] = row(self._connection, table, name)
            except StoreError as error:
                self._rows[key] = error
        found = self._rows[key]
        if isinstance(found, StoreError):
            raise StoreError(str(found))
        return found
