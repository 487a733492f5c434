"""Correcting a text: a coding follows its words or is marked to be looked at; nothing is shifted in silence."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unicodedata import combining

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from projects import NOTES, PLAIN, TALK, kept, source, study
from spans import marked

from wenger_qda.errors import StoreError
from wenger_qda.formats import read
from wenger_qda.model import ProjectData, Source
from wenger_qda.store import Project
from wenger_qda.text import Turn, find_turns

FAST = Path("/dev/shm") if Path("/dev/shm").is_dir() else None


def inside_a_word(text: str, *ends: int) -> bool:
    """Tell whether an end stands between two letters, or between a letter and the marks on it."""
    inner = [end for end in ends if 0 < end < len(text)]
    return any((text[end - 1] + text[end]).isalnum() or combining(text[end]) for end in inner)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "study.wqda")


@contextmanager
def one_text(picture: str) -> Iterator[Project]:
    """A project of one text, with a code on each span of the picture."""
    text, spans = marked(picture)
    folder = Path(tempfile.mkdtemp(dir=FAST))
    with Project.create(folder / "a.wqda", coder="amina") as project:
        project.add(ProjectData(sources=(source("one", text),)))
        project.add_code("x")
        project.add_case("Ida")
        for start, end in spans:
            project.code("one", start, end, "x")
            project.link_case("Ida", "one", start, end)
        yield project
    shutil.rmtree(folder)


PICTURES = (
    "IDA: {Is {it} done?}\nBEA: {Nearly, the stamp is 🙂 missing.}\nIDA: {A}gain.\nBEA: It is {always the stamp.}",
    "{Dora brought snacks at ten.}\n[OC: {nobody} said thanks]\nThe {pile on {her desk} is green.\nSnacks} again.",
    "{a}{b}{c}",
    "{🙂}",
    "{Naïve e\u0301}lan, {שלום and} 👨🏻\u200d🚒 {firemen}.\n\n{One more} paragraph",
)
EDITS = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.floats(0, 0.4),
        st.sampled_from(["", "x", "snack", "🙂", "\n", "e\u0301", " the ", "IDA: "]),
    ),
    min_size=1,
    max_size=4,
)


def edited(text: str, edits: list[tuple[float, float, str]]) -> str:
    for at, share, words in edits:
        start = round(at * len(text))
        text = text[:start] + words + text[start + round(share * len(text)) :]
    return text


@given(st.sampled_from(PICTURES), EDITS)
@example("{a}{b}{c}", [(0.0, 1.0, ""), (0.0, 0.0, "d")])
@example("{a}{b}{c}", [(0.0, 0.0, "x")])
@example("x{a}{b}{c}", [(0.0, 0.25, "")])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_after_any_correction_a_quote_stands_where_it_says_or_is_to_be_looked_at(
    picture: str, edits: list[tuple[float, float, str]]
) -> None:
    with one_text(picture) as project:
        before, quotes = kept(project.path), sorted(project.codings()["quote"])
        new = edited(project.text("one"), edits)
        if not new.strip():
            with pytest.raises(StoreError, match="is empty"):
                project.correct("one", new)
            return
        report = project.correct("one", new).set_index("guid")
        codings = project.codings()
        assert sorted(codings["quote"]) == quotes
        for row in codings.itertuples():
            stands = project.text("one")[row.start_char : row.end_char] == row.quote
            is_part_of_a_word = inside_a_word(project.text("one"), row.start_char, row.end_char)
            if stands and (is_part_of_a_word or len(row.quote) < 4):
                continue  # part of another word now, or a letter that stands there by chance: for a person to judge
            assert row.status == ("ok" if stands else "needs_review")
            assert (report.loc[row.guid, "status"] == "needs_review") == (not stands)
            assert report.loc[row.guid, ["start_char", "end_char"]].tolist() == [row.start_char, row.end_char]
        assert project.check().empty
        if kept(project.path) != before:
            project.undo()
            assert kept(project.path) == before


@pytest.mark.parametrize(
    ("new", "status", "words"),
    [
        (TALK, "kept", "the stamp is 🙂 missing"),
        (TALK + "\nIDA: Oh.", "kept", "the stamp is 🙂 missing"),
        ("🙂🙂 " + TALK, "moved", "the stamp is 🙂 missing"),
        (TALK.replace("Nearly", "Almost there"), "moved", "the stamp is 🙂 missing"),
        (TALK.replace("🙂 ", ""), "needs_review", "the stamp is missing"),
        (TALK.replace("\r", "").replace("\n", "\r\n"), "kept", "the stamp is 🙂 missing"),
    ],
    ids=["same", "after", "emoji before", "word before", "inside", "line ends"],
)
def test_coding_follows_its_words(new: str, status: str, words: str, project: Project) -> None:
    start = TALK.index("the stamp is 🙂 missing")
    project.code("talk", start, start + len("the stamp is 🙂 missing"), "tools")
    assert project.correct("talk", new)["status"].tolist() == [status]
    row = project.codings().iloc[0]
    assert project.text("talk")[row["start_char"] : row["end_char"]] == words
    assert row["quote"] == "the stamp is 🙂 missing"


def test_correcting_to_the_same_text_changes_nothing(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    before, n_changes = kept(project.path), len(project.changes())
    report = project.correct("talk", TALK.replace("\n", "\r\n"))
    assert report["status"].tolist() == ["kept"]
    assert kept(project.path) == before
    assert len(project.changes()) == n_changes


def test_coding_of_the_whole_source_is_kept(project: Project) -> None:
    project.code("talk", None, None, "tools")
    report = project.correct("talk", "All new.")
    assert report[["status", "start_char"]].values.tolist() == [["kept", pd.NA]]
    assert project.codings()["status"].tolist() == ["ok"]


def test_codings_of_words_that_are_gone_may_wait_at_one_place(project: Project) -> None:
    for words in ("Dora", "snacks"):
        start = NOTES.index(words)
        project.code("notes", start, start + len(words), "tools")
    project.correct("notes", "Quiet.")
    codings = project.codings()
    assert codings[["start_char", "end_char"]].drop_duplicates().values.tolist() == [[0, len("Quiet")]]
    assert sorted(codings["quote"]) == ["Dora", "snacks"]
    assert codings["status"].tolist() == ["needs_review", "needs_review"]
    assert project.check().empty


def waiting(project: Project) -> list[str]:
    """Two codings of one code whose words are gone: they point to one place."""
    test_codings_of_words_that_are_gone_may_wait_at_one_place(project)
    return project.codings()["guid"].tolist()


def test_of_codings_that_wait_at_one_place_one_can_stay(project: Project) -> None:
    first, second = waiting(project)
    assert project.reviewed(first).quote == "Quiet"
    with pytest.raises(StoreError, match="take one of the two away"):
        project.reviewed(second)
    project.uncode(second)
    assert project.codings()["status"].tolist() == ["ok"]


def test_passage_can_be_coded_where_codings_wait(project: Project) -> None:
    waiting(project)
    row = project.codings().iloc[0]
    coding = project.code("notes", row["start_char"], row["end_char"], "tools")
    assert coding.quote == "Quiet"
    assert sorted(project.codings()["status"]) == ["needs_review", "needs_review", "ok"]


def test_codings_that_wait_at_one_place_can_be_merged_and_carried_over(project: Project, tmp_path: Path) -> None:
    waiting(project)
    project.merge_codes(["tools"], "stories")
    assert sorted(project.codings()["quote"]) == ["Dora", "snacks"]
    other = Project.create(tmp_path / "b.wqda", coder="amina")
    other.add(project.data())
    assert len(other.codings()) == 2


def test_span_given_anew_settles_a_coding_and_another_code_alone_does_not(project: Project) -> None:
    first, second = waiting(project)
    assert project.edit_coding(first, code="stories").status == "needs_review"
    assert project.edit_coding(second, start_char=0, end_char=5).status == "ok"
    assert project.check().empty


def test_coding_that_lost_its_words_is_told_again_at_the_next_correction(project: Project) -> None:
    start = NOTES.index("snacks")
    project.code("notes", start, start + 6, "tools")
    project.correct("notes", NOTES.replace("snacks", "fruit"))
    report = project.correct("notes", "Hm. " + NOTES.replace("snacks", "fruit"))
    assert report["status"].tolist() == ["needs_review"]


def test_search_finds_the_corrected_words_only(project: Project) -> None:
    project.correct("notes", NOTES.replace("snacks", "fruit"))
    assert len(project.search("fruit")) == 1
    assert len(project.search("snacks")) == 1
    project.undo()
    assert project.search("fruit").empty
    assert len(project.search("snacks")) == 2


def test_turns_are_found_anew(project: Project) -> None:
    project.correct("talk", TALK + "\nIDA: Oh.")
    assert project.turns(sources="talk")["speaker"].tolist() == ["IDA", "BEA", "IDA", "BEA", "IDA"]


@pytest.mark.parametrize(
    "turns",
    [
        (
            Turn(kind="speech", speaker="Ida", start_char=0, end_char=8, start_ms=0),
            Turn(kind="speech", speaker="Bea", start_char=9, end_char=16),
        ),
        (Turn(kind="heading", start_char=0, end_char=8), Turn(kind="text", start_char=9, end_char=16)),
        (),
    ],
    ids=["times", "styles", "none"],
)
def test_turns_that_the_text_does_not_tell_are_carried_over(turns: tuple[Turn, ...], tmp_path: Path) -> None:
    text = "Is it so\nNearly."
    assert find_turns(text) != turns
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    project.add(ProjectData(sources=(Source(name="a", text=text, turns=turns),)))
    before = project.turns()
    project.correct("a", "Oh. " + text)
    after = project.turns()
    assert after[["kind", "speaker", "start_ms"]].equals(before[["kind", "speaker", "start_ms"]])
    assert after["text"].tolist() == before["text"].tolist()


@pytest.mark.parametrize("text", ["", "  \n", "\x00"])
def test_empty_text_is_no_correction(text: str, project: Project) -> None:
    with pytest.raises(StoreError, match="the corrected text of 'talk' is empty; nothing was changed"):
        project.correct("talk", text)


def test_case_follows_its_part_of_the_text(project: Project) -> None:
    project.add_case("Ida")
    project.link_case("Ida", "talk", 0, 16)
    project.correct("talk", "Hm.\n" + TALK)
    assert project.cases()[["start_char", "end_char"]].values.tolist() == [[4, 20]]
    project.undo()
    assert project.cases()[["start_char", "end_char"]].values.tolist() == [[0, 16]]


def test_corrections_leave_other_sources_and_coders_alone(project: Project) -> None:
    bo = Project.open(project.path, coder="bo")
    bo.code("talk", 0, 3, "tools")
    bo.code("plain", 0, 3, "tools")
    project.correct("notes", "X" + NOTES)
    assert project.codings()["start_char"].tolist() == [0, 0]
    project.correct("talk", "X" + TALK)
    assert project.codings().set_index("source")["start_char"].to_dict() == {"plain": 0, "talk": 1}
    assert project.text("plain") == PLAIN


def test_turns_of_a_corrected_text_are_found_as_its_reader_found_them(tmp_path: Path) -> None:
    notes = "One paragraph\nover two lines.\n\nAnother one.\n"
    (tmp_path / "day.md").write_text(f"---\nkind: field notes\n---\n{notes}", "utf-8")
    with Project.create(tmp_path / "s.wqda", coder="amina") as project:
        project.add(read(tmp_path / "day.md"))
        assert project.turns()["kind"].tolist() == ["observation", "observation"]
        project.correct("day", notes + "\nA third\nwrapped one.\n")
        assert project.turns()["text"].tolist()[2:] == ["A third\nwrapped one."]
        assert project.turns()["kind"].tolist() == ["observation"] * 3


# -- one passage -----------------------------------------------------------------------------------------------------


@given(
    st.sampled_from(PICTURES),
    st.data(),
    st.sampled_from(["", "x", "snack", "🙂", "\n", "e\u0301", " ", "a\r\nb", "\x00"]),
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_other_words_in_one_passage_leave_every_coding_outside_of_it_as_it_was(
    picture: str, data: st.DataObject, words: str
) -> None:
    with one_text(picture) as project:
        text, before = project.text("one"), kept(project.path)
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        old = project.codings().set_index("guid")
        fresh = words.replace("\r\n", "\n").replace("\x00", "")
        new, by = text[:start] + fresh + text[end:], len(fresh) - (end - start)
        if not new.strip():
            with pytest.raises(StoreError, match="is empty; nothing was changed"):
                project.correct_passage("one", start, end, words)
            assert kept(project.path) == before
            return
        report = project.correct_passage("one", start, end, words).set_index("guid")
        assert project.text("one") == new
        found = project.codings().set_index("guid")
        for guid, was in old.iterrows():
            now = found.loc[guid]
            place = (now["start_char"], now["end_char"])
            assert now["quote"] == was["quote"]
            assert 0 <= place[0] < place[1] <= len(new)
            assert report.loc[guid, ["start_char", "end_char"]].tolist() == list(place)
            if was["end_char"] <= start or end <= was["start_char"]:
                moved = 0 if was["end_char"] <= start else by
                assert place == (was["start_char"] + moved, was["end_char"] + moved)
                assert new[place[0] : place[1]] == was["quote"]
                assert now["status"] == "ok" or inside_a_word(new, *place)
            elif was["start_char"] <= start and end <= was["end_char"] and new != text:
                grown = (was["start_char"], was["end_char"] + by)
                assert place == grown or not new[slice(*grown)].strip()
                assert now["status"] == "needs_review"
            else:
                assert (now["status"] == "ok") <= (new[place[0] : place[1]] == was["quote"])
        assert project.check().empty
        if new != text:
            project.undo()
        assert kept(project.path) == before


def test_typo_is_corrected_and_said(project: Project) -> None:
    start = NOTES.index("snacks")
    holding = project.code("notes", 0, start + 10, "tools")
    behind = project.code("notes", NOTES.index("nobody"), NOTES.index(" said"), "stories")
    project.correct_passage("notes", start, start + 6, "fruit")
    rows = project.codings().set_index("guid")
    assert rows.loc[holding.guid, ["start_char", "end_char", "status"]].tolist() == [0, start + 9, "needs_review"]
    assert rows.loc[behind.guid, ["start_char", "quote", "status"]].tolist() == [behind.start_char - 1, "nobody", "ok"]
    assert project.reviewed(holding.guid).quote == "Dora brought fruit at "
    assert [project.undo() for _ in range(2)][1] == "“snacks” in notes is now “fruit”"
    assert project.text("notes") == NOTES


def test_the_same_words_twice_are_told_apart_by_their_place(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    project.add(ProjectData(sources=(source("a", "so so so"),)))
    project.add_code("x")
    last = project.code("a", 6, 8, "x")
    assert project.correct_passage("a", 3, 6, "").values.tolist() == [[last.guid, "moved", 3, 5]]
    assert project.undo() == "“so” taken out of a"


def test_coding_inside_the_passage_follows_its_words(project: Project) -> None:
    start = NOTES.index("thanks")
    coding = project.code("notes", start, start + 6, "tools")
    sentence = NOTES.index("nobody said thanks")
    report = project.correct_passage("notes", sentence, start + 6, "nobody, I think, said thanks")
    assert report.values.tolist() == [[coding.guid, "moved", start + 10, start + 16]]


def test_words_can_be_put_in_between(project: Project) -> None:
    project.code("notes", 0, 4, "tools")
    project.correct_passage("notes", 4, 4, " Finch")
    assert project.text("notes").startswith("Dora Finch brought")
    assert project.codings()[["quote", "status"]].values.tolist() == [["Dora", "ok"]]
    assert project.undo() == "“Finch” put into notes"


def test_same_words_again_change_nothing(project: Project) -> None:
    before = kept(project.path)
    project.correct_passage("notes", 0, 4, "Dora")
    assert kept(project.path) == before


def test_no_mark_of_byte_order_comes_to_lead_the_text(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "a.wqda", coder="amina")
    project.add(ProjectData(sources=(source("a", "One\ufeffmore"),)))
    project.correct_passage("a", 0, 3, "")
    assert project.text("a") == "more"


@pytest.mark.parametrize("span", [(-1, 3), (5, 4), (0, 10_000), (None, None), (None, 3)])
def test_what_is_no_passage_of_the_text_is_refused(span: tuple, project: Project) -> None:
    before = kept(project.path)
    with pytest.raises(StoreError, match=f"notes: {span[0]} to {span[1]} is no passage of its text of {len(NOTES)}"):
        project.correct_passage("notes", *span, "x")
    assert kept(project.path) == before


@pytest.mark.parametrize("words", ["", " \n", "\x00"])
def test_passage_that_is_the_whole_text_cannot_be_emptied(words: str, project: Project) -> None:
    with pytest.raises(StoreError, match="the corrected text of 'notes' is empty; nothing was changed"):
        project.correct_passage("notes", 0, len(NOTES), words)


def test_turns_that_stay_keep_their_place_in_the_log(project: Project) -> None:
    """A text may have thousands of turns: a typo writes down those that are other ones only."""
    before = len(project.changes())
    project.correct_passage("talk", len(TALK) - 1, len(TALK), "!!")
    changes = project.changes().iloc[before:]
    assert changes["what"].value_counts().to_dict() == {"“.” in talk is now “!!”": 1, "turn of talk": 1}
    assert project.turns(sources="talk")["text"].tolist()[-1] == "It is always the stamp!!"
