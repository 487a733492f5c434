"""TextCoder: keys that come before the answer to the key before, and answers that overtake each other."""

from __future__ import annotations

import pytest

import wenger_qda as qda
from wenger_qda.store import Project

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
pytestmark = pytest.mark.browser


def hold(page) -> None:
    """Keep all that the page asks, as a busy kernel does, until it is let go."""
    page.evaluate(
        """() => {
          const ask = window.ask; const kept = [];
          window.ask = (message) => new Promise((go) => kept.push(() => ask(message).then(go)));
          window.let_go = () => { window.ask = ask; kept.forEach((go) => go()); };
        }"""
    )


def let_go(page) -> None:
    page.evaluate("window.let_go()")
    host.saved(page)
    page.wait_for_function("() => document.querySelectorAll('.wq-pending').length === 0")


def code_at_cursor(page, words: str, key: str = "1") -> None:
    """Code words and put the cursor into them, so that keys speak of the coding."""
    host.select(page, words)
    page.keyboard.press(key)
    host.put_cursor(page, words)


def test_a_coding_is_taken_away_before_it_is_saved(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    hold(page)
    code_at_cursor(page, "Pauline")
    page.keyboard.press("Delete")
    let_go(page)
    assert page.locator(".wq-mark").count() == 0
    assert biscuits.codings().empty


def test_a_coding_is_stretched_and_given_another_code_before_it_is_saved(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    hold(page)
    code_at_cursor(page, "brought")
    page.keyboard.press("]")
    page.keyboard.press("]")
    page.keyboard.press("r")
    page.keyboard.type("imagin")
    page.keyboard.press("Enter")
    let_go(page)
    assert biscuits.codings()[["quote", "code"]].values.tolist() == [["brought the biscuits", "imagination"]]
    assert page.locator(".wq-mark").all_inner_texts() == ["brought the biscuits"]


def test_a_memo_begun_before_the_coding_is_saved_is_kept(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    hold(page)
    code_at_cursor(page, "Pauline")
    page.keyboard.press("m")
    page.keyboard.type("always ")
    let_go(page)
    page.keyboard.type("she")
    page.keyboard.press("Control+Enter")
    page.locator(".wq-note", has_text="always she").wait_for()
    host.saved(page)
    assert biscuits.codings()["note"].tolist() == ["always she"]


def test_the_same_code_twice_at_a_place_is_one_coding_that_can_be_taken_away_at_once(page, biscuits: Project) -> None:
    biscuits.code("first", 5, 8, "engagement", note="mine")
    host.show(page, qda.TextCoder(biscuits))
    hold(page)
    host.select(page, "Who")
    page.locator('[data-code="engagement"]').click()
    page.locator('[data-code="engagement"]').click()
    host.expect(page.locator(".wq-count")).to_have_text("1 coding here")
    page.locator(".wq-text").focus()
    host.put_cursor(page, "Who")
    page.keyboard.press("Delete")
    let_go(page)
    assert biscuits.codings().empty


def test_a_coding_that_another_notebook_made_a_moment_before_is_the_one_that_is_changed(
    page, biscuits: Project
) -> None:
    host.show(page, qda.TextCoder(biscuits))
    hold(page)
    host.select(page, "Who")
    page.locator('[data-code="engagement"]').click()
    page.locator(".wq-text").focus()
    host.put_cursor(page, "Who")
    page.keyboard.press("]")
    there = biscuits.code("first", 5, 8, "engagement", note="mine")
    let_go(page)
    row = [there.guid, "Who brought", "mine"]
    assert biscuits.codings()[["guid", "quote", "note"]].values.tolist() == [row]
    assert page.locator(".wq-mark").all_inner_texts() == ["Who brought"]


def test_an_answer_that_was_overtaken_brings_nothing_back(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    page.evaluate(
        """() => {
          const ask = window.ask;
          window.ask = async (message) => {
            const answer = await ask(message);
            if (message.t === "code") await new Promise((go) => setTimeout(go, 400));
            return answer;
          };
        }"""
    )
    host.select(page, "Pauline")
    page.keyboard.press("1")
    page.keyboard.press("Control+z")
    page.get_by_text("Taken back:").wait_for()
    page.wait_for_timeout(700)
    assert biscuits.codings().empty
    assert page.locator(".wq-mark").count() == 0


@pytest.mark.parametrize("key", ["1", "]", "x"])
def test_words_are_never_coded_by_places_of_a_text_that_was_corrected_meanwhile(
    page, biscuits: Project, key: str
) -> None:
    if key != "1":
        biscuits.code("first", 9, 29, "engagement")
    host.show(page, qda.TextCoder(biscuits))
    before = biscuits.codings()["quote"].tolist()
    host.put_cursor(page, "the biscuits")
    if key == "1":
        host.select(page, "Pauline")
    with Project.open(biscuits.path, coder="bo") as bo:
        bo.correct("first", "Monday. " + bo.text("first"))
        page.keyboard.press(key)
        status = page.get_by_role("status").first
        status.get_by_text("NOT saved: the text was corrected meanwhile").wait_for()
    assert biscuits.codings()["quote"].tolist() == before
    page.locator(".wq-line", has_text="Monday").wait_for(timeout=6000)
    assert "corrected meanwhile" in status.inner_text()  # still to be read when the text is shown anew
    host.select(page, "Pauline")
    page.keyboard.press("2")
    host.saved(page)
    assert "Pauline" in biscuits.codings()["quote"].tolist()


def test_a_correction_is_not_made_at_a_place_that_has_other_words_now(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    host.select(page, "Pauline")
    page.keyboard.press("e")
    page.get_by_label("What was said").fill("Paula")
    with Project.open(biscuits.path, coder="bo") as bo:
        bo.correct("first", "Monday. " + bo.text("first"))
        page.locator(".wq-line", has_text="Monday").wait_for(timeout=6000)
    text = biscuits.text("first")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("NOT saved: the text was corrected meanwhile").wait_for()
    assert biscuits.text("first") == text
    assert page.get_by_label("What was said").input_value() == "Paula"


def test_a_refusal_is_not_covered_by_what_was_saved_after_it(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    hold(page)
    host.select(page, "Pauline")
    page.locator('[data-code="engagement"]').click()
    page.locator('[data-code="alignment"]').click()
    with Project.open(biscuits.path, coder="bo") as bo:
        bo.remove_code("engagement")
    page.evaluate("window.let_go()")
    page.wait_for_function("() => document.querySelectorAll('.wq-pending').length === 0")
    assert biscuits.codings()["code"].tolist() == ["alignment"]
    assert "NOT saved: there is no code 'engagement'" in page.get_by_role("status").first.inner_text()


def test_a_memo_that_is_refused_is_given_back(page, biscuits: Project) -> None:
    coding = biscuits.code("first", 5, 8, "engagement")
    host.show(page, qda.TextCoder(biscuits))
    host.put_cursor(page, "Who")
    page.keyboard.press("m")
    page.keyboard.type("a long thought")
    away = biscuits.path.with_suffix(".away")
    biscuits.path.rename(away)
    page.keyboard.press("Control+Enter")
    page.get_by_role("status").first.get_by_text("NOT saved: ").wait_for()
    assert page.locator(".wq-memo").input_value() == "a long thought"
    away.rename(biscuits.path)
    page.locator(".wq-memo").press("Control+Enter")
    host.saved(page)
    assert biscuits.codings()[["guid", "note"]].values.tolist() == [[coding.guid, "a long thought"]]


def test_a_text_that_was_asked_for_opens_though_the_one_before_is_to_be_shown_anew(page, biscuits: Project) -> None:
    biscuits.code("first", 5, 8, "engagement")
    host.show(page, qda.TextCoder(biscuits))
    with Project.open(biscuits.path, coder="bo") as bo:
        bo.edit_code("engagement", name="Taking part")
    hold(page)
    page.locator(".wq-text").focus()
    page.keyboard.press("Control+z")
    page.keyboard.press(".")
    page.evaluate("window.let_go()")
    page.locator(".wq-line", has_text="Another text.").wait_for()
    page.wait_for_timeout(500)
    assert page.locator(".wq-line").all_inner_texts() == ["Another text."]
    assert "second" in page.locator(".wq-sources").inner_text()


def test_another_text_forgets_which_coding_was_to_get_another_code(page, biscuits: Project) -> None:
    biscuits.code("first", 5, 8, "engagement")
    host.show(page, qda.TextCoder(biscuits))
    host.put_cursor(page, "Who")
    page.keyboard.press("r")
    page.get_by_role("button", name="The next text").click()
    page.locator(".wq-line", has_text="Another text.").wait_for()
    host.select(page, "Another")
    page.locator('[data-code="alignment"]').click()
    host.saved(page)
    assert biscuits.codings()[["quote", "code"]].values.tolist() == [["Who", "engagement"], ["Another", "alignment"]]


def test_words_that_become_a_code_are_coded_in_their_own_text_only(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    hold(page)
    page.locator(".wq-text").focus()
    page.keyboard.press(".")
    host.select(page, "every week")
    page.keyboard.press("i")
    page.evaluate("window.let_go()")
    page.locator(".wq-line", has_text="Another text.").wait_for()
    page.get_by_text("were not coded").wait_for()
    assert biscuits.codings().empty
