"""From sums to measures: alpha, kappa, agreement, AC1, F1 and prevalence of one code against its absence.

Every sum is one over documents, so that a bootstrap over documents is a product of matrices, and no text and no coding
is looked at again. The formulas stand in docs/methods.md.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wenger_qda.agreement.comparison import Bools, Floats
from wenger_qda.agreement.sweep import Tally

__all__ = ["Figures", "Sums", "figures", "intervals", "pool", "sums_of"]

_LOW, _HIGH = 2.5, 97.5


class Sums(NamedTuple):
    """What the measures are made of; summed over documents by :meth:`over_documents`.

    Shapes: `units`, `values` (n,); `ones`, `differing`, `discord`, `share`, `both`, `either` (n, n_codes); `marks`
    (n, n_codes, n_coders); `looked` (n, n_coders), where n is the number of documents, or 1.

    Attributes
    ----------
    units : units; `values`: values given to them, one a reader.
    ones : values that say "coded".
    differing : pairs of values that differ, each unit's divided by its readers less one (Krippendorff's coincidences).
    discord : units, each as far as its pairs of readers differ.
    share : units, each as far as its readers coded it.
    both, either : pairs of readers of whom both coded a unit; and, counted from each reader who did, all pairs.
    marks, looked : units that each coder coded, and read.
    """

    units: Floats
    values: Floats
    ones: Floats
    differing: Floats
    discord: Floats
    share: Floats
    both: Floats
    either: Floats
    marks: Floats
    looked: Floats

    def over_documents(self) -> Sums:
        """Add all documents up."""
        return Sums(*(column.sum(axis=0, keepdims=True) for column in self))


class Figures(NamedTuple):
    """The measures, of shape (n, n_codes); NaN where one is not defined. `observed` and `expected` make up alpha."""

    alpha: Floats
    kappa: Floats
    agreement: Floats
    ac1: Floats
    f1: Floats
    prevalence: Floats
    observed: Floats
    expected: Floats
    chance: Floats
    gwet_chance: Floats


def sums_of(tally: Tally) -> Sums:
    """Give the sums of each document that two coders have read; of others, zeros."""
    is_compared = tally.n_readers >= 2
    units = np.where(is_compared, tally.n_units, 0.0)
    r = np.where(is_compared, tally.n_readers, 2.0)[:, None]
    coded, squares = tally.coded * is_compared[:, None], tally.squares * is_compared[:, None]
    against = r * coded - squares  # over units: those who did, times those who did not
    return Sums(
        units=units,
        values=units * r[:, 0],
        ones=coded,
        differing=2 * against / (r - 1),
        discord=2 * against / (r * (r - 1)),
        share=coded / r,
        both=squares - coded,
        either=coded * (r - 1),
        marks=tally.by_coder * is_compared[:, None, None],
        looked=units[:, None] * tally.read,
    )


def figures(sums: Sums) -> Figures:
    """Give the measures, code by code."""
    observed, expected = _disagreement(sums.values[:, None], sums.ones, sums.differing)
    with np.errstate(divide="ignore", invalid="ignore"):
        agreement = 1 - sums.discord / sums.units[:, None]
        share = sums.share / sums.units[:, None]
        chance, gwet = _conger_chance(sums), 2 * share * (1 - share)
        f1, prevalence = sums.both / sums.either, sums.ones / sums.values[:, None]
    return _measured(observed, expected, agreement, chance, gwet, f1, prevalence)


def pool(found: Figures, sums: Sums) -> Figures:
    """Put the codes that anybody used, document by document or over all, together into one column.

    Observed and expected disagreement are averaged over the codes before one is divided by the other, as De Vries and
    others (2008) do with kappa: a code weighs as much as there is to agree on, and none is compared with the chance
    of another.
    """
    is_used = sums.ones > 0

    def mean(column: Floats) -> Floats:
        with np.errstate(invalid="ignore"):
            averaged: Floats = np.where(is_used, column, 0).sum(axis=1, keepdims=True) / is_used.sum(
                axis=1, keepdims=True
            )
        return averaged

    observed, expected, agreement = mean(found.observed), mean(found.expected), mean(found.agreement)
    chance, gwet = mean(found.chance), mean(found.gwet_chance)
    with np.errstate(divide="ignore", invalid="ignore"):
        f1 = sums.both.sum(axis=1, keepdims=True) / sums.either.sum(axis=1, keepdims=True)
    return _measured(observed, expected, agreement, chance, gwet, f1, mean(found.prevalence))


def _measured(
    observed: Floats, expected: Floats, agreement: Floats, chance: Floats, gwet: Floats, f1: Floats, prevalence: Floats
) -> Figures:
    """Set what was observed against what chance would give."""
    varies = expected > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        return Figures(
            alpha=_defined(1 - observed / expected, varies),
            kappa=_defined((agreement - chance) / (1 - chance), varies & (chance < 1)),
            agreement=agreement,
            ac1=_defined((agreement - gwet) / (1 - gwet), varies),
            f1=f1,
            prevalence=prevalence,
            observed=observed,
            expected=expected,
            chance=chance,
            gwet_chance=gwet,
        )


def intervals(sums: Sums, *, n_boot: int, seed: int, pooled: bool) -> tuple[Floats, Floats, Floats]:
    """Draw documents with replacement, and give the 2.5 and 97.5 percentiles of alpha, code by code.

    Characters of one text are not independent of each other; texts nearly are.

    Returns
    -------
    low, high, share : ndarray of float64, shape (n_codes,), or (1,) where pooled
        `share` is the part of the drawings in which alpha was defined; the percentiles are of these. What stands in one
        document only is drawn or not, and has no interval.
    """
    is_compared = sums.units > 0
    n_documents = int(is_compared.sum())
    width = 1 if pooled else sums.ones.shape[1]
    nothing = np.full(width, np.nan)
    if n_documents < 2 or n_boot < 1:
        return nothing, nothing, np.zeros(width)
    draws = np.random.default_rng(seed).multinomial(n_documents, np.full(n_documents, 1 / n_documents), size=n_boot)
    times = draws.astype(np.float64)
    observed, expected = _disagreement(
        (times @ sums.values[is_compared])[:, None],
        times @ sums.ones[is_compared],
        times @ sums.differing[is_compared],
    )
    if pooled:
        observed, expected = observed.sum(axis=1, keepdims=True), expected.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        alphas = _defined(1 - observed / expected, expected > 0)
    is_defined = ~np.isnan(alphas)
    low, high = nothing.copy(), nothing.copy()
    used = (sums.ones > 0).sum(axis=0)
    some = is_defined.any(axis=0) & ((sums.ones > 0).any(axis=1).sum() > 1 if pooled else used > 1)
    if some.any():
        low[some], high[some] = np.nanpercentile(alphas[:, some], [_LOW, _HIGH], axis=0)
    return low, high, is_defined.mean(axis=0)


def _disagreement(values: Floats, ones: Floats, differing: Floats) -> tuple[Floats, Floats]:
    """Give Krippendorff's observed and expected disagreement; 0 where there is nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = np.nan_to_num(differing / values)
        expected = np.nan_to_num(2 * ones * (values - ones) / (values * (values - 1)), posinf=0.0)
    return observed, expected


def _conger_chance(sums: Sums) -> Floats:
    """Give the agreement expected by chance from each coder's own share: Cohen's for two coders, Conger's for more."""
    has_read = sums.looked > 0
    n_coders = has_read.sum(axis=1)[:, None]
    own = np.where(has_read[:, None, :], sums.marks / sums.looked[:, None, :], 0.0)
    mean = own.sum(axis=-1) / n_coders
    variance = (np.where(has_read[:, None, :], own - mean[..., None], 0.0) ** 2).sum(axis=-1) / (n_coders - 1)
    chance: Floats = mean**2 + (1 - mean) ** 2 - 2 * variance / n_coders
    return chance


def _defined(values: Floats, where: Bools) -> Floats:
    kept: Floats = np.where(where, values, np.nan)
    return kept
