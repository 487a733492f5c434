"""Undo and redo: back to exactly what was, without end, across a restart, and never over another coder's work."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from deeds import DEEDS, Deed
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from projects import NOTES, TALK, faults, kept, source, steps, study

from wenger_qda.errors import QdaError, StoreError
from wenger_qda.model import Coding, ProjectData
from wenger_qda.store import Project

FAST = Path("/dev/shm") if Path("/dev/shm").is_dir() else None  # a file system in memory: many steps, each to "disk"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "study.wqda")


@pytest.fixture
def bo(project: Project) -> Project:
    return Project.open(project.path, coder="bo")


# -- one coder -------------------------------------------------------------------------------------------------------


def test_undo_says_what_it_took_back(project: Project) -> None:
    project.code("talk", 5, 16, "tools")
    assert project.undo() == "tools on talk 5–16 “Is it done?”"
    assert project.redo() == "tools on talk 5–16 “Is it done?”"


def test_undo_survives_a_restart(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    project.close()
    again = Project.open(project.path, coder="amina")
    again.undo()
    again.close()
    third = Project.open(project.path, coder="amina")
    third.redo()
    assert len(third.codings()) == 1


def test_there_is_an_end_to_undo_and_to_redo(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    with pytest.raises(StoreError, match="there is nothing of amina to undo"):
        project.undo()
    with pytest.raises(StoreError, match="there is nothing of amina to do again"):
        project.redo()


def test_what_was_undone_cannot_be_done_again_after_something_else(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    project.undo()
    project.code("talk", 5, 9, "tools")
    with pytest.raises(StoreError, match="there is nothing of amina to do again"):
        project.redo()


def test_a_refused_step_leaves_redo_open(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    project.undo()
    with pytest.raises(StoreError):
        project.code("talk", 0, 9999, "tools")
    project.redo()
    assert len(project.codings()) == 1


def test_an_import_is_not_undone_but_what_came_before_it_is(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    project.add(ProjectData(sources=(source("more", "More words."),)))
    project.undo()
    assert project.codings().empty
    assert len(project.sources()) == 4


def test_source_called_text_can_be_renamed_back(project: Project, bo: Project) -> None:
    project.rename_source("talk", "text")
    bo.code("text", 0, 3, "tools")
    project.undo()
    assert bo.codings()["source"].tolist() == ["talk"]


def of_persons(project: Project) -> dict[str, list[tuple[Any, ...]]]:
    """Give what is kept, but for the coder "consensus": once known, it stays known, since others may rest on it."""
    held = kept(project.path)
    return held | {"coders": [row for row in held["coders"] if row[-1] != "consensus"]}


class OneCoder(RuleBasedStateMachine):
    """After n undos the tables are what they were n steps back; redo brings them forward again."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=FAST))
        self.project = study(self.folder / "study.wqda")
        self.past: list[dict[str, Any]] = []
        self.future: list[dict[str, Any]] = []
        self.now = of_persons(self.project)
        self.n_changes = len(self.project.changes())

    @rule(deed=st.sampled_from(DEEDS), lot=st.randoms(use_true_random=False))
    def do(self, deed: Deed, lot: random.Random) -> None:
        before, n_steps = self.now, steps(self.project.path)
        try:
            deed(self.project, lot)
        except (QdaError, ValueError):
            assert steps(self.project.path) == n_steps
        self.now = of_persons(self.project)
        if steps(self.project.path) == n_steps:
            assert self.now == before
        else:
            self.past.append(before)
            self.future.clear()

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(min(times, len(self.past))):
            self.project.undo()
            self.future.append(self.now)
            self.now = self.past.pop()
            assert of_persons(self.project) == self.now

    @rule(times=st.integers(1, 4))
    def redo(self, times: int) -> None:
        for _ in range(min(times, len(self.future))):
            self.project.redo()
            self.past.append(self.now)
            self.now = self.future.pop()
            assert of_persons(self.project) == self.now
        if not self.future:
            with pytest.raises(StoreError, match="there is nothing of amina to do again"):
                self.project.redo()

    @rule()
    def open_again(self) -> None:
        self.project.close()
        self.project = Project.open(self.project.path, coder="amina")

    @invariant()
    def project_is_whole(self) -> None:
        assert faults(self.project) == []
        n_changes = len(self.project.changes())
        assert n_changes >= self.n_changes
        self.n_changes = n_changes

    def teardown(self) -> None:
        while self.past:
            self.undo(1)
        self.project.close()
        shutil.rmtree(self.folder)


