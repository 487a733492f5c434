/** Codings as the kernel sends them, compared and counted. */

/** @typedef {import("./coding.js").Coding} Coding */

const FIELDS = ["guid", "code", "coder", "round", "start", "end", "note", "weight", "certainty", "stance", "needs_review"];

/**
 * A coding as the kernel sends it: a row.
 * @param {any[]} row
 * @returns {any}
 */
export function coded(row) {
  return Object.fromEntries(FIELDS.map((name, number) => [name, row[number]]));
}

/**
 * @param {any} one
 * @param {any} other
 */
export function isSame(one, other) {
  return one && (one === other || [...FIELDS, "status"].every((name) => one[name] === other[name]));
}

/**
 * @param {Iterable<Coding>} codings
 * @returns {Map<string, number>} how many of each code
 */
export function tally(codings) {
  const counts = new Map();
  for (const { code } of codings) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
