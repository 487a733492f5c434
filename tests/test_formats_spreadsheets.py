"""Spreadsheets in: rows into sources, cells into variables."""

import csv
import datetime
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_formats_plain import spoken, transcript
from test_formats_word import LAUGHS, package

from wenger_qda.errors import SourceError
from wenger_qda.formats import File, read
from wenger_qda.formats.assembly import assemble
from wenger_qda.formats.spreadsheets import read_csv, read_xlsx

LONG = "I have been here for eleven years and nobody ever asked me that before."
OTHER = "Ask the person beside you, and if she does not know, ask the one beside her."


def from_csv(words, name="s.csv", encoding=None):
    data = words if isinstance(words, bytes) else words.encode()
    return assemble([(name, read_csv(File(name=name, data=data, encoding=encoding)))])


def from_xlsx(*sheets, name="s.xlsx"):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Wave {number}")
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return assemble([(name, read_xlsx(File(name=name, data=stream.getvalue())))])


def variables(data):
    return [dict(source.variables) for source in data.sources]


# --- rows and columns -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_one_row_is_one_source(delimiter):
    words = f'id{delimiter}age{delimiter}text\n"P1"{delimiter}33{delimiter}"One, two; three\nfour"\n'
    data = from_csv(words + f"P2{delimiter}{delimiter}Five.\n")
    assert [(source.name, source.kind, source.text) for source in data.sources] == [
        ("s/P1", "row", "One, two; three\nfour"),
        ("s/P2", "row", "Five."),
    ]
    assert variables(data) == [{"id": "P1", "age": 33}, {"id": "P2", "age": None}]
    assert data.sources[0].original is None


@pytest.mark.parametrize(
    ("header", "row", "text"),
    [
        ("q1,Text,q2", f"{LONG},short,x", "short"),
        ("a,comment", "x,y", "y"),
        ("site,words", f"{LONG[:20]},{LONG}", LONG),
        ("a,b", "x,yy", "yy"),
        ("id,age,remark", "P1,33,ok", "ok"),
    ],
)
def test_which_column_is_the_text(header, row, text):
    assert from_csv(f"{header}\n{row}\n").sources[0].text == text


def test_several_open_questions_are_headings_over_answers():
    data = from_csv(f'Who,"What do you do?",And who asks?\nIda,"{LONG}","{OTHER}"\nBea,"{OTHER}",\n')
    ida, bea = data.sources
    assert ida.text == f"What do you do?\n{LONG}\nAnd who asks?\n{OTHER}"
    assert [(turn.kind, ida.text[turn.start_char : turn.end_char]) for turn in ida.turns] == [
        ("heading", "What do you do?"),
        ("text", LONG),
        ("heading", "And who asks?"),
        ("text", OTHER),
    ]
    assert bea.text == f"What do you do?\n{OTHER}"
    assert variables(data) == [{"Who": "Ida"}, {"Who": "Bea"}]


def test_web_addresses_are_long_but_no_text():
    data = from_csv(f"link;said\nhttps://example.org/{'a' * 60};{LONG}\nhttps://example.org/{'b' * 60};{OTHER}\n")
    assert [source.text for source in data.sources] == [LONG, OTHER]


def test_rows_are_named_by_number_as_the_program_shows_it():
    data = from_csv("text,name\nOne,\n,\nTwo,Ida\n,Bea\n")
    assert [source.name for source in data.sources] == ["s/row 2", "s/row 4"]
    assert [row for row in data.report.rows if row[2] == "skipped"] == [
        ("s.csv, row 5", "source", "skipped", "no text in this row")
    ]


def test_names_that_are_not_unique_name_no_row():
    assert [source.name for source in from_csv("name,text\nIda,One\nIda,Two\n").sources] == ["s/row 2", "s/row 3"]


def test_a_row_may_be_a_transcript():
    source = from_csv('id,transcript\n1,"Ida: So?\nBea: Yes.\nIda: Good."\n').sources[0]
    assert [speaker for speaker, _ in spoken(source.text, source.turns)] == ["Ida", "Bea", "Ida"]


