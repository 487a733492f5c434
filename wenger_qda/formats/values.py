"""What the words of a cell or of front matter mean: numbers, yes and no, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from wenger_qda.model import Value

_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")
_FLOAT = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:e[+-]\d{1,3})?")
_BOOLEAN = {"true": True, "false": False}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DATETIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?")

_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_./ ]?)(\d\d)\2(\d\d)(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-_./])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")


def variable_name(name: str) -> str:
    r"""Give a variable's name as one line.

    Examples
    --------
    >>> variable_name(" Years of\nwork ")
    'Years of work'
    """
    return " ".join(name.split()) or "unnamed"


def typed(texts: Iterable[str | None]) -> tuple[str, list[Value]]:
    """Give the type that all texts of one variable share, and the values.

    A number is one only where nothing is lost by it: leading zeros, more than fifteen digits, or two texts that would
    become one number (1.1 and 1.10) keep the whole variable a text.

    Examples
    --------
    >>> typed(["1", "", "33"])
    ('Integer', [1, None, 33])
    >>> typed(["0177", "33"])
    ('Text', ['0177', '33'])
    >>> typed(["2024-03-18", None])
    ('Date', ['2024-03-18', None])
    """
    cells = [(text or "").strip() or None for text in texts]
    present = {cell for cell in cells if cell is not None}
    kind = _type_of(present)
    if kind in ("Integer", "Float"):
        number = int if kind == "Integer" else float
        return kind, [None if cell is None else number(cell) for cell in cells]
    if kind == "Boolean":
        return kind, [None if cell is None else _BOOLEAN[cell.lower()] for cell in cells]
    return kind, list(cells)


def typed_columns(rows: Iterable[Mapping[str, Value]]) -> tuple[dict[str, str], list[dict[str, Value]]]:
    """Type the variables of many rows, each variable over all of them.

    Returns
    -------
    types : dict of str to str
        Variable to type, in the order in which the variables first appear.
    rows : list of dict
        The rows with their values.

    Examples
    --------
    >>> typed_columns([{"age": "33"}, {"age": "55", "site": "B"}])
    ({'age': 'Integer', 'site': 'Text'}, [{'age': 33}, {'age': 55, 'site': 'B'}])
    """
    rows = list(rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    types: dict[str, str] = {}
    done: list[dict[str, Value]] = [{} for _ in rows]
    for name in names:
        holders = [(row, new) for row, new in zip(rows, done, strict=True) if name in row]
        types[name], values = typed(None if row[name] is None else str(row[name]) for row, _ in holders)
        for (_, new), value in zip(holders, values, strict=True):
            new[name] = value
    return types, done


def date_in(words: str) -> str:
    """Find the day that a name or a date says, as ISO; empty where there is none or it can be read in two ways.

    Examples
    --------
    >>> date_in("notes/2024-03-18 fieldnotes"), date_in("20240318_x"), date_in("18.03.2024"), date_in("03-04-2024")
    ('2024-03-18', '2024-03-18', '2024-03-18', '')
    """
    words = words.rsplit("/", 1)[-1] if not _YEAR_LAST.fullmatch(words.strip()) else words
    for match in _YEAR_FIRST.finditer(words):
        if found := _iso(match[1], match[3], match[4]):
            return found
    for match in _YEAR_LAST.finditer(words):
        day, month = int(match[1]), int(match[3])
        if match[2] == "." or day > 12 or day == month:
            if found := _iso(match[4], month, day):
                return found
        elif month > 12 and (found := _iso(match[4], day, month)):
            return found
    return ""


def _iso(year: str, month: str | int, day: str | int) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _type_of(present: set[str]) -> str:
    if not present:
        return "Text"
    if all(map(_INTEGER.fullmatch, present)):
        return "Integer"
    if all(map(_FLOAT.fullmatch, present)) and len({float(cell) for cell in present}) == len(present):
        return "Float"
    if all(cell.lower() in _BOOLEAN for cell in present):
        return "Boolean"
    if all(_DATE.fullmatch(cell) and _is_time(cell) for cell in present):
        return "Date"
    if all(_DATETIME.fullmatch(cell) and _is_time(cell) for cell in present):
        return "DateTime"
    return "Text"


def _is_time(cell: str) -> bool:
    try:
        datetime.fromisoformat(cell)
    except ValueError:
        return False
    return True
