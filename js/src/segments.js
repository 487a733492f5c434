/** Codings line by line: which touch a line, and how they cut it. */

import { byPlace, isPassage } from "./coding.js";

/** @typedef {import("./offsets.js").Doc} Doc */
/** @typedef {import("./coding.js").Coding} Coding */
/** @typedef {import("./coding.js").Passage} Passage */
/** @typedef {{startUnit: number, endUnit: number, codings: string[]}} Run string indices into the line's text */

/**
 * Cut a line wherever a coding starts or ends. The runs cover the line exactly once, in order; an empty line has none.
 * @param {Doc} doc
 * @param {number} line
 * @param {Iterable<Coding>} codings those that do not touch the line are passed over
 * @returns {Run[]}
 */
export function segmentsOf(doc, line, codings) {
  const lineStart = doc.lineStart(line);
  const length = doc.lineEnd(line) - lineStart;
  const marks = [...codings]
    .filter((coding) => isPassage(coding))
    .sort(byPlace)
    .map(({ guid, start, end }) => ({
      guid,
      start: Math.max(start - lineStart, 0),
      end: Math.min(end - lineStart, length),
    }))
    .filter(({ start, end }) => start < end);
  const borders = new Set([0, length, ...marks.flatMap(({ start, end }) => [start, end])]);
  const columns = [...borders].sort((one, other) => one - other);
  /** @type {Run[]} */
  const runs = [];
  let active = /** @type {typeof marks} */ ([]);
  let waiting = 0;
  for (let i = 0; i + 1 < columns.length; i++) {
    active = active.filter(({ end }) => end > columns[i]);
    while (waiting < marks.length && marks[waiting].start <= columns[i]) active.push(marks[waiting++]);
    runs.push({
      startUnit: doc.toUnit(line, columns[i]),
      endUnit: doc.toUnit(line, columns[i + 1]),
      codings: active.map(({ guid }) => guid),
    });
  }
  return runs;
}

/**
 * The codings that touch each line of a document, found quickly however long and many they are.
 *
 * A segment tree over the lines: a coding is kept at the few nodes that together make up its lines, and a line's
 * codings are those at the nodes above it.
 */
export class LineIndex {
  /** @type {Doc} */ #doc;
  /** @type {Map<string, Coding>} */ #codings = new Map();
  /** @type {Map<number, Map<string, Passage>>} */ #nodes = new Map();

  /**
   * @param {Doc} doc
   * @param {Iterable<Coding>} [codings]
   */
  constructor(doc, codings = []) {
    this.#doc = doc;
    for (const coding of codings) this.#put(coding);
  }

  /** Codings that no line can show: of the whole source, or past the end of the text. */
  get unplaced() {
    return [...this.#codings.values()].filter((coding) => !isPassage(coding, this.#doc.length));
  }

  /**
   * The codings that touch a line, in drawing order.
   * @param {number} line
   * @returns {Passage[]}
   */
  of(line) {
    const found = [];
    for (let node = line + this.#doc.lineCount; node >= 1; node >>= 1) {
      for (const coding of this.#nodes.get(node)?.values() ?? []) found.push(coding);
    }
    return found.sort(byPlace);
  }

  /**
   * @param {Coding} coding one with a known guid takes the other's place
   * @returns {Set<number>} the lines to draw anew
   */
  add(coding) {
    const touched = this.remove(coding.guid);
    this.#put(coding);
    for (const line of this.#linesOf(coding)) touched.add(line);
    return touched;
  }

  /**
   * @param {string} guid
   * @returns {Set<number>} the lines to draw anew
   */
  remove(guid) {
    const coding = this.#codings.get(guid);
    if (!coding) return new Set();
    this.#codings.delete(guid);
    for (const node of this.#nodesOf(coding)) this.#nodes.get(node)?.delete(guid);
    return new Set(this.#linesOf(coding));
  }

  /**
   * Put a changed coding in the place of the one with its guid.
   * @param {Coding} coding
   * @returns {Set<number>} the lines to draw anew, old and new
   */
  replace(coding) {
    return this.add(coding);
  }

  /** @param {Coding} coding */
  #put(coding) {
    this.#codings.set(coding.guid, coding);
    for (const node of this.#nodesOf(coding)) {
      const held = this.#nodes.get(node) ?? new Map();
      this.#nodes.set(node, held.set(coding.guid, coding));
    }
  }

  /** @param {Coding} coding */
  *#linesOf(coding) {
    const [first, past] = this.#range(coding);
    for (let line = first; line < past; line++) yield line;
  }

  /** @param {Coding} coding */
  *#nodesOf(coding) {
    const count = this.#doc.lineCount;
    let [low, high] = this.#range(coding).map((line) => line + count);
    for (; low < high; low >>= 1, high >>= 1) {
      if (low & 1) yield low++;
      if (high & 1) yield --high;
    }
  }

  /**
   * The first line a coding touches and the line past its last.
   * @param {Coding} coding
   */
  #range(coding) {
    if (!isPassage(coding, this.#doc.length)) return [0, 0];
    return [this.#doc.lineOf(coding.start), this.#doc.lineOf(coding.end - 1) + 1];
  }
}
