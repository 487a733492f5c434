"""The tables that are given, checked once at the door: columns, missing values, names, and whether the words agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from wenger_qda.agreement.comparison import Spans, named
from wenger_qda.errors import QdaError, unknown
from wenger_qda.frames import check
from wenger_qda.model import CONSENSUS

__all__ = ["all_coders", "check_tables", "chosen_coders", "expect_same_words", "rounds_of"]


def check_tables(
    codings: pd.DataFrame, sources: pd.DataFrame, assignments: pd.DataFrame | None, codes: pd.DataFrame | None
) -> None:
    """Refuse tables that lack columns, values, or hold a name twice that is to be there once.

    Raises
    ------
    ValueError
        Saying which table, and where.
    """
    _expect_whole("codings", codings, ["source", "code", "coder"], ["start_char", "end_char"])
    _expect_whole("codings", codings, ["round"] if "round" in codings else [])
    _expect_whole("sources", sources, ["source", "n_chars"])
    _expect_once("sources", sources, "source")
    if assignments is not None:
        _expect_whole("assignments", assignments, ["coder", "source", "round", "status"])
    if codes is not None:
        if not isinstance(codes, pd.DataFrame):
            raise ValueError("codes is the codebook as a table: codes=project.codes()")
        _expect_whole("codes", codes, ["code"])
        _expect_once("codes", codes, "code")
    halves = codings["start_char"].isna() != codings["end_char"].isna()
    if halves.any():
        row = int(np.flatnonzero(halves)[0])
        raise ValueError(f"row {row} of the codings has one offset; a coding has both, or neither (the whole source)")


def _expect_whole(table: str, data: pd.DataFrame, columns: list[str], also: Sequence[str] = ()) -> None:
    """Refuse a table that lacks columns, or values in some of them."""
    check(table, data, [*columns, *also])
    for column in columns:
        gone = data[column].isna()
        if gone.any():
            raise ValueError(f"row {int(np.flatnonzero(gone)[0])} of the {table} has no {column}; complete it first")


def _expect_once(table: str, data: pd.DataFrame, column: str) -> None:
    twice = data[column][data[column].duplicated()].astype(str).unique().tolist()
    if twice:
        raise ValueError(f"a {table} table has each {column} once; {named(twice)} stands there twice")


def all_coders(codings: pd.DataFrame, assignments: pd.DataFrame | None) -> set[str]:
    """Give everybody who coded or was asked to."""
    return set(codings["coder"].unique()) | (set() if assignments is None else set(assignments["coder"].unique()))


def chosen_coders(
    codings: pd.DataFrame, assignments: pd.DataFrame | None, coders: Iterable[str] | None
) -> tuple[str, ...]:
    """Give whom to compare: all but the consensus coder, or those named.

    Raises
    ------
    ValueError
        If a name is not known.
    """
    known = all_coders(codings, assignments)
    if coders is None:
        return tuple(sorted(known - {CONSENSUS}))
    wanted = [coders] if isinstance(coders, str) else list(dict.fromkeys(coders))
    for name in wanted:
        if name not in known:
            raise ValueError(unknown("coder", name, sorted(known)))
    return tuple(sorted(wanted))


def rounds_of(codings: pd.DataFrame, assignments: pd.DataFrame | None) -> tuple[int, ...]:
    """Give the rounds there are, in order."""
    coded = set(codings["round"].unique().tolist()) if "round" in codings else {1}
    asked = set() if assignments is None else set(assignments["round"].unique().tolist())
    return tuple(sorted(int(number) for number in coded | asked))


def expect_same_words(codings: pd.DataFrame, spans: Spans, documents: Sequence[str], coders: Sequence[str]) -> None:
    """Refuse where two coders' quotes hold other words at the same place.

    Quotes of codings that are to be looked at again tell what stood there once, and are passed over.

    Raises
    ------
    QdaError
        Saying where.
    """
    if "quote" not in codings or not len(spans.row):
        return
    quotes = codings["quote"].fillna("").iloc[spans.row]
    fits = (quotes.str.len() == spans.end - spans.start).to_numpy(dtype=bool) & ~spans.is_whole
    if "status" in codings:
        fits &= (codings["status"].iloc[spans.row] != "needs_review").to_numpy(dtype=bool)
    order = np.lexsort((spans.end, spans.start, spans.document))
    order = order[fits[order]]
    told = (spans.document, spans.start, spans.end, spans.coder)
    document, begin, reach, words = -1, 0, 0, ""  # what is known of the text from `begin` to `reach`
    for place, start, end, coder, quote in zip(
        *(column[order].tolist() for column in told), quotes.iloc[order].tolist(), strict=True
    ):
        if place != document or start >= reach:
            document, begin, reach, words = place, start, end, quote
            continue
        shared = min(end, reach) - start
        if words[start - begin : start - begin + shared] != quote[:shared]:
            raise QdaError(
                f"{documents[place]}: at {start} the words of {coders[coder]} are not those of another coding there, "
                "so the texts they were made on differ; bring the copies together with wenger-qda merge, which says "
                "where"
            )
        if end > reach:
            words, reach = words + quote[reach - start :], end
