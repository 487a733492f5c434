from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenger_qda import frames
from wenger_qda.matrices import cooccurrence, cooccurrence_share, crosstab, filter_codings, passages
from wenger_qda.trees import descendants

NA = pd.NA

CODES = pd.DataFrame(
    {
        "code": ["mode", "engagement", "imagination", "repair", "idle-heading", "stories"],
        "parent": ["", "mode", "mode", "engagement", "", ""],
        "is_codable": [False, True, True, True, False, True],
    }
)
SOURCES = pd.DataFrame(
    {
        "source": ["day-02", "day-01", "day-03"],
        "n_chars": [100, 50, 80],
        "kind": ["docx", "txt", "txt"],
        "date": ["2024-01-02", "2024-01-01", ""],
        "role": ["trainee", "processor", "processor"],
    }
)


def table(*rows: tuple, columns: str = "source code coder start_char end_char") -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=columns.split())
    return made.astype({name: "Int64" for name in ("start_char", "end_char") if name in made})


def links(*rows: tuple, columns: str = "case source start_char end_char role") -> pd.DataFrame:
    return table(*rows, columns=columns)


CODINGS = table(
    ("day-01", "repair", "amina", 0, 10),
    ("day-01", "engagement", "amina", 5, 12),
    ("day-01", "repair", "bo", 2, 8),
    ("day-02", "stories", "amina", NA, NA),
    ("day-02", "repair", "amina", 90, 100),
)


def cells(matrix: pd.DataFrame) -> dict:
    return {(row, column): matrix.at[row, column] for row in matrix.index for column in matrix.columns}


# counting


def test_codings_are_counted_by_code_and_source():
    matrix = crosstab(CODINGS)
    assert matrix.index.tolist() == ["engagement", "repair", "stories"]
    assert matrix.columns.tolist() == ["day-01", "day-02"]
    assert matrix.to_numpy().tolist() == [[1, 0], [2, 1], [0, 1]]
    assert (matrix.index.name, matrix.columns.name) == ("code", "source")
    assert set(matrix.dtypes) == {np.dtype("int64")}


def test_matrix_says_how_it_was_made():
    made = crosstab(CODINGS, "coder", "code", share="rows").attrs
    assert made == {
        "rows": "coder",
        "columns": "code",
        "values": "codings",
        "share": "rows",
        "rollup": False,
        "n_left_out": 0,
    }


def test_codes_come_in_tree_order_and_unused_ones_too_but_not_idle_headings():
    matrix = crosstab(CODINGS, codes=CODES, sources=SOURCES)
    assert matrix.index.tolist() == ["engagement", "repair", "imagination", "stories"]
    assert matrix.columns.tolist() == ["day-02", "day-01", "day-03"]
    assert matrix.loc["imagination"].tolist() == [0, 0, 0]


def test_a_code_that_the_codebook_lacks_is_not_lost():
    codings = pd.concat([CODINGS, table(("day-09", "odd", "bo", 0, 1))])
    matrix = crosstab(codings, codes=CODES, sources=SOURCES)
    assert matrix.at["odd", "day-09"] == 1


@pytest.mark.parametrize(
    ("values", "expected"),
    [("codings", [1, 2]), ("characters", [7, 10]), ("sources", [1, 1]), ("binary", [1, 1])],
)
def test_values_of_a_source(values, expected):
    matrix = crosstab(CODINGS[:3], values=values)
    assert matrix["day-01"].tolist() == expected


def test_characters_of_a_whole_source_are_its_length():
    assert crosstab(CODINGS, sources=SOURCES, values="characters").at["stories", "day-02"] == 100


def test_characters_of_a_whole_source_need_the_sources():
    with pytest.raises(ValueError, match=r"'day-02' is coded as a whole: .* give sources="):
        crosstab(CODINGS, values="characters")


def test_unknown_speakers_are_counted_under_none():
    codings = CODINGS.assign(speaker=["Anna", "", NA, "Bo", "Anna"])
    matrix = crosstab(codings, "speaker", "code")
    assert matrix.index.tolist() == ["Anna", "Bo", "(none)"]
    assert matrix.loc["(none)"].tolist() == [1, 1, 0]


