import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenger_qda import frames
from wenger_qda.intervals import combine, difference, hits, intersection, near, normalise, union
from wenger_qda.matrices import framework_matrix, retrieve
from wenger_qda.matrices.queries import And, Compare, Near, Not, Or, Term, leaves, parse

NA = pd.NA
TEXT = "we fix the machine and tell the story of how we fixed it"


def table(*rows: tuple, columns: str = "source code coder start_char end_char") -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=columns.split())
    return made.astype({name: "Int64" for name in ("start_char", "end_char") if name in made})


CODINGS = table(
    ("day-01", "repair", "amina", 0, 18),
    ("day-01", "stories", "bo", 23, 56),
    ("day-01", "engagement", "amina", 3, 36),
    ("day-02", "local lore", "amina", NA, NA),
    ("day-02", "repair", "amina", 5, 9),
)
SOURCES = pd.DataFrame(
    {
        "source": ["day-02", "day-01", "day-03"],
        "n_chars": [20, len(TEXT), 10],
        "date": ["2024-02-10", "2024-03-05", ""],
        "role": ["trainee", "processor", ""],
        "year": [2023.0, 2024.0, None],
        "is_new": pd.array([True, False, NA], dtype="boolean"),
    }
)
CASES = table(
    ("Adela", "day-01", 0, 22, 31),
    ("Ben", "day-01", 22, 56, 44),
    ("Ben", "day-02", NA, NA, 44),
    columns="case source start_char end_char age",
)
TURNS = pd.DataFrame(
    {
        "source": "day-01",
        "turn": [0, 1, 2],
        "speaker": ["Adela", "Ben", ""],
        "start_char": [0, 19, 40],
        "end_char": [19, 40, 56],
    }
)


def found(query: str, **options) -> list[tuple]:
    passages = retrieve(CODINGS, query, **options)
    return list(zip(passages["source"], passages["start_char"], passages["end_char"], strict=True))


# the language


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("a", Term("a", 1)),
        ('"local lore"', Term("local lore", 1)),
        ("“local lore”", Term("local lore", 1)),
        ("day-03/a.b", Term("day-03/a.b", 1)),
        ("a and b or c", Or(And(Term("a", 1), Term("b", 7)), Term("c", 12))),
        ("a AND (b OR c)", And(Term("a", 1), Or(Term("b", 8), Term("c", 13)))),
        ("not a near(20) b", Not(Near(Term("a", 5), Term("b", 16), 20))),
        ("not not a", Not(Not(Term("a", 9)))),
        ("year>=2023", Compare("year", ">=", "2023", 1)),
        ("'my role' == \"a b\"", Compare("my role", "=", "a b", 1)),
        ('"and"', Term("and", 1)),
        ("éléphant and 修理", And(Term("éléphant", 1), Term("修理", 14))),
    ],
)
def test_queries_are_read(query, expected):
    assert parse(query) == expected


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", r"query, column 1: expected a code, a variable or '\(', found the end"),
        ("a and", r"query, column 6: expected a code, a variable or '\(', found the end"),
        ("a b", r"query, column 3: expected 'and', 'or', 'near\(n\)' or the end, found 'b'"),
        ("(a or b", r"query, column 8: expected '\)', found the end"),
        ("a near b", r"query, column 3: expected .*, found 'near'"),
        ("role = ", r"query, column 8: expected a value after '=', found the end"),
        ('a and "b', r"query, column 7: expected a code, a variable or a quoted name, found '\"b'"),
        ("a)", r"query, column 2: expected 'and', .* found '\)'"),
    ],
)
def test_a_wrong_query_is_answered_with_the_place_and_what_was_expected(query, sentence):
    with pytest.raises(ValueError, match=sentence):
        parse(query)


def test_leaves_are_given_from_left_to_right():
    assert [leaf.column for leaf in leaves(parse("a and (not b or c near(5) d) and e = 1"))] == [1, 12, 17, 27, 34]


