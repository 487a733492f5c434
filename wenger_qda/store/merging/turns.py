"""The turns of merged sources: each source's are those of the copy that found them last, and none is mixed of two."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from wenger_qda.store import schema
from wenger_qda.store.merging.copies import Change, Copy, Row
from wenger_qda.store.merging.things import Ids, Things

Place = tuple[str, int]  # a source and the number of one of its turns
_OF_FILE = ("id", "source_id")


def latest_turns(copies: Sequence[Copy], things: Things) -> dict[str, list[Row]]:
    """Give the turns of each source."""
    when = [_found_anew(copy) for copy in copies]
    latest: dict[str, list[Row]] = {}
    for uid, source in things["sources"].items():
        bids = []
        for held in source.held:
            if held.record.is_there:
                source_id = held.record.image["id"]
                turns = sorted(map(_bare, copies[held.copy].turns.get(source_id, ())), key=lambda turn: turn["turn"])
                bids.append((when[held.copy].get(source_id, ""), json.dumps(turns), turns))
        latest[uid] = max(bids, key=lambda bid: bid[:2])[2] if bids else []
    return latest


def places(copy: Copy, ids: Ids) -> dict[int, Place]:
    """Give for each row of turns in a copy, there or gone, which turn of which source it is."""
    found: dict[int, Place] = {}
    for source_id, turns in copy.turns.items():
        found |= {turn["id"]: (ids["sources"][source_id], turn["turn"]) for turn in turns}
    for _, change in _changes(copy):
        for image in (change.before, change.after):
            if image and image.get("source_id") in ids["sources"] and "turn" in image:
                found.setdefault(change.row_id, (ids["sources"][image["source_id"]], image["turn"]))
    return found


def numbered(latest: Mapping[str, list[Row]], sources: Mapping[str, int], gone: Sequence[Place]) -> dict[Place, int]:
    """Give each turn its row id, and then those that are only in the log."""
    there = [(uid, turn["turn"]) for uid in sources for turn in latest.get(uid, ())]
    only_logged = sorted(set(gone) - set(there), key=lambda place: (sources[place[0]], place[1]))
    return {place: number for number, place in enumerate([*there, *only_logged], 1)}


def _bare(turn: Row) -> Row:
    return {name: value for name, value in turn.items() if name not in _OF_FILE}


def _found_anew(copy: Copy) -> dict[int, str]:
    """Give when the turns of sources were last found anew, by the sources' ids."""
    source_of = {row["id"]: source_id for source_id, rows in copy.turns.items() for row in rows}
    found: dict[int, str] = {}
    for when, change in _changes(copy):
        source_id = (change.before or change.after or {}).get("source_id", source_of.get(change.row_id))
        if source_id is not None:
            found[source_id] = max(found.get(source_id, ""), when)
    return found


def _changes(copy: Copy) -> Iterator[tuple[str, Change]]:
    """Give the changes of turns, with their times."""
    return (
        (step.key.when, change) for step in copy.steps for change in step.changes if change.table == schema.turns.name
    )
