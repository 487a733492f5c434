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
    page.keyboard.press("d")
    page.locator(".wq-findings[data-findings]").wait_for()


def saved(page: Any) -> None:
    page.locator(".wq-coder .wq-status", has_text="Saved.").wait_for()


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
    page.keyboard.press("d")
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
    answers = mia.answers()
    assert answers[["answer", "words"]].values.tolist() == [["seen", ""], ["mine", "I do not see a thing."]]
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
    assert page.get_by_label("You stand by your coding. Why?").is_hidden()
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
    page.keyboard.press("/")
    page.keyboard.type("stories")
    page.keyboard.press("Enter")
    saved(page)
    page.keyboard.press("v")
    page.locator(f"{LINE}[data-verdict=agree]").wait_for()
    assert page.locator(f"{LINE} .wq-sign").all_inner_texts() == ["○", "="]
    page.keyboard.press("e")
    page.keyboard.press("d")  # open again: blind again
    page.get_by_text("Open again.").first.wait_for()
    assert is_shown(page, "Code")
    assert page.get_by_role("button", name="Compare").get_attribute("aria-disabled") == "true"


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
