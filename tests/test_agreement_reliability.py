"""How far coders agree: against counting character by character, against other libraries, and worked out by hand."""

from __future__ import annotations

import math
import warnings
from itertools import pairwise
from typing import Any

import krippendorff
import numpy as np
import pandas as pd
import pytest
from coders import Tables, drawn, ratings, studies, tables
from hypothesis import given, settings
from hypothesis import strategies as st
from projects import NOTES, study
from sklearn.metrics import cohen_kappa_score, f1_score

import wenger_qda as qda
from wenger_qda.agreement import conger_kappa, gwet_ac1, percent_agreement
from wenger_qda.errors import QdaError

CODERS = ["a", "b", "c", "d"]


def row(table: pd.DataFrame, **where: str) -> Any:
    """Give the one row of a table that has these values."""
    found = table[np.logical_and.reduce([table[name] == value for name, value in where.items()])]
    assert len(found) == 1, table.to_string()
    return found.iloc[0]


def coders_of(made: Tables) -> list[str]:
    return [name for name in CODERS if name in set(made.codings["coder"]) | set(made.assignments["coder"])]


# Worked out by hand


def test_two_coders_one_code_worked_out_by_hand() -> None:
    """Of 10 characters 3 are coded by both, 2 by ida alone, 1 by bea alone, 4 by nobody."""
    made = drawn({"day": {"bea": "-xxxx-----", "ida": "xxxx-x----"}})
    found = row(qda.reliability(*made, n_boot=0), code="x")
    assert found["agreement"] == pytest.approx(0.7)
    assert found["prevalence"] == pytest.approx(9 / 20)
    assert found["f1"] == pytest.approx(2 * 3 / (4 + 5))
    chance = 0.4 * 0.5 + 0.6 * 0.5
    assert found["kappa"] == pytest.approx((0.7 - chance) / (1 - chance))
    assert found["alpha"] == pytest.approx(1 - (6 / 20) / (2 * 9 * 11 / (20 * 19)))
    gwet = 2 * 0.45 * 0.55
    assert found["ac1"] == pytest.approx((0.7 - gwet) / (1 - gwet))
    assert (found["n_units"], found["n_documents"]) == (10, 1)


def test_nvivos_thousand_characters() -> None:
    """Help of NVivo 9 to 12: 50 characters coded by both, 150 by one of them, 800 by neither: 85 % agreement."""
    spans = [("file", "x", "ida", 0, 125), ("file", "x", "bea", 75, 200)]
    made = tables(spans, {"file": 1000}, [("file", "ida"), ("file", "bea")])
    found = row(qda.reliability(*made, like="nvivo"), code="x")
    assert found["agreement"] == pytest.approx(0.85)
    assert found["kappa"] == pytest.approx(0.3143, abs=1e-4)


def test_blank_text_moves_agreement_and_leaves_f1() -> None:
    spans = [("file", "x", "ida", 0, 125), ("file", "x", "bea", 75, 200)]
    read = [("file", "ida"), ("file", "bea")]
    short, long = (row(qda.reliability(*tables(spans, {"file": n}, read)), code="x") for n in (1_000, 101_000))
    assert long["agreement"] == pytest.approx(0.9985, abs=1e-4)
    assert long["kappa"] == pytest.approx(0.399, abs=1e-3)
    assert short["f1"] == long["f1"] == pytest.approx(0.40)


def test_codings_of_one_coder_that_overlap_count_once() -> None:
    """QualCoder counts them as two coders: 98 % agreement where the second coder has nothing."""
    spans = [("file", "x", "ida", 0, 100), ("file", "x", "ida", 10, 110), ("file", "y", "bea", 0, 5)]
    made = tables(spans, {"file": 200}, [("file", "ida"), ("file", "bea")])
    found = row(qda.reliability(*made), code="x")
    assert found["agreement"] == pytest.approx(1 - 110 / 200)
    assert found["f1"] == 0.0
    assert found["kappa"] == pytest.approx(0.0)