def test_variables_of_sources_show_values_without_codings():
    matrix = crosstab(CODINGS[3:], "code", "role", sources=SOURCES)
    assert matrix.columns.tolist() == ["processor", "trainee"]
    assert matrix.to_numpy().tolist() == [[0, 1], [0, 1]]


def test_a_source_that_is_not_in_the_table_has_no_role():
    codings = table(("day-09", "repair", "bo", 0, 1))
    assert crosstab(codings, "role", "code", sources=SOURCES)["repair"].to_dict() == {
        "processor": 0,
        "trainee": 0,
        "(none)": 1,
    }


def test_dates_come_from_sources():
    assert crosstab(CODINGS, "date", "coder", sources=SOURCES).index.tolist() == ["2024-01-01", "2024-01-02", "(none)"]


def test_numbers_are_sorted_as_numbers():
    sources = SOURCES.assign(year=[9.0, 10.0, np.nan])
    assert crosstab(CODINGS, "code", "year", sources=sources).columns.tolist() == [9.0, 10.0, "(none)"]


def test_ordered_categories_keep_their_order():
    role = pd.Categorical(["trainee", "processor", "processor"], ["trainee", "processor", "manager"], ordered=True)
    matrix = crosstab(CODINGS, "role", "code", sources=SOURCES.assign(role=role))
    assert matrix.index.tolist() == ["trainee", "processor", "manager"]


def test_no_codings_give_an_empty_table():
    assert crosstab(frames.empty("codings")).shape == (0, 0)
    assert crosstab(frames.empty("codings"), codes=CODES, sources=SOURCES).shape == (4, 3)
    assert crosstab(frames.empty("codings"), codes=CODES, values="characters").shape == (4, 0)


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="there is no row or column 'coed'; did you mean 'code'"):
        crosstab(CODINGS, "coed")


def test_a_case_without_cases_is_answered_with_what_is_needed():
    with pytest.raises(ValueError, match=r"need sources= or cases="):
        crosstab(CODINGS, "case")


@pytest.mark.parametrize(("option", "value"), [("values", "words"), ("share", "row")])
def test_unknown_options_are_refused(option, value):
    with pytest.raises(ValueError, match=f"there is no {option} '{value}'"):
        crosstab(CODINGS, **{option: value})


def test_a_share_is_rows_columns_or_all():
    with pytest.raises(ValueError, match=r"^there is no share 'x'; there is 'rows', 'columns', 'all'$"):
        crosstab(CODINGS, share="x")


# shares


def test_shares_of_an_empty_row_are_not_defined():
    matrix = crosstab(CODINGS, codes=CODES, share="rows")
    assert matrix.loc["imagination"].isna().all()
    assert matrix.loc["repair"].tolist() == pytest.approx([2 / 3, 1 / 3])


def test_shares_with_rollup_count_children_once():
    matrix = crosstab(CODINGS[:3], codes=CODES, rollup=True, share="columns")
    assert matrix["day-01"].to_dict() == pytest.approx(
        {"mode": 1, "engagement": 1, "repair": 2 / 3, "imagination": 0, "idle-heading": 0, "stories": 0}
    )


# rollup


def test_rollup_counts_children_in_all_codes_above():
    matrix = crosstab(CODINGS, codes=CODES, rollup=True)
    assert matrix["day-01"].to_dict() == {
        "mode": 3,
        "engagement": 3,
        "repair": 2,
        "imagination": 0,
        "idle-heading": 0,
        "stories": 0,
    }


def test_rollup_unites_the_characters_of_children():
    matrix = crosstab(CODINGS[:3], codes=CODES, values="characters", rollup=True)
    assert matrix.at["mode", "day-01"] == 12


def test_rollup_works_on_columns_too():
    by_row = crosstab(CODINGS, codes=CODES, rollup=True)
    by_column = crosstab(CODINGS, "source", "code", codes=CODES, rollup=True)
    pd.testing.assert_frame_equal(by_row.T, by_column)


def test_rollup_needs_codes():
    with pytest.raises(ValueError, match="needs codes="):
        crosstab(CODINGS, rollup=True)


