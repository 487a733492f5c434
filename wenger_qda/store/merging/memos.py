"""Memos of codings that have become one: each of them is kept, and known apart in later merges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wenger_qda.store.merging.things import Held, Thing

Memo = tuple[str, str]  # when, and what was written
_BETWEEN = "\n\n"


def join(thing: Thing) -> None:
    """Let one coding that was several bear what was said with each; say so where a copy has it otherwise."""
    said = _memos(thing.held)
    if len(said) < 2:
        return
    thing.told = {"memos": {uid: list(memo) for uid, memo in sorted(said.items())}}
    thing.row["note"] = joined(said.values())
    there = [held for held in thing.held if held.record.is_there]
    n_apart = len({held.uid for held in there})
    is_told = all(held.now.get("note") == thing.row["note"] for held in there)
    n_rows = max((sum(held.copy == copy for held in there) for copy in {held.copy for held in there}), default=0)
    if n_apart > 1 and (n_rows > 1 or not is_told):
        n_memos = len({note for _, note in said.values() if note})
        kept = f", {'both' if n_memos == 2 else f'all {n_memos}'} memos kept" if n_memos > 1 else ""
        thing.why.append(f"{n_apart} codings of one coder came to one place: one now{kept}")
        thing.is_decided = True


def joined(memos: Iterable[Memo]) -> str:
    r"""Give several memos as one text, the oldest first, each once.

    Examples
    --------
    >>> joined([("2", "b"), ("1", "a"), ("3", "a"), ("4", "")])
    'a\n\nb'
    """
    notes = list(dict.fromkeys(note for _, note in sorted(memos) if note))
    return _BETWEEN.join(note for note in notes if not any(note != other and _holds(other, note) for other in notes))


def _holds(text: str, note: str) -> bool:
    """Tell whether a memo that was joined from several has another one in it, as it is."""
    return f"{_BETWEEN}{note}{_BETWEEN}" in f"{_BETWEEN}{text}{_BETWEEN}"


def _memos(held: Iterable[Held]) -> dict[str, Memo]:
    """Give the latest memo of each of the codings."""
    found: dict[str, Memo] = {}
    for one in held:
        own = (one.record.stamp("note")[1], str(one.row.get("note") or ""))
        for uid, memo in (one.record.memos or {one.uid: own}).items():
            found[uid] = max(found.get(uid, memo), memo)
    return found
