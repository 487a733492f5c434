"""The measures by themselves: published figures first, then other libraries on ratings drawn at random."""

from __future__ import annotations

import math
import warnings
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score

from wenger_qda.agreement import (
    alpha,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
    scott_pi,
)

N = None


def rated(line: str) -> list[int | None]:
    """Write out the ratings of a coder: a digit a unit, a dash for none."""
    return [None if rating == "-" else int(rating) for rating in line]


# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: four coders, twelve units.
C_DATA = [
    rated("123321412---"),
    rated("1233224125-3"),
    rated("-3332342251-"),
    rated("12332441251-"),
]
# Hayes and Krippendorff (2007), Communication Methods and Measures 1, p. 84: five coders, forty units.
HAYES = [
    rated("112-001122-01311211000201001111223222221"),
    rated("1130000-21102311121000302102111122222221"),
    rated("203000222100221123001-30-1012202-2232-21"),
    rated("-13----0-10022---31-103021122--122---12-"),
    rated("2--0001-2----3112--0-0--2-0--20-2-2222-1"),
]
# Gwet's data set cac.raw4raters, as irrCAC ships it: four raters, twelve units.
GWET = [
    rated("123321412---"),
    rated("1233224125--"),
    rated("-33323422513"),
    rated("12332441251-"),
]
# Fleiss (1971): thirty patients, six raters, five diagnoses.
FLEISS = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445 333335 "
    "111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
)


def paired(table: list[list[int]]) -> tuple[list[int], list[int]]:
    """Write out a table of two coders: how often the one gave the row's value and the other the column's."""
    pairs = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [i for i, _ in pairs], [j for _, j in pairs]


@pytest.mark.parametrize(
    ("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_krippendorffs_four_coders(level: str, expected: float) -> None:
    assert alpha(C_DATA, level=level) == pytest.approx(expected, abs=1e-3)


def test_alpha_of_hayes_and_krippendorff() -> None:
    assert alpha(HAYES, level="ordinal") == pytest.approx(0.7598, abs=1e-4)


def test_alpha_of_two_values_krippendorff_2004_page_224() -> None:
    ratings = [[1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 1, 0, 1, 0, 0]]
    assert alpha(ratings) == pytest.approx(0.095, abs=1e-3)
    assert percent_agreement(ratings) == pytest.approx(0.6)


def test_alpha_of_words_krippendorff_2004() -> None:
    ida, bea = "aabbbbbccccc", "abbbbbcccccc"
    pairs = ["aa", "ab", "bb", "bb", "bb", "bb", "bc", "cc", "cc", "cc", "cc", "cc"]
    assert [one + other for one, other in zip(ida, bea, strict=True)] == pairs
    assert alpha([list(ida), list(bea)]) == pytest.approx(0.734, abs=1e-3)
    assert percent_agreement([list(ida), list(bea)]) == pytest.approx(0.833, abs=1e-3)


@pytest.mark.parametrize(
    ("table", "kappa", "pi", "chance_by_number", "agreement"),
    [
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492, N, N, 0.70),  # Cohen (1960), table 1
        ([[50, 0, 0], [10, 10, 10], [20, 0, 0]], 0.27, N, 0.40, 0.60),  # Brennan and Prediger (1981), p. 688
        ([[50, 0, 10], [0, 10, 10], [10, 10, 0]], 0.29, N, 0.40, 0.60),  # the same
        ([[13, 0, 0], [0, 20, 7], [0, 4, 56]], 0.7964094, 0.7962397, N, 0.89),  # irrCAC's vignette, cont3x3abstractors
    ],
)
def test_two_coders_in_a_table(table: Any, kappa: float, pi: Any, chance_by_number: Any, agreement: float) -> None:
    a, b = paired(table)
    close = 0.005 if kappa < 0.5 else 1e-6
    assert cohen_kappa(a, b) == pytest.approx(kappa, abs=close)
    assert percent_agreement([a, b]) == pytest.approx(agreement)
    assert pi is N or scott_pi(a, b) == pytest.approx(pi, abs=1e-6)
    assert chance_by_number is N or brennan_prediger([a, b]) == pytest.approx(chance_by_number, abs=1e-6)


def test_where_one_value_prevails_ac1_stays_and_kappa_falls() -> None:
    """irrCAC 1.4's example of the paradox."""
    a, b = paired([[80, 7], [8, 5]])
    assert gwet_ac1([a, b]) == pytest.approx(0.808, abs=1e-3)
    assert cohen_kappa(a, b) < 0.32


def test_nvivos_example_of_a_thousand_characters() -> None:
    """Help of NVivo 9 to 12: 50 both, 150 one, 800 neither; how the 150 fall is ours."""
    a, b = paired([[50, 75], [75, 800]])
    assert percent_agreement([a, b]) == pytest.approx(0.85)


def test_kappa_of_fleiss_1971() -> None:
    rows = [[row.count(value) for value in "12345"] for row in FLEISS.split()]
    assert [sum(row) for row in rows] == [6] * 30
    assert fleiss_kappa(rows) == pytest.approx(0.430, abs=1e-3)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [(gwet_ac1, 0.77544), (alpha, 0.74342), (conger_kappa, 0.76282), (brennan_prediger, 0.77273)],
)
def test_four_raters_with_gaps_as_irrcac_has_them(measure: Any, expected: float) -> None:
    """What the Python package irrCAC 0.4.4 returns; no print of it could be read."""
    assert measure(GWET) == pytest.approx(expected, abs=2e-5)


