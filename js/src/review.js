/** Suggestions to go through: by code, by text or by how likely they are; which are ticked, decided, held back. */

import { many } from "./whose.js";

/** @typedef {import("./passages.js").Passage} Passage */
/** @typedef {import("./passages.js").Group} Group */
/** @typedef {import("./passages.js").Shelf} Shelf */
/** @typedef {Passage & {score: number | null, why: string}} Suggestion a passage with one code; or with none, where it is but to be read */
/** @typedef {"code" | "likely" | "text"} ReviewOrder */
/** @typedef {"all" | "new" | "coded"} Which */
/** @typedef {{code: string, n_first: number, n_right: number, held: boolean, taken: number, refused: number}} History how suggestions of a code have done */
/**
 * @typedef {object} Card how far suggestions of a code can be relied upon; null where there is nothing to divide by
 * @property {string} code
 * @property {number} n_passages
 * @property {number} n_first
 * @property {number | null} precision
 * @property {number | null} recall
 * @property {number} n_first_loo
 * @property {number | null} precision_loo
 * @property {number | null} recall_loo
 * @property {number} n_shown
 * @property {number} n_taken
 * @property {number} n_refused
 * @property {number | null} kappa
 * @property {number | null} kappa_low
 * @property {number | null} kappa_high
 * @property {number | null} humans
 * @property {number | null} humans_low
 * @property {number | null} humans_high
 * @property {string} why
 */

/** What suggestions can be put in order by, as people read it. */
export const REVIEW_ORDERS = /** @type {[ReviewOrder, string][]} */ ([
  ["code", "by code"],
  ["likely", "the likeliest first"],
  ["text", "by text"],
]);

/** Which texts suggestions are shown of, as people read it. */
export const REVIEW_TEXTS = /** @type {[Which, string][]} */ ([
  ["all", "all texts"],
  ["new", "texts that you have not coded"],
  ["coded", "texts that you have coded"],
]);

/**
 * Suggestions in an order, under headings.
 * @param {Shelf} shelf
 * @param {Suggestion[]} shown
 * @param {ReviewOrder} order
 * @returns {Group[]}
 */
export function reviewGroups(shelf, shown, order) {
  if (order === "likely") return shelf.grouped(likeliest(shown), "table");
  const groups = shelf.grouped(shown, order === "text" ? "source" : "code");
  if (order === "code") for (const group of groups) group.passages = likeliest(/** @type {Suggestion[]} */ (group.passages));
  return groups;
}

/**
 * Where the next group begins, or this one, or the one before, among all that is shown.
 * @param {Group[]} groups
 * @param {number} at
 * @param {1 | -1} step
 */
export function besideGroup(groups, at, step) {
  let first = 0;
  const firsts = groups.map(({ passages }) => (first += passages.length) - passages.length);
  if (step > 0) return firsts.find((start) => start > at) ?? at;
  return firsts.findLast((start) => start < at) ?? 0;
}

/**
 * The suggestions that a command is about: those that are ticked and shown, or the one that keys speak of.
 * @param {Group[]} groups
 * @param {ReadonlySet<number>} ticked
 * @param {Suggestion | null} current
 * @returns {Suggestion[]}
 */
export function meant(groups, ticked, current) {
  const shown = new Map(groups.flatMap(({ passages }) => passages).map((one) => [one.number, one]));
  const chosen = [...ticked].filter((number) => shown.has(number)).map((number) => shown.get(number));
  return /** @type {Suggestion[]} */ (chosen.length > 0 ? chosen : current ? [current] : []);
}

/**
 * Ticks with those of a group turned round: all ticked, or none where all were.
 * @param {ReadonlySet<number>} ticked
 * @param {readonly Passage[]} passages
 * @returns {Set<number>}
 */
export function withGroup(ticked, passages) {
  const numbers = passages.map(({ number }) => number);
  const next = new Set(ticked);
  const areAll = numbers.every((number) => ticked.has(number));
  for (const number of numbers) areAll ? next.delete(number) : next.add(number);
  return next;
}

/**
 * How suggestions of a code have done, in a few words.
 * @param {History | undefined} record
 */
