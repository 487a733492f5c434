/**
 * What coders coded in different ways: who stands where, what a choice means, what is left to decide.
 *
 * A side is all coders who marked the same; "nobody coded it" is a side, too, of those who read the passage and did not
 * code it. Values only: a docket is made anew when rows have changed.
 */

import { bare } from "./fold.js";
import { many } from "./whose.js";

/** @typedef {[start: number | null, end: number | null]} Place null for a whole text */
/**
 * @typedef {object} Position
 * @property {string} guid
 * @property {string} coder
 * @property {number | null} start
 * @property {number | null} end
 * @property {string} words how it begins and how it ends
 * @property {string} note
 * @property {number | null} weight
 * @property {number | null} certainty
 * @property {string} stance
 * @property {string} created
 * @property {boolean} review
 */
/** @typedef {{outcome: string, agreed_with: string[], reason: string, coder: string, created: string, spans: Place[], review: boolean}} Decision */
/**
 * @typedef {object} Row a contested stretch of one code in one text
 * @property {string} key
 * @property {string} source guid of the text
 * @property {string} name of the text
 * @property {string} code
 * @property {number} round
 * @property {number | null} start
 * @property {number | null} end
 * @property {"presence" | "boundary" | "uncoded"} kind ``uncoded``: it was decided on, and nobody codes it any more
 * @property {string[]} coders who coded it
 * @property {string[]} others who read it and did not
 * @property {number} cost
 * @property {string} mark
 * @property {string} words how it begins
 * @property {Position[]} positions
 * @property {Record<string, string[]>} also other codes there, by coder
 * @property {"open" | "decided" | "changed"} state
 * @property {Decision | null} decision
 */
/** @typedef {{coders: string[], places: Place[], isNone: boolean}} Side */
/** @typedef {"one" | "both" | "neither" | "span" | "definition"} Outcome */
/** @typedef {{outcome: Outcome, agreed_with: string[], span?: Place, fields?: Record<string, unknown>, says: string}} Choice */
/** @typedef {"cost" | "text" | "code"} Order */
/** @typedef {"" | "left" | "open" | "decided" | "changed"} Which */
/** @typedef {{query?: string, code?: string, which?: Which, order?: Order}} Wish */

const TEXTS = new Intl.Collator(undefined, { numeric: true });

/** @type {readonly (readonly [Order, string])[]} */
export const DOCKET_ORDERS = [
  ["cost", "most contested"],
  ["text", "as in the texts"],
  ["code", "by code"],
];

/** @type {readonly (readonly [Which, string])[]} */
export const DOCKET_STATES = [
  ["", "all"],
  ["left", "to decide"],
  ["decided", "decided"],
  ["changed", "changed since"],
];

/**
 * Who stands where, those who coded first, as they are numbered on the keys.
 * @param {Pick<Row, "coders" | "others" | "positions">} row
 * @returns {Side[]}
 */
export function sidesOf({ coders, others, positions }) {
  /** @type {Map<string, Side>} */
  const sides = new Map();
  for (const coder of coders) {
    const places = positions.filter((one) => one.coder === coder).map(({ start, end }) => /** @type {Place} */ ([start, end]));
    places.sort(([one], [other]) => (one ?? -1) - (other ?? -1));
    const key = JSON.stringify(places);
    const side = sides.get(key);
    if (side) side.coders.push(coder);
    else sides.set(key, { coders: [coder], places, isNone: false });
  }
  const none = others.length > 0 ? [{ coders: [...others], places: [], isNone: true }] : [];
  return [...sides.values(), ...none];
}

/**
 * What it means to agree with a side; null where there is no such side.
 * @param {Row} row
 * @param {number} number from 1 on
 * @returns {Choice | null}
 */
export function sideChoice(row, number) {
  const side = sidesOf(row)[number - 1];
  if (!side) return null;
  const { coders, isNone } = side;
  if (isNone) return { outcome: "neither", agreed_with: coders, says: `Not coded, as ${listed(coders)} ${coders.length === 1 ? "has" : "have"} it` };
  return { outcome: "one", agreed_with: coders, says: `As ${listed(coders)} ${coders.length === 1 ? "has" : "have"} it` };
}

/**
 * @param {Row} row
 * @returns {Choice}
 */
export function bothChoice(row) {
  return { outcome: "both", agreed_with: row.coders, says: "All that was marked, from its first word to its last" };
}

