"""TextCoder in a real JupyterLab, Notebook and Voila: what only a notebook can show."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

import wenger_qda as qda
from wenger_qda.model import Code, ProjectData, Source
from wenger_qda.store import Project
from wenger_qda.text import find_turns

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
expect = pytest.importorskip("playwright.sync_api").expect
server = pytest.importorskip("server")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(host.CHROMIUM is None, reason="no Chromium on this machine to look at pages with"),
]
TEXT = "PAULINE: The elevator is out again.\nBERTHE: Marmalade 🙂 helps.\nPAULINE: Nobody mends anything here."
BOOK = qda.Codebook(
    id="kitchen",
    name="Kitchen",
    codes=(
        Code(id="kettle-politics", name="Kettle politics", definition="Whose turn it is."),
        Code(id="repair", name="Repair", definition="What is mended, and what is not."),
    ),
)
CELLS = (
    "import os, pathlib, wenger_qda as qda\n"
    'pathlib.Path("pid").write_text(str(os.getpid()))\n'
    'project = qda.Project.open("study.wqda", coder="amina")',
    "qda.TextCoder(project)",
    "x = 1",
)
BUSY = """import time
late = time.monotonic() + 60
while not pathlib.Path("enough").exists() and time.monotonic() < late:
    sum(n * n for n in range(50_000))"""
KEEP_STATE = {"@jupyter-widgets/jupyterlab-manager/plugin": {"saveState": True}}
IN_FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden)"
READY = '.wq[data-ready="1"]'


class Lab(NamedTuple):
    """A JupyterLab in a browser: its page, its address, the folder it serves, and what its page has asked for."""

    page: object
    address: str
    folder: Path
    asked: list[str]


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    with host.browser() as started:
        yield started


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab for all tests here, with “save widget state” on; each test has a notebook of its own in it."""
    folder = tmp_path_factory.mktemp("lab")
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    with server.serving(folder, KEEP_STATE) as address:
        page = context.new_page()
        asked = asked_by(page)
        server.open_lab(page, address)
        yield Lab(page, address, folder, asked)
        context.close()


@pytest.fixture
def cells() -> tuple[str, ...]:
    """Of the notebook."""
    return CELLS


@pytest.fixture
def study(lab: Lab, cells: tuple[str, ...], request: pytest.FixtureRequest) -> Iterator[Path]:
    """The folder of a project and of a notebook that is open in JupyterLab and has shown it."""
    folder = lab.folder / request.node.originalname
    make_study(folder, *cells)
    server.open_notebook(lab.page, f"{folder.name}/study.ipynb")
    run_all(lab.page)
    yield folder
    close_all(lab.page)
    assert outside(lab.asked) == set()


def make_study(folder: Path, *cells: str) -> None:
    """Put a project and a notebook into a folder."""
    server.write_notebook(folder / "study.ipynb", *cells)
    (folder / "enough").touch()
    with Project.create(folder / "study.wqda", coder="amina") as project:
        project.use(BOOK)
        project.add_coder("berthe")
        project.add(ProjectData(sources=(Source(name="zanzibar-talk", text=TEXT, turns=find_turns(TEXT)),)))


def run_all(page) -> None:
    server.run_all(page)
    page.locator(f"{IN_FRONT} {READY}").first.wait_for(timeout=60_000)


def close_all(page) -> None:
    """Close what is open, with its kernels, and whatever asks something."""
    page.evaluate("""async () => {
      for (const button of document.querySelectorAll(".jp-Dialog .jp-mod-accept")) button.click();
      for (const panel of [...jupyterapp.shell.widgets("main")]) {
        await panel.sessionContext?.shutdown();
        panel.dispose();
      }
    }""")


def status(page, words: str, timeout: float = 30_000) -> None:
    """Wait until the status line begins with some words."""
    page.locator(f"{IN_FRONT} .wq-status").get_by_text(re.compile(f"^({words})")).wait_for(timeout=timeout)


def code(page, words: str, key: str = "1") -> None:
    """Select words and press a key."""
    host.select(page, words)
    page.keyboard.press(key)


def marks(page):
    return page.locator(f"{IN_FRONT} .wq-mark")


def codings(folder: Path) -> list[tuple[str, str]]:
    """Read from the file itself which words carry which code; the file must be whole."""
    with sqlite3.connect(folder / "study.wqda") as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = raw.execute(
            "SELECT codings.quote, codes.code FROM codings JOIN codes ON codes.id = code_id ORDER BY start_char"
        ).fetchall()
    raw.close()
    return found


