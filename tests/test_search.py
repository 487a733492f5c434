"""Search: the index and what is shown of it agree, in every script."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wenger_qda.errors import StoreError
from wenger_qda.model import ProjectData, Source
from wenger_qda.store import Project
from wenger_qda.text import find_turns

TEXTS = {
    "day-01": "She brought snacks.\nIDA: Snack time!\nBEA: No snacking, she said.",
    "day-02": "Café, cafe\u0301 and CAFE.\nGrüße aus Łódź: Zoë 🙂 Zoe.",
    "day-03": "今日はお菓子がない。\nсъёмка снек Снек\nמה שלומך היום",
    "day-05": "steam and tea 今日",
    "day-04": "The quota memo\nis here. The quota, memo! quota memo",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = Project.create(tmp_path_factory.mktemp("search") / "s.wqda", coder="amina")
    sources = tuple(Source(name=name, text=text, turns=find_turns(text)) for name, text in TEXTS.items())
    made.add(ProjectData(sources=sources))
    return made


def found(project: Project, query: str) -> list[tuple[str, str]]:
    hits = project.search(query)
    for row in hits.itertuples():
        assert project.text(row.source)[row.start_char : row.end_char] == row.words
    return list(zip(hits["source"], hits["words"], strict=True))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("snacks", [("day-01", "snacks")]),
        ("SNACK", [("day-01", "Snack")]),
        ("snack*", [("day-01", "snacks"), ("day-01", "Snack"), ("day-01", "snacking")]),
        ("cafe", [("day-02", "Café"), ("day-02", "cafe\u0301"), ("day-02", "CAFE")]),
        ("café", [("day-02", "Café"), ("day-02", "cafe\u0301"), ("day-02", "CAFE")]),
        ("zoe", [("day-02", "Zoë"), ("day-02", "Zoe")]),
        ("Łódź", [("day-02", "Łódź")]),
        ("grüße", [("day-02", "Grüße")]),
        ("お菓子", [("day-03", "お菓子")]),
        ("снек", [("day-03", "снек"), ("day-03", "Снек")]),
        ("שלומך", [("day-03", "שלומך")]),
        ('"quota memo"', [("day-04", "quota memo"), ("day-04", "quota, memo"), ("day-04", "quota memo")]),
        ("nowhere", []),
        ("お菓子 nowhere", []),
        ("今日 tea", [("day-05", "tea"), ("day-05", "今日")]),
        ("snacks nowhere", []),
    ],
)
def test_words_phrases_and_beginnings(project: Project, query: str, wanted: list[tuple[str, str]]) -> None:
    assert found(project, query) == wanted


def test_all_words_stand_in_one_paragraph(project: Project) -> None:
    assert found(project, "she snacking") == [("day-01", "snacking"), ("day-01", "she")]
    assert found(project, "brought snacking") == []


def test_a_hit_knows_its_turn_speaker_and_context(project: Project) -> None:
    row = project.search("snack").iloc[0]
    assert (row["turn"], row["speaker"], row["before"], row["after"]) == (2, "IDA", "IDA: ", " time!")


def test_a_text_with_the_marks_of_the_index_in_it_is_searched_all_the_same(tmp_path: Path) -> None:
    with Project.create(tmp_path / "m.wqda", coder="amina") as made:
        made.add(ProjectData(sources=(Source(name="odd", text="a \ufdd0 b \ufdd1 tea \ufdd0"),)))
        assert found(made, "tea") == [("odd", "tea")]


def test_a_limit_says_how_much_it_hides(project: Project) -> None:
    hits = project.search("snack*", limit=1)
    assert (len(hits), hits.attrs["n_hidden"]) == (1, 2)
    hits = project.search("今日", limit=1)
    assert (len(hits), hits.attrs["n_hidden"]) == (1, 1)


@pytest.mark.parametrize("query", ["", "  ", "?!", '""', "*", "🙂"])
def test_a_query_without_a_word_is_refused(project: Project, query: str) -> None:
    with pytest.raises(StoreError, match="holds no word"):
        project.search(query)


@pytest.mark.parametrize(
    "query", ['"unclosed', "a AND b", "NEAR(x)", "text:snacks", "sn'ack", 'x" OR "y', "-snacks", "(", "^snacks"]
)
def test_the_index_has_no_language_of_its_own(project: Project, query: str) -> None:
    try:
        project.search(query)
    except StoreError as error:
        assert "holds no word" in str(error)  # noqa: PT017 - either a table or this sentence


def test_patterns(project: Project) -> None:
    hits = project.search_pattern(r"snack(s|ing)\b")
    assert hits["words"].tolist() == ["snacks", "snacking"]
    assert project.search_pattern("SNACK", ignore_case=False).empty
    assert project.search_pattern("x*").empty
    with pytest.raises(StoreError, match="is not a regular expression"):
        project.search_pattern("(")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(st.text("abcdé E\n.,-", min_size=1, max_size=30), min_size=1, max_size=4), st.data())
def test_every_word_of_a_text_is_found_where_it_stands(tmp_path: Path, texts: list[str], data: st.DataObject) -> None:
    path = tmp_path / f"{abs(hash(tuple(texts)))}.wqda"
    path.unlink(missing_ok=True)
    with Project.create(path, coder="amina") as made:
        made.add(ProjectData(sources=tuple(Source(name=f"s{n}", text=text) for n, text in enumerate(texts))))
        all_words = [
            (f"s{n}", word)
            for n, text in enumerate(texts)
            for word in text.replace("\n", " ").split()
            if word.isalpha()
        ]
        if not all_words:
            return
        source, word = data.draw(st.sampled_from(all_words))
        hits = made.search(word)
        assert source in hits["source"].tolist()
        assert {words.casefold().replace("é", "e") for words in hits["words"]} == {word.casefold().replace("é", "e")}
