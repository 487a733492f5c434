"""What the documents say is true: their examples run, every command and every public name stands in them."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import click
import pytest

import wenger_qda as qda
from wenger_qda.cli import cli

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize(
    "page", [page for page in PAGES if BLOCK.search(page.read_text("utf-8"))], ids=lambda page: page.name
)
def test_examples_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in BLOCK.findall(page.read_text("utf-8")):
        exec(compile(block, page.name, "exec"), names)  # noqa: S102 - our own documents
    assert "qda" in names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    gone = [
        target
        for target in LINK.findall(page.read_text("utf-8"))
        if not target.startswith("http") and not (page.parent / target).exists()
    ]
    assert gone == []


def test_every_command_and_option_has_help() -> None:
    for name, command in cli.commands.items():
        assert command.help, name
        options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
        assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("name", ["cli", "reference"])
def test_pages_written_from_the_code_are_up_to_date(name: str) -> None:
    page = (ROOT / "docs" / f"{name}.md").read_text("utf-8")
    written = runpy.run_path(str(ROOT / "docs" / "write_pages.py"))[f"{name}_page"]()
    assert page == written, "run: python docs/write_pages.py"


def test_every_public_name_stands_in_a_document() -> None:
    said = "\n".join(page.read_text("utf-8") for page in PAGES)
    assert [name for name in qda.__all__ if not re.search(rf"\b{name}\b", said)] == []
