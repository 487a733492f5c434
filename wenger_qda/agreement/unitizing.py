"""Did coders mark the same places? Krippendorff's measures for units that the coders cut out themselves."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from wenger_qda.agreement.comparison import Bools, Floats, Ints

__all__ = ["Disagreement", "disagreement", "u_alpha", "unitizing_alpha"]

SpansByCoder = Mapping[Any, Iterable[Sequence[Any]]] | Sequence[Iterable[Sequence[Any]]]


class Disagreement(NamedTuple):
    """Observed and expected disagreement of one category."""

    observed: float
    expected: float


class _Sections(NamedTuple):
    """One coder's continuum cut into units and the gaps between them."""

    start: Ints
    length: Ints
    is_unit: Bools


def unitizing_alpha(spans_by_coder: SpansByCoder, length: int) -> float:
    """Give Krippendorff's alpha for unitizing, alpha_U: how far coders cut the same units out of a continuum.

    Parameters
    ----------
    spans_by_coder : mapping or sequence
        One entry a coder: that coder's units, each as (start, end), half-open, or (start, end, category). Units of one
        coder and category must not overlap.
    length : int
        Of the continuum.

    Returns
    -------
    float
        Over all categories together. NaN where there are fewer than two coders, no text, or no unit.

    Raises
    ------
    ValueError
        If a unit lies outside the continuum, or units of one coder and category overlap.

    Notes
    -----
    Krippendorff (1995), Sociological Methodology 25, with the expected disagreement of Krippendorff (2004), Content
    Analysis, 2nd ed., pp. 251-256. Squared distances make a long slip weigh far more than two short ones. For more
    than two coders prefer :func:`u_alpha`.

    Examples
    --------
    >>> ida, bea = [(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]
    >>> round(unitizing_alpha([ida, bea], 300), 4)
    0.7286
    """
    by_category = _by_category(spans_by_coder, length)
    parts = [disagreement(units, length) for units in by_category.values()]
    expected = sum(part.expected for part in parts)
    return 1 - sum(part.observed for part in parts) / expected if expected > 0 else float("nan")


def disagreement(units_by_coder: Sequence[Sequence[tuple[int, int]]], length: int) -> Disagreement:
    """Give the observed and the expected disagreement of one category, as :func:`unitizing_alpha` puts them together.

    Examples
    --------
    >>> found = disagreement([[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]], 300)
    >>> round(found.observed, 4), round(found.expected, 4)
    (0.0144, 0.0532)
    """
    m = len(units_by_coder)
    if m < 2 or length < 1:
        return Disagreement(float("nan"), float("nan"))
    sections = [_cut(units, length) for units in units_by_coder]
    total = sum(_distance(one, other) for i, one in enumerate(sections) for j, other in enumerate(sections) if i != j)
    return Disagreement(total / (m * (m - 1) * length**2), _expected(sections, length))


def u_alpha(spans_by_coder: SpansByCoder, length: int) -> float:
    """Give u-alpha, the measure of 2016: how far coders give the same stretches of a continuum the same category.

    Parameters
    ----------
    spans_by_coder : mapping or sequence
        One entry a coder: that coder's units, each as (start, end), half-open, or (start, end, category). Without
        categories it is |u-alpha: relevant or not. Units of one coder must not overlap.
    length : int
        Of the continuum.

    Returns
    -------
    float
        NaN where there are fewer than two coders, no text, or nothing varies.

    Raises
    ------
    ValueError
        If a unit lies outside the continuum, or units of one coder overlap.

    Notes
    -----
    Krippendorff, Mathet, Bouvry and Widlöcher (2016), Quality & Quantity 50. What text was left blank is a category of
    its own; a pair of characters out of one unit is not drawn, since nobody chose the two apart. The paper itself could
    not be read here: the formula is that of a published implementation, and holds against drawing such pairs one by
    one. Its kin cu-alpha and (k)u-alpha are left out for that reason.

    Examples
    --------
    >>> coders = [[(3, 15), (22, 53)], [(3, 10), (22, 53)], [(22, 46)]]
    >>> round(u_alpha(coders, 56), 2)
    0.56
    """
    tiled = [_tiled(units, length) for units in _units(spans_by_coder, length)]
    m = len(tiled)
    values: dict[Hashable, int] = {None: 0}
    for sections in tiled:
        for _, _, category in sections:
            values.setdefault(category, len(values))
    if m < 2 or length < 1:
        return float("nan")
    sizes = np.zeros(len(values))
    own = np.zeros(len(values))  # pairs of characters out of the same unit; a blank is not a unit
    for sections in tiled:
        for start, end, category in sections:
            sizes[values[category]] += end - start
            own[values[category]] += (end - start) ** 2 if category is not None else end - start
    together = _together(tiled, values)
    observed = sizes.sum() - together
    expected = sizes.sum() * (sizes.sum() ** 2 - (sizes**2).sum()) / (sizes.sum() ** 2 - own.sum())
    return float(1 - observed / expected) if expected > 0 else float("nan")


