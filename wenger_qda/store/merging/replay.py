"""What the log of one copy tells of its rows: when each was made, changed and taken away, column by column.

Two times are kept for each value, because a correction of the text carries spans along: since when somebody has meant
it so, and when it was written. The first decides between copies, the second only where the first is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from wenger_qda.store.merging import rules
from wenger_qda.store.merging.copies import Change, Copy, Position, Row, Step

Stamp = tuple[str, str]
NEVER: Stamp = ("", "")
EMPTY = ("", None, "{}")
_TURNS = ("undo", "redo")
_STATEMENTS = ("done", "reopen")
_TOLD = {"sources": "sha256", "codes": "code"}


@dataclass(slots=True)
class Record:
    """What one copy knows of one row, there or gone.

    Parameters
    ----------
    image : dict
        Its columns, as they are or last were.
    born : str
        When it was made.
    alive, dead : str
        When somebody last made or changed it, and took it away; empty for never.
    stamps : dict
        The times of columns that were changed after it was made.
    before : dict
        What stood in a column before its last change.
    now : dict
        Its columns as the copy has them; not the same as `image` only where an earlier merge has decided something.
    is_there : bool
        Whether the copy has it now.
    is_decided : bool
        Whether an earlier merge has decided something about it that the log of changes does not tell.
    also : set of str
        Other identities it has had, in copies merged earlier.
    had : set of str
        Hashes of the texts that a source has had, ids that a code has had.
    memos : dict
        When and what was said with each of several codings that an earlier merge has made one, by their identities.
    said, unsaid : str
        Of an assignment: when its coder last said something of it, and what of that was known when it was taken away.
    is_own : bool
        Whether its coder made it, who was not asked before.
    is_told : bool
        Whether an earlier merge had to tell how it stands.
    """

    table: str
    image: Row = field(default_factory=dict)
    born: str = ""
    birth: Position | None = None
    alive: str = ""
    dead: str = ""
    stamps: dict[str, Stamp] = field(default_factory=dict)
    before: Row = field(default_factory=dict)
    now: Row = field(default_factory=dict)
    is_there: bool = False
    is_decided: bool = False
    also: set[str] = field(default_factory=set)
    had: set[str] = field(default_factory=set)
    memos: dict[str, tuple[str, str]] = field(default_factory=dict)
    said: str = ""
    unsaid: str = ""
    is_own: bool = False
    is_told: bool = False
    uid: str = ""
    past: list[tuple[Row, Stamp]] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)
    followed: list[tuple[Row | None, Row | None]] = field(default_factory=list)

    def stamp(self, leader: str) -> Stamp:
        """Give the time of a column, or of the columns that stand together with it."""
        found = self.stamps.get(leader)
        if found is not None:
            return found
        values = {name: self.image.get(name) for name in group(self.table, leader)}
        return (self.born, self.born) if _is_said(values) else NEVER


def records(copy: Copy) -> dict[str, dict[int, Record]]:
    """Give the records of a copy, table by table, by row ids; whole groups of columns are filled into its changes."""
    found: dict[str, dict[int, Record]] = {table.name: {} for table in rules.TABLES}
    names = {row_id: row["name"] for row_id, row in copy.rows["coders"].items()}
    for step in copy.steps:
        for number, change in enumerate(step.changes):
            if change.table in found and not (change.before is None and change.after is None):
                record = found[change.table].setdefault(change.row_id, Record(change.table))
                since = _said(record, step, change, names) if change.table == "assignments" else step.key.when
                _replay(record, step, change, (step.key, number), since)
    for table, rows in copy.rows.items():
        for row_id, row in rows.items():
            _settle(found[table].setdefault(row_id, Record(table)), row)
    for of_table in found.values():
        for record in of_table.values():
            if not record.is_there and not record.is_decided and record.alive >= record.dead:
                record.alive = ""  # it is gone, whatever the clock said
    return found


@cache
def leaders(table: str) -> Mapping[str, str]:
    """Give for each column that stands together with others the first of them."""
    return {name: names[0] for names in rules.rule(table).together for name in names}


@cache
def group(table: str, leader: str) -> tuple[str, ...]:
    """Give the columns that stand together with one."""
    return next((names for names in rules.rule(table).together if names[0] == leader), (leader,))


def _replay(record: Record, step: Step, change: Change, position: Position, since: str) -> None:
    """Take a change in; `since` is how old what it says counts as being."""
    when, before, after = step.key.when, change.before, change.after
    told = _TOLD.get(record.table, "")
    record.had |= {image[told] for image in (before, after) if image and told in image}
    if step.key.action == rules.ACTION:
        _take_over(record, after or {})
    elif after is None:
        record.dead, record.unsaid = max(record.dead, when), record.said
        record.image = {**(before or {}), **record.image}
        record.gone.append(before or {})
    elif before is None:
        _made(record, after, (since, when), position)
    else:
        _changed(record, step.key.action, change, (since, when))


def _take_over(record: Record, told: Row) -> None:
    """Take over what a merge has decided: it knew all that stands before it in the log."""
    record.is_decided = True
    record.also |= set(told.get("also", ()))
    if "memos" in told:
        record.memos = {uid: (when, note) for uid, (when, note) in told["memos"].items()}
    if "details" in told:
        record.image["details"] = told["details"]  # a code that is gone may have left its id to another one
    if "mark" in told:
        status, review, since, when = told["mark"]
        record.image |= {"status": status, "review": review}
        record.stamps["status"], record.is_told = (since, when), True
    if "life" in told:
        record.image["status"], *stamp = told["status"]
        record.stamps["status"], record.is_told = (stamp[0], stamp[1]), True
        record.alive, record.dead, record.said, record.unsaid = told["life"]


def _said(record: Record, step: Step, change: Change, names: Mapping[int, str]) -> str:
    """Tell since when an assignment's coder has said what a change makes of it; others only go by what was said."""
    before, after, action = change.before or {}, change.after or {}, step.key.action
    is_mine = names.get({**record.image, **before, **after}.get("coder_id", 0)) == step.key.coder
    if action in _TURNS and before and after:
        is_own = is_mine and not _is_turned(record, action, before, after)
    else:
        is_own = is_mine and (action in _STATEMENTS or (action in _TURNS and record.is_own))
    if is_own:
        record.said = step.key.when
    elif before and after:
        record.followed.append((change.before, change.after))
    if not before and action not in _TURNS:
        record.is_own = is_own
    return record.said


