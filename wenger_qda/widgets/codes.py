"""Codes as the page takes them: rows for the tree, and one code in full."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wenger_qda.model import NearMiss
from wenger_qda.store import Project
from wenger_qda.store.views import SeenPassage

Content = dict[str, Any]
_TEXTS = ("name", "parent", "color", "definition", "include", "exclude", "cite", "dual", "is_codable")
_MEANING = {"definition", "include", "exclude"}
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


def make_code(project: Project, code: str, fields: Content, *, after: str = "") -> None:
    """Make a code of what a form of the page gives; `after`: the id of the code that it is to stand behind."""
    project.add_code(code, after=after, **_stored(fields))


def edit_code(project: Project, code: str, fields: Content) -> int:
    """Change of a code what a form of the page gives, moving it first where it gives another parent.

    Returns
    -------
    int
        How many codings are to be looked at again, since what the code means has changed.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> coding = project.code("day-01", 0, 11, "stories")
    >>> edit_code(project, "stories", {"parent": "", "near_misses": [{"passage": "Once.", "why": "Told but once."}]})
    0
    >>> edit_code(project, "stories", {"definition": "Told at every lunch."})
    1
    """
    stored = _stored(fields)
    if "parent" in stored:
        project.move_code(code, stored.pop("parent"))
    if stored:
        project.edit_code(code, **stored)
    if not _MEANING & stored.keys():
        return 0
    by_coder, n_hidden = project.view_coders([code])
    return sum(by_coder.values()) + n_hidden


def counted(number: int, thing: str) -> str:
    """Say how many: ``1 coding``, ``2 codings``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def passage_rows(passages: Iterable[SeenPassage]) -> list[Content]:
    """Give passages as the page takes them."""
    return [{**seen._asdict(), "start": seen.start_char, "end": seen.end_char} for seen in passages]


def _stored(fields: Content) -> Content:
    """Give the fields as the store takes them."""
    misses = [NearMiss(passage=miss["passage"], why=miss["why"]) for miss in fields.get("near_misses", ())]
    return {**fields, "near_misses": tuple(misses)} if "near_misses" in fields else dict(fields)
