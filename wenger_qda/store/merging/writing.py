"""Writing what copies are together into a new file: rows under new ids, and the log with its images under the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice

from sqlalchemy import Connection, Table, insert, select

from wenger_qda.model import now
from wenger_qda.store import schema, search
from wenger_qda.store.merging import copies, rules
from wenger_qda.store.merging.copies import Change, Row
from wenger_qda.store.merging.merged import Merged
from wenger_qda.store.merging.standing import describe
from wenger_qda.store.merging.things import Thing, named, renamed
from wenger_qda.store.merging.turns import Place, numbered, places

_AT_ONCE = 10_000
_OWNERS = {table.name: rules.owners(table) for table in (*rules.TABLES, schema.turns)}
Numbers = Mapping[str, Mapping[str, int]]


def write(connection: Connection, found: Merged, coder: str, what: str) -> None:
    """Fill a new project, within the transaction that makes it."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # a code may come before the one above it
    numbers = _numbered(found)
    for table in rules.TABLES:
        _write_rows(connection, table, _rows(found, table, numbers))
    turns = _numbered_turns(found, numbers)
    _write_rows(connection, schema.turns, _turn_rows(found, numbers, turns))
    _write_originals(connection, found)
    _write_pins(connection, found, numbers)
    _write_in_view(connection, found)
    _write_log(connection, found, numbers, turns, coder, what)
    _never_again(connection, {table: len(ids) for table, ids in numbers.items()} | {schema.turns.name: len(turns)})
    search.learn(connection, sorted(_shown(found, "sources", numbers)))


def _numbered(found: Merged) -> Numbers:
    """Give each thing that is or ever was its row id: in the order in which they were made."""
    numbers: dict[str, dict[str, int]] = {}
    for table, things in found.things.items():
        ordered = sorted(things.values(), key=lambda thing: thing.birth)
        numbers[table] = {thing.uid: number for number, thing in enumerate(ordered, 1)}
    return numbers


def _rows(found: Merged, table: Table, numbers: Numbers) -> Iterator[Row]:
    """Give the rows of a table as they are to be stored."""
    names = {uid: str(code.row["code"]) for uid, code in found.things["codes"].items() if code.is_shown}
    shas = {uid: source.row["sha256"] for uid, source in found.things["sources"].items()}
    owners = rules.owners(table)
    for thing in sorted(found.things[table.name].values(), key=lambda thing: numbers[table.name][thing.uid]):
        if thing.is_shown:
            row = {**thing.row, "id": numbers[table.name][thing.uid]}
            if "text_sha256" in table.c:
                row["text_sha256"] = shas[thing.row["source_id"]]
            if table is schema.codes:
                row["details"] = named(row["details"], names)
            for column, owner in owners.items():
                row[column] = None if row[column] is None else numbers[owner][row[column]]
            yield row


def _numbered_turns(found: Merged, numbers: Numbers) -> dict[Place, int]:
    ever = [place for copy, ids in zip(found.copies, found.ids, strict=True) for place in places(copy, ids).values()]
    return numbered(found.turns, numbers["sources"], ever)


def _turn_rows(found: Merged, numbers: Numbers, turns: Mapping[Place, int]) -> Iterator[Row]:
    for uid, number in numbers["sources"].items():
        for turn in found.turns.get(uid, ()):
            yield {"id": turns[uid, turn["turn"]], "source_id": number, **turn}


def _write_rows(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    waiting = iter(rows)
    first = next(waiting, None)
    if first is not None:
        names = [column.name for column in table.columns if column.name in first]
        statement = str(insert(table).compile(connection, column_keys=names))
        ordered = (tuple(row[name] for name in names) for row in chain([first], waiting))
        while part := list(islice(ordered, _AT_ONCE)):
            connection.exec_driver_sql(statement, part)


def _write_originals(connection: Connection, found: Merged) -> None:
    """Copy the files that sources were read from, one by one; they may be large."""
    wanted = {str(source.row["original"]) for source in found.things["sources"].values()} - {""}
    table = schema.originals
    for copy in found.copies:
        with copies.opened(copy.path) as held:
            there = set(held.execute(select(table.c.sha256)).scalars())
            for sha in sorted(wanted & there):
                content = held.execute(select(table.c.content).where(table.c.sha256 == sha)).scalar_one()
                connection.execute(insert(table).values(sha256=sha, content=content))
            wanted -= there


def _write_pins(connection: Connection, found: Merged, numbers: Numbers) -> None:
    shown = _shown(found, "codes", numbers)
    for key, codes in found.pins.items():
        kept = [numbers["codes"].get(uid, 0) for uid in codes]
        value = json.dumps([number if number in shown else 0 for number in kept])
        connection.execute(insert(schema.project).values(key=key, value=value))


def _write_in_view(connection: Connection, found: Merged) -> None:
    """Write what was suggested beside each coding; where copies tell of the same one, the longest of it."""
    seen: dict[str, list[str]] = {}
    for copy, ids in zip(found.copies, found.ids, strict=True):
        rows = [(table, *row) for table in ("codings", "codes") for row in copy.rows[table].items()]
        uids = {row["guid"]: ids[table][row_id] for table, row_id, row in rows}
        for guid, codes in copy.in_view.items():
            if guid in uids:
                known = [uids[code] for code in codes if code in uids]
                seen[uids[guid]] = max(seen.get(uids[guid], []), known, key=lambda one: (len(one), one))
    told = ({"coding": guid, "codes": json.dumps(codes)} for guid, codes in sorted(seen.items()))
    _write_rows(connection, schema.in_view, told)


def _shown(found: Merged, table: str, numbers: Numbers) -> set[int]:
    return {numbers[table][uid] for uid, thing in found.things[table].items() if thing.is_shown}


def _never_again(connection: Connection, last: Mapping[str, int]) -> None:
    """Let no new row get the id of one that is gone: the log tells of that one."""
    for table, number in last.items():
        connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        if number:
            connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, number))


