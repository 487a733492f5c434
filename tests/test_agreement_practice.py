"""A student beside a reference: what is found, how often, and how sure."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from wenger_qda.agreement.practice import beside_reference, kappa_error, reference_kappas

CODES = pd.DataFrame(
    [("repertoire", ""), ("stories", "repertoire"), ("tools", "repertoire"), ("trust", "ties"), ("ties", "")],
    columns=["code", "parent"],
)
SPAN = st.tuples(st.integers(0, 50), st.integers(1, 20))
CODING = st.tuples(st.sampled_from(["mia", "consensus"]), st.sampled_from(CODES["code"].tolist()), SPAN)


def codings_of(rows, source="day-01", round=1):
    return pd.DataFrame(
        [
            {
                "guid": f"{source}-{round}-{number}", "source": source, "coder": coder, "code": code, "round": round,
                "start_char": start, "end_char": end, "note": f"because {number}" if coder == "consensus" else "",
            }
            for number, (coder, code, start, end) in enumerate(rows)
        ],
        columns=["guid", "source", "coder", "code", "round", "start_char", "end_char", "note"],
    ).astype({"start_char": "Int64", "end_char": "Int64"})  # fmt: skip


def found(rows, **options):
    table = beside_reference(codings_of(rows), CODES, coder="mia", **options)
    return table[["verdict", "code", "reference_code"]].values.tolist()


def test_each_kind_of_finding_in_the_order_of_the_text():
    rows = [
        ("mia", "stories", 0, 10), ("consensus", "stories", 2, 12),
        ("mia", "stories", 20, 30), ("consensus", "tools", 20, 30),
        ("consensus", "trust", 40, 50),
        ("mia", "tools", 60, 70),
    ]  # fmt: skip
    assert found(rows) == [
        ["agree", "stories", "stories"], ["sibling", "stories", "tools"], ["missed", "", "trust"],
        ["over-coded", "tools", ""],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mine", "theirs", "verdicts"),
    [
        ("tools", "repertoire", ["sibling"]),  # child for parent
        ("repertoire", "tools", ["sibling"]),
        ("ties", "repertoire", ["missed", "over-coded"]),  # that both have no parent makes them no siblings
        ("tools", "trust", ["missed", "over-coded"]),
    ],
)
def test_neighbours_have_a_parent_in_common_or_are_parent_and_child(mine, theirs, verdicts):
    verdict = [row[0] for row in found([("mia", mine, 0, 9), ("consensus", theirs, 0, 9)])]
    assert sorted(verdict) == verdicts


def test_half_of_the_shorter_one_must_be_shared():
    assert [row[0] for row in found([("mia", "tools", 0, 10), ("consensus", "tools", 5, 105)])] == ["agree"]
    assert sorted(row[0] for row in found([("mia", "tools", 0, 10), ("consensus", "tools", 6, 106)])) == [
        "missed", "over-coded",
    ]  # fmt: skip


def test_a_passage_cut_in_two_agrees_twice_and_is_not_missed():
    rows = [("mia", "tools", 0, 10), ("mia", "tools", 12, 20), ("consensus", "tools", 0, 20)]
    assert [row[0] for row in found(rows)] == ["agree", "agree"]


def test_a_code_beside_the_right_one_is_over_coded_not_a_sibling():
    rows = [("mia", "tools", 0, 10), ("mia", "stories", 0, 10), ("consensus", "tools", 0, 10)]
    assert sorted(row[0] for row in found(rows)) == ["agree", "over-coded"]


def test_codings_of_the_whole_source_meet_only_each_other():
    rows = [("mia", "tools", None, None), ("consensus", "tools", None, None), ("consensus", "tools", 0, 10)]
    assert found(rows) == [["agree", "tools", "tools"], ["missed", "", "tools"]]


def test_the_latest_round_counts_and_reasons_come_along():
    early = codings_of([("mia", "trust", 0, 10)], round=1)
    late = codings_of([("mia", "tools", 0, 10), ("consensus", "tools", 0, 10)], round=2)
    table = beside_reference(pd.concat([early, late]), CODES, coder="mia")
    assert table[["verdict", "reason"]].values.tolist() == [["agree", "because 1"]]


def test_sources_that_the_student_left_empty_are_missed_where_they_are_asked_for():
    rows = [("consensus", "tools", 0, 10)]
    assert found(rows) == []
    assert found(rows, sources=["day-01"]) == [["missed", "", "tools"]]


@given(st.lists(CODING, max_size=14))
def test_every_coding_is_found_once_and_who_is_set_beside_themselves_agrees(drawn):
    rows = [(coder, code, start, start + length) for coder, code, (start, length) in drawn]
    codings = codings_of(rows)
    table = beside_reference(codings, CODES, coder="mia", sources=["day-01"])
    mine, theirs = (set(codings.loc[codings["coder"] == name, "guid"]) for name in ("mia", "consensus"))
    assert sorted(guid for guid in table["guid"] if guid) == sorted(mine)
    assert set(table["reference_guid"]) - {""} <= theirs
    shared = {row[1] for row in rows if row[0] == "mia"}
    unseen = codings[codings["guid"].isin(theirs - set(table["reference_guid"]))]
    assert set(unseen["code"]) <= shared  # what is not shown was met by a coding that agrees with another one more
    missed = table.loc[table["verdict"] == "missed", "reference_guid"]
    met = table.loc[table["verdict"].isin(["agree", "sibling"]), "reference_guid"]
    assert missed.is_unique
    assert not set(missed) & set(met)
    copied = [(coder, code, start, end) for coder, code, start, end in rows if coder == "mia"]
    both = codings_of([*copied, *(("consensus", *row[1:]) for row in copied)])
    assert set(beside_reference(both, CODES, coder="mia")["verdict"]) <= {"agree"}


TURNS = pd.DataFrame(
    {"source": "day-01", "start_char": range(0, 100, 10), "end_char": range(10, 110, 10), "text": "x" * 10}
)


def test_kappa_of_turns_as_scikit_learn_has_it():
    rows = [("mia", "tools", 0, 25), ("mia", "tools", 60, 65), ("consensus", "tools", 12, 35)]
    table = reference_kappas(codings_of(rows), TURNS, coder="mia", sources=["day-01"])
    mine, theirs = [1, 1, 1, 0, 0, 0, 1, 0, 0, 0], [0, 1, 1, 1, 0, 0, 0, 0, 0, 0]
    assert table["kappa"].tolist() == pytest.approx([cohen_kappa_score(mine, theirs)])
    assert table[["n_turns", "n_coder", "n_reference", "n_both"]].values.tolist() == [[10, 4, 3, 2]]
    assert table["kappa_low"].iloc[0] < table["kappa"].iloc[0] < table["kappa_high"].iloc[0]


def test_the_error_of_kappa_as_published():
    # Fleiss (1981), Statistical Methods for Rates and Proportions, 2nd edition, section 13.1: kappa .68, error .087
    assert kappa_error([[75, 1, 4], [5, 4, 1], [0, 0, 10]]) == pytest.approx(0.087, abs=0.001)


def test_the_error_of_kappa_is_about_what_drawing_anew_gives():
    drawn = np.random.default_rng(7)
    shares = np.array([[0.3, 0.1], [0.15, 0.45]])
    kappas = []
    for counts in drawn.multinomial(400, shares.ravel(), size=2000).reshape(-1, 2, 2):
        n, chance = counts.sum(), (counts.sum(0) / 400) @ (counts.sum(1) / 400)
        kappas.append((np.trace(counts) / n - chance) / (1 - chance))
    assert kappa_error(shares * 400) == pytest.approx(np.std(kappas), rel=0.06)


def test_no_variation_is_said():
    rows = [("mia", "tools", 0, 100), ("consensus", "tools", 0, 100)]
    row = reference_kappas(codings_of(rows), TURNS, coder="mia", sources=["day-01"]).iloc[0]
    assert np.isnan(row["kappa"])
    assert np.isnan(row["kappa_low"])
    assert "no variation" in row["why"]
