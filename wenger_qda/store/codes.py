"""Codebook edits: each one step, each undoable; a changed definition sends its older codings to be looked at again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, select

from wenger_qda.codebook import Codebook, ProgressTable, near_duplicates
from wenger_qda.codebook.book import Cell, fuller
from wenger_qda.errors import StoreError
from wenger_qda.model import Code, CodeSet, ImportReport, NearMiss, now
from wenger_qda.store import lookup, schema
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

MEANING = ("definition", "include", "exclude")
_DETAILS = ("examples", "cues", "questions", "cite", "facets", "contrary", "dual", "speakers")
_LISTS = ("examples", "cues", "questions", "contrary", "speakers")
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


def merge_in(step: Step, codebook: Codebook) -> ImportReport:
    """Merge a codebook into the project's, within a step."""
    known = {entry.id: entry for entry in stored(step.connection)}
    rows: list[tuple[str, str, str, str]] = []
    ids = lookup.ids(step.connection, schema.codes)
    fresh_names = []
    for position, entry in enumerate(codebook.codes):
        old = known.get(entry.id)
        if old is None:
            values = _row(entry) | {"parent_id": ids.get(entry.parent), "position": _after(step.connection) + position}
            ids[entry.id] = step.insert(schema.codes, [values | {"created": now()}], f"code {entry.id} added")[0]
            rows.append((entry.id, "code", "read", ""))
            fresh_names.append(entry.name)
            continue
        wanted = replace(fuller(old, entry), guid=old.guid)
        values = _row(wanted) | {"parent_id": ids.get(wanted.parent)}
        if not old.definition:  # a code known only from its codings takes its place in the tree
            values["position"] = _after(step.connection) + position
        changed = step.update(schema.codes, ids[entry.id], values, f"code {entry.id}: a fuller entry")
        if changed and any(getattr(old, key) and getattr(old, key) != getattr(wanted, key) for key in MEANING):
            _look_again(step, ids[entry.id], f"the definition of {entry.id} has changed")
        reason = "a fuller entry replaces the one in the project" if changed else "known already"
        rows.append((entry.id, "code", "changed" if changed else "skipped", reason))
    _merge_sets(step, codebook.sets, ids)
    _merge_tables(step, codebook.progress_tables)
    rows += [
        (one, "name", "changed", f"nearly the same name as {other!r}; are they one code?")
        for one, other in near_duplicates([entry.name for entry in known.values()] + fresh_names)
        if one in fresh_names or other in fresh_names
    ]
    return ImportReport(tuple(rows))


def stored(connection: Connection) -> list[Code]:
    """Give the project's codes in tree order."""
    rows = (
        connection.execute(select(schema.codes).order_by(schema.codes.c.position, schema.codes.c.id)).mappings().all()
    )
    code_of = {row["id"]: row["code"] for row in rows}
    return list(Codebook(codes=tuple(_code(row, code_of) for row in rows)).codes)


def codebook(project: Project) -> Codebook:
    """Give the project's codebook as a value, with its sets and progress tables."""
    with project._reading() as connection:
        return read_codebook(connection)


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


def add_code(project: Project, code: str, name: str = "", **fields: Any) -> Code:
    """Add a code of one's own.

    Parameters
    ----------
    code : str
        Its id.
    name : str
        What people read; made from the id by default.
    **fields
        Any other field of :class:`~wenger_qda.model.Code`, such as ``parent``, ``definition``, ``color``.

    Raises
    ------
    StoreError
        If there is a code of that id, or no code of the parent's.
    """
    entry = Code(id=code, name=name, **fields)
    with project._step("add code", f"code {code} added") as step:
        if code in lookup.ids(step.connection, schema.codes):
            raise StoreError(f"there is a code {code!r} already; choose another id, or edit that one")
        values = _row(entry) | {
            "parent_id": _parent_id(step.connection, entry.parent),
            "position": _after(step.connection),
        }
        step.insert(schema.codes, [values | {"created": now()}])
    return entry


