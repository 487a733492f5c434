/** A contested passage in its text: what each coder marked is a row of its own under the words, with signs at its ends. */

import { LineIndex, PALETTE, initialsOf, extend, shrink } from "../src/index.js";
import { element } from "./dom.js";
import { TextView } from "./text.js";

/** @typedef {import("../src/contested.js").Row} Row */
/** @typedef {{text: (source: string) => Promise<import("./reconcile_session.js").Text | null>, colors: ReadonlyMap<string, string>}} Texts where the texts come from */
/** @typedef {{name: string, sign: string, color: string, pattern: number}} Track what one coder has under the words */

const STEP = 6;
const SETTLED = "settled on";
/** @type {readonly ((color: string) => string)[]} */
const PATTERNS = [
  (color) => `linear-gradient(${color} 0 0)`,
  (color) => `repeating-linear-gradient(90deg, ${color} 0 8px, transparent 8px 12px)`,
  (color) => `repeating-linear-gradient(90deg, ${color} 0 2px, transparent 2px 5px)`,
  (color) => `repeating-linear-gradient(90deg, ${color} 0 8px, transparent 8px 11px, ${color} 11px 13px, transparent 13px 16px)`,
];

/**
 * The tracks of a row: one a coder, and one for what was settled on.
 * @param {Row} row
 * @returns {Track[]}
 */
export function tracksOf({ coders, others, decision }) {
  const signs = initialsOf([...coders, ...others]);
  const tracks = coders.map((name, place) => ({ name, sign: signs.get(name) ?? "", color: PALETTE[place % PALETTE.length].color, pattern: place % PATTERNS.length }));
  return decision?.spans.length ? [...tracks, { name: SETTLED, sign: "✓", color: "var(--wq-ink)", pattern: 0 }] : tracks;
}

/**
 * A piece of a track, to know it by.
 * @param {Track} track
 */
export function trackSample({ sign, color, pattern }) {
  return element("span", { class: "wq-track", "aria-hidden": "true", "data-sign": sign, style: { "--wq-sample": PATTERNS[pattern](tone(color)) } });
}

export class ContestedText {
  /** @type {any} */ #page = null;
  /** @type {TextView | null} */ #view = null;
  #asked = 0;
  /** @type {Row | null} */ #row = null;

  /** @param {Texts} session */
  constructor(session) {
    this.session = session;
    this.root = element("div", { class: "wq-text", tabindex: "0", role: "document", "aria-label": "The passage in its text" });
    this.moved = () => this.#view?.drawCaret();
    document.addEventListener("selectionchange", this.moved);
    this.root.addEventListener("focus", this.moved);
  }

  close() {
    document.removeEventListener("selectionchange", this.moved);
    this.#view?.close();
  }

  get hasFocus() {
    return this.root.contains(document.activeElement);
  }

  focus() {
    this.root.focus({ preventScroll: true });
  }

  /** @type {Promise<void>} */ shown = Promise.resolve();

  /**
   * Show a passage; scroll to it unless it is there already.
   * @param {Row | null} row
   */
  show(row) {
    this.shown = this.#show(row);
  }

  /** @param {Row | null} row */
  async #show(row) {
    const asked = ++this.#asked;
    const isSame = row !== null && this.#row?.key === row.key;
    if (row === null) return this.#clear();
    const text = await this.session.text(row.source);
    if (asked !== this.#asked || text === null) return;
    this.#draw(text, row);
    this.#row = row;
    if (!isSame) this.#bringIntoView(row.start ?? 0);
  }

  /** The selected words; null where there are none. */
  selection() {
    return this.#view?.selection() ?? null;
  }

  /** @param {{start: number, end: number}} span */
  select({ start, end }) {
    this.focus();
    this.#view?.select(start, end);
  }

  /** @param {{start: number, end: number}} span */
  wordsOf({ start, end }) {
    return this.#page?.doc.slice(start, end) ?? "";
  }

