"""PDF files: printed by a real browser, built by hand, odd and hostile."""

import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import assert_refused
from test_formats_plain import spoken

from wenger_qda.formats import File, read
from wenger_qda.formats.pdf import read_pdf
from wenger_qda.formats.typeset import Line, paragraphs_of, running_heads

PROSE = (
    "The tray of yellows stood on the empty desk until the afternoon, and nobody who went past it could be seen to "
    "look at it, which in that room, where everybody looks at everything, was a way of looking."
)


def found(data):
    return read_pdf(File(name="a.pdf", data=data))


def text_of(data):
    return found(data).sources[0].text


@pytest.fixture
def printed(page):
    def printed(body, style="", **options):
        page.set_content(f"<meta charset='utf-8'><style>body{{font:12pt serif}}{style}</style>{body}")
        return page.pdf(**{"format": "A4"} | options)

    return printed


def by_hand(content, *, packed="", pages=1):
    kids = "4 0 R " * pages
    parts = (
        "%PDF-1.4",
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        f"2 0 obj<</Type/Pages/Kids[{kids}]/Count {pages}>>endobj",
        "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
        "4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents 5 0 R>>endobj",
        f"5 0 obj<</Length {len(content)}{packed}>>stream\n",
    )
    return "\n".join(parts).encode() + content + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


HELLO = b"BT /F 12 Tf 72 700 Td (Hello world) Tj ET"

# --- what is kept ---------------------------------------------------------------------------------------------------


def test_paragraphs_are_whole_again(printed):
    source = found(printed(f"<p>{PROSE}</p><p>Nothing.</p><p>{PROSE}</p>")).sources[0]
    assert source.text == f"{PROSE}\nNothing.\n{PROSE}"
    assert source.kind == "pdf"
    assert len(source.turns) == 3


def test_two_columns_are_read_one_after_the_other(printed):
    paragraphs = [f"{number}. {PROSE}" for number in range(1, 16)]
    style = ".columns{columns:2;column-gap:1cm}"
    body = f"<h1>Postcards</h1><div class='columns'>{''.join(f'<p>{words}</p>' for words in paragraphs)}</div>"
    assert text_of(printed(body, style)).split("\n") == ["Postcards", *paragraphs]


def test_lists_of_short_lines_stay_lines(printed):
    items = ["ginger biscuits", "clementines", "a flat tin", "one glove of Curtis's"]
    body = f"<p>{PROSE}</p><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    lines = text_of(printed(body)).split("\n")
    assert [line.lstrip("• ") for line in lines] == [PROSE, *items]


def test_turns_of_a_transcript_stay_apart_though_set_without_gaps(printed):
    turns = [("NORA", "So?"), ("IDA", PROSE), ("NORA", PROSE), ("IDA", "Yes.")]
    body = "".join(f"<p>{name}: {words}</p>" for name, words in turns)
    source = found(printed(body, "p{margin:0}")).sources[0]
    assert spoken(source.text, source.turns) == turns


def test_words_cut_by_a_hyphen_are_whole_again_and_hyphened_words_keep_theirs(printed):
    words = "A well-known rea&shy;son: the mail&shy;room’s af&shy;ter&shy;noon, well-known, was well-known."
    plain = words.replace("&shy;", "")
    for width in range(4, 12):
        assert text_of(printed(f"<p style='width:{width}cm'>{words}</p>")).split("\n") == [plain], width


def test_letters_of_all_kinds(printed):
    words = "Małgorzata’s œuvre: “ﬁne” efficient ﬂats – żółć, Ωmega, жук and 𝔸"
    assert text_of(printed(f"<p>{words}</p>")) == words.replace("ﬁ", "fi").replace("ﬂ", "fl")


def test_running_heads_and_page_numbers_are_left_out_and_named(printed):
    body = "".join(f"<p>{number}: {PROSE}</p>" for number in range(60))
    result = found(
        printed(
            body,
            display_header_footer=True,
            header_template="<span style='font-size:9pt;margin-left:2cm'>Field notes of a year</span>",
            footer_template="<span style='font-size:9pt;margin-left:2cm'>p. <span class='pageNumber'></span></span>",
            margin={"top": "3cm", "bottom": "3cm"},
        )
    )
    assert result.sources[0].text == "\n".join(f"{number}: {PROSE}" for number in range(60))
    assert result.remarks == (
        "left out, as it stands on most pages: “Field notes of a year”",
        "left out, as it stands on most pages: “p. #”",
    )


