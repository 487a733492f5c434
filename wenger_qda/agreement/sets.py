"""Several codes at once: alpha for sets of codes, near misses counted as such.

What a coder says of a character is the set of codes they gave it, the empty set among them. Two sets are as far apart
as a distance says: all or nothing (``nominal``), by what they share (``jaccard``), or by that and by whether one lies
in the other (``masi``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm.auto import tqdm

from wenger_qda.agreement.comparing import compare
from wenger_qda.agreement.comparison import Bools, Comparison, Floats, Ints, Spans
from wenger_qda.agreement.rows import Row, table_of
from wenger_qda.agreement.units import lay_out
from wenger_qda.errors import unknown

__all__ = ["DISTANCES", "Pieces", "Sets", "pieces_of", "set_alpha", "set_reliability"]

MOST_SETS = 8_000
_DRAWN = 2_000_000
_MANY = 5_000  # codings from which on a bar is shown
_AT_ONCE = 512
_CELLS = 4_000_000
_LOW, _HIGH = 2.5, 97.5
COLUMNS = (
    "text", "distance", "alpha", "alpha_low", "alpha_high", "n_units", "n_sets", "n_documents",
    "why",
)  # fmt: skip
Distance = Callable[[Any, Any, Any], Any]


def _jaccard(shared: Any, one: Any, other: Any) -> Any:
    either = one + other - shared
    return np.where(either > 0, 1 - shared / np.maximum(either, 1), 0).astype(np.float64)


def _masi(shared: Any, one: Any, other: Any) -> Any:
    likeness = 1 - _jaccard(shared, one, other)
    within = shared >= np.minimum(one, other)
    kind = np.where(within & (one == other), 1, np.where(within, 2 / 3, np.where(shared > 0, 1 / 3, 0)))
    is_empty = (one == 0) != (other == 0)
    return np.where(is_empty, 1, 1 - likeness * kind).astype(np.float64)


def _nominal(shared: Any, one: Any, other: Any) -> Any:
    return ((shared != one) | (shared != other)).astype(np.float64)


DISTANCES: dict[str, Distance] = {"masi": _masi, "jaccard": _jaccard, "nominal": _nominal}


class Sets(NamedTuple):
    """Sets of codes that were given, as rows of 0 and 1, and how many codes are in each."""

    holds: Floats
    sizes: Floats


class _Values(NamedTuple):
    """Every value that any coder gave: in which document, which set, over what length."""

    document: Ints
    given: Ints
    length: Ints


class Pieces(NamedTuple):
    """Stretches over which every coder's set stays the same.

    `given` has a column a coder: the number of the set, -1 where they did not read.
    """

    document: Ints
    start: Ints
    length: Ints
    given: Ints

    def where(self, kept: Bools) -> Pieces:
        """Keep those that a mask chooses."""
        return Pieces(self.document[kept], self.start[kept], self.length[kept], self.given[kept])


def set_alpha(ratings: Sequence[Sequence[Iterable[Any] | None]], *, distance: str = "masi") -> float:
    """Give Krippendorff's alpha where a rating is a set.

    Parameters
    ----------
    ratings : sequence of sequence of iterable, shape (n_coders, n_units)
        What each coder gave each unit, such as ``{"stories", "repair"}``; empty for no code, None or NaN for no rating.
    distance : str
        ``masi`` (Passonneau 2006), ``jaccard`` or ``nominal``.

    Returns
    -------
    float
        NaN where no unit has two ratings, or all are the same.

    Raises
    ------
    ValueError
        For another distance.

    Notes
    -----
    Passonneau (2006), LREC; the empty set is as far from any other as can be, and no way from itself.

    Examples
    --------
    >>> ida = ["", "A", "A", "A", "AB", "AB", "ABC", "C", "C"]
    >>> bea = ["", "", "A", "B", "A", "AC", "ABC", "AC", "AC"]
    >>> round(set_alpha([ida, bea]), 3), round(set_alpha([ida, bea], distance="jaccard"), 3)
    (0.273, 0.316)
    """
    measure = _measure(distance)
    n_units = len(ratings[0]) if len(ratings) else 0
    codes: dict[Any, int] = {}
    known: dict[frozenset[int], int] = {}
    given = np.full((n_units, len(ratings)), -1, dtype=np.int64)
    for coder, row in enumerate(ratings):
        for unit, rating in enumerate(row):
            if isinstance(rating, Iterable):
                held = frozenset(codes.setdefault(code, len(codes)) for code in rating)
                given[unit, coder] = known.setdefault(held, len(known))
    holds = np.zeros((len(known), max(len(codes), 1)))
    for held, number in known.items():
        holds[number, list(held)] = 1
    zeros = np.zeros(n_units, dtype=np.int64)
    rated = Pieces(zeros, zeros, zeros + 1, given).where((given >= 0).sum(axis=1) >= 2)
    found = _alphas(rated, Sets(holds, holds.sum(axis=1)), 1, measure, n_boot=0, seed=0)
    return found.alpha


def set_reliability(
    codings: pd.DataFrame,
    sources: pd.DataFrame,
    assignments: pd.DataFrame | None = None,
    *,
    turns: pd.DataFrame | None = None,
    unit: str = "character",
    threshold: float | None = None,
    distances: Iterable[str] = tuple(DISTANCES),
    coders: Iterable[str] | None = None,
    n_boot: int = 1000,
    seed: int = 0,
    round: int | None = None,
) -> pd.DataFrame:
    """Tell how far coders agree on all codes at once, where several may stand on one passage.

    Parameters
    ----------
    codings, sources, assignments, turns, unit, threshold, coders, n_boot, seed, round
        As for :func:`reliability`.
    distances : iterable of str
        ``masi``, ``jaccard``, ``nominal``.

    Returns
    -------
    DataFrame
        One row a distance and a part of the text: ``all`` of it, or what is ``coded`` by at least one coder. alpha,
        alpha_low, alpha_high, n_units, n_sets (different sets that were given), n_documents, why. Of very many sets
        (above 8,000) the expected disagreement is estimated by drawing pairs, and `why` says so.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> _ = project.code_with("day-01", 0, 30, ["stories", "repertoire"]), project.done("day-01")
    >>> with type(project).open(project.path, coder="bo") as bo:
    ...     _ = bo.code("day-01", 0, 30, "stories"), bo.done("day-01")
    >>> table = set_reliability(project.codings(), project.sources(), project.assignments(), n_boot=0)
    >>> table[["text", "distance", "alpha"]].round(2).values.tolist()[:3]
    [['all', 'masi', 0.52], ['all', 'jaccard', 0.63], ['all', 'nominal', 0.32]]
    """
    measures = {name: _measure(name) for name in distances}
    comparison = compare(codings, sources, assignments, coders=coders, round=round)
    laid = lay_out(comparison, comparison.spans, unit=unit, turns=turns, threshold=threshold)
    pieces, sets = pieces_of(comparison, laid.spans, laid.lengths)
    is_coded = (sets.sizes[np.maximum(pieces.given, 0)] * (pieces.given >= 0)).sum(axis=1) > 0
    parts = {"all": pieces, "coded": pieces.where(is_coded)}
    n_documents = int((comparison.is_compared & (laid.lengths > 0)).sum())
    wanted = [(part, name) for part in parts for name in measures]
    rows = []
    for part, name in tqdm(wanted, "sets of codes", leave=False, disable=len(codings) < _MANY):
        piece = parts[part]
        found = _alphas(piece, sets, len(laid.lengths), measures[name], n_boot=n_boot, seed=seed)
        counts = {"n_units": int(piece.length.sum()), "n_documents": n_documents}
        rows.append(_row(comparison, part, name, found, n_boot) | counts)
    table = table_of(rows, COLUMNS)
    table.attrs |= {
        "unit": unit,
        "threshold": threshold,
        "coders": list(comparison.coders),
        "n_boot": n_boot,
        "seed": seed,
    }
    table.attrs |= {"remarks": list(comparison.remarks)}
    return table


class _Found(NamedTuple):
    alpha: float
    low: float
    high: float
    n_sets: int
    is_drawn: bool


def _measure(distance: str) -> Distance:
    if distance not in DISTANCES:
        raise ValueError(unknown("distance", distance, list(DISTANCES)))
    return DISTANCES[distance]


def _row(comparison: Comparison, part: str, distance: str, found: _Found, n_boot: int) -> Row:
    said = []
    if np.isnan(found.alpha):
        nobody = "" if found.n_sets else "nobody has coded anything in the documents that were compared"
        said.append(comparison.nothing or nobody or "no variation: all gave the same codes to every unit")
    elif found.is_drawn:
        said.append(f"expected disagreement estimated from {_DRAWN:,} pairs drawn of {found.n_sets:,} different sets")
    if not np.isnan(found.alpha) and n_boot and np.isnan(found.low):
        said.append("no interval: it needs several documents, and this is one")
    why = "; ".join(said)
    return {
        "text": part, "distance": distance, "alpha": found.alpha, "alpha_low": found.low, "alpha_high": found.high,
        "n_sets": found.n_sets, "why": why,
    }  # fmt: skip


def pieces_of(comparison: Comparison, spans: Spans, lengths: Ints) -> tuple[Pieces, Sets]:
    """Cut the compared documents wherever anybody's set of codes changes; the blank stretches are pieces, too."""
    spans = spans.where(comparison.is_compared[spans.document])
    n_codes, n_coders = len(comparison.codes), len(comparison.coders)
    documents = np.flatnonzero(comparison.is_compared & (lengths > 0))
    edges = np.unique(
        np.concatenate(
            [
                np.stack([spans.document, spans.start], axis=1),
                np.stack([spans.document, spans.end], axis=1),
                np.stack([documents, np.zeros(len(documents), dtype=np.int64)], axis=1),
                np.stack([documents, lengths[documents]], axis=1),
            ]
        ),
        axis=0,
    )
    document, place = edges[:, 0], edges[:, 1]
    is_piece = np.append(document[1:] == document[:-1], False) if len(document) else np.zeros(0, dtype=bool)
    length = np.where(is_piece, np.append(np.diff(place), 0), 0) if len(place) else place
    keys = np.zeros((len(edges), n_coders), dtype=np.int64)
    holds: list[Bools] = []
    known: dict[bytes, int] = {}
    at = {(d, p): number for number, (d, p) in enumerate(edges.tolist())}
    for coder in range(n_coders):
        own = spans.where(spans.coder == coder)
        begins = np.array([at[key] for key in zip(own.document.tolist(), own.start.tolist(), strict=True)], dtype=int)
        ends = np.array([at[key] for key in zip(own.document.tolist(), own.end.tolist(), strict=True)], dtype=int)
        keys[:, coder] = _given(begins, ends, own.code, len(edges), n_codes, known, holds)
    keys[~comparison.read[document]] = -1
    table = np.array(holds, dtype=np.float64).reshape(len(holds), n_codes)
    pieces = Pieces(document[is_piece], place[is_piece], length[is_piece], keys[is_piece])
    return pieces, Sets(table, table.sum(axis=1))


