"""Take the pictures of the views in JupyterLab for the documents: ``python docs/take_pictures.py`` (needs Chromium)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import disputes  # noqa: E402 - what the tests look at pages with
import host  # noqa: E402
import server  # noqa: E402

import wenger_qda as qda  # noqa: E402

IMAGES = Path(__file__).parent / "images"
CELLS = (
    """import wenger_qda as qda

project = qda.Project.create("study.wqda", coder="amina")
project.use(qda.Codebook.load("communities-of-practice"))
project.use(qda.Codebook.load("social-learning-systems"))
project.add(qda.read("corpora/claims-processing"));""",
    'qda.TextCoder(project, "field-notes/2023-03-06 first day on the floor")',
)
DISPUTE = (
    'import wenger_qda as qda\n\nproject = qda.Project.open("dispute.wqda", coder="amina")',
    "qda.Reconcile(project)",
)
REVIEW = (
    'import wenger_qda as qda\n\nproject = qda.Project.open("review.wqda", coder="bertil")',
    "qda.SuggestionReview(project)",
)
PRACTISED = "field-notes/2023-04-04 a visitor from the third floor"
PRACTICE = (
    CELLS[0].replace("study.wqda", "mine.wqda").replace("amina", "mia"),
    f'qda.Practice(project, source="{PRACTISED}")',
)


def main() -> None:
    """Code and decide passages in a real JupyterLab, and take them."""
    with tempfile.TemporaryDirectory() as folder, host.browser() as chromium:
        (Path(folder) / "corpora").symlink_to(ROOT / "corpora")
        disputes.disputed(Path(folder) / "dispute.wqda").close()
        coded_by_bertil(Path(folder) / "review.wqda")
        server.write_notebook(Path(folder) / "study.ipynb", *CELLS)
        server.write_notebook(Path(folder) / "review.ipynb", *REVIEW)
        server.write_notebook(Path(folder) / "dispute.ipynb", *DISPUTE)
        server.write_notebook(Path(folder) / "practice.ipynb", *PRACTICE)
        with server.serving(Path(folder)) as address:
            page = opened(chromium, address, "study")
            code_a_passage(page)
            for theme, name in (("JupyterLab Light", "text_coder"), ("JupyterLab Dark", "text_coder_dark")):
                server.command(page, "apputils:change-theme", {"theme": theme})
                page.wait_for_timeout(1500)
                page.screenshot(path=IMAGES / f"{name}.png")
            server.command(page, "apputils:change-theme", {"theme": "JupyterLab Light"})
            page = opened(chromium, address, "dispute")
            decide_a_passage(page)
            page.screenshot(path=IMAGES / "reconcile.png")
            page = opened(chromium, address, "review")
            tick_some(page)
            page.screenshot(path=IMAGES / "suggestion_review.png")
            page = opened(chromium, address, "practice")
            practise(page, Path(folder) / "mine.wqda")
            page.screenshot(path=IMAGES / "practice.png")


def opened(chromium: Any, address: str, name: str) -> Any:
    """Open a notebook in a window of its own, and run it."""
    page = chromium.new_page(viewport={"width": 1360, "height": 900})
    server.open_lab(page, address, f"{name}.ipynb", workspace=name)
    server.run_all(page)
    page.locator('.wq[data-ready="1"]').first.wait_for()
    server.command(page, "application:toggle-left-area")
    page.locator(".wq").first.scroll_into_view_if_needed()
    return page


def decide_a_passage(page: Any) -> None:
    """Decide one passage, and be about to decide another one."""
    page.locator(".wq-docket-line", has_text="Tools").click()
    page.locator(".wq-docket").focus()
    page.keyboard.press("1")
    page.keyboard.type("the recipe and its binder are one tool")
    page.keyboard.press("Enter")
    page.locator(".wq-status", has_text="Decided").wait_for()
    page.locator(".wq-docket-line", has_text="Ways of doing").click()
    page.locator(".wq-run").first.wait_for()
    page.locator(".wq-docket").focus()
    page.keyboard.press("2")
    page.keyboard.type("the pencil is a gesture, and stands under its own code")
    page.wait_for_timeout(1500)


def coded_by_bertil(path: Path) -> None:
    """Make a project in which one reader has coded some texts, to suggest for the others."""
    with qda.Project.create(path, coder="bertil") as project:
        for book in ("communities-of-practice", "social-learning-systems"):
            project.use(qda.Codebook.load(book))
        project.add(qda.read(ROOT / "corpora" / "claims-processing"))
        project.suggest_with(likely=0.3)


def tick_some(page: Any) -> None:
    """Wait until all is suggested, tick two, and look up what the code is for."""
    page.locator(".wq-wish progress").wait_for(state="hidden", timeout=120_000)
    page.locator(".wq-passage-list").focus()
    for key in (".", " ", " ", "k"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
    page.locator(".wq-card-says li").nth(1).wait_for(timeout=60_000)
    page.wait_for_timeout(500)


def practise(page: Any, path: Path) -> None:
    """Code some passages as a student might, be done, and answer the first differences."""
    with qda.Project.open(path, coder="mia") as project:
        settled = project.codings(coders=["consensus"], sources=[PRACTISED])
        for number, row in enumerate(settled.to_dict("records")):
            code = ("stories", row["code"], row["code"], "")[number % 4]
            if code:
                project.code(PRACTISED, int(row["start_char"]), int(row["end_char"]), code)
    page.locator(".wq-text").first.focus()
    page.keyboard.press("d")
    page.get_by_text("Press d once more").first.wait_for()
    page.keyboard.press("d")
    page.locator(".wq-findings[data-findings]").wait_for()
    for key in ("o", "s", "s"):
        page.keyboard.press(key)
        page.wait_for_timeout(700)


def code_a_passage(page: Any) -> None:
    """Select words, code them, and look up what the code is for."""
    host.select(page, "The elevator is out")
    page.keyboard.press("/")
    page.keyboard.type("shared rep")
    page.keyboard.press("Enter")
    host.saved(page)
    page.keyboard.press("k")
    page.locator(".wq-definition").wait_for()
    page.locator(".wq-advice-list li").first.wait_for(timeout=60_000)


if __name__ == "__main__":
    main()
