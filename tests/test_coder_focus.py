"""TextCoder: the focus is where it was, a key held down does no harm, and only what is seen to be selected is coded."""

from __future__ import annotations

import pytest

import wenger_qda as qda
from wenger_qda.model import ProjectData, Source
from wenger_qda.store import Project

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
pytestmark = pytest.mark.browser


def focused(page) -> str:
    """Give the class and the words of what has the focus."""
    return page.evaluate("`${document.activeElement.className} ${document.activeElement.textContent.slice(0, 40)}`")


def test_a_selection_drawn_out_of_the_text_ends_with_the_text(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    host.select(page, "Pauline")
    page.keyboard.press("Shift")
    page.evaluate(
        """() => {
          const line = document.querySelectorAll(".wq-line")[5].firstChild;
          getSelection().setBaseAndExtent(line, 6, document.querySelector(".wq-status"), 0);
        }"""
    )
    page.keyboard.press("1")
    host.saved(page)
    assert biscuits.codings()["quote"].tolist() == ["table"]


@pytest.mark.parametrize(("key", "words", "selected"), [("ArrowDown", "table", "table"), ("ArrowUp", "DA", "I")])
def test_a_selection_made_by_keys_ends_with_the_text(page, biscuits: Project, key, words, selected) -> None:
    host.show(page, qda.TextCoder(biscuits))
    host.put_cursor(page, words)
    for _ in range(3):
        page.keyboard.press(f"Shift+{key}")
    page.keyboard.press("1")
    host.saved(page)
    assert biscuits.codings()["quote"].tolist() == [selected]


def test_all_of_the_text_is_selected_by_the_usual_key_and_nothing_beside_it(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    host.select(page, "Pauline")
    page.keyboard.press("Control+a")
    page.keyboard.press("1")
    host.saved(page)
    assert biscuits.codings()["quote"].tolist() == [biscuits.text("first").strip()]


@pytest.mark.parametrize("line", [49, 50, 99])
def test_a_triple_click_takes_a_line_also_the_last_one_of_a_piece_of_the_page(page, biscuits: Project, line) -> None:
    biscuits.add(ProjectData(sources=(Source(name="long", text="\n".join(f"line {n}." for n in range(100))),)))
    host.show(page, qda.TextCoder(biscuits, "long"))
    page.locator(".wq-line").nth(line).scroll_into_view_if_needed()
    page.locator(".wq-line").nth(line).click(click_count=3, position={"x": 30, "y": 8})
    page.keyboard.press("1")
    host.saved(page)
    assert biscuits.codings()["quote"].tolist() == [f"line {line}."]


def test_the_border_after_the_last_line_of_a_piece_of_the_page_is_a_place(page, biscuits: Project) -> None:
    biscuits.add(ProjectData(sources=(Source(name="long", text="\n".join(f"line {n}." for n in range(100))),)))
    host.show(page, qda.TextCoder(biscuits, "long"))
    page.evaluate(
        """() => {
          document.querySelector(".wq-text").focus();
          const chunk = document.querySelector(".wq-chunk");
          getSelection().setBaseAndExtent(chunk.children[49].firstChild, 0, chunk, 50);
        }"""
    )
    page.keyboard.press("1")
    host.saved(page)
    assert biscuits.codings()["quote"].tolist() == ["line 49."]


def test_a_key_held_down_takes_one_coding_away_and_not_those_around_it(page, biscuits: Project) -> None:
    biscuits.code("first", 5, 29, "alignment")
    biscuits.code("first", 9, 20, "engagement")
    host.show(page, qda.TextCoder(biscuits))
    host.put_cursor(page, "the biscuits")
    for _ in range(3):
        page.keyboard.down("Delete")
    page.keyboard.up("Delete")
    host.saved(page)
    assert biscuits.codings()["code"].tolist() == ["alignment"]


def test_a_key_held_down_makes_one_code_of_the_words_and_goes_on_moving_the_cursor(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    before = len(biscuits.codes())
    host.select(page, "every week")
    for _ in range(3):
        page.keyboard.down("i")
    page.keyboard.up("i")
    host.saved(page)
    page.wait_for_timeout(200)
    assert len(biscuits.codes()) == before + 1
    host.put_cursor(page, "Pauline")
    for _ in range(3):
        page.keyboard.down("ArrowRight")
    page.keyboard.up("ArrowRight")
    page.keyboard.down("Shift")
    for _ in range(2):
        page.keyboard.down("ArrowRight")
    page.keyboard.up("ArrowRight")
    page.keyboard.up("Shift")
    assert page.evaluate("getSelection().toString()") == "li"


def test_choosing_what_is_shown_leaves_the_focus_on_the_choice(page, biscuits: Project) -> None:
    biscuits.code("first", 5, 29, "alignment")
    host.show(page, qda.TextCoder(biscuits))
    page.locator(".wq-text").focus()
    page.keyboard.press("h")
    none = page.locator('[data-kind="codes"]').get_by_role("button", name="none")
    none.focus()
    page.keyboard.press("Enter")
    host.expect(page.locator(".wq-count")).to_have_text("1 coding here, 1 hidden")
    assert "none" in focused(page)
    page.keyboard.press("Escape")
    assert focused(page).startswith("wq-text")


def test_a_coding_removed_by_its_button_leaves_the_focus_in_the_view(page, biscuits: Project) -> None:
    biscuits.code("first", 5, 8, "alignment")
    host.show(page, qda.TextCoder(biscuits))
    host.put_cursor(page, "Who")
    page.get_by_role("button", name="Remove").focus()
    page.keyboard.press("Enter")
    host.saved(page)
    page.locator(".wq-here", has_text="no coding").wait_for()
    assert focused(page).startswith("wq-text")


def test_turning_to_another_coding_by_its_row_leaves_the_focus_on_the_row(page, biscuits: Project) -> None:
    biscuits.code("first", 5, 8, "alignment")
    biscuits.code("first", 5, 16, "engagement")
    host.show(page, qda.TextCoder(biscuits))
    host.put_cursor(page, "Who")
    rows = page.locator(".wq-here .wq-row")
    host.expect(rows).to_have_count(2)
    rows.nth(0).focus()
    page.keyboard.press("Enter")
    host.expect(rows.nth(0)).to_have_attribute("aria-current", "true")
    host.expect(rows.nth(0)).to_be_focused()


def test_a_list_of_texts_that_changes_while_it_is_open_keeps_the_focus(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    page.locator(".wq-text").focus()
    page.keyboard.press("b")
    page.keyboard.press("ArrowDown")
    assert "second" in focused(page)
    with Project.open(biscuits.path, coder="bo") as bo:
        bo.code("second", 0, 7, "alignment")
        page.locator(".wq-popover .wq-row", has_text="1 coding").wait_for(timeout=6000)
    assert "second" in focused(page)
    page.keyboard.press("Enter")
    page.locator(".wq-line", has_text="Another text.").wait_for()


def test_a_place_is_gone_to_in_both_views_and_the_focus_stays_in_the_one_it_was_in(page, biscuits: Project) -> None:
    biscuits.code("second", 0, 7, "alignment")
    host.show(page, qda.TextCoder(biscuits, height=340))
    page.evaluate("window.add_view()")
    page.locator(".wq").nth(1).locator(".wq-line").first.wait_for()
    first = page.locator(".wq").nth(0)
    first.locator('[data-code="alignment"]').focus()
    page.keyboard.press("k")
    first.locator(".wq-definition").wait_for()
    first.locator(".wq-definition .wq-link", has_text="second").click()
    page.locator(".wq").nth(1).locator(".wq-line", has_text="Another text.").wait_for()
    page.wait_for_timeout(100)
    assert page.evaluate("document.querySelectorAll('.wq')[0].contains(document.activeElement)")


def test_a_word_that_an_input_method_is_composing_is_not_searched_yet(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    page.locator(".wq-text").focus()
    page.keyboard.press("f")
    page.keyboard.type("Pauline")
    page.get_by_text("1 found").wait_for()
    page.evaluate(
        """() => document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }))"""
    )
    assert "1 found" in page.locator(".wq-find [role=status]").inner_text()


def test_selected_words_stay_marked_while_a_code_is_looked_for(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    kept = "[...(CSS.highlights.get('wq-kept') ?? [])].map(String)"
    host.select(page, "Pauline")
    assert page.evaluate(kept) == []  # the browser shows it
    page.keyboard.press("/")
    page.keyboard.type("st")
    page.wait_for_function(f"{kept}.join() === 'Pauline'")
    page.keyboard.press("Escape")
    page.wait_for_function(f"{kept}.length === 0")
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    host.saved(page)
    page.wait_for_function(f"{kept}.length === 0")