/**
 * @param {Row} row
 * @returns {Choice}
 */
export function neitherChoice(row) {
  return { outcome: "neither", agreed_with: row.others, says: "Not coded" };
}

/**
 * @param {{start: number, end: number}} span
 * @param {string} words
 * @returns {Choice}
 */
export function spanChoice({ start, end }, words) {
  return { outcome: "span", agreed_with: [], span: [start, end], says: `These words: “${short(words)}”` };
}

/**
 * @param {Record<string, unknown>} fields what is changed of the code
 * @returns {Choice}
 */
export function definitionChoice(fields) {
  return { outcome: "definition", agreed_with: [], fields, says: "The definition is at fault, and is changed" };
}

/** The rows to decide, in the order of the texts, and what they are looked through for. */
export class Docket {
  /** @type {Map<Row, string>} */ #folded = new Map();

  /**
   * @param {Iterable<Row>} rows
   * @param {readonly {code: string, name: string}[]} codes in tree order
   */
  constructor(rows, codes) {
    this.rows = [...rows].sort(byText);
    this.names = new Map(codes.map(({ code, name }) => [code, name]));
    this.places = new Map(codes.map(({ code }, place) => [code, place]));
  }

  /** @param {string} code */
  nameOf(code) {
    return this.names.get(code) ?? code;
  }

  /** How many there are, and how many of them are decided. */
  get progress() {
    return { decided: this.rows.filter(({ state }) => state === "decided").length, total: this.rows.length };
  }

  /** The codes that anything is contested on, in tree order, with how many rows each has. */
  get codes() {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const { code } of this.rows) counts.set(code, (counts.get(code) ?? 0) + 1);
    return [...counts].map(([code, count]) => ({ code, count })).sort((one, other) => this.#placeOf(one.code) - this.#placeOf(other.code));
  }

  /**
   * The rows that are wished for, in the order that is wished for.
   * @param {Wish} wish
   */
  shown({ query = "", code = "", which = "", order = "cost" }) {
    const wanted = bare(query).split(" ").filter(Boolean);
    const isShown = (/** @type {Row} */ row) =>
      (!code || row.code === code) && isOf(row, which) && wanted.every((word) => this.#lookedThrough(row).includes(word));
    const found = this.rows.filter(isShown);
    if (order === "cost") found.sort((one, other) => other.cost - one.cost);
    if (order === "code") found.sort((one, other) => this.#placeOf(one.code) - this.#placeOf(other.code));
    return found;
  }

  /** @param {string} code */
  #placeOf(code) {
    return this.places.get(code) ?? this.places.size;
  }

  /** @param {Row} row */
  #lookedThrough(row) {
    let text = this.#folded.get(row);
    if (text === undefined) {
      const { name, words, code, coders, others, positions, decision } = row;
      const said = [name, words, this.nameOf(code), ...coders, ...others, ...positions.map(({ note }) => note), decision?.reason ?? ""];
      text = bare(said.join(" "));
      this.#folded.set(row, text);
    }
    return text;
  }
}

/**
 * The place of the next row that is not decided, after one, from the top again at the end; -1 where there is none.
 * @param {readonly Row[]} rows
 * @param {number} at
 * @param {(row: Row) => boolean} [isLeft]
 */
export function nextLeft(rows, at, isLeft = ({ state }) => state !== "decided") {
  for (let step = 1; step <= rows.length; step++) {
    const place = (at + step) % rows.length;
    if (place !== at && isLeft(rows[place])) return place;
  }
  return -1;
}

/**
 * Where a row is now: the same one, or else what overlaps with it; -1 where there is nothing.
 * @param {readonly Row[]} rows
 * @param {Row} row
 */
export function placeOf(rows, row) {
  const same = rows.findIndex(({ key }) => key === row.key);
  return same >= 0 ? same : rows.findIndex((other) => isOnSame(other, row));
}

/**
 * Short signs for coders, by which their marks in a text are told apart.
 * @param {readonly string[]} coders
 * @returns {Map<string, string>}
 */
export function initialsOf(coders) {
  const signs = new Map();
  const taken = new Set();
  for (const coder of coders) {
    const letters = Array.from(coder);
    const parts = coder.split(/[\s._-]+/u).filter(Boolean).map((part) => Array.from(part)[0]);
    const tries = [letters[0], parts.join("").slice(0, 3), letters.slice(0, 2).join(""), letters.slice(0, 3).join("")];
    let sign = tries.find((one) => one && !taken.has(one.toLowerCase()));
    for (let number = 2; sign === undefined; number++) if (!taken.has(`${letters[0]}${number}`.toLowerCase())) sign = `${letters[0]}${number}`;
    taken.add(sign.toLowerCase());
    signs.set(coder, sign);
  }
  return signs;
}