# passages


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("repair", [("day-01", 0, 18), ("day-02", 5, 9)]),
        ("repair and engagement", [("day-01", 3, 18)]),
        ("engagement and not repair", [("day-01", 18, 36)]),
        ("engagement and not repair and not stories", [("day-01", 18, 23)]),
        ("engagement and (stories or repair)", [("day-01", 3, 18), ("day-01", 23, 36)]),
        ("repair near(5) stories", [("day-01", 0, 18), ("day-01", 23, 56)]),
        ("repair near(4) stories", []),
    ],
)
def test_codes_are_combined_character_by_character(query, expected):
    assert found(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("not repair", [("day-02", 0, 5), ("day-02", 9, 20), ("day-01", 18, 56), ("day-03", 0, 10)]),
        ('"local lore"', [("day-02", 0, 20)]),
        ("repair and role = trainee", [("day-02", 5, 9)]),
        ('repair and role != "trainee"', [("day-01", 0, 18)]),
        ("repair and not role = trainee", [("day-01", 0, 18)]),
        ("year >= 2024", [("day-01", 0, 56)]),
        ("year < 2024.5", [("day-02", 0, 20), ("day-01", 0, 56)]),
        ("date = 2024-03", [("day-01", 0, 56)]),
        ("date <= 2024-02", [("day-02", 0, 20)]),
        ("date >= 2024", [("day-02", 0, 20), ("day-01", 0, 56)]),
        ("is_new = true", [("day-02", 0, 20)]),
        ("source = day-03", [("day-03", 0, 10)]),
    ],
)
def test_queries_with_sources(query, expected):
    assert found(query, sources=SOURCES) == expected


def test_cases_choose_their_parts_of_sources():
    assert found("engagement and case = Adela", cases=CASES) == [("day-01", 3, 22)]
    assert found("repair and age > 40", cases=CASES, sources=SOURCES) == [("day-02", 5, 9)]


def test_speakers_choose_their_turns():
    assert found("engagement and speaker = Ben", turns=TURNS) == [("day-01", 19, 36)]


def test_turns_are_found_as_a_whole_and_one_by_one():
    assert found("repair and engagement", turns=TURNS, unit="turn") == [("day-01", 0, 19)]
    assert found("engagement", turns=TURNS, unit="turn") == [("day-01", 0, 19), ("day-01", 19, 40)]
    assert found("not repair", turns=TURNS, unit="turn") == [("day-01", 19, 40), ("day-01", 40, 56)]


def test_sources_are_found_as_a_whole():
    assert found("repair and stories", sources=SOURCES, unit="source") == [("day-01", 0, 56)]
    assert found("not stories", sources=SOURCES, unit="source") == [("day-02", 0, 20), ("day-03", 0, 10)]


def test_passages_say_codes_coders_and_words():
    passages = retrieve(CODINGS, "repair and engagement", texts={"day-01": TEXT})
    assert passages.to_dict("records") == [
        {
            "source": "day-01",
            "start_char": 3,
            "end_char": 18,
            "codes": ("engagement", "repair"),
            "coders": ("amina",),
            "quote": "fix the machine",
        }
    ]


def test_quotes_come_from_a_coding_that_covers_the_passage():
    quotes = ["" if pd.isna(a) else TEXT[a:b] for a, b in zip(CODINGS["start_char"], CODINGS["end_char"], strict=True)]
    codings = CODINGS.assign(quote=quotes)
    assert retrieve(codings, "repair and engagement")["quote"].tolist() == ["fix the machine"]
    assert retrieve(codings, "repair or stories or engagement")["quote"].tolist()[0] == ""


def test_codes_below_are_meant_with_rollup():
    codes = pd.DataFrame({"code": ["mode", "engagement"], "parent": ["", "mode"]})
    assert found("mode", codes=codes) == []
    assert found("mode", codes=codes, rollup=True) == [("day-01", 3, 36)]


def test_a_source_that_the_table_lacks_is_searched_too():
    codings = pd.concat([CODINGS, table(("day-09", "repair", "bo", 1, 2))])
    assert retrieve(codings, "repair", sources=SOURCES)["source"].tolist() == ["day-02", "day-01", "day-09"]


