"""Passages of a table, looked up where they are now and as far as one may see them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from projects import NOTES, TALK, study

from wenger_qda.store import Project
from wenger_qda.store.places import SeenPlace, Wanted


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "study.wqda")


@pytest.fixture
def bo(project: Project) -> Project:
    project.add_coder("bo")
    return Project.open(project.path, coder="bo")


def guid_of(project: Project, source: str) -> str:
    return next(seen.guid for seen in project.view_sources() if seen.source == source)


def words(project: Project, source: str, wanted: str, **told: object) -> Wanted:
    """Give the first place of some words, as a table tells it."""
    start = project.text(source).index(wanted)
    return Wanted("", guid_of(project, source), start, start + len(wanted), wanted, **told)


def only(project: Project, wanted: Wanted) -> SeenPlace:
    seen = project.view_places([wanted])
    assert seen.left_out == {}
    return seen.places[0]


# -- where they are now ----------------------------------------------------------------------------------------------


def test_a_coding_is_shown_where_it_is_with_what_is_said_of_it(project: Project) -> None:
    start = TALK.index("stamp")
    guid = project.code("talk", start, start + 5, "tools", note="which one?", round=2).guid
    seen = only(project, Wanted(guid))
    assert (seen.words, seen.speaker, seen.codes, seen.coders) == ("stamp", "BEA", ("tools",), ("amina",))
    assert (seen.round, seen.note, seen.remark) == (2, "which one?", "")
    assert seen.before + seen.words + seen.after == TALK


def test_words_around_a_passage_are_whole_words(project: Project) -> None:
    seen = project.view_places([words(project, "notes", "desk")], context=12).places[0]
    assert (seen.before, seen.words, seen.after) == ("… on her ", "desk", " is green …")


def test_a_coding_that_was_moved_recoded_and_whose_text_was_renamed(project: Project) -> None:
    guid = project.code("notes", 0, 4, "stories").guid
    project.edit_coding(guid, start_char=5, end_char=18, code="tools")
    project.rename_source("notes", "monday")
    seen = only(project, Wanted(guid))
    assert (seen.words, seen.codes, seen.source_guid) == (NOTES[5:18], ("tools",), guid_of(project, "monday"))


def test_a_coding_follows_the_correction_of_its_text(project: Project) -> None:
    guid = project.code("notes", 5, 18, "tools").guid
    project.correct("notes", "Monday.\n" + NOTES)
    assert (only(project, Wanted(guid)).words, only(project, Wanted(guid)).start_char) == (NOTES[5:18], 13)


def test_a_coding_whose_words_were_corrected_says_so_and_what_it_read(project: Project) -> None:
    guid = project.code("notes", 0, 18, "tools").guid
    project.correct("notes", NOTES.replace("snacks at ten", "biscuits at ten"))
    seen = only(project, Wanted(guid))
    assert seen.words.startswith("Dora brought bisc")
    assert seen.remark == (
        "To be looked at again: the words under it were corrected. It read “Dora brought snack”."
    )  # fmt: skip


def test_a_whole_source_is_shown_by_how_it_begins(project: Project) -> None:
    guid = project.code("talk", None, None, "tools").guid
    for wanted in (Wanted(guid), Wanted("", guid_of(project, "talk"))):
        seen = only(project, wanted)
        assert (seen.start_char, seen.words, seen.speaker, seen.codes) == (None, "", "", ("tools",))
        assert TALK.startswith(seen.after.removesuffix(" …"))


def test_a_place_carries_the_codes_of_all_codings_that_touch_it(project: Project, bo: Project) -> None:
    project.code("notes", 0, 12, "stories")
    bo.code("notes", 17, 30, "tools")
    project.code("notes", 18, 30, "enterprise")
    project.code("notes", None, None, "maintenance")
    seen = only(project, Wanted("", guid_of(project, "notes"), 11, 18))
    assert (seen.codes, seen.coders) == (("maintenance", "stories", "tools"), ("amina", "bo"))


def test_a_place_is_found_again_by_its_words(project: Project) -> None:
    wanted = words(project, "notes", "The pile on her desk")
    project.correct("notes", "On Monday.\n" + NOTES)
    seen = only(project, wanted)
    assert (seen.words, seen.start_char) == (wanted.words, wanted.start_char + 11)
    assert seen.remark.startswith("Other words stand at this place now")


def test_of_several_places_with_the_same_words_the_nearest_is_taken(project: Project) -> None:
    later = NOTES.index("Snacks again")
    project.correct("notes", NOTES.replace("snacks at ten", "nacks at ten").replace("Snacks", "snacks") + " snacks")
    seen = only(project, Wanted("", guid_of(project, "notes"), later, later + 6, "snacks"))
    assert seen.start_char == project.text("notes").index("snacks")


def test_words_that_are_gone_are_shown_as_the_table_has_them(project: Project) -> None:
    wanted = words(project, "notes", "The pile on her desk")
    project.code("notes", 0, 60, "tools")
    project.correct("notes", "Nothing of it.")
    seen = only(project, wanted)
    assert (seen.words, seen.before, seen.after, seen.codes) == (wanted.words, "", "", ())
    assert seen.remark == "These words do not stand in the text any more."
    assert 0 <= seen.start_char <= seen.end_char <= len("Nothing of it.")


# -- what is left out ------------------------------------------------------------------------------------------------


def test_what_is_gone_is_told_by_its_reason(project: Project) -> None:
    taken = project.code("talk", 0, 3, "tools").guid
    project.uncode(taken)
    in_notes = words(project, "notes", "snacks")
    project.remove_source("notes")
    outside = Wanted("", guid_of(project, "talk"), 5, 5000)
    backwards = Wanted("", guid_of(project, "talk"), 9, 4)
    kept = words(project, "talk", "stamp")
    seen = project.view_places([Wanted(taken), in_notes, outside, kept, backwards, Wanted()])
    assert seen.left_out == {"coding": [0], "source": [1, 5], "outside": [2, 4]}
    assert [place.number for place in seen.places] == [3]


def test_nothing_is_wanted(project: Project) -> None:
    assert project.view_places([]) == ([], {})


def test_sources_are_known_by_names_they_had(project: Project) -> None:
    talk, notes = guid_of(project, "talk"), guid_of(project, "notes")
    project.rename_source("talk", "interview")
    project.rename_source("notes", "talk")
    assert project.view_source_guids(["talk", "interview", "notes", "nothing"]) == {
        "talk": notes,
        "interview": talk,
        "notes": notes,
    }


def test_more_passages_than_a_statement_can_hold(project: Project) -> None:
    spans = [(start, end) for end in range(1, 60) for start in range(end)][:1200]
    project.autocode(pd.DataFrame(spans, columns=["start_char", "end_char"]).assign(source="talk"), "tools")
    wanted = [Wanted(guid) for guid in project.codings()["guid"]]
    assert [place.guid for place in project.view_places(wanted).places] == [one.guid for one in wanted]
    assert len(wanted) == 1200


# -- blind -----------------------------------------------------------------------------------------------------------


def test_while_one_codes_blind_codings_of_others_are_left_out(project: Project, bo: Project) -> None:
    mine, theirs = bo.code("talk", 0, 3, "tools").guid, project.code("talk", 0, 3, "tools").guid
    earlier, elsewhere = bo.code("talk", 0, 3, "stories", round=2).guid, project.code("notes", 0, 4, "tools").guid
    wanted = [Wanted(guid) for guid in (mine, theirs, earlier, elsewhere)]
    assert bo.view_places(wanted).left_out == {}
    project.assign("talk", coder="bo")
    seen = bo.view_places(wanted)
    assert ([place.guid for place in seen.places], seen.left_out) == ([mine, elsewhere], {"blind": [1, 2]})
    assert project.view_places(wanted).left_out == {}
    bo.done("talk")
    assert bo.view_places(wanted).left_out == {}


def test_while_one_codes_blind_a_place_tells_nothing_of_others(project: Project, bo: Project) -> None:
    project.code("talk", 0, 16, "stories")
    bo.code("talk", 5, 16, "tools")
    project.assign("talk", coder="bo")
    place = guid_of(project, "talk"), 0, 16, TALK[:16]
    found, mine = Wanted("", *place), Wanted("", *place, frozenset({"tools"}), frozenset({"bo"}))
    theirs = Wanted("", *place, frozenset({"stories"})), Wanted("", *place, frozenset(), frozenset({"amina", "bo"}))
    seen = bo.view_places([found, mine, *theirs])
    assert [(place.codes, place.coders) for place in seen.places] == [(("tools",), ("bo",))] * 2
    assert seen.left_out == {"blind": [2, 3]}
    assert project.view_places([found, mine, *theirs]).left_out == {}


def test_who_reads_only_sees_everything(project: Project, bo: Project) -> None:
    theirs = project.code("talk", 0, 3, "tools").guid
    project.assign("talk", coder="bo")
    with Project.open(project.path) as reader:
        assert reader.view_places([Wanted(theirs)]).left_out == {}
