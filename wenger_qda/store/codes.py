"""Codebook edits: each one step, each undoable; a changed definition sends its older codings to be looked at again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, func, select

from wenger_qda.codebook import Codebook, ProgressTable, near_duplicates
from wenger_qda.codebook.book import Cell, fuller
from wenger_qda.errors import StoreError
from wenger_qda.model import Code, CodeSet, ImportReport, NearMiss, guid_of, now
from wenger_qda.store import lookup, notes, schema
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

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> project.add_code("in-jokes", parent="stories", definition="Funny to them alone.").name
    'In jokes'
    """
    entry = Code(id=code, name=name, **_fields(fields))
    with project._step("add code", f"code {code} added") as step:
        if code in lookup.ids(step.connection, schema.codes):
            raise StoreError(f"there is a code {code!r} already; choose another id, or edit that one")
        parent_id = _parent_id(step.connection, entry.parent)
        _add(step, entry, parent_id, _after(step.connection))
        return _stored_code(step.connection, code)


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
        new = replace(old, **_fields(fields))
        row_id = lookup.row_id(step.connection, schema.codes, code)
        step.update(schema.codes, row_id, _row(new))
        if any(getattr(old, key) != getattr(new, key) for key in MEANING):
            _look_again(step, row_id, f"the definition of {code} has changed")
        return _stored_code(step.connection, code)


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

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> coding = project.code("day-01", 0, 11, "stories")
    >>> project.merge_codes(["stories"], "repertoire")
    1
    >>> project.codings()["code"].tolist()
    ['repertoire']
    """
    codes = [codes] if isinstance(codes, str) else list(dict.fromkeys(codes))
    with project._step("merge codes", f"{', '.join(codes)} merged into {into}") as step:
        target = lookup.row(step.connection, schema.codes, into)
        if into in codes:
            raise StoreError(f"{into!r} cannot be merged into itself")
        below = {child for code in codes for child in _below(step.connection, code)}
        if into in below:
            raise StoreError(f"{into!r} lies below one of the codes to be merged into it; move it out first")
        return sum(_merge_one(step, lookup.row(step.connection, schema.codes, code), target) for code in codes)


def split_code(project: Project, code: str, guids: Iterable[str], new: str, **fields: Any) -> int:
    """Split a code: the codings named go to a new code beside it.

    Returns
    -------
    int
        How many codings moved.
    """
    wanted = list(dict.fromkeys(guids))
    with project._step("split code", f"{code} split: {new}") as step:
        row = lookup.row(step.connection, schema.codes, code)
        if new in lookup.ids(step.connection, schema.codes):
            raise StoreError(f"there is a code {new!r} already; choose another id")
        moved = [lookup.by_guid(step.connection, schema.codings, guid) for guid in wanted]
        for coding in moved:
            if coding["code_id"] != row["id"]:
                raise StoreError(f"the coding {coding['guid']} does not carry {code!r}; nothing was changed")
        entry = Code(id=new, **({"color": row["color"]} | _fields(fields)))
        parent_id = _parent_id(step.connection, entry.parent) or row["parent_id"]
        target = _add(step, entry, parent_id, row["position"] + 0.5)
        step.update_all(schema.codings, {coding["id"]: {"code_id": target} for coding in moved}, f"{code} is now {new}")
    return len(wanted)


def remove_code(project: Project, code: str) -> int:
    """Remove a code, all below it, and their codings, as one step.

    Returns
    -------
    int
        How many codings went with it.
    """
    with project._step("remove code", f"code {code} removed") as step:
        lookup.row_id(step.connection, schema.codes, code)
        ids = lookup.ids(step.connection, schema.codes)
        gone = [*reversed(_below(step.connection, code)), code]
        return sum(_remove_one(step, ids[name], name) for name in gone)


def add_code_set(project: Project, name: str, codes: Iterable[str]) -> CodeSet:
    """Make a named set of codes, across the tree; an existing one of that name gets these codes instead of its own."""
    found = CodeSet(name=name, codes=tuple(codes))
    with project._step("code set", f"set {name}: {', '.join(found.codes)}") as step:
        _merge_sets(step, (found,), lookup.ids(step.connection, schema.codes))
    return found


def ensure(step: Step, code: str) -> None:
    """Add a code that is known only from its codings, without a definition."""
    _add(step, Code(id=code), None, _after(step.connection), f"code {code} added without a definition")


def _add(step: Step, entry: Code, parent_id: int | None, position: float, what: str = "") -> int:
    """Add a code; a guid that another one has already (a code renamed since) is not given twice."""
    guid = lookup.free_guid(step.connection, schema.codes, entry.guid)
    values = _row(entry) | {"guid": guid, "parent_id": parent_id, "position": position, "created": now()}
    return step.insert(schema.codes, [values], what)[0]


def _fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Make tuples of the fields that hold lists; a single text in place of a list is a slip."""
    checked = dict(fields)
    for key in (*_LISTS, "near_misses"):
        if isinstance(checked.get(key), str):
            raise TypeError(f"{key} is a list of texts, not one text; write [{checked[key][:20]!r}]")
        if key in checked:
            checked[key] = tuple(checked[key])
    return checked


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
    return float(connection.execute(select(func.coalesce(func.max(schema.codes.c.position), 0.0))).scalar_one()) + 1.0


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
    marked = {"status": "needs_review", "review": reason}
    step.update_all(schema.codings, dict.fromkeys(_coding_ids(step.connection, code_id), marked), reason)