def test_perfect_agreement_is_one() -> None:
    made = drawn({"one": {"ida": "xx--yy", "bea": "xx--yy"}, "two": {"ida": "-x", "bea": "-x"}})
    table = qda.reliability(*made)
    for name in ("alpha", "kappa", "agreement", "ac1", "f1"):
        assert table[name].tolist() == [1.0, 1.0]


def test_documents_are_added_up_before_one_is_divided_by_the_other() -> None:
    """Three documents of different sizes: not the mean of their alphas, but alpha of all their characters."""
    made = drawn(
        {"one": {"ida": "xx--------", "bea": "x---------"}, "two": {"ida": "----", "bea": "----"},
         "three": {"ida": "xxxx", "bea": "xxx-"}}
    )  # fmt: skip
    table = ratings(made, "x", ["bea", "ida"])
    assert table.shape == (2, 18)
    found = row(qda.reliability(*made), code="x")
    assert found["alpha"] == pytest.approx(krippendorff.alpha(table, level_of_measurement="nominal"))
    assert found["n_documents"] == 3


def test_codes_together_weigh_by_what_there_is_to_agree_on() -> None:
    """De Vries and others (2008): mean observed and mean expected agreement, then kappa."""
    made = drawn({"day": {"ida": ["xxxxx-----", "--y-------"], "bea": ["xxxx------", "-y--------"]}})
    per_code, together = qda.reliability(*made), qda.reliability(*made, by="overall")
    observed = (0.9 + 0.8) / 2
    chance = ((0.5 * 0.4 + 0.5 * 0.6) + (0.1 * 0.1 + 0.9 * 0.9)) / 2
    assert together["kappa"].tolist() == [pytest.approx((observed - chance) / (1 - chance))]
    assert together["agreement"].tolist() == [pytest.approx(per_code["agreement"].mean())]
    assert per_code["alpha"].min() < together["alpha"].iloc[0] < per_code["alpha"].max()
    assert together[["code", "source", "coder_a", "coder_b"]].values.tolist() == [["", "", "", ""]]


# Against counting one character after the other, and other libraries


@given(made=studies())
def test_every_figure_is_that_of_counting_characters(made: Tables) -> None:
    coders = coders_of(made)
    found = qda.reliability(*made, n_boot=0)
    for code in sorted(set(made.codings["code"])):
        shown, table = row(found, code=code), ratings(made, code, coders)
        pairable = table[:, (~np.isnan(table)).sum(axis=0) >= 2]
        values = pairable[~np.isnan(pairable)]
        assert shown["n_units"] == pairable.shape[1]
        if len(set(values)) < 2:
            assert math.isnan(shown["alpha"])
            assert math.isnan(shown["kappa"])
            assert shown["why"]
            continue
        assert shown["alpha"] == pytest.approx(krippendorff.alpha(table, level_of_measurement="nominal"), abs=1e-9)
        assert shown["kappa"] == pytest.approx(conger_kappa(pairable), abs=1e-9)
        assert shown["ac1"] == pytest.approx(gwet_ac1(pairable), abs=1e-9)
        assert shown["agreement"] == pytest.approx(percent_agreement(pairable), abs=1e-9)
        assert shown["prevalence"] == pytest.approx(values.mean(), abs=1e-9)


@given(made=studies(n_coders=(2, 2)))
def test_two_coders_are_as_scikit_learn_has_them(made: Tables) -> None:
    for shown in qda.reliability(*made, by=("code", "pair"), n_boot=0).to_dict("records"):
        a, b = ratings(made, shown["code"], ["a", "b"])
        if not len(a) or len({*a, *b}) < 2:
            assert math.isnan(shown["kappa"])
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert shown["kappa"] == pytest.approx(cohen_kappa_score(a, b), abs=1e-9, nan_ok=True)
        assert shown["f1"] == pytest.approx(f1_score(a, b), abs=1e-9)


