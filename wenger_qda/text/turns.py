"""Turns: who speaks, what was observed, what the observer thought of it.

A turn is one speaker turn, one paragraph, or one block of notes. Plain marks tell them apart (listed in
``docs/formats.md``); the marks and the speakers' labels stay in the text, outside the turns' spans.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from wenger_qda.text.segments import Span, is_wordlike, paragraphs

KINDS = ("speech", "observation", "comment", "memo", "heading", "text")

_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_NAME = r"[^\W\d_][^\n:\[\](){}<>\t]{0,39}?"
_ASIDE = r"(?:[ \t]?\([^\n:()\t]{1,30}\))?"
_LABEL = re.compile(
    rf"(?:[\[(*]?(?P<t1>{_TIME})[\])]?(?:[ \t]*[-–|=][ \t]*|[ \t]+)|\*(?P<t3>\d{{1,2}}:\d)[ \t]*=[ \t]*)?"
    rf"\**(?P<name>{_NAME}{_ASIDE})\**"
    rf"(?:[ \t]*[\[(](?P<t2>{_TIME})[\])])?[ \t]*(?P<sign>:|\t)\**[ \t]*(?=\S)"
)
_STAMP_LINE = re.compile(rf"(?P<name>{_NAME}{_ASIDE})[ \t]+[\[(]?(?P<time>{_TIME})[\])]?[ \t]*$")
_BARE_LABEL = re.compile(rf"\**(?P<name>{_NAME}{_ASIDE})\**[ \t]*:\**[ \t]*$")
_CHAT = re.compile(rf"{_TIME}\t[^\n\t]+:\t")
_COMMENT_OPENS = re.compile(r"\[(?:OC\b|O\.C\.)[:.]?\s*|\(\(", re.IGNORECASE)
_MARK = re.compile(
    r"(?P<hash>\#{1,6}[ 	]+)?\**(?P<mark>OC|O\.C\.|Observer'?s? comments?|Memos?|Observations?)\**[ 	]*"
    r"(?::\**[ 	]*(?P<words>.*)|$)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"#{1,6}[ \t]+")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}\b")
_OPENS_BLOCK = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]|[|>]|```")
_RULE = re.compile(r"[-*_=~#`. \t]{3,}$")
_NOT_SPEAKERS = frozenset(
    """date time place location present absent apologies attendees participants participant-list subject from to cc bcc
    sent re fw note notes nb ps p.s memo oc o.c. observation observations observer's comment comments topic title agenda
    duration length recording file transcript transcribed transcriber transcription version source http https age
    gender setting weather project site keywords tags summary purpose language method interview question questions
    answer answers minutes action actions decision decisions next warning example e.g i.e observer kind""".split()
)
_FIELD_NOTES = re.compile(r"field\s*-?\s*notes?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One speaker turn, paragraph or block of notes.

    Parameters
    ----------
    kind : str
        ``speech``, ``observation``, ``comment``, ``memo``, ``heading`` or ``text``.
    speaker : str
        Who speaks; empty where nobody does.
    start_char, end_char : int
        Half-open span in the source's text, in code points.
    start_ms : int or None
        When it begins, in milliseconds of the recording.
    """

    kind: str = "text"
    speaker: str = ""
    start_char: int
    end_char: int
    start_ms: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a turn's kind is one of {', '.join(KINDS)}, not {self.kind!r}")
        if not 0 <= self.start_char < self.end_char:
            raise ValueError(f"a turn needs 0 <= start < end, not {self.start_char}, {self.end_char}")


class Cue(NamedTuple):
    """One caption of a timed transcript, before neighbours are joined."""

    speaker: str
    start_ms: int
    words: str


class _Comment(NamedTuple):
    """A comment with its marks, and the words between them."""

    marked: Span
    words: Span


class _Label(NamedTuple):
    speaker: str
    words_at: int
    start_ms: int | None
    sign: str = ":"


