"""OpenDocument texts: built by hand, saved by LibreOffice, whole, odd and hostile."""

import shutil
import subprocess

import docx
import pytest
from packages import LAUGHS, SIGNS, assert_refused, assert_signs_keep_their_places, package
from test_formats_plain import spoken, transcript

from wenger_qda.errors import SourceError
from wenger_qda.formats import File, read
from wenger_qda.formats.open_document import read_open_document

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in [
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("manifest", "manifest"),
    ]
)


def by_hand(body, *, prolog="", styles="", kind="text"):
    return package(
        {
            "content.xml": f"{prolog}<office:document-content {SPACES}>"
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
        }
    )


def p(words):
    return f"<text:p>{words}</text:p>"


def listed(*items):
    return f"<text:list>{''.join(f'<text:list-item>{item}</text:list-item>' for item in items)}</text:list>"


def row(*cells):
    inner = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
    return f"<table:table-row>{inner}</table:table-row>"


def found(data):
    return read_open_document(File(name="a.odt", data=data))


def text_of(data):
    return found(data).sources[0].text


# --- what is kept ---------------------------------------------------------------------------------------------------


def test_paragraphs_lists_sections_and_tables_come_in_their_order():
    body = (
        '<text:h text:outline-level="1">Day three</text:h>'
        + f"<text:section>{p('Rain.')}</text:section>"
        + listed(p("biscuits") + listed(p("ginger")))
        + f"<table:table><table:table-header-rows>{row(p('Who'), p('Where'))}</table:table-header-rows>"
        + f"{row(p('Ida'), p('B3') + p('by the window'))}</table:table>"
        + p("Still rain.")
    )
    source = found(by_hand(body)).sources[0]
    assert source.text == "Day three\nRain.\nbiscuits\nginger\nWho\tWhere\nIda\tB3 by the window\nStill rain."
    assert [turn.kind for turn in source.turns] == ["heading", *["text"] * 6]
    assert source.kind == "odt"


def test_titles_are_headings_also_where_their_look_was_changed_by_hand():
    styles = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    body = '<text:p text:style-name="P1">A day</text:p><text:p text:style-name="Subtitle">in May</text:p>' + p("Rain.")
    turns = found(by_hand(body, styles=styles)).sources[0].turns
    assert [turn.kind for turn in turns] == ["heading", "heading", "text"]


def test_white_space_counts_once_unless_the_file_says_more():
    assert text_of(by_hand(p(' a\n     b<text:s text:c="3"/>c<text:tab/>d<text:line-break/>e '))) == "a b   c\td\ne"


def test_a_gap_is_as_long_as_said_but_no_bomb():
    gap = '<text:s text:c="999999999999"/>'
    assert text_of(by_hand(p(f'a<text:s text:c="x"/>b{gap}c'))) == "a b c"
    assert text_of(by_hand(p('a<text:s text:c="99999999"/>c'))) == f"a{' ' * 1000}c"


def test_words_in_spans_links_and_fields_are_kept():
    body = p("one <text:span>two</text:span> <text:a>three</text:a> <text:ruby><text:ruby-base>four</text:ruby-base>"
             "<text:ruby-text>no</text:ruby-text></text:ruby> page <text:page-number>5</text:page-number>")  # fmt: skip
    assert text_of(by_hand(body)) == "one two three four page 5"


def test_a_row_with_one_filled_cell_keeps_its_paragraphs_as_lines():
    body = f"<table:table>{row(p('Ida: So?') + p('Bea: Yes.'), p(''))}</table:table>"
    source = found(by_hand(body)).sources[0]
    assert spoken(source.text, source.turns) == [("Ida", "So?"), ("Bea", "Yes.")]


def test_astral_and_right_to_left_characters_keep_their_offsets():
    assert_signs_keep_their_places(found(by_hand("".join(map(p, SIGNS)))).sources[0])


# --- what is left out, and said so ----------------------------------------------------------------------------------


def test_what_is_not_the_text_is_left_out_and_named():
    note = (
        '<text:note text:note-class="{}"><text:note-citation>1</text:note-citation><text:note-body>'
        + p("below")
        + "</text:note-body></text:note>"
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        + p("deleted")
        + "</text:deletion></text:changed-region></text:tracked-changes>"
        + p(
            "ke<office:annotation>"
            + p("a remark")
            + "</office:annotation>pt"
            + note.format("footnote")
            + note.format("endnote")
            + f"<draw:frame><draw:text-box>{p('boxed')}</draw:text-box></draw:frame>"
            + "<draw:frame><draw:image/></draw:frame>"
        )
    )
    result = found(by_hand(body))
    assert result.sources[0].text == "kept"
    assert result.remarks == ("left out: 1 comment, 1 endnote, 1 footnote, 1 picture, 1 text box, 1 tracked deletion",)


# --- what is refused ------------------------------------------------------------------------------------------------

LOCKED = (
    f"<manifest:manifest {SPACES}><manifest:file-entry><manifest:encryption-data/>"
    "</manifest:file-entry></manifest:manifest>"
)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html><body>Words</body></html>", "a web page, not an OpenDocument"),
        (b"{\\rtf1 Words}", "a rich text file"),
        (b"%PDF-1.7", "a PDF, not"),
        (b"", "the file is empty"),
        (b"PK\x03\x04 cut off", "not a whole zip archive"),
        (package({"a.txt": "a"}), "it holds no document"),
        (by_hand(""), "holds no text"),
        (by_hand(p("a"), kind="spreadsheet"), "may be a spreadsheet"),
        (by_hand(p("&b;"), prolog=LAUGHS), "document type"),
        (by_hand(p("a"), prolog='<!DOCTYPE x SYSTEM "file:///etc/passwd">'), "document type"),
        (package({"content.xml": "<office:document-content"}), "broken or unsafe"),
        (package({"content.xml": b"\x8f\x01", "META-INF/manifest.xml": LOCKED}), "locked with a password"),
    ],
)
def test_refused_in_a_sentence(data, why):
    assert_refused(found, data, why, "a.odt")


def test_a_bomb_is_refused_before_it_unpacks():
    bomb = package({"content.xml": b"<office:document-content>" + b" " * (30 << 20)})
    with pytest.raises(SourceError, match="200 times its packed size"):
        found(bomb)


# --- real files -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_saves_a_word_file_as_odt_and_both_read_alike(tmp_path):
    document = docx.Document()
    document.add_heading("Second interview", level=1)
    for line in [
        "Interviewer: So?\tThen?",
        "Ida: Yes.  Two  blanks, 👩🏽‍🚒, e\u0301 – and “more”.",
        "",
        "Ida: A\nbreak.",
    ]:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=2)
    table._cells[0].text, table._cells[1].text = "Who", "Where"
    document.save(tmp_path / "a.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "odt", "--outdir", tmp_path, tmp_path / "a.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    word, open_document = (read(tmp_path / f"a.{suffix}").sources[0] for suffix in ("docx", "odt"))
    assert open_document.text == word.text
    assert open_document.turns == word.turns
    assert [turn.kind for turn in word.turns][:2] == ["heading", "speech"]


def test_a_text_that_another_program_ships():
    source = read(transcript("odt/qualcoder_ID2.odt")).sources[0]
    assert len(source.text) == 353
    assert source.text.startswith("I have not studied much before, but my father")
    assert source.text.endswith("The course cost €200.00 and I do not want to waste my money.")
    assert [turn.kind for turn in source.turns] == ["text"] * 3
