/** A list of passages: which hold some words, in which order, under which headings, and as plain text. */

import { bare, fold } from "./fold.js";
import { many } from "./whose.js";

/** @typedef {import("./pieces.js").Span} Span */
/**
 * @typedef {object} Passage a row of a table, where it is now
 * @property {number} number its row in the table
 * @property {string} source guid of its text
 * @property {string} name of its text
 * @property {number | null} start null for a whole text
 * @property {number | null} end
 * @property {string} before
 * @property {string} words
 * @property {string} after
 * @property {string} speaker
 * @property {number | null} ms
 * @property {string[]} codes ids, in tree order
 * @property {string[]} coders
 * @property {number} round
 * @property {string} note
 * @property {string} remark
 * @property {number} rest how many characters `words` lacks at its end
 */
/** @typedef {{code: string, name: string, color: string}} Named a code as far as a list needs it */
/** @typedef {"table" | "source" | "code" | "coder" | "speaker"} Order */
/** @typedef {{title: string, code: string | null, passages: Passage[]}} Group with no title where there is but one */

const NAMES = new Intl.Collator(undefined, { numeric: true });

/** What the passages can be put in order by, as people read it. */
export const ORDERS = /** @type {[Order, string][]} */ ([
  ["table", "as in the table"],
  ["source", "by text"],
  ["code", "by code"],
  ["coder", "by coder"],
  ["speaker", "by speaker"],
]);

/** Passages with what they are looked through for, folded once. */
export class Shelf {
  /** @type {Map<Passage, string>} */ #folded = new Map();

  /**
   * @param {Passage[]} passages
   * @param {readonly Named[]} codes in tree order
   */
  constructor(passages, codes) {
    this.passages = passages;
    this.places = new Map(codes.map(({ code }, place) => [code, place]));
    this.names = new Map(codes.map(({ code, name }) => [code, name]));
    const texts = [...new Set(passages.map(({ name }) => name))].sort(NAMES.compare);
    this.texts = new Map(texts.map((name, place) => [name, place]));
  }

  /**
   * The passages that hold all of some words, or parts of words: in what is said, in the memo, in the names of text,
   * speaker, codes and coder. Case, accents and punctuation do not matter.
   * @param {string} query
   * @returns {Passage[]}
   */
  holding(query) {
    const wanted = wordsOf(query);
    if (wanted.length === 0) return this.passages;
    return this.passages.filter((passage) => {
      const text = this.#lookedThrough(passage);
      return wanted.every((word) => text.includes(word));
    });
  }

