"""Files out: tables that read back, the same bytes each time, and nothing lost on the way."""

import csv
import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenger_qda.codebook import Codebook
from wenger_qda.errors import QdaError
from wenger_qda.formats import WRITERS, read, write
from wenger_qda.formats.table_files import as_csv, workbook, write_tables
from wenger_qda.model import Case, CaseLink, Code, Coding, Note, ProjectData, Source
from wenger_qda.text import find_turns

TEXT = "Ida: =SUM(1) she said\nBea: - well, Zoë\nIda: Good."
DATA = ProjectData(
    sources=(
        Source(
            guid="S",
            name="notes/day: 3",
            text=TEXT,
            turns=find_turns(TEXT),
            date="2024-03-18",
            variables={"age": 33, "source": "x", "is_new": True, "site": None},
        ),
        Source(guid="T", name="notes/day? 3", text="Other words."),
    ),
    codebook=Codebook(codes=(Code(id="repair"), Code(id="joking", parent="repair", cues=("ha", "ho")))),
    codings=(
        Coding(guid="C2", source="notes/day: 3", code="joking", coder="bo", quote="", created="t"),
        Coding(
            guid="C1",
            source="notes/day: 3",
            code="repair",
            coder="amina",
            start_char=5,
            end_char=21,
            quote="=SUM(1) she said",
            note="+note\x0b",
            weight=0.5,
            created="t",
        ),
    ),
    cases=(
        Case(guid="P", name="Ida", links=(CaseLink(source="notes/day: 3", start_char=5, end_char=21),)),
        Case(guid="U", name="The unit", kind="community", variables={"kind": "unit"}),
    ),
    notes=(Note(guid="N", text="Why?", coder="bo", created="t"),),
)


def sheet_of(path, name):
    rows = list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_codings_as_csv_with_the_variables_of_their_sources(tmp_path):
    path = write(DATA, tmp_path / "codings.csv")
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert [row["guid"] for row in rows] == ["C2", "C1"]
    assert (rows[0]["start_char"], rows[0]["speaker"], rows[0]["weight"]) == ("", "", "")
    one = rows[1]
    assert (one["source"], one["source (variable)"], one["age"], one["site"]) == ("notes/day: 3", "x", "33", "")
    assert (one["start_char"], one["end_char"], one["turn"], one["speaker"], one["weight"]) == (
        ("5", "21", "1", "Ida", "0.5")
    )
    assert one["quote"] == "'=SUM(1) she said"


def test_a_workbook_has_one_sheet_a_table_and_no_formulas(tmp_path):
    path = write(DATA, tmp_path / "study.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["codings", "sources", "codes", "cases", "notes"]
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "inlineStr",
        "n",
        "b",
    }
    coding = sheet_of(path, "codings")[1]
    assert (coding["quote"], coding["note"], coding["start_char"]) == ("=SUM(1) she said", "+note", 5)
    assert [case["kind (variable)"] for case in sheet_of(path, "cases")] == [None, "unit"]
    assert [code["path"] for code in sheet_of(path, "codes")] == ["Repair", "Repair / Joking"]
    assert [source["n_codings"] for source in sheet_of(path, "sources")] == [2, 0]


def test_an_archive_holds_the_tables_and_the_texts(tmp_path):
    with zipfile.ZipFile(write(DATA, tmp_path / "study.zip")) as archive:
        assert archive.namelist() == [
            *("codings.csv", "sources.csv", "codes.csv", "cases.csv", "notes.csv"),
            *("texts/notes/day_ 3.txt", "texts/T.txt"),
        ]
        assert archive.read("texts/notes/day_ 3.txt").decode() == TEXT
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_data_give_the_same_bytes(tmp_path, suffix, monkeypatch):
    first = write(DATA, tmp_path / f"a{suffix}").read_bytes()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert write(DATA, tmp_path / f"b{suffix}").read_bytes() == first


@pytest.mark.parametrize("suffix", WRITERS)
def test_an_empty_project_can_be_written(tmp_path, suffix):
    assert write(ProjectData(), tmp_path / f"a{suffix}").stat().st_size > 0


def test_excel_wants_a_byte_order_mark(tmp_path):
    assert write(DATA, tmp_path / "a.csv", excel=True).read_bytes().startswith(b"\xef\xbb\xbfguid,")
    assert write(DATA, tmp_path / "a.csv").read_bytes().startswith(b"guid,")


def test_texts_written_out_read_back_the_same(tmp_path):
    data = replace(DATA, sources=(replace(DATA.sources[0], name="day 3"),), codings=())
    again = read(write(data, tmp_path / "study.zip"))
    assert [source.text for source in again.sources if source.kind == "txt"] == [TEXT]


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-SUM(A1)", "'-SUM(A1)"),
        ("- well, yes", "- well, yes"),
        ("-12", "-12"),
        ("a=b", "a=b"),
    ],
)
def test_words_that_could_be_a_formula_are_disarmed_in_csv(words, written):
    table = pd.DataFrame({"quote": [words]})
    assert list(csv.reader(io.StringIO(as_csv(table).decode())))[1] == [written]


def test_a_cell_that_is_too_long_says_that_it_was_cut():
    book = openpyxl.load_workbook(io.BytesIO(workbook({"t": pd.DataFrame({"a": ["x" * 40_000]})})))
    cell = book["t"]["A2"].value
    assert len(cell) == 32_767
    assert cell.endswith("[cut here: a cell holds no more]")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20), min_size=1))
def test_a_workbook_keeps_every_word(words):
    book = openpyxl.load_workbook(io.BytesIO(workbook({"t": pd.DataFrame({"a": words}, dtype="object")})))
    cells = [row[0] or "" for row in book["t"].iter_rows(min_row=2, values_only=True)]
    assert cells == [word.replace("\ufffe", "").replace("\uffff", "") for word in words]


@pytest.mark.parametrize("function", [lambda path: write(DATA, path), lambda path: write_tables({}, path)])
def test_an_unknown_suffix_names_the_known_ones(tmp_path, function):
    with pytest.raises(QdaError, match=r"a\.xyz: .*\.csv, \.xlsx, \.zip"):
        function(tmp_path / "a.xyz")


def test_a_failure_leaves_the_old_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("old")

    def no_space(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", no_space)
    with pytest.raises(QdaError, match=r"a\.csv: cannot be written \(No space left on device\)"):
        write(DATA, path)
    assert os.listdir(tmp_path) == ["a.csv"]  # noqa: PTH208
    assert path.read_text() == "old"


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(QdaError, match="cannot be written"):
        write(DATA, tmp_path / "nowhere" / "a.csv")
