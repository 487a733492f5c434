"""OpenDocument texts (.odt, .fodt): the words of the body in their order, one paragraph or table row a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from wenger_qda.formats.files import File, Found
from wenger_qda.formats.lines import Line, left_out, row_lines, source_of
from wenger_qda.formats.package import Archive, attribute, inside, local_name, open_package, parse_xml

_BLOCKS = frozenset(
    "section list list-item list-header index-body table-of-content illustration-index table-index object-index "
    "user-index alphabetical-index bibliography index-title numbered-paragraph page-sequence".split()
)
_ROW_GROUPS = frozenset(["table-header-rows", "table-rows", "table-row-group"])
_NOT_THE_TEXT = frozenset(
    "annotation note frame custom-shape tracked-changes ruby-text script bibliography-configuration object "
    "rect line ellipse g".split()
)
_LEFT_OUT = {
    "annotation": "comment", "text-box": "text box", "image": "picture", "deletion": "tracked deletion",
    "object": "embedded object",
}  # fmt: skip
_LONGEST_GAP = 1000
_WHITE = re.compile(r"[ \t\r\n]+")
_TITLES = ("Title", "Subtitle")


def read_open_document(file: File) -> Found:
    """Read an .odt file: paragraphs, lists and tables of its body into turns."""
    archive = open_package(file.data, file.name, wanted="an OpenDocument text (.odt)", save_as=".odt")
    if _is_encrypted(archive, file):
        raise file.refuse("locked with a password; save a copy without one")
    if not archive.has("content.xml"):
        raise file.refuse("not an OpenDocument text (.odt): it holds no document")
    root = parse_xml(archive.read("content.xml"), file.name)
    body = next((text for part in _children(root, "body") for text in _children(part, "text")), None)
    if body is None:
        raise file.refuse("not an OpenDocument text (.odt): it may be a spreadsheet or a drawing under this suffix")
    lines = list(_lines(body, _title_styles(root)))
    return Found(sources=(source_of(file, lines),), remarks=_left_out(root))


def _is_encrypted(archive: Archive, file: File) -> bool:
    if not archive.has("META-INF/manifest.xml"):
        return False
    manifest = parse_xml(archive.read("META-INF/manifest.xml"), file.name)
    return any(local_name(element) == "encryption-data" for element in manifest.iter())


def _children(element: Any, wanted: str) -> Iterator[Any]:
    return (child for child in element if local_name(child) == wanted)


def _title_styles(root: Any) -> frozenset[str]:
    """Give the styles of titles; what somebody has changed by hand has a style of its own made from one of those."""
    own = (style for part in _children(root, "automatic-styles") for style in part)
    return frozenset(
        [*_TITLES, *(attribute(style, "name") for style in own if attribute(style, "parent-style-name") in _TITLES)]
    )


def _lines(block: Any, titles: frozenset[str]) -> Iterator[Line]:
    """Walk the blocks of a body, a list or a cell."""
    for child in block:
        name = local_name(child)
        if name in ("p", "h"):
            for line in _words(child).split("\n"):
                yield Line(line, name == "h" or attribute(child, "style-name") in titles)
        elif name == "table":
            for row in inside(child, "table-row", _ROW_GROUPS):
                yield from row_lines([list(_lines(cell, titles)) for cell in _children(row, "table-cell")])
        elif name in _BLOCKS:
            yield from _lines(child, titles)


def _words(element: Any) -> str:
    """Give the words of a paragraph: white space in the file counts once, and what is meant to be wider says so."""
    return "".join(_pieces(element)).strip(" ")


def _pieces(element: Any) -> Iterator[str]:
    yield _narrow(element.text)
    for child in element:
        name = local_name(child)
        if name == "s":
            yield " " * _count(attribute(child, "c"))
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name not in _NOT_THE_TEXT:
            yield from _pieces(child)
        yield _narrow(child.tail)


def _narrow(words: str | None) -> str:
    """Take line ends and indents of the file's own XML for a space."""
    return _WHITE.sub(" ", words or "")


def _count(said: str) -> int:
    return min(int(said), _LONGEST_GAP) if said.isascii() and said.isdigit() and len(said) < 10 else 1


def _left_out(root: Any) -> tuple[str, ...]:
    """Say what the file holds beside the words of its body."""
    counts = Counter(_LEFT_OUT[name] for element in root.iter() if (name := local_name(element)) in _LEFT_OUT)
    for element in root.iter():
        if local_name(element) == "note":
            counts["endnote" if attribute(element, "note-class") == "endnote" else "footnote"] += 1
    return left_out(dict(sorted(counts.items())))
