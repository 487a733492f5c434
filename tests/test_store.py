"""The project as tables: what one adds, codes and notes comes back, once, with the contract's columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from projects import NOTES, PLAIN, TALK, book, kept, source, study, tables

from wenger_qda import frames
from wenger_qda.errors import StoreError
from wenger_qda.model import Case, CaseLink, Coder, Coding, Link, Note, ProjectData, Source, Variable
from wenger_qda.store import Project
from wenger_qda.text import Turn


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "study.wqda")


def place(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


# -- the tables ------------------------------------------------------------------------------------------------------


def everything(project: Project) -> None:
    """Put at least one row into every table."""
    coding = project.code("talk", 5, 16, "stories", note="why?", weight=2, certainty=0.5, stance="for")
    project.code("talk", None, None, "maintenance")
    project.note("About it", on="coding", target=coding.guid)
    project.add_case("Ida", years=3)
    project.link_case("Ida", "talk", 0, 16)
    project.set_variables(source="talk", site="Alvern")
    project.decide("talk", "stories", 5, 16, "neither", reason="only asked")
    project.reject({"source": "talk", "start_char": 5, "end_char": 16, "code": "tools"})
    project.accept({"source": "talk", "start_char": 5, "end_char": 16, "code": "maintenance"})
    project.assign("talk", coder="amina")


@pytest.mark.parametrize("name", frames.COLUMNS)
@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
def test_table_has_the_columns_and_types_of_the_contract(name: str, filled: bool, tmp_path: Path) -> None:
    project = study(tmp_path / "a.wqda") if filled else Project.create(tmp_path / "a.wqda", coder="amina")
    if filled:
        everything(project)
    table = getattr(project, name)()
    wanted = frames.COLUMNS[name]
    assert list(table.columns)[: len(wanted)] == list(wanted)
    assert {column: str(table[column].dtype) for column in wanted} == dict(wanted)
    assert (len(table) > 0) == filled


def test_codings_are_sorted_and_those_of_a_whole_source_have_no_offsets(project: Project) -> None:
    for start, end, code in [
        (20, 24, "tools"),
        (0, 3, "tools"),
        (None, None, "tools"),
        (0, 3, "stories"),
        (0, 2, "tools"),
    ]:
        project.code("talk", start, end, code)
    project.code("notes", 0, 4, "tools")
    found = project.codings()
    assert found["code"].tolist() == ["tools", "tools", "tools", "stories", "tools", "tools"]
    assert found["start_char"].tolist() == [0, pd.NA, 0, 0, 0, 20]
    assert found["end_char"].tolist() == [4, pd.NA, 2, 3, 3, 24]
    assert found["quote"].tolist()[1] == ""


@pytest.mark.parametrize(
    ("words", "turn", "speaker"),
    [
        ("Is it done?", 1, "IDA"),
        ("IDA: Is it", 1, "IDA"),
        ("BEA: Nearly", 2, "BEA"),
        ("done?\nBEA: Nearly", 1, "IDA"),
        ("missing.\nIDA: Again.\nBEA", 2, "BEA"),
        ("It is always the stamp.", 4, "BEA"),
    ],
)
def test_coding_has_the_first_turn_it_touches(words: str, turn: int, speaker: str, project: Project) -> None:
    project.code("talk", *place(TALK, words), "tools")
    assert project.codings()[["turn", "speaker"]].values.tolist() == [[turn, speaker]]


@pytest.mark.parametrize("words", ["IDA:", "\n"])
def test_coding_between_turns_has_no_turn(words: str, project: Project) -> None:
    start = TALK.index(words)
    project.code("talk", start, start + len(words), "tools")
    assert project.codings()["turn"].tolist() == [pd.NA]
    assert project.codings()["speaker"].tolist() == [""]


def test_coding_in_a_source_without_turns_has_no_turn(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    project.add(ProjectData(sources=(Source(name="bare", text="Words."), source("talk", TALK))))
    project.use(book())
    project.code("bare", 0, 3, "tools")
    project.code("talk", None, None, "tools")
    assert project.codings()["turn"].isna().all()


@pytest.mark.parametrize("text", [TALK, NOTES, PLAIN, "🙂"])
def test_every_span_up_to_the_end_quotes_its_own_text(text: str, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    project.add(ProjectData(sources=(source("one", text),)))
    project.add_code("x")
    for start in range(0, len(text), 7):
        assert project.code("one", start, len(text), "x").quote == text[start:]
    assert project.check().empty


def test_filter_says_how_many_codings_it_hides(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    project.code("notes", 0, 3, "stories")
    found = project.codings(codes=["tools"], sources="talk")
    assert len(found) == 1
    assert found.attrs["n_hidden"] == 1


@pytest.mark.parametrize("names", [{"sources": "tlak"}, {"codes": "tool"}, {"coders": "amin"}])
def test_filter_by_an_unknown_name_says_which_come_near(names: dict[str, str], project: Project) -> None:
    with pytest.raises(StoreError, match="did you mean"):
        project.codings(**names)


# -- adding ----------------------------------------------------------------------------------------------------------


def whole_import() -> ProjectData:
    return ProjectData(
        sources=(source("talk", TALK, original=b"raw", variables={"site": "Alvern", "n": 3}), source("notes", NOTES)),
        codebook=book(),
        codings=(
            Coding(guid="C1", source="talk", code="tools", coder="bo", start_char=5, end_char=16, quote="Is it done?"),
            Coding(guid="C2", source="notes", code="unheard-of", coder="bo", quote=""),
        ),
        cases=(Case(guid="K1", name="Ida", links=(CaseLink(source="talk"),), variables={"years": 2.5}, about="clerk"),),
        notes=(Note(guid="N1", target_kind="coding", target="C1", text="hm", coder="bo"),),
        coders=(Coder(guid="B1", name="bo"),),
        variables=(Variable(name="n", type="Float"),),
        links=(Link(guid="L1", origin="C1", target="C2", name="contradicts"),),
    )


def test_adding_the_same_again_changes_nothing(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    project.add(whole_import())
    before, n_changes, raw = kept(project.path), len(project.changes()), project.path.read_bytes()
    report = project.add(whole_import())
    assert kept(project.path) == before
    assert len(project.changes()) == n_changes
    assert project.path.read_bytes() == raw
    assert report.count("skipped") == len(report.rows)


def test_all_that_is_given_out_can_be_added_elsewhere(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    project.add(whole_import())
    project.code("talk", 0, 3, "tools", weight=1.5, certainty=0.2, stance="against", note="n")
    project.note("on a note", on="note", target="N1")
    project.correct("notes", NOTES.replace("snacks", "fruit"))
    project.add_code_set("first", ["tools", "stories"])
    other = Project.create(tmp_path / "b.wqda", coder="carl")
    report = other.add(project.data())
    assert report.count("skipped") == 0
    assert other.check().empty
    for name, table in tables(project):
        if name not in ("changes", "assignments"):
            pd.testing.assert_frame_equal(table, getattr(other, name)())
    assert other.codebook().sets == project.codebook().sets
    pd.testing.assert_frame_equal(other.variables(), project.variables())
    pd.testing.assert_frame_equal(other.links(), project.links())


def test_coding_to_be_looked_at_keeps_its_words_on_the_way_to_another_project(project: Project, tmp_path: Path) -> None:
    project.code("notes", *place(NOTES, "snacks"), "tools")
    project.correct("notes", NOTES.replace("snacks", "fruit"))
    other = Project.create(tmp_path / "b.wqda", coder="carl")
    other.add(project.data())
    assert other.codings()[["quote", "status"]].values.tolist() == [["snacks", "needs_review"]]


def test_name_taken_by_another_text_gets_a_number(project: Project) -> None:
    report = project.add(ProjectData(sources=(source("talk", "Another talk."),)))
    assert report.rows[0][2:] == ("changed", "its name is taken by another text; it is now 'talk (2)'")
    assert project.text("talk (2)") == "Another talk."
    again = project.add(ProjectData(sources=(source("talk", "Another talk."),)))
    assert again.count("skipped") == 1
    assert len(project.sources()) == 4


def test_source_that_was_corrected_is_known_when_its_file_is_added_again(project: Project) -> None:
    project.correct("talk", TALK.replace("Nearly", "Almost"))
    report = project.add(ProjectData(sources=(source("talk", TALK),)))
    assert report.count("skipped") == 1
    assert len(project.sources()) == 3


def test_source_that_was_renamed_is_known_when_its_file_is_added_again(project: Project) -> None:
    project.rename_source("talk", "Ida and Bea")
    data = ProjectData(sources=(source("talk", TALK),), codings=(Coding(source="talk", code="tools", coder="bo"),))
    report = project.add(data)
    assert report.rows[0][3] == "is in the project already, as 'Ida and Bea'"
    assert project.codings()["source"].tolist() == ["Ida and Bea"]


def test_code_known_only_from_codings_waits_for_its_codebook(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    data = ProjectData(sources=(source("talk", TALK),), codings=(Coding(source="talk", code="stories", coder="bo"),))
    report = project.add(data)
    assert ("stories", "code", "changed", "is in no codebook yet; added without a definition") in report.rows
    project.use(book())
    codes = project.codes().set_index("code")
    assert codes.loc["stories", ["parent", "definition", "n_codings"]].tolist() == [
        "repertoire", "Told again and again.", 1,
    ]  # fmt: skip
    assert project.codes()["code"].tolist() == [entry.id for entry in book()]


@pytest.mark.parametrize(
    ("coding", "reason"),
    [
        ({"start_char": 0, "end_char": 5, "quote": "Dora!"}, "does not stand at its offsets"),
        ({"start_char": 0, "end_char": 999}, "lies outside its text of"),
        ({"source": "gone"}, "there is no source 'gone'"),
        ({"coder": " "}, "a coder needs a name"),
        ({"code": "heading"}, "is a heading"),
    ],
)
def test_coding_that_does_not_fit_is_skipped_with_the_reason(coding: dict, reason: str, project: Project) -> None:
    project.add_code("heading", is_codable=False)
    report = project.add(
        ProjectData(codings=(Coding(**({"source": "notes", "code": "tools", "coder": "bo"} | coding)),))
    )
    assert report.count("skipped") == 1
    assert reason in report.rows[0][3]
    assert project.codings().empty


@pytest.mark.parametrize(("guid", "kind"), [("GONE", "coding"), ("GONE", "note"), ("GONE", "source")])
def test_note_on_what_is_not_there_is_skipped_with_the_reason(guid: str, kind: str, project: Project) -> None:
    report = project.add(ProjectData(notes=(Note(target_kind=kind, target=guid, text="?", coder="bo"),)))
    assert report.rows == (("?", "note", "skipped", f"the {kind} it is on is not in the project"),)
    assert project.check().empty


def test_notes_and_links_follow_what_was_there_already_under_another_guid(project: Project) -> None:
    held = project.code("talk", 0, 3, "tools")
    twin = Coding(guid="TWIN", source="talk", code="tools", coder="amina", start_char=0, end_char=3)
    notes = (
        Note(guid="N1", target_kind="coding", target="TWIN", text="a", coder="bo"),
        Note(guid="N0", target_kind="note", target="N1", text="b", coder="bo"),
        Note(target_kind="source", target="S", text="c", coder="bo"),
    )
    links = (Link(origin="TWIN", target="S"), Link(origin="TWIN", target="NOWHERE", name="lost"))
    sources = (source("talk", TALK, guid="S"),)
    report = project.add(ProjectData(sources=sources, codings=(twin,), notes=notes[::-1], links=links))
    talk = project.sources().set_index("source").loc["talk", "guid"]
    assert project.notes().set_index("text")["target"].to_dict() == {"a": held.guid, "b": "N1", "c": talk}
    assert project.links()[["origin", "target"]].values.tolist() == [[held.guid, talk]]
    assert ("lost", "link", "skipped", "one of its ends is not in the project") in report.rows
    assert project.check().empty


def test_values_set_in_the_project_stay_when_a_case_is_added_again(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    project.add(whole_import())
    project.set_variables(case="Ida", years=4)
    project.add(whole_import())
    assert project.cases()["years"].tolist() == [4.0]


def test_error_in_the_middle_of_an_import_leaves_nothing(project: Project) -> None:
    before, raw = kept(project.path), project.path.read_bytes()
    bad = ProjectData(
        sources=(source("new", "New words."),),
        cases=(Case(name="Ida", variables={"years": object()}),),  # type: ignore[dict-item]
    )
    with pytest.raises(StoreError, match="a variable holds text"):
        project.add(bad)
    assert kept(project.path) == before
    assert project.path.read_bytes() == raw


@pytest.mark.parametrize("text", ["one\r\ntwo", "a\x00b", "half \ud83d"])
def test_text_that_is_not_normalised_is_skipped_with_the_reason(text: str, project: Project) -> None:
    report = project.add(ProjectData(sources=(Source(name="odd", text=text),)))
    assert report.rows == (("odd", "source", "skipped", "its text is not normalised; let qda.read read its file"),)


def test_original_file_comes_back_byte_by_byte(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    raw = bytes(range(256)) * 3
    project.add(ProjectData(sources=(source("talk", TALK, original=raw), source("row", "No file."))))
    assert project.original("talk") == raw
    assert project.original("row") is None


def test_two_sources_of_one_file_keep_it_once_and_losing_one_keeps_it_for_the_other(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    project.add(ProjectData(sources=(source("a", "One.", original=b"f"), source("b", "Two.", original=b"f"))))
    project.remove_source("a")
    assert project.original("b") == b"f"


@pytest.mark.parametrize("name", ['it\'s "quoted"', "🙂 notes", "a/b\\c", "x" * 5000, "; DROP TABLE codings", "100 %"])
def test_any_name_is_a_name(name: str, project: Project) -> None:
    project.add(ProjectData(sources=(source(name, "Words here."),)))
    project.add_code(name)
    project.add_case(name)
    project.add_coder(name)
    project.link_case(name, name)
    project.code(name, 0, 5, name)
    project.set_variables(source=name, **{name: "v"})
    assert project.codings(sources=name, codes=name)["quote"].tolist() == ["Words"]
    assert project.check().empty


# -- coding ----------------------------------------------------------------------------------------------------------


def test_coding_twice_at_one_place_is_one_coding(project: Project) -> None:
    first = project.code("talk", 0, 3, "tools", note="one")
    second = project.code("talk", 0, 3, "tools", weight=2)
    assert (second.guid, second.note, second.weight) == (first.guid, "one", 2.0)
    assert len(project.codings()) == 1


def test_coding_the_same_again_is_no_step(project: Project) -> None:
    project.code("talk", 0, 3, "tools", note="one")
    before = len(project.changes())
    project.code("talk", 0, 3, "tools", note="one")
    assert len(project.changes()) == before


@pytest.mark.parametrize("other", ["coder", "round"])
def test_another_coder_or_round_is_another_coding(other: str, project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    if other == "coder":
        Project.open(project.path, coder="bo").code("talk", 0, 3, "tools")
    else:
        project.code("talk", 0, 3, "tools", round=2)
    assert len(project.codings()) == 2


@pytest.mark.parametrize("verb", ["edit_coding", "uncode", "reviewed"])
def test_coding_of_another_coder_is_theirs(verb: str, project: Project) -> None:
    coding = project.code("talk", 0, 3, "tools")
    bo = Project.open(project.path, coder="bo")
    with pytest.raises(StoreError, match="this coding is amina's; only amina can change it"):
        getattr(bo, verb)(coding.guid)


def test_bare_heading_cannot_be_coded_with(project: Project) -> None:
    project.edit_code("repertoire", is_codable=False)
    with pytest.raises(StoreError, match="'repertoire' is a heading; code with one of the codes below it"):
        project.code("talk", 0, 3, "repertoire")


def test_note_of_a_coding_can_be_changed_after_its_code_became_a_heading(project: Project) -> None:
    coding = project.code("talk", 0, 3, "repertoire")
    project.edit_code("repertoire", is_codable=False)
    assert project.edit_coding(coding.guid, note="still mine").note == "still mine"


@pytest.mark.parametrize(
    ("start", "end"),
    [(np.int64(0), np.int32(3)), (0, np.uint8(3))],
    ids=["numpy", "mixed"],
)
def test_numbers_out_of_tables_are_offsets(start: object, end: object, project: Project) -> None:
    assert project.code("talk", start, end, "tools", round=np.int64(1), weight=np.float32(0.5)).quote == "IDA"


@pytest.mark.parametrize("missing", [None, pd.NA, float("nan"), np.nan])
def test_missing_offsets_mean_the_whole_source(missing: object, project: Project) -> None:
    coding = project.code("talk", missing, missing, "tools", weight=missing, certainty=missing)
    assert (coding.start_char, coding.weight, coding.certainty) == (None, None, None)
    project.undo()
    project.redo()
    assert len(project.codings()) == 1


@pytest.mark.parametrize("offset", [True, 1.0, 2.5, "3"])
def test_what_only_looks_like_an_offset_is_refused(offset: object, project: Project) -> None:
    with pytest.raises(TypeError, match="an offset is a whole number, not"):
        project.code("talk", 0, offset, "tools")  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [0, -1, 1.5, True, "1"])
def test_round_is_a_number_from_one_on(number: object, project: Project) -> None:
    with pytest.raises(ValueError, match="a round is a whole number from 1 on"):
        project.code("talk", 0, 3, "tools", round=number)  # type: ignore[arg-type]


@pytest.mark.parametrize(("start", "end"), [(0, 10_000), (len(TALK), len(TALK) + 1)])
def test_span_outside_the_text_is_refused_in_a_sentence(start: int, end: int, project: Project) -> None:
    sentence = f"talk: the span {start} to {end} lies outside its text of {len(TALK)} characters"
    with pytest.raises(StoreError, match=sentence):
        project.code("talk", start, end, "tools")
    assert project.codings().empty


@pytest.mark.parametrize(("source_name", "code"), [("tlak", "tools"), ("talk", "tols")])
def test_unknown_name_is_refused_with_one_that_comes_near(source_name: str, code: str, project: Project) -> None:
    with pytest.raises(StoreError, match=r"did you mean '(talk|tools)'"):
        project.code(source_name, 0, 3, code)


def test_edited_span_has_its_own_words(project: Project) -> None:
    coding = project.code("talk", 0, 3, "tools")
    assert project.edit_coding(coding.guid, end_char=5).quote == TALK[:5]
    assert project.check().empty


def test_edit_that_would_double_a_coding_is_refused(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    other = project.code("talk", 0, 3, "stories")
    with pytest.raises(StoreError, match="tools stands there already"):
        project.edit_coding(other.guid, code="tools")


def test_what_a_coding_has_not_cannot_be_edited(project: Project) -> None:
    coding = project.code("talk", 0, 3, "tools")
    with pytest.raises(TypeError, match="a coding has no colour to change"):
        project.edit_coding(coding.guid, colour="red")


def test_uncoding_takes_along_what_hangs_on_it(project: Project) -> None:
    coding, other = project.code("talk", 0, 3, "tools"), project.code("talk", 4, 9, "tools")
    note = project.note("why?", on="coding", target=coding.guid)
    project.note("because", on="note", target=note.guid)
    project.link(coding.guid, other.guid, "explains")
    before = kept(project.path)
    project.uncode(coding.guid)
    assert project.notes().empty
    assert project.links().empty
    assert project.check().empty
    project.undo()
    assert kept(project.path) == before


def test_hits_of_a_search_are_coded_in_one_step(project: Project) -> None:
    hits = project.search("snacks")
    project.code("notes", *place(NOTES, "Snacks"), "tools")
    assert project.autocode(hits, "tools") == 1
    assert project.autocode(hits, "tools") == 0
    project.undo()
    assert project.codings()["quote"].tolist() == ["Snacks"]


def test_table_without_places_cannot_be_coded(project: Project) -> None:
    with pytest.raises(ValueError, match="needs the columns source, start_char, end_char"):
        project.autocode(pd.DataFrame({"source": ["talk"]}), "tools")


def test_autocode_is_all_or_nothing(project: Project) -> None:
    hits = pd.DataFrame({"source": ["talk", "talk"], "start_char": [0, 0], "end_char": [3, 9999]})
    with pytest.raises(StoreError, match="lies outside its text"):
        project.autocode(hits, "tools")
    assert project.codings().empty


# -- notes, links, cases, variables, team ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "target"),
    [
        ("project", ""),
        ("source", "talk"),
        ("code", "tools"),
        ("case", "Ida"),
        ("coder", "amina"),
        ("coding", "?"),
        ("note", "?"),
    ],
)
def test_note_can_be_on_anything(on: str, target: str, project: Project) -> None:
    project.add_case("Ida")
    if on == "coding":
        target = project.code("talk", 0, 3, "tools").guid
    if on == "note":
        target = project.note("first").guid
    note = project.note("words 🙂", on=on, target=target)
    row = project.notes().set_index("guid").loc[note.guid]
    assert (row["target_kind"], row["text"], row["coder"]) == (on, "words 🙂", "amina")
    assert project.check().empty


@pytest.mark.parametrize("verb", ["edit_note", "remove_note", "unlink"])
def test_note_or_link_of_another_coder_is_theirs(verb: str, project: Project) -> None:
    coding = project.code("talk", 0, 3, "tools")
    note, link = project.note("mine", on="coding", target=coding.guid), project.link(coding.guid, coding.guid)
    bo = Project.open(project.path, coder="bo")
    arguments = {"edit_note": (note.guid, "bo's"), "remove_note": (note.guid,), "unlink": (link.guid,)}[verb]
    with pytest.raises(StoreError, match="is amina's; only amina"):
        getattr(bo, verb)(*arguments)


def test_removing_a_case_takes_along_what_hangs_on_it(project: Project) -> None:
    project.add_case("Ida", years=3)
    project.link_case("Ida", "talk")
    project.note("who?", on="case", target="Ida")
    before = kept(project.path)
    project.remove_case("Ida")
    assert project.cases().empty
    assert project.check().empty
    project.undo()
    assert kept(project.path) == before


def test_link_to_nothing_is_refused(project: Project) -> None:
    coding = project.code("talk", 0, 3, "tools")
    with pytest.raises(StoreError, match="there is nothing with the guid 'GONE'"):
        project.link(coding.guid, "GONE")


def test_case_spans_parts_of_several_sources(project: Project) -> None:
    project.add_case("Ida", "person", years=3)
    project.link_case("Ida", "talk", np.int64(0), np.int64(16))
    project.link_case("Ida", "talk", 40, 50)
    project.link_case("Ida", "notes")
    project.link_case("Ida", "notes", pd.NA, pd.NA)
    rows = project.cases()[["source", "start_char", "end_char", "years"]].values.tolist()
    assert rows == [["notes", pd.NA, pd.NA, 3], ["talk", 0, 16, 3], ["talk", 40, 50, 3]]
    assert project.unlink_case("Ida", "talk") == 2


@pytest.mark.parametrize(("start", "end"), [(0, 9999), (5, 5)])
def test_part_outside_the_text_cannot_be_linked(start: int, end: int, project: Project) -> None:
    project.add_case("Ida")
    with pytest.raises(StoreError, match="lies outside its text"):
        project.link_case("Ida", "talk", start, end)


def test_half_a_span_cannot_be_linked(project: Project) -> None:
    project.add_case("Ida")
    with pytest.raises(ValueError, match="both offsets"):
        project.link_case("Ida", "talk", 0)


@pytest.mark.parametrize(
    ("values", "kind", "dtype", "given"),
    [
        ([3, 4], "Integer", "Int64", [3, 4]),
        ([3, 0.5], "Float", "float64", [3.0, 0.5]),
        ([0.5, 3], "Float", "float64", [0.5, 3.0]),
        ([True, False], "Boolean", "boolean", [True, False]),
        (["2024-03-18", "2024-03-19"], "Date", "str", ["2024-03-18", "2024-03-19"]),
        (["2024-03-18", "2024-03-19T09:30"], "DateTime", "str", ["2024-03-18", "2024-03-19T09:30"]),
        ([np.int64(3), np.float64(2.5)], "Float", "float64", [3.0, 2.5]),
        ([np.True_, np.False_], "Boolean", "boolean", [True, False]),
        ([10**25, 1], "Integer", "str", [str(10**25), "1"]),
    ],
)
def test_variable_grows_as_wide_as_its_values(
    values: list, kind: str, dtype: str, given: list, project: Project
) -> None:
    for name, value in zip(("notes", "plain"), values, strict=True):
        project.set_variables(source=name, x=value)
    assert project.variables()[["variable", "type"]].values.tolist() == [["x", kind]]
    column = project.sources().set_index("source")["x"]
    assert str(column.dtype) == dtype
    assert column[["notes", "plain"]].tolist() == given


@pytest.mark.parametrize(("first", "other"), [(3, "many"), (True, 3), (pd.Timestamp("2024-03-18T09:30"), "soon")])
def test_value_of_another_type_is_refused_until_the_variable_may_hold_words(
    first: object, other: object, project: Project
) -> None:
    project.set_variables(source="talk", x=first)
    with pytest.raises(StoreError, match="the variable 'x' is of the type"):
        project.set_variables(source="notes", x=other)
    project.define_variable("x", "Text")
    project.set_variables(source="notes", x=other)
    assert project.variables()["type"].tolist() == ["Text"]


def test_imported_values_of_several_types_are_kept_as_text(project: Project) -> None:
    sources = (Source(name="a", text="A.", variables={"x": 3}), Source(name="b", text="B.", variables={"x": "many"}))
    project.add(ProjectData(sources=sources))
    assert project.sources().set_index("source").loc[["a", "b"], "x"].tolist() == ["3", "many"]


def test_same_name_in_other_characters_is_found(project: Project) -> None:
    project.add(ProjectData(sources=(Source(name="Zoe\u0308", text="Words."),)))
    assert project.text("Zo\u00eb") == "Words."


def test_a_coder_nearly_known_is_warned_of(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    with Project.open(project.path, coder="Amina") as other, pytest.warns(UserWarning, match="'amina' is another one"):
        other.code("talk", 0, 3, "tools")


@pytest.mark.parametrize("nothing", [None, "", pd.NA, float("nan"), pd.NaT])
def test_missing_value_takes_the_value_away_and_leaves_the_type(nothing: object, project: Project) -> None:
    project.set_variables(source="talk", age=40)
    project.set_variables(source="notes", age=41)
    project.set_variables(source="talk", age=nothing)
    assert project.variables()["type"].tolist() == ["Integer"]
    assert project.sources()["age"].tolist() == [41, pd.NA, pd.NA]


def test_defined_type_stays_when_a_value_fits_it(project: Project) -> None:
    project.define_variable("when", "DateTime", "of the talk")
    project.define_variable("share", "Float")
    project.set_variables(source="talk", when="2024-03-18T09:30", share=1)
    assert project.variables().set_index("variable")["type"].to_dict() == {"share": "Float", "when": "DateTime"}


def test_word_under_a_boolean_is_not_read_as_no(project: Project) -> None:
    project.set_variables(source="talk", paid="maybe")
    project.define_variable("paid", "Boolean")
    assert project.sources().set_index("source").loc["talk", "paid"] == "maybe"


def test_undo_of_a_value_gives_the_type_back(project: Project) -> None:
    project.set_variables(source="talk", n=3)
    before = kept(project.path)
    project.set_variables(source="notes", n=2.5, new=True)
    project.undo()
    assert kept(project.path) == before


@pytest.mark.parametrize("name", ["kind", "n_codings", "kind (variable)"])
def test_variable_that_bears_the_name_of_a_column_is_marked(name: str, project: Project) -> None:
    project.set_variables(source="talk", **{"kind": "chat", name: "x"})
    table = project.sources()
    assert list(frames.COLUMNS["sources"]) == list(table.columns)[: len(frames.COLUMNS["sources"])]
    assert table.columns.is_unique
    assert "kind (variable)" in table.columns


def test_assignment_tells_not_read_from_not_coded(project: Project) -> None:
    project.add_coder("bo")
    project.assign("talk", coder="bo")
    project.assign("talk", coder="bo", round=2)
    project.assign("talk", coder="bo")
    bo = Project.open(project.path, coder="bo")
    bo.done("talk", round=1)
    rows = [["bo", "talk", 1, "done"], ["bo", "talk", 2, "open"]]
    assert project.assignments().values.tolist() == rows
    bo.reopen("talk", round=1)
    assert project.assignments()["status"].tolist() == ["open", "open"]
    bo.undo()
    assert project.assignments().values.tolist() == rows


def test_coder_who_comes_new_can_begin_with_anything(project: Project) -> None:
    Project.open(project.path, coder="bo").done("talk")
    assert project.coders()["coder"].tolist() == ["amina", "bo"]
    assert "coder bo added" in project.changes()["what"].tolist()


def test_name_with_white_space_around_it_is_the_same_coder(project: Project) -> None:
    Project.open(project.path, coder=" amina ").code("talk", 0, 3, "tools")
    project.add_coder("amina ")
    assert project.coders()["coder"].tolist() == ["amina"]


@pytest.mark.parametrize("coder", ["", "  "])
def test_coder_without_a_name_is_refused(coder: str, project: Project, tmp_path: Path) -> None:
    for make in (Project.open, Project.create):
        with pytest.raises(StoreError, match="coder"):
            make(tmp_path / "study.wqda" if make is Project.open else tmp_path / "b.wqda", coder=coder)
    with pytest.raises(StoreError, match="a coder needs a name"):
        project.add_coder(coder)


def test_assigning_to_an_unknown_coder_is_refused(project: Project) -> None:
    with pytest.raises(StoreError, match="there is no coder 'bo'"):
        project.assign("talk", coder="bo")


def test_turns_quote_the_text(project: Project) -> None:
    turns = project.turns(sources="talk")
    assert turns["text"].tolist() == [TALK[a:b] for a, b in zip(turns["start_char"], turns["end_char"], strict=True)]


def test_times_of_turns_are_kept(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    turns = (Turn(start_char=0, end_char=3, start_ms=1500), Turn(start_char=4, end_char=7))
    project.add(ProjectData(sources=(Source(name="a", text="one two", turns=turns),)))
    assert project.turns()["start_ms"].tolist() == [1500, pd.NA]


def test_half_a_character_in_a_note_is_refused_in_a_sentence(project: Project) -> None:
    with pytest.raises(StoreError, match="half of a character cannot be stored"):
        project.note("half \ud83d")


def test_everything_is_in_the_log(project: Project) -> None:
    everything(project)
    seen = set(project.changes()["action"])
    assert {"add", "use codebook", "code", "note", "add case", "link case", "set variables", "assign"} <= seen


def test_tables_are_of_one_moment_in_what_is_given_out(project: Project) -> None:
    everything(project)
    data = project.data()
    codes = {entry.id for entry in data.codebook or ()}
    assert {coding.code for coding in data.codings} <= codes


@pytest.mark.parametrize("span", [(-1, 5), (5, 5), (5, 3), (None, 5), (0, 10**6)])
def test_what_is_no_span_of_the_text_is_one_sentence_that_names_the_source(
    tiny_project: Project, span: tuple[int | None, int | None]
) -> None:
    with pytest.raises(StoreError, match="day-01"):
        tiny_project.code("day-01", *span, "stories")
    coding = tiny_project.code("day-01", 0, 4, "stories")
    with pytest.raises(StoreError, match="day-01"):
        tiny_project.edit_coding(coding.guid, start_char=span[0], end_char=span[1])
    assert tiny_project.codings()["guid"].tolist() == [coding.guid]
