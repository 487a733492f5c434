"""What a project keeps beside what is coded: which hints were in view, how they are wanted, a model's vectors."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from merges import copies, merged
from projects import TALK, code_words, study

from wenger_qda.errors import StoreError
from wenger_qda.store import Project

SAMPLES = Path(__file__).parent / "data" / "projects"
START = TALK.index("the stamp")
STAMP = {"source": "talk", "start_char": START, "end_char": START + 9}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study.wqda") as made:
        yield made


def seen(project: Project) -> list[tuple[str, str]]:
    """Give what was in view, by the code that was given."""
    given = dict(project.codings()[["guid", "code"]].values)
    return [(given[row.guid], row.code) for row in project.in_view().itertuples()]


def test_codings_remember_what_was_suggested_beside_them(project: Project) -> None:
    project.code_with("talk", START, START + 9, ["tools"], in_view=["stories", "tools", "stories"])
    project.code("talk", 0, 5, "stories")
    assert seen(project) == [("tools", "stories"), ("tools", "tools")]
    assert project.in_view()["place"].tolist() == [1, 2]
    assert project.codings().columns.tolist()[-2:] == ["origin", "created"]  # the table of codings is as it was


def test_what_is_accepted_was_in_view(project: Project) -> None:
    project.accept(STAMP | {"code": "tools"})
    project.accept(STAMP | {"code": "stories"}, in_view=["tools", "stories", "enterprise"])
    assert seen(project) == [
        ("tools", "tools"),
        ("stories", "tools"),
        ("stories", "stories"),
        ("stories", "enterprise"),
    ]


def test_nothing_is_refused_for_what_stood_beside_it(project: Project) -> None:
    project.code_with("talk", START, START + 9, ["tools"], in_view=["a code that is gone"])
    assert project.in_view().empty
    assert len(project.codings()) == 1


def test_it_goes_with_the_coding_and_comes_back_with_it(project: Project) -> None:
    (made,) = project.code_with("talk", START, START + 9, ["tools"], in_view=["stories"])
    project.uncode(made.guid)
    assert project.in_view().empty
    project.undo()
    assert seen(project) == [("tools", "stories")]
    assert project.check().empty


def test_a_code_renamed_is_the_same_and_one_removed_is_none(project: Project) -> None:
    project.code_with("talk", START, START + 9, ["tools"], in_view=["stories", "enterprise"])
    project.rename_code("stories", "tales")
    project.remove_code("enterprise")
    assert seen(project) == [("tools", "tales")]


def test_a_source_removed_for_good_takes_it_along_and_all_vectors(project: Project) -> None:
    project.code_with("talk", START, START + 9, ["tools"], in_view=["stories"])
    project.code_with("notes", 0, 5, ["tools"], in_view=["stories"])
    project.vectors.put("mini", {"ab12": b"\0"})
    project.remove_source("talk")
    assert seen(project) == [("tools", "stories")]
    with project._reading() as held:
        assert held.exec_driver_sql("SELECT count(*) FROM in_view").scalar() == 1
        assert held.exec_driver_sql("SELECT count(*) FROM vectors").scalar() == 0


def test_a_merge_keeps_what_each_copy_knows(project: Project) -> None:
    project.add_coder("bo")
    one, other = copies(project.path, "one", "other")
    with Project.open(one, coder="amina") as mine, Project.open(other, coder="bo") as his:
        mine.code_with("talk", START, START + 9, ["tools"], in_view=["stories"])
        his.code_with("talk", START, START + 9, ["stories"], in_view=["tools", "stories"])
        his.suggest_with(likely=0.7)
    with Project.open(merged(one, other), coder="bo") as both:
        assert sorted(seen(both)) == [("stories", "stories"), ("stories", "tools"), ("tools", "stories")]
        assert both.suggesting().likely == 0.7
    with Project.open(merged(other, one, into="again")) as both:
        assert len(both.in_view()) == 3


def test_how_suggestions_are_wanted_belongs_to_a_coder_and_not_to_the_history(project: Project) -> None:
    code_words(project, "talk", "the stamp", "tools")
    assert project.suggesting() == (True, 0.4, 0.0)
    project.suggest_with(on=False, right=0.25)
    project.suggest_with(likely=1)
    project.undo()  # the coding
    assert project.codings().empty
    with Project.open(project.path, coder="amina") as again:
        assert again.suggesting() == (False, 1.0, 0.25)
    with Project.open(project.path, coder="bo") as other:
        assert other.suggesting().on
    with Project.open(project.path) as reading:
        assert reading.suggesting().on
        with pytest.raises(StoreError, match="open for reading only"):
            reading.suggest_with(on=False)


@pytest.mark.parametrize("wrong", [-0.1, 1.5, "half", True, float("nan")])
def test_what_is_no_share_is_refused(project: Project, wrong: object) -> None:
    with pytest.raises(StoreError, match="likely is a share between 0 and 1"):
        project.suggest_with(likely=wrong)
    assert project.suggesting().likely == 0.4


def test_what_cannot_be_chosen_is_said(project: Project) -> None:
    with pytest.raises(TypeError, match="no loud to choose; they have on, likely, right"):
        project.suggest_with(loud=True)


def test_vectors_are_kept_by_model_and_words(project: Project) -> None:
    many = {f"{number:04x}": bytes([number % 256]) for number in range(1200)}
    before = project.revision()
    project.vectors.put("mini", many)
    project.vectors.put("mini", {"0001": b"another"})  # the first stays: the same words give the same vector
    assert project.vectors.get("mini", [*many, "ffff"]) == many
    assert project.vectors.get("maxi", ["0001"]) == {}
    assert project.revision() == before
    with Project.open(project.path) as reading:
        reading.vectors.put("mini", {"ffff": b"\0"})
        assert reading.vectors.get("mini", ["ffff", "0002"]) == {"0002": b"\2"}


def test_a_sample_of_this_format_is_read(tmp_path: Path) -> None:
    path = Path(shutil.copy(SAMPLES / "v4.wqda", tmp_path))
    with Project.open(path, coder="amina") as project:
        assert seen(project) == [("tools", "stories"), ("tools", "tools"), ("stories", "stories")]
        assert project.suggesting() == (True, 0.6, 0.25)
        assert project.vectors.get("mini", ["ab12"]) == {"ab12": b"\0\1"}
        assert project.check().empty
