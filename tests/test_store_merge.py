"""Copies of a project come together: nothing is lost or doubled, and what differs is decided, or refused in words."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from merges import copies, merged, outcome, pins, words_of
from projects import NOTES, TALK, code_words, source, study

import wenger_qda as qda
from wenger_qda.errors import StoreError
from wenger_qda.model import Coding, ProjectData
from wenger_qda.store import Project, schema
from wenger_qda.store.merging import rules

Copies = tuple[Path, Path]
Deed = Callable[[Project], object]
BOOK = qda.Codebook.load("social-learning-systems")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A project of amina's, with bo as a coder, and one coding of each."""
    path = tmp_path / "study.wqda"
    with study(path) as project:
        code_words(project, "talk", "the stamp", "tools")
    with Project.open(path, coder="bo") as project:
        code_words(project, "notes", "snacks", "stories")
    return path


@pytest.fixture
def two(base: Path) -> Copies:
    amina, bo = copies(base, "amina", "bo")
    return amina, bo


def amina(path: Path) -> Project:
    return Project.open(path, coder="amina")


def bo(path: Path) -> Project:
    return Project.open(path, coder="bo")


def coding_of(project: Project, coder: str) -> str:
    found = project.codings(coders=coder)
    return str(found["guid"].iloc[0])


# -- the same and the new --------------------------------------------------------------------------------------------


def test_what_each_coded_in_a_copy_is_there_once(two: Copies) -> None:
    code_words(amina(two[0]), "plain", "firemen", "enterprise")
    code_words(bo(two[1]), "plain", "firemen", "enterprise")
    assert sorted(words_of(merged(*two))) == [
        ("amina", "enterprise", "firemen"),
        ("amina", "tools", "the stamp"),
        ("bo", "enterprise", "firemen"),
        ("bo", "stories", "snacks"),
    ]


def test_one_coder_on_two_machines_has_a_passage_coded_twice_once(two: Copies) -> None:
    first = code_words(amina(two[0]), "plain", "firemen", "enterprise", note="brave")
    second = code_words(amina(two[1]), "plain", "firemen", "enterprise")
    with amina(two[1]) as project:
        project.note("why?", on="coding", target=second)
    both = merged(*two)
    with Project.open(both) as project:
        found = project.codings(codes="enterprise")
        assert found[["guid", "note"]].values.tolist() == [[first, "brave"]]
        assert project.notes()["target"].tolist() == [first]


def test_two_codings_that_come_to_one_place_are_one_with_both_memos(base: Path) -> None:
    with amina(base) as project:
        one = project.code("talk", 0, 10, "tools", note="memo X").guid
        other = project.code("talk", 0, 12, "tools", note="memo Y").guid
    two = copies(base, "amina", "bo")
    with amina(two[0]) as project:
        project.edit_coding(one, end_char=14)
    with amina(two[1]) as project:
        project.edit_coding(other, end_char=14)
        project.edit_coding(other, note="memo Y, later")
    report = qda.merge_preview(two)
    said = "coding tools on talk 0–14: 2 codings of one coder came to one place: one now, both memos kept"
    assert said in str(report)
    assert "Compared with bo.wqda: 1 changed, 1 taken away." in report.summary
    assert notes_of(merged(*two), "tools", 14) == ["memo X\n\nmemo Y, later"]
    both = merged(*two[::-1], into="both")
    for number, paths in enumerate(((both, *two), (both, two[0]), (two[1], both))):
        assert notes_of(merged(*paths, into=f"again-{number}"), "tools", 14) == ["memo X\n\nmemo Y, later"]
    with amina(both) as project:
        project.edit_coding(one, note="one memo")
    edited = merged(both, *two, into="edited")
    assert notes_of(edited, "tools", 14) == ["one memo"]
    assert notes_of(merged(edited, two[1], into="edited-again"), "tools", 14) == ["one memo"]


def notes_of(path: Path, code: str, end: int) -> list[str]:
    with Project.open(path) as project:
        found = project.codings(codes=code)
    return found["note"][found["end_char"] == end].tolist()


def test_a_passage_coded_twice_in_two_copies_and_in_a_third_later_keeps_every_memo(base: Path) -> None:
    paths = copies(base, "one", "two", "three")
    for path in paths:
        with amina(path) as project:
            project.code("talk", 0, 10, "stories", note=path.stem)
    at_once = notes_of(merged(*paths), "stories", 10)
    first = merged(*paths[:2], into="first")
    with amina(first) as project:
        project.edit_coding(project.codings(codes="stories", coders="amina")["guid"].iloc[0], note="one and two")
    assert at_once == ["one\n\ntwo\n\nthree"]
    assert sorted(notes_of(merged(first, paths[2], into="then"), "stories", 10)[0].split("\n\n")) == [
        "one and two",
        "three",
    ]


