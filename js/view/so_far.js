/** How one has done so far: text by text, code by code, and what to read again. */

import { VERDICTS, calledOf, capital, kappaBar } from "../src/index.js";
import { definitionPanel } from "./definition.js";
import { element, isMac } from "./dom.js";
import { takeKeys } from "./keyboard.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("../src/findings.js").Verdict} Verdict */
/** @typedef {{run: (command: string) => void, ontext: (source: string, code?: string) => void}} Verbs */

const meaningOf = (/** @type {string} */ reference) =>
  `Kappa says how far you and ${reference} agree on which turns carry the code: 1 is always, 0 is what chance would give. The bar is the 95 % interval. With few turns it is wide; then read the passages, not the figure. ${capital(reference)} is a reading with reasons, not the truth.`;

export class SoFar {
  #asked = "";

  /**
   * @param {Session} session
   * @param {HTMLElement} el
   * @param {Verbs} verbs
   */
  constructor(session, el, verbs) {
    this.session = session;
    this.verbs = verbs;
    this.texts = element("div", {});
    this.again = element("div", {});
    this.kappas = element("div", {});
    this.meaning = element("p", { class: "wq-soft" });
    this.about = element("div", { class: "wq-sofar-about" });
    const part = (/** @type {string} */ title, /** @type {HTMLElement} */ content, /** @type {string} */ /** @type {HTMLElement | null} */ says = null) =>
      element("section", { class: "wq-sofar-part" }, element("h3", { text: title }), says, content);
    this.main = element("div", { class: "wq-sofar-main", tabindex: "0" }, part("What to read again", this.again), part("Code by code", this.kappas, this.meaning), part("Text by text", this.texts));
    this.root = element("div", { class: "wq wq-sofar", role: "region", "aria-label": "How you have done so far" }, this.main, this.about);
    el.append(this.root);
    this.free = takeKeys(this.root, { context: (target) => ({ focus: target.matches("button") ? "finding-text" : "practice", hasSelection: false, onCoding: false, isMac }), run: (command) => verbs.run(command === "back-to-findings" ? "back-to-coding" : command) });
  }

  close() {
    this.free();
  }

  focus() {
    this.main.focus({ preventScroll: true });
  }

  async renew() {
    const told = await this.session.ask("figures");
    if (!told) return;
    this.meaning.textContent = meaningOf(this.#reference);
    this.texts.replaceChildren(this.#textTable(told.texts));
    this.again.replaceChildren(this.#lessons(told.again, told.texts));
    this.kappas.replaceChildren(this.#kappaTable(told.kappas));
    this.root.dataset.ready = "1";
  }

  get #reference() {
    return calledOf(this.session.about.reference);
  }

  /** @param {any[]} rows */
  #textTable(rows) {
    const verdicts = /** @type {Verdict[]} */ (Object.keys(VERDICTS));
    const line = (/** @type {any} */ row) =>
      element(
        "tr",
        {},
        element("td", {}, this.#link(`${row.is_done ? "✓ " : ""}${row.name}`, () => this.verbs.ontext(row.source))),
        ...verdicts.map((verdict) => element("td", { class: "wq-figure", text: row.is_done ? String(row.counts[verdict] ?? 0) : "" })),
        element("td", { class: "wq-figure", text: row.is_done ? `${row.n_answered} of ${row.n_differing}` : "to be coded" }),
      );
    return tableOf(["text", ...verdicts.map((verdict) => VERDICTS[verdict].name), "answered"], rows.map(line));
  }

  /**
   * @param {any[]} lessons
   * @param {any[]} texts
   */
  #lessons(lessons, texts) {
    if (!texts.some(({ is_done }) => is_done)) return element("p", { text: "Nothing yet: code a text first, and say that you are done with it (key d)." });
    if (lessons.length === 0) return element("p", { text: `Nothing: you and ${this.#reference} agree on every passage of the texts that are done.` });
    const items = lessons.slice(0, 8).map(({ code, says, beside }) =>
      element("li", {}, this.#code(code), element("span", { text: ` ${says}` }), ...(beside ? [element("span", { class: "wq-soft", text: " Most often beside it: " }), this.#code(beside)] : [])),
    );
    return element("ol", { class: "wq-lessons" }, ...items);
  }

  /** @param {any[]} rows */
  #kappaTable(rows) {
    if (rows.length === 0) return element("p", { text: "Nothing yet." });
    const line = (/** @type {any} */ row) =>
      element(
        "tr",
        {},
        element("td", {}, this.#code(row.code)),
        ...[row.n_coder, row.n_reference, row.n_both].map((count) => element("td", { class: "wq-figure", text: String(count) })),
        element("td", { class: "wq-figure", text: figure(row.kappa), title: row.why || null }),
        element("td", {}, bar(row)),
      );
    return tableOf(["code", "your turns", `${this.#reference}’s`, "both", "kappa", "−1 · 0 · 1"], rows.map(line));
  }

  /** @param {string} id */
  #code(id) {
    const { names, colors } = this.session;
    const swatch = element("span", { class: "wq-swatch", "aria-hidden": "true", style: { background: colors.get(id) ?? "transparent" } });
    return element("button", { type: "button", class: "wq-link", onclick: () => this.#describe(id) }, swatch, element("span", { text: names.get(id) ?? id, dir: "auto" }));
  }

  /**
   * @param {string} text
   * @param {() => void} onclick
   */
  #link(text, onclick) {
    return element("button", { type: "button", class: "wq-link", onclick }, element("span", { text, dir: "auto" }));
  }

  /** @param {string} code */
  async #describe(code) {
    this.#asked = code;
    const told = await this.session.ask("about", { code });
    if (!told || this.#asked !== code) return;
    const { codes, colors } = this.session;
    const onCode = (/** @type {string} */ other) => void this.#describe(other);
    this.about.replaceChildren(definitionPanel(told.code, { codes, colors }, { onCode }));
  }
}

/**
 * @param {readonly string[]} heads
 * @param {HTMLElement[]} lines
 */
function tableOf(heads, lines) {
  return element("table", { class: "wq-table" }, element("thead", {}, element("tr", {}, ...heads.map((text) => element("th", { scope: "col", text })))), element("tbody", {}, ...lines));
}

/** @param {any} row */
function bar(row) {
  const place = kappaBar(row);
  if (!place) return element("span", { class: "wq-soft", text: row.why || "" });
  const { at, from, to } = place;
  const says = row.why || `${figure(row.kappa)}, from ${figure(row.kappa_low)} to ${figure(row.kappa_high)}`;
  return element("span", { class: "wq-kappa", role: "img", "aria-label": says, title: says }, element("i", { style: { "inset-inline-start": `${from}%`, width: `${Math.max(to - from, 1)}%` } }), element("b", { style: { "inset-inline-start": `${at}%` } }));
}

/** @param {number | null} value */
function figure(value) {
  return value === null ? "–" : (Math.round(value * 100) / 100 + 0).toFixed(2);
}
