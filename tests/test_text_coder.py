"""TextCoder: the real Python widget under a small page in a real browser."""

from __future__ import annotations

import json

import pytest

import wenger_qda as qda
from wenger_qda.model import ProjectData, Source
from wenger_qda.store import Project

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
pytestmark = pytest.mark.browser


@pytest.fixture
def project(biscuits: Project) -> Project:
    return biscuits


def test_words_selected_by_mouse_and_coded_by_click_are_on_disk(page, project: Project) -> None:
    host.show(page, qda.TextCoder(project))
    host.drag(page, ("biscuits", 0), ("Pauline", 7))
    page.locator('[data-code="mutual-engagement"]').click()
    host.saved(page)
    coding = project.codings().iloc[0]
    assert (coding["quote"], coding["code"]) == ("biscuits?\nBEA: Pauline", "mutual-engagement")
    assert page.locator(".wq-mark").count() == 2
    color = page.locator(".wq-mark").first.evaluate("mark => getComputedStyle(mark).borderBottomColor")
    assert color == "rgb(0, 114, 178)"  # #0072B2, the code's own


def test_one_key_codes_and_another_takes_away(page, project: Project) -> None:
    host.show(page, qda.TextCoder(project))
    host.select(page, "Pauline")
    page.keyboard.press("2")
    host.saved(page)
    assert project.codings()["quote"].tolist() == ["Pauline"]
    page.keyboard.press("Delete")
    page.locator(".wq-mark").wait_for(state="detached")
    host.saved(page)
    assert project.codings().empty


def test_a_code_is_found_by_a_few_letters(page, project: Project) -> None:
    host.show(page, qda.TextCoder(project))
    host.select(page, "biscuits")
    page.keyboard.press("/")
    page.keyboard.type("repert")
    page.keyboard.press("Enter")
    host.saved(page)
    assert project.codings()[["quote", "code"]].values.tolist() == [["biscuits", "shared-repertoire"]]


def test_undo_and_redo_by_key(page, project: Project) -> None:
    host.show(page, qda.TextCoder(project))
    host.select(page, "biscuits")
    page.keyboard.press("1")
    host.saved(page)
    page.keyboard.press("Control+z")
    page.get_by_text("Taken back:").wait_for()
    assert project.codings().empty
    page.keyboard.press("Control+Shift+z")
    page.get_by_text("Done again:").wait_for()
    assert len(project.codings()) == 1


@pytest.mark.parametrize("words", ["🙂", "שלום", "👨‍👩‍👧", "cafe\u0301", "world"])
def test_what_is_selected_is_what_is_stored(page, project: Project, words: str) -> None:
    host.show(page, qda.TextCoder(project))
    if words in ("🙂", "👨‍👩‍👧"):
        page.evaluate("document.querySelector('.wq-text').focus()")
        text = project.text("first")
        line = text[: text.index(words)].count("\n")
        # half of a surrogate pair, as a browser may give it
        page.evaluate(
            """([first, words]) => {
              const node = document.querySelectorAll(".wq-line")[first].firstChild;
              const at = node.data.indexOf(words);
              getSelection().setBaseAndExtent(node, at, node, at + 1);
            }""",
            [line, words],
        )
    else:
        host.select(page, words)
    page.keyboard.press("1")
    host.saved(page)
    assert project.codings()["quote"].tolist() == [words]


def test_a_memo_is_written_on_the_coding_at_the_cursor(page, project: Project) -> None:
    host.show(page, qda.TextCoder(project))
    host.select(page, "biscuits")
    page.keyboard.press("1")
    host.saved(page)
    page.keyboard.press("m")
    page.keyboard.type("xj nobody thanks her")
    page.keyboard.press("Control+Enter")
    page.locator(".wq-note", has_text="nobody thanks her").wait_for()
    host.saved(page)
    assert project.codings()["note"].tolist() == ["xj nobody thanks her"]
    page.keyboard.press("m")
    page.keyboard.type(" never kept")
    page.keyboard.press("Escape")
    assert page.locator(".wq-memo").is_hidden()
    assert project.codings()["note"].tolist() == ["xj nobody thanks her"]


