"""Documents of word processors as lines: one paragraph or table row each, headings marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from wenger_qda.formats.files import File
from wenger_qda.model import Source
from wenger_qda.text import Span, find_turns, normalise, paragraphs


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


def source_of(file: File, lines: Sequence[Line]) -> Source:
    """Make the source that a document's lines are.

    Raises
    ------
    SourceError
        If there is no word in them.
    """
    text = text_of(line.text for line in lines)
    if not text.strip():
        raise file.refuse("holds no text (text in boxes, notes and headers is not read)")
    return file.source(text, find_turns(text, headings=_headings_in(text, lines)))


def text_of(lines: Iterable[str]) -> str:
    """Give the text that lines make."""
    return normalise("\n".join(lines)).text.rstrip("\n")


def left_out(counts: Mapping[str, int], more: Sequence[str] = ()) -> tuple[str, ...]:
    """Say what a file holds beside its text, in the order given; nothing is said where there is nothing.

    Examples
    --------
    >>> left_out({"picture": 2, "comment": 0, "footnote": 1}, ["header"])
    ('left out: 2 pictures, 1 footnote, header',)
    """
    told = [f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts.items() if count]
    return (f"left out: {', '.join([*told, *more])}",) if told or more else ()


def _headings_in(text: str, lines: Sequence[Line]) -> Iterator[Span]:
    starts, offset = {}, 0
    for piece, line in zip(text.split("\n"), lines, strict=False):
        starts[offset] = line.is_heading
        offset += len(piece) + 1
    for span in paragraphs(text):
        line_start = text.rfind("\n", 0, span.start_char) + 1
        if starts.get(line_start):
            yield span