def find_turns(
    text: str, *, headings: Iterable[Span] = (), field_notes: bool | None = None, wrapped: bool = False
) -> tuple[Turn, ...]:
    r"""Find the turns of a plain text.

    Parameters
    ----------
    text : str
        Normalised text.
    headings : iterable of Span
        Paragraphs that the file itself marks as headings (a Word style); lines with ``#`` count anyway.
    field_notes : bool, optional
        Whether plain paragraphs are observation (True) or text (False). By default they are observation where the
        text has comments or memos marked, or calls itself field notes in its first lines.
    wrapped : bool
        Whether a paragraph may go on over several lines and ends at an empty one, as in Markdown. By default each
        line is a paragraph.

    Returns
    -------
    tuple of Turn
        In the order of the text, never overlapping.

    Examples
    --------
    >>> text = "IDA: Is it done?\nBEA: Nearly.\nIDA: Good."
    >>> [(turn.speaker, text[turn.start_char : turn.end_char]) for turn in find_turns(text)]
    [('IDA', 'Is it done?'), ('BEA', 'Nearly.'), ('IDA', 'Good.')]
    """
    lines = paragraphs(text)
    known_headings = {tuple(span) for span in headings}
    comments = _comments(text)
    marks = {line: mark for line in lines if (mark := _MARK.match(text, *line)) and mark.end() == line.end_char}
    if field_notes is None:
        field_notes = bool(comments or marks or _FIELD_NOTES.search(text[:300]))
    labels = _labels(text, [line for line in lines if line not in marks])
    chat = _chat_begins(text, labels)
    builder = _Builder(text, field_notes=field_notes, wrapped=wrapped)
    for line in lines:
        if line in marks:
            builder.mark(line, marks[line])
        elif tuple(line) in known_headings or (line.start_char < chat and _HEADING.match(text, *line)):
            builder.heading(line)
        elif line in labels:
            builder.speech(line, labels[line])
        elif not _RULE.match(text, *line):
            builder.paragraph(line)
    return tuple(_cut_out(text, builder.turns, comments))


def merge_cues(cues: Sequence[Cue]) -> tuple[str, tuple[Turn, ...]]:
    r"""Join neighbouring cues of one speaker into turns; speakers' names stay out of the text.

    A cue without a speaker stays a turn of its own.

    Returns
    -------
    text : str
        One line a turn.
    turns : tuple of Turn
        With the time of the first cue each.

    Examples
    --------
    >>> merge_cues([Cue("Ida", 0, "Is it"), Cue("Ida", 900, "done?"), Cue("Bea", 2000, "Nearly.")])[0]
    'Is it done?\nNearly.'
    """
    groups: list[list[Cue]] = []
    for cue in cues:
        if not cue.words.strip():
            continue
        if groups and _same_voice(groups[-1], cue):
            groups[-1].append(cue)
        else:
            groups.append([cue])
    text, turns, offset = [], [], 0
    for group in groups:
        words = " ".join(" ".join(cue.words.split("\n")).strip() for cue in group)
        kind = "speech" if group[0].speaker else "text"
        end = offset + len(words)
        turns.append(
            Turn(kind=kind, speaker=group[0].speaker, start_char=offset, end_char=end, start_ms=group[0].start_ms)
        )
        text.append(words)
        offset = end + 1
    return "\n".join(text), tuple(turns)


def milliseconds(stamp: str) -> int:
    """Give the milliseconds of ``h:mm:ss.mmm``, ``mm:ss`` and their like.

    Examples
    --------
    >>> milliseconds("1:02:03,5"), milliseconds("02:03")
    (3723500, 123000)
    """
    clock, _, fraction = stamp.replace(",", ".").partition(".")
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction.ljust(3, "0")[:3] or 0)


