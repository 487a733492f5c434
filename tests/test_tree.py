"""The code tree, the panel and the form of the page, in a real browser, without any kernel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

host = pytest.importorskip("host", reason="Playwright is not installed; only the tests of the page need it")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(host.CHROMIUM is None, reason="no Chromium on this machine to look at pages with"),
]
ROOT = Path(__file__).parent.parent
SITE = "http://modules.test/"
BOOK = """
engagement: Engagement
  thanks: Thanks and biscuits
  repair: Repair
ties: (Ties that fall short)
  category: Category
repertoire: Repertoire
"""
START = """
async ([css, book, isMovable]) => {
  const { colorsOf } = await import("/src/colors.js");
  const { CodeTree } = await import("/view/tree.js");
  const { CodeForm } = await import("/view/code_form.js");
  const { definitionPanel } = await import("/view/definition.js");
  const { codesOf } = await import("/tools/book.js");
  document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  const made = (tag, about) => Object.assign(document.createElement(tag), about);
  const text = made("p", { id: "text", textContent: "nobody thanks her" });
  const [box, root, place] = [made("input", { id: "box" }), made("div", { id: "tree" }), made("div", { id: "form" })];
  document.body.append(text, box, root, place);
  root.style.width = "20rem";
  const codes = codesOf(book, { thanks: 4, category: 2, repertoire: 1 }, { category: "A job title." });
  const said = [];
  const onMove = (code, target, where) => said.push(`${code.code} ${where} ${target.code}`);
  const tree = new CodeTree(root, {
    searchBox: box,
    onPick: (code) => said.push(`pick ${code.code}`),
    onFocus: (code) => said.push(`at ${code.code}`),
    onOpen: (code, isOpen) => said.push(`${isOpen ? "open" : "close"} ${code.code}`),
    onDropText: (code, event) => said.push(`${event.dataTransfer.getData("text/plain")} on ${code.code}`),
    ...(isMovable ? { onMove } : {}),
  });
  const form = new CodeForm(place, {
    onSave: async (id, changes) => {
      if (window.refuse) throw new Error(window.refuse);
      window.kept = { id, ...changes };
    },
    onCancel: () => said.push("cancel"),
  });
  tree.show({ codes, colors: colorsOf(codes), keys: ["thanks", null, "category"] });
  Object.assign(window, { tree, form, codes, said, definitionPanel });
}
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with host.browser() as started:
        yield started


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 900, "height": 700})
    opened = context.new_page()
    opened.route(f"{SITE}**", _serve)
    opened.goto(SITE)
    start(opened)
    yield opened
    context.close()


def _serve(route: Any) -> None:
    path = route.request.url.removeprefix(SITE)
    if path:
        route.fulfill(body=(ROOT / "js" / path).read_text("utf-8"), content_type="text/javascript")
    else:
        route.fulfill(body="<!DOCTYPE html><meta charset=utf-8><body>", content_type="text/html")


def start(page: Any, *, movable: bool = False) -> None:
    page.evaluate("document.body.replaceChildren()")
    css = (ROOT / "wenger_qda" / "widgets" / "static" / "codes.css").read_text("utf-8")
    page.evaluate(START, [css, BOOK, movable])


def said(page: Any) -> list[str]:
    return page.evaluate("said.splice(0)")


def keys(page: Any, *commands: str) -> str:
    """Give commands to the tree; say which code is the current one then."""
    return page.evaluate("(commands) => (commands.forEach((one) => tree.key(one)), tree.current?.code)", list(commands))


def shown(page: Any) -> list[str]:
    return page.locator(".wq-item").evaluate_all("items => items.map((item) => item.dataset.code)")


def drag(page: Any, what: str, onto: str, *, at: float = 0.5, pause: int = 0) -> None:
    one, other = (page.locator(selector).bounding_box() for selector in (what, onto))
    page.mouse.move(one["x"] + 50, one["y"] + one["height"] / 2)
    page.mouse.down()
    page.mouse.move(one["x"] + 60, one["y"] + one["height"] / 2 + 6, steps=3)
    for step in (1, 2):
        page.mouse.move(other["x"] + 60 + step, other["y"] + other["height"] * at)
    page.wait_for_timeout(pause)
    page.mouse.up()


def test_readers_of_the_screen_hear_a_tree(page: Any) -> None:
    assert page.get_by_role("tree", name="Codes").count() == 1
    item = page.get_by_role("treeitem", name="Thanks and biscuits, 4 codings")
    names = ("aria-level", "aria-posinset", "aria-setsize", "aria-keyshortcuts", "aria-expanded")
    assert [item.get_attribute(name) for name in names] == ["2", "1", "2", "1", None]
    assert page.get_by_role("treeitem", name="Engagement", expanded=True).count() == 1
    heading = page.get_by_role("treeitem", name="Ties that fall short), only holds others")
    assert heading.count() == 1
    assert page.locator('.wq-item[tabindex="0"]').count() == 1