def test_codes_made_one_here_and_coded_with_there_keep_the_memos_of_codings_that_become_one(base: Path) -> None:
    with bo(base) as project:
        project.code("talk", 0, 10, "stories", note="told")
    two = copies(base, "amina", "bo")
    with amina(two[0]) as project:
        project.merge_codes(["stories"], into="tools")
    with bo(two[1]) as project:
        project.code("talk", 0, 10, "tools", note="used")
    assert notes_of(merged(*two), "tools", 10) == ["told\n\nused"]


def test_a_coding_taken_off_after_a_merge_does_not_come_back_with_its_twin(two: Copies) -> None:
    code_words(amina(two[0]), "plain", "firemen", "enterprise")
    code_words(amina(two[1]), "plain", "firemen", "enterprise")
    both = merged(*two)
    with amina(both) as project:
        guid = project.codings(codes="enterprise")["guid"].iloc[0]
        project.edit_coding(guid, end_char=project.codings(codes="enterprise")["end_char"].iloc[0] - 1)
        project.uncode(guid)
    again = merged(both, two[0], two[1], into="again")
    assert words_of(again) == [("bo", "stories", "snacks"), ("amina", "tools", "the stamp")]


def test_all_kinds_of_things_come_along(two: Copies) -> None:
    with amina(two[0]) as project:
        project.add_case("Ida", years=3)
        project.link_case("Ida", "talk", 0, 17)
        project.set_variables(source="talk", site="Alvern")
        project.add_code_set("core", ["stories", "tools"])
        project.use(BOOK)
        project.assign("talk", coder="bo", round=2)
        project.pin("tools", 3)
    with bo(two[1]) as project:
        project.add_case("Ida", years=4.5)
        project.link_case("Ida", "notes")
        note = project.note("hm", on="coding", target=coding_of(project, "bo"))
        project.link(note.guid, coding_of(project, "amina"), "because")
        project.done("notes")
    both = merged(*two)
    with Project.open(both) as project:
        assert project.cases()[["source", "end_char"]].fillna(-1).values.tolist() == [["notes", -1], ["talk", 17]]
        assert project.cases()["years"].tolist() == [4.5, 4.5]
        assert project.sources().set_index("source")["site"].to_dict()["talk"] == "Alvern"
        assert {item.name: item.codes for item in project.codebook().sets}["core"] == ("stories", "tools")
        assert project.codebook().progress_tables == BOOK.progress_tables != ()
        assert project.assignments()[["coder", "source", "round", "status"]].values.tolist() == [
            ["bo", "notes", 1, "done"],
            ["bo", "talk", 2, "open"],
        ]
        assert project.notes()["text"].tolist() == ["hm"]
        assert project.links()["name"].tolist() == ["because"]
    assert pins(both, "amina")[2] == "tools"
    with bo(both) as project:
        assert project.current_round("talk").is_blind  # amina asked for it in her copy: the log still says so


def test_sources_that_only_one_copy_has_come_with_their_files(two: Copies) -> None:
    with bo(two[1]) as project:
        project.add(ProjectData(sources=(source("more", "More words.", original=b"More words."),)))
        code_words(project, "more", "words", "tools")
    with Project.open(merged(*two)) as project:
        assert project.original("more") == b"More words."
        assert project.search("more")["source"].tolist() == ["more", "plain"]


def test_the_same_file_read_into_both_copies_is_one_source(two: Copies) -> None:
    for path in two:
        with amina(path) as project:
            project.add(ProjectData(sources=(source("more", "More words."),)))
            code_words(project, "more", "More" if path == two[0] else "words", "tools")
    with Project.open(merged(*two)) as project:
        assert project.sources()["source"].tolist() == ["more", "notes", "plain", "talk"]
        assert project.codings(sources="more")["quote"].tolist() == ["More", "words"]


# -- changed ---------------------------------------------------------------------------------------------------------


def test_the_later_change_of_a_column_stands_and_other_columns_stay(two: Copies) -> None:
    with amina(two[0]) as project:
        project.edit_code("tools", definition="What they use.")
        project.edit_code("tools", color="#112233")
    with bo(two[1]) as project:
        project.edit_code("tools", definition="Things at hand.")
    said = "code tools: color, definition changed in amina.wqda and bo.wqda; the later stands"
    assert said in str(qda.merge_preview(two))
    code = merged_code(merged(*two), "tools")
    assert (code["definition"], code["color"]) == ("Things at hand.", "#112233")


def merged_code(path: Path, code: str) -> dict[str, str]:
    with Project.open(path) as project:
        return project.codes().set_index("code").loc[code].to_dict()


def test_moving_a_coding_is_not_undone_by_the_copy_that_left_it_alone(two: Copies) -> None:
    with bo(two[1]) as project:
        project.edit_coding(coding_of(project, "bo"), start_char=0, end_char=11)
    with amina(two[0]) as project:
        project.edit_code("stories", definition="Told twice.")  # marks bo's coding for review, later
    with Project.open(merged(*two)) as project:
        row = project.codings(coders="bo").iloc[0]
        assert (row["quote"], row["status"]) == ("Dora brough", "needs_review")


