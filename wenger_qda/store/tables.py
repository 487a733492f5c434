"""The project as tables, with the columns of :mod:`wenger_qda.frames`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, ScalarSelect, func, select

from wenger_qda import frames
from wenger_qda.store import codebooks, lookup, schema
from wenger_qda.store import variables as variable_store

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

Names = str | Iterable[str] | None


def sources(project: Project) -> pd.DataFrame:
    """One row a document: guid, source, kind, date, n_chars, n_codings, then one column a variable."""
    with project._reading() as connection:
        table = schema.sources
        rows = connection.execute(
            select(table.c.id, table.c.guid, table.c.name, table.c.kind, table.c.date, table.c.n_chars).order_by(
                table.c.name
            )
        ).all()
        n_codings = counts(connection, schema.codings.c.source_id)
        ids, guids, names, kinds, dates, lengths = _columns(rows, 6)
        columns = {
            "guid": guids,
            "source": names,
            "kind": kinds,
            "date": dates,
            "n_chars": lengths,
            "n_codings": [n_codings.get(row_id, 0) for row_id in ids],
        }
        return frames.frame("sources", columns | _variables(connection, "source_id", ids, set(columns)))


def turns(project: Project, *, sources: Names = None) -> pd.DataFrame:
    """One row a speaker turn, paragraph or note block, with its place, its time and its text."""
    with project._reading() as connection:
        wanted = _ids(connection, schema.sources, sources)
        table, owner = schema.turns, schema.sources
        texts = select(owner.c.id, owner.c.name, owner.c.text).order_by(owner.c.name)
        spans = select(
            table.c.source_id,
            table.c.turn,
            table.c.kind,
            table.c.speaker,
            table.c.start_char,
            table.c.end_char,
            table.c.start_ms,
        ).order_by(table.c.source_id, table.c.turn)
        if wanted is not None:
            texts, spans = texts.where(owner.c.id.in_(wanted)), spans.where(table.c.source_id.in_(wanted))
        by_source: dict[int, list[Any]] = {}
        for row in connection.execute(spans).all():
            by_source.setdefault(row[0], []).append(row)
        rows = [
            (name, turn, kind, speaker, start, end, ms, text[start:end])
            for source_id, name, text in connection.execute(texts)
            for _, turn, kind, speaker, start, end, ms in by_source.get(source_id, ())
        ]
        return frames.frame("turns", dict(zip(frames.COLUMNS["turns"], _columns(rows, 8), strict=True)))


def codings(project: Project, *, sources: Names = None, codes: Names = None, coders: Names = None) -> pd.DataFrame:
    """One row a coding, sorted by source, start_char, end_char, code, coder.

    Parameters
    ----------
    sources, codes, coders : str or iterable of str, optional
        Only these. ``attrs["n_hidden"]`` of the table says how many codings the filter hides.

    Returns
    -------
    DataFrame
        guid, source, code, coder, round, start_char, end_char, quote, speaker, turn, note, weight, certainty, stance,
        status, origin, created. A coding of a whole source has ``<NA>`` as offsets.
    """
    with project._reading() as connection:
        return read_codings(connection, sources=sources, codes=codes, coders=coders)


def read_codings(
    connection: Connection,
    *,
    sources: Names = None,
    codes: Names = None,
    coders: Names = None,
) -> pd.DataFrame:
    """Give the table of codings within a reading."""
    table = schema.codings
    chosen = ("guid", "source_id", "code_id", "coder_id", "round", "start_char", "end_char", "quote", "note",
              "weight", "certainty", "stance", "status", "origin", "created")  # fmt: skip
    turn = schema.turns
    query = select(*(table.c[name] for name in chosen), turn.c.turn, turn.c.speaker).select_from(
        table.outerjoin(turn, (turn.c.id == _first_turn()) & (turn.c.start_char < table.c.end_char))
    )
    filters = {
        "source_id": (schema.sources, sources),
        "code_id": (schema.codes, codes),
        "coder_id": (schema.coders, coders),
    }
    for column, (owner, names) in filters.items():
        wanted = _ids(connection, owner, names)
        if wanted is not None:
            query = query.where(table.c[column].in_(wanted))
    rows = connection.execute(query).cursor.fetchall()  # the driver's own tuples: half the time for 100,000 codings
    columns = dict(zip((*chosen, "turn", "speaker"), _columns(rows, len(chosen) + 2), strict=True))
    columns["speaker"] = [speaker or "" for speaker in columns["speaker"]]
    for column, (owner, _) in filters.items():
        names_of = lookup.names(connection, owner)
        columns[column.removesuffix("_id")] = [names_of[row_id] for row_id in columns[column]]
    found = frames.frame("codings", {name: columns[name] for name in frames.COLUMNS["codings"]})
    total = connection.execute(select(func.count()).select_from(table)).scalar_one()
    found = frames.sort_codings(found)
    found.attrs["n_hidden"] = int(total) - len(found)
    return found


def codes(project: Project) -> pd.DataFrame:
    """One row a code, in tree order, with what the codebook says of it and how often it is used."""
    with project._reading() as connection:
        n_codings = counts(connection, schema.codings.c.code_id)
        ids = lookup.ids(connection, schema.codes)
        book = codebooks.read_codebook(connection)
        return frames.from_codes(book.codes, {code: n_codings.get(row_id, 0) for code, row_id in ids.items()})


def cases(project: Project) -> pd.DataFrame:
    """One row a case-source link: case, kind, source, start_char, end_char, then one column a variable.

    A case without any source has one row with an empty source.
    """
    with project._reading() as connection:
        case, link, source = schema.cases, schema.case_links, schema.sources
        rows = connection.execute(
            select(case.c.id, case.c.name, case.c.kind, source.c.name, link.c.start_char, link.c.end_char)
            .select_from(
                case.outerjoin(link, link.c.case_id == case.c.id).outerjoin(source, source.c.id == link.c.source_id)
            )
            .order_by(case.c.name, source.c.name, link.c.start_char)
        ).all()
        ids, *rest = _columns(rows, 6)
        columns = dict(zip(frames.COLUMNS["cases"], rest, strict=True))
        columns["source"] = [name or "" for name in columns["source"]]
        return frames.frame("cases", columns | _variables(connection, "case_id", ids, set(columns)))


def notes(project: Project) -> pd.DataFrame:
    """One row a note: guid, target_kind, target, text, coder, created."""
    with project._reading() as connection:
        table = schema.notes
        rows = connection.execute(
            select(
                table.c.guid, table.c.target_kind, table.c.target, table.c.text, schema.coders.c.name, table.c.created
            )
            .join(schema.coders, schema.coders.c.id == table.c.coder_id)
            .order_by(table.c.created, table.c.id)
        ).all()
        return frames.frame("notes", dict(zip(frames.COLUMNS["notes"], _columns(rows, 6), strict=True)))


def assignments(project: Project) -> pd.DataFrame:
    """One row a coder asked to code a source in a round: coder, source, round, status (open, done, closed)."""
    with project._reading() as connection:
        table = schema.assignments
        rows = connection.execute(
            select(schema.coders.c.name, schema.sources.c.name, table.c.round, table.c.status)
            .join(schema.coders, schema.coders.c.id == table.c.coder_id)
            .join(schema.sources, schema.sources.c.id == table.c.source_id)
            .order_by(schema.sources.c.name, table.c.round, schema.coders.c.name)
        ).all()
        return frames.frame("assignments", dict(zip(frames.COLUMNS["assignments"], _columns(rows, 4), strict=True)))


def changes(project: Project) -> pd.DataFrame:
    """One row a change, oldest first: number, when, coder, action, what, before, after (the row's content as JSON)."""
    with project._reading() as connection:
        table = schema.changes
        chosen = [table.c[name] for name in frames.COLUMNS["changes"]]
        rows = connection.execute(select(*chosen).order_by(table.c.number)).all()
        return frames.frame("changes", dict(zip(frames.COLUMNS["changes"], _columns(rows, 7), strict=True)))


def revision(project: Project) -> int:
    """Give the number of the last change: it is another one as soon as anybody has changed anything."""
    with project._reading() as connection:
        return int(connection.execute(select(func.coalesce(func.max(schema.changes.c.number), 0))).scalar_one())


def coders(project: Project) -> pd.DataFrame:
    """One row a coder: guid, coder, n_codings."""
    with project._reading() as connection:
        n_codings = counts(connection, schema.codings.c.coder_id)
        rows = connection.execute(select(schema.coders).order_by(schema.coders.c.name)).mappings().all()
        return pd.DataFrame(
            {
                "guid": pd.array([row["guid"] for row in rows], dtype="str"),
                "coder": pd.array([row["name"] for row in rows], dtype="str"),
                "n_codings": np.asarray([n_codings.get(row["id"], 0) for row in rows], dtype="int64"),
            }
        )


def variables(project: Project) -> pd.DataFrame:
    """One row a variable: variable, type, description."""
    with project._reading() as connection:
        table = schema.variables
        rows = connection.execute(select(table.c.name, table.c.type, table.c.description).order_by(table.c.name)).all()
        return pd.DataFrame(list(map(tuple, rows)), columns=["variable", "type", "description"], dtype="str")


def links(project: Project) -> pd.DataFrame:
    """One row a link between two things: guid, origin, target, name, direction."""
    with project._reading() as connection:
        table = schema.links
        chosen = ("guid", "origin", "target", "name", "direction")
        rows = connection.execute(select(*(table.c[name] for name in chosen)).order_by(table.c.id)).all()
        return pd.DataFrame(list(map(tuple, rows)), columns=list(chosen), dtype="str")


def counts(connection: Connection, column: Any, *conditions: Any) -> dict[int, int]:
    """Count codings by what stands in a column."""
    query = select(column, func.count()).where(*conditions).group_by(column)
    return {row_id: int(count) for row_id, count in connection.execute(query).all()}


def _variables(connection: Connection, key: str, ids: Sequence[int], taken: set[str]) -> dict[str, Any]:
    """Give one column a variable; one that bears the name of a column of the contract is marked as a variable."""
    values = variable_store.typed(connection, key, ids)
    names = dict.fromkeys(name for row in values.values() for name in row)
    columns: dict[str, Any] = {}
    for name in names:
        title = name
        while title in taken or title in columns:
            title = f"{title} (variable)"
        columns[title] = _column([values[row_id].get(name) for row_id in ids])
    return columns


def _column(values: list[Any]) -> Any:
    present = [value for value in values if value is not None]
    if all(isinstance(value, bool) for value in present):
        return pd.array(values, dtype="boolean")
    if all(isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63 for value in present):
        return pd.array(values, dtype="Int64")
    if all(isinstance(value, float) for value in present):
        return pd.array([np.nan if value is None else float(value) for value in values], dtype="float64")
    return pd.array([None if value is None else variable_store.as_text(value) for value in values], dtype="str")


def _first_turn() -> ScalarSelect[int]:
    """Find the first turn that ends behind the beginning of a coding."""
    turn, coding = schema.turns.alias(), schema.codings
    behind = (turn.c.source_id == coding.c.source_id) & (turn.c.end_char > coding.c.start_char)
    return select(turn.c.id).where(behind).order_by(turn.c.end_char).limit(1).correlate(coding).scalar_subquery()


def _columns(rows: Sequence[Any], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]


def _ids(connection: Connection, table: Any, names: Names) -> list[int] | None:
    if names is None:
        return None
    wanted = [names] if isinstance(names, str) else list(names)
    return [lookup.row_id(connection, table, name) for name in wanted]