def test_a_ring_of_parents_does_not_hang():
    codes = pd.DataFrame({"code": ["a", "b"], "parent": ["b", "a"]})
    matrix = crosstab(table(("s", "a", "bo", 0, 1)), codes=codes, rollup=True)
    assert matrix["s"].to_dict() == {"a": 1, "b": 1}


# cases


def test_a_case_has_whole_sources_or_spans():
    cases = links(("Adela", "day-01", 0, 3, "processor"), ("Ben", "day-01", NA, NA, "trainee"))
    matrix = crosstab(CODINGS, "case", "code", cases=cases)
    assert matrix.loc["Adela"].to_dict() == {"engagement": 0, "repair": 2, "stories": 0}
    assert matrix.loc["Ben"].to_dict() == {"engagement": 1, "repair": 2, "stories": 0}
    assert matrix.attrs["n_left_out"] == 2


def test_touching_a_span_is_not_belonging():
    cases = links(("Adela", "day-01", 10, 20, "processor"))
    assert crosstab(CODINGS[:1], "case", cases=cases).to_numpy().sum() == 0


def test_a_coding_of_a_whole_source_belongs_to_every_case_of_it():
    cases = links(("Adela", "day-02", 0, 3, "processor"), ("Ben", "day-02", 50, 60, "trainee"))
    assert crosstab(CODINGS[3:4], "case", cases=cases)["day-02"].tolist() == [1, 1]


def test_two_spans_of_one_case_count_a_coding_once():
    cases = links(("Adela", "day-01", 0, 3, "processor"), ("Adela", "day-01", 4, 9, "processor"))
    assert crosstab(CODINGS[:1], "case", cases=cases).at["Adela", "day-01"] == 1


def test_two_cases_of_one_role_count_a_coding_once():
    cases = links(("Adela", "day-01", NA, NA, "processor"), ("Ben", "day-01", NA, NA, "processor"))
    assert crosstab(CODINGS[:1], "code", "role", cases=cases).at["repair", "processor"] == 1


def test_a_case_is_not_crossed_with_the_role_of_another():
    cases = links(("Adela", "day-01", NA, NA, "processor"), ("Ben", "day-01", NA, NA, "trainee"))
    matrix = crosstab(CODINGS[:1], "case", "role", cases=cases)
    assert cells(matrix) == {
        ("Adela", "processor"): 1,
        ("Adela", "trainee"): 0,
        ("Ben", "processor"): 0,
        ("Ben", "trainee"): 1,
    }


def test_characters_of_a_case_are_those_in_its_part():
    codings = table(("day-01", "repair", "amina", 0, 40), ("day-02", "repair", "amina", NA, NA))
    cases = links(
        ("Ida", "day-01", 5, 25, "processor"),
        ("Ida", "day-01", 20, 30, "processor"),
        ("Ida", "day-02", 90, 120, "processor"),
        ("Ben", "day-01", NA, NA, "trainee"),
        ("Ben", "day-01", 3, 4, "trainee"),
    )
    asked = {"columns": "case", "values": "characters", "sources": SOURCES, "cases": cases}
    assert crosstab(codings, **asked).loc["repair"].to_dict() == {"Ida": 25 + 10, "Ben": 40}
    assert crosstab(codings, "source", **asked)["Ida"].to_dict() == {"day-02": 10, "day-01": 25, "day-03": 0}


def test_the_variable_of_sources_comes_before_that_of_cases():
    cases = links(("Adela", "day-01", NA, NA, "elder"))
    assert crosstab(CODINGS[:1], "code", "role", sources=SOURCES, cases=cases).columns.tolist() == [
        "processor",
        "trainee",
    ]
    assert crosstab(CODINGS[:1], "code", "case.role", sources=SOURCES, cases=cases).columns.tolist() == ["elder"]
    assert crosstab(CODINGS[:1], "code", "source.kind", sources=SOURCES, cases=cases).columns.tolist() == [
        "docx",
        "txt",
    ]


# passages


def test_passages_are_the_codings_of_the_cell_with_their_index():
    assert passages(CODINGS, row="repair", column="day-01").index.tolist() == [0, 2]