export function recordSays(record) {
  if (!record) return "";
  const { n_first, n_right, taken, refused, held } = record;
  const decided = [taken > 0 ? `${taken} taken over` : "", refused > 0 ? `${refused} refused` : ""].filter(Boolean).join(", ");
  const right = n_first > 0 ? `put first ${timesOf(n_first)} so far, rightly ${n_right === n_first ? "each time" : timesOf(n_right)}` : "";
  return [right, decided, held ? "not suggested: right too seldom" : ""].filter(Boolean).join(" · ");
}

/**
 * The codes that are held back, in a sentence; empty where there is none.
 * @param {readonly History[]} records
 * @param {(code: string) => string} nameOf
 */
export function heldSays(records, nameOf) {
  const held = records.filter((record) => record.held);
  if (held.length === 0) return "";
  const named = held.map(({ code, n_first, n_right }) => `${nameOf(code)} (right ${n_right} of ${n_first})`);
  return `Not suggested, since too seldom right: ${named.join(", ")}.`;
}

/**
 * How far the making of suggestions has come, in a sentence.
 * @param {{state: string, why: string, n_done: number, n_texts: number}} progress
 */
export function progressSays({ state, why, n_done, n_texts }) {
  if (state === "failed") return why;
  if (state === "done") return "";
  if (state === "running" && n_done === 0) return "Reading the texts and what you have coded …";
  return `${n_done} of ${many(n_texts, "text")}${state === "stopped" ? ", stopped" : ""}`;
}

/**
 * How far the suggestions of a code can be relied upon, in sentences.
 * @param {Card | null} card
 * @param {boolean} areMade whether the cards are made; there is none of a code that was neither given nor suggested
 * @returns {string[]}
 */
export function cardSays(card, areMade) {
  if (!card) return [areMade ? "This code was not given yet, nor put first, nor refused: nothing is known of its suggestions." : "How far suggestions of this code can be relied upon is worked out once all texts are gone through."];
  const { n_passages, n_first, precision, recall, n_first_loo, precision_loo, recall_loo } = card;
  const { n_shown, n_taken, n_refused } = card;
  const first = n_first > 0 ? `Put first ${timesOf(n_first)} before you had coded the passage, rightly in ${inHundred(precision)}.` : "Never put first so far.";
  const three = n_passages > 0 ? `Of the ${many(n_passages, "passage")} that carry it, among the first three at ${inHundred(recall)}; as things stand now at ${inHundred(recall_loo)}.` : "";
  const now = n_first_loo > 0 ? `As things stand now, put first it is right in ${inHundred(precision_loo)}.` : "";
  const taken = n_shown > 0 ? `It stood beside ${many(n_shown, "passage")} while you coded; you took it at ${n_taken}.` : "";
  const refused = n_refused > 0 ? `Refused ${timesOf(n_refused)}.` : "";
  const beside = card.kappa === null ? "" : `With other coders the suggester agrees by kappa ${kappaSays(card.kappa, card.kappa_low, card.kappa_high)}, you by ${kappaSays(card.humans, card.humans_low, card.humans_high)}.`;
  return [first, now, three, taken, refused, beside, card.why].filter(Boolean);
}

/** @param {number | null} share */
function inHundred(share) {
  return share === null ? "none" : `${Math.round(100 * share)} %`;
}

/**
 * @param {number | null} kappa
 * @param {number | null} low
 * @param {number | null} high
 */
function kappaSays(kappa, low, high) {
  if (kappa === null) return "an amount that cannot be said";
  const interval = low === null || high === null ? "" : ` (${low.toFixed(2)} to ${high.toFixed(2)})`;
  return `${kappa.toFixed(2)}${interval}`;
}

/** @param {number} n */
function timesOf(n) {
  return n === 0 ? "never" : n === 1 ? "once" : n === 2 ? "twice" : `${n} times`;
}

/** @param {Suggestion[]} suggestions */
function likeliest(suggestions) {
  return [...suggestions].sort((one, other) => (other.score ?? 0) - (one.score ?? 0) || one.number - other.number);
}
