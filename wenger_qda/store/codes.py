"""Codebook edits: each one step, each undoable; a changed definition sends its older codings to be looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, select

from wenger_qda.codebook import Codebook
from wenger_qda.errors import StoreError
from wenger_qda.model import CONSENSUS, Code
from wenger_qda.store import codebooks, decisions, lookup, notes, schema, suggestions
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project


def add_code(project: Project, code: str, name: str = "", *, after: str = "", **fields: Any) -> Code:
    """Add a code of one's own.

    Parameters
    ----------
    code : str
        Its id.
    name : str
        What people read; made from the id by default.
    after : str
        Id of a code that it is to stand right behind, with the same parent; by default it is the last.
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
        parent_id, position = _place(step, entry.parent, after=after)
        codebooks.add_row(step, entry, parent_id, position)
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


def move_code(
    project: Project, code: str | Iterable[str], parent: str = "", *, before: str = "", after: str = ""
) -> None:
    """Move a code, with all below it, under another one, as the last there; without a parent, to the top.

    Parameters
    ----------
    code : str or iterable of str
        Its id; several codes are moved in this order, as one step. One that lies below another of them goes with it.
    parent : str
        Id.
    before, after : str
        Id of a code that it is to stand right before or right behind, under the same parent; then `parent` is left out.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> project.move_code("community-maintenance", before="repertoire")
    >>> print(project.codebook().tree())
    community-maintenance
    repertoire
      stories
    """
    if bool(parent) + bool(before) + bool(after) > 1:
        raise TypeError("move_code takes a parent, or the code to stand before, or the one to stand after; not several")
    codes = [code] if isinstance(code, str) else list(dict.fromkeys(code))
    what = f"{_named(codes)} moved {_whither(parent, before, after)}"
    with project._step("move code", what) as step:
        moved = _uppermost(step.connection, codes)
        for one in moved if before or not after else reversed(moved):
            row = lookup.row(step.connection, schema.codes, one)
            if {parent, before, after} & {one, *_below(step.connection, one)}:
                raise StoreError(f"{one!r} cannot be moved below itself; choose a parent outside of it")
            parent_id, position = _place(step, parent, before=before, after=after, moved=row)
            step.update(schema.codes, row["id"], {"parent_id": parent_id, "position": position})


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
        moved = sum(_merge_one(step, lookup.row(step.connection, schema.codes, code), target) for code in codes)
        if moved and not target["is_codable"]:
            raise StoreError(
                f"{into!r} is a heading, and codings would come to it; merge into one of the codes below it"
            )
        return moved


def split_code(project: Project, code: str, guids: Iterable[str], new: str, **fields: Any) -> int:
    """Split a code: the codings named go to a new code beside it.

    Returns
    -------
    int
        How many codings moved.

    Raises
    ------
    StoreError
        If a coding does not carry the code, or is what the team settled on, or there is such a new code already.
    """
    wanted = list(dict.fromkeys(guids))
    with project._step("split code", f"{code} split: {new}") as step:
        row = lookup.row(step.connection, schema.codes, code)
        if new in lookup.ids(step.connection, schema.codes):
            raise StoreError(f"there is a code {new!r} already; choose another id")
        moved = [lookup.by_guid(step.connection, schema.codings, guid) for guid in wanted]
        coders = lookup.names(step.connection, schema.coders)
        for coding in moved:
            if coders[coding["coder_id"]] == CONSENSUS:
                raise StoreError(
                    "what the team settled on stays with its code; decide its passage anew (qda.Reconcile, "
                    "project.decide), and leave its codings out here"
                )
            if coding["code_id"] != row["id"]:
                raise StoreError(f"the coding {coding['guid']} does not carry {code!r}; nothing was changed")
        entry = Code(id=new, **({"color": row["color"]} | _fields(fields)))
        parent_id = _parent_id(step.connection, entry.parent) or row["parent_id"]
        target = codebooks.add_row(step, entry, parent_id, row["position"] + 0.5)
        step.update_all(schema.codings, {coding["id"]: {"code_id": target} for coding in moved}, f"{code} is now {new}")
    return len(wanted)


