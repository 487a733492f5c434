"""Project data as tables in files: .csv, .xlsx, and .zip with the texts beside the tables.

The same data give the same bytes: no clock and no user name goes into a file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from wenger_qda import frames
from wenger_qda.formats.table_files import as_csv, workbook, zipped
from wenger_qda.model import Case, Coding, Note, ProjectData, Source, Turn

Writer = Callable[..., bytes]

_NOT_IN_NAMES = re.compile(r'[<>:"|?*\\\x00-\x1f]')


def write_csv(data: ProjectData, *, excel: bool = False) -> bytes:
    """Write the codings as .csv, one a row, with their sources' variables as columns."""
    codings = tables(data)["codings"]
    known = {source.name: _free(source.variables, "codings") for source in data.sources}
    for name in dict.fromkeys(name for variables in known.values() for name in variables):
        codings[name] = pd.Series([known.get(source, {}).get(name) for source in codings["source"]], dtype="object")
    return as_csv(codings, excel=excel)


def write_xlsx(data: ProjectData) -> bytes:
    """Write a workbook with one sheet a table."""
    return workbook(tables(data))


def write_zip(data: ProjectData, *, excel: bool = False) -> bytes:
    """Write an archive with one .csv a table and one .txt a source."""
    members = {f"{name}.csv": as_csv(table, excel=excel) for name, table in tables(data).items()}
    for source in data.sources:
        name = f"texts/{_file_name(source.name)}.txt"
        members[name if name not in members else f"texts/{source.guid}.txt"] = source.text.encode()
    return zipped(members)


def tables(data: ProjectData) -> dict[str, pd.DataFrame]:
    """Give project data as the tables of :mod:`wenger_qda.frames`."""
    counts = pd.Series([coding.code for coding in data.codings], dtype="str").value_counts()
    codes = data.codebook.codes if data.codebook else ()
    return {
        "codings": _codings(data.codings, data.sources),
        "sources": _sources(data),
        "codes": frames.from_codes(codes, {str(code): int(count) for code, count in counts.items()}),
        "cases": _cases(data.cases),
        "notes": _table("notes", [_note(note) for note in data.notes]),
    }


def _codings(codings: Sequence[Coding], sources: Sequence[Source]) -> pd.DataFrame:
    turns = {source.name: source.turns for source in sources}
    rows = [
        {name: getattr(coding, name, None) for name in frames.COLUMNS["codings"]}
        | _turn_of(coding, turns.get(coding.source, ()))
        for coding in codings
    ]
    return frames.sort_codings(_table("codings", rows))


def _turn_of(coding: Coding, turns: Sequence[Turn]) -> dict[str, Any]:
    """Give the number and speaker of the first turn that a coding overlaps."""
    if coding.start_char is not None and coding.end_char is not None:
        number = bisect_right(turns, coding.start_char, key=lambda turn: turn.end_char)
        if number < len(turns) and turns[number].start_char < coding.end_char:
            return {"turn": number + 1, "speaker": turns[number].speaker}
    return {"turn": None, "speaker": ""}


def _sources(data: ProjectData) -> pd.DataFrame:
    counts = pd.Series([coding.source for coding in data.codings], dtype="str").value_counts()
    rows = [
        {
            "guid": source.guid,
            "source": source.name,
            "kind": source.kind,
            "date": source.date,
            "n_chars": len(source.text),
            "n_codings": int(counts.get(source.name, 0)),
        }
        | _free(source.variables, "sources")
        for source in sorted(data.sources, key=lambda source: source.name)
    ]
    return _table("sources", rows)


def _cases(cases: Sequence[Case]) -> pd.DataFrame:
    rows = []
    for case in cases:
        known = {"case": case.name, "kind": case.kind, "source": "", "start_char": None, "end_char": None}
        more = _free(case.variables, "cases")
        links = [
            {"source": link.source, "start_char": link.start_char, "end_char": link.end_char} for link in case.links
        ]
        rows += [known | link | more for link in links or [{}]]
    return _table("cases", rows)


def _note(note: Note) -> dict[str, Any]:
    return {name: getattr(note, name) for name in frames.COLUMNS["notes"]}


def _free(variables: Mapping[str, Any], table: str) -> dict[str, Any]:
    """Mark variables that bear the name of a column of the table."""
    taken = frames.COLUMNS[table]
    return {f"{name} (variable)" if name in taken else name: value for name, value in variables.items()}


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    columns = dict.fromkeys([*frames.COLUMNS[name], *(column for row in rows for column in row)])
    values = {column: [row.get(column) for row in rows] for column in columns}
    for column in ("weight", "certainty"):
        if column in values:
            values[column] = [float("nan") if value is None else value for value in values[column]]
    more = {
        column: pd.Series(values[column], dtype="object") for column in columns if column not in frames.COLUMNS[name]
    }
    return frames.frame(name, values | more)


def _file_name(name: str) -> str:
    """Make a name that every system can unpack and that stays in its folder."""
    parts = [_NOT_IN_NAMES.sub("_", part).strip(". ") for part in name.split("/")]
    return "/".join(part for part in parts if part) or "untitled"
