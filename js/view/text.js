/** The text on the page: lines in chunks, marks on coded runs, and the way between selections and spans. */

import { segmentsOf, snap } from "../src/index.js";
import { element } from "./dom.js";
import { Stripes } from "./stripes.js";

const CHUNK = 50;
const NEAR = "1200px";
const EMPTY_LINE = "\u200b";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("../src/offsets.js").Doc} Doc */

/**
 * What a session may have besides: a way of its own to draw words that codings touch.
 * @typedef {{drawRun?: (carried: any[], words: string, span: {start: number, end: number}) => HTMLElement}} DrawsRuns
 */

export class TextView {
  /** @type {HTMLElement[]} */ #lines = [];
  /** @type {Set<number>} */ #drawn = new Set();
  /** @type {Doc} */ #doc;

  /**
   * @param {HTMLElement} root the element that scrolls
   * @param {Session} session with a text open
   */
  constructor(root, session) {
    this.root = root;
    this.session = session;
    this.#doc = session.doc;
    this.caret = element("span", { class: "wq-caret", hidden: true, "aria-hidden": "true" });
    this.stripes = new Stripes(session, (line, start, end) => this.#rangeIn(line, start, end));
    const seen = new IntersectionObserver((entries) => this.#appear(entries), { root, rootMargin: NEAR });
    const resized = new ResizeObserver(() => this.stripes.measureAll());
    this.close = () => [seen, resized, this.stripes].forEach((part) => part.disconnect());
    const heads = headsOf(session);
    const chunks = [];
    for (let first = 0; first < this.#doc.lineCount; first += CHUNK) chunks.push(this.#chunk(first, heads));
    root.replaceChildren(...chunks, this.caret);
    root.style.setProperty("--wq-lanes", String(session.laneCount));
    for (const chunk of chunks) seen.observe(chunk);
    resized.observe(root);
  }

  /**
   * Draw lines anew whose codings have changed; those not near the window wait until they are.
   * @param {Iterable<number> | null} lines null for all
   */
  redraw(lines) {
    this.root.style.setProperty("--wq-lanes", String(this.session.laneCount));
    const wanted = lines === null ? [...this.#drawn] : [...lines].filter((line) => this.#drawn.has(line));
    this.#keepingSelection(() => wanted.forEach((line) => this.#draw(line)));
  }

  /**
   * Lines made anew lose what was selected in them.
   * @param {() => void} draw
   */
  #keepingSelection(draw) {
    const found = window.getSelection();
    const [anchor, focus] = found ? [this.#pointIn(found.anchorNode, found.anchorOffset), this.cursor()] : [null, null];
    draw();
    if (anchor !== null && focus !== null) this.select(anchor, focus);
  }

  /**
   * @param {Node | null} node
   * @param {number} offset
   */
  #pointIn(node, offset) {
    return node && this.root.contains(node) ? this.#pointOf(node, offset) : null;
  }

  /**
   * The selected words as a span, snapped to whole characters; null where nothing is selected.
   * @returns {{start: number, end: number} | null}
   */
  selection() {
    const found = window.getSelection();
    if (!found || found.isCollapsed || !this.root.contains(found.anchorNode)) return null;
    const range = found.getRangeAt(0).cloneRange();
    if (!this.root.contains(range.startContainer)) range.setStart(this.root, 0); // drawn out of the text, it ends with it
    if (!this.root.contains(range.endContainer)) range.setEnd(this.root, this.root.childNodes.length);
    const start = this.#pointOf(range.startContainer, range.startOffset);
    const end = this.#pointOf(range.endContainer, range.endOffset, true);
    return start === null || end === null ? null : snap(this.#doc, start, end);
  }

  /** Where the cursor stands, in code points; null outside the text. What is drawn out of the text ends with it. */
  cursor() {
    const found = window.getSelection();
    if (!found || !this.root.contains(found.anchorNode)) return found && this.#pointIn(found.focusNode, found.focusOffset);
    if (this.root.contains(found.focusNode)) return this.#pointOf(found.focusNode, found.focusOffset);
    return this.root.contains(found.getRangeAt(0).startContainer) ? this.#doc.length : 0;
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  select(start, end) {
    const [from, to] = [this.#placeOf(start), this.#placeOf(end)];
    window.getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  }

  /**
   * Bring a point into view.
   * @param {number} point
   */
  show(point) {
    const line = this.#lines[this.#doc.lineOf(point)];
    line.scrollIntoView({ block: "nearest" });
    if (line.getBoundingClientRect().height > this.root.clientHeight / 2) this.#scrollTo(this.range(point, point));
  }

  /**
   * The part of the text that is in view, line by line.
   * @returns {{start: number, end: number}}
   */
  inView() {
    const frame = this.root.getBoundingClientRect();
    const [first, last] = [frame.top, frame.bottom].map((border) => this.#lineAt(border));
    return { start: this.#doc.lineStart(first), end: this.#doc.lineEnd(last) };
  }

  /**
   * The number of the line at a height of the window, or of the nearest one.
   * @param {number} y
   */
  #lineAt(y) {
    let [low, high] = [0, this.#lines.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#lines[middle].getBoundingClientRect().bottom <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * The place of a span on the page.
   * @param {number} start
   * @param {number} end
   */
  range(start, end) {
    const [from, to] = [this.#placeOf(start), this.#placeOf(end)];
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return range;
  }

  /**
   * The point under a place of the window; null beside the text.
   * @param {number} x
   * @param {number} y
   */
  pointAt(x, y) {
    const found = document.caretRangeFromPoint?.(x, y);
    return found ? this.#pointIn(found.startContainer, found.startOffset) : null;
  }

  /** Scroll after the cursor. */
  follow() {
    const found = window.getSelection();
    if (!found || !this.root.contains(found.focusNode)) return this.#keepingSelection(() => {});
    const range = document.createRange();
    range.setStart(/** @type {Node} */ (found.focusNode), found.focusOffset);
    this.#scrollTo(range);
  }

  /** Draw the caret where the cursor stands: text that cannot be written in shows none. */
  drawCaret() {
    const found = window.getSelection();
    const isHere = found !== null && found.isCollapsed && this.root.contains(found.focusNode) && this.root.contains(document.activeElement);
    this.caret.hidden = !isHere;
    if (!isHere) return;
    const here = found.getRangeAt(0).getClientRects()[0] ?? boxAt(found);
    const frame = this.root.getBoundingClientRect();
    if (!here) return;
    this.caret.style.transform = `translate(${here.left - frame.left + this.root.scrollLeft}px, ${here.top - frame.top + this.root.scrollTop}px)`;
    this.caret.style.height = `${here.height}px`;
  }

  /** @param {Range} range */
  #scrollTo(range) {
    const box = range.getClientRects()[0];
    const frame = this.root.getBoundingClientRect();
    if (box && (box.top < frame.top || box.bottom > frame.bottom)) this.root.scrollBy(0, box.top - frame.top - frame.height / 3);
  }

  /**
   * @param {number} first
   * @param {Map<number, string>} heads
   */
  #chunk(first, heads) {
    const chunk = element("div", { class: "wq-chunk" });
    for (let line = first; line < Math.min(first + CHUNK, this.#doc.lineCount); line++) {
      const made = document.createElement("div");
      made.className = "wq-line";
      made.dir = "auto";
      made.dataset.line = String(line);
      const head = heads.get(line);
      if (head) made.dataset.head = head;
      made.textContent = this.#doc.lineText(line) || EMPTY_LINE;
      this.#lines.push(made);
      chunk.append(made);
    }
    return chunk;
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #appear(entries) {
    for (const { isIntersecting, target } of entries) this.stripes.watch(numbersOf(target), isIntersecting);
    const near = entries.filter(({ isIntersecting }) => isIntersecting).flatMap(({ target }) => numbersOf(target));
    const lines = near.filter((line) => !this.#drawn.has(line));
    if (lines.length > 0) this.#keepingSelection(() => lines.forEach((line) => this.#draw(line)));
  }

  /** @param {number} line */
  #draw(line) {
    const { index } = this.session;
    const here = index.of(line);
    const wasBare = !this.#drawn.has(line);
    this.#drawn.add(line);
    if (wasBare && here.length === 0) return;
    const text = this.#doc.lineText(line);
    const runs = segmentsOf(this.#doc, line, here).map((run) => this.#run(run, text, line));
    const stripes = this.stripes.of(line, here);
    const opening = here.filter(({ start }) => start >= this.#doc.lineStart(line));
    const label = opening.length > 0 ? this.#label(opening) : null;
    const children = [...(runs.length > 0 ? runs : [document.createTextNode(EMPTY_LINE)]), ...stripes, ...(label ? [label] : [])];
    this.#lines[line].replaceChildren(...children);
  }

  /**
   * @param {import("../src/segments.js").Run} run
   * @param {string} text of its line
   * @param {number} line
   */
  #run(run, text, line) {
    const { colors, shown } = this.session;
    const { drawRun } = /** @type {DrawsRuns} */ (this.session);
    const words = text.slice(run.startUnit, run.endUnit);
    if (run.codings.length === 0) return document.createTextNode(words);
    const carried = run.codings.map((guid) => shown.get(guid)).filter((coding) => coding !== undefined);
    const pointAt = (/** @type {number} */ unit) => this.#doc.lineStart(line) + this.#doc.toColumn(line, unit);
    if (drawRun) return drawRun(carried, words, { start: pointAt(run.startUnit), end: pointAt(run.endUnit) });
    const top = carried[carried.length - 1];
    const said = [...new Set(carried.map((coding) => this.#said(coding)))];
    return element("mark", {
      class: `wq-mark wq-${top.status} wq-depth-${Math.min(carried.length, 3)}${carried.some((coding) => coding.needs_review) ? " wq-review" : ""}`,
      style: { "--wq-color": colors.get(top.code) || "#666666" },
      title: said.join("\n"),
      "aria-description": said.join(", "),
      text: words,
    });
  }

  /**
   * The names of the codings that begin on a line, in the margin beside it.
   * @param {any[]} codings
   */
  #label(codings) {
    const { names } = this.session;
    const said = codings.map((coding) => this.#said(coding));
    return element("span", {
      class: "wq-label-of-line",
      "data-label": [...new Set(codings.map(({ code }) => names.get(code) ?? code))].join(" · "),
      title: said.join("\n"),
      "aria-hidden": "true",
    });
  }

  /** @param {any} coding */
  #said(coding) {
    return saidOf(this.session, coding);
  }

  /**
   * @param {number} line
   * @param {number} start in units of the line
   * @param {number} end
   */
  #rangeIn(line, start, end) {
    const [from, to] = [this.#placeIn(line, start), this.#placeIn(line, end)];
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return { range, frame: this.#lines[line].getBoundingClientRect() };
  }

  /**
   * The point of a place on the page; null outside the text.
   * @param {Node | null} node
   * @param {number} offset
   * @param {boolean} [isEnd] whether half a character counts as all of it
   */
  #pointOf(node, offset, isEnd = false) {
    const holder = node instanceof HTMLElement ? node : node?.parentElement;
    const line = /** @type {HTMLElement | null} */ (holder?.closest(".wq-line"));
    if (!line) return this.#pointBetween(node, offset);
    const number = Number(line.dataset.line);
    const text = this.#doc.lineText(number);
    const range = document.createRange();
    range.setStart(line, 0);
    range.setEnd(/** @type {Node} */ (node), offset);
    let unit = Math.min(range.toString().length, text.length); // an empty line holds a sign of its own
    if (isEnd && /[\udc00-\udfff]/.test(text[unit] ?? "")) unit += 1;
    return this.#doc.lineStart(number) + this.#doc.toColumn(number, unit);
  }

  /**
   * A triple click ends before the next line or the next chunk; selecting all, after the last.
   * @param {Node | null} node
   * @param {number} offset
   */
  #pointBetween(node, offset) {
    if (!(node instanceof HTMLElement) || !this.root.contains(node)) return null;
    const child = node.children[offset] ?? (node === this.root ? null : node.nextElementSibling);
    const next = /** @type {HTMLElement | null} */ (child?.matches(".wq-line") ? child : (child?.querySelector(".wq-line") ?? null));
    return next ? this.#doc.lineStart(Number(next.dataset.line)) : this.#doc.length;
  }

  /** @param {number} point */
  #placeOf(point) {
    const number = this.#doc.lineOf(Math.min(point, this.#doc.length));
    return this.#placeIn(number, this.#doc.toUnit(number, Math.min(point, this.#doc.length) - this.#doc.lineStart(number)));
  }

  /**
   * @param {number} number of a line
   * @param {number} unit
   */
  #placeIn(number, unit) {
    const line = this.#lines[number];
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let node = /** @type {Text | null} */ (walker.nextNode());
    while (node && unit > node.data.length) {
      unit -= node.data.length;
      node = /** @type {Text | null} */ (walker.nextNode());
    }
    return { node: node ?? line, offset: node ? unit : 0 };
  }
}

/**
 * What stands above or before each line that opens a turn and does not say it itself: the speaker, the time.
 * @param {Session} session
 */
function headsOf({ doc, turns }) {
  const heads = new Map();
  for (const { start, speaker, ms } of turns) {
    const line = doc.lineOf(start);
    if (heads.has(line)) continue;
    const isNamed = doc.lineStart(line) !== start; // its label stands before it in the text
    const said = [speaker && !isNamed ? speaker : "", ms === null || ms === undefined ? "" : clock(ms)].filter(Boolean).join(" ");
    if (said) heads.set(line, said);
  }
  return heads;
}

/**
 * A coding in words: its code and who gave it.
 * @param {Session} session
 * @param {any} coding
 */
export function saidOf({ names }, { code, coder, needs_review }) {
  return `${names.get(code) ?? code} (${coder})${needs_review ? " – look again: the text was corrected under it" : ""}`;
}

/**
 * The numbers of the lines in a chunk.
 * @param {Element} chunk
 */
function numbersOf(chunk) {
  return Array.from(chunk.children, (line) => Number(/** @type {HTMLElement} */ (line).dataset.line));
}

/** @param {number} ms */
export function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return (parts[0] > 0 ? parts : parts.slice(1)).map((part, place) => (place ? String(part).padStart(2, "0") : String(part))).join(":");
}

/**
 * Where a collapsed selection stands, when it has no box of its own: at the border of an element.
 * @param {Selection} found
 */
function boxAt(found) {
  const node = found.focusNode;
  const holder = node instanceof HTMLElement ? (node.children[found.focusOffset] ?? node) : node?.parentElement;
  return holder?.getClientRects()[0];
}
