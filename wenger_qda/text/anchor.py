"""Keeping a span with its words: finding a quote, and moving spans into a corrected text.

A span is moved only where its words stand unchanged; in every other case it is marked for a person to look at. It is
never shifted in silence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining

from wenger_qda.text.segments import Span, is_wordlike

_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_FEW = 2000
_TELLING = 16


class Anchored(NamedTuple):
    """Where a span of an old text stands in a new one.

    `status` is ``kept`` (same offsets, same words), ``moved`` (new offsets, same words) or ``needs_review`` (the words
    changed, are gone, or have become part of another word; the offsets are the nearest place, None where the new text
    has none).
    """

    status: str
    start_char: int | None
    end_char: int | None


class _Block(NamedTuple):
    """A run of characters that stands in both texts."""

    old: int
    new: int
    size: int


_Finer = Callable[[str, str], list[_Block]]


def locate(text: str, quote: str, *, before: str = "") -> list[Span]:
    r"""Find every place where a quote stands; any run of white space counts as one space.

    Parameters
    ----------
    text : str
        The text to look in.
    quote : str
        The words looked for.
    before : str
        Words that must stand right before the quote.

    Examples
    --------
    >>> locate("so it goes.\nand so  it goes", "so it goes", before="and")
    [Span(start_char=16, end_char=27)]
    """
    words = " ".join(quote.split())
    if not words:
        return []
    found = list(_places(_collapsed(text), words))
    if not before.strip():
        return found
    ahead = re.compile(_loose(before) + r"\s*\Z")
    return [span for span in found if ahead.search(text[: span.start_char])]


def reanchor(old: str, new: str, spans: Iterable[tuple[int, int]]) -> list[Anchored]:
    """Carry spans of an old text over to a corrected one.

    Parameters
    ----------
    old, new : str
        The text before and after the correction.
    spans : iterable of (int, int)
        Half-open spans of `old`.

    Returns
    -------
    list of Anchored
        One a span, in the order given.

    Raises
    ------
    ValueError
        If a span does not lie in `old`.

    Examples
    --------
    >>> for place in reanchor("We share snaks daily.", "We all share snacks daily.", [(0, 2), (3, 8), (9, 14)]):
    ...     print(*place)
    kept 0 2
    moved 7 12
    needs_review 13 19
    """
    blocks = _common(old, new)
    starts = [block.old for block in blocks]
    return [_carry(old, new, blocks, starts, Span(*span)) for span in spans]


def reanchor_passage(old: str, start: int, end: int, words: str, spans: Iterable[tuple[int, int]]) -> list[Anchored]:
    """Carry spans over to the text in which other words stand in the place of one passage.

    Where the passage is known, nothing has to be guessed outside of it: a span before it is kept, one behind it moves
    by the difference, one that holds it grows or shrinks with it and needs review. A span that lies inside it, or cuts
    it, is carried over as :func:`reanchor` does.

    Examples
    --------
    >>> for place in reanchor_passage("We share snaks daily.", 9, 14, "snacks", [(0, 2), (3, 14), (15, 20)]):
    ...     print(*place)
    kept 0 2
    needs_review 3 15
    moved 16 21
    """
    if not 0 <= start <= end <= len(old):
        raise ValueError(f"passage {start}, {end} does not lie in a text of {len(old)} characters")
    new = old[:start] + words + old[end:]
    before, behind = _Block(0, 0, start), _Block(end, start + len(words), len(old) - end)
    inside = [_Block(start + b.old, start + b.new, b.size) for b in _common(old[start:end], words)]
    finely = _joined([block for block in (before, *inside, behind) if block.size])
    carried = []
    for span in spans:
        is_apart = span[1] <= start or end <= span[0]
        holds_it = span[0] <= start and end <= span[1]
        blocks = [before, behind] if is_apart or holds_it else finely
        carried.append(_carry(old, new, blocks, [block.old for block in blocks], Span(*span)))
    return carried


def _carry(old: str, new: str, blocks: Sequence[_Block], starts: list[int], span: Span) -> Anchored:
    start, end = span
    if not 0 <= start < end <= len(old):
        raise ValueError(f"span {start}, {end} does not lie in a text of {len(old)} characters")
    block = blocks[max(bisect_right(starts, start) - 1, 0)] if blocks else _Block(0, 0, 0)
    if block.old <= start and end <= block.old + block.size:
        moved = Span(start - block.old + block.new, end - block.old + block.new)
        if _cuts_anew(old, span, new, moved):
            return Anchored("needs_review", *moved)
        return Anchored("kept" if moved == span else "moved", *moved)
    if _is_telling(old[start:end]) and not _survives(new, blocks, span):
        elsewhere = _in_new_words(new, blocks, old[start:end])
        if len(elsewhere) == 1:
            return Anchored("moved", *elsewhere[0])
    return Anchored("needs_review", *_nearest(new, blocks, span))


def _cuts_anew(old: str, span: Span, new: str, moved: Span) -> bool:
    """Tell whether an end of a span that stood between words has come to stand inside one: “trust” in “distrust”."""
    return any(_cuts_word(new, there) and not _cuts_word(old, here) for here, there in zip(span, moved, strict=True))


def _cuts_word(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    return bool(combining(text[at])) or (text[at - 1].isalnum() and text[at].isalnum())


def _is_telling(quote: str) -> bool:
    """Tell whether a quote is long enough that finding it elsewhere means it was moved there."""
    return len(quote) >= _TELLING


def _survives(new: str, blocks: Sequence[_Block], span: Span) -> bool:
    """Tell whether any word of an old span still stands where it was."""
    for block in blocks:
        start, end = max(block.old, span.start_char), min(block.old + block.size, span.end_char)
        if start < end and is_wordlike(new[start - block.old + block.new : end - block.old + block.new]):
            return True
    return False


def _in_new_words(new: str, blocks: Sequence[_Block], quote: str) -> list[Span]:
    """Find a quote in those parts of the new text that come from nowhere in the old one: words cut and pasted."""
    found, last = [], 0
    for block in [*blocks, _Block(0, len(new), 0)]:
        at = new.find(quote, last, block.new)
        while at >= 0:
            found.append(Span(at, at + len(quote)))
            at = new.find(quote, at + 1, block.new)
        last = block.new + block.size
    return found


def _nearest(new: str, blocks: Sequence[_Block], span: Span) -> tuple[int | None, int | None]:
    """Give the place that a changed span most likely has now, never empty."""
    before = max((b.new + min(b.size, span.start_char - b.old) for b in blocks if b.old <= span.start_char), default=0)
    after = min(
        (b.new + max(0, span.end_char - b.old) for b in blocks if b.old + b.size >= span.end_char), default=len(new)
    )
    start, end = min(before, after), max(before, after)
    if new[start:end].strip():
        return start, end
    line_start = new.rfind("\n", 0, start) + 1
    line_end = new.find("\n", start)
    start, end = _trim(new, line_start, len(new) if line_end < 0 else line_end)
    if start < end:
        return start, end
    return (0, len(new)) if new else (None, None)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _common(old: str, new: str) -> list[_Block]:
    """Find what two texts have in common: ends first, then lines, then words inside the lines that changed."""
    head = _shared_head(old, new)
    tail = _shared_head(old[head:][::-1], new[head:][::-1])
    middle = _by_lines(old[head : len(old) - tail], new[head : len(new) - tail])
    blocks = [_Block(0, 0, head)]
    blocks += [_Block(head + block.old, head + block.new, block.size) for block in middle]
    blocks.append(_Block(len(old) - tail, len(new) - tail, tail))
    return _joined([block for block in blocks if block.size])


def _shared_head(one: str, other: str) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _by_lines(old: str, new: str) -> list[_Block]:
    return _aligned(_LINE.findall(old), _LINE.findall(new), finer=_by_words)


def _by_words(old: str, new: str) -> list[_Block]:
    head = _shared_head(old, new)
    tail = _shared_head(old[head:][::-1], new[head:][::-1])
    ends = [_Block(0, 0, head), _Block(len(old) - tail, len(new) - tail, tail)]
    old_words = _TOKEN.findall(old[head : len(old) - tail])
    new_words = _TOKEN.findall(new[head : len(new) - tail])
    if max(len(old_words), len(new_words)) > 20 * _FEW:
        return [block for block in ends if block.size]
    inner = [_Block(head + b.old, head + b.new, b.size) for b in _aligned(old_words, new_words)]
    return [block for block in [ends[0], *inner, ends[1]] if block.size]


def _aligned(old: list[str], new: list[str], *, finer: _Finer | None = None) -> list[_Block]:
    blocks = []
    old_at, new_at = _starts(old), _starts(new)
    matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > _FEW)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            blocks.append(_Block(old_at[i1], new_at[j1], old_at[i2] - old_at[i1]))
        elif tag == "replace" and finer:
            changed = finer("".join(old[i1:i2]), "".join(new[j1:j2]))
            blocks += [_Block(old_at[i1] + b.old, new_at[j1] + b.new, b.size) for b in changed]
    return blocks


def _starts(pieces: list[str]) -> list[int]:
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    return starts


def _joined(blocks: list[_Block]) -> list[_Block]:
    """Join blocks that touch in both texts."""
    joined: list[_Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last and last.old + last.size == block.old and last.new + last.size == block.new:
            joined[-1] = last._replace(size=last.size + block.size)
        else:
            joined.append(block)
    return joined


class _Collapsed(NamedTuple):
    """A text in which every run of white space is one space; after the places `at` it lags behind by `lags`."""

    text: str
    at: list[int]
    lags: list[int]

    def place(self, position: int) -> int:
        """Give where a character stands in the text as it is."""
        return position + self.lags[bisect_right(self.at, position)]


@lru_cache(maxsize=4)
def _collapsed(text: str) -> _Collapsed:
    at, lags = [], [0]
    for run in re.finditer(r"\s{2,}", text):
        at.append(run.start() - lags[-1] + 1)
        lags.append(lags[-1] + len(run[0]) - 1)
    return _Collapsed(re.sub(r"\s+", " ", text), at, lags)


def _places(collapsed: _Collapsed, words: str) -> Iterator[Span]:
    """Find all places of some words, those that overlap too."""
    start = collapsed.text.find(words)
    while start >= 0:
        yield Span(collapsed.place(start), collapsed.place(start + len(words) - 1) + 1)
        start = collapsed.text.find(words, start + 1)


def _loose(quote: str) -> str:
    return r"\s+".join(re.escape(word) for word in quote.split())
