"""Where coders differ: the stretches that one coded and another did not, as people talk about them.

A stretch is what overlapping passages with one code cover together, whoever coded them. Either all readers
coded something in it and only the edges differ, or some of them coded nothing there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from wenger_qda.agreement.comparing import compare
from wenger_qda.agreement.comparison import Bools, Comparison, Floats, Ints, Spans, named
from wenger_qda.agreement.joins import joined
from wenger_qda.agreement.sweep import sweep
from wenger_qda.intervals import OVERLAP

__all__ = ["COLUMNS", "agreed", "disagreements", "stretches"]

COLUMNS = (
    "source", "code", "round", "start_char", "end_char", "kind", "coders", "others", "guids", "instead", "cost", "mark",
)  # fmt: skip

_MANY = 20_000  # stretches from which on a bar is shown


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
        ranges = zip(documents.tolist(), firsts.tolist(), counts.tolist(), strict=True)
        self._rows = {document: slice(first, first + count) for document, first, count in ranges}

    def codes_at(self, document: int, start: int, end: int, coders: Collection[int]) -> list[int]:
        """Give the codes that some coders gave at a place."""
        here = self._rows.get(document)
        if here is None or not coders:
            return []
        touches = np.flatnonzero((self._spans.start[here] < end) & (self._spans.end[here] > start)) + here.start
        pairs = zip(self._spans.code[touches].tolist(), self._spans.coder[touches].tolist(), strict=True)
        return sorted({code for code, coder in pairs if coder in coders})


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
        which two coders differ, averaged over the pairs), mark (changes as soon as anybody's coding with this code
        there does). Codings of whole sources are set beside each other, not beside passages. In the order of the texts;
        sort by cost to begin with what matters most. ``attrs["why"]`` says why there is nothing to compare, where that
        is so.

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
    codes = codes if codes is None or isinstance(codes, str | pd.DataFrame) else list(codes)
    comparison = compare(codings, sources, assignments, coders=coders, round=round)
    spans = comparison.spans.where(comparison.is_compared[comparison.spans.document])
    chosen = spans.where(np.isin(spans.code, _numbers(codes, comparison.codes)))
    regions = _regions(chosen)
    costs = _costs(comparison, chosen, regions)
    rows = _rows(comparison, codings, _Neighbours(spans), chosen, regions, costs)
    table = _table(rows)
    table.attrs = {
        "why": comparison.nothing or _nobody(codes, comparison), "coders": list(comparison.coders),
        "remarks": list(comparison.remarks),
    }  # fmt: skip
    return table


def _nobody(codes: Iterable[str] | None, comparison: Comparison) -> str:
    """Say so where nobody has used any of the codes."""
    if not len(comparison.spans.row):
        return "nobody has coded anything in the documents that were compared"
    wanted = comparison.codes if codes is None else list(codes)
    return "" if set(wanted) & set(comparison.codes) else f"nobody has used {named(wanted) or 'no code at all'} here"


def _numbers(codes: Iterable[str] | None, known: Sequence[str]) -> list[int]:
    if codes is None:
        return list(range(len(known)))
    if isinstance(codes, str | pd.DataFrame):
        raise ValueError("codes are several names: codes=['repair', 'stories']")
    wanted = list(codes)
    return [known.index(code) for code in wanted if code in known]


def _regions(spans: Spans) -> _Regions:
    """Join passages of one code that overlap; codings of whole sources are by themselves."""
    found = joined(spans, (spans.document, spans.code, spans.is_whole.astype(np.int64)), reach=OVERLAP)
    firsts = spans.where(found.first)
    return _Regions(firsts.document, firsts.code, firsts.start, found.end, firsts.is_whole, found.of)


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
    inside = np.split(np.argsort(regions.of, kind="stable"), np.cumsum(sizes)[:-1]) if len(sizes) else []
    said = _said(comparison, codings, spans)
    readers = [set(np.flatnonzero(read).tolist()) for read in comparison.read]
    coders, names = spans.coder.tolist(), comparison.coders
    columns = zip(*(column.tolist() for column in regions[:5]), costs.tolist(), inside, strict=True)
    rows = []
    bar = tqdm(columns, "where coders differ", total=len(sizes), leave=False, disable=len(sizes) < _MANY)
    for document, code, start, end, is_whole, cost, members in bar:
        here = members.tolist()
        who = {coders[number] for number in here}
        others = readers[document] - who
        instead = [] if is_whole else neighbours.codes_at(document, start, end, others)
        rows.append({
            "source": comparison.documents[document],
            "code": comparison.codes[code],
            "round": int(comparison.rounds[document]),
            "start_char": None if is_whole else start,
            "end_char": None if is_whole else end,
            "kind": "presence" if others else "boundary" if cost else "agreed",
            "coders": tuple(names[number] for number in sorted(who)),
            "others": tuple(names[number] for number in sorted(others)),
            "guids": tuple(sorted(guid for number in here if (guid := said[number].guid))),
            "instead": tuple(comparison.codes[other] for other in instead if other != code),
            "cost": cost or (1.0 if others else 0.0),  # a whole source without any text
            "mark": _mark([said[number] for number in here], [names[number] for number in others]),
        })  # fmt: skip
    return sorted(rows, key=_place)


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    start, end = row["start_char"], row["end_char"]
    return row["source"], -1 if start is None else start, -1 if end is None else end, row["code"]


class _Said(NamedTuple):
    """Who said what: a coding, and the words it stands on, which stay its own when a text is corrected."""

    coder: str
    guid: str
    words: str


def _said(comparison: Comparison, codings: pd.DataFrame, spans: Spans) -> list[_Said]:
    """Give what each passage says."""
    blank = [""] * len(spans.row)
    guids = codings["guid"].fillna("").iloc[spans.row].tolist() if "guid" in codings else blank
    quotes = codings["quote"].fillna("").iloc[spans.row].tolist() if "quote" in codings else blank
    places = zip(spans.start.tolist(), spans.end.tolist(), spans.is_whole.tolist(), strict=True)
    words = ["whole" if whole else f"{start}-{end}" for start, end, whole in places]
    rows = zip(spans.coder.tolist(), guids, quotes, words, strict=True)
    return [_Said(comparison.coders[coder], guid, quote or place) for coder, guid, quote, place in rows]


def _mark(said: Sequence[_Said], others: Sequence[str]) -> str:
    """Give a mark of who says what there: which coding, on which words, and who coded nothing."""
    lines = ["\x1f".join(one) for one in said] + [f"{name}\x1f-" for name in others]
    return sha256("\x1e".join(sorted(lines)).encode()).hexdigest()[:32]


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