def test_keys_go_through_the_tree_open_and_close_it(page: Any) -> None:
    assert keys(page, "tree-down") == "thanks"
    assert keys(page, "tree-last") == "repertoire"
    assert keys(page, "tree-down") == "repertoire"
    assert keys(page, "tree-first", "tree-up") == "engagement"
    assert keys(page, "tree-down", "tree-close") == "engagement"
    assert keys(page, "tree-close") == "engagement"
    assert shown(page) == ["engagement", "ties", "category", "repertoire"]
    assert page.locator('[data-code="engagement"] .wq-n').text_content() == "+ 4"
    assert keys(page, "tree-open") == "engagement"
    assert keys(page, "tree-open") == "thanks"
    assert not page.evaluate("tree.key('done')")


def test_the_focus_follows_the_keys_and_survives_a_change_from_outside(page: Any) -> None:
    page.evaluate("tree.focus()")
    keys(page, "tree-down", "tree-down")
    focused = "document.activeElement.dataset.code"
    assert page.evaluate(focused) == "repair"
    page.evaluate("tree.show({ codes: codes.map((code) => ({ ...code, n: code.n + 1 })).reverse() })")
    assert page.evaluate(focused) == "repair"
    page.evaluate("tree.show({ codes: codes.filter(({ code }) => code !== 'repair') })")
    assert page.evaluate(focused) in shown(page)


def test_a_click_picks_a_code_and_leaves_the_selected_words(page: Any) -> None:
    page.evaluate("getSelection().selectAllChildren(text)")
    page.locator('[data-code="thanks"]').click()
    page.locator('[data-code="ties"]').click()
    page.locator('[data-code="engagement"] .wq-twisty').click()
    assert said(page) == [
        "at thanks",
        "pick thanks",
        "close ties",
        "close engagement",
    ]
    assert page.evaluate("String(getSelection())") == "nobody thanks her"
    assert page.evaluate("document.activeElement === document.body")


def test_words_are_dragged_onto_a_code(page: Any) -> None:
    page.evaluate("getSelection().selectAllChildren(text)")
    drag(page, "#text", '[data-code="repair"]')
    assert said(page) == ["nobody thanks her on repair"]
    assert page.locator("[data-drop]").count() == 0


def test_a_closed_branch_opens_while_words_are_held_over_it(page: Any) -> None:
    keys(page, "tree-first", "tree-close")
    said(page)
    page.evaluate("getSelection().selectAllChildren(text)")
    drag(page, "#text", '[data-code="engagement"]', pause=700)
    assert said(page) == ["open engagement", "nobody thanks her on engagement"]


def test_words_cannot_be_dropped_on_what_only_holds_others(page: Any) -> None:
    page.evaluate("getSelection().selectAllChildren(text)")
    drag(page, "#text", '[data-code="ties"]')
    assert said(page) == []


def test_codes_are_dragged_before_below_and_after_another(page: Any) -> None:
    start(page, movable=True)
    for at, where in ((0.12, "before"), (0.5, "below"), (0.86, "after")):
        drag(page, '[data-code="repertoire"]', '[data-code="thanks"]', at=at)
        assert said(page)[-1] == f"repertoire {where} thanks"
    drag(page, '[data-code="engagement"]', '[data-code="thanks"]')
    assert said(page) == ["at engagement"]  # not below itself


def test_without_leave_to_move_no_code_can_be_dragged(page: Any) -> None:
    drag(page, '[data-code="repertoire"]', '[data-code="thanks"]')
    assert said(page) == []


def test_search_keeps_what_is_above_marks_the_letters_and_the_best(page: Any) -> None:
    page.locator("#box").press_sequentially("cat")
    assert shown(page) == ["ties", "category"]
    assert page.locator("mark").all_text_contents() == ["Cat"]
    assert page.locator(".wq-context").get_attribute("data-code") == "ties"
    assert said(page) == ["at category"]
    active = page.locator("#box").get_attribute("aria-activedescendant")
    assert page.locator(f'[id="{active}"]').get_attribute("data-code") == "category"
    page.locator("#box").fill("ties")
    assert shown(page) == ["ties"]
    page.locator(".wq-twisty").click()
    assert shown(page) == ["ties", "category"]
    page.locator("#box").fill("e")
    first = page.evaluate("tree.current.code")
    assert keys(page, "next-match") != first
    page.locator("#box").fill("qqqq")
    assert shown(page) == []
    page.locator("#box").fill("")
    assert len(shown(page)) == 6


