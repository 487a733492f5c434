"""Passages on the page: the real Python widget under a small page in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from projects import HEARD, NOTES, TALK, code_words, coded_study, study

import wenger_qda as qda
from wenger_qda.model import ProjectData, Source
from wenger_qda.store import Project

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
pytestmark = pytest.mark.browser
CARD = ".wq-passage"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with coded_study(tmp_path / "study.wqda") as made:
        yield made


@pytest.fixture
def bo(project: Project) -> Iterator[Project]:
    project.add_coder("bo")
    with Project.open(project.path, coder="bo") as opened:
        yield opened


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


def test_a_passage_stands_with_all_that_is_known_of_it(page, project: Project) -> None:
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


def test_words_choose_passages_and_are_marked(page, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    look_for(page, "STAMP miss", 1)
    assert shown(page) == ["the stamp is 🙂 missing"]
    assert page.locator(f"{CARD} mark").all_inner_texts() == ["stamp", "miss"]
    assert page.locator(".wq-total").inner_text() == "1 passage in 1 text, 2 hidden by the filter"
    look_for(page, "nothing", 0)
    page.get_by_text("No passage holds these words.").wait_for()
    look_for(page, "", 3)


def test_passages_stand_under_headings(page, project: Project) -> None:
    code_words(project, "talk", "Nearly", "maintenance")
    host.show(page, qda.Passages(project, project.codings()))
    page.get_by_label("Order of the passages").select_option("code")
    headings = [" ".join(text.split()) for text in page.locator(".wq-passage-list h3").all_inner_texts()]
    assert headings == ["Stories 1", "Tools 1", "Maintenance 2"]
    assert shown(page) == ["Pauline", "the stamp is 🙂 missing", "snacks", "Nearly"]


def test_arrows_go_from_passage_to_passage_and_enter_shows_it_in_its_text(page, project: Project) -> None:
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


def test_speakers_and_times_stand_in_the_text_beside_the_list(page, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    page.locator(".wq-where").first.click()
    page.locator(".wq-reader .wq-line").first.wait_for()
    heads = page.locator(".wq-reader .wq-line").evaluate_all("lines => lines.map((line) => line.dataset.head)")
    assert heads == ["Ida 1:01", "Bea 1:02:05"]


def test_a_view_for_coding_on_the_page_shows_the_passage(page, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    show_beside(page, qda.TextCoder(project, "notes"))
    page.locator(".wq-sources", has_text="notes").wait_for()
    page.locator(".wq-where", has_text="talk").click()
    page.locator(".wq-sources", has_text="talk").wait_for()
    page.get_by_text("Shown in the view for coding: talk.").wait_for()
    page.wait_for_function("getSelection().toString() === 'the stamp is 🙂 missing'")
    assert page.locator(".wq-reader").is_hidden()


def test_a_view_for_coding_of_another_project_or_out_of_sight_is_left_alone(
    page, project: Project, tmp_path: Path
) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    with study(tmp_path / "other.wqda") as other:
        show_beside(page, qda.TextCoder(other, "notes"))
        page.locator(".wq-sources", has_text="notes").wait_for()
        page.locator(".wq-where", has_text="talk").click()
        page.locator(".wq-reader .wq-mark").wait_for()
        assert page.locator(".wq-sources", has_text="notes").count() == 1


def test_a_hidden_view_for_coding_is_left_alone(page, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    show_beside(page, qda.TextCoder(project, "notes"))
    page.locator(".wq-sources", has_text="notes").wait_for()
    page.evaluate("document.body.lastElementChild.style.display = 'none'")
    page.locator(".wq-where", has_text="talk").click()
    page.locator(".wq-reader .wq-mark").wait_for()


def test_keys_are_kept_from_jupyter_and_saving_is_not(page, project: Project) -> None:
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


def test_one_passage_and_all_that_are_shown_are_copied_as_plain_text(page, project: Project) -> None:
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


def test_long_passages_are_shortened_and_copied_whole(page, project: Project) -> None:
    text = " ".join(f"word{n}" for n in range(6000))
    project.add(ProjectData(sources=(Source(name="long", text=text),)))
    guid = project.code("long", 0, len(text), "tools").guid
    table = project.codings()
    host.show(page, qda.Passages(project, table[table["guid"] == guid]))
    assert len(page.locator(".wq-words").inner_text()) < 800
    page.get_by_text(f"show more of {len(text):,} characters").click()
    assert "word900 " in page.locator(".wq-words").inner_text()
    assert page.evaluate("document.activeElement.matches('.wq-passage')")
    page.locator(".wq-filter").fill("word1999")
    page.locator(f"{CARD} mark", has_text="word1999").wait_for()
    page.evaluate("document.addEventListener('copy', () => { window.copied = document.activeElement.value; })")
    page.get_by_role("button", name="Copy all").click()
    page.get_by_text("The passages are copied").wait_for()
    assert page.evaluate("window.copied").startswith(f"“{text}”")


def test_what_changes_elsewhere_is_shown_within_seconds(page, project: Project) -> None:
    table = project.codings()
    host.show(page, qda.Passages(project, table))
    page.locator(CARD).nth(2).focus()
    page.keyboard.press("Enter")
    page.locator(".wq-reader .wq-mark").wait_for()
    project.uncode(table["guid"].iloc[0])
    project.correct("talk", "Later.\n" + TALK)
    page.locator(".wq-left-out", has_text="1 left out: the project has no such coding any more.").wait_for()
    page.locator(".wq-reader .wq-line", has_text="Later.").wait_for()
    assert page.locator(".wq-reader .wq-mark").inner_text() == "the stamp is 🙂 missing"
    assert page.locator(f"{CARD}[data-current] .wq-words").inner_text() == "the stamp is 🙂 missing"


def test_a_text_that_was_withdrawn_meanwhile_is_said(page, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    project.remove_source("notes")
    page.locator(".wq-where", has_text="notes").click()
    page.get_by_text("this text was taken out of the project meanwhile").wait_for()
    assert page.locator(".wq-reader").is_hidden()


def test_what_a_blind_round_hides_is_said(page, project: Project, bo: Project) -> None:
    project.assign("heard", coder="bo")
    host.show(page, qda.Passages(bo, bo.codings()))
    assert page.locator(".wq-left-out").inner_text() == "1 not shown while a round is open for you."
    assert shown(page) == ["snacks", "the stamp is 🙂 missing"]


def test_thousands_of_passages_are_drawn_as_they_come_near(page, project: Project) -> None:
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


def test_what_one_reads_stays_where_it_is_when_something_changes(page, project: Project) -> None:
    spans = [(start, end) for end in range(1, 90) for start in range(end)][:400]
    host.show(
        page, qda.Passages(project, pd.DataFrame(spans, columns=["start_char", "end_char"]).assign(source="notes"))
    )
    page.locator(CARD).first.focus()
    for _ in range(20):
        page.keyboard.press("PageDown")
    reading = f"{CARD}[aria-posinset='201']"
    page.wait_for_timeout(300)  # the passages around are drawn as they come near
    before = page.locator(reading).bounding_box()["y"]
    project.rename_source("notes", "monday")
    page.locator(f"{reading} .wq-where", has_text="monday").wait_for()
    page.wait_for_timeout(300)
    assert abs(page.locator(reading).bounding_box()["y"] - before) < 3
    assert page.evaluate("document.activeElement.getAttribute('aria-posinset')") == "201"


def test_text_is_never_markup(page, project: Project) -> None:
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


@pytest.mark.parametrize("kind", ["empty", "lost"])
def test_nothing_to_show_is_said(page, project: Project, kind: str) -> None:
    table = project.codings()
    if kind == "lost":
        for guid in table["guid"]:
            project.uncode(guid)
    host.show(page, qda.Passages(project, table.head(0) if kind == "empty" else table))
    page.get_by_text("There is no passage in this table." if kind == "empty" else "None of the passages").wait_for()


def test_a_kernel_that_does_not_answer_is_said(page, project: Project) -> None:
    host.show(page, qda.Passages(project, project.codings()))
    page.evaluate("window.dead = true")
    page.locator(".wq-where").first.click()
    page.get_by_text("The kernel does not answer yet.").wait_for(timeout=5000)