def _together(tiled: Sequence[Sequence[tuple[int, int, Hashable]]], values: Mapping[Hashable, int]) -> float:
    """Give the characters on which two coders agree, over all ordered pairs, each divided by the other coders."""
    cuts = np.unique([edge for sections in tiled for start, end, _ in sections for edge in (start, end)])
    counts = np.zeros((len(cuts) - 1, len(values)))
    for sections in tiled:
        starts = np.array([start for start, _, _ in sections])
        of = np.array([values[category] for _, _, category in sections])
        counts[np.arange(len(cuts) - 1), of[np.searchsorted(starts, cuts[:-1], side="right") - 1]] += 1
    agreeing = (counts * (counts - 1)).sum(axis=1) / (len(tiled) - 1)
    return float((agreeing * np.diff(cuts)).sum())


def _by_category(spans_by_coder: SpansByCoder, length: int) -> dict[Hashable, list[list[tuple[int, int]]]]:
    listed = _units(spans_by_coder, length)
    categories = dict.fromkeys(category for units in listed for _, _, category in units)
    return {
        category: [sorted((start, end) for start, end, other in units if other == category) for units in listed]
        for category in categories
    }


def _units(spans_by_coder: SpansByCoder, length: int) -> list[list[tuple[int, int, Hashable]]]:
    by_coder = list(spans_by_coder.values()) if isinstance(spans_by_coder, Mapping) else list(spans_by_coder)
    return [[_unit(span, length) for span in spans] for spans in by_coder]


def _unit(span: Sequence[Any], length: int) -> tuple[int, int, Hashable]:
    start, end, *category = span
    if not 0 <= start < end <= length:
        raise ValueError(f"a unit lies within the continuum: 0 <= start < end <= {length}, not {start}, {end}")
    return int(start), int(end), category[0] if category else ""


def _cut(units: Sequence[tuple[int, int]], length: int) -> _Sections:
    edges: list[tuple[int, int, bool]] = []
    last = 0
    for start, end in sorted(units):
        _expect_apart(start, last)
        if start > last:
            edges.append((last, start, False))
        edges.append((start, end, True))
        last = end
    if last < length:
        edges.append((last, length, False))
    cut = np.array([(start, end - start, is_unit) for start, end, is_unit in edges], dtype=np.int64)
    return _Sections(cut[:, 0], cut[:, 1], cut[:, 2].astype(bool))


def _tiled(units: Sequence[tuple[int, int, Hashable]], length: int) -> list[tuple[int, int, Hashable]]:
    found: list[tuple[int, int, Hashable]] = []
    last = 0
    for start, end, category in sorted(units, key=lambda unit: unit[:2]):
        _expect_apart(start, last)
        found += [(last, start, None)] if start > last else []
        found.append((start, end, category))
        last = end
    return found + ([(last, length, None)] if last < length else [])


def _expect_apart(start: int, last: int) -> None:
    if start < last:
        raise ValueError(
            f"units of one coder overlap at {start}; this measure wants them apart. Take the codes one by one, or join "
            "what overlaps"
        )


def _distance(one: _Sections, other: _Sections) -> float:
    """Add up how far the sections of two coders lie apart, as squared characters."""
    b, length, is_unit = (column[:, None] for column in one)
    c, other_length, is_other = other
    both = is_unit & is_other & (b < c + other_length) & (c < b + length)
    ends = (b - c) ** 2 + (b + length - c - other_length) ** 2
    inside = is_unit & ~is_other & (b >= c) & (b + length <= c + other_length)
    around = ~is_unit & is_other & (c >= b) & (c + other_length <= b + length)
    lengths = np.broadcast_to(length, both.shape).astype(np.float64)
    return float(ends[both].sum() + (lengths[inside] ** 2).sum() + (np.where(around, other_length, 0) ** 2).sum())


def _expected(sections: Sequence[_Sections], length: int) -> float:
    """Give the distance expected if the units were laid anywhere."""
    units: Floats = np.concatenate([part.length[part.is_unit] for part in sections]).astype(np.float64)
    gaps: Floats = np.concatenate([part.length[~part.is_unit] for part in sections]).astype(np.float64)
    if not len(units):
        return 0.0
    room = np.maximum(gaps - units[:, None] + 1, 0).sum(axis=1)
    total = ((len(units) - 1) / 3 * (2 * units**3 - 3 * units**2 + units) + units**2 * room).sum()
    whole = len(sections) * length
    places = whole * (whole - 1) - (units * (units - 1)).sum()
    return float(2 / length * total / places) if places > 0 else 0.0
