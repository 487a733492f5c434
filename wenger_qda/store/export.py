"""The whole project as a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, Table, select

from wenger_qda.model import Case, CaseLink, Coder, Coding, Link, Note, ProjectData, Variable
from wenger_qda.store import codebooks, given, lookup, schema, tables, variables
from wenger_qda.store.sources import as_source

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

_FIELDS = ("guid", "source", "code", "coder", "round", "quote", "note", "stance", "status", "origin", "created")


def data(project: Project) -> ProjectData:
    """Give sources with their texts and files, codebook, codings, cases, notes, coders, variables and links.

    All of it is of one moment, whoever else is writing.
    """
    with project._reading() as connection:
        rows = connection.execute(select(schema.sources).order_by(schema.sources.c.name)).mappings().all()
        values = variables.typed(connection, "source_id", [row["id"] for row in rows])
        book = codebooks.read_codebook(connection)
        return ProjectData(
            sources=tuple(as_source(connection, row, values[row["id"]]) for row in rows),
            codebook=book if book.codes else None,
            codings=tuple(_coding(row) for row in tables.read_codings(connection).to_dict("records")),
            cases=_cases(connection),
            notes=_notes(connection),
            coders=tuple(Coder(guid=row["guid"], name=row["name"]) for row in _rows(connection, schema.coders, "name")),
            variables=tuple(
                Variable(name=row["name"], type=row["type"], description=row["description"])
                for row in _rows(connection, schema.variables, "name")
            ),
            links=tuple(
                Link(**{name: row[name] for name in ("guid", "origin", "target", "name", "direction")})
                for row in _rows(connection, schema.links, "id")
            ),
        )


def _rows(connection: Connection, table: Table, order: str) -> Sequence[RowMapping]:
    return connection.execute(select(table).order_by(table.c[order])).mappings().all()


def _notes(connection: Connection) -> tuple[Note, ...]:
    names = lookup.names(connection, schema.coders)
    return tuple(
        Note(
            guid=row["guid"], target_kind=row["target_kind"], target=row["target"], text=row["text"],
            coder=names[row["coder_id"]], created=row["created"],
        )
        for row in _rows(connection, schema.notes, "id")
    )  # fmt: skip


def _coding(row: dict[Any, Any]) -> Coding:
    fields = {name: row[name] for name in _FIELDS}
    fields |= {name: given.whole(row[name]) for name in ("start_char", "end_char")}
    fields |= {name: given.real(row[name]) for name in ("weight", "certainty")}
    return Coding(**fields)


def _cases(connection: Connection) -> tuple[Case, ...]:
    case, link, source = schema.cases, schema.case_links, schema.sources
    rows = connection.execute(select(case).order_by(case.c.name)).mappings().all()
    values = variables.typed(connection, "case_id", [row["id"] for row in rows])
    spans = connection.execute(
        select(link.c.case_id, source.c.name, link.c.start_char, link.c.end_char)
        .join(source, source.c.id == link.c.source_id)
        .order_by(source.c.name, link.c.start_char)
    ).all()
    links: dict[int, list[CaseLink]] = {}
    for case_id, name, start, end in spans:
        links.setdefault(case_id, []).append(CaseLink(source=name, start_char=start, end_char=end))
    return tuple(
        Case(
            guid=row["guid"], name=row["name"], kind=row["kind"], about=row["about"],
            links=tuple(links.get(row["id"], ())), variables=values[row["id"]],
        )
        for row in rows
    )  # fmt: skip
