"""What there is to decide, as the page takes it: contested passages, everybody's positions, decisions on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from wenger_qda.agreement.contested import COLUMNS, stretches
from wenger_qda.model import CONSENSUS
from wenger_qda.store import Project

Content = dict[str, Any]
_SHOWN = 240
_ENDS = 60
_UNCODED = "nobody codes it"  # the mark of a stretch without positions
_OF_POSITION = ("guid", "coder", "note", "weight", "certainty", "stance", "created", "start_char", "end_char", "status")
_TOLD = _OF_POSITION[:7]


class Choice(NamedTuple):
    """Whose codings are compared, with which codes, in which round; None leaves it open."""

    coders: Collection[str] | None = None
    codes: Collection[str] | None = None
    round: int | None = None


class Contested(NamedTuple):
    """All of one moment: the rows of the page, what all agree on and is not taken over yet, and how texts stand.

    `settled` names the texts of which nothing is left to decide or to take over, `blind` those that one is still to
    code without seeing what others coded, and `why` says why there is nothing to compare. Where only some coders are
    compared, nothing is taken over that others see differently, or that was decided.
    """

    rows: list[Content]
    to_settle: pd.DataFrame
    settled: list[str]
    blind: list[str]
    why: str


def contested(project: Project, choice: Choice, *, source: str | None = None) -> Contested:
    """Find what there is to decide, in all texts or in one; nothing of those that one still codes blind.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 0, 30, "stories")
    >>> with type(project).open(project.path, coder="bo") as bo:
    ...     _ = bo.code("day-01", 5, 30, "stories")
    >>> [(row["code"], row["start"], row["end"], row["state"]) for row in contested(project, Choice()).rows]
    [('stories', 0, 30, 'open')]
    """
    seen = [held for held in project.view_sources() if source in (None, held.source)]
    blind = [held.source for held in seen if held.round.is_blind]
    names = {held.source: held.guid for held in seen if not held.round.is_blind}
    codings = project.codings(sources=None if source is None else [source])
    codings = codings[codings["source"].isin(names)]
    compared = _compared(project, codings, choice, names)
    found = stretches(*compared, codes=choice.codes, round=choice.round)
    is_same = found["kind"] == "agreed"
    differing, same = found[~is_same], found[is_same]
    settled = codings[codings["coder"] == CONSENSUS]
    decisions = _Decisions(project.decisions(), settled)
    rows = list(_rows(project, differing, compared[0], names, decisions))
    rows += _uncoded(project, codings[codings["coder"] != CONSENSUS], choice, names, decisions)
    to_settle = pending = same[~_stands(same, settled)]
    if choice.coders is not None:
        pending = pending[~decisions.touch(pending)]
        everybody = _compared(project, codings, choice._replace(coders=None), names)
        to_settle = pending[_agreed_by_all(pending, everybody)]
    left = {row["name"] for row in rows if row["state"] != "decided"} | set(pending["source"])
    whole = sorted(({row["name"] for row in rows} | set(same["source"])) - left)
    return Contested(rows, to_settle, whole, blind, str(found.attrs.get("why", "")))


def _compared(
    project: Project, codings: pd.DataFrame, choice: Choice, names: Collection[str]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Give codings, sources and assignments of those who are compared."""
    sources, assignments = project.sources(), project.assignments()
    tables = [table[table["source"].isin(names)] for table in (codings, sources, assignments)]
    codings, sources, assignments = (table.reset_index(drop=True) for table in tables)
    persons = [table[table["coder"] != CONSENSUS] for table in (codings, assignments)]
    if choice.coders is not None:
        persons = [table[table["coder"].isin(list(choice.coders))] for table in persons]
    codings, assignments = (table.reset_index(drop=True) for table in persons)
    return codings, sources, assignments