def _given(
    begins: Ints, ends: Ints, code: Ints, n_edges: int, n_codes: int, known: dict[bytes, int], holds: list[Bools]
) -> Ints:
    """Number the set of codes that one coder gave between each two edges."""
    depth = np.zeros(n_codes, dtype=np.int32)
    order = np.argsort(np.concatenate([begins, ends]), kind="stable")
    where = np.concatenate([begins, ends])[order]
    codes, steps = np.concatenate([code, code])[order], np.repeat([1, -1], len(begins))[order]
    numbers = np.empty(n_edges, dtype=np.int64)
    firsts = np.searchsorted(where, np.arange(n_edges + 1))
    current = _numbered(depth, known, holds)
    for edge in range(n_edges):
        if firsts[edge] < firsts[edge + 1]:
            np.add.at(depth, codes[firsts[edge] : firsts[edge + 1]], steps[firsts[edge] : firsts[edge + 1]])
            current = _numbered(depth, known, holds)
        numbers[edge] = current
    return numbers


def _numbered(depth: NDArray[np.int32], known: dict[bytes, int], holds: list[Bools]) -> int:
    is_held = depth > 0
    key = np.packbits(is_held).tobytes()
    if key not in known:
        known[key] = len(holds)
        holds.append(is_held)
    return known[key]