/** @param {Pick<Row, "kind" | "others">} row */
export function kindSays({ kind, others }) {
  if (kind === "uncoded") return "it was decided, and nobody codes it any more";
  return kind === "boundary" ? "where it begins and ends" : `whether it is coded; ${listed(others)} did not`;
}

/** @param {Row} row */
export function againstSays(row) {
  if (row.kind === "uncoded") return "nobody codes it any more";
  return sidesOf(row)
    .map(({ coders, isNone }) => (isNone ? `${listed(coders)} (not coded)` : listed(coders)))
    .join(" – ");
}

/** @param {Pick<Row, "cost" | "start" | "kind">} row */
export function costSays({ cost, start, kind }) {
  if (kind === "uncoded") return "";
  return start === null ? "the whole text" : `${many(Math.max(1, Math.round(cost)), "character")} apart`;
}

/** @param {Decision} decision */
export function outcomeSays({ outcome, agreed_with, spans }) {
  const said = {
    one: `as ${listed(agreed_with)} ${agreed_with.length === 1 ? "has" : "have"} it`,
    both: "all that was marked",
    neither: "not coded",
    span: spans.length > 0 ? "other words" : "other words, gone by now",
    definition: "the definition was at fault: code it anew in a later round",
  };
  return said[/** @type {Outcome} */ (outcome)] ?? outcome;
}

/**
 * Why there is nothing to decide, and what to do.
 * @param {{why: string, blind: readonly string[], n_agreed: number}} head
 */
export function emptySays({ why, blind, n_agreed }) {
  const sentence = why && `${why[0].toUpperCase()}${why.slice(1)}${/[.!?]$/.test(why) ? "" : "."}`;
  if (sentence) return blind.length > 0 ? `${sentence} ${blindSays(blind)}` : sentence;
  const rest = n_agreed > 0 ? "Take over what all agree on, with the button above." : "What all agree on is taken over.";
  return `Nothing is contested: whoever read these texts coded them alike. ${rest}`;
}

/** @param {readonly string[]} blind names of texts */
export function blindSays(blind) {
  return blind.length > 0 ? `Not shown, because you still code blind there: ${fewOf(blind)}. Say that you are done with it first.` : "";
}

/** @param {readonly string[]} settled names of texts */
export function settledSays(settled) {
  return settled.length > 0 ? `Settled, with nothing left to decide or to take over: ${fewOf(settled)}.` : "";
}

/** @param {readonly string[]} names */
function fewOf(names) {
  return names.length > 4 ? `${names.slice(0, 4).join(", ")} and ${names.length - 4} more` : listed(names);
}

/**
 * Reasons to offer, the latest first, each once.
 * @param {readonly string[]} reasons
 * @param {string} fresh
 */
export function withReason(reasons, fresh) {
  const said = fresh.trim();
  return said ? [said, ...reasons.filter((reason) => reason !== said)].slice(0, 30) : [...reasons];
}

/** @param {readonly string[]} names */
export function listed(names) {
  return names.length < 2 ? (names[0] ?? "nobody") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** @param {string} words */
function short(words) {
  const line = words.replace(/\s+/gu, " ");
  const letters = Array.from(line);
  return letters.length <= 60 ? line : `${letters.slice(0, 59).join("")}…`;
}

/**
 * @param {Row} row
 * @param {Which} which
 */
function isOf({ state }, which) {
  return which === "" || (which === "left" ? state !== "decided" : state === which);
}

/**
 * @param {Row} one
 * @param {Row} other
 */
function byText(one, other) {
  const text = TEXTS.compare(one.name, other.name);
  return text || (one.start ?? -1) - (other.start ?? -1) || (one.end ?? -1) - (other.end ?? -1) || TEXTS.compare(one.code, other.code);
}

/**
 * @param {Row} one
 * @param {Row} other
 */
function isOnSame(one, other) {
  if (one.source !== other.source || one.code !== other.code || one.round !== other.round) return false;
  if (one.start === null || one.end === null || other.start === null || other.end === null) return one.start === other.start;
  return one.start < other.end && other.start < one.end;
}
