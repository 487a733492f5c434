"""The measures by themselves, for ratings of ready-made units: alpha, kappa, pi, AC1 and their kin.

Names and symbols follow the publications. A measure that is not defined, because there is nothing to compare or nothing
varies, is NaN; never 0 and never 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from wenger_qda.agreement.comparison import Floats, Ints
from wenger_qda.errors import unknown

__all__ = [
    "alpha",
    "brennan_prediger",
    "cohen_kappa",
    "conger_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "percent_agreement",
    "scott_pi",
]

NAN = float("nan")


def alpha(ratings: ArrayLike, *, level: str = "nominal") -> float:
    """Give Krippendorff's alpha.

    Parameters
    ----------
    ratings : array_like, shape (n_coders, n_units)
        What each coder gave each unit; NaN or None where they gave nothing. Words are fine for nominal values.
    level : str
        ``nominal``, ``ordinal``, ``interval`` or ``ratio``.

    Returns
    -------
    float
        1 where all agree, about 0 where they agree as chance would, below where they agree less. NaN where no unit
        has two ratings, or all ratings are the same.

    Raises
    ------
    ValueError
        For another level, another shape, words that are to be ordered, or a negative number on a ratio scale.

    Notes
    -----
    Krippendorff (2004), Content Analysis, 2nd ed., chapter 11; also "Computing Krippendorff's Alpha-Reliability"
    (2011).

    Examples
    --------
    >>> round(alpha([[1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 1, 0, 1, 0, 0]]), 3)
    0.095
    """
    if level not in _DISTANCES:
        raise ValueError(unknown("level", level, list(_DISTANCES)))
    counts, values = _counts(ratings, ordered=level != "nominal")
    counts = counts[counts.sum(axis=1) >= 2]
    if len(counts) == 0:
        return NAN
    m = counts.sum(axis=1, keepdims=True)
    coincidences = (counts / (m - 1)).T @ counts - np.diag((counts / (m - 1)).sum(axis=0))
    n_c = counts.sum(axis=0)
    n = n_c.sum()
    distance = _DISTANCES[level](values, n_c)
    expected = (n_c @ distance @ n_c) / (n - 1)
    return float(1 - (coincidences * distance).sum() / expected) if expected > 0 else NAN


def percent_agreement(ratings: ArrayLike) -> float:
    """Give the share of units on which two coders agree, averaged over their pairs, unit by unit.

    Parameters
    ----------
    ratings : array_like, shape (n_coders, n_units)
        NaN or None where a coder gave nothing.

    Examples
    --------
    >>> percent_agreement([["a", "a", "b", "b"], ["a", "b", "b", "b"]])
    0.75
    """
    return _observed(_counts(ratings)[0])


def cohen_kappa(a: ArrayLike, b: ArrayLike) -> float:
    """Give Cohen's kappa of two coders.

    Parameters
    ----------
    a, b : array_like, shape (n_units,)
        What each gave each unit; units that one of them left out do not count.

    Returns
    -------
    float
        NaN where there is no unit, or both always gave the same one value.

    Raises
    ------
    ValueError
        If they are not equally many.

    Notes
    -----
    Cohen (1960), Educational and Psychological Measurement 20.

    Examples
    --------
    >>> table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    >>> a, b = zip(*[(i, j) for i in range(3) for j in range(3) for _ in range(table[i][j])])
    >>> round(cohen_kappa(a, b), 3)
    0.492
    """
    return conger_kappa(_both(a, b))


def scott_pi(a: ArrayLike, b: ArrayLike) -> float:
    """Give Scott's pi of two coders: as Cohen's kappa, but chance is that of the two together.

    Notes
    -----
    Scott (1955), Public Opinion Quarterly 19.

    Examples
    --------
    >>> a, b = [1] * 87 + [0] * 13, [1] * 80 + [0] * 7 + [1] * 8 + [0] * 5
    >>> round(scott_pi(a, b), 6)
    0.314286
    """
    return fleiss_kappa(_counts(_both(a, b))[0])


def conger_kappa(ratings: ArrayLike) -> float:
    """Give Conger's kappa: Cohen's for more than two coders, each with their own leanings.

    Parameters
    ----------
    ratings : array_like, shape (n_coders, n_units)
        NaN or None where a coder gave nothing.

    Notes
    -----
    Conger (1980), Psychological Bulletin 88; with ratings missing as in Gwet (2014), Handbook of Inter-Rater
    Reliability, 4th ed., chapter 2.

    Examples
    --------
    >>> conger_kappa([[1, 1, 2, 2], [1, 1, 2, 2], [1, 1, 2, 2]])
    1.0
    """
    places, values = _places(ratings)
    if len(values) < 2:
        return NAN
    counts = _count(places, len(values))
    has_rated = (places >= 0).any(axis=1)
    own = np.stack([(places[has_rated] == value).sum(axis=1) for value in range(len(values))], axis=-1)
    shares = own / own.sum(axis=1, keepdims=True)
    n_coders = len(shares)
    if n_coders < 2:
        return NAN
    chance = float((shares.mean(axis=0) ** 2 - shares.var(axis=0, ddof=1) / n_coders).sum())
    return _beyond(_observed(counts), chance)


def fleiss_kappa(counts: ArrayLike) -> float:
    """Give Fleiss' kappa.

    Parameters
    ----------
    counts : array_like, shape (n_units, n_values)
        How many coders gave each unit each value; units with fewer than two ratings count for chance only.

    Returns
    -------
    float
        NaN where no unit has two ratings, or all ratings are the same.

    Notes
    -----
    Fleiss (1971), Psychological Bulletin 76; it generalises Scott's pi.

    Examples
    --------
    >>> fleiss_kappa([[2, 0], [0, 2], [2, 0]])
    1.0
    """
    table = np.asarray(counts, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError(f"counts has a row a unit and a column a value, not the shape {table.shape}")
    return _beyond(_observed(table), float((_shares(table) ** 2).sum()))


def brennan_prediger(ratings: ArrayLike, *, n_values: int | None = None) -> float:
    """Give Brennan and Prediger's kappa: chance is one by the number of values.

    Parameters
    ----------
    ratings : array_like, shape (n_coders, n_units)
        NaN or None where a coder gave nothing.
    n_values : int, optional
        How many values there are to give, where not all of them were.

    Notes
    -----
    Brennan and Prediger (1981), Educational and Psychological Measurement 41.

    Examples
    --------
    >>> brennan_prediger([[1, 1, 2, 2], [1, 2, 2, 2]])
    0.5
    """
    counts, values = _counts(ratings)
    n = len(values) if n_values is None else n_values
    return _beyond(_observed(counts), 1 / n) if n > 1 else NAN


def gwet_ac1(ratings: ArrayLike) -> float:
    """Give Gwet's AC1, which stays steady where one value prevails.

    Parameters
    ----------
    ratings : array_like, shape (n_coders, n_units)
        NaN or None where a coder gave nothing.

    Returns
    -------
    float
        NaN where no unit has two ratings, or only one value was ever given.

    Notes
    -----
    Gwet (2008), British Journal of Mathematical and Statistical Psychology 61.

    Examples
    --------
    >>> a, b = [1] * 87 + [0] * 13, [1] * 80 + [0] * 7 + [1] * 8 + [0] * 5
    >>> round(gwet_ac1([a, b]), 3)
    0.808
    """
    counts, values = _counts(ratings)
    if len(values) < 2:
        return NAN
    shares = _shares(counts)
    return _beyond(_observed(counts), float((shares * (1 - shares)).sum()) / (len(values) - 1))


def _beyond(observed: float, chance: float) -> float:
    """Give the agreement beyond chance, as a share of what chance leaves."""
    return (observed - chance) / (1 - chance) if chance < 1 - 1e-15 else NAN


def _observed(counts: Floats) -> float:
    m = counts.sum(axis=1)
    pairs = counts[m >= 2]
    m = m[m >= 2]
    return float(((pairs * (pairs - 1)).sum(axis=1) / (m * (m - 1))).mean()) if len(m) else NAN


def _shares(counts: Floats) -> Floats:
    """Give how often each value was given, every unit counting the same."""
    m = counts.sum(axis=1, keepdims=True)
    shares: Floats = (counts[m[:, 0] > 0] / m[m[:, 0] > 0]).mean(axis=0) if (m > 0).any() else counts.sum(axis=0)
    return shares


def _both(a: ArrayLike, b: ArrayLike) -> Any:
    one, other = np.asarray(a, dtype=object).reshape(-1), np.asarray(b, dtype=object).reshape(-1)
    if len(one) != len(other):
        raise ValueError(f"two coders rate the same units: {len(one)} and {len(other)} ratings do not go together")
    is_both = np.array([not _is_missing(x) and not _is_missing(y) for x, y in zip(one, other, strict=True)], dtype=bool)
    return np.stack([one[is_both], other[is_both]])


def _counts(ratings: ArrayLike, *, ordered: bool = False) -> tuple[Floats, Any]:
    """Count by unit and value; give the values, too."""
    places, values = _places(ratings, ordered=ordered)
    return _count(places, len(values)), values


def _count(places: Ints, n_values: int) -> Floats:
    counts = np.zeros((places.shape[1], n_values))
    for row in places:
        rated = np.flatnonzero(row >= 0)
        counts[rated, row[rated]] += 1
    return counts


def _places(ratings: ArrayLike, *, ordered: bool = False) -> tuple[Ints, Any]:
    """Give ratings as places among the values that were given, -1 for none; and these values."""
    table = np.asarray(ratings)
    if table.ndim != 2:
        raise ValueError(f"ratings have a row a coder and a column a unit, not the shape {table.shape}")
    if table.dtype.kind in "fiub":
        return _placed(table.astype(np.float64))
    listed = np.asarray(ratings, dtype=object)
    is_number = all(_is_missing(x) or isinstance(x, int | float | np.number | np.bool_) for x in listed.flat)
    if is_number:
        return _placed(np.array([[np.nan if _is_missing(x) else float(x) for x in row] for row in listed]))
    if ordered:
        raise ValueError("words have no order; give numbers, or take the nominal level")
    known = {value: place for place, value in enumerate(sorted({str(x) for x in listed.flat if not _is_missing(x)}))}
    places = [[-1 if _is_missing(x) else known[str(x)] for x in row] for row in listed]
    return np.array(places, dtype=np.int64).reshape(listed.shape), list(known)


def _placed(table: Floats) -> tuple[Ints, Floats]:
    is_given = ~np.isnan(table)
    values, at = np.unique(table[is_given], return_inverse=True)
    places = np.full(table.shape, -1, dtype=np.int64)
    places[is_given] = at
    return places, values


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, float | np.floating) and bool(np.isnan(value)))


def _nominal(values: Sequence[Any], n_c: Floats) -> Floats:
    return 1.0 - np.eye(len(values))


def _ordinal(values: Any, n_c: Floats) -> Floats:
    below = np.cumsum(n_c) - n_c / 2  # the values come sorted
    distance: Floats = (below[:, None] - below) ** 2
    return distance


def _interval(values: Any, n_c: Floats) -> Floats:
    distance: Floats = np.subtract.outer(values, values) ** 2
    return distance


def _ratio(values: Any, n_c: Floats) -> Floats:
    if len(values) and values[0] < 0:
        raise ValueError("a ratio scale has no negative numbers")
    total = np.add.outer(values, values)
    distance: Floats = (np.subtract.outer(values, values) / np.where(total == 0, 1, total)) ** 2
    return distance


_DISTANCES: dict[str, Callable[[Any, Floats], Floats]] = {
    "nominal": _nominal, "ordinal": _ordinal, "interval": _interval, "ratio": _ratio,
}  # fmt: skip
