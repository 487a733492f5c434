"""Spreadsheets: one row is one source, its long texts are what is coded, its other cells are variables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from wenger_qda.formats.files import File, Found
from wenger_qda.formats.sheets import Row, Sheet, csv_sheets, xlsx_sheets
from wenger_qda.formats.values import date_in, typed, variable_name
from wenger_qda.model import Source
from wenger_qda.text import Turn, find_turns, paragraphs

_THE_TEXT = ("text", "transcript", "content", "verbatim", "body")
_A_TEXT = ("response", "answer", "comment", "note", "notes", "comments", "responses", "answers", "remark", "remarks")
_NAMES = ("id", "name", "respondent", "respondent id", "participant", "participant id", "case", "source", "title")
_LONG = 40
_WORDY = 5


class _Column(NamedTuple):
    """One column: its header and its cells, one a row."""

    header: str
    cells: list[str]


def read_csv(file: File) -> Found:
    """Read a .csv file, one row a source."""
    return _read(file, csv_sheets)


def read_xlsx(file: File) -> Found:
    """Read a .xlsx file, one row a source."""
    return _read(file, xlsx_sheets)


def _read(file: File, sheets_of: Callable[[File], tuple[list[Sheet], tuple[str, ...]]]) -> Found:
    sheets, remarks = sheets_of(file)
    sources: list[Source] = []
    left_out: list[tuple[str, str]] = []
    for sheet in sheets:
        if len(sheet.rows) < 2:
            left_out.append((sheet.name, "a header without rows"))
            continue
        columns = _columns(sheet.rows)
        texts = _text_columns(columns)
        if not texts:
            left_out.append((sheet.name, "no column holds text"))
            continue
        made = _sources(file, sheet, columns, texts)
        sources += (source for source in made if isinstance(source, Source))
        left_out += (gap for gap in made if not isinstance(gap, Source))
    if not sources:
        raise file.refuse(left_out[0][1] if left_out else "the file is empty")
    return Found(sources=tuple(sources), remarks=remarks, left_out=tuple(left_out))


def _columns(rows: Sequence[Row]) -> list[_Column]:
    width = max(len(row.cells) for row in rows)
    headers: list[str] = []
    for n in range(width):
        header = " ".join(_cell(rows[0], n).split()) or f"column {n + 1}"
        same = sum(header == other.partition(" (")[0] for other in headers)
        headers.append(f"{header} ({same + 1})" if same else header)
    columns = [_Column(header, [_cell(row, n) for row in rows[1:]]) for n, header in enumerate(headers)]
    return [column for n, column in enumerate(columns) if _cell(rows[0], n) or any(column.cells)]


def _text_columns(columns: Sequence[_Column]) -> list[_Column]:
    """Find what is to be coded: a column that says so, else every column of long answers, else the longest texts."""
    for name in _THE_TEXT:
        if found := [column for column in columns if _plain(column.header) == name and any(column.cells)]:
            return found[:1]
    long = [column for column in columns if _is_long(column)]
    if long:
        return long
    texts = [column for column in columns if any(column.cells) and typed(column.cells)[0] == "Text"]
    named = [column for column in texts if _plain(column.header) in _A_TEXT]
    texts = named or [column for column in texts if _plain(column.header) not in _NAMES] or texts
    return [max(texts, key=_mean_length)] if texts else []


def _is_long(column: _Column) -> bool:
    filled = [cell for cell in column.cells if cell]
    if not filled or _mean_length(column) < _LONG:
        return False
    return sum(len(cell.split()) for cell in filled) >= _WORDY * len(filled) and len(set(filled)) > len(filled) / 2


def _mean_length(column: _Column) -> float:
    filled = [len(cell) for cell in column.cells if cell]
    return sum(filled) / len(filled) if filled else 0.0


def _sources(file: File, sheet: Sheet, columns: list[_Column], texts: list[_Column]) -> list[Source | tuple[str, str]]:
    names = _row_names(columns, sheet.rows[1:], texts)
    variables = [column for column in columns if column not in texts]
    made: list[Source | tuple[str, str]] = []
    for n, (row, name) in enumerate(zip(sheet.rows[1:], names, strict=True)):
        text, turns = _answers(texts, n) if len(texts) > 1 else _one_text(texts[0].cells[n])
        if not text:
            made.append((" ".join(filter(None, [sheet.name, f"row {row.number}"])), "no text in this row"))
            continue
        known = {column.header: column.cells[n] for column in variables}
        dated = next((header for header in known if _plain(header) == "date"), "")
        date = date_in(known.get(dated, ""))
        if date and _is_day_alone(known[dated]):
            del known[dated]
        made.append(
            Source(
                guid="",
                name="/".join(filter(None, [file.stem, sheet.name, name])),
                kind="row",
                date=date,
                text=text,
                turns=turns,
                variables={variable_name(header): value for header, value in known.items()},
            )
        )
    return made


def _is_day_alone(words: str) -> bool:
    """Tell whether words that hold a day hold nothing else, such as a time, that would be lost with them."""
    return sum(map(str.isalnum, words)) <= len("20240318")


def _row_names(columns: list[_Column], rows: Sequence[Row], texts: list[_Column]) -> list[str]:
    """Name the rows by the column that names each of them, or by their numbers."""
    for name in _NAMES:
        for column in columns:
            if column not in texts and _plain(column.header) == name and _names_all(column):
                return [" ".join(cell.split()) for cell in column.cells]
    return [f"row {row.number}" for row in rows]


def _names_all(column: _Column) -> bool:
    return all(column.cells) and len(set(column.cells)) == len(column.cells)


def _one_text(cell: str) -> tuple[str, tuple[Turn, ...]]:
    return cell, find_turns(cell)


def _answers(texts: list[_Column], n: int) -> tuple[str, tuple[Turn, ...]]:
    """Put the answers of one row under their questions."""
    lines: list[str] = []
    turns: list[Turn] = []
    offset = 0
    for kind, words in _questions(texts, n):
        turns += (Turn(kind=kind, start_char=offset + start, end_char=offset + end) for start, end in paragraphs(words))
        lines.append(words)
        offset += len(words) + 1
    return "\n".join(lines), tuple(turns)


def _questions(texts: list[_Column], n: int) -> Iterator[tuple[str, str]]:
    for column in texts:
        if column.cells[n]:
            yield "heading", column.header
            yield "text", column.cells[n]


def _cell(row: Row, n: int) -> str:
    return row.cells[n] if n < len(row.cells) else ""


def _plain(header: str) -> str:
    return re.sub(r"[\W_]+", " ", header).strip().casefold()
