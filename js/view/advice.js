/** Suggestions for the passage at the cursor: at most three, each with its reason; nothing is coded by itself. */

import { pressesOf } from "../src/index.js";
import { element, isMac, keepingFocus } from "./dom.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {{code: string, score: number, why: string, start: number, end: number}} Suggestion */

const REST = 150;
const ASK_AGAIN = 800;

export class AdvicePanel {
  /** @type {Suggestion[]} */ #rows = [];
  #at = 0;
  /** @type {{start: number, end: number} | null} */ #passage = null;
  /** @type {{start: number, end: number} | null} */ #putOff = null;
  #point = 0;
  #timer = 0;
  #asked = 0;
  /** @type {boolean | null} */ #isOn = null;

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.list = element("ol", { class: "wq-advice-list", "aria-label": "Suggestions for this passage" });
    this.says = element("p", { class: "wq-soft wq-advice-says", role: "status" });
    this.switch = element("button", { type: "button", class: "wq-plain", onclick: () => this.turn(!this.isOn) });
    this.root = element("section", { class: "wq-advice", "aria-label": "Suggestions" }, element("h4", { text: "Suggestions" }, element("span", { text: " " }), this.switch), this.says, this.list);
    this.#draw("");
  }

  close() {
    window.clearTimeout(this.#timer);
    this.#asked++;
  }

  /** On unless turned off; while a round is open that is coded blind, off unless turned on. */
  get isOn() {
    return this.#isOn ?? !this.session.about.round_open;
  }

  /** The suggestion that keys speak of; null where there is none. */
  get current() {
    return this.#rows[this.#at] ?? null;
  }

  /** @param {boolean} isOn */
  turn(isOn) {
    this.#isOn = isOn;
    this.#forget("");
    this.renew();
  }

  /**
   * The cursor is somewhere: suggest for the passage there, if it is another one.
   * @param {number} point
   */
  look(point) {
    this.#point = point;
    const passage = this.#passage;
    if (passage && passage.start <= point && point <= passage.end) return;
    this.#forget("");
    this.renew();
  }

  /** Ask anew, once the hand rests. */
  renew() {
    window.clearTimeout(this.#timer);
    const asked = ++this.#asked;
    if (this.isOn && this.session.about.coder) this.#timer = window.setTimeout(() => this.#ask(asked), REST);
    else this.#draw(this.isOn ? "" : "Off.");
  }

  /** Mark the next one. */
  next() {
    if (this.#rows.length > 1) this.#at = (this.#at + 1) % this.#rows.length;
    this.#draw("");
  }

  /**
   * Code with the suggestion that is marked: the selected words, if there are any, else those that it is about.
   * @param {{start: number, end: number} | null} selected
   */
  accept(selected) {
    const row = this.current;
    if (!row) return;
    const { start, end } = selected ?? row;
    this.session.change("accept", { code: row.code, start, end });
  }

  /** Refuse the suggestion that is marked: it does not come again here. */
  async reject() {
    const row = this.current;
    if (row && (await this.session.change("reject", { code: row.code, start: row.start, end: row.end }))) this.renew();
  }

  /** Not now: nothing for this passage until one comes back to it. */
  putOff() {
    this.#putOff = this.#passage;
    this.#rows = [];
    this.#draw("Not now.");
  }

  /** @param {number} asked */
  async #ask(asked) {
    const { source } = this.session;
    const answer = await this.session.suggested(this.#point);
    if (!answer || asked !== this.#asked || source !== this.session.source) return;
    this.#passage = answer.state === "ready" ? { start: answer.start, end: answer.end } : null;
    const isPutOff = this.#passage !== null && this.#putOff?.start === this.#passage.start;
    if (!isPutOff) this.#putOff = null;
    this.#rows = isPutOff ? [] : answer.rows;
    this.#at = 0;
    this.#draw(isPutOff ? "Not now." : answer.rows.length || answer.state !== "ready" ? answer.why : "None for this passage.");
    if (answer.state === "making") this.#timer = window.setTimeout(() => this.#ask(asked), ASK_AGAIN);
  }

  /** @param {string} says */
  #forget(says) {
    this.#rows = [];
    this.#passage = null;
    this.#draw(says);
  }

  /** @param {string} says */
  #draw(says) {
    this.says.textContent = says;
    this.says.hidden = says === "";
    this.switch.textContent = this.isOn ? "turn off" : "turn on";
    keepingFocus(this.list, () => this.list.replaceChildren(...this.#rows.map((row, place) => this.#line(row, place))));
    this.root.dataset.count = String(this.#rows.length);
  }

  /**
   * @param {Suggestion} row
   * @param {number} place
   */
  #line(row, place) {
    const { names, colors } = this.session;
    const isMarked = place === this.#at;
    const keep = (/** @type {Event} */ event) => event.preventDefault(); // what is selected stays selected
    const mark = () => {
      this.#at = place;
      this.#draw("");
    };
    const button = (/** @type {string} */ text, /** @type {string} */ command, /** @type {() => void} */ does) =>
      element("button", { type: "button", class: "wq-button", "data-key": `${command} ${row.code}`, title: `key ${pressesOf(command, { isMac })[0]}`, text, onclick: does, onmousedown: keep });
    return element(
      "li",
      { "data-code": row.code, "aria-current": isMarked ? "true" : null },
      element(
        "button",
        { type: "button", class: "wq-row", "data-key": row.code, onclick: mark, onmousedown: keep },
        element("span", { class: "wq-swatch", style: { background: colors.get(row.code) ?? "transparent" }, "aria-hidden": "true" }),
        element("span", { class: "wq-name", text: names.get(row.code) ?? row.code, dir: "auto" }),
        element("span", { class: "wq-n", text: `${Math.round(100 * row.score)} %`, title: "How likely, if the passage is coded at all" }),
      ),
      element("div", { class: "wq-soft wq-advice-why", text: row.why, dir: "auto" }),
      isMarked ? element("div", { class: "wq-does" }, button("Take", "advice-take", () => this.accept(null)), button("Not this", "advice-refuse", () => this.reject()), button("Not now", "advice-later", () => this.putOff())) : null,
    );
  }
}
