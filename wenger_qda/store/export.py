"""The whole project as a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Connection, select

from wenger_qda.model import Case, CaseLink, Coder, Coding, Link, Note, ProjectData, Variable
from wenger_qda.store import codes, schema, tables
from wenger_qda.store.sources import as_source

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

_FIELDS = ("guid", "source", "code", "coder", "round", "quote", "note", "stance", "status", "origin", "created")


def data(project: Project) -> ProjectData:
    """Give sources with their texts and files, codebook, codings, cases, notes, coders, variables and links."""
    codings = tables.codings(project)
    with project._reading() as connection:
        rows = connection.execute(select(schema.sources).order_by(schema.sources.c.name)).mappings().all()
        values = tables.typed_values(connection, "source_id", [row["id"] for row in rows])
        found = tuple(as_source(connection, row, values[row["id"]]) for row in rows)
        book = codes.read_codebook(connection)
        coders = connection.execute(select(schema.coders).order_by(schema.coders.c.name)).mappings().all()
        cases = _cases(connection)
        variables = connection.execute(select(schema.variables).order_by(schema.variables.c.name)).mappings().all()
    return ProjectData(
        sources=found,
        codebook=book if book.codes else None,
        codings=tuple(_coding(row) for row in codings.to_dict("records")),
        cases=cases,
        notes=tuple(
            Note(**{str(key): value for key, value in row.items()}) for row in tables.notes(project).to_dict("records")
        ),
        coders=tuple(Coder(guid=row["guid"], name=row["name"]) for row in coders),
        variables=tuple(Variable(name=v["name"], type=v["type"], description=v["description"]) for v in variables),
        links=tuple(
            Link(**{str(key): value for key, value in row.items()}) for row in tables.links(project).to_dict("records")
        ),
    )


def _coding(row: dict[Any, Any]) -> Coding:
    fields = {name: row[name] for name in _FIELDS}
    for name in ("start_char", "end_char"):
        fields[name] = None if row[name] is pd.NA else int(row[name])
    for name in ("weight", "certainty"):
        fields[name] = None if row[name] != row[name] else float(row[name])
    return Coding(**fields)


def _cases(connection: Connection) -> tuple[Case, ...]:
    case, link, source = schema.cases, schema.case_links, schema.sources
    rows = connection.execute(select(case).order_by(case.c.name)).mappings().all()
    values = tables.typed_values(connection, "case_id", [row["id"] for row in rows])
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
