/** A coding as the browser holds it. */

const SAME = /** @type {const} */ (["code", "coder", "round", "start", "end"]);

/** @typedef {"pending" | "saved" | "error"} Status whether the store has it */
/**
 * @typedef {object} Coding
 * @property {string} guid
 * @property {string} code
 * @property {string} coder
 * @property {number | null} start null, like `end`, for a coding of the whole source
 * @property {number | null} end
 * @property {number} [round] in which the coder gave it
 * @property {string} [note]
 * @property {boolean} [needs_review] the store's own mark: its text was corrected under it
 * @property {Status} [status]
 * @property {string} [error] why it could not be saved
 */
/** @typedef {Coding & {start: number, end: number}} Passage a coding with a place in the text */

/**
 * Whether a coding can be shown in a text. One of the whole source cannot, nor one that runs past the end.
 * @param {Coding} coding
 * @param {number} [length] of the text
 * @returns {coding is Passage}
 */
export function isPassage(coding, length = Infinity) {
  const { start, end } = coding;
  return start !== null && end !== null && 0 <= start && start < end && end <= length;
}

/**
 * Whether two codings would be one in the store: the same code at the same place by the same coder in the same round.
 * @param {Coding} one
 * @param {Coding} other
 */
export function isTwin(one, other) {
  return SAME.every((name) => one[name] === other[name]) && !one.needs_review && !other.needs_review;
}

/**
 * The order in which codings are drawn: by start, longer ones first, then by code; those without a place come first.
 * @param {Coding} one
 * @param {Coding} other
 */
export function byPlace(one, other) {
  return (
    (one.start ?? -1) - (other.start ?? -1) ||
    (other.end ?? -1) - (one.end ?? -1) ||
    inOrder(one.code, other.code) ||
    inOrder(one.guid, other.guid)
  );
}

/**
 * @param {string} one
 * @param {string} other
 */
function inOrder(one, other) {
  return one < other ? -1 : Number(one > other);
}
