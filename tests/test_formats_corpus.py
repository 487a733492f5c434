"""The project's own YAML: codebook, people, codings; and the sample corpus."""

from pathlib import Path

import pytest
from test_formats_places import make, skipped

from wenger_qda.errors import CodebookError, SourceError
from wenger_qda.formats import read

CORPUS = Path(__file__).parent.parent / "corpora" / "claims-processing"
TALK = "Ida: So it goes.\nBea: And so it goes.\nIDA: Good."


def codings(entries, top="coder: amina\nround: 2\n"):
    return f"{top}codings:\n{entries}"


# --- codings --------------------------------------------------------------------------------------------------------


def test_a_quote_becomes_one_coding_a_code(tmp_path):
    entry = (
        '  - source: 2024-03-18 talk\n    quote: "And  so it goes"\n    codes: [repair, joking]\n    note: "Ha: ha"\n'
    )
    make(tmp_path, {"2024-03-18 talk.txt": TALK, "amina.yaml": codings(entry + "    stance: against\n    weight: 2\n")})
    data = read(tmp_path)
    assert [coding.code for coding in data.codings] == ["repair", "joking"]
    one = data.codings[0]
    assert TALK[one.start_char : one.end_char] == one.quote == "And so it goes"
    assert (one.coder, one.round, one.note, one.stance, one.weight) == ("amina", 2, "Ha: ha", "against", 2.0)
    assert (one.origin, one.created) == ("imported", "2024-03-18T00:00:00.000Z")
    assert [coder.name for coder in data.coders] == ["amina"]
    assert data == read(tmp_path)


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("{source: nowhere, quote: goes, code: a}", "there is no source 'nowhere'"),
        ("{source: talk, quote: went, code: a}", '"went" does not stand there'),
        ("{source: talk, quote: so it goes, before: But, code: a}", 'but not after "But"'),
        ("{source: talk, quote: goes, code: a}", '"goes" stands there 2 times; add before:'),
        ("{source: talk, quote: Good}", "it names no code"),
        ("{source: talk, code: a}", "it has no quote"),
        ("{source: talk, quote: Good, code: a, stance: perhaps}", "stance is one of"),
        ("{source: talk, quote: Good, code: a, weight: much}", "could not convert"),
        ("{source: talk, quote: Good, code: a, round: first}", "invalid literal"),
    ],
)
def test_a_coding_without_a_place_is_skipped_with_its_line(tmp_path, entry, why):
    good = "  - {source: talk, quote: Good, code: good}\n"
    make(tmp_path, {"talk.txt": TALK, "amina.yaml": codings(f"{good}  - {entry}\n")})
    data = read(tmp_path)
    assert [coding.code for coding in data.codings] == ["good"]
    assert list(skipped(data)) == ["amina.yaml, line 5"]
    assert why in skipped(data)["amina.yaml, line 5"]


def test_a_coding_may_be_of_the_whole_source(tmp_path):
    make(tmp_path, {"talk.txt": TALK, "amina.yaml": codings("  - {source: talk, whole: true, code: a}\n")})
    (one,) = read(tmp_path).codings
    assert (one.start_char, one.end_char, one.quote) == (None, None, "")


def test_words_before_and_offsets_settle_which_one_is_meant(tmp_path):
    entries = (
        "  - {source: talk, quote: so it goes, before: And, code: a}\n"
        "  - {source: talk, quote: it goes, start_char: 8, code: b}\n"
        "  - {source: talk, quote: Good, start_char: 999, code: c}\n"
    )
    make(tmp_path, {"talk.txt": TALK, "amina.yaml": codings(entries)})
    assert [(coding.code, coding.start_char) for coding in read(tmp_path).codings] == [("a", 26), ("b", 8), ("c", 43)]


def test_a_coding_that_stands_twice_counts_once(tmp_path):
    entry = "  - {source: talk, quote: Good, code: a}\n"
    make(tmp_path, {"talk.txt": TALK, "amina.yaml": codings(entry * 2)})
    data = read(tmp_path)
    assert len(data.codings) == 1
    assert skipped(data) == {"amina.yaml, line 5": "the code 'a' stands here a second time"}


def test_sources_are_found_from_the_folder_of_the_codings(tmp_path):
    entry = "  - {source: notes/talk, quote: Good, code: a}\n"
    make(tmp_path, {"study/notes/talk.txt": TALK, "study/codings/amina.yaml": codings(entry)})
    assert [coding.source for coding in read(tmp_path).codings] == ["study/notes/talk"]


def test_codings_alone_are_refused(tmp_path):
    make(tmp_path, {"amina.yaml": codings("  - {source: talk, quote: Good, code: a}\n")})
    with pytest.raises(SourceError, match="codings are read together with their sources"):
        read(tmp_path / "amina.yaml")


