"""Putting coders beside each other: tables in, a comparison out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from wenger_qda.agreement.comparison import Bools, Comparison, Ints, Spans, counted, encode
from wenger_qda.agreement.given import all_coders, check_tables, chosen_coders, expect_same_words, rounds_of
from wenger_qda.agreement.readings import Marks, assigned, either, numbered, of_round, readings, unpacked, without
from wenger_qda.agreement.remarks import (
    Asked,
    alone,
    left_unfinished,
    still_open,
    to_review,
    which_rounds,
    why_nothing,
)
from wenger_qda.errors import QdaError
from wenger_qda.model import CONSENSUS

__all__ = ["compare", "compared_pairs"]


_ASSUMED = "Without assignments, a coder counts as having read the documents in which they coded something."


def compare(
    codings: pd.DataFrame,
    sources: pd.DataFrame,
    assignments: pd.DataFrame | None = None,
    *,
    codes: pd.DataFrame | None = None,
    coders: Iterable[str] | None = None,
    round: int | None = None,
) -> Comparison:
    """Put coders beside each other.

    Parameters
    ----------
    codings, sources, assignments, codes : DataFrame
        As the project gives them.
    coders : iterable of str, optional
        Whom to compare; by default all but the consensus coder.
    round : int, optional
        Only this round; by default each document counts in the latest round that two of the coders share.

    Raises
    ------
    ValueError
        If a table lacks columns, or a coder is not known.
    QdaError
        If a coding lies outside its text, or two coders' words differ at one place: their texts are not the same.
    """
    check_tables(codings, sources, assignments, codes)
    documents = tuple(sorted(sources["source"]))
    order = encode(documents, sources["source"])
    lengths = np.zeros(len(documents), dtype=np.int64)
    lengths[order] = sources["n_chars"].to_numpy(dtype=np.int64)
    chosen = chosen_coders(codings, assignments, coders)
    rounds = rounds_of(codings, assignments)
    rows = _rows(codings, documents, chosen, rounds)
    done, closed, asked = assigned(assignments, documents, chosen, rounds)
    coded = unpacked(np.unique(Marks(rows.document, rows.round, rows.coder).keys))
    marks = of_round(either(done, without(coded, asked)), round, rounds)
    read, number = readings(marks, len(documents), len(chosen))
    kept = read[rows.document, rows.coder] & (rows.round == number[rows.document])
    names = _codes(codings, rows.row, codes)
    spans = _spans(codings, rows, kept, names, documents, lengths)
    expect_same_words(codings, spans, documents, chosen)
    told = (read, documents, chosen)
    is_open = [
        still_open(without(of_round(asked, round, rounds), either(done, closed)), *told),
        left_unfinished(of_round(closed, round, rounds), *told),
    ]
    n_left_out = int((~codings["source"].isin(documents)).sum())
    in_force = np.array([0, *rounds], dtype=np.int64)[number + 1]
    found = Comparison(documents, lengths, chosen, names, read, in_force, spans)
    wanted = Asked(None if coders is None else chosen, round, rounds, n_left_out)
    remarks = [
        "The consensus coder is left out; name the coders to compare with it."
        if coders is None and CONSENSUS in all_coders(codings, assignments)
        else "",
        f"Left out, since their sources are not in the table: {counted(n_left_out, 'coding')}." if n_left_out else "",
        _ASSUMED if assignments is None or assignments.empty else "",
        *is_open,
        alone(found),
        which_rounds(in_force[found.is_compared], round),
        to_review(codings, spans.where(found.is_compared[spans.document])),
    ]
    nothing = why_nothing(found, wanted, " ".join(filter(None, is_open)))
    return replace(found, remarks=tuple(filter(None, remarks)), nothing=nothing, is_unfinished=any(is_open))


def compared_pairs(
    comparison: Comparison, codings: pd.DataFrame, sources: pd.DataFrame, assignments: pd.DataFrame | None,
    round: int | None,
) -> Iterator[tuple[tuple[str, str], Comparison]]:  # fmt: skip
    """Give every two coders of a comparison beside each other, each document in the latest round that these two share.

    Parameters
    ----------
    comparison : Comparison
        Of all of them, made of the same tables.
    """
    has_rounds = round is None and len(rounds_of(codings, assignments)) > 1
    for one, other in combinations(comparison.coders, 2):
        pair = (one, other)
        if has_rounds:
            found = compare(codings, sources, assignments, coders=pair)
            apart = f"{one} and {other} have read no document in common in the same round"
            nothing = apart if found.nothing and not found.is_unfinished else found.nothing
            yield pair, replace(found, codes=comparison.codes, spans=_recoded(found, comparison.codes), nothing=nothing)
        else:
            yield pair, _only(comparison, pair)


def _only(comparison: Comparison, pair: tuple[str, str]) -> Comparison:
    """Leave all but two coders out."""
    numbers = [comparison.coders.index(name) for name in pair]
    spans = comparison.spans.where(np.isin(comparison.spans.coder, numbers))
    read = comparison.read[:, numbers]
    nothing = "" if read.all(axis=1).any() else f"{pair[0]} and {pair[1]} have read no document in common"
    spans = spans._replace(coder=(spans.coder == numbers[1]).astype(np.int64))
    return replace(comparison, coders=pair, read=read, spans=spans, nothing=comparison.nothing or nothing)


def _recoded(comparison: Comparison, codes: Sequence[str]) -> Spans:
    """Number the codes of passages as another comparison does."""
    places = encode(codes, comparison.codes)
    return comparison.spans._replace(code=places[comparison.spans.code])


class _Rows(NamedTuple):
    """Codings of those who are compared, as numbers; `row` of the codings table."""

    document: Ints
    round: Ints
    coder: Ints
    row: Ints


def _rows(
    codings: pd.DataFrame, documents: Sequence[str], coders: Sequence[str], rounds: tuple[int, ...]
) -> _Rows:  # fmt: skip
    """Give the codings of the documents and coders that are compared."""
    document, coder = encode(documents, codings["source"]), encode(coders, codings["coder"])
    number = numbered(codings["round"], rounds) if "round" in codings else np.zeros(len(codings), dtype=np.int64)
    row = np.flatnonzero((document >= 0) & (coder >= 0))
    return _Rows(document[row], number[row], coder[row], row)


def _codes(codings: pd.DataFrame, rows: Ints, codes: pd.DataFrame | None) -> tuple[str, ...]:
    """Give the codes to report: those of the table in its order, then others that were used."""
    used = sorted(codings["code"].iloc[rows].unique())
    if codes is None:
        return tuple(used)
    is_codable = codes["is_codable"].to_numpy(dtype=bool) if "is_codable" in codes else np.ones(len(codes), dtype=bool)
    told = [code for code, codable in zip(codes["code"], is_codable, strict=True) if codable or code in set(used)]
    return (*told, *(code for code in used if code not in set(told)))


def _spans(
    codings: pd.DataFrame, rows: _Rows, kept: Bools, codes: Sequence[str], documents: Sequence[str], lengths: Ints
) -> Spans:
    """Read the codings that count as numbers.

    Raises
    ------
    QdaError
        If one lies outside its text.
    """
    row, document = rows.row[kept], rows.document[kept]
    shown = codings[["code", "start_char", "end_char"]].iloc[row]
    is_whole = shown["start_char"].isna().to_numpy(dtype=bool)
    start = shown["start_char"].fillna(0).to_numpy(dtype=np.int64)
    end = np.where(is_whole, lengths[document], shown["end_char"].fillna(0).to_numpy(dtype=np.int64))
    outside = (start < 0) | (end > lengths[document]) | ((start >= end) & ~is_whole)
    if outside.any():
        first = int(np.flatnonzero(outside)[0])
        coder, name = codings["coder"].iloc[row[first]], documents[document[first]]
        raise QdaError(
            f"{name}: the coding of {coder} at {start[first]}–{end[first]} lies outside its text of "
            f"{lengths[document[first]]} characters; are these the codings of another version of the text? "
            "Bring the copies together with wenger-qda merge first"
        )
    return Spans(document, encode(codes, shown["code"]), rows.coder[kept], start, end, is_whole, row)