@pytest.mark.parametrize(
    ("a", "b", "kappa", "pi"),
    [
        ("001111111100001111110000", "000011110000000110000000", 0.385, 0.314),
        ("111111111111111111000000", "111111111100000000000000", 0.385, 0.314),
        ("001111110011001111001100", "110011110011110011001100", 0.314, 0.314),
    ],
)
def test_units_of_krippendorff_1995_character_by_character(a: str, b: str, kappa: float, pi: float) -> None:
    assert cohen_kappa(list(a), list(b)) == pytest.approx(kappa, abs=1e-3)
    assert scott_pi(list(a), list(b)) == pytest.approx(pi, abs=1e-3)


def test_the_first_of_these_has_the_alpha_that_was_printed() -> None:
    a, b = "001111111100001111110000", "000011110000000110000000"
    assert alpha([list(a), list(b)]) == pytest.approx(0.329, abs=1e-3)


MEASURES = [
    pytest.param(alpha, id="alpha"),
    pytest.param(lambda table: cohen_kappa(*table[:2]), id="cohen"),
    pytest.param(lambda table: scott_pi(*table[:2]), id="scott"),
    pytest.param(conger_kappa, id="conger"),
    pytest.param(gwet_ac1, id="ac1"),
]


@pytest.mark.parametrize("measure", MEASURES)
def test_nothing_varies_so_nothing_is_defined(measure: Any) -> None:
    assert math.isnan(measure([[1, 1, 1], [1, 1, 1]]))


@pytest.mark.parametrize("measure", MEASURES)
def test_perfect_agreement_is_one(measure: Any) -> None:
    assert measure([[1, 0, 1, 2], [1, 0, 1, 2]]) == pytest.approx(1.0)


@pytest.mark.parametrize("measure", MEASURES)
def test_without_a_unit_that_two_have_rated_nothing_is_defined(measure: Any) -> None:
    assert math.isnan(measure([[1, 2, N, N], [N, N, 1, 2]]))


def test_a_single_coder_agrees_with_nobody() -> None:
    assert math.isnan(alpha([[1, 2, 3]]))
    assert math.isnan(conger_kappa([[1, 2, 3]]))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: alpha([[1, 2], [1, 2]], level="nominl"), "did you mean 'nominal'"),
        (lambda: alpha([1, 2, 3]), "a row a coder and a column a unit"),
        (lambda: alpha([["a", "b"], ["a", "c"]], level="ordinal"), "words have no order"),
        (lambda: alpha([[-1, 2], [1, 2]], level="ratio"), "no negative numbers"),
        (lambda: cohen_kappa([1, 2], [1]), "2 and 1 ratings do not go together"),
        (lambda: fleiss_kappa([1, 2]), "a row a unit and a column a value"),
    ],
)
def test_wrong_calls_are_told_in_a_sentence(call: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()


tables = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.sampled_from([0.0, 1.0, 2.0, 5.0, np.nan]), min_size=coders, max_size=coders),
        min_size=1,
        max_size=12,
    ).map(lambda rows: np.array(rows).T)
)


def varied(table: np.ndarray) -> bool:
    """Tell whether a unit has two ratings and the ratings of such units vary."""
    pairable = table[:, (~np.isnan(table)).sum(axis=0) >= 2]
    return len(np.unique(pairable[~np.isnan(pairable)])) > 1


@given(table=tables, level=st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_alpha_is_that_of_krippendorffs_library(table: np.ndarray, level: str) -> None:
    if not varied(table):
        assert math.isnan(alpha(table, level=level))
        return
    assert alpha(table, level=level) == pytest.approx(krippendorff.alpha(table, level_of_measurement=level), abs=1e-9)


@given(rows=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
def test_cohens_kappa_is_that_of_scikit_learn(rows: list[tuple[int, int]]) -> None:
    a, b = ([row[coder] for row in rows] for coder in (0, 1))
    assume(len({*a, *b}) > 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = cohen_kappa_score(a, b)
    assert cohen_kappa(a, b) == pytest.approx(expected, abs=1e-9)


@given(rows=st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=2, max_size=20))
def test_fleiss_kappa_and_pi_are_those_of_nltk(rows: list[tuple[int, int, int]]) -> None:
    counts = [[row.count(value) for value in range(4)] for row in rows]
    assume(len({value for row in rows for value in row}) > 1)
    task = AnnotationTask([(str(coder), str(unit), row[coder]) for unit, row in enumerate(rows) for coder in range(3)])
    observed = sum(len({row[i], row[j]}) == 1 for row in rows for i, j in ((0, 1), (0, 2), (1, 2))) / (3 * len(rows))
    chance = sum((sum(row.count(value) for row in rows) / (3 * len(rows))) ** 2 for value in range(4))
    assert fleiss_kappa(counts) == pytest.approx((observed - chance) / (1 - chance), abs=1e-9)
    two = AnnotationTask([(str(coder), str(unit), row[coder]) for unit, row in enumerate(rows) for coder in range(2)])
    a, b = ([row[coder] for row in rows] for coder in (0, 1))
    if len({*a, *b}) > 1:
        assert scott_pi(a, b) == pytest.approx(two.pi(), abs=1e-9)
    assert alpha(np.array(rows).T) == pytest.approx(task.alpha(), abs=1e-9)


@given(table=tables, seed=st.integers(0, 99))
def test_the_order_of_coders_and_units_does_not_matter(table: np.ndarray, seed: int) -> None:
    random = np.random.default_rng(seed)
    other = table[random.permutation(len(table))][:, random.permutation(table.shape[1])]
    for measure in (alpha, conger_kappa, gwet_ac1, percent_agreement):
        assert measure(other) == pytest.approx(measure(table), abs=1e-9, nan_ok=True)