class _Builder:
    """Collects turns line by line; knows which section and which speaker a line falls to."""

    def __init__(self, text: str, *, field_notes: bool, wrapped: bool) -> None:
        self.turns: list[Turn] = []
        self._text = text
        self._wrapped = wrapped
        self._plain = "observation" if field_notes else "text"
        self._section = self._plain
        self._field_notes = field_notes
        self._speaking = False
        self._waiting: _Label | None = None

    def mark(self, line: Span, mark: re.Match[str]) -> None:
        """``Memo:`` opens a section, with or without words behind it; ``OC:`` only where it stands alone."""
        kind = _mark_kind(mark["mark"])
        self._silence()
        alone = not is_wordlike(mark["words"] or "")
        self._section = kind if alone or kind == "memo" else self._plain
        if alone:
            self._add("heading", *line)
        else:
            self._add(kind, mark.start("words"), line.end_char)

    def heading(self, line: Span) -> None:
        match = _HEADING.match(self._text, *line)
        start = match.end() if match else line.start_char
        words = self._text[start : line.end_char]
        self._silence()
        self._section = self._plain
        if words := words.rstrip("#").rstrip() if match else words:
            self._add("heading", start, start + len(words))

    def speech(self, line: Span, label: _Label) -> None:
        """A label with words opens a turn; a label alone waits for the next line."""
        self._speaking, self._waiting = True, None
        if label.words_at < line.end_char:
            self._say(label, label.words_at, line.end_char)
        else:
            self._waiting = label

    def paragraph(self, line: Span) -> None:
        """A line without a label goes on with who was speaking; in field notes it is observation again."""
        if self._goes_on(line):
            self.turns[-1] = replace(self.turns[-1], end_char=line.end_char)
        elif self._waiting:
            self._say(self._waiting, *line)
            self._waiting = None
        elif self._speaking and not self._field_notes:
            self.turns[-1] = replace(self.turns[-1], end_char=line.end_char)
        else:
            if self._field_notes and _CLOCK.match(self._text, *line):
                self._section = self._plain
            self._add(self._section, *line)

    def _goes_on(self, line: Span) -> bool:
        """Tell whether a line belongs to the wrapped paragraph that the last turn is."""
        if not self._wrapped or not self.turns or self.turns[-1].kind == "heading":
            return False
        last = self.turns[-1]
        if self._text.count("\n", last.end_char, line.start_char) != 1 or _is_row(self._text, last.end_char):
            return False
        return not _OPENS_BLOCK.match(self._text, *line) and not _CLOCK.match(self._text, *line)

    def _silence(self) -> None:
        self._speaking, self._waiting = False, None

    def _add(self, kind: str, start: int, end: int) -> None:
        self.turns.append(Turn(kind=kind, start_char=start, end_char=end))

    def _say(self, label: _Label, start: int, end: int) -> None:
        self.turns.append(
            Turn(kind="speech", speaker=label.speaker, start_char=start, end_char=end, start_ms=label.start_ms)
        )


def _labels(text: str, lines: list[Span]) -> dict[Span, _Label]:
    """Find the lines that open a speaker's turn; none, where the text is no transcript."""
    stamped = {line: label for line in lines if (label := _stamp_label(text, line))}
    if len(stamped) >= 2:
        return stamped
    candidates = _without_asides(_of_one_sign({line: label for line in lines if (label := _colon_label(text, line))}))
    counts = Counter(label.speaker for label in candidates.values())
    regular = {speaker for speaker, count in counts.items() if count >= 2}
    if not (regular and len(candidates) >= 3) and not 2 <= len(candidates) >= len(lines) / 2:
        return {}
    timed = [label.speaker for label in candidates.values() if label.start_ms is not None]
    if len(timed) >= len(candidates) / 2:
        regular.update(timed)
    return {
        line: label for line, label in candidates.items() if label.speaker in regular or _looks_like_name(label.speaker)
    }


def _chat_begins(text: str, labels: dict[Span, _Label]) -> int:
    """Say from where on all words are messages: in a chat, ``#`` is whatever people write, and no heading."""
    messages = [line for line in labels if _CHAT.match(text, *line)]
    return messages[0].start_char if messages and len(messages) >= len(labels) / 2 else len(text)


def _of_one_sign(candidates: dict[Span, _Label]) -> dict[Span, _Label]:
    """Keep the labels with the usual sign: a table above a transcript has tabs where its speakers have colons."""
    signs = Counter(label.sign for label in candidates.values())
    usual = "\t" if signs["\t"] > signs[":"] else ":"
    return {line: label for line, label in candidates.items() if label.sign == usual}


