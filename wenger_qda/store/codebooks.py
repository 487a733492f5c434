"""The project's codebook: taken in from outside, kept as rows, given back as a value."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, func, select

from wenger_qda.codebook import Codebook, ProgressTable, near_duplicates
from wenger_qda.codebook.book import Cell, fuller
from wenger_qda.model import Code, CodeSet, ImportReport, NearMiss, guid_of, now
from wenger_qda.store import lookup, schema
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

MEANING = ("definition", "include", "exclude")
_DETAILS = ("examples", "cues", "questions", "cite", "facets", "contrary", "dual", "speakers")
LISTS = ("examples", "cues", "questions", "contrary", "speakers")
_COLUMNS = ("guid", "name", "color", "definition", "include", "exclude", "is_codable")


def use(project: Project, codebook: Codebook) -> ImportReport:
    """Take a codebook into the project; a second one adds to the first.

    Codes with the same id are one code, and the fuller entry wins.

    Parameters
    ----------
    codebook : Codebook
        For instance ``Codebook.load("core")``.

    Returns
    -------
    ImportReport
        One row a code: read (new), changed (a fuller entry came), skipped (known already).
    """
    with project._step("use codebook", f"codebook {codebook.name or codebook.id}") as step:
        return merge_in(step, codebook)


def codebook(project: Project) -> Codebook:
    """Give the project's codebook as a value, with its sets and progress tables."""
    with project._reading() as connection:
        return read_codebook(connection)


def add_code_set(project: Project, name: str, codes: Iterable[str]) -> CodeSet:
    """Make a named set of codes, across the tree; an existing one of that name gets these codes instead of its own."""
    found = CodeSet(name=name, codes=tuple(codes))
    with project._step("code set", f"set {name}: {', '.join(found.codes)}") as step:
        _merge_sets(step, (found,), lookup.ids(step.connection, schema.codes))
    return found


def merge_in(step: Step, codebook: Codebook) -> ImportReport:
    """Merge a codebook into the project's, within a step.

    A codebook that was taken in before, letter by letter, brings nothing but what is known only from codings: what
    was edited, renamed or removed since stays so, however often a notebook is run again.
    """
    mark = _mark(codebook)
    if _was_used(step.connection, mark):
        codebook = replace(codebook, sets=(), progress_tables=())
        rows = _merge_codes(step, codebook, again=True)
    else:
        rows = _merge_codes(step, codebook, again=False)
    ids = lookup.ids(step.connection, schema.codes)
    _merge_sets(step, codebook.sets, ids)
    _merge_tables(step, codebook.progress_tables)
    if not step.is_empty:
        step.remark(f"codebook {codebook.name or codebook.id}", after={"codebook": mark})
    return ImportReport(tuple(rows))


def read_codebook(connection: Connection) -> Codebook:
    """Read the codebook of a project."""
    facts = dict(connection.execute(select(schema.project.c.key, schema.project.c.value)).all())
    tables = connection.execute(
        select(schema.progress_tables.c.content).order_by(schema.progress_tables.c.id)
    ).scalars()
    return Codebook(
        id="project",
        name=f"Codebook of {facts.get('name', 'the project')}",
        codes=tuple(stored(connection)),
        sets=_sets(connection),
        progress_tables=tuple(_table(json.loads(content)) for content in tables),
    )


def stored(connection: Connection) -> list[Code]:
    """Give the project's codes in tree order."""
    rows = (
        connection.execute(select(schema.codes).order_by(schema.codes.c.position, schema.codes.c.id)).mappings().all()
    )
    code_of = {row["id"]: row["code"] for row in rows}
    return list(Codebook(codes=tuple(as_code(row, code_of) for row in rows)).codes)


def ensure(step: Step, code: str) -> None:
    """Add a code that is known only from its codings, without a definition."""
    add_row(step, Code(id=code), None, next_position(step.connection), f"code {code} added without a definition")


def add_row(step: Step, entry: Code, parent_id: int | None, position: float, what: str = "") -> int:
    """Add a code; a guid that another one has already (a code renamed since) is not given twice."""
    guid = lookup.free_guid(step.connection, schema.codes, entry.guid)
    values = as_row(entry) | {"guid": guid, "parent_id": parent_id, "position": position, "created": now()}
    return step.insert(schema.codes, [values], what)[0]