def test_passages_of_a_row():
    assert passages(CODINGS, row="repair").index.tolist() == [0, 2, 4]


def test_passages_of_an_unknown_row():
    with pytest.raises(ValueError, match="there is no code 'repairs'; did you mean 'repair'"):
        passages(CODINGS, row="repairs")


# filter_codings


def test_filter_says_how_many_are_hidden():
    shown = filter_codings(CODINGS, codes=["repair"], coders=["amina"])
    assert shown.index.tolist() == [0, 4]
    assert shown.attrs["n_hidden"] == 3


def test_filter_with_the_tree_keeps_children():
    assert len(filter_codings(CODINGS, codes=["mode"], tree=CODES)) == 4
    assert len(filter_codings(CODINGS, codes=["mode"])) == 0


def test_filter_refuses_a_single_string():
    with pytest.raises(ValueError, match=r"codes=\['repair'\]"):
        filter_codings(CODINGS, codes="repair")


# cooccurrence


def test_overlapping_codings_of_one_coder_are_pairs():
    matrix = cooccurrence(CODINGS)
    assert cells(matrix) == {
        ("engagement", "engagement"): 1,
        ("engagement", "repair"): 1,
        ("repair", "engagement"): 1,
        ("repair", "repair"): 3,
    }
    assert matrix.attrs["n_left_out"] == 1


def test_coders_can_be_put_together():
    assert cooccurrence(CODINGS, within_coder=False).at["repair", "engagement"] == 2


@pytest.mark.parametrize(("by", "expected"), [("overlap", 0), ("distance", 1)])
def test_touching_is_near_but_no_overlap(by, expected):
    codings = table(("s", "a", "bo", 0, 5), ("s", "b", "bo", 5, 9))
    assert cooccurrence(codings, by=by).at["a", "b"] == expected


@pytest.mark.parametrize(("distance", "expected"), [(2, 0), (3, 1)])
def test_distance_is_counted_in_characters_between(distance, expected):
    codings = table(("s", "a", "bo", 0, 5), ("s", "b", "bo", 8, 9))
    assert cooccurrence(codings, by="distance", distance=distance).at["a", "b"] == expected


def test_codes_go_together_in_a_turn():
    codings = table(("s", "a", "bo", 0, 5), ("s", "b", "bo", 8, 9), ("s", "b", "bo", 20, 25)).assign(turn=[1, 1, 2])
    matrix = cooccurrence(codings, by="turn")
    assert matrix.to_numpy().tolist() == [[1, 1], [1, 2]]


def test_a_coding_across_turns_counts_in_each():
    turns = pd.DataFrame({"source": "s", "turn": [1, 2, 3], "start_char": [0, 10, 20], "end_char": [9, 19, 29]})
    codings = table(("s", "a", "bo", 5, 15), ("s", "b", "bo", 8, 9), ("s", "b", "bo", 12, 30), ("t", "b", "bo", 0, 9))
    assert cooccurrence(codings, by="turn", turns=turns).to_numpy().tolist() == [[2, 2], [2, 3]]


def test_codes_go_together_in_a_source():
    matrix = cooccurrence(CODINGS, by="source", codes=CODES)
    assert matrix.at["repair", "stories"] == 1
    assert matrix.at["repair", "repair"] == 3  # day-01 by two coders, day-02 by one
    assert matrix.index.tolist() == ["engagement", "repair", "imagination", "stories"]


def test_cooccurrence_share_is_not_defined_where_a_code_was_never_used():
    share = cooccurrence_share(cooccurrence(CODINGS, codes=CODES))
    assert share.at["engagement", "repair"] == pytest.approx(1 / 3)
    assert share.loc["imagination"].isna().all()


def test_cooccurrence_share_is_not_defined_where_there_are_more_pairs_than_codings():
    codings = table(("s", "a", "bo", 0, 50), ("s", "b", "bo", 1, 2), ("s", "b", "bo", 3, 4))
    assert np.isnan(cooccurrence_share(cooccurrence(codings)).at["a", "b"])


