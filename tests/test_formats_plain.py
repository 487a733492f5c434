"""Plain texts and Markdown: front matter, encodings, speakers."""

import codecs
import re
import time
from pathlib import Path

import pytest

from wenger_qda.errors import SourceError
from wenger_qda.formats import File, read
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


@pytest.mark.parametrize(("name", "n_turns"), [("a.md", 2), ("a.txt", 4)])
def test_only_markdown_wraps_its_paragraphs(name, n_turns):
    words = "The first paragraph is\nhard-wrapped over\nthree lines.\n\nThe second."
    source = source_of(words, name)
    assert source.text == words
    assert len(source.turns) == n_turns


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


def test_a_time_may_be_cut_off_from_the_name_by_a_sign():
    text = "*1:40 = I1: Hvad?\nM: Ja.\n[03:02] - I1: Og?\nM: Nej."
    turns = find_turns(text)
    assert spoken(text, turns) == [("I1", "Hvad?"), ("M", "Ja."), ("I1", "Og?"), ("M", "Nej.")]
    assert [turn.start_ms for turn in turns] == [100_000, None, 182_000, None]


@pytest.mark.parametrize(
    "text", ["((" * 20_000, "[OC: a " * 20_000, "a [OC: b] c\n" * 20_000, "# " + " " * 40_000 + "x"]
)
def test_marks_without_end_take_no_time_without_end(text):
    started = time.process_time()
    find_turns(text)
    assert time.process_time() - started < 3


# --- front matter ---------------------------------------------------------------------------------------------------

NOTES = """---
date: 18.03.2024
kind: field notes
site: No
rain: 1.10
tags: [counter, drawer]
setting:
  floor: "02"
---

Rain. [OC: Tired.]
"""


def test_front_matter_becomes_variables_and_leaves_the_text():
    source = source_of(NOTES, "a.md")
    assert source.text == "Rain. [OC: Tired.]\n"
    assert source.date == "2024-03-18"
    assert source.variables == {
        "kind": "field notes",
        "site": "No",
        "rain": "1.10",
        "tags": "counter, drawer",
        "setting.floor": "02",
    }
    assert [turn.kind for turn in source.turns] == ["observation", "comment"]


def test_field_notes_say_so_in_front_matter():
    assert source_of("---\nkind: field notes\n---\nRain.").turns[0].kind == "observation"
    assert source_of("---\nkind: diary\n---\nRain.").turns[0].kind == "text"


@pytest.mark.parametrize(
    "text", ["---\nRain all day.\n---\nSun.", "--- \n- a\n- b\n---\nSun.", "---\nRain", "Rain\n---\na: b\n---\n"]
)
def test_a_rule_is_no_front_matter(text):
    result = read_text(File(name="a.md", data=text.encode()))
    assert result.sources[0].text == text
    assert result.sources[0].variables == {}
    assert result.remarks == ()


def test_front_matter_out_of_order_stays_and_is_told():
    text = "---\ntitle: Notes: part two\n---\nRain."
    result = read_text(File(name="a.md", data=text.encode()))
    assert result.sources[0].text == text
    assert result.remarks[0].startswith("its front matter stays in the text: a.md, line 2: not valid YAML")


def test_front_matter_without_a_text_is_refused():
    with pytest.raises(SourceError, match=r"a\.md: there is no text under its front matter"):
        source_of("---\na: b\n---\n", "a.md")


# --- encodings ------------------------------------------------------------------------------------------------------

UNUSUAL = "Zoë said – «¿Qué?» 🙂\u2028e\u0301 שלום"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_marks_are_believed_and_need_no_remark(mark, encoding):
    result = read_text(File(name="a.txt", data=mark + UNUSUAL.encode(encoding)))
    assert result.sources[0].text == UNUSUAL
    assert result.remarks == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("words", ["Ida: Is it done?\nBea: Nearly.\n", "今天我们讨论了社区。\n明天再说。\n然后 ok"])
def test_wide_encodings_are_known_without_a_mark(encoding, words):
    result = read_text(File(name="a.txt", data=words.encode(encoding)))
    assert result.sources[0].text == words
    assert result.remarks == (f"read as {encoding.upper()} without a byte-order mark",)


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", "Ça va très bien, dit-elle – l’été à Genève est passé, et voilà tout."),
        ("cp1252", "Über die Straße gegangen, und niemand grüßte zurück."),
        ("cp1250", "Zażółć gęślą jaźń. Pani Małgorzata mówiła o pracy, o którą nikt nie pytał."),
        ("cp1251", "Она сказала, что ничего не знает о работе и знать не хочет."),
        ("gb18030", "今天我们讨论了社区实践的问题,大家都有不同的看法。"),
        ("cp932", "これは日本語のテキストです。会議の記録。"),
    ],
)
def test_older_encodings_are_guessed_and_the_guess_is_told(encoding, words):
    result = read_text(File(name="a.txt", data=words.encode(encoding)))
    assert result.sources[0].text == words
    assert result.remarks[0].startswith(f"read as {encoding}, a guess (confidence ")


