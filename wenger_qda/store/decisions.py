"""What a team settles on: decisions on passages that its coders coded in different ways, and what all agree on.

The outcome stands in the project as codings of a coder of its own, ``consensus``, who is no person. Codings of persons
are never touched here. Each decision is one step, and so is taking over what all agree on.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Connection, select

from wenger_qda import frames
from wenger_qda.errors import StoreError, unknown
from wenger_qda.model import CONSENSUS, OUTCOMES, Coding, Decision, new_guid, now
from wenger_qda.store import coding, given, lookup, notes, schema, team
from wenger_qda.store.coding import Row
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

Span = tuple[int | None, int | None]
_BARE = ("neither", "definition")
_SAID = {
    "one": "as {}", "both": "all that was marked", "neither": "not coded", "span": "a new span",
    "definition": "the definition is at fault",
}  # fmt: skip
_NEEDED = ("source", "code", "start_char", "end_char")
_KEY = ("source_id", "code_id")
_SAME = ("guid", "round", "start_char", "end_char", "outcome", "reason", "created", "mark")


def decide(
    project: Project,
    source: str,
    code: str,
    start_char: int | None,
    end_char: int | None,
    outcome: str,
    *,
    spans: Iterable[tuple[int | None, int | None]] = (),
    agreed_with: Iterable[str] = (),
    reason: str = "",
    round: int = 1,
    positions: Iterable[Mapping[str, Any]] = (),
    mark: str = "",
) -> Decision:
    """Decide a passage that coders coded in different ways, as one step.

    What is settled on is stored as codings of the coder ``consensus``; the coders' own codings stay as they are. An
    earlier decision on the passage, or on a part of it, gives way to this one, and so does what stood there of the
    consensus.

    Parameters
    ----------
    source, code : str
        Name of the source, id of the code.
    start_char, end_char : int or None
        The contested stretch, in code points; None for both: the whole source.
    outcome : str
        ``one`` (one side is right), ``both`` (all that either marked), ``neither`` (not coded), ``span`` (another
        span), ``definition`` (the code's definition is at fault: it is changed, and the passage is coded anew in a
        later round).
    spans : iterable of pairs of int
        What is settled on: half-open spans, or one pair of None for the whole source. None are needed for ``both``,
        which is the contested stretch by itself; there are none for ``neither`` and ``definition``.
    agreed_with : iterable of str
        Names of the coders whose side it is.
    reason : str
        Why, in a line.
    round : int
        The coders' round.
    positions : iterable of mapping
        What was decided upon, each with the keys coder, guid, start_char, end_char; for a coder who read the passage
        and did not code it, `guid` is empty. If one of these codings stands elsewhere by now, or is of another
        source, code or round, nothing is decided. This is all that is checked; without positions, nothing is.
    mark : str
        Stands for the positions; :func:`wenger_qda.disagreements` gives it. It is kept, to tell later on whether a
        passage was coded differently since, and is not checked here.

    Returns
    -------
    Decision

    Raises
    ------
    StoreError
        If the source or the code is not known, one is still to code the source blind, a span lies outside of the
        text, or a position has changed.
    ValueError
        If there is no such outcome, or it does not go with the spans.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> decided = project.decide("day-01", "stories", 0, 11, "span", spans=[(0, 9)], reason="no colon")
    >>> decided.outcome, project.codings()[["coder", "quote", "note"]].values.tolist()
    ('span', [['consensus', 'Once more', 'no colon']])
    >>> project.undo()
    'stories on day-01 0–11 “Once more:”: a new span'
    """
    stretch = _span(source, start_char, end_char)
    wanted = _settled(source, outcome, stretch, spans)
    names = tuple(dict.fromkeys([agreed_with] if isinstance(agreed_with, str) else agreed_with))
    with project._step("decide", "") as step:
        consensus, known = team.consensus(step), lookup.Known(step.connection)
        row = _row(known, Decision(
            source=source, code=code, round=team.number(round), start_char=stretch[0], end_char=stretch[1],
            outcome=outcome, agreed_with=names, reason=reason.strip(), coder=step.coder, mark=mark,
        ))  # fmt: skip
        _expect_seen(step, {row["source_id"]: source})
        positions = [_position(held) for held in positions]
        _expect_there(step, row, source, positions)
        settled = [
            coding.as_row(known, Coding(
                source=source, code=code, coder=CONSENSUS, round=row["round"], start_char=start, end_char=end,
                note=row["reason"],
            ))
            for start, end in wanted
        ]  # fmt: skip
        there = _Standing(step.connection, consensus, row["round"], source_id=row["source_id"], code_id=row["code_id"])
        old = there.decisions_on(row)
        guids = _put(step, there, there.codings_of(row, old), settled)
        step.delete(schema.decisions, [held["id"] for held in old], "decided anew")
        row |= {"positions": json.dumps(positions), "codings": json.dumps(guids)}
        step.say(f"{code} on {source} {coding.shown(row)}: {_SAID[outcome].format(' and '.join(names) or 'one side')}")
        step.insert(schema.decisions, [row])
        return _value(row, source=source, code=code, coder=step.coder)


def settle(project: Project, regions: pd.DataFrame, *, round: int = 1) -> int:
    """Take over passages on which all agree as codings of the ``consensus``, as one step.

    What stands there already is left as it is; what was settled on before all agreed gives way.

    Parameters
    ----------
    regions : DataFrame
        With the columns source, code, start_char, end_char: what :func:`wenger_qda.agreement.agreed` gives. Where it
        has a column round, rows of other rounds are left out.
    round : int
        The coders' round.

    Returns
    -------
    int
        How many passages are new.

    Raises
    ------
    StoreError
        If a source or code is not known, a span lies outside of the text, or one is still to code one of the sources
        blind.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> agreed = pd.DataFrame({"source": ["day-01"], "code": ["stories"], "start_char": [0], "end_char": [9]})
    >>> project.settle(agreed, round=1), project.settle(agreed, round=1)
    (1, 0)
    """
    gone = [name for name in _NEEDED if name not in regions]
    if gone:
        raise ValueError(f"a table of passages to take over needs the columns {', '.join(_NEEDED)}; no {gone[0]}")
    number, _ = team.number(round), project._writer()
    chosen = regions[regions["round"] == number] if "round" in regions else regions
    if chosen.empty:
        return 0
    with project._step("settle", "") as step:
        consensus, known = team.consensus(step), lookup.Known(step.connection)
        rows = [
            coding.as_row(known, Coding(
                source=source, code=code, coder=CONSENSUS, round=number, start_char=start, end_char=end,
            ))
            for source, code, *span in chosen[list(_NEEDED)].itertuples(index=False)
            for start, end in [_span(source, *span)]
        ]  # fmt: skip
        _expect_seen(step, dict(zip((row["source_id"] for row in rows), chosen["source"], strict=True)))
        there = _Standing(step.connection, consensus, number)
        fresh = list({(_key(row), _place(row)): row for row in rows if not there.has(row)}.values())
        stay = {held["guid"] for row in rows if there.has(row) and (held := there.at(row))}
        decided = {held["id"]: held for row in fresh for held in there.decisions_on(row)}
        old = {held["guid"]: held for row in fresh for held in there.codings_of(row, there.decisions_on(row))}
        _put(step, there, [held for guid, held in old.items() if guid not in stay], fresh)
        step.delete(schema.decisions, decided, "all agree by now")
        passages = "1 passage" if len(fresh) == 1 else f"{len(fresh)} passages"
        step.say(f"{passages} on which all agree taken over")
    return len(fresh)


def decisions(project: Project) -> pd.DataFrame:
    """One row a decision on a contested passage, sorted by source, start_char, end_char, code, round.

    Returns
    -------
    DataFrame
        guid, source, code, round, start_char, end_char, outcome, agreed_with (tuple of coders), reason, coder (who
        decided), created, mark, codings (tuple of guids of the codings that the consensus has by it). A whole source
        has ``<NA>`` as offsets.
    """
    table, names = schema.decisions, frames.COLUMNS["decisions"]
    order = (
        schema.sources.c.name,
        table.c.start_char,
        table.c.end_char,
        schema.codes.c.code,
        table.c.round,
        table.c.id,
    )
    query = (
        select(table, schema.sources.c.name.label("source"), schema.codes.c.code, schema.coders.c.name.label("coder"))
        .join(schema.sources, schema.sources.c.id == table.c.source_id)
        .join(schema.codes, schema.codes.c.id == table.c.code_id)
        .join(schema.coders, schema.coders.c.id == table.c.coder_id)
        .order_by(*order)
    )
    with project._reading() as connection:
        rows = connection.execute(query).mappings().all()
    lists = {"agreed_with", "codings"}
    return frames.frame("decisions", {
        name: [tuple(json.loads(row[name] or "[]")) if name in lists else row[name] for row in rows] for name in names
    })  # fmt: skip


def go_along(step: Step, code_id: int, codings: Iterable[str]) -> None:
    """Take out the decisions on a code that goes; others do not name its codings any more."""
    table = schema.decisions
    step.delete(table, step.connection.execute(select(table.c.id).where(table.c.code_id == code_id)).scalars().all())
    _rename(step, dict.fromkeys(codings, ""))


def move_along(step: Step, code_id: int, into: int, codings: Mapping[str, str]) -> None:
    """Let the decisions on a code be on another one that takes its place; some codings became others by that."""
    table = schema.decisions
    moved = step.connection.execute(select(table.c.id).where(table.c.code_id == code_id)).scalars()
    step.update_all(table, {row_id: {"code_id": into} for row_id in moved})
    _rename(step, codings)


class _Standing:
    """What stands of the consensus in a round: its codings, and the decisions, to be found by their place."""

    def __init__(self, connection: Connection, consensus: int, round: int, **place: int) -> None:
        codings, decided = schema.codings, schema.decisions
        of_place = [[table.c[key] == value for key, value in place.items()] for table in (codings, decided)]
        mine = select(codings).where(codings.c.coder_id == consensus, codings.c.round == round, *of_place[0])
        self._codings = _by_code(connection.execute(mine).mappings())
        self._decisions = _by_code(
            connection.execute(select(decided).where(decided.c.round == round, *of_place[1])).mappings()
        )

    def decisions_on(self, row: Row) -> list[Row]:
        """Give the decisions on a stretch, or on a part of it."""
        return [held for held in self._decisions.get(_key(row), ()) if _overlap(held, row)]

    def codings_of(self, row: Row, decided: Sequence[Row]) -> list[Row]:
        """Give what the consensus has on a stretch, and by decisions on it; not what it has by other decisions."""
        all_decided = self._decisions.get(_key(row), ())
        listed = {guid for held in decided for guid in _guids(held)}
        others = {guid for held in all_decided if held not in decided for guid in _guids(held)}
        return [
            held
            for held in self._codings.get(_key(row), ())
            if held["guid"] not in others and (held["guid"] in listed or _overlap(held, row))
        ]

    def has(self, row: Row) -> bool:
        """Tell whether the same coding stands there, with nothing to be looked at, and nothing else beside it."""
        beside = [held for held in self._codings.get(_key(row), ()) if _overlap(held, row)]
        return len(beside) == 1 and _place(beside[0]) == _place(row) and beside[0]["status"] == "ok"

    def at(self, row: Row) -> Row | None:
        """Find the coding at a place."""
        return next((held for held in self._codings.get(_key(row), ()) if _place(held) == _place(row)), None)


def _put(step: Step, there: _Standing, old: Sequence[Row], fresh: Sequence[dict[str, Any]]) -> list[str]:
    """Put codings of the consensus in the place of others; one that stands there already stays. Give their guids."""
    stays = [there.at(row) for row in fresh]
    kept = {held["guid"] for held in stays if held is not None}
    gone = [held for held in old if held["guid"] not in kept]
    notes.go_along(step, [held["guid"] for held in gone])
    step.delete(schema.codings, [held["id"] for held in gone])
    changed = ("quote", "text_sha256", "note", *coding.MEANT)
    step.update_all(schema.codings, {
        held["id"]: {key: row[key] for key in changed}
        for row, held in zip(fresh, stays, strict=True) if held is not None
    })  # fmt: skip
    step.insert(schema.codings, [row for row, held in zip(fresh, stays, strict=True) if held is None])
    return [row["guid"] if held is None else held["guid"] for row, held in zip(fresh, stays, strict=True)]


def _rename(step: Step, codings: Mapping[str, str]) -> None:
    """Let decisions name codings by other guids; those without another one are gone."""
    table = schema.decisions
    named = step.connection.execute(select(table.c.id, table.c.codings)).mappings().all() if codings else []
    fresh = {
        row["id"]: list(dict.fromkeys(filter(None, (codings.get(guid, guid) for guid in _guids(row))))) for row in named
    }
    step.update_all(table, {row_id: {"codings": json.dumps(guids)} for row_id, guids in fresh.items()})


def _settled(source: str, outcome: str, stretch: Span, spans: Iterable[tuple[Any, Any]]) -> list[Span]:
    """Give the spans that an outcome leads to.

    Raises
    ------
    ValueError
        If there is no such outcome, or the spans do not go with it.
    """
    if outcome not in OUTCOMES:
        raise ValueError(unknown("outcome", outcome, list(OUTCOMES)))
    wanted = list(dict.fromkeys(_span(source, *span) for span in spans))
    if outcome == "both" and not wanted:
        return [stretch]
    if outcome in _BARE and wanted:
        raise ValueError(f"nothing is coded by the outcome {outcome!r}; leave the spans out")
    if outcome not in _BARE and not wanted:
        raise ValueError(f"the outcome {outcome!r} needs the spans that are settled on")
    return wanted


def _span(source: str, start: Any, end: Any) -> Span:
    start, end = given.whole(start), given.whole(end)
    given.expect_span(source, start, end)
    return start, end


def _row(known: lookup.Known, decision: Decision) -> dict[str, Any]:
    """Check a decision against the project and give the row it is stored as."""
    source = known.source(decision.source)
    same = {name: getattr(decision, name) for name in _SAME}
    return same | {
        "source_id": source["id"],
        "code_id": known.code(decision.code)["id"],
        "coder_id": known.coder(decision.coder),
        "quote": coding.cut(source, decision.start_char, decision.end_char),
        "agreed_with": json.dumps(decision.agreed_with, ensure_ascii=False),
        "status": "ok",
        "text_sha256": source["sha256"],
        "guid": new_guid(),
        "created": now(),
    }


def _value(row: Row, **names: Any) -> Decision:
    """Give a stored decision as a value."""
    fields = {name: row[name] for name in _SAME} | names
    return Decision(**fields, agreed_with=tuple(json.loads(row["agreed_with"])), codings=tuple(_guids(row)))


def _expect_seen(step: Step, names: Mapping[int, str]) -> None:
    """Refuse to settle anything in a source that one is still to code without having seen what others coded."""
    rounds = team.rounds(step.connection, step.coder)
    blind = sorted({name for row_id, name in names.items() if rounds.get(row_id, team.Round()).is_blind})
    if blind:
        raise StoreError(
            f"{step.coder} still codes {', '.join(blind)} blind; say that it is done (project.done), and decide then"
        )


def _expect_there(step: Step, decided: Row, source: str, positions: Collection[Mapping[str, Any]]) -> None:
    """Refuse to decide upon codings that stand elsewhere by now, are of another code or round, or are gone."""
    codings, at = schema.codings, {held["guid"]: held for held in positions if held.get("guid")}
    rows = lookup.rows(step.connection, select(codings), codings.c.guid, at)
    now_at = {row["guid"]: _place(row) for row in rows if all(row[key] == decided[key] for key in (*_KEY, "round"))}
    moved = {str(held.get("coder") or "somebody") for guid, held in at.items() if now_at.get(guid) != _place(held)}
    if moved:
        raise StoreError(f"{', '.join(sorted(moved))} changed this passage of {source} meanwhile; look at it again")


def _position(held: Mapping[str, Any]) -> dict[str, Any]:
    """Give a position with offsets that can be written down, also if they come out of a table."""
    return {key: given.whole(value) if key in ("start_char", "end_char") else value for key, value in held.items()}


def _by_code(rows: Iterable[Row]) -> dict[tuple[int, int], list[Row]]:
    found: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        found.setdefault(_key(row), []).append(row)
    return found


def _key(row: Row) -> tuple[int, int]:
    return row["source_id"], row["code_id"]


def _place(row: Row | Mapping[str, Any]) -> Span:
    return given.whole(row["start_char"]), given.whole(row["end_char"])


def _guids(row: Row) -> list[str]:
    return list(json.loads(row["codings"] or "[]"))


def _overlap(one: Row, other: Row) -> bool:
    """Tell whether two stretches share a character; two whole sources do."""
    if one["start_char"] is None or other["start_char"] is None:
        return one["start_char"] is other["start_char"]
    return bool(one["start_char"] < other["end_char"] and other["start_char"] < one["end_char"])
