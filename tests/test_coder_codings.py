"""TextCoder: codings that are there are moved, cut, joined, given another code, weighed, corrected under."""

from __future__ import annotations

import pytest

import wenger_qda as qda
from wenger_qda.store import Project

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
pytestmark = pytest.mark.browser


def spans(project: Project) -> list[str]:
    return project.codings()["quote"].tolist()


def at_coding(page, project: Project, words: str = "brought the biscuits", code: str = "engagement", **fields) -> str:
    """Code words, show the text, and put the cursor into them; give the coding's guid."""
    start = project.text("first").index(words)
    coding = project.code("first", start, start + len(words), code, **fields)
    host.show(page, qda.TextCoder(project))
    page.locator(".wq-mark").first.wait_for()
    host.put_cursor(page, words)
    return coding.guid


@pytest.mark.parametrize(
    ("key", "becomes"),
    [
        ("]", "brought the biscuits?\nBEA"),
        ("[", "brought the"),
        ("}", "Who brought the biscuits"),
        ("{", "the biscuits"),
    ],
)
def test_a_coding_takes_in_a_word_more_or_a_word_less(page, biscuits: Project, key: str, becomes: str) -> None:
    guid = at_coding(page, biscuits, note="mine")
    page.keyboard.press(key)
    host.saved(page)
    assert biscuits.codings()[["guid", "quote", "note"]].values.tolist() == [[guid, becomes, "mine"]]


def test_a_selection_is_moved_and_no_coding_with_it(page, biscuits: Project) -> None:
    at_coding(page, biscuits)
    host.select(page, "the")
    page.keyboard.press("]")
    page.keyboard.press("2")
    host.saved(page)
    assert sorted(spans(biscuits)) == ["brought the biscuits", "the biscuits"]


def test_a_coding_is_cut_in_two_and_joined_again(page, biscuits: Project) -> None:
    at_coding(page, biscuits, note="who thanks her?")
    host.put_cursor(page, "the biscuits")
    page.keyboard.press("x")
    page.get_by_text("Cut in two.").wait_for()
    assert spans(biscuits) == ["brought", "the biscuits"]
    host.put_cursor(page, "brought")
    page.keyboard.press("j")
    page.get_by_text("Joined.").wait_for()
    assert spans(biscuits) == ["brought the biscuits"]
    assert "who thanks her?" in biscuits.codings()["note"][0]


def test_a_coding_gets_another_code_and_keeps_its_memo(page, biscuits: Project) -> None:
    guid = at_coding(page, biscuits, note="mine")
    page.keyboard.press("r")
    page.keyboard.type("imagin")
    page.keyboard.press("Enter")
    host.saved(page)
    assert biscuits.codings()[["guid", "code", "note"]].values.tolist() == [[guid, "imagination", "mine"]]
    assert page.evaluate("document.activeElement.className") == "wq-text"


def test_escape_leaves_a_code_as_it_is(page, biscuits: Project) -> None:
    at_coding(page, biscuits)
    page.keyboard.press("r")
    page.keyboard.press("Escape")
    host.select(page, "Pauline")
    page.locator('[data-code="alignment"]').click()
    host.saved(page)
    assert biscuits.codings()["code"].tolist() == ["engagement", "alignment"]


def test_a_coding_is_weighed_and_said_to_be_in_doubt_and_evidence_against(page, biscuits: Project) -> None:
    at_coding(page, biscuits)
    page.keyboard.press("w")
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    host.saved(page)
    page.locator("[name=certainty]").select_option("in doubt")
    page.wait_for_function("() => document.querySelector('.wq-here').textContent.includes('in doubt')")
    page.locator("[name=stance]").select_option("against")
    page.wait_for_function("() => document.querySelector('.wq-here').textContent.includes('against')")
    host.saved(page)
    assert biscuits.codings()[["weight", "certainty", "stance"]].values.tolist() == [[3.0, 0.5, "against"]]
    page.locator("[name=weight]").fill("")
    page.locator("[name=weight]").press("Tab")
    page.wait_for_function("() => !document.querySelector('.wq-here').textContent.includes('weight 3')")
    host.saved(page)
    assert biscuits.codings()["weight"].isna().all()


