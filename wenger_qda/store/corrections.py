"""Correcting a text: whatever stands on words of it follows them, or is marked; nothing is shifted in silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Connection, RowMapping, Table, select

from wenger_qda.errors import StoreError
from wenger_qda.store import coding, given, lookup, schema, search, sources
from wenger_qda.store.journal import Step
from wenger_qda.text import Anchored, Turn, find_turns, normalise, reanchor, reanchor_passage

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

Carry = Callable[[Sequence[tuple[int, int]]], list[Anchored]]


def correct(project: Project, source: str, new_text: str) -> pd.DataFrame:
    r"""Replace a source's text by a corrected one; its codings follow their words.

    A coding whose words stand unchanged is kept or moved with them. Every other is marked ``needs_review``, keeps its
    quote, and points to the nearest place; none is shifted in silence.

    Parameters
    ----------
    source : str
        Name of the source.
    new_text : str
        The whole corrected text; it is normalised like any other.

    Returns
    -------
    DataFrame
        One row a coding of the source: guid, status (kept, moved, needs_review), start_char, end_char.

    Raises
    ------
    StoreError
        If the source is not known or the new text is empty.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 0, 11, "stories")
    >>> project.correct("day-01", "# Monday\n" + project.text("day-01"))[["status", "start_char"]].values.tolist()
    [['moved', 9]]
    """
    text = normalise(new_text).text
    with project._step("correct", f"text of {source} corrected") as step:
        row = lookup.row(step.connection, schema.sources, source)
        return _correct(step, row, text, partial(reanchor, row["text"], text))


def correct_passage(project: Project, source: str, start_char: int, end_char: int, words: str) -> pd.DataFrame:
    """Put other words in the place of one passage: a typo, a name heard wrongly, a line that is there twice.

    Codings before the passage are kept, those behind it move by the difference. One that holds the passage grows or
    shrinks with it and is marked ``needs_review``, since its words have changed; one that lies inside it, or cuts it,
    follows its words as :meth:`correct` says.

    Parameters
    ----------
    source : str
        Name of the source.
    start_char, end_char : int
        Half-open span in code points; both the same: the words are put in there.
    words : str
        The words that stand there from now on; none: the passage is taken out.

    Returns
    -------
    DataFrame
        As :meth:`correct` gives it.

    Raises
    ------
    StoreError
        If the source is not known, the passage lies outside the text, or nothing would be left of the text.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 5, 9, "stories")
    >>> project.correct_passage("day-01", 0, 4, "One")[["status", "start_char"]].values.tolist()
    [['moved', 4]]
    """
    start, end = given.whole(start_char), given.whole(end_char)
    with project._step("correct", "") as step:
        row = lookup.row(step.connection, schema.sources, source)
        old = row["text"]
        if start is None or end is None or not 0 <= start <= end <= len(old):
            raise StoreError(f"{source}: {start} to {end} is no passage of its text of {len(old)} characters")
        fresh = normalise(words).text
        if start == 0 and not fresh:
            end = len(old) - len(old[end:].lstrip("\ufeff"))  # a byte-order mark may not come to lead the text
        step.say(_said(coding.short(old[start:end]), coding.short(fresh), source))
        text = old[:start] + fresh + old[end:]
        return _correct(step, row, text, partial(reanchor_passage, old, start, end, fresh))


def _correct(step: Step, row: RowMapping, text: str, carry: Carry) -> pd.DataFrame:
    """Put a text in the place of a source's; carry its codings, cases and turns over."""
    if not text.strip():
        raise StoreError(f"the corrected text of {row['name']!r} is empty; nothing was changed")
    if text == row["text"]:
        return _followed(step.connection, row, {})
    sha = sources.sha256(text)
    places = _follow(step, schema.codings, row, text, sha, carry)
    _follow(step, schema.case_links, row, text, sha, carry)
    _follow(step, schema.decisions, row, text, sha, carry)
    _follow(step, schema.rejections, row, text, sha, carry)
    search.forget(step.connection, row["id"])
    step.update(schema.sources, row["id"], {"text": text, "sha256": sha, "n_chars": len(text)})
    old_turns = sources.turns_of(step.connection, row["id"])
    fresh = sources.turn_rows([(row["id"], _corrected_turns(row["text"], text, old_turns, carry))])
    _retell(step, row["id"], fresh, f"turn of {row['name']}")
    search.learn(step.connection, [row["id"]])
    return _followed(step.connection, row, places)


