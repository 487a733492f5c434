"""Places: alpha for unitizing against printed figures and brute force; places and codes apart; where coders differ."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from coders import Tables, drawn, ratings, studies, tables
from hypothesis import given, settings
from hypothesis import strategies as st

import wenger_qda as qda
from wenger_qda.agreement import agreed, u_alpha, unitizing_alpha
from wenger_qda.agreement.unitizing import disagreement

# Krippendorff (2004), p. 254: a continuum from 150 to 450, two observers, two categories.
C = [[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]]
K = [[(30, 90), (150, 200)], [(30, 90), (150, 200)]]
# Krippendorff (1995), p. 57: a continuum of 24, two observers, four categories.
FIFTY_SEVEN = {
    "A": [[(2, 10), (14, 20)], [(4, 8), (15, 17)]],
    "B": [[(0, 18)], [(0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 9), (9, 10)]],
    "C": [[(2, 8), (10, 12), (14, 18), (20, 22)], [(0, 2), (4, 8), (10, 14), (16, 18), (20, 22)]],
    "D": [[(0, 2), (2, 10), (10, 14), (14, 20), (20, 24)], [(0, 4), (4, 8), (8, 15), (15, 17), (17, 24)]],
}


def test_unitizing_of_krippendorff_2004_page_254() -> None:
    assert disagreement(C, 300) == pytest.approx((0.0144, 0.0532), abs=5e-5)
    assert disagreement(K, 300) == pytest.approx((0.0, 0.0490), abs=5e-5)
    assert unitizing_alpha(C, 300) == pytest.approx(0.7286, abs=5e-5)
    assert unitizing_alpha(K, 300) == 1.0
    both = [[(*unit, "c") for unit in c] + [(*unit, "k") for unit in k] for c, k in zip(C, K, strict=True)]
    assert unitizing_alpha(both, 300) == pytest.approx(0.8591, abs=5e-4)
    assert unitizing_alpha({"ida": both[0], "bea": both[1]}, 300) == unitizing_alpha(both, 300)


@pytest.mark.parametrize(("category", "observed"), [("A", 0.03125), ("B", 2.26736), ("C", 0.02777), ("D", 0.38715)])
def test_observed_disagreement_of_krippendorff_1995_page_57(category: str, observed: float) -> None:
    assert disagreement(FIFTY_SEVEN[category], 24).observed == pytest.approx(observed, abs=2e-5)


@pytest.mark.parametrize(("category", "limit"), [("A", 0.553), ("B", -0.926), ("C", 0.679), ("D", 0.066)])
def test_the_limits_printed_there(category: str, limit: float) -> None:
    """Stretched until the size of a unit does not matter; the expectation of 1995 has a slip, hence the width."""
    stretched = [[(a * 50_000, b * 50_000) for a, b in units] for units in FIFTY_SEVEN[category]]
    assert unitizing_alpha(stretched, 24 * 50_000) == pytest.approx(limit, abs=0.02)


def test_dkpros_small_example() -> None:
    units = [[(1, 9)], [(2, 3), (4, 5), (6, 7)]]
    assert disagreement(units, 10) == pytest.approx((0.91, 0.5351), abs=1e-4)
    assert unitizing_alpha(units, 10) == pytest.approx(-0.7003, abs=1e-4)


def test_u_alpha_of_three_coders() -> None:
    """The test of a published implementation of the measure of 2016 expects .56."""
    assert u_alpha([[(3, 15), (22, 53)], [(3, 10), (22, 53)], [(22, 46)]], 56) == pytest.approx(0.56, abs=0.01)


units = st.lists(st.tuples(st.integers(0, 15), st.integers(1, 5), st.sampled_from("xy")), max_size=4).map(
    lambda found: [
        (start, end, category)
        for (start, length, category), reach in zip(
            sorted(found), [0, *np.maximum.accumulate([s + n for s, n, _ in sorted(found)]).tolist()], strict=False
        )
        if start >= reach
        for end in [start + length]
    ]
)


@given(by_coder=st.lists(units, min_size=2, max_size=3))
def test_u_alpha_is_that_of_drawing_every_two_characters(by_coder: list[list[tuple[int, int, str]]]) -> None:
    """Of all pairs of characters of all coders but those out of one unit, how many would differ?"""
    length, slots = 20, []
    for coder, found in enumerate(by_coder):
        for place in range(length):
            unit = next((unit for unit in found if unit[0] <= place < unit[1]), None)
            slots.append((coder, place, unit and unit[2], (coder, unit) if unit else (coder, place)))
    apart = [(a, b) for i, a in enumerate(slots) for b in slots[:i] if a[3] != b[3]]
    expected = sum(a[2] != b[2] for a, b in apart) / len(apart)
    same_place = [(a, b) for a, b in apart if a[1] == b[1] and a[0] != b[0]]
    observed = sum(a[2] != b[2] for a, b in same_place) / len(same_place)
    alpha = u_alpha(by_coder, length)
    assert alpha == pytest.approx(1 - observed / expected if expected else math.nan, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("measure", [unitizing_alpha, u_alpha])
def test_units_that_cannot_be_are_refused_and_nothing_is_not_defined(measure: Any) -> None:
    with pytest.raises(ValueError, match="0 <= start < end <= 10"):
        measure([[(5, 12)], []], 10)
    with pytest.raises(ValueError, match="units of one coder overlap at 3"):
        measure([[(1, 5), (3, 8)], [(0, 1)]], 10)
    assert math.isnan(measure([[(1, 5)]], 10))
    assert math.isnan(measure([[], []], 10))
    assert measure([[(1, 5)], [(1, 5)]], 10) == 1.0


# Places and codes apart


def test_places_and_codes_are_told_apart() -> None:
    """Ida and bea mark the same three places; the second with other edges, the third with another code."""
    made = drawn({"day": {"ida": "xxxx--yyyyyy--xxxx", "bea": "xxxx--yyyy----yyyy"}})
    found = qda.place_and_code(*made).iloc[0]
    assert (found["n_segments_a"], found["n_segments_b"], found["n_matched"]) == (3, 3, 3)
    assert found["matched"] == 1.0
    assert found["same_edges"] == pytest.approx(2 / 3)
    assert found["boundary_distance"] == pytest.approx(2 / 6)
    assert found["same_codes"] == pytest.approx(2 / 3)
    units = [[(0, 4), (6, 12), (14, 18)], [(0, 4), (6, 10), (14, 18)]]
    assert found["u_alpha"] == pytest.approx(u_alpha(units, 18))


def test_each_segment_is_matched_once_the_best_first() -> None:
    made = drawn({"day": {"ida": ["xxxxxxxxxx"], "bea": ["xxxxxxxxx-", "-xxxxxx---"]}})
    spans = made.codings.assign(code=["x", "x", "y"])
    found = qda.place_and_code(spans, *made[1:]).iloc[0]
    assert (found["n_matched"], found["boundary_distance"], found["same_codes"]) == (1, 0.5, 1.0)
    assert qda.place_and_code(spans, *made[1:], overlap=0.95).iloc[0]["n_matched"] == 0


def test_places_say_what_is_missing() -> None:
    assert qda.place_and_code(*drawn({"day": {"ida": "xx"}}))["why"].tolist()[0].startswith("only ida")
    nobody = qda.place_and_code(*drawn({"day": {"ida": "--", "bea": "--"}}))
    assert nobody["why"].tolist() == ["neither has marked anything in the documents that both have read"]
    far = qda.place_and_code(*drawn({"day": {"ida": "x---", "bea": "---x"}}))
    assert far["why"].tolist() == ["no segment of the one lies where one of the other does"]
    three = drawn({"one": {"a": "x-", "b": "x-"}, "two": {"b": "x-", "c": "x-"}})
    table = qda.place_and_code(*three)
    assert table["why"].tolist()[1] == "a and c have read no document in common"
    with pytest.raises(ValueError, match="overlap is a share"):
        qda.place_and_code(*three, overlap=0)


# Where coders differ


def test_contested_stretches_worked_out_by_hand() -> None:
    made = drawn({"day": {"ida": "xxxx--yyy---", "bea": "-xxxx-zz----", "cho": "xxxx--------"}})
    table = qda.disagreements(*made)
    shown = table[["code", "start_char", "end_char", "kind", "coders", "others", "instead", "cost"]].values.tolist()
    assert shown == [
        ["x", 0, 5, "boundary", ("bea", "cho", "ida"), (), (), pytest.approx(2 * 2 / 3)],
        ["z", 6, 8, "presence", ("bea",), ("cho", "ida"), ("y",), pytest.approx(2 * 2 / 3)],
        ["y", 6, 9, "presence", ("ida",), ("bea", "cho"), ("z",), pytest.approx(3 * 2 / 3)],
    ]
    assert table["guids"].tolist()[0] == tuple(sorted(made.codings["guid"][made.codings["code"] == "x"]))
    assert qda.disagreements(*made, codes=["z"])["code"].tolist() == ["z"]


def test_what_all_agree_on_is_no_disagreement() -> None:
    made = drawn({"day": {"ida": "xx--yy", "bea": "xx--y-"}})
    assert qda.disagreements(*made)["code"].tolist() == ["y"]
    found = agreed(*made)
    assert found[["code", "start_char", "end_char", "kind", "cost"]].values.tolist() == [["x", 0, 2, "agreed", 0.0]]


@settings(max_examples=60)
@given(made=studies())
def test_costs_add_up_to_the_characters_that_differ(made: Tables) -> None:
    coders = sorted(set(made.codings["coder"]) | set(made.assignments["coder"]))
    table = qda.disagreements(*made)
    for code in sorted(set(made.codings["code"])):
        rated = ratings(made, code, coders)
        differing = 0.0
        for unit in rated.T:
            given = unit[~np.isnan(unit)]
            if len(given) >= 2:
                k, r = given.sum(), len(given)
                differing += k * (r - k) / (r * (r - 1) / 2)
        assert table["cost"][table["code"] == code].sum() == pytest.approx(differing)
    ordered = list(zip(table["source"], table["start_char"], table["end_char"], table["code"], strict=True))
    assert ordered == sorted(ordered)


def test_the_mark_changes_with_anybodys_coding_there_and_with_nothing_else() -> None:
    made = drawn({"day": {"ida": "xxxx--yy", "bea": "xxx---yy"}})
    mark = qda.disagreements(*made)["mark"].tolist()
    elsewhere = drawn({"day": {"ida": "xxxx---y", "bea": "xxx---yy"}})
    assert qda.disagreements(*elsewhere, codes=["x"])["mark"].tolist() == mark
    moved = made.codings.assign(end_char=made.codings["end_char"].replace({3: 2}))
    assert qda.disagreements(moved, *made[1:])["mark"].tolist() != mark
    third = drawn({"day": {"ida": "xxxx--yy", "bea": "xxx---yy", "cho": "--------"}})
    assert qda.disagreements(*third, codes=["x"])["mark"].tolist() != mark


def test_whole_sources_are_contested_by_themselves() -> None:
    made = tables([("day", "x", "ida", 0, 4), ("day", "x", "bea", 2, 4)], {"day": 4}, [("day", "ida"), ("day", "bea")])
    codings = made.codings.assign(
        start_char=pd.array([pd.NA, 2], dtype="Int64"), end_char=pd.array([pd.NA, 4], dtype="Int64")
    )
    table = qda.disagreements(codings, *made[1:])
    assert table[["start_char", "kind", "coders", "others"]].values.tolist() == [
        [pd.NA, "presence", ("ida",), ("bea",)],
        [2, "presence", ("bea",), ("ida",)],
    ]


def test_nothing_to_differ_on_is_said() -> None:
    table = qda.disagreements(*drawn({"day": {"ida": "xx"}}))
    assert len(table) == 0
    assert table.attrs["why"].startswith("only ida has coded here")
    with pytest.raises(ValueError, match="codes are several names"):
        qda.disagreements(*drawn({"day": {"ida": "xx"}}), codes="x")
