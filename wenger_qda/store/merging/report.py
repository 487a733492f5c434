"""What a merge does, told item by item and in a few lines: what is the same, what is only in one copy, what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wenger_qda.codebook import near_duplicates
from wenger_qda.model import ImportReport
from wenger_qda.store.merging.departed import Departure
from wenger_qda.store.merging.merged import Merged
from wenger_qda.store.merging.replay import leaders
from wenger_qda.store.merging.standing import describe
from wenger_qda.store.merging.things import Held, Thing

_KINDS = {
    "code_set_members": "code in a set", "case_links": "case link", "variable_values": "value",
    "code_sets": "code set", "progress_tables": "progress table",
}  # fmt: skip
_PLURALS = {"code in a set": "codes in sets"}
_NAMES = ("code", "name")
_SHOWN = 40
_PLAIN = ("the same", "only in")
_STATUS = {"same": "skipped", "new": "read", "changed": "changed", "gone": "changed"}
Row = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, repr=False)
class MergeReport(ImportReport):
    """What a merge does, or would do.

    `rows` and `table` are as an :class:`ImportReport` has them, one row an item: ``read`` is what not every copy had,
    ``changed`` what the copies had differently, ``skipped`` what stays as it is. `summary` says it in a few lines.

    Examples
    --------
    >>> print(MergeReport(summary=("codings by amina: 3 the same",)))
    codings by amina: 3 the same
    """

    summary: tuple[str, ...] = ()

    def __str__(self) -> str:
        told = [row for row in self.rows if not row[3].startswith(_PLAIN)]
        lines = [f"  {kind} {item}: {reason}" for item, kind, _, reason in told[:_SHOWN]]
        more = (
            [f"  … and {len(told) - _SHOWN} more (all are in the table, and in --json)"] if len(told) > _SHOWN else []
        )
        return "\n".join([*self.summary, *(["", "Where the copies differ:", *lines, *more] if lines else [])])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from html import escape

        said = "\n".join(self.summary)
        return f"<pre>{escape(said)}</pre>{self.table.to_html(escape=True, index=False)}"


class _Fate(NamedTuple):
    """What becomes of one thing: in a word, in a few words that many share, and in a sentence of its own."""

    word: str
    shared: str
    reason: str


@dataclass(slots=True)
class _Difference:
    """How one copy differs from what comes out of the merge."""

    brought: int = 0
    changed: int = 0
    taken: int = 0

    def __bool__(self) -> bool:
        return bool(self.brought or self.changed or self.taken)


def report(found: Merged) -> MergeReport:
    """Tell what a merge does."""
    rows: list[Row] = []
    counted: dict[str, Counter[str]] = {}
    differences = [_Difference() for _ in found.copies]
    shared = _shared(found)
    for table, things in found.things.items():
        for thing in things.values():
            there = _there(thing)
            if there:
                fate = _fate(found, thing, there, shared)
                _count(differences, thing, there)
                rows.append((describe(found.things, thing), _kind(table), _STATUS[fate.word], fate.reason))
                counted.setdefault(_heading(found, thing), Counter())[fate.shared] += 1
    departed = [_departed(found, departure) for departure in found.departures]
    for copy, departure in ((found.labels.index(departure.kept_in), departure) for departure in found.departures):
        differences[copy].taken += sum(map(len, departure.rows.values()))
    is_whole = not all(differences)
    told = [(item, kind, "skipped" if is_whole else status, reason) for item, kind, status, reason in rows]
    summary = [*_remarks(found), *departed, *_lines(counted), *_ends(found.labels, differences)]
    return MergeReport((*(_row(d) for d in found.departures), *told), tuple(summary))


def _shared(found: Merged) -> set[str]:
    """Give the times of the steps that all copies have: what was changed then, was changed before they parted."""
    first, *others = ({step.key for step in copy.steps} for copy in found.copies)
    return {key.when for key in first.intersection(*others)}


def _there(thing: Thing) -> dict[int, Held]:
    """Give by copy what copies have of a thing now."""
    return {held.copy: held for held in thing.held if held.record.is_there}


def _fate(found: Merged, thing: Thing, there: Mapping[int, Held], shared: Collection[str]) -> _Fate:
    labels = found.labels
    absent = [number for number in range(len(labels)) if number not in there]
    had = _said(labels, (number for number in absent if any(held.copy == number for held in thing.held)))
    why = "; ".join(dict.fromkeys(thing.why))
    if not thing.is_shown:
        return _Fate("gone", f"taken away in {had}" if had else "gone along with others", why or f"taken away in {had}")
    if why:
        return _Fate("changed", "decided between the copies", why)
    if had:
        here = _said(labels, there)
        return _Fate(
            "changed", f"taken away in {had}, kept", f"taken away in {had}, but changed later in {here}: it stays"
        )
    differing = _differing(thing, there)
    if differing:
        return _changed(labels, thing, there, differing, shared)
    if absent:
        here = _said(labels, there)
        return _Fate("new", f"only in {here}", f"only in {here}")
    if len({held.uid for held in there.values()}) > 1:
        return _Fate("same", "the same", "made in several copies by the same name or at the same place: one")
    return _Fate("same", "the same", "the same")


def _differing(thing: Thing, there: Mapping[int, Held]) -> list[str]:
    """Give the columns in which copies differ."""
    first, *others = there.values()
    if all(held.now == first.now for held in others):
        return []
    columns = {name: None for held in there.values() for name in held.now if name != "guid"}
    return [name for name in columns if any(held.now.get(name) != first.now.get(name) for held in others)]


def _changed(
    labels: Sequence[str], thing: Thing, there: Mapping[int, Held], columns: Sequence[str], shared: Collection[str]
) -> _Fate:
    """Say which copies have changed a thing since they parted."""
    changers: dict[str, set[int]] = {}
    conflict = False
    for name in columns:
        stamps = {number: held.record.stamp(leaders(thing.table).get(name, name)) for number, held in there.items()}
        changers[name] = {number for number, (_, when) in stamps.items() if when and when not in shared}
        conflict |= len({repr(there[number].now.get(name)) for number in changers[name]}) > 1
    all_changers = _said(labels, set().union(*changers.values()) or there)
    what = ", ".join(_column(labels, thing, there, name) for name in columns)
    if conflict:
        return _Fate(
            "changed",
            f"changed in {all_changers} (the later stands)",
            f"{what} changed in {all_changers}; the later stands",
        )
    return _Fate("changed", f"changed in {all_changers}", f"{what} changed in {all_changers}")


def _column(labels: Sequence[str], thing: Thing, there: Mapping[int, Held], name: str) -> str:
    """Name a column; of names, say what the copies call the thing."""
    plain = name.removesuffix("_id").replace("_", " ")
    if name not in _NAMES:
        return plain
    called = ", ".join(f"{held.now[name]!r} in {labels[number]}" for number, held in sorted(there.items()))
    return f"{plain} ({called})"


def _count(differences: Sequence[_Difference], thing: Thing, there: Mapping[int, Held]) -> None:
    for number, difference in enumerate(differences):
        held = there.get(number)
        if held is None:
            difference.brought += thing.is_shown
        elif not thing.is_shown:
            difference.taken += 1
        else:
            difference.taken += sum(one.copy == number and one.record.is_there for one in thing.held) - 1
            difference.changed += {**held.now, "guid": ""} != {**thing.row, "guid": ""}


def _heading(found: Merged, thing: Thing) -> str:
    """Say under which heading a thing is counted: its kind, and its coder where it has one."""
    kind = _kind(thing.table)
    many = _PLURALS.get(kind, f"{kind}s")
    coder = thing.row.get("coder_id")
    return f"{many} by {found.things['coders'][coder].row['name']}" if coder else many


def _kind(table: str) -> str:
    return _KINDS.get(table, table.removesuffix("s").replace("_", " "))


def _lines(counted: Mapping[str, Counter[str]]) -> Iterator[str]:
    for heading, counts in sorted(counted.items()):
        parts = sorted(counts.items(), key=lambda item: (item[0] != "the same", -item[1], item[0]))
        yield f"{heading}: {', '.join(f'{number} {shared}' for shared, number in parts)}"


def _remarks(found: Merged) -> Iterator[str]:
    """Say what a person should know of the copies as wholes."""
    if len({copy.facts.get("guid", "") for copy in found.copies}) > 1:
        yield (
            f"{_said(found.labels, range(len(found.copies)))} are not copies of one project; what is the same was "
            "found by names and contents."
        )
    names = sorted(coder.row["name"] for coder in found.things["coders"].values() if coder.is_shown)
    for one, other in near_duplicates(names):
        yield f"{one!r} and {other!r} are two coders with nearly the same name; are they one person?"
    for coder in found.differing_pins:
        yield f"the keys that codes of {coder} are pinned to differ; those of the copy with most of them stand."


def _departed(found: Merged, departure: Departure) -> str:
    return f"source {departure.name}: {_row(departure)[3]}"


def _row(departure: Departure) -> Row:
    return (departure.name, "source", "changed", f"withdrawn in {departure.withdrawn_in}; {_what_went(departure)}")


def _what_went(departure: Departure) -> str:
    counted = {_kind(table): len(rows) for table, rows in departure.rows.items() if rows and table != "sources"}
    along = ", ".join(
        f"{number} {kind if number == 1 else _PLURALS.get(kind, f'{kind}s')}" for kind, number in counted.items()
    )
    return f"taken out of {departure.kept_in}{f', with {along}' if along else ''}"


def _ends(labels: Sequence[str], differences: Sequence[_Difference]) -> Iterator[str]:
    for label, difference in zip(labels, differences, strict=True):
        if not difference:
            yield f"Nothing would change in {label}: it holds all of this already."
        else:
            counts = {"new": difference.brought, "changed": difference.changed, "taken away": difference.taken}
            told = (f"{number} {word}" for word, number in counts.items() if number)
            yield f"Compared with {label}: {', '.join(told)}."


def _said(labels: Sequence[str], numbers: object) -> str:
    names = sorted(labels[number] for number in set(numbers))  # type: ignore[call-overload]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
