"""TextCoder: several views, several people, blind rounds."""

from __future__ import annotations

import pytest

import wenger_qda as qda
from wenger_qda.store import Project

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
pytestmark = pytest.mark.browser


def test_two_views_of_one_widget_are_in_step(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits, height=340))
    page.evaluate("window.add_view()")
    page.locator(".wq").nth(1).locator(".wq-line").first.wait_for()
    host.select(page, "Pauline")
    page.keyboard.press("1")
    host_views = page.locator(".wq")
    for view in (0, 1):
        mark = host_views.nth(view).locator(".wq-mark")
        mark.wait_for()
        assert mark.inner_text() == "Pauline"
    assert len(biscuits.codings()) == 1
    page.evaluate("window.close_view()")
    page.keyboard.press("Control+z")
    host_views.nth(0).get_by_text("Taken back:").wait_for()
    assert biscuits.codings().empty


def test_a_round_that_is_open_is_coded_blind_and_says_how_many_it_hides(page, biscuits: Project) -> None:
    with Project.open(biscuits.path, coder="bo") as bo:
        bo.code("first", 5, 8, "engagement", note="what bo thinks")
        biscuits.code("first", 9, 16, "engagement")
        biscuits.assign("first", coder="amina", round=2)
        host.show(page, qda.TextCoder(biscuits))
        page.get_by_text("2 not shown in an open round").wait_for()
        assert page.locator(".wq-mark").count() == 0
        host.select(page, "Pauline")
        page.keyboard.press("1")
        host.saved(page)
        assert biscuits.codings()["round"].tolist() == [1, 1, 2]
        bo.code("first", 5, 16, "alignment", note="seen too early")
        page.get_by_text("3 not shown in an open round").wait_for(timeout=8000)
        assert page.locator(".wq-mark").all_inner_texts() == ["Pauline"]
        assert "bo" not in page.evaluate("document.querySelector('.wq').innerText").split()
        page.keyboard.press("d")
        page.locator(".wq-mark", has_text="Who").first.wait_for()
        host.expect(page.locator(".wq-count")).to_have_text("4 codings here")


def test_a_round_that_is_closed_shows_what_others_coded_and_can_be_taken_up_again(page, biscuits: Project) -> None:
    with Project.open(biscuits.path, coder="bo") as bo:
        bo.code("first", 5, 8, "engagement")
        biscuits.hand_out(["first", "second"], coders=["amina"])
        host.show(page, qda.TextCoder(biscuits))
        page.get_by_text("1 not shown in an open round").wait_for()
        bo.close_round(2)
    page.locator(".wq-mark", has_text="Who").first.wait_for(timeout=8000)
    page.locator(".wq-text").focus()
    page.keyboard.press("b")
    page.get_by_text("0 of 2 texts done, 2 closed unfinished").wait_for()
    ticks = page.locator(".wq-tick")
    assert ticks.all_inner_texts() == ["×", "×"]
    assert "closed before you were done" in ticks.first.get_attribute("title")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.get_by_text("1 not shown in an open round").wait_for(timeout=8000)
    assert biscuits.assignments()["status"].tolist() == ["open", "closed"]
    page.keyboard.press("d")
    page.get_by_text("Done: what is not coded here was read and not coded.").wait_for()
    assert biscuits.assignments()["status"].tolist() == ["done", "closed"]


def test_nothing_of_others_is_sent_while_a_round_is_open(biscuits: Project) -> None:
    with Project.open(biscuits.path, coder="bo") as bo:
        bo.code("first", 5, 8, "engagement", note="what bo thinks")
    biscuits.assign("first", coder="amina")
    widget = qda.TextCoder(biscuits)
    opened, buffers = widget.answer({"v": 1, "id": "1", "t": "open"})
    with Project.open(biscuits.path, coder="bo") as bo:
        bo.code("first", 9, 16, "engagement", note="again what bo thinks")
    about = {"v": 1, "source": opened["source"], "rev": opened["rev"]}
    told = [
        widget.answer({**about, "id": "2", "t": "look"}),
        widget.answer({**about, "id": "3", "t": "about", "code": "engagement"}),
        widget.answer({**about, "id": "4", "t": "next", "code": "engagement", "step": 1, "point": 0}),
        (opened, buffers),
    ]
    assert all("error" not in content for content, _ in told)
    for content, sent in told:
        assert "bo thinks" not in str(content)
        assert all(b"bo thinks" not in buffer for buffer in sent)


def test_a_correction_in_a_blind_round_tells_of_own_codings_alone(biscuits: Project) -> None:
    with Project.open(biscuits.path, coder="bo") as bo:
        bo.code("first", 5, 8, "engagement")
        bo.code("first", 9, 16, "engagement")
    biscuits.assign("first", coder="amina")
    biscuits.code("first", 9, 12, "engagement")
    widget = qda.TextCoder(biscuits)
    opened, _ = widget.answer({"v": 1, "id": "1", "t": "open"})
    request = {"v": 1, "t": "correct", "source": opened["source"], "start": 5, "end": 8, "words": "Whoever"}
    said, _ = widget.answer({**request, "id": "2", "cid": "A", "rev": biscuits.revision()})
    assert said["said"] == "Corrected; 1 codings stand on their words."
    assert sorted(biscuits.codings()["status"]) == ["needs_review", "ok", "ok"]


def test_what_two_notebooks_do_at_once_is_all_there(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    with Project.open(biscuits.path, coder="bo") as bo:
        for number in range(5):
            host.select(page, "Pauline")
            page.keyboard.press(str(number + 1))
            bo.code("first", 5, 8 + number, "engagement")
    page.wait_for_function("() => document.querySelector('.wq-count').textContent === '10 codings here'", timeout=9000)
    assert len(biscuits.codings()) == 10


def test_a_text_that_was_renamed_meanwhile_is_coded_under_its_new_name(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    with Project.open(biscuits.path, coder="bo") as bo:
        bo.rename_source("first", "monday")
    host.select(page, "Pauline")
    page.keyboard.press("1")
    host.saved(page)
    assert biscuits.codings()["source"].tolist() == ["monday"]
    page.locator(".wq-sources", has_text="monday").wait_for(timeout=6000)


def test_a_code_that_was_renamed_meanwhile_is_shown_so(page, biscuits: Project) -> None:
    biscuits.code("first", 5, 8, "engagement")
    host.show(page, qda.TextCoder(biscuits))
    with Project.open(biscuits.path, coder="bo") as bo:
        bo.edit_code("engagement", name="Taking part")
    page.locator('.wq-mark[title*="Taking part"]').wait_for(timeout=6000)
    page.locator(".wq-item", has_text="Taking part").wait_for()


def test_a_coding_made_while_the_text_is_shown_anew_is_there_once(page, biscuits: Project) -> None:
    host.show(page, qda.TextCoder(biscuits))
    with Project.open(biscuits.path, coder="bo") as bo:
        bo.move_code("imagination", "engagement")
        host.select(page, "Pauline")
        page.keyboard.press("1")
    host.saved(page)
    page.wait_for_timeout(300)
    assert page.locator(".wq-mark").all_inner_texts() == ["Pauline"]
    host.expect(page.locator(".wq-count")).to_have_text("1 coding here")
    assert page.locator(".wq-pending").count() == 0