def test_a_text_corrected_in_the_end_does_not_outdo_a_coding_moved_before(two: Copies) -> None:
    fixed = "So: " + NOTES
    with amina(two[0]) as project:
        project.correct("notes", fixed)
    with bo(two[0]) as project:
        code = coding_of(project, "bo")
        project.edit_coding(code, start_char=0, end_char=8)
    with bo(two[1]) as project:
        project.correct("notes", fixed)
    with Project.open(merged(*two)) as project:
        assert project.codings(coders="bo")["quote"].tolist() == ["So: Dora"]


def test_who_has_looked_at_a_coding_after_a_correction_is_not_outdone_by_the_same_correction(base: Path) -> None:
    fixed = NOTES.replace("Dora", "Dorah")
    with amina(base) as project:
        guid = project.code("notes", 0, 19, "tools").guid
    two = copies(base, "amina", "bo")
    with amina(two[0]) as project:
        project.correct("notes", fixed)
        project.reviewed(guid)
    with bo(two[1]) as project:
        project.correct("notes", fixed)
    both = merged(*two)
    for number, paths in enumerate((two[::-1], (both, two[0]), (two[1], both), (both, *two))):
        assert marked(merged(*paths, into=f"again-{number}"), "tools") == [("Dorah brought snacks", "ok")]
    with amina(both) as project:
        project.correct("notes", "Flora" + fixed.removeprefix("Dorah"))
    with bo(two[1]) as project:
        project.correct("notes", "Flora" + fixed.removeprefix("Dorah"))
    assert marked(merged(both, two[1], into="corrected"), "tools") == [("Dorah brought snacks", "needs_review")]


def marked(path: Path, code: str) -> list[tuple[str, str]]:
    """Give the words of codings on the notes, and whether somebody has to look at them."""
    with Project.open(path) as project:
        found = project.codings(codes=code, sources="notes")
    return list(zip(found["quote"], found["status"], strict=True))


def test_a_coding_with_two_memos_made_one_stays_looked_at(base: Path) -> None:
    fixed = NOTES.replace("Dora", "Dorah")
    parts = copies(base, "one", "two")
    for path in parts:
        with amina(path) as project:
            project.code("notes", 0, 19, "tools", note=path.stem)
    two = copies(merged(*parts, into="first"), "amina", "bo")
    with amina(two[0]) as project:
        project.correct("notes", fixed)
        project.reviewed(project.codings(codes="tools", sources="notes")["guid"].iloc[0])
    with bo(two[1]) as project:
        project.correct("notes", fixed)
    both = merged(*two)
    for number, paths in enumerate(((both, two[0]), (two[1], both), (both, *two))):
        again = merged(*paths, into=f"again-{number}")
        assert marked(again, "tools") == [("Dorah brought snacks", "ok")]
        assert marked(merged(again, two[1], into=f"more-{number}"), "tools") == [("Dorah brought snacks", "ok")]


def test_a_code_renamed_in_one_copy_takes_the_codings_of_the_other_along(two: Copies) -> None:
    with amina(two[0]) as project:
        project.rename_code("tools", "things")
    code_words(bo(two[1]), "plain", "firemen", "tools")
    both = merged(*two)
    assert ("bo", "things", "firemen") in words_of(both)
    assert merged_code(both, "stories")["dual"] == "things"
    with bo(two[1]) as project:
        project.rename_code("tools", "gear")
    assert "gear" in outcome_codes(merged(*two, into="later"))


def outcome_codes(path: Path) -> list[str]:
    return [row["code"] for row in outcome(path)["codes"]]


def test_a_code_made_in_both_copies_is_one_with_what_either_says(two: Copies) -> None:
    with amina(two[0]) as project:
        project.rename_code("maintenance", "care")  # so that the new one gets an identity of its own
        project.add_code("maintenance", definition="Keeps machines going.")
        project.rename_code("care", "upkeep")
    with bo(two[1]) as project:
        project.rename_code("maintenance", "upkeep")
        project.add_code("maintenance")
        code_words(project, "plain", "firemen", "maintenance")
    both = merged(*two)
    assert outcome_codes(both).count("maintenance") == 1
    assert merged_code(both, "maintenance")["definition"] == "Keeps machines going."
    assert ("bo", "maintenance", "firemen") in words_of(both)


def test_two_codes_that_come_to_one_id_by_renaming_are_refused(two: Copies) -> None:
    with amina(two[0]) as project:
        project.rename_code("tools", "things")
    with bo(two[1]) as project:
        project.rename_code("stories", "things")
    with pytest.raises(
        StoreError, match=r"'things' is the id of two different codes by now \('stories' in amina.wqda, "
    ):
        merged(*two)
    assert not two[0].with_name("merged.wqda").exists()


def test_two_moves_that_make_a_ring_lose_the_earlier_one(two: Copies) -> None:
    with amina(two[0]) as project:
        project.move_code("enterprise", "maintenance")
    with bo(two[1]) as project:
        project.move_code("maintenance", "enterprise")
    said = str(qda.merge_preview(two))
    assert "code enterprise: two moves would have made a ring of codes; the earlier one, of this code, is taken" in said
    both = merged(*two)
    parents = {row["code"]: row["parent"] for row in outcome(both)["codes"]}
    assert (parents["enterprise"], parents["maintenance"]) == ("", "enterprise")
    with amina(two[0]) as project:
        project.move_code("maintenance", "repertoire")  # later still: there is no ring, and both her moves stand
    parents = {row["code"]: row["parent"] for row in outcome(merged(both, two[0], into="later"))["codes"]}
    assert (parents["enterprise"], parents["maintenance"]) == ("maintenance", "repertoire")


