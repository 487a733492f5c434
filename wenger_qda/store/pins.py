"""The codes that a coder keeps on the keys 1 to 9: a habit of the hand, which undo leaves alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from wenger_qda.store import connection, facts, lookup, schema

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

KEYS = 9


def pins(project: Project) -> list[str]:
    """Give the codes that one has pinned to the keys 1 to 9; empty for a key that is free.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> project.pin("stories", 3)
    >>> project.pins()
    ['', '', 'stories', '', '', '', '', '', '']
    """
    with project._reading() as held:
        names = lookup.names(held, schema.codes)
        return [names.get(row_id, "") for row_id in _stored(held, project.coder or "")]


def pin(project: Project, code: str, key: int) -> None:
    """Pin a code to one of the keys 1 to 9; it leaves the key it had.

    Raises
    ------
    StoreError
        If the code is not known.
    ValueError
        If the key is none of 1 to 9.
    """
    if key not in range(1, KEYS + 1):
        raise ValueError(f"codes are pinned to the keys 1 to {KEYS}, not to {key!r}")
    coder = project._writer()
    with connection.writing(project._engine, project._path) as held:
        row_id = lookup.row_id(held, schema.codes, code)
        kept = [0 if other == row_id else other for other in _stored(held, coder)]
        kept[key - 1] = row_id
        facts.put(held, _key(coder), json.dumps(kept))


def _stored(held: Connection, coder: str) -> list[int]:
    """Give the ids of the codes by key, 0 where there is none: ids stay when codes are renamed."""
    found = facts.get(held, _key(coder))
    return json.loads(found) if found else [0] * KEYS


def _key(coder: str) -> str:
    return f"pins of {coder}"
