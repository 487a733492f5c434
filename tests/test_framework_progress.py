import time

import numpy as np
import pandas as pd
import pytest
from framework_tables import (
    CODE_NAMES,
    CODES,
    DIMENSIONS,
    NA,
    cases_of,
    codings_of,
    shuffled,
    slow_cells,
    some_codings,
)
from hypothesis import given, settings
from hypothesis import strategies as st

import wenger_qda as qda
from wenger_qda.codebook import Cell, Codebook, ProgressTable
from wenger_qda.frames import empty
from wenger_qda.framework import behind, progress_table, side_by_side
from wenger_qda.model import Code

#            0         1         2         3
#            0123456789012345678901234567890123456789
# day-01  a  eeeeeeeeeeeeeeeeeeee                        amina: engagement 0-20
#         b       ttttttt                                amina: social-capital 5-12
#         c                  ttt                         amina: social-capital against 15-18
#         d                       kkkkkkkk               amina: care (engagement and social capital) 24-32
#         e  tttttttttt                                  bo: social-capital 0-10, no mode of bo's near it
#         f                          xxxx                amina: torn-apart 28-32, meets d's engagement
# day-02  g  eeee                                        bo: engagement 0-4
#         h  tttt                                        bo: social-capital 0-4
PAPER = codings_of(
    ("a", "day-01", "engagement", "amina", 0, 20),
    ("b", "day-01", "social-capital", "amina", 5, 12),
    ("c", "day-01", "social-capital", "amina", 15, 18, "against"),
    ("d", "day-01", "care", "amina", 24, 32),
    ("e", "day-01", "social-capital", "bo", 0, 10),
    ("f", "day-01", "torn-apart", "amina", 28, 32),
    ("g", "day-02", "engagement", "bo", 0, 4),
    ("h", "day-02", "social-capital", "bo", 0, 4),
)
SOURCES = pd.DataFrame(
    {
        "source": ["day-01", "day-02", "day-03"],
        "date": ["2023-02-01", "2024-05-09", "2024-06-01"],
        "place": ["desk", "", "hall"],
    }
)
CASES = cases_of(
    ("Ida", "person", "day-01", 6, 8), ("Ida", "person", "day-01", 30, 31),
    ("Desk", "community", "day-01", NA, NA), ("Bea", "person", "day-03", NA, NA),
)  # fmt: skip
TRUST = ("engagement", "social-capital")


def cell(table: pd.DataFrame, mode: str = "engagement", dimension: str = "social-capital", **side) -> pd.Series:
    kept = (table["mode"] == mode) & (table["dimension"] == dimension)
    for name, label in side.items():
        kept &= table[name] == label
    (row,) = table[kept].to_dict("records")
    return pd.Series(row)


def test_a_cell_holds_the_overlaps_of_one_coders_codings_for_and_against_apart():
    found = cell(progress_table(PAPER, CODES, "community", sources=SOURCES, cases=CASES))
    # for: b in a (5-12), d by itself (24-32), h in g. against: c in a (15-18), f in d (28-32). e meets nothing of bo's
    assert (found["n_for"], found["n_against"], found["n"]) == (3, 2, 5)
    assert found["guids_for"] == ("a", "b", "d", "g", "h")
    assert found["guids_against"] == ("a", "c", "d", "f")
    # 24-32 and 28-32 are one stretch of text: 5-12, 15-18, 24-32, and 0-4 of the second day
    assert found["passages"] == (("day-01", 5, 12), ("day-01", 15, 18), ("day-01", 24, 32), ("day-02", 0, 4))
    assert (found["n_passages"], found["n_sources"], found["n_coders"]) == (4, 2, 2)
    assert found["sources"] == ("day-01", "day-02")
    assert (found["n_cases"], found["cases"]) == (2, ("Ida", "Desk"))
    assert found["missing"] == ""


def test_every_figure_leads_to_its_codings():
    found = cell(progress_table(PAPER, CODES, "community"))
    assert behind(PAPER, found["guids_against"])["guid"].tolist() == ["a", "c", "d", "f"]
    assert behind(PAPER, [found["guids_for"], found["guids_against"]])["guid"].tolist() == list("abcdfgh")


