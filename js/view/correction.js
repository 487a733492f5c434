/** A slip in the transcript, put right where it stands. */

import { element } from "./dom.js";

/** @typedef {import("./session.js").Session} Session */

export class Correction {
  /** @type {{start: number, end: number} | null} */ #span = null;

  /**
   * @param {Session} session
   * @param {() => void} onleave
   */
  constructor(session, onleave) {
    this.session = session;
    this.onleave = onleave;
    this.field = /** @type {HTMLTextAreaElement} */ (
      element("textarea", {
        class: "wq-input",
        rows: 2,
        dir: "auto",
        "aria-label": "What was said; Enter keeps it, Escape does not",
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
      })
    );
    const keep = element("button", { type: "button", class: "wq-button", text: "Correct the text", onclick: () => this.#keep() });
    const leave = element("button", { type: "button", class: "wq-button", text: "Leave it", onclick: () => this.leave() });
    this.root = element(
      "form",
      { class: "wq-correction", hidden: true, "aria-label": "Correct the transcript" },
      element("span", { class: "wq-soft", text: "Correct the transcript; codings elsewhere stay on their words." }),
      this.field,
      element("div", { class: "wq-does" }, keep, leave),
    );
    this.root.addEventListener("submit", (event) => event.preventDefault());
  }

  get isOpen() {
    return !this.root.hidden;
  }

  /** @param {{start: number, end: number}} span */
  open(span) {
    this.#span = span;
    this.root.hidden = false;
    this.field.value = this.session.doc.slice(span.start, span.end);
    this.field.focus();
  }

  leave() {
    this.#span = null;
    this.root.hidden = true;
    this.onleave();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#keep();
  }

  async #keep() {
    const span = this.#span;
    const words = this.field.value;
    this.leave();
    if (span && words !== this.session.doc.slice(span.start, span.end)) await this.session.change("correct", { ...span, words });
  }
}
