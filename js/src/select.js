/**
 * What a person means by a selection: whole characters, words, sentences, turns.
 *
 * `…At` gives the piece that covers a point or ends at it, `next…` the first one that starts at the point or after it,
 * `previous…` the last one that ends at the point or before it. So `nextWord(doc, word.end)` goes on from a word and
 * `previousWord(doc, word.start)` goes back. All give null where there is none.
 */

import { characters, sentences, trimmed, words } from "./pieces.js";

/** @typedef {import("./offsets.js").Doc} Doc */
/** @typedef {import("./pieces.js").Span} Span */
/** @typedef {{start: number, end: number, kind: string, speaker: string, ms: number | null}} Turn */
/** @typedef {"character" | "word" | "sentence" | "turn"} Unit */
/** @typedef {"left" | "right"} Direction which border moves */
/**
 * @typedef {object} Finder
 * @property {(point: number) => Span | null} at
 * @property {(point: number) => Span | null} next
 * @property {(point: number) => Span | null} previous
 */

/**
 * Widen a selection until it cuts no character as people see it, and take the white space off its ends.
 * @param {Doc} doc
 * @param {number} start
 * @param {number} end before `start` for a selection made backwards
 * @returns {Span | null} null when nothing visible is selected
 */
export function snap(doc, start, end) {
  if (start === end) return null;
  const [low, high] = start < end ? [start, end] : [end, start];
  return trimmed(doc, {
    start: within(characters.at(doc, low), low)?.start ?? low,
    end: within(characters.at(doc, high), high)?.end ?? high,
  });
}

/** @param {Doc} doc @param {number} point */
export const wordAt = (doc, point) => words.at(doc, point);
/** @param {Doc} doc @param {number} point */
export const nextWord = (doc, point) => words.next(doc, point);
/** @param {Doc} doc @param {number} point */
export const previousWord = (doc, point) => words.previous(doc, point);

/** @param {Doc} doc @param {number} point */
export const sentenceAt = (doc, point) => sentences.at(doc, point);
/** @param {Doc} doc @param {number} point */
export const nextSentence = (doc, point) => sentences.next(doc, point);
/** @param {Doc} doc @param {number} point */
export const previousSentence = (doc, point) => sentences.previous(doc, point);

/**
 * The turn that covers a point or ends at it. A speaker's label lies outside the turn: there, ask for `nextTurn`.
 * @template {Span} T
 * @param {readonly T[]} turns sorted, never overlapping
 * @param {number} point
 * @returns {T | null}
 */
export function turnAt(turns, point) {
  const turn = turns[startingBefore(turns, point + 1) - 1];
  if (turn && point < turn.end) return turn;
  return previousTurn(turns, point)?.end === point ? previousTurn(turns, point) : null;
}

/**
 * @template {Span} T
 * @param {readonly T[]} turns
 * @param {number} point
 * @returns {T | null}
 */
export function nextTurn(turns, point) {
  return turns[startingBefore(turns, point)] ?? null;
}

/**
 * @template {Span} T
 * @param {readonly T[]} turns
 * @param {number} point
 * @returns {T | null}
 */
export function previousTurn(turns, point) {
  const last = startingBefore(turns, point) - 1;
  return (turns[last]?.end <= point ? turns[last] : turns[last - 1]) ?? null;
}

/**
 * Move one border of a span outward, to the next place where a piece starts (left) or ends (right).
 * @param {Doc} doc
 * @param {readonly Turn[]} turns
 * @param {Span} span
 * @param {Unit} unit
 * @param {Direction} direction
 * @returns {Span} the same span when there is nothing further to take in
 */
export function extend(doc, turns, span, unit, direction) {
  const finder = finderOf(doc, turns, unit);
  if (direction === "right") return moved(doc, span, { end: endAfter(finder, span.end) });
  return moved(doc, span, { start: startBefore(finder, span.start) });
}

/**
 * Move one border of a span inward, to the next place where a piece starts (left) or ends (right).
 * @param {Doc} doc
 * @param {readonly Turn[]} turns
 * @param {Span} span
 * @param {Unit} unit
 * @param {Direction} direction
 * @returns {Span} the same span when nothing would be left of it
 */
export function shrink(doc, turns, span, unit, direction) {
  const finder = finderOf(doc, turns, unit);
  if (direction === "right") return moved(doc, span, { end: endBefore(finder, span.end) });
  return moved(doc, span, { start: startAfter(finder, span.start) });
}

/**
 * @param {Doc} doc
 * @param {readonly Turn[]} turns
 * @param {Unit} unit
 * @returns {Finder}
 */
function finderOf(doc, turns, unit) {
  if (unit === "turn") {
    return {
      at: (point) => turnAt(turns, point),
      next: (point) => nextTurn(turns, point),
      previous: (point) => previousTurn(turns, point),
    };
  }
  const pieces = { character: characters, word: words, sentence: sentences }[unit];
  return {
    at: (point) => pieces.at(doc, point),
    next: (point) => pieces.next(doc, point),
    previous: (point) => pieces.previous(doc, point),
  };
}

/** @param {Finder} finder @param {number} point */
function endAfter(finder, point) {
  return (within(finder.at(point), point) ?? finder.next(point))?.end;
}

/** @param {Finder} finder @param {number} point */
function startBefore(finder, point) {
  return (within(finder.at(point), point) ?? finder.previous(point))?.start;
}

/** @param {Finder} finder @param {number} point */
function endBefore(finder, point) {
  const last = finder.previous(point);
  return (last?.end === point ? finder.previous(last.start) : last)?.end;
}

/** @param {Finder} finder @param {number} point */
function startAfter(finder, point) {
  const first = finder.next(point);
  return (first?.start === point ? finder.next(first.end) : first)?.start;
}

/**
 * The piece if the point lies inside it, not at its borders.
 * @param {Span | null} piece
 * @param {number} point
 */
function within(piece, point) {
  return piece && piece.start < point && point < piece.end ? piece : null;
}

/**
 * The span with one border at another place, or as it was if that cannot be. The other border stays.
 * @param {Doc} doc
 * @param {Span} span
 * @param {{start?: number, end?: number}} border
 * @returns {Span}
 */
function moved(doc, span, border) {
  const { start = span.start, end = span.end } = border;
  const snapped = start < end && end <= doc.length ? snap(doc, start, end) : null;
  if (snapped && border.start !== undefined) return { start: snapped.start, end: span.end };
  if (snapped && border.end !== undefined) return { start: span.start, end: snapped.end };
  return span;
}

/**
 * How many of the sorted turns start before a point.
 * @param {readonly Span[]} turns
 * @param {number} point
 */
function startingBefore(turns, point) {
  let low = 0;
  let high = turns.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (turns[middle].start < point) low = middle + 1;
    else high = middle;
  }
  return low;
}
