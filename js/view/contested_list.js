/** The list of contested passages: lines of one height, of which only those in view are drawn. */

import { againstSays, costSays } from "../src/index.js";
import { element } from "./dom.js";

/** @typedef {import("../src/contested.js").Row} Row */
/** @typedef {import("./reconcile_session.js").ReconcileSession} ReconcileSession */

const HEIGHT = 74;
const SPARE = 6;
/** @type {Record<string, string>} */
const STATES = { open: "to decide", decided: "decided", changed: "changed since it was decided" };
/** @type {Record<string, string>} */
const SIGNS = { open: "○", decided: "✓", changed: "↻" };

export class ContestedList {
  /** @type {readonly Row[]} */ #rows = [];
  #at = 0;
  #frame = 0;

  /**
   * @param {ReconcileSession} session
   * @param {() => void} onchoose another one was chosen with the mouse
   */
  constructor(session, onchoose) {
    this.session = session;
    this.onchoose = onchoose;
    this.space = element("div", { class: "wq-docket-space", role: "presentation" });
    this.root = element("div", { class: "wq-docket", role: "listbox", tabindex: "0", "aria-label": "Contested passages" }, this.space);
    this.root.addEventListener("scroll", () => this.#drawSoon());
    this.root.addEventListener("click", (event) => this.#clicked(event));
    this.resized = new ResizeObserver(() => this.#drawSoon());
    this.resized.observe(this.root);
  }

  close() {
    cancelAnimationFrame(this.#frame);
    this.resized.disconnect();
  }

  get rows() {
    return this.#rows;
  }

  get at() {
    return this.#at;
  }

  /** The passage that keys speak of; null where there is none. */
  get current() {
    return this.#rows[this.#at] ?? null;
  }

  get hasFocus() {
    return this.root.contains(document.activeElement);
  }

  focus() {
    this.root.focus({ preventScroll: true });
  }

  /**
   * @param {readonly Row[]} rows
   * @param {number} at which of them is the current one
   */
  show(rows, at) {
    this.#rows = rows;
    this.#at = Math.min(Math.max(at, 0), Math.max(rows.length - 1, 0));
    this.space.style.height = `${rows.length * HEIGHT}px`;
    this.#draw();
  }

  /**
   * Make another passage the current one, and bring it into view.
   * @param {number} place the nearest there is
   */
  go(place) {
    this.#at = Math.min(Math.max(place, 0), Math.max(this.#rows.length - 1, 0));
    const [top, height] = [this.#at * HEIGHT, this.root.clientHeight];
    if (top < this.root.scrollTop) this.root.scrollTop = top;
    else if (top + HEIGHT > this.root.scrollTop + height) this.root.scrollTop = top + HEIGHT - height;
    this.#draw();
  }

  #drawSoon() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    const first = Math.max(0, Math.floor(this.root.scrollTop / HEIGHT) - SPARE);
    const last = Math.min(this.#rows.length, Math.ceil((this.root.scrollTop + this.root.clientHeight) / HEIGHT) + SPARE);
    const places = new Set([this.#at, ...Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset)]);
    const drawn = [...places].filter((place) => place < this.#rows.length).sort((one, other) => one - other);
    this.space.replaceChildren(...drawn.map((place) => this.#line(place)));
    const current = this.space.querySelector('[aria-selected="true"]');
    if (current) this.root.setAttribute("aria-activedescendant", current.id);
    else this.root.removeAttribute("aria-activedescendant");
  }

  /** @param {number} place */
  #line(place) {
    const row = this.#rows[place];
    const { docket, colors, saving } = this.session;
    const state = saving.has(row.key) ? "saving" : row.state;
    const said = row.start === null ? "the whole text" : row.words;
    return element(
      "div",
      {
        class: "wq-docket-line", role: "option", id: this.#idOf(place), "data-place": place, "data-state": state,
        "aria-selected": String(place === this.#at), "aria-posinset": place + 1, "aria-setsize": this.#rows.length,
        "aria-label": `${docket.nameOf(row.code)}: ${said}. ${row.name}. ${againstSays(row)}. ${costSays(row) && `${costSays(row)}. `}${STATES[state] ?? "being saved"}.`,
        style: { top: `${place * HEIGHT}px`, height: `${HEIGHT}px` },
      },
      element(
        "div",
        { class: "wq-docket-top" },
        element("span", { class: "wq-sign", title: STATES[state] ?? "being saved", text: SIGNS[state] ?? "…" }),
        element("span", { class: "wq-swatch", style: { background: colors.get(row.code) ?? "transparent" } }),
        element("span", { class: "wq-docket-code", text: docket.nameOf(row.code), dir: "auto" }),
        element("span", { class: "wq-n", text: costSays(row) }),
      ),
      element("div", { class: "wq-docket-words", text: row.start === null ? "The whole text" : row.words, dir: "auto" }),
      element("div", { class: "wq-docket-who wq-soft", text: `${againstSays(row)} · ${row.name}`, dir: "auto" }),
    );
  }

  /** @param {Event} event */
  #clicked(event) {
    const line = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".wq-docket-line"));
    if (!line) return;
    this.go(Number(line.dataset.place));
    this.onchoose();
  }

  #id = `wq-docket-${Math.random().toString(36).slice(2)}`;

  /** @param {number} place */
  #idOf(place) {
    return `${this.#id}-${place}`;
  }
}
