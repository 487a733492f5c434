"""Small projects for the tests of the store, and looks behind their tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from wenger_qda.codebook import Codebook
from wenger_qda.model import Code, ProjectData, Source, Turn
from wenger_qda.store import Project
from wenger_qda.text import find_turns

TALK = "IDA: Is it done?\nBEA: Nearly, the stamp is 🙂 missing.\nIDA: Again.\nBEA: It is always the stamp."
NOTES = (
    "Dora brought snacks at ten.\n[OC: nobody said thanks]\nThe pile on her desk is green today.\nSnacks again at four."
)
PLAIN = "Naïve e\u0301lan, שלום and 👨🏻‍🚒 firemen.\n\nOne more paragraph to code in."
HEARD = "Who brought them?\nPauline did."
CODES = ("repertoire", "stories", "tools", "enterprise", "maintenance")


def source(name: str, text: str, **fields: Any) -> Source:
    """Make a source with the turns that its text tells."""
    return Source(name=name, text=text, turns=find_turns(text), **fields)


def book() -> Codebook:
    """Make a codebook of five codes, one with a contrary, one with a dual."""
    return Codebook(
        id="small",
        name="Small",
        codes=(
            Code(id="repertoire", definition="What they made together."),
            Code(id="stories", parent="repertoire", definition="Told again and again.", dual="tools"),
            Code(id="tools", parent="repertoire", definition="Things in use.", cues=("stamp",)),
            Code(id="enterprise", definition="What it is about.", contrary=("stories",)),
            Code(id="maintenance", definition="Keeps them going."),
        ),
    )


def study(path: Path, coder: str = "amina") -> Project:
    """Make a project of three sources and five codes."""
    project = Project.create(path, coder=coder)
    project.add(ProjectData(sources=(source("talk", TALK), source("notes", NOTES), source("plain", PLAIN))))
    project.use(book())
    return project


def coded_study(path: Path) -> Project:
    """Make the same project with a recording, and three passages coded."""
    project = study(path)
    turns = (
        Turn(kind="speech", speaker="Ida", start_char=0, end_char=17, start_ms=61_000),
        Turn(kind="speech", speaker="Bea", start_char=18, end_char=30, start_ms=3_725_000),
    )
    project.add(ProjectData(sources=(Source(name="heard", text=HEARD, turns=turns),)))
    code_words(project, "heard", "Pauline", "stories", note="nobody thanks her")
    code_words(project, "notes", "snacks", "maintenance")
    code_words(project, "talk", "the stamp is 🙂 missing", "tools")
    return project


def code_words(project: Project, source: str, words: str, code: str, **fields: Any) -> str:
    """Code some words where they stand first; give the coding's guid."""
    start = project.text(source).index(words)
    return project.code(source, start, start + len(words), code, **fields).guid


def faults(project: Project) -> list[dict[str, Any]]:
    """Give what `check` finds but what the team is to settle anew: codes that become one may leave such overlaps."""
    found = project.check()
    overlaps = "is on a stretch of another decision|overlaps another one of the consensus"
    return found[~found["problem"].str.contains(overlaps)].to_dict("records")


def kept(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Give every row of every table but the log, and what the search index holds."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables = [name for name in names if not name.startswith(("sqlite_", "search_index", "steps", "changes"))]
        held = {name: _rows(connection, name) for name in tables}
        held["search"] = _rows(connection, "search_index")
        return held


def steps(path: Path) -> int:
    """Count the steps in the log."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM steps").fetchone()[0])


def tables(project: Project) -> Iterator[tuple[str, Any]]:
    """Give every table of the contract with its name."""
    for name in ("sources", "turns", "codings", "codes", "cases", "notes", "assignments", "decisions", "changes"):
        yield name, getattr(project, name)()


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    return sorted(connection.execute(f"SELECT rowid, * FROM {table}"), key=repr)  # noqa: S608 - a name of our own