def test_the_other_cells_say_what_is_not_there():
    table = progress_table(PAPER, CODES, "community")
    assert table["n"].sum() == 5
    assert cell(table, "engagement", "learning-energy")["missing"] == "nothing is coded with learning-energy"
    assert (
        cell(table, "imagination", "learning-energy")["missing"]
        == "nothing is coded with imagination or learning-energy"
    )
    assert cell(table, "alignment", "self-awareness")["missing"].startswith("no code carries self-awareness")
    apart = codings_of(("a", "s", "engagement", "amina", 0, 4), ("b", "s", "social-capital", "amina", 4, 9))
    said = cell(progress_table(apart, CODES, "community"))["missing"]
    assert said == "no stretch here carries both; in all codings 1 carry engagement and 1 social-capital"


def test_thin_evidence_is_said_to_be_thin():
    one = codings_of(("a", "day-01", "care", "amina", 6, 9, "against"))
    said = cell(progress_table(one, CODES, "community", cases=CASES[CASES["case"] == "Ida"]))["missing"]
    assert said == "all evidence is against; all from one source, day-01; all from one case, Ida; seen by one coder"


def test_codings_of_a_whole_source_meet_only_each_other():
    codings = codings_of(
        ("a", "s", "engagement", "amina", NA, NA),
        ("b", "s", "social-capital", "amina", 0, 5),
        ("c", "s", "learning-energy", "amina", NA, NA),
    )
    table = progress_table(codings, CODES, "community")
    assert cell(table)["n"] == 0
    assert cell(table, dimension="learning-energy")["passages"] == (("s", None, None),)


def test_a_contrary_that_is_denied_is_neither_for_nor_against():
    codings = codings_of(("a", "s", "engagement", "amina", 0, 9), ("b", "s", "torn-apart", "amina", 0, 9, "against"))
    assert cell(progress_table(codings, CODES, "community"))["n"] == 0


def test_sides_stand_beside_each_other():
    by_case = progress_table(PAPER, CODES, "community", cases=CASES, by="case")
    # Ida has 6-8 (in 5-12) and 30-31 (in 24-32 for, and in 28-32 against); the desk has all of day-01; Bea nothing
    assert side_by_side(by_case, "n_for").loc[TRUST].to_dict() == {"Ida": 2, "Desk": 2, "Bea": 0}
    assert side_by_side(by_case, "n_against").loc[TRUST].to_dict() == {"Ida": 1, "Desk": 2, "Bea": 0}
    assert by_case.attrs["remarks"][-1] == "1 of 5 stretches belongs to no case"
    assert cell(by_case, case="Ida")["guids_for"] == ("a", "b", "d")
    by_year = progress_table(PAPER, CODES, "community", sources=SOURCES, by="period")
    assert side_by_side(by_year).loc[TRUST].to_dict() == {"2023": 4, "2024": 1}
    by_place = progress_table(PAPER, CODES, "community", sources=SOURCES, by="place")
    assert side_by_side(by_place).loc[TRUST].to_dict() == {"desk": 4, "hall": 0, "(none)": 1}
    by_source = progress_table(PAPER, CODES, "community", sources=SOURCES, by="source")
    assert side_by_side(by_source).loc[TRUST].to_dict() == {"day-01": 4, "day-02": 1, "day-03": 0}
    by_coder = progress_table(PAPER, CODES, "community", by="coder")
    assert side_by_side(by_coder).loc[TRUST].to_dict() == {"amina": 4, "bo": 1}
    by_kind = progress_table(PAPER, CODES, "community", cases=CASES, by="kind")
    assert side_by_side(by_kind).loc[TRUST].to_dict() == {"community": 4, "person": 3}


def test_a_table_can_be_drawn():
    picture = qda.charts.heatmap(side_by_side(progress_table(PAPER, CODES, "community"))).to_dict()
    assert picture["title"]["text"] == "Counts by mode and dimension"


def test_a_variable_named_like_a_column_of_the_table_keeps_its_own_place():
    table = progress_table(PAPER, CODES, "community", sources=SOURCES.assign(mode="x"), by="mode")
    assert list(table.columns[:3]) == ["mode (variable)", "mode", "dimension"]
    assert side_by_side(table).loc[TRUST].to_dict() == {"x": 5}


