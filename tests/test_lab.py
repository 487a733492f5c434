"""TextCoder in a real JupyterLab: what only a notebook can show."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from wenger_qda.store import Project

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(host.CHROMIUM is None, reason="no Chromium on this machine to look at pages with"),
]
ROOT = Path(__file__).parent.parent
CELLS = [
    """import wenger_qda as qda
from wenger_qda.model import ProjectData, Source
project = qda.Project.create("s.wqda", coder="amina")
project.use(qda.Codebook.load("core"))
project.add(ProjectData(sources=(Source(name="day", text="The elevator is out again."),)))
None""",
    "qda.TextCoder(project)",
    "x = 1",
]
READY = """async () => {
  const panel = jupyterapp.shell.currentWidget;
  await panel.context.ready; await panel.sessionContext.ready;
  const kernel = panel.sessionContext.session.kernel;
  await kernel.info;
  while (kernel.connectionStatus !== "connected") await new Promise((go) => setTimeout(go, 50));
  await jupyterapp.commands.execute("notebook:run-all-cells");
}"""
SELECT = """() => {
  const node = document.querySelector(".wq-line").firstChild;
  document.querySelector(".wq-text").focus();
  getSelection().setBaseAndExtent(node, 4, node, 12);
}"""


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """Serve a folder with one notebook; give the notebook's address."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(notebook, tmp_path / "nb.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    env = os.environ | {f"JUPYTER_{name}": str(tmp_path / ".jupyter" / name) for name in places}
    env |= {f"JUPYTERLAB_{name}_DIR": str(tmp_path / ".jupyter" / name) for name in ("SETTINGS", "WORKSPACES")}
    env |= {"IPYTHONDIR": str(tmp_path / ".jupyter" / "ipython"), "PYTHONPATH": str(ROOT)}
    options = [
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=t",
    ]
    options += [f"--ServerApp.root_dir={tmp_path}", "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None"]
    options += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    command = [sys.executable, "-m", "jupyter", "lab", *options]
    with subprocess.Popen(
        command, env=env, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/api?token=t")
            yield f"http://127.0.0.1:{port}/lab/tree/nb.ipynb?token=t&reset"
        finally:
            server.terminate()


def _wait_for(url: str) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - this machine
            return
        except OSError:
            time.sleep(0.3)
    raise AssertionError("the server did not come up")


def test_keys_code_and_never_reach_the_notebook_which_saves_without_a_word_of_the_text(
    lab: str, tmp_path: Path
) -> None:
    with host.browser() as chromium:
        page = chromium.new_page(viewport={"width": 1300, "height": 1000})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(lab)
        page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook").wait_for(timeout=60_000)
        page.evaluate(READY)
        page.locator('.wq[data-ready="1"]').wait_for()
        page.evaluate(SELECT)
        page.keyboard.type("xjvyz")  # cut, next, paste, code and undo, if they reached the notebook
        page.keyboard.press("1")
        page.get_by_text("Saved.").wait_for()
        with Project.open(tmp_path / "s.wqda") as project:
            assert project.codings()["quote"].tolist() == ["elevator"]
        assert page.locator(".jp-Notebook .jp-Cell").count() == len(CELLS)
        page.keyboard.press("Control+s")
        page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
        assert [url for url in asked if not url.startswith(("http://127.0.0.1", "blob:", "data:"))] == []
    written = (tmp_path / "nb.ipynb").read_text("utf-8")
    outputs = "".join(str(cell.get("outputs", "")) for cell in nbformat.reads(written, as_version=4).cells)
    assert "elevator" not in outputs
    assert "elevator" not in str(nbformat.reads(written, as_version=4).metadata)
