"""What a sentence model of one's own has made of passages: kept in the project, so that it is asked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from wenger_qda.store import connection, lookup, schema

if TYPE_CHECKING:
    from wenger_qda.store.project import Project


class Vectors:
    r"""Vectors by model and by the hash of the words they were made of; a project open for reading only keeps none.

    Examples
    --------
    >>> kept = getfixture("tiny_project").vectors
    >>> kept.put("mini", {"ab12": b"\x00\x01"})
    >>> kept.get("mini", ["ab12", "cd34"])
    {'ab12': b'\x00\x01'}
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    def get(self, model: str, digests: Sequence[str]) -> dict[str, bytes]:
        """Give those that are kept."""
        table = schema.vectors
        wanted = select(table.c.digest, table.c.vector).where(table.c.model == model)
        with self._project._reading() as held:
            return {row["digest"]: row["vector"] for row in lookup.rows(held, wanted, table.c.digest, digests)}

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep some; the same again changes nothing."""
        if self._project.coder is None:
            return
        rows = [{"model": model, "digest": digest, "vector": vector} for digest, vector in vectors.items()]
        if rows:
            with connection.writing(self._project._engine, self._project._path) as held:
                held.execute(insert(schema.vectors).prefix_with("OR IGNORE"), rows)


def vectors(project: Project) -> Vectors:
    """Give what keeps the vectors of a project."""
    return Vectors(project)
