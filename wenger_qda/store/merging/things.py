"""The rows of all copies, brought together: what is one thing in several copies, and what is the latest of it.

Nothing here depends on the order of the copies, and bringing together what was brought together before changes nothing:
of each column (or of columns that stand together) the value with the latest time stands, and among values of the same
time the one that sorts last.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wenger_qda.errors import StoreError
from wenger_qda.store import schema
from wenger_qda.store.merging import memos, rules, statements
from wenger_qda.store.merging.replay import NEVER, Record, Stamp, group, leaders

Row = dict[str, Any]
Records = Mapping[str, Mapping[int, Record]]
Ids = dict[str, dict[int, str]]
_LEFT_OUT = ("id", "text_sha256")  # the one is each file's own, the other follows from the text
_MENTIONS = ("contrary", "dual")
_GUID = "\x00"  # before a guid that stands for a code's id


@dataclass(frozen=True, slots=True)
class Held:
    """What one copy holds of a thing; its rows refer to other things by their identities.

    `row` is what counts, `now` what the copy shows: not the same where an earlier merge has decided something.
    """

    copy: int
    record: Record
    row: Row
    now: Row
    uid: str

    def rows(self) -> list[Row]:
        """Give its row, and the one that the copy shows, where that is another one."""
        return [self.row] if self.now is self.row else [self.row, self.now]


@dataclass(slots=True)
class Thing:
    """One thing in all copies.

    Parameters
    ----------
    uid : str
        Its identity: that of the first made, where several are one.
    row : dict
        The latest of it.
    is_shown : bool
        Whether the merged project has it.
    is_decided : bool
        Whether the merge had to decide something that does not follow from the log of changes alone.
    why : list of str
        What it has decided, in words.
    told : dict
        What later merges have to know of what was decided.
    mark : dict
        What is told along with whatever else is: whether a coding is to be looked at, which codes a code mentions.
    """

    table: str
    uid: str
    held: list[Held]
    row: Row = field(default_factory=dict)
    born: str = ""
    alive: str = ""
    dead: str = ""
    is_shown: bool = True
    is_decided: bool = False
    why: list[str] = field(default_factory=list)
    told: Row = field(default_factory=dict)
    mark: Row = field(default_factory=dict)

    def stamp(self, leader: str) -> Stamp:
        """Give the time of the latest value of a column."""
        return max((held.record.stamp(leader) for held in self.held), default=NEVER)

    @property
    def birth(self) -> tuple[Any, ...]:
        """Where it stands among all things of its table: in the order in which they were made."""
        births = [(*step, number) for step, number in (held.record.birth for held in self.held if held.record.birth)]
        return (self.born, min(births, default=()), self.uid)

    @property
    def uids(self) -> list[str]:
        """All identities that it has in the copies."""
        return sorted({held.uid for held in self.held})


Things = dict[str, dict[str, Thing]]


class Twins:
    """Identities that are one, kept as pairs and followed to their first."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], str] = {}

    def first(self, table: str, uid: str) -> str:
        """Give the identity that stands for all that are one with it."""
        while (found := self._first.get((table, uid), uid)) != uid:
            uid = found
        return uid

    def join(self, table: str, one: str, other: str) -> bool:
        """Make two identities one; tell whether they were not before."""
        low, high = sorted((self.first(table, one), self.first(table, other)))
        if low != high:
            self._first[table, high] = low
        return low != high


def bring_together(copies: Sequence[Records], labels: Sequence[str], twins: Twins) -> tuple[Things, list[Ids]]:
    """Give all things of all copies, and for each copy which thing each of its rows is."""
    things: Things = {}
    ids: list[Ids] = [{} for _ in copies]
    guids: dict[str, str] = {}
    for table in rules.TABLES:
        held: dict[str, list[Held]] = {}
        for number, records in enumerate(copies):
            for row_id, record in records[table.name].items():
                found = _held(number, record, ids[number], labels[number])
                if found is not None:
                    record.uid = found.uid
                    for other in record.also:
                        twins.join(table.name, found.uid, other)
                    held.setdefault(found.uid, []).append(found)
                    ids[number].setdefault(table.name, {})[row_id] = found.uid
        things[table.name] = _grouped(table.name, held, twins)
        uid_of = {held.uid: thing.uid for thing in things[table.name].values() for held in thing.held}
        for of_copy in ids:
            of_copy[table.name] = {row_id: uid_of[uid] for row_id, uid in of_copy.get(table.name, {}).items()}
        if "guid" in table.c:
            guids |= {one: first for one, first in uid_of.items() if one != first}
    _refer(things, ids, guids)
    for of_table in things.values():
        for thing in of_table.values():
            _settle(thing)
    return things, ids


def _held(copy: int, record: Record, ids: Ids, label: str) -> Held | None:
    """Give what a copy holds of a row; None where nothing is left of it."""
    try:
        row = _referring(record.table, record.image, ids)
        now = _referring(record.table, record.now, ids) if record.is_decided and record.is_there else row
    except KeyError:
        if not record.is_there:
            return None
        raise StoreError(
            f"{label}: a row of {record.table} points to something that is gone; run 'wenger-qda check' on it, and go "
            "back to a backup"
        ) from None
    uid = _uid(record, row)
    return Held(copy, record, row, now, uid) if uid else None


def _referring(table: str, image: Row, ids: Ids) -> Row:
    """Give a row that refers to others by their identities, not by their row ids."""
    row = dict(image)
    for name in _LEFT_OUT:
        row.pop(name, None)
    for column, owner in rules.owners(schema.metadata.tables[table]).items():
        if owner != table and row.get(column) is not None:
            row[column] = ids[owner][row[column]]
    return row