def _alphas(pieces: Pieces, sets: Sets, n_documents: int, distance: Distance, *, n_boot: int, seed: int) -> _Found:
    """Give alpha over sets, and its interval from drawing documents."""
    used, compact = np.unique(pieces.given, return_inverse=True)
    compact = compact.reshape(pieces.given.shape) - int(bool(len(used)) and used[0] < 0)
    used = used[used >= 0]
    sets = Sets(sets.holds[used], sets.sizes[used])
    observed = _observed(pieces, compact, sets, n_documents, distance)
    values = _Values(*(np.concatenate(column) for column in zip(*_columns(pieces, compact), strict=True)))
    n = np.bincount(values.document, weights=values.length, minlength=n_documents).astype(np.float64)
    is_drawn = len(used) > MOST_SETS
    together = (_drawn if is_drawn else _whole)(values, sets, n, distance, seed)
    alpha = float(_one(n.sum(), observed.sum(), together.sum()))
    low, high = float("nan"), float("nan")
    there = np.flatnonzero(n > 0)
    if n_boot and len(there) > 1:
        draws = np.random.default_rng(seed).multinomial(len(there), np.full(len(there), 1 / len(there)), size=n_boot)
        times = draws.astype(np.float64)
        expected = np.einsum("bd,de,be->b", times, together[np.ix_(there, there)], times, optimize=True)
        alphas = _one(times @ n[there], times @ observed[there], expected)
        if not np.isnan(alphas).all():
            low, high = np.nanpercentile(alphas, [_LOW, _HIGH])
    return _Found(alpha, float(low), float(high), len(used), is_drawn)