def _said(old: str, new: str, source: str) -> str:
    if not old.strip():
        return f"“{new}” put into {source}"
    return f"“{old}” in {source} is now “{new}”" if new.strip() else f"“{old}” taken out of {source}"


def _retell(step: Step, source_id: int, fresh: Sequence[Mapping[str, Any]], what: str) -> None:
    """Put new turns in the place of a source's: those that are other ones only, since a text may have thousands."""
    turns = schema.turns
    held = select(turns.c.id).where(turns.c.source_id == source_id).order_by(turns.c.turn)
    ids = step.connection.execute(held).scalars().all()
    step.update_all(turns, dict(zip(ids, fresh, strict=False)), what)
    step.delete(turns, ids[len(fresh) :], what)
    step.insert(turns, fresh[len(ids) :], what)


def _corrected_turns(old: str, new: str, turns: list[Turn], carry: Carry) -> list[Turn]:
    """Find the turns anew, or carry them over where they hold what the text does not say (times, styles, none)."""
    for wrapped, field_notes in product((False, True), (None, True, False)):  # as its reader may have found them
        if turns == list(find_turns(old, wrapped=wrapped, field_notes=field_notes)):
            return list(find_turns(new, wrapped=wrapped, field_notes=field_notes))
    places = carry([(turn.start_char, turn.end_char) for turn in turns])
    carried, end = [], 0
    for turn, place in zip(turns, places, strict=True):
        if place.start_char is None or place.end_char is None:
            continue
        start = max(place.start_char, end)
        if start < place.end_char:
            carried.append(replace(turn, start_char=start, end_char=place.end_char))
            end = place.end_char
    return carried


def _follow(step: Step, table: Table, source: RowMapping, new: str, sha: str, carry: Carry) -> dict[str, str]:
    """Carry the spans of one table over to the corrected text; say by guid what became of codings."""
    of_source = select(table).where(table.c.source_id == source["id"]).order_by(table.c.id)
    rows = step.connection.execute(of_source).mappings().all()
    placed = [row for row in rows if row["start_char"] is not None]
    places = carry([(row["start_char"], row["end_char"]) for row in placed])
    values_of: dict[int, dict[str, Any]] = {row["id"]: {"text_sha256": sha} for row in rows}
    status_of = {}
    for row, place in zip(placed, places, strict=True):
        stands = place.status != "needs_review" and new[place.start_char : place.end_char] == row["quote"]
        values_of[row["id"]] |= {"start_char": place.start_char, "end_char": place.end_char}
        if not stands:
            values_of[row["id"]] |= {"status": "needs_review"}
            values_of[row["id"]] |= {"review": "the words under it were corrected"} if "review" in row else {}
        status_of[row.get("guid", "")] = place.status if stands else "needs_review"
    step.update_all(table, values_of, f"after the correction of {source['name']}")
    return status_of


def _followed(connection: Connection, source: RowMapping, status_of: Mapping[str, str]) -> pd.DataFrame:
    """Give where the codings of a source are now; those whose status is not told were left as they were."""
    codings = schema.codings
    columns = (codings.c.guid, codings.c.start_char, codings.c.end_char)
    by_place = (codings.c.start_char, codings.c.end_char, codings.c.id)
    of_source = select(*columns).where(codings.c.source_id == source["id"]).order_by(*by_place)
    rows = [(guid, status_of.get(guid, "kept"), start, end) for guid, start, end in connection.execute(of_source)]
    table = pd.DataFrame(rows, columns=["guid", "status", "start_char", "end_char"])
    return table.astype({"guid": "str", "status": "str", "start_char": "Int64", "end_char": "Int64"})
