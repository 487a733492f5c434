"""Is the project whole? Each complaint names what, where and what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import Connection, select
from tqdm.auto import tqdm

from wenger_qda.model import CONSENSUS
from wenger_qda.store import clashes, lookup, schema, search
from wenger_qda.store.sources import sha256
from wenger_qda.text import paragraphs

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

Finding = tuple[str, str, str]


def check(project: Project) -> pd.DataFrame:
    """Verify the project: the file itself, quotes against texts, spans inside texts, nothing that points nowhere.

    Returns
    -------
    DataFrame
        One row a finding: what, where, problem. Empty: all is well. Codings marked for review are not findings; their
        words are known to have changed.
    """
    with project._reading() as connection:
        findings = [
            *_file(connection),
            *_orphans(connection),
            *_texts(connection),
            *_tree(connection),
            *_notes(connection),
            *_decisions(connection),
            *_clashes(connection),
        ]
    return pd.DataFrame(findings, columns=["what", "where", "problem"], dtype="str")


def _file(connection: Connection) -> Iterator[Finding]:
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check(20)").all():
        if said != "ok":
            yield ("file", "database", f"{said}; go back to a backup")


def _orphans(connection: Connection) -> Iterator[Finding]:
    for table, row_id, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield (str(table), f"row {row_id}", f"points to a row of {parent} that is gone")


def _texts(connection: Connection) -> Iterator[Finding]:
    sources = schema.sources
    ids = connection.execute(select(sources.c.id).order_by(sources.c.name)).scalars().all()
    for source_id in tqdm(ids, "checking", leave=False, disable=len(ids) < 100):
        name, text, sha = connection.execute(
            select(sources.c.name, sources.c.text, sources.c.sha256).where(sources.c.id == source_id)
        ).one()
        if sha256(text) != sha:
            yield ("source", name, "its text is not the one that was stored (the hash differs)")
        yield from _spans(connection, source_id, name, text)
        yield from _turns(connection, source_id, name, len(text))
        yield from _index(connection, source_id, name, text)


def _spans(connection: Connection, source_id: int, name: str, text: str) -> Iterator[Finding]:
    for table in (schema.codings, schema.case_links, schema.decisions, schema.rejections):
        what = table.name.removesuffix("s").replace("_", " ")
        chosen = (table.c[key] for key in ("id", "start_char", "end_char", "quote", "status", "text_sha256"))
        for row_id, start, end, quote, status, sha in connection.execute(
            select(*chosen).where(table.c.source_id == source_id).order_by(table.c.id)
        ):
            where = f"{name} {'(whole)' if start is None else f'{start}–{end}'} (row {row_id})"
            if start is not None and end > len(text):
                yield (what, where, f"lies outside the text, which ends at {len(text)}")
            elif start is not None and status != "needs_review" and text[start:end] != quote:
                yield (what, where, "its quote is not what stands there; look at it again")
            elif sha != sha256(text):
                yield (what, where, "was made on another text than the one there is; look at it again")


def _turns(connection: Connection, source_id: int, name: str, length: int) -> Iterator[Finding]:
    turns = schema.turns
    last = connection.execute(
        select(turns.c.turn, turns.c.end_char).where(turns.c.source_id == source_id, turns.c.end_char > length)
    )
    for turn, end in last:
        yield ("turn", f"{name} turn {turn}", f"ends at {end}, the text at {length}")


def _index(connection: Connection, source_id: int, name: str, text: str) -> Iterator[Finding]:
    if search.held(connection, source_id) != len(paragraphs(text)):
        yield ("search index", name, "does not hold all of the text; correct the text to itself, or export and import")


def _tree(connection: Connection) -> Iterator[Finding]:
    codes = schema.codes
    parents = dict(connection.execute(select(codes.c.id, codes.c.parent_id)).all())
    names = dict(connection.execute(select(codes.c.id, codes.c.code)).all())
    for code_id in parents:
        seen, above = {code_id}, parents[code_id]
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above is not None:
            yield ("code", names[code_id], "is its own ancestor; move it to the top")


def _notes(connection: Connection) -> Iterator[Finding]:
    known, links = lookup.all_guids(connection), schema.links
    everything = set().union(*known.values())
    for guid, *ends in connection.execute(select(links.c.guid, links.c.origin, links.c.target)):
        if not everything.issuperset(ends):
            yield ("link", guid, "leads to something that is gone")
    rows = connection.execute(select(schema.notes.c.guid, schema.notes.c.target_kind, schema.notes.c.target))
    for guid, kind, target in rows:
        if kind in known and target not in known[kind]:
            yield ("note", guid, f"is on a {kind} that is gone")


def _decisions(connection: Connection) -> Iterator[Finding]:
    """Look whether what the consensus has by each decision is there, is its own, and of its code and round."""
    codings, decided = schema.codings, schema.decisions
    place = ("source_id", "code_id", "round")
    of_consensus = (
        select(codings.c.guid, *(codings.c[key] for key in place))
        .join(schema.coders)
        .where(schema.coders.c.name == CONSENSUS)
    )
    place_of = {guid: tuple(at) for guid, *at in connection.execute(of_consensus)}
    stored = select(decided.c.guid, decided.c.codings, *(decided.c[key] for key in place))
    for guid, listed, *at in connection.execute(stored):
        named = json.loads(listed or "[]")
        gone = [coding for coding in named if coding not in place_of or place_of[coding][0] != at[0]]
        other = [coding for coding in named if coding not in gone and place_of[coding] != tuple(at)]
        if gone:
            yield ("decision", guid, f"names a coding that the consensus does not have ({gone[0]}); decide anew")
        if other:
            yield ("decision", guid, f"names a coding of another code or round ({other[0]}); decide anew")


def _clashes(connection: Connection) -> Iterator[Finding]:
    """Look whether two decisions say different things of one stretch, and whether passages of the consensus overlap.

    Decisions that name the same codings do not contradict each other; codes that became one leave such.
    """
    sources = connection.execute(select(schema.decisions.c.source_id).union(select(schema.codings.c.source_id)))
    for one, other in clashes.clashes(connection, set(sources.scalars())):
        if one.table is other.table is schema.decisions and one.codings != other.codings:
            yield ("decision", one.guid, f"is on a stretch of another decision ({other.guid}); decide anew")
        elif one.table is other.table is schema.codings:
            yield ("coding", one.guid, f"overlaps another one of the consensus ({other.guid}); decide anew")
