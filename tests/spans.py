"""Spans as pictures: ``"like a {bridge}"`` is a text and a span; braces may nest but not cross."""

from __future__ import annotations

from collections.abc import Iterable


def marked(picture: str) -> tuple[str, list[tuple[int, int]]]:
    """Take a picture apart into its text and its spans, in the order in which they begin."""
    text, open_at, spans = "", [], []
    for character in picture:
        if character == "{":
            open_at.append(len(spans))
            spans.append((len(text), -1))
        elif character == "}":
            number = open_at.pop()
            spans[number] = (spans[number][0], len(text))
        else:
            text += character
    return text, spans


def shown(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Draw spans into a text."""
    marks = [(end, 0, -start, "}") for start, end in spans] + [(start, 1, -end, "{") for start, end in spans]
    picture, last = "", 0
    for place, _, _, mark in sorted(marks):
        picture += text[last:place] + mark
        last = place
    return picture + text[last:]
