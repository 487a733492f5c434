"""A participant withdraws: the source goes, and no word of it stays in the file."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from projects import NOTES, kept, source, study

from wenger_qda.errors import StoreError
from wenger_qda.model import Coding, Note, ProjectData
from wenger_qda.store import Project

SECRET = ["Quetzalwort", "Umbrastein", "Zwielichtung", "Memoriaverba", "Xylobrand", "Trugkommentar"]
TEXT = "KAJ: The Quetzalwort stands by the Umbrastein.\nLIV: We never told of the Zwielichtung.\n" * 40


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = study(tmp_path / "study.wqda")
    filler = tuple(source(f"filler {number}", f"Filler {number}. " * 200) for number in range(30))
    project.add(ProjectData(sources=(source("Kaj", TEXT, original=TEXT.encode(), variables={"site": "Xylobrand"}),)))
    project.add(ProjectData(sources=filler))
    return project


def lived_in(project: Project) -> None:
    """Leave words of the source in every corner of the project."""
    hits = project.search_pattern("Quetzalwort|Umbrastein")
    project.autocode(hits, "tools")
    coding = project.code("Kaj", 4, 30, "stories", note="Memoriaverba")
    project.code("notes", 0, 4, "stories")
    note = project.note("Memoriaverba again", on="coding", target=coding.guid)
    reply = project.note("Memoriaverba thrice", on="note", target=note.guid)
    project.edit_note(reply.guid, "Memoriaverba, changed")
    project.note("Trugkommentar", on="source", target="Kaj")
    project.add_case("Liv")
    project.link_case("Liv", "Kaj", 0, 60)
    project.edit_coding(coding.guid, end_char=60)
    project.correct("Kaj", TEXT.replace("stands", "stood").replace("Zwielichtung", "twilight"))
    project.uncode(coding.guid)
    project.undo()
    gone = project.code("Kaj", 4, 20, "maintenance")
    project.link(gone.guid, coding.guid, "Xylobrand")
    project.uncode(gone.guid)
    project.merge_codes(["tools"], "stories")
    project.remove_code("maintenance")
    data = ProjectData(
        codings=(Coding(guid="C", source="Kaj", code="enterprise", coder="amina", start_char=4, end_char=40),),
        notes=(Note(target_kind="coding", target="C", text="Trugkommentar", coder="amina"),),
    )
    project.add(data)


def found(path: Path) -> list[str]:
    """Give the words of the source that stand anywhere in the file, as they are or folded as the index has them."""
    raw = path.read_bytes().lower()
    return [word for word in SECRET if word.lower().encode() in raw]


def test_no_word_of_a_withdrawn_source_stays_in_the_file(project: Project) -> None:
    lived_in(project)
    assert found(project.path) == SECRET
    packed = zlib.compress(TEXT.encode(), 1)
    assert packed[20:60] in project.path.read_bytes()
    project.remove_source("Kaj")
    assert found(project.path) == []
    assert packed[20:60] not in project.path.read_bytes()


def test_project_is_whole_after_a_withdrawal(project: Project) -> None:
    lived_in(project)
    n_changes = len(project.changes())
    project.remove_source("Kaj")
    assert project.check().empty
    assert len(project.changes()) == n_changes + 1
    assert project.changes()["what"].tolist()[-1] == "source Kaj removed for good"
    assert project.sources()["source"].tolist()[-3:] == ["notes", "plain", "talk"]
    assert project.codings()["source"].tolist() == ["notes"]
    assert project.search("Umbrastein").empty
    assert len(project.search("Filler")) == 6000


def test_other_work_can_still_be_undone_and_the_withdrawal_cannot(project: Project) -> None:
    project.code("notes", 0, 4, "tools")
    project.code("Kaj", 4, 30, "tools")
    project.code("notes", 5, 9, "tools")
    project.undo()
    project.remove_source("Kaj")
    project.redo()
    assert project.codings()["source"].tolist() == ["notes", "notes"]
    project.undo()
    assert project.undo() == f"tools on notes 0–4 “{NOTES[:4]}”"
    assert "Kaj" not in project.sources()["source"].tolist()
    assert project.check().empty


def test_source_that_another_coder_has_coded_is_not_removed(project: Project) -> None:
    Project.open(project.path, coder="bo").code("Kaj", 0, 3, "tools")
    before = kept(project.path)
    with pytest.raises(StoreError, match="'Kaj' is coded by bo too; they take their codings off first"):
        project.remove_source("Kaj")
    assert kept(project.path) == before


def test_unknown_source_is_not_removed(project: Project) -> None:
    with pytest.raises(StoreError, match="there is no source 'Kai'; did you mean 'Kaj'"):
        project.remove_source("Kai")
