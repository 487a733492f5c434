"""The cues of a subtitle file: when, and which lines; no meaning yet.

The parser is forgiving, because people correct transcripts in text editors: a missing index, a comma for a point, no
hours, an arrow with one dash, an empty line inside a speech. It never drops words without a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from wenger_qda.text.turns import milliseconds

_STAMP = r"(?:\d{1,4}:)?\d{1,2}:\d{2}(?:[.,]\d{1,6})?"
_TIMING = re.compile(rf"\s*(?P<start>{_STAMP})\s*[-–—]{{1,2}}\s?>\s*(?P<end>{_STAMP})?(?:\s.*)?$")
_HEADER = re.compile(r"WEBVTT(?:[ \t]|$)")
_BLOCK = re.compile(r"(?P<name>NOTE|STYLE|REGION)(?:[ \t]|$)")


class RawCue(NamedTuple):
    """One cue: its time in milliseconds, its lines as they stand in the file."""

    start_ms: int
    lines: tuple[str, ...]


class Cues(NamedTuple):
    """The cues of a file, and what a person should know of how they were found."""

    cues: tuple[RawCue, ...]
    remarks: tuple[str, ...]


def find_cues(text: str, *, webvtt: bool) -> Cues:
    r"""Find the cues of a WebVTT or SubRip text.

    Examples
    --------
    >>> find_cues("1\n00:01,5 --> 00:02\nHello\n\n2\n00:03 --> 00:04\nyou", webvtt=False).cues
    (RawCue(start_ms=1500, lines=('Hello',)), RawCue(start_ms=3000, lines=('you',)))
    """
    lines = text.split("\n")
    skipped = _skipped(lines) if webvtt else {}
    timings = {n: match for n, line in enumerate(lines) if n not in skipped and (match := _TIMING.match(line))}
    names = {n - 1 for n in timings if n - 1 not in timings and _names_a_cue(lines, n - 1, webvtt=webvtt)}
    remarks = _remarks(lines, skipped, webvtt=webvtt)
    cues: list[RawCue] = []
    astray = 0
    first_astray = ""
    bounds = [*timings, len(lines)]
    for start, end in pairwise(bounds):
        payload, later = _payload(lines, [n for n in range(start + 1, end) if n not in skipped and n not in names])
        cues.append(RawCue(milliseconds(timings[start]["start"]), tuple(lines[n].strip() for n in payload)))
        if later:
            astray += 1
            first_astray = first_astray or f"line {later + 1}"
    before = (
        [n for n in range(bounds[0]) if n not in skipped and n not in names and lines[n].strip()] if timings else []
    )
    if before:
        remarks.append(f"line {before[0] + 1}: words before the first time left out")
    if astray:
        more = f" and {astray - 1} more place{'s' if astray > 2 else ''}" if astray > 1 else ""
        remarks.append(f"{first_astray}{more}: words without a time of their own, kept with the cue before them")
    return Cues(tuple(cues), tuple(remarks))


def _skipped(lines: list[str]) -> dict[int, str]:
    """Find the lines of the header and of NOTE, STYLE and REGION blocks."""
    found: dict[int, str] = {}
    block = "WEBVTT" if lines and _HEADER.match(lines[0]) else ""
    for n, line in enumerate(lines):
        starts = n == 0 or not lines[n - 1].strip()
        if _TIMING.match(line) or not line.strip():
            block = ""
        elif starts and not block and (match := _BLOCK.match(line)):
            block = match["name"]
        if block:
            found[n] = block
    return found


def _names_a_cue(lines: list[str], n: int, *, webvtt: bool) -> bool:
    """Tell whether a line is the index of the cue under it, or in WebVTT its name."""
    if n < 0 or not lines[n].strip():
        return False
    return lines[n].strip().isdigit() or (webvtt and (n == 0 or not lines[n - 1].strip()))


def _payload(lines: list[str], numbers: list[int]) -> tuple[list[int], int]:
    """Give the numbers of the lines with words, and that of the first one after an empty line (0: none)."""
    words = [n for n in numbers if lines[n].strip()]
    gaps = [n for before, n in pairwise(words) if _empty_between(lines, before, n)]
    return words, gaps[0] if gaps else 0


def _empty_between(lines: list[str], before: int, n: int) -> bool:
    return any(not lines[k].strip() for k in range(before + 1, n))


def _remarks(lines: list[str], skipped: dict[int, str], *, webvtt: bool) -> list[str]:
    found = []
    if webvtt and "WEBVTT" not in skipped.values():
        found.append("line 1: the line WEBVTT is missing; read all the same")
    if notes := len(list(_starts(skipped, "NOTE"))):
        found.append(f"{notes} NOTE block{'s' if notes > 1 else ''} left out")
    return found


def _starts(skipped: dict[int, str], name: str) -> Iterator[int]:
    return (n for n, block in skipped.items() if block == name and skipped.get(n - 1) != name)
