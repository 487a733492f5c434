"""Documents of word processors as lines: one paragraph or table row each, headings marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wenger_qda.text import Span, normalise, paragraphs


class Line(NamedTuple):
    """A line of a document."""

    text: str
    is_heading: bool = False


def row_lines(cells: Sequence[Sequence[Line]]) -> Iterator[Line]:
    r"""Give a table's row as one line; where one cell only is filled it is layout, and its paragraphs stay lines.

    Examples
    --------
    >>> [line.text for line in row_lines([[Line("Who")], [Line("Where"), Line("when")]])]
    ['Who\tWhere when']
    """
    filled = [cell for cell in cells if any(line.text.strip() for line in cell)]
    if len(filled) == 1:
        yield from filled[0]
    elif filled:
        yield Line("\t".join(" ".join(line.text for line in cell if line.text.strip()) for cell in cells).rstrip())


def text_of(lines: Sequence[Line]) -> str:
    """Give the text of a document."""
    return normalise("\n".join(line.text for line in lines)).text.rstrip("\n")


def headings_in(text: str, lines: Sequence[Line]) -> Iterator[Span]:
    """Find the paragraphs of the text that are headings."""
    starts, offset = {}, 0
    for piece, line in zip(text.split("\n"), lines, strict=False):
        starts[offset] = line.is_heading
        offset += len(piece) + 1
    for span in paragraphs(text):
        line_start = text.rfind("\n", 0, span.start_char) + 1
        if starts.get(line_start):
            yield span
