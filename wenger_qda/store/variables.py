"""What is known about sources and cases, stored as text, given back with its type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from wenger_qda.errors import StoreError
from wenger_qda.model import Value
from wenger_qda.store import lookup, schema
from wenger_qda.store.journal import Step

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
_WIDER = {("Integer", "Float"): "Float", ("Date", "DateTime"): "DateTime"}


def set_values(step: Step, key: str, values_of: Mapping[int, Mapping[str, Any]], *, keep: bool = False) -> int:
    """Store what is known about sources or cases; tell how many values are different now.

    Parameters
    ----------
    key : str
        ``source_id`` or ``case_id``.
    values_of : mapping of int to mapping
        The values by name, by the id of the source or case; None or an empty text takes a value away.
    keep : bool
        Leave values alone that are there already.
    """
    plain = {target: {name: as_plain(value) for name, value in values.items()} for target, values in values_of.items()}
    present = [(name, value) for values in plain.values() for name, value in values.items() if value is not None]
    variables = _learn(step, present)
    held = _held(step.connection, key, plain)
    fresh: list[dict[str, Any]] = []
    changed: dict[int, dict[str, str]] = {}
    gone: list[int] = []
    for target, values in plain.items():
        for name, value in values.items():
            row_id = held.get((target, variables.get(name, 0)))
            if value is None:
                gone += [row_id] if row_id is not None and not keep else []
            elif row_id is None:
                fresh.append(_nowhere() | {key: target, "variable_id": variables[name], "value": as_text(value)})
            elif not keep:
                changed[row_id] = {"value": as_text(value)}
    step.delete(schema.variable_values, gone)
    step.insert(schema.variable_values, fresh)
    return len(gone) + len(fresh) + step.update_all(schema.variable_values, changed)


def define(step: Step, name: str, kind: str, description: str) -> None:
    """Make a variable known before its values come; one that is known keeps its type."""
    if name not in lookup.ids(step.connection, schema.variables):
        step.insert(schema.variables, [{"name": _named(name), "type": kind, "description": description}])


def expect_fitting(connection: Connection, values: Mapping[str, Any]) -> None:
    """Refuse values that would turn a whole column of numbers, dates or yes and no into text.

    Raises
    ------
    StoreError
        Naming the variable, its type and the way out.
    """
    table = schema.variables
    kinds = dict(connection.execute(select(table.c.name, table.c.type)).all())
    for name, value in values.items():
        plain, kind = as_plain(value), kinds.get(name)
        if plain is not None and kind not in (None, "Text") and wider(str(kind), plain) == "Text":
            raise StoreError(
                f"the variable {name!r} is of the type {kind}; {plain!r} is not. If it is to hold any words, say "
                f"define_variable({name!r}, 'Text') first"
            )


def typed(connection: Connection, key: str, ids: Sequence[int]) -> dict[int, dict[str, Value]]:
    """Give what is known about sources or cases (`key` says which), typed."""
    stored, variable = schema.variable_values, schema.variables
    rows = connection.execute(
        select(stored.c[key], variable.c.name, variable.c.type, stored.c.value)
        .join(variable, variable.c.id == stored.c.variable_id)
        .where(stored.c[key].is_not(None))
        .order_by(variable.c.id)
    ).all()
    found: dict[int, dict[str, Value]] = {row_id: {} for row_id in ids}
    for row_id, name, kind, value in rows:
        found.setdefault(row_id, {})[name] = as_value(value, kind)
    return found


def type_of(value: Value) -> str:
    """Give the REFI-QDA type of a value.

    Examples
    --------
    >>> [type_of(value) for value in (True, 3, 0.5, "2024-03-18", "2024-03-18T09:30", "blue")]
    ['Boolean', 'Integer', 'Float', 'Date', 'DateTime', 'Text']
    """
    if isinstance(value, bool):
        return "Boolean"
    if isinstance(value, int):
        return "Integer"
    if isinstance(value, float):
        return "Float"
    return "Date" if _DATE.match(str(value)) else "DateTime" if _TIME.match(str(value)) else "Text"


def wider(held: str, value: Value) -> str:
    """Give the type that holds what a variable holds already, and one more value.

    Examples
    --------
    >>> wider("Integer", 2.5), wider("Float", 3), wider("Date", "soon"), wider("DateTime", "2024-03-18")
    ('Float', 'Float', 'Text', 'DateTime')
    """
    kind = type_of(value)
    if kind == held:
        return held
    return _WIDER.get((held, kind)) or _WIDER.get((kind, held)) or "Text"


def holding(kind: str, text: str) -> str:
    """Give the type that holds what a variable of a type holds, and one more stored text.

    Examples
    --------
    >>> holding("Integer", "3"), holding("Integer", "2.5"), holding("Boolean", "maybe"), holding("Date", "2024-03-18")
    ('Integer', 'Float', 'Text', 'Date')
    """
    if _fits(kind, text):
        return kind
    wide = _WIDER.get((kind, {"Integer": "Float", "Date": "DateTime"}.get(kind, "")), "Text")
    return wide if _fits(wide, text) else "Text"


def as_plain(value: Any) -> Value:
    """Give a plain value for one that comes out of a table; None for what is missing there."""
    if value is None or isinstance(value, str | bool | int):
        return value if value != "" else None
    if hasattr(value, "item"):  # one of numpy's
        value = value.item()
    if isinstance(value, datetime | date):
        return value.isoformat() if value == value else None
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if value == value else None
    if str(value) in ("<NA>", "NaT"):
        return None
    raise StoreError(f"a variable holds text, a number, yes or no, or a date, not {type(value).__name__}")


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
    if kind == "Boolean" and text in ("true", "false"):
        return text == "true"
    return text


def _fits(kind: str, text: str) -> bool:
    value = as_value(text, kind)
    return kind == "Text" or wider(kind, value) == kind


def _learn(step: Step, values: Iterable[tuple[str, Value]]) -> dict[str, int]:
    """Give the ids of variables; new ones are added, and the type of a known one grows wider where it must."""
    rows = {row["name"]: row for row in step.connection.execute(select(schema.variables)).mappings()}
    kinds: dict[str, str] = {}
    for name, value in values:
        held = kinds.get(name) or (rows[name]["type"] if name in rows else type_of(value))
        kinds[name] = wider(held, value)
    step.update_all(schema.variables, {rows[name]["id"]: {"type": kinds[name]} for name in kinds if name in rows})
    fresh = [
        {"name": _named(name), "type": kind, "description": ""} for name, kind in kinds.items() if name not in rows
    ]
    made = step.insert(schema.variables, fresh)
    return {name: row["id"] for name, row in rows.items()} | dict(
        zip((row["name"] for row in fresh), made, strict=True)
    )


def _named(name: str) -> str:
    if not name.strip():
        raise StoreError("a variable needs a name")
    return name


def _held(connection: Connection, key: str, targets: Iterable[int]) -> dict[tuple[int, int], int]:
    stored = schema.variable_values
    rows = lookup.rows(connection, select(stored), stored.c[key], targets)
    return {(row[key], row["variable_id"]): row["id"] for row in rows}


def _nowhere() -> dict[str, Any]:
    return {"source_id": None, "case_id": None}
