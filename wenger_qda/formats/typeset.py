"""Lines on paper put together to paragraphs again, as far as their places tell.

Paper keeps where words stand, not what a paragraph is. A line goes on in the next one where that one's first word would
have found no room in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_REPEATED = 3
_MOST_LINES = 2_000
_WIDE_GAP = 1.3
_SOFT_HYPHEN = "\u00ad"
_HYPHENS = f"-\u2010{_SOFT_HYPHEN}"
_LABEL = re.compile(r"[^\W\d_a-zß-ÿ][^\s:]*(?: [^\s:]+){0,3}:(?=\s)")
_ITEM = re.compile(r"(?:[-*•‣◦–]|\(?\w{1,3}[.)])\s")
_SENTENCE_ENDS = (".", "!", "?", ":", "”", '"', "…")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_BROKEN_WORD = re.compile(rf"([^\W\d_]+)[{_HYPHENS}]$")


class Line(NamedTuple):
    """A line on paper; its edges are in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True, slots=True)
class _Page:
    """What the lines of a page have in common."""

    lines: Sequence[Line]
    column_starts: Sequence[float]
    pitch: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Page:
        starts = Counter(round(line.left) for line in lines)
        steps = [above.bottom - below.bottom for above, below in pairwise(lines)]
        down = [step for step, line in zip(steps, lines, strict=False) if step > (line.top - line.bottom) / 2]
        columns = sorted(float(left) for left, count in starts.items() if count >= _REPEATED)
        return cls(lines, columns, min(down, default=0.0))

    def end_of_column(self, line: Line) -> float:
        """Give how far to the right the lines above and below this one reach, short of the next column."""
        at = bisect_right(self.column_starts, line.right)
        limit = self.column_starts[at] if at < len(self.column_starts) else float("inf")
        return max(other.right for other in self.lines if other.left < line.right and other.right <= limit)


def running_heads(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Find what stands at the top or the bottom of most pages; numbers in it are given as ``#``.

    Examples
    --------
    >>> pages = [[Line(f"Field notes, {n}", 0, 9, 12, 22), Line(w, 0, 9, 0, 9)] for n, w in enumerate("abc")]
    >>> running_heads(pages)
    frozenset({'Field notes, #'})
    """
    full = [page for page in pages if len(page) > 1]
    edges = Counter(words for page in full for words in {without_digits(line.text) for line in _edges(page)})
    enough = max(_REPEATED, len(pages) / 2)
    return frozenset(words for words, count in edges.items() if count >= enough)


def _edges(page: Sequence[Line]) -> tuple[Line, Line]:
    return max(page, key=lambda line: line.top), min(page, key=lambda line: line.bottom)


def without_digits(text: str) -> str:
    """Give a line's words with ``#`` for each number."""
    return re.sub(r"\d+", "#", text)


def paragraphs_of(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    """Put the lines of all pages together to paragraphs; words cut by a hyphen become whole.

    Examples
    --------
    >>> lines = [Line("It was a quiet af-", 0, 90, 20, 30), Line("ternoon.", 0, 40, 8, 18), Line("Rain.", 0, 22, -9, 1)]
    >>> list(paragraphs_of([lines]))
    ['It was a quiet afternoon.', 'Rain.']
    """
    known = Counter(word.lower() for page in pages for line in page for word in _WORD.findall(line.text))
    paragraph, before, page_before = "", None, None
    for page in map(_Page.of, pages):
        for line in page.lines:
            if before is not None and page_before is not None and _goes_on(before, line, page_before):
                paragraph = _joined(paragraph, line.text, known)
            else:
                yield from [paragraph] if paragraph else []
                paragraph = line.text
            before, page_before = line, page
    yield from [paragraph] if paragraph else []


def _goes_on(before: Line, line: Line, page: _Page) -> bool:
    """Tell whether a paragraph goes on from one line to the next."""
    if len(page.lines) > _MOST_LINES or _LABEL.match(line.text) or _ITEM.match(line.text):
        return False
    if not _is_full(before, line, page):
        return False
    step = before.bottom - line.bottom
    if step <= 0 or line.left > before.right:
        return not before.text.endswith(_SENTENCE_ENDS) and not line.text[0].isupper()
    is_indented = line.left > before.left + page.pitch / 2 and not _ITEM.match(before.text)
    return step <= _WIDE_GAP * page.pitch and not is_indented


def _is_full(before: Line, line: Line, page: _Page) -> bool:
    """Tell whether the next line's first word would have found no room in a line."""
    if before.text[-1] in _HYPHENS:
        return True
    first = line.text.split(maxsplit=1)[0]
    width = (line.right - line.left) * (len(first) + 1) / len(line.text)
    return before.right + width > page.end_of_column(before)


def _joined(paragraph: str, text: str, known: Counter[str]) -> str:
    broken = _BROKEN_WORD.search(paragraph)
    rest = _WORD.match(text)
    if not broken or not rest:
        return f"{paragraph} {text}"
    head, hyphen, tail = broken[1], paragraph[-1], rest[0]
    whole, hyphened = known[(head + tail).lower()], known[f"{head}-{tail}".lower()]
    is_cut = hyphen == _SOFT_HYPHEN or whole > hyphened or (whole == hyphened and tail[0].islower())
    return f"{paragraph[:-1] if is_cut else paragraph}{text}"
