"""What a merge has to know of each table: one line a table, everything else stands in the schema.

A table that has a ``guid`` and no line here is merged by its guids alone; what it refers to stays as long as it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Table

from wenger_qda.store import schema

ACTION = "merge"
SPAN = ("start_char", "end_char", "quote")
# These have ways of their own, or are made anew.
NEVER_MERGED = ("project", "originals", "turns", "steps", "changes", "in_view", "vectors")


@dataclass(frozen=True, slots=True)
class Rule:
    """How rows of one table are told apart, and what follows from what.

    Parameters
    ----------
    key : tuple of str
        Columns that make a row the same for ever; for tables without a guid whose rows have such columns.
    twin : tuple of str
        Columns by which two rows that are not the same by identity are the same by content.
    together : tuple of tuples of str
        Columns that stand or fall together; all others are decided one by one.
    carried : tuple of str
        Those of `together` that a correction of the text carries along, without anybody having meant anything by it.
    hangs : tuple of str
        Columns whose thing takes this row along when it is taken away, if nobody has worked on the row since. A thing
        that any other column refers to stays as long as this row does.
    guids : mapping of str to str
        Columns that hold guids: of one thing (``one``) or of several, as JSON (``many``).
    """

    key: tuple[str, ...] = ()
    twin: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    carried: tuple[str, ...] = ()
    hangs: tuple[str, ...] = ()
    guids: Mapping[str, str] = field(default_factory=dict)


RULES: Mapping[str, Rule] = {
    "coders": Rule(twin=("name",)),
    "sources": Rule(twin=("name",)),
    "codes": Rule(twin=("code",), hangs=("parent_id",)),
    "codings": Rule(
        twin=(*schema.PLACE, "quote"), together=(SPAN, ("status", "review")), carried=SPAN
    ),
    "decisions": Rule(together=(SPAN,), carried=SPAN, guids={"codings": "many"}),
    "rejections": Rule(
        twin=("source_id", "code_id", "coder_id", "start_char", "end_char", "quote"), together=(SPAN,), carried=SPAN
    ),
    "cases": Rule(twin=("name",)),
    "case_links": Rule(
        twin=("case_id", "source_id", "start_char", "end_char"), together=(SPAN,), carried=SPAN, hangs=("case_id",)
    ),
    "variables": Rule(key=("name",)),
    "variable_values": Rule(key=("variable_id", "source_id", "case_id"), hangs=("case_id",)),
    "code_sets": Rule(twin=("name",)),
    "code_set_members": Rule(key=("set_id", "code_id"), hangs=("set_id", "code_id")),
    "progress_tables": Rule(key=("table_name",), together=(("name", "content"),)),
    "notes": Rule(hangs=("target",), guids={"target": "one"}),
    "links": Rule(hangs=("origin", "target"), guids={"origin": "one", "target": "one"}),
    "assignments": Rule(key=("coder_id", "source_id", "round")),
}  # fmt: skip

TABLES: tuple[Table, ...] = tuple(table for table in schema.metadata.sorted_tables if table.name not in NEVER_MERGED)


@cache
def rule(table: str) -> Rule:
    """Give the rule of a table."""
    return RULES.get(table, _PLAIN)


@cache
def owners(table: Table) -> Mapping[str, str]:
    """Give the tables that columns of a table refer to by row ids."""
    return {column.name: key.column.table.name for column in table.columns for key in column.foreign_keys}


def is_mechanical(table: str, action: str, columns: Any) -> bool:
    """Tell whether a change only followed from another one; nobody has worked on the row itself.

    Examples
    --------
    >>> is_mechanical("codings", "correct", {"start_char", "end_char"})
    True
    >>> is_mechanical("codings", "edit coding", {"start_char", "end_char"})
    False
    """
    if action == "correct":
        return bool(rule(table).carried)
    if table == "codings":
        return action in _MARK_CODINGS and set(columns) <= {"status", "review"}
    return table == "codes" and action in _RENAME_MENTIONS and set(columns) == {"details"}


_PLAIN = Rule()
_MARK_CODINGS = ("edit code", "use codebook", "add")
_RENAME_MENTIONS = ("rename code", "merge codes", "remove code")
