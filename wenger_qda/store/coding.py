"""Coding passages: each call is one step, on disk when it returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection, RowMapping, select

from wenger_qda.errors import StoreError
from wenger_qda.model import CONSENSUS, Coding, new_guid, now
from wenger_qda.store import in_view as beside
from wenger_qda.store import lookup, notes, schema, team
from wenger_qda.store.given import expect_span, real, whole
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

Row = Mapping[str, Any] | RowMapping
Place = tuple[Any, ...]
EDITABLE = ("code", "start_char", "end_char", "note", "weight", "certainty", "stance", "round")
MEANT = {"status": "ok", "review": ""}
_SHOWN = 60


def code(
    project: Project,
    source: str,
    start_char: int | None,
    end_char: int | None,
    code: str,
    *,
    note: str = "",
    weight: float | None = None,
    certainty: float | None = None,
    stance: str = "",
    round: int = 1,
    origin: str = "manual",
) -> Coding:
    """Code a passage.

    Parameters
    ----------
    source : str
        Name of the source.
    start_char, end_char : int or None
        Half-open span in code points; None for both: the whole source.
    code : str
        Id of the code.
    note : str
        The coder's memo on it.
    weight, certainty : float, optional
        As the coder gives them.
    stance : str
        ``for``, ``against`` or empty.
    round : int
        The coder's round.
    origin : str
        ``manual``, or ``suggested`` where a person accepted a suggestion.

    Returns
    -------
    Coding
        The coding that stands there now. The same code twice at the same place by the same coder in the same round
        is one coding.

    Raises
    ------
    StoreError
        If the source or the code is not known, the code is a bare heading, or the span lies outside the text.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> project.code("day-01", 0, 11, "stories", note="again").quote
    'Once more: '
    """
    return code_with(
        project, source, start_char, end_char, [code], note=note, weight=weight, certainty=certainty, stance=stance,
        round=round, origin=origin,
    )[0]  # fmt: skip


def code_with(
    project: Project,
    source: str,
    start_char: int | None,
    end_char: int | None,
    codes: Iterable[str],
    *,
    note: str = "",
    weight: float | None = None,
    certainty: float | None = None,
    stance: str = "",
    round: int = 1,
    origin: str = "manual",
    guids: Iterable[str] = (),
    in_view: Iterable[str] | None = None,
) -> list[Coding]:
    """Code a passage with several codes, as one step; else as :meth:`code`.

    Parameters
    ----------
    codes : iterable of str
        Ids of the codes; one that stands twice counts once.
    guids : iterable of str, optional
        What the new codings are to be known by, one a code, where that was settled already, as by a page that shows
        them before they are stored. A coding that stands there keeps its own.
    in_view : iterable of str, optional
        Ids of the codes that were suggested beside the passage meanwhile, the first of them first; see :meth:`in_view`.

    Returns
    -------
    list of Coding
        One a code, in the order given.

    Raises
    ------
    StoreError
        As :meth:`code` does; where one of the codes is not known or a bare heading, nothing is coded. Also where a
        guid is taken.
    ValueError
        If there are not as many guids as codes, or one of them is none.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> [coding.code for coding in project.code_with("day-01", 0, 11, ["stories", "community-maintenance"])]
    ['stories', 'community-maintenance']
    >>> project.undo()
    'stories, community-maintenance on day-01 0–11 “Once more:”'
    """
    start, end = whole(start_char), whole(end_char)
    expect_span(source, start, end)
    wanted = Coding(
        source=source, code="", coder=project._writer(), round=team.number(round), start_char=start, end_char=end,
        note=note, weight=real(weight), certainty=real(certainty), stance=stance, origin=origin,
    )  # fmt: skip
    ids = [codes] if isinstance(codes, str) else list(dict.fromkeys(codes))
    if not ids:
        raise StoreError(f"no code was given to code {source!r} with; choose at least one")
    chosen = [str(UUID(guid)).upper() for guid in guids] or [new_guid() for _ in ids]
    if len(chosen) != len(ids):
        raise ValueError(f"{len(ids)} codes and {len(chosen)} guids; each code needs one")
    with project._step("code", "") as step:
        known = lookup.Known(step.connection)
        rows = [as_row(known, replace(wanted, code=code, guid=guid)) for code, guid in zip(ids, chosen, strict=True)]
        step.say(f"{', '.join(ids)} on {source} {shown(rows[0])}")
        made = [put(step, row) for row in rows]
        if in_view is not None:
            shown_beside = list(in_view)
            beside.keep(step.connection, {coding.guid: shown_beside for coding in made})
        return made


def uncode(project: Project, guid: str) -> None:
    """Take a coding away, with the notes on it.

    Raises
    ------
    StoreError
        If there is none of that guid, or it is another coder's.
    """
    with project._step("uncode", "") as step:
        row = mine(step, guid)
        gone = as_coding(step.connection, row)
        step.say(f"{gone.code} taken off {gone.source} {shown(row)}")
        notes.go_along(step, [guid])
        step.delete(schema.codings, [row["id"]])


def edit_coding(project: Project, guid: str, **fields: Any) -> Coding:
    """Change a coding: its code, its span, its note, weight, certainty, stance or round.

    Raises
    ------
    StoreError
        If it is another coder's, the same coding stands there already, or the span lies outside the text.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> coding = project.code("day-01", 0, 11, "stories")
    >>> project.edit_coding(coding.guid, end_char=9, stance="against").quote
    'Once more'
    """
    wrong = fields.keys() - set(EDITABLE)
    if wrong:
        raise TypeError(f"a coding has no {', '.join(sorted(wrong))} to change; it has {', '.join(EDITABLE)}")
    with project._step("edit coding", "") as step:
        row = mine(step, guid)
        old = as_coding(step.connection, row)
        wanted = _edited(old, fields)
        fresh = _fresh(step, row, wanted, fields)
        if (twin := held(step.connection, {**row, **fresh})) is not None and twin["guid"] != guid:
            raise StoreError(
                f"{wanted.code} stands there already; take one of the two away, or make them one with recode"
            )
        step.say(f"coding {old.code} on {old.source} {shown(row)}: {', '.join(fields)} changed")
        step.update(schema.codings, row["id"], fresh)
        return as_coding(step.connection, {**row, **fresh})


def reviewed(project: Project, guid: str) -> Coding:
    """Say that a coding marked for review is right as it stands; its quote becomes the words that stand there now.

    Raises
    ------
    StoreError
        If there is none of that guid, it is another coder's, or another coding of that code stands there already.
    """
    with project._step("reviewed", "") as step:
        row = mine(step, guid)
        sources = schema.sources
        source = step.connection.execute(select(sources).where(sources.c.id == row["source_id"])).mappings().one()
        quote = cut(source, row["start_char"], row["end_char"])
        twin = held(step.connection, {**row, "quote": quote})
        if twin is not None and twin["guid"] != guid:
            raise StoreError(f"the same code stands at {shown(twin)} already; take one of the two away")
        fresh = MEANT | {"text_sha256": source["sha256"], "quote": quote}
        step.say(f"coding on {source['name']} {shown(row)} looked at")
        step.update(schema.codings, row["id"], fresh)
        return as_coding(step.connection, {**row, **fresh})


def autocode(project: Project, hits: pd.DataFrame, code: str, *, round: int = 1, note: str = "") -> int:
    """Code every row of a table of passages with one code, as one step.

    Parameters
    ----------
    hits : DataFrame
        With the columns source, start_char, end_char: what :meth:`search` gives. Look at it first; it is the preview.
    code : str
        Id of the code.

    Returns
    -------
    int
        How many codings were added; passages that carry it already are left as they are.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> project.autocode(project.search("snacks"), "community-maintenance")
    1
    """
    gone = {"source", "start_char", "end_char"} - set(hits.columns)
    if gone:
        raise ValueError(f"a table of passages needs the columns source, start_char, end_char; no {', '.join(gone)}")
    coder, number = project._writer(), team.number(round)
    with project._step("autocode", "") as step:
        known = lookup.Known(step.connection)
        places = held_places(step.connection, schema.codings.c.code_id == known.code(code)["id"])
        rows = []
        for source, start, end in hits[["source", "start_char", "end_char"]].itertuples(index=False):
            wanted = Coding(
                source=source, code=code, coder=coder, round=number, start_char=whole(start), end_char=whole(end),
                note=note,
            )  # fmt: skip
            row = as_row(known, wanted)
            if place(row) not in places:
                places.add(place(row))
                rows.append(row)
        step.say(f"{code} on {len(rows)} passages found")
        step.insert(schema.codings, rows, [f"{code} on {shown(row)}" for row in rows])
    return len(rows)


def as_row(known: lookup.Known, coding: Coding) -> dict[str, Any]:
    """Check a coding against the project and give the row it is stored as."""
    source = known.source(coding.source)
    entry = known.code(coding.code)
    if not entry["is_codable"]:
        raise StoreError(f"{coding.code!r} is a heading; code with one of the codes below it")
    return {
        "guid": coding.guid,
        "source_id": source["id"],
        "code_id": entry["id"],
        "coder_id": known.coder(coding.coder),
        "round": coding.round,
        "start_char": coding.start_char,
        "end_char": coding.end_char,
        "quote": cut(source, coding.start_char, coding.end_char),
        "note": coding.note,
        "weight": coding.weight,
        "certainty": coding.certainty,
        "stance": coding.stance,
        "status": coding.status,
        "review": "",
        "origin": coding.origin,
        "text_sha256": source["sha256"],
        "created": coding.created or now(),
    }


def cut(source: Row, start: int | None, end: int | None) -> str:
    """Cut a quote out of a source's row.

    Raises
    ------
    StoreError
        If the span lies outside the text.
    """
    if start is None or end is None:
        return ""
    if not 0 <= start < end <= source["n_chars"]:
        raise StoreError(
            f"{source['name']}: the span {start} to {end} lies outside its text of {source['n_chars']} characters"
        )
    return str(source["text"][start:end])


def place(row: Row) -> Place:
    """Give what makes a coding the same one: source, code, coder, round, span and words.

    The words count, because a coding whose words were corrected away points to a place only roughly.
    """
    return (*(row[key] for key in schema.PLACE), row["quote"])


def held_places(connection: Connection, *conditions: Any) -> set[Place]:
    """Give the places of all codings, or of those that conditions hold of."""
    codings = schema.codings
    columns = (*(codings.c[key] for key in schema.PLACE), codings.c.quote)
    return {tuple(row) for row in connection.execute(select(*columns).where(*conditions))}


def shown(row: Row) -> str:
    """Say where a coding is."""
    if row["start_char"] is None:
        return "(the whole source)"
    return f"{row['start_char']}–{row['end_char']} “{short(row['quote'])}”"


def short(words: str) -> str:
    """Give words on one line, shortened where they are many."""
    words = " ".join(words.split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"


def held(connection: Connection, row: Row) -> Row | None:
    """Find the coding that is the same: the coder's, with that code, at that place, in that round."""
    codings = schema.codings
    same = (
        codings.c[key].is_(None) if row[key] is None else codings.c[key] == row[key] for key in (*schema.PLACE, "quote")
    )
    return connection.execute(select(codings).where(*same).order_by(codings.c.status.desc())).mappings().first()