def test_the_words_themselves_become_a_code(page, project: Project) -> None:
    host.show(page, qda.TextCoder(project))
    host.select(page, "every week")
    page.keyboard.press("i")
    host.saved(page)
    assert project.codings()[["quote", "code"]].values.tolist() == [["every week", "every-week"]]
    assert project.codebook()["every-week"].name == "every week"
    assert page.locator('[data-code="every-week"]').count() == 1


def test_done_is_said_and_taken_back(page, project: Project) -> None:
    host.show(page, qda.TextCoder(project))
    page.locator(".wq-text").focus()
    page.keyboard.press("d")
    page.get_by_text("Done:").wait_for()
    assert project.assignments().values.tolist() == [["amina", "first", 1, "done"]]
    assert "✓ first" in page.locator(".wq-sources").inner_text()
    page.keyboard.press("d")
    page.get_by_text("Open again").wait_for()
    assert project.assignments()["status"].tolist() == ["open"]


def test_the_next_passage_without_a_coding(page, project: Project) -> None:
    project.code("first", 5, 29, "engagement")
    host.show(page, qda.TextCoder(project))
    page.evaluate(
        "document.querySelector('.wq-text').focus(); getSelection().collapse(document.querySelector('.wq-line'), 0)"
    )
    page.keyboard.press("u")
    page.keyboard.press("t")
    page.keyboard.press("1")
    host.saved(page)
    assert project.codings()["quote"].tolist()[1] == "Pauline. She always does 🙂 every week."


def test_a_refusal_is_said_and_nothing_stays_marked(page, project: Project) -> None:
    project.close()
    with Project.open(project.path) as reading:
        host.show(page, qda.TextCoder(reading))
        host.select(page, "biscuits")
        page.keyboard.press("1")
        page.get_by_text("NOT saved: study.wqda is open for reading only").wait_for()
        assert page.locator(".wq-mark").count() == 0


def test_no_answer_is_said(page, project: Project) -> None:
    host.show(page, qda.TextCoder(project))
    page.evaluate("window.dead = true")
    host.select(page, "biscuits")
    page.keyboard.press("1")
    page.get_by_text("NOT saved yet").wait_for(timeout=5000)
    assert page.locator(".wq-pending").count() == 1
    assert project.codings().empty


def test_anothers_coding_appears_within_seconds(page, project: Project) -> None:
    host.show(page, qda.TextCoder(project))
    with Project.open(project.path, coder="bo") as other:
        other.code("first", 5, 8, "engagement")
    page.locator(".wq-mark").wait_for(timeout=6000)
    assert "(bo)" in page.locator(".wq-mark").get_attribute("title")


def test_overlapping_codings_have_stripes_in_lanes_of_the_whole_document(page, project: Project) -> None:
    project.code("first", 0, 60, "engagement")
    project.code("first", 20, 50, "imagination")
    host.show(page, qda.TextCoder(project))
    page.locator(".wq-stripe").nth(3).wait_for()
    lanes = page.locator(".wq-line").evaluate_all(
        """lines => lines.map((line) =>
          [...line.querySelectorAll(".wq-stripe")].map((stripe) => stripe.style.getPropertyValue("--wq-lane")))"""
    )
    assert lanes[:3] == [["0", "1"], ["0", "1"], []]
    assert page.locator(".wq-line").first.evaluate("line => line.textContent") == project.text("first").split("\n")[0]


def test_a_text_corrected_elsewhere_is_shown_anew(page, project: Project) -> None:
    host.show(page, qda.TextCoder(project))
    with Project.open(project.path, coder="bo") as other:
        other.correct("first", "Now it begins otherwise.\n" + project.text("first"))
    page.get_by_text("Now it begins otherwise.").wait_for(timeout=6000)


def test_the_next_text_opens(page, project: Project) -> None:
    host.show(page, qda.TextCoder(project))
    page.locator(".wq-text").focus()
    page.keyboard.press(".")
    page.get_by_text("Another text.").wait_for()


def test_text_is_never_markup(page, project: Project) -> None:
    project.add(ProjectData(sources=(Source(name="<b>evil", text="<img src=x onerror='window.hit=1'>&amp; there"),)))
    project.add_code("<i>x", "<u>underlined")
    host.show(page, qda.TextCoder(project, "<b>evil"))
    assert page.locator(".wq-line").first.text_content() == "<img src=x onerror='window.hit=1'>&amp; there"
    assert page.evaluate("window.hit") is None