def _made(record: Record, after: Row, stamp: Stamp, position: Position) -> None:
    """Let a row come, or come back; what it brings back as it was when it was taken away, is as old as it was then."""
    since, when = stamp
    record.alive = max(record.alive, when)
    if record.birth is None:
        record.birth, record.born = position, when
        record.image |= after
        if since != when:
            record.stamps |= {"status": stamp}
        return
    for leader in {leaders(record.table).get(name, name) for name in after}:
        values = {name: after[name] for name in group(record.table, leader) if name in after}
        if _is_said(values) and not any(values.items() <= image.items() for image in record.gone):
            _set(record, leader, values, stamp)


def _is_said(values: Row) -> bool:
    """Tell whether somebody has said something with the first values of columns; what was left empty, nobody has."""
    return any(value not in EMPTY for value in values.values())


def _changed(record: Record, action: str, change: Change, stamp: Stamp) -> None:
    meant, when = stamp
    before, after = change.before or {}, change.after or {}
    is_mechanical = rules.is_mechanical(record.table, action, after) or _is_turned(record, action, before, after)
    if is_mechanical:
        record.followed.append((change.before, change.after))
    else:
        record.alive = max(record.alive, when)
    for leader in {leaders(record.table).get(name, name) for name in after}:
        names = group(record.table, leader)
        old = {name: before.get(name, record.image.get(name)) for name in names}
        new = {name: after.get(name, old[name]) for name in names}
        if len(names) > 1:
            change.before, change.after = {**(change.before or {}), **old}, {**(change.after or {}), **new}
        since = meant
        if is_mechanical and leader in rules.rule(record.table).carried:
            since = _since(record, leader, old)
        elif is_mechanical and _is_corrected(record, action, leader):
            since = record.stamp(leader)[0]
        if record.table == "codes" and leader == "parent_id":
            record.before = old
        if names == rules.rule(record.table).carried:
            record.past = record.past or [(old, record.stamp(leader))]
            record.past.append((new, (since, when)))
        _set(record, leader, new, (since, when))
    if "note" in after:
        record.memos = dict.fromkeys(record.memos, (when, after["note"]))  # who wrote it had all of them before them


def _is_corrected(record: Record, action: str, leader: str) -> bool:
    """Tell whether a correction of the text marks a coding, or such a mark is turned: nobody has looked at it."""
    since, when = record.stamp(leader)
    is_mark = record.table == "codings" and leader == "status"
    return is_mark and (action == "correct" or (action in _TURNS and since != when))


def _is_turned(record: Record, action: str, before: Row, after: Row) -> bool:
    """Tell whether an undo or redo turns something mechanical."""
    if action not in _TURNS:
        return False
    return any(
        (_alike(before, old) and _alike(after, new)) or (_alike(before, new) and _alike(after, old))
        for old, new in record.followed
    )


def _alike(image: Row, other: Row | None) -> bool:
    """Tell whether two images say the same; one of them may have been filled up with columns that stand together."""
    shared = image.keys() & (other or {}).keys()
    return bool(shared) and all(image[name] == (other or {})[name] for name in shared)


def _since(record: Record, leader: str, old: Row) -> str:
    """Find since when a span has been meant, before a correction carried it along."""
    found = next((stamp for values, stamp in reversed(record.past) if values == old), record.stamp(leader))
    return found[0]


def _set(record: Record, leader: str, values: Row, stamp: Stamp) -> None:
    """Let the later value stand; within one copy that is always the new one."""
    if stamp >= record.stamp(leader):
        record.image |= values
        record.stamps[leader] = stamp


def _settle(record: Record, row: Row) -> None:
    """Take a row as the copy has it; where a merge has decided about it, as the log has it."""
    record.is_there = True
    record.image = {**row, **record.image} if record.is_decided else dict(row)
    record.image["id"] = row["id"]
    record.now = row if record.is_decided else record.image
    if not record.born:
        record.born = str(row.get("created") or row.get("added") or "")
    record.alive = max(record.alive, record.born)
    if not record.is_decided and record.dead > record.alive:
        record.dead = ""  # it is there, whatever the clock said
