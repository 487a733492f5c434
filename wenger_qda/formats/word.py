"""Word files: the words of the body in their order, one paragraph or table row a line.

The XML is walked by hand: python-docx leaves out text in content controls, tracked insertions and nested tables. Names
are compared without their namespace, so that files of the strict and the transitional kind read alike.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from wenger_qda.errors import SourceError
from wenger_qda.formats.files import File, Found
from wenger_qda.formats.lines import Line, left_out, row_lines, source_of
from wenger_qda.formats.package import Archive, attribute, inside, local_name, open_package, parse_xml

_SEE_THROUGH = frozenset("sdt sdtContent customXml smartTag ins moveTo AlternateContent Choice body fldSimple".split())
_NOT_THE_TEXT = frozenset(
    "del moveFrom drawing pict object pPr rPr tblPr trPr tcPr sdtPr sdtEndPr Fallback instrText delText rt".split()
)
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011"}
_HEADING_NAME = re.compile(r"heading \d|title|subtitle", re.IGNORECASE)
_LINE_BREAKS = re.compile(r"[\r\n]+")


def read_word(file: File) -> Found:
    """Read a .docx file: paragraphs, lists and tables of its body into turns."""
    archive = open_package(file.data, file.name, wanted="a Word file (.docx)", save_as=".docx")
    main = _main_part(archive, file)
    body = next((child for child in parse_xml(archive.read(main), file.name) if local_name(child) == "body"), None)
    if body is None:
        raise file.refuse("not a Word file (.docx): it has no body")
    lines = list(_lines(body, _heading_styles(archive, posixpath.dirname(main), file.name)))
    return Found(sources=(source_of(file, lines),), remarks=_left_out(archive, body))


def _main_part(archive: Archive, file: File) -> str:
    if archive.has("_rels/.rels"):
        for relation in parse_xml(archive.read("_rels/.rels"), file.name):
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith("/officeDocument") and archive.has(target):
                return str(target)
    if archive.has("word/document.xml"):
        return "word/document.xml"
    raise file.refuse("not a Word file (.docx): it holds no document")


def _lines(block: Any, headings: frozenset[str]) -> Iterator[Line]:
    """Walk the blocks of a body or a cell."""
    for child in block:
        name = local_name(child)
        if name == "p":
            is_heading = _style(child) in headings or _outline_level(child)
            for line in _words(child).split("\n"):
                yield Line(line, is_heading)
        elif name == "tbl":
            yield from _rows(child, headings)
        elif name in _SEE_THROUGH:
            yield from _lines(child, headings)


def _rows(table: Any, headings: frozenset[str]) -> Iterator[Line]:
    """Give a table's rows, but for those taken out."""
    for row in inside(table, "tr", _SEE_THROUGH):
        if any(local_name(mark) == "del" for part in row if local_name(part) == "trPr" for mark in part):
            continue
        yield from row_lines([list(_lines(cell, headings)) for cell in inside(row, "tc", _SEE_THROUGH)])


def _words(element: Any) -> str:
    return "".join(_pieces(element))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        name = local_name(child)
        if name == "t":
            yield _LINE_BREAKS.sub(" ", child.text or "")
        elif name == "br":
            yield "" if attribute(child, "type") in ("page", "column") else "\n"
        elif name == "sym":
            yield _symbol(attribute(child, "char"))
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name not in _NOT_THE_TEXT:
            yield from _pieces(child)


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _heading_styles(archive: Archive, folder: str, where: str) -> frozenset[str]:
    """Find the styles that are headings, by their built-in names: their ids differ from language to language."""
    part = posixpath.join(folder, "styles.xml")
    if not archive.has(part):
        return frozenset()
    found = set()
    for style in parse_xml(archive.read(part), where):
        names = [attribute(child, "val") for child in style if local_name(child) == "name"]
        if any(_HEADING_NAME.fullmatch(name) for name in names) or any(map(_outline_level, style)):
            found.add(attribute(style, "styleId"))
    return frozenset(found - {""})


def _style(paragraph: Any) -> str:
    return next((attribute(mark, "val") for mark in _properties(paragraph) if local_name(mark) == "pStyle"), "")


def _outline_level(element: Any) -> bool:
    """Tell whether a paragraph or a style stands in the document's outline; level 9 says that it does not."""
    properties = element if local_name(element) == "pPr" else _properties(element)
    return any(local_name(mark) == "outlineLvl" and attribute(mark, "val") in tuple("012345678") for mark in properties)


def _properties(paragraph: Any) -> Iterator[Any]:
    return (mark for part in paragraph if local_name(part) == "pPr" for mark in part)


def _left_out(archive: Archive, body: Any) -> tuple[str, ...]:
    """Say what the file holds beside the words of its body."""
    names = [local_name(element) for element in body.iter()]
    counts = {
        "text box": names.count("txbxContent") - _in_fallback(body, "txbxContent"),
        "tracked deletion": names.count("del") + names.count("moveFrom"),
        "footnote": names.count("footnoteReference"),
        "endnote": names.count("endnoteReference"),
        "comment": names.count("commentReference"),
        "picture": names.count("blip"),
        "embedded document": names.count("altChunk"),
    }
    return left_out(counts, [name for name in ("header", "footer") if _has_words(archive, name)])


def _in_fallback(body: Any, wanted: str) -> int:
    """Count the elements that say the same once more, for older programs."""
    fallbacks = [element for element in body.iter() if local_name(element) == "Fallback"]
    return sum(local_name(element) == wanted for fallback in fallbacks for element in fallback.iter())


def _has_words(archive: Archive, name: str) -> bool:
    parts = [info for info in archive.members if re.search(rf"/{name}\d*\.xml$", info.filename)]
    try:
        return any(_words(parse_xml(archive.read(part), part.filename)).strip() for part in parts)
    except SourceError:
        return True
