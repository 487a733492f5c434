"""Suggestions for a project: whose codings they learn from, and that they write nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner
from projects import code_words, study

import wenger_qda as qda
from wenger_qda.cli import cli
from wenger_qda.errors import StoreError
from wenger_qda.store import Project

STAMP = "the stamp is 🙂 missing"
PLACE = ["source", "start_char", "end_char", "code"]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study.wqda") as made:
        yield made


def test_suggestions_write_nothing_and_are_accepted_row_by_row(project: Project) -> None:
    before = project.revision()
    found = qda.suggestions(project, "talk", top=2)
    assert list(found.columns) == ["source", "turn", "start_char", "end_char", "code", "score", "why"]
    assert set(found["source"]) == {"talk"}
    assert found.groupby("turn").size().le(2).all()
    assert project.revision() == before
    made = project.accept(found.iloc[0])
    again = qda.suggestions(project, "talk", top=5)
    there = again[(again["start_char"] == made.start_char) & (again["end_char"] == made.end_char)]
    assert made.code not in there["code"].tolist()


def test_what_one_refused_is_not_suggested_again(project: Project) -> None:
    first = qda.suggestions(project, "talk").iloc[[0]]
    project.reject_many(first)
    assert qda.suggestions(project, "talk", top=5).merge(first[PLACE]).empty
    with Project.open(project.path, coder="bo") as bo:
        assert len(qda.suggestions(bo, "talk", top=5).merge(first[PLACE])) == 1


class Listening:
    """A suggester that keeps what it was told."""

    def __init__(self) -> None:
        self.told: dict[str, Any] = {}

    def fit(self, turns: Any, codings: Any, codes: Any, rejections: Any = None) -> Listening:
        self.told = {"turns": turns, "codings": codings, "codes": codes, "rejections": rejections}
        return self

    def update(self, source: str, turn: int, coded: list[str]) -> Listening:
        return self

    def suggest(self, turns: Any, *, top: int = 3) -> pd.DataFrame:
        return turns.assign(code="tools", score=0.5, why="said so")


def test_only_ones_own_codings_are_learnt_from_in_the_order_of_ones_work(project: Project) -> None:
    code_words(project, "talk", STAMP, "tools")
    with Project.open(project.path, coder="bo") as bo:
        code_words(bo, "notes", "snacks", "maintenance")
        code_words(bo, "talk", "Again", "stories")
        bo.reject({"source": "talk", "start_char": 0, "end_char": 4, "code": "tools"})
        listening = Listening()
        found = qda.suggestions(bo, suggester=listening)
        assert set(listening.told["codings"]["coder"]) == {"bo"}
        assert listening.told["turns"]["source"].drop_duplicates().tolist() == ["notes", "talk", "plain"]
        assert len(listening.told["rejections"]) == 1
        assert set(found["code"]) == {"tools"}
    with Project.open(project.path) as reading:
        qda.suggestions(reading, suggester=(every := Listening()))
        assert set(every.told["codings"]["coder"]) == {"amina", "bo"}


def test_a_text_that_is_not_known(project: Project) -> None:
    with pytest.raises(StoreError, match="there is no source 'tlak'; did you mean 'talk'"):
        qda.suggestions(project, ["talk", "tlak"])


def test_a_project_without_texts_or_codes(tmp_path: Path) -> None:
    with Project.create(tmp_path / "empty.wqda", coder="amina") as empty:
        assert qda.suggestions(empty).empty


def test_on_the_command_line(project: Project, tmp_path: Path) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(cli, ["suggest", str(project.path), "--coder", "amina", *words])

    plain = run("--source", "talk", "--top", "1")
    assert plain.exit_code == 0, plain.output
    assert "talk, 1: Is it done?" in plain.output
    table = pd.DataFrame(json.loads(run("--json", "--source", "talk").stdout))
    assert set(table["source"]) == {"talk"}
    assert run("-o", str(tmp_path / "found.csv")).exit_code == 0
    assert len(pd.read_csv(tmp_path / "found.csv")) > len(table)
    wrong = run("--source", "tlak")
    assert (wrong.exit_code, "did you mean 'talk'" in wrong.output) == (2, True)