def _without_asides(candidates: dict[Span, _Label]) -> dict[Span, _Label]:
    """Let ``Ida (quietly)`` be Ida, where there is an Ida; ``Ben (Chair)`` without a Ben is a whole name."""
    names = {label.speaker for label in candidates.values()}
    bare = {name: name.partition("(")[0].strip() for name in names}
    return {
        line: label._replace(speaker=bare[label.speaker]) if bare[label.speaker] in names else label
        for line, label in candidates.items()
    }


def _stamp_label(text: str, line: Span) -> _Label | None:
    """``Ida Brandt  0:03`` alone on its line: Otter, Teams and their like."""
    match = _STAMP_LINE.match(text, *line)
    if not match or not _may_speak(match["name"]):
        return None
    return _Label(match["name"].strip(), line.end_char, milliseconds(match["time"]))


def _colon_label(text: str, line: Span) -> _Label | None:
    match = _LABEL.match(text, *line) or _BARE_LABEL.match(text, *line)
    if not match or not _may_speak(match["name"]):
        return None
    groups = match.groupdict()
    time = groups.get("t1") or groups.get("t2") or groups.get("t3")
    return _Label(match["name"].strip(), match.end(), milliseconds(time) if time else None, groups.get("sign", ":"))


def _may_speak(name: str) -> bool:
    name = name.strip()
    return len(name.split()) <= 5 and name.lower().rstrip(".") not in _NOT_SPEAKERS and name[-1:] not in ",;!?"


def _looks_like_name(name: str) -> bool:
    return len(name.split()) <= 3 and all(part[0].isupper() or not part[0].isalpha() for part in name.split())


def _is_row(text: str, end: int) -> bool:
    """Tell whether the line that ends here is a row of a table."""
    return text[text.rfind("\n", 0, end) + 1 : end].lstrip().startswith("|")


def _mark_kind(mark: str) -> str:
    mark = mark.lower()
    if mark.startswith("memo"):
        return "memo"
    return "observation" if mark.startswith("observation") else "comment"


def _comments(text: str) -> list[_Comment]:
    """Find marked comments; a mark that is never closed is none."""
    found: list[_Comment] = []
    unclosed: set[str] = set()
    at = 0
    while match := _COMMENT_OPENS.search(text, at):
        closer = "))" if match[0] == "((" else "]"
        end = -1 if closer in unclosed else text.find(closer, match.end())
        if end < 0:
            unclosed.add(closer)
            at = match.end()
        else:
            at = end + len(closer)
            found.append(_Comment(Span(match.start(), at), Span(match.end(), end)))
    return found


def _cut_out(text: str, turns: list[Turn], comments: list[_Comment]) -> list[Turn]:
    """Cut marked comments out of the turns they stand in."""
    ends = [comment.marked.end_char for comment in comments]
    pieces = [piece for turn in turns for piece in _without(text, turn, comments, bisect_right(ends, turn.start_char))]
    for marked, words in comments:
        pieces += _piece(text, Turn(kind="comment", start_char=marked.start_char, end_char=marked.end_char), *words)
    return sorted(pieces, key=lambda turn: turn.start_char)


def _without(text: str, turn: Turn, comments: list[_Comment], at: int) -> list[Turn]:
    """Give what is left of a turn without the comments in it, the first of which is number `at`."""
    start, pieces = turn.start_char, []
    while at < len(comments) and comments[at].marked.start_char < turn.end_char:
        pieces += _piece(text, turn, start, comments[at].marked.start_char)
        start = comments[at].marked.end_char
        at += 1
    return pieces + _piece(text, turn, start, turn.end_char)


def _piece(text: str, turn: Turn, start: int, end: int) -> list[Turn]:
    """Give the part of a turn between two offsets, trimmed, if it holds a word."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [replace(turn, start_char=start, end_char=end)] if is_wordlike(text[start:end]) else []


def _same_voice(group: list[Cue], cue: Cue) -> bool:
    return bool(cue.speaker) and group[-1].speaker == cue.speaker
