"""Where coders differ: the stretches that one coded and another did not, as people talk about them.

A stretch is what overlapping or touching passages with one code cover together, whoever coded them. Either all readers
coded something in it and only the edges differ, or some of them coded nothing there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from wenger_qda.agreement.comparison import Bools, Comparison, Floats, Ints, Spans, compare, nothing_to_compare
from wenger_qda.agreement.sweep import sweep
from wenger_qda.intervals import STRIDE

__all__ = ["COLUMNS", "agreed", "disagreements", "stretches"]

COLUMNS = (
    "source", "code", "round", "start_char", "end_char", "kind", "coders", "others", "guids", "instead", "cost", "mark",
)  # fmt: skip


class _Regions(NamedTuple):
    """Stretches of one code in one document; `of` says for each passage in which it lies."""

    document: Ints
    code: Ints
    start: Ints
    end: Ints
    is_whole: Bools
    of: Ints


class _Neighbours:
    """The passages of each document, to find what else was coded at a place."""

    def __init__(self, spans: Spans) -> None:
        order = np.argsort(spans.document, kind="stable")
        self._spans = spans.where(order)
        documents, firsts, counts = np.unique(self._spans.document, return_index=True, return_counts=True)
        self._rows = {d: slice(a, a + n) for d, a, n in zip(documents.tolist(), firsts, counts, strict=True)}

    def codes_at(self, document: int, start: int, end: int, coders: Ints) -> list[int]:
        """Give the codes that some coders gave at a place."""
        here = self._rows.get(document)
        if here is None or not len(coders):
            return []
        part = self._spans.where(here)
        touches = (part.start < end) & (part.end > start) & np.isin(part.coder, coders)
        found: list[int] = np.unique(part.code[touches]).tolist()
        return found


def disagreements(
    codings: pd.DataFrame,
    sources: pd.DataFrame,
    assignments: pd.DataFrame | None = None,
    *,
    codes: Iterable[str] | None = None,
    coders: Iterable[str] | None = None,
    round: int | None = None,
) -> pd.DataFrame:
    """List the stretches on which coders differ.

    Parameters
    ----------
    codings, sources, assignments : DataFrame
        As for :func:`reliability`; only what a coder has read can be differed on.
    codes : iterable of str, optional
        Only these codes.
    coders : iterable of str, optional
        Whom to compare; by default all but the consensus coder.
    round : int, optional
        Only this round; by default the latest that two of the coders share, document by document.

    Returns
    -------
    DataFrame
        One row a stretch: source, code, round, start_char, end_char (``<NA>`` for a whole source), kind (``presence``:
        some coded nothing there; ``boundary``: all did, and the edges differ), coders (who coded it), others (who read
        it and did not), guids (of the codings), instead (other codes that `others` gave there), cost (characters on
        which two coders differ, averaged over the pairs), mark (changes as soon as anybody's coding there does).
        In the order of the texts; sort by cost to begin with what matters most. ``attrs["why"]`` says why there is
        nothing to compare, where that is so.

    Raises
    ------
    ValueError
        As :func:`reliability`.
    QdaError
        As :func:`reliability`.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 0, 30, "stories"), project.done("day-01")
    >>> with type(project).open(project.path, coder="bo") as bo:
    ...     _ = bo.code("day-01", 5, 30, "stories"), bo.done("day-01")
    >>> table = disagreements(project.codings(), project.sources(), project.assignments())
    >>> table[["code", "start_char", "end_char", "kind", "cost"]].values.tolist()
    [['stories', 0, 30, 'boundary', 5.0]]
    """
    found = stretches(codings, sources, assignments, codes=codes, coders=coders, round=round)
    return _of_kind(found, found["cost"] > 0)


def agreed(
    codings: pd.DataFrame,
    sources: pd.DataFrame,
    assignments: pd.DataFrame | None = None,
    *,
    codes: Iterable[str] | None = None,
    coders: Iterable[str] | None = None,
    round: int | None = None,
) -> pd.DataFrame:
    """List the stretches on which all who read them agree to the character; else as :func:`disagreements`.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code("day-01", 0, 30, "stories"), project.done("day-01")
    >>> with type(project).open(project.path, coder="bo") as bo:
    ...     _ = bo.code("day-01", 0, 30, "stories"), bo.done("day-01")
    >>> agreed(project.codings(), project.sources(), project.assignments())["kind"].tolist()
    ['agreed']
    """
    found = stretches(codings, sources, assignments, codes=codes, coders=coders, round=round)
    return _of_kind(found, found["cost"] == 0)


def _of_kind(found: pd.DataFrame, kept: pd.Series[bool]) -> pd.DataFrame:
    shown = found[kept].reset_index(drop=True)
    shown.attrs = found.attrs
    return shown


def stretches(
    codings: pd.DataFrame,
    sources: pd.DataFrame,
    assignments: pd.DataFrame | None = None,
    *,
    codes: Iterable[str] | None = None,
    coders: Iterable[str] | None = None,
    round: int | None = None,
) -> pd.DataFrame:
    """List all stretches of documents that two coders have read: those of :func:`disagreements` and of :func:`agreed`.

    For who wants both at once; `kind` tells them apart.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> stretches(project.codings(), project.sources()).empty
    True
    """
    comparison = compare(codings, sources, assignments, coders=coders, round=round)
    spans = comparison.spans.where(comparison.is_compared[comparison.spans.document])
    chosen = spans.where(np.isin(spans.code, _numbers(codes, comparison.codes, codings)))
    regions = _regions(chosen)
    costs = _costs(comparison, chosen, regions)
    rows = _rows(comparison, codings, _Neighbours(spans), chosen, regions, costs)
    table = _table(rows)
    table.attrs = {
        "why": nothing_to_compare(comparison), "coders": list(comparison.coders), "remarks": list(comparison.remarks),
    }  # fmt: skip
    return table


def _numbers(codes: Iterable[str] | None, known: Sequence[str], codings: pd.DataFrame) -> list[int]:
    if codes is None:
        return list(range(len(known)))
    if isinstance(codes, str | pd.DataFrame):
        raise ValueError("codes are several names: codes=['repair', 'stories']")
    wanted = list(codes)
    return [known.index(code) for code in wanted if code in known]


def _regions(spans: Spans) -> _Regions:
    """Join passages of one code that overlap or touch; codings of whole sources are by themselves."""
    order = np.lexsort((spans.start, spans.is_whole, spans.code, spans.document))
    laid = spans.where(order)
    key = np.stack([laid.document, laid.code, laid.is_whole.astype(np.int64)])
    group = np.append(0, np.cumsum((key[:, 1:] != key[:, :-1]).any(axis=0)))[: len(order)]
    reached = np.maximum.accumulate(group * STRIDE + laid.end) if len(order) else laid.end
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = group[1:] * STRIDE + laid.start[1:] > reached[:-1]
    firsts = np.flatnonzero(is_new)
    lasts = np.append(firsts, len(order))[1:] - 1
    of = np.empty(len(order), dtype=np.int64)
    of[order] = np.cumsum(is_new) - 1
    end = reached[lasts] - group[firsts] * STRIDE if len(order) else laid.end
    return _Regions(laid.document[firsts], laid.code[firsts], laid.start[firsts], end, laid.is_whole[firsts], of)


def _costs(comparison: Comparison, spans: Spans, regions: _Regions) -> Floats:
    """Give for each region the characters on which two coders differ, averaged over the pairs of its readers."""
    numbered = spans._replace(code=regions.of, document=np.zeros(len(spans.row), dtype=np.int64))
    found = sweep(numbered, len(comparison.coders))
    r = comparison.read.sum(axis=1)[regions.document][found.code]
    k = found.covers.sum(axis=1)
    weights = found.length * k * (r - k) / (r * (r - 1) / 2)
    costs: Floats = np.bincount(found.code, weights=weights, minlength=len(regions.start)).astype(np.float64)
    return costs


def _rows(
    comparison: Comparison, codings: pd.DataFrame, neighbours: _Neighbours, spans: Spans, regions: _Regions,
    costs: Floats,
) -> list[dict[str, Any]]:  # fmt: skip
    sizes = np.bincount(regions.of, minlength=len(regions.start))
    members = np.split(np.argsort(regions.of, kind="stable"), np.cumsum(sizes)[:-1])
    guids = codings["guid"].to_numpy(dtype=object) if "guid" in codings else None
    quotes = codings["quote"].fillna("").to_numpy(dtype=object) if "quote" in codings else None
    rows = []
    for number, inside in enumerate(members if len(regions.start) else ()):
        document = int(regions.document[number])
        readers = np.flatnonzero(comparison.read[document])
        who = np.unique(spans.coder[inside])
        others = np.setdiff1d(readers, who)
        start, end = int(regions.start[number]), int(regions.end[number])
        is_whole, code = bool(regions.is_whole[number]), int(regions.code[number])
        instead = [] if is_whole else neighbours.codes_at(document, start, end, others)
        own = [guids[row] for row in spans.row[inside]] if guids is not None else []
        rows.append({
            "source": comparison.documents[document],
            "code": comparison.codes[code],
            "round": int(comparison.rounds[document]),
            "start_char": None if is_whole else start,
            "end_char": None if is_whole else end,
            "kind": "agreed" if not costs[number] and not len(others) else "presence" if len(others) else "boundary",
            "coders": _names(comparison.coders, who),
            "others": _names(comparison.coders, others),
            "guids": tuple(sorted(own)),
            "instead": tuple(comparison.codes[other] for other in instead if other != code),
            "cost": float(costs[number]) or (1.0 if len(others) else 0.0),  # a whole source without any text
            "mark": _mark(comparison, spans, inside, guids, quotes, others),
        })  # fmt: skip
    order = sorted(range(len(rows)), key=lambda n: _place(rows[n]))
    return [rows[number] for number in order]


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    start, end = row["start_char"], row["end_char"]
    return row["source"], -1 if start is None else start, -1 if end is None else end, row["code"]


def _mark(
    comparison: Comparison, spans: Spans, inside: Ints, guids: Any, quotes: Any, others: Ints
) -> str:  # fmt: skip
    """Give a mark of who says what there: which coding, on which words, and who coded nothing."""
    said = []
    for number in inside.tolist():
        row = spans.row[number]
        place = "whole" if spans.is_whole[number] else f"{spans.start[number]}-{spans.end[number]}"
        words = quotes[row] if quotes is not None and quotes[row] else place
        said.append(f"{comparison.coders[spans.coder[number]]}\x1f{guids[row] if guids is not None else ''}\x1f{words}")
    said += [f"{name}\x1f-" for name in _names(comparison.coders, others)]
    return sha256("\x1e".join(sorted(said)).encode()).hexdigest()[:32]


def _names(coders: Sequence[str], numbers: Ints) -> tuple[str, ...]:
    return tuple(coders[number] for number in numbers.tolist())


def _table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    def column(name: str) -> Any:
        values = [row[name] for row in rows]
        if name in ("start_char", "end_char"):
            return pd.array(values, dtype="Int64")
        if name in ("round", "cost"):
            return np.asarray(values, dtype=np.int64 if name == "round" else np.float64)
        if name in ("source", "code", "kind", "mark"):
            return pd.array(values, dtype="str")
        listed = np.empty(len(values), dtype=object)
        listed[:] = values
        return pd.Series(listed, dtype="object")

    return pd.DataFrame({name: column(name) for name in COLUMNS})
