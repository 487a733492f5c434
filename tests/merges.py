"""Copies of a project for tests of merging, and all that comes out of one, to compare."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from projects import faults

import wenger_qda as qda
from wenger_qda.store import Project

TABLES = (
    "sources", "turns", "codings", "codes", "cases", "notes", "assignments", "coders", "variables", "links",
    "decisions", "rejections",
)  # fmt: skip


def copies(path: Path, *names: str) -> list[Path]:
    """Hand out copies of a project's file."""
    return [Path(shutil.copy(path, path.with_name(f"{name}.wqda"))) for name in names]


def merged(*paths: Path, into: str = "merged") -> Path:
    """Merge copies; give the new file, which is whole."""
    output = paths[0].with_name(f"{into}.wqda")
    qda.merge(paths, output, coder="carl")
    with Project.open(output) as project:
        assert faults(project) == []
    return output


def outcome(path: Path) -> dict[str, Any]:
    """Give all that a project's tables, texts, codebook, pins and files say, but not its log."""
    with Project.open(path) as project:
        found: dict[str, Any] = {name: table(getattr(project, name)()) for name in TABLES}
        sources = project.sources()["source"]
        found["texts"] = {name: project.text(name) for name in sources}
        found["originals"] = {name: project.original(name) for name in sources}
        book = project.codebook()
        found["sets"], found["progress tables"] = book.sets, book.progress_tables
        coders = project.coders()["coder"]
    found["pins"] = {coder: pins(path, coder) for coder in coders}
    return found


def table(frame: Any) -> list[dict[str, Any]]:
    """Give a table as plain rows, which can be compared and read."""
    return json.loads(frame.to_json(orient="records", force_ascii=False))


def pins(path: Path, coder: str) -> list[str]:
    """Give the pins of a coder; the consensus has none."""
    if coder == "consensus":
        return []
    with Project.open(path, coder=coder) as project:
        return project.pins()


def words_of(path: Path, *coders: str) -> list[tuple[str, str, str]]:
    """Give who coded which words with what."""
    with Project.open(path) as project:
        found = project.codings(coders=coders or None)
    return [tuple(row) for row in found[["coder", "code", "quote"]].itertuples(index=False)]
