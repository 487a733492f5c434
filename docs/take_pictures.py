"""Take the pictures of TextCoder in JupyterLab for the README: ``python docs/take_pictures.py`` (needs Chromium)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import host  # noqa: E402 - what the tests look at pages with
import server  # noqa: E402

IMAGES = Path(__file__).parent / "images"
CELLS = (
    """import wenger_qda as qda

project = qda.Project.create("study.wqda", coder="amina")
project.use(qda.Codebook.load("communities-of-practice"))
project.use(qda.Codebook.load("social-learning-systems"))
project.add(qda.read("corpora/claims-processing"));""",
    'qda.TextCoder(project, "field-notes/2023-03-06 first day on the floor")',
)


def main() -> None:
    """Code a passage in a real JupyterLab, and take it in the light and in the dark theme."""
    with tempfile.TemporaryDirectory() as folder, host.browser() as chromium:
        (Path(folder) / "corpora").symlink_to(ROOT / "corpora")
        server.write_notebook(Path(folder) / "study.ipynb", *CELLS)
        with server.serving(Path(folder)) as address:
            page = chromium.new_page(viewport={"width": 1360, "height": 900})
            server.open_lab(page, address, "study.ipynb")
            server.run_all(page)
            page.locator('.wq[data-ready="1"]').wait_for()
            server.command(page, "application:toggle-left-area")
            page.locator(".wq").scroll_into_view_if_needed()
            code_a_passage(page)
            for theme, name in (("JupyterLab Light", "text_coder"), ("JupyterLab Dark", "text_coder_dark")):
                server.command(page, "apputils:change-theme", {"theme": theme})
                page.wait_for_timeout(1500)
                page.screenshot(path=IMAGES / f"{name}.png")


def code_a_passage(page: Any) -> None:
    """Select words, code them, and look up what the code is for."""
    host.select(page, "The elevator is out")
    page.keyboard.press("/")
    page.keyboard.type("shared rep")
    page.keyboard.press("Enter")
    host.saved(page)
    page.keyboard.press("k")
    page.locator(".wq-definition").wait_for()


if __name__ == "__main__":
    main()