def as_row(entry: Code) -> dict[str, Any]:
    """Give the row that a code is stored as, without its place in the tree."""
    details: dict[str, Any] = {key: getattr(entry, key) for key in _DETAILS}
    details["facets"] = dict(entry.facets)
    details["near_misses"] = [{"passage": miss.passage, "why": miss.why} for miss in entry.near_misses]
    filled = {key: value for key, value in details.items() if value}
    return {key: getattr(entry, key) for key in _COLUMNS} | {
        "code": entry.id,
        "details": json.dumps(filled, ensure_ascii=False, sort_keys=True),
    }


def as_code(row: RowMapping, code_of: Mapping[int, str]) -> Code:
    """Give the code that a row holds."""
    details = json.loads(row["details"] or "{}")
    details |= {key: tuple(details[key]) for key in LISTS if key in details}
    details["near_misses"] = tuple(NearMiss(**miss) for miss in details.get("near_misses", ()))
    fields = {key: row[key] for key in _COLUMNS}
    return Code(id=row["code"], parent=code_of.get(row["parent_id"], ""), **fields, **details)


def next_position(connection: Connection) -> float:
    """Give the position behind all others."""
    return float(connection.execute(select(func.coalesce(func.max(schema.codes.c.position), 0.0))).scalar_one()) + 1.0


def coding_ids(connection: Connection, code_id: int) -> list[int]:
    """Give the ids of a code's codings."""
    return list(connection.execute(select(schema.codings.c.id).where(schema.codings.c.code_id == code_id)).scalars())


def look_again(step: Step, code_id: int, reason: str) -> None:
    """Mark all codings of a code for review."""
    marked = {"status": "needs_review", "review": reason}
    step.update_all(schema.codings, dict.fromkeys(coding_ids(step.connection, code_id), marked), reason)


def _merge_codes(step: Step, codebook: Codebook, *, again: bool) -> list[tuple[str, str, str, str]]:
    known = {entry.id: entry for entry in stored(step.connection)}
    parent_of = {entry.id: entry.parent for entry in known.values()}
    ids = lookup.ids(step.connection, schema.codes)
    last = next_position(step.connection)
    rows: list[tuple[str, str, str, str]] = []
    for position, entry in enumerate(codebook.codes, 1):
        old = known.get(entry.id)
        is_stub = old is not None and not _is_told(old)
        if again and not is_stub:
            gone = "was renamed or removed in the project since; add_code brings it back"
            rows.append((entry.id, "code", "skipped", "known already" if old else gone))
            continue
        if old is None:
            ids[entry.id] = add_row(step, entry, ids.get(entry.parent), last + position, f"code {entry.id} added")
            parent_of[entry.id] = entry.parent
            rows.append((entry.id, "code", "read", ""))
            continue
        wanted = replace(fuller(old, entry), guid=old.guid)
        place, reason = wanted.parent, "a fuller entry replaces the one in the project"
        if place and (place not in ids or _lies_below(place, entry.id, parent_of)):
            place, reason = old.parent, f"{reason}; its place in the tree is kept"
        parent_of[entry.id] = place
        values = as_row(wanted) | {"parent_id": ids.get(place)}
        if is_stub:  # it takes its place in the tree
            values["position"] = last + position
        changed = step.update(schema.codes, ids[entry.id], values, f"code {entry.id}: a fuller entry")
        if changed and any(getattr(old, key) and getattr(old, key) != getattr(wanted, key) for key in MEANING):
            look_again(step, ids[entry.id], f"the definition of {entry.id} has changed")
        same = replace(entry, guid=old.guid, parent=old.parent) == replace(old, guid=old.guid)
        stays = "known already" if same else "another entry, less full; the project's own stays"
        rows.append((entry.id, "code", "changed", reason) if changed else (entry.id, "code", "skipped", stays))
    return rows + _nearly_the_same(known.values(), [e for e in codebook.codes if e.id not in known and not again])


