"""What comes with the sources of an import: codebook, codings, cases, variables, notes, links, coders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from wenger_qda.errors import StoreError
from wenger_qda.model import Case, CaseLink, Coding, Note, ProjectData, Value, new_guid
from wenger_qda.store import codes, lookup, schema
from wenger_qda.store.coding import as_row, cut
from wenger_qda.store.journal import Step

Row = tuple[str, str, str, str]
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")
_WIDER = {frozenset({"Integer", "Float"}): "Float"}


def add_rest(step: Step, data: ProjectData, names: Mapping[str, str]) -> list[Row]:
    """Store all of an import but its sources; `names` says what each source is called in the project."""
    for coder in data.coders:
        lookup.coder_id(step.connection, coder.name)
    rows = list(codes.merge_in(step, data.codebook).rows) if data.codebook else []
    rows += _add_codings(step, [replace(c, source=names.get(c.source, c.source)) for c in data.codings])
    rows += [row for case in data.cases for row in _add_case(step, _renamed(case, names))]
    rows += _add_notes(step, data.notes)
    _add_links(step, data)
    for variable in data.variables:
        variable_id(step.connection, variable.name, variable.type, variable.description)
    return rows


def set_values(
    connection: Connection, values: Mapping[str, Value], *, source_id: int | None = None, case_id: int | None = None
) -> None:
    """Store what is known about a source or a case."""
    stored = schema.variable_values
    for name, value in values.items():
        if value is None or value == "":
            continue
        target = {
            "variable_id": variable_id(connection, name, type_of(value)),
            "source_id": source_id,
            "case_id": case_id,
        }
        held = connection.execute(select(stored.c.id).where(*_same(stored, target))).scalar()
        if held is None:
            connection.execute(insert(stored).values(**target, value=as_text(value)))
        else:
            connection.execute(update(stored).where(stored.c.id == held).values(value=as_text(value)))


def variable_id(connection: Connection, name: str, kind: str, description: str = "") -> int:
    """Give the id of a variable; its type grows wider where a value does not fit the one it has."""
    variables = schema.variables
    held = connection.execute(select(variables).where(variables.c.name == name)).mappings().first()
    if held is None:
        row = insert(variables).values(name=name, type=kind, description=description).returning(variables.c.id)
        return int(connection.execute(row).scalar_one())
    if held["type"] != kind:
        wider = _WIDER.get(frozenset({held["type"], kind}), "Text")
        connection.execute(update(variables).where(variables.c.id == held["id"]).values(type=wider))
    return int(held["id"])


def type_of(value: Value) -> str:
    """Give the REFI-QDA type of a value.

    Examples
    --------
    >>> type_of(True), type_of(3), type_of(0.5), type_of("2024-03-18"), type_of("blue")
    ('Boolean', 'Integer', 'Float', 'Date', 'Text')
    """
    if isinstance(value, bool):
        return "Boolean"
    if isinstance(value, int):
        return "Integer"
    if isinstance(value, float):
        return "Float"
    return "Date" if _DATE.match(str(value)) else "Text"


def as_text(value: Value) -> str:
    """Give the text a value is stored as."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_value(text: str, kind: str) -> Value:
    """Give the value that a stored text stands for; the text itself where it does not fit its type."""
    try:
        if kind == "Integer":
            return int(text)
        if kind == "Float":
            return float(text)
    except ValueError:
        return text
    return text == "true" if kind == "Boolean" else text


def link_row(known: lookup.Known, case_id: int, link: CaseLink) -> dict[str, Any]:
    """Give the row a case link is stored as."""
    source = known.source(link.source)
    return {
        "case_id": case_id,
        "source_id": source["id"],
        "start_char": link.start_char,
        "end_char": link.end_char,
        "quote": cut(source, link.start_char, link.end_char),
        "status": "ok",
        "text_sha256": source["sha256"],
    }


def forget_source(connection: Connection, row: RowMapping) -> None:
    """Take out a source, all that hangs on it, and what the log tells of its words."""
    source_id = row["id"]
    codings = connection.execute(
        select(schema.codings.c.id, schema.codings.c.guid).where(schema.codings.c.source_id == source_id)
    ).all()
    changes = schema.changes
    for table, ids in (("codings", [row_id for row_id, _ in codings]), ("sources", [source_id])):
        touched = (changes.c.table_name == table) & changes.c.row_id.in_(ids)
        steps = set(connection.execute(select(changes.c.step).where(touched)).scalars())
        connection.execute(
            update(schema.steps).where(schema.steps.c.number.in_(steps)).values(state="kept", what="(withdrawn)")
        )
        connection.execute(
            update(changes).where(changes.c.step.in_(steps)).values(before="", after="", what="(withdrawn)")
        )
    guids = [row["guid"], *(guid for _, guid in codings)]
    connection.execute(delete(schema.notes).where(schema.notes.c.target.in_(guids)))
    connection.execute(delete(schema.links).where(schema.links.c.origin.in_(guids) | schema.links.c.target.in_(guids)))
    for hung in (schema.codings, schema.case_links, schema.assignments, schema.variable_values, schema.turns):
        connection.execute(delete(hung).where(hung.c.source_id == source_id))
    connection.execute(delete(schema.sources).where(schema.sources.c.id == source_id))
    used = select(schema.sources.c.original).where(schema.sources.c.original == row["original"])
    if connection.execute(used).first() is None:
        connection.execute(delete(schema.originals).where(schema.originals.c.sha256 == row["original"]))