def _uid(record: Record, row: Row) -> str:
    """Give what makes a row the same in every copy."""
    table, rule = schema.metadata.tables[record.table], rules.rule(record.table)
    if "guid" in table.c:
        return str(row.get("guid") or "")
    if rule.key:
        return json.dumps([row.get(name) for name in rule.key]) if rule.key[0] in row else ""
    if record.birth is not None:
        step, number = record.birth
        return json.dumps([*step, number])
    return json.dumps([row.get(name) for name in rule.twin])


def _grouped(table: str, held: Mapping[str, list[Held]], twins: Twins) -> dict[str, Thing]:
    of_class: dict[str, list[Held]] = {}
    for uid, some in held.items():
        of_class.setdefault(twins.first(table, uid), []).extend(some)
    found = {}
    for some in of_class.values():
        _, uid = min((one.record.born, one.uid) for one in some)
        found[uid] = Thing(table, uid, some)
    return found


def _refer(things: Things, ids: Sequence[Ids], guids: Mapping[str, str]) -> None:
    """Let rows refer to things by the identities that stand for all twins."""
    if guids:
        for name, of_table in things.items():
            columns = rules.rule(name).guids
            rows = (row for thing in of_table.values() for held in thing.held for row in held.rows())
            for row in rows if columns else ():
                row |= {column: renamed(row.get(column), kind, guids) for column, kind in columns.items()}
    uid_of = _named_codes(things, len(ids))
    for thing in things["codes"].values():
        for held in thing.held:
            of_copy = ids[held.copy]["codes"]
            held.record.before["parent_uid"] = of_copy.get(held.record.before.get("parent_id") or 0)
            for row in held.rows():
                row["parent_id"] = of_copy.get(row.get("parent_id") or 0)
                row["details"] = _mentioning(row.get("details", ""), uid_of[held.copy], guids)


def _named_codes(things: Things, n_copies: int) -> list[dict[str, str]]:
    """Give for each copy the codes that ids mean there: those of now before those of what is gone, or was renamed."""
    uid_of: list[dict[str, str]] = [{} for _ in range(n_copies)]
    every = [(held, thing.uid) for thing in things["codes"].values() for held in thing.held]
    every.sort(key=lambda each: (each[0].record.is_there, each[0].record.dead, each[1]))
    for held, uid in every:
        uid_of[held.copy] |= dict.fromkeys(held.record.had, uid)
    for held, uid in every:
        uid_of[held.copy][held.now["code"]] = uid
    return uid_of


def renamed(value: Any, kind: str, guids: Mapping[str, str]) -> Any:
    """Give the guids that stand for the ones in a column."""
    if kind == "one" or not value:
        return guids.get(value, value)
    return json.dumps([guids.get(guid, guid) for guid in json.loads(value)])


def _mentioning(details: str, uid_of: Mapping[str, str], guids: Mapping[str, str]) -> str:
    """Let a code name its contraries and its dual by identity: a code renamed in one copy is the same in the others."""

    def identity(code: str) -> str:
        uid = code[1:] if code.startswith(_GUID) else uid_of.get(code, "")
        return f"{_GUID}{guids.get(uid, uid)}" if uid else code

    return _with_mentions(details, identity)


def named(details: str, name_of: Mapping[str, str]) -> str:
    """Let a code name its contraries and its dual by the ids they have now; what is gone is named no more."""
    return _with_mentions(details, lambda code: name_of.get(code[1:], "") if code.startswith(_GUID) else code)


def without_mentions(details: str, gone: Collection[str]) -> str:
    """Take out of a code's contraries and dual what is gone."""
    return _with_mentions(details, lambda code: "" if code[1:] in gone and code.startswith(_GUID) else code)


def _with_mentions(details: str, change: Any) -> str:
    if not any(f'"{key}"' in details for key in _MENTIONS):
        return details
    content = json.loads(details)
    for key in _MENTIONS:
        said = content.get(key)
        if said:
            content[key] = change(said) if isinstance(said, str) else [new for one in said if (new := change(one))]
    return json.dumps({key: value for key, value in content.items() if value}, ensure_ascii=False, sort_keys=True)


def _settle(thing: Thing) -> None:
    """Take the latest of everything."""
    thing.born = min((held.record.born for held in thing.held if held.record.born), default="")
    thing.alive = max(held.record.alive for held in thing.held)
    thing.dead = max(held.record.dead for held in thing.held)
    thing.is_shown = thing.alive >= thing.dead
    thing.row = latest(thing)
    if "guid" in thing.row:
        thing.row["guid"] = thing.uid
    if thing.table == "codings":
        memos.join(thing)
        thing.mark = {"mark": [thing.row.get("status", ""), thing.row.get("review", ""), *thing.stamp("status")]}
        thing.told |= thing.mark if any(held.record.is_told for held in thing.held) else {}
    if thing.table == "assignments":
        statements.let_stand(thing)


def latest(thing: Thing) -> Row:
    """Give the row with the latest value of every column."""
    first, *others = thing.held
    if all(held.row == first.row for held in others):
        return dict(first.row)
    names = {name: None for held in thing.held for name in held.row}
    row: Row = {}
    for leader in {leaders(thing.table).get(name, name): None for name in names}:
        columns = group(thing.table, leader)
        _, _, best = max(_bids(thing, leader, columns), key=lambda bid: bid[:2])
        row |= best
    return row


def _bids(thing: Thing, leader: str, columns: Sequence[str]) -> Iterator[tuple[Stamp, str, Row]]:
    for held in thing.held:
        if columns[0] in held.row:
            values = {name: held.row.get(name) for name in columns}
            yield held.record.stamp(leader), json.dumps(list(values.values()), ensure_ascii=False), values
