"""Suggestions that a person accepts or refuses: what is written, what is remembered, and what follows from what."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from merges import merged
from projects import TALK, faults, study

from wenger_qda.errors import StoreError
from wenger_qda.store import Project

SAMPLES = Path(__file__).parent / "data" / "projects"
STAMP = "the stamp is 🙂 missing"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study.wqda") as made:
        yield made


def row(words: str, code: str, source: str = "talk", text: str = TALK) -> dict[str, Any]:
    start = text.index(words)
    return {
        "source": source,
        "start_char": start,
        "end_char": start + len(words),
        "code": code,
        "score": 0.5,
        "why": "x",
    }


def refused(project: Project) -> list[list[str]]:
    return project.rejections()[["code", "coder", "quote"]].values.tolist()


def test_accepted_it_is_a_coding_of_ones_own_that_says_where_it_came_from(project: Project) -> None:
    project.assign("talk", coder="amina", round=2)
    made = project.accept(row(STAMP, "tools"))
    stored = project.codings()
    assert stored[["code", "coder", "round", "quote", "origin"]].values.tolist() == [
        ["tools", "amina", 2, STAMP, "suggested"]
    ]
    assert made.guid == stored["guid"].item()
    last = project.changes().iloc[-1]
    assert (last["action"], last["coder"]) == ("accept suggestion", "amina")
    with Project.open(project.path) as again:
        assert len(again.codings()) == 1


def test_what_stands_there_already_stays_as_it_is(project: Project) -> None:
    made = project.code("talk", TALK.index(STAMP), TALK.index(STAMP) + len(STAMP), "tools", note="mine")
    assert project.accept(row(STAMP, "tools")).guid == made.guid
    assert project.codings()[["note", "origin"]].values.tolist() == [["mine", "manual"]]


def test_many_accepted_are_one_step_also_of_a_table(project: Project) -> None:
    table = pd.DataFrame([row("Again", "stories"), row(STAMP, "tools"), row(STAMP, "tools")])
    assert [made.code for made in project.accept_many(table)] == ["stories", "tools"]
    assert "and 1 more" in project.undo()
    assert project.codings().empty
    project.redo()
    assert sorted(project.codings()["code"]) == ["stories", "tools"]


def test_a_row_of_a_table_with_numbers_of_any_kind(project: Project) -> None:
    project.accept(pd.DataFrame([row("Again", "stories")]).astype({"start_char": "Int64", "end_char": "int32"}).iloc[0])
    assert project.codings()["quote"].tolist() == ["Again"]


def test_refused_it_is_remembered_by_coder_and_taken_back_like_all_else(project: Project) -> None:
    project.reject_many([row(STAMP, "tools"), row("Again", "stories")])
    project.reject(row("Again", "stories"))
    assert refused(project) == [["tools", "amina", STAMP], ["stories", "amina", "Again"]]
    with Project.open(project.path, coder="bo") as bo:
        bo.reject(row("Again", "stories"))
        assert bo.rejections(coders=["bo"])["quote"].tolist() == ["Again"]
        assert len(bo.rejections()) == 3
        assert bo.rejections(sources=["notes"]).empty
    assert project.undo().startswith("refused: tools on talk")
    assert refused(project) == [["stories", "bo", "Again"]]
    project.redo()
    assert len(refused(project)) == 3
    assert project.changes().iloc[-1]["action"] == "redo"
    assert project.codings().empty


def test_accepted_after_all_it_is_not_refused_any_more_and_undo_brings_that_back(project: Project) -> None:
    project.reject(row("Again", "stories"))
    project.accept(row("Again", "stories"))
    assert refused(project) == []
    project.undo()
    assert refused(project) == [["stories", "amina", "Again"]]
    assert project.codings().empty


def test_a_correction_carries_what_was_refused_along_and_drops_what_lost_its_words(project: Project) -> None:
    project.reject_many([row("Again", "stories"), row(STAMP, "tools")])
    project.correct("talk", TALK.replace("Nearly,", "Nearly now,").replace("IDA: Again.", "IDA: Never."))
    assert refused(project) == [["tools", "amina", STAMP]]
    kept = project.rejections().iloc[0]
    assert project.text("talk")[kept["start_char"] : kept["end_char"]] == STAMP
    assert faults(project) == []
    project.undo()
    assert len(refused(project)) == 2
    assert faults(project) == []


def test_what_was_refused_follows_its_code(project: Project) -> None:
    project.reject_many([row("Again", "stories"), row(STAMP, "tools")])
    project.rename_code("stories", "tales")
    assert [code for code, *_ in refused(project)] == ["tools", "tales"]
    project.merge_codes(["tales"], into="enterprise")
    assert [code for code, *_ in refused(project)] == ["tools", "enterprise"]
    project.remove_code("tools")
    assert refused(project) == [["enterprise", "amina", "Again"]]
    project.undo()
    assert len(refused(project)) == 2


def test_of_a_source_that_goes_for_good_no_word_stays(project: Project) -> None:
    project.reject(row(STAMP, "tools"))
    project.remove_source("talk")
    assert refused(project) == []
    project.close()
    assert STAMP.encode() not in project.path.read_bytes()


def test_copies_bring_together_what_was_refused_in_each(project: Project, tmp_path: Path) -> None:
    project.reject(row("Again", "stories"))
    project.close()
    copies = [project.path, Path(shutil.copy(project.path, tmp_path / "copy.wqda"))]
    with Project.open(copies[0], coder="amina") as one, Project.open(copies[1], coder="bo") as other:
        one.reject(row(STAMP, "tools"))
        other.reject(row(STAMP, "tools"))
    with Project.open(copies[1], coder="amina") as other:
        other.reject(row(STAMP, "tools"))
        other.accept(row("Again", "stories"))
    with Project.open(merged(*copies)) as both:
        assert refused(both) == [["tools", "amina", STAMP], ["tools", "bo", STAMP]]
        assert both.codings()["origin"].tolist() == ["suggested"]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"code": "tool"}, "there is no code 'tool'; did you mean 'tools'"),
        ({"source": "tlak"}, "there is no source 'tlak'; did you mean 'talk'"),
        ({"end_char": 10_000}, "lies outside its text of 94 characters"),
        ({"start_char": 9, "end_char": 9}, "no span of a text"),
        ({"start_char": None, "end_char": None}, "about a passage, not about a whole source"),
    ],
)
@pytest.mark.parametrize("deed", ["accept_many", "reject_many"])
def test_what_is_wrong_is_said_and_nothing_is_written(
    project: Project, deed: str, wrong: dict[str, Any], why: str
) -> None:
    before = project.revision()
    with pytest.raises(StoreError, match=why):
        getattr(project, deed)([row("Again", "stories"), {**row(STAMP, "tools"), **wrong}])
    assert project.revision() == before
    assert project.codings().empty
    assert project.rejections().empty


def test_rows_that_are_none(project: Project) -> None:
    with pytest.raises(StoreError, match="this one lacks end_char, code"):
        project.accept({"source": "talk", "start_char": 0})
    with pytest.raises(StoreError, match="there is no suggestion"):
        project.reject_many([])
    with Project.open(project.path) as reading, pytest.raises(StoreError, match="reading"):
        reading.reject(row("Again", "stories"))


def test_a_sample_of_this_format_is_read(tmp_path: Path) -> None:
    path = Path(shutil.copy(SAMPLES / "v3.wqda", tmp_path))
    with Project.open(path, coder="amina") as project:
        assert refused(project) == [
            ["stories", "amina", "red book"],
            ["tools", "bo", "After the flood we began it anew"],
        ]
        assert project.codings()["origin"].tolist() == ["suggested"] * 3