@pytest.mark.parametrize(
    ("dates", "labels"),
    [
        (["2023-01-05", "2024-01-01"], ["2023", "2024"]),
        (["2023-01-05", "2023-04-01"], ["2023-Q1", "2023-Q2"]),
        (["2023-01-05", "2023-02-01"], ["2023-01", "2023-02"]),
        (["2023-01-05", "2023-01-06"], ["2023"]),
        (["2023-01-05", ""], ["2023", "(none)"]),
        (["about 1900", None], ["(none)"]),
    ],
)
def test_periods_are_as_wide_as_they_can_be(dates, labels):
    sources = pd.DataFrame({"source": ["day-01", "day-02"], "date": dates})
    table = progress_table(PAPER, CODES, "community", sources=sources, by="period")
    assert list(dict.fromkeys(table["period"])) == labels


def test_the_questions_of_the_theory_stand_beside_or_those_of_ones_own_codebook():
    table = progress_table(PAPER, CODES, "boundary")
    theory = next(t for t in Codebook.load("social-learning-systems").progress_tables if t.id == "boundary")
    assert table["questions"].tolist() == [item.questions for item in theory.cells]
    asked = Cell(mode="engagement", dimension="care", questions=("Who?",))
    own = ProgressTable(id="mine", name="Mine", dimensions=("care",), cells=(asked,))
    book = Codebook(
        codes=(Code(id="both", facets={"mode": "engagement", "dimension": "care"}),), progress_tables=(own,)
    )
    table = progress_table(codings_of(("a", "s", "both", "amina", 0, 4)), book, "mine")
    assert table[["mode", "n", "questions"]].values.tolist()[0] == ["engagement", 1, ("Who?",)]
    assert table["questions"].tolist()[1:] == [(), ()]


# bad input


@pytest.mark.parametrize("by", [None, "case", "source", "period", "coder"])
def test_without_anything_the_table_is_there_and_says_why(by):
    table = progress_table(empty("codings"), empty("codes"), "identity", by=by, sources=empty("sources"))
    assert (table["n"] == 0).all()
    assert table["missing"].str.len().gt(0).all()
    assert table.attrs["remarks"][0] == "there are no codings yet"
    assert len(table) == 9


def test_codes_of_no_framework_leave_the_cells_empty_with_a_reason():
    table = progress_table(PAPER, pd.DataFrame({"code": CODE_NAMES}), "community")
    assert (table["n"] == 0).all()
    assert table["missing"].iloc[0].startswith("no code carries engagement or learning-energy")
    assert "the codes carry no modes" in table.attrs["remarks"][0]


def test_no_cases_and_no_dates_are_said():
    table = progress_table(PAPER, CODES, "community", by="case")
    assert set(table["case"]) == {"(none)"}
    assert "no cases are given (cases=)" in table.attrs["remarks"][-1]
    undated = progress_table(PAPER, CODES, "community", by="period", sources=SOURCES[["source"]])
    assert undated.attrs["remarks"][-1] == "no source has a date"
    assert progress_table(PAPER, CODES, "community", by="year").attrs["remarks"][-1].startswith("no sources are given")


def test_wrong_calls_are_refused_with_a_sentence():
    with pytest.raises(ValueError, match="there is no progress table 'comunity'; did you mean 'community'"):
        progress_table(PAPER, CODES, "comunity")
    with pytest.raises(ValueError, match="there is no side 'plaice'; did you mean 'place'"):
        progress_table(PAPER, CODES, "community", sources=SOURCES, by="plaice")
    with pytest.raises(ValueError, match=r"a codings table .* needs the column coder"):
        progress_table(PAPER.drop(columns="coder"), CODES, "community")
    with pytest.raises(ValueError, match="there is no column 'many'"):
        side_by_side(progress_table(PAPER, CODES, "community"), "many")