def test_nothing_is_drawn_again_that_has_not_changed(page: Any) -> None:
    page.evaluate(
        """() => {
          window.changed = new Set();
          new MutationObserver((all) => all.forEach(({ target }) => {
            const around = target instanceof Element ? target : target.parentElement;
            changed.add(around.closest(".wq-item")?.dataset.code ?? "tree");
          })).observe(tree.root, { childList: true, attributes: true, characterData: true, subtree: true });
          tree.show({ codes: codes.map((code) => ({ ...code, n: code.code === "thanks" ? 5 : code.n })) });
        }"""
    )
    assert page.evaluate("[...changed]") == ["thanks"]


def test_names_from_a_codebook_are_text_and_nothing_else(page: Any) -> None:
    evil = "<img src=x onerror=alert(1)>"
    page.evaluate(
        """(evil) => {
          const definition = `see \\`${evil}\\` and \\`none\\``;
          const code = { ...codes[0], code: evil, name: evil, definition, examples: [evil], color: evil };
          const passages = [{ guid: "", quote: evil, source: evil, coder: evil }];
          tree.show({ codes: [code], colors: new Map([[evil, evil]]), query: "img" });
          form.show({ code, codes: [code], isNew: false });
          document.body.append(definitionPanel(code, { codes: [code], colors: new Map(), passages }));
        }""",
        evil,
    )
    assert page.locator("img").count() == 0
    assert page.locator(".wq-definition").get_by_text(evil).count() >= 4


def test_the_form_gives_back_only_what_was_changed(page: Any) -> None:
    page.evaluate("form.show({ code: { ...codes[1], examples: ['over\\ntwo lines'] }, codes, isNew: false })")
    page.get_by_label("Definition").fill("Thanked aloud.")
    page.get_by_role("button", name="green").click()
    page.get_by_role("button", name="Save").click()
    assert page.evaluate("kept") == {"id": "thanks", "definition": "Thanked aloud.", "color": "#009E73"}
    assert page.get_by_label("Below").locator("option").all_text_contents()[:3] == [
        "(at the top)",
        "Engagement",
        "Engagement / Repair",
    ]


def test_a_new_code_gets_an_id_and_a_warning_of_its_namesakes(page: Any) -> None:
    page.evaluate("form.show({ code: { parent: 'engagement' }, codes, isNew: true })")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("alert").text_content() == "A code needs a name."
    page.get_by_label("Name").fill("Repairs")
    assert "“Repair”" in page.locator(".wq-near").text_content()
    page.get_by_label("Examples").fill("one\n\n two ")
    page.get_by_label("Name").press("Enter")
    assert page.evaluate("kept") == {
        "id": "repairs",
        "name": "Repairs",
        "parent": "engagement",
        "examples": ["one", "two"],
    }


def test_all_that_a_codebook_says_can_be_written(page: Any) -> None:
    page.evaluate("form.show({ code: { ...codes[1], contrary: ['unknown'], dual: 'gone' }, codes, isNew: false })")
    page.get_by_text("More:").click()
    page.get_by_label("Questions").fill("Who thanks whom?")
    page.get_by_label("Codes that speak against it").fill("repair\nno such code")
    page.get_by_role("button", name="Add one").click()
    page.get_by_label("Passage", exact=True).fill("Thanks for nothing.")
    page.get_by_label("Why it is not").fill("Irony.")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("alert").text_content() == "There is no code “no such code”."
    page.get_by_label("Codes that speak against it").fill("Repair")
    page.get_by_role("button", name="Save").click()
    assert page.evaluate("kept") == {
        "id": "thanks",
        "questions": ["Who thanks whom?"],
        "contrary": ["repair"],
        "near_misses": [{"passage": "Thanks for nothing.", "why": "Irony."}],
    }


def test_enter_saves_also_where_the_page_around_keeps_a_browser_from_it(page: Any) -> None:
    page.evaluate("document.addEventListener('keypress', (event) => event.preventDefault())")  # as in JupyterLab
    page.evaluate("form.show({ code: codes[1], codes, isNew: false })")
    page.get_by_label("Name").fill("Thank you")
    page.get_by_label("Name").press("Enter")
    assert page.evaluate("kept") == {"id": "thanks", "name": "Thank you"}


def test_a_refused_form_keeps_what_was_written_and_says_why(page: Any) -> None:
    page.evaluate("window.refuse = 'the disk is full'; form.show({ code: codes[1], codes, isNew: false })")
    page.get_by_label("Name").fill("Thank you")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("NOT saved: the disk is full").wait_for()
    assert page.get_by_label("Name").input_value() == "Thank you"
    assert page.get_by_role("button", name="Save").is_enabled()
