"""Finding rows by the names that people use; a name that is not known gets the names that come near."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, Table, insert, select

from wenger_qda.errors import StoreError, unknown
from wenger_qda.model import new_guid
from wenger_qda.store import schema

Row = RowMapping
_KEYS = {
    "sources": schema.sources.c.name,
    "codes": schema.codes.c.code,
    "coders": schema.coders.c.name,
    "cases": schema.cases.c.name,
    "variables": schema.variables.c.name,
    "code_sets": schema.code_sets.c.name,
}
_WORDS = {"code_sets": "code set"}


def row(connection: Connection, table: Table, name: str) -> Row:
    """Give the row of a name.

    Raises
    ------
    StoreError
        If there is none.
    """
    key = _KEYS[table.name]
    found = connection.execute(select(table).where(key == name)).mappings().first()
    if found is None:
        known = list(connection.execute(select(key).order_by(table.c.id)).scalars())
        raise StoreError(unknown(_WORDS.get(table.name, table.name.removesuffix("s")), name, known))
    return found


def row_id(connection: Connection, table: Table, name: str) -> int:
    """Give the id of a name's row."""
    return int(row(connection, table, name)["id"])


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


def ids(connection: Connection, table: Table) -> dict[str, int]:
    """Give the id of each name."""
    return dict(connection.execute(select(_KEYS[table.name], table.c.id)).all())


def names(connection: Connection, table: Table) -> dict[int, str]:
    """Give the name of each id."""
    return dict(connection.execute(select(table.c.id, _KEYS[table.name])).all())


def coder_id(connection: Connection, name: str) -> int:
    """Give a coder's id, making the coder known where needed."""
    coders = schema.coders
    found = connection.execute(select(coders.c.id).where(coders.c.name == name)).scalar()
    if found is not None:
        return int(found)
    return int(
        connection.execute(insert(coders).values(guid=new_guid(), name=name).returning(coders.c.id)).scalar_one()
    )


class Known:
    """Rows looked up once, for a step that needs the same ones many times."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[tuple[str, str], Row] = {}
        self._coders: dict[str, int] = {}

    def source(self, name: str) -> Row:
        """Give a source's row."""
        return self._row(schema.sources, name)

    def code(self, name: str) -> Row:
        """Give a code's row."""
        return self._row(schema.codes, name)

    def coder(self, name: str) -> int:
        """Give a coder's id."""
        if name not in self._coders:
            self._coders[name] = coder_id(self._connection, name)
        return self._coders[name]

    def _row(self, table: Table, name: str) -> Row:
        if (table.name, name) not in self._rows:
            self._rows[table.name, name] = row(self._connection, table, name)
        return self._rows[table.name, name]