def asked_by(page) -> list[str]:
    """Collect what a page asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    return asked


def outside(asked: list[str]) -> set[str]:
    """Give the machines, other than this one, that were asked for something."""
    places = map(urlsplit, asked)
    return {place.netloc for place in places if place.scheme not in ("blob", "data") and place.hostname != "127.0.0.1"}


def test_words_drawn_with_the_mouse_and_coded_by_a_key_are_in_the_file(lab: Lab, study: Path) -> None:
    host.drag(lab.page, ("elevator", 0), ("elevator is out", 15))
    lab.page.keyboard.press("1")
    status(lab.page, "Saved")
    host.drag(lab.page, ("Marmalade", 0), ("Nobody", 6))
    lab.page.keyboard.press("2")
    status(lab.page, "Saved")
    assert codings(study) == [
        ("elevator is out", "kettle-politics"),
        ("Marmalade 🙂 helps.\nPAULINE: Nobody", "repair"),
    ]


def test_keys_in_the_text_never_reach_the_notebook_yet_it_saves_and_tab_leaves(lab: Lab, study: Path) -> None:
    page = lab.page
    host.select(page, "elevator")
    page.keyboard.type("xjvyz")  # cut, next, paste, code and undo, if they reached the notebook
    page.keyboard.press("1")
    status(page, "Saved")
    assert codings(study) == [("elevator", "kettle-politics")]
    assert page.locator(f"{IN_FRONT} .jp-Cell").count() == len(CELLS)
    page.keyboard.press("Control+s")
    page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
    for key in ("Tab", "Shift+Tab"):
        page.locator(f"{IN_FRONT} .wq-text").focus()
        assert presses_to_leave(page, key) < 50


def presses_to_leave(page, key: str) -> int:
    for pressed in range(1, 60):
        page.keyboard.press(key)
        if not page.evaluate("() => !!document.activeElement.closest('.wq')"):
            return pressed
    return 60


def test_a_notebook_saved_with_the_state_of_its_widgets_holds_no_word_of_the_project(lab: Lab, study: Path) -> None:
    page = lab.page
    code(page, "elevator")
    status(page, "Saved")
    page.keyboard.press("m")
    page.locator(".wq-memo").fill("Quixotic, to my mind.")
    page.keyboard.press("Control+Enter")
    status(page, "Saved")
    code(page, "Marmalade", "i")
    expect(marks(page)).to_have_text(["elevator", "Marmalade"])
    status(page, "Saved")
    server.command(page, "docmanager:save")
    words = words_of_the_project(study)
    assert "quixotic" in words
    (checkpoint,) = (study / ".ipynb_checkpoints").iterdir()
    for saved in (study / "study.ipynb", checkpoint):
        written = json.loads(saved.read_text("utf-8"))
        state = written["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
        assert "AnyModel" in {model["model_name"] for model in state.values()}
        assert words_in(written) & words == set()


def words_in(written: object) -> set[str]:
    """Give the words of a notebook, but not those of the widget's own program and style."""
    if isinstance(written, dict):
        return {word for key, value in written.items() if key not in ("_esm", "_css") for word in words_in(value)}
    if isinstance(written, list):
        return {word for value in written for word in words_in(value)}
    return set(re.findall(r"\w{4,}", str(written).lower()))


def words_of_the_project(study: Path) -> set[str]:
    """Give the words of texts, memos, and the names of sources and codes."""
    with Project.open(study / "study.wqda") as project:
        tables = project.codings()[["quote", "note"]], project.codes()[["code", "name", "definition"]]
        said = " ".join(
            [TEXT, *project.sources()["source"], *(str(value) for table in tables for value in table.to_numpy().flat)]
        )
    words = set(re.findall(r"\w{4,}", said.lower()))
    assert {"elevator", "marmalade", "kettle", "zanzibar"} <= words
    return words


def test_a_killed_kernel_takes_nothing_along_that_was_acknowledged(lab: Lab, study: Path) -> None:
    page = lab.page
    for words in ("elevator", "Marmalade", "mends"):
        code(page, words)
        status(page, "Saved")
    os.kill(int((study / "pid").read_text()), signal.SIGKILL)
    code(page, "helps")
    status(page, "NOT saved", timeout=4_000)
    assert [words for words, _ in codings(study)] == ["elevator", "Marmalade", "mends"]
    start_again(page)
    expect(marks(page)).to_have_text(["elevator", "Marmalade", "mends"])
    code(page, "helps")
    status(page, "Saved")
    assert len(codings(study)) == 4


