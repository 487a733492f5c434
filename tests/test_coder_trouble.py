"""TextCoder: when something is wrong – nothing is lost, nothing freezes, and a plain sentence says what."""

from __future__ import annotations

import os

import pytest
from disks import small_disk
from processes import as_root

import wenger_qda as qda
from wenger_qda.model import ProjectData, Source
from wenger_qda.store import Project

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
pytestmark = pytest.mark.browser


def code_words(page, words: str) -> None:
    host.select(page, words)
    page.keyboard.press("1")


def test_a_text_taken_out_meanwhile_is_said_and_another_can_be_chosen(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    with Project.open(biscuits.path, coder="amina") as other:
        other.remove_source("first")
    code_words(page, "Pauline")
    page.get_by_text("this text was taken out of the project meanwhile; choose another one").wait_for()
    assert page.locator(".wq-mark").count() == 0
    page.keyboard.press("b")
    page.locator(".wq-row", has_text="second").click()
    page.locator(".wq-line", has_text="Another text.").wait_for()
    code_words(page, "Another")
    host.saved(page)
    assert biscuits.codings()["quote"].tolist() == ["Another"]


def test_a_code_taken_away_meanwhile_is_said(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    page.evaluate("clearInterval(0)")
    with Project.open(biscuits.path, coder="bo") as other:
        other.remove_code("engagement")
    host.select(page, "Pauline")
    page.locator('[data-code="engagement"]').click()
    page.get_by_text("NOT saved: there is no code 'engagement'").wait_for()
    assert page.locator(".wq-mark").count() == 0
    assert biscuits.codings().empty


def test_late_answers_are_waited_for_and_trying_again_doubles_nothing(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    page.evaluate(
        """() => {
          window.kept = []; const ask = window.ask; window.stuck = true;
          window.ask = (message) => window.stuck
            ? new Promise((go) => window.kept.push(() => ask(message).then(go)))
            : ask(message);
        }"""
    )
    code_words(page, "Pauline")
    page.get_by_text("NOT saved yet").wait_for(timeout=5000)
    assert page.locator(".wq-pending").inner_text() == "Pauline"
    again = page.get_by_role("button", name="Try again")
    again.click()
    page.evaluate("() => { window.stuck = false; window.kept.reverse().forEach((go) => go()); }")
    host.saved(page)
    assert page.locator(".wq-saved").inner_text() == "Pauline"
    page.wait_for_timeout(300)
    assert len(biscuits.codings()) == 1
    assert again.is_hidden()


def test_taking_back_is_not_done_twice_when_it_is_sent_twice(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    for words in ("Who", "Pauline"):
        code_words(page, words)
        page.locator(".wq-saved", has_text=words).wait_for()
    page.evaluate(
        """() => { const ask = window.ask; window.stuck = true; window.kept = [];
          window.ask = async (message) => {
            const answer = await ask(message);
            if (window.stuck) await new Promise((go) => window.kept.push(go));
            return answer; }; }"""
    )
    page.keyboard.press("Control+z")
    page.get_by_text("NOT saved yet").wait_for(timeout=5000)
    page.get_by_role("button", name="Try again").click()
    page.evaluate("() => { window.stuck = false; window.kept.forEach((go) => go()); }")
    page.get_by_text("Taken back:").wait_for()
    page.wait_for_timeout(300)
    assert biscuits.codings()["quote"].tolist() == ["Who"]


def test_no_kernel_is_said_and_what_could_not_be_sent_stays_marked(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    page.evaluate("window.cut = true")
    code_words(page, "Pauline")
    page.get_by_role("status").get_by_text("NOT saved: there is no kernel.").wait_for()
    assert page.locator(".wq-error").inner_text() == "Pauline"
    page.evaluate("window.cut = false")
    page.get_by_role("button", name="Try again").click()
    page.locator(".wq-saved", has_text="Pauline").wait_for()
    assert biscuits.codings()["quote"].tolist() == ["Pauline"]


def test_an_empty_text_and_a_text_of_one_emoji(page, biscuits: Project) -> None:
    biscuits.add(ProjectData(sources=(Source(name="nothing", text=""), Source(name="one more", text="👩🏽‍🚀"))))
    host.show(page, qda.TextCoder(biscuits, "nothing"))
    page.get_by_text("This text is empty.").wait_for()
    page.locator(".wq-text").focus()
    for key in ("1", "s", "t", "u", "n", "ArrowRight", "End", "e", "]"):
        page.keyboard.press(key)
    page.keyboard.press(".")
    page.locator(".wq-line", has_text="👩🏽‍🚀").wait_for()
    page.keyboard.press("s")
    page.keyboard.press("1")
    host.saved(page)
    assert biscuits.codings()["quote"].tolist() == ["👩🏽‍🚀"]


def test_a_project_without_texts_says_what_to_do(page, tmp_path) -> None:
    with Project.create(tmp_path / "empty.wqda", coder="amina") as project:
        host.show(page, qda.TextCoder(project))
        page.get_by_text("There is no text in this project yet.").wait_for()


def test_reading_only_shows_all_and_refuses_each_change_with_a_sentence(page, biscuits: Project) -> None:
    biscuits.code("first", 5, 8, "engagement", note="mine")
    biscuits.close()
    with Project.open(biscuits.path) as reading:
        host.show(page, qda.TextCoder(reading))
        page.locator(".wq-mark").wait_for()
        code_words(page, "Pauline")
        page.get_by_text("is open for reading only").wait_for()
        page.keyboard.press("d")
        page.get_by_text("is open for reading only").wait_for()
        assert page.locator(".wq-mark").all_inner_texts() == ["Who"]


def test_text_names_memos_and_codes_are_never_markup(page, tmp_path) -> None:
    evil = "<img src=x onerror='window.hit=1'>"
    with Project.create(tmp_path / "evil.wqda", coder="<b>amina") as project:
        project.add(ProjectData(sources=(Source(name=f"a {evil}", text=f"{evil}&amp; there"),)))
        project.add_code("bad", evil, definition=evil, include=evil, color="red;background:url(x)")
        project.code(f"a {evil}", 0, 5, "bad", note=evil)
        host.show(page, qda.TextCoder(project))
        page.locator(".wq-mark").wait_for()
        host.put_cursor(page, "<img")
        page.keyboard.press("k")
        page.locator(".wq-definition").wait_for()
        page.keyboard.press("Escape")
        for key in ("b", "h", "?"):
            page.keyboard.press(key)
            page.keyboard.press("Escape")
        assert page.locator(".wq-line").first.text_content() == f"{evil}&amp; there"
        assert page.evaluate("window.hit") is None
        assert page.locator(".wq img").count() == 0


def test_a_kernel_that_is_gone_is_said_once_and_found_again(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    page.evaluate("window.cut = true")
    status = page.get_by_role("status")
    status.get_by_text("There is no kernel.").wait_for(timeout=8000)
    page.wait_for_timeout(2500)
    assert page.get_by_role("button", name="Try again").is_hidden()
    page.evaluate("window.cut = false")
    host.select(page, "Pauline")
    page.keyboard.press("1")
    host.saved(page)
    assert biscuits.codings()["quote"].tolist() == ["Pauline"]


def test_a_project_moved_away_is_said_and_all_goes_on_when_it_is_back(page, biscuits: Project) -> None:
    away = biscuits.path.with_suffix(".away")
    host.show(page, qda.TextCoder(biscuits))
    biscuits.path.rename(away)
    code_words(page, "Pauline")
    page.get_by_role("status").get_by_text("NOT saved: ").wait_for()
    assert "the file is not there any more" in page.get_by_role("status").inner_text()
    assert page.locator(".wq-mark").count() == 0
    away.rename(biscuits.path)
    code_words(page, "Pauline")
    host.saved(page)
    assert biscuits.codings()["quote"].tolist() == ["Pauline"]


@as_root
def test_a_full_disk_is_said_and_nothing_is_lost(page, tmp_path) -> None:
    with small_disk(tmp_path / "small") as disk, Project.create(disk / "study.wqda", coder="amina") as project:
        project.use(qda.Codebook.load("core"))
        project.add(ProjectData(sources=(Source(name="day", text="The stamp is missing again."),)))
        project.code("day", 0, 9, "engagement")
        host.show(page, qda.TextCoder(project))
        space = os.statvfs(disk)
        (disk / "filler").write_bytes(bytes(space.f_bavail * space.f_frsize))
        code_words(page, "missing")
        page.get_by_role("status").get_by_text("the disk is full; free some space").wait_for()
        assert page.locator(".wq-mark").all_inner_texts() == ["The stamp"]
        (disk / "filler").unlink()
        code_words(page, "missing")
        host.saved(page)
        assert project.codings()["quote"].tolist() == ["The stamp", "missing"]
        assert project.check().empty


@pytest.mark.parametrize("width", [700, 550, 360])
def test_nothing_runs_over_the_edge_of_a_narrow_window_or_a_magnified_one(page, biscuits: Project, width: int) -> None:
    biscuits.code("first", 5, 8, "engagement", note="a longer memo " * 8)
    page.set_viewport_size({"width": width, "height": 760})  # 550: a window of 1,100 px at 200 %
    host.show(page, qda.TextCoder(biscuits))
    host.put_cursor(page, "Who")
    page.locator(".wq-note").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for part in (".wq-text", ".wq-codes", ".wq-beside", ".wq-search", ".wq-foot"):
        box = page.locator(part).bounding_box()
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= width, part
        assert box["height"] > 20, part
        assert page.locator(part).evaluate("part => part.scrollWidth <= part.clientWidth + 1"), part
    text = page.locator(".wq-text").bounding_box()
    assert text["width"] > width / 3


def test_what_went_to_a_kernel_that_died_is_said_to_be_lost_once_the_kernel_is_gone(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    page.evaluate("window.dead = true")
    code_words(page, "Pauline")
    status = page.get_by_role("status")
    status.get_by_text("NOT saved yet").wait_for(timeout=5000)
    page.evaluate("window.cut = true")
    status.get_by_text("NOT saved: there is no kernel.").wait_for(timeout=8000)
    assert page.locator(".wq-error").inner_text() == "Pauline"
    page.evaluate("window.dead = window.cut = false")
    page.get_by_role("button", name="Try again").click()
    page.locator(".wq-saved", has_text="Pauline").wait_for()
    assert biscuits.codings()["quote"].tolist() == ["Pauline"]