class TwoCoders(RuleBasedStateMachine):
    """Whatever two do at once, a refusal changes nothing, and the project stays whole."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=FAST))
        amina = study(self.folder / "study.wqda")
        self.coders = (amina, Project.open(amina.path, coder="bo"))

    @rule(who=st.integers(0, 1), deed=st.sampled_from(DEEDS), lot=st.randoms(use_true_random=False))
    def do(self, who: int, deed: Deed, lot: random.Random) -> None:
        self.try_to(lambda: deed(self.coders[who], lot))

    @rule(who=st.integers(0, 1), back=st.booleans())
    def turn(self, who: int, back: bool) -> None:
        self.try_to(self.coders[who].undo if back else self.coders[who].redo)

    def try_to(self, deed: Any) -> None:
        before, n_steps = kept(self.coders[0].path), steps(self.coders[0].path)
        try:
            deed()
        except (QdaError, ValueError):
            assert kept(self.coders[0].path) == before
            assert steps(self.coders[0].path) == n_steps

    @invariant()
    def project_is_whole(self) -> None:
        assert faults(self.coders[0]) == []
        assert len(self.coders[1].codes()) == len(self.coders[1].codebook())

    def teardown(self) -> None:
        for coder in self.coders:
            coder.close()
        shutil.rmtree(self.folder)


TestOneCoder = OneCoder.TestCase
TestTwoCoders = TwoCoders.TestCase
TestOneCoder.settings = TestTwoCoders.settings = settings(
    max_examples=14, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)


# -- two coders ------------------------------------------------------------------------------------------------------


def test_each_coder_undoes_their_own(project: Project, bo: Project) -> None:
    project.code("talk", 0, 3, "tools")
    bo.code("talk", 0, 3, "stories")
    project.undo()
    assert project.codings()["coder"].tolist() == ["bo"]


REFUSALS = {
    "coded with the code": (
        lambda a, b: a.add_code("new"),
        lambda a, b: b.code("talk", 0, 3, "new"),
        "1 coding by bo rests on it",
    ),
    "put a code below": (
        lambda a, b: a.add_code("new"),
        lambda a, b: b.add_code("below", parent="new"),
        "1 code by bo rests on it",
    ),
    "written a note on the coding": (
        lambda a, b: a.code("talk", 0, 3, "tools"),
        lambda a, b: b.note("?", on="coding", target=a.codings()["guid"][0]),
        "1 note by bo rests on it",
    ),
    "linked the coding": (
        lambda a, b: a.code("talk", 0, 3, "tools"),
        lambda a, b: b.link(a.codings()["guid"][0], a.codings()["guid"][0]),
        "1 link by bo rests on it",
    ),
    "used the variable": (
        lambda a, b: a.set_variables(source="talk", n=1),
        lambda a, b: b.set_variables(source="notes", n=2),
        "1 variable value by bo rests on it",
    ),
    "changed the definition": (
        lambda a, b: a.code("talk", 0, 3, "tools"),
        lambda a, b: b.edit_code("tools", definition="Else."),
        "bo has changed that since (edit code: the definition of tools has changed",
    ),
    "corrected the text": (
        lambda a, b: (a.code("talk", 5, 9, "tools"), a.uncode(a.codings()["guid"][0])),
        lambda a, b: b.correct("talk", "Hm. " + TALK),
        "bo has changed that since (correct: text of talk corrected",
    ),
    "coded on the corrected text": (
        lambda a, b: a.correct("talk", "Hm. " + TALK),
        lambda a, b: b.code("talk", 0, 3, "tools"),
        "1 codings by bo were made on the text as it is now",
    ),
    "linked a case to the corrected text": (
        lambda a, b: a.correct("talk", "Hm. " + TALK),
        lambda a, b: (b.add_case("Ida"), b.link_case("Ida", "talk", 0, 3)),
        "1 case links by bo were made on the text as it is now",
    ),
    "taken the id": (
        lambda a, b: a.rename_code("tools", "gear"),
        lambda a, b: b.add_code("tools"),
        "bo has changed that since (add code: code tools added",
    ),
    "removed the parent": (
        lambda a, b: a.move_code("tools", "stories") or a.move_code("tools", "enterprise"),
        lambda a, b: b.remove_code("stories"),
        "bo has changed that since (remove code: code stories removed",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_undo_is_refused_where_another_coder_has(case: str, project: Project, bo: Project) -> None:
    first, second, sentence = REFUSALS[case]
    first(project, bo)
    second(project, bo)
    before, n_changes = kept(project.path), len(project.changes())
    with pytest.raises(StoreError) as refused:
        project.undo()
    assert sentence in str(refused.value)
    assert "nothing was changed" in str(refused.value)
    assert kept(project.path) == before
    assert len(project.changes()) == n_changes


def test_redo_is_refused_where_it_would_put_a_code_below_itself(project: Project, bo: Project) -> None:
    project.move_code("tools", "enterprise")
    project.undo()
    bo.move_code("enterprise", "tools")
    before = kept(project.path)
    with pytest.raises(StoreError, match="a code would come to lie below itself"):
        project.redo()
    assert kept(project.path) == before


def test_redo_is_refused_where_the_words_have_moved(project: Project, bo: Project) -> None:
    project.code("talk", 5, 9, "tools")
    project.undo()
    bo.correct("talk", "Hm. " + TALK)
    with pytest.raises(StoreError, match=r"bo has changed that since .*; code the passage anew"):
        project.redo()
    assert project.check().empty


def test_coding_of_the_whole_source_does_not_stand_in_the_way_of_undo(project: Project, bo: Project) -> None:
    project.correct("talk", "Hm. " + TALK)
    bo.code("talk", None, None, "tools")
    project.undo()
    assert project.check().empty
    assert len(project.codings()) == 1


def test_redo_is_refused_where_what_a_note_was_on_is_gone(project: Project, bo: Project) -> None:
    bo.add_code("new")
    project.note("?", on="code", target="new")
    project.undo()
    bo.undo()
    with pytest.raises(StoreError, match="bo has taken away what it belongs to"):
        project.redo()
    assert project.check().empty


def test_undo_goes_on_where_the_words_still_stand(project: Project, bo: Project) -> None:
    project.code("talk", 5, 9, "tools")
    project.uncode(project.codings()["guid"][0])
    bo.correct("talk", TALK + "\nBEA: Yes.")
    project.undo()
    assert project.codings()["quote"].tolist() == [TALK[5:9]]
    assert project.check().empty


def test_undo_is_refused_where_an_import_put_the_same_coding(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    project.uncode(project.codings()["guid"][0])
    project.add(ProjectData(codings=(Coding(source="talk", code="tools", coder="amina", start_char=0, end_char=3),)))
    with pytest.raises(StoreError, match=r"amina has changed that since .*, and it stands where this would come"):
        project.undo()


def test_columns_that_a_step_did_not_touch_are_nobodys_business(project: Project, bo: Project) -> None:
    project.edit_code("tools", color="#111111")
    bo.edit_code("tools", name="Gear")
    project.undo()
    entry = project.codebook()["tools"]
    assert (entry.color, entry.name) == ("", "Gear")


def test_undo_is_written_down_too(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    before = project.changes()
    project.undo()
    after = project.changes()
    assert after.iloc[: len(before)].equals(before)
    assert after["action"].tolist()[-1] == "undo"


def test_undo_after_a_source_was_removed_brings_back_what_is_left(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    project.code("notes", 0, 4, "tools")
    project.merge_codes(["tools"], "stories")
    project.remove_source("talk")
    project.undo()
    assert project.codings()[["source", "code"]].values.tolist() == [["notes", "tools"]]
    project.undo()
    assert project.codings().empty
    assert project.undo() == "codebook Small"
    assert project.check().empty


def test_long_steps_come_back_whole(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    project.add(ProjectData(sources=(source("long", NOTES * 400),)))
    project.add_code("x")
    n_codings = project.autocode(project.search_pattern("[aeiou]"), "x")
    before = kept(project.path)
    project.rename_code("x", "y")
    project.remove_code("y")
    project.undo()
    project.undo()
    assert kept(project.path) == before
    assert len(project.codings()) == n_codings > 5000
