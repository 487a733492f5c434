"""Suggestions beside the text: the real widget on a page, and what it learns while one codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import wenger_qda as qda
from wenger_qda.codebook import Codebook
from wenger_qda.model import Code, ProjectData, Source
from wenger_qda.store import Project
from wenger_qda.text import find_turns

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
pytestmark = pytest.mark.browser
ROWS = ".wq-advice-list li"
TEXT = "\n\n".join([
    "She brought biscuits again, and the tin went round.",
    "The quota went up to thirty, says the letter.",
    "They remember the winter of the flood and tell it every year.",
    "Biscuits were on the table when I came, and nobody said thanks.",
    "A letter about the quota again.",
])  # fmt: skip


@pytest.fixture
def amina(tmp_path: Path) -> Iterator[Project]:
    codes = (
        Code(id="care", name="Care", definition="Bringing biscuits, keeping the group going."),
        Code(id="rules", name="Rules", definition="The quota, and letters about it."),
        Code(id="tales", name="Tales", definition="What they remember and tell."),
    )
    with Project.create(tmp_path / "study.wqda", coder="amina") as project:
        project.add(ProjectData(sources=(Source(name="day", text=TEXT, turns=find_turns(TEXT)),)))
        project.use(Codebook(id="small", name="Small", codes=codes))
        yield project


def show(page: Any, project: Project) -> None:
    host.show(page, qda.TextCoder(project), suggest=True)


def go(page: Any, words: str) -> None:
    page.locator(".wq-text").focus()
    host.put_cursor(page, words)


def names(page: Any) -> list[str]:
    return page.locator(f"{ROWS} .wq-name").all_inner_texts()


def test_three_suggestions_with_their_reasons_and_one_key_takes_one(page, amina: Project) -> None:
    show(page, amina)
    go(page, "brought")
    page.locator(ROWS).first.wait_for()
    assert len(names(page)) == 3
    assert names(page)[0] == "Care"
    assert page.locator(f"{ROWS} .wq-advice-why").first.inner_text() == "words of the codebook: biscuits"
    assert amina.codings().empty
    page.keyboard.press("+")
    page.get_by_text("care taken over.").wait_for()
    (coding,) = amina.codings().to_dict("records")
    assert (coding["code"], coding["origin"]) == ("care", "suggested")
    assert coding["quote"] == "She brought biscuits again, and the tin went round."
    page.wait_for_function("document.querySelector('.wq-advice').dataset.count === '2'")
    assert "Care" not in names(page)
    page.keyboard.press("Control+z")
    page.get_by_text("Taken back").wait_for()
    assert amina.codings().empty


def test_selected_words_are_what_is_coded(page, amina: Project) -> None:
    show(page, amina)
    page.locator(".wq-text").focus()
    host.select(page, "brought biscuits")
    page.locator(ROWS).first.wait_for()
    page.keyboard.press("z")
    second = names(page)[1]
    page.keyboard.press("+")
    page.get_by_text("taken over.").wait_for()
    (coding,) = amina.codings().to_dict("records")
    assert (coding["quote"], coding["code"]) == ("brought biscuits", second.lower())


def test_refused_it_does_not_come_again_here(page, amina: Project) -> None:
    show(page, amina)
    go(page, "brought")
    page.locator(ROWS).first.wait_for()
    page.keyboard.press("-")
    page.get_by_text("Not suggested here again.").wait_for()
    page.wait_for_function("document.querySelector('.wq-advice').dataset.count === '2'")
    assert "Care" not in names(page)
    assert amina.rejections()[["code", "coder"]].values.tolist() == [["care", "amina"]]
    go(page, "quota")
    page.locator(ROWS, has_text="Rules").first.wait_for()
    go(page, "brought")
    page.wait_for_function("document.querySelector('.wq-advice').dataset.count === '2'")


def test_not_now_and_off(page, amina: Project) -> None:
    show(page, amina)
    go(page, "brought")
    page.locator(ROWS).first.wait_for()
    page.keyboard.press("Shift+Z")
    page.get_by_text("Not now.").wait_for()
    assert names(page) == []
    go(page, "quota")
    page.locator(ROWS).first.wait_for()
    page.keyboard.press("Shift+S")
    page.locator(".wq-advice-says", has_text="Off.").wait_for()
    page.keyboard.press("+")
    assert amina.codings().empty
    page.locator(".wq-advice").get_by_role("button", name="turn on").click()
    page.locator(ROWS).first.wait_for()
    assert amina.rejections().empty


def test_in_a_blind_round_it_is_off_until_turned_on(page, amina: Project) -> None:
    amina.assign("day", coder="amina", round=1)
    show(page, amina)
    go(page, "brought")
    page.locator(".wq-advice-says", has_text="Off.").wait_for()
    assert names(page) == []
    page.keyboard.press("Shift+S")
    page.locator(ROWS).first.wait_for()


def share(page: Any, name: str) -> int:
    """Give how likely a code is said to be, in hundredths."""
    row = page.locator(ROWS, has_text=name)
    row.wait_for()
    return int(row.locator(".wq-n").inner_text().removesuffix(" %"))


def test_what_is_coded_is_learnt_from(page, amina: Project) -> None:
    show(page, amina)
    go(page, "on the table")
    before = share(page, "Tales")
    host.select(page, "She brought biscuits again, and the tin went round.")
    page.keyboard.press("/")
    page.keyboard.type("tales")
    page.keyboard.press("Enter")
    host.saved(page)
    go(page, "quota went up")
    page.locator(ROWS, has_text="Rules").first.wait_for()
    go(page, "on the table")
    page.wait_for_function("document.querySelector('.wq-advice').dataset.count === '3'")
    assert share(page, "Tales") > before


def test_without_a_codebook_coding_goes_on_undisturbed(page, tmp_path: Path) -> None:
    with Project.create(tmp_path / "bare.wqda", coder="amina") as bare:
        bare.add(ProjectData(sources=(Source(name="day", text=TEXT, turns=find_turns(TEXT)),)))
        show(page, bare)
        go(page, "brought")
        page.locator(".wq-advice-says", has_text="None for this passage.").wait_for()
        host.select(page, "biscuits")
        page.keyboard.press("i")
        page.get_by_text("Saved.").wait_for()
        assert bare.codings()["quote"].tolist() == ["biscuits"]


def test_a_suggester_that_fails_says_so_and_coding_goes_on(
    page, amina: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wenger_qda.widgets import advice

    class Broken:
        def fit(self, *_tables: Any) -> Any:
            raise RuntimeError("no room")

    monkeypatch.setattr(advice, "suggester_with", lambda *_: Broken())
    show(page, amina)
    go(page, "brought")
    page.get_by_text("There are no suggestions: the program failed (RuntimeError: no room)").wait_for()
    host.select(page, "biscuits")
    page.keyboard.press("1")
    page.get_by_text("Saved.").wait_for()


# --- what stood beside a passage is remembered, and passages are marked in the margin ---------------------------------


def in_view(project: Project) -> list[tuple[str, str]]:
    given = dict(project.codings()[["guid", "code"]].values)
    return [(given[row.guid], row.code) for row in project.in_view().itertuples()]


def test_a_coding_remembers_what_was_suggested_beside_it(page, amina: Project) -> None:
    show(page, amina)
    host.select(page, "brought biscuits")
    page.locator(ROWS).first.wait_for()
    beside = [name.lower() for name in names(page)]
    page.keyboard.press("/")
    page.keyboard.type("tales")
    page.keyboard.press("Enter")
    host.saved(page)
    assert in_view(amina) == [("tales", code) for code in beside]
    go(page, "quota went up")
    page.locator(ROWS, has_text="Rules").first.wait_for()
    page.wait_for_function("document.querySelector('.wq-advice').dataset.count === '3'")
    beside = [name.lower() for name in names(page)]
    page.keyboard.press("+")
    page.wait_for_function("document.querySelectorAll('.wq-mark').length >= 2")
    host.saved(page)
    assert in_view(amina)[3:] == [(beside[0], code) for code in beside]


def test_with_suggestions_off_or_put_off_nothing_was_in_view(page, amina: Project) -> None:
    show(page, amina)
    page.locator(".wq-text").focus()
    page.keyboard.press("Shift+S")
    page.locator(".wq-advice-says", has_text="Off.").wait_for()
    host.select(page, "brought biscuits")
    page.keyboard.press("1")
    host.saved(page)
    page.keyboard.press("Shift+S")
    host.select(page, "quota went up")
    page.locator(ROWS).first.wait_for()
    page.keyboard.press("Shift+Z")
    page.get_by_text("Not now.").wait_for()
    page.keyboard.press("1")
    page.wait_for_function("document.querySelectorAll('.wq-mark').length >= 2")
    host.saved(page)
    assert len(amina.codings()) == 2
    assert amina.in_view().empty


def test_the_switch_stays_as_it_was_left_but_not_in_a_blind_round(page, amina: Project) -> None:
    show(page, amina)
    page.locator(".wq-text").focus()
    page.keyboard.press("Shift+S")
    page.locator(".wq-advice-says", has_text="Off.").wait_for()
    page.wait_for_timeout(100)
    assert not amina.suggesting().on
    page.keyboard.press("Shift+S")
    page.locator(ROWS).first.wait_for()
    assert amina.suggesting().on
    amina.assign("day", coder="amina", round=1)
    opened, _ = qda.TextCoder(amina).answer({"v": 1, "id": 1, "t": "open"})
    assert opened["about"]["round_open"]
    assert opened["about"]["wish"]["on"]


def ghosts(page: Any) -> list[str]:
    return page.locator(".wq-ghost").evaluate_all("(marks) => marks.map((mark) => mark.title)")


def test_passages_are_marked_for_which_something_likely_is_suggested(page, amina: Project) -> None:
    amina.suggest_with(likely=0.4)
    show(page, amina)
    page.locator(".wq-text").focus()
    page.locator(".wq-ghost").first.wait_for()
    marked = ghosts(page)
    assert 1 <= len(marked) <= 5
    assert all(int(title.split(", ")[1].split()[0]) >= 40 for title in marked)
    biscuits = page.locator(".wq-line", has_text="She brought").bounding_box()
    first = page.locator(".wq-ghost").first.bounding_box()
    assert first["y"] == pytest.approx(biscuits["y"], abs=6)
    assert first["x"] < biscuits["x"] + 12
    slider = page.get_by_label("How likely a suggestion must be to be marked")
    slider.fill("100")
    page.wait_for_function("document.querySelectorAll('.wq-ghost').length === 0")
    assert amina.suggesting().likely == 1.0
    slider.fill("5")
    page.wait_for_function(f"document.querySelectorAll('.wq-ghost').length > {len(marked) - 1}")
    page.locator(".wq-text").focus()
    page.keyboard.press("Shift+S")
    page.wait_for_function("document.querySelectorAll('.wq-ghost').length === 0")


def test_a_key_goes_from_mark_to_mark_and_a_click_to_one(page, amina: Project) -> None:
    amina.suggest_with(likely=0.05)
    show(page, amina)
    page.locator(".wq-text").focus()
    page.locator(".wq-ghost").nth(1).wait_for()
    page.keyboard.press("Shift+U")
    page.locator(ROWS).first.wait_for()
    at = page.evaluate("getSelection().focusNode.textContent")
    assert at.startswith("The quota went up")  # the cursor was in the first passage
    page.locator(".wq-ghost").first.click()
    page.locator(ROWS, has_text="Care").first.wait_for()
    assert page.evaluate("getSelection().focusNode.textContent").startswith("She brought")
    amina.suggest_with(likely=1.0)
    page.keyboard.press("Shift+U")
    page.get_by_text("From here on nothing is suggested that is as likely as that.").wait_for()


def test_what_was_refused_elsewhere_is_not_suggested_here_until_that_is_taken_back(page, amina: Project) -> None:
    show(page, amina)
    go(page, "brought")
    page.locator(ROWS, has_text="Care").wait_for()
    with Project.open(amina.path, coder="amina") as elsewhere:
        elsewhere.reject({"source": "day", "start_char": 0, "end_char": TEXT.index("\n"), "code": "care"})
    go(page, "quota went up")
    page.locator(ROWS, has_text="Rules").first.wait_for()
    go(page, "brought")
    page.wait_for_function("document.querySelector('.wq-advice').dataset.count === '2'")
    assert "Care" not in names(page)
    amina.undo()
    go(page, "quota went up")
    page.wait_for_function("document.querySelector('.wq-advice-list').textContent.startsWith('Rules')")
    go(page, "brought")
    page.locator(ROWS, has_text="Care").wait_for()


def test_a_model_folder_that_is_broken_says_so_and_coding_goes_on(page, amina: Project, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    host.show(page, qda.TextCoder(amina, embedder=folder), suggest=True)
    go(page, "brought")
    page.locator(".wq-advice-says", has_text="There are no suggestions:").wait_for()
    assert "there is no model in it; put in model.onnx" in page.locator(".wq-advice-says").inner_text()
    host.select(page, "biscuits")
    page.keyboard.press("1")
    page.get_by_text("Saved.").wait_for()
    assert len(amina.codings()) == 1


def test_in_a_long_text_marks_are_looked_for_piece_by_piece(page, amina: Project) -> None:
    long = "\n\n".join(f"Nothing of note on line {number}." for number in range(1000))
    amina.add(ProjectData(sources=(Source(name="long", text=long, turns=find_turns(long)),)))
    amina.suggest_with(likely=0.95)
    host.show(page, qda.TextCoder(amina, "long"), suggest=True)
    page.locator(".wq-text").focus()
    page.locator(ROWS).first.wait_for()
    page.keyboard.press("Shift+U")
    page.get_by_text("press the key again to look further").wait_for()
    assert "line 750." in page.evaluate("getSelection().focusNode.textContent")
    page.keyboard.press("Shift+U")
    page.get_by_text("From here on nothing is suggested that is as likely as that.").wait_for()