def _add_codings(step: Step, codings: Sequence[Coding]) -> list[Row]:
    known, rows = lookup.Known(step.connection), []
    held_guids, held_places = _held(step.connection) if codings else (set(), set())
    fresh: list[dict[str, Any]] = []
    before = set(lookup.ids(step.connection, schema.codes)) if codings else set()
    for coding in codings:
        item = f"{coding.code} on {coding.source}"
        try:
            known.source(coding.source)
            codes.ensure(step, coding.code)
            row = as_row(known, coding)
        except StoreError as error:
            rows.append((item, "coding", "skipped", str(error)))
            continue
        if coding.quote and _squeezed(coding.quote) != _squeezed(row["quote"]):
            rows.append((item, "coding", "skipped", f"its quote “{coding.quote[:60]}” does not stand at its offsets"))
            continue
        place = tuple(row[key] for key in _PLACE)
        if coding.guid in held_guids or place in held_places:
            rows.append((item, "coding", "skipped", "is in the project already"))
            continue
        held_guids.add(coding.guid)
        held_places.add(place)
        fresh.append(row)
        rows.append((item, "coding", "read", ""))
    step.insert(schema.codings, fresh, "imported coding")
    stubs = sorted({coding.code for coding in codings} - before)
    known_now = lookup.ids(step.connection, schema.codes)
    rows += [
        (code, "code", "changed", "is in no codebook yet; added without a definition")
        for code in stubs
        if code in known_now
    ]
    return rows


_PLACE = ("source_id", "code_id", "coder_id", "round", "start_char", "end_char")


def _held(connection: Connection) -> tuple[set[str], set[tuple[Any, ...]]]:
    rows = connection.execute(select(schema.codings.c.guid, *(schema.codings.c[key] for key in _PLACE))).all()
    return {row[0] for row in rows}, {tuple(row[1:]) for row in rows}


def _squeezed(quote: str) -> str:
    return " ".join(quote.split())


def _renamed(case: Case, names: Mapping[str, str]) -> Case:
    return replace(case, links=tuple(replace(link, source=names.get(link.source, link.source)) for link in case.links))


def _add_case(step: Step, case: Case) -> list[Row]:
    cases, links = schema.cases, schema.case_links
    held = step.connection.execute(select(cases).where(cases.c.name == case.name)).mappings().first()
    if held is None:
        guids = set(step.connection.execute(select(cases.c.guid)).scalars())
        guid = new_guid() if case.guid in guids else case.guid
        values = {"guid": guid, "name": case.name, "kind": case.kind, "about": case.about}
        case_id = step.insert(cases, [values], f"case {case.name} added")[0]
    else:
        case_id = held["id"]
    set_values(step.connection, case.variables, case_id=case_id)
    known, rows, fresh = lookup.Known(step.connection), [], []
    spans = select(links.c.source_id, links.c.start_char, links.c.end_char).where(links.c.case_id == case_id)
    there = {tuple(row) for row in step.connection.execute(spans)}
    for link in case.links:
        try:
            row = link_row(known, case_id, link)
        except StoreError as error:
            rows.append((f"{case.name} in {link.source}", "case link", "skipped", str(error)))
            continue
        if (place := (row["source_id"], row["start_char"], row["end_char"])) not in there:
            there.add(place)
            fresh.append(row)
    step.insert(links, fresh, f"case {case.name} linked")
    status = "read" if held is None else "changed" if fresh else "skipped"
    reason = {"read": "", "changed": f"{len(fresh)} links added", "skipped": "is in the project already"}[status]
    return [(case.name, "case", status, reason), *rows]


def _add_notes(step: Step, notes: Iterable[Note]) -> list[Row]:
    held = set(step.connection.execute(select(schema.notes.c.guid)).scalars())
    fresh = [note for note in notes if note.guid not in held]
    values = [
        {
            "guid": note.guid, "target_kind": note.target_kind, "target": note.target, "text": note.text,
            "coder_id": lookup.coder_id(step.connection, note.coder), "created": note.created,
        }
        for note in fresh
    ]  # fmt: skip
    step.insert(schema.notes, values, "imported note")
    return [(note.text[:40], "note", "read", "") for note in fresh]


def _add_links(step: Step, data: ProjectData) -> None:
    held = set(step.connection.execute(select(schema.links.c.guid)).scalars())
    coder = data.coders[0].name if data.coders else "unknown"
    fresh = [link for link in data.links if link.guid not in held]
    step.insert(
        schema.links,
        [
            {
                "guid": link.guid, "origin": link.origin, "target": link.target, "name": link.name,
                "direction": link.direction, "coder_id": lookup.coder_id(step.connection, coder),
            }
            for link in fresh
        ],
        "imported link",
    )  # fmt: skip


def _same(table: Any, values: Mapping[str, Any]) -> list[Any]:
    return [table.c[key].is_(None) if value is None else table.c[key] == value for key, value in values.items()]
