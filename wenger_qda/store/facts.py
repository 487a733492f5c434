"""What the project keeps under a name of its own, outside of its history: facts of the study, habits, answers."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from wenger_qda.store import schema


def get(held: Connection, key: str) -> str:
    """Give what is kept under a name; empty where nothing is."""
    return str(held.execute(select(schema.project.c.value).where(schema.project.c.key == key)).scalar() or "")


def put(held: Connection, key: str, value: str) -> None:
    """Keep something under a name, in place of what was kept under it."""
    held.execute(delete(schema.project).where(schema.project.c.key == key))
    held.execute(insert(schema.project).values(key=key, value=value))
