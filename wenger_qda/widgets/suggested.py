"""Suggestions as a page takes them: where they stand now, which are decided, and how those of each code have done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from wenger_qda.reports.suggesting import Own
from wenger_qda.store import Project
from wenger_qda.store.places import Wanted
from wenger_qda.suggest.suggester import held_back
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


def decided(rows: Mapping[int, Suggested], own: Own) -> list[int]:
    """Give the numbers of those that are decided: coded by oneself with that code, or refused."""
    taken = _spans(own.codings)
    columns = ["source", "start_char", "end_char", "code"]
    refused = set(own.rejections[columns].itertuples(index=False, name=None))
    return [number for number, row in rows.items() if row.place in refused or _is_taken(row, taken)]


def records(record: pd.DataFrame, own: Own, right: float) -> list[Content]:
    """Tell for each code how often it was right when put first, whether it is held back, and what one decided.

    Returns
    -------
    list of dict
        code, n_first, n_right, held, taken, refused; only of codes of which there is something to tell.
    """
    taken = own.codings["code"][own.codings["origin"] == "suggested"].value_counts()
    refused = own.rejections["code"].value_counts()
    found = []
    for code, n_first, n_right in record[["code", "n_first", "n_right"]].itertuples(index=False, name=None):
        answers = {"taken": int(taken.get(code, 0)), "refused": int(refused.get(code, 0))}
        if n_first or any(answers.values()):
            told = {"n_first": int(n_first), "n_right": int(n_right), "held": bool(held_back(n_first, n_right, right))}
            found.append({"code": code, **told, **answers})
    return found


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
