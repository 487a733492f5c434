"""Gamma: units laid beside each other as well as they go, place and category together. An extra; it takes its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from wenger_qda.agreement.comparison import Comparison, compare, nothing_to_compare
from wenger_qda.agreement.rows import Row, table_of
from wenger_qda.errors import missing

__all__ = ["gamma", "gamma_by_document"]

_FROM = 2  # documents from which on a bar is shown
COLUMNS = ("source", "gamma", "n_units", "why")


def gamma(spans_by_coder: Mapping[Any, Iterable[Any]] | Sequence[Iterable[Any]], *, seed: int = 0) -> float:
    """Give gamma of units that coders cut out and coded, which may overlap.

    Needs the extra ``gamma``: ``pip install "wenger-qda[gamma]"``.

    Parameters
    ----------
    spans_by_coder : mapping or sequence
        One entry a coder: that coder's units, each as (start, end), half-open, or (start, end, category).
    seed : int
        Chance is drawn, 30 times; the same seed gives the same.

    Returns
    -------
    float
        NaN where fewer than two coders have cut out anything.

    Raises
    ------
    QdaError
        If the extra is not installed.

    Notes
    -----
    Mathet, Widlöcher and Métivier (2015), Computational Linguistics 41(3), as the library pygamma-agreement computes
    it, with its combined dissimilarity (alpha 1, beta 1, delta_empty 1). About 100 units of three coders take some
    seconds, twice as many five times as long.
    """
    by_coder = spans_by_coder if isinstance(spans_by_coder, Mapping) else dict(enumerate(spans_by_coder))
    units = {str(name): [tuple(unit) for unit in spans] for name, spans in by_coder.items()}
    if sum(bool(spans) for spans in units.values()) < 2:
        return float("nan")
    try:
        from pyannote.core import Segment
        from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum
    except ImportError as error:
        raise missing("pygamma_agreement", "gamma", "The gamma measure") from error
    continuum = Continuum()
    for name in sorted(units):
        continuum.add_annotator(name)
        for start, end, *category in units[name]:
            continuum.add(name, Segment(start, end), str(category[0]) if category else "")
    with _seeded(seed):
        return float(continuum.compute_gamma(CombinedCategoricalDissimilarity(), n_samples=30).gamma)


def gamma_by_document(
    codings: pd.DataFrame,
    sources: pd.DataFrame,
    assignments: pd.DataFrame | None = None,
    *,
    coders: Iterable[str] | None = None,
    round: int | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Give gamma of each document that two coders have read, with a bar that shows how far it is.

    Parameters
    ----------
    codings, sources, assignments, coders, round
        As for :func:`reliability`.
    seed : int
        As for :func:`gamma`.

    Returns
    -------
    DataFrame
        source, gamma, n_units (codings compared), why (where it is not defined).
    """
    comparison = compare(codings, sources, assignments, coders=coders, round=round)
    documents = np.flatnonzero(comparison.is_compared).tolist()
    if not documents:
        return table_of([_row("", float("nan"), 0, nothing_to_compare(comparison))], COLUMNS)
    bar = tqdm(documents, "gamma", leave=False, disable=len(documents) < _FROM)
    return table_of([_of_document(comparison, document, seed) for document in bar], COLUMNS)


def _of_document(comparison: Comparison, document: int, seed: int) -> Row:
    spans = comparison.spans.where((comparison.spans.document == document) & ~comparison.spans.is_whole)
    units: dict[str, list[tuple[int, int, str]]] = {
        comparison.coders[coder]: [] for coder in np.flatnonzero(comparison.read[document]).tolist()
    }
    for start, end, code, coder in zip(*(c.tolist() for c in (spans.start, spans.end, spans.code, spans.coder))):  # noqa: B905
        units[comparison.coders[coder]].append((start, end, comparison.codes[code]))
    found = gamma(units, seed=seed)
    why = "fewer than two coders have marked anything here" if np.isnan(found) else ""
    return _row(comparison.documents[document], found, len(spans.row), why)


def _row(source: str, value: float, n_units: int, why: str) -> Row:
    return {"source": source, "gamma": value, "n_units": n_units, "why": why}


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Seed numpy's common random numbers, which the library draws from, and put them back afterwards."""
    state = np.random.get_state()
    np.random.seed(seed)
    try:
        yield
    finally:
        np.random.set_state(state)
