"""Characters, offsets and turns: what every other room stands on.

Every offset in this package is a **Unicode code point**, every span is half-open: ``text[start:end]`` is the passage.
The browser and NVivo count UTF-16 units, Taguette counts UTF-8 bytes; they are converted once, at the door, by the
functions of :mod:`wenger_qda.text.units`. This room uses the standard library only.
"""

from wenger_qda.text.anchor import Anchored, locate, reanchor, reanchor_passage
from wenger_qda.text.normal import Normalised, OffsetMap, normalise
from wenger_qda.text.segments import Span, is_wordlike, paragraphs, sentences, words
from wenger_qda.text.turns import Turn, find_turns, merge_cues
from wenger_qda.text.units import from_utf8, from_utf16, to_utf8, to_utf16

__all__ = [
    "Anchored",
    "Normalised",
    "OffsetMap",
    "Span",
    "Turn",
    "find_turns",
    "from_utf8",
    "from_utf16",
    "is_wordlike",
    "locate",
    "merge_cues",
    "normalise",
    "paragraphs",
    "reanchor",
    "reanchor_passage",
    "sentences",
    "to_utf8",
    "to_utf16",
    "words",
]
