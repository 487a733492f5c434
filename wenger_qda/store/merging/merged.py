"""The copies of a project, merged: which things there are, which turns and facts, and what the log says of it all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm.auto import tqdm

from wenger_qda.errors import StoreError
from wenger_qda.store import answers
from wenger_qda.store.merging import copies as reading
from wenger_qda.store.merging import departed, replay, standing, twins
from wenger_qda.store.merging.copies import Copy, Row, Step, StepKey
from wenger_qda.store.merging.departed import Departure
from wenger_qda.store.merging.things import Ids, Things, Twins, bring_together
from wenger_qda.store.merging.turns import latest_turns

_BAR_FROM = 20_000
_PINS = "pins of "
_ENDED = ("undone", "dropped")


_Same = tuple[StepKey, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Merged:
    """What the copies are together.

    Parameters
    ----------
    ids : sequence of dict
        For each copy, table by table, which thing a row is.
    turns : dict
        The turns of each source.
    steps : list
        Every step of every copy, once, in the order of time; with the number of the copy whose row ids it bears.
    """

    copies: Sequence[Copy]
    things: Things
    ids: Sequence[Ids]
    turns: Mapping[str, list[Row]]
    facts: Mapping[str, str]
    pins: Mapping[str, list[str]]
    differing_pins: Sequence[str]
    steps: Sequence[tuple[int, Step]]
    departures: Sequence[Departure]

    @property
    def labels(self) -> list[str]:
        """What the copies are called."""
        return [copy.label for copy in self.copies]


def merged(paths: Sequence[str | Path]) -> Merged:
    """Read copies and bring them together; nothing is written.

    Raises
    ------
    StoreError
        If there are not two different files, one is no project, or they cannot be merged.
    """
    found = _different([Path(path) for path in paths])
    labels = _labels(found)
    with ExitStack() as stack:
        connections = [stack.enter_context(reading.opened(path)) for path in found]
        read = [reading.read(*each) for each in zip(found, labels, connections, strict=True)]
        with _bar(read) as bar:
            copies, departures = departed.without_departed(read, connections)
            bar.update()
            return _together(copies, departures, bar)


def _bar(copies: Sequence[Copy]) -> tqdm:
    is_quick = sum(copy.size for copy in copies) < _BAR_FROM
    return tqdm(total=2 * len(copies) + 2, desc="merging", leave=False, disable=is_quick)


def _together(copies: Sequence[Copy], departures: Sequence[Departure], bar: tqdm) -> Merged:
    records = []
    for copy in copies:
        records.append(replay.records(copy))
        bar.update()
    same = Twins()
    while True:
        things, ids = bring_together(records, [copy.label for copy in copies], same)
        standing.decide(things)
        if not twins.join_twins(things, same, [copy.label for copy in copies]):
            break
    bar.update(len(copies))
    steps = _history(copies)
    bar.update()
    pins = _pins(copies, ids)
    return Merged(
        copies=copies, things=things, ids=ids, turns=latest_turns(copies, things), facts=_facts(copies),
        pins={key: _most(some) for key, some in pins.items()},
        differing_pins=[key.removeprefix(_PINS) for key, some in pins.items() if any(one != some[0] for one in some)],
        steps=steps, departures=departures,
    )  # fmt: skip


def _different(paths: Sequence[Path]) -> list[Path]:
    if len(paths) < 2:
        raise StoreError("it takes two copies to merge them; name another one")
    for number, path in enumerate(paths):
        for other in paths[:number]:
            if path.exists() and other.exists() and path.samefile(other):
                raise StoreError(f"{path}: is named twice; name each copy once")
    return list(paths)


def _labels(paths: Sequence[Path]) -> list[str]:
    """Call each file by its name; by its path where names are the same."""
    names = [path.name for path in paths]
    return names if len(set(names)) == len(names) else [str(path) for path in paths]


def _facts(copies: Sequence[Copy]) -> dict[str, str]:
    """Give the facts of the project; where these are several, those of the one that was made first."""
    first = min((copy.facts for copy in copies), key=lambda facts: (facts.get("created", ""), sorted(facts.items())))
    known = {key: value for copy in copies for key, value in sorted(copy.facts.items())} | dict(first)
    kept = {key: value for key, value in sorted(known.items()) if not key.startswith((_PINS, answers.PREFIX))}
    return kept | _answers(copies)


def _answers(copies: Sequence[Copy]) -> dict[str, str]:
    """Give the answers of each coder as all copies have them together."""
    keys = sorted({key for copy in copies for key in copy.facts if key.startswith(answers.PREFIX)})
    return {key: answers.joined([copy.facts[key] for copy in copies if key in copy.facts]) for key in keys}


def _pins(copies: Sequence[Copy], ids: Sequence[Ids]) -> dict[str, list[list[str]]]:
    """Give the pins of each coder as the copies have them, codes by their identities."""
    found: dict[str, list[list[str]]] = {}
    for copy, of_copy in zip(copies, ids, strict=True):
        for key, value in sorted(copy.facts.items()):
            if key.startswith(_PINS):
                found.setdefault(key, []).append([of_copy["codes"].get(row_id, "") for row_id in json.loads(value)])
    return found


def _most(pins: Sequence[list[str]]) -> list[str]:
    """Choose between pins of copies; they are a habit, and the log does not tell which are later."""
    return max(pins, key=lambda codes: (sum(map(bool, codes)), codes))


def _history(copies: Sequence[Copy]) -> list[tuple[int, Step]]:
    """Give every step once, in the order of time; steps of one moment in the order that a copy has them in."""
    first: dict[_Same, tuple[int, Step]] = {}
    rank: dict[_Same, int] = {}
    ended: set[_Same] = set()
    for number, copy in enumerate(copies):
        at, place = "", 0
        for step in copy.steps:
            at, place = step.key.when, place + 1 if step.key.when == at else 0
            same = (step.key, step.what, tuple(change.table for change in step.changes))
            first.setdefault(same, (number, step))
            rank[same] = max(rank.get(same, 0), place)
            ended |= {same} if step.state in _ENDED else set()
    ordered = sorted(first, key=lambda same: (same[0].when, rank[same], same))
    return [
        (number, replace(step, state="dropped" if same in ended else "kept"))
        for same, (number, step) in ((same, first[same]) for same in ordered)
    ]
