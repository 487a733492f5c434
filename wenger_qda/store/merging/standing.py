"""What stands in the merged project: things that others rest on, texts and spans that fit, a tree without rings."""

from __future__ import annotations

from collections.abc import Iterator

from wenger_qda.store import lookup, schema, variables
from wenger_qda.store.merging import rules, settled
from wenger_qda.store.merging.things import Thing, Things, without_mentions

_DIFFER = "the words under it differ between the copies that were merged"


def decide(things: Things) -> None:
    """Decide what is shown of all things, and how, where the latest of each do not go together."""
    settled.agree(things)
    _keep_owners(things)
    _let_go(things)
    _forget_mentions(things["codes"])
    codes = {uid: code for uid, code in things["codes"].items() if code.is_shown}
    _plant(things["codes"], codes)
    _cut_rings(codes)
    _fit_spans(things)
    _widen(things)


def _keep_owners(things: Things) -> None:
    """Keep what was taken away in one copy, where work of another one rests on it."""
    waiting = [thing for table in _with_gone_owners(things) for thing in things[table].values() if thing.is_shown]
    while waiting:
        kept = []
        for thing in waiting:
            for column, owner in _owners(things, thing):
                if not owner.is_shown and (not _hangs(thing, column) or thing.alive > owner.dead):
                    owner.is_shown = owner.is_decided = True
                    owner.alive = max(owner.alive, thing.alive)
                    owner.why.append("taken away in one copy, but kept, since work of another one rests on it")
                    kept.append(owner)
        waiting = kept or []
        if kept:
            waiting = [
                thing for table in _with_gone_owners(things) for thing in things[table].values() if thing.is_shown
            ]


def _with_gone_owners(things: Things) -> list[str]:
    """Give the tables whose rows may refer to something that is gone; most merges have few of them."""
    gone = {table for table, of_table in things.items() if any(not thing.is_shown for thing in of_table.values())}
    refers = {table.name: {*rules.owners(table).values()} - {table.name} for table in rules.TABLES}
    return [name for name, owners in refers.items() if owners & gone or (rules.rule(name).guids and gone)]


def _let_go(things: Things) -> None:
    """Let go what belonged to something that is taken away."""
    is_changing = True
    while is_changing:
        is_changing = False
        for table in rules.TABLES:
            if table.name == "codes" or not rules.rule(table.name).hangs:
                continue
            for thing in things[table.name].values():
                if thing.is_shown and _is_left_behind(things, thing):
                    thing.is_shown, thing.is_decided, is_changing = False, True, True
                    thing.why.append("went along with what it belonged to, which was taken away since")


def _is_left_behind(things: Things, thing: Thing) -> bool:
    if any(not owner.is_shown for _, owner in _owners(things, thing)):
        return True
    return len(_guids(thing)) > sum(1 for _ in _by_guid(things, thing))  # what it belonged to is withdrawn


def _owners(things: Things, thing: Thing) -> Iterator[tuple[str, Thing]]:
    """Give the things that a thing belongs to, with the columns that say so; not the code above a code."""
    for column, table in rules.owners(schema.metadata.tables[thing.table]).items():
        if table != thing.table and thing.row.get(column) is not None:
            yield column, things[table][thing.row[column]]
    yield from _by_guid(things, thing)


def _guids(thing: Thing) -> list[tuple[str, str]]:
    """Give the single guids that a thing holds, with their columns."""
    single = (column for column, kind in rules.rule(thing.table).guids.items() if kind == "one")
    return [(column, thing.row[column]) for column in single if thing.row.get(column)]


def _by_guid(things: Things, thing: Thing) -> Iterator[tuple[str, Thing]]:
    for column, guid in _guids(thing):
        for table in lookup.THINGS.values():
            if guid in things[table.name]:
                yield column, things[table.name][guid]
                break


def _hangs(thing: Thing, column: str) -> bool:
    return column in rules.rule(thing.table).hangs


def _forget_mentions(codes: dict[str, Thing]) -> None:
    """Let codes name no contrary and no dual that is gone."""
    gone = {uid for uid, code in codes.items() if not code.is_shown}
    for code in codes.values():
        code.mark = {"details": code.row["details"]}
    for code in codes.values() if gone else ():
        code.is_decided |= code.row["details"] != without_mentions(code.row["details"], gone)
        for row in (code.row, *(row for held in code.held for row in held.rows())):
            row["details"] = without_mentions(row["details"], gone)