def test_an_encoding_asked_for_is_used_without_a_remark():
    result = read_text(File(name="a.txt", data="Zoë".encode("mac_roman"), encoding="mac_roman"))
    assert (result.sources[0].text, result.remarks) == ("Zoë", ())


def test_an_encoding_that_does_not_fit_is_refused_with_its_line():
    with pytest.raises(SourceError, match=r"a\.txt, line 2: not in the encoding utf-8 that was asked for"):
        source_of("one\nZoë".encode("cp1252"), encoding="utf-8")


@pytest.mark.parametrize("encoding", ["utf-9", "hex", "rot13"])
def test_an_unknown_encoding_is_a_wrong_call(encoding):
    with pytest.raises(ValueError, match="there is no text encoding"):
        source_of("one", encoding=encoding)


def test_a_file_that_breaks_its_mark_is_refused():
    with pytest.raises(SourceError, match="begins as UTF-8 but is not UTF-8 throughout"):
        source_of(codecs.BOM_UTF8 + b"caf\xe9")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t", "the file is empty"),
        (b"\xef\xbb\xbf \n", "the file is empty"),
        (bytes(500), "the file is empty"),
        (b"%PDF-1.7 words", "this is a PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "this is a picture"),
        (b"PK\x03\x04rest", "this is a zip archive or an Office file"),
        (bytes(range(256)) * 20, "no text"),
        (b"ab\x00\x01\x02" * 100, "no text"),
    ],
)
def test_what_is_no_text_is_refused(data, why):
    with pytest.raises(SourceError, match=f"^a.txt: .*{why}"):
        source_of(data)


def test_a_stray_nul_is_taken_out_and_told():
    result = read_text(File(name="a.txt", data=b"Rain all\x00 day."))
    assert result.sources[0].text == "Rain all day."
    assert result.remarks == ("1 NUL character taken out",)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_one_kind_without_a_remark(end):
    result = read_text(File(name="a.txt", data=f"one{end}two\u2028still two".encode()))
    assert result.sources[0].text == "one\ntwo\u2028still two"
    assert len(result.sources[0].turns) == 2
    assert result.remarks == ()


# --- real files -----------------------------------------------------------------------------------------------------

READ = [
    ("encodings/sample-arabic-1.txt", 3, "بالموازاة مع ذلك", "cp1256"),
    ("encodings/sample-bulgarian.txt", 7, "Член 26", ""),
    ("encodings/sample-english.bom.txt", 28, "1", ""),
    ("encodings/sample-french.txt", 51, "JEAN-BAPTISTE POQUELIN MOLIÈRE", ""),
    ("encodings/sample-greek.txt", 1, "Η ελληνική αποτελεί τη μητρική", "cp1253"),
    ("encodings/sample-hebrew-3.txt", 1, "אין כמעט ניבים אזוריים עבריים.", "cp1255"),
    ("encodings/sample-polish.txt", 204, '"source";"target"', ""),
    ("encodings/sample-russian-3.txt", 4, "Москва́ (произношение", ""),
    ("encodings/sample-spanish.txt", 20, "La creación", ""),
    ("txt/speach_fables.txt", 9, "THE CAT AND THE MICE", ""),
    ("txt/speach_vi.txt", 12, "TTLIG", ""),
]


@pytest.mark.parametrize(("name", "count", "first", "guess"), READ, ids=[row[0] for row in READ])
def test_real_texts(name, count, first, guess):
    data = read(transcript(name))
    source = data.sources[0]
    assert len(source.turns) == count
    assert source.text[source.turns[0].start_char :].startswith(first)
    assert {turn.speaker for turn in source.turns} == {""}
    assert data.report.rows[0][3].startswith(f"read as {guess}, a guess" if guess else "")
    assert data.report.count("changed") == bool(guess)


@pytest.mark.parametrize("name", ["zoom/acdc_2026-06-11_180_chat.txt", "zoom/acde_2026-07-16_241_chat.txt"])
def test_zoom_chats_message_by_message(name):
    path = transcript(name)
    messages = re.findall(r"^\d\d:\d\d:\d\d\t(.*?):\t(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    source = read(path).sources[0]
    assert [(who, words.split("\n")[0]) for who, words in spoken(source.text, source.turns)] == messages
