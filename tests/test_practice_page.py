"""Practice on the page: the real Python widget under a small page in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from projects import code_words, study

import wenger_qda as qda
from wenger_qda.store import Project

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
pytestmark = pytest.mark.browser
STAMP = "the stamp is 🙂 missing"
LINE = ".wq-findings-list .wq-docket-line"
CODES = f"{LINE} .wq-docket-code"


@pytest.fixture
def amina(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study.wqda") as made:
        made.edit_code("tools", include="Whatever is at hand.", exclude="What is only wished for.")
        code_words(made, "talk", STAMP, "tools", note="A thing at hand.")
        code_words(made, "talk", "Again", "stories", note="Told once more.")
        code_words(made, "notes", "snacks", "maintenance")
        yield made


@pytest.fixture
def mia(amina: Project) -> Iterator[Project]:
    with Project.open(amina.path, coder="mia") as opened:
        yield opened


def show(page: Any, project: Project) -> None:
    host.show(page, qda.Practice(project, reference="amina", source="talk"))


def done(page: Any) -> None:
    page.locator(".wq-coder .wq-text").focus()
    say_done(page)
    page.locator(".wq-findings[data-findings]").wait_for()


def say_done(page: Any) -> None:
    page.keyboard.press("d")
    page.get_by_text("Press d once more").first.wait_for()
    page.keyboard.press("d")


def saved(page: Any) -> None:
    page.locator(".wq-coder .wq-status", has_text="Saved.").wait_for()


def answers(page: Any, words: str) -> None:
    page.locator(".wq-findings .wq-status", has_text=words).wait_for()


def is_shown(page: Any, part: str) -> bool:
    return page.get_by_role("button", name=part, exact=True).get_attribute("aria-pressed") == "true"


def test_a_text_is_coded_blind_and_then_compared_by_keys_alone(page, amina: Project, mia: Project) -> None:
    show(page, mia)
    assert page.locator(".wq-strip .wq-total").inner_text() == "0 of 2 texts done"
    assert "A thing at hand" not in page.content()
    host.select(page, STAMP)
    page.keyboard.press("/")
    page.keyboard.type("stories")
    page.keyboard.press("Enter")
    saved(page)
    say_done(page)
    page.locator(LINE).first.wait_for()
    assert is_shown(page, "Compare")
    assert page.evaluate("document.activeElement.matches('.wq-findings-list')")
    assert page.locator(CODES).all_inner_texts() == ["Stories ≈ Tools", "Stories"]
    assert page.locator(".wq-strip .wq-total").inner_text() == "1 of 2 texts done"
    assert page.locator(".wq-findings .wq-run").all_inner_texts() == [STAMP]
    definitions = page.locator(".wq-findings .wq-definition")
    assert definitions.locator("h3").all_inner_texts() == ["Stories", "Tools"]
    said = definitions.nth(1).inner_text()
    assert "Whatever is at hand." in said
    assert "What is only wished for." in said
    assert "Reason" in page.locator(".wq-side-of[data-coder=amina] .wq-note").get_attribute("data-is")
    assert page.locator(".wq-side-of[data-coder=amina] .wq-note").inner_text() == "A thing at hand."


def test_answers_go_on_to_the_next_difference_and_stay(page, amina: Project, mia: Project) -> None:
    code_words(mia, "talk", "Is it done", "enterprise")
    show(page, mia)
    done(page)
    assert page.locator(CODES).all_inner_texts() == ["Enterprise", "Tools", "Stories"]
    page.keyboard.press("s")
    page.locator(f"{LINE}[data-answer=seen]").wait_for()
    current = page.locator(f'{LINE}[aria-selected="true"]')
    assert current.locator(".wq-docket-code").inner_text() == "Tools"
    page.keyboard.press("m")
    page.keyboard.type("I do not see a thing.")
    page.keyboard.press("Enter")
    page.locator(f"{LINE}[data-answer=mine]").wait_for()
    assert current.locator(".wq-docket-code").inner_text() == "Stories"
    kept = mia.answers()
    assert kept[["answer", "words"]].values.tolist() == [["seen", ""], ["mine", "I do not see a thing."]]
    assert "2 of 3 answered" in page.locator(".wq-findings .wq-total").inner_text()
    page.keyboard.press("k")
    page.keyboard.press("Delete")
    page.get_by_text("1 of 3 answered").wait_for()
    assert mia.answers()["answer"].tolist() == ["seen"]
    page.keyboard.press("m")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.wq-findings-list')")


def test_an_answer_is_about_the_passage_it_was_begun_at(page, amina: Project, mia: Project) -> None:
    code_words(mia, "talk", "Is it done", "enterprise")
    show(page, mia)
    done(page)
    page.keyboard.press("m")
    page.keyboard.type("because")
    mia.uncode(mia.codings(coders="mia")["guid"].item())  # in another notebook, while one writes
    page.wait_for_function("document.querySelector('.wq-findings').dataset.findings === '2'")
    assert page.get_by_label("You stand by your own. Why?").is_hidden()
    assert mia.answers().empty
    page.keyboard.press("m")
    page.keyboard.type("A wish.")
    page.keyboard.press("Enter")
    page.locator(f"{LINE}[data-answer=mine]").wait_for()
    assert mia.answers()["reference_guid"].tolist() == amina.codings(codes="tools")["guid"].tolist()


def test_only_some_findings_are_shown(page, amina: Project, mia: Project) -> None:
    code_words(mia, "talk", STAMP, "tools")
    show(page, mia)
    done(page)
    assert page.locator(LINE).count() == 2
    page.get_by_label("Which passages").select_option("missed")
    assert page.locator(CODES).all_inner_texts() == ["Stories"]
    page.get_by_label("Which passages").select_option("sibling")
    assert page.locator(".wq-findings .wq-empty").inner_text().startswith("No passage is like that")
    page.get_by_label("Which passages").select_option("")
    page.get_by_label("Only one code").select_option("tools")
    assert page.locator(CODES).all_inner_texts() == ["Tools"]


def test_before_a_text_is_done_there_is_nothing_to_compare(page, amina: Project, mia: Project) -> None:
    show(page, mia)
    page.locator(".wq-coder .wq-text").focus()
    page.keyboard.press("v")
    page.get_by_text("Say first that you are done with this text (key d).").first.wait_for()
    assert is_shown(page, "Code")
    page.keyboard.press("?")
    assert "See how the reference has coded this text" in page.locator(".wq-coder .wq-keys").inner_text()


def test_back_to_coding_and_what_is_coded_then_is_compared_again(page, amina: Project, mia: Project) -> None:
    show(page, mia)
    done(page)
    assert page.locator(CODES).all_inner_texts() == ["Tools", "Stories"]
    page.keyboard.press("e")
    assert is_shown(page, "Code")
    host.select(page, "Again")
    code_here(page, "stories")
    page.get_by_text("press d to take it up again").first.wait_for()
    assert mia.codings(coders="mia").empty
    page.keyboard.press("d")  # open again: blind again
    page.get_by_text("Open again.").first.wait_for()
    assert is_shown(page, "Code")
    assert page.get_by_role("button", name="Compare").get_attribute("aria-disabled") == "true"
    host.select(page, "Again")
    code_here(page, "stories")
    saved(page)
    say_done(page)
    page.locator(f"{LINE}[data-verdict=agree]").wait_for()
    assert page.locator(f"{LINE} .wq-sign").all_inner_texts() == ["○", "="]


def code_here(page: Any, query: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(query)
    page.keyboard.press("Enter")


def test_one_key_too_many_does_not_show_the_reference(page, amina: Project, mia: Project) -> None:
    show(page, mia)
    host.select(page, STAMP)
    page.keyboard.press("d")
    page.get_by_text("Press d once more").first.wait_for()
    code_here(page, "stories")  # going on coding: what was said is forgotten
    saved(page)
    page.keyboard.press("d")
    page.get_by_text("Press d once more").first.wait_for()
    assert is_shown(page, "Code")
    assert mia.current_round("talk").status == "open"


def test_nobody_stands_by_something_without_a_reason(page, amina: Project, mia: Project) -> None:
    show(page, mia)
    done(page)
    page.keyboard.press("m")
    assert page.locator(".wq-reason-choice").inner_text() == "I stand by leaving it out:"
    page.keyboard.press("Enter")
    answers(page, "Write why in a few words")
    page.keyboard.type("axe")  # would be commands in the list
    assert page.get_by_label("You stand by your own. Why?").input_value() == "axe"
    assert mia.answers().empty
    page.keyboard.press("Enter")
    page.locator(f"{LINE}[data-answer=mine]", has_text="You stand by leaving it out. axe").wait_for()


def test_answers_are_taken_back_one_by_one(page, amina: Project, mia: Project) -> None:
    show(page, mia)
    done(page)
    page.keyboard.press("s")
    page.get_by_text("1 of 2 answered").wait_for()
    page.keyboard.press("s")
    answers(page, "All 2 differences of this text are answered.")
    for left in (1, 0):
        page.keyboard.press("Control+z")
        page.get_by_text(f"{left} of 2 answered").wait_for()
    assert page.locator(f'{LINE}[aria-selected="true"] .wq-docket-code').inner_text() == "Tools"
    assert mia.answers().empty
    page.keyboard.press("Control+z")
    answers(page, "There is no answer to take back")


def test_the_same_code_close_by_is_pointed_at(page, amina: Project, mia: Project) -> None:
    code_words(mia, "talk", "Is it done", "tools")
    show(page, mia)
    done(page)
    assert page.locator(f"{LINE} .wq-sign").all_inner_texts() == ["+", "○", "○"]
    page.keyboard.press("Home")
    assert "amina has it close by, on other words" in page.locator(".wq-findings .wq-case-head").inner_text().lower()
    page.keyboard.press("j")
    assert "You have it close by" in page.locator(".wq-findings .wq-case-head").inner_text()


def test_it_is_said_where_keys_go_while_the_focus_is_elsewhere(page, amina: Project, mia: Project) -> None:
    show(page, mia)
    foot = ".wq-coder .wq-foot"
    said = f"getComputedStyle(document.querySelector('{foot}'), '::after').content"
    assert "Keys go to the notebook now. Click in the text first." in page.evaluate(said)
    page.locator(".wq-coder .wq-text").click()
    assert page.evaluate(said) == "none"


def test_how_one_has_done_so_far(page, amina: Project, mia: Project) -> None:
    code_words(mia, "talk", STAMP, "tools")
    show(page, mia)
    page.get_by_role("button", name="So far").click()
    page.get_by_text("Nothing yet: code a text first").wait_for()
    page.keyboard.press("y")
    assert is_shown(page, "Code")
    done(page)
    page.keyboard.press("y")
    page.locator(".wq-lessons li").first.wait_for()
    assert page.locator(".wq-lessons li").all_inner_texts() == ["Stories Missed once: read what it includes."]
    kappas = page.locator(".wq-sofar-part", has_text="Code by code").locator("tbody tr")
    assert [text.split("\t")[:5] for text in kappas.all_inner_texts()] == [
        ["Stories", "0", "1", "0", "0.00"], ["Tools", "1", "1", "1", "1.00"],
    ]  # fmt: skip
    page.locator(".wq-lessons button").first.click()
    page.locator(".wq-sofar-about h3", has_text="Stories").wait_for()
    texts = page.locator(".wq-sofar-part", has_text="Text by text").locator("tbody tr")
    assert texts.all_inner_texts()[1].split("\t") == ["✓ talk", "1", "0", "1", "0", "0 of 1"]
    texts.nth(1).locator("button").click()
    page.locator(LINE).first.wait_for()
    assert is_shown(page, "Compare")


def test_another_text_is_opened_from_the_findings(page, amina: Project, mia: Project) -> None:
    mia.add_coder("kim")
    show(page, mia)
    done(page)
    page.keyboard.press(",")
    page.locator(".wq-coder .wq-text[aria-label='Text to code: notes']").wait_for(state="attached")
    assert is_shown(page, "Code")  # it is not done yet
    done(page)
    page.locator(CODES, has_text="Maintenance").wait_for()
    page.keyboard.press(".")
    page.locator(CODES, has_text="Tools").wait_for()
    assert is_shown(page, "Compare")


def test_words_of_others_are_no_markup(page, amina: Project, mia: Project) -> None:
    amina.edit_code("tools", definition="<img src=x onerror=alert(1)>")
    code_words(amina, "talk", "Nearly", "enterprise", note="<b>bold</b>")
    show(page, mia)
    done(page)
    page.keyboard.press("Home")
    assert page.locator(".wq-side-of[data-coder=amina] .wq-note").inner_text() == "<b>bold</b>"
    assert page.locator(".wq-findings img").count() == 0


def test_jupyter_never_sees_our_keys(page, amina: Project, mia: Project) -> None:
    show(page, mia)
    page.evaluate(
        """() => {
          window.seen = [];
          document.addEventListener("keydown", (event) => {
            if (!document.activeElement.hasAttribute("data-lm-suppress-shortcuts")) window.seen.push(event.key);
          });
        }"""
    )
    done(page)
    for key in ("j", "k", "x", "s", "o", "a"):
        page.keyboard.press(key)
    page.keyboard.press("Control+s")
    assert page.evaluate("window.seen") == ["Control", "s"]
