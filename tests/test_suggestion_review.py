"""SuggestionReview on the page: the real Python widget under a small page in a real browser, with its real process."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from projects import faults

import wenger_qda as qda
from wenger_qda.codebook import Codebook
from wenger_qda.errors import StoreError
from wenger_qda.model import Code, ProjectData, Source
from wenger_qda.reports.corpus_run import SuggestionRun
from wenger_qda.store import Project
from wenger_qda.text import find_turns

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
pytestmark = pytest.mark.browser
CARD = ".wq-suggestion"
CODES = (
    Code(id="care", name="Care", definition="Sharing biscuits, cake and sugar."),
    Code(id="rules", name="Rules", definition="The quota, its limit, and what is counted."),
)
TEXTS = {
    "day-1": "She brought biscuits again.\n\nThe quota went up to thirty.\n\nThere was cake, and sugar in the tin.",
    "day-2": "Biscuits and sugar on every table.\n\nThey have counted again: the limit is forty <b>now</b>.",
    "day-3": "Cake for Pauline, from all of us.\n\nWho has counted this? The quota is the quota.",
}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> SuggestionRun:
    """A run over the project that is done, and whose process has ended."""
    path = tmp_path_factory.mktemp("made") / "study.wqda"
    with Project.create(path, coder="amina") as made:
        made.use(Codebook(id="small", name="Small", codes=CODES))
        sources = [Source(name=name, text=text, turns=find_turns(text)) for name, text in TEXTS.items()]
        made.add(ProjectData(sources=tuple(sources)))
        made.suggest_with(likely=0.5)
        run = SuggestionRun(made, top=3, least=0.05).start().wait(120)
        while run.cards is None:
            time.sleep(0.05)
        run.close()
        return run


@pytest.fixture
def project(tmp_path: Path, finished: SuggestionRun) -> Iterator[Project]:
    path = shutil.copy(finished._project.path, tmp_path)
    with Project.open(path, coder="amina") as made:
        yield made


def given(review: qda.SuggestionReview, finished: SuggestionRun) -> qda.SuggestionReview:
    """Let a review go on from a run that is done; a process is there from when it is needed again."""
    review._run = copy(finished)
    review._run._project = review._project
    return review


@pytest.fixture
def shown(page: Any, project: Project, finished: SuggestionRun) -> Iterator[qda.SuggestionReview]:
    """The review, with all suggestions made."""
    made = given(qda.SuggestionReview(project), finished)
    host.show(page, made)
    made_all(page, made)
    yield made
    made.close()


def show(page: Any, project: Project, **options: Any) -> qda.SuggestionReview:
    made = qda.SuggestionReview(project, **options)
    host.show(page, made)
    made_all(page, made)
    return made


def made_all(page: Any, review: qda.SuggestionReview) -> None:
    """Wait until all suggestions are made and shown, with the kernel free to answer meanwhile."""
    while review._run.state == "running":
        page.wait_for_timeout(50)
    page.locator(".wq-wish progress").wait_for(state="hidden")


def listed(page: Any) -> list[tuple[str, str]]:
    """Give what is shown: the words and the code of each, from above."""
    return [
        (card.locator(".wq-words").inner_text(), card.locator(".wq-code").inner_text())
        for card in page.locator(CARD).all()
    ]


def count(page: Any, words: str) -> None:
    page.locator(".wq-total").get_by_text(words, exact=True).wait_for()


def done(page: Any, words: str) -> None:
    page.locator(".wq-status").get_by_text(words).wait_for()


def begin(page: Any) -> None:
    page.locator(".wq-passage-list").focus()
    page.keyboard.press("Home")


def coded(project: Project) -> list[tuple[str, str, str]]:
    return [*project.codings()[["code", "quote", "origin"]].itertuples(index=False, name=None)]


def test_they_stand_by_code_the_likeliest_first_with_reason_and_place(page, project: Project, shown) -> None:
    headings = page.locator(".wq-passage-list h3 [dir=auto]").all_inner_texts()
    assert headings == ["Care", "Rules"]
    found = listed(page)
    assert [code for _, code in found] == sorted(code for _, code in found)
    assert {words for words, code in found if code == "Care"} >= {
        "She brought biscuits again.", "Biscuits and sugar on every table.",
    }  # fmt: skip
    shares = [int(one.split()[0]) for one in page.locator(f"{CARD} .wq-n").all_inner_texts()]
    n_care = [code for _, code in found].count("Care")
    assert shares[:n_care] == sorted(shares[:n_care], reverse=True)
    assert min(shares) >= 50
    first = page.locator(CARD).first
    assert first.locator(".wq-where").inner_text().startswith("day-")
    assert "words of the codebook" in first.locator(".wq-advice-why").inner_text()
    assert project.codings().empty


def test_words_of_texts_are_words_and_no_page(page, shown) -> None:
    page.locator(".wq-filter").fill("forty")
    page.locator(f"{CARD} .wq-words", has_text="<b>now</b>").first.wait_for()
    assert page.locator(f"{CARD} .wq-words b").count() == 0


def test_keys_take_and_refuse_one_after_the_other_and_take_back(page, project: Project, shown) -> None:
    n = len(listed(page))
    (first, _), (second, _) = listed(page)[:2]
    begin(page)
    page.keyboard.press("+")
    done(page, "1 suggestion taken over.")
    assert coded(project) == [("care", first, "suggested")]
    assert project.in_view()["code"].tolist() == ["care"]
    page.keyboard.press("-")
    done(page, "1 suggestion refused.")
    assert project.rejections()[["code", "quote"]].values.tolist() == [["care", second]]
    count(page, f"{n - 2} suggestions")
    assert page.locator(".wq-group-says").first.inner_text() == "1 taken over, 1 refused"
    page.keyboard.press("u")
    done(page, "Taken back: refused")
    page.keyboard.press("u")
    done(page, "Taken back: accepted")
    count(page, f"{n} suggestions")
    page.keyboard.press("Control+y")
    done(page, "Done again")
    count(page, f"{n - 1} suggestions")
    assert len(project.codings()) == 1
    assert faults(project) == []


def test_many_are_decided_at_once_and_one_undo_takes_them_back(page, project: Project, shown) -> None:
    found = listed(page)
    care = [words for words, code in found if code == "Care"]
    begin(page)
    page.keyboard.press("t")
    count(page, f"{len(found)} suggestions, {len(care)} ticked")
    assert page.locator(f"{CARD} .wq-tick:checked").count() == len(care)
    page.keyboard.press(" ")  # but not this one
    count(page, f"{len(found)} suggestions, {len(care) - 1} ticked")
    page.keyboard.press("+")
    done(page, f"{len(care) - 1} suggestions taken over.")
    assert sorted(quote for _, quote, _ in coded(project)) == sorted(care[1:])
    count(page, f"{len(found) - len(care) + 1} suggestions")
    page.keyboard.press("Control+z")
    done(page, "Taken back")
    assert project.codings().empty
    count(page, f"{len(found)} suggestions")


def test_buttons_and_boxes_do_the_same(page, project: Project, shown) -> None:
    card = page.locator(CARD).nth(1)
    words = card.locator(".wq-words").inner_text()
    card.hover()
    card.get_by_role("button", name="Take").click()
    done(page, "1 suggestion taken over.")
    assert [quote for _, quote, _ in coded(project)] == [words]
    page.locator(f"{CARD} .wq-tick").first.check()
    assert ", 1 ticked" in page.locator(".wq-total").inner_text()


def test_filters_and_orders(page, project: Project, shown) -> None:
    n = len(listed(page))
    page.locator(".wq-filter").fill("sugar table care")
    count(page, f"1 of {n} suggestions")
    page.locator(".wq-filter").fill("")
    page.get_by_label("Order").select_option("likely")
    shares = [int(one.split()[0]) for one in page.locator(f"{CARD} .wq-n").all_inner_texts()]
    assert shares == sorted(shares, reverse=True)
    assert page.locator(".wq-passage-list h3").count() == 0
    page.get_by_label("Order").select_option("text")
    assert page.locator(".wq-passage-list h3 [dir=auto]").all_inner_texts() == ["day-1", "day-2", "day-3"]
    begin(page)
    page.keyboard.press("+")
    done(page, "taken over")
    page.get_by_label("Order").select_option("code")
    page.keyboard.press("a")
    done(page, "Suggested anew")
    page.get_by_label("Of which texts").select_option("coded")
    page.wait_for_function("[...document.querySelectorAll('.wq-where')].every((one) => one.textContent === 'day-1')")
    page.get_by_label("Of which texts").select_option("new")
    page.wait_for_function("[...document.querySelectorAll('.wq-where')].every((one) => one.textContent !== 'day-1')")


def test_how_likely_is_kept_for_next_time(page, project: Project, shown) -> None:
    n = len(listed(page))
    slider = page.get_by_label("How likely a suggestion must be")
    slider.fill("95")
    page.get_by_text("There is no suggestion as likely as that").wait_for()
    assert project.suggesting().likely == 0.95
    slider.fill("5")
    page.wait_for_function(f"document.querySelectorAll('{CARD}').length > {n}")
    assert project.suggesting().likely == 0.05


def test_a_code_right_too_seldom_is_not_suggested_and_that_is_said(page, project: Project) -> None:
    for name, text in TEXTS.items():  # what the codebook says is never right here
        for turn in find_turns(text):
            about = text[turn.start_char : turn.end_char].lower()
            code = "rules" if "biscuit" in about or "cake" in about else "care"
            project.code(name, turn.start_char, turn.end_char, code)
    text = "Biscuits, sugar, cake.\n\nThe quota.\n\nSugar and cake for all.\n\nWhat is counted?"
    project.add(ProjectData(sources=(Source(name="day-4", text=text, turns=find_turns(text)),)))
    project.suggest_with(likely=0.05, right=0.9)
    made = show(page, project)
    record = made._run.record.set_index("code")
    held = [code for code in ("care", "rules") if record["n_first"][code] >= 5]
    assert held
    says = page.locator(".wq-left-out").inner_text()
    for code in held:
        assert f"{code.capitalize()} (right {record['n_right'][code]} of {record['n_first'][code]})" in says
        assert code.capitalize() not in [one for _, one in listed(page)]
    page.get_by_label("How often suggestions of a code").fill("0")
    page.locator(CARD).first.wait_for()
    assert project.suggesting().right == 0
    page.wait_for_function("document.querySelector('.wq-left-out').textContent === ''")
    made.close()


def test_the_passage_in_its_text_and_back(page, shown) -> None:
    begin(page)
    page.keyboard.press("Enter")
    page.locator(".wq-reader mark").first.wait_for()
    words = page.locator(CARD).first.locator(".wq-words").inner_text()
    assert page.locator(".wq-reader mark").first.inner_text() in words
    page.keyboard.press("n")
    page.wait_for_function("document.querySelector('.wq-suggestion[data-current]').dataset.place === '1'")
    page.keyboard.press("+")  # also while one reads
    done(page, "taken over")
    page.keyboard.press("Escape")
    assert page.locator(".wq-reader").is_hidden()


def test_what_the_code_is_for(page, shown) -> None:
    begin(page)
    page.keyboard.press("k")
    page.get_by_text("Sharing biscuits, cake and sugar.").wait_for()
    page.locator(".wq-card-says", has_text="This code was not given yet").wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("Sharing biscuits, cake and sugar.").wait_for(state="hidden")


def test_passages_like_one_and_back(page, shown) -> None:
    page.get_by_label("Order").select_option("text")
    begin(page)
    words = page.locator(CARD).first.locator(".wq-words").inner_text()
    page.keyboard.press("l")
    page.locator(".wq-aside-title", has_text=f"Passages like “{words}").wait_for()
    alike = page.locator(f"{CARD} .wq-words").all_inner_texts()
    assert alike
    assert words not in alike
    assert page.locator(f"{CARD} .wq-coded").first.inner_text().endswith("% alike")
    page.keyboard.press("+")
    done(page, "There is no suggestion here to decide.")
    page.keyboard.press("Escape")
    count(page, f"{len(listed(page))} suggestions")
    assert page.locator(f"{CARD}[data-current] .wq-words").inner_text() == words


def test_what_is_worth_reading_next(page, project: Project, shown) -> None:
    begin(page)
    page.keyboard.press("w")
    page.locator(".wq-aside-title", has_text="Worth reading next").wait_for()
    where = page.locator(f"{CARD} .wq-where").all_inner_texts()
    assert set(where[:3]) == set(TEXTS)
    page.keyboard.press("Enter")
    page.locator(".wq-reader mark").first.wait_for()
    page.get_by_role("button", name="Back to the suggestions").click()
    page.locator(".wq-code").first.wait_for()


def test_what_is_coded_elsewhere_goes_from_the_list(page, project: Project, shown) -> None:
    n = len(listed(page))
    words = listed(page)[0][0]
    source = next(name for name, text in TEXTS.items() if words in text)
    start = TEXTS[source].index(words)
    with Project.open(project.path, coder="amina") as elsewhere:
        elsewhere.code(source, start, start + len(words), "care")
    count(page, f"{n - 1} suggestions")


def test_a_text_corrected_meanwhile_is_said_and_nothing_is_written(page, project: Project, shown) -> None:
    begin(page)
    source = page.locator(f"{CARD}[data-current] .wq-where").inner_text()
    project.correct(source, "Once more: " + project.text(source))
    page.keyboard.press("+")
    done(page, "the text was corrected meanwhile")
    assert project.codings().empty
    page.keyboard.press("a")
    done(page, "Suggested anew")
    page.locator(CARD).first.wait_for()
    made_all(page, shown)
    begin(page)
    page.keyboard.press("+")
    done(page, "taken over")
    assert len(project.codings()) == 1
    assert faults(project) == []


def test_read_only_it_can_be_read(page, project: Project, finished: SuggestionRun) -> None:
    with Project.open(project.path) as reading:
        made = given(qda.SuggestionReview(reading), finished)
        host.show(page, made)
        begin(page)
        page.keyboard.press("+")
        done(page, "open for reading only")
        assert page.locator(f"{CARD} .wq-does").count() == 0
        answer, _ = made.answer({"v": 1, "id": 1, "t": "take", "cid": "x", "numbers": [0]})
        assert "Open the project with a coder's name" in answer["error"]
        made.close()


def test_stop_and_go_on_with_blind_texts_left_out(page, project: Project) -> None:
    text = "\n\n".join(f"Biscuits number {number}, and the quota." for number in range(150))
    many = [Source(name=f"long-{number}", text=text, turns=find_turns(text)) for number in range(12)]
    project.add(ProjectData(sources=tuple(many)))
    project.assign("day-2", coder="amina")
    made = qda.SuggestionReview(project)
    host.show(page, made)
    page.get_by_role("button", name="Stop").click()
    done(page, "Stopped; what there is stays.")
    page.get_by_role("button", name="Go on").click()
    made_all(page, made)
    assert made._run.n_done == 14
    page.locator(CARD).first.wait_for()
    page.locator(".wq-filter").fill("day")
    page.locator(CARD, has_text="day-1").first.wait_for()
    where = {one for one in page.locator(f"{CARD} .wq-where").all_inner_texts() if one.startswith("day")}
    assert where == {"day-1", "day-3"}
    assert "1 text that you are still to code blind is left out." in page.locator(".wq-left-out").inner_text()
    made.close()


def test_what_the_page_asks_for_wrongly_is_refused_in_a_sentence(page, project: Project, shown) -> None:
    def ask(**fields: Any) -> str:
        return shown.answer({"v": 1, "id": 1, **fields})[0].get("error", "")

    assert "not there any more" in ask(t="take", cid="a", numbers=[10**6])
    assert "not there any more" in ask(t="refuse", cid="b", numbers=[])
    assert "share between 0 and 1" in ask(t="wish", cid="c", likely=7)
    assert "no passage" in ask(t="like", source=project.view_sources()[0].guid, start=10**6)
    assert project.codings().empty
    with pytest.raises(StoreError, match="there is no source 'day-9'"):
        qda.SuggestionReview(project, "day-9")


def test_nothing_of_a_text_is_in_what_a_notebook_saves(page, project: Project, shown) -> None:
    state = json.dumps({name: str(value) for name, value in shown.get_state().items() if not name.startswith("_")})
    assert "biscuit" not in state.lower()
