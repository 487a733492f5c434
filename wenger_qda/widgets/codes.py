"""Codes as the page takes them: rows for the tree, and one code in full."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wenger_qda.store import Project
from wenger_qda.store.views import SeenPassage

Content = dict[str, Any]
_TEXTS = ("name", "parent", "color", "definition", "include", "exclude", "cite", "dual", "is_codable")
_LISTS = ("examples", "cues", "questions", "contrary", "speakers")


def code_rows(project: Project) -> list[Content]:
    """Give all codes in tree order, each with what a tree shows of it; `n` counts the codings that one may see.

    Examples
    --------
    >>> rows = code_rows(getfixture("tiny_project"))
    >>> rows[1]["path"], rows[1]["n"]
    ('Repertoire / Stories', 0)
    """
    return [{**seen._asdict(), "n": seen.n_codings} for seen in project.view_codes()]


def about_code(project: Project, code: str, *, limit: int = 5) -> Content:
    """Give all that the codebook says of a code, and passages coded with it.

    Returns
    -------
    dict
        `code`: code, name, path, parent, color, definition, include, exclude, cite, dual, is_codable, n; as lists
        examples, cues, questions, contrary, speakers, near_misses (passage, why). `passages`, as many as the limit
        allows, one's own and the latest first; `total`, how many there are.

    Raises
    ------
    StoreError
        If there is no such code.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> coding = project.code("day-01", 0, 11, "stories")
    >>> about = about_code(project, "stories")
    >>> about["code"]["definition"], about["total"]
    ('Told again and again.', 1)
    """
    passages, total = project.view_passages(code, limit=limit)
    book = project.codebook()
    entry = book[code]
    full = {
        "code": code,
        "path": book.path(code),
        "n": total,
        **{name: getattr(entry, name) for name in _TEXTS},
        **{name: list(getattr(entry, name)) for name in _LISTS},
        "near_misses": [{"passage": miss.passage, "why": miss.why} for miss in entry.near_misses],
    }
    return {"code": full, "passages": passage_rows(passages), "total": total}


def passage_rows(passages: Iterable[SeenPassage]) -> list[Content]:
    """Give passages as the page takes them."""
    return [{**seen._asdict(), "start": seen.start_char, "end": seen.end_char} for seen in passages]
