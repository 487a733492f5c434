"""Codebooks as YAML: read with line numbers for errors, written without losing comments.

Scalars stay text: a code may be called ``No``, ``1.10`` or ``2024-01-01``.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarstring import FoldedScalarString

from wenger_qda.codebook.book import Cell, Codebook, ProgressTable
from wenger_qda.errors import CodebookError
from wenger_qda.model import Code, CodeSet, NearMiss
from wenger_qda.whole import write_whole

TEXTS = ("id", "name", "color", "definition", "include", "exclude", "cite", "dual")
LISTS = ("cues", "questions", "contrary", "speakers")
CODE_KEYS = (
    "id", "name", "color", "definition", "include", "exclude", "examples", "cues", "questions", "cite", "facets",
    "contrary", "dual", "speakers", "is_codable", "guid", "children",
)  # fmt: skip
EXAMPLE_KEYS = ("typical", "near_miss")
MISS_KEYS = ("passage", "why")
SET_KEYS = ("name", "codes", "guid")
TABLE_KEYS = ("id", "name", "cite", "dimensions", "cells")
CELL_KEYS = ("mode", "dimension", "questions")
BOOK_TEXTS = ("id", "name", "version", "cite", "description")
BOOK_KEYS = (*BOOK_TEXTS, "language", "codes", "sets", "progress_tables")
FACETS: Mapping[str, tuple[str, ...]] = {
    "mode": ("engagement", "imagination", "alignment"),
    "dimension": (
        "learning-energy", "social-capital", "self-awareness",
        "coordination", "transparency", "negotiability",
        "connectedness", "expansiveness", "effectiveness",
    ),
}  # fmt: skip
_TRUE_FALSE = {"true": True, "yes": True, "false": False, "no": False}
_MOST = 20_000_000
_WIDTH = 110
_T = TypeVar("_T")


class _TextConstructor(RoundTripConstructor):
    """Leaves every plain scalar as the text it is."""


for _tag in ("bool", "int", "float", "null", "timestamp"):
    _TextConstructor.add_constructor(
        f"tag:yaml.org,2002:{_tag}", lambda constructor, node: constructor.construct_scalar(node)
    )


def loads(text: str, *, where: str) -> Codebook:
    """Read a codebook from YAML text.

    Raises
    ------
    CodebookError
        With the line, and what was expected there.
    """
    return _Reader(where).book(parse(text, where))


def parse(text: str, where: str) -> CommentedMap:
    """Parse YAML into maps and lists of text that remember their lines and comments."""
    if len(text) > _MOST:
        raise CodebookError(f"{where}: is larger than {_MOST // 1_000_000} MB; that is no codebook")
    try:
        document = _yaml().load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        raise CodebookError(f"{where}{line}: is not YAML ({error.problem or error.context})") from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise CodebookError(f"{where}: is not YAML ({str(error).splitlines()[0]})") from error
    if not isinstance(document, CommentedMap):
        raise CodebookError(f"{where}: holds no codebook; expected a map with the key 'codes'")
    return document


def save(book: Codebook, path: Path) -> Path:
    """Write a codebook; what an existing file says beside the codes (comments, further keys) stays.

    A file that says the same already is left as it is.
    """
    text = _read(path) if path.exists() else ""
    document = parse(text, path.name) if text.strip() else CommentedMap()
    if document and _says(document, path.name) == _said(book):
        return path
    for key in BOOK_TEXTS:
        _set(document, key, getattr(book, key))
    _set_codes(document, "codes", book, "", _nodes(document.get("codes")))
    document.setdefault("codes", [])
    _set_sets(document, book)
    _set_tables(document, book)
    stream = io.StringIO()
    _yaml(width=max([_WIDTH, *map(len, text.split("\n"))])).dump(document, stream)
    return write_whole(path, stream.getvalue().encode(), error=CodebookError)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(f"{path}: cannot be read, and so not written over; choose another name") from error


def _says(document: CommentedMap, where: str) -> Any:
    try:
        return _said(_Reader(where).book(document))
    except CodebookError:  # it is put in order by writing
        return None


def _said(book: Codebook) -> Any:
    """Give all that a file says of a codebook; guids are of the project's, and made anew for sets."""
    codes = tuple(replace(entry, guid="") for entry in book.codes)
    sets = tuple((item.name, item.codes) for item in book.sets)
    return [getattr(book, key) for key in BOOK_TEXTS], codes, sets, book.progress_tables