@pytest.mark.parametrize("by", ["overlap", "distance", "turn", "source"])
def test_cooccurrence_without_codings(by):
    assert cooccurrence(frames.empty("codings"), by=by).shape == (0, 0)
    assert cooccurrence_share(cooccurrence(frames.empty("codings"), by=by, codes=CODES)).shape == (4, 4)


def test_cooccurrence_refuses_unknown_ways():
    with pytest.raises(ValueError, match="there is no way to count co-occurrence 'turns'; did you mean 'turn'"):
        cooccurrence(CODINGS, by="turns")


# properties

NAMES = st.sampled_from("abc")
SPANS = st.one_of(
    st.just((NA, NA)), st.tuples(st.integers(0, 20), st.integers(1, 9)).map(lambda span: (span[0], sum(span)))
)
TREE = pd.DataFrame({"code": list("rpabcx"), "parent": ["", "r", "p", "p", "r", ""], "is_codable": True})
LENGTHS = pd.DataFrame({"source": list("abc"), "n_chars": 30, "role": ["x", "y", ""]})


@st.composite
def some_codings(draw, spans=SPANS):
    rows = draw(st.lists(st.tuples(NAMES, NAMES, st.sampled_from(["amina", "bo"]), spans), max_size=15))
    return table(*[(source, code, coder, *span) for source, code, coder, span in rows])


@st.composite
def some_cases(draw):
    rows = draw(st.lists(st.tuples(st.sampled_from("ST"), NAMES, SPANS), max_size=6))
    return links(*[(case, source, *span, f"role of {case}") for case, source, span in rows])


AXES = st.sampled_from(["code", "source", "coder", "case", "role", "case.role", "start_char"])


@given(some_codings(), some_cases(), AXES, AXES, st.booleans())
def test_every_number_leads_to_as_many_passages(codings, cases, rows, columns, rollup):
    asked = {"sources": LENGTHS, "cases": cases, "codes": TREE, "rollup": rollup}
    matrix = crosstab(codings, rows, columns, **asked)
    for (row, column), count in cells(matrix).items():
        assert len(passages(codings, rows=rows, columns=columns, row=row, column=column, **asked)) == count


@given(some_codings(), some_cases())
def test_a_coding_counts_once_in_each_of_its_cases(codings, cases):
    def belongs(coding, link):
        if coding.source != link.source:
            return False
        if pd.isna(coding.start_char) or pd.isna(link.start_char):
            return True
        return coding.start_char < link.end_char and link.start_char < coding.end_char

    expected = sum(
        len({link.case for link in cases.itertuples() if belongs(coding, link)}) for coding in codings.itertuples()
    )
    assert crosstab(codings, "case", "coder", cases=cases).to_numpy().sum() == expected


@given(some_codings())
def test_all_codings_are_counted(codings):
    assert crosstab(codings, "code", "role", sources=LENGTHS).to_numpy().sum() == len(codings)


def covered(codings: pd.DataFrame) -> set:
    whole = codings.fillna({"start_char": 0, "end_char": 30})
    return {(row.source, i) for row in whole.itertuples() for i in range(row.start_char, row.end_char)}


@given(some_codings(), st.booleans())
def test_characters_are_those_of_a_set(codings, rollup):
    asked = {"sources": LENGTHS, "codes": TREE, "rollup": rollup}
    matrix = crosstab(codings, "code", "coder", values="characters", **asked)
    for (row, column), count in cells(matrix).items():
        found = passages(codings, rows="code", columns="coder", row=row, column=column, **asked)
        assert count == len(covered(found))


@given(some_codings(), some_cases(), st.sampled_from(["case", "case.role", "role", "kind"]), st.booleans())
def test_characters_of_cases_are_those_in_their_parts(codings, cases, columns, rollup):
    cases = cases.assign(kind="site", role=["x" if case == "S" else "" for case in cases["case"]])
    matrix = crosstab(
        codings,
        columns=columns,
        values="characters",
        cases=cases,
        sources=LENGTHS[["source", "n_chars"]],
        codes=TREE,
        rollup=rollup,
    )
    column = columns.removeprefix("case.")
    below = {code: set(codes) for code, codes in descendants(TREE).items()} if rollup else {}
    for (code, label), count in cells(matrix).items():
        found = codings[codings["code"].isin([code, *below.get(code, ())])]
        part = covered(cases[cases[column] == label.replace("(none)", "")])
        assert count == len(covered(found) & part)


