"""Sheets of cells: a .csv file is one, a .xlsx file holds several. Every cell is text, empty where nothing is."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any, NamedTuple

from wenger_qda.formats.decoding import decode
from wenger_qda.formats.files import File
from wenger_qda.formats.package import check_xml, open_package
from wenger_qda.text import normalise

_DELIMITERS = ",;\t|"
_SAMPLE = 200
_LONGEST_CELL = 1 << 30
_LAST_ROW = 1_048_576
_ERRORS = frozenset("#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM!".split())
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Row(NamedTuple):
    """One row that holds something; its number is the one that a spreadsheet program shows."""

    number: int
    cells: list[str]


class Sheet(NamedTuple):
    """One table of cells; the name is empty where the file has one only."""

    name: str
    rows: list[Row]


def csv_sheets(file: File) -> tuple[list[Sheet], tuple[str, ...]]:
    """Read a .csv file; its delimiter is the one that cuts its rows into equally many cells."""
    decoded = decode(file)
    remarks = decoded.remarks
    with _long_cells():
        delimiter = max(_DELIMITERS, key=lambda sign: _regularity(decoded.text, sign))
        try:
            rows = _csv_rows(decoded.text, delimiter, strict=True)
        except _BadRow as err:
            if err.is_unclosed:
                raise file.refuse("a quotation mark that opens in this row is never closed", line=err.line) from err
            rows = _csv_rows(decoded.text, delimiter, strict=False)
            remarks = (*remarks, f"line {err.line}: quotation marks inside a cell are not doubled; look at its cells")
    return [Sheet("", [row for row in rows if any(row.cells)])], remarks


def xlsx_sheets(file: File) -> tuple[list[Sheet], tuple[str, ...]]:
    """Read a .xlsx file; formulas give the value that was last computed."""
    archive = open_package(file.data, file.name, wanted="a spreadsheet (.xlsx)", save_as=".xlsx")
    if not archive.has("[Content_Types].xml") or not archive.has("xl/workbook.xml"):
        raise file.refuse("not a spreadsheet (.xlsx): it holds no workbook")
    for member in archive.members:
        # openpyxl unpacks and parses by itself: sizes and document types are checked before it sees them.
        data = archive.read(member)
        if member.filename.lower().endswith((".xml", ".rels", ".vml")):
            check_xml(data, file.name)
    sheets = [sheet for sheet in _workbook(file) if sheet.rows]
    if not sheets:
        raise file.refuse("the file is empty")
    return ([sheets[0]._replace(name="")] if len(sheets) == 1 else sheets), ()


def _regularity(text: str, delimiter: str) -> tuple[float, int]:
    """Tell how well a delimiter fits: the share of rows as wide as the header, if that has several cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = [len(row) for _, row in zip(range(_SAMPLE), reader, strict=False) if row]
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] < 2:
        return 0.0, 0
    return widths.count(widths[0]) / len(widths), widths[0]


class _BadRow(ValueError):
    """A row whose quotation marks do not match."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.is_unclosed = "unexpected end" in why


def _csv_rows(text: str, delimiter: str, *, strict: bool) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    rows: list[Row] = []
    line = 1
    try:
        for number, cells in enumerate(reader, 1):
            rows.append(Row(number, [cell.strip() for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as err:
        raise _BadRow(line, str(err)) from err
    return rows


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let cells be as long as a whole transcript; the limit is the csv module's own and is put back."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _workbook(file: File) -> Iterator[Sheet]:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of drawings and styles that it leaves out
            book = openpyxl.load_workbook(io.BytesIO(file.data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                yield Sheet(sheet.title, list(_filled(sheet.iter_rows(values_only=True))))
    except Exception as err:  # openpyxl raises whatever its parts raise on a broken file
        raise file.refuse(f"a broken spreadsheet ({type(err).__name__}: {str(err)[:80]})") from err


def _filled(rows: Iterable[Sequence[Any]]) -> Iterator[Row]:
    """Give the rows that hold something; a row number out of range would make openpyxl fill up rows without end."""
    for number, cells in enumerate(rows, 1):
        if number > _LAST_ROW:
            raise ValueError(f"a row beyond {_LAST_ROW}")
        if any(cell is not None for cell in cells):
            texts = [_text(cell) for cell in cells]
            if any(texts):
                yield Row(number, texts)


def _text(value: Any) -> str:
    """Give a cell as text; a whole number without its point, a day without its midnight."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case str() if value in _ERRORS:
            return ""
        case str():
            return normalise(_ESCAPED.sub(_unescaped, value)).text.strip()
    return str(value)


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))
