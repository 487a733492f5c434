"""What is to be known of a comparison, in sentences: what is left out, what is still open, why there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from wenger_qda.agreement.comparison import Bools, Comparison, Ints, Spans, counted, named, named_by
from wenger_qda.agreement.readings import Marks

__all__ = ["Asked", "alone", "left_unfinished", "still_open", "to_review", "which_rounds", "why_nothing"]


class Asked(NamedTuple):
    """What was asked for, to say why nothing came of it."""

    coders: tuple[str, ...] | None
    round: int | None
    rounds: tuple[int, ...]
    n_left_out: int


def why_nothing(comparison: Comparison, asked: Asked, is_open: str) -> str:
    """Say why no document was read by two coders, and what to do; empty where there is one."""
    if comparison.is_compared.any():
        return ""
    if not comparison.documents:
        return "there are no documents; add some (project.add)"
    if asked.coders is not None and len(asked.coders) < 2:
        return f"agreement needs two coders, and {named(asked.coders) or 'nobody'} alone was named"
    if asked.round is not None and asked.rounds and asked.round not in asked.rounds:
        there = named([str(number) for number in asked.rounds])
        return f"nobody was asked to code in round {asked.round}, and nobody did; there is round {there}"
    if is_open:
        return f"no document was finished by two coders. {is_open}"
    has_read = named_by(comparison.coders, comparison.read.any(axis=0))
    if not has_read and asked.n_left_out:
        return "all codings lie in sources that are not in the table; give sources=project.sources()"
    if not has_read:
        return "nobody has coded anything yet"
    if len(has_read) == 1:
        one = has_read[0]
        return f"only {one} has coded here; agreement needs two coders (project.assign, or merge their copies)"
    each = (
        f"{name} read {named(named_by(comparison.documents, comparison.read[:, number]))}"
        for number, name in enumerate(comparison.coders)
        if name in has_read
    )
    return f"no document was read by two coders: {'; '.join(each)}. Assign the same documents to both"


def alone(comparison: Comparison) -> str:
    """Name the documents that do not count, because one coder alone has read them, or nobody."""
    left = named_by(comparison.documents, ~comparison.is_compared)
    if not left or not comparison.is_compared.any():
        return ""
    return f"Not compared, since fewer than two coders have read them: {named(left)}."


def to_review(codings: pd.DataFrame, spans: Spans) -> str:
    """Say how many codings stand where they do only roughly."""
    if "status" not in codings:
        return ""
    n = int((codings["status"].iloc[spans.row] == "needs_review").sum())
    said = "To be looked at again (status needs_review), and counted in its present place"
    return f"{said}: {counted(n, 'coding')}." if n else ""


def still_open(marks: Marks, read: Bools, documents: Sequence[str], coders: Sequence[str]) -> str:
    """Name what is open of whom, unless they have read it in the round that counts."""
    said = _by_coder(marks, read, documents, coders)
    return f"Still open, and so not counted as read: {said}. Say project.done when it is." if said else ""


def left_unfinished(marks: Marks, read: Bools, documents: Sequence[str], coders: Sequence[str]) -> str:
    """Name what somebody had not finished when its round was closed; else as :func:`still_open`."""
    said = _by_coder(marks, read, documents, coders)
    return f"Closed unfinished, and so not counted as read: {said}." if said else ""


def _by_coder(marks: Marks, read: Bools, documents: Sequence[str], coders: Sequence[str]) -> str:
    is_unread = ~read[marks.document, marks.coder]
    document, coder = marks.document[is_unread], marks.coder[is_unread]
    by_coder = {
        coders[number]: named([documents[d] for d in np.unique(document[coder == number]).tolist()])
        for number in np.unique(coder).tolist()
    }
    return "; ".join(f"{name}: {names}" for name, names in by_coder.items())


def which_rounds(rounds: Ints, number: int | None) -> str:
    """Say in which rounds documents count, where it is not simply the first."""
    found, counts = np.unique(rounds, return_counts=True)
    if number is not None or not len(found) or found.tolist() == [1]:
        return ""
    said = ", ".join(f"round {r} for {n}" for r, n in zip(found.tolist(), counts.tolist(), strict=True))
    return f"Each document counts in the latest round that two coders share: {said}."
