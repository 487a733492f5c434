"""Transcripts that are made up, seeded: words of uneven frequency, some letters beyond ASCII, several speakers."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

SPEAKERS = ["IDA", "DORA", "MAŁGORZATA", "José", "INTERVIEWER"]
WEIGHTS = [1 / (rank + 10) for rank in range(20_000)]


@cache
def vocabulary() -> list[str]:
    """Make up 20,000 words; the same each time."""
    draw = random.Random(0)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "é", "ö")]
    return ["".join(draw.choices(syllables, k=draw.randint(1, 4))) for _ in range(20_000)]


def transcript(
    number: int, size: int, n_words: tuple[int, int] = (4, 60), spice: Callable[[random.Random], str] = lambda _: ""
) -> str:
    """Make up a transcript of about so many bytes, with so many words a paragraph and a bit of `spice` after them."""
    draw = random.Random(number)
    words = vocabulary()
    lines, so_far = [], 0
    while so_far < size:
        said = " ".join(draw.choices(words, WEIGHTS, k=draw.randint(*n_words)))
        lines.append(f"{draw.choice(SPEAKERS)}: {said}{spice(draw)}.")
        so_far += len(lines[-1].encode()) + 1
    return "\n".join(lines)