def remove_code(project: Project, code: str | Iterable[str]) -> int:
    """Remove a code or several, all below them, and their codings, as one step.

    Returns
    -------
    int
        How many codings went along.
    """
    codes = [code] if isinstance(code, str) else list(dict.fromkeys(code))
    with project._step("remove code", f"{_named(codes)} removed") as step:
        ids = lookup.ids(step.connection, schema.codes)
        gone = [
            name
            for one in _uppermost(step.connection, codes)
            for name in (*reversed(_below(step.connection, one)), one)
        ]
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


def _named(codes: Sequence[str]) -> str:
    return f"{'code' if len(codes) == 1 else 'codes'} {', '.join(codes)}"


def _uppermost(connection: Connection, codes: Iterable[str]) -> list[str]:
    """Give those of some codes that lie below no other of them, by the ids that the project knows them by."""
    known = [str(lookup.row(connection, schema.codes, code)["code"]) for code in codes]
    below = {child for code in known for child in _below(connection, code)}
    return [code for code in known if code not in below]


def _whither(parent: str, before: str, after: str) -> str:
    if before or after:
        return f"before {before}" if before else f"behind {after}"
    return f"below {parent}" if parent else "to the top"


def _place(
    step: Step, parent: str, *, before: str = "", after: str = "", moved: RowMapping | None = None
) -> tuple[int | None, float]:
    """Find where a code comes to stand: the id of its parent, and a position between its neighbours there."""
    codes, beside = schema.codes, before or after
    parent_id = _parent_id(step.connection, parent)
    if beside:
        neighbour = lookup.row(step.connection, codes, beside)
        if parent and parent_id != neighbour["parent_id"]:
            raise StoreError(f"{beside!r} does not lie right below {parent!r}; leave the parent out")
        parent_id = neighbour["parent_id"]
    there = select(codes.c.id, codes.c.code, codes.c.position).where(codes.c.parent_id.is_not_distinct_from(parent_id))
    ordered = there.order_by(codes.c.position, codes.c.id)
    others = [row for row in step.connection.execute(ordered) if moved is None or row.id != moved["id"]]
    last = codebooks.next_position(step.connection)
    place = [row.code for row in others].index(neighbour["code"]) + bool(after) if beside else len(others)
    low = others[place - 1].position if place else min([row.position for row in others], default=last) - 2
    high = others[place].position if place < len(others) else last + 1
    stays = moved is not None and moved["parent_id"] == parent_id and low < moved["position"] < high
    if stays and moved is not None:
        return parent_id, moved["position"]
    if low < (low + high) / 2 < high:
        return parent_id, (low + high) / 2
    # Nothing fits between the two: all that stand behind move on.
    step.update_all(codes, {row.id: {"position": row.position + 2} for row in others[place:]})
    return parent_id, low + 1


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
    double: list[RowMapping] = []
    taken_in: dict[str, str] = {}
    for coding in _codings_of(step.connection, row["id"]):
        twin = twins.get(_spot(coding))
        if twin is None:
            moved[coding["id"]] = {"code_id": target["id"]}
            continue
        if coding["note"] and coding["note"] != twin["note"]:
            step.update(codings, twin["id"], {"note": "\n".join(filter(None, (twin["note"], coding["note"])))})
        notes.move_along(step, coding["guid"], twin["guid"])
        double.append(coding)
        taken_in[coding["guid"]] = twin["guid"]
    step.delete(codings, [coding["id"] for coding in double], f"{into} stands there already")
    step.update_all(codings, moved, f"{code} is now {into}")
    decisions.move_along(step, row["id"], target["id"], taken_in)
    suggestions.move_along(step, row["id"], target["id"])
    children = step.connection.execute(select(schema.codes.c.id).where(schema.codes.c.parent_id == row["id"]))
    step.update_all(schema.codes, {child: {"parent_id": target["id"]} for child in children.scalars().all()})
    notes.move_along(step, row["guid"], target["guid"])
    _take_out_of_sets(step, row["id"])
    _rename_mentions(step, code, into)
    step.delete(schema.codes, [row["id"]], f"code {code} merged into {into}")
    return len(moved)


def _remove_one(step: Step, code_id: int, code: str) -> int:
    codings = codebooks.coding_ids(step.connection, code_id)
    gone = lookup.guids(step.connection, schema.codings, codings)
    notes.go_along(step, [*gone, *lookup.guids(step.connection, schema.codes, [code_id])])
    step.delete(schema.codings, codings, f"coding with {code} removed")
    decisions.go_along(step, code_id, gone)
    suggestions.go_along(step, code_id)
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
