"""Two codebooks side by side, and what a careful supervisor remarks on one."""

from __future__ import annotations

import re
from dataclasses import fields
from difflib import SequenceMatcher
from itertools import combinations
from typing import TYPE_CHECKING, Any

from wenger_qda.model import Code

if TYPE_CHECKING:
    import pandas as pd

    from wenger_qda.codebook.book import Codebook

_END = 3  # one slip leaves the beginning or the end of a name as it is
_PLURAL = re.compile(r"(?<=\w\w\w)(ies|es|s)\b")


def diff(old: Codebook, new: Codebook) -> pd.DataFrame:
    """Compare two versions of a codebook.

    Returns
    -------
    DataFrame
        One row a difference: code, change (``added``, ``removed``, ``moved``, ``renamed``, ``changed``), field, before,
        after.

    Examples
    --------
    >>> from wenger_qda.codebook import Codebook
    >>> one = Codebook(codes=(Code(id="repair", name="Repair"),))
    >>> two = Codebook(codes=(Code(id="repair", name="Mending"), Code(id="tools")))
    >>> diff(one, two)[["code", "change", "before", "after"]].values.tolist()
    [['repair', 'renamed', 'Repair', 'Mending'], ['tools', 'added', '', 'Tools']]
    """
    import pandas as pd

    rows: list[tuple[str, str, str, str, str]] = []
    before = {entry.id: entry for entry in old.codes}
    after = {entry.id: entry for entry in new.codes}
    for code in [*before, *(code for code in after if code not in before)]:
        if code not in after:
            rows.append((code, "removed", "", before[code].name, ""))
        elif code not in before:
            rows.append((code, "added", "", "", after[code].name))
        else:
            rows += _differences(before[code], after[code])
    return pd.DataFrame(rows, columns=["code", "change", "field", "before", "after"], dtype="str")


def near_duplicates(names: list[str]) -> list[tuple[str, str]]:
    """Find pairs of names that differ by case, punctuation, a plural or a slip of the finger.

    Names with other numbers in them are meant to differ: *Site 12* is no slip of *Site 13*.

    Examples
    --------
    >>> near_duplicates(["Stories", "story", "Boundary objects", "Boundary-object", "repair"])
    [('Stories', 'story'), ('Boundary objects', 'Boundary-object')]
    """
    bare = [_bare(name) for name in names]
    alike: dict[tuple[str, str, str], list[int]] = {}
    for place, name in enumerate(bare):
        numbers = " ".join(re.findall(r"\d+", name))
        for end in ("begins", name[:_END]), ("ends", name[-_END:]):
            alike.setdefault((*end, numbers), []).append(place)
    pairs = {pair for places in alike.values() for pair in combinations(places, 2)}
    return [(names[i], names[j]) for i, j in sorted(pairs) if bare[i] == bare[j] or _slip(bare[i], bare[j])]


def remarks(book: Codebook) -> tuple[str, ...]:
    """Say what may be wrong with a codebook that is in order."""
    said = [
        f"the names {one!r} and {other!r} are nearly the same" for one, other in near_duplicates([c.name for c in book])
    ]
    said += [f"{entry.id} has no definition" for entry in book if not entry.definition]
    said += [
        f"the colour of {entry.id}, {entry.color!r}, is not like #0072B2"
        for entry in book
        if not _is_color(entry.color)
    ]
    said += [f"{entry.id} names itself" for entry in book if entry.id in (*entry.contrary, entry.dual)]
    for entry in book:
        for other in (*entry.contrary, *([entry.dual] if entry.dual else [])):
            if other not in book:
                said.append(f"{entry.id} names {other!r}, which is not in this codebook")
    for item in book.sets:
        said += [
            f"the set {item.name!r} names {code!r}, which is not in this codebook"
            for code in item.codes
            if code not in book
        ]
    return tuple(said)


def _differences(old: Code, new: Code) -> list[tuple[str, str, str, str, str]]:
    kinds = {"parent": "moved", "name": "renamed"}
    return [
        (
            old.id,
            kinds.get(item.name, "changed"),
            item.name,
            _shown(getattr(old, item.name)),
            _shown(getattr(new, item.name)),
        )
        for item in fields(Code)
        if item.name != "guid" and getattr(old, item.name) != getattr(new, item.name)
    ]


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return " | ".join(_shown(item) for item in value)
    if hasattr(value, "passage"):
        return f"{value.passage} ({value.why})"
    if hasattr(value, "items"):
        return ", ".join(f"{key}: {item}" for key, item in value.items())
    return str(value)


def _is_color(color: str) -> bool:
    return not color or re.fullmatch("#[0-9A-Fa-f]{6}", color) is not None


def _bare(name: str) -> str:
    words = re.sub(r"[\W_]+", " ", name.casefold()).strip()
    return _PLURAL.sub(lambda match: "y" if match.group() == "ies" else "", words)


def _slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 6 or abs(len(one) - len(other)) > 2:
        return False
    if one.split()[0][:1] != other.split()[0][:1]:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() > 0.92
