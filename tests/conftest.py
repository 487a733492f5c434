"""What tests of widgets share: a browser, a page, a small project, and hands to work with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from wenger_qda.codebook import Codebook
from wenger_qda.model import ProjectData, Source, Turn
from wenger_qda.store import Project

BISCUITS = (
    "IDA: Who brought the biscuits?\nBEA: Pauline. She always does 🙂 every week.\n\n"
    "שלום world\nfamily 👨‍👩‍👧 here\ncafe\u0301 table"
)


def turns() -> tuple[Turn, ...]:
    """Give each line of the text as what somebody says, the speaker's label outside."""
    found, start = [], 0
    for line in BISCUITS.split("\n"):
        label, _, _ = line.rpartition(": ")
        if line:
            begin = start + len(label) + 2 * bool(label)
            found.append(Turn(start_char=begin, end_char=start + len(line), kind="speech", speaker=label))
        start += len(line) + 1
    return tuple(found)


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
    if host.CHROMIUM is None:
        pytest.skip("no Chromium on this machine to look at pages with")
    with host.browser() as started:
        yield started


@pytest.fixture
def page(chromium) -> Iterator[object]:
    context = chromium.new_context(viewport={"width": 1100, "height": 760})
    made = context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    context.close()
    assert errors == []


@pytest.fixture
def biscuits(tmp_path: Path) -> Iterator[Project]:
    """A project of two texts, coded by amina with the core codebook."""
    with Project.create(tmp_path / "study.wqda", coder="amina") as made:
        made.use(Codebook.load("core"))
        other = Source(name="second", text="Another text.")
        first = Source(name="first", text=BISCUITS, turns=turns())
        made.add(ProjectData(sources=(first, other)))
        yield made
