"""What may happen to a project's file while it is open; run as a program of its own, which prints what was said.

Each trouble is made, the project is asked to write and to read, the trouble is mended, and it is asked again.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import projects

from wenger_qda.errors import StoreError
from wenger_qda.store import connection


class Trouble(NamedTuple):
    """How it comes and how it goes; what has come is handed on."""

    make: Callable[[Path], Any]
    mend: Callable[[Path, Any], Any]


def rights(folder: int, file: int) -> Trouble:
    def make(path: Path) -> None:
        path.chmod(file)
        path.parent.chmod(folder)

    def mend(path: Path, _: object) -> None:
        path.parent.chmod(0o755)
        path.chmod(0o644)

    return Trouble(make, mend)


def in_its_place(put: Callable[[Path], Any], take: Callable[[Path], Any] = Path.unlink) -> Trouble:
    def make(path: Path) -> None:
        path.rename(path.with_name("aside"))
        put(path)

    def mend(path: Path, _: object) -> None:
        take(path)
        path.with_name("aside").rename(path)

    return Trouble(make, mend)


def held(*statements: str) -> Trouble:
    """Another program that holds the file."""

    def make(path: Path) -> sqlite3.Connection:
        other = sqlite3.connect(path, isolation_level=None)
        for statement in statements:
            other.execute(statement).fetchall()
        return other

    return Trouble(make, lambda path, other: other.close())


TROUBLES = {
    "file made read-only": rights(0o755, 0o444),
    "folder made read-only": rights(0o555, 0o644),
    "file that nobody may read": rights(0o755, 0),
    "folder that nobody may enter": rights(0, 0o644),
    "file moved away": in_its_place(lambda path: None, lambda path: None),
    "folder moved away": Trouble(
        lambda path: path.parent.rename(path.parent.with_name("elsewhere")),
        lambda path, _: path.parent.with_name("elsewhere").rename(path.parent),
    ),
    "text in its place": in_its_place(lambda path: path.write_text("Words. " * 999)),
    "nothing in its place": in_its_place(lambda path: path.write_bytes(b"")),
    "folder in its place": in_its_place(Path.mkdir, Path.rmdir),
    "another writer": held("BEGIN IMMEDIATE"),
    "another program that lets nobody in": held("BEGIN EXCLUSIVE"),
    "a reader that does not end": held("BEGIN", "SELECT count(*) FROM codings"),
}


def said(deed: Callable[[], Any]) -> str:
    """Give what a deed is refused with; nothing where it works."""
    try:
        deed()
    except StoreError as error:
        return str(error)
    return ""


def through(trouble: Trouble, folder: Path) -> dict[str, Any]:
    """Go through one trouble; tell what was said, and what is there afterwards."""
    folder.mkdir()
    with projects.study(folder / "study.wqda") as project:
        first = project.code("talk", 0, 3, "tools")
        before = projects.kept(project.path)
        state = trouble.make(project.path)
        deeds = {
            "code": lambda: project.code("talk", 5, 9, "tools"),
            "undo": project.undo,
            "view": lambda: project.view("talk"),
        }
        with ThreadPoolExecutor(1) as pool:  # as the callbacks of a widget are run
            told = {name: [said(deed), pool.submit(said, deed).result()] for name, deed in deeds.items()}
        trouble.mend(project.path, state)
        unchanged = projects.kept(project.path) == before
        after = [said(deeds["code"]), said(deeds["view"])]
        there = sorted(item.name for item in folder.iterdir())
        whole = project.check().empty and first.guid in project.codings()["guid"].tolist()
        return {"told": told, "unchanged": unchanged, "after": after, "there": there, "whole": whole}


def main(folder: Path) -> None:
    """Go through all; other programs are waited for a moment only, instead of ten seconds."""
    connection._PRAGMAS = ("busy_timeout = 200", *connection._PRAGMAS[1:])  # type: ignore[assignment]
    found = {name: through(trouble, folder / str(number)) for number, (name, trouble) in enumerate(TROUBLES.items())}
    shutil.rmtree(folder / "0")
    print(json.dumps(found))
