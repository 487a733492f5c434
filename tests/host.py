"""A small page that shows a widget as a notebook would, joined to the real Python object in this process."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chromium import CHROMIUM, OPTIONS
from playwright.sync_api import Browser, Page, expect, sync_playwright

__all__ = ["CHROMIUM", "browser", "drag", "expect", "put_cursor", "saved", "select", "show"]
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"

SHOW = """
async ({ esm, css, traits }) => {
  document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  const url = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
  const { default: made } = await import(url);
  const widget = typeof made === "function" ? await made() : made;
  const listeners = new Set();
  const bytes = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  const model = {
    get: (name) => traits[name],
    on: (_, listener) => listeners.add(listener),
    off: (_, listener) => listeners.delete(listener),
    send: (message) => {
      if (window.cut) throw new Error("Cannot send");
      if (!window.dead) void answered(message);
    },
  };
  const answered = async (message) => {
      const [content, buffers] = await window.ask(message);
      for (const listener of listeners) listener(content, buffers.map(bytes));
  };
  await widget.initialize?.({ model });
  window.add_view = async () => {
    const el = document.createElement("div");
    document.body.append(el);
    window.close_view = await widget.render({ model, el });
  };
  await window.add_view();
}
"""


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium without a network."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*OPTIONS, NO_NETWORK])
        yield started
        started.close()


def show(page: Page, widget: Any, **traits: Any) -> None:
    """Show a widget on a page and wait until it is drawn; suggestions are made only where a test asks for them."""

    def ask(_source: Any, message: dict[str, Any]) -> list[Any]:
        content, buffers = widget.answer(message)
        return [content, [base64.b64encode(buffer).decode() for buffer in buffers]]

    page.expose_binding("ask", ask)
    page.set_content("<!DOCTYPE html><meta charset=utf-8><body style='margin:8px'>")
    page.evaluate(
        SHOW, {"esm": str(widget._esm), "css": str(widget._css), "traits": {"height": widget.height, **traits}}
    )
    page.locator('[data-ready="1"]').wait_for()


def drag(page: Page, start: tuple[str, int], end: tuple[str, int]) -> None:
    """Select with the mouse, from a character of one line to a character of another."""
    point = """([words, offset]) => {
      const line = [...document.querySelectorAll(".wq-line")].find((line) => line.textContent.includes(words));
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      let at = line.textContent.indexOf(words) + offset, node = walker.nextNode();
      while (at > node.data.length) { at -= node.data.length; node = walker.nextNode(); }
      const range = document.createRange();
      range.setStart(node, at); range.setEnd(node, at);
      const { left, top, height } = range.getBoundingClientRect();
      return [left, top + height / 2];
    }"""
    (x1, y1), (x2, y2) = page.evaluate(point, list(start)), page.evaluate(point, list(end))
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move((x1 + x2) / 2, (y1 + y2) / 2, steps=3)
    page.mouse.move(x2, y2, steps=3)
    page.mouse.up()


def saved(page: Page) -> None:
    """Wait until the view says that all is on disk."""
    page.get_by_text("Saved.").wait_for()


def select(page: Page, words: str, line: int | None = None) -> None:
    """Select words in the text; in a line by its number where they stand in several."""
    page.evaluate(
        """([words, number]) => {
          const lines = [...document.querySelectorAll(".wq-line")];
          const line = number === null ? lines.find((one) => one.textContent.includes(words)) : lines[number];
          const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          const place = (at) => {
            let node = walker.currentNode = walker.root, left = at;
            node = walker.nextNode();
            while (left > node.data.length) { left -= node.data.length; node = walker.nextNode(); }
            return [node, left];
          };
          const start = line.textContent.indexOf(words);
          document.querySelector(".wq-text").focus();
          getSelection().setBaseAndExtent(...place(start), ...place(start + words.length));
        }""",
        [words, line],
    )


def put_cursor(page: Page, before: str) -> None:
    """Put the cursor before words of the text."""
    select(page, before)
    page.evaluate("getSelection().collapseToStart()")