def test_a_variable_holds_the_values_of_both_copies(two: Copies) -> None:
    with amina(two[0]) as project:
        project.set_variables(source="talk", heads=12)
    with bo(two[1]) as project:
        project.set_variables(source="notes", heads="many")
    found = outcome(merged(*two))
    assert found["variables"] == [{"variable": "heads", "type": "Text", "description": ""}]
    assert [row["heads"] for row in found["sources"]] == ["many", None, "12"]


# -- what coders say of their own work -------------------------------------------------------------------------------


def closed(project: Project) -> None:
    project.close_round(1)


def closed_and_undone(project: Project) -> None:
    project.close_round(1)
    project.undo()


def handed_out(project: Project) -> None:
    project.hand_out(["talk"], coders=["bo"], round=1)


@pytest.mark.parametrize(
    ("is_asked", "deed"),
    [(True, closed), (True, closed_and_undone), (True, Project.undo), (False, handed_out)],
    ids=["closed", "closed and undone", "taken back", "handed out later"],
)
def test_who_is_done_stays_done_whatever_others_did_later(base: Path, is_asked: bool, deed: Deed) -> None:
    if is_asked:
        with amina(base) as project:
            handed_out(project)
    two = copies(base, "amina", "bo")
    with bo(two[1]) as project:
        project.done("talk", round=1)
    with amina(two[0]) as project:
        deed(project)
    said = "assignment talk, round 1: its coder has said so; what others did to it in another copy gives way"
    assert said in str(qda.merge_preview(two))
    both = merged(*two)
    assert asked_of(both) == [("bo", "talk", "done")]
    for number, paths in enumerate((two[::-1], (both, two[0]), (two[0], both), (both, *two))):
        again = merged(*paths, into=f"again-{number}")
        assert asked_of(again) == [("bo", "talk", "done")]
        assert asked_of(merged(again, two[0], into=f"once-more-{number}")) == [("bo", "talk", "done")]


def asked_of(path: Path) -> list[tuple[str, str, str]]:
    return [(row["coder"], row["source"], row["status"]) for row in outcome(path)["assignments"]]


def test_the_later_of_a_coders_own_statements_stands_and_a_round_closed_knowing_it(base: Path) -> None:
    with amina(base) as project:
        handed_out(project)
    two = copies(base, "amina", "bo")
    with bo(two[1]) as project:
        project.done("talk", round=1)
    with amina(two[0]) as project:
        closed(project)
    both = merged(*two)
    with bo(two[1]) as project:
        project.reopen("talk", round=1)
    then = merged(both, two[1], into="then")
    assert asked_of(then) == asked_of(merged(then, *two, both, into="then-2")) == [("bo", "talk", "open")]
    with amina(then) as project:
        closed(project)
    assert asked_of(merged(then, two[1], both, into="in-the-end")) == [("bo", "talk", "closed")]


def test_a_coder_who_takes_back_being_done_is_not(base: Path) -> None:
    with amina(base) as project:
        handed_out(project)
    with bo(base) as project:
        project.done("talk", round=1)
    two = copies(base, "amina", "bo")
    with bo(two[1]) as project:
        project.undo()
    assert asked_of(merged(*two)) == [("bo", "talk", "open")]


# -- taken away ------------------------------------------------------------------------------------------------------


def test_what_one_took_away_and_the_other_left_alone_is_away(two: Copies) -> None:
    with bo(two[1]) as project:
        project.uncode(coding_of(project, "bo"))
    assert words_of(merged(*two)) == [("amina", "tools", "the stamp")]
    assert "codings by bo: 1 taken away in bo.wqda" in str(qda.merge_preview(two))


def test_what_one_took_away_and_the_other_changed_later_stays(two: Copies) -> None:
    with bo(two[1]) as project:
        project.uncode(coding_of(project, "bo"))
    with bo(two[0]) as project:
        project.edit_coding(coding_of(project, "bo"), note="no, wait")
    said = str(qda.merge_preview(two))
    assert "coding stories on notes 13–19: taken away in bo.wqda, but changed later in amina.wqda: it stays" in said
    assert ("bo", "stories", "snacks") in words_of(merged(*two))


def test_a_code_removed_in_one_copy_stays_where_the_other_has_coded_with_it(two: Copies) -> None:
    code_words(bo(two[1]), "plain", "firemen", "maintenance")
    with amina(two[0]) as project:
        project.remove_code(["maintenance", "enterprise"])
    both = merged(*two)
    assert ("bo", "maintenance", "firemen") in words_of(both)
    assert "maintenance" in outcome_codes(both)
    assert "enterprise" not in outcome_codes(both)


