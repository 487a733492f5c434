"""Coding passages: each call is one step, on disk when it returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Connection, RowMapping, select

from wenger_qda.errors import StoreError
from wenger_qda.model import Coding, new_guid, now
from wenger_qda.store import lookup, schema
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

Row = Mapping[str, Any] | RowMapping
EDITABLE = ("code", "start_char", "end_char", "note", "weight", "certainty", "stance", "round")
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
    wanted = Coding(
        guid=new_guid(), source=source, code=code, coder=project._writer(), round=round, start_char=_whole(start_char),
        end_char=_whole(end_char), note=note, weight=weight, certainty=certainty, stance=stance, origin=origin,
    )  # fmt: skip
    with project._step("code", "") as step:
        row = as_row(lookup.Known(step.connection), wanted)
        step.say(f"{code} on {source} {_place(row)}")
        held = _held(step.connection, row)
        if held is None:
            step.insert(schema.codings, [row])
            return _coding(step.connection, row)
        fresh = {key: row[key] for key in ("note", "weight", "certainty", "stance") if row[key] not in ("", None)}
        step.update(schema.codings, held["id"], fresh)
        return _coding(step.connection, {**held, **fresh})


def uncode(project: Project, guid: str) -> None:
    """Take a coding away.

    Raises
    ------
    StoreError
        If there is none of that guid, or it is another coder's.
    """
    with project._step("uncode", "") as step:
        row = _mine(project, step, guid)
        held = _coding(step.connection, row)
        step.say(f"{held.code} taken off {held.source} {_place(row)}")
        noted = select(schema.notes.c.id).where(schema.notes.c.target == guid)
        step.delete(schema.notes, list(step.connection.execute(noted).scalars()))
        step.delete(schema.codings, [row["id"]])


def edit_coding(project: Project, guid: str, **fields: Any) -> Coding:
    """Change a coding: its code, its span, its note, weight, certainty, stance or round.

    Raises
    ------
    StoreError
        If it is another coder's, the same coding stands there already, or the span lies outside the text.
    """
    wrong = fields.keys() - set(EDITABLE)
    if wrong:
        raise TypeError(f"a coding has no {', '.join(sorted(wrong))} to change; it has {', '.join(EDITABLE)}")
    with project._step("edit coding", "") as step:
        row = _mine(project, step, guid)
        old = _coding(step.connection, row)
        values = {name: fields.get(name, getattr(old, name)) for name in EDITABLE}
        wanted = Coding(guid=guid, source=old.source, coder=old.coder, origin=old.origin, created=old.created, **values)
        fresh = as_row(lookup.Known(step.connection), wanted)
        twin = _held(step.connection, fresh)
        if twin is not None and twin["guid"] != guid:
            raise StoreError(f"{wanted.code} stands there already; remove one of the two")
        if {"start_char", "end_char", "code"} & fields.keys():
            fresh |= {"status": "ok", "review": ""}
        else:
            fresh = {name: fresh[name] for name in fields}
        step.say(f"coding {old.code} on {old.source} {_place(row)}: {', '.join(fields)} changed")
        step.update(schema.codings, row["id"], fresh)
        return _coding(step.connection, {**row, **fresh})


def reviewed(project: Project, guid: str) -> Coding:
    """Say that a coding marked for review is right as it stands; its quote becomes the words that stand there now."""
    with project._step("reviewed", "") as step:
        row = lookup.by_guid(step.connection, schema.codings, guid)
        source = (
            step.connection.execute(select(schema.sources).where(schema.sources.c.id == row["source_id"]))
            .mappings()
            .one()
        )
        fresh = {"status": "ok", "review": "", "text_sha256": source["sha256"]}
        if row["start_char"] is not None:
            fresh["quote"] = source["text"][row["start_char"] : row["end_char"]]
        step.say(f"coding on {source['name']} {_place(row)} looked at")
        step.update(schema.codings, row["id"], fresh)
        return _coding(step.connection, {**row, **fresh})


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
    """
    places = hits[["source", "start_char", "end_char"]].drop_duplicates()
    coder = project._writer()
    with project._step("autocode", f"{code} on {len(places)} passages") as step:
        rows, known = [], lookup.Known(step.connection)
        for source, start, end in places.itertuples(index=False):
            wanted = Coding(
                source=source, code=code, coder=coder, round=round, start_char=int(start), end_char=int(end), note=note
            )
            row = as_row(known, wanted)
            if _held(step.connection, row) is None:
                rows.append(row)
        step.insert(schema.codings, rows, [f"{code} on {_place(row)}" for row in rows])
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


def _whole(offset: Any) -> int | None:
    """Accept numpy's integers and pandas' NA, which come out of tables."""
    return None if offset is None or offset is pd.NA or offset != offset else int(offset)


def _held(connection: Connection, row: Row) -> Row | None:
    codings = schema.codings
    same = [codings.c[key] == row[key] for key in ("source_id", "code_id", "coder_id", "round")]
    spans = [
        codings.c[key].is_(None) if row[key] is None else codings.c[key] == row[key]
        for key in ("start_char", "end_char")
    ]
    return connection.execute(select(codings).where(*same, *spans)).mappings().first()


def _mine(project: Project, step: Step, guid: str) -> Row:
    row = lookup.by_guid(step.connection, schema.codings, guid)
    owner = lookup.names(step.connection, schema.coders)[row["coder_id"]]
    if owner != project.coder:
        raise StoreError(f"this coding is {owner}'s; only {owner} can change it")
    return row


def _coding(connection: Connection, row: Row) -> Coding:
    names = {
        "source": select(schema.sources.c.name).where(schema.sources.c.id == row["source_id"]),
        "code": select(schema.codes.c.code).where(schema.codes.c.id == row["code_id"]),
        "coder": select(schema.coders.c.name).where(schema.coders.c.id == row["coder_id"]),
    }
    found = {key: connection.execute(query).scalar_one() for key, query in names.items()}
    same = (
        "guid",
        "round",
        "start_char",
        "end_char",
        "quote",
        "note",
        "weight",
        "certainty",
        "stance",
        "status",
        "origin",
        "created",
    )
    return Coding(**found, **{key: row[key] for key in same})


def _place(row: Row) -> str:
    if row["start_char"] is None:
        return "(the whole source)"
    quote = " ".join(row["quote"].split())
    shown = quote if len(quote) <= _SHOWN else quote[: _SHOWN - 1] + "…"
    return f"{row['start_char']}–{row['end_char']} “{shown}”"


def codings_of(connection: Connection, guids: Iterable[str]) -> list[Coding]:
    """Give codings by their guids."""
    return [_coding(connection, lookup.by_guid(connection, schema.codings, guid)) for guid in guids]