def _nearly_the_same(known: Iterable[Code], fresh: list[Code]) -> list[tuple[str, str, str, str]]:
    names = {entry.name for entry in fresh}
    return [
        (one, "name", "changed", f"nearly the same name as {other!r}; are they one code?")
        for one, other in near_duplicates([entry.name for entry in (*known, *fresh)])
        if one in names or other in names
    ]


def _is_told(entry: Code) -> bool:
    """Tell whether a code says what it is, or is known only from its codings."""
    return replace(entry, guid="", parent="") != Code(id=entry.id)


def _lies_below(code: str, above: str, parent_of: Mapping[str, str]) -> bool:
    while code:
        if code == above:
            return True
        code = parent_of.get(code, "")
    return False


def _mark(codebook: Codebook) -> str:
    """Give a mark by which a codebook is known again, however its sets' guids fall out."""
    sets = tuple((item.name, item.codes) for item in codebook.sets)
    return guid_of("codebook", codebook.id, codebook.name, codebook.codes, sets, codebook.progress_tables)


def _was_used(connection: Connection, mark: str) -> bool:
    changes, steps = schema.changes, schema.steps
    used = (
        select(changes.c.number)
        .join(steps, steps.c.number == changes.c.step)
        .where(changes.c.table_name == schema.project.name, changes.c.after == json.dumps({"codebook": mark}))
        .where(steps.c.state.in_(("done", "kept")))
    )
    return connection.execute(used).first() is not None


def _merge_sets(step: Step, sets: tuple[CodeSet, ...], ids: Mapping[str, int]) -> None:
    table, members = schema.code_sets, schema.code_set_members
    for item in sets:
        for code in item.codes:
            if code not in ids:
                lookup.row(step.connection, schema.codes, code)
        set_id = lookup.ids(step.connection, table).get(item.name)
        if set_id is None:
            guid = lookup.free_guid(step.connection, table, item.guid)
            set_id = step.insert(table, [{"guid": guid, "name": item.name}])[0]
        of_set = select(members.c.code_id, members.c.id).where(members.c.set_id == set_id)
        held = dict(step.connection.execute(of_set).all())
        wanted = {ids[code] for code in item.codes}
        step.delete(members, [row_id for code_id, row_id in held.items() if code_id not in wanted])
        step.insert(members, [{"set_id": set_id, "code_id": code_id} for code_id in sorted(wanted - held.keys())])


def _sets(connection: Connection) -> tuple[CodeSet, ...]:
    table, members, codes = schema.code_sets, schema.code_set_members, schema.codes
    joined = table.outerjoin(members, members.c.set_id == table.c.id).outerjoin(codes, codes.c.id == members.c.code_id)
    rows = select(table.c.guid, table.c.name, codes.c.code).select_from(joined)
    found: dict[tuple[str, str], list[str]] = {}
    for guid, name, code in connection.execute(rows.order_by(table.c.name, codes.c.position, codes.c.id)):
        found.setdefault((guid, name), []).extend([code] if code is not None else [])
    return tuple(CodeSet(guid=guid, name=name, codes=tuple(codes)) for (guid, name), codes in found.items())


def _merge_tables(step: Step, tables: Iterable[ProgressTable]) -> None:
    known = select(schema.progress_tables.c.table_name, schema.progress_tables.c.id)
    ids = dict(step.connection.execute(known).all())
    for table in tables:
        cells = [{"mode": c.mode, "dimension": c.dimension, "questions": c.questions} for c in table.cells]
        content = {
            "id": table.id,
            "name": table.name,
            "cite": table.cite,
            "dimensions": table.dimensions,
            "cells": cells,
        }
        values = {"table_name": table.id, "name": table.name, "content": json.dumps(content, ensure_ascii=False)}
        if table.id in ids:
            step.update(schema.progress_tables, ids[table.id], values)
        else:
            step.insert(schema.progress_tables, [values])


def _table(content: dict[str, Any]) -> ProgressTable:
    cells = tuple(
        Cell(mode=c["mode"], dimension=c["dimension"], questions=tuple(c["questions"])) for c in content["cells"]
    )
    return ProgressTable(
        id=content["id"],
        name=content["name"],
        cite=content["cite"],
        dimensions=tuple(content["dimensions"]),
        cells=cells,
    )