def _one(n: Any, observed: Any, together: Any) -> Any:
    """Give 1 - D_o / D_e; `together` is the distance of every value from every other, added up."""
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha = 1 - (observed / n) / (together / (n * (n - 1)))
    return np.where(np.asarray(together) > 1e-9, alpha, np.nan)


def _observed(pieces: Pieces, given: Ints, sets: Sets, n_documents: int, distance: Distance) -> Floats:
    """Give for each document the distance of the coders' sets from each other, over all ordered pairs."""
    readers = (given >= 0).sum(axis=1)
    total = np.zeros(n_documents)
    for one in range(given.shape[1]):
        for other in range(one):
            both = (given[:, one] >= 0) & (given[:, other] >= 0)
            keys, at = np.unique(given[both, one] * len(sets.sizes) + given[both, other], return_inverse=True)
            apart = _apart(keys // max(len(sets.sizes), 1), keys % max(len(sets.sizes), 1), sets, distance)[at]
            weights = 2 * apart * pieces.length[both] / (readers[both] - 1)
            total += np.bincount(pieces.document[both], weights=weights, minlength=n_documents)
    return total


def _columns(pieces: Pieces, given: Ints) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Give what each coder said, over what length, of which document."""
    none = np.zeros(0, dtype=np.int64)
    yield none, none, none
    for column in given.T:
        rated = column >= 0
        yield pieces.document[rated], column[rated], pieces.length[rated]


def _whole(values: _Values, sets: Sets, n: Floats, distance: Distance, seed: int) -> Floats:
    """Give the distance of all values of one document from all of another, added up, for each two documents."""
    counts = np.zeros((len(n), len(sets.sizes)))
    np.add.at(counts, (values.document, values.given), values.length)
    total = np.zeros((len(n), len(n)))
    for first in range(0, len(sets.sizes), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        apart = distance(sets.holds[part] @ sets.holds.T, sets.sizes[part, None], sets.sizes)
        total += counts[:, part] @ (apart @ counts.T)
    return total


def _drawn(values: _Values, sets: Sets, n: Floats, distance: Distance, seed: int) -> Floats:
    """Estimate the same from pairs of values drawn at random; shared out over the documents by their sizes."""
    random = np.random.default_rng(seed)
    reached = np.cumsum(values.length)
    one, other = (np.searchsorted(reached, random.integers(reached[-1], size=_DRAWN), side="right") for _ in range(2))
    mean = float(_apart(values.given[one], values.given[other], sets, distance).mean())
    return mean * np.outer(n, n)


def _apart(one: Ints, other: Ints, sets: Sets, distance: Distance) -> Floats:
    """Give the distances of pairs of sets, some at a time, since each set is as wide as there are codes."""
    found = np.zeros(len(one))
    at_once = max(_CELLS // max(sets.holds.shape[1], 1), 1)
    for first in range(0, len(one), at_once):
        part = slice(first, first + at_once)
        a, b = one[part], other[part]
        shared = (sets.holds[a] * sets.holds[b]).sum(axis=1)
        found[part] = distance(shared, sets.sizes[a], sets.sizes[b])
    return found
