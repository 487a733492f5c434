"""Codes as the page takes them: each with all that the codebook says of it and how often it is used."""

from __future__ import annotations

from typing import Any

from wenger_qda.model import Code
from wenger_qda.store import Project

_TEXTS = ("name", "parent", "color", "definition", "include", "exclude", "cite", "dual", "is_codable")
_LISTS = ("examples", "cues", "questions", "contrary", "speakers")


def code_rows(project: Project) -> list[dict[str, Any]]:
    """Give all codes of a project, in tree order.

    Returns
    -------
    list of dict
        code, name, path, parent, color, definition, include, exclude, cite, dual, is_codable; as lists examples, cues,
        questions, contrary, speakers, near_misses (passage, why); n (how many codings).

    Examples
    --------
    >>> rows = code_rows(getfixture("tiny_project"))
    >>> rows[0]["path"], rows[0]["n"]
    ('Repertoire', 0)
    """
    table = project.codes()
    entries = {entry.id: entry for entry in project.codebook()}
    known = zip(table["code"], table["path"], table["n_codings"], strict=True)
    return [_row(entries[code], path, int(count)) for code, path, count in known if code in entries]


def _row(entry: Code, path: str, count: int) -> dict[str, Any]:
    return {
        "code": entry.id,
        "path": path,
        "n": count,
        **{name: getattr(entry, name) for name in _TEXTS},
        **{name: list(getattr(entry, name)) for name in _LISTS},
        "near_misses": [{"passage": miss.passage, "why": miss.why} for miss in entry.near_misses],
    }