@given(made=studies())
def test_a_pair_is_what_the_two_would_be_by_themselves(made: Tables) -> None:
    together = qda.reliability(*made, by=("code", "pair"), n_boot=0)
    for one, other in [("a", "b"), ("b", "c")]:
        if {one, other} <= set(coders_of(made)):
            alone = qda.reliability(*made, by="code", coders=[one, other], n_boot=0)
            for shown in alone[alone["n_units"] > 0].to_dict("records"):
                found = row(together, code=shown["code"], coder_a=one, coder_b=other)
                for name in ("alpha", "kappa", "f1", "n_units"):
                    assert found[name] == pytest.approx(shown[name], nan_ok=True)


@settings(max_examples=25)
@given(made=studies(), seed=st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(made: Tables, seed: int) -> None:
    shuffled = Tables(*(table.sample(frac=1, random_state=seed) for table in made))
    for by in ("code", "source", ("code", "pair"), "overall"):
        one, other = (qda.reliability(*tables, by=by, n_boot=20) for tables in (made, shuffled))
        pd.testing.assert_frame_equal(one, other)


@settings(max_examples=40)
@given(made=studies())
def test_a_document_by_itself_is_as_if_there_were_no_other(made: Tables) -> None:
    by_document = qda.reliability(*made, by=("code", "source"))
    for shown in by_document[by_document["n_units"] > 0].to_dict("records"):
        sources = made.sources[made.sources["source"] == shown["source"]]
        alone = qda.reliability(made.codings, sources, made.assignments, n_boot=0)
        same = alone[alone["code"] == shown["code"]]
        assert shown["alpha"] == pytest.approx(same["alpha"].iloc[0] if len(same) else math.nan, nan_ok=True)


# Not read and not coded


def test_what_was_not_read_is_missing_and_what_was_not_coded_counts() -> None:
    spans = [("one", "x", "ida", 0, 4), ("one", "x", "bea", 0, 4), ("two", "x", "ida", 0, 4)]
    lengths = {"one": 10, "two": 10}
    everybody = [(document, coder) for document in lengths for coder in ("ida", "bea")]
    read_both = row(qda.reliability(*tables(spans, lengths, everybody)), code="x")
    read_one = row(qda.reliability(*tables(spans, lengths, everybody[:-1])), code="x")
    assert (read_both["n_documents"], read_one["n_documents"]) == (2, 1)
    assert read_one["alpha"] == 1.0
    assert read_both["agreement"] == pytest.approx(0.8)


def test_an_open_assignment_is_not_read_yet() -> None:
    made = drawn({"one": {"ida": "xx--", "bea": "xx--"}, "two": {"ida": "xx--", "bea": "--xx"}})
    is_open = (made.assignments["source"] == "two") & (made.assignments["coder"] == "bea")
    assignments = made.assignments.assign(status=np.where(is_open, "open", "done"))
    table = qda.reliability(made.codings, made.sources, assignments)
    assert row(table, code="x")["alpha"] == 1.0
    assert table.attrs["documents"] == ["one"]
    assert "Still open, and so not counted as read: bea: two. Say project.done when it is." in table.attrs["remarks"]


def test_without_assignments_whoever_coded_something_has_read() -> None:
    made = drawn({"one": {"ida": "xx--", "bea": "xx--"}, "two": {"ida": "xx--", "bea": "----"}})
    table = qda.reliability(made.codings, made.sources)
    assert table["n_documents"].tolist() == [1]
    assert table.attrs["remarks"][0].startswith("Without assignments")


def test_three_coders_of_whom_one_is_missing_in_places() -> None:
    made = drawn(
        {
            "one": {"a": "xx----", "b": "xx----", "c": "x-----"},
            "two": {"a": "--xxx", "c": "--xx-"},
            "three": {"b": "xxx"},
        }
    )
    table = qda.reliability(*made)
    expected = krippendorff.alpha(ratings(made, "x", ["a", "b", "c"]), level_of_measurement="nominal")
    assert row(table, code="x")["alpha"] == pytest.approx(expected)
    assert (table.attrs["kappa"], table.attrs["everybody_read_all"]) == ("Conger", False)
    assert table.attrs["documents"] == ["one", "two"]


def test_the_consensus_coder_is_nobody_unless_named() -> None:
    made = drawn({"one": {"bea": "xx--", "ida": "x---", "consensus": "xx--"}})
    assert qda.reliability(*made).attrs["coders"] == ["bea", "ida"]
    with_it = row(qda.reliability(*made, coders=["bea", "consensus"]), code="x")
    assert with_it["alpha"] == 1.0


def test_each_document_counts_in_the_latest_round_that_two_share() -> None:
    first = drawn({"one": {"ida": "xx--", "bea": "--xx"}, "two": {"ida": "xx--", "bea": "x---"}})
    second = drawn({"one": {"ida": "xx--", "bea": "xx--"}, "two": {"ida": "xxx-"}}, round=2)
    made = Tables(*(pd.concat(both, ignore_index=True) for both in zip(first, second, strict=True)))
    made = made._replace(sources=first.sources)
    found = qda.reliability(*made, by=("code", "source"))
    assert found["alpha"].tolist()[0] == 1.0
    assert found["agreement"].tolist() == [1.0, 0.75]
    assert "round 1 for 1, round 2 for 1" in found.attrs["remarks"][-1]
    assert row(qda.reliability(*made, by=("code", "source"), round=1), source="one")["agreement"] == 0.0


# Units


SENTENCES = "One snack. Two snacks here. Three."


@pytest.mark.parametrize(
    ("unit", "threshold", "n_units", "agreement"),
    [
        ("character", None, 34, 1 - (7 + 11) / 34),
        ("token", None, 6, 4 / 6),  # all but "snack" and "here"
        ("sentence", None, 3, 1.0),
        ("sentence", 0.5, 3, 1 / 3),  # ida the second, bea the first
        ("turn", None, 1, 1.0),
        ("paragraph", None, 1, 1.0),
        ("document", None, 1, 1.0),
        ("document", 0.5, 1, 0.0),  # ida 19 of 34, bea 15
    ],
)
def test_units_of_all_sizes(unit: str, threshold: float | None, n_units: int, agreement: float) -> None:
    """Ida codes 'One' and 'Two snacks here.', bea 'One snack.' and 'Two s'."""
    spans = [
        ("day", "x", "ida", 0, 3), ("day", "x", "ida", 11, 27), ("day", "x", "bea", 0, 10), ("day", "x", "bea", 11, 16),
    ]  # fmt: skip
    made = tables(spans, {"day": len(SENTENCES)}, [("day", "ida"), ("day", "bea")])
    turns = pd.DataFrame({"source": ["day"], "start_char": [0], "end_char": [34], "text": [SENTENCES]})
    found = row(qda.reliability(*made, unit=unit, threshold=threshold, turns=turns), code="x")
    assert found["n_units"] == n_units
    assert found["agreement"] == pytest.approx(agreement)


def brute_units(made: Tables, units: list[tuple[int, int]], threshold: float | None) -> np.ndarray:
    """Say of units of one document whether each coder's passages with x touch them, or hold enough of them."""
    covered = ratings(made, "x", ["a", "b"]).astype(bool)
    shares = np.array([[part[start:end].mean() for start, end in units] for part in covered])
    return shares > 0 if threshold is None else shares >= threshold - 1e-12


@given(
    spans=st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 39), st.integers(1, 40)), max_size=8),
    cuts=st.lists(st.integers(1, 39), max_size=8, unique=True),
    threshold=st.sampled_from([None, 0.25, 0.5, 0.9, 1.0]),
)
def test_units_are_those_of_counting_each(spans: list[tuple[str, int, int]], cuts: list[int], threshold: Any) -> None:
    placed = [("day", "x", coder, start, max(end, start + 1)) for coder, start, end in spans]
    made = tables(placed, {"day": 40}, [("day", "a"), ("day", "b")])
    edges = [0, *sorted(cuts), 40]
    units = [(start, max(end - 1, start + 1)) for start, end in pairwise(edges)]  # gaps between
    turns = pd.DataFrame(
        {"source": "day", "start_char": [s for s, _ in units], "end_char": [e for _, e in units],
         "text": ["w" * (e - s) for s, e in units]}
    )  # fmt: skip
    if not placed:
        return
    found = row(qda.reliability(*made, unit="turn", threshold=threshold, turns=turns, n_boot=0), code="x")
    a, b = brute_units(made, units, threshold)
    assert found["n_units"] == len(units)
    assert found["agreement"] == pytest.approx((a == b).mean())
    assert found["prevalence"] == pytest.approx((a.mean() + b.mean()) / 2)