@given(some_codings(), st.sampled_from(["codings", "characters", "sources", "binary"]))
def test_codes_above_have_at_least_as_much_as_each_below(codings, values):
    matrix = crosstab(codings, sources=LENGTHS, codes=TREE, values=values, rollup=True)
    for code, parent in zip(TREE["code"], TREE["parent"], strict=True):
        assert parent == "" or (matrix.loc[parent] >= matrix.loc[code]).all()


@given(some_codings(), st.booleans(), st.sampled_from(["codings", "binary", "characters"]))
def test_shares_of_rows_add_up_to_one_or_are_not_defined(codings, rollup, values):
    matrix = crosstab(codings, values=values, share="rows", sources=LENGTHS, codes=TREE, rollup=rollup)
    sums = matrix.sum(axis=1, skipna=False).to_numpy()
    assert np.allclose(sums[~np.isnan(sums)], 1)
    counts = crosstab(codings, values=values, sources=LENGTHS, codes=TREE, rollup=rollup)
    assert (np.isnan(sums) == (counts.to_numpy().sum(axis=1) == 0)).all()


@given(some_codings())
def test_shares_of_top_codes_add_up_to_one(codings):
    matrix = crosstab(codings, share="columns", codes=TREE, rollup=True)
    assert np.allclose(matrix.loc[["r", "x"]].sum(), 1)


SHORT = st.tuples(st.integers(0, 20), st.integers(1, 9)).map(lambda span: (span[0], sum(span)))


@given(some_codings(SHORT), st.booleans(), st.sampled_from([None, 0, 1, 5]))
def test_pairs_are_those_found_by_looking_at_all(codings, within_coder, distance):
    def meet(one, other):
        if one.source != other.source or (within_coder and one.coder != other.coder):
            return False
        gap = max(one.start_char, other.start_char) - min(one.end_char, other.end_char)
        return gap < 0 if distance is None else gap <= distance

    by = {"by": "overlap"} if distance is None else {"by": "distance", "distance": distance}
    matrix = cooccurrence(codings, within_coder=within_coder, codes=TREE, **by)
    expected = dict.fromkeys(combinations("abc", 2), 0)
    for one, other in combinations(codings.itertuples(), 2):
        pair = tuple(sorted((one.code, other.code)))
        if pair in expected and meet(one, other):
            expected[pair] += 1
    assert {pair: matrix.at[pair] for pair in expected} == expected
    assert (matrix.to_numpy() == matrix.to_numpy().T).all()
    assert np.diag(matrix.loc[list("abc"), list("abc")]).tolist() == [sum(codings["code"] == code) for code in "abc"]


@given(some_codings(SHORT), st.booleans())
def test_turns_with_both_codes_are_those_found_by_looking_at_all(codings, within_coder):
    turns = pd.DataFrame(
        {"source": sorted("abc" * 4), "start_char": [0, 7, 14, 25] * 3, "end_char": [6, 14, 20, 30] * 3}
    )
    matrix = cooccurrence(codings, by="turn", turns=turns, within_coder=within_coder, codes=TREE)
    expected = dict.fromkeys(combinations("abc", 2), 0)
    for turn in turns.itertuples():
        inside = codings[
            (codings["source"] == turn.source)
            & (codings["start_char"] < turn.end_char)
            & (codings["end_char"] > turn.start_char)
        ]
        for coder in ["amina", "bo"] if within_coder else [None]:
            mine = inside if coder is None else inside[inside["coder"] == coder]
            for pair in combinations(sorted(set(mine["code"])), 2):
                expected[pair] += 1
    assert {pair: matrix.at[pair] for pair in expected} == expected


@given(some_codings(), st.sampled_from(["overlap", "source"]))
def test_cooccurrence_share_lies_between_0_and_1(codings, by):
    share = cooccurrence_share(cooccurrence(codings, by=by)).to_numpy()
    known = share[~np.isnan(share)]
    assert ((known >= 0) & (known <= 1)).all()
