"""Sources in and out: importing what was read, correcting a text, giving texts and originals back."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Connection, insert, select
from tqdm.auto import tqdm

from wenger_qda.errors import StoreError
from wenger_qda.model import ImportReport, ProjectData, Source, new_guid, now
from wenger_qda.store import arrivals, lookup, schema, search
from wenger_qda.store.journal import Step
from wenger_qda.text import Turn, find_turns, normalise, reanchor

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

_AT_ONCE = 40
_BAR_FROM = 100
Row = tuple[str, str, str, str]


def add(project: Project, data: ProjectData) -> ImportReport:
    """Take in what was read: sources, codebook, codings, cases, notes, coders. All of it or, on an error, nothing.

    Adding the same again changes nothing. A source whose name is taken by another text gets `` (2)``.

    Parameters
    ----------
    data : ProjectData
        What :func:`wenger_qda.read` gives.

    Returns
    -------
    ImportReport
        One row an item: read, changed or skipped, with the reason.
    """
    with project._step("add", "", undoable=False) as step:
        rows, names = _add_sources(step, data.sources)
        rows += arrivals.add_rest(step, data, names)
        report = ImportReport(tuple(rows))
        step.say(f"import: {_counts(report)}")
        if report.count("read") or report.count("changed"):
            step.remark(f"import: {_counts(report)}")
    return data.report + report


def correct(project: Project, source: str, new_text: str) -> pd.DataFrame:
    """Replace a source's text by a corrected one; its codings follow their words.

    A coding whose words stand unchanged is kept or moved with them. Every other is marked ``needs_review``, keeps its
    quote, and points to the nearest place; none is shifted in silence.

    Parameters
    ----------
    source : str
        Name of the source.
    new_text : str
        The whole corrected text; it is normalised like any other.

    Returns
    -------
    DataFrame
        One row a coding of the source: guid, status (kept, moved, needs_review), start_char, end_char.

    Raises
    ------
    StoreError
        If the source is not known or the new text is empty.
    """
    text = normalise(new_text).text
    if not text.strip():
        raise StoreError(f"the corrected text of {source!r} is empty; nothing was changed")
    with project._step("correct", f"text of {source} corrected") as step:
        row = lookup.row(step.connection, schema.sources, source)
        if text == row["text"]:
            return _followed(step.connection, row["id"])
        found = _follow(step, schema.codings, row, text)
        _follow(step, schema.case_links, row, text)
        old_turns = _turns_of(step.connection, row["id"])
        search.forget(step.connection, row["id"])
        step.update(schema.sources, row["id"], {"text": text, "sha256": sha256(text), "n_chars": len(text)})
        step.delete(schema.turns, _turn_ids(step.connection, row["id"]), f"turn of {source}")
        fresh = _turn_rows([(row["id"], _corrected_turns(row["text"], text, old_turns))])
        step.insert(schema.turns, fresh, f"turn of {source}")
        search.learn(step.connection, [row["id"]])
        return found


def text(project: Project, source: str) -> str:
    """Give a source's text."""
    with project._reading() as connection:
        return str(lookup.row(connection, schema.sources, source)["text"])


def original(project: Project, source: str) -> bytes | None:
    """Give a source's file as it was read; None where there was none (a row of a spreadsheet)."""
    with project._reading() as connection:
        row = lookup.row(connection, schema.sources, source)
        kept = schema.originals
        found = connection.execute(select(kept.c.content).where(kept.c.sha256 == row["original"])).scalar()
        return None if found is None else zlib.decompress(found)


def rename_source(project: Project, source: str, new: str) -> None:
    """Give a source another name; all that belongs to it follows."""
    with project._step("rename source", f"source {source} is now {new}") as step:
        row_id = lookup.row_id(step.connection, schema.sources, source)
        if not new.strip():
            raise StoreError("a source needs a name")
        if new != source and new in lookup.ids(step.connection, schema.sources):
            raise StoreError(f"there is a source {new!r} already; choose another name")
        step.update(schema.sources, row_id, {"name": new})


def remove_source(project: Project, source: str) -> None:
    """Remove a source for good: its text, its file, its codings, and what the log says of them.

    For a participant who withdraws. It cannot be undone; copy the project file before if in doubt.

    Raises
    ------
    StoreError
        If the source is not known, or another coder has coded it.
    """
    with project._step("remove source", f"source {source} removed for good", undoable=False) as step:
        connection = step.connection
        row = lookup.row(connection, schema.sources, source)
        _refuse_others(project, connection, row)
        search.forget(connection, row["id"])
        arrivals.forget_source(connection, row)
        step.remark(f"source {source} removed for good")