def mine(step: Step, guid: str) -> Row:
    """Give the row of one's own coding; another coder's is refused."""
    row = lookup.by_guid(step.connection, schema.codings, guid)
    owner = lookup.names(step.connection, schema.coders)[row["coder_id"]]
    if owner == CONSENSUS:
        raise StoreError(
            "this coding is what the team settled on; decide its passage anew (qda.Reconcile, project.decide)"
        )
    if owner != step.coder:
        raise StoreError(f"this coding is {owner}'s; only {owner} can change it")
    return row


def as_coding(connection: Connection, row: Row) -> Coding:
    """Give a stored coding as a value."""
    names = {
        "source": select(schema.sources.c.name).where(schema.sources.c.id == row["source_id"]),
        "code": select(schema.codes.c.code).where(schema.codes.c.id == row["code_id"]),
        "coder": select(schema.coders.c.name).where(schema.coders.c.id == row["coder_id"]),
    }
    found = {key: connection.execute(query).scalar_one() for key, query in names.items()}
    same = (
        "guid", "round", "start_char", "end_char", "quote", "note", "weight", "certainty", "stance", "status",
        "origin", "created",
    )  # fmt: skip
    return Coding(**found, **{key: row[key] for key in same})


def put(step: Step, row: dict[str, Any]) -> Coding:
    """Store a coding, or what it adds to the one that stands there."""
    there = held(step.connection, row)
    if there is None:
        _expect_new(step.connection, row["guid"])
        step.insert(schema.codings, [row])
        return as_coding(step.connection, row)
    fresh = {key: row[key] for key in ("note", "weight", "certainty", "stance") if row[key] not in ("", None)}
    step.update(schema.codings, there["id"], fresh | MEANT)
    return as_coding(step.connection, {**there, **fresh, **MEANT})