def _merge_codes(step: Step, codebook: Codebook, *, again: bool) -> list[tuple[str, str, str, str]]:
    known = {entry.id: entry for entry in stored(step.connection)}
    parent_of = {entry.id: entry.parent for entry in known.values()}
    ids = lookup.ids(step.connection, schema.codes)
    after = _after(step.connection)
    rows: list[tuple[str, str, str, str]] = []
    for position, entry in enumerate(codebook.codes, 1):
        old = known.get(entry.id)
        is_stub = old is not None and not _is_told(old)
        if again and not is_stub:
            gone = "was renamed or removed in the project since; add_code brings it back"
            rows.append((entry.id, "code", "skipped", "known already" if old else gone))
            continue
        if old is None:
            ids[entry.id] = _add(step, entry, ids.get(entry.parent), after + position, f"code {entry.id} added")
            parent_of[entry.id] = entry.parent
            rows.append((entry.id, "code", "read", ""))
            continue
        wanted = replace(fuller(old, entry), guid=old.guid)
        place, reason = wanted.parent, "a fuller entry replaces the one in the project"
        if place and (place not in ids or _lies_below(place, entry.id, parent_of)):
            place, reason = old.parent, f"{reason}; its place in the tree is kept"
        parent_of[entry.id] = place
        values = _row(wanted) | {"parent_id": ids.get(place)}
        if is_stub:  # it takes its place in the tree
            values["position"] = after + position
        changed = step.update(schema.codes, ids[entry.id], values, f"code {entry.id}: a fuller entry")
        if changed and any(getattr(old, key) and getattr(old, key) != getattr(wanted, key) for key in MEANING):
            _look_again(step, ids[entry.id], f"the definition of {entry.id} has changed")
        rows.append(
            (entry.id, "code", "changed", reason) if changed else (entry.id, "code", "skipped", "known already")
        )
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


def _merge_one(step: Step, row: RowMapping, target: RowMapping) -> int:
    """Let the codings, children, notes, links and mentions of one code go to another; give how many codings moved."""
    codings, (code, into) = schema.codings, (row["code"], target["code"])
    twins = {_spot(twin): twin for twin in _codings_of(step.connection, target["id"])}
    moved: dict[int, dict[str, int]] = {}
    double: list[int] = []
    for coding in _codings_of(step.connection, row["id"]):
        twin = twins.get(_spot(coding))
        if twin is None:
            moved[coding["id"]] = {"code_id": target["id"]}
            continue
        if coding["note"] and coding["note"] != twin["note"]:
            step.update(codings, twin["id"], {"note": "\n".join(filter(None, (twin["note"], coding["note"])))})
        notes.move_along(step, coding["guid"], twin["guid"])
        double.append(coding["id"])
    step.delete(codings, double, f"{into} stands there already")
    step.update_all(codings, moved, f"{code} is now {into}")
    children = step.connection.execute(select(schema.codes.c.id).where(schema.codes.c.parent_id == row["id"]))
    step.update_all(schema.codes, {child: {"parent_id": target["id"]} for child in children.scalars().all()})
    notes.move_along(step, row["guid"], target["guid"])
    _take_out_of_sets(step, row["id"])
    _rename_mentions(step, code, into)
    step.delete(schema.codes, [row["id"]], f"code {code} merged into {into}")
    return len(moved)


def _remove_one(step: Step, code_id: int, code: str) -> int:
    codings = _coding_ids(step.connection, code_id)
    hanging = lookup.guids(step.connection, schema.codings, codings)
    notes.go_along(step, [*hanging, *lookup.guids(step.connection, schema.codes, [code_id])])
    step.delete(schema.codings, codings, f"coding with {code} removed")
    _take_out_of_sets(step, code_id)
    _rename_mentions(step, code, "")
    step.delete(schema.codes, [code_id], f"code {code} removed")
    return len(codings)


def _codings_of(connection: Connection, code_id: int) -> Sequence[RowMapping]:
    codings = schema.codings
    return (
        connection.execute(select(codings).where(codings.c.code_id == code_id).order_by(codings.c.id)).mappings().all()
    )


def _spot(coding: RowMapping) -> tuple[Any, ...]:
    """Give what makes two codings of different codes double when the codes become one."""
    return (*(coding[key] for key in schema.PLACE if key != "code_id"), coding["quote"])


def _take_out_of_sets(step: Step, code_id: int) -> None:
    members = select(schema.code_set_members.c.id).where(schema.code_set_members.c.code_id == code_id)
    step.delete(schema.code_set_members, list(step.connection.execute(members).scalars()))


def _rename_mentions(step: Step, code: str, new: str) -> None:
    """Let contraries and duals name a code by its new id; by none, where it is gone."""
    for entry in stored(step.connection):
        if code in entry.contrary or code == entry.dual:
            named = dict.fromkeys(new if other == code else other for other in entry.contrary)
            contrary = tuple(other for other in named if other and other != entry.id)
            dual = entry.dual if entry.dual != code else new if new != entry.id else ""
            row_id = lookup.row_id(step.connection, schema.codes, entry.id)
            step.update(
                schema.codes, row_id, {"details": _row(replace(entry, contrary=contrary, dual=dual))["details"]}
            )


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
