"""Tables as files: CSV, XLSX with one sheet a table, ZIP with one CSV a table.

The same tables give the same bytes. A text that a spreadsheet program would take for a formula stays a text: in a
workbook it is marked as one, in a CSV file an apostrophe stands before it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from wenger_qda.errors import QdaError
from wenger_qda.whole import write_whole

LONG_AGO = (1980, 1, 1, 0, 0, 0)
# A dash begins many a spoken line; a formula that does harm calls a function or another program.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?=.*[(|])", re.DOTALL)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SEEMS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST_CELL = 32_767
_CUT = " … [cut here: a cell holds no more]"
_LONGEST_NAME = 31


def write_tables(tables: Mapping[str, pd.DataFrame], path: str | Path, *, excel: bool = False) -> Path:
    r"""Write tables to a file; what kind is told by its suffix.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By name. A ``.csv`` file takes one table; ``.xlsx`` and ``.zip`` take any number.
    path : str or Path
        Where to. An existing file is replaced once the new one is whole.
    excel : bool
        Begin CSV files with a byte-order mark, which Excel needs to read them as UTF-8.

    Raises
    ------
    QdaError
        If the suffix is not known, or the file cannot be written.

    Examples
    --------
    >>> folder = getfixture("tmp_path")
    >>> write_tables({"codes": pd.DataFrame({"code": ["repair"]})}, folder / "codes.csv").read_text()
    'code\nrepair\n'
    """
    path = Path(path)
    makers: Mapping[str, Callable[[], bytes]] = {
        ".csv": lambda: _one_csv(tables, path, excel),
        ".xlsx": lambda: workbook(tables),
        ".zip": lambda: zipped({f"{name}.csv": as_csv(table, excel=excel) for name, table in tables.items()}),
    }
    if path.suffix.lower() not in makers:
        raise QdaError(f"{path.name}: tables are written as {', '.join(makers)}")
    return write_whole(path, makers[path.suffix.lower()]())


def as_csv(table: pd.DataFrame, *, excel: bool = False) -> bytes:
    """Give a table as CSV in UTF-8; the index is written where it has a name."""
    plain = _plain(table)
    safe = {_disarmed(name): pd.Series(map(_disarmed, plain[name]), dtype=object) for name in plain}
    text = pd.DataFrame(safe).to_csv(index=False, lineterminator="\n")
    return (b"\xef\xbb\xbf" if excel else b"") + text.encode(errors="replace")


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Give a ZIP archive whose bytes depend on its members alone."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def workbook(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Give tables as an .xlsx workbook, one sheet a table."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.remove(book.active)
    for name, table in tables.items():
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", "-", name)[:_LONGEST_NAME])
        plain = _plain(table)
        for row in [list(plain.columns), *plain.itertuples(index=False, name=None)]:
            sheet.append([_for_sheet(value) for value in row])
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type in ("f", "e")):
            cell.data_type = "s"
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "B2"
    book.properties.created = book.properties.modified = datetime(*LONG_AGO)
    stream = io.BytesIO()
    book.save(stream)
    return _same_bytes(stream.getvalue())


def _one_csv(tables: Mapping[str, pd.DataFrame], path: Path, excel: bool) -> bytes:
    if len(tables) != 1:
        raise QdaError(f"{path.name}: a CSV file holds one table, not {len(tables)}; write .xlsx or .zip")
    return as_csv(next(iter(tables.values())), excel=excel)


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Give a table with its named index as columns, and lists as text."""
    named = any(name is not None for name in table.index.names)
    flat = table.reset_index() if named else table
    return pd.DataFrame({str(name): [_cell(value) for value in column] for name, column in flat.items()}, dtype=object)


def _cell(value: Any) -> Any:
    if isinstance(value, tuple | list):
        value = " | ".join(map(str, value))
    elif isinstance(value, Mapping):
        value = ", ".join(f"{key}: {item}" for key, item in value.items())
    return None if pd.isna(value) else value


def _disarmed(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _for_sheet(value: Any) -> Any:
    if isinstance(value, str):
        text = _SEEMS_ESCAPED.sub("_x005F_", _NOT_IN_XML.sub("", value))
        return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - len(_CUT)] + _CUT
    return value.item() if hasattr(value, "item") else value


def _same_bytes(workbook: bytes) -> bytes:
    """Write an archive again without the times of its members and of its saving."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    members[core] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", members[core])
    return zipped(members)
