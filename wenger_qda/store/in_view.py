"""Which codes were suggested beside a passage when its coder coded it: whether hints make coders alike can be asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import Connection, delete, insert, select

from wenger_qda.store import lookup, schema

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

_COLUMNS = {"guid": "str", "code": "str", "place": "int64"}


def in_view(project: Project) -> pd.DataFrame:
    """Give the codes that were suggested beside passages when they were coded.

    Returns
    -------
    DataFrame
        One row a coding and a code that was in view: guid (of the coding), code, place (1 for the first). A coding that
        was made with nothing in view has no row; one that is gone, or of a code that is gone, has none either.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> made = project.code_with("day-01", 0, 11, ["stories"], in_view=["community-maintenance", "stories"])
    >>> project.in_view()[["code", "place"]].values.tolist()
    [['community-maintenance', 1], ['stories', 2]]
    """
    table, codings, codes = schema.in_view, schema.codings, schema.codes
    with project._reading() as connection:
        names = dict(map(tuple, connection.execute(select(codes.c.guid, codes.c.code))))
        held = select(table.c.coding, table.c.codes).join(codings, codings.c.guid == table.c.coding)
        rows = [
            (guid, names[code], place)
            for guid, seen in connection.execute(held.order_by(codings.c.id))
            for place, code in enumerate(json.loads(seen), 1)
            if code in names
        ]
    columns = list(zip(*rows, strict=True)) or [()] * len(_COLUMNS)
    kinds = zip(_COLUMNS.items(), columns, strict=True)
    return pd.DataFrame({name: pd.Series(values, dtype=kind) for (name, kind), values in kinds})


def keep(connection: Connection, codings: Iterable[str], codes: Sequence[str]) -> None:
    """Keep which codes were in view when codings were made, within the step that makes them.

    Codes that are not known are passed over: no coding is to be refused for what stood beside it.
    """
    guids = {row["code"]: row["guid"] for row in _codes(connection, codes)}
    seen = json.dumps([guids[code] for code in dict.fromkeys(codes) if code in guids])
    wanted = list(codings)
    for part in lookup.parts(wanted):
        connection.execute(delete(schema.in_view).where(schema.in_view.c.coding.in_(part)))
    connection.execute(insert(schema.in_view), [{"coding": guid, "codes": seen} for guid in wanted])


def forget(connection: Connection, codings: Iterable[str]) -> None:
    """Forget of codings that go for good what was in view."""
    for part in lookup.parts(list(codings)):
        connection.execute(delete(schema.in_view).where(schema.in_view.c.coding.in_(part)))


def _codes(connection: Connection, codes: Sequence[str]) -> list[lookup.Row]:
    table = schema.codes
    return lookup.rows(connection, select(table.c.code, table.c.guid), table.c.code, codes)
