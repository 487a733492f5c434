"""Passages: what the page is told of a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from projects import NOTES, code_words, coded_study

import wenger_qda as qda
from wenger_qda.model import ProjectData, Source
from wenger_qda.store import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with coded_study(tmp_path / "study.wqda") as made:
        yield made


@pytest.fixture
def bo(project: Project) -> Iterator[Project]:
    project.add_coder("bo")
    with Project.open(project.path, coder="bo") as opened:
        yield opened


def opened(project: Project, table: pd.DataFrame) -> dict[str, Any]:
    """Give what the page is told when it opens."""
    answer, buffers = qda.Passages(project, table).answer({"v": 1, "id": "1", "t": "open"})
    assert "error" not in answer
    return json.loads(buffers[0])


def told(project: Project, table: pd.DataFrame) -> list[tuple[str, list[str], list[str]]]:
    """Give words, codes and coders of the passages that are shown."""
    return [(row[5], row[9], row[10]) for row in opened(project, table)["rows"]]


# -- any table -------------------------------------------------------------------------------------------------------


def test_a_table_of_codings(project: Project) -> None:
    assert told(project, project.codings()) == [
        ("Pauline", ["stories"], ["amina"]),
        ("snacks", ["maintenance"], ["amina"]),
        ("the stamp is 🙂 missing", ["tools"], ["amina"]),
    ]


def test_the_passages_behind_a_cell(project: Project) -> None:
    behind = qda.passages(project.codings(), row="tools", column="talk")
    assert told(project, behind) == [("the stamp is 🙂 missing", ["tools"], ["amina"])]


def test_what_a_search_found(project: Project) -> None:
    assert told(project, project.search("snack*")) == [
        ("snacks", ["maintenance"], ["amina"]),
        ("Snacks", [], []),
    ]


@pytest.mark.parametrize("has_texts", [True, False])
def test_what_a_query_retrieved(project: Project, has_texts: bool) -> None:
    code_words(project, "talk", "missing.\nIDA", "stories")
    texts = {name: project.text(name) for name in project.sources()["source"]} if has_texts else None
    found = qda.retrieve(project.codings(), "tools and stories", texts=texts)
    assert told(project, found) == [("missing", ["stories", "tools"], ["amina"])]


def test_places_alone(project: Project) -> None:
    table = pd.DataFrame({"source": ["notes", "talk"], "start_char": [0.0, float("nan")], "end_char": [4.0, None]})
    assert told(project, table) == [("Dora", [], []), ("", [], [])]


def test_rows_without_a_guid_are_taken_by_their_place(project: Project) -> None:
    table = pd.concat([project.codings().head(1), project.search("stamp").head(1)])
    assert [words for words, _, _ in told(project, table)] == ["Pauline", "stamp"]


def test_a_project_open_for_reading_only(project: Project) -> None:
    with Project.open(project.path) as reader:
        assert len(told(reader, reader.codings())) == 3


def test_an_empty_table(project: Project) -> None:
    assert opened(project, project.codings().head(0))["total"] == 0


@pytest.mark.parametrize(
    ("table", "error", "sentence"),
    [
        (pd.DataFrame({"source": ["talk"], "code": ["tools"]}), ValueError, "needs the column guid, or source, start_"),
        (pd.DataFrame({"source": ["talk"], "start_char": [0.5], "end_char": [3]}), ValueError, "whole number, not 0.5"),
        (["a guid"], TypeError, "shows the rows of a table of passages, not list"),
    ],
)
def test_what_is_no_table_of_passages_is_refused(project: Project, table: Any, error: type, sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        qda.Passages(project, table)


# -- what has changed since ------------------------------------------------------------------------------------------


def test_a_table_made_before_a_text_was_renamed_and_corrected(project: Project) -> None:
    hits, bare = project.search("pile"), pd.DataFrame({"source": ["notes"], "start_char": [5], "end_char": [12]})
    widget = qda.Passages(project, bare)
    project.rename_source("notes", "monday")
    project.correct("monday", "On Monday.\n" + NOTES)
    assert told(project, hits) == [("pile", [], [])]
    _, buffers = widget.answer({"v": 1, "id": "1", "t": "open"})
    assert [(row[2], row[5]) for row in json.loads(buffers[0])["rows"]] == [(16, NOTES[5:12])]


def test_what_is_gone_is_counted_and_named(project: Project) -> None:
    hits, codings = project.search("snacks"), project.codings()
    project.uncode(codings["guid"].iloc[2])
    project.remove_source("notes")
    assert opened(project, codings)["left_out"] == {"coding": 2}
    shown = opened(project, hits)
    assert (shown["left_out"], shown["lost"], shown["rows"]) == ({"source": 2}, ["notes"], [])


def test_while_one_codes_blind_codings_of_others_stay_hidden(project: Project, bo: Project) -> None:
    project.assign("talk", coder="bo")
    retrieved = qda.retrieve(bo.codings(), "tools")
    for table in (bo.codings(), retrieved):
        shown = opened(bo, table)
        assert shown["left_out"] == {"blind": 1}
        assert "missing" not in json.dumps(shown["rows"])
    assert told(bo, bo.search("stamp")) == [("stamp", [], []), ("stamp", [], [])]


def test_a_look_tells_only_what_is_new(project: Project) -> None:
    widget = qda.Passages(project, project.codings())
    first, _ = widget.answer({"v": 1, "id": "1", "t": "open"})
    look = {"v": 1, "id": "2", "t": "look", "rev": first["rev"], "stamp": first["stamp"]}
    assert widget.answer(look)[1] == ()
    project.code("talk", 0, 3, "enterprise")
    other, buffers = widget.answer(look)
    assert (buffers, other["rev"]) == ((), project.revision())
    project.rename_source("talk", "interview")
    newer, buffers = widget.answer(look)
    assert newer["stamp"] != first["stamp"]
    assert "interview" in json.loads(buffers[0])["sources"].values()


def test_long_passages_are_sent_short_and_given_whole_when_asked_for(project: Project) -> None:
    project.add(ProjectData(sources=(Source(name="long", text="word " * 10_000),)))
    guid = project.code("long", 0, 49_999, "tools").guid
    table = project.codings()
    (row,) = [row for row in opened(project, table)["rows"] if len(row[5]) > 1000]
    assert len(row[5]) + row[14] == 49_999
    number = table["guid"].tolist().index(guid)
    answer, _ = qda.Passages(project, table).answer({"v": 1, "id": "1", "t": "words", "numbers": [number]})
    assert answer["words"] == [[number, "word " * 9_999 + "word"]]


def test_no_word_of_the_project_is_in_the_saved_state(project: Project) -> None:
    widget = qda.Passages(project, project.codings())
    widget.answer({"v": 1, "id": "1", "t": "open"})
    state = json.dumps({name: repr(held) for name, held in widget.get_state().items() if name not in ("_esm", "_css")})
    for word in ("Pauline", "thanks", "stories", "amina", "heard", "study"):
        assert word not in state
    assert repr(widget) == "Passages()"
    assert "Pauline" not in json.dumps(widget._repr_mimebundle_(), default=str)


@pytest.mark.parametrize("request_", [{"t": "text", "source": "gone"}, {"t": "words"}, {"t": "code", "cid": "1"}])
def test_every_message_is_answered(project: Project, request_: dict[str, Any]) -> None:
    answer, _ = qda.Passages(project, project.codings()).answer({"v": 1, "id": "7"} | request_)
    assert answer["id"] == "7"
    assert answer["error"]