def test_several_codes_at_once_are_one_step(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    host.select(page, "Pauline")
    page.keyboard.press("/")
    page.keyboard.type("imagin")
    page.keyboard.press("Shift+Enter")
    page.locator(".wq-search").fill("align")
    page.keyboard.press("Enter")
    host.saved(page)
    codings = biscuits.codings()
    assert sorted(codings["code"]) == ["alignment", "imagination"]
    assert codings["quote"].tolist() == ["Pauline", "Pauline"]
    page.keyboard.press("Control+z")
    page.get_by_text("Taken back:").wait_for()
    assert biscuits.codings().empty


def test_words_are_dragged_onto_a_code(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    host.select(page, "Pauline")
    line = page.locator(".wq-line", has_text="Pauline")
    x, y = page.evaluate(
        "() => { const {left, top, width, height} = getSelection().getRangeAt(0).getBoundingClientRect();"
        " return [left + width / 2, top + height / 2]; }"
    )
    target = page.locator('[data-code="alignment"]').bounding_box()
    assert line.count() == 1
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 30, y + 5, steps=4)
    page.mouse.move(target["x"] + 60, target["y"] + target["height"] / 2, steps=6)
    page.mouse.up()
    host.saved(page)
    assert biscuits.codings()[["quote", "code"]].values.tolist() == [["Pauline", "alignment"]]


def test_of_several_codings_at_the_cursor_one_is_turned_to(page, biscuits: Project) -> None:
    outer = biscuits.code("first", 5, 29, "alignment")
    at_coding(page, biscuits)
    page.keyboard.press("o")
    page.keyboard.press("Delete")
    host.saved(page)
    assert outer.guid not in biscuits.codings()["guid"].tolist()
    assert spans(biscuits) == ["brought the biscuits"]


def test_a_slip_is_corrected_and_codings_stay_on_their_words(page, biscuits: Project) -> None:
    start = biscuits.text("first").index("every week")
    biscuits.code("first", start, start + 10, "alignment")
    at_coding(page, biscuits)
    host.select(page, "Who")
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("Whoever")
    page.keyboard.press("Enter")
    page.get_by_text("Corrected").wait_for()
    page.locator(".wq-line", has_text="Whoever brought").wait_for()
    assert biscuits.text("first").startswith("IDA: Whoever brought the biscuits?")
    assert spans(biscuits) == ["brought the biscuits", "every week"]
    assert biscuits.codings()["status"].tolist() == ["ok", "ok"]


def test_a_coding_whose_words_were_corrected_away_is_looked_at_again(page, biscuits: Project) -> None:
    start = biscuits.text("first").index("biscuits")
    biscuits.code("first", start, start + 8, "engagement")
    biscuits.correct("first", biscuits.text("first").replace("biscuits", "cake"))
    assert biscuits.codings()["status"].tolist() == ["needs_review"]
    host.show(page, qda.TextCoder(biscuits))
    host.put_cursor(page, "cake")
    page.get_by_text("Look again").wait_for()
    page.get_by_text("It is right as it stands").click()
    host.saved(page)
    assert biscuits.codings()["status"].tolist() == ["ok"]


def test_a_memo_is_kept_when_one_goes_elsewhere(page, biscuits: Project) -> None:
    at_coding(page, biscuits)
    page.keyboard.press("m")
    page.keyboard.type("half a thought")
    page.locator(".wq-line").nth(4).click()
    host.saved(page)
    assert biscuits.codings()["note"].tolist() == ["half a thought"]


def test_a_code_is_made_and_edited_in_place(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    page.locator(".wq-text").focus()
    page.keyboard.press("a")
    page.keyboard.type("Biscuit round")
    page.locator(".wq-form textarea").first.fill("Who brings what.")
    page.locator(".wq-form .wq-main").click()
    page.locator('[data-code="biscuit-round"]').wait_for()
    entry = biscuits.codebook()["biscuit-round"]
    assert (entry.name, entry.definition) == ("Biscuit round", "Who brings what.")
    page.locator('[data-code="biscuit-round"]').focus()
    page.keyboard.press("e")
    page.locator(".wq-form input").first.fill("Round of biscuits")
    page.locator(".wq-form .wq-main").click()
    page.locator(".wq-item", has_text="Round of biscuits").wait_for()
    assert biscuits.codebook()["biscuit-round"].name == "Round of biscuits"


def test_what_a_code_is_for_is_read_where_it_is_chosen(page, biscuits: Project) -> None:
    at_coding(page, biscuits)
    page.keyboard.press("k")
    panel = page.locator(".wq-definition")
    panel.wait_for()
    entry = biscuits.codebook()["engagement"]
    assert entry.definition in panel.inner_text()
    assert "brought the biscuits" in panel.inner_text()
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert page.evaluate("document.activeElement.className") == "wq-text"


def test_anothers_coding_is_not_changed(page, biscuits: Project) -> None:
    with Project.open(biscuits.path, coder="bo") as other:
        other.code("first", 5, 16, "engagement")
    host.show(page, qda.TextCoder(biscuits))
    host.put_cursor(page, "brought")
    for key in ("Delete", "]", "m", "x", "w"):
        page.keyboard.press(key)
        page.get_by_role("status").get_by_text("only bo can change it").wait_for()
        page.keyboard.press("Escape")
    assert len(biscuits.codings()) == 1


def test_a_code_edited_in_place_can_get_another_place_in_the_tree(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    page.locator('[data-code="imagination"]').focus()
    page.keyboard.press("e")
    page.get_by_label("Below").select_option("alignment")
    page.locator(".wq-form .wq-main").click()
    host.saved(page)
    assert biscuits.codebook()["imagination"].parent == "alignment"


def test_a_key_pressed_twice_means_the_same_code_twice_and_next_day_too(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    for number, words in enumerate(("Who", "brought", "biscuits", "Pauline")):
        host.select(page, words)
        page.keyboard.press("2" if number % 2 else "5")
        page.locator(".wq-saved", has_text=words).wait_for()
    codes = biscuits.codings()["code"].tolist()
    assert codes[0] == codes[2] != codes[1] == codes[3]
    assert (biscuits.pins()[4], biscuits.pins()[1]) == (codes[0], codes[1])
    for _ in range(9):
        biscuits.code("second", 0, 1 + _, "alignment")  # the most used now
    with Project.open(biscuits.path, coder="amina") as next_day:
        opened, _ = qda.TextCoder(next_day).answer({"v": 1, "id": "1", "t": "open"})
        assert (opened["pins"][4], opened["pins"][1]) == (codes[0], codes[1])


def test_a_code_is_pinned_to_a_key(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    page.locator('[data-code="imagination"]').focus()
    page.keyboard.press("q")
    page.keyboard.press("9")
    page.get_by_role("status").get_by_text("is on the key 9").wait_for()
    page.keyboard.press("Escape")
    host.select(page, "Pauline")
    page.keyboard.press("9")
    host.saved(page)
    assert biscuits.codings()["code"].tolist() == ["imagination"]
    assert biscuits.pins() == [""] * 8 + ["imagination"]
    badges = page.locator(".wq-item kbd").all_inner_texts()
    assert sorted(filter(None, badges)) == sorted(set(filter(None, badges)))