def _expect_new(connection: Connection, guid: str) -> None:
    if connection.execute(select(schema.codings.c.id).where(schema.codings.c.guid == guid)).first():
        raise StoreError(f"there is a coding with the guid {guid} already; a new one needs another")


def _edited(old: Coding, fields: Mapping[str, Any]) -> Coding:
    values = {name: fields.get(name, getattr(old, name)) for name in EDITABLE}
    values |= {name: whole(values[name]) for name in ("start_char", "end_char")}
    values |= {name: real(values[name]) for name in ("weight", "certainty")}
    values["round"] = team.number(values["round"])
    expect_span(old.source, values["start_char"], values["end_char"])
    return Coding(guid=old.guid, source=old.source, coder=old.coder, origin=old.origin, created=old.created, **values)


def _fresh(step: Step, row: Row, wanted: Coding, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Give the columns that an edit changes; a span given anew means that a person has looked at the coding."""
    if {"start_char", "end_char"} & fields.keys():
        return as_row(lookup.Known(step.connection), wanted)
    fresh = {name: getattr(wanted, name) for name in ("note", "weight", "certainty", "stance", "round")}
    if "code" in fields:
        there = as_row(lookup.Known(step.connection), wanted)
        fresh["code_id"] = there["code_id"]
        fresh |= MEANT if there["quote"] == row["quote"] else {}
    return fresh
