"""WebVTT and SubRip: cues into speakers' turns. The cues themselves are found in :mod:`wenger_qda.formats.cues`."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wenger_qda.formats.cues import RawCue, find_cues
from wenger_qda.formats.decoding import decode
from wenger_qda.formats.files import File, Found
from wenger_qda.text import is_wordlike, merge_cues
from wenger_qda.text.turns import Cue

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+(?P<name>[^<>]*)>|(?P<end></v>)")
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|v|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<(?:\d+:)?\d\d:\d\d\.\d{3}>|\{\\[^{}]*\}", re.I
)
_WORD_TIME = re.compile(r"<(?:\d+:)?\d\d:\d\d\.\d{3}>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_LABEL = re.compile(
    r"(?:-\s*|>>\s*)?(?P<name>[^\s:<>{}\[\]\"?!;][^:<>{}\[\]\"?!;]{0,39}?)\s*:(?:\s+(?P<words>\S.*)|$)", re.DOTALL
)
_CLOCK = re.compile(r"\d{1,4}(?:[.,/ ]\d+)*")
_EXPECTED = {".vtt": "00:00:01.000 --> 00:00:02.000", ".srt": "00:00:01,000 --> 00:00:02,000"}

_Piece = tuple[str, str]


def read_subtitles(file: File) -> Found:
    """Read a .vtt or .srt file: neighbouring cues of one speaker into one turn, labels out of the text."""
    decoded = decode(file)
    found = find_cues(decoded.text, webvtt=file.suffix == ".vtt")
    if not found.cues:
        raise file.refuse(f'no cue found; expected "{_EXPECTED[file.suffix]}"', line=1)
    raw, rolled = _unrolled(found.cues)
    cues = _with_speakers(raw)
    worded = [cue for cue in cues if cue.words.strip()]
    if not worded:
        raise file.refuse("it has times but no words")
    text, turns = merge_cues(worded)
    empty = sum(not "".join(map(_clean, cue.lines)).strip() for cue in found.cues)
    remarks = decoded.remarks + found.remarks + rolled
    if empty:
        remarks = (*remarks, f"{empty} cue{'s' if empty > 1 else ''} without words left out")
    return Found(sources=(file.source(text, turns),), remarks=remarks)


def _unrolled(cues: Sequence[RawCue]) -> tuple[tuple[RawCue, ...], tuple[str, ...]]:
    """Undo rolling captions, in which each cue repeats the line before and adds one.

    People repeat themselves too, so it is done only where many cues of the file roll. Times of single words are the
    mark of a program that captions live: with them one such pair is enough.
    """
    cleaned = [tuple(line for line in map(_bare, cue.lines) if line) for cue in cues]
    rolling = sum(_rolls(before, after) for before, after in pairwise(cleaned))
    enough = 1 if any(_WORD_TIME.search(line) for cue in cues for line in cue.lines) else 3
    if rolling < max(enough, 0.3 * (len(cues) - 1)):
        return tuple(cues), ()
    kept = [RawCue(cues[0].start_ms, cleaned[0])]
    for cue, before, after in zip(cues[1:], cleaned, cleaned[1:], strict=False):
        kept.append(RawCue(cue.start_ms, _added(before, after)))
    return tuple(kept), ("rolling captions: words that a cue repeats from the one before it stand once",)


def _rolls(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    added = _added(before, after)
    return bool(added) and added != after


def _added(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    """Give what a cue adds to the one before it."""
    for count in range(min(len(before), len(after)), 0, -1):
        if before[-count:] == after[:count]:
            return after[count:]
    if before and after and after[0].startswith(before[-1] + " "):
        return (after[0][len(before[-1]) + 1 :], *after[1:])
    return after


def _with_speakers(cues: Sequence[RawCue]) -> list[Cue]:
    """Give the cues with their speakers, from voice tags or, where there are none, from labels."""
    if any(_VOICE.search(line) for cue in cues for line in cue.lines):
        return [Cue(name, cue.start_ms, words) for cue in cues for name, words in _voices(cue.lines)]
    labels = _labels(cues)
    goes_on = bool(labels) and _only_changes_are_labelled(cues, labels)
    found: list[Cue] = []
    speaker = ""
    for cue in cues:
        for name, words in _labelled(cue.lines, labels):
            speaker = name or (speaker if goes_on else "")
            found.append(Cue(speaker, cue.start_ms, words))
    return found


def _voices(lines: Sequence[str]) -> Iterator[_Piece]:
    """Split a cue at its voice tags."""
    text, name, at = "\n".join(lines), "", 0
    for match in _VOICE.finditer(text):
        yield name, _clean(text[at : match.start()])
        name, at = "" if match["end"] else _clean(match["name"]).strip(), match.end()
    yield name, _clean(text[at:])


def _labels(cues: Sequence[RawCue]) -> frozenset[str]:
    """Find which ``Name:`` at the start of lines are speakers: those that recur, or all, where most cues have one."""
    firsts = [[match["name"] for line in cue.lines if (match := _label(line))] for cue in cues]
    counts = Counter(name for names in firsts for name in names)
    worded = sum(any(is_wordlike(line) for line in cue.lines) for cue in cues)
    share = sum(map(bool, firsts)) / max(worded, 1)
    recurring = {name for name, count in counts.items() if count > 1}
    if share >= 0.8 and (recurring or len(counts) > 1 or worded == 1):
        return frozenset(counts)
    if not recurring:
        return frozenset(counts) if share >= 0.5 and len(counts) > 1 else frozenset()
    return frozenset(recurring | {name for name in counts if _looks_like_name(name)})


def _label(line: str) -> re.Match[str] | None:
    match = _LABEL.match(_clean(line).strip())
    return match if match and len(match["name"].split()) <= 5 and not _CLOCK.fullmatch(match["name"]) else None


def _only_changes_are_labelled(cues: Sequence[RawCue], labels: frozenset[str]) -> bool:
    """Tell whether a cue without a label goes on with the speaker before it.

    So it is where the first cue is labelled and a label hardly ever follows its like: a file that repeats the label on
    every cue leaves it out only where the speaker is not known.
    """
    speakers = [next((name for name, _ in _labelled(cue.lines, labels)), "") for cue in cues if any(cue.lines)]
    named = sum(map(bool, speakers))
    repeats = sum(bool(name) and name == before for before, name in pairwise(speakers))
    return len(speakers) > 0 and bool(speakers[0]) and repeats <= 0.1 * named


def _labelled(lines: Sequence[str], labels: frozenset[str]) -> Iterator[_Piece]:
    """Split a cue at the lines that begin with a label."""
    speaker, words = "", list[str]()
    for line in lines:
        match = _label(line)
        if match and match["name"] in labels:
            if words:
                yield speaker, "\n".join(words)
            speaker, words = match["name"], [match["words"] or ""]
        else:
            words.append(_clean(line))
    if words:
        yield speaker, "\n".join(words)


def _looks_like_name(name: str) -> bool:
    return len(name.split()) <= 3 and all(not part[0].islower() for part in name.split())


def _bare(line: str) -> str:
    """Take the tags out of a line, but leave its voices."""
    return _TAG.sub("", _VOICE.sub(lambda match: match[0].replace("<", "\x00"), line)).replace("\x00", "<").strip()


def _clean(text: str) -> str:
    """Take out the tags, then decode the entities; no line end comes in by an entity."""
    bare = _TAG.sub("", text)
    return re.sub(r"[\r\x00]", " ", _ENTITY.sub(lambda match: html.unescape(match[0]), bare))
