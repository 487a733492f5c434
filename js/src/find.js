/** Places in one text: words, and turns by what people call them. */

/** @typedef {import("./offsets.js").Doc} Doc */
/** @typedef {import("./pieces.js").Span} Span */
/** @typedef {Span & {kind?: string, speaker?: string | null, ms?: number | null}} Turn */

const CLOCK = /^(?:(\d+):)?(\d{1,3}):(\d{1,2})$/;

/**
 * Where words stand in a text, whatever their case; white space stands for any, also for the end of a line.
 * @param {Doc} doc
 * @param {string} words
 * @returns {Span[]}
 */
export function foundIn(doc, words) {
  const parts = words.trim().split(/\s+/u).filter(Boolean);
  if (parts.length === 0) return [];
  const pattern = new RegExp(parts.map(escaped).join("\\s+"), "giu");
  return Array.from(doc.text.matchAll(pattern), (match) => ({
    start: doc.toPoint(match.index),
    end: doc.toPoint(match.index + match[0].length),
  }));
}

/**
 * The turn that somebody means: by its number from 1 on, by a time (12:30, 1:02:03), or by the beginning of a
 * speaker's name, the next one after a point and then from the top.
 * @template {Turn} T
 * @param {readonly T[]} turns sorted
 * @param {string} said
 * @param {number} point
 * @returns {T | null}
 */
export function turnLike(turns, said, point) {
  const wanted = said.trim();
  if (!wanted) return null;
  if (/^\d+$/.test(wanted)) return turns[Number(wanted) - 1] ?? null;
  const clock = CLOCK.exec(wanted);
  if (clock) return atTime(turns, 1000 * (3600 * Number(clock[1] ?? 0) + 60 * Number(clock[2]) + Number(clock[3])));
  const name = wanted.toLocaleLowerCase();
  const theirs = turns.filter(({ speaker }) => speaker?.toLocaleLowerCase().startsWith(name));
  return theirs.find(({ start }) => start > point) ?? theirs[0] ?? null;
}

/**
 * The next turn behind a point that no coding touches; headings are passed over.
 * @template {Turn} T
 * @param {readonly T[]} turns sorted
 * @param {readonly {start: number | null, end: number | null}[]} codings sorted by start
 * @param {number} point
 * @returns {T | null}
 */
export function nextUncoded(turns, codings, point) {
  const passages = codings.filter(({ start }) => start !== null);
  let [covered, at] = [0, 0]; // how far the codings reach that begin before the end of the turn
  for (const turn of turns) {
    for (; at < passages.length && Number(passages[at].start) < turn.end; at++) covered = Math.max(covered, Number(passages[at].end));
    if (turn.start > point && turn.kind !== "heading" && covered <= turn.start) return turn;
  }
  return null;
}

/**
 * @template {Turn} T
 * @param {readonly T[]} turns
 * @param {number} ms
 */
function atTime(turns, ms) {
  const timed = turns.filter((turn) => turn.ms !== null && turn.ms !== undefined);
  return timed.findLast((turn) => /** @type {number} */ (turn.ms) <= ms) ?? timed[0] ?? null;
}

/** @param {string} words */
function escaped(words) {
  return words.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}
