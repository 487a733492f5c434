"""What a team has settled on in several copies: of decisions that overlap the later stands, with what it names.

Each decision of every copy is looked at anew in every merge, also one that gave way in an earlier one: so it does not
matter which copies were merged first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from wenger_qda.model import CONSENSUS
from wenger_qda.store.merging.things import Thing, Things

_LATER = "a later decision on this passage stands"
_WITH = "went along with a decision that a later one stands for"
_SETTLED = "all agreed on this passage later"
_NAMED = "taken away in one copy, but kept, since a decision names it"


def agree(things: Things) -> None:
    """Let decisions give way to later ones, and what the consensus has be what the standing ones say."""
    decided = [thing for thing in things["decisions"].values() if thing.is_shown]
    if not decided:
        return
    codings = things["codings"]
    named = {guid for decision in decided for guid in _named(decision)}
    lone = [coding for coding in _of_consensus(things) if coding.uid not in named]
    for claims in _by_place([*decided, *lone]):
        _give_way(claims)
    kept = {guid: decision for decision in decided if decision.is_shown for guid in _named(decision)}
    for decision in decided:
        for guid in _named(decision):
            if guid in codings and guid not in kept and codings[guid].is_shown:
                _let_go(codings[guid], decision, _WITH)
    for guid, decision in kept.items():
        if guid in codings and not codings[guid].is_shown:
            _revive(codings[guid], decision)


def _named(decision: Thing) -> list[str]:
    return list(json.loads(decision.row["codings"] or "[]"))


def _of_consensus(things: Things) -> Iterator[Thing]:
    """Give the codings of the consensus that are there."""
    for coding in things["codings"].values():
        if coding.is_shown and things["coders"][coding.row["coder_id"]].row["name"] == CONSENSUS:
            yield coding


def _by_place(claims: Iterable[Thing]) -> Iterable[list[Thing]]:
    """Give what is about one code in one source and round."""
    found: dict[tuple[str, str, int], list[Thing]] = {}
    for thing in claims:
        found.setdefault((thing.row["source_id"], thing.row["code_id"], thing.row["round"]), []).append(thing)
    return found.values()


def _give_way(claims: Iterable[Thing]) -> None:
    """Let the latest stand, and of the others what none of those overlaps that stand."""
    standing: list[Thing] = []
    for thing in sorted(claims, key=_when, reverse=True):
        later = next((other for other in standing if _is_against(thing, other)), None)
        if later is None:
            standing.append(thing)
        else:
            _let_go(thing, later, _LATER if later.table == "decisions" else _SETTLED)


def _when(thing: Thing) -> tuple[str, str]:
    """Tell when something was decided, or settled on."""
    return (str(thing.row["created"]) if thing.table == "decisions" else thing.alive, thing.uid)


def _is_against(one: Thing, other: Thing) -> bool:
    """Tell whether two do not go together; codings do, and so does what a copy has side by side."""
    if not _overlap(one, other):
        return False
    if one.table == other.table:
        return one.table == "decisions"
    return not _copies(one) & _copies(other)


def _copies(thing: Thing) -> set[int]:
    return {held.copy for held in thing.held if held.record.is_there}


def _overlap(one: Thing, other: Thing) -> bool:
    a, b = one.row, other.row
    if a["start_char"] is None or b["start_char"] is None:
        return bool(a["start_char"] == b["start_char"])
    return bool(a["start_char"] < b["end_char"] and b["start_char"] < a["end_char"])


def _let_go(thing: Thing, later: Thing, why: str) -> None:
    thing.is_shown, thing.is_decided = False, True
    thing.dead = max(thing.dead, _when(later)[0])
    thing.why.append(why)


def _revive(coding: Thing, decision: Thing) -> None:
    coding.is_shown = coding.is_decided = True
    coding.alive = max(coding.alive, decision.alive)
    coding.why.append(_NAMED)