def test_a_code_moved_and_coded_with_in_one_copy_and_removed_undone_and_redone_in_the_other_stays_where_it_was_moved(
    two: Copies,
) -> None:
    with amina(two[0]) as project:
        project.move_code("stories", "enterprise")
        code_words(project, "plain", "firemen", "stories")
    with bo(two[1]) as project:
        project.uncode(coding_of(project, "bo"))
        project.remove_code("stories")
        project.undo()
        project.redo()
    both = merged(*two, into="both")
    assert merged_code(both, "stories")["parent"] == "enterprise"
    assert outcome(merged(both, two[1], into="again")) == outcome(both)


def test_what_a_second_copy_leaves_empty_in_a_code_of_both_empties_nothing_in_a_later_merge(tmp_path: Path) -> None:
    path = tmp_path / "study.wqda"
    study(path).close()
    two = copies(path, "amina", "bo")
    file = tmp_path / "snacks.yaml"
    file.write_text("name: Snacks\ncodes:\n  - {id: snacks, name: Snacks, definition: What is eaten at desks.}\n")
    book = qda.Codebook.load(file)
    with amina(two[0]) as project:
        project.use(book)
        project.edit_code("snacks", include="fruit too")
    with bo(two[1]) as project:
        project.use(book)
    with amina(two[0]) as project:
        project.remove_code("snacks")
    with bo(two[1]) as project:
        code_words(project, "plain", "firemen", "snacks")
    both = merged(*two, into="both")
    assert merged_code(both, "snacks")["include"] == "fruit too"
    assert outcome(merged(both, two[0], two[1], into="again")) == outcome(both)


def test_a_note_on_a_coding_taken_away_earlier_keeps_it_and_one_written_before_goes_along(two: Copies) -> None:
    with amina(two[0]) as project:
        project.note("early", on="coding", target=coding_of(project, "bo"))
    with bo(two[1]) as project:
        project.uncode(coding_of(project, "bo"))
    assert outcome(merged(*two, into="early"))["notes"] == []
    with amina(two[0]) as project:
        project.note("late", on="coding", target=coding_of(project, "bo"))
    late = merged(*two, into="late")
    assert [row["text"] for row in outcome(late)["notes"]] == ["early", "late"]
    assert ("bo", "stories", "snacks") in words_of(late)


def test_both_go_on_after_a_merge_and_are_merged_again(two: Copies) -> None:
    mine = code_words(bo(two[1]), "plain", "firemen", "tools")
    other = code_words(bo(two[1]), "plain", "One more", "tools")
    both = merged(*two)
    with bo(two[1]) as project:  # who has not seen the merged file
        project.uncode(mine)
        project.edit_coding(other, note="later in the copy")
        code_words(project, "plain", "paragraph", "tools")
    with bo(both) as project:
        project.edit_coding(other, weight=2)
        project.uncode(guid_of(project, "snacks"))
    for order in ((both, two[1]), (two[1], both)):
        again = merged(*order, into=f"again-{order[0].stem}")
        assert sorted(words_of(again)) == [
            ("amina", "tools", "the stamp"),
            ("bo", "tools", "One more"),
            ("bo", "tools", "paragraph"),
        ]
        with Project.open(again) as project:
            row = project.codings().set_index("guid").loc[other]
        assert (row["note"], row["weight"]) == ("later in the copy", 2.0)


def guid_of(project: Project, words: str) -> str:
    found = project.codings()
    return str(found["guid"][found["quote"] == words].iloc[0])


# -- withdrawn -------------------------------------------------------------------------------------------------------

SECRET = ("Quetzalwort", "Umbrastein", "Memoriaverba")


def with_kaj(base: Path) -> None:
    with amina(base) as project:
        project.add(ProjectData(sources=(source("Kaj", "KAJ: The Quetzalwort stands.\nLIV: By the Umbrastein."),)))


def holds(path: Path) -> list[str]:
    raw = path.read_bytes().lower()
    return [word for word in SECRET if word.lower().encode() in raw]


def test_a_source_withdrawn_in_one_copy_does_not_come_back_whatever_it_is_called_by_now(base: Path) -> None:
    with_kaj(base)
    paths = copies(base, "amina", "bo")
    with amina(paths[0]) as project:
        project.remove_source("Kaj")
    with bo(paths[1]) as project:
        project.rename_source("Kaj", "interview 7")
        guid = code_words(project, "interview 7", "Quetzalwort", "tools", note="Memoriaverba")
        project.note("Memoriaverba", on="coding", target=guid)
        project.uncode(guid)
        code_words(project, "interview 7", "Umbrastein", "tools")
    assert holds(paths[1]) == list(SECRET)
    for number, order in enumerate((paths, paths[::-1])):
        both = merged(*order, into=f"both-{number}")
        assert holds(both) == []
        assert sorted(row["source"] for row in outcome(both)["sources"]) == ["notes", "plain", "talk"]
    assert "source interview 7: withdrawn in amina.wqda; taken out of bo.wqda, with 1 coding" in str(
        qda.merge_preview(paths)
    )
    again = merged(both, paths[1], into="again")
    assert holds(again) == []