# -- the log ---------------------------------------------------------------------------------------------------------


def _write_log(
    connection: Connection, found: Merged, numbers: Numbers, turns: Mapping[Place, int], coder: str, what: str
) -> None:
    """Write every step once, and the merge as the last; none of them is to be undone."""
    write = [_writer(found, number, numbers, turns) for number in range(len(found.copies))]
    steps: list[Row] = []
    changes: list[Row] = []
    for copy, step in found.steps:
        key = step.key
        row = {"number": len(steps) + 1, "when": key.when, "coder": key.coder, "action": key.action}
        steps.append(row | {"what": step.what, "state": step.state})
        changes += [_logged(row, change) for change in map(write[copy], step.changes)]
    last = {"number": len(steps) + 1, "when": now(), "coder": coder, "action": rules.ACTION}
    steps.append(last | {"what": what, "state": "kept"})
    changes += [_logged(last, change) for change in _decisions(found, numbers, what)]
    _write_rows(connection, schema.steps, steps)
    _write_rows(connection, schema.changes, changes)


def _logged(step: Row, change: Change) -> Row:
    return {
        "step": step["number"], "when": step["when"], "coder": step["coder"], "action": step["action"],
        "what": change.what, "table_name": change.table, "row_id": change.row_id,
        "before": _dumped(change.before), "after": _dumped(change.after),
    }  # fmt: skip


def _dumped(image: Row | None) -> str:
    return "" if image is None else json.dumps(image, ensure_ascii=False)


def _decisions(found: Merged, numbers: Numbers, what: str) -> Iterator[Change]:
    """Give what the merge has decided that the changes of the copies do not tell: for readers, and for later merges."""
    yield Change(schema.project.name, 0, None, None, what)
    for table, things in found.things.items():
        for thing in things.values():
            also = _told_anew(thing)
            if thing.is_decided or also or thing.told:
                said = "; ".join(dict.fromkeys(thing.why)) or "decided in a merge"
                if thing.is_shown:
                    said = f"{describe(found.things, thing)}: {said}"
                yield Change(table, numbers[table][thing.uid], None, {"also": also, **thing.mark, **thing.told}, said)


def _told_anew(thing: Thing) -> list[str]:
    """Give the identities that have become one by this merge."""
    others = [uid for uid in thing.uids if uid != thing.uid]
    known: set[str] = set().union(*(held.record.also for held in thing.held))
    return others if set(others) - known else []


def _writer(found: Merged, copy: int, numbers: Numbers, turns: Mapping[Place, int]) -> Callable[[Change], Change]:
    """Give what turns a change of one copy into one of the merged file: under the row ids and identities there."""
    id_of = {
        table: {row_id: numbers[table][uid] for row_id, uid in ids.items()} for table, ids in found.ids[copy].items()
    }
    of_copy = places(found.copies[copy], found.ids[copy])
    id_of[schema.turns.name] = {row_id: turns[place] for row_id, place in of_copy.items()}
    guids = {
        held.uid: thing.uid
        for table in rules.TABLES if "guid" in table.c
        for thing in found.things[table.name].values() if len(thing.held) > 1
        for held in thing.held if held.uid != thing.uid
    }  # fmt: skip

    def written(change: Change) -> Change:
        if change.table not in id_of:  # about the project as a whole
            return change
        row_id = id_of[change.table].get(change.row_id)
        if row_id is None:  # withdrawn: the log tells nothing of it any more
            return Change(change.table, 0, None, None, change.what)
        before, after = (_image(change.table, row_id, image, id_of, guids) for image in (change.before, change.after))
        return Change(change.table, row_id, before, after, change.what)

    return written


def _image(
    table: str, row_id: int, image: Row | None, id_of: Mapping[str, Mapping[int, int]], guids: Mapping[str, str]
) -> Row | None:
    if image is None:
        return None
    row = dict(image)
    if "id" in row:
        row["id"] = row_id
    for column, owner in _OWNERS[table].items():
        if row.get(column) is not None:
            row[column] = id_of[owner].get(row[column], 0)
    if guids:
        columns = {"guid": "one", **rules.rule(table).guids}
        row |= {column: renamed(row[column], kind, guids) for column, kind in columns.items() if column in row}
    return row
