"""wenger-qda reliability: what it prints, what programs read, and what it says of bad input."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from projects import code_words, study

from wenger_qda.cli import cli
from wenger_qda.store import Project


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """Two coders who are done with the notes: of "snacks" they differ by one letter, of "desk" altogether."""
    with study(tmp_path / "study.wqda") as amina:
        code_words(amina, "notes", "snacks", "maintenance")
        code_words(amina, "notes", "desk", "tools")
        code_words(amina, "notes", "thanks", "stories")
        amina.done("notes")
        with Project.open(amina.path, coder="bo") as bo:
            code_words(bo, "notes", "snack", "maintenance")
            code_words(bo, "notes", "thanks", "stories")
            bo.done("notes")
        yield amina.path


def said(*words: object) -> Result:
    return CliRunner().invoke(cli, ["reliability", *map(str, words)])


def test_a_table_to_read(path: Path) -> None:
    result = said(path)
    assert result.exit_code == 0
    lines = [line.split() for line in result.output.splitlines()]
    assert lines[0][:3] == ["code", "alpha", "alpha_low"]
    assert [line[0] for line in lines[1:4]] == ["stories", "tools", "maintenance"]
    assert lines[1][1] == "1.000"
    assert "only amina used it" in result.output


def test_json_for_programs(path: Path) -> None:
    rows = json.loads(said(path, "--json", "--drawings", 0).output)
    assert {row["code"]: round(row["f1"], 3) for row in rows} == {
        "stories": 1.0,
        "tools": 0.0,
        "maintenance": round(2 * 5 / 11, 3),
    }


def test_rows_of_several_kinds_and_units(path: Path) -> None:
    rows = json.loads(said(path, "--by", "code", "--by", "pair", "--unit", "token", "--json").output)
    assert {(row["coder_a"], row["coder_b"]) for row in rows} == {("amina", "bo")}
    assert {row["code"]: row["agreement"] for row in rows}["maintenance"] == 1.0


def test_where_they_differ(path: Path) -> None:
    result = said(path, "--disagreements")
    lines = [line.split() for line in result.output.splitlines() if line.strip()]
    assert [(line[1], line[5]) for line in lines[1:]] == [("tools", "presence"), ("maintenance", "boundary")]
    assert "guids" not in result.output


def test_a_paragraph_and_a_file(path: Path) -> None:
    assert said(path, "--methods").output.startswith("Two coders (amina, bo) coded 1 document independently")
    output = path.with_name("agreement.csv")
    assert said(path, "-o", output).output.strip().endswith("agreement.csv: written")
    assert pd.read_csv(output)["code"].tolist() == ["stories", "tools", "maintenance"]


def test_what_another_program_would_say(path: Path) -> None:
    assert "As NVivo's coding comparison query" in said(path, "--like", "nvivo").output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--coder", "bob"], "there is no coder 'bob'; did you mean 'bo'?"),
        (["--threshold", "0.5"], "a character is coded or not"),
        (["--by", "code", "--by", "branch"], "a row is of a code or of a branch"),
        (["--like", "nvivo", "--methods"], "imitates another program"),
    ],
)
def test_bad_input_is_one_sentence(path: Path, words: list[str], sentence: str) -> None:
    result = said(path, *words)
    assert result.exit_code == 2
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_one_coder_is_told_what_is_missing(tmp_path: Path) -> None:
    with study(tmp_path / "alone.wqda") as amina:
        code_words(amina, "notes", "snacks", "maintenance")
    result = said(tmp_path / "alone.wqda")
    assert result.exit_code == 0
    assert "only amina has coded here; agreement needs two coders" in result.output
