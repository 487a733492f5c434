"""Notebooks run from top to bottom, and what is kept of them is small and holds nobody's machine or words."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from projects import study

import wenger_qda as qda
from wenger_qda.classroom import tasks

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # of the notebook's own machinery
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path, tmp_path: Path) -> None:
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    (tmp_path / "notebooks").mkdir()
    copy = Path(shutil.copy(path, tmp_path / "notebooks"))
    notebook = nbformat.read(copy, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(copy.parent)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert outputs
    assert [output for output in outputs if output["output_type"] == "error"] == []
    assert [
        output["text"] for output in outputs if output.get("name") == "stderr" and "it/s" not in output["text"]
    ] == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # of the notebook's own machinery
def test_the_workbook_runs_in_a_students_folder_before_and_after_the_first_tasks(tmp_path: Path) -> None:
    folder = qda.new_study(tmp_path / "mia", coder="mia").parent
    path = next((folder / "notebooks").glob("*.ipynb"))
    assert ticks_of(path) == "○" * len(ticks_of(path))
    with qda.open_study(folder) as project:
        for row in project.codings(coders="consensus", sources=tasks.LUNCH)[1:].itertuples():
            project.code(tasks.LUNCH, row.start_char, row.end_char, row.code, note="so I read it")
        project.done(tasks.LUNCH)
        (missed,) = project.codings(coders="consensus", sources=tasks.LUNCH)["guid"][:1]
        project.answer("", missed, "mine", "It is only soup.")
    assert ticks_of(path)[3:9] == "✓✓✓✓✓✓"


def ticks_of(path: Path) -> str:
    """Run a notebook; give the ticks of its checks in their order."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    shown = [output.get("data", {}).get("text/plain", "") for output in outputs]
    return "".join(re.findall("^[✓○](?= )", "\n".join(shown), re.MULTILINE))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_committed_notebook_is_clean(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert path.stat().st_size < 300_000
    assert "widgets" not in notebook.metadata
    assert str(ROOT) not in path.read_text("utf-8")
    assert [cell for cell in notebook.cells if cell.get("execution_count")] == []


ASKED = """from wenger_qda.widgets.base import VERSION
for widget in (coder, editor, reader):
    answer, buffers = widget.answer({"v": VERSION, "id": 1, "t": "open"})
    widget.send(answer, buffers)  # as when the page asks for what it shows
    print(len(str(answer)), sum(map(len, buffers)))"""
CODING = [
    "import wenger_qda as qda\nproject = qda.Project.open('study.wqda', coder='amina')",
    "coder = qda.TextCoder(project, 'talk')\ncoder",
    "editor = qda.CodebookEditor(project)\neditor",
    "reader = qda.Passages(project, project.codings())\nreader",
    ASKED,
]


@pytest.fixture
def coding(tmp_path: Path) -> Path:
    """Give a notebook that shows the texts of a project to be coded, not run yet."""
    with study(tmp_path / "study.wqda") as project:
        project.code("talk", 5, 16, "maintenance", note="Whose stamp is it, and who has to ask for it?")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CODING])
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(notebook, tmp_path / "coding.ipynb")
    return tmp_path / "coding.ipynb"


def said_in(written: str, folder: Path) -> list[str]:
    """Give those parts of what was said and noted, three words each, that stand in a file."""
    with qda.Project.open(folder / "study.wqda") as project:
        said = [*project.turns()["text"], *project.codings()["note"]]
    words = [re.findall(r"\w+", text) for text in said]
    parts = [each[at : at + 3] for each in words for at in range(len(each) - 2)]
    assert len(parts) > 30
    return [" ".join(part) for part in parts if re.search(r"\W+".join(part), written)]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # of the notebook's own machinery
def test_a_notebook_in_which_texts_are_coded_holds_no_word_of_them(coding: Path) -> None:
    notebook = nbformat.read(coding, as_version=4)
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(coding.parent)}}).execute()
    nbformat.write(notebook, coding)
    shown = [output["data"] for cell in notebook.cells[1:-1] for output in cell.outputs]
    assert ["application/vnd.jupyter.widget-view+json" in data for data in shown] == [True] * 3
    answers = [[int(size) for size in line.split()] for line in notebook.cells[-1].outputs[0]["text"].splitlines()]
    assert [sum(sizes) > 100 for sizes in answers] == [True] * 3
    (kept,) = notebook.metadata["widgets"].values()  # nbclient keeps the state of widgets, if not told otherwise
    assert len([one for one in kept["state"].values() if "_esm" in one["state"]]) == 3
    assert said_in(coding.read_text("utf-8"), coding.parent) == []
    assert qda.check_notebook(coding, project=coding.with_name("study.wqda")).empty


@pytest.mark.slow
def test_a_page_made_of_such_a_notebook_holds_no_word_either(coding: Path) -> None:
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    env = os.environ | {name: str(coding.parent / ".jupyter") for name in places} | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--execute", "--to", "html", coding.name]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=coding.parent, env=env)
    assert done.returncode == 0, done.stderr
    page = html.unescape(coding.with_suffix(".html").read_text("utf-8"))
    assert "vnd.jupyter.widget-view+json" in page
    assert "widget-state+json" in page
    assert said_in(page, coding.parent) == []
