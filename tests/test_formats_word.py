"""Word files: built by python-docx and by hand, whole, odd and hostile."""

import io
import re

import docx
import pytest
from packages import LAUGHS, SIGNS, assert_refused, assert_signs_keep_their_places, package
from test_formats_plain import spoken, transcript

from wenger_qda.errors import SourceError
from wenger_qda.formats import File, read
from wenger_qda.formats.word import read_word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def by_hand(body, prolog=""):
    return package({"word/document.xml": f"{prolog}<w:document {W} {MC}><w:body>{body}</w:body></w:document>"})


def p(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def t(words):
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def found(data):
    return read_word(File(name="a.docx", data=data))


def text_of(data):
    return found(data).sources[0].text


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


# --- what is kept ---------------------------------------------------------------------------------------------------


def test_paragraphs_lists_and_tables_come_in_their_order():
    document = docx.Document()
    document.add_heading("Day three", level=1)
    document.add_paragraph("Rain.")
    document.add_paragraph("biscuits", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ["Who", "Where", "Ida", "B3"], strict=True):
        cell.text = words
    document.add_paragraph("Still rain.")
    source = found(saved(document)).sources[0]
    assert source.text == "Day three\nRain.\nbiscuits\nWho\tWhere\nIda\tB3\nStill rain."
    assert [turn.kind for turn in source.turns] == ["heading", "text", "text", "text", "text", "text"]


def test_heading_styles_are_known_by_name_not_by_id():
    styles = f"""<w:styles {W}>
      <w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
      <w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="Kapitel"/>
        <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
    </w:styles>"""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{t(style)}</w:p>'
        for style in ["berschrift2", "Kapitel", "Text"]
    )
    data = package(
        {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>", "word/styles.xml": styles}
    )
    assert [turn.kind for turn in found(data).sources[0].turns] == ["heading", "heading", "text"]


def test_text_in_content_controls_and_tracked_insertions_is_kept():
    body = (
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{p(t('controlled'))}</w:sdtContent></w:sdt>"
        + p(
            t("one "),
            f"<w:ins w:id='1'>{t('inserted ')}</w:ins>",
            f"<w:sdt><w:sdtContent>{t('inner')}</w:sdtContent></w:sdt>",
        )
        + p(f"<w:hyperlink>{t('linked')}</w:hyperlink>", f"<w:smartTag>{t(' smart')}</w:smartTag>")
    )
    assert text_of(by_hand(body)) == "controlled\none inserted inner\nlinked smart"


def test_nested_tables_lose_nothing():
    inner = f"<w:tbl><w:tr><w:tc>{p(t('x'))}</w:tc><w:tc>{p(t('y'))}</w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{p(t('a'))}{inner}</w:tc><w:tc>{p(t('b'))}{p(t('c'))}</w:tc></w:tr></w:tbl>"
    assert text_of(by_hand(body)) == "a x\ty\tb c"


def test_a_row_of_one_cell_keeps_its_paragraphs_as_lines():
    body = f"<w:tbl><w:tr><w:tc>{p(t('Ida: So?'))}{p(t('Bea: Yes.'))}</w:tc></w:tr></w:tbl>"
    source = found(by_hand(body)).sources[0]
    assert spoken(source.text, source.turns) == [("Ida", "So?"), ("Bea", "Yes.")]


def test_signs_inside_a_paragraph():
    body = p(
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t>"
        '<w:br w:type="page"/><w:t>f</w:t></w:r>'
    )
    assert text_of(by_hand(body)) == "a\tb\nc\u2011def"


def test_tab_stops_are_not_tabs():
    assert text_of(by_hand(p("<w:pPr><w:tabs><w:tab w:val='left' w:pos='720'/></w:tabs></w:pPr>", t("a")))) == "a"


def test_teams_puts_name_and_words_in_one_paragraph():
    body = "".join(
        p(f"<w:r><w:t>{name}   {time}</w:t><w:br/><w:t>{words}</w:t></w:r>")
        for name, time, words in [("Ida Brandt", "0:03", "Is it done?"), ("Bea Lund", "0:09", "Nearly.")]
    )
    source = found(by_hand(body)).sources[0]
    assert spoken(source.text, source.turns) == [("Ida Brandt", "Is it done?"), ("Bea Lund", "Nearly.")]


def test_astral_and_right_to_left_characters_keep_their_offsets():
    assert_signs_keep_their_places(found(by_hand("".join(p(t(signs)) for signs in SIGNS))).sources[0])


# --- what is left out, and said so ----------------------------------------------------------------------------------


def test_what_is_not_the_text_is_left_out_and_named():
    inside = f"<w:txbxContent>{p(t('boxed'))}</w:txbxContent>"
    box = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{inside}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = p(
        t("kept"),
        "<w:del w:id='2'><w:r><w:delText>deleted</w:delText></w:r></w:del>",
        f"<w:moveFrom>{t('moved')}</w:moveFrom>",
        box,
        "<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:commentReference w:id='0'/></w:r>",
        "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>",
    )
    result = found(by_hand(body))
    assert result.sources[0].text == "kept"
    assert result.remarks == ("left out: 1 text box, 2 tracked deletions, 1 footnote, 1 comment",)


def test_headers_and_footers_are_not_mixed_in():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Confidential"
    document.add_paragraph("Words.")
    result = found(saved(document))
    assert result.sources[0].text == "Words."
    assert result.remarks == ("left out: header",)


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html><body>Words</body></html>", "a web page, not a Word file"),
        (b"{\\rtf1 Words}", "a rich text file, not a Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Office file"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"", "the file is empty"),
        (b"PK\x03\x04 cut off", "not a whole zip archive"),
        (package({"a.txt": "a"}), "it holds no document"),
        (by_hand(""), "holds no text"),
        (by_hand(p(t("&b;")), LAUGHS), "document type"),
        (by_hand(p(t("plain")), '<!DOCTYPE w:document SYSTEM "file:///etc/passwd">'), "document type"),
        (package({"word/document.xml": "<w:document"}), "broken or unsafe"),
    ],
)
def test_refused_in_a_sentence(data, why):
    assert_refused(found, data, why, "a.docx")


