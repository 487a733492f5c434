"""Sources in and out: importing what was read, giving texts and originals back."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, insert, select
from tqdm.auto import tqdm

from wenger_qda.errors import StoreError
from wenger_qda.model import ImportReport, ProjectData, Source, new_guid, now
from wenger_qda.store import arrivals, lookup, schema, search, variables
from wenger_qda.store.journal import Step
from wenger_qda.text import Turn, normalise

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

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> print(project.add(ProjectData(sources=(Source(name="day-02", text="Nothing happened."),))))
    1 read, 0 changed, 0 skipped
    """
    with project._step("add", "", undoable=False) as step:
        for variable in data.variables:
            variables.define(step, variable.name, variable.type, variable.description)
        rows, names, guids = _add_sources(step, data.sources)
        rest = arrivals.Arrivals(step, names, guids)
        rest.add(data)
        report = ImportReport((*rows, *rest.rows))
        step.say(f"import: {_counts(report)}")
    return _told_once(data.report, report)


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


def source_name(project: Project, guid: str) -> str:
    """Give the name that a source has now; names change, guids do not.

    Raises
    ------
    StoreError
        If it is not in the project any more.
    """
    sources = schema.sources
    with project._reading() as connection:
        found = connection.execute(select(sources.c.name).where(sources.c.guid == guid)).scalar()
    if found is None:
        raise StoreError("this text was taken out of the project meanwhile; choose another one")
    return str(found)


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
        turns=tuple(turns_of(connection, row["id"])), variables=variables,
        original=None if kept is None else zlib.decompress(kept),
    )  # fmt: skip


def turn_rows(turns_of: Sequence[tuple[int, Iterable[Turn]]]) -> list[dict[str, Any]]:
    """Give the rows that turns are stored as, numbered within each source."""
    return [
        {
            "source_id": source_id, "turn": number, "kind": turn.kind, "speaker": turn.speaker,
            "start_char": turn.start_char, "end_char": turn.end_char, "start_ms": turn.start_ms,
        }
        for source_id, turns in turns_of
        for number, turn in enumerate(turns, 1)
    ]  # fmt: skip


def turns_of(connection: Connection, source_id: int) -> list[Turn]:
    """Give the turns of a stored source."""
    turns = schema.turns
    rows = connection.execute(select(turns).where(turns.c.source_id == source_id).order_by(turns.c.turn)).mappings()
    names = ("kind", "speaker", "start_char", "end_char", "start_ms")
    return [Turn(**{name: row[name] for name in names}) for row in rows]


def _add_sources(step: Step, sources: Sequence[Source]) -> tuple[list[Row], dict[str, str], dict[str, str]]:
    """Store the sources that are new; give the report's rows, and the name and guid that each has in the project."""
    held = _Held(step.connection)
    rows: list[Row] = []
    names: dict[str, str] = {}
    guids: dict[str, str] = {}
    fresh: list[Source] = []
    for source in sources:
        if normalise(source.text).text != source.text:
            rows.append((source.name, "source", "skipped", "its text is not normalised; let qda.read read its file"))
            continue
        name, guid = held.known(source)
        if not guid:
            entry = held.take(source, name)
            fresh.append(entry)
            guid = entry.guid
            reason = "" if name == source.name else f"its name is taken by another text; it is now {name!r}"
            rows.append((source.name, "source", "changed" if reason else "read", reason))
        else:
            also = "" if name == source.name else f", as {name!r}"
            rows.append((source.name, "source", "skipped", f"is in the project already{also}"))
        names.setdefault(source.name, name)
        guids[source.guid] = guid
    for start in tqdm(range(0, len(fresh), _AT_ONCE), "storing", leave=False, disable=len(fresh) < _BAR_FROM):
        _store(step, fresh[start : start + _AT_ONCE])
    return rows, names, guids


class _Held:
    """The sources there are, with every name and every text that each has had: corrected or renamed, it is the same."""

    def __init__(self, connection: Connection) -> None:
        table, changes = schema.sources, schema.changes
        self._guid_of: dict[str, str] = {}
        self._name_of: dict[int, str] = {}
        self._had: dict[tuple[str, str], set[int]] = {}
        for row_id, name, sha, guid in connection.execute(
            select(table.c.id, table.c.name, table.c.sha256, table.c.guid)
        ):
            self._guid_of[name], self._name_of[row_id] = guid, name
            self._remember(row_id, name, sha)
        for image in (changes.c.before, changes.c.after):
            name, sha = (func.json_extract(func.nullif(image, ""), f"$.{key}") for key in ("name", "sha256"))
            logged = select(changes.c.row_id, name, sha).where(changes.c.table_name == table.name)
            for row in connection.execute(logged):
                self._remember(*row)

    def known(self, source: Source) -> tuple[str, str]:
        """Give the name a source has, or would get, in the project, and its guid if it is there."""
        sha, number, candidate = sha256(source.text), 1, source.name
        while True:
            same = (
                self._had.get(("name", candidate), set()) & self._had.get(("text", sha), set()) & self._name_of.keys()
            )
            if same:
                name = self._name_of[min(same)]
                return name, self._guid_of[name]
            if candidate not in self._guid_of:
                return candidate, ""
            number += 1
            candidate = f"{source.name} ({number})"

    def take(self, source: Source, name: str) -> Source:
        """Count a new source among those there are; give it with the name and guid it gets."""
        guid = new_guid() if source.guid in self._guid_of.values() else source.guid
        row_id = -len(self._guid_of) - 1
        self._guid_of[name], self._name_of[row_id] = guid, name
        self._remember(row_id, name, sha256(source.text))
        return replace(source, name=name, guid=guid)

    def _remember(self, row_id: int, name: str | None, sha: str | None) -> None:
        for key in (("name", name), ("text", sha)):
            if key[1]:
                self._had.setdefault((key[0], key[1]), set()).add(row_id)


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
    turns = turn_rows(list(zip(ids, (source.turns for source in sources), strict=True)))
    if turns:
        connection.execute(insert(schema.turns), turns)
    search.learn(connection, ids)
    for row_id, row in zip(ids, rows, strict=True):
        image = {"name": row["name"], "sha256": row["sha256"]}
        step.remark(f"source {row['name']} added", about=(schema.sources, row_id), after=image)
    known = {row_id: source.variables for row_id, source in zip(ids, sources, strict=True)}
    variables.set_values(step, "source_id", known)


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


def _told_once(reading: ImportReport, adding: ImportReport) -> ImportReport:
    """Give one row an item: what was read and stored is told by the store; what reading remarked goes with it."""
    remarks = {
        item.rpartition(".")[0] or item: reason for item, _, status, reason in reading.rows if status == "changed"
    }
    rows, told = [], set()
    for item, kind, status, reason in adding.rows:
        if kind == "source" and item in remarks:
            told.add(item)
            reason = "; ".join(filter(None, (remarks[item], reason)))
            status = "changed" if status == "read" else status
        rows.append((item, kind, status, reason))
    left = [row for row in reading.rows if row[2] != "read" and (row[0].rpartition(".")[0] or row[0]) not in told]
    return ImportReport((*left, *rows))


def _counts(report: ImportReport) -> str:
    kinds = sorted({row[1] for row in report.rows if row[2] != "skipped"})
    counted = (f"{sum(row[1] == kind and row[2] != 'skipped' for row in report.rows)} {kind}s" for kind in kinds)
    return ", ".join(counted) or "nothing new"