def test_what_went_with_a_killed_kernel_is_not_promised_once_there_is_a_new_one(lab: Lab, study: Path) -> None:
    os.kill(int((study / "pid").read_text()), signal.SIGKILL)
    code(lab.page, "helps")
    status(lab.page, "NOT saved")
    lab.page.locator(".jp-Dialog", has_text="restart automatically").locator(".jp-mod-accept").click()
    server.connected(lab.page)
    status(lab.page, "NOT saved: there is no kernel", timeout=6_000)


def start_again(page) -> None:
    """Restart the kernel and run all cells, whatever JupyterLab has to say about a dead kernel."""
    page.evaluate("""async () => {
      for (const button of document.querySelectorAll(".jp-Dialog .jp-mod-accept")) button.click();
      await jupyterapp.shell.currentWidget.sessionContext.restartKernel();
    }""")
    server.connected(page)
    run_all(page)


def test_after_a_restart_from_the_menu_the_page_says_so_and_undo_still_knows(lab: Lab, study: Path) -> None:
    page = lab.page
    for words in ("elevator", "Marmalade"):
        code(page, words)
        status(page, "Saved")
    page.evaluate("() => void jupyterapp.commands.execute('kernelmenu:restart')")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    status(page, "There is no kernel")
    code(page, "mends")
    status(page, "NOT saved")
    server.connected(page)
    run_all(page)
    expect(marks(page)).to_have_text(["elevator", "Marmalade"])
    page.locator(f"{IN_FRONT} .wq-text").focus()
    page.keyboard.press("Control+z")
    status(page, "Saved. Taken back")
    assert codings(study) == [("elevator", "kettle-politics")]


@pytest.mark.parametrize("cells", [(*CELLS[:2], BUSY)])
def test_while_a_cell_runs_a_coding_is_saved_or_said_to_wait_and_then_saved_once(lab: Lab, study: Path) -> None:
    page = lab.page
    (study / "enough").unlink()
    page.evaluate("() => void jupyterapp.commands.execute('notebook:run-cell')")
    try:
        page.locator(f"{IN_FRONT} .jp-InputPrompt", has_text="[*]").wait_for()
        code(page, "elevator")
        status(page, "Saved|NOT saved yet")
    finally:
        (study / "enough").touch()
    status(page, "Saved")
    assert codings(study) == [("elevator", "kettle-politics")]


def test_two_notebooks_on_one_project_see_each_others_codings(lab: Lab, study: Path) -> None:
    server.write_notebook(study / "hers.ipynb", *(cell.replace("amina", "berthe") for cell in CELLS))
    other = lab.page.context.new_page()
    server.open_lab(other, lab.address, f"{study.name}/hers.ipynb", workspace="second")
    run_all(other)
    code(lab.page, "elevator")
    other.locator(".wq-mark", has_text="elevator").wait_for()
    code(other, "Marmalade", "2")
    lab.page.locator(".wq-mark", has_text="Marmalade").wait_for()
    assert codings(study) == [("elevator", "kettle-politics"), ("Marmalade", "repair")]
    close_all(other)
    other.close()


def test_a_second_view_of_the_widget_is_in_step(lab: Lab, study: Path) -> None:
    page = lab.page
    code(page, "elevator")
    status(page, "Saved")
    page.evaluate("() => { jupyterapp.shell.currentWidget.content.activeCellIndex = 1; }")
    server.command(page, "notebook:create-output-view")
    second = page.locator(f".jp-LinkedOutputView {READY}")
    second.locator(".wq-mark", has_text="elevator").wait_for()
    host.select(page, "Marmalade")
    page.keyboard.press("2")
    second.locator(".wq-mark", has_text="Marmalade").wait_for()
    second.locator(".wq-text").focus()
    page.keyboard.press("Control+z")
    second.locator(".wq-mark", has_text="Marmalade").wait_for(state="detached")
    expect(marks(page)).to_have_text(["elevator"])
    assert codings(study) == [("elevator", "kettle-politics")]