def edit_code(project: Project, code: str, **fields: Any) -> Code:
    """Change what a code says; a new definition, include or exclude marks its older codings ``needs_review``.

    Parameters
    ----------
    code : str
        Its id.
    **fields
        The fields to change; not ``id`` (see :meth:`rename_code`) nor ``parent`` (see :meth:`move_code`).
    """
    wrong = {"id", "parent", "guid"} & fields.keys()
    if wrong:
        raise TypeError(f"edit_code does not change {', '.join(sorted(wrong))}; use rename_code or move_code")
    with project._step("edit code", f"code {code}: {', '.join(fields)} changed") as step:
        old = _stored_code(step.connection, code)
        new = replace(old, **fields)
        row_id = lookup.row_id(step.connection, schema.codes, code)
        step.update(schema.codes, row_id, _row(new))
        if any(getattr(old, key) != getattr(new, key) for key in MEANING):
            _look_again(step, row_id, f"the definition of {code} has changed")
    return new


def rename_code(project: Project, code: str, new: str) -> None:
    """Give a code another id; its codings follow, and so do the codes that name it as contrary or dual."""
    with project._step("rename code", f"code {code} is now {new}") as step:
        row_id = lookup.row_id(step.connection, schema.codes, code)
        if not new.strip():
            raise StoreError("a code needs an id")
        if new != code and new in lookup.ids(step.connection, schema.codes):
            raise StoreError(f"there is a code {new!r} already; merge the two with merge_codes")
        step.update(schema.codes, row_id, {"code": new})
        _rename_mentions(step, code, new)


def move_code(project: Project, code: str, parent: str = "") -> None:
    """Move a code, with all below it, under another one; without a parent, to the top."""
    with project._step("move code", f"code {code} moved {f'below {parent}' if parent else 'to the top'}") as step:
        row_id = lookup.row_id(step.connection, schema.codes, code)
        if parent and parent in {code, *_below(step.connection, code)}:
            raise StoreError(f"{code!r} cannot be moved below itself; choose a parent outside of it")
        step.update(schema.codes, row_id, {"parent_id": _parent_id(step.connection, parent)})


def merge_codes(project: Project, codes: Iterable[str], into: str) -> int:
    """Merge codes into one: codings and children go to it, and no coding is counted twice.

    Returns
    -------
    int
        How many codings moved; a coding that `into` has already at that place is taken out, its note is kept.
    """
    codes = [codes] if isinstance(codes, str) else list(codes)
    with project._step("merge codes", f"{', '.join(codes)} merged into {into}") as step:
        target = lookup.row_id(step.connection, schema.codes, into)
        if into in codes:
            raise StoreError(f"{into!r} cannot be merged into itself")
        below = {child for code in codes for child in _below(step.connection, code)}
        if into in below:
            raise StoreError(f"{into!r} lies below one of the codes to be merged into it; move it out first")
        return sum(
            _merge_one(step, lookup.row_id(step.connection, schema.codes, code), code, target, into) for code in codes
        )


def split_code(project: Project, code: str, guids: Iterable[str], new: str, **fields: Any) -> int:
    """Split a code: the codings named go to a new code beside it.

    Returns
    -------
    int
        How many codings moved.
    """
    wanted = list(guids)
    with project._step("split code", f"{code} split: {new}") as step:
        row = lookup.row(step.connection, schema.codes, code)
        if new in lookup.ids(step.connection, schema.codes):
            raise StoreError(f"there is a code {new!r} already; choose another id")
        entry = Code(id=new, **({"color": row["color"]} | fields))
        values = _row(entry) | {"parent_id": row["parent_id"], "position": row["position"] + 0.5, "created": now()}
        target = step.insert(schema.codes, [values], f"code {new} added")[0]
        for guid in wanted:
            coding = lookup.by_guid(step.connection, schema.codings, guid)
            if coding["code_id"] != row["id"]:
                raise StoreError(f"the coding {guid} does not carry {code!r}; nothing was changed")
            step.update(schema.codings, coding["id"], {"code_id": target}, f"{code} is now {new}")
    return len(wanted)


