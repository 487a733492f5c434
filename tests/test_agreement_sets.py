"""Sets of codes: against nltk and against sets of every character; which code is taken for which."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from coders import Tables, drawn, sets, studies
from hypothesis import assume, given
from nltk.metrics import jaccard_distance, masi_distance
from nltk.metrics.agreement import AnnotationTask

import wenger_qda as qda
from wenger_qda.agreement import confused, set_alpha
from wenger_qda.agreement import sets as room

# The example of DKPro Agreement's test of set annotations: two coders, nine units.
IDA = ["", "A", "A", "A", "AB", "AB", "ABC", "C", "C"]
BEA = ["", "", "A", "B", "A", "AC", "ABC", "AC", "AC"]


def coders_of(made: Tables) -> list[str]:
    return sorted(set(made.codings["coder"]) | set(made.assignments["coder"]))


def apart(one: frozenset[str], other: frozenset[str], distance: str) -> float:
    """Give the distance of two sets as the literature has it."""
    if one == other:
        return 0.0
    if distance == "nominal" or not one or not other:
        return 1.0
    likeness = len(one & other) / len(one | other)
    if distance == "jaccard":
        return 1 - likeness
    return 1 - likeness * (2 / 3 if one <= other or other <= one else 1 / 3 if one & other else 0)


def brute(rows: list[list[frozenset[str] | None]], distance: str) -> float:
    """Give alpha by looking at every pair of values."""
    units = [[given for given in unit if given is not None] for unit in zip(*rows, strict=True)]
    units = [unit for unit in units if len(unit) >= 2]
    values = [given for unit in units for given in unit]
    if not values:
        return math.nan
    observed = sum(
        2 * sum(apart(a, b, distance) for a, b in combinations(unit, 2)) / (len(unit) - 1) for unit in units
    ) / len(values)
    expected = 2 * sum(apart(a, b, distance) for a, b in combinations(values, 2)) / (len(values) * (len(values) - 1))
    return 1 - observed / expected if expected else math.nan


def test_dkpros_sets_taken_as_wholes() -> None:
    """DKPro prints .186 for its example."""
    assert set_alpha([IDA, BEA], distance="nominal") == pytest.approx(brute_of("nominal"), abs=1e-9)
    assert set_alpha([IDA, BEA], distance="masi") == pytest.approx(0.273081, abs=1e-6)
    assert set_alpha([IDA, BEA], distance="jaccard") == pytest.approx(0.31562, abs=1e-5)


def brute_of(distance: str) -> float:
    return brute([[frozenset(given) for given in row] for row in (IDA, BEA)], distance)


@pytest.mark.parametrize(("distance", "measure"), [("masi", masi_distance), ("jaccard", jaccard_distance)])
def test_sets_that_are_not_empty_are_as_nltk_has_them(distance: str, measure: Any) -> None:
    ida, bea = ["A", "AB", "AB", "ABC", "C", "B"], ["A", "A", "AC", "ABC", "AC", "C"]
    task = AnnotationTask(distance=measure)
    task.load_array(
        [
            (coder, str(unit), frozenset(given))
            for coder, row in (("i", ida), ("b", bea))
            for unit, given in enumerate(row)
        ]
    )
    assert set_alpha([ida, bea], distance=distance) == pytest.approx(task.alpha(), abs=1e-9)


def test_the_empty_set_is_no_way_from_itself_and_all_the_way_from_others() -> None:
    """nltk divides by zero here."""
    assert set_alpha([["", "A"], ["", "A"]]) == 1.0
    assert set_alpha([["", "A"], ["A", ""]]) == pytest.approx(1 - 1 / (2 * 4 / 12))


@given(made=studies())
def test_sets_are_those_of_every_character(made: Tables) -> None:
    coders = coders_of(made)
    assume(len(made.codings) > 0)
    table = qda.set_reliability(*made, n_boot=0)
    rows = sets(made, coders)
    coded = [any(given for given in unit) for unit in zip(*rows, strict=True)]
    only = [[given for given, kept in zip(row, coded, strict=True) if kept] for row in rows]
    for shown in table.to_dict("records"):
        expected = brute(rows if shown["text"] == "all" else only, shown["distance"])
        assert shown["alpha"] == pytest.approx(expected, abs=1e-5, nan_ok=True)
        assert bool(shown["why"]) == math.isnan(shown["alpha"])


def test_very_many_sets_are_drawn_from_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    pictures = {
        f"d{number}": {
            name: ["".join(random.choice(list("abcdefgh---------"), size=60)) for _ in range(3)]
            for name in ("ida", "bea")
        }
        for number in range(6)
    }
    made = drawn(pictures)
    exact = qda.set_reliability(*made, distances=["masi"])
    monkeypatch.setattr(room, "MOST_SETS", 10)
    estimated = qda.set_reliability(*made, distances=["masi"])
    assert estimated["alpha"].to_numpy() == pytest.approx(exact["alpha"].to_numpy(), abs=2e-3)
    assert estimated["alpha_low"].to_numpy() == pytest.approx(exact["alpha_low"].to_numpy(), abs=1e-2)
    assert estimated["why"].str.startswith("expected disagreement estimated from 2,000,000 pairs drawn").all()
    assert (exact["why"] == "").all()


def test_nothing_shared_and_nothing_that_varies_are_said() -> None:
    alone = qda.set_reliability(*drawn({"day": {"ida": "xx--"}}))
    assert alone["why"].str.startswith("only ida has coded here").all()
    same = qda.set_reliability(*drawn({"day": {"ida": "xxxx", "bea": "xxxx"}}))
    assert (same["why"] == "no variation: all gave the same codes to every unit").all()
    with pytest.raises(ValueError, match="there is no distance 'jacard'; did you mean 'jaccard'"):
        qda.set_reliability(*drawn({"day": {"ida": "x", "bea": "x"}}), distances=["jacard"])


# Which code is taken for which


def test_confusion_worked_out_by_hand() -> None:
    """Three characters agreed on, two of s taken for t, one of s alone, one of t beside an s that both gave."""
    made = drawn({"day": {"ida": ["sssss-s-"], "bea": ["ssstt-s-", "------t-"]}})
    matrix = qda.confusion(*made)
    assert matrix.index.tolist() == matrix.columns.tolist() == ["s", "t", "(none)"]
    assert matrix.to_numpy().tolist() == [[4, 2, 0], [2, 0, 1], [0, 1, 0]]
    found = confused(*made, row="s", column="t")
    assert found[["source", "start_char", "end_char", "coder", "other_coder"]].values.tolist() == [
        ["day", 3, 5, "ida", "bea"]
    ]
    assert confused(*made, row="t", column="(none)")[["start_char", "end_char", "coder"]].values.tolist() == [
        [6, 7, "bea"]
    ]
    assert confused(*made, row="s", column="s")[["start_char", "end_char"]].values.tolist() == [[0, 3], [6, 7]]


@given(made=studies())
def test_confusion_is_that_of_every_character_and_leads_to_its_passages(made: Tables) -> None:
    coders = coders_of(made)
    assume(len(made.codings) > 0)
    matrix, rows = qda.confusion(*made), sets(made, coders)
    n_pairs = max(len(coders) * (len(coders) - 1) / 2, 1)
    counts = {(a, b): 0 for a in matrix.index for b in matrix.columns}
    for one, other in combinations(rows, 2):
        for x, y in zip(one, other, strict=True):
            if x is None or y is None:
                continue
            for code in x & y:
                counts[code, code] += 1
            for a in (x - y) or {"(none)"}:
                for b in (y - x) or {"(none)"}:
                    if a != b:
                        counts[a, b] += 1
                        counts[b, a] += 1
    for (a, b), count in counts.items():
        assert matrix.loc[a, b] == pytest.approx(count / n_pairs)
    for a, b in [(matrix.index[0], matrix.index[0]), (matrix.index[0], "(none)")]:
        if a != "(none)":
            passages = confused(*made, row=a, column=b)
            length = int((passages["end_char"] - passages["start_char"]).sum())
            assert length == counts[a, b]


def test_confusion_says_what_is_missing_and_which_code_is_not_there() -> None:
    made = drawn({"day": {"ida": "xx--"}})
    assert qda.confusion(*made).attrs["why"].startswith("only ida has coded here")
    assert qda.confusion(*made).shape == (1, 1)
    with pytest.raises(ValueError, match="there is no code 'y'"):
        confused(*made, row="y", column="x")
