"""CodebookEditor: the real Python widget under a small page in a real browser."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import wenger_qda as qda
from wenger_qda.model import Code, ProjectData, Source
from wenger_qda.store import Project

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(host.CHROMIUM is None, reason="no Chromium on this machine to look at pages with"),
]
TEXT = "Pauline brought the biscuits. Nobody thanked her. The biscuits are gone."
BOOK = (
    Code(id="engagement"),
    Code(id="thanks", parent="engagement", definition="Somebody is thanked."),
    Code(id="repair", parent="engagement"),
    Code(id="ties", name="Ties that fall short", is_codable=False),
    Code(id="category", parent="ties"),
    Code(id="repertoire"),
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with host.browser() as started:
        yield started


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1000, "height": 720})
    yield context.new_page()
    context.close()


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "study.wqda", coder="amina") as made:
        made.use(qda.Codebook(id="b", codes=BOOK))
        made.add(ProjectData(sources=(Source(name="day-01", text=TEXT),)))
        yield made


def tree(page: Any) -> list[list[Any]]:
    """Give what the page shows of the tree: ids, levels and the numbers of codings."""
    return page.locator(".wq-item").evaluate_all(
        "items => items.map((one) => [one.dataset.code, Number(one.ariaLevel), one.querySelector('.wq-n').textContent])"
    )


def stored(project: Project) -> list[list[Any]]:
    levels = {entry.id: depth + 1 for entry, depth in project.codebook().walk()}
    codes = project.codes()[["code", "n_codings"]].values.tolist()
    return [[code, levels[code], str(count or "")] for code, count in codes]


def go(page: Any, code: str) -> None:
    page.locator(f'[data-code="{code}"]').click()


def saved(page: Any, words: str = "Saved.") -> None:
    page.locator('.wq-status:text-matches("^Saved")').filter(has_text=words).wait_for()


def status(page: Any) -> str:
    return page.locator(".wq-status").text_content()


def test_the_page_shows_the_tree_and_what_is_said_of_a_code(page: Any, project: Project) -> None:
    project.code("day-01", 0, 7, "thanks", note="irony?")
    host.show(page, qda.CodebookEditor(project))
    assert tree(page) == stored(project)
    go(page, "thanks")
    panel = page.locator(".wq-definition")
    panel.get_by_text("Somebody is thanked.").wait_for()
    assert panel.locator("q").all_text_contents() == ["Pauline"]
    assert page.locator(".wq-count").text_content() == "6 codes, 1 coding"


def test_a_code_is_made_beside_and_below_another(page: Any, project: Project) -> None:
    host.show(page, qda.CodebookEditor(project))
    go(page, "thanks")
    page.keyboard.press("a")
    page.get_by_label("Name").fill("In-jokes")
    page.keyboard.press("Enter")
    saved(page)
    page.keyboard.press("b")
    page.get_by_label("Name").fill("Of the lunch table")
    page.get_by_label("Examples").fill("The yellow form again.")
    page.keyboard.press("Control+Enter")
    page.locator('[data-code="of-the-lunch-table"]').wait_for()
    assert project.codebook().tree().split("\n")[:5] == [
        "engagement",
        "  thanks",
        "  in-jokes",
        "    of-the-lunch-table",
        "  repair",
    ]
    assert project.codebook()["of-the-lunch-table"].examples == ("The yellow form again.",)
    assert tree(page) == stored(project)
    assert page.evaluate("document.activeElement.dataset.code") == "of-the-lunch-table"


def test_a_changed_definition_says_how_many_codings_are_to_be_looked_at(page: Any, project: Project) -> None:
    project.code("day-01", 0, 7, "thanks")
    host.show(page, qda.CodebookEditor(project))
    go(page, "thanks")
    page.keyboard.press("Enter")
    page.get_by_label("Definition").fill("Somebody is thanked aloud.")
    page.get_by_label("Below").select_option("ties")
    page.get_by_role("button", name="vermilion").click()
    page.get_by_role("button", name="Save").click()
    saved(page, "1 coding to be looked at again.")
    entry = project.codebook()["thanks"]
    assert (entry.definition, entry.parent, entry.color) == ("Somebody is thanked aloud.", "ties", "#D55E00")
    assert project.codings()["status"].tolist() == ["needs_review"]


def test_an_id_is_changed_and_one_that_is_taken_is_refused(page: Any, project: Project) -> None:
    host.show(page, qda.CodebookEditor(project))
    go(page, "thanks")
    page.keyboard.press("i")
    page.get_by_label("Id", exact=True).fill("repair")
    page.keyboard.press("Enter")
    page.get_by_role("alert").get_by_text("merge the two").wait_for()
    assert status(page).startswith("NOT saved: there is a code 'repair' already")
    page.get_by_label("Id", exact=True).fill("gratitude")
    page.keyboard.press("Enter")
    saved(page)
    assert [code for code, *_ in tree(page)][1] == "gratitude"
    assert "gratitude" in project.codebook()


@pytest.mark.parametrize(("at", "parent", "place"), [(0.86, "ties", 1), (0.5, "category", 0), (0.14, "ties", 0)])
def test_codes_are_moved_by_mouse(page: Any, project: Project, at: float, parent: str, place: int) -> None:
    host.show(page, qda.CodebookEditor(project))
    source, target = (page.locator(f'[data-code="{code}"]').bounding_box() for code in ("repertoire", "category"))
    page.mouse.move(source["x"] + 60, source["y"] + 10)
    page.mouse.down()
    page.mouse.move(source["x"] + 60, source["y"] + 16, steps=3)
    for step in (0, 1):
        page.mouse.move(target["x"] + 80 + step, target["y"] + target["height"] * at)
    page.mouse.up()
    saved(page)
    assert project.codebook().children(parent)[place].id == "repertoire"
    assert tree(page) == stored(project)


def test_codes_are_moved_by_key_step_by_step(page: Any, project: Project) -> None:
    host.show(page, qda.CodebookEditor(project))
    go(page, "repair")
    page.keyboard.press("Control+ArrowUp")
    page.wait_for_function("document.activeElement.ariaPosInSet === '1'")
    assert project.codebook().tree().split("\n")[:3] == ["engagement", "  repair", "  thanks"]
    page.keyboard.press("Control+ArrowLeft")
    page.wait_for_function("document.activeElement.ariaLevel === '1'")
    assert project.codebook().tree().split("\n")[:3] == ["engagement", "  thanks", "repair"]
    assert page.evaluate("document.activeElement.dataset.code") == "repair"
    page.keyboard.press("Control+ArrowRight")
    page.wait_for_function("document.activeElement.ariaLevel === '2'")
    assert project.codebook()["repair"].parent == "engagement"
    page.keyboard.press("Control+ArrowDown")
    page.get_by_text("It cannot go further that way.").wait_for()
    page.keyboard.press("v")
    page.get_by_label("Below").select_option("repertoire")
    page.keyboard.press("Control+Enter")
    page.wait_for_function("document.activeElement.dataset.code === 'repair'")
    assert project.codebook()["repair"].parent == "repertoire"
    assert tree(page) == stored(project)


def test_codes_are_merged_after_it_was_said_what_moves(page: Any, project: Project) -> None:
    with Project.open(project.path, coder="bo") as bo:
        bo.code("day-01", 0, 7, "repair")
    project.code("day-01", 0, 7, "category")
    project.code("day-01", 8, 15, "category")
    host.show(page, qda.CodebookEditor(project))
    go(page, "repair")
    page.keyboard.press("Space")
    go_on = page.locator('[data-code="category"]')
    go_on.click(modifiers=["Control"])
    page.locator('[data-code="thanks"]').click(modifiers=["Control"])
    page.keyboard.press("m")
    page.get_by_label("Into").select_option("thanks")
    page.get_by_text("3 codings (amina 2, bo 1) of “Repair”, “Category” move to “Thanks”.").wait_for()
    page.keyboard.press("Control+Enter")
    saved(page, "3 codings moved.")
    assert set(project.codings()["code"]) == {"thanks"}
    assert tree(page) == stored(project)
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back: repair, category merged into thanks.").wait_for()
    assert tree(page) == stored(project)
    page.get_by_role("button", name="Redo").click()
    page.get_by_text("Done again: repair, category merged into thanks.").wait_for()
    assert set(project.codings()["code"]) == {"thanks"}


def test_passages_of_a_code_are_split_off(page: Any, project: Project) -> None:
    for start, end in ((0, 7), (30, 36), (50, 62)):
        project.code("day-01", start, end, "thanks")
    host.show(page, qda.CodebookEditor(project))
    go(page, "thanks")
    page.keyboard.press("x")
    page.get_by_label("new code named").fill("Not thanked")
    page.keyboard.press("Enter")
    page.get_by_text("Choose at least one passage.").wait_for()
    page.get_by_label(TEXT[30:36]).check()
    page.get_by_text("1 of 3 passages chosen.").wait_for()
    page.get_by_role("button", name="Split", exact=True).click()
    saved(page, "1 coding moved.")
    codings = project.codings()
    assert codings[codings["code"] == "not-thanked"]["quote"].tolist() == [TEXT[30:36]]
    assert tree(page) == stored(project)


def test_a_code_is_removed_after_it_was_said_what_goes_along(page: Any, project: Project) -> None:
    with Project.open(project.path, coder="bo") as bo:
        bo.code("day-01", 0, 7, "thanks")
    project.code("day-01", 8, 15, "engagement")
    host.show(page, qda.CodebookEditor(project))
    go(page, "engagement")
    page.keyboard.press("Delete")
    page.get_by_text("2 codings (amina 1, bo 1) go along, with the 2 codes below. It can be undone.").wait_for()
    page.keyboard.press("Escape")
    assert len(project.codes()) == 6
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Remove", exact=True).click()
    saved(page, "2 codings went along.")
    assert tree(page) == stored(project) == [["ties", 1, ""], ["category", 2, ""], ["repertoire", 1, ""]]
    page.keyboard.press("Control+z")
    page.locator('[data-code="thanks"]').wait_for()
    assert len(project.codings()) == 2


def test_written_words_are_not_lost_by_a_click_elsewhere(page: Any, project: Project) -> None:
    host.show(page, qda.CodebookEditor(project))
    go(page, "thanks")
    page.keyboard.press("e")
    page.get_by_label("Definition").fill("A long thought")
    go(page, "repair")
    page.keyboard.press("Delete")
    page.get_by_text("Save what you wrote, or press Cancel.").wait_for()
    assert page.get_by_label("Definition").input_value() == "A long thought"
    page.get_by_role("button", name="Cancel").click()
    page.locator(".wq-definition").wait_for()


def test_another_notebooks_changes_appear(page: Any, project: Project) -> None:
    host.show(page, qda.CodebookEditor(project))
    page.locator('[data-code="repair"]').click()
    with Project.open(project.path, coder="bo") as bo:
        bo.move_code("repertoire", before="engagement")
        bo.add_code("tools", parent="repertoire")
    page.locator('[data-code="tools"]').wait_for(timeout=5000)
    assert tree(page) == stored(project)
    assert page.evaluate("document.activeElement.dataset.code") == "repair"


def test_a_project_open_for_reading_only_is_shown_and_not_changed(page: Any, project: Project) -> None:
    with Project.open(project.path) as reader:
        widget = qda.CodebookEditor(reader)
        host.show(page, widget)
        assert tree(page) == stored(project)
        assert status(page) == "Open for reading only."
        go(page, "thanks")
        page.locator(".wq-definition").get_by_text("Somebody is thanked.").wait_for()
        for press in ("a", "e", "Delete", "Control+ArrowLeft", "Control+z", "m"):
            page.keyboard.press(press)
            page.get_by_text("open it with a coder's name to change it").wait_for()
        refused, _ = widget.answer({"v": 1, "id": "1", "t": "remove", "cid": "c", "codes": ["thanks"]})
        assert "open for reading only" in refused["error"]
    assert len(project.codes()) == 6


def test_two_views_of_one_widget_are_in_step(page: Any, project: Project) -> None:
    host.show(page, qda.CodebookEditor(project))
    page.evaluate("add_view()")
    views = page.locator(".wq-editor")
    views.first.locator('[data-code="repair"]').click()
    page.keyboard.press("Control+ArrowLeft")
    views.last.locator('[data-code="repair"][aria-level="1"]').wait_for()
    assert views.last.locator(".wq-status").text_content() == "Saved."


def test_without_a_kernel_nothing_is_said_to_be_saved_and_what_was_written_stays(page: Any, project: Project) -> None:
    host.show(page, qda.CodebookEditor(project))
    go(page, "thanks")
    page.keyboard.press("e")
    page.get_by_label("Definition").fill("Thanked aloud.")
    page.evaluate("window.cut = true")
    page.keyboard.press("Control+Enter")
    page.locator(".wq-status").get_by_text("NOT saved: there is no kernel.").wait_for()
    assert page.get_by_label("Definition").input_value() == "Thanked aloud."
    page.evaluate("window.cut = false")
    page.keyboard.press("Control+Enter")
    saved(page)
    assert project.codebook()["thanks"].definition == "Thanked aloud."


def test_while_one_codes_blind_others_codings_are_counted_and_not_shown(page: Any, project: Project) -> None:
    with Project.open(project.path, coder="bo") as bo:
        bo.code("day-01", 30, 36, "thanks", note="hers")
    project.code("day-01", 0, 7, "thanks")
    project.assign("day-01", coder="amina")
    widget = qda.CodebookEditor(project)
    sent = []
    answer = widget.answer
    widget.answer = lambda request: sent.append(answer(request)) or sent[-1]  # type: ignore[method-assign]
    host.show(page, widget)
    assert page.locator('[data-code="thanks"] .wq-n').text_content() == "1"
    go(page, "thanks")
    page.keyboard.press("Delete")
    page.get_by_text("1 coding (amina 1), and 1 more that you cannot see while a round is open go along.").wait_for()
    assert "hers" not in str(sent)
    assert TEXT[30:36] not in str(sent)


def test_a_code_gone_meanwhile_is_a_sentence(page: Any, project: Project) -> None:
    host.show(page, qda.CodebookEditor(project))
    go(page, "thanks")
    page.keyboard.press("e")
    project.remove_code("thanks")
    page.get_by_label("Definition").fill("Too late")
    page.keyboard.press("Control+Enter")
    page.get_by_role("alert").filter(has_text="thanks").wait_for()
    assert status(page).startswith("NOT saved: ")
    assert page.get_by_label("Definition").input_value() == "Too late"


def test_an_empty_codebook_says_how_to_begin(page: Any, tmp_path: Path) -> None:
    with Project.create(tmp_path / "empty.wqda", coder="amina") as empty:
        host.show(page, qda.CodebookEditor(empty))
        page.get_by_text("There is no code yet.").wait_for()
        page.get_by_role("button", name="Add beside").click()
        page.get_by_label("Name").fill("First")
        page.keyboard.press("Enter")
        page.locator('[data-code="first"]').wait_for()
        assert empty.codes()["code"].tolist() == ["first"]


def test_keys_are_ours_and_saving_the_notebook_is_not(page: Any, project: Project) -> None:
    host.show(page, qda.CodebookEditor(project))
    page.evaluate(
        """() => {
          window.seen = [];
          document.addEventListener("keydown", (event) => {
            if (!event.target.hasAttribute("data-lm-suppress-shortcuts")) seen.push(event.key);
            if (event.ctrlKey) event.preventDefault();
          });
        }"""
    )
    go(page, "repair")
    for press in ("j", "q", "ArrowDown", "Control+s", "Home", "/", "d", "Escape"):
        page.keyboard.press(press)
    assert page.evaluate("seen.filter((key) => key !== 'Control')") == ["s"]


def test_every_part_has_a_role_and_a_name(page: Any, project: Project) -> None:
    host.show(page, qda.CodebookEditor(project))
    for role, name in (("toolbar", "Codes"), ("tree", "Codes"), ("combobox", "Find a code"), ("button", "Merge")):
        assert page.get_by_role(role, name=name).count() == 1, role
    assert page.get_by_role("status").first.get_attribute("aria-live") == "polite"
    go(page, "repair")
    page.locator('[data-code="thanks"]').click(modifiers=["Shift"])
    assert page.get_by_role("treeitem", selected=True).count() == 2
    assert page.locator('[role="tree"]').get_attribute("aria-multiselectable") == "true"
    page.keyboard.press("?")
    page.get_by_text("Merge the chosen codes into one.").wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("Merge the chosen codes into one.").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.role") == "treeitem"


@pytest.mark.parametrize("seed", range(2))
def test_after_any_edits_the_page_shows_what_is_stored(page: Any, project: Project, seed: int) -> None:
    lot = random.Random(seed)
    for number in range(12):
        project.code("day-01", number, number + 5, lot.choice(["thanks", "repair", "category", "engagement"]))
    host.show(page, qda.CodebookEditor(project))
    moves = [f"Control+Arrow{way}" for way in ("Up", "Down", "Left", "Right")]
    presses = [*moves, *moves, "a", "b", "Delete", "m", "i", "Control+z", "Control+z", "Control+Shift+z"]
    before = project.revision()
    for number in range(20):
        codes = project.codes()["code"].tolist()
        if codes:
            go(page, lot.choice(codes))
        press = lot.choice(presses) if codes else "Control+z"
        page.keyboard.press(press)
        if press in ("a", "b"):
            page.get_by_label("Name").fill(f"New {seed} {number}")
            page.keyboard.press("Enter")
        elif press == "i":
            page.get_by_label("Id", exact=True).fill(f"id-{number}")
            page.keyboard.press("Enter")
        elif press == "Delete":
            page.get_by_role("button", name="Remove", exact=True).click()
        elif press == "m":
            page.get_by_label("Into").select_option(index=lot.randrange(1, len(codes)) if len(codes) > 1 else 0)
            page.keyboard.press("Control+Enter")
            page.wait_for_timeout(60)
            page.keyboard.press("Escape")
        page.wait_for_function("document.querySelector('.wq-status').textContent !== 'Saving …'")
        assert tree(page) == stored(project), press
    assert project.revision() > before + 10


def test_nothing_of_the_codebook_is_in_the_state_that_a_notebook_saves(project: Project) -> None:
    state = json.dumps(qda.CodebookEditor(project).get_state(), default=str)
    assert "Ties that fall short" not in state
    assert "Somebody is thanked" not in state


def test_a_request_that_is_not_known_or_lacks_its_cid_is_refused_in_a_sentence(project: Project) -> None:
    widget = qda.CodebookEditor(project)
    for request in ({"t": "nonsense"}, {"t": "remove", "codes": ["thanks"]}, {"t": "about", "code": "tanks"}):
        content, _ = widget.answer({"v": 1, "id": "1", **request})
        assert content["id"] == "1"
        assert content["error"]
    assert len(project.codes()) == 6