def remove_code(project: Project, code: str) -> int:
    """Remove a code, all below it, and their codings, as one step.

    Returns
    -------
    int
        How many codings went with it.
    """
    with project._step("remove code", f"code {code} removed") as step:
        ids = lookup.ids(step.connection, schema.codes)
        lookup.row_id(step.connection, schema.codes, code)
        gone = [*reversed(_below(step.connection, code)), code]
        codings = 0
        for name in gone:
            rows = _coding_ids(step.connection, ids[name])
            _take_notes_out(step, schema.codings, rows)
            step.delete(schema.codings, rows, f"coding with {name} removed")
            members = select(schema.code_set_members.c.id).where(schema.code_set_members.c.code_id == ids[name])
            step.delete(schema.code_set_members, list(step.connection.execute(members).scalars()))
            _take_notes_out(step, schema.codes, [ids[name]])
            step.delete(schema.codes, [ids[name]], f"code {name} removed")
            codings += len(rows)
    return codings


def add_code_set(project: Project, name: str, codes: Iterable[str]) -> CodeSet:
    """Make a named set of codes, across the tree; an existing one of that name gets these codes instead of its own."""
    found = CodeSet(name=name, codes=tuple(codes))
    with project._step("code set", f"set {name}: {', '.join(found.codes)}") as step:
        _merge_sets(step, (found,), lookup.ids(step.connection, schema.codes))
    return found


def ensure(step: Step, code: str) -> int:
    """Give the id of a code, adding it without a definition where it is not known."""
    found = step.connection.execute(select(schema.codes.c.id).where(schema.codes.c.code == code)).scalar()
    if found is not None:
        return int(found)
    values = _row(Code(id=code)) | {"parent_id": None, "position": _after(step.connection), "created": now()}
    return step.insert(schema.codes, [values], f"code {code} added without a definition")[0]


def _row(entry: Code) -> dict[str, Any]:
    details: dict[str, Any] = {key: getattr(entry, key) for key in _DETAILS}
    details["facets"] = dict(entry.facets)
    details["near_misses"] = [{"passage": miss.passage, "why": miss.why} for miss in entry.near_misses]
    filled = {key: value for key, value in details.items() if value}
    return {key: getattr(entry, key) for key in _COLUMNS} | {
        "code": entry.id,
        "details": json.dumps(filled, ensure_ascii=False, sort_keys=True),
    }


def _code(row: RowMapping, code_of: Mapping[int, str]) -> Code:
    details = json.loads(row["details"] or "{}")
    details |= {key: tuple(details[key]) for key in _LISTS if key in details}
    details["near_misses"] = tuple(NearMiss(**miss) for miss in details.get("near_misses", ()))
    fields = {key: row[key] for key in _COLUMNS}
    return Code(id=row["code"], parent=code_of.get(row["parent_id"], ""), **fields, **details)


def _stored_code(connection: Connection, code: str) -> Code:
    row = lookup.row(connection, schema.codes, code)
    return _code(row, lookup.names(connection, schema.codes))


def _parent_id(connection: Connection, parent: str) -> int | None:
    return lookup.row_id(connection, schema.codes, parent) if parent else None


def _after(connection: Connection) -> float:
    last = connection.execute(
        select(schema.codes.c.position).order_by(schema.codes.c.position.desc()).limit(1)
    ).scalar()
    return (last or 0.0) + 1.0


def _below(connection: Connection, code: str) -> list[str]:
    """Give all codes below one, parents before children."""
    book = Codebook(codes=tuple(stored(connection)))
    found: list[str] = []
    for entry in book:
        if entry.parent == code or entry.parent in found:
            found.append(entry.id)
    return found


def _coding_ids(connection: Connection, code_id: int) -> list[int]:
    return list(connection.execute(select(schema.codings.c.id).where(schema.codings.c.code_id == code_id)).scalars())


def _look_again(step: Step, code_id: int, reason: str) -> None:
    for row_id in _coding_ids(step.connection, code_id):
        step.update(schema.codings, row_id, {"status": "needs_review", "review": reason}, reason)


