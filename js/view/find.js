/** Finding words in the text and in all texts, and going to a turn. */

import { foundIn, turnLike } from "../src/index.js";
import { element } from "./dom.js";
import { paintFound, paintHere } from "./highlights.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {"text" | "corpus" | "turn"} Kind */

const MARKED = 2000;
const HINTS = { text: "find in this text", corpus: "find in all texts", turn: "turn: a number, a time as 12:30, a speaker" };

export class Find {
  /** @type {Kind} */ #kind = "text";
  /** @type {{start: number, end: number}[]} */ #hits = [];
  #at = -1;
  #timer = 0;
  #asked = 0;

  /**
   * @param {Session} session
   * @param {{onleave: () => void, ongo: (span: {start: number, end: number}) => void, range: (start: number, end: number) => Range | null, point: () => number}} verbs
   */
  constructor(session, verbs) {
    this.session = session;
    this.verbs = verbs;
    this.field = /** @type {HTMLInputElement} */ (
      element("input", { class: "wq-input wq-find-field", type: "search", oninput: () => this.#later(), onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) })
    );
    this.said = element("span", { class: "wq-soft", role: "status" });
    this.list = element("ul", { class: "wq-list wq-hits", "aria-label": "Passages found" });
    const step = (/** @type {number} */ by) => element("button", { type: "button", class: "wq-button", text: by > 0 ? "next" : "previous", onclick: () => this.#step(by) });
    const close = element("button", { type: "button", class: "wq-button", text: "close", onclick: () => this.leave() });
    this.root = element("search", { class: "wq-find", hidden: true }, element("div", { class: "wq-find-bar" }, this.field, this.said, step(-1), step(1), close), this.list);
  }

  /** @param {Kind} kind */
  open(kind) {
    this.#kind = kind;
    this.root.hidden = false;
    this.root.dataset.kind = kind;
    this.field.placeholder = HINTS[kind];
    this.field.setAttribute("aria-label", HINTS[kind]);
    this.field.value = "";
    this.field.focus();
    this.#clear();
  }

  /** Forget the hits of a text that is gone. */
  renew() {
    if (!this.root.hidden && this.#kind === "text") this.#search();
    else this.#unmark();
  }

  /**
   * Show which of them one is at; the words cannot be selected while one writes in the field.
   * @param {{start: number, end: number}} span
   */
  paint({ start, end }) {
    paintHere(this, this.verbs.range(start, end));
  }

  leave() {
    this.#clear();
    this.root.hidden = true;
    this.verbs.onleave();
  }

  get isOpen() {
    return !this.root.hidden;
  }

  #later() {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#search(), this.#kind === "corpus" ? 250 : 60);
  }

  #search() {
    const words = this.field.value.trim();
    if (!words) return this.#clear();
    if (this.#kind === "corpus") this.#searchAll(words);
    else if (this.#kind === "text") this.#searchText(words);
    else this.said.textContent = turnLike(this.session.turns, words, this.verbs.point()) ? "" : "There is no such turn.";
  }

  /** @param {string} words */
  #searchText(words) {
    this.#hits = foundIn(this.session.doc, words);
    this.#at = -1;
    this.#mark();
    this.said.textContent = this.#hits.length > 0 ? `${this.#hits.length} found; Enter goes on` : "Nothing is found.";
  }

  /** @param {string} words */
  async #searchAll(words) {
    const asked = ++this.#asked;
    this.said.textContent = "…";
    const answer = await this.session.ask("find", { words });
    if (asked !== this.#asked || this.#kind !== "corpus") return;
    this.list.replaceChildren(...(answer?.hits ?? []).map((/** @type {any} */ hit) => this.#row(hit)));
    const shown = answer?.hits.length ?? 0;
    this.said.textContent = answer === null ? "" : answer.total > shown ? `${answer.total} found, the first ${shown} shown` : `${answer.total} found`;
  }

  /** @param {any} hit */
  #row({ source, name, start, end, before, words, after }) {
    const line = element("span", { class: "wq-hit", dir: "auto" }, document.createTextNode(`${before}`), element("b", { text: words }), document.createTextNode(after));
    const onclick = () => this.session.goTo(source, { start, end });
    return element("li", {}, element("button", { type: "button", class: "wq-row", onclick }, element("span", { class: "wq-soft", text: name }), line));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    window.clearTimeout(this.#timer);
    if (this.#kind === "turn") return this.#goToTurn();
    if (this.#kind === "corpus") return void /** @type {HTMLElement | null} */ (this.list.querySelector("button"))?.click();
    if (this.#at < 0) this.#searchText(this.field.value.trim());
    this.#step(event.shiftKey ? -1 : 1);
  }

  #goToTurn() {
    const turn = turnLike(this.session.turns, this.field.value, this.verbs.point());
    if (!turn) return void (this.said.textContent = "There is no such turn.");
    this.leave();
    this.verbs.ongo({ start: turn.start, end: turn.start });
  }

  /** @param {number} by */
  #step(by) {
    if (this.#hits.length === 0) return;
    const point = this.verbs.point();
    if (this.#at < 0) this.#at = by > 0 ? this.#hits.findIndex(({ start }) => start >= point) - (by > 0 ? 1 : 0) : this.#hits.length;
    if (this.#at < -1) this.#at = -1;
    this.#at = (this.#at + by + this.#hits.length) % this.#hits.length;
    this.verbs.ongo(this.#hits[this.#at]);
    this.said.textContent = `${this.#at + 1} of ${this.#hits.length}`;
    this.field.focus();
  }

  #clear() {
    this.#hits = [];
    this.#at = -1;
    this.said.textContent = "";
    this.list.replaceChildren();
    this.#unmark();
  }

  #mark() {
    const ranges = this.#hits.slice(0, MARKED).map(({ start, end }) => this.verbs.range(start, end));
    paintFound(this, ranges.filter((range) => range !== null));
  }

  #unmark() {
    paintFound(this, []);
    paintHere(this, null);
  }
}