def test_a_source_that_may_be_the_one_withdrawn_is_refused(two: Copies) -> None:
    with_kaj(two[0])
    with_kaj(two[1])
    with amina(two[0]) as project:
        project.remove_source("Kaj")
    with pytest.raises(
        StoreError, match=r"'Kaj' was removed for good in amina.wqda .* bo.wqda has a source of that name"
    ):
        merged(*two)
    with amina(two[1]) as project:
        project.remove_source("Kaj")
    assert len(outcome(merged(*two))["sources"]) == 3


def test_a_source_withdrawn_after_a_merge_leaves_no_word_behind(two: Copies) -> None:
    for path in two:
        with_kaj(path)
    with bo(two[1]) as project:
        guid = code_words(project, "Kaj", "Quetzalwort", "tools", note="Memoriaverba")
        project.note("Memoriaverba", on="coding", target=guid)
        project.uncode(guid)
    both = merged(*two)
    assert holds(both) == list(SECRET)
    with amina(both) as project:
        project.remove_source("Kaj")
    assert holds(both) == []


# -- refused ---------------------------------------------------------------------------------------------------------


def test_texts_that_differ_are_all_named_with_where_they_differ(two: Copies) -> None:
    with bo(two[1]) as project:
        project.correct("notes", NOTES.replace("green", "yellow"))
        project.correct("talk", TALK + " Always.")
    with pytest.raises(StoreError) as refused:
        merged(*two)
    said = str(refused.value)
    assert "The text of 'notes' differs between amina.wqda and bo.wqda, first in line 3 at character 77: " in said
    assert "“…her desk is green" in said
    assert "“…her desk is yellow" in said
    assert "The text of 'talk' differs between amina.wqda and bo.wqda, first in line 4" in said
    assert "the text has ended in amina.wqda" in said
    assert "project.correct" in said
    assert not two[0].with_name("merged.wqda").exists()


def test_two_different_texts_of_one_name_are_refused(two: Copies) -> None:
    for path, text in zip(two, ("One text.", "Another."), strict=True):
        with amina(path) as project:
            project.add(ProjectData(sources=(source("more", text),)))
    with pytest.raises(
        StoreError, match=r"'more' is the name of two different sources \(amina.wqda, bo.wqda\)\. Rename"
    ):
        merged(*two)
    with amina(two[0]) as project:
        project.rename_source("more", "less")
    assert [row["source"] for row in outcome(merged(*two))["sources"]] == ["less", "more", "notes", "plain", "talk"]


def test_what_cannot_be_merged_is_said_in_a_sentence(two: Copies, tmp_path: Path) -> None:
    output = tmp_path / "c.wqda"
    with pytest.raises(StoreError, match="it takes two copies"):
        qda.merge([two[0]], output, coder="amina")
    with pytest.raises(StoreError, match=r"amina\.wqda: is named twice"):
        qda.merge([two[0], tmp_path / "." / "amina.wqda"], output, coder="amina")
    with pytest.raises(StoreError, match="there is no such file"):
        qda.merge([two[0], tmp_path / "nobody.wqda"], output, coder="amina")
    with pytest.raises(StoreError, match="there is a file of that name"):
        qda.merge(two, two[0], coder="amina")
    with pytest.raises(StoreError, match="there is no such folder"):
        qda.merge(two, tmp_path / "nowhere" / "c.wqda", coder="amina")
    with pytest.raises(StoreError, match="say who"):
        qda.merge(two, output, coder=" ")
    with pytest.raises(StoreError, match="'consensus' is no person"):
        qda.merge(two, output, coder="consensus")
    assert not output.exists()


# -- the files and the log -------------------------------------------------------------------------------------------


def test_the_copies_stay_byte_for_byte(two: Copies) -> None:
    code_words(bo(two[1]), "plain", "firemen", "tools")
    before = [hashlib.sha256(path.read_bytes()).hexdigest() for path in two]
    merged(*two)
    qda.merge_preview(two)
    assert [hashlib.sha256(path.read_bytes()).hexdigest() for path in two] == before


