/** Which codings are drawn, and how many are not. */

import { element, keepingFocus } from "./dom.js";
import { Popover } from "./popover.js";

/** @typedef {import("./session.js").Session} Session */

/** The count of codings in the head of the view, and the choice under it. */
export class Filters {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.popover = new Popover({ label: "Which codings are shown", class: "wq-count", onopen: () => this.#open() });
    this.root = this.popover.root;
  }

  show() {
    const { state, hidden } = this.session;
    const all = state.codings.size;
    const { button } = this.popover;
    button.textContent = `${count(all)} here${hidden.filtered ? `, ${hidden.filtered} hidden` : ""}${hidden.blind ? ` + ${hidden.blind} not shown in an open round` : ""}`;
    button.classList.toggle("wq-is-hiding", hidden.filtered + hidden.blind > 0);
    button.title = "Choose whose codings and which codes are shown (key h)";
    if (this.popover.isOpen && !this.popover.panel.contains(document.activeElement)) this.#list();
  }

  #open() {
    this.#list();
    this.popover.panel.querySelector("input")?.focus();
  }

  #list() {
    const { state, names, about } = this.session;
    const codings = [...state.codings.values()];
    const coders = tally(codings, ({ coder }) => coder);
    const codes = tally(codings, ({ code }) => code);
    this.popover.panel.replaceChildren(
      about.round_open ? element("p", { class: "wq-soft", text: blindness(about) }) : element("span", { hidden: true }),
      this.#group("Whose codings", "coders", coders, (coder) => (coder === about.coder ? `${coder} (you)` : coder)),
      this.#group("Which codes", "codes", codes, (code) => names.get(code) ?? code),
      element("button", { type: "button", class: "wq-button", text: "Show all", onclick: () => this.#choose({ coders: null, codes: null }) }),
    );
  }

  /**
   * @param {string} title
   * @param {"coders" | "codes"} kind
   * @param {Map<string, number>} tallied
   * @param {(key: string) => string} named
   */
  #group(title, kind, tallied, named) {
    const chosen = this.session.state.filter[kind];
    const keys = [...tallied.keys()].sort((one, other) => named(one).localeCompare(named(other)));
    const boxes = keys.map((key) =>
      element(
        "label",
        { class: "wq-check" },
        element("input", { type: "checkbox", value: key, checked: chosen?.has(key) ?? true, onchange: () => this.#toggle(kind, keys) }),
        element("span", { class: "wq-name", text: named(key) }),
        element("span", { class: "wq-n", text: tallied.get(key) }),
      ),
    );
    const none = element("button", { type: "button", class: "wq-plain", "data-key": `no ${kind}`, text: "none", onclick: () => this.#choose({ [kind]: new Set() }) });
    const all = element("button", { type: "button", class: "wq-plain", "data-key": `all ${kind}`, text: "all", onclick: () => this.#choose({ [kind]: null }) });
    return element("fieldset", { "data-kind": kind }, element("legend", { text: title }), all, none, ...boxes);
  }

  /**
   * @param {"coders" | "codes"} kind
   * @param {string[]} keys
   */
  #toggle(kind, keys) {
    const boxes = /** @type {HTMLInputElement[]} */ ([...this.popover.panel.querySelectorAll(`[data-kind="${kind}"] input`)]);
    const chosen = new Set(boxes.filter(({ checked }) => checked).map(({ value }) => value));
    this.session.filter({ [kind]: chosen.size === keys.length ? null : chosen });
  }

  /** @param {any} filter */
  #choose(filter) {
    this.session.filter(filter);
    keepingFocus(this.popover.panel, () => this.#list());
  }
}

/** @param {any} about */
function blindness({ round, round_open, n_blind }) {
  if (!round_open) return "";
  return `Round ${round} is open for you: only what you code in it is shown until you say that you are done. ${count(n_blind)} of others or of your earlier rounds ${n_blind === 1 ? "is" : "are"} not shown.`;
}

/** @param {number} number */
function count(number) {
  return `${number} coding${number === 1 ? "" : "s"}`;
}

/**
 * @param {any[]} rows
 * @param {(row: any) => string} keyOf
 * @returns {Map<string, number>}
 */
function tally(rows, keyOf) {
  const counts = new Map();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return counts;
}
