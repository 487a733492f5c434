"""Paragraphs, sentences and words, as half-open spans.

Lines end at LF only: U+2028, NEL and form feeds stay inside a paragraph, as they do in the programs codings come from.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PARAGRAPH = re.compile(r"[^\n]+")
_WORD = re.compile(r"\w[\w\u0300-\u036f\u200c\u200d]*(?:['’\u2010\u2011-]\w[\w\u0300-\u036f]*)*")
_CLOSERS = "\"'”’»)]}›」』"
_SENTENCE_END = re.compile(rf"(?:[.!?…؟۔।]+[{re.escape(_CLOSERS)}]*(?=\s|$))|(?:[。！？｡]+[{re.escape(_CLOSERS)}]*)")
_EMOJI = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st vs etc e.g i.e cf nr approx dept fig pp p vol ed eds jr sr inc ltd z.b d.h bzw usw".split()
)


class Span(NamedTuple):
    """A half-open stretch of characters."""

    start_char: int
    end_char: int


def paragraphs(text: str) -> list[Span]:
    r"""Find the lines that hold more than white space, trimmed.

    Examples
    --------
    >>> paragraphs("one\n\n  two ")
    [Span(start_char=0, end_char=3), Span(start_char=7, end_char=10)]
    """
    spans = (_trimmed(text, match.start(), match.end()) for match in _PARAGRAPH.finditer(text))
    return [span for span in spans if span.start_char < span.end_char]


def sentences(text: str) -> list[Span]:
    """Find the sentences of each paragraph.

    A full stop ends a sentence before white space or the paragraph's end, unless it follows an initial, a known
    abbreviation, or the next word starts with a small letter.

    Examples
    --------
    >>> [text[a:b] for text in ["Dr. Okri left. Why? Nobody asked."] for a, b in sentences(text)]
    ['Dr. Okri left.', 'Why?', 'Nobody asked.']
    """
    found = []
    for start, end in paragraphs(text):
        begin = start
        for match in _SENTENCE_END.finditer(text, start, end):
            if _goes_on(text, begin, match, end):
                continue
            found.append(_trimmed(text, begin, match.end()))
            begin = match.end()
        last = _trimmed(text, begin, end)
        if last.start_char < last.end_char:
            found.append(last)
    return found


def words(text: str) -> list[Span]:
    """Find the words: letters, digits and marks, with inner apostrophes and hyphens.

    Examples
    --------
    >>> [text[a:b] for text in ["Nobody's half-done e-mail, 33!"] for a, b in words(text)]
    ["Nobody's", 'half-done', 'e-mail', '33']
    """
    return [Span(*match.span()) for match in _WORD.finditer(text)]


def is_wordlike(text: str) -> bool:
    """Tell whether a text holds at least one letter, digit or emoji.

    Examples
    --------
    >>> is_wordlike("…"), is_wordlike("ok"), is_wordlike("🦘")
    (False, True, True)
    """
    return any(character.isalnum() for character in text) or bool(_EMOJI.search(text))


def _goes_on(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    """Tell whether the full stop at `match` stands inside a sentence."""
    if match.group()[0] not in ".…":
        return False
    rest = text[match.end() : end].lstrip()
    if rest[:1].islower():
        return True
    if match.group() != ".":
        return False
    before = text[begin : match.start()].rsplit(None, 1)
    last = before[-1].lstrip("(\"'“‘[").lower() if before else ""
    if last == "no":
        return rest[:1].isdigit()
    return bool(rest) and (last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha() and last != "i"))


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
