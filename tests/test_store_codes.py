"""The codebook inside a project: edits are one step each, and no coding is lost or counted twice by them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from projects import book, kept, study

from wenger_qda.codebook import Cell, Codebook, ProgressTable
from wenger_qda.errors import StoreError
from wenger_qda.model import Code, CodeSet, Coding, NearMiss, ProjectData
from wenger_qda.store import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "study.wqda")


def tree(project: Project) -> str:
    return project.codebook().tree()


# -- using codebooks -------------------------------------------------------------------------------------------------


def test_codebook_comes_back_as_it_went_in(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    full = Code(
        id="x", name="No", parent="", color="#123456", definition="d", include="i", exclude="e", examples=("a", "b"),
        near_misses=(NearMiss(passage="p", why="w"),), cues=("c",), questions=("q?",), cite="W98",
        facets={"mode": "imagination"}, contrary=("y",), dual="z", speakers=("IDA",), is_codable=False,
    )  # fmt: skip
    tables = (
        ProgressTable(
            id="t",
            name="T",
            dimensions=("coordination",),
            cells=(Cell(mode="engagement", dimension="coordination", questions=("?",)),),
        ),
    )
    sets = (CodeSet(guid="S", name="first", codes=("x",)), CodeSet(guid="E", name="none yet"))
    project.use(Codebook(id="b", codes=(full,), sets=sets, progress_tables=tables))
    found = project.codebook()
    assert found["x"] == full
    assert found.sets == sets
    assert found.progress_tables == tables


def test_using_a_codebook_twice_changes_nothing(project: Project) -> None:
    before, n_changes = kept(project.path), len(project.changes())
    report = project.use(book())
    assert kept(project.path) == before
    assert len(project.changes()) == n_changes
    assert {row[2:] for row in report.rows} == {("skipped", "known already")}


def test_running_a_notebook_again_leaves_edits_and_removals_alone(project: Project) -> None:
    project.edit_code("tools", definition="Short.")
    project.move_code("stories")
    project.rename_code("enterprise", "aim")
    project.remove_code("maintenance")
    before = kept(project.path)
    report = project.use(book())
    assert kept(project.path) == before
    gone = "was renamed or removed in the project since; add_code brings it back"
    assert [row[0] for row in report.rows if row[3] == gone] == ["enterprise", "maintenance"]


def test_codebook_can_be_used_again_after_its_use_was_undone(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    project.use(book())
    project.undo()
    assert project.codes().empty
    project.use(book())
    assert len(project.codes()) == 5


def test_fuller_entry_wins_and_its_older_codings_are_to_be_looked_at(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    project.code("talk", 0, 3, "stories")
    fuller = Code(id="tools", definition="Things in use, and what is said of them, at great length.", cues=("stamp",))
    report = project.use(Codebook(id="second", codes=(fuller, Code(id="stories", definition="Short."))))
    assert [row[2] for row in report.rows[:2]] == ["changed", "skipped"]
    assert project.codebook()["tools"].parent == "repertoire"
    assert project.codings().set_index("code")["status"].to_dict() == {"stories": "ok", "tools": "needs_review"}


def test_two_codebooks_that_disagree_on_who_is_above_whom_leave_a_tree(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    project.use(Codebook(id="one", codes=(Code(id="x"), Code(id="y", parent="x"))))
    second = (Code(id="y", definition="Fuller."), Code(id="x", parent="y", definition="Fuller."))
    report = project.use(Codebook(id="two", codes=second))
    assert tree(project) == "x\n  y"
    assert report.rows[1][3].endswith("its place in the tree is kept")
    assert project.check().empty


def test_nearly_the_same_name_is_remarked(project: Project) -> None:
    report = project.use(Codebook(id="two", codes=(Code(id="story", name="Story"),)))
    assert ("Stories", "name", "changed", "nearly the same name as 'Story'; are they one code?") in report.rows


def test_set_with_the_guid_of_another_set_gets_its_own(project: Project) -> None:
    project.use(Codebook(id="one", codes=book().codes, sets=(CodeSet(guid="S", name="first", codes=("tools",)),)))
    project.use(Codebook(id="two", codes=book().codes, sets=(CodeSet(guid="S", name="second", codes=("stories",)),)))
    assert [item.name for item in project.codebook().sets] == ["first", "second"]


def test_code_set_of_the_same_name_gets_the_new_codes(project: Project) -> None:
    project.add_code_set("first", ["tools", "stories"])
    project.add_code_set("first", ["stories", "enterprise"])
    assert [item.codes for item in project.codebook().sets] == [("stories", "enterprise")]
    project.undo()
    assert [item.codes for item in project.codebook().sets] == [("stories", "tools")]


# -- edits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["definition", "include", "exclude"])
def test_changed_meaning_marks_older_codings_and_only_these(field: str, project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    project.code("talk", 0, 3, "stories")
    project.edit_code("tools", **{field: "Something else."})
    project.code("talk", 5, 9, "tools")
    statuses = project.codings()[["code", "start_char", "status"]].values.tolist()
    assert statuses == [["stories", 0, "ok"], ["tools", 0, "needs_review"], ["tools", 5, "ok"]]


@pytest.mark.parametrize("fields", [{"color": "#ff0000"}, {"name": "Instruments"}, {"cues": ["tool"]}, {"cite": "W98"}])
def test_cosmetic_edit_marks_nothing(fields: dict, project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    project.edit_code("tools", **fields)
    assert project.codings()["status"].tolist() == ["ok"]


def test_reviewed_coding_is_in_order_again(project: Project) -> None:
    coding = project.code("talk", 0, 3, "tools")
    project.edit_code("tools", definition="Else.")
    assert project.reviewed(coding.guid).status == "ok"
    assert project.codings()["status"].tolist() == ["ok"]


def test_coding_the_same_again_after_its_code_changed_is_a_review(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    project.edit_code("tools", definition="Else.")
    assert project.code("talk", 0, 3, "tools").status == "ok"
    assert project.codings()["status"].tolist() == ["ok"]


def test_list_given_as_one_text_is_refused(project: Project) -> None:
    with pytest.raises(TypeError, match="cues is a list of texts, not one text"):
        project.edit_code("tools", cues="stamp")
    with pytest.raises(TypeError, match="cues is a list of texts, not one text"):
        project.add_code("new", cues="stamp")


@pytest.mark.parametrize("field", ["id", "parent", "guid"])
def test_edit_does_not_rename_or_move(field: str, project: Project) -> None:
    with pytest.raises(TypeError, match="use rename_code or move_code"):
        project.edit_code("tools", **{field: "x"})


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [("edit_code", ("tols",)), ("rename_code", ("tols", "x")), ("move_code", ("tols",)), ("remove_code", ("tols",)),
     ("merge_codes", (["tols"], "stories")), ("split_code", ("tols", [], "x")), ("move_code", ("stories", "tols")),
     ("add_code_set", ("s", ["tols"]))],
)  # fmt: skip
def test_unknown_code_is_refused_with_one_that_comes_near(verb: str, arguments: tuple, project: Project) -> None:
    before = kept(project.path)
    with pytest.raises(StoreError, match="there is no code 'tols'; did you mean 'tools'"):
        getattr(project, verb)(*arguments)
    assert kept(project.path) == before


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [("add_code", ("stories",)), ("rename_code", ("tools", "stories")), ("split_code", ("tools", [], "stories"))],
)
def test_id_that_is_taken_is_refused(verb: str, arguments: tuple, project: Project) -> None:
    with pytest.raises(StoreError, match="there is a code 'stories' already"):
        getattr(project, verb)(*arguments)


def test_renaming_follows_into_codings_contraries_and_duals(project: Project) -> None:
    project.code("talk", 0, 3, "stories")
    project.edit_code("tools", dual="stories")
    project.rename_code("stories", "tales")
    assert project.codings()["code"].tolist() == ["tales"]
    assert project.codebook()["enterprise"].contrary == ("tales",)
    assert project.codebook()["tools"].dual == "tales"


def test_code_that_takes_the_old_id_of_another_is_another_code(project: Project) -> None:
    project.note("on tools", on="code", target="tools")
    project.rename_code("tools", "gear")
    project.add_code("tools")
    guids = {entry.id: entry.guid for entry in project.codebook()}
    assert guids["gear"] != guids["tools"]
    assert project.notes()["target"].tolist() == [guids["gear"]]


def test_moving_takes_along_all_below(project: Project) -> None:
    project.move_code("repertoire", "enterprise")
    assert tree(project) == "enterprise\n  repertoire\n    stories\n    tools\nmaintenance"
    project.move_code("stories")
    assert project.codebook()["stories"].parent == ""


def test_a_moved_code_stands_last_or_beside_the_one_named(project: Project) -> None:
    before = tree(project)
    project.move_code("tools", before="stories")
    assert tree(project) == "repertoire\n  tools\n  stories\nenterprise\nmaintenance"
    project.move_code("maintenance", after="tools")
    assert tree(project) == "repertoire\n  tools\n  maintenance\n  stories\nenterprise"
    project.move_code("maintenance")
    project.move_code("tools", "repertoire")
    assert tree(project) == before
    for _ in range(4):
        project.undo()
    assert tree(project) == before


def test_several_codes_are_moved_in_their_order_as_one_step(project: Project) -> None:
    before = tree(project)
    project.move_code(["maintenance", "enterprise"], after="stories")
    assert tree(project) == "repertoire\n  stories\n  maintenance\n  enterprise\n  tools"
    project.undo()
    project.move_code(["maintenance", "enterprise"], before="stories")
    assert tree(project) == "repertoire\n  maintenance\n  enterprise\n  stories\n  tools"
    project.undo()
    project.move_code(["stories", "repertoire"], "maintenance")  # the one goes with the other
    assert tree(project) == "enterprise\nmaintenance\n  repertoire\n    stories\n    tools"
    project.undo()
    assert tree(project) == before


def test_several_codes_are_removed_as_one_step(project: Project) -> None:
    project.code("talk", 0, 3, "stories")
    project.code("talk", 0, 3, "maintenance")
    before = kept(project.path)
    assert project.remove_code(["stories", "repertoire", "maintenance"]) == 2
    assert tree(project) == "enterprise"
    assert project.undo() == "codes stories, repertoire, maintenance removed"
    assert kept(project.path)["codings"] == before["codings"]
    with pytest.raises(StoreError):
        project.remove_code(["stories", "tols"])
    assert "stories" in tree(project)


def test_a_code_moved_to_where_it_stands_is_no_step(project: Project) -> None:
    revision = project.revision()
    project.move_code("stories", before="tools")
    project.move_code("tools", after="stories")
    project.move_code("tools", "repertoire")
    project.move_code("maintenance")
    assert project.revision() == revision


def test_there_is_always_room_between_two_codes(project: Project) -> None:
    names = ["stories", "tools"]
    for number in range(120):  # halving a distance ends after some fifty times
        project.add_code(f"c{number}", after="stories")
        names.insert(1, f"c{number}")
    assert [entry.id for entry in project.codebook().children("repertoire")] == names
    project.add_code("x", after="tools", parent="repertoire")
    assert project.codebook().children("repertoire")[-1].id == "x"


@pytest.mark.parametrize(
    ("error", "where"),
    [
        (StoreError, {"before": "tols"}),
        (StoreError, {"after": "repertoire"}),
        (StoreError, {"before": "stories"}),
        (TypeError, {"before": "enterprise", "after": "maintenance"}),
        (TypeError, {"parent": "enterprise", "after": "maintenance"}),
    ],
)
def test_places_that_are_none(error: type[Exception], where: dict[str, str], project: Project) -> None:
    before = tree(project)
    with pytest.raises(error):
        project.move_code("repertoire", **where)
    assert tree(project) == before


def test_a_new_code_is_not_put_beside_one_that_lies_elsewhere(project: Project) -> None:
    with pytest.raises(StoreError, match="does not lie right below"):
        project.add_code("x", parent="enterprise", after="stories")


@pytest.mark.parametrize("parent", ["repertoire", "stories"])
def test_code_cannot_be_moved_below_itself(parent: str, project: Project) -> None:
    with pytest.raises(StoreError, match="cannot be moved below itself"):
        project.move_code("repertoire", parent)


def test_codings_are_not_merged_into_a_heading(project: Project) -> None:
    project.edit_code("enterprise", is_codable=False)
    project.code("talk", 0, 3, "tools")
    with pytest.raises(StoreError, match="'enterprise' is a heading"):
        project.merge_codes(["tools"], "enterprise")
    assert project.codings()["code"].tolist() == ["tools"]
    assert project.merge_codes(["stories"], "enterprise") == 0


def test_merging_counts_no_coding_twice_and_keeps_notes_and_links(project: Project) -> None:
    kept_one = project.code("talk", 0, 3, "tools", note="a")
    double = project.code("talk", 0, 3, "stories", note="b")
    moved = project.code("talk", 5, 9, "stories")
    project.note("on the double", on="coding", target=double.guid)
    project.note("on the code", on="code", target="stories")
    project.link(double.guid, moved.guid)
    project.code("talk", 0, 3, "stories", round=2)
    assert project.merge_codes(["stories", "stories"], "tools") == 2
    found = project.codings().set_index("guid")
    assert len(found) == 3
    assert set(found["code"]) == {"tools"}
    assert found.loc[kept_one.guid, "note"] == "a\nb"
    assert set(project.notes()["target"]) == {kept_one.guid, project.codebook()["tools"].guid}
    assert project.links()["origin"].tolist() == [kept_one.guid]
    assert project.check().empty


def test_merging_moves_children_and_mentions(project: Project) -> None:
    project.add_code_set("first", ["repertoire", "tools"])
    project.merge_codes("repertoire", "maintenance")
    assert tree(project) == "enterprise\nmaintenance\n  stories\n  tools"
    project.merge_codes("stories", "tools")
    assert project.codebook()["enterprise"].contrary == ("tools",)
    assert project.codebook()["tools"].dual == ""


def test_merging_a_family_into_a_stranger(project: Project) -> None:
    project.merge_codes(["repertoire", "stories", "tools"], "enterprise")
    assert tree(project) == "enterprise\nmaintenance"


@pytest.mark.parametrize(("codes", "into"), [(["tools", "stories"], "tools"), (["repertoire"], "stories")])
def test_code_cannot_be_merged_into_itself_or_what_lies_below(codes: list, into: str, project: Project) -> None:
    before = kept(project.path)
    with pytest.raises(StoreError, match="merged into"):
        project.merge_codes(codes, into)
    assert kept(project.path) == before


def test_splitting_moves_the_codings_named(project: Project) -> None:
    one, two = project.code("talk", 0, 3, "tools"), project.code("talk", 5, 9, "tools")
    assert project.split_code("tools", [one.guid, one.guid], "stamps", definition="Only stamps.") == 1
    assert project.codings().set_index("guid")["code"].to_dict() == {one.guid: "stamps", two.guid: "tools"}
    assert tree(project) == "repertoire\n  stories\n  tools\n  stamps\nenterprise\nmaintenance"
    assert project.codings()["status"].tolist() == ["ok", "ok"]


def test_splitting_off_a_coding_of_another_code_is_refused(project: Project) -> None:
    coding = project.code("talk", 0, 3, "stories")
    with pytest.raises(StoreError, match="does not carry 'tools'"):
        project.split_code("tools", [coding.guid], "stamps")
    assert "stamps" not in project.codebook()


def test_removing_is_one_step_and_undo_brings_everything_back(project: Project) -> None:
    coding = project.code("talk", 0, 3, "stories", note="n")
    project.note("on the coding", on="coding", target=coding.guid)
    project.note("on the code", on="code", target="repertoire")
    project.add_code_set("first", ["stories"])
    Project.open(project.path, coder="bo").code("talk", 0, 3, "tools")
    before = kept(project.path)
    assert project.remove_code("repertoire") == 2
    assert tree(project) == "enterprise\nmaintenance"
    assert project.codings().empty
    assert project.notes().empty
    assert project.codebook()["enterprise"].contrary == ()
    assert project.check().empty
    project.undo()
    assert kept(project.path) == before


def test_codes_far_down_are_found_by_their_path(project: Project) -> None:
    for depth in range(60):
        project.add_code(f"d{depth}", parent=f"d{depth - 1}" if depth else "")
    assert project.codes().set_index("code").loc["d59", "path"].count(" / ") == 59
    project.remove_code("d0")
    assert len(project.codes()) == 5


def test_import_of_a_book_with_guids_of_its_own_keeps_what_is_there(project: Project) -> None:
    held = project.codebook()["tools"].guid
    theirs = replace(
        book()["tools"], guid="OTHER", definition="Longer, and from another program altogether.", parent=""
    )
    project.add(
        ProjectData(
            codebook=Codebook(id="qdc", codes=(theirs,)), codings=(Coding(source="talk", code="tools", coder="bo"),)
        )
    )
    assert project.codebook()["tools"].guid == held
    assert project.codings()["code"].tolist() == ["tools"]


def test_a_pinned_code_keeps_its_key_when_it_is_renamed_and_leaves_it_when_it_is_gone(tmp_path: Path) -> None:
    with study(tmp_path / "s.wqda") as project:
        project.pin("stories", 2)
        project.pin("tools", 1)
        project.pin("stories", 7)
        project.rename_code("stories", "tales")
        assert project.pins() == ["tools", "", "", "", "", "", "tales", "", ""]
        project.remove_code("tools")
        assert project.pins() == ["", "", "", "", "", "", "tales", "", ""]
        with Project.open(project.path, coder="bo") as other:
            assert other.pins() == [""] * 9
        with pytest.raises(ValueError, match="keys 1 to 9"):
            project.pin("tales", 0)
