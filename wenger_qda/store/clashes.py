"""Where what a team settled on clashes: two decisions on one stretch, two passages of the consensus that overlap."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, Table, select

from wenger_qda.model import CONSENSUS
from wenger_qda.store import lookup, schema


class Settled(NamedTuple):
    """A decision, or a coding of the consensus: where it stands, and which codings a decision names."""

    table: Table
    id: int
    guid: str
    key: tuple[int, int, int]
    start: int
    end: int
    codings: frozenset[str] = frozenset()


def clashes(connection: Connection, source_ids: Collection[int]) -> Iterator[tuple[Settled, Settled]]:
    """Give what overlaps in one source, code and round: decisions, codings of the consensus, or one of each.

    Codings that one decision names may overlap: whom the team agreed with had marked them so. A coding that a decision
    names may lie on another decision's stretch; one that all agree on may not.
    """
    rows = [*_decisions(connection, source_ids), *_codings(connection, source_ids)]
    named: dict[str, set[str]] = {}
    for row in rows:
        for guid in row.codings:
            named.setdefault(guid, set()).add(row.guid)
    for one, other in _overlapping(rows):
        by = [named.get(row.guid, set()) for row in (one, other) if row.table is schema.codings]
        if not by or (len(by) == 1 and not by[0]) or (len(by) == 2 and not by[0] & by[1]):
            yield one, other


def _decisions(connection: Connection, source_ids: Collection[int]) -> Iterator[Settled]:
    table = schema.decisions
    for row in lookup.rows(connection, select(table), table.c.source_id, source_ids):
        yield Settled(table, row["id"], row["guid"], *_place(row), frozenset(json.loads(row["codings"] or "[]")))


def _codings(connection: Connection, source_ids: Collection[int]) -> Iterator[Settled]:
    table, coders = schema.codings, schema.coders
    mine = select(table).where(table.c.coder_id.in_(select(coders.c.id).where(coders.c.name == CONSENSUS)))
    for row in lookup.rows(connection, mine, table.c.source_id, source_ids):
        yield Settled(table, row["id"], row["guid"], *_place(row))


def _place(row: lookup.Row) -> tuple[tuple[int, int, int], int, int]:
    """Give where a row stands; a whole source lies ahead of its text, where it meets whole sources alone."""
    start, end = (-1, 0) if row["start_char"] is None else (row["start_char"], row["end_char"])
    return (row["source_id"], row["code_id"], row["round"]), start, end


def _overlapping(rows: list[Settled]) -> Iterator[tuple[Settled, Settled]]:
    ordered = sorted(rows, key=lambda row: (row.key, row.start, row.end, row.id))
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other.key != one.key or other.start >= one.end:
                break
            yield one, other
