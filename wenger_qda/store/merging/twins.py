"""Rows of different copies that are one by content; and those that cannot be one nor stand side by side: refusals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from wenger_qda.errors import StoreError
from wenger_qda.store import coding
from wenger_qda.store.merging import rules
from wenger_qda.store.merging.things import Held, Thing, Things, Twins

_BEFORE, _BEHIND = 12, 28


def join_twins(things: Things, twins: Twins, labels: Sequence[str]) -> bool:
    """Make one what is the same by content; tell whether anything became one.

    Raises
    ------
    StoreError
        If texts differ, or two different sources or codes have come to bear one name; all of them are told.
    """
    said = [sentence for source in things["sources"].values() for sentence in _differing(source.held, labels)]
    joined = False
    for table in rules.TABLES:
        for some in _alike(things[table.name].values(), rules.rule(table.name).twin):
            for one, other in combinations(some, 2):
                why_not = _why_not(one, other, labels)
                said += why_not
                joined |= not why_not and twins.join(table.name, one.uid, other.uid)
    if said:
        raise StoreError("\n".join(["the copies are not merged, and nothing was written.", *said]))
    return joined


def _alike(things: Iterable[Thing], columns: Sequence[str]) -> Iterator[list[Thing]]:
    """Give things with the same content, where there are several."""
    found: dict[tuple[object, ...], list[Thing]] = {}
    for thing in things if columns else ():
        if thing.is_shown:
            found.setdefault(tuple(thing.row.get(name) for name in columns), []).append(thing)
    return (some for some in found.values() if len(some) > 1)


def _why_not(one: Thing, other: Thing, labels: Sequence[str]) -> list[str]:
    """Say why two things with the same name cannot be one."""
    if one.table == "sources":
        return _two_sources(one, other, labels)
    if one.table == "codes" and (_were_apart(one, other) or _was_renamed(one) or _was_renamed(other)):
        return [_two_codes(one, other, labels)]
    return []


def _were_apart(one: Thing, other: Thing) -> bool:
    """Tell whether a copy has both: then they are two."""
    return bool(_copies(one) & _copies(other))


def _copies(thing: Thing) -> set[int]:
    return {held.copy for held in thing.held if held.record.is_there}


def _was_renamed(code: Thing) -> bool:
    return any("code" in held.record.stamps for held in code.held)


def _two_codes(one: Thing, other: Thing, labels: Sequence[str]) -> str:
    code = one.row["code"]
    where = " and ".join(sorted({_called(one, labels), _called(other, labels)}))
    return (
        f"{code!r} is the id of two different codes by now ({where}), because one of them was renamed. Rename one of "
        "them in its copy (project.rename_code), then merge again; project.merge_codes makes them one afterwards."
    )


def _called(code: Thing, labels: Sequence[str]) -> str:
    names: dict[str, list[str]] = {}
    for held in code.held:
        if held.record.is_there:
            names.setdefault(held.row["code"], []).append(labels[held.copy])
    return ", ".join(f"{name!r} in {', '.join(sorted(where))}" for name, where in sorted(names.items()))


def _two_sources(one: Thing, other: Thing, labels: Sequence[str]) -> list[str]:
    texts_differ = one.row["text"] != other.row["text"]
    if texts_differ and _texts_had(one) & _texts_had(other):  # the same source, corrected in one of them
        return list(_differing([*one.held, *other.held], labels))
    if texts_differ or _were_apart(one, other):
        name = one.row["name"]
        where = ", ".join(sorted({labels[number] for number in _copies(one) | _copies(other)}))
        return [
            f"{name!r} is the name of two different sources ({where}). Rename one of them in its copy "
            "(project.rename_source)."
        ]
    return []


def _texts_had(source: Thing) -> set[str]:
    return {sha for held in source.held for sha in (held.row.get("sha256"), *held.record.had) if sha}


def _differing(held: Sequence[Held], labels: Sequence[str]) -> Iterator[str]:
    """Say where the texts of one source first differ between copies."""
    texts: dict[str, list[Held]] = {}
    for one in held:
        if one.record.is_there:
            texts.setdefault(one.row["text"], []).append(one)
    ordered = sorted(texts.items(), key=lambda item: (item[1][0].copy, item[0]))
    for (text, some), (other_text, others) in combinations(ordered, 2):
        yield _place(text, other_text, some[0], others[0], labels)


def _place(text: str, other: str, one: Held, two: Held, labels: Sequence[str]) -> str:
    pairs = zip(text, other, strict=False)
    at = next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(text), len(other)))
    line = text.count("\n", 0, at) + 1
    names = " and ".join(dict.fromkeys((repr(one.row["name"]), repr(two.row["name"]))))
    rename = ", or rename the source in one of them (project.rename_source) if they are different documents"
    return (
        f"The text of {names} differs between {labels[one.copy]} and {labels[two.copy]}, first in line {line} at "
        f"character {at}: {_words(text, at)} in {labels[one.copy]}, {_words(other, at)} in {labels[two.copy]}. "
        f"Correct one of the two so that they are the same (project.correct){rename if one.uid != two.uid else ''}."
    )


def _words(text: str, at: int) -> str:
    if at >= len(text):
        return "the text has ended"
    start, end = max(at - _BEFORE, 0), at + _BEHIND
    return f"“{'…' if start else ''}{coding.short(text[start:end])}{'…' if end < len(text) else ''}”"
