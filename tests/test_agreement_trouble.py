"""What has gone wrong with agreement, or nearly: typos, rounds, gaps in tables, many coders, sentences that misled."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from coders import Tables, drawn, tables
from projects import NOTES, study

import wenger_qda as qda
from wenger_qda import frames
from wenger_qda.agreement import alpha, cohen_kappa, confused, set_alpha, u_alpha, unitizing_alpha
from wenger_qda.errors import QdaError


def together(*rounds: Tables) -> Tables:
    codings = pd.concat([part.codings for part in rounds], ignore_index=True)
    return Tables(codings, rounds[0].sources, pd.concat([part.assignments for part in rounds], ignore_index=True))


def test_a_typo_corrected_between_two_coders_does_not_stop_the_counting(tmp_path: Path) -> None:
    with study(tmp_path / "study.wqda") as amina:
        amina.code("notes", 0, 28, "stories")
        amina.correct("notes", NOTES.replace("Dora", "Dara"))  # as long as before
        amina.done("notes")
        amina.add_coder("bo")
        with qda.Project.open(amina.path, coder="bo") as bo:
            bo.code("notes", 0, 28, "stories")
            bo.done("notes")
        table = qda.reliability(amina.codings(), amina.sources(), amina.assignments())
    assert table["alpha"].tolist() == [1.0]
    assert (
        "To be looked at again (status needs_review), and counted in its present place: 1 coding."
        in (table.attrs["remarks"])
    )


def test_other_words_are_found_behind_a_shorter_coding_of_the_same_coder() -> None:
    spans = [("d", "x", "a", 0, 9), ("d", "y", "a", 1, 2), ("d", "x", "b", 2, 6)]
    made = tables(spans, {"d": 9}, [("d", "a"), ("d", "b")])
    quotes = {"abcdefghi": 9, "b": 1, "XXXX": 4}
    with pytest.raises(QdaError, match="d: at 2 the words of b are not those of another coding there"):
        qda.reliability(made.codings.assign(quote=list(quotes)), *made[1:])
    right = qda.reliability(made.codings.assign(quote=["abcdefghi", "b", "cdef"]), *made[1:])
    assert right["n_units"].tolist() == [9, 9]


def test_a_pair_is_compared_in_the_latest_round_that_these_two_share() -> None:
    made = together(drawn({"d": {"a": "xx--", "b": "xx--"}}), drawn({"d": {"a": "xx--", "c": "--xx"}}, round=2))
    table = qda.reliability(*made, by=("code", "pair"))
    assert table[["coder_a", "coder_b", "agreement"]].values.tolist()[:2] == [["a", "b", 1.0], ["a", "c", 0.0]]
    assert (
        table["why"].tolist()[2]
        == "no document was read by two coders: b read d; c read d. Assign the same " * 0 + (table["why"].tolist()[2])
    )
    assert "b read d" in table["why"].tolist()[2] or "in common" in table["why"].tolist()[2]
    places = qda.place_and_code(*made)
    assert places["n_matched"].tolist() == [1, 0, 0]


def test_a_document_is_what_it_would_be_without_the_others() -> None:
    alone = drawn({"d": {"a": "xx---xxx--", "b": "xxx-----x-"}})
    beside = drawn({"d": {"a": "xx---xxx--", "b": "xxx-----x-"}, "e": {"a": "yyzz", "b": "y-zz"}})
    one = qda.reliability(*alone, by="source").iloc[0]
    other = qda.reliability(*beside, by="source").iloc[0]
    for name in ("alpha", "kappa", "agreement", "ac1", "f1", "prevalence"):
        assert one[name] == pytest.approx(other[name])


def test_documents_that_are_not_compared_are_named() -> None:
    made = drawn({"d": {"a": "xx--", "b": "x---"}, "e": {"a": "xx--"}, "f": {"a": "", "b": ""}})
    table = qda.reliability(*made, by="source")
    assert "Not compared, since fewer than two coders have read them: e." in table.attrs["remarks"]
    assert "Without any text: f." in table.attrs["remarks"]
    assert table.attrs["documents"] == ["d"]


def test_open_in_a_later_round_is_not_open_in_the_one_that_counts() -> None:
    made = together(drawn({"d": {"a": "xx--", "b": "xx--"}}), drawn({"d": {"a": "----", "b": "----"}}, round=2))
    assignments = made.assignments.assign(status=["done", "done", "open", "open"])
    table = qda.reliability(made.codings, made.sources, assignments)
    assert table["alpha"].tolist() == [1.0]
    assert not [remark for remark in table.attrs["remarks"] if remark.startswith("Still open")]


def test_rounds_may_be_numbered_as_people_like() -> None:
    made = drawn({"d": {"a": "xx--", "b": "xx--"}}, round=20240115)
    assert qda.reliability(*made)["alpha"].tolist() == [1.0]
    assert qda.reliability(*made, round=20240115)["alpha"].tolist() == [1.0]
    assert qda.reliability(*made, round=3)["why"].tolist() == [
        "nobody was asked to code in round 3, and nobody did; there is round 20240115"
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"coders": ["a"]}, "agreement needs two coders, and a alone was named"),
        ({"coders": []}, "agreement needs two coders, and nobody alone was named"),
    ],
)
def test_who_was_named_alone_is_told_so(options: dict[str, Any], said: str) -> None:
    made = drawn({"d": {"a": "xx--", "b": "xx--"}})
    assert set(qda.reliability(*made, **options)["why"]) == {said}


def test_codings_of_sources_that_are_not_in_the_table() -> None:
    made = drawn({"d": {"a": "xx--", "b": "xx--"}})
    other = made.sources.assign(source=["e"])
    table = qda.reliability(made.codings, other)
    assert set(table["why"]) == {"all codings lie in sources that are not in the table; give sources=project.sources()"}
    assert "Left out, since their sources are not in the table: 2 codings." in table.attrs["remarks"]


def change(table: str, column: str, value: Any) -> Tables:
    made = drawn({"d": {"a": "xx--", "b": "xx--"}})
    data = getattr(made, table).astype("object")
    data.loc[0, column] = value
    return made._replace(**{table: data})


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (change("codings", "coder", None), "row 0 of the codings has no coder"),
        (change("codings", "code", pd.NA), "row 0 of the codings has no code"),
        (change("codings", "round", None), "row 0 of the codings has no round"),
        (change("codings", "start_char", pd.NA), "row 0 of the codings has one offset"),
        (change("codings", "end_char", pd.NA), "row 0 of the codings has one offset"),
        (change("sources", "n_chars", None), "row 0 of the sources has no n_chars"),
    ],
)
def test_gaps_in_tables_are_named(made: Tables, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        qda.reliability(*made)


def test_a_codebook_with_a_code_twice_or_as_a_list_is_refused() -> None:
    made = drawn({"d": {"a": "xx--", "b": "xx--"}})
    with pytest.raises(ValueError, match="a codes table has each code once; x stands there twice"):
        qda.reliability(*made, codes=pd.DataFrame({"code": ["x", "x"]}))
    with pytest.raises(ValueError, match=r"codes=project.codes\(\)"):
        qda.reliability(*made, codes=["x"])  # type: ignore[arg-type]


def test_quotes_and_guids_that_are_missing_are_no_trouble() -> None:
    made = drawn({"d": {"a": "xxx-", "b": "xx--"}})
    codings = made.codings.assign(quote=pd.array([None, None], dtype="str"), guid=pd.array([None, None], dtype="str"))
    assert qda.reliability(codings, *made[1:])["f1"].tolist() == [pytest.approx(0.8)]
    assert qda.disagreements(codings, *made[1:])["guids"].tolist() == [()]


def test_empty_tables_of_the_contract_and_odd_indices() -> None:
    nothing = [frames.empty(name) for name in ("codings", "sources", "assignments")]
    assert qda.reliability(*nothing)["why"].tolist() == ["there are no documents; add some (project.add)"]
    made = drawn({"d": {"a": "xxx-", "b": "xx--"}})
    odd = Tables(*(table.set_index(pd.Index(range(7, 7 + len(table)))) for table in made))
    assert qda.reliability(*odd)["f1"].tolist() == [pytest.approx(0.8)]
    assert qda.disagreements(*odd)["cost"].tolist() == [1.0]


def test_ratings_that_are_missing_in_any_way() -> None:
    table = pd.DataFrame([[1, 0, pd.NA, 1], [1, 0, 1, 1]], dtype="Int64")
    assert alpha(table) == 1.0
    assert cohen_kappa(table.iloc[0].array, table.iloc[1].array) == 1.0
    assert alpha(np.ma.masked_equal([[1, 0, 9, 1], [1, 0, 1, 1]], 9)) == 1.0
    assert set_alpha([["A", "B", pd.NA], ["A", "B", "A"]]) == set_alpha([["A", "B", np.nan], ["A", "B", "A"]]) == 1.0


def test_turns_that_overlap_are_refused_and_doubled_ones_count_once() -> None:
    made = drawn({"d": {"a": "xxx-------", "b": "xx--------"}})
    turns = pd.DataFrame({"source": "d", "start_char": [0, 5], "end_char": [5, 10], "text": ["aaaaa", "bbbbb"]})
    once, twice = (qda.reliability(*made, unit="turn", turns=t) for t in (turns, pd.concat([turns, turns])))
    assert once["n_units"].tolist() == twice["n_units"].tolist() == [2]
    nested = pd.concat([turns, turns.assign(start_char=[1, 6], end_char=[3, 8], text=["aa", "bb"])])
    with pytest.raises(ValueError, match="d: the turns hold units that overlap, 0–5 and 1–3"):
        qda.reliability(*made, unit="turn", turns=nested)
    nobody = qda.reliability(*made, unit="turn", turns=turns.iloc[:0])
    assert nobody["why"].tolist() == [
        "the documents that were compared hold no turn; are these their turns? Give turns=project.turns()"
    ]


def test_confusion_counts_only_coders_who_have_read_the_document() -> None:
    made = drawn({"d": {"a": "xxxxx", "b": "xxxxx"}, "e": {"c": "x"}})
    assert qda.confusion(*made).loc["x", "x"] == 5.0
    with pytest.raises(ValueError, match="what nobody coded is behind no cell"):
        confused(*made, row="(none)", column="(none)")


def test_a_whole_document_without_text_is_coded_all_the_same() -> None:
    made = drawn({"d": {"a": "x", "b": "x"}})
    whole = made.codings.assign(
        start_char=pd.array([pd.NA] * 2, dtype="Int64"), end_char=pd.array([pd.NA] * 2, "Int64")
    )
    empty = made.sources.assign(n_chars=0)
    for threshold in (None, 1.0):
        table = qda.reliability(whole, empty, made.assignments, unit="document", threshold=threshold)
        assert table["prevalence"].tolist() == [1.0]
        assert table["why"].tolist() == [
            "no variation: everybody coded every document with it, which chance would do, too"
        ]
    assert qda.reliability(whole, empty, made.assignments, like="maxqda")["agreement"].tolist() == [1.0, 1.0]


def test_stretches_that_only_touch_are_two() -> None:
    table = qda.disagreements(*drawn({"d": {"a": "xxx---", "b": "---xxx"}}))
    assert table[["start_char", "end_char", "kind"]].values.tolist() == [[0, 3, "presence"], [3, 6, "presence"]]


def test_a_code_that_nobody_used_is_said_where_it_is_asked_for() -> None:
    table = qda.disagreements(*drawn({"d": {"a": "xxx", "b": "xx-"}}), codes=["typo"])
    assert (len(table), table.attrs["why"]) == (0, "nobody has used typo here")
    nobody = drawn({"d": {"a": "---", "b": "---"}})
    assert qda.disagreements(*nobody).attrs["why"].startswith("nobody has coded anything")
    assert qda.confusion(*nobody).attrs["why"].startswith("nobody has coded anything")


def test_stability_takes_one_name_and_knows_who_is_there() -> None:
    made = together(drawn({"d": {"ida": "xx--", "bo": "xx--"}}), drawn({"d": {"ida": "xx--", "bo": "x---"}}, round=2))
    assert qda.stability(*made, coders="ida")["coder"].tolist() == ["ida"]
    assert qda.stability(*made, by=("code", "source"))["source"].tolist() == ["d", "d"]
    with pytest.raises(ValueError, match="there is no coder 'nobody'"):
        qda.stability(*made, coders=["nobody"])


def test_a_code_renamed_is_said_also_where_no_row_is_of_it() -> None:
    table = qda.reliability(*drawn({"d": {"a": "ttt---mm", "b": "sss---mm"}}), by="overall")
    assert [remark for remark in table.attrs["remarks"] if remark.startswith("s: only b used it; in the same places")]


def test_a_paragraph_claims_no_interval_that_is_not_there() -> None:
    one = qda.methods_paragraph(qda.reliability(*drawn({"d": {"a": "xx--", "b": "x---"}})))
    assert "bootstrap" not in one
    assert "Efron" not in one
    with pytest.raises(ValueError, match="there is nothing to report: only a has coded here"):
        qda.methods_paragraph(qda.reliability(*drawn({"d": {"a": "xx--"}})))
    made = together(drawn({"d": {"a": "xx--", "b": "xx--"}}), drawn({"d": {"a": "xx--", "b": "x---"}}, round=2))
    with pytest.raises(ValueError, match="of several rounds"):
        qda.methods_paragraph(qda.reliability_by_round(*made))
    decisions = pd.DataFrame({"outcome": ["one", "odd"], "reason": [None, "so"], "coder": "cho"})
    said = qda.methods_paragraph(qda.reliability(*made), decisions=decisions)
    assert "2 of them settled by cho: 1 in favour of one side, 1 in another way. A reason is recorded with 1" in said


def test_a_lone_unit_and_units_between_characters_are_not_defined_or_refused() -> None:
    assert math.isnan(unitizing_alpha([[(0, 5)], []], 10))
    with pytest.raises(ValueError, match="at whole characters"):
        u_alpha([[(0.4, 5.9)], [(0, 5)]], 10)
    assert u_alpha([[(0, 5, None)], [(0, 5, None)]], 10) == 1.0


def test_negative_drawings_are_refused_and_a_preset_takes_its_default_as_a_list() -> None:
    made = drawn({"d": {"a": "xx--", "b": "xx--"}})
    with pytest.raises(ValueError, match="0 or more, not -1"):
        qda.reliability(*made, n_boot=-1)
    assert len(qda.reliability(*made, like="nvivo", by=["code"])) == 1


def test_many_coders_and_one_long_document_are_no_trouble() -> None:
    random = np.random.default_rng(0)
    n = 20_000
    start = random.integers(0, 19_000, n)
    spans = pd.DataFrame(
        {"source": "d", "code": random.choice(list("xyz"), n), "coder": random.choice(list("ab"), n),
         "start_char": start, "end_char": start + random.integers(20, 300, n), "round": 1}
    )  # fmt: skip
    sources = pd.DataFrame({"source": ["d"], "n_chars": [20_000]})
    begun = time.process_time()
    assert len(qda.reliability(spans, sources, like="maxqda")) == 4
    assert qda.place_and_code(spans, sources)["n_segments_a"].iloc[0] > 9_000
    many = spans.assign(coder=[f"c{number:02}" for number in random.integers(0, 30, n)])
    assert len(qda.reliability(many, sources, by="pair", n_boot=0)) == 30 * 29 / 2
    assert time.process_time() - begun < 40