def test_what_is_odd_in_the_tables_does_no_harm():
    odd = codings_of(
        ("a", "", "engagement", "", 5, 5), ("b", "s\x00", "no such code", "amina", 9, 3),
        ("c", "s", "care", "amina", 0, 2**39), ("c", "s", "care", "amina", 0, 2**39),
    )  # fmt: skip
    odd["status"] = ["ok", "needs_review", "", None]
    odd["stance"] = [None, float("nan"), "FOR", ""]
    codes = pd.concat([CODES, CODES.assign(facets="not a mapping")], ignore_index=True)
    table = progress_table(odd, codes, "community", cases=cases_of(("X", "site", "elsewhere", 0, 3)))
    assert cell(table)[["n_for", "n_against", "n_cases"]].tolist() == [1, 0, 0]
    assert set(cell(table)["guids"]) == {"c"}
    assert "to be looked at again (needs_review): 1 coding, counted where they stood" in table.attrs["remarks"]


# laws


@settings(deadline=None)
@given(some_codings())
def test_the_cells_are_those_of_a_slow_pencil(codings):
    table = progress_table(codings, CODES, "community")
    for where, slow in slow_cells(codings, CODES, DIMENSIONS).items():
        found = cell(table, *where)
        assert {name: found[name] for name in ("n_for", "n_against", "n_passages", "n_sources", "n_coders")} == {
            name: slow[name] for name in ("n_for", "n_against", "n_passages", "n_sources", "n_coders")
        }
        assert set(found["guids_for"]) == slow["guids_for"]
        assert set(found["guids_against"]) == slow["guids_against"]


@settings(deadline=None)
@given(some_codings(), st.integers(0, 99))
def test_the_order_of_the_rows_changes_nothing_and_for_and_against_add_up(codings, seed):
    cases = cases_of(("Ida", "person", "s1", 3, 9), ("Desk", "community", "s2", NA, NA))
    table = progress_table(codings, CODES, "community", cases=cases, by="case")
    again = progress_table(shuffled(codings, seed), shuffled(CODES, seed), "community", cases=cases, by="case")
    pd.testing.assert_frame_equal(table, again)
    assert (table["n"] == table["n_for"] + table["n_against"]).all()
    guids = zip(table["guids"], table["guids_for"], table["guids_against"], strict=True)
    assert all(set(some) == {*these, *those} for some, these, those in guids)


# the shipped corpus, and speed


@pytest.mark.parametrize("table", ["community", "boundary", "identity"])
def test_the_shipped_corpus_gives_the_numbers_of_the_slow_way(table, claims):
    codings, codes = claims
    found = progress_table(codings, codes, table)
    dimensions = tuple(dict.fromkeys(found["dimension"]))
    carry = codes[codes["facets"].map(bool) | codes["contrary"].map(bool)]["code"]
    slow = slow_cells(codings[codings["code"].isin(carry)], codes, dimensions)
    assert found["n"].sum() >= 20
    for where, expected in slow.items():
        row = cell(found, *where)
        assert (row["n_for"], row["n_against"], row["n_passages"]) == (
            expected["n_for"],
            expected["n_against"],
            expected["n_passages"],
        )
        assert set(row["guids"]) == expected["guids_for"] | expected["guids_against"]


@pytest.fixture(scope="module")
def claims(tmp_path_factory):
    path = tmp_path_factory.mktemp("claims") / "study.wqda"
    with qda.Project.create(path, coder="amina") as project:
        project.use(Codebook.load("communities-of-practice"))
        project.use(Codebook.load("social-learning-systems"))
        project.add(qda.read("corpora/claims-processing"))
        return project.codings(), project.codes()


def test_fifty_thousand_codings_take_about_a_second():
    random, n = np.random.default_rng(5), 50_000
    start = random.integers(0, 20_000, n)
    codings = pd.DataFrame(
        {
            "guid": [f"g{i:05}" for i in range(n)],
            "source": [f"s{i}" for i in random.integers(0, 500, n)],
            "code": np.array([*CODE_NAMES, *(f"c{i}" for i in range(112))])[random.integers(0, 120, n)],
            "coder": np.array(["amina", "bo"])[random.integers(0, 2, n)],
            "start_char": pd.array(start, dtype="Int64"),
            "end_char": pd.array(start + random.integers(20, 400, n), dtype="Int64"),
            "stance": "",
        }
    )
    progress_table(codings.head(0), CODES, "community")  # the codebook is read once
    began = time.perf_counter()
    progress_table(codings, CODES, "community")
    assert time.perf_counter() - began < 3  # a second on an idle machine
