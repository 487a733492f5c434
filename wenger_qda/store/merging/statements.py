"""What coders have said themselves of the work they were asked for: it outdoes what others did to it.

Who closes a round, or takes back what was handed out, cannot see in another copy that somebody is done by now. So each
status counts as old as the coder's own statement that was known to whoever set it, whatever the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wenger_qda.store.merging.things import Held, Thing

WHY = "its coder has said so; what others did to it in another copy gives way"


def let_stand(thing: Thing) -> None:
    """Let the coder's own statement stand, and tell later merges where that does not follow from the times."""
    best = max(thing.held, key=_bid)
    newest = max(thing.held, key=lambda held: (held.record.stamp("status")[1], _bid(held)))
    is_outdone = newest.record.stamp("status") < best.record.stamp("status")
    if _is_taken_from(thing):
        thing.is_shown, thing.alive, is_outdone = True, thing.dead, True
    if is_outdone:
        thing.is_decided = True
        there = {held.copy: held for held in thing.held if held.record.is_there}
        copies = {held.copy for held in thing.held}
        if there.keys() != copies or any(held.now.get("status") != thing.row["status"] for held in there.values()):
            thing.why.append(WHY)
    if is_outdone or any(held.record.is_told for held in thing.held):
        said, unsaid = (max(getattr(held.record, name) for held in thing.held) for name in ("said", "unsaid"))
        thing.told = {
            "status": [thing.row["status"], *best.record.stamp("status")],
            "life": [thing.alive, thing.dead, said, unsaid],
        }


def _bid(held: Held) -> tuple[tuple[str, str], str]:
    return held.record.stamp("status"), str(held.row.get("status"))


def _is_taken_from(thing: Thing) -> bool:
    """Tell whether others took it away who did not know what the coder has said by now."""
    known = max((held.record.unsaid for held in thing.held if held.record.dead == thing.dead), default="")
    return thing.dead > thing.alive and max(held.record.said for held in thing.held) > known
