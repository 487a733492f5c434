"""Rounds against each other, what other programs would say, and a text for a methods section."""

from __future__ import annotations

import math
import re

import pandas as pd
import pytest
from coders import Tables, drawn, tables

import wenger_qda as qda


def together(*rounds: Tables) -> Tables:
    """Put the rounds of one study together."""
    codings = pd.concat([part.codings for part in rounds], ignore_index=True)
    codings["guid"] = pd.array([f"g{number}" for number in range(len(codings))], dtype="str")
    return Tables(codings, rounds[0].sources, pd.concat([part.assignments for part in rounds], ignore_index=True))


FIRST = drawn({"day": {"ida": "xx--yy----", "bea": "xxxx------"}, "eve": {"ida": "-----", "bea": "--x--"}})
SECOND = drawn({"day": {"ida": "xxx-yy----", "bea": "xxx-y-----"}}, round=2)


def test_a_coder_with_themselves_worked_out_by_hand() -> None:
    table = qda.stability(*together(FIRST, SECOND), by="code")
    bea = table[(table["coder"] == "bea") & (table["code"] == "x")].iloc[0]
    assert (bea["round_a"], bea["round_b"], bea["n_units"], bea["n_documents"]) == (1, 2, 10, 1)
    assert bea["agreement"] == pytest.approx(0.9)
    chance = 0.4 * 0.3 + 0.6 * 0.7
    assert bea["kappa"] == pytest.approx((0.9 - chance) / (1 - chance))
    ida = table[(table["coder"] == "ida") & (table["code"] == "y")].iloc[0]
    assert ida["alpha"] == 1.0


def test_who_has_one_round_only_is_not_there_and_nobody_is_said() -> None:
    table = qda.stability(*FIRST)
    assert table["why"].tolist()[0].startswith("nobody has coded a document in two rounds; hand it out again")
    assert math.isnan(table["alpha"].iloc[0])


def test_each_round_by_itself() -> None:
    table = qda.reliability_by_round(*together(FIRST, SECOND), by="code")
    assert table["round"].tolist() == [1, 1, 2, 2]
    assert table[table["code"] == "x"]["n_units"].tolist() == [15, 10]
    assert table[table["code"] == "x"]["agreement"].tolist() == [pytest.approx(12 / 15), 1.0]
    one = qda.reliability(*together(FIRST, SECOND), round=1)
    pd.testing.assert_frame_equal(table[table["round"] == 1].drop(columns="round"), one)


def test_maxqdas_segments_worked_out_by_hand() -> None:
    """Of x one of two segments each agree, within a tenth; of y one alone: 2 of 5 segments."""
    spans = [
        ("day", "x", "ida", 0, 10), ("day", "x", "bea", 0, 9), ("day", "x", "ida", 20, 30), ("day", "x", "bea", 24, 34),
        ("day", "y", "ida", 40, 50),
    ]  # fmt: skip
    made = tables(spans, {"day": 60}, [("day", "ida"), ("day", "bea")])
    table = qda.reliability(*made, like="maxqda")
    assert table[["code", "agreement", "n_units"]].values.tolist() == [["x", 0.5, 4], ["y", 0.0, 1], ["", 0.4, 5]]
    assert table["kappa"].iloc[-1] == pytest.approx((0.4 - 0.5) / (1 - 0.5))
    assert "90 % of the longer" in table.attrs["like"]


def test_with_one_code_maxqdas_chance_is_one() -> None:
    table = qda.reliability(*drawn({"day": {"ida": "xx", "bea": "xx"}}), like="maxqda")
    assert table["agreement"].tolist() == [1.0, 1.0]
    assert table["why"].tolist()[-1] == "with a single code, chance is 1 and kappa not defined"
    assert table["kappa"].isna().all()


def test_where_nvivo_prints_one_it_stays_empty_and_that_is_said() -> None:
    table = qda.reliability(*drawn({"day": {"ida": "xxxx", "bea": "xxxx"}}), like="nvivo")
    assert table["kappa"].isna().all()
    assert "NVivo prints 1" in table.attrs["like"]


@pytest.mark.parametrize("like", ["nvivo", "maxqda"])
def test_presets_say_what_is_missing(like: str) -> None:
    table = qda.reliability(*drawn({"one": {"ida": "xx"}, "two": {"bea": "xx"}}), like=like)
    assert "no document was read by two coders" in table["why"].tolist()[0] or "in common" in table["why"].tolist()[0]
    assert table["agreement"].isna().all()


def decisions() -> pd.DataFrame:
    return pd.DataFrame(
        {"outcome": ["one", "one", "neither"], "reason": ["the definition says so", "", "too vague"], "coder": "cho"}
    )


def test_a_paragraph_names_what_was_done() -> None:
    made = drawn({f"d{n}": {"ida": "xx--yy--", "bea": "x---yy--"} for n in range(4)})
    said = qda.methods_paragraph(qda.reliability(*made), decisions=decisions())
    assert said.startswith("Two coders (bea, ida) coded 4 documents independently of each other.")
    assert "Agreement was measured on characters, code by code" in said
    assert "Cohen's kappa (Cohen, 1960)" in said
    assert "1,000 bootstrap samples of documents" in said
    assert "With 4 documents they are rough." in said
    assert "Alpha was defined for 2 of 2 codes: the median was .80, the lowest .60" in said
    assert "alpha of .800 is asked for, and .667" in said
    assert "3 of them settled by cho: 2 in favour of one side, 1 by dropping the code there." in said
    assert "A reason is recorded with 2 of them" in said
    assert said.count("Krippendorff, K. (2004)") == 1
    assert "Conger" not in said
    assert not re.search(r"\b(good|acceptable|substantial|poor|passed|failed)\b", said.lower())


def test_a_paragraph_on_everything_together() -> None:
    pictures = {f"d{n}": {"a": "xx--yy--", "b": "x---yy--", "c": "x---y---"} for n in range(3)}
    pictures["e"] = {"a": "--xx", "b": "--xx"}
    turns = pd.DataFrame({"source": list(pictures), "start_char": 0, "end_char": 4, "text": "ab c"})
    table = qda.reliability(*drawn(pictures), by="overall", unit="token", threshold=0.5, turns=turns)
    said = qda.methods_paragraph(table)
    assert "Conger's kappa (Conger, 1980)" in said
    assert "a unit counted as coded by a coder where at least 50% of it carried the code" in said
    assert "Not every coder read every document" in said
    assert "(De Vries et al., 2008)" in said
    assert "De Vries, H., Elliott" in said
    assert "No decisions on disagreements are recorded." in said
    shown = re.search(r"Alpha was (\S+)", said)
    assert shown
    assert float(shown[1].rstrip(".").replace("−", "-")) == pytest.approx(table["alpha"].iloc[0], abs=0.0051)


def test_a_paragraph_says_what_was_not_defined() -> None:
    codes = pd.DataFrame({"code": ["x", "q"], "parent": ["", ""]})
    said = qda.methods_paragraph(qda.reliability(*drawn({"d": {"ida": "xx--", "bea": "x---"}}), codes=codes))
    assert "It was not defined where there is nothing to compare it with: no variation (1)." in said


def test_no_paragraph_of_a_table_that_has_lost_its_making_or_imitates() -> None:
    made = drawn({"day": {"ida": "xx--", "bea": "x---"}})
    with pytest.raises(ValueError, match="does not tell how it was made"):
        qda.methods_paragraph(pd.DataFrame(qda.reliability(*made).to_dict("list")))
    with pytest.raises(ValueError, match="imitates another program"):
        qda.methods_paragraph(qda.reliability(*made, like="maxqda"))