  /**
   * Move one border of the selected words.
   * @param {"extend" | "shrink"} way
   * @param {"left" | "right"} side
   */
  reshape(way, side) {
    const span = this.selection();
    if (!span || !this.#page) return false;
    const { doc, turns } = this.#page;
    this.select((way === "extend" ? extend : shrink)(doc, turns, span, "word", side));
    return true;
  }

  /** @param {string} command "words-select-word-left", "words-move-up" … */
  move(command) {
    const [, deed, word, way] = /^words-(move|select)-(word-)?(left|right|up|down)$/.exec(command) ?? [];
    const found = window.getSelection();
    if (!found || !deed) return;
    if (!this.root.contains(found.anchorNode)) return this.select({ start: this.#row?.start ?? 0, end: this.#row?.start ?? 0 });
    const by = word ? "word" : way === "up" || way === "down" ? "line" : "character";
    found.modify(deed === "select" ? "extend" : "move", way === "up" ? "backward" : way === "down" ? "forward" : way, by);
    this.#view?.follow();
  }

  #clear() {
    this.#view?.close();
    [this.#view, this.#page, this.#row] = [null, null, null];
    this.root.replaceChildren();
  }

  /**
   * Draw a text; or, if it is there already, only what is marked in it anew.
   * @param {import("./reconcile_session.js").Text} text
   * @param {Row} row
   */
  #draw({ name, doc, turns }, row) {
    const isThere = this.#page?.doc === doc;
    const before = isThere ? this.#linesOf() : [];
    const tracks = tracksOf(row);
    const page = { ...this.#marked(doc, row, tracks), doc, turns, lanes: new Map(), laneCount: 0, isMine: () => true };
    this.#page = Object.assign(isThere ? this.#page : {}, page);
    const rows = String(tracks.length);
    if (this.root.style.getPropertyValue("--wq-rows") !== rows) this.root.style.setProperty("--wq-rows", rows);
    this.root.setAttribute("aria-label", `The passage in its text: ${name}`);
    if (isThere) return this.#view?.redraw([...before, ...this.#linesOf()]);
    this.#view?.close();
    this.#view = new TextView(this.root, this.#page);
  }

  /** The numbers of the lines that are marked now. */
  #linesOf() {
    const { doc, shown } = this.#page;
    const lines = new Set();
    for (const { start, end } of shown.values()) for (let line = doc.lineOf(start); line <= doc.lineOf(end); line++) lines.add(line);
    return lines;
  }

  /**
   * @param {import("../src/offsets.js").Doc} doc
   * @param {Row} row
   * @param {Track[]} tracks
   */
  #marked(doc, row, tracks) {
    const places = row.positions.map(({ guid, coder, start, end }) => ({ guid, coder, start, end }));
    const settled = (row.decision?.spans ?? []).map(([start, end], number) => ({ guid: `settled ${number}`, coder: SETTLED, start, end }));
    const fits = [...places, ...settled].filter(({ start, end }) => start !== null && end !== null && end <= doc.length);
    const shown = new Map(fits.map((place) => [place.guid, { ...place, code: row.code, status: "saved" }]));
    return {
      shown,
      index: new LineIndex(doc, /** @type {any} */ (shown.values())),
      names: new Map(),
      colors: this.session.colors,
      drawRun: (/** @type {any[]} */ carried, /** @type {string} */ words, /** @type {{start: number, end: number}} */ span) => runOf(row, tracks, carried, words, span),
    };
  }

  /** @param {number} point */
  #bringIntoView(point) {
    const view = this.#view;
    const at = Math.min(point, this.#page.doc.length);
    view?.show(at);
    requestAnimationFrame(() => {
      if (view === null || view !== this.#view) return;
      const box = view.range(at, at).getBoundingClientRect();
      const frame = this.root.getBoundingClientRect();
      this.root.scrollBy(0, box.top - frame.top - frame.height / 4);
    });
  }
}

/**
 * A run of the text with the tracks of those who marked it. Signs stand in attributes, so that they are no words.
 * @param {Row} row
 * @param {Track[]} tracks
 * @param {{coder: string, start: number, end: number}[]} carried
 * @param {string} words
 * @param {{start: number, end: number}} span
 */
function runOf(row, tracks, carried, words, span) {
  const here = new Set(carried.map(({ coder }) => coder));
  const signsAt = (/** @type {"start" | "end"} */ side) =>
    tracks.filter(({ name }) => carried.some((one) => one.coder === name && one[side] === span[side])).map(({ sign }) => sign).join("\u00a0");
  const layers = tracks.flatMap(({ name, color, pattern }, place) => (here.has(name) ? [{ image: PATTERNS[pattern](tone(color)), at: (tracks.length - 1 - place) * STEP }] : []));
  const persons = [...here].filter((name) => name !== SETTLED);
  const [open, close] = [signsAt("start"), signsAt("end")];
  const isContested = persons.length > 0 && persons.length < row.coders.length + row.others.length;
  return element("span", {
    class: `wq-run${isContested ? " wq-contested" : ""}`,
    "data-open": open || null,
    "data-close": close || null,
    title: tracks.filter(({ name }) => here.has(name)).map(({ name }) => name).join(", "),
    style: {
      "background-image": layers.map(({ image }) => image).join(", "),
      "background-position": layers.map(({ at }) => `0 calc(100% - ${at}px)`).join(", "),
    },
    text: words,
  });
}

/** @param {string} color */
function tone(color) {
  return color.startsWith("var(") ? color : `color-mix(in oklab, ${color} var(--wq-strength, 100%), #fff)`;
}
