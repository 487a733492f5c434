"""Several writers at once lose nothing, and a kill at any moment loses nothing that was acknowledged."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from projects import TALK, faults, kept, source, study

from wenger_qda.errors import StoreError
from wenger_qda.model import ProjectData
from wenger_qda.store import Project

ROOT = Path(__file__).parents[1]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "study.wqda")


def child(body: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a process that runs lines with `arguments`, the project's class and the deeds at hand."""
    head = (
        f"import random, sys, signal\nsys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests')!r}]\n"
        "from wenger_qda.store import Project\nfrom wenger_qda.errors import QdaError\nimport deeds, projects\n"
        "path, *arguments = sys.argv[1:]\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", head + body, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


CODE_A_HUNDRED = """
project = Project.open(path, coder=arguments[0])
for start in range(100):
    project.code("long", start, start + 5, "tools")
"""


def test_two_processes_lose_nothing(project: Project) -> None:
    project.add(ProjectData(sources=(source("long", TALK * 5),)))
    writers = [child(CODE_A_HUNDRED, project.path, coder) for coder in ("bo", "carl")]
    for writer in writers:
        _, said = writer.communicate(timeout=120)
        assert writer.returncode == 0, said
    assert project.codings()["coder"].value_counts().to_dict() == {"bo": 100, "carl": 100}
    assert project.check().empty


def test_eight_threads_lose_nothing(project: Project) -> None:
    project.add(ProjectData(sources=(source("long", TALK * 5),)))

    def work(number: int) -> int:
        for start in range(10):
            project.code("long", start, start + number + 1, "tools")
            project.codings()
        return number

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(work, range(8))) == list(range(8))
    assert len(project.codings()) == 80
    assert project.check().empty


def test_thread_of_a_widget_writes_and_reads(project: Project) -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(project.code, "talk", 0, 3, "tools").result()
        assert len(pool.submit(project.codings).result()) == 1
    project.undo()
    assert project.codings().empty


def test_each_notebook_sees_the_others_work_at_once(project: Project) -> None:
    other = Project.open(project.path, coder="bo")
    project.code("talk", 0, 3, "tools")
    assert len(other.codings()) == 1
    other.code("talk", 0, 3, "tools")
    assert len(project.codings()) == 2


def test_two_who_make_the_same_project_make_one(tmp_path: Path) -> None:
    def make(coder: str) -> str:
        try:
            Project.create(tmp_path / "study.wqda", coder=coder).close()
        except StoreError as error:
            return str(error)
        return "made"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(make, ["amina", "bo"]))
    assert said[1] == "made"
    assert "there is a file of that name" in said[0]
    assert [path.name for path in tmp_path.iterdir()] == ["study.wqda"]


def test_writer_waits_for_a_reader_to_end(project: Project) -> None:
    with project._reading() as held, ThreadPoolExecutor(1) as pool:
        held.exec_driver_sql("SELECT count(*) FROM codings").scalar()
        coding = pool.submit(project.code, "talk", 0, 3, "tools")
        time.sleep(0.2)
        assert not coding.done()
        held.rollback()
        assert coding.result().quote == "IDA"


# -- killed ----------------------------------------------------------------------------------------------------------

WORK = """
lot = random.Random(int(arguments[0]))
with Project.open(path, coder="amina") as project:
    print("ready", flush=True)
    while True:
        if lot.random() < 0.5:
            name, start, end = deeds.span(project, lot)
            coding = project.code(name, start, end, "kept")
            print(coding.guid, flush=True)
            continue
        try:
            deed = lot.choice((deeds.note, deeds.add_code, deeds.edit_code, deeds.correct, deeds.autocode, deeds.case))
            deed(project, lot)
            if lot.random() < 0.2:
                project.undo()
                project.redo()
        except (QdaError, ValueError):
            pass
"""
IMPORT = """
data = projects.ProjectData(sources=tuple(projects.source(f"s{n}", f"Words of {n}. " * 800) for n in range(150)))
project = Project.open(path, coder="amina")
print("ready", flush=True)
project.add(data)
print("done", flush=True)
signal.pause()
"""
CREATE = """
print("ready", flush=True)
for number in range(10**6):
    Project.create(f"{path}/{number}.wqda", coder="amina").close()
    print(number, flush=True)
"""


def there(project: Project) -> set[str]:
    """Give the codings of a project, and those that its coder had just undone when the kill came before the redo.

    A step that is undone may be an older one: coding a passage again that carries the code writes nothing down.
    """
    changes = project.changes()
    last = changes.iloc[-1]
    undone = changes[(changes["action"] == "undo") & (changes["when"] == last["when"]) & (last["action"] == "undo")]
    return {*project.codings()["guid"], *(json.loads(image).get("guid", "") for image in undone["before"] if image)}


def killed(process: subprocess.Popen[str], after: float) -> list[str]:
    """Kill a process some time after it says it is ready; give the lines it had said by then."""
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(after)
    assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate(timeout=30)
    return [line for line in said.split("\n")[:-1] if line]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_kill_at_any_moment_loses_nothing_acknowledged(project: Project) -> None:
    project.add_code("kept")
    lot = random.Random(20)
    acknowledged: set[str] = set()
    for number in range(90):  # 18, and on a busy machine, where little is done before the kill, as many as it takes
        if number >= 18 and len(acknowledged) > 50:
            break
        acknowledged |= set(killed(child(WORK, project.path, number), lot.uniform(0, 0.35)))
        was_writing = project.path.with_name("study.wqda-journal").exists()
        copy = shutil.copy(project.path, project.path.with_name("copy.wqda"))
        with Project.open(project.path, coder="amina") as again:
            assert faults(again) == []
            assert acknowledged <= there(again)
        if was_writing:  # the file is whole once it was opened again; before, the journal beside it belongs to it
            copy = shutil.copy(project.path, copy)
        with Project.open(copy, coder="amina") as again:
            assert acknowledged <= there(again)
            acknowledged &= set(again.codings()["guid"])
    assert len(acknowledged) > 50


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("after", [0.02, 0.15, 0.3, 0.6])
def test_kill_during_an_import_leaves_all_of_it_or_nothing(after: float, project: Project) -> None:
    before = kept(project.path)
    said = killed(child(IMPORT, project.path), after)
    with Project.open(project.path, coder="amina") as again:
        assert again.check().empty
        n_sources = len(again.sources())
    assert n_sources == 153 or kept(project.path) == before
    assert n_sources == 153 or said == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("after", [0.0, 0.05, 0.11, 0.17])
def test_kill_while_projects_are_made_leaves_whole_ones_only(after: float, tmp_path: Path) -> None:
    said = killed(child(CREATE, tmp_path), after)
    made = sorted(path.stem for path in tmp_path.glob("[0-9]*.wqda"))
    assert set(said) <= set(made)
    for name in made:
        with Project.open(tmp_path / f"{name}.wqda", coder="amina") as again:
            assert again.check().empty
            assert again.coders()["coder"].tolist() == ["amina"]
