"""Passages: a table of passages read in the notebook; the real Python widget under a small page in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from projects import NOTES, TALK, study

import wenger_qda as qda
from wenger_qda.model import ProjectData, Source
from wenger_qda.store import Project
from wenger_qda.text import Turn

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
seen_in_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(host.CHROMIUM is None, reason="no Chromium on this machine to look at pages with"),
]
HEARD = "Who brought them?\nPauline did."
CARD = ".wq-passage"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study.wqda") as made:
        turns = (
            Turn(kind="speech", speaker="Ida", start_char=0, end_char=17, start_ms=61_000),
            Turn(kind="speech", speaker="Bea", start_char=18, end_char=30, start_ms=3_725_000),
        )
        made.add(ProjectData(sources=(Source(name="heard", text=HEARD, turns=turns),)))
        code(made, "heard", "Pauline", "stories", note="nobody thanks her")
        code(made, "notes", "snacks", "maintenance")
        code(made, "talk", "the stamp is 🙂 missing", "tools")
        yield made


@pytest.fixture
def bo(project: Project) -> Iterator[Project]:
    project.add_coder("bo")
    with Project.open(project.path, coder="bo") as opened:
        yield opened


def code(project: Project, source: str, words: str, code: str, **fields: Any) -> str:
    start = project.text(source).index(words)
    return project.code(source, start, start + len(words), code, **fields).guid


def opened(project: Project, table: pd.DataFrame) -> dict[str, Any]:
    """Give what the page is told when it opens."""
    answer, buffers = qda.Passages(project, table).answer({"v": 1, "id": "1", "t": "open"})
    assert "error" not in answer
    return json.loads(buffers[0])


def told(project: Project, table: pd.DataFrame) -> list[tuple[str, list[str], list[str]]]:
    """Give words, codes and coders of the passages that are shown."""
    return [(row[5], row[9], row[10]) for row in opened(project, table)["rows"]]


# -- any table -------------------------------------------------------------------------------------------------------


def test_a_table_of_codings(project: Project) -> None:
    assert told(project, project.codings()) == [
        ("Pauline", ["stories"], ["amina"]),
        ("snacks", ["maintenance"], ["amina"]),
        ("the stamp is 🙂 missing", ["tools"], ["amina"]),
    ]


def test_the_passages_behind_a_cell(project: Project) -> None:
    behind = qda.passages(project.codings(), row="tools", column="talk")
    assert told(project, behind) == [("the stamp is 🙂 missing", ["tools"], ["amina"])]


def test_what_a_search_found(project: Project) -> None:
    assert told(project, project.search("snack*")) == [
        ("snacks", ["maintenance"], ["amina"]),
        ("Snacks", [], []),
    ]


@pytest.mark.parametrize("has_texts", [True, False])
def test_what_a_query_retrieved(project: Project, has_texts: bool) -> None:
    code(project, "talk", "missing.\nIDA", "stories")
    texts = {name: project.text(name) for name in project.sources()["source"]} if has_texts else None
    found = qda.retrieve(project.codings(), "tools and stories", texts=texts)
    assert told(project, found) == [("missing", ["stories", "tools"], ["amina"])]


def test_places_alone(project: Project) -> None:
    table = pd.DataFrame({"source": ["notes", "talk"], "start_char": [0.0, float("nan")], "end_char": [4.0, None]})
    assert told(project, table) == [("Dora", [], []), ("", [], [])]


def test_rows_without_a_guid_are_taken_by_their_place(project: Project) -> None:
    table = pd.concat([project.codings().head(1), project.search("stamp").head(1)])
    assert [words for words, _, _ in told(project, table)] == ["Pauline", "stamp"]


def test_a_project_open_for_reading_only(project: Project) -> None:
    with Project.open(project.path) as reader:
        assert len(told(reader, reader.codings())) == 3


def test_an_empty_table(project: Project) -> None:
    assert opened(project, project.codings().head(0))["total"] == 0


@pytest.mark.parametrize(
    ("table", "error", "sentence"),
    [
        (pd.DataFrame({"source": ["talk"], "code": ["tools"]}), ValueError, "needs the column guid, or source, start_"),
        (pd.DataFrame({"source": ["talk"], "start_char": [0.5], "end_char": [3]}), ValueError, "whole number, not 0.5"),
        (["a guid"], TypeError, "shows the rows of a table of passages, not list"),
    ],
)
def test_what_is_no_table_of_passages_is_refused(project: Project, table: Any, error: type, sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        qda.Passages(project, table)


# -- what has changed since ------------------------------------------------------------------------------------------


def test_a_table_made_before_a_text_was_renamed_and_corrected(project: Project) -> None:
    hits, bare = project.search("pile"), pd.DataFrame({"source": ["notes"], "start_char": [5], "end_char": [12]})
    widget = qda.Passages(project, bare)
    project.rename_source("notes", "monday")
    project.correct("monday", "On Monday.\n" + NOTES)
    assert told(project, hits) == [("pile", [], [])]
    _, buffers = widget.answer({"v": 1, "id": "1", "t": "open"})
    assert [(row[2], row[5]) for row in json.loads(buffers[0])["rows"]] == [(16, NOTES[5:12])]


def test_what_is_gone_is_counted_and_named(project: Project) -> None:
    hits, codings = project.search("snacks"), project.codings()
    project.uncode(codings["guid"].iloc[2])
    project.remove_source("notes")
    assert opened(project, codings)["left_out"] == {"coding": 2}
    shown = opened(project, hits)
    assert (shown["left_out"], shown["lost"], shown["rows"]) == ({"source": 2}, ["notes"], [])


def test_while_one_codes_blind_codings_of_others_stay_hidden(project: Project, bo: Project) -> None:
    project.assign("talk", coder="bo")
    retrieved = qda.retrieve(bo.codings(), "tools")
    for table in (bo.codings(), retrieved):
        shown = opened(bo, table)
        assert shown["left_out"] == {"blind": 1}
        assert "missing" not in json.dumps(shown["rows"])
    assert told(bo, bo.search("stamp")) == [("stamp", [], []), ("stamp", [], [])]


def test_a_look_tells_only_what_is_new(project: Project) -> None:
    widget = qda.Passages(project, project.codings())
    first, _ = widget.answer({"v": 1, "id": "1", "t": "open"})
    look = {"v": 1, "id": "2", "t": "look", "rev": first["rev"], "stamp": first["stamp"]}
    assert widget.answer(look)[1] == ()
    project.code("talk", 0, 3, "enterprise")
    other, buffers = widget.answer(look)
    assert (buffers, other["rev"]) == ((), project.revision())
    project.rename_source("talk", "interview")
    newer, buffers = widget.answer(look)
    assert newer["stamp"] != first["stamp"]
    assert "interview" in json.loads(buffers[0])["sources"].values()


def test_long_passages_are_sent_short_and_given_whole_when_asked_for(project: Project) -> None:
    project.add(ProjectData(sources=(Source(name="long", text="word " * 10_000),)))
    guid = project.code("long", 0, 49_999, "tools").guid
    table = project.codings()
    (row,) = [row for row in opened(project, table)["rows"] if len(row[5]) > 1000]
    assert len(row[5]) + row[14] == 49_999
    number = table["guid"].tolist().index(guid)
    answer, _ = qda.Passages(project, table).answer({"v": 1, "id": "1", "t": "words", "numbers": [number]})
    assert answer["words"] == [[number, "word " * 9_999 + "word"]]


def test_no_word_of_the_project_is_in_the_saved_state(project: Project) -> None:
    widget = qda.Passages(project, project.codings())
    widget.answer({"v": 1, "id": "1", "t": "open"})
    state = json.dumps({name: repr(held) for name, held in widget.get_state().items() if name not in ("_esm", "_css")})
    for word in ("Pauline", "thanks", "stories", "amina", "heard", "study"):
        assert word not in state
    assert repr(widget) == "Passages()"
    assert "Pauline" not in json.dumps(widget._repr_mimebundle_(), default=str)


@pytest.mark.parametrize("request_", [{"t": "text", "source": "gone"}, {"t": "words"}, {"t": "code", "cid": "1"}])
def test_every_message_is_answered(project: Project, request_: dict[str, Any]) -> None:
    answer, _ = qda.Passages(project, project.codings()).answer({"v": 1, "id": "7"} | request_)
    assert answer["id"] == "7"
    assert answer["error"]


# -- the page --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with host.browser() as started:
        yield started


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1100, "height": 760})
    made = context.new_page()
    errors: list[Any] = []
    made.on("pageerror", errors.append)
    yield made
    context.close()
    assert errors == []


def in_browser(test: Any) -> Any:
    for mark in seen_in_browser:
        test = mark(test)
    return test


def shown(page: Any) -> list[str]:
    """Give the words of the passages that are drawn, from above."""
    return page.locator(".wq-words").all_inner_texts()


def look_for(page: Any, words: str, count: int) -> None:
    page.locator(".wq-filter").fill(words)
    page.locator(".wq-total", has_text=f"{count} passage").wait_for()


def show_beside(page: Any, widget: Any) -> None:
    """Show a second widget on the page."""

    def ask(_source: Any, message: dict[str, Any]) -> list[Any]:
        content, buffers = widget.answer(message)
        return [content, [host.base64.b64encode(buffer).decode() for buffer in buffers]]

    page.expose_binding("ask_other", ask)
    script = host.SHOW.replace("window.ask(", "window.ask_other(")
    page.evaluate(script, {"esm": str(widget._esm), "css": str(widget._css), "traits": {"height": 400}})


@in_browser
def test_a_passage_stands_with_all_that_is_known_of_it(page: Any, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    card = page.locator(CARD).first
    assert card.locator(".wq-where").inner_text() == "heard · Bea · 1:02:05"
    assert card.locator(".wq-quote").inner_text() == HEARD
    assert card.locator(".wq-words").inner_text() == "Pauline"
    assert card.locator(".wq-coded").inner_text().split("\n") == ["Stories", "amina"]
    assert card.locator(".wq-note").inner_text() == "nobody thanks her"
    color = card.locator(".wq-swatch").evaluate("one => getComputedStyle(one).backgroundColor")
    assert color == "rgb(213, 94, 0)"  # the second colour of the palette: the code is the second of the tree
    assert page.locator(".wq-total").inner_text() == "3 passages in 3 texts"


@in_browser
def test_words_choose_passages_and_are_marked(page: Any, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    look_for(page, "STAMP miss", 1)
    assert shown(page) == ["the stamp is 🙂 missing"]
    assert page.locator(f"{CARD} mark").all_inner_texts() == ["stamp", "miss"]
    assert page.locator(".wq-total").inner_text() == "1 passage in 1 text, 2 hidden by the filter"
    look_for(page, "nothing", 0)
    page.get_by_text("No passage holds these words.").wait_for()
    look_for(page, "", 3)


@in_browser
def test_passages_stand_under_headings(page: Any, project: Project) -> None:
    code(project, "talk", "Nearly", "maintenance")
    host.show(page, qda.Passages(project, project.codings()))
    page.get_by_label("Order of the passages").select_option("code")
    headings = [" ".join(text.split()) for text in page.locator(".wq-passage-list h3").all_inner_texts()]
    assert headings == ["Stories 1", "Tools 1", "Maintenance 2"]
    assert shown(page) == ["Pauline", "the stamp is 🙂 missing", "snacks", "Nearly"]


@in_browser
def test_arrows_go_from_passage_to_passage_and_enter_shows_it_in_its_text(page: Any, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    page.locator(CARD).first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('aria-posinset')") == "3"
    page.keyboard.press("Enter")
    page.locator(".wq-reader .wq-mark").wait_for()
    assert page.locator(".wq-reader .wq-mark").inner_text() == "the stamp is 🙂 missing"
    assert page.locator(".wq-reader h3").inner_text() == "talk"
    assert page.locator(".wq-reader .wq-line").all_inner_texts() == TALK.split("\n")
    page.keyboard.press("p")
    page.locator(".wq-reader h3", has_text="notes").wait_for()
    assert page.locator(".wq-reader .wq-mark").inner_text() == "snacks"
    page.keyboard.press("Escape")
    assert page.locator(".wq-reader").is_hidden()
    assert page.evaluate("document.activeElement.getAttribute('aria-posinset')") == "2"


@in_browser
def test_speakers_and_times_stand_in_the_text_beside_the_list(page: Any, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    page.locator(".wq-where").first.click()
    page.locator(".wq-reader .wq-line").first.wait_for()
    heads = page.locator(".wq-reader .wq-line").evaluate_all("lines => lines.map((line) => line.dataset.head)")
    assert heads == ["Ida 1:01", "Bea 1:02:05"]


@in_browser
def test_a_view_for_coding_on_the_page_shows_the_passage(page: Any, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    show_beside(page, qda.TextCoder(project, "notes"))
    page.locator(".wq-sources", has_text="notes").wait_for()
    page.locator(".wq-where", has_text="talk").click()
    page.locator(".wq-sources", has_text="talk").wait_for()
    page.get_by_text("Shown in the view for coding: talk.").wait_for()
    page.wait_for_function("getSelection().toString() === 'the stamp is 🙂 missing'")
    assert page.locator(".wq-reader").is_hidden()


@in_browser
def test_a_view_for_coding_of_another_project_or_out_of_sight_is_left_alone(
    page: Any, project: Project, tmp_path: Path
) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    with study(tmp_path / "other.wqda") as other:
        show_beside(page, qda.TextCoder(other, "notes"))
        page.locator(".wq-sources", has_text="notes").wait_for()
        page.locator(".wq-where", has_text="talk").click()
        page.locator(".wq-reader .wq-mark").wait_for()
        assert page.locator(".wq-sources", has_text="notes").count() == 1


@in_browser
def test_a_hidden_view_for_coding_is_left_alone(page: Any, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    show_beside(page, qda.TextCoder(project, "notes"))
    page.locator(".wq-sources", has_text="notes").wait_for()
    page.evaluate("document.body.lastElementChild.style.display = 'none'")
    page.locator(".wq-where", has_text="talk").click()
    page.locator(".wq-reader .wq-mark").wait_for()


@in_browser
def test_keys_are_kept_from_jupyter_and_saving_is_not(page: Any, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    page.evaluate("""() => {
      window.left = [];
      document.addEventListener("keydown", (event) => {
        if (!event.target.hasAttribute("data-lm-suppress-shortcuts")) window.left.push(event.key);
      }, true);
    }""")
    page.locator(CARD).first.focus()
    for key in ("x", "j", "Enter", "a", "Escape", "Control+s", "Tab"):
        page.keyboard.press(key)
    page.locator(".wq-filter").focus()
    page.keyboard.type("xa")
    page.keyboard.press("Shift+Enter")
    assert page.evaluate("window.left.filter((key) => key !== 'Control' && key !== 'Shift')") == ["s", "Tab"]


@in_browser
def test_one_passage_and_all_that_are_shown_are_copied_as_plain_text(page: Any, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    page.evaluate("document.addEventListener('copy', () => { window.copied = document.activeElement.value; })")
    page.locator(CARD).first.hover()
    page.locator(CARD).first.get_by_text("Copy").click()
    page.get_by_text("The passage is copied").wait_for()
    first = "“Pauline”\n— heard, Bea, 1:02:05 · Stories (amina)\nMemo: nobody thanks her\n"
    assert page.evaluate("window.copied") == first
    look_for(page, "s", 3)
    look_for(page, "snacks", 1)
    page.get_by_role("button", name="Copy these 1").click()
    page.get_by_text("The passages are copied").wait_for()
    assert page.evaluate("window.copied") == "“snacks”\n— notes · Maintenance (amina)\n"


@in_browser
def test_long_passages_are_shortened_and_copied_whole(page: Any, project: Project) -> None:
    text = " ".join(f"word{n}" for n in range(6000))
    project.add(ProjectData(sources=(Source(name="long", text=text),)))
    guid = project.code("long", 0, len(text), "tools").guid
    table = project.codings()
    host.show(page, qda.Passages(project, table[table["guid"] == guid]))
    assert len(page.locator(".wq-words").inner_text()) < 800
    page.get_by_text(f"show more of {len(text):,} characters").click()
    assert "word900 " in page.locator(".wq-words").inner_text()
    page.evaluate("document.addEventListener('copy', () => { window.copied = document.activeElement.value; })")
    page.get_by_role("button", name="Copy all").click()
    page.get_by_text("The passages are copied").wait_for()
    assert page.evaluate("window.copied").startswith(f"“{text}”")


@in_browser
def test_what_changes_elsewhere_is_shown_within_seconds(page: Any, project: Project) -> None:
    table = project.codings()
    host.show(page, qda.Passages(project, table))
    page.locator(CARD).nth(2).focus()
    page.keyboard.press("Enter")
    page.locator(".wq-reader .wq-mark").wait_for()
    project.uncode(table["guid"].iloc[0])
    project.correct("talk", "Later.\n" + TALK)
    page.locator(".wq-left-out", has_text="1 left out: its coding is not in the project any more.").wait_for()
    page.locator(".wq-reader .wq-line", has_text="Later.").wait_for()
    assert page.locator(".wq-reader .wq-mark").inner_text() == "the stamp is 🙂 missing"
    assert page.locator(f"{CARD}[data-current] .wq-words").inner_text() == "the stamp is 🙂 missing"


@in_browser
def test_a_text_that_was_withdrawn_meanwhile_is_said(page: Any, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    project.remove_source("notes")
    page.locator(".wq-where", has_text="notes").click()
    page.get_by_text("this text was taken out of the project meanwhile").wait_for()
    assert page.locator(".wq-reader").is_hidden()


@in_browser
def test_what_a_blind_round_hides_is_said(page: Any, project: Project, bo: Project) -> None:
    project.assign("heard", coder="bo")
    host.show(page, qda.Passages(bo, bo.codings()))
    assert page.locator(".wq-left-out").inner_text() == "1 not shown while a round is open for you."
    assert shown(page) == ["snacks", "the stamp is 🙂 missing"]


@in_browser
def test_thousands_of_passages_are_drawn_as_they_come_near(page: Any, project: Project) -> None:
    spans = [(start, end) for end in range(1, 90) for start in range(end)][:3000]
    table = pd.DataFrame(spans, columns=["start_char", "end_char"]).assign(source="notes")
    host.show(page, qda.Passages(project, table))
    assert page.locator(".wq-total").inner_text() == "3000 passages in 1 text"
    assert page.locator(CARD).count() < 300
    page.locator(CARD).first.focus()
    page.keyboard.press("End")
    assert page.locator(f"{CARD}:focus").get_attribute("aria-posinset") == "3000"
    assert page.locator(f"{CARD}:focus .wq-words").inner_text() == NOTES[slice(*spans[-1])]
    assert page.locator(f"{CARD}:focus").is_visible()
    page.keyboard.press("Home")
    assert page.locator(f"{CARD}:focus").get_attribute("aria-posinset") == "1"


@in_browser
def test_text_is_never_markup(page: Any, project: Project) -> None:
    evil = "<img src=x onerror='window.hit=1'>"
    project.add(ProjectData(sources=(Source(name=f"{evil}.txt", text=f"{evil}&amp; there"),)))
    project.add_code("evil", evil)
    guid = project.code(f"{evil}.txt", 0, len(evil), "evil", note=evil).guid
    table = project.codings()
    host.show(page, qda.Passages(project, table[table["guid"] == guid]))
    page.get_by_label("Order of the passages").select_option("code")
    assert shown(page) == [evil]
    page.locator(".wq-where").click()
    page.locator(".wq-reader .wq-mark").wait_for()
    assert page.evaluate("window.hit") is None


@in_browser
@pytest.mark.parametrize("kind", ["empty", "lost"])
def test_nothing_to_show_is_said(page: Any, project: Project, kind: str) -> None:
    table = project.codings()
    if kind == "lost":
        for guid in table["guid"]:
            project.uncode(guid)
    host.show(page, qda.Passages(project, table.head(0) if kind == "empty" else table))
    page.get_by_text("There is no passage in this table." if kind == "empty" else "None of the passages").wait_for()


@in_browser
def test_a_kernel_that_does_not_answer_is_said(page: Any, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    page.evaluate("window.dead = true")
    page.locator(".wq-where").first.click()
    page.get_by_text("The kernel does not answer yet.").wait_for(timeout=5000)
