/** One line for the reason of a decision; reasons that were given before are offered by the arrow keys. */

import { element } from "./dom.js";

const ASKED = "Say why in a few words. Enter again saves it without a reason.";

export class ReasonLine {
  /** @type {readonly string[]} */ #reasons = [];
  #back = -1;
  #written = "";
  #isAsked = false;

  /** @param {{onsave: () => void, onleave: () => void}} verbs */
  constructor({ onsave, onleave }) {
    this.says = element("span", { class: "wq-reason-choice", dir: "auto" });
    this.hint = element("span", { class: "wq-soft wq-reason-hint", role: "status" });
    this.field = /** @type {HTMLInputElement} */ (
      element("input", { class: "wq-input", type: "text", dir: "auto", autocomplete: "off", placeholder: "why? (↑ takes an earlier reason)", oninput: () => this.#typed() })
    );
    const save = element("button", { type: "button", class: "wq-button wq-main", text: "Decide", title: "Save the decision (Enter)", onclick: onsave });
    const leave = element("button", { type: "button", class: "wq-button", text: "Cancel", title: "Choose nothing after all (Escape)", onclick: onleave });
    this.root = element("div", { class: "wq-reason", role: "group", "aria-label": "The decision", hidden: true }, this.says, this.field, save, leave, this.hint);
  }

  get isOpen() {
    return !this.root.hidden;
  }

  get reason() {
    return this.field.value.trim();
  }

  /**
   * @param {string} says what was chosen
   * @param {readonly string[]} reasons given before, the latest first
   */
  open(says, reasons) {
    this.#reasons = reasons;
    [this.#back, this.#isAsked] = [-1, false];
    this.says.textContent = says;
    this.hint.textContent = "";
    this.field.setAttribute("aria-label", `${says}. Why? Arrow up takes an earlier reason`);
    this.root.hidden = false;
    this.field.focus();
  }

  close() {
    this.root.hidden = true;
    this.field.value = "";
    this.#written = "";
  }

  /** Whether it may be saved as it stands; an empty reason is asked for once. */
  get isReady() {
    if (this.reason || this.#isAsked) return true;
    this.#isAsked = true;
    this.hint.textContent = ASKED;
    this.field.focus();
    return false;
  }

  /** @param {number} step 1 to an earlier reason, -1 to a later one, or back to what was written */
  offer(step) {
    const back = Math.min(Math.max(this.#back + step, -1), this.#reasons.length - 1);
    if (back === this.#back) return;
    if (this.#back === -1) this.#written = this.field.value;
    this.#back = back;
    this.field.value = back === -1 ? this.#written : this.#reasons[back];
  }

  #typed() {
    this.#back = -1;
    this.hint.textContent = "";
  }
}
