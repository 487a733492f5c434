"""Undo and redo: a step on its way back, or forth again.

Every change in it is made, or, where one cannot be, none: a row that no longer looks as the step left it, or that
somebody else's later work rests on, is not touched, and the refusal says whose work that is.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Table,
    UniqueConstraint,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from wenger_qda.errors import StoreError
from wenger_qda.store import clashes, lookup, schema, search
from wenger_qda.store.journal import Change, Row, take_out, write, write_down

_TABLES = schema.metadata.sorted_tables
_BY_ID = [
    (column.table, column, key.column.table)
    for table in _TABLES
    for column in table.columns
    for key in column.foreign_keys
]
_BY_GUID = (schema.notes.c.target, schema.links.c.origin, schema.links.c.target)
_PLACED = (schema.codings, schema.case_links, schema.decisions, schema.rejections)
_FOLLOWS = "text_sha256"  # says which text a span lies in; no work of anybody's


def undo(connection: Connection, coder: str) -> str:
    """Take a coder's last step back; say which.

    Raises
    ------
    StoreError
        If there is none, or later work of somebody else rests on it.
    """
    steps = schema.steps
    mine = (steps.c.coder == coder) & (steps.c.state == "done")
    step = connection.execute(select(steps).where(mine).order_by(steps.c.number.desc()).limit(1)).mappings().first()
    if step is None:
        raise StoreError(f"there is nothing of {coder} to undo")
    changes = [change._replace(before=change.after, after=change.before) for change in _changes(connection, step)]
    return _Turn(connection, step, "undo", coder).make(changes[::-1], "undone")


def redo(connection: Connection, coder: str) -> str:
    """Do again what a coder undid last; say what.

    Raises
    ------
    StoreError
        If there is none, or later work of somebody else stands in the way.
    """
    steps = schema.steps
    mine = (steps.c.coder == coder) & (steps.c.state == "undone")
    step = connection.execute(select(steps).where(mine).order_by(steps.c.number).limit(1)).mappings().first()
    if step is None:
        raise StoreError(f"there is nothing of {coder} to do again")
    return _Turn(connection, step, "redo", coder).make(_changes(connection, step), "done")


class _Turn:
    """A step on its way back, or forth again: every change in it is made, or, where one cannot be, none."""

    def __init__(self, connection: Connection, step: Row, action: str, coder: str) -> None:
        self._connection, self._step = connection, step
        self._action, self._coder = action, coder

    def make(self, changes: list[Change], state: str) -> str:
        """Put each row from its one image to the other; give the name of the step."""
        corrected = [change.row_id for change in changes if _is_correction(change)]
        for source_id in corrected:
            self._expect_all_follow(source_id, changes)
            search.forget(self._connection, source_id)
        for run in _runs(changes):
            self._put(run)
        search.learn(self._connection, corrected)
        self._expect_words(changes, corrected)
        self._expect_tree(changes)
        self._expect_ends(changes)
        self._expect_codings(changes)
        self._expect_apart(changes)
        steps, what = schema.steps, str(self._step["what"])
        self._connection.execute(update(steps).where(steps.c.number == self._step["number"]).values(state=state))
        write_down(self._connection, self._coder, self._action, what, "kept", changes)
        return what

    def _put(self, run: list[Change]) -> None:
        """Make changes of one kind to different rows of one table."""
        table, ids = run[0].table, [change.row_id for change in run]
        self._expect(run)
        try:
            if run[0].after is None:
                self._expect_free(table, ids)
                take_out(self._connection, table, ids)
            elif run[0].before is None:
                self._connection.execute(insert(table), [dict(change.after or {}) for change in run])
            else:
                write(self._connection, table, [(change.row_id, change.after or {}) for change in run])
        except IntegrityError as error:
            raise self._in_the_way(table, run) from error

    def _expect(self, run: list[Change]) -> None:
        """Refuse where a row no longer looks as this step left it."""
        table = run[0].table
        held = {
            row["id"]: row for row in lookup.rows(self._connection, select(table), table.c.id, [c.row_id for c in run])
        }
        for change in run:
            row, image = held.get(change.row_id), change.before
            same = (row is None) == (image is None) and (
                row is None or image is None or all(row[key] == image[key] for key in image if key != _FOLLOWS)
            )
            if not same:
                raise self._refused(f"{self._last_hand(table, change.row_id)}; take that back first")

    def _expect_free(self, table: Table, ids: list[int]) -> None:
        """Refuse where others still point to a row that would go."""
        for other, column, target in _BY_ID:
            if target is table:
                found = lookup.rows(self._connection, select(other), column, ids)
                self._expect_none(other, [row["id"] for row in found if other is not table or row["id"] not in ids])
        if "guid" in table.c:
            guids = [row["guid"] for row in lookup.rows(self._connection, select(table.c.guid), table.c.id, ids)]
            for column in _BY_GUID:
                found = lookup.rows(self._connection, select(column.table), column, guids)
                self._expect_none(column.table, [row["id"] for row in found])

    def _expect_none(self, table: Any, ids: list[int]) -> None:
        if ids:
            word = table.name.replace("_", " ")
            counted = f"1 {word.removesuffix('s')}" if len(ids) == 1 else f"{len(ids)} {word}"
            verb = "rests" if len(ids) == 1 else "rest"
            raise self._refused(f"{counted} by {self._makers(table, ids)} {verb} on it; take that away first")

    def _expect_all_follow(self, source_id: int, changes: list[Change]) -> None:
        """Refuse to put another text under spans that were set since on the text as it is."""
        for table in _PLACED:
            known = {change.row_id for change in changes if change.table is table}
            placed = select(table.c.id).where(table.c.source_id == source_id, table.c.start_char.is_not(None))
            late = [row_id for row_id in self._connection.execute(placed).scalars() if row_id not in known]
            if late:
                word = table.name.replace("_", " ")
                who = self._makers(table, late)
                raise self._refused(f"{len(late)} {word} by {who} were made on the text as it is now")

    def _expect_words(self, changes: list[Change], corrected: list[int]) -> None:
        """Refuse to put a span where its words no longer stand; let each know which text it lies in now."""
        sources = schema.sources
        for table in _PLACED:
            ids = {change.row_id for change in changes if change.table is table}
            whole = select(table.c.id)  # of a source whose text is another one now: they follow without a word
            ids |= {row["id"] for row in lookup.rows(self._connection, whole, table.c.source_id, corrected)}
            spans = lookup.rows(self._connection, select(table), table.c.id, ids)
            owners = lookup.rows(self._connection, select(sources), sources.c.id, {row["source_id"] for row in spans})
            source_of = {row["id"]: row for row in owners}
            for row in spans:
                source = source_of[row["source_id"]]
                stands = (
                    row["start_char"] is None or source["text"][row["start_char"] : row["end_char"]] == row["quote"]
                )
                if not stands and row["status"] != "needs_review":
                    raise self._refused(f"{self._last_hand(sources, source['id'])}; code the passage anew")
            fresh = [(row["id"], {_FOLLOWS: source_of[row["source_id"]]["sha256"]}) for row in spans]
            write(self._connection, table, fresh)

    def _expect_tree(self, changes: list[Change]) -> None:
        """Refuse to put a code below itself."""
        if not any(change.table is schema.codes and "parent_id" in (change.after or {}) for change in changes):
            return
        codes = schema.codes
        parents = dict(self._connection.execute(select(codes.c.id, codes.c.parent_id)).all())
        for change in changes:
            above, seen = parents.get(change.row_id), set()
            while change.table is codes and above is not None and above not in seen:
                seen.add(above)
                above = parents.get(above)
            if above is not None and change.table is codes:
                raise self._refused("a code would come to lie below itself; somebody has moved codes since")

    def _expect_ends(self, changes: list[Change]) -> None:
        """Refuse to put back a note or a link whose thing is gone."""
        keys = {(column.table.name, column.name) for column in _BY_GUID}
        ends = {
            value for c in changes for key, value in (c.after or {}).items() if value and (c.table.name, key) in keys
        }
        self._expect_not_gone(ends.difference(*lookup.all_guids(self._connection).values()) if ends else set())

    def _expect_not_gone(self, gone: Collection[str]) -> None:
        if gone:
            log = schema.changes
            taken = log.c.before.contains(min(gone), autoescape=True) & (log.c.after == "")
            who = self._connection.execute(select(log.c.coder).where(taken).order_by(log.c.number.desc())).scalar()
            raise self._refused(f"{who or 'somebody'} has taken away what it belongs to")

    def _expect_codings(self, changes: list[Change]) -> None:
        """Refuse to leave a decision without the codings that the consensus has by it."""
        codings, decisions = schema.codings, schema.decisions
        gone = [change.before for change in changes if change.table is codings and change.after is None]
        gone_from = {row["source_id"]: None for row in gone if row is not None}
        taken = {row["guid"] for row in gone if row is not None}
        found = lookup.rows(self._connection, select(decisions), decisions.c.source_id, gone_from)
        self._expect_none(decisions, [row["id"] for row in found if taken.intersection(_named(row))])
        ids = {change.row_id for change in changes if change.table is decisions and change.after is not None}
        named = {
            guid
            for row in lookup.rows(self._connection, select(decisions), decisions.c.id, ids)
            for guid in _named(row)
        }
        there = lookup.rows(self._connection, select(codings.c.guid), codings.c.guid, named)
        self._expect_not_gone(named.difference(row["guid"] for row in there))

    def _expect_apart(self, changes: list[Change]) -> None:
        """Refuse to put a decision, or what was settled on, beside what was decided there since."""
        came = {
            (change.table.name, change.row_id): change.after["source_id"]
            for change in changes
            if change.table in (schema.codings, schema.decisions) and change.before is None and change.after
        }
        for pair in clashes.clashes(self._connection, set(came.values())):
            stood = [row for row in pair if (row.table.name, row.id) not in came]
            if len(stood) == 1 and self._touched_since(stood[0].table, stood[0].id):
                hand = self._last_hand(stood[0].table, stood[0].id)
                raise self._refused(f"{hand}, and it stands where this would come")

    def _touched_since(self, table: Table, row_id: int) -> bool:
        """Tell whether a row came or was changed after this step: what stood before then is no news."""
        log = schema.changes
        later = (log.c.table_name == table.name) & (log.c.row_id == row_id) & (log.c.step > self._step["number"])
        return self._connection.execute(select(log.c.number).where(later).limit(1)).scalar() is not None

    def _in_the_way(self, table: Table, run: list[Change]) -> StoreError:
        """Say why the database would not have a row: one like it is there, or what it belongs to is gone."""
        for change in run:
            row = {**(self._row(table, change.row_id) or {}), **(change.after or {})}
            for columns in _unique(table):
                same = [
                    column.is_(None) if row[column.name] is None else column == row[column.name] for column in columns
                ]
                other = self._connection.execute(select(table.c.id).where(*same, table.c.id != change.row_id)).scalar()
                if other is not None:
                    return self._refused(f"{self._last_hand(table, other)}, and it stands where this would come")
            for column in table.columns:
                for key in column.foreign_keys:
                    if row[column.name] is not None and self._row(key.column.table, row[column.name]) is None:
                        return self._refused(
                            f"{self._last_hand(key.column.table, row[column.name])}, and this belonged to it"
                        )
        return self._refused("other work stands in the way")

    def _row(self, table: Table, row_id: int) -> Row | None:
        return self._connection.execute(select(table).where(table.c.id == row_id)).mappings().first()

    def _makers(self, table: Table, ids: list[int]) -> str:
        """Name those whose rows these are: their coders, or who wrote them."""
        if "coder_id" in table.c:
            named = select(schema.coders.c.name).join(table, table.c.coder_id == schema.coders.c.id)
            return ", ".join(sorted({row["name"] for row in lookup.rows(self._connection, named, table.c.id, ids)}))
        changes = schema.changes
        wrote = select(changes.c.coder).where(changes.c.table_name == table.name)
        names = {row["coder"] for row in lookup.rows(self._connection, wrote, changes.c.row_id, ids)}
        return ", ".join(sorted(names)) or "somebody"

    def _last_hand(self, table: Table, row_id: int) -> str:
        """Say who changed a row last, by what and when."""
        changes = schema.changes
        touched = select(changes).where(changes.c.table_name == table.name, changes.c.row_id == row_id)
        last = self._connection.execute(touched.order_by(changes.c.number.desc()).limit(1)).mappings().first()
        if last is None:
            return "it was changed since"
        return f"{last['coder']} has changed that since ({last['action']}: {last['what']}, {last['when'][:16]})"

    def _refused(self, reason: str) -> StoreError:
        return StoreError(f"{self._action} of “{self._step['what']}” is refused, and nothing was changed: {reason}")


def _named(decision: Row) -> list[str]:
    """Give the guids of the codings that the consensus has by a decision."""
    return list(json.loads(decision["codings"] or "[]"))


def _is_correction(change: Change) -> bool:
    return change.table is schema.sources and "text" in (change.before or {})


def _runs(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Part changes into runs that can be made at one go: one table, one kind, and no row twice."""
    run: list[Change] = []
    seen: set[int] = set()
    for change in changes:
        if run and (_kind(change) != _kind(run[0]) or change.row_id in seen):
            yield run
            run, seen = [], set()
        run.append(change)
        seen.add(change.row_id)
    if run:
        yield run


def _kind(change: Change) -> tuple[str, bool, tuple[str, ...] | None]:
    """Tell the kind of a change: rows that come with the same columns come together."""
    came, went = change.before is None, change.after is None
    return change.table.name, came, None if went else tuple(map(str, change.after or ())) if came else ()


def _unique(table: Table) -> Iterator[list[Column[Any]]]:
    """Give the sets of columns by which rows of a table differ."""
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield list(constraint.columns)
    if table is schema.codings:
        yield [table.c[name] for name in schema.PLACE]


def _changes(connection: Connection, step: Row) -> list[Change]:
    """Give the changes of a step that can be turned back; what a withdrawn source left empty is none."""
    changes = schema.changes
    rows = connection.execute(select(changes).where(changes.c.step == step["number"]).order_by(changes.c.number))
    return [
        Change(schema.metadata.tables[row["table_name"]], row["row_id"], _loaded(row["before"]), _loaded(row["after"]))
        for row in rows.mappings()
        if (row["before"] or row["after"]) and row["table_name"] != schema.project.name
    ]


def _loaded(image: str) -> Row | None:
    return json.loads(image) if image else None