def guids(project: Project) -> dict[str, str]:
    """Give the guid of each source, by name."""
    with project._reading() as connection:
        return dict(connection.execute(select(schema.sources.c.name, schema.sources.c.guid)).all())


def sha256(content: str | bytes) -> str:
    """Give the hash that tells whether a text or file is the same."""
    raw = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(raw).hexdigest()


def as_source(connection: Connection, row: Any, variables: dict[str, Any]) -> Source:
    """Give a stored source as a value, with its turns and its original file."""
    kept = connection.execute(
        select(schema.originals.c.content).where(schema.originals.c.sha256 == row["original"])
    ).scalar()
    return Source(
        guid=row["guid"], name=row["name"], kind=row["kind"], date=row["date"], text=row["text"],
        turns=tuple(_turns_of(connection, row["id"])), variables=variables,
        original=None if kept is None else zlib.decompress(kept),
    )  # fmt: skip


def _add_sources(step: Step, sources: Sequence[Source]) -> tuple[list[Row], dict[str, str]]:
    """Store the sources that are new; give the report's rows, and the name each has in the project."""
    held = step.connection.execute(select(schema.sources.c.name, schema.sources.c.sha256, schema.sources.c.guid)).all()
    sha_of = {name: sha for name, sha, _ in held}
    guids = {guid for _, _, guid in held}
    rows: list[Row] = []
    names: dict[str, str] = {}
    fresh: list[Source] = []
    for source in sources:
        sha = sha256(source.text)
        name, known = _name_for(source.name, sha, sha_of)
        names[source.name] = name
        if known:
            rows.append((source.name, "source", "skipped", "is in the project already, unchanged"))
            continue
        sha_of[name] = sha
        fresh.append(replace(source, name=name, guid=new_guid() if source.guid in guids else source.guid))
        guids.add(source.guid)
        reason = "" if name == source.name else f"its name is taken by another text; it is now {name!r}"
        rows.append((source.name, "source", "changed" if reason else "read", reason))
    for start in tqdm(range(0, len(fresh), _AT_ONCE), "storing", leave=False, disable=len(fresh) < _BAR_FROM):
        _store(step, fresh[start : start + _AT_ONCE])
    return rows, names


def _name_for(name: str, sha: str, sha_of: dict[str, str]) -> tuple[str, bool]:
    """Give the name a source gets, and whether that very text has it already."""
    number, candidate = 1, name
    while candidate in sha_of:
        if sha_of[candidate] == sha:
            return candidate, True
        number += 1
        candidate = f"{name} ({number})"
    return candidate, False


def _store(step: Step, sources: Sequence[Source]) -> None:
    connection = step.connection
    kept = _keep_originals(connection, sources)
    rows = [
        {
            "guid": source.guid, "name": source.name, "kind": source.kind, "date": source.date, "text": source.text,
            "sha256": sha256(source.text), "n_chars": len(source.text), "original": original, "added": now(),
        }
        for source, original in zip(sources, kept, strict=True)
    ]  # fmt: skip
    returning = insert(schema.sources).returning(schema.sources.c.id, sort_by_parameter_order=True)
    ids = list(connection.execute(returning, rows).scalars())
    turns = _turn_rows(list(zip(ids, (source.turns for source in sources), strict=True)))
    if turns:
        connection.execute(insert(schema.turns), turns)
    search.learn(connection, ids)
    for row_id, source in zip(ids, sources, strict=True):
        step.remark(f"source {source.name} added", after={"source": source.name, "sha256": sha256(source.text)})
        arrivals.set_values(connection, source.variables, source_id=row_id)


def _keep_originals(connection: Connection, sources: Iterable[Source]) -> list[str]:
    hashes = []
    for source in sources:
        sha = "" if source.original is None else sha256(source.original)
        held = schema.originals.c.sha256
        if source.original is not None and connection.execute(select(held).where(held == sha)).scalar() is None:
            content = zlib.compress(source.original, 1)
            connection.execute(insert(schema.originals).values(sha256=sha, content=content))
        hashes.append(sha)
    return hashes


