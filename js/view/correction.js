/** A slip in the transcript, put right where it stands. */

import { element } from "./dom.js";

const CORRECTED = "the text was corrected meanwhile; select the words again where they stand now.";

/** @typedef {import("./session.js").Session} Session */

export class Correction {
  /** @type {{start: number, end: number} | null} */ #span = null;
  #said = "";

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
    this.#said = this.session.doc.slice(span.start, span.end);
    this.#show(this.#said);
    this.field.focus();
  }

  /** @param {string} words */
  #show(words) {
    this.root.hidden = false;
    this.field.value = words;
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
    const [span, said, words] = [this.#span, this.#said, this.field.value];
    if (!span || words === said) return this.leave();
    if (!this.session.holds(span, said)) return this.session.refuse(CORRECTED);
    this.leave();
    const isDone = await this.session.change("correct", { ...span, words });
    if (isDone || this.isOpen) return;
    this.#span = span; // refused: what was written is not lost
    this.#show(words);
  }
}