  /**
   * Passages in an order, under headings. One with several codes, or of several coders, stands under each.
   * @param {Passage[]} passages
   * @param {Order} order
   * @returns {Group[]}
   */
  grouped(passages, order) {
    if (order === "table") return passages.length > 0 ? [{ title: "", code: null, passages }] : [];
    const ways = this.#ways()[order];
    /** @type {Map<string, Passage[]>} */
    const groups = new Map();
    for (const passage of passages) {
      const keys = ways.keys(passage);
      for (const key of keys.length > 0 ? keys : [""]) {
        const group = groups.get(key);
        if (group) group.push(passage);
        else groups.set(key, [passage]);
      }
    }
    return [...groups]
      .sort(([one], [other]) => Number(one === "") - Number(other === "") || ways.compare(one, other))
      .map(([key, group]) => ({ title: key === "" ? ways.none : ways.title(key), code: order === "code" && key ? key : null, passages: group.sort((one, other) => this.#byPlace(one, other)) }));
  }

  /** @param {string} code */
  nameOf(code) {
    return this.names.get(code) ?? code;
  }

  /**
   * @param {Passage} one
   * @param {Passage} other
   */
  #byPlace(one, other) {
    const text = (this.texts.get(one.name) ?? 0) - (this.texts.get(other.name) ?? 0);
    return text || (one.start ?? -1) - (other.start ?? -1) || (one.end ?? -1) - (other.end ?? -1) || one.number - other.number;
  }

  /** @param {Passage} passage */
  #lookedThrough(passage) {
    let text = this.#folded.get(passage);
    if (text === undefined) {
      const { words, note, name, speaker, codes, coders } = passage;
      text = bare([words, note, name, speaker, ...codes.map((code) => this.nameOf(code)), ...coders].join(" "));
      this.#folded.set(passage, text);
    }
    return text;
  }

  /** @returns {Record<Exclude<Order, "table">, {keys: (passage: Passage) => string[], title: (key: string) => string, none: string, compare: (one: string, other: string) => number}>} */
  #ways() {
    const asItIs = (/** @type {string} */ key) => key;
    const place = (/** @type {string} */ code) => this.places.get(code) ?? this.places.size;
    const text = (/** @type {string} */ name) => this.texts.get(name) ?? 0;
    return {
      source: { keys: ({ name }) => [name], title: asItIs, none: "", compare: (one, other) => text(one) - text(other) },
      code: { keys: ({ codes }) => codes, title: (code) => this.nameOf(code), none: "without a code", compare: (one, other) => place(one) - place(other) },
      coder: { keys: ({ coders }) => coders, title: asItIs, none: "not coded", compare: NAMES.compare },
      speaker: { keys: ({ speaker }) => (speaker ? [speaker] : []), title: asItIs, none: "no speaker", compare: NAMES.compare },
    };
  }
}

/**
 * What of a passage is to be marked because it was looked for, as spans of code points.
 * @param {string} text
 * @param {string} query
 * @returns {Span[]}
 */
export function markedIn(text, query) {
  const wanted = wordsOf(query);
  if (wanted.length === 0) return [];
  const { text: folded, points } = fold(text);
  /** @type {Span[]} */
  const found = [];
  for (const word of wanted) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      found.push({ start: points[at], end: points[at + word.length - 1] + 1 });
    }
  }
  return joined(found);
}

/**
 * How many passages are shown, and why the others are not: sentences without a full stop.
 * @param {{shown: Passage[], all: Passage[], leftOut: Record<string, number>, lost: string[]}} about
 * @returns {{shown: string, leftOut: string[]}}
 */
export function counted({ shown, all, leftOut, lost }) {
  const texts = new Set(shown.map(({ source }) => source)).size;
  const hidden = all.length - shown.length;
  const { blind = 0, coding = 0, source = 0, outside = 0 } = leftOut;
  const where = lost.length > 0 ? `: ${lost.slice(0, 3).join(", ")}${lost.length > 3 ? " …" : ""}` : "";
  return {
    shown: `${many(shown.length, "passage")} in ${many(texts, "text")}${hidden > 0 ? `, ${hidden} hidden by the filter` : ""}`,
    leftOut: [
      blind > 0 ? `${blind} not shown while a round is open for you` : "",
      coding > 0 ? `${coding} left out: the project has no such coding any more` : "",
      source > 0 ? `${source} left out: the text is not in the project${where}` : "",
      outside > 0 ? `${outside} left out: the text has no such place` : "",
    ].filter(Boolean),
  };
}

/**
 * Passages as plain text, to be pasted elsewhere.
 * @param {readonly Group[]} groups
 * @param {(passage: Passage) => string} whereabouts
 */
export function asText(groups, whereabouts) {
  const parts = groups.map(({ title, passages }) => [
    ...(title ? [`${title} (${passages.length})`] : []),
    ...passages.map((passage) => {
      const said = passage.start === null ? "(the whole text)" : `“${passage.words}”`;
      return [said, `— ${whereabouts(passage)}`, passage.note ? `Memo: ${passage.note}` : ""].filter(Boolean).join("\n");
    }),
  ]);
  return `${parts.flat().join("\n\n")}\n`;
}

/** @param {string} query */
function wordsOf(query) {
  return bare(query).split(" ").filter(Boolean);
}

/**
 * Spans sorted, those that overlap made one.
 * @param {Span[]} spans
 * @returns {Span[]}
 */
function joined(spans) {
  /** @type {Span[]} */
  const found = [];
  for (const { start, end } of spans.sort((one, other) => one.start - other.start)) {
    const last = found.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}