def test_a_merge_that_fails_halfway_leaves_nothing(two: Copies, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wenger_qda.store.search.learn", None)
    with pytest.raises(TypeError):
        merged(*two)
    assert sorted(path.name for path in two[0].parent.iterdir()) == ["amina.wqda", "bo.wqda", "study.wqda"]


def test_the_log_has_every_change_of_every_copy_once(two: Copies) -> None:
    with amina(two[0]) as project:
        guid = code_words(project, "plain", "firemen", "tools")
        project.edit_coding(guid, note="brave")
        project.undo()
    with bo(two[1]) as project:
        project.uncode(coding_of(project, "bo"))
    told = [log(path) for path in two]
    both = merged(*two)
    found = log(both)
    assert [row[0] for row in found] == sorted(row[0] for row in found)
    assert sorted(found[:-1]) == sorted({*told[0], *told[1]})
    assert found[-1][1:] == ("carl", "merge", "amina.wqda and bo.wqda merged")


def log(path: Path) -> list[tuple[str, ...]]:
    with Project.open(path) as project:
        changes = project.changes()
    rows = changes[["when", "coder", "action", "what"]].drop_duplicates().itertuples(index=False)
    return [tuple(row) for row in rows]


def test_images_in_the_log_speak_of_the_rows_of_the_merged_file(two: Copies) -> None:
    with amina(two[0]) as project:
        project.add_code("extra")
    with bo(two[1]) as project:
        project.add_code("more")
        guid = code_words(project, "plain", "firemen", "more")
    with Project.open(merged(*two)) as project:
        changes = project.changes()
        image = next(json.loads(row) for row in changes["after"] if guid in row)
        with project._reading() as held:
            code = held.exec_driver_sql("SELECT code FROM codes WHERE id = ?", (image["code_id"],)).scalar()
            coding = held.exec_driver_sql("SELECT guid FROM codings WHERE id = ?", (image["id"],)).scalar()
    assert (code, coding) == ("more", guid)


def test_there_is_nothing_to_undo_right_after_a_merge_and_new_steps_can_be(two: Copies) -> None:
    code_words(bo(two[1]), "plain", "firemen", "tools")
    both = merged(*two)
    for coder in ("amina", "bo", "carl"):
        with Project.open(both, coder=coder) as project:
            with pytest.raises(StoreError, match=f"there is nothing of {coder} to undo"):
                project.undo()
            with pytest.raises(StoreError, match=f"there is nothing of {coder} to do again"):
                project.redo()
    before = outcome(both)
    with bo(both) as project:
        code_words(project, "plain", "One more", "tools")
        project.undo()
    assert outcome(both) == before


def test_a_codebook_used_before_the_merge_is_known_again(two: Copies) -> None:
    with amina(two[0]) as project:
        project.use(qda.Codebook.load("core"))
        project.remove_code("stories")
    both = merged(*two)
    with amina(both) as project:
        codes = project.codes()["code"].tolist()
        project.use(qda.Codebook.load("core"))
        assert project.codes()["code"].tolist() == codes


def test_ids_of_what_is_gone_are_not_given_again(two: Copies) -> None:
    with bo(two[1]) as project:
        gone = code_words(project, "plain", "firemen", "tools")
        project.uncode(gone)
    both = merged(*two)
    with bo(both) as project:
        fresh = code_words(project, "plain", "One more", "tools")
        changes = project.changes()
    ids = {guid: json.loads(next(row for row in changes["after"] if guid in row))["id"] for guid in (gone, fresh)}
    assert ids[fresh] > ids[gone]


def test_projects_that_are_no_copies_are_merged_by_content_and_it_is_said(tmp_path: Path) -> None:
    paths = [tmp_path / "one.wqda", tmp_path / "two.wqda"]
    for path, coder in zip(paths, ("amina", "bo"), strict=True):
        code_words(study(path, coder), "talk", "the stamp", "tools")
    said = str(qda.merge_preview(paths))
    assert "one.wqda and two.wqda are not copies of one project" in said
    both = merged(*paths)
    assert sorted(words_of(both)) == [("amina", "tools", "the stamp"), ("bo", "tools", "the stamp")]
    assert len(outcome(both)["sources"]) == 3
    assert "Nothing would change in merged.wqda" in str(qda.merge_preview([both, paths[1]]))


def test_an_imported_coding_that_both_copies_have_is_one(two: Copies) -> None:
    data = ProjectData(
        codings=(Coding(guid="C1", source="talk", code="tools", coder="dora", start_char=0, end_char=3),)
    )
    for path in two:
        with amina(path) as project:
            project.add(data)
    assert words_of(merged(*two), "dora") == [("dora", "tools", "IDA")]


# -- the report ------------------------------------------------------------------------------------------------------


def test_the_report_counts_by_kind_and_coder_and_names_the_files(two: Copies) -> None:
    code_words(amina(two[0]), "plain", "firemen", "enterprise")
    with bo(two[1]) as project:
        code_words(project, "plain", "firemen", "enterprise")
        project.edit_coding(coding_of(project, "bo"), note="!")
    report = qda.merge_preview(two)
    assert "codings by amina: 1 the same, 1 only in amina.wqda" in report.summary
    assert "codings by bo: 1 changed in bo.wqda, 1 only in bo.wqda" in report.summary
    assert "Compared with amina.wqda: 1 new, 1 changed." in report.summary
    rows = report.table[report.table["kind"] == "coding"]
    assert sorted(rows["status"]) == ["changed", "read", "read", "skipped"]
    assert list(rows.columns) == ["item", "kind", "status", "reason"]
    assert qda.merge(two, two[0].with_name("c.wqda"), coder="amina") == report


def test_same_named_files_are_told_apart_by_their_folders(base: Path) -> None:
    paths = []
    for folder in ("amina", "bo"):
        (base.parent / folder).mkdir()
        paths.append(Path(shutil.copy(base, base.parent / folder / "study.wqda")))
    code_words(bo(paths[1]), "plain", "firemen", "tools")
    assert f"1 only in {paths[1]}" in str(qda.merge_preview(paths))


def test_every_table_has_a_guid_or_a_rule() -> None:
    bare = [
        table.name for table in rules.TABLES if "guid" not in table.c and not (rules.rule(table.name).key or
        rules.rule(table.name).twin)
    ]  # fmt: skip
    assert bare == []
    assert {table.name for table in rules.TABLES} | set(rules.NEVER_MERGED) == set(schema.metadata.tables)


def test_decisions_of_two_copies_come_together_and_name_codings_that_are_there(two: Copies) -> None:
    spans = [TALK.index("the stamp"), TALK.index("the stamp") + 9]
    for copy, reason in zip(two, ("hers", "theirs"), strict=True):
        with amina(copy) as project:
            project.decide("talk", "tools", *spans, "both", reason=reason)
            project.decide("talk", "stories", *spans, "neither", reason=f"{reason}, not told")
    both = merged(*two)
    with Project.open(both, coder="amina") as project:
        assert project.check().empty
        (guid,) = project.codings(coders="consensus")["guid"]
        decided = project.decisions()
        assert decided[["code", "reason", "codings"]].values.tolist() == [
            ["stories", "theirs, not told", ()],
            ["tools", "theirs", (guid,)],
        ]
        project.decide("talk", "tools", *spans, "neither", reason="once more")
        assert project.codings(coders="consensus").empty
        assert project.decisions()["reason"].tolist() == ["theirs, not told", "once more"]


def test_of_decisions_that_overlap_the_later_stands_with_the_codings_it_names(base: Path) -> None:
    with amina(base) as project:
        project.decide("talk", "tools", 0, 20, "one", spans=[(0, 12)], reason="at first")
    two = copies(base, "amina", "bo")
    with bo(two[1]) as project:
        project.decide("talk", "tools", 0, 20, "one", spans=[(0, 12)], reason="bo's")
    with amina(two[0]) as project:
        project.decide("talk", "tools", 10, 20, "one", spans=[(10, 20)], reason="amina's")
    said = str(qda.merge_preview(two))
    assert "decision tools on talk 0–20: a later decision on this passage stands" in said
    assert_settled(two, [("amina's", 1)], [(10, 20)])


def assert_settled(paths: Copies, reasons: list[tuple[str, int]], spans: list[tuple[int, int]]) -> None:
    """Look that the same is decided in whatever order copies are merged, and once more."""
    both = merged(*paths, into="settled")
    orders = (paths[::-1], (both, paths[0]), (paths[1], both), (both, *paths))
    for number, path in enumerate((both, *(merged(*order, into=f"settled-{n}") for n, order in enumerate(orders)))):
        with Project.open(path) as project:
            decided, found = project.decisions(), project.codings(coders="consensus")
        named = zip(decided["reason"], decided["codings"].map(len), strict=True)
        assert (number, sorted(named)) == (number, reasons)
        assert (number, sorted(zip(found["start_char"], found["end_char"], strict=True))) == (number, spans)
    assert "Nothing would change in settled.wqda" in str(qda.merge_preview([both, paths[0]]))


def test_a_coding_that_the_later_decision_names_is_kept_though_another_copy_took_it_away(base: Path) -> None:
    with amina(base) as project:
        project.decide("talk", "tools", 0, 20, "one", spans=[(0, 12)], reason="at first")
    two = copies(base, "amina", "bo")
    with amina(two[0]) as project:
        project.decide("talk", "tools", 0, 20, "neither", reason="none")
    with bo(two[1]) as project:
        project.decide("talk", "tools", 0, 20, "one", spans=[(0, 12)], reason="at first")
    assert_settled(two, [("at first", 1)], [(0, 12)])


def test_a_passage_decided_not_to_be_coded_has_nothing_of_an_earlier_decision_or_agreement(base: Path) -> None:
    two = copies(base, "amina", "bo")
    with amina(two[0]) as project:
        project.decide("talk", "tools", 0, 20, "one", spans=[(0, 12), (13, 16)], reason="hers")
        project.settle(pd.DataFrame([("talk", "stories", 0, 9)], columns=["source", "code", "start_char", "end_char"]))
    with bo(two[1]) as project:
        project.decide("talk", "tools", 10, 20, "neither", reason="bo's")
        project.decide("talk", "stories", 5, 20, "neither", reason="not told")
    assert_settled(two, [("bo's", 0), ("not told", 0)], [])


def test_what_all_agreed_on_later_outdoes_a_decision(base: Path) -> None:
    two = copies(base, "amina", "bo")
    with bo(two[1]) as project:
        project.decide("talk", "tools", 10, 20, "neither", reason="bo's")
    with amina(two[0]) as project:
        project.settle(pd.DataFrame([("talk", "tools", 0, 12)], columns=["source", "code", "start_char", "end_char"]))
    assert "decision tools on talk 10–20: all agreed on this passage later" in str(qda.merge_preview(two))
    assert_settled(two, [], [(0, 12)])
