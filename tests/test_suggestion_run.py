"""Suggestions for all texts in a process of their own: they come in, can be stopped, go on, and answer questions."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

import wenger_qda as qda
from wenger_qda.codebook import Codebook
from wenger_qda.errors import StoreError
from wenger_qda.model import Code, ProjectData, Source
from wenger_qda.reports import corpus_run
from wenger_qda.reports.corpus_run import SuggestionRun
from wenger_qda.store import Project
from wenger_qda.text import find_turns

CODES = (
    Code(id="care", definition="Sharing biscuits, cake and sugar."),
    Code(id="rules", definition="The quota, its limit, and what is counted."),
)
LINES = ("She brought biscuits again for all.", "The quota went up to thirty, and it is counted.", "Nobody asked us.")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "study.wqda", coder="amina") as made:
        made.use(Codebook(id="small", name="Small", codes=CODES))
        texts = [(f"day-{number}", "\n\n".join([*LINES, f"And on day {number} it rained."])) for number in range(6)]
        sources = [Source(name=name, text=text, turns=find_turns(text)) for name, text in texts]
        made.add(ProjectData(sources=tuple(sources)))
        yield made


@pytest.fixture
def run(project: Project) -> Iterator[SuggestionRun]:
    made = SuggestionRun(project)
    yield made
    made.close()


def wait(for_it: Callable[[], object], seconds: float = 60) -> object:
    end = time.monotonic() + seconds
    while (found := for_it()) is None:
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.05)
    return found


def test_it_says_what_suggestions_says_and_answers_and_leaves_the_project_alone(
    project: Project, run: SuggestionRun
) -> None:
    before = project.path.read_bytes()
    assert run.start().wait(120).state == "done"
    wanted = qda.suggestions(project)
    pd.testing.assert_frame_equal(run.table(), wanted)  # nothing is coded: every passage counts as one to be coded
    assert run.record["n_first"].tolist() == [0, 0]
    assert run.worth_reading is not None
    assert run.worth_reading["source"].nunique() == 6
    found = wait(lambda: run.like("day-0", 1, n=5))
    assert set(found["source"]) == {f"day-{number}" for number in range(1, 6)}
    assert set(found["turn"]) == {1}
    assert wait(lambda: run.like("day-0", 99)).empty  # no such passage
    assert project.path.read_bytes() == before
    assert repr(run) == "SuggestionRun(done: 6 of 6 texts)"


def test_what_it_is_sure_of_depends_on_what_was_passed_over(project: Project, run: SuggestionRun) -> None:
    for number in range(5):
        text = project.text(f"day-{number}")
        start = text.index(LINES[1])
        project.code(f"day-{number}", start, start + len(LINES[1]), "rules")
    found = run.start().wait(120).table()
    here = found[found["source"] == "day-5"].groupby("start_char")["score"].max()
    assert here.idxmax() == project.text("day-5").index(LINES[1])


def test_stopped_or_dead_it_goes_on_where_it_was(run: SuggestionRun) -> None:
    run.start()
    os.kill(run._process.pid, signal.SIGKILL)
    assert run.wait(60).state == "failed"
    assert run.why == "The process that makes suggestions ended before it was done; start it again."
    run.start()
    wait(lambda: run.n_done or None)
    run.stop()
    assert run.state == "stopped" or run.n_done == 6  # it may have been done just then
    first = run.table()
    run.start().wait(120)
    assert (run.state, run.n_done) == ("done", 6)
    assert run.table().head(len(first)).equals(first)


def test_anew_it_learns_from_what_was_coded_meanwhile(project: Project, run: SuggestionRun) -> None:
    run.start().wait(120)
    for source in project.sources()["source"]:
        project.code(source, 0, len(LINES[0]), "rules")
    assert run.anew().wait(120).record["n_first"].sum() == 6
    assert not ((run.table()["start_char"] == 0) & (run.table()["code"] == "rules")).any()


def test_trouble_with_the_project_is_said_in_its_sentence(project: Project, run: SuggestionRun) -> None:
    project.path.rename(project.path.with_name("elsewhere.wqda"))
    run.start().wait(120)
    assert run.state == "failed"
    assert "study.wqda" in run.why
    assert not run.why.startswith("the program failed")


def test_only_some_texts_and_only_likely_ones(project: Project) -> None:
    run = SuggestionRun(project, ["day-1", "day-3"], top=1, least=0.3)
    found = run.start().wait(120).table()
    run.close()
    assert set(found["source"]) <= {"day-1", "day-3"}
    assert (found["score"] >= 0.3).all()
    with pytest.raises(StoreError, match="there is no source 'day-9'"):
        SuggestionRun(project, "day-9")


def test_a_project_without_texts_is_done_at_once(tmp_path: Path) -> None:
    with Project.create(tmp_path / "bare.wqda", coder="amina") as bare:
        run = SuggestionRun(bare).start().wait(120)
        assert (run.state, len(run.table()), len(run.worth_reading)) == ("done", 0, 0)
        run.close()


def test_it_does_not_outlive_its_notebook(project: Project, run: SuggestionRun) -> None:
    run.start().wait(120)
    process = run._process
    assert process is not None
    process.stdin.close()  # what is left of a notebook that is gone
    assert process.wait(30) == 0


def test_a_model_folder_that_is_broken_is_said_in_its_sentence(project: Project, tmp_path: Path) -> None:
    run = SuggestionRun(project, embedder=tmp_path / "nowhere").start().wait(120)
    assert (run.state, run.n_done) == ("failed", 0)
    assert "nowhere: there is no such folder; name one that holds model.onnx" in run.why
    run.close()


def test_a_process_that_nobody_asks_goes_away_and_comes_back(
    run: SuggestionRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus_run, "_IDLE", 0.3)
    run.start().wait(120)
    process = run._process
    assert process is not None
    process.wait(30)
    assert run.state == "done"
    monkeypatch.setattr(corpus_run, "_IDLE", 60.0)
    assert not wait(lambda: run.like("day-0", 1, n=5)).empty
