/** The texts of the project, and how far one has come with them. */

import { element, keepingFocus } from "./dom.js";
import { Popover } from "./popover.js";

/** @typedef {import("./session.js").Session} Session */

const FEW = 12;

/** The button that names the text, and the list under it. */
export class Sources {
  /**
   * @param {Session} session
   * @param {() => void} onleave
   */
  constructor(session, onleave) {
    this.session = session;
    this.popover = new Popover({ label: "Texts of the project", class: "wq-sources", onopen: () => this.#open() });
    this.filter = /** @type {HTMLInputElement} */ (
      element("input", { class: "wq-input", type: "search", placeholder: "find a text", "aria-label": "Find a text by its name", oninput: () => this.#list() })
    );
    this.progress = element("div", { class: "wq-progress" });
    this.list = element("ul", { class: "wq-list", "aria-label": "Texts" });
    this.popover.panel.append(this.progress, this.filter, this.list);
    this.popover.panel.addEventListener("keydown", (event) => this.#arrow(event));
    this.root = this.popover.root;
    this.onleave = onleave;
  }

  show() {
    const { sources, source } = this.session;
    const here = sources.find((one) => one.source === source);
    this.popover.button.textContent = here ? `${here.done ? "✓ " : ""}${here.name} (${here.n_codings})` : "no text";
    this.popover.button.title = here ? `${here.name}: ${codings(here)}. Choose another text (key b).` : "";
    if (this.popover.isOpen) keepingFocus(this.list, () => this.#list());
  }

  #open() {
    this.filter.value = "";
    this.filter.hidden = this.session.sources.length <= FEW;
    this.#list();
    const first = this.filter.hidden ? this.list.querySelector("[aria-current=true]") : this.filter;
    /** @type {HTMLElement | null} */ (first ?? this.list.querySelector("button"))?.focus();
    this.list.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
  }

  #list() {
    const { sources, source } = this.session;
    const wanted = this.filter.value.trim().toLocaleLowerCase();
    const done = sources.filter((one) => one.done).length;
    const closed = sources.filter((one) => one.is_closed).length;
    this.progress.replaceChildren(
      element("span", { text: `${done} of ${sources.length} texts done${closed ? `, ${closed} closed unfinished` : ""}` }),
      element("progress", { max: Math.max(sources.length, 1), value: done, "aria-label": "Texts done" }),
    );
    const rows = sources.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
    this.list.replaceChildren(...rows.map((one) => element("li", {}, this.#row(one, one.source === source))));
    if (rows.length === 0) this.list.append(element("li", { class: "wq-soft", text: "No text is called so." }));
  }

  /**
   * @param {any} one
   * @param {boolean} isCurrent
   */
  #row(one, isCurrent) {
    return element(
      "button",
      { type: "button", class: "wq-row", "data-key": one.source, "aria-current": isCurrent ? "true" : null, onclick: () => this.#choose(one.source) },
      element("span", { class: "wq-tick", ...tick(one) }),
      element("span", { class: "wq-name", text: one.name }),
      element("span", { class: "wq-n", text: codings(one) }),
    );
  }

  /** @param {string} source */
  #choose(source) {
    this.popover.close();
    this.onleave();
    this.session.open(source);
  }

  /** @param {KeyboardEvent} event */
  #arrow(event) {
    if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || event.isComposing) return;
    const rows = /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll("button")]);
    const at = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = rows[at + (event.key === "ArrowDown" ? 1 : -1)] ?? (event.key === "ArrowUp" && !this.filter.hidden ? this.filter : null);
    event.preventDefault();
    next?.focus();
  }
}

/** @param {{done: boolean, is_assigned: boolean, is_closed: boolean}} source */
function tick({ done, is_assigned, is_closed }) {
  if (done) return { text: "✓", title: "done" };
  if (is_closed) return { text: "×", title: "the round was closed before you were done; key d takes it up again" };
  return is_assigned ? { text: "○", title: "to be done" } : { text: "", title: "" };
}

/** @param {{n_codings: number, n_mine: number}} source */
function codings({ n_codings, n_mine }) {
  const all = n_codings === 1 ? "1 coding" : `${n_codings} codings`;
  return n_mine === n_codings ? all : `${all}, ${n_mine} of yours`;
}
