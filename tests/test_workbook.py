"""The workbook's first three tasks in a real JupyterLab, with keys and mouse as its text says, up to its own ticks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import wenger_qda as qda
from wenger_qda.classroom import tasks

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
server = pytest.importorskip("server")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(host.CHROMIUM is None, reason="no Chromium on this machine to look at pages with"),
]
GIVEN = (
    ("What are you on?", "reified", "It is said as a greeting."),
    ("a suggestion of soup", "livable", ""),
    ("Orphans happened", "words", ""),
    ("it isn't the census", "mutual acc", "What may be handed in without looking."),
    ("come down in the lift", "managed dis", ""),
    ("He likes it quiet", "support", ""),
    ("let you do my gums", "outbound", ""),
    ("a batch is one member's", "repair", ""),
    ("Twenty-two.", "reified", ""),
    ("I'd come to you", "outbound", ""),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return qda.new_study(tmp_path / "mia", coder="mia").parent


@pytest.fixture
def workbook(folder: Path) -> Iterator[Any]:
    with host.browser() as chromium, server.serving(folder) as address:
        page = chromium.new_page(viewport={"width": 1360, "height": 900})
        (notebook,) = (folder / "notebooks").glob("*.ipynb")
        server.open_lab(page, address, f"notebooks/{notebook.name}")
        server.run_all(page)
        yield page


def run(page: Any, words: str) -> str:
    """Run the cell that holds some words with Shift+Enter; give what it says."""
    cell = page.locator(".jp-CodeCell", has_text=words).first
    cell.locator(".cm-content").click()
    output = cell.locator(".jp-OutputArea-output")
    before = output.first.element_handle()
    page.keyboard.press("Shift+Enter")
    page.wait_for_function("(was) => !was.isConnected", arg=before)
    output.first.wait_for()
    return str(output.first.inner_text())


def answer_questions(page: Any) -> str:
    cell = page.locator(".jp-CodeCell", has_text="tasks.noticed").first
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type('tasks.noticed(binder="Cookbook", biscuits="Pauline", word="we")')
    return run(page, "tasks.noticed")


def code(page: Any, words: str, query: str, memo: str) -> None:
    host.select(page, words)
    page.keyboard.press("/")
    page.keyboard.type(query)
    page.keyboard.press("Enter")
    page.locator(".wq-coder .wq-status").first.get_by_text("Saved.").wait_for()
    if memo:
        page.keyboard.press("m")
        page.keyboard.type(memo)
        page.keyboard.press("Control+Enter")
        page.locator(".wq-coder .wq-status").first.get_by_text("Saved.").wait_for()


def read_story(page: Any) -> None:
    """Scroll the story as its text says: click once in it, then the arrow keys."""
    story = page.locator(".jp-OutputArea-output [tabindex='0'][data-lm-suppress-shortcuts]").first
    story.click(position={"x": 40, "y": 60})
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.wait_for_function("(story) => story.scrollTop > 20", arg=story.element_handle())
    assert story.locator("h4").inner_text() == "First day on the floor"


def test_the_first_three_tasks_end_with_all_ticks(workbook: Any, folder: Path) -> None:
    read_story(workbook)
    assert answer_questions(workbook).count("✓") == 3
    assert run(workbook, "tasks.coded(project, tasks.LUNCH)").count("○") == 4
    workbook.locator(".wq-practice").first.scroll_into_view_if_needed()
    for words, query, memo in GIVEN:
        code(workbook, words, query, memo)
    workbook.locator(".wq-coder .wq-text").first.focus()
    workbook.keyboard.press("d")
    workbook.locator(".wq-coder .wq-status").first.get_by_text("Press d once more").wait_for()
    workbook.keyboard.press("d")
    lines = workbook.locator(".wq-findings-list").first.locator(".wq-docket-line")
    lines.first.wait_for()
    assert run(workbook, "tasks.coded(project, tasks.LUNCH)").count("✓") == 4
    differing = workbook.locator(".wq-findings-list").first.locator('.wq-docket-line:not([data-verdict="agree"])')
    n_differing = differing.count()
    assert n_differing >= 10
    workbook.locator(".wq-findings-list").first.focus()
    workbook.keyboard.press("o")
    workbook.keyboard.press("m")
    workbook.keyboard.type("They did not say so.")
    workbook.keyboard.press("Enter")
    workbook.get_by_text(f"1 of {n_differing} answered").wait_for()
    for number in range(2, n_differing + 1):
        workbook.keyboard.press("s")
        workbook.get_by_text(f"{number} of {n_differing} answered").wait_for()
    assert run(workbook, "tasks.answered(project, tasks.LUNCH)").count("✓") == 2
    with qda.open_study(folder) as project:
        assert tasks.coded(project, tasks.LUNCH).are_all
        assert tasks.answered(project, tasks.LUNCH).are_all
        assert sorted(project.answers()["answer"].unique()) == ["mine", "seen"]