def test_a_coding_of_a_whole_source_covers_all_of_it() -> None:
    made = drawn({"day": {"ida": "xxxx", "bea": "xx--"}})
    whole = made.codings.assign(
        start_char=made.codings["start_char"].mask(made.codings["coder"] == "ida"),
        end_char=made.codings["end_char"].mask(made.codings["coder"] == "ida"),
    )
    one, other = (row(qda.reliability(codings, *made[1:]), code="x") for codings in (made.codings, whole))
    assert one["agreement"] == other["agreement"] == 0.5
    assert row(qda.reliability(whole, *made[1:], unit="document"), code="x")["agreement"] == 1.0


def test_passages_that_touch_no_unit_are_counted_and_said() -> None:
    made = drawn({"day": {"ida": "xx--xx", "bea": "xx----"}})
    turns = pd.DataFrame({"source": ["day"], "start_char": [0], "end_char": [3], "text": ["abc"]})
    table = qda.reliability(*made, unit="turn", turns=turns)
    assert "Touching no turn, and counted nowhere: 1 passage." in table.attrs["remarks"]


# Branches of the theory


def test_a_branch_holds_all_codes_below_it() -> None:
    made = drawn({"day": {"ida": "ss--tt", "bea": "tt--ss"}})
    codes = pd.DataFrame({"code": ["r", "s", "t", "m"], "parent": ["", "r", "r", ""], "is_codable": True})
    found = qda.reliability(*made, codes=codes, by="branch")
    assert found[["code", "alpha"]].values.tolist() == [["r", 1.0]]
    by_code = qda.reliability(*made, codes=codes)
    assert by_code["code"].tolist() == ["r", "s", "t", "m"]
    assert row(by_code, code="s")["alpha"] < 0
    assert row(by_code, code="m")["why"].startswith("no variation: nobody used this code")
    flat = qda.reliability(*made, codes=codes.assign(parent=""), by="branch")
    assert flat["why"].tolist()[0].startswith("no code has codes below it, so there is no branch")


