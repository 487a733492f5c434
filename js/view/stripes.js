/** The stripes beside the text: one a coding, along the lines of print that it covers. */

import { element } from "./dom.js";
import { saidOf } from "./text.js";

const AGAIN = 400;

/** @typedef {import("./session.js").Session} Session */
/**
 * @typedef {{stripe: HTMLElement, key: string, line: number, start: number, end: number, opens: boolean, closes: boolean}} Laid
 *   `start` and `end` in units of the line; whether the coding begins in it, and ends in it */

export class Stripes {
  /** @type {Map<number, Laid[]>} */ #laid = new Map();
  /** @type {Map<string, string>} */ #places = new Map();
  /** @type {Set<number>} */ #near = new Set();
  /** @type {Set<number>} */ #waiting = new Set();
  #timer = 0;

  /**
   * @param {Session} session
   * @param {(line: number, start: number, end: number) => {range: Range, frame: DOMRect}} rangeIn where part of a line stands
   */
  constructor(session, rangeIn) {
    this.session = session;
    this.rangeIn = rangeIn;
  }

  disconnect() {
    window.clearTimeout(this.#timer);
  }

  /**
   * Make the stripes of a line, each in the lane its coding has in the whole document.
   * @param {number} line
   * @param {any[]} codings that touch it
   * @returns {HTMLElement[]}
   */
  of(line, codings) {
    const { lanes, doc } = this.session;
    const [first, last] = [doc.lineStart(line), doc.lineEnd(line)];
    const laid = codings
      .filter(({ guid }) => lanes.has(guid))
      .map((coding) => {
        const [opens, closes] = [coding.start >= first, coding.end <= last];
        const [start, end] = [opens ? coding.start : first, closes ? coding.end : last];
        const key = `${line} ${coding.start} ${coding.end}`;
        const units = { start: doc.toUnit(line, start - first), end: doc.toUnit(line, end - first) };
        return { stripe: this.#stripe(coding, key), key, line, ...units, opens, closes };
      });
    this.#laid.set(line, laid);
    this.#measureLater([line]);
    return laid.map(({ stripe }) => stripe);
  }

  /**
   * @param {Iterable<number>} lines that have come near, or have gone
   * @param {boolean} isNear
   */
  watch(lines, isNear) {
    for (const line of lines) {
      if (isNear) this.#near.add(line);
      else this.#near.delete(line);
    }
    if (isNear) this.#measureLater(lines);
  }

  /** The text has another width: its lines of print stand elsewhere. */
  measureAll() {
    this.#places.clear();
    this.#measureLater(this.#near);
  }

  /**
   * @param {any} coding
   * @param {string} key
   */
  #stripe(coding, key) {
    const { lanes, colors } = this.session;
    const made = element("span", {
      class: `wq-stripe${this.session.isMine(coding) ? "" : " wq-other"}`,
      style: { "--wq-lane": lanes.get(coding.guid), "--wq-color": colors.get(coding.code) || "#666666" },
      title: saidOf(this.session, coding),
      "aria-hidden": "true",
    });
    made.style.insetBlock = this.#places.get(key) ?? "";
    return made;
  }

  /**
   * @param {Iterable<number>} lines measured after the next paint, all at once: measuring between changes is slow
   * @param {number} [wait] in milliseconds
   */
  #measureLater(lines, wait = 0) {
    for (const line of lines) this.#waiting.add(line);
    this.#timer ||= window.setTimeout(() => requestAnimationFrame(() => window.setTimeout(() => this.#measure())), wait);
  }

  #measure() {
    this.#timer = 0;
    const laid = [...this.#waiting].filter((line) => this.#near.has(line)).flatMap((line) => this.#laid.get(line) ?? []);
    this.#waiting.clear();
    const places = laid.filter(({ key }) => !this.#places.has(key)).map((one) => ({ one, place: this.#placeOf(one) }));
    for (const { one, place } of places) if (place !== null) this.#places.set(one.key, place);
    for (const { stripe, key } of laid) stripe.style.insetBlock = this.#places.get(key) ?? "";
    const hidden = places.filter(({ place }) => place === null).map(({ one }) => one.line);
    if (hidden.length > 0) this.#measureLater(hidden, AGAIN);
  }

  /**
   * @param {Laid} laid
   * @returns {string | null} null while the line is not shown at all, as in the midst of a change of themes
   */
  #placeOf({ line, start, end, opens, closes }) {
    if (!opens && !closes) return "0px";
    const { range, frame } = this.rangeIn(line, start, end);
    if (frame.height === 0) return null;
    const box = range.getBoundingClientRect();
    if (box.height === 0) return "0px";
    const [above, below] = [opens ? box.top - frame.top : 0, closes ? frame.bottom - box.bottom : 0];
    return `${Math.max(above, 0)}px ${Math.max(below, 0)}px`;
  }
}
