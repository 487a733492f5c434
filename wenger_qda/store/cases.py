"""Cases (persons, communities, sites …) and variables: what is known about them and about sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from wenger_qda.errors import StoreError
from wenger_qda.model import CaseLink, Value, Variable, new_guid
from wenger_qda.store import coding, given, lookup, notes, schema, variables
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project


def add_case(project: Project, name: str, kind: str = "person", *, about: str = "", **values: Value) -> None:
    """Add a case.

    Parameters
    ----------
    name : str
        Unique in the project.
    kind : str
        ``person``, ``community``, ``site`` or a word of one's own.
    about : str
        What it is.
    **values
        What is known about it, by the names of variables.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> project.add_case("Dora", years=7)
    >>> project.link_case("Dora", "day-01", 0, 30)
    >>> project.cases()[["case", "source", "end_char", "years"]].values.tolist()
    [['Dora', 'day-01', 30, 7]]
    """
    if not name.strip():
        raise StoreError("a case needs a name")
    with project._step("add case", f"case {name} added") as step:
        if name in lookup.ids(step.connection, schema.cases):
            raise StoreError(f"there is a case {name!r} already; choose another name")
        case_id = step.insert(schema.cases, [{"guid": new_guid(), "name": name, "kind": kind, "about": about}])[0]
        variables.expect_fitting(step.connection, values)
        variables.set_values(step, "case_id", {case_id: values})


def link_case(
    project: Project, case: str, source: str, start_char: int | None = None, end_char: int | None = None
) -> None:
    """Say that a source, or a part of it, belongs to a case; a case may span parts of several sources.

    Raises
    ------
    StoreError
        If the case or the source is not known, or the span lies outside the text.
    """
    start, end = given.whole(start_char), given.whole(end_char)
    place = "" if start is None else f" {start}–{end}"
    with project._step("link case", f"{source}{place} belongs to {case}") as step:
        case_id = lookup.row_id(step.connection, schema.cases, case)
        row = link_row(lookup.Known(step.connection), case_id, CaseLink(source=source, start_char=start, end_char=end))
        if (row["source_id"], start, end) not in linked(step, case_id):
            step.insert(schema.case_links, [row])


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
    """Remove a case with its links, its values and the notes on it; the sources and codings stay."""
    with project._step("remove case", f"case {case} removed") as step:
        row = lookup.row(step.connection, schema.cases, case)
        notes.go_along(step, [row["guid"]])
        for table in (schema.case_links, schema.variable_values):
            held = select(table.c.id).where(table.c.case_id == row["id"])
            step.delete(table, list(step.connection.execute(held).scalars()))
        step.delete(schema.cases, [row["id"]])


def define_variable(project: Project, name: str, kind: str = "Text", description: str = "") -> Variable:
    """Define a variable with its type (Text, Boolean, Integer, Float, Date or DateTime)."""
    if not name.strip():
        raise StoreError("a variable needs a name")
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

    A variable that is not known yet gets the type of its first value; Integer grows to Float and Date to DateTime
    where a value needs it.

    Raises
    ------
    StoreError
        If a value does not fit the type that a variable has.
    TypeError
        If neither or both of source and case are named.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> project.set_variables(source="day-01", site="north", heads=12)
    >>> project.sources()[["site", "heads"]].values.tolist()
    [['north', 12]]
    """
    if bool(source) == bool(case):
        raise TypeError("name either a source or a case")
    with project._step("set variables", f"{source or case}: {', '.join(values)}") as step:
        table, name = (schema.sources, source) if source else (schema.cases, case)
        key = "source_id" if source else "case_id"
        variables.expect_fitting(step.connection, values)
        variables.set_values(step, key, {lookup.row_id(step.connection, table, name): values})


def link_row(known: lookup.Known, case_id: int, link: CaseLink) -> dict[str, Any]:
    """Give the row a case link is stored as."""
    source = known.source(link.source)
    if (link.start_char is None) != (link.end_char is None):
        raise ValueError("a part of a source has both offsets; leave both out for the whole source")
    return {
        "case_id": case_id,
        "source_id": source["id"],
        "start_char": link.start_char,
        "end_char": link.end_char,
        "quote": coding.cut(source, link.start_char, link.end_char),
        "status": "ok",
        "text_sha256": source["sha256"],
    }


def linked(step: Step, case_id: int) -> set[tuple[int, int | None, int | None]]:
    """Give what belongs to a case: ids of sources, with the span where it is only a part."""
    links = schema.case_links
    spans = select(links.c.source_id, links.c.start_char, links.c.end_char).where(links.c.case_id == case_id)
    return {tuple(row) for row in step.connection.execute(spans)}