def test_headers_without_a_name_and_twice_the_same():
    data = from_csv("text,site,site,\nOne,A,B,C\n")
    assert variables(data) == [{"site": "A", "site (2)": "B", "column 4": "C"}]


def test_ragged_rows_lose_nothing():
    assert variables(from_csv("text,site\nOne\nTwo,A,more\n")) == [
        {"site": None, "column 3": None},
        {"site": "A", "column 3": "more"},
    ]


def test_a_date_column_dates_the_sources():
    assert [source.date for source in from_csv("Date,text\n18.03.2024,One\nlate,Two\n").sources] == ["2024-03-18", ""]


def test_the_day_of_a_row_is_no_variable_too():
    data = from_csv("Date,text,site\n18.03.2024,One,A\n2024-03-19T10:30:00,Two,B\n")
    assert [source.date for source in data.sources] == ["2024-03-18", "2024-03-19"]
    assert variables(data) == [{"site": "A"}, {"Date": "2024-03-19T10:30:00", "site": "B"}]
    assert variables(from_csv("date,text\n2024-03-18,One\n2024-03-19,Two\n")) == [{}, {}]
    day = from_xlsx([["text", "date"], ["One", datetime.datetime(2024, 3, 18)]])
    assert (day.sources[0].date, variables(day)) == ("2024-03-18", [{}])


def test_the_encoding_of_a_table_is_told_once():
    data = from_csv("id;text\n1;Zoë sagt gar nichts über die Straße\n2;Größe\n".encode("cp1252"))
    assert [row[:3] for row in data.report.rows] == [
        ("s.csv", "table", "changed"),
        ("s/1", "source", "read"),
        ("s/2", "source", "read"),
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "the file is empty"),
        ("id,text\n", "a header without rows"),
        ("a,b\n1,2\n", "no column holds text"),
        ('text\nOne\n"Two\nThree\n', "line 3: a quotation mark that opens in this row is never closed"),
        ("text\n \n \n", "a header without rows"),
    ],
)
def test_a_table_without_texts_is_refused(words, why):
    with pytest.raises(SourceError, match=rf"^s\.csv.*{why}"):
        from_csv(words)


def test_marks_that_are_not_doubled_are_told():
    data = from_csv('text,a\n"One" two,x\nThree,y\n')
    assert data.report.rows[0][2:] == (
        "changed",
        "line 2: quotation marks inside a cell are not doubled; look at its cells",
    )
    assert len(data.sources) == 2


def test_the_limit_of_the_csv_module_is_put_back():
    before = csv.field_size_limit()
    assert len(from_csv("text\n" + "word " * 60_000).sources[0].text) > before
    assert csv.field_size_limit() == before


# --- workbooks ------------------------------------------------------------------------------------------------------


def test_cells_of_a_workbook_keep_their_kind():
    rows = [
        ["id", "age", "share", "is_new", "since", "when", "code", "text"],
        ["a", 33, 0.5, True, datetime.date(2024, 3, 18), datetime.datetime(2024, 3, 18, 10, 30), "007", "One"],
        ["b", None, 2, False, None, None, "8", "=1+1"],
        [None] * 8,
        ["c", 40.0, 1.25, True, None, None, None, "Three\r\nfour_x000D_"],
    ]
    data = from_xlsx(rows)
    assert [source.name for source in data.sources] == ["s/a", "s/c"]
    assert variables(data)[0] == {
        "id": "a",
        "age": 33,
        "share": 0.5,
        "is_new": True,
        "since": "2024-03-18",
        "when": "2024-03-18T10:30:00",
        "code": "007",
    }
    assert data.sources[1].text == "Three\nfour"
    assert {variable.name: variable.type for variable in data.variables} == {
        "id": "Text",
        "age": "Integer",
        "share": "Float",
        "is_new": "Boolean",
        "since": "Date",
        "when": "DateTime",
        "code": "Text",
    }


