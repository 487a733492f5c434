"""Codebooks as CSV: one row a code, parents by id, lists joined with `` | ``."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from wenger_qda.codebook.book import Codebook
from wenger_qda.errors import CodebookError, unknown
from wenger_qda.model import Code, NearMiss
from wenger_qda.whole import write_whole

COLUMNS = (
    "id", "name", "parent", "color", "definition", "include", "exclude", "examples", "near_misses", "cues", "questions",
    "cite", "mode", "dimension", "contrary", "dual", "speakers", "is_codable",
)  # fmt: skip
_LISTS = ("examples", "cues", "questions", "contrary", "speakers")
_TEXTS = ("id", "name", "parent", "color", "definition", "include", "exclude", "cite", "dual")
_STROKE = re.compile(r"(?<!\\)\|")
_WHY = " -> "


def loads(text: str, *, where: str) -> Codebook:
    """Read a codebook from CSV text; only the column ``id`` or ``name`` is needed."""
    rows = csv.DictReader(io.StringIO(text, newline=""), dialect=_dialect(text))
    columns = [(name or "").strip().lower() for name in rows.fieldnames or []]
    if not {"id", "name"} & set(columns):
        raise CodebookError(f"{where}, line 1: a codebook needs a column 'id' or 'name'; there is {', '.join(columns)}")
    rows.fieldnames = columns
    try:
        entries = [(_code(row, where, rows.line_num), rows.line_num) for row in rows if any(row.values())]
    except csv.Error as error:
        raise CodebookError(f"{where}, line {rows.line_num}: is not CSV ({error})") from error
    _check(entries, where)
    name = Path(where).stem
    return Codebook(id=name, name=name, codes=tuple(entry for entry, _ in entries))


def save(book: Codebook, path: Path) -> Path:
    """Write a codebook as CSV, with a mark at its beginning by which spreadsheets know that it is UTF-8."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(entry) for entry in book)
    return write_whole(path, stream.getvalue().encode("utf-8-sig"), error=CodebookError)


def _dialect(text: str) -> type[csv.Dialect] | str:
    first = text.split("\n", 1)[0]
    return "excel-tab" if "\t" in first else _Semicolon if first.count(";") > first.count(",") else "excel"


class _Semicolon(csv.excel):
    delimiter = ";"


def _check(entries: list[tuple[Code, int]], where: str) -> None:
    """Refuse an id that stands twice and a parent that is nowhere, with their lines."""
    first: dict[str, int] = {}
    for entry, line in entries:
        if entry.id in first:
            raise CodebookError(
                f"{where}, line {line}: the code {entry.id!r} stands twice, first in line {first[entry.id]}"
            )
        first[entry.id] = line
    for entry, line in entries:
        if entry.parent and entry.parent not in first:
            raise CodebookError(f"{where}, line {line}: {unknown('code', entry.parent, list(first))} (as parent)")


def _code(row: dict[str, Any], where: str, line: int) -> Code:
    if None in row:
        raise CodebookError(
            f"{where}, line {line}: has more cells than there are columns; put texts in quotation marks"
        )
    values: dict[str, Any] = {key: (row.get(key) or "").strip() for key in COLUMNS}
    values["id"] = values["id"] or values["name"]
    if not values["id"]:
        raise CodebookError(f"{where}, line {line}: a code needs an id or a name")
    codable = values["is_codable"].lower()
    if codable not in ("", "true", "false", "yes", "no", "1", "0"):
        raise CodebookError(f"{where}, line {line}: is_codable is true or false, not {codable!r}")
    misses = (item.partition(_WHY) for item in _split(values["near_misses"]))
    return Code(
        **{key: values[key] for key in _TEXTS},
        **{key: _split(values[key]) for key in _LISTS},  # type: ignore[arg-type]
        near_misses=tuple(NearMiss(passage=passage, why=why) for passage, _, why in misses),
        facets={key: values[key] for key in ("mode", "dimension") if values[key]},
        is_codable=codable not in ("false", "no", "0"),
    )


def _row(entry: Code) -> dict[str, str]:
    return {
        **{key: getattr(entry, key) for key in _TEXTS},
        **{key: _joined(getattr(entry, key)) for key in _LISTS},
        "near_misses": _joined(f"{miss.passage}{_WHY}{miss.why}" for miss in entry.near_misses),
        "mode": entry.facets.get("mode", ""),
        "dimension": entry.facets.get("dimension", ""),
        "is_codable": "true" if entry.is_codable else "false",
    }


def _joined(items: Iterable[str]) -> str:
    r"""Join the items of a list; a stroke inside one of them is written as ``\|``."""
    return " | ".join(item.replace("|", "\\|") for item in items)


def _split(value: str) -> tuple[str, ...]:
    items = (item.replace("\\|", "|").strip() for item in _STROKE.split(value))
    return tuple(item for item in items if item)