def _turn_rows(turns_of: Sequence[tuple[int, Iterable[Turn]]]) -> list[dict[str, Any]]:
    return [
        {
            "source_id": source_id, "turn": number, "kind": turn.kind, "speaker": turn.speaker,
            "start_char": turn.start_char, "end_char": turn.end_char, "start_ms": turn.start_ms,
        }
        for source_id, turns in turns_of
        for number, turn in enumerate(turns, 1)
    ]  # fmt: skip


def _turn_ids(connection: Connection, source_id: int) -> list[int]:
    turns = schema.turns
    return list(connection.execute(select(turns.c.id).where(turns.c.source_id == source_id)).scalars())


def _turns_of(connection: Connection, source_id: int) -> list[Turn]:
    turns = schema.turns
    rows = connection.execute(select(turns).where(turns.c.source_id == source_id).order_by(turns.c.turn)).mappings()
    names = ("kind", "speaker", "start_char", "end_char", "start_ms")
    return [Turn(**{name: row[name] for name in names}) for row in rows]


def _corrected_turns(old: str, new: str, turns: list[Turn]) -> list[Turn]:
    """Find the turns anew, or carry them over where they hold what the text does not say (times, speakers)."""
    if not any(turn.start_ms is not None for turn in turns):
        return list(find_turns(new))
    places = reanchor(old, new, [(turn.start_char, turn.end_char) for turn in turns])
    carried, end = [], 0
    for turn, place in zip(turns, places, strict=True):
        if place.start_char is None or place.end_char is None:
            continue
        start = max(place.start_char, end)
        if start < place.end_char:
            carried.append(replace(turn, start_char=start, end_char=place.end_char))
            end = place.end_char
    return carried


def _follow(step: Step, table: Any, source: Any, new: str) -> pd.DataFrame:
    """Carry the spans of one table over to the corrected text."""
    spans = (
        select(table)
        .where(table.c.source_id == source["id"])
        .order_by(table.c.start_char, table.c.end_char, table.c.id)
    )
    rows = step.connection.execute(spans).mappings().all()
    with_span = [row for row in rows if row["start_char"] is not None]
    places = reanchor(source["text"], new, [(row["start_char"], row["end_char"]) for row in with_span])
    fresh_sha = sha256(new)
    for row, place in zip(with_span, places, strict=True):
        values = {"start_char": place.start_char, "end_char": place.end_char, "text_sha256": fresh_sha}
        if place.status == "needs_review":
            values["status"] = "needs_review"
            if "review" in table.c:
                values["review"] = "the words under it were corrected"
        step.update(table, row["id"], values, f"{place.status} after the correction of {source['name']}")
    found = [
        (row["guid"], place.status, place.start_char, place.end_char)
        for row, place in zip(with_span, places, strict=True)
        if "guid" in row
    ] + [(row["guid"], "kept", None, None) for row in rows if row["start_char"] is None and "guid" in row]
    return _places(found)


def _followed(connection: Connection, source_id: int) -> pd.DataFrame:
    codings = schema.codings
    rows = connection.execute(
        select(codings.c.guid, codings.c.start_char, codings.c.end_char)
        .where(codings.c.source_id == source_id)
        .order_by(codings.c.start_char, codings.c.end_char, codings.c.id)
    ).all()
    return _places([(guid, "kept", start, end) for guid, start, end in rows])


def _places(rows: Sequence[tuple[str, str, int | None, int | None]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["guid", "status", "start_char", "end_char"])
    return table.astype({"guid": "str", "status": "str", "start_char": "Int64", "end_char": "Int64"})


def _refuse_others(project: Project, connection: Connection, row: Any) -> None:
    coders = (
        select(schema.coders.c.name).distinct()
        .join(schema.codings, schema.codings.c.coder_id == schema.coders.c.id)
        .where(schema.codings.c.source_id == row["id"], schema.coders.c.name != project.coder)
    )  # fmt: skip
    others = sorted(connection.execute(coders).scalars())
    if others:
        raise StoreError(f"{row['name']!r} is coded by {', '.join(others)} too; they take their codings off first")


def _counts(report: ImportReport) -> str:
    kinds = sorted({row[1] for row in report.rows if row[2] != "skipped"})
    counted = (f"{sum(row[1] == kind and row[2] != 'skipped' for row in report.rows)} {kind}s" for kind in kinds)
    return ", ".join(counted) or "nothing new"