# --- people ---------------------------------------------------------------------------------------------------------

PEOPLE = """
cases:
  - name: Ida Brandt
    speaks_as: [Ida]
    sources: [talk]
    about: Desk B3.
    variables: {age: 33, former: "No"}
  - name: The unit
    kind: community
"""


def test_people_are_linked_to_what_they_say(tmp_path):
    make(tmp_path, {"talk.txt": TALK, "people.yaml": PEOPLE})
    ida, unit = read(tmp_path).cases
    assert [TALK[link.start_char : link.end_char] for link in ida.links if link.end_char] == ["So it goes.", "Good."]
    assert [link.source for link in ida.links if link.end_char is None] == ["talk"]
    assert (ida.kind, ida.about, dict(ida.variables)) == ("person", "Desk B3.", {"age": 33, "former": "No"})
    assert (unit.kind, unit.links) == ("community", ())


def test_who_is_not_heard_is_told(tmp_path):
    make(tmp_path, {"talk.txt": TALK, "people.yaml": "cases:\n  - {name: Eva, speaks_as: Eva, sources: gone}\n"})
    data = read(tmp_path)
    assert [case.name for case in data.cases] == ["Eva"]
    assert [row[3] for row in data.report.rows if row[2] == "skipped"] == [
        "Eva: there is no source 'gone'",
        "Eva: nobody speaks as 'Eva'",
    ]


def test_people_alone_are_people_without_links(tmp_path):
    make(tmp_path, {"people.yaml": PEOPLE})
    data = read(tmp_path / "people.yaml")
    assert [(case.name, case.links) for case in data.cases] == [("Ida Brandt", ()), ("The unit", ())]
    assert data.report.count("skipped") == 0


# --- YAML out of order ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("words only", "line 1: neither a codebook"),
        ("- a\n- b", "line 1: neither a codebook"),
        ("cases: [", "line 1.*not valid YAML"),
        ("cases:\n  - a: 1\n    a: 2\n", "line 3: 'a' stands here a second time"),
        ("cases: &x\n  - *x\n", "line 2: aliases .* are not read"),
        ("cases:\n  - kind: person\n", "line 2: a case needs a name"),
        ("cases: Ida", "line 1: cases: is to be a list"),
        ("codings:\n  - {source: a, quote: b, code: c}\n", "line 2: codings need a coder"),
        ("cases:\n  - \x07bell\n", "not valid YAML"),
        ("cases: " + "[" * 5000, "not valid YAML|too deep"),
        ("? [a]\n: b", "line 1: a name is expected here"),
    ],
)
def test_yaml_out_of_order_is_one_sentence(tmp_path, text, why):
    make(tmp_path, {"a.yaml": text})
    with pytest.raises(SourceError, match=rf"^a\.yaml.*{why}") as err:
        read(tmp_path / "a.yaml")
    assert "\n" not in str(err.value)


def test_a_codebook_is_read_and_two_are_one(tmp_path):
    make(
        tmp_path,
        {"a.yaml": "id: a\nname: A\ncodes:\n  - id: repair\n", "b.yml": "id: b\nname: B\ncodes:\n  - id: joking\n"},
    )
    data = read(tmp_path)
    assert [code.id for code in data.codebook.codes] == ["repair", "joking"]
    assert [row[1:3] for row in data.report.rows] == [("codebook", "read")] * 2


def test_a_bad_codebook_raises_alone_and_is_skipped_among_others(tmp_path):
    make(tmp_path, {"a.yaml": "id: a\nname: A\ncodes:\n  - id: x\n  - id: x\n", "a.txt": "Rain."})
    with pytest.raises(CodebookError):
        read(tmp_path / "a.yaml")
    assert list(skipped(read(tmp_path))) == ["a.yaml"]


# --- the sample corpus ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def corpus():
    if not (CORPUS / "people.yaml").exists():
        pytest.skip("the sample corpus is not there")
    return read(CORPUS)


def test_every_coding_of_the_corpus_is_located(corpus):
    rows = [row for row in corpus.report.rows if row[2] == "skipped"]
    blank = ("documents/2023-10-13 staff survey unit 3.csv, row 7", "source", "skipped", "no text in this row")
    assert rows == [("README.md", "file", "skipped", "describes the folder"), blank]
    assert corpus.codings


def test_codings_of_the_corpus_quote_their_source(corpus):
    texts = {source.name: source.text for source in corpus.sources}
    for coding in corpus.codings:
        assert texts[coding.source][coding.start_char : coding.end_char] == coding.quote
