"""Codebook edits: each one step, each undoable; a changed definition sends its older codings to be looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, select

from wenger_qda.codebook import Codebook
from wenger_qda.errors import StoreError
from wenger_qda.model import Code
from wenger_qda.store import codebooks, lookup, notes, schema
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project


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
        codebooks.add_row(step, entry, parent_id, codebooks.next_position(step.connection))
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
        step.update(schema.codes, row_id, codebooks.as_row(new))
        if any(getattr(old, key) != getattr(new, key) for key in codebooks.MEANING):
            codebooks.look_again(step, row_id, f"the definition of {code} has changed")
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
        target = codebooks.add_row(step, entry, parent_id, row["position"] + 0.5)
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


def _fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Make tuples of the fields that hold lists; a single text in place of a list is a slip."""
    checked = dict(fields)
    for key in (*codebooks.LISTS, "near_misses"):
        if isinstance(checked.get(key), str):
            raise TypeError(f"{key} is a list of texts, not one text; write [{checked[key][:20]!r}]")
        if key in checked:
            checked[key] = tuple(checked[key])
    return checked


def _stored_code(connection: Connection, code: str) -> Code:
    row = lookup.row(connection, schema.codes, code)
    return codebooks.as_code(row, lookup.names(connection, schema.codes))


def _parent_id(connection: Connection, parent: str) -> int | None:
    return lookup.row_id(connection, schema.codes, parent) if parent else None


def _below(connection: Connection, code: str) -> list[str]:
    """Give all codes below one, parents before children."""
    book = Codebook(codes=tuple(codebooks.stored(connection)))
    found: list[str] = []
    for entry in book:
        if entry.parent == code or entry.parent in found:
            found.append(entry.id)
    return found


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
    codings = codebooks.coding_ids(step.connection, code_id)
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
    for entry in codebooks.stored(step.connection):
        if code in entry.contrary or code == entry.dual:
            named = dict.fromkeys(new if other == code else other for other in entry.contrary)
            contrary = tuple(other for other in named if other and other != entry.id)
            dual = entry.dual if entry.dual != code else new if new != entry.id else ""
            row_id = lookup.row_id(step.connection, schema.codes, entry.id)
            step.update(
                schema.codes,
                row_id,
                {"details": codebooks.as_row(replace(entry, contrary=contrary, dual=dual))["details"]},
            )