def test_no_codings_give_no_passages():
    passages = retrieve(frames.empty("codings"), "repair", codes=pd.DataFrame({"code": ["repair"], "parent": ""}))
    assert list(passages.columns) == ["source", "start_char", "end_char", "codes", "coders", "quote"]
    assert passages.empty


@pytest.mark.parametrize(
    ("query", "options", "sentence"),
    [
        ("repair and enagement", {}, "query, column 12: there is no code 'enagement'; did you mean 'engagement'"),
        ("repair and rol = x", {"sources": SOURCES}, "query, column 12: there is no row or column 'rol'; did you mean"),
        ("not repair", {}, r"the length of 'day-01' is needed .* give sources="),
        ("repair", {"unit": "turn"}, "unit='turn' needs turns="),
        ("repair", {"unit": "word"}, "there is no unit 'word'"),
        ("repair", {"rollup": True}, "needs codes="),
    ],
)
def test_questions_that_cannot_be_answered(query, options, sentence):
    with pytest.raises(ValueError, match=sentence):
        retrieve(CODINGS, query, **options)


# framework matrix

CODES = pd.DataFrame(
    {
        "code": ["mode", "engagement", "repair", "stories", "local lore"],
        "parent": ["", "mode", "mode", "", ""],
    }
)
QUOTED = CODINGS.assign(quote=["we fix the machine", "tell the story of how we fixed it", "fix the…", "", "lore"])


def test_cells_of_the_framework_hold_quotes_with_their_places():
    matrix = framework_matrix(QUOTED, CASES, CODES)
    assert matrix.index.tolist() == ["Adela", "Ben"]
    assert matrix.columns.tolist() == ["mode", "stories", "local lore"]
    assert matrix.at["Adela", "mode"] == "“we fix the machine” (day-01, 0)\n“fix the…” (day-01, 3)"
    assert matrix.at["Adela", "stories"] == ""
    assert matrix.at["Ben", "local lore"] == "(day-02, as a whole)"


def test_a_summary_stands_instead_of_quotes():
    summaries = pd.DataFrame(
        {"case": ["Adela", "Nobody"], "code": ["mode", "mode"], "text": ["Adela repairs alone.", "?"]}
    )
    matrix = framework_matrix(QUOTED, CASES, CODES, summaries=summaries)
    assert matrix.at["Adela", "mode"] == "Adela repairs alone."
    assert matrix.attrs == {"written": [("Adela", "mode")], "n_unused_summaries": 1}


def test_a_table_of_summaries_without_its_columns_is_refused():
    with pytest.raises(ValueError, match=r"^a table of summaries .* needs the columns code, text$"):
        framework_matrix(QUOTED, CASES, CODES, summaries=pd.DataFrame({"case": ["Adela"], "theme": ["mode"]}))


def test_quotes_are_few_and_short():
    matrix = framework_matrix(QUOTED, CASES, CODES, n_quotes=1, quote_length=10)
    assert matrix.at["Adela", "mode"] == "“we fix …” (day-01, 0)\n+ 1 more"


def test_themes_can_have_names():
    matrix = framework_matrix(QUOTED, CASES, themes={"doing": ["repair"], "telling": ["stories", "local lore"]})
    assert matrix.columns.tolist() == ["doing", "telling"]
    assert matrix.at["Ben", "doing"] == "“lore” (day-02, 5)"


def test_an_unknown_theme_is_refused():
    with pytest.raises(ValueError, match="there is no code 'repairs'; did you mean 'repair'"):
        framework_matrix(QUOTED, CASES, themes=["repairs"])


# interval sets against sets of characters

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 8)).map(lambda span: (span[0], sum(span))), max_size=6)


def of(spans):
    return normalise([start for start, _ in spans], [end for _, end in spans])


def characters(spans) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def pairs(intervals) -> list[tuple[int, int]]:
    return list(zip(intervals.starts.tolist(), intervals.ends.tolist(), strict=True))