def test_a_page_loaded_anew_goes_on_without_running_a_cell(lab: Lab, study: Path) -> None:
    code(lab.page, "elevator")
    status(lab.page, "Saved")
    server.command(lab.page, "docmanager:save")
    server.open_lab(lab.page, lab.address, f"{study.name}/study.ipynb")
    lab.page.locator(f"{IN_FRONT} {READY}").wait_for()
    expect(marks(lab.page)).to_have_text(["elevator"])
    code(lab.page, "Marmalade")
    status(lab.page, "Saved")
    assert len(codings(study)) == 2


@pytest.mark.parametrize("cells", [(CELLS[0], 'qda.Passages(project, project.search("helps"))', CELLS[1])])
def test_a_passage_leads_to_the_view_for_coding_in_another_cell(lab: Lab, study: Path) -> None:
    page = lab.page
    page.locator(f"{IN_FRONT} .wq-sources", has_text="zanzibar").wait_for()
    page.locator(f"{IN_FRONT} .wq-passage").focus()
    page.keyboard.type("xdda")  # cut, delete and insert cells, if they reached the notebook
    page.keyboard.press("Enter")
    status(page, "Shown in the view for coding")
    page.wait_for_function("() => getSelection().toString() === 'helps'")
    assert page.evaluate("() => document.activeElement.matches('.wq-text')")
    assert page.locator(f"{IN_FRONT} .jp-Cell").count() == 3
    server.command(page, "docmanager:save")
    written = json.loads((study / "study.ipynb").read_text("utf-8"))
    kept = [written["metadata"]["widgets"], *(cell["outputs"] for cell in written["cells"])]
    assert words_in(kept) & words_of_the_project(study) == set()


@pytest.mark.parametrize(
    ("place", "its_own"),
    [
        pytest.param("notebooks", set(), id="Notebook 7"),
        # Voila's page asks for symbols and for MathJax, and does without.
        pytest.param("voila/render", {"cdn.jsdelivr.net", "cdnjs.cloudflare.com"}, id="Voila"),
    ],
)
def test_it_codes_elsewhere_too(lab: Lab, place: str, its_own: set[str]) -> None:
    folder = lab.folder / place.replace("/", "-")
    make_study(folder, *CELLS)
    page = lab.page.context.new_page()
    asked = asked_by(page)
    page.goto(f"{lab.address}/{place}/{folder.name}/study.ipynb?token={server.TOKEN}")
    if place == "notebooks":
        server.connected(page)
        server.run_all(page)
    page.locator(READY).wait_for()
    host.select(page, "elevator")
    page.keyboard.press("1")
    host.saved(page)
    assert codings(folder) == [("elevator", "kettle-politics")]
    assert asked
    assert outside(asked) <= its_own
    page.close()


@pytest.mark.parametrize("cells", [(CELLS[0], "qda.Reconcile(project)")])
def test_a_contested_passage_is_decided_by_key_and_the_notebook_holds_no_word_of_it(lab: Lab, study: Path) -> None:
    page = lab.page
    page.locator(f"{IN_FRONT} .wq-empty", has_text="Nobody has coded anything yet.").wait_for()
    start = TEXT.index("elevator")
    for coder, end in (("amina", start + 15), ("berthe", start + 8)):
        with Project.open(study / "study.wqda", coder=coder) as project:
            project.code("zanzibar-talk", start, end, "repair", note="Marmalade thoughts")
            project.done("zanzibar-talk")
    page.locator(f"{IN_FRONT} .wq-docket-line", has_text="elevator is out").wait_for()
    page.locator(f"{IN_FRONT} .wq-docket").focus()
    page.keyboard.type("xk")  # cut a cell and go to another one, if they reached the notebook
    page.keyboard.press("s")
    page.wait_for_function("() => getSelection().toString() === 'elevator is out'")
    page.keyboard.press("[")
    page.keyboard.press("Enter")
    page.keyboard.type("what is out is no matter, xyz")
    page.keyboard.press("Enter")
    status(page, "Decided")
    assert codings(study) == [("elevator is out", "repair"), ("elevator", "repair"), ("elevator is", "repair")]
    assert page.locator(f"{IN_FRONT} .jp-Cell").count() == 2
    server.command(page, "docmanager:save")
    written = json.loads((study / "study.ipynb").read_text("utf-8"))
    kept = [written["metadata"]["widgets"], *(cell["outputs"] for cell in written["cells"])]
    assert words_in(kept) & words_of_the_project(study) == set()