def test_a_page_that_holds_nothing_to_read_is_counted(printed):
    body = f"<p>{PROSE}</p><div style='break-before:page'><svg width='90' height='90'><circle r='40'/></svg></div>"
    result = found(printed(body))
    assert result.sources[0].text == PROSE
    assert result.remarks == ("1 of 2 pages hold no text; they may be pictures",)


def test_offsets_hold_in_what_is_read(printed, tmp_path):
    (tmp_path / "2024-05-01 crib sheet.pdf").write_bytes(printed(f"<p>{PROSE}</p><p>𝔸 so</p>"))
    source = read(tmp_path).sources[0]
    assert (source.name, source.date) == ("2024-05-01 crib sheet", "2024-05-01")
    assert [source.text[turn.start_char : turn.end_char] for turn in source.turns] == source.text.split("\n")


# --- what is refused ------------------------------------------------------------------------------------------------

LOCKED = by_hand(HELLO).replace(
    b"trailer<<",
    b"trailer<</ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + b"00" * 32 + b">/U<" + b"11" * 32 + b">>>",
)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file is empty"),
        (b"<html>Words</html>", "not a PDF file"),
        (by_hand(HELLO)[:150], "broken, or only half downloaded"),
        (by_hand(b""), "holds no text; it may be a scan"),
        (by_hand(HELLO, pages=5_001), "has 5001 pages; at most 5000"),
        (LOCKED, "locked with a password"),
        (by_hand(zlib.compress(b" " * (201 << 20), 9), packed="/Filter/FlateDecode"), "unpacks to more than 200 MB"),
        (
            by_hand(zlib.compress(zlib.compress(b" " * (201 << 20), 9), 9), packed="/Filter[/FlateDecode/FlateDecode]"),
            "unpacks to more than 200 MB",
        ),
        (by_hand(b"BT /F 1 Tf 72 700 Td " + b"(a) Tj " * 1_000_001 + b"ET"), "page 1 holds more than 1,000,000"),
    ],
)
def test_refused_in_a_sentence(data, why):
    assert_refused(found, data, why, "a.pdf")


def test_pages_that_lie_about_their_number_do_no_harm():
    assert text_of(by_hand(HELLO).replace(b"/Count 1", b"/Count 99999999")) == "Hello world"


def test_pages_of_one_line_each_are_no_running_heads():
    assert text_of(by_hand(HELLO, pages=5)).split("\n") == ["Hello world"] * 5


# --- lines and paragraphs -------------------------------------------------------------------------------------------


def set_in_lines(text, width):
    """Set a text in a type whose signs are all one point wide; a line is twelve points high."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines, line = [*lines, line], word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


WORDS = st.lists(st.text("abcdefg", min_size=1, max_size=9), min_size=1, max_size=30).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=6), st.integers(20, 60))
def test_what_is_set_in_lines_with_gaps_between_paragraphs_comes_back(paragraphs, width):
    page, bottom = [], 800.0
    for paragraph in paragraphs:
        for text in set_in_lines(paragraph, width):
            page.append(Line(text, 0, len(text), bottom, bottom + 10))
            bottom -= 12
        bottom -= 12
    ruler = [Line("x" * width, 0, width, bottom - 12 * n, bottom - 12 * n + 10) for n in range(40)]
    read_back = list(paragraphs_of([[*page, *ruler]]))
    assert " ".join(read_back).split()[: len(" ".join(paragraphs).split())] == " ".join(paragraphs).split()
    assert read_back[: len(paragraphs)] == [" ".join(paragraph.split()) for paragraph in paragraphs]


def test_an_indented_line_begins_a_paragraph():
    lines = [("aaa bbb", 0, 7), ("ccc ddd", 1, 8), ("eee fff", 0, 7)]
    page = [
        Line(text, left * 10, right * 10, 100 - 12 * n, 110 - 12 * n) for n, (text, left, right) in enumerate(lines)
    ]
    assert list(paragraphs_of([page])) == ["aaa bbb", "ccc ddd eee fff"]


def test_heads_need_three_pages():
    pages = [[Line(f"Notes {n}", 0, 9, 20, 29), Line(f"{'abc'[n]}", 0, 9, 0, 9)] for n in range(3)]
    assert running_heads(pages) == {"Notes #"}
    assert all(running_heads(list(two)) == frozenset() for two in pairwise(pages))