def _plant(codes: dict[str, Thing], shown: dict[str, Thing]) -> None:
    """Put codes whose parent is gone below the next code above it that is there."""
    for code in shown.values():
        above, seen = code.row["parent_id"], set()
        while above is not None and above not in shown and above not in seen:
            seen.add(above)
            above = codes[above].row["parent_id"] if above in codes else None
        if above != code.row["parent_id"]:
            code.row["parent_id"] = above if above in shown and above != code.uid else None
            code.is_decided = True
            code.why.append("the code above it was taken away; it moved up")


def _cut_rings(codes: dict[str, Thing]) -> None:
    """Take back the earliest move in every ring of codes that lie below each other."""
    while ring := _ring(codes):
        earliest = min(ring, key=lambda code: (code.stamp("parent_id"), code.uid))
        before = _parent_before(earliest, codes)
        earliest.row["parent_id"] = None if _lies_below(codes, before, earliest.uid) else before
        earliest.is_decided = True
        earliest.why.append("two moves would have made a ring of codes; the earlier one, of this code, is taken back")


def _ring(codes: dict[str, Thing]) -> list[Thing]:
    """Find codes that lie below each other."""
    well: set[str] = set()
    for uid in sorted(codes):
        path: dict[str, None] = {}
        above: str | None = uid
        while above is not None and above not in well and above not in path:
            path[above] = None
            above = codes[above].row["parent_id"]
        if above is not None and above in path:
            names = list(path)
            return [codes[name] for name in names[names.index(above) :]]
        well |= path.keys()
    return []


def _lies_below(codes: dict[str, Thing], uid: str | None, above: str) -> bool:
    seen: set[str] = set()
    while uid is not None and uid not in seen:
        if uid == above:
            return True
        seen.add(uid)
        uid = codes[uid].row["parent_id"]
    return uid is not None


def _parent_before(code: Thing, codes: dict[str, Thing]) -> str | None:
    """Give the parent that a code had before its latest move."""
    last = max(code.held, key=lambda held: (held.record.stamp("parent_id"), held.row["parent_id"] or ""))
    uid = last.record.before.get("parent_uid")
    return uid if uid in codes else None


def _fit_spans(things: Things) -> None:
    """Mark spans whose words are not those of the text; put those back into the text that lie outside of it."""
    texts = {uid: str(source.row["text"]) for uid, source in things["sources"].items()}
    for table in ("codings", "case_links"):
        for thing in things[table].values():
            row = thing.row
            if not thing.is_shown or row["start_char"] is None:
                continue
            text = texts[row["source_id"]]
            if row["status"] != "needs_review" and text[row["start_char"] : row["end_char"]] != row["quote"]:
                row |= {"status": "needs_review"} | ({"review": _DIFFER} if "review" in row else {})
                thing.is_decided = True
                thing.why.append(f"marked for review: {_DIFFER}")
            if row["end_char"] > len(text):
                start = min(row["start_char"], len(text) - 1)
                row |= {"start_char": start, "end_char": len(text)}
                thing.is_decided = True


def _widen(things: Things) -> None:
    """Let a variable's type hold the values of all copies."""
    for value in things["variable_values"].values():
        if value.is_shown:
            variable = things["variables"][value.row["variable_id"]]
            wide = variables.holding(variable.row["type"], value.row["value"])
            if wide != variable.row["type"]:
                variable.why.append(f"its type is {wide} now, so that it holds the values of all copies")
                variable.row["type"], variable.is_decided = wide, True


def describe(things: Things, thing: Thing) -> str:
    """Say in a few words which thing it is."""
    row = thing.row
    if thing.table in ("codings", "decisions", "rejections"):
        return f"{_name(things, 'codes', row['code_id'])} on {_name(things, 'sources', row['source_id'])}{_place(row)}"
    if thing.table == "case_links":
        return f"{_name(things, 'cases', row['case_id'])} in {_name(things, 'sources', row['source_id'])}{_place(row)}"
    if thing.table == "assignments":
        return f"{_name(things, 'sources', row['source_id'])}, round {row['round']}"
    if thing.table == "variable_values":
        owner = "sources" if row["source_id"] else "cases"
        return f"{_name(things, 'variables', row['variable_id'])} of {_name(things, owner, row[owner[:-1] + '_id'])}"
    if thing.table == "code_set_members":
        return f"{_name(things, 'codes', row['code_id'])} in {_name(things, 'code_sets', row['set_id'])}"
    if thing.table == "notes":
        return " ".join(row["text"].split())[:40]
    return next((str(row[name]) for name in ("code", "name", "table_name") if row.get(name)), thing.uid)


def _name(things: Things, table: str, uid: str) -> str:
    row = things[table][uid].row
    return str(row.get("code") or row.get("name"))


def _place(row: dict[str, object]) -> str:
    return "" if row["start_char"] is None else f" {row['start_char']}–{row['end_char']}"
