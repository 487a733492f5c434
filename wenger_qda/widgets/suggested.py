"""Suggestions as a page takes them: where they stand now, which are decided, and how those of each code have done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from wenger_qda.store import Project
from wenger_qda.store.places import Wanted
from wenger_qda.suggest.suggester import FEWEST
from wenger_qda.widgets.base import Content

_LONGEST = 1_500
Spans = Mapping[tuple[str, str], list[tuple[int, int]]]


class Suggested(NamedTuple):
    """A suggestion: its place, its code, how likely it is, and why."""

    source: str
    start_char: int
    end_char: int
    code: str
    score: float
    why: str

    @property
    def place(self) -> tuple[str, int, int, str]:
        """What makes it the same one."""
        return self[:4]


def suggested_of(table: pd.DataFrame) -> list[Suggested]:
    """Give the rows of a table of suggestions."""
    return [Suggested._make(row) for row in table[list(Suggested._fields)].itertuples(index=False, name=None)]


def seen_places(project: Project, places: list[tuple[str, int, int]]) -> Iterator[tuple[int, list[Any]]]:
    """Tell of places what a page shows, with their numbers: source guid, span, words and those around, speaker, time.

    The last says how many characters of the words are left out.
    """
    guids = project.view_source_guids({source for source, _, _ in places})
    wanted = [
        Wanted(source_guid=guids.get(source, ""), start_char=start, end_char=end) for source, start, end in places
    ]
    for seen in project.view_places(wanted).places:
        words = seen.words[:_LONGEST]
        yield seen.number, [
            seen.source_guid, seen.start_char, seen.end_char, seen.before, words, seen.after, seen.speaker,
            seen.start_ms, len(seen.words) - len(words),
        ]  # fmt: skip


def decided(project: Project, rows: Mapping[int, Suggested]) -> list[int]:
    """Give the numbers of those that are decided: coded by oneself with that code, or refused."""
    coder = _known(project)
    if not coder or not rows:
        return []
    names = {row.source for row in rows.values()}
    taken = _spans(project.codings(sources=names, coders=[coder]))
    columns = ["source", "start_char", "end_char", "code"]
    rejections = project.rejections(sources=names, coders=[coder])[columns]
    refused = set(rejections.itertuples(index=False, name=None))
    return [number for number, row in rows.items() if row.place in refused or _is_taken(row, taken)]


def records(project: Project, record: pd.DataFrame) -> list[Content]:
    """Tell for each code how often it was right when put first, whether it is held back, and what one decided.

    Returns
    -------
    list of dict
        code, n_first, n_right, held, taken, refused; only of codes of which there is something to tell.
    """
    right = project.suggesting().right
    answers = _answers(project)
    found = []
    for code, n_first, n_right in record[["code", "n_first", "n_right"]].itertuples(index=False, name=None):
        taken, refused = answers.get(code, (0, 0))
        if n_first or taken or refused:
            is_held = bool(n_first >= FEWEST and n_right < right * n_first)
            told = {"n_first": int(n_first), "n_right": int(n_right), "held": is_held}
            found.append({"code": code, **told, "taken": taken, "refused": refused})
    return found


def _answers(project: Project) -> dict[str, tuple[int, int]]:
    """Give for each code how many suggestions of it one took over, and how many one refused."""
    coder = _known(project)
    if not coder:
        return {}
    codings = project.codings(coders=[coder])
    taken = codings["code"][codings["origin"] == "suggested"].value_counts()
    refused = project.rejections(coders=[coder])["code"].value_counts()
    return {code: (int(taken.get(code, 0)), int(refused.get(code, 0))) for code in taken.index.union(refused.index)}


def _known(project: Project) -> str:
    """Give the coder, who is not known to the project before the first change; empty where there is none."""
    coder = project.coder or ""
    return coder if coder in set(project.coders()["coder"]) else ""


def _spans(codings: pd.DataFrame) -> Spans:
    """Give the places of codings by source and code."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    placed = codings.dropna(subset=["start_char"])[["source", "code", "start_char", "end_char"]]
    for source, code, start, end in placed.itertuples(index=False, name=None):
        found.setdefault((source, code), []).append((start, end))
    return found


def _is_taken(row: Suggested, taken: Spans) -> bool:
    spans = taken.get((row.source, row.code), ())
    return any(start < row.end_char and row.start_char < end for start, end in spans)
