"""Plain texts and Markdown: front matter, encodings, speakers."""

from pathlib import Path

import pytest

from wenger_qda.formats import File
from wenger_qda.formats.plain import read_text
from wenger_qda.text import find_turns

TRANSCRIPTS = Path(__file__).parent.parent.parent / "shared" / "transcripts"


def transcript(name):
    path = TRANSCRIPTS / name
    if not path.exists():
        pytest.skip(f"the shared transcript {name} is not there")
    return path


def spoken(text, turns):
    return [(turn.speaker, text[turn.start_char : turn.end_char]) for turn in turns if turn.kind == "speech"]


def source_of(words, name="a.txt", encoding=None):
    data = words if isinstance(words, bytes) else words.encode()
    return read_text(File(name=name, data=data, encoding=encoding)).sources[0]


# --- speakers -------------------------------------------------------------------------------------------------------


def test_a_table_above_a_transcript_is_not_its_speakers():
    text = "Interviewer\tNora\nStatus\tdone\nInterviewer: So?\nJosé: Yes.\nInterviewer: And then?\nJosé: The bus."
    assert spoken(text, find_turns(text)) == [
        ("Interviewer", "So?"),
        ("José", "Yes."),
        ("Interviewer", "And then?"),
        ("José", "The bus."),
    ]


def test_an_aside_in_a_label_leaves_the_speaker_who_she_is():
    text = "Ida: One.\nBen (Chair): Two.\nIda (quietly): Three.\nBen (Chair): Four."
    assert [speaker for speaker, _ in spoken(text, find_turns(text))] == ["Ida", "Ben (Chair)", "Ida", "Ben (Chair)"]


def test_otter_names_stand_alone_over_the_words():
    text = "Ida Brandt  0:03\nIs it done?\n\nBea Lund  0:09\nNearly.\nAlmost.\n"
    turns = find_turns(text)
    assert spoken(text, turns) == [("Ida Brandt", "Is it done?"), ("Bea Lund", "Nearly.\nAlmost.")]
    assert [turn.start_ms for turn in turns] == [3000, 9000]


def test_an_emoji_alone_is_a_turn():
    text = "00:01:00\tIda:\t🦘🦘\n00:01:05\tBea:\tlol\n00:01:09\tIda:\tyes"
    assert spoken(text, find_turns(text))[0] == ("Ida", "🦘🦘")
