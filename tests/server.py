"""A Jupyter server in a folder of its own, with nobody's settings but the test's, and notebooks opened in it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat

ROOT = Path(__file__).parent.parent
TOKEN = "t"  # noqa: S105 - of a server that only this machine reaches, for seconds
QUIET = {"@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False}}


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def own_places(folder: Path) -> dict[str, str]:
    """Give an environment in which Jupyter finds and leaves everything below one folder."""
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    names += ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    return os.environ | {name: str(folder / name) for name in names} | {"PYTHONPATH": str(ROOT)}


def address_of(url: str) -> str:
    """Give the address that a server leads to, once it is up."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - this machine
                return str(answer.url)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up in a minute")


@contextmanager
def serving(folder: Path, settings: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Serve a folder with JupyterLab, and with Notebook and Voila beside it; give the address."""
    places = own_places(folder / ".jupyter")
    for plugin, values in {**QUIET, **(settings or {})}.items():
        path = Path(places["JUPYTERLAB_SETTINGS_DIR"], f"{plugin}.jupyterlab-settings")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), "utf-8")
    port = free_port()
    options = (
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={folder}",
        f"--IdentityProvider.token={TOKEN}",
        "--LabApp.expose_app_in_browser=True",
        "--JupyterNotebookApp.expose_app_in_browser=True",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    )
    with subprocess.Popen(
        [sys.executable, "-m", "jupyter", "lab", *options],
        env=places, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            address_of(f"http://127.0.0.1:{port}/api?token={TOKEN}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def write_notebook(path: Path, *cells: str) -> None:
    """Write a notebook of code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


CONNECTED = """async () => {
  const panel = jupyterapp.shell.currentWidget;
  await panel.context.ready;
  await panel.sessionContext.ready;
  const kernel = panel.sessionContext.session.kernel;
  await kernel.info;
  while (kernel.connectionStatus !== "connected") await new Promise((go) => setTimeout(go, 50));
}"""
IN_A_MINUTE = """(what) => Promise.race([
  what,
  new Promise((_, fail) => setTimeout(() => fail(new Error("JupyterLab was not ready in a minute")), 60_000)),
])"""


def open_lab(page: Any, address: str, notebook: str = "", workspace: str = "first") -> None:
    """Show JupyterLab, and a notebook in it. Windows that are open together want workspaces of their own."""
    place = f"/tree/{notebook}" if notebook else ""
    page.goto(f"{address}/lab/workspaces/{workspace}{place}?token={TOKEN}&reset")
    page.wait_for_function("() => window.jupyterapp", timeout=60_000)
    page.evaluate(f"() => ({IN_A_MINUTE})(jupyterapp.restored).then(() => null)")
    if notebook:
        page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook").wait_for(timeout=60_000)
        connected(page)


def open_notebook(page: Any, notebook: str) -> None:
    """Open a notebook where JupyterLab is shown already."""
    command(page, "docmanager:open", {"path": notebook, "factory": "Notebook"})
    connected(page)


def connected(page: Any) -> None:
    """Wait for the kernel of the notebook in front: until then, running a cell silently does nothing."""
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget", timeout=60_000)
    page.evaluate(f"() => ({IN_A_MINUTE})(({CONNECTED})())")


def run_all(page: Any) -> None:
    """Run all cells of the notebook in front and wait until they are done."""
    command(page, "notebook:run-all-cells")


def command(page: Any, name: str, arguments: Mapping[str, Any] | None = None) -> None:
    """Do what an entry of JupyterLab's menus does, and wait until it is done."""
    run = f"([name, about]) => ({IN_A_MINUTE})(jupyterapp.commands.execute(name, about)).then(() => null)"
    page.evaluate(run, [name, arguments or {}])
