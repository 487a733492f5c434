"""Which codes were suggested beside a passage when its coder coded it: whether hints make coders alike can be asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import Connection, delete, insert, select

from wenger_qda import frames
from wenger_qda.store import lookup, schema

if TYPE_CHECKING:
    from wenger_qda.store.project import Project


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
    columns = list(zip(*rows, strict=True)) or [()] * 3
    return frames.frame("in_view", dict(zip(frames.COLUMNS["in_view"], columns, strict=True)))


def keep(connection: Connection, seen: Mapping[str, Sequence[str]]) -> None:
    """Keep which codes were in view when codings were made, by their guids, within the step that makes them.

    Codes that are not known are passed over: no coding is to be refused for what stood beside it.
    """
    guids = _guids(connection, {code for codes in seen.values() for code in codes})
    forget(connection, seen)
    rows = [
        {"coding": coding, "codes": json.dumps([guids[code] for code in dict.fromkeys(codes) if code in guids])}
        for coding, codes in seen.items()
    ]
    connection.execute(insert(schema.in_view), rows)


def forget(connection: Connection, codings: Iterable[str]) -> None:
    """Forget what was in view when codings were made."""
    for part in lookup.parts(list(codings)):
        connection.execute(delete(schema.in_view).where(schema.in_view.c.coding.in_(part)))


def _guids(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    table = schema.codes
    found = lookup.rows(connection, select(table.c.code, table.c.guid), table.c.code, codes)
    return {row["code"]: row["guid"] for row in found}