def _merge_one(step: Step, code_id: int, code: str, target: int, into: str) -> int:
    codings = schema.codings
    moved = 0
    for row in step.connection.execute(select(codings).where(codings.c.code_id == code_id)).mappings().all():
        twin = (
            step.connection.execute(select(codings).where(codings.c.code_id == target, *_same_place(row)))
            .mappings()
            .first()
        )
        if twin is None:
            step.update(codings, row["id"], {"code_id": target}, f"{code} is now {into}")
            moved += 1
            continue
        if row["note"] and row["note"] != twin["note"]:
            step.update(codings, twin["id"], {"note": "\n".join(filter(None, (twin["note"], row["note"])))})
        _move_notes(step, row["guid"], twin["guid"])
        step.delete(codings, [row["id"]], f"{into} stands there already")
    children = select(schema.codes.c.id).where(schema.codes.c.parent_id == code_id)
    for child in step.connection.execute(children).scalars().all():
        step.update(schema.codes, child, {"parent_id": target})
    _move_notes(step, _guid(step, schema.codes, code_id), _guid(step, schema.codes, target))
    members = select(schema.code_set_members.c.id).where(schema.code_set_members.c.code_id == code_id)
    step.delete(schema.code_set_members, list(step.connection.execute(members).scalars()))
    step.delete(schema.codes, [code_id], f"code {code} merged into {into}")
    return moved


def _same_place(row: RowMapping) -> list[Any]:
    codings = schema.codings
    same = [codings.c[key] == row[key] for key in ("source_id", "coder_id", "round")]
    spans = [
        codings.c[key].is_(None) if row[key] is None else codings.c[key] == row[key]
        for key in ("start_char", "end_char")
    ]
    return same + spans


def _guid(step: Step, table: Any, row_id: int) -> str:
    return str(step.connection.execute(select(table.c.guid).where(table.c.id == row_id)).scalar_one())


def _move_notes(step: Step, guid: str, to: str) -> None:
    for row_id in (
        step.connection.execute(select(schema.notes.c.id).where(schema.notes.c.target == guid)).scalars().all()
    ):
        step.update(schema.notes, row_id, {"target": to})


def _take_notes_out(step: Step, table: Any, row_ids: list[int]) -> None:
    """Notes on a thing go with it, in the same step."""
    for row_id in row_ids:
        noted = select(schema.notes.c.id).where(schema.notes.c.target == _guid(step, table, row_id))
        step.delete(schema.notes, list(step.connection.execute(noted).scalars()))


def _rename_mentions(step: Step, code: str, new: str) -> None:
    for entry in stored(step.connection):
        if code in entry.contrary or code == entry.dual:
            contrary = tuple(new if other == code else other for other in entry.contrary)
            changed = replace(entry, contrary=contrary, dual=new if entry.dual == code else entry.dual)
            step.update(
                schema.codes,
                lookup.row_id(step.connection, schema.codes, entry.id),
                {"details": _row(changed)["details"]},
            )


def _merge_sets(step: Step, sets: tuple[CodeSet, ...], ids: Mapping[str, int]) -> None:
    for item in sets:
        known = lookup.ids(step.connection, schema.code_sets)
        if item.name in known:
            set_id = known[item.name]
        else:
            set_id = step.insert(schema.code_sets, [{"guid": item.guid, "name": item.name}])[0]
        members = schema.code_set_members
        held = dict(
            step.connection.execute(select(members.c.code_id, members.c.id).where(members.c.set_id == set_id)).all()
        )
        for code in item.codes:
            if code not in ids:
                lookup.row(step.connection, schema.codes, code)
        wanted = {ids[code] for code in item.codes}
        step.delete(members, [row_id for code_id, row_id in held.items() if code_id not in wanted])
        step.insert(members, [{"set_id": set_id, "code_id": code_id} for code_id in sorted(wanted - held.keys())])


def _sets(connection: Connection) -> tuple[CodeSet, ...]:
    members = (
        select(schema.code_sets.c.guid, schema.code_sets.c.name, schema.codes.c.code)
        .join(schema.code_set_members, schema.code_set_members.c.set_id == schema.code_sets.c.id)
        .join(schema.codes, schema.codes.c.id == schema.code_set_members.c.code_id)
        .order_by(schema.code_sets.c.name, schema.codes.c.position)
    )
    found: dict[tuple[str, str], list[str]] = {}
    for guid, name, code in connection.execute(members):
        found.setdefault((guid, name), []).append(code)
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
