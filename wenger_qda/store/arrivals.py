"""What comes with the sources of an import: codebook, codings, cases, variables, notes, links, coders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from wenger_qda.errors import StoreError
from wenger_qda.model import Case, Coding, Link, Note, ProjectData
from wenger_qda.store import cases, codebooks, coding, lookup, schema, team, variables
from wenger_qda.store.journal import Step

Row = tuple[str, str, str, str]
_THERE = "is in the project already"


class Arrivals:
    """What an import brings, being stored within a step; `rows` tells what became of each item.

    Parameters
    ----------
    names : mapping of str to str
        What each source is called in the project.
    guids : mapping of str to str
        What a guid of the import is in the project, where things were there already under another one.
    """

    def __init__(self, step: Step, names: Mapping[str, str], guids: Mapping[str, str]) -> None:
        self.rows: list[Row] = []
        self._step, self._connection = step, step.connection
        self._names, self._guids = names, dict(guids)

    def add(self, data: ProjectData) -> None:
        """Store all of an import but its sources."""
        for coder in data.coders:
            self._guids[coder.guid] = team.known(self._step, coder.name, coder.guid)
        if data.codebook:
            self.rows += codebooks.merge_in(self._step, data.codebook).rows
            held = dict(map(tuple, self._connection.execute(select(schema.codes.c.code, schema.codes.c.guid))))
            self._guids |= {entry.guid: held[entry.id] for entry in data.codebook if entry.id in held}
        self._add_codings([replace(c, source=self._names.get(c.source, c.source)) for c in data.codings])
        for case in data.cases:
            self._add_case(case)
        self._add_notes(data.notes)
        self._add_links(data.links)

    def _add_codings(self, codings: Sequence[Coding]) -> None:
        if not codings:
            return
        known, held, columns = lookup.Known(self._connection), _Held(self._connection), schema.codings
        there, stubs = set(lookup.ids(self._connection, schema.codes)), []
        fresh: list[dict[str, Any]] = []
        for item in codings:
            told = f"{item.code} on {item.source}"
            try:
                known.source(item.source)
                if item.code not in there:
                    codebooks.ensure(self._step, item.code)
                    there.add(item.code)
                    stubs.append(item.code)
                team.known(self._step, item.coder)
                row = _imported(coding.as_row(known, item), item)
            except StoreError as error:
                self.rows.append((told, "coding", "skipped", str(error)))
                continue
            if (twin := held.twin(row)) is not None:
                self._guids[item.guid] = twin
                self.rows.append((told, "coding", "skipped", _THERE))
                continue
            held.take(row)
            fresh.append(row)
            self.rows.append((told, "coding", "read", ""))
        self._step.insert(columns, fresh, "imported coding")
        self.rows += [(stub, "code", "changed", "is in no codebook yet; added without a definition") for stub in stubs]

    def _add_case(self, case: Case) -> None:
        table, step = schema.cases, self._step
        held = self._connection.execute(select(table).where(table.c.name == case.name)).mappings().first()
        if held is None:
            guid = lookup.free_guid(self._connection, table, case.guid)
            values = {"guid": guid, "name": case.name, "kind": case.kind, "about": case.about}
            case_id = step.insert(table, [values], f"case {case.name} added")[0]
        else:
            guid, case_id = held["guid"], held["id"]
        self._guids[case.guid] = guid
        n_values = variables.set_values(step, "case_id", {case_id: case.variables}, keep=True)
        links, skipped = self._case_links(case, case_id)
        step.insert(schema.case_links, links, f"case {case.name} linked")
        told = f"{len(links)} links and {n_values} values added" if links or n_values else ""
        if held is None:
            self.rows.append((case.name, "case", "read", ""))
        else:
            self.rows.append((case.name, "case", "changed" if told else "skipped", told or _THERE))
        self.rows += skipped

    def _case_links(self, case: Case, case_id: int) -> tuple[list[dict[str, Any]], list[Row]]:
        known, there = lookup.Known(self._connection), cases.linked(self._step, case_id)
        fresh, skipped = [], []
        for link in case.links:
            link = replace(link, source=self._names.get(link.source, link.source))
            try:
                row = cases.link_row(known, case_id, link)
            except (StoreError, ValueError) as error:
                skipped.append((f"{case.name} in {link.source}", "case link", "skipped", str(error)))
                continue
            if (place := (row["source_id"], row["start_char"], row["end_char"])) not in there:
                there.add(place)
                fresh.append(row)
        return fresh, skipped

    def _add_notes(self, notes: Sequence[Note]) -> None:
        """Store notes, those on other notes after these."""
        table, exists = schema.notes, lookup.all_guids(self._connection)
        waiting = list(notes)
        while waiting:
            later: list[Note] = []
            fresh = []
            for note in waiting:
                target = self._guids.get(note.target, note.target)
                if note.guid in exists["note"]:
                    self.rows.append((_beginning(note), "note", "skipped", _THERE))
                elif note.target_kind == "project" or target in exists[note.target_kind]:
                    fresh.append(self._note_row(note, target))
                else:
                    later.append(note)
            self._step.insert(table, fresh, "imported note")
            exists["note"] |= {row["guid"] for row in fresh}
            self.rows += [(row["text"][:40], "note", "read", "") for row in fresh]
            if not fresh:
                gone = "the {} it is on is not in the project"
                self.rows += [(_beginning(n), "note", "skipped", gone.format(n.target_kind)) for n in later]
                return
            waiting = later

    def _note_row(self, note: Note, target: str) -> dict[str, Any]:
        team.known(self._step, note.coder)
        return {
            "guid": note.guid,
            "target_kind": note.target_kind,
            "target": "" if note.target_kind == "project" else target,
            "text": note.text,
            "coder_id": lookup.row_id(self._connection, schema.coders, team.named(note.coder)),
            "created": note.created,
        }

    def _add_links(self, links: Sequence[Link]) -> None:
        if not links:
            return
        exists = set().union(*lookup.all_guids(self._connection).values())
        held = set(self._connection.execute(select(schema.links.c.guid)).scalars())
        fresh = []
        for link in links:
            origin, target = (self._guids.get(guid, guid) for guid in (link.origin, link.target))
            told = link.name or link.guid
            if link.guid in held:
                self.rows.append((told, "link", "skipped", _THERE))
            elif origin not in exists or target not in exists:
                self.rows.append((told, "link", "skipped", "one of its ends is not in the project"))
            else:
                row = {"guid": link.guid, "origin": origin, "target": target, "name": link.name}
                coder_id = lookup.row_id(self._connection, schema.coders, self._step.coder)
                fresh.append(row | {"direction": link.direction, "coder_id": coder_id})
                self.rows.append((told, "link", "read", ""))
        self._step.insert(schema.links, fresh, "imported link")


class _Held:
    """The codings there are, by guid and by place."""

    def __init__(self, connection: Connection) -> None:
        codings = schema.codings
        columns = (codings.c.guid, *(codings.c[key] for key in schema.PLACE), codings.c.quote)
        rows = [tuple(row) for row in connection.execute(select(*columns))]
        self._guids = {row[0] for row in rows}
        self._at = {row[1:]: row[0] for row in rows}

    def twin(self, row: Mapping[str, Any]) -> str | None:
        """Give the guid of the coding that is the same."""
        return row["guid"] if row["guid"] in self._guids else self._at.get(coding.place(row))

    def take(self, row: Mapping[str, Any]) -> None:
        """Count one more coding among those there are."""
        self._guids.add(row["guid"])
        self._at[coding.place(row)] = row["guid"]


def _imported(row: dict[str, Any], item: Coding) -> dict[str, Any]:
    """Keep the words of a coding that is to be looked at; those of any other must stand where it says.

    Raises
    ------
    StoreError
        If they do not.
    """
    if item.status == "needs_review" and item.quote:
        return row | {"quote": item.quote, "review": "was to be looked at when it was imported"}
    if item.quote and _squeezed(item.quote) != _squeezed(row["quote"]):
        raise StoreError(f"its quote “{item.quote[:60]}” does not stand at its offsets")
    return row


def _squeezed(quote: str) -> str:
    return " ".join(quote.split())


def _beginning(note: Note) -> str:
    return note.text[:40]