# Intervals


def test_the_same_seed_gives_the_same_interval_and_it_holds_alpha() -> None:
    random = np.random.default_rng(3)
    pictures = {}
    for number in range(20):
        ida = random.random(40) < 0.3
        bea = np.where(random.random(40) < 0.15, ~ida, ida)
        pictures[f"d{number:02}"] = {
            name: "".join("x" if one else "-" for one in marks) for name, marks in (("ida", ida), ("bea", bea))
        }
    made = drawn(pictures)
    one, again, other = (row(qda.reliability(*made, seed=seed), code="x") for seed in (0, 0, 1))
    assert one["alpha_low"] == again["alpha_low"] != other["alpha_low"]
    assert one["alpha_low"] < one["alpha"] < one["alpha_high"]
    parts = [ratings(drawn({"day": picture}), "x", ["bea", "ida"]) for picture in pictures.values()]
    drawings = [np.concatenate([parts[n] for n in random.integers(20, size=20)], axis=1) for _ in range(400)]
    alphas = [krippendorff.alpha(drawing, level_of_measurement="nominal") for drawing in drawings]
    low, high = np.percentile(alphas, [2.5, 97.5])
    assert one["alpha_low"] == pytest.approx(low, abs=0.03)
    assert one["alpha_high"] == pytest.approx(high, abs=0.03)


