"""PDF files with text, page after page; what stands on every page is left out."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence

import pypdfium2
from pypdfium2 import raw as pdfium

from wenger_qda.formats.files import File, Found
from wenger_qda.formats.lines import text_of
from wenger_qda.formats.package import LIMITS
from wenger_qda.formats.typeset import Line, paragraphs_of, running_heads, without_digits
from wenger_qda.text import find_turns

_MOST_PAGES = 5_000
_MOST_SIGNS = 1_000_000
_MOST_LAYERS = 4
_STREAM = re.compile(rb"stream\r?\n(?=\x78)")
_LINE_ENDS = "\r\n"
_HYPHENS_AT_LINE_ENDS = "\x02\ufffe"
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_HEAD_BYTES = 1024

_Box = tuple[float, float, float, float]


def read_pdf(file: File) -> Found:
    """Read a .pdf file: its text into turns, the lines of a paragraph joined."""
    pages = _pages(file)
    heads = running_heads(pages)
    body = [[line for line in page if without_digits(line.text) not in heads] for page in pages]
    text = text_of(paragraphs_of(body))
    if not text.strip():
        raise file.refuse("holds no text; it may be a scan, pictures of pages. Run text recognition over it first")
    return Found(sources=(file.source(text, find_turns(text)),), remarks=_remarks(pages, heads))


def _pages(file: File) -> list[list[Line]]:
    if not file.data.strip():
        raise file.refuse("the file is empty")
    if b"%PDF-" not in file.data[:_HEAD_BYTES]:
        raise file.refuse("not a PDF file, whatever its suffix says")
    _refuse_bombs(file)
    try:
        with pypdfium2.PdfDocument(file.data) as document:
            if len(document) > _MOST_PAGES:
                raise file.refuse(f"has {len(document)} pages; at most {_MOST_PAGES} are read")
            return [list(_lines(document, number, file)) for number in range(len(document))]
    except pypdfium2.PdfiumError as err:
        raise file.refuse(_why(str(err))) from err


def _refuse_bombs(file: File) -> None:
    """Refuse a file whose packed parts are huge, before anything unpacks them."""
    total = 0
    for match in _STREAM.finditer(file.data):
        total += _unpacked_size(memoryview(file.data)[match.end() :])
        if total > LIMITS.member_bytes:
            raise file.refuse(f"unpacks to more than {LIMITS.member_bytes >> 20} MB")


def _unpacked_size(data: memoryview | bytes) -> int:
    """Measure what a packed part unpacks to, packed parts inside it too; what is too much is not unpacked further."""
    size = 0
    for _ in range(_MOST_LAYERS):
        try:
            data = zlib.decompressobj().decompress(data, LIMITS.member_bytes + 1)
        except zlib.error:
            break
        size += len(data)
    return size


def _why(error: str) -> str:
    if "password" in error.lower():
        return "locked with a password; save a copy without one"
    return "the PDF is broken, or only half downloaded"


def _lines(document: pypdfium2.PdfDocument, number: int, file: File) -> Iterator[Line]:
    """Cut the signs of a page into lines where PDFium ends them."""
    page = document[number].get_textpage()
    if page.count_chars() > _MOST_SIGNS:
        raise file.refuse(f"page {number + 1} holds more than {_MOST_SIGNS:,} characters; no page of paper does")
    signs: list[str] = []
    boxes: list[_Box] = []
    for index in range(page.count_chars()):
        sign = _sign(page, index)
        if sign not in _LINE_ENDS:
            signs.append("-" if sign in _HYPHENS_AT_LINE_ENDS else sign)
        if not sign.isspace():
            boxes.append(page.get_charbox(index, loose=True))
        if sign in _LINE_ENDS or sign in _HYPHENS_AT_LINE_ENDS:
            yield from _line(signs, boxes)
            signs, boxes = [], []
    yield from _line(signs, boxes)


def _sign(page: pypdfium2.PdfTextPage, index: int) -> str:
    code = pdfium.FPDFText_GetUnicode(page, index)
    return _LIGATURES.get(code) or (chr(code) if 0 < code < 0x110000 else " ")


def _line(signs: Sequence[str], boxes: Sequence[_Box]) -> Iterator[Line]:
    """Give the line if there is ink in it; the two halves of an astral character are put together."""
    text = "".join(signs).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
    if text and boxes:
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        yield Line(text, min(lefts), max(rights), min(bottoms), max(tops))


def _remarks(pages: Sequence[Sequence[Line]], heads: frozenset[str]) -> tuple[str, ...]:
    """Say what was left out, and which pages held nothing to read."""
    told = [f"left out, as it stands on most pages: “{head}”" for head in sorted(heads)]
    blank = sum(not page for page in pages)
    if blank:
        told.append(f"{blank} of {len(pages)} pages hold no text; they may be pictures")
    return tuple(told)
