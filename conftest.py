"""Fixtures for tests and for the examples in docstrings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from wenger_qda.codebook import Codebook
from wenger_qda.model import Code, ProjectData, Source
from wenger_qda.store import Project
from wenger_qda.text import find_turns

settings.register_profile("wenger_qda", deadline=None)  # properties are about values; how fast stands in benchmarks/
settings.load_profile("wenger_qda")

TINY = "Once more: she brought snacks.\n[OC: nobody said thanks]\nDora counted 🙂 the claims."


@pytest.fixture
def tiny_project(tmp_path: Path) -> Iterator[Project]:
    """A project of one short field note and three codes."""
    book = Codebook(
        id="tiny",
        name="Tiny",
        codes=(
            Code(id="repertoire", definition="What they made together."),
            Code(id="stories", parent="repertoire", definition="Told again and again."),
            Code(id="community-maintenance", definition="Keeps the group going."),
        ),
    )
    with Project.create(tmp_path / "tiny.wqda", coder="amina") as project:
        project.add(ProjectData(sources=(Source(name="day-01", text=TINY, turns=find_turns(TINY)),)))
        project.use(book)
        yield project