def test_one_document_has_no_interval_and_few_are_said_to_be_rough() -> None:
    one = qda.reliability(*drawn({"day": {"ida": "xx--", "bea": "x---"}}))
    assert math.isnan(one["alpha_low"].iloc[0])
    assert one["why"].tolist() == ["no interval: it needs several documents, and this is one"]
    two = qda.reliability(*drawn({"one": {"ida": "xx--", "bea": "x---"}, "two": {"ida": "xx--", "bea": "xx--"}}))
    assert not math.isnan(two["alpha_low"].iloc[0])
    assert "The intervals rest on 2 documents" in two.attrs["remarks"][-1]


def test_an_interval_of_a_rare_code_says_on_how_much_it_rests() -> None:
    pictures = {f"d{n}": {"ida": "----", "bea": "----"} for n in range(4)}
    pictures |= {f"e{n}": {"ida": "xx--", "bea": "x---"} for n in range(2)}
    why = row(qda.reliability(*drawn(pictures)), code="x")["why"]
    said = int(why.partition("rests on ")[2].partition(" of")[0].replace(",", ""))
    assert said == pytest.approx(1000 * (1 - (4 / 6) ** 6), abs=60)


def test_what_stands_in_one_document_only_has_no_interval() -> None:
    pictures = {f"d{n}": {"ida": "yy--", "bea": "y---"} for n in range(5)} | {"e": {"ida": "xx--", "bea": "x---"}}
    found = row(qda.reliability(*drawn(pictures)), code="x")
    assert math.isnan(found["alpha_low"])
    assert found["why"] == "no interval: it was used in one document only"


# What is missing is said


def reason(made: Tables, **options: Any) -> str:
    table = qda.reliability(*made, **options)
    assert table["alpha"].isna().all()
    assert (table["why"] != "").all()
    return str(table["why"].iloc[0])


def test_one_coder() -> None:
    assert reason(drawn({"day": {"ida": "xx--"}})).startswith("only ida has coded here; agreement needs two coders")


def test_no_shared_document() -> None:
    made = drawn({"one": {"ida": "xx--"}, "two": {"bea": "xx--"}})
    said = "no document was read by two coders: bea read two; ida read one. Assign the same documents to both"
    assert reason(made) == said
    pair = qda.reliability(*made, by="pair")
    assert pair[["coder_a", "coder_b", "why"]].values.tolist() == [["bea", "ida", said]]


def test_an_empty_document() -> None:
    made = drawn({"day": {"ida": "x", "bea": "x"}})
    empty = Tables(made.codings.iloc[:0], made.sources.assign(n_chars=0), made.assignments)
    assert reason(empty) == "nobody has coded anything in the documents that were compared"
    beside = drawn({"day": {"ida": "xx--", "bea": "x---"}, "nothing": {"ida": "", "bea": ""}})
    assert row(qda.reliability(*beside), code="x")["n_documents"] == 1


def test_nobody_coded() -> None:
    made = drawn({"day": {"ida": "----", "bea": "----"}})
    assert reason(made) == "nobody has coded anything in the documents that were compared"
    codes = pd.DataFrame({"code": ["x"], "parent": [""]})
    assert reason(made, codes=codes).startswith("no variation: nobody used this code here")


def test_no_table_at_all() -> None:
    nothing = drawn({"day": {"ida": "-"}})
    assert reason(Tables(nothing.codings, nothing.sources.iloc[:0], nothing.assignments.iloc[:0])) == (
        "there are no documents; add some (project.add)"
    )
    assert reason(nothing._replace(assignments=nothing.assignments.iloc[:0])) == "nobody has coded anything yet"


