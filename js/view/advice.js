/** Suggestions for the passage at the cursor: at most three, each with its reason; nothing is coded by itself. */

import { pressesOf } from "../src/index.js";
import { element, isMac, keepingFocus } from "./dom.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {{code: string, score: number, why: string, start: number, end: number}} Suggestion */
/** @typedef {{start: number, end: number}} Span */

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
  /** @type {HTMLInputElement} */ slider;
  /** @type {HTMLElement} */ likelySays;
  /** @type {HTMLElement} */ marking;

  /**
   * @param {Session} session
   * @param {() => void} onwish how suggestions are wanted has changed
   */
  constructor(session, onwish) {
    this.session = session;
    this.onwish = onwish;
    this.list = element("ol", { class: "wq-advice-list", "aria-label": "Suggestions for this passage" });
    this.says = element("p", { class: "wq-soft wq-advice-says", role: "status" });
    this.switch = element("button", { type: "button", class: "wq-plain", onclick: () => this.turn(!this.isOn) });
    this.root = element("section", { class: "wq-advice", "aria-label": "Suggestions" }, element("h4", { text: "Suggestions" }, element("span", { text: " " }), this.switch), this.says, this.list, this.#threshold());
    this.#draw("");
  }

  close() {
    window.clearTimeout(this.#timer);
    this.#asked++;
  }

  /** As it was left last; while a round is open that is coded blind, off unless turned on in this view. */
  get isOn() {
    const { round_open, wish } = this.session.about;
    return this.#isOn ?? (!round_open && wish?.on !== false);
  }

  /** How likely a suggestion must be to be marked in the margin. */
  get likely() {
    return this.session.about.wish?.likely ?? 1;
  }

  /**
   * The codes that stand beside a passage as suggestions.
   * @param {Span} span
   * @returns {string[] | null} null where none are in view
   */
  inView({ start, end }) {
    const passage = this.#passage;
    if (!this.isOn || !passage || this.#isPutOff || start >= passage.end || end <= passage.start) return null;
    return this.#rows.map(({ code }) => code);
  }

  /** The suggestion that keys speak of; null where there is none. */
  get current() {
    return this.#rows[this.#at] ?? null;
  }

  /** @param {boolean} isOn */
  turn(isOn) {
    this.#isOn = isOn;
    if (!this.session.about.round_open) this.session.wishFor({ on: isOn });
    this.#forget("");
    this.renew();
    this.onwish();
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
    this.session.change("accept", { code: row.code, start, end, in_view: this.#rows.map(({ code }) => code) });
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

  get #isPutOff() {
    return this.#passage !== null && this.#putOff?.start === this.#passage.start;
  }

  /** @param {number} asked */
  async #ask(asked) {
    const { source } = this.session;
    const answer = await this.session.askAside("suggest", { point: this.#point });
    if (!answer || asked !== this.#asked || source !== this.session.source) return;
    this.#passage = answer.state === "ready" ? { start: answer.start, end: answer.end } : null;
    const isPutOff = this.#isPutOff;
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

  /** From which likelihood on passages are marked in the margin. */
  #threshold() {
    this.slider = /** @type {HTMLInputElement} */ (element("input", { type: "range", min: "5", max: "100", step: "5", "aria-label": "How likely a suggestion must be to be marked in the margin, in percent", oninput: () => this.#sayLikely(), onchange: () => this.#keepLikely() }));
    this.likelySays = element("span", { class: "wq-soft" });
    this.marking = element("label", { class: "wq-marking" }, this.slider, this.likelySays);
    return this.marking;
  }

  #sayLikely() {
    const share = Number(this.slider.value);
    this.likelySays.textContent = share < 100 ? `marked in the margin from ${share} % on` : "not marked in the margin";
  }

  #keepLikely() {
    this.session.wishFor({ likely: Number(this.slider.value) / 100 });
    this.onwish();
  }

  /** @param {string} says */
  #draw(says) {
    if (document.activeElement !== this.slider) this.slider.value = String(Math.round(100 * this.likely));
    this.#sayLikely();
    this.marking.hidden = !this.isOn || !this.session.about.coder;

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