def _agreed_by_all(
    regions: pd.DataFrame, everybody: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Tell on which regions all who read them agree, not some of them alone."""
    agreed: set[tuple[Any, ...]] = set()
    for number in rounds_of(regions):
        found = stretches(*everybody, round=number)
        agreed.update(_places(found[found["kind"] == "agreed"]))
    return np.array([place in agreed for place in _places(regions)], dtype=bool)


class _Decisions:
    """The decisions there are, to be found by the stretch that they are on."""

    def __init__(self, decisions: pd.DataFrame, settled: pd.DataFrame) -> None:
        self._at: dict[tuple[str, str, int], list[dict[Any, Any]]] = {}
        for row in decisions.to_dict("records"):
            self._at.setdefault((row["source"], row["code"], row["round"]), []).append(row)
        self._settled = {row["guid"]: row for row in settled.to_dict("records")}

    def places(self) -> Iterator[Content]:
        """Give each stretch that was decided on, once, with the mark that it has where nobody codes it."""
        for (source, code, number), held in self._at.items():
            for start, end in dict.fromkeys(map(_span, held)):
                place = {"source": source, "code": code, "round": number, "mark": _UNCODED}
                yield place | {"start_char": start, "end_char": end}

    def touch(self, regions: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Tell on which regions, or on parts of which, something was decided."""
        return np.array([self.on(row)[1] is not None for row in regions.to_dict("records")], dtype=bool)

    def on(self, row: Mapping[Any, Any]) -> tuple[str, Content | None]:
        """Give how a stretch stands, and what was decided on it: ``open``, ``decided``, or ``changed`` since."""
        held = self._at.get((row["source"], row["code"], row["round"]), [])
        found = [one for one in held if _overlap(one, row)]
        if not found:
            return "open", None
        last = max(found, key=lambda one: (one["mark"] == row["mark"], one["created"]))
        codings = [self._settled[guid] for guid in last["codings"] if guid in self._settled]
        to_review = any(coding["status"] == "needs_review" for coding in codings)
        told = {name: last[name] for name in ("outcome", "reason", "coder", "created")}
        told |= {"agreed_with": list(last["agreed_with"]), "spans": [_span(coding) for coding in codings]}
        return "decided" if last["mark"] == row["mark"] and not to_review else "changed", told | {"review": to_review}


def _rows(
    project: Project, differing: pd.DataFrame, codings: pd.DataFrame, names: Mapping[str, str], decisions: _Decisions
) -> Iterator[Content]:
    """Give the rows of the page, text by text."""
    held = dict(zip(codings["guid"], _records(codings, _OF_POSITION), strict=True)) if len(differing) else {}
    text, beside, last = "", _Beside(codings.head(0)), ""
    of_source = dict(list(codings.groupby("source"))) if len(differing) else {}
    for row in _records(differing, COLUMNS):  # text by text
        source, (start, end) = str(row["source"]), _span(row)
        if source != last:
            text, beside, last = project.text(source), _Beside(of_source[source]), source
        state, decision = decisions.on(row)
        words = text[start:end][:_SHOWN] if start is not None else ""
        yield {
            "key": f"{names[source]} {row['code']} {row['round']} {start} {end}",
            "source": names[source], "name": source, "start": start, "end": end,
            **{name: row[name] for name in ("code", "round", "kind", "cost", "mark")},
            "coders": list(row["coders"]), "others": list(row["others"]),
            "words": words,
            "positions": [_position(held[guid], text) for guid in row["guids"]],
            "also": beside.codes(start, end, row["code"], row["round"]),
            "state": state, "decision": decision,
        }  # fmt: skip


def _uncoded(
    project: Project, codings: pd.DataFrame, choice: Choice, names: Mapping[str, str], decisions: _Decisions
) -> Iterator[Content]:
    """Give a row for each stretch that was decided on, and that nobody codes any more."""
    held: dict[tuple[str, str, int], list[Content]] = {}
    for coding in _records(codings, ("source", "code", "round", "start_char", "end_char")):
        held.setdefault((coding["source"], coding["code"], coding["round"]), []).append(coding)
    for place in decisions.places():
        source, code, number = (place[name] for name in ("source", "code", "round"))
        is_chosen = source in names and (choice.codes is None or code in choice.codes)
        if not is_chosen or choice.round not in (None, number):
            continue
        if any(_overlap(coding, place) for coding in held.get((source, code, number), ())):
            continue
        state, decision = decisions.on(place)
        start, end = _span(place)
        yield {
            "key": f"{names[source]} {code} {number} {start} {end}",
            "source": names[source], "name": source, "start": start, "end": end, "code": code, "round": number,
            "kind": "uncoded", "cost": 0.0, "mark": place["mark"], "coders": [], "others": [],
            "words": project.text(source)[start:end][:_SHOWN] if start is not None else "",
            "positions": [], "also": {}, "state": state, "decision": decision,
        }  # fmt: skip


class _Beside:
    """All codings of a text, to find what else each coder gave at a place."""

    def __init__(self, codings: pd.DataFrame) -> None:
        placed = codings[codings["start_char"].notna()]
        self._start, self._end = (placed[name].to_numpy(dtype=np.int64) for name in ("start_char", "end_char"))
        self._round = placed["round"].to_numpy(dtype=np.int64)
        self._who = list(zip(placed["coder"], placed["code"], strict=True))

    def codes(self, start: int | None, end: int | None, code: str, round: int) -> dict[str, list[str]]:
        """Give the other codes at a place, by coder."""
        if start is None or end is None:
            return {}
        here = np.flatnonzero((self._start < end) & (self._end > start) & (self._round == round))
        found: dict[str, list[str]] = {}
        for coder, other in dict.fromkeys(self._who[number] for number in here.tolist()):
            if other != code:
                found.setdefault(coder, []).append(other)
        return found


def positions_of(row: Content) -> list[Content]:
    """Give who says what on a row, as a decision keeps it: places of codings, and who coded nothing.

    Examples
    --------
    >>> position = {"coder": "bo", "guid": "G", "start": 0, "end": 4}
    >>> positions_of({"positions": [position], "others": ["cy"]})[1]
    {'coder': 'cy', 'guid': '', 'start_char': None, 'end_char': None}
    """
    coded = (
        {"coder": one["coder"], "guid": one["guid"], "start_char": one["start"], "end_char": one["end"]}
        for one in row["positions"]
    )
    return [*coded, *({"coder": name, "guid": "", "start_char": None, "end_char": None} for name in row["others"])]


def spans_of(row: Content, coders: Collection[str]) -> list[tuple[int | None, int | None]]:
    """Give the spans of one side: what its coders marked, which is the same for all of them."""
    one = next(iter(coders), "")
    return [(held["start"], held["end"]) for held in row["positions"] if held["coder"] == one]


def _position(coding: Mapping[Any, Any], text: str) -> Content:
    start, end = _span(coding)
    told = {name: None if _is_missing(coding[name]) else coding[name] for name in _TOLD}
    words = "" if start is None else _by_its_ends(text[start:end])
    return told | {"start": start, "end": end, "words": words, "review": coding["status"] == "needs_review"}


def _by_its_ends(words: str) -> str:
    """Shorten a long passage in the middle: where it begins and ends is what is contested."""
    if len(words) <= 2 * _ENDS:
        return words
    ahead, behind = words[:_ENDS], words[-_ENDS:]
    return f"{(ahead.rsplit(None, 1)[:1] or [ahead])[0]} … {(behind.split(None, 1)[1:] or [behind])[0]}"


def _records(table: pd.DataFrame, names: Iterable[str]) -> Iterator[Content]:
    """Give rows as mappings: `to_dict` of a whole table takes several times as long."""
    columns = {name: table[name].tolist() for name in names}
    return (dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))


def _stands(regions: pd.DataFrame, settled: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Tell which regions the consensus has already."""
    well = settled[settled["status"] == "ok"]
    there = set(_places(well))
    return np.array([place in there for place in _places(regions)], dtype=bool)


def _places(table: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    rows = table[["source", "code", "round", "start_char", "end_char"]].itertuples(index=False)
    return ((*rest, *_span({"start_char": start, "end_char": end})) for *rest, start, end in rows)


def _span(row: Mapping[Any, Any]) -> tuple[int | None, int | None]:
    start, end = row["start_char"], row["end_char"]
    return (None, None) if _is_missing(start) or _is_missing(end) else (int(start), int(end))


def _overlap(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> bool:
    (first, stop), (start, end) = _span(one), _span(other)
    if first is None or stop is None or start is None or end is None:
        return first is start
    return first < end and start < stop


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or value != value


def rounds_of(regions: pd.DataFrame) -> Sequence[int]:
    """Give the rounds that stand in a table."""
    return sorted({int(number) for number in regions["round"]})
