"""Cases (persons, communities, sites …) and variables: what is known about them and about sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from wenger_qda.errors import StoreError
from wenger_qda.model import CaseLink, Value, Variable, new_guid
from wenger_qda.store import arrivals, lookup, schema
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project


def add_case(project: Project, name: str, kind: str = "person", *, about: str = "", **variables: Value) -> None:
    """Add a case.

    Parameters
    ----------
    name : str
        Unique in the project.
    kind : str
        ``person``, ``community``, ``site`` or a word of one's own.
    **variables
        What is known about it.
    """
    with project._step("add case", f"case {name} added") as step:
        if name in lookup.ids(step.connection, schema.cases):
            raise StoreError(f"there is a case {name!r} already; choose another name")
        case_id = step.insert(schema.cases, [{"guid": new_guid(), "name": name, "kind": kind, "about": about}])[0]
        _set(step, variables, case_id=case_id)


def link_case(
    project: Project, case: str, source: str, start_char: int | None = None, end_char: int | None = None
) -> None:
    """Say that a source, or a part of it, belongs to a case; a case may span parts of several sources."""
    place = "" if start_char is None else f" {start_char}–{end_char}"
    with project._step("link case", f"{source}{place} belongs to {case}") as step:
        case_id = lookup.row_id(step.connection, schema.cases, case)
        link = CaseLink(source=source, start_char=start_char, end_char=end_char)
        row = arrivals.link_row(lookup.Known(step.connection), case_id, link)
        links = schema.case_links
        spans = select(links.c.source_id, links.c.start_char, links.c.end_char).where(links.c.case_id == case_id)
        if (row["source_id"], start_char, end_char) not in {tuple(held) for held in step.connection.execute(spans)}:
            step.insert(links, [row])


def unlink_case(project: Project, case: str, source: str) -> int:
    """Say that nothing of a source belongs to a case any more; give how many links went."""
    with project._step("unlink case", f"{source} no longer belongs to {case}") as step:
        links = schema.case_links
        held = select(links.c.id).where(
            links.c.case_id == lookup.row_id(step.connection, schema.cases, case),
            links.c.source_id == lookup.row_id(step.connection, schema.sources, source),
        )
        ids = list(step.connection.execute(held).scalars())
        step.delete(links, ids)
        return len(ids)


def remove_case(project: Project, case: str) -> None:
    """Remove a case with its links and its values; the sources and codings stay."""
    with project._step("remove case", f"case {case} removed") as step:
        case_id = lookup.row_id(step.connection, schema.cases, case)
        for table in (schema.case_links, schema.variable_values):
            held = select(table.c.id).where(table.c.case_id == case_id)
            step.delete(table, list(step.connection.execute(held).scalars()))
        step.delete(schema.cases, [case_id])


def define_variable(project: Project, name: str, kind: str = "Text", description: str = "") -> Variable:
    """Define a variable with its type (Text, Boolean, Integer, Float, Date or DateTime)."""
    variable = Variable(name=name, type=kind, description=description)
    with project._step("define variable", f"variable {name} is {kind}") as step:
        held = lookup.ids(step.connection, schema.variables)
        values = {"name": name, "type": kind, "description": description}
        if name in held:
            step.update(schema.variables, held[name], values)
        else:
            step.insert(schema.variables, [values])
    return variable


def set_variables(project: Project, *, source: str = "", case: str = "", **values: Value) -> None:
    """Set what is known about a source or a case; None takes a value away.

    Raises
    ------
    TypeError
        If neither or both of source and case are named.
    """
    if bool(source) == bool(case):
        raise TypeError("name either a source or a case")
    with project._step("set variables", f"{source or case}: {', '.join(values)}") as step:
        table, name = (schema.sources, source) if source else (schema.cases, case)
        key = "source_id" if source else "case_id"
        _set(step, values, **{key: lookup.row_id(step.connection, table, name)})


def _set(step: Step, values: dict[str, Value], *, source_id: int | None = None, case_id: int | None = None) -> None:
    stored = schema.variable_values
    for name, value in values.items():
        kind = arrivals.type_of(value)
        target: dict[str, Any] = {"source_id": source_id, "case_id": case_id}
        target["variable_id"] = arrivals.variable_id(step.connection, name, kind)
        held = select(stored.c.id).where(
            *(stored.c[key].is_(None) if item is None else stored.c[key] == item for key, item in target.items())
        )
        row_id = step.connection.execute(held).scalar()
        if value is None:
            step.delete(stored, [] if row_id is None else [row_id])
        elif row_id is None:
            step.insert(stored, [target | {"value": arrivals.as_text(value)}])
        else:
            step.update(stored, row_id, {"value": arrivals.as_text(value)})
