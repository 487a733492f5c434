"""Characters and offsets: nothing else in the package is right if these are not."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from spans import marked, shown

from wenger_qda.text import (
    find_turns,
    from_utf8,
    from_utf16,
    is_wordlike,
    locate,
    normalise,
    paragraphs,
    reanchor,
    sentences,
    to_utf8,
    to_utf16,
    words,
)

AWKWARD = [
    "🙂",
    "👨🏻‍🚒 firemen",
    "🇰🇪 flag",
    "e\u0301 and é",
    "क्षत्रिय",
    "שלום hello مرحبا",
    "𠜎𠜱 beyond the BMP",
    "one\r\ntwo\rthree\n",
    "non\u00a0breaking\u00adsoft",
    "zero\u200bwidth\u200djoin",
    "line\u2028separator",
    "<b>&amp;</b>",
    "\ttab",
]
TEXTS = st.one_of(
    st.sampled_from(AWKWARD),
    st.lists(st.sampled_from([*AWKWARD, "word", " ", "\n", "."]), max_size=12).map("".join),
    st.text(max_size=60),
)


def clean(text: str) -> str:
    return normalise(text).text


@given(TEXTS)
@example("\x00\ufeffA")
@example("\ud83d\ude42 half pairs \ud83d")
def test_normalised_text_has_no_trouble_left_and_stays_so(raw: str) -> None:
    text = clean(raw)
    assert "\r" not in text
    assert "\x00" not in text
    assert not text.startswith("\ufeff")
    text.encode("utf-8")
    assert clean(text) == text


@given(TEXTS)
def test_normalising_never_composes(raw: str) -> None:
    kept = [c for c in raw if c not in "\r\n\x00\ufeff" and not 0xD800 <= ord(c) <= 0xDFFF]
    assert [c for c in clean(raw) if c not in "\n\ufeff"] == kept


@given(TEXTS)
def test_offsets_map_each_kept_character_to_itself(raw: str) -> None:
    normal = normalise(raw)
    for place, character in enumerate(normal.text):
        at = normal.offsets.to_raw(place)
        assert normal.offsets.to_text(at) == place
        assert raw[at] == character or (raw[at] == "\r" and character == "\n")


@given(TEXTS)
def test_utf16_units_are_those_of_the_encoder(raw: str) -> None:
    text = clean(raw)
    offsets = list(range(len(text) + 1))
    units = to_utf16(text, offsets)
    assert units == [len(text[:offset].encode("utf-16-le")) // 2 for offset in offsets]
    assert from_utf16(text, units) == offsets


@given(TEXTS)
def test_utf8_bytes_are_those_of_the_encoder(raw: str) -> None:
    text = clean(raw)
    offsets = list(range(len(text) + 1))
    units = to_utf8(text, offsets)
    assert units == [len(text[:offset].encode()) for offset in offsets]
    assert from_utf8(text, units) == offsets


def test_the_offsets_of_doccano_2290_come_out_right() -> None:
    text = "👨🏻‍🚒 firemen drive firetrucks"
    start = text.index("firetrucks")
    assert to_utf16(text, [start, start + 10]) == [22, 32]
    assert (start, start + 10) == (19, 29)


@pytest.mark.parametrize(("convert", "unit"), [(from_utf16, 1), (from_utf8, 2)])
def test_half_a_character_is_refused(convert, unit: int) -> None:
    with pytest.raises(ValueError, match="cuts the character '🙂' in two"):
        convert("🙂!", [unit])


@pytest.mark.parametrize("convert", [to_utf16, from_utf16, to_utf8, from_utf8])
@pytest.mark.parametrize("offset", [-1, 99])
def test_an_offset_outside_the_text_is_refused(convert, offset: int) -> None:
    with pytest.raises(ValueError, match="lies outside the text"):
        convert("abc", [offset])


@given(TEXTS)
def test_paragraphs_sentences_and_words_stay_inside_and_in_order(raw: str) -> None:
    text = clean(raw)
    for found in (paragraphs(text), sentences(text), words(text)):
        ends = [offset for span in found for offset in span]
        assert ends == sorted(ends)
        assert all(text[a:b].strip() for a, b in found)
    covered = "".join(text[a:b] for a, b in paragraphs(text))
    assert "".join(covered.split()) == "".join(text.split())
    assert "".join("".join(text[a:b] for a, b in sentences(text)).split()) == "".join(text.split())


def test_only_lf_ends_a_paragraph() -> None:
    assert len(paragraphs("one\u2028still one\x0bstill\x85one\ntwo")) == 2


@pytest.mark.parametrize(
    "picture",
    [
        "{Dr. Okri left at 4 p.m. on Monday.} {Why?} {Nobody asked.}",
        "{She said “Enough.”} {Then she left.}",
        "{No. 4 is broken.} {J. Ibarra knows.}",
        "{そうですか。}{はい！}",
        "{هل هذا صحيح؟} {نعم.}",
        "{Well … you know.} {Right.}",
        "{It cost 3.50 a head.}",
        "{First line without an end}\n{Second one.}",
    ],
)
def test_sentences_as_pictures(picture: str) -> None:
    text, _ = marked(picture)
    assert shown(text, sentences(text)) == picture


# Re-anchoring


@given(st.data())
def test_a_corrected_text_never_moves_a_coding_off_its_words(data: st.DataObject) -> None:
    old = clean(data.draw(TEXTS.filter(lambda text: len(clean(text)) > 0)))
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    new = clean(old[:start] + data.draw(TEXTS) + old[end:])
    spans = [(a, b) for a in range(len(old)) for b in (a + 1, min(a + 7, len(old))) if a < b]
    for (a, b), place in zip(spans, reanchor(old, new, spans), strict=True):
        if place.status == "needs_review":
            assert (place.start_char is None) == (new == "")
            assert place.start_char is None or 0 <= place.start_char < place.end_char <= len(new)
        else:
            assert new[place.start_char : place.end_char] == old[a:b]
            assert (place.status == "kept") == ((place.start_char, place.end_char) == (a, b))


LETTERS = st.text("abcdefghijklmnopqrstuvwxyz \n", min_size=1, max_size=40)


@given(LETTERS, LETTERS, LETTERS, st.text("0123456789", max_size=8), st.sampled_from(["before", "after"]))
def test_a_coding_outside_the_edit_is_kept_or_moved_by_just_the_edit(
    head: str, span: str, tail: str, edit: str, where: str
) -> None:
    """The edit is in digits, the rest in letters, so there is only one right answer."""
    old = f"{head}0{span}0{tail}" if where == "before" else f"{head}{span}0{tail}0"
    if where == "before":
        new, start = f"{head}{edit}{span}0{tail}", len(head) + 1
        shift = len(edit) - 1
    else:
        new, start = f"{head}{span}{edit}{tail}0", len(head)
        shift = 0
    (place,) = reanchor(old, new, [(start, start + len(span))])
    assert (place.start_char, place.end_char) == (start + shift, start + shift + len(span))
    assert place.status == ("kept" if shift == 0 else "moved")


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("We {share snacks} daily.", "We all {share snacks} daily.", "moved"),
        ("We {share snacks} daily.", "We {share snacks} each day.", "kept"),
        ("We {share snaks} daily.", "We {share snacks} daily.", "needs_review"),
        ("We {share snacks daily}.", "We {share} .", "needs_review"),
        ("A {cut} here. B there.", "A  here. B there {cut}.", "needs_review"),
        ("{one long morning}\ntwo\nthree", "two\nthree\n{one long morning}", "moved"),
        ("yes\n{yes}\nno", "{yes}\nno", "kept_or_review"),
        ("end of {text}", "end of {text}", "kept"),
        ("I {trust} her.", "I dis{trust} her.", "needs_review"),
        ("We {can} go.", "We {can}not go.", "needs_review"),
        ("A {cafe} here.", "A {cafe}\u0301 here.", "needs_review"),
        ("We {share} it.", "Now we {share}, yes.", "moved"),
        ("un{true} it is", "It was un{true} it is", "moved"),
        ("{今日}は", "{今日}はね", "kept"),
    ],
)
def test_corrections_as_pictures(old: str, new: str, status: str) -> None:
    before, spans = marked(old)
    after, wanted = marked(new)
    (place,) = reanchor(before, after, spans)
    if status == "kept_or_review":
        assert place.status == "needs_review" or after[place.start_char : place.end_char] == "yes"
        return
    assert place.status == status
    if status != "needs_review":
        assert [(place.start_char, place.end_char)] == wanted


def test_a_deleted_passage_does_not_jump_to_its_twin() -> None:
    old, spans = marked("Dora: {thank you}.\nIda: no.\nPat: thank you.")
    (place,) = reanchor(old, "Ida: no.\nPat: thank you.", spans)
    assert place.status == "needs_review"


def test_a_span_outside_the_old_text_is_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="does not lie in a text of 3 characters"):
        reanchor("abc", "abcd", [(2, 9)])


def test_a_long_text_is_corrected_quickly() -> None:
    import time

    old = "".join(f"Line {number} about snacks and quotas.\n" for number in range(8000))
    new = old.replace("Line 4000 ", "Line four thousand ").replace("Line 10 ", "")
    begun = time.perf_counter()
    places = reanchor(old, new, [(i * 30, i * 30 + 10) for i in range(8000)])
    assert time.perf_counter() - begun < 10
    assert sum(place.status == "needs_review" for place in places) <= 4


# Quotes


@given(st.text("ab \n", min_size=1, max_size=30), st.data())
def test_a_quote_cut_from_a_text_is_found_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    if not quote.strip():
        return
    inner = (start + len(quote) - len(quote.lstrip()), end - (len(quote) - len(quote.rstrip())))
    assert inner in locate(text, quote)


def test_a_quote_is_found_across_other_white_space_and_settled_by_what_stands_before() -> None:
    text = "so it goes.\nAnd so  it\ngoes."
    assert [text[a:b] for a, b in locate(text, "so it goes")] == ["so it goes", "so  it\ngoes"]
    assert locate(text, "so it goes", before="And ") == [(16, 27)]
    assert locate(text, "   ") == []


@given(st.text("ab \n\u2003\u00a0", max_size=30), st.text("ab \n", max_size=6))
def test_a_quote_is_found_wherever_it_stands_with_any_white_space(text, quote):
    loose = r"\s+".join(map(re.escape, quote.split()))
    wanted = [match.span(1) for match in re.finditer(f"(?=({loose}))", text)] if loose else []
    assert locate(text, quote) == wanted


# Turns


def seen(text: str, **options: bool) -> list[tuple[str, str, str]]:
    return [(turn.kind, turn.speaker, text[turn.start_char : turn.end_char]) for turn in find_turns(text, **options)]


def test_speakers_before_a_colon() -> None:
    text = "Date: 3 May\n\nINTERVIEWER: How long?\nMałgorzata: Six years.\nLonger, no?\nINTERVIEWER: I see."
    assert seen(text) == [
        ("text", "", "Date: 3 May"),
        ("speech", "INTERVIEWER", "How long?"),
        ("speech", "Małgorzata", "Six years.\nLonger, no?"),
        ("speech", "INTERVIEWER", "I see."),
    ]


def test_speakers_with_times_on_a_line_of_their_own() -> None:
    text = "Ida Brandt  0:03\nIs it done?\n\nBea  1:02:07\nNearly.\nQuite.\n"
    turns = find_turns(text)
    assert [(turn.speaker, turn.start_ms, text[turn.start_char : turn.end_char]) for turn in turns] == [
        ("Ida Brandt", 3_000, "Is it done?"),
        ("Bea", 3_727_000, "Nearly.\nQuite."),
    ]


def test_times_in_brackets_beside_the_speaker() -> None:
    text = "[00:00:12] IDA: Is it?\nBEA [00:01:00]: Nearly.\nIDA (1:05): Good."
    assert [(turn.speaker, turn.start_ms) for turn in find_turns(text)] == [
        ("IDA", 12_000),
        ("BEA", 60_000),
        ("IDA", 65_000),
    ]


def test_a_colon_in_prose_makes_no_speaker() -> None:
    text = "She named three things: snacks, gossip, quiet.\nNothing else happened.\nThe rule was this: never ask."
    assert {turn.kind for turn in find_turns(text)} == {"text"}


def test_observation_comment_and_memo_are_told_apart() -> None:
    text = (
        "# Tuesday\nDora laughs. [OC: at me?] Ida does not.\n((It is\nhot))\nOC: I am tired.\n\n"
        "Memo:\nPiles may stand for states.\nSecond thought.\n## Later\nQuiet."
    )
    assert seen(text) == [
        ("heading", "", "Tuesday"),
        ("observation", "", "Dora laughs."),
        ("comment", "", "at me?"),
        ("observation", "", "Ida does not."),
        ("comment", "", "It is\nhot"),
        ("comment", "", "I am tired."),
        ("heading", "", "Memo:"),
        ("memo", "", "Piles may stand for states."),
        ("memo", "", "Second thought."),
        ("heading", "", "Later"),
        ("observation", "", "Quiet."),
    ]


def test_a_memo_runs_on_to_the_next_heading_or_clock_time() -> None:
    text = "Dora came in.\n\nMemo: Is it a group?\n\nI do not know.\n\nOC: tired\n\n10:20 Ida leaves."
    assert [(kind, words) for kind, _, words in seen(text)] == [
        ("observation", "Dora came in."),
        ("memo", "Is it a group?"),
        ("memo", "I do not know."),
        ("comment", "tired"),
        ("observation", "10:20 Ida leaves."),
    ]
    later = "Memo: Is it a group?\n\n10.20 Ida leaves.\n\nShe waves."
    assert [kind for kind, _, _ in seen(later)] == ["memo", "observation", "observation"]


def test_marks_of_comments_may_be_in_small_letters() -> None:
    text = "Dora laughs. [oc: at me?] She has [OCR text] and [occasionally] a [o.c. joke]."
    assert [(kind, words) for kind, _, words in seen(text)] == [
        ("observation", "Dora laughs."),
        ("comment", "at me?"),
        ("observation", "She has [OCR text] and [occasionally] a"),
        ("comment", "joke"),
    ]


def test_a_wrapped_paragraph_is_one_turn() -> None:
    text = "The first paragraph is\nhard-wrapped over\nthree lines.\n\nThe second\none."
    assert seen(text, wrapped=True) == [
        ("text", "", "The first paragraph is\nhard-wrapped over\nthree lines."),
        ("text", "", "The second\none."),
    ]
    assert len(seen(text)) == 5


def test_a_wrapped_paragraph_ends_where_another_block_begins() -> None:
    blocks = ["One\ngoes on.", "- two\n  goes on", "* three", "+ four", "1. five", "> six", "10:20 seven"]
    blocks += ["| eight |", "| nine |", "Plain\nafter a table.", "Ten\nand on."]
    text = "# Head\n" + "\n".join(blocks[:-1]) + "\n---\n" + blocks[-1]
    assert [words for _, _, words in seen(text, wrapped=True)] == ["Head", *blocks]


def test_a_block_of_code_is_not_joined_with_the_words_around_it() -> None:
    text = "It runs:\n```python\nimport this\nthis.d\n```\nand ends."
    assert [words for _, _, words in seen(text, wrapped=True)] == [
        "It runs:",
        "```python\nimport this\nthis.d",
        "and ends.",
    ]


def test_wrapped_notes_keep_their_kinds() -> None:
    text = (
        "Dora laughs\nand goes. [OC: is it\nme?] Quiet\nagain.\nOC: I am\ntired.\n\n"
        "Memo:\nPiles may\nstand for states.\n\nSecond\nthought.\nMemo: Third\none."
    )
    assert [(kind, words) for kind, _, words in seen(text, wrapped=True)] == [
        ("observation", "Dora laughs\nand goes."),
        ("comment", "is it\nme?"),
        ("observation", "Quiet\nagain."),
        ("comment", "I am\ntired."),
        ("heading", "Memo:"),
        ("memo", "Piles may\nstand for states."),
        ("memo", "Second\nthought."),
        ("memo", "Third\none."),
    ]


def test_wrapped_speech_is_one_turn() -> None:
    text = "Kind: field notes\n\nIDA: Is it\ndone?\nBEA: Nearly,\nI hope.\nIDA:\nGood\nthen."
    assert [words for kind, _, words in seen(text, wrapped=True, field_notes=True) if kind == "speech"] == [
        "Is it\ndone?",
        "Nearly,\nI hope.",
        "Good\nthen.",
    ]


def test_a_short_time_before_an_equals_sign() -> None:
    text = "*0:0 = I1: So?\nK: Yes.\n*1:5 = I1: And?\nK: No.\n*03:02 = I1: Why?"
    turns = find_turns(text)
    assert [(turn.speaker, turn.start_ms) for turn in turns] == [
        ("I1", 0),
        ("K", None),
        ("I1", 65_000),
        ("K", None),
        ("I1", 182_000),
    ]


def test_a_number_sign_in_a_chat_is_no_heading() -> None:
    text = (
        "# Chat of Monday\n00:01:00\tIda:\tThese:\n\n# Still used\neth_call\n# unused\neth_get\n"
        "00:01:05\tBea:\tok\n00:01:09\tIda:\tgm"
    )
    assert seen(text) == [
        ("heading", "", "Chat of Monday"),
        ("speech", "Ida", "These:\n\n# Still used\neth_call\n# unused\neth_get"),
        ("speech", "Bea", "ok"),
        ("speech", "Ida", "gm"),
    ]
    assert ("heading", "", "Part two") in seen("IDA: So?\nBEA: Yes.\n# Part two\nIDA: And?")


@given(TEXTS)
def test_wrapped_turns_only_join_lines(raw: str) -> None:
    text = clean(raw)
    alone, joined = find_turns(text), find_turns(text, wrapped=True)
    assert len(joined) <= len(alone)
    for turn in alone:
        assert sum(one.start_char <= turn.start_char and turn.end_char <= one.end_char for one in joined) == 1


@given(TEXTS)
def test_turns_never_overlap_and_hold_words(raw: str) -> None:
    text = clean(raw)
    turns = find_turns(text)
    ends = [offset for turn in turns for offset in (turn.start_char, turn.end_char)]
    assert ends == sorted(ends)
    assert all(is_wordlike(text[turn.start_char : turn.end_char]) or turn.kind != "comment" for turn in turns)
    assert all(turn.end_char <= len(text) for turn in turns)


@given(st.text(max_size=30))
def test_pictures_of_spans_are_reversible(text: str) -> None:
    text = text.replace("{", "").replace("}", "")
    spans = [(0, len(text))] if text else []
    assert marked(shown(text, spans)) == (text, spans)


def test_decomposed_and_composed_letters_stay_what_they_were() -> None:
    text = "e\u0301é"
    assert clean(text) == text != unicodedata.normalize("NFC", text)