def runs(chosen: set[int]) -> list[tuple[int, int]]:
    starts = sorted(i for i in chosen if i - 1 not in chosen)
    ends = sorted(i + 1 for i in chosen if i + 1 not in chosen)
    return list(zip(starts, ends, strict=True))


@given(SPANS, SPANS)
def test_interval_sets_are_sets_of_characters(a, b):
    assert pairs(of(a)) == runs(characters(a))
    assert pairs(union(of(a), of(b))) == runs(characters(a) | characters(b))
    assert pairs(intersection(of(a), of(b))) == runs(characters(a) & characters(b))
    assert pairs(difference(of(a), of(b))) == runs(characters(a) - characters(b))
    assert pairs(combine(of(a), of(b), lambda x, y: x ^ y)) == runs(characters(a) ^ characters(b))


@given(SPANS, SPANS, st.integers(0, 10))
def test_near_keeps_whole_runs_that_are_close(a, b, distance):
    def close(run, others):
        return any(max(run[0], other[0]) - min(run[1], other[1]) <= distance for other in others)

    runs_a, runs_b = runs(characters(a)), runs(characters(b))
    kept = [run for run in runs_a if close(run, runs_b)] + [run for run in runs_b if close(run, runs_a)]
    assert pairs(near(of(a), of(b), distance)) == runs(characters(kept))


@given(SPANS, SPANS, st.integers(-1, 5))
def test_hits_are_those_found_by_looking_at_all(a, b, reach):
    a, b = ([span for span in spans if span[0] < span[1]] for spans in (a, b))
    expected = [sum(max(x[0], y[0]) - min(x[1], y[1]) <= reach for y in b) for x in a]
    starts, ends = (pd.array([span[i] for span in a], dtype="int64").to_numpy() for i in (0, 1))
    other = (pd.array(sorted(span[i] for span in b), dtype="int64").to_numpy() for i in (0, 1))
    assert hits(starts, ends, *other, reach).tolist() == expected


# queries against sets of characters

LENGTH = 30
ROWS = st.lists(st.tuples(st.sampled_from("st"), st.sampled_from("abc"), SPANS.map(lambda s: s[:1])), max_size=10)
QUERIES = st.recursive(
    st.sampled_from(["a", "b", "c", "role = x"]),
    lambda inner: st.one_of(
        inner.map(lambda q: f"not ({q})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda q: f"({q[0]}) {q[1]} ({q[2]})"),
    ),
    max_leaves=6,
)


def by_hand(node, codings: set, role: set) -> set:
    everything = {(source, i) for source in "st" for i in range(LENGTH)}
    match node:
        case Term(code):
            return {(source, i) for source, name, i in codings if name == code}
        case Compare():
            return role
        case Not(inner):
            return everything - by_hand(inner, codings, role)
        case And(left, right):
            return by_hand(left, codings, role) & by_hand(right, codings, role)
        case Or(left, right):
            return by_hand(left, codings, role) | by_hand(right, codings, role)


@given(ROWS, QUERIES)
def test_queries_give_the_characters_found_by_hand(rows, query):
    spans = [(source, code, *span) for source, code, places in rows for span in places or [(NA, NA)]]
    kept = [row for row in spans if pd.isna(row[2]) or row[2] < row[3] <= LENGTH]
    codings = table(*[(source, code, "bo", start, end) for source, code, start, end in kept])
    sources = pd.DataFrame({"source": ["s", "t"], "n_chars": LENGTH, "role": ["x", ""]})
    codes = pd.DataFrame({"code": list("abc"), "parent": ""})
    passages = retrieve(codings, query, sources=sources, codes=codes)
    carried = {
        (source, code, i)
        for source, code, start, end in kept
        for i in (range(LENGTH) if pd.isna(start) else range(start, end))
    }
    expected = by_hand(parse(query), carried, {("s", i) for i in range(LENGTH)})
    given_back = {(row.source, i) for row in passages.itertuples() for i in range(row.start_char, row.end_char)}
    assert given_back == expected
    assert len(passages) == sum(len(runs({i for name, i in expected if name == source})) for source in "st")
