"""TextCoder: finding words, turns, codings, texts; choosing what is shown; what keys do."""

from __future__ import annotations

import pytest

import wenger_qda as qda
from wenger_qda.model import ProjectData, Source, Turn
from wenger_qda.store import Project

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
pytestmark = pytest.mark.browser


def here(page) -> str:
    """Give the words from the cursor to the end of its line."""
    return page.evaluate(
        """() => {
          const { focusNode, focusOffset } = getSelection();
          const line = focusNode.parentElement.closest(".wq-line");
          const range = document.createRange();
          range.setStart(focusNode, focusOffset);
          range.setEndAfter(line.lastChild);
          return range.toString();
        }"""
    )


def test_words_are_found_in_the_text_one_after_the_other_and_can_be_coded(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    page.locator(".wq-text").focus()
    page.keyboard.press("f")
    page.keyboard.type("WHO")
    page.get_by_text("1 found").wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("1 of 1").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    host.saved(page)
    assert biscuits.codings()["quote"].tolist() == ["Who"]


def test_words_are_found_in_another_text_which_opens_there(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    page.locator(".wq-text").focus()
    page.keyboard.press("g")
    page.keyboard.type("another")
    page.locator(".wq-hits .wq-row").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("document", name="Text to code: second").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    host.saved(page)
    assert biscuits.codings()[["source", "quote"]].values.tolist() == [["second", "Another"]]


@pytest.mark.parametrize(("said", "words"), [("2", "Pauline"), ("bea", "Pauline"), ("1", "Who brought")])
def test_a_turn_is_gone_to_by_number_and_by_speaker(page, biscuits: Project, said: str, words: str) -> None:
    host.show(page, qda.TextCoder(biscuits))
    page.locator(".wq-text").focus()
    page.keyboard.press("l")
    page.keyboard.type(said)
    page.keyboard.press("Enter")
    assert here(page).startswith(words)


def test_speakers_and_times_are_shown_and_a_time_is_gone_to(page, biscuits: Project) -> None:
    text = "Good morning.\nIs it done?"
    turns = (
        Turn(start_char=0, end_char=13, kind="speech", speaker="Ida", start_ms=1000),
        Turn(start_char=14, end_char=25, kind="speech", speaker="Bea", start_ms=3_725_000),
    )
    biscuits.add(ProjectData(sources=(Source(name="tape", text=text, turns=turns),)))
    host.show(page, qda.TextCoder(biscuits, "tape"))
    assert [line.get_attribute("data-head") for line in page.locator(".wq-line").all()] == ["Ida 0:01", "Bea 1:02:05"]
    page.locator(".wq-text").focus()
    page.keyboard.press("l")
    page.keyboard.type("1:05:00")
    page.keyboard.press("Enter")
    assert here(page) == "Is it done?"


def test_the_next_coding_of_a_code_is_found_in_a_later_text(page, biscuits: Project) -> None:
    biscuits.code("first", 5, 8, "engagement")
    biscuits.code("first", 9, 16, "alignment")
    biscuits.code("second", 8, 12, "engagement")
    host.show(page, qda.TextCoder(biscuits))
    page.locator(".wq-mark").first.wait_for()
    host.put_cursor(page, "Who")
    page.keyboard.press("Shift+N")
    page.get_by_role("document", name="Text to code: second").wait_for()
    page.wait_for_function("() => getSelection().focusOffset === 8 || getSelection().focusNode?.data === 'text'")
    page.keyboard.press("Shift+N")
    page.get_by_text("There is no further coding with Engagement.").wait_for()
    page.keyboard.press("Shift+P")
    page.get_by_role("document", name="Text to code: first").wait_for()


def test_a_text_is_chosen_from_the_list_which_tells_how_far_one_is(page, biscuits: Project) -> None:
    biscuits.code("second", 0, 7, "engagement")
    biscuits.done("second")
    host.show(page, qda.TextCoder(biscuits))
    page.locator(".wq-text").focus()
    page.keyboard.press("b")
    assert page.locator(".wq-progress").inner_text() == "1 of 2 texts done"
    rows = page.locator(".wq-list .wq-row").all_inner_texts()
    assert [" ".join(row.split()) for row in rows] == ["first 0 codings", "✓ second 1 coding"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator(".wq-line", has_text="Another text.").wait_for()
    assert page.evaluate("document.activeElement.className") == "wq-text"


def test_a_filter_says_how_many_codings_it_hides_and_a_new_coding_shows_all_the_same(page, biscuits: Project) -> None:
    biscuits.code("first", 5, 8, "engagement")
    with Project.open(biscuits.path, coder="bo") as other:
        other.code("first", 9, 16, "alignment")
        other.code("first", 21, 29, "engagement")
    host.show(page, qda.TextCoder(biscuits))
    page.locator(".wq-mark").nth(2).wait_for()
    page.locator(".wq-text").focus()
    page.keyboard.press("h")
    page.get_by_label("bo", exact=False).first.uncheck()
    host.expect(page.locator(".wq-mark")).to_have_text(["Who"])
    host.expect(page.locator(".wq-count")).to_have_text("3 codings here, 2 hidden")
    page.get_by_text("Show all").click()
    page.get_by_label("Engagement", exact=False).first.uncheck()
    host.expect(page.locator(".wq-mark")).to_have_text(["brought"])
    host.expect(page.locator(".wq-count")).to_have_text("3 codings here, 2 hidden")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Find").wait_for()


def test_every_key_is_said_and_every_key_that_is_said_does_something(page, biscuits: Project) -> None:
    biscuits.code("first", 5, 16, "engagement")
    host.show(page, qda.TextCoder(biscuits))
    page.locator(".wq-text").focus()
    page.keyboard.press("?")
    panel = page.get_by_role("dialog", name="Keys")
    assert panel.locator("dd").count() > 40
    assert "Take back the last step." in panel.inner_text()
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    for key in "/iromwcxjnpuUstfglhkaebd?[]{}":
        host.put_cursor(page, "brought")
        page.keyboard.press(key)
        assert "nothing here yet" not in page.locator(".wq-status").inner_text()
        for _ in range(2):
            page.keyboard.press("Escape")


def test_keys_select_by_sentence_and_take_in_the_next_one(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    host.put_cursor(page, "Pauline")
    page.keyboard.press("s")
    page.keyboard.press("s")
    page.keyboard.press("1")
    host.saved(page)
    assert biscuits.codings()["quote"].tolist() == ["BEA: Pauline. She always does 🙂 every week."]


def test_tab_leaves_the_view_and_letters_elsewhere_are_not_taken(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    page.evaluate("document.body.append(Object.assign(document.createElement('input'), {id: 'after'}))")
    page.locator(".wq-text").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "after":
            break
    page.keyboard.type("1xd")
    assert page.locator("#after").input_value() == "1xd"
    assert biscuits.codings().empty
