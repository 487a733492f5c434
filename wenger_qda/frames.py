"""The tables' contract: what one row is, which columns there are, of which type.

Rooms on one floor never import each other; they meet in these tables. Every table has its columns from the first
version of the store on, in this order, also when it is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from wenger_qda.model import Code

__all__ = ["COLUMNS", "GRAIN", "check", "empty", "frame", "from_codes", "paths", "sort_codings"]

GRAIN: Mapping[str, str] = {
    "sources": "one document",
    "turns": "one speaker turn, paragraph or note block",
    "codings": "one coding",
    "codes": "one code",
    "cases": "one case-source link",
    "notes": "one note",
    "assignments": "one coder asked to code one source in a round",
    "decisions": "one decision on a contested passage",
    "rejections": "one suggestion that a coder refused",
    "in_view": "one code that was suggested beside a passage when it was coded",
    "changes": "one change",
}

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "sources": {
        "guid": "str",
        "source": "str",
        "kind": "str",
        "date": "str",
        "n_chars": "int64",
        "n_codings": "int64",
    },
    "turns": {
        "source": "str",
        "turn": "int64",
        "kind": "str",
        "speaker": "str",
        "start_char": "int64",
        "end_char": "int64",
        "start_ms": "Int64",
        "text": "str",
    },
    "codings": {
        "guid": "str",
        "source": "str",
        "code": "str",
        "coder": "str",
        "round": "int64",
        "start_char": "Int64",
        "end_char": "Int64",
        "quote": "str",
        "speaker": "str",
        "turn": "Int64",
        "note": "str",
        "weight": "float64",
        "certainty": "float64",
        "stance": "str",
        "status": "str",
        "origin": "str",
        "created": "str",
    },
    "codes": {
        "code": "str",
        "name": "str",
        "path": "str",
        "parent": "str",
        "color": "str",
        "definition": "str",
        "include": "str",
        "exclude": "str",
        "cues": "object",
        "speakers": "object",
        "facets": "object",
        "contrary": "object",
        "dual": "str",
        "is_codable": "bool",
        "n_codings": "int64",
    },
    "cases": {"case": "str", "kind": "str", "source": "str", "start_char": "Int64", "end_char": "Int64"},
    "notes": {"guid": "str", "target_kind": "str", "target": "str", "text": "str", "coder": "str", "created": "str"},
    "assignments": {"coder": "str", "source": "str", "round": "int64", "status": "str"},
    "decisions": {
        "guid": "str",
        "source": "str",
        "code": "str",
        "round": "int64",
        "start_char": "Int64",
        "end_char": "Int64",
        "outcome": "str",
        "agreed_with": "object",
        "reason": "str",
        "coder": "str",
        "created": "str",
        "mark": "str",
        "codings": "object",
    },
    "rejections": {
        "guid": "str",
        "source": "str",
        "code": "str",
        "coder": "str",
        "start_char": "Int64",
        "end_char": "Int64",
        "quote": "str",
        "created": "str",
    },
    "in_view": {"guid": "str", "code": "str", "place": "int64"},
    "changes": {
        "number": "int64",
        "when": "str",
        "coder": "str",
        "action": "str",
        "what": "str",
        "before": "str",
        "after": "str",
    },
}

_ORDER = ["source", "start_char", "end_char", "code", "coder"]


def empty(table: str) -> pd.DataFrame:
    """Give a table without rows.

    Examples
    --------
    >>> list(empty("assignments").columns)
    ['coder', 'source', 'round', 'status']
    """
    return frame(table, {name: [] for name in COLUMNS[table]})


def frame(table: str, columns: Mapping[str, Any]) -> pd.DataFrame:
    """Make a table of the contract's columns and types from columns of values; further columns follow as they are."""
    typed = {name: _typed(columns[name], dtype) for name, dtype in COLUMNS[table].items()}
    more = {name: values for name, values in columns.items() if name not in typed}
    return pd.DataFrame(typed | more)


def check(table: str, data: pd.DataFrame, needed: Iterable[str] | None = None) -> pd.DataFrame:
    """Refuse a table that lacks columns; give it back otherwise.

    Raises
    ------
    ValueError
        Naming the columns that are missing.

    Examples
    --------
    >>> check("codings", pd.DataFrame({"code": ["repair"]}), ["code", "source"])
    Traceback (most recent call last):
    ...
    ValueError: a codings table (one row is one coding) needs the column source
    """
    wanted = COLUMNS[table] if needed is None else needed
    gone = [name for name in wanted if name not in data.columns]
    if gone:
        word = "column" if len(gone) == 1 else "columns"
        raise ValueError(f"a {table} table (one row is {GRAIN[table]}) needs the {word} {', '.join(gone)}")
    return data


def from_codes(codes: Iterable[Code], n_codings: Mapping[str, int] = MappingProxyType({})) -> pd.DataFrame:
    """Make the codes table from the codes of a codebook, in its order.

    Examples
    --------
    >>> from_codes([Code(id="repertoire"), Code(id="stories", parent="repertoire")])["path"].tolist()
    ['Repertoire', 'Repertoire / Stories']
    """
    rows: list[dict[str, Any]] = []
    codes = tuple(codes)
    path_of = paths(codes)
    for code in codes:
        row: dict[str, Any] = {name: getattr(code, name, None) for name in COLUMNS["codes"]}
        row |= {
            "code": code.id,
            "path": path_of[code.id],
            "facets": dict(code.facets),
            "n_codings": n_codings.get(code.id, 0),
        }
        rows.append(row)
    return frame("codes", {name: [row[name] for row in rows] for name in COLUMNS["codes"]})


def paths(codes: Iterable[Code]) -> dict[str, str]:
    """Give the way from the top to each code, by its id; a code stands before its children.

    Examples
    --------
    >>> paths([Code(id="repertoire"), Code(id="stories", parent="repertoire")])["stories"]
    'Repertoire / Stories'
    """
    path_of: dict[str, str] = {}
    for code in codes:
        path_of[code.id] = f"{path_of[code.parent]} / {code.name}" if code.parent in path_of else code.name
    return path_of


def sort_codings(codings: pd.DataFrame) -> pd.DataFrame:
    """Sort by source, place, code and coder; codings of a whole source come first in it."""
    return codings.sort_values(_ORDER, na_position="first", kind="stable", ignore_index=True)


def _typed(values: Any, dtype: str) -> Any:
    if dtype == "object":
        filled = np.empty(len(values), dtype=object)
        filled[:] = list(values) if len(values) else []
        return pd.Series(filled, dtype="object")
    if isinstance(values, pd.Series):
        return values.astype(dtype)  # type: ignore[call-overload]
    return pd.array(values, dtype=dtype) if dtype in ("Int64", "str") else np.asarray(values, dtype=dtype)
