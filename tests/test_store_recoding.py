"""Several codes at once, a coding cut in two, codings joined to one, a coding given another code: nothing is lost."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from projects import NOTES, PLAIN, TALK, kept, steps, study

from wenger_qda.errors import StoreError
from wenger_qda.model import Coding
from wenger_qda.store import Project

FAST = Path("/dev/shm") if Path("/dev/shm").is_dir() else None


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "study.wqda")


@pytest.fixture
def bo(project: Project) -> Project:
    return Project.open(project.path, coder="bo")


def on(project: Project, words: str, code: str = "tools", **fields: object) -> Coding:
    """Code words of the notes."""
    start = NOTES.index(words)
    return project.code("notes", start, start + len(words), code, **fields)  # type: ignore[arg-type]


def hung(project: Project, coding: Coding, words: str) -> None:
    """Hang a note and a link on a coding."""
    project.note(words, on="coding", target=coding.guid)
    project.link(coding.guid, on(project, "green", "stories").guid, words)


def places(project: Project) -> list[list[object]]:
    return project.codings()[["code", "quote", "note"]].values.tolist()


# -- several codes at once -------------------------------------------------------------------------------------------


def test_several_codes_on_one_passage_are_one_step(project: Project) -> None:
    before, n_steps = kept(project.path), steps(project.path)
    codings = project.code_with("talk", 5, 16, ["tools", "stories", "tools"], note="why?", weight=2, round=2)
    assert steps(project.path) == n_steps + 1
    assert [coding.code for coding in codings] == ["tools", "stories"]
    rows = project.codings()
    assert set(rows["guid"]) == {coding.guid for coding in codings}
    assert rows[["code", "quote", "note", "weight", "round"]].values.tolist() == [
        ["stories", "Is it done?", "why?", 2, 2],
        ["tools", "Is it done?", "why?", 2, 2],
    ]
    assert project.undo() == "tools, stories on talk 5–16 “Is it done?”"
    assert kept(project.path) == before
    project.redo()
    assert len(project.codings()) == 2


def test_what_stands_there_already_stays_the_coding_it_was(project: Project) -> None:
    held = project.code("talk", 5, 16, "tools", note="first")
    again = project.code_with("talk", 5, 16, ["stories", "tools"])
    assert (again[1].guid, again[1].note) == (held.guid, "first")
    project.undo()
    assert places(project) == [["tools", "Is it done?", "first"]]


def test_new_codings_are_known_by_the_guids_that_were_settled_before(project: Project) -> None:
    held = project.code("talk", 5, 16, "tools")
    guids = ["0D6B1C3E-5B0A-4C39-8E2E-1B6D0A7C9F11", "7e3f8a52-96c4-4d1b-a5f0-2c9b4e8d6a22"]
    made = project.code_with("talk", 5, 16, ["stories", "tools"], guids=guids)
    assert [coding.guid for coding in made] == [guids[0], held.guid]
    project.undo()
    project.redo()
    assert set(project.codings()["guid"]) == {guids[0], held.guid}


@pytest.mark.parametrize(
    ("guids", "error", "sentence"),
    [
        (["0D6B1C3E-5B0A-4C39-8E2E-1B6D0A7C9F11"], ValueError, "2 codes and 1 guids"),
        (["0D6B1C3E-5B0A-4C39-8E2E-1B6D0A7C9F11", "me"], ValueError, "hexadecimal"),
        (["0D6B1C3E-5B0A-4C39-8E2E-1B6D0A7C9F11"] * 2, StoreError, "there is a coding with the guid 0D6B1C3E"),
    ],
)
def test_a_guid_that_will_not_do_means_that_nothing_is_coded(
    guids: list[str], error: type[Exception], sentence: str, project: Project
) -> None:
    before = kept(project.path)
    with pytest.raises(error, match=sentence):
        project.code_with("talk", 5, 16, ["stories", "tools"], guids=guids)
    assert kept(project.path) == before


def test_whole_source_can_have_several_codes(project: Project) -> None:
    assert [coding.start_char for coding in project.code_with("talk", None, None, ["tools", "stories"])] == [None, None]


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        (["tools", "repertoire", "stories"], "'repertoire' is a heading; code with one of the codes below it"),
        (["tools", "storys"], "there is no code 'storys'; did you mean 'stories'"),
        ([], "no code was given to code 'talk' with; choose at least one"),
    ],
)
def test_one_code_that_cannot_be_given_means_none_is(codes: list[str], sentence: str, project: Project) -> None:
    project.edit_code("repertoire", is_codable=False)
    before, n_steps = kept(project.path), steps(project.path)
    with pytest.raises(StoreError, match=sentence):
        project.code_with("talk", 5, 16, codes)
    assert kept(project.path) == before
    assert steps(project.path) == n_steps


def test_one_code_may_be_given_by_itself(project: Project) -> None:
    assert [coding.code for coding in project.code_with("talk", 5, 16, "tools")] == ["tools"]


# -- cut in two ------------------------------------------------------------------------------------------------------


def test_first_piece_stays_the_coding_and_the_second_is_a_new_one_like_it(project: Project) -> None:
    words = "snacks at ten.\n[OC: nobody said thanks]"
    whole = on(project, words, note="who?", weight=2, certainty=0.5, stance="against", round=2)
    hung(project, whole, "look")
    before = kept(project.path)
    first, second = project.split_coding(whole.guid, NOTES.index("[OC"))
    assert first == replace(whole, quote="snacks at ten.", end_char=whole.start_char + 14)
    assert (second.quote, second.end_char) == ("[OC: nobody said thanks]", whole.end_char)
    assert second.guid != whole.guid
    alike = ("source", "code", "coder", "round", "weight", "certainty", "stance", "origin", "status")
    assert [getattr(second, name) for name in alike] == [getattr(whole, name) for name in alike]
    assert second.note == ""
    assert project.notes()["target"].tolist() == [whole.guid]
    assert project.links()["origin"].tolist() == [whole.guid]
    assert project.check().empty
    assert project.undo().startswith("tools on notes 13–52 “snacks at ten. [OC: nobody said thanks]” cut in two")
    assert kept(project.path) == before


@given(st.sampled_from([TALK, NOTES, PLAIN]), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_pieces_hold_all_words_but_the_white_space_at_the_cut_and_can_be_joined_again(
    text: str, data: st.DataObject
) -> None:
    name = {TALK: "talk", NOTES: "notes", PLAIN: "plain"}[text]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 12)))
    at = data.draw(st.integers(max(start - 2, 0), end + 2))
    folder = Path(tempfile.mkdtemp(dir=FAST))
    with study(folder / "study.wqda") as project:
        whole = project.code(name, start, end, "tools", note="n", weight=1)
        head, tail = text[start:at], text[max(at, start) : end]
        if not start < at < end or not head.strip() or not tail.strip():
            with pytest.raises(StoreError, match="cannot be cut at"):
                project.split_coding(whole.guid, at)
            assert project.codings()["guid"].tolist() == [whole.guid]
        else:
            first, second = project.split_coding(whole.guid, at)
            assert (first.quote, second.quote) == (head.rstrip(), tail.lstrip())
            assert project.check().empty
            assert project.join_codings([second.guid, first.guid]) == whole
            project.undo()
            project.undo()
            assert project.codings()["quote"].tolist() == [whole.quote]
    shutil.rmtree(folder)


@pytest.mark.parametrize("at", [None, -1, 0, 5, 16, 17, 10_000])
def test_cut_outside_of_the_coding_is_refused(at: int, project: Project) -> None:
    coding = project.code("talk", 5, 16, "tools")
    with pytest.raises(StoreError, match=f"tools on talk 5–16 “Is it done\\?” cannot be cut at {at}; choose a place"):
        project.split_coding(coding.guid, at)


def test_coding_of_a_whole_source_cannot_be_cut(project: Project) -> None:
    coding = project.code("talk", None, None, "tools")
    with pytest.raises(StoreError, match="tools is on the whole of talk, which cannot be cut; code its parts"):
        project.split_coding(coding.guid, 5)


@pytest.mark.parametrize("words", ["Dora", "brought snacks"])
def test_cut_that_would_double_a_coding_is_refused(words: str, project: Project) -> None:
    on(project, words)
    whole = on(project, "Dora brought snacks")
    before = kept(project.path)
    with pytest.raises(StoreError, match=f"tools stands at .*{words}” already; take that one away first"):
        project.split_coding(whole.guid, 4)
    assert kept(project.path) == before


def test_piece_that_another_coder_has_noted_on_stands_in_the_way_of_undo(project: Project, bo: Project) -> None:
    whole = on(project, "Dora brought snacks")
    _, second = project.split_coding(whole.guid, 4)
    bo.note("?", on="coding", target=second.guid)
    with pytest.raises(StoreError, match="1 note by bo rests on it"):
        project.undo()


def test_coding_can_be_cut_after_its_code_became_a_heading(project: Project) -> None:
    whole = on(project, "Dora brought snacks", "repertoire")
    project.edit_code("repertoire", is_codable=False)
    assert [piece.quote for piece in project.split_coding(whole.guid, 5)] == ["Dora", "brought snacks"]


# -- joined to one ---------------------------------------------------------------------------------------------------


def test_joined_coding_reaches_from_the_first_start_to_the_last_end_and_keeps_what_was_written(
    project: Project, bo: Project
) -> None:
    late = on(project, "today", note="second", weight=3)
    early = on(project, "The pile", note="first", certainty=0.5)
    third = on(project, "pile", note="first")
    hung(project, late, "look")
    bo.note("and I", on="coding", target=third.guid)
    before = kept(project.path)
    joined = project.join_codings([late.guid, early.guid, third.guid])
    assert (joined.guid, joined.quote) == (early.guid, "The pile on her desk is green today")
    assert (joined.note, joined.weight, joined.certainty) == ("first\n\nsecond", 3, 0.5)
    assert project.codings(codes="tools")["guid"].tolist() == [early.guid]
    assert project.notes()["target"].tolist() == [early.guid] * 2
    assert project.links()["origin"].tolist() == [early.guid]
    assert project.check().empty
    assert project.undo() == "tools on notes: 3 codings joined, 53–88 “The pile on her desk is green today”"
    assert kept(project.path) == before
    project.redo()
    assert project.codings(codes="tools")["guid"].tolist() == [early.guid]


UNLIKE = {
    "code": (lambda p: on(p, "desk", "stories"), "codings of different codes (tools, stories) cannot be joined"),
    "source": (lambda p: p.code("talk", 0, 3, "tools"), "codings of different sources (notes, talk) cannot be joined"),
    "round": (lambda p: on(p, "desk", round=2), "codings of different rounds (1, 2) cannot be joined"),
    "whole source": (
        lambda p: p.code("notes", None, None, "tools"),
        "a coding of the whole source cannot be joined with others",
    ),
    "coder": (
        lambda p: on(Project.open(p.path, coder="bo"), "desk"),
        "this coding is bo's; only bo can change it",
    ),
    "gone": (lambda p: Coding(source="notes", code="x", coder="x", guid="GONE"), "there is no coding with the guid"),
    "itself": (lambda p: on(p, "snacks"), "it takes two codings to join them; choose another one, too"),
}


@pytest.mark.parametrize("case", UNLIKE)
def test_codings_that_are_not_alike_cannot_be_joined(case: str, project: Project) -> None:
    make, sentence = UNLIKE[case]
    first, other = on(project, "snacks"), make(project)
    before = kept(project.path)
    with pytest.raises(StoreError) as refused:
        project.join_codings([first.guid, other.guid])
    assert sentence in str(refused.value)
    assert kept(project.path) == before


def test_joining_to_what_stands_there_already_is_refused_unless_it_is_joined_too(project: Project) -> None:
    pieces = [on(project, words).guid for words in ("Dora", "snacks")]
    whole = on(project, "Dora brought snacks", note="all")
    with pytest.raises(StoreError, match=r"tools stands at 0–19 .* already; take that one away first, or join it, too"):
        project.join_codings(pieces)
    assert project.join_codings([*pieces, whole.guid]).note == "all"
    assert project.codings()["quote"].tolist() == ["Dora brought snacks"]


# -- another code ----------------------------------------------------------------------------------------------------


def test_recoded_passage_keeps_its_memo(project: Project) -> None:
    coding = on(project, "snacks", note="who pays?", weight=2)
    before = kept(project.path)
    assert project.recode(coding.guid, "maintenance") == replace(coding, code="maintenance")
    assert project.undo() == "tools on notes 13–19 “snacks” is now maintenance"
    assert kept(project.path) == before


def test_recoded_to_a_code_that_stands_there_the_two_become_one_with_both_memos(project: Project, bo: Project) -> None:
    there = on(project, "snacks", "maintenance", note="care", certainty=0.5)
    theirs = on(bo, "snacks", "maintenance", note="bo's")
    coding = on(project, "snacks", note="who pays?", weight=2)
    bo.note("indeed", on="coding", target=there.guid)
    before = kept(project.path)
    one = project.recode(coding.guid, "maintenance")
    assert (one.guid, one.note, one.weight, one.certainty) == (coding.guid, "who pays?\n\ncare", 2, 0.5)
    assert sorted(project.codings()["guid"]) == sorted([coding.guid, theirs.guid])
    assert project.notes()["target"].tolist() == [coding.guid]
    assert project.check().empty
    project.undo()
    assert kept(project.path) == before


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("repertoire", "is a heading"), ("tols", "did you mean 'tools'")],
)
def test_passage_cannot_be_recoded_to_what_is_no_code(code: str, sentence: str, project: Project) -> None:
    project.edit_code("repertoire", is_codable=False)
    coding = on(project, "snacks", "stories")
    with pytest.raises(StoreError, match=sentence):
        project.recode(coding.guid, code)
    assert places(project) == [["stories", "snacks", ""]]


@pytest.mark.parametrize(("verb", "argument"), [("split_coding", 15), ("recode", "stories")])
def test_coding_of_another_coder_is_left_alone(verb: str, argument: object, project: Project, bo: Project) -> None:
    coding = on(project, "snacks")
    with pytest.raises(StoreError, match="this coding is amina's; only amina can change it"):
        getattr(bo, verb)(coding.guid, argument)


def test_words_that_are_gone_are_still_to_be_looked_at_under_another_code(project: Project) -> None:
    coding = on(project, "snacks")
    project.correct("notes", NOTES.replace("snacks", "fruit"))
    assert project.recode(coding.guid, "stories").status == "needs_review"


def test_edit_that_would_double_a_coding_says_what_to_do(project: Project) -> None:
    on(project, "snacks")
    other = on(project, "snacks", "stories")
    with pytest.raises(StoreError, match="take one of the two away, or make them one with recode"):
        project.edit_coding(other.guid, code="tools")