class _Reader:
    """Walks a parsed document; every complaint names the file and the line."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._seen: dict[str, int] = {}

    def book(self, document: CommentedMap) -> Codebook:
        self._known(document, BOOK_KEYS, "a codebook")
        if "codes" not in document:
            self._fail(document, None, "there are no codes; expected the key 'codes' with a list")
        texts = {key: self._text(document, key) for key in BOOK_TEXTS}
        codes = tuple(self._codes(document, "codes", ""))
        return Codebook(
            **texts,
            codes=codes,
            sets=tuple(self._each(document, "sets", self._set)),
            progress_tables=tuple(self._each(document, "progress_tables", self._table)),
        )

    def _codes(self, node: CommentedMap, key: str, parent: str) -> Iterable[Code]:
        for entry in self._maps(node, key):
            code = self._code(entry, parent)
            if code.id in self._seen:
                self._fail(entry, "id", f"the code {code.id!r} stands twice, first in line {self._seen[code.id]}")
            self._seen[code.id] = _line(entry, "id")
            yield code
            yield from self._codes(entry, "children", code.id)

    def _code(self, node: CommentedMap, parent: str) -> Code:
        self._known(node, CODE_KEYS, "a code")
        fields: dict[str, Any] = {key: self._text(node, key) for key in TEXTS}
        if not fields["id"].strip():
            self._fail(node, "id", "a code needs an id")
        fields |= {key: self._texts(node, key) for key in LISTS}
        fields["examples"], fields["near_misses"] = self._examples(node)
        fields["facets"] = self._facets(node)
        fields["is_codable"] = self._flag(node, "is_codable")
        fields["guid"] = self._text(node, "guid").strip("{}").upper()
        return Code(parent=parent, **fields)

    def _examples(self, node: CommentedMap) -> tuple[tuple[str, ...], tuple[NearMiss, ...]]:
        examples = node.get("examples") or CommentedMap()
        if isinstance(examples, list):
            return self._texts(node, "examples"), ()
        if not isinstance(examples, CommentedMap):
            self._fail(node, "examples", "expected a map with 'typical' and 'near_miss'")
        self._known(examples, EXAMPLE_KEYS, "examples")
        misses = []
        for miss in self._maps(examples, "near_miss"):
            self._known(miss, MISS_KEYS, "a near miss")
            misses.append(NearMiss(passage=self._text(miss, "passage"), why=self._text(miss, "why")))
        return self._texts(examples, "typical"), tuple(misses)

    def _facets(self, node: CommentedMap) -> dict[str, str]:
        facets = node.get("facets") or CommentedMap()
        if not isinstance(facets, CommentedMap):
            self._fail(node, "facets", "expected a map with 'mode' or 'dimension'")
        self._known(facets, tuple(FACETS), "facets")
        for key, value in facets.items():
            if value not in FACETS[key]:
                self._fail(facets, key, f"{key} is one of {', '.join(FACETS[key])}, not {value!r}")
        return {str(key): str(value) for key, value in facets.items()}

    def _flag(self, node: CommentedMap, key: str) -> bool:
        value = self._text(node, key).lower() or "true"
        if value not in _TRUE_FALSE:
            self._fail(node, key, f"{key} is true or false, not {value!r}")
        return _TRUE_FALSE[value]

    def _set(self, node: CommentedMap) -> CodeSet:
        self._known(node, SET_KEYS, "a set")
        guid = self._text(node, "guid")
        return CodeSet(
            name=self._text(node, "name"), codes=self._texts(node, "codes"), **({"guid": guid} if guid else {})
        )

    def _table(self, node: CommentedMap) -> ProgressTable:
        self._known(node, TABLE_KEYS, "a progress table")
        return ProgressTable(
            id=self._text(node, "id"),
            name=self._text(node, "name"),
            cite=self._text(node, "cite"),
            dimensions=self._texts(node, "dimensions"),
            cells=tuple(self._each(node, "cells", self._cell)),
        )

    def _cell(self, node: CommentedMap) -> Cell:
        self._known(node, CELL_KEYS, "a cell")
        for key, known in FACETS.items():
            if node.get(key) not in known:
                self._fail(node, key, f"{key} is one of {', '.join(known)}, not {node.get(key)!r}")
        return Cell(mode=node["mode"], dimension=node["dimension"], questions=self._texts(node, "questions"))

    def _each(self, node: CommentedMap, key: str, read: Callable[[CommentedMap], _T]) -> Iterable[_T]:
        return (read(entry) for entry in self._maps(node, key))

    def _maps(self, node: CommentedMap, key: str) -> Iterable[CommentedMap]:
        entries = node.get(key) or []
        if not isinstance(entries, list):
            self._fail(node, key, f"{key} is a list; begin each entry with '- '")
        for entry in entries:
            if not isinstance(entry, CommentedMap):
                self._fail(node, key, f"each entry of {key} is a map with keys, not {str(entry)[:40]!r}")
            yield entry

    def _texts(self, node: CommentedMap, key: str) -> tuple[str, ...]:
        entries = node.get(key) or []
        if not isinstance(entries, list):
            self._fail(node, key, f"{key} is a list, not {str(entries)[:40]!r}")
        for entry in entries:
            if not isinstance(entry, str):
                self._fail(node, key, f"each entry of {key} is text; put it in quotation marks")
        return tuple(str(entry).strip() for entry in entries)

    def _text(self, node: CommentedMap, key: str) -> str:
        value = node.get(key)
        if value is not None and not isinstance(value, str):
            self._fail(node, key, f"{key} is text; put it in quotation marks")
        return str(value or "").strip()

    def _known(self, node: CommentedMap, keys: tuple[str, ...], what: str) -> None:
        for key in node:
            if key not in keys:
                self._fail(node, key, f"{what} has no key {key!r}; it has {', '.join(keys)}")

    def _fail(self, node: CommentedMap, key: Any, sentence: str) -> None:
        raise CodebookError(f"{self._where}, line {_line(node, key)}: {sentence}")


def _line(node: CommentedMap, key: Any) -> int:
    try:
        return int(node.lc.key(key)[0]) + 1
    except (KeyError, AttributeError, TypeError):
        return int(getattr(node.lc, "line", 0) or 0) + 1


def _yaml(width: int = _WIDTH) -> YAML:
    yaml = YAML(typ="rt")
    yaml.Constructor = _TextConstructor
    yaml.preserve_quotes = True
    yaml.width = width
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _nodes(codes: Any) -> dict[str, CommentedMap]:
    found: dict[str, CommentedMap] = {}
    for node in codes or []:
        found[node.get("id", "")] = node
        found |= _nodes(node.get("children"))
    return found


def _set_codes(parent: CommentedMap, key: str, book: Codebook, code: str, nodes: Mapping[str, CommentedMap]) -> None:
    entries = book.children(code)
    if not entries:
        parent.pop(key, None)
        return
    if [node.get("id") for node in parent.get(key) or []] != [entry.id for entry in entries]:
        parent[key] = CommentedSeq([nodes.get(entry.id, CommentedMap()) for entry in entries])
    for node, entry in zip(parent[key], entries, strict=True):
        new = not node
        _set_code(node, entry)
        if new:
            _in_order(node)
        _set_codes(node, "children", book, entry.id, nodes)


def _set_code(node: CommentedMap, entry: Code) -> None:
    children = node.pop("children", None)
    for key in TEXTS:
        if key != "name" or "name" in node or entry.name != Code(id=entry.id).name:
            _set(node, key, getattr(entry, key))
    for key in LISTS:
        _set_list(node, key, getattr(entry, key))
    if not _same_examples(node, entry):
        misses = [{"passage": miss.passage, "why": miss.why} for miss in entry.near_misses]
        parts = {"typical": list(entry.examples), "near_miss": misses}
        _put(node, "examples", {part: items for part, items in parts.items() if items})
    if dict(node.get("facets") or {}) != dict(entry.facets):
        _put(node, "facets", dict(entry.facets))
    if not entry.is_codable:
        _set(node, "is_codable", "false")
    elif "is_codable" in node:
        del node["is_codable"]
    if children is not None:
        node["children"] = children


def _in_order(node: CommentedMap) -> None:
    for key in CODE_KEYS:
        if key in node:
            node.move_to_end(key)


def _set(node: CommentedMap, key: str, value: str) -> None:
    if str(node.get(key) or "").strip() == value:
        return
    _put(node, key, FoldedScalarString(value) if len(value) > 90 and "\n" not in value else value)


def _set_list(node: CommentedMap, key: str, values: tuple[str, ...]) -> None:
    if tuple(str(item).strip() for item in node.get(key) or ()) == values:
        return
    _put(node, key, list(values))


def _put(node: CommentedMap, key: str, value: Any) -> None:
    """Set a key, or take it out where there is nothing to say."""
    if value:
        node[key] = value
    else:
        node.pop(key, None)


def _same_examples(node: CommentedMap, entry: Code) -> bool:
    if not node.get("examples"):
        return not entry.examples and not entry.near_misses
    return _Reader("")._examples(node) == (entry.examples, entry.near_misses)


def _set_sets(document: CommentedMap, book: Codebook) -> None:
    held = [(item.name, item.codes) for item in _Reader("")._each(document, "sets", _Reader("")._set)]
    if held != [(item.name, item.codes) for item in book.sets]:
        _put(document, "sets", [{"name": item.name, "codes": list(item.codes)} for item in book.sets])


def _set_tables(document: CommentedMap, book: Codebook) -> None:
    if tuple(_Reader("")._each(document, "progress_tables", _Reader("")._table)) != book.progress_tables:
        _put(document, "progress_tables", [_table_out(table) for table in book.progress_tables])


def _table_out(table: ProgressTable) -> dict[str, Any]:
    cells = [{"mode": c.mode, "dimension": c.dimension, "questions": list(c.questions)} for c in table.cells]
    return {
        "id": table.id,
        "name": table.name,
        "cite": table.cite,
        "dimensions": list(table.dimensions),
        "cells": cells,
    }
