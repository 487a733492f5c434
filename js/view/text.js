/** The text on the page: lines in chunks, marks on coded runs, and the way between selections and spans. */

import { assignLanes, segmentsOf, snap, visible } from "../src/index.js";
import { element } from "./dom.js";

const CHUNK = 50;
const MOST_LANES = 8;
const NEAR = "1200px";

/** @typedef {import("../src/offsets.js").Doc} Doc */
/** @typedef {import("../src/segments.js").LineIndex} LineIndex */
/** @typedef {import("../src/state.js").State} State */

export class TextView {
  /** @type {HTMLElement[]} */ #lines = [];
  /** @type {Set<number>} */ #drawn = new Set();
  /** @type {Map<string, number>} */ #lanes = new Map();

  /**
   * @param {HTMLElement} root the element that scrolls
   * @param {{doc: Doc, index: LineIndex, turns: any[], colors: Map<string, string>, names: Map<string, string>, state: () => State}} model
   */
  constructor(root, model) {
    this.root = root;
    this.model = model;
    const seen = new IntersectionObserver((entries) => this.#appear(entries), { root, rootMargin: NEAR });
    this.close = () => seen.disconnect();
    const chunks = [];
    const speakers = speakersOf(model);
    for (let first = 0; first < model.doc.lineCount; first += CHUNK) {
      const chunk = element("div", { class: "wq-chunk", "data-first": first });
      for (let line = first; line < Math.min(first + CHUNK, model.doc.lineCount); line++) {
        const made = element("div", { class: "wq-line", dir: "auto", "data-line": line, "data-speaker": speakers.get(line) });
        made.textContent = model.doc.lineText(line) || "\u200b";
        this.#lines.push(made);
        chunk.append(made);
      }
      chunks.push(chunk);
    }
    root.replaceChildren(...chunks);
    this.#lanes = this.#assigned();
    for (const chunk of chunks) seen.observe(chunk);
  }

  /**
   * Draw lines anew whose codings have changed; those not near the window wait until they are.
   * @param {Iterable<number>} lines
   */
  redraw(lines) {
    const kept = this.selection();
    const cursor = this.cursor();
    const before = this.#lanes;
    this.#lanes = this.#assigned();
    const hasMoved = [...before].some(([guid, lane]) => this.#lanes.has(guid) && this.#lanes.get(guid) !== lane);
    for (const line of hasMoved ? [...this.#drawn] : lines) if (this.#drawn.has(line)) this.#draw(line);
    if (kept) this.select(kept.start, kept.end);
    else if (cursor !== null) this.select(cursor, cursor);
  }

  /** Draw all that is drawn anew. */
  redrawAll() {
    this.redraw([...this.#drawn]);
  }

  /**
   * The selected words as a span, snapped to whole characters; null where nothing is selected.
   * @returns {{start: number, end: number} | null}
   */
  selection() {
    const found = window.getSelection();
    if (!found || found.isCollapsed || !this.root.contains(found.anchorNode)) return null;
    const range = found.getRangeAt(0);
    const start = this.#pointOf(range.startContainer, range.startOffset);
    const end = this.#pointOf(range.endContainer, range.endOffset, true);
    return start === null || end === null ? null : snap(this.model.doc, start, end);
  }

  /** Where the cursor stands, in code points; null outside the text. */
  cursor() {
    const found = window.getSelection();
    return found && this.root.contains(found.focusNode) ? this.#pointOf(found.focusNode, found.focusOffset) : null;
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
    this.#lines[this.model.doc.lineOf(point)].scrollIntoView({ block: "nearest" });
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #appear(entries) {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      for (const line of target.children) {
        const number = Number(/** @type {HTMLElement} */ (line).dataset.line);
        if (!this.#drawn.has(number)) this.#draw(number);
      }
    }
  }

  /** @param {number} line */
  #draw(line) {
    const { doc, index, colors, names } = this.model;
    const { codings } = this.model.state();
    this.#drawn.add(line);
    const text = doc.lineText(line);
    const here = index.of(line).filter((coding) => codings.has(coding.guid));
    const runs = segmentsOf(doc, line, here).map((run) => {
      const words = text.slice(run.startUnit, run.endUnit);
      if (run.codings.length === 0) return document.createTextNode(words);
      const carried = run.codings.map((guid) => codings.get(guid)).filter((coding) => coding !== undefined);
      const top = carried[carried.length - 1];
      const said = [...new Set(carried.map((coding) => `${names.get(coding.code) ?? coding.code} (${coding.coder})`))];
      return element("mark", {
        class: `wq-mark wq-${top.status} wq-depth-${Math.min(carried.length, 3)}`,
        style: { "--wq-color": colors.get(top.code) || "#666666" },
        title: said.join("\n"),
        text: words,
      });
    });
    const stripes = here.map((coding) => this.#stripe(codings.get(coding.guid))).filter((stripe) => stripe !== null);
    this.#lines[line].replaceChildren(...(runs.length > 0 ? runs : [document.createTextNode("\u200b")]), ...stripes);
  }

  /**
   * A coding's stripe beside a line, in the lane it has in the whole document.
   * @param {any} coding
   */
  #stripe(coding) {
    const lane = this.#lanes.get(coding.guid);
    if (lane === undefined) return null;
    const { colors, names } = this.model;
    return element("span", {
      class: "wq-stripe",
      style: { "--wq-lane": lane, background: colors.get(coding.code) || "#666666" },
      title: `${names.get(coding.code) ?? coding.code} (${coding.coder})`,
      "aria-hidden": "true",
    });
  }

  #assigned() {
    const { lanes, count } = assignLanes(visible(this.model.state()), { max: MOST_LANES });
    this.root.style.setProperty("--wq-lanes", String(count));
    return lanes;
  }

  /**
   * The point of a place on the page; null outside the text.
   * @param {Node | null} node
   * @param {number} offset
   * @param {boolean} [isEnd] whether half a character counts as all of it
   */
  #pointOf(node, offset, isEnd = false) {
    const { doc } = this.model;
    const holder = node instanceof HTMLElement ? node : node?.parentElement;
    const line = /** @type {HTMLElement | null} */ (holder?.closest(".wq-line"));
    if (!line) return this.#pointBetween(node, offset);
    const number = Number(line.dataset.line);
    const text = doc.lineText(number);
    const range = document.createRange();
    range.setStart(line, 0);
    range.setEnd(/** @type {Node} */ (node), offset);
    let unit = Math.min(range.toString().length, text.length); // an empty line holds a sign of its own
    if (isEnd && /[\udc00-\udfff]/.test(text[unit] ?? "")) unit += 1;
    return doc.lineStart(number) + doc.toColumn(number, unit);
  }

  /**
   * A triple click ends before the next line or the next chunk.
   * @param {Node | null} node
   * @param {number} offset
   */
  #pointBetween(node, offset) {
    const child = node instanceof HTMLElement ? node.children[offset] : null;
    const next = /** @type {HTMLElement | null} */ (child?.matches(".wq-line") ? child : (child?.querySelector(".wq-line") ?? null));
    return next ? this.model.doc.lineStart(Number(next.dataset.line)) : null;
  }

  /** @param {number} point */
  #placeOf(point) {
    const { doc } = this.model;
    const number = doc.lineOf(point);
    let unit = doc.toUnit(number, point - doc.lineStart(number));
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
 * The speaker to name beside each line that opens a turn and does not name them itself.
 * @param {{doc: Doc, turns: any[]}} model
 */
function speakersOf({ doc, turns }) {
  const found = new Map();
  for (const { start, speaker } of turns) {
    const line = doc.lineOf(start);
    if (speaker && doc.lineStart(line) === start && !found.has(line)) found.set(line, speaker);
  }
  return found;
}