def test_every_sheet_is_read_and_names_its_rows():
    data = from_xlsx([["text"], ["One"]], [["text"], ["Two"]], [])
    assert [source.name for source in data.sources] == ["s/Wave 1/row 2", "s/Wave 2/row 2"]


def test_merged_cells_and_gaps_are_no_trouble():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B3"], sheet["C3"], sheet["B5"], sheet["C5"] = "text", "site", "One", "A"
    sheet.merge_cells("B5:B6")
    stream = io.BytesIO()
    book.save(stream)
    data = assemble([("s.xlsx", read_xlsx(File(name="s.xlsx", data=stream.getvalue())))])
    assert [(source.name, source.text, dict(source.variables)) for source in data.sources] == [
        ("s/row 5", "One", {"site": "A"})
    ]


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def workbook(rows, prolog=""):
    book = openpyxl.Workbook()
    stream = io.BytesIO()
    book.save(stream)
    members = {}
    import zipfile

    with zipfile.ZipFile(stream) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/worksheets/sheet1.xml"] = prolog + SHEET.format(rows)
    return package(members)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html>", "a web page, not a spreadsheet"),
        (b"id,text\n1,One", "not a spreadsheet"),
        (b"PK\x03\x04", "not a whole zip archive"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (package({"word/document.xml": "<a/>"}), "it holds no workbook"),
        (workbook(""), "the file is empty"),
        (workbook('<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>', LAUGHS), "document type"),
        (workbook('<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999999"><c><v>1</v></c></row>'), "a row beyond"),
        (workbook('<row r="1"><c r="A1" t="s"><v>77</v></c></row>'), "a broken spreadsheet"),
        (workbook("<row r='1'><c r='A1'"), "broken"),
        (package({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), "a broken spreadsheet"),
        (package({"[Content_Types].xml": "<a/>", "xl/workbook.xml": b"<a>" + b" " * (30 << 20)}), "200 times"),
    ],
)
def test_a_workbook_that_is_none_is_refused_in_a_sentence(data, why):
    with pytest.raises(SourceError, match=why) as err:
        read_xlsx(File(name="s.xlsx", data=data))
    assert str(err.value).startswith("s.xlsx: ")
    assert "\n" not in str(err.value)


# --- properties -----------------------------------------------------------------------------------------------------

CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff"), max_size=20
).map(lambda text: text.strip())
ROWS = st.lists(st.tuples(CELLS.filter(bool), CELLS), min_size=1, max_size=6)


@given(ROWS)
def test_what_the_csv_module_writes_reads_back(rows):
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([("text", "site"), *rows])
    data = from_csv(stream.getvalue())
    assert [source.text for source in data.sources] == [words for words, _ in rows]


@given(ROWS)
def test_what_openpyxl_writes_reads_back(rows):
    book = openpyxl.Workbook()
    for row in [("text", "site"), *rows]:
        book.active.append(row)
    for cell in (cell for row in book.active.iter_rows() for cell in row if cell.value is not None):
        cell.data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    data = assemble([("s.xlsx", read_xlsx(File(name="s.xlsx", data=stream.getvalue())))])
    assert [source.text for source in data.sources] == [words for words, _ in rows]


# --- a real file ----------------------------------------------------------------------------------------------------


def test_a_survey_of_three_people_with_two_open_questions():
    data = read(transcript("txt/qualcoder_survey789.xlsx"))
    assert [source.name for source in data.sources] == [
        "qualcoder_survey789/ID7",
        "qualcoder_survey789/ID8",
        "qualcoder_survey789/ID9",
    ]
    assert variables(data) == [
        {"Case": "ID7", "Age": 33, "Gender": "m", "Interest": "surveys"},
        {"Case": "ID8", "Age": None, "Gender": "f", "Interest": "television"},
        {"Case": "ID9", "Age": 55, "Gender": "f", "Interest": "economics"},
    ]
    assert data.sources[1].text == (
        "Qual_hobby_opinions\nI like tv programs, and my favourites are morning shows and the news\n"
        "Qual_pet_opinions\nA fish"
    )