def test_a_request_to_be_done_that_comes_twice_is_done_once(project: Project) -> None:
    widget = qda.TextCoder(project)
    opened, _ = widget.answer({"v": 1, "id": "0", "t": "open"})
    request = {
        "v": 1,
        "id": "1",
        "t": "done",
        "cid": "A",
        "rev": opened["rev"],
        "source": opened["source"],
        "done": True,
    }
    for _ in range(2):
        assert "error" not in widget.answer(request)[0]
        assert project.assignments()["status"].tolist() == ["done"]
    widget.answer(request | {"cid": "B", "done": False})
    assert project.assignments()["status"].tolist() == ["open"]


def test_a_step_taken_back_is_taken_back_once_however_often_it_is_asked_for(project: Project) -> None:
    project.code("first", 0, 3, "engagement")
    project.code("first", 5, 8, "engagement")
    widget = qda.TextCoder(project)
    opened, _ = widget.answer({"v": 1, "id": "0", "t": "open"})
    request = {"v": 1, "t": "undo", "cid": "A", "rev": opened["rev"], "source": opened["source"]}
    answers = [widget.answer(request | {"id": str(n)})[0] for n in range(3)]
    assert len(project.codings()) == 1
    assert [answer["said"] for answer in answers] == [answers[0]["said"]] * 3
    assert all(len(answer["del"]) == 1 for answer in answers)


def test_a_correction_while_a_text_is_opened_is_not_missed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    widget, view = qda.TextCoder(project), Project.view

    def and_then_corrected(*given: object, **options: object) -> object:
        found = view(*given, **options)
        project.correct("first", "Before. " + project.text("first"))
        return found

    monkeypatch.setattr(Project, "view", and_then_corrected)
    opened, _ = widget.answer({"v": 1, "id": "1", "t": "open"})
    looked, _ = widget.answer({"v": 1, "id": "2", "t": "look", "source": opened["source"], "rev": opened["rev"]})
    assert looked["anew"]


def test_no_word_of_the_project_is_in_the_saved_state(project: Project) -> None:
    project.code("first", 5, 8, "engagement", note="secret memo")
    widget = qda.TextCoder(project)
    widget.answer({"v": 1, "id": "1", "t": "open"})
    state = json.dumps(
        {name: repr(value) for name, value in widget.get_state().items() if name not in ("_esm", "_css")}
    )
    for word in ("biscuits", "secret", "engagement", "amina", "first", "study"):
        assert word not in state
    assert repr(widget) == "TextCoder()"


def test_an_unknown_option_is_refused(project: Project) -> None:
    with pytest.raises(TypeError, match="there is no option 'hieght'; did you mean 'height'"):
        qda.TextCoder(project, hieght=3)


@pytest.mark.parametrize("request_", [{"v": 0, "t": "open"}, {"v": 1, "t": "nonsense"}, {"v": 1, "t": "code"}, {}])
def test_every_message_is_answered(project: Project, request_: dict) -> None:
    content, _ = qda.TextCoder(project).answer({"id": "7"} | request_)
    assert content["id"] == "7"
    assert content["error"]


def test_a_stripe_runs_along_the_lines_of_print_of_its_coding_also_when_the_view_was_hidden(page, project) -> None:
    text = "Nobody has ever said thank you for the biscuits. " * 30 + "Pauline sighs."
    project.add(ProjectData(sources=(Source(name="long", text=text),)))
    project.code("long", len(text) - 14, len(text), "engagement")
    host.show(page, qda.TextCoder(project, "long"))
    page.wait_for_function("() => document.querySelector('.wq-stripe')?.style.insetBlock")
    heights = (
        """() => ['.wq-stripe', '.wq-line'].map((one) => document.querySelector(one).getBoundingClientRect().height)"""
    )
    stripe, paragraph = page.evaluate(heights)
    assert stripe < 40 < paragraph
    page.evaluate("document.querySelector('.wq').style.display = 'none'")
    page.wait_for_timeout(100)
    page.evaluate("document.querySelector('.wq').style.display = ''")
    page.wait_for_function(f"() => {{ const [stripe] = ({heights})(); return 0 < stripe && stripe < 40; }}")