def test_a_bomb_is_refused_before_it_unpacks():
    bomb = package({"word/document.xml": b"<w:document>" + b" " * (30 << 20)})
    assert len(bomb) < 100_000
    with pytest.raises(SourceError, match="200 times its packed size"):
        found(bomb)


# --- real files -----------------------------------------------------------------------------------------------------


def test_an_interview_exported_with_thousands_of_tab_stops():
    source = read(transcript("docx/ecape_da_Interview_08.docx")).sources[0]
    speech = spoken(source.text, source.turns)
    assert speech[0][0] == "I"
    assert speech[0][1].startswith("Og man kan sige – kan du fortælle os lidt om din bolig?")
    assert speech[1] == ("X", "Jeg har boet her i næsten to år")
    assert speech[-1] == ("I", "Tusind tak for at vi måtte snakke med dig om det her.")
    assert {speaker for speaker, _ in speech} == {"I", "I2", "X", "Y"}


def test_an_interview_of_two_interviewers_and_a_couple():
    path = transcript("docx/ecape_da_Interview_01.docx")
    source = read(path).sources[0]
    lines = [paragraph.text for paragraph in docx.Document(path).paragraphs]
    labels = [match[1] for line in lines if (match := re.match(r"(?:\*?[\d:]+:\d\d? = )?(I1|I2|M|K)\s*:", line))]
    assert [speaker for speaker, _ in spoken(source.text, source.turns)] == labels
    assert {turn.speaker for turn in source.turns} == {"", "I1", "I2", "M", "K"}
    assert source.text.startswith("Transskribering af interview nr. 1\n")
    assert source.text.endswith("Vigtigste er inddraget i udskriften).")


def test_a_plain_word_file():
    source = read(transcript("docx/rock_doc-to-test.docx")).sources[0]
    assert source.text.split("\n") == [
        "This is a word document.",
        "It doesn’t have much fancy content, but it’s 12kb large nonetheless.",
        "Because some people use Word to transcribe, it can be useful to import Word files.",
        "Note that this does mean you’ll lose markup.",
    ]