def test_everybody_coded_everything() -> None:
    found = qda.reliability(*drawn({"day": {"ida": "xxxx", "bea": "xxxx"}}))
    assert math.isnan(found["alpha"].iloc[0])
    assert found["agreement"].tolist() == found["f1"].tolist() == [1.0]
    assert found["why"].tolist() == [
        "no variation: everybody coded every character with it, which chance would do, too"
    ]


def test_a_code_that_one_coder_renamed() -> None:
    made = drawn({"day": {"ida": "ttt---mm", "bea": "sss---mm"}})
    table = qda.reliability(*made)
    said = row(table, code="s")["why"]
    assert said.startswith(
        "only bea used it; in the same places ida used 't'. If the two are one code, give them one name"
    )
    assert "only" not in row(table, code="m")["why"]


def test_texts_that_changed_between_copies() -> None:
    made = drawn({"day": {"ida": "xxx---", "bea": "xxx---"}})
    codings = made.codings.assign(quote=["one", "two"])
    with pytest.raises(QdaError, match=r"day: at 0 the words of \w+ are not those of another coding there"):
        qda.reliability(codings, *made[1:])
    with pytest.raises(QdaError, match="day: the coding of ida at 0–3 lies outside its text of 2 characters"):
        qda.reliability(made.codings, made.sources.assign(n_chars=2), made.assignments)


def test_still_open_is_said_where_nothing_is_done() -> None:
    made = drawn({"day": {"ida": "xx--", "bea": "x---"}})
    assert reason(made._replace(assignments=made.assignments.assign(status="open"))).startswith(
        "no document was finished by two coders. Still open, and so not counted as read: bea: day; ida: day."
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"unit": "word"}, "there is no unit 'word'"),
        ({"by": "coder"}, "there is no kind of row 'coder'; did you mean 'code'"),
        ({"by": ("code", "branch")}, "of a code or of a branch"),
        ({"by": "branch"}, "give codes=project.codes"),
        ({"unit": "token"}, "give turns=project.turns"),
        ({"threshold": 0.5}, "a character is coded or not"),
        ({"unit": "document", "threshold": 1.5}, "above 0 up to 1"),
        ({"coders": ["ida", "bee"]}, "there is no coder 'bee'; did you mean 'bea'"),
        ({"like": "atlas"}, "there is no preset 'atlas'"),
        ({"like": "nvivo", "by": "pair"}, "leave unit, threshold and by out"),
    ],
)
def test_wrong_options_are_told_in_a_sentence(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        qda.reliability(*drawn({"day": {"ida": "xx--", "bea": "x---"}}), **options)


def test_tables_that_lack_columns_are_refused() -> None:
    made = drawn({"day": {"ida": "xx--", "bea": "x---"}})
    with pytest.raises(ValueError, match="needs the column coder"):
        qda.reliability(made.codings.drop(columns="coder"), *made[1:])
    with pytest.raises(ValueError, match="day stands there twice"):
        qda.reliability(made.codings, pd.concat([made.sources] * 2), made.assignments)


# Tables as a project gives them


def test_a_project_from_door_to_door(tmp_path: Any) -> None:
    with study(tmp_path / "study.wqda") as amina:
        amina.add_coder("bo")
        amina.code("notes", 0, 10, "stories")
        amina.done("notes")
        with qda.Project.open(amina.path, coder="bo") as bo:
            bo.code("notes", 0, 20, "stories")
            bo.done("notes")
        table = qda.reliability(
            amina.codings(), amina.sources(), amina.assignments(), codes=amina.codes(), turns=amina.turns()
        )
    assert table["code"].tolist() == ["repertoire", "stories", "tools", "enterprise", "maintenance"]
    found = row(table, code="stories")
    assert (found["n_units"], found["f1"]) == (len(NOTES), pytest.approx(2 * 10 / 30))
