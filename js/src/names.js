/** Names for new codes. */

import { bare } from "./fold.js";

/** @typedef {import("./codes.js").Code} Code */

const MAX_ID = 40;
const UNNAMED = "in-vivo";

/**
 * An id for a code named with the participant's own words.
 * @param {string} words
 * @param {Iterable<string>} [taken] ids that are in use
 */
export function inVivoId(words, taken = []) {
  const used = new Set(taken);
  const id = kebab(words);
  let unique = shortened(id, MAX_ID);
  for (let number = 2; used.has(unique); number++) {
    unique = `${shortened(id, MAX_ID - `-${number}`.length)}-${number}`;
  }
  return unique;
}

/**
 * The codes whose name or id differs from a name by accents, case, punctuation, a plural or a slip of the finger.
 * @param {string} name
 * @param {readonly Code[]} codes
 * @returns {Code[]}
 */
export function nearDuplicates(name, codes) {
  const wanted = singular(bare(name));
  if (!wanted) return [];
  return codes.filter(({ name: known, code: id }) =>
    [known, id].map((other) => singular(bare(other))).some((other) => other === wanted || isSlip(other, wanted)),
  );
}

/** @param {string} words */
function kebab(words) {
  const id = words
    .normalize("NFC")
    .toLowerCase()
    .replace(/['’\u00ad\u200b-\u200d]/gu, "")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^[-\p{M}]+|-+$/gu, "");
  return id || UNNAMED;
}

/**
 * An id cut to a length: between words if it can be, never between a letter and its accent.
 * @param {string} id
 * @param {number} length
 */
function shortened(id, length) {
  const characters = Array.from(id);
  if (characters.length <= length) return id;
  let end = characters.slice(0, length + 1).lastIndexOf("-");
  if (end < 1) for (end = length; /\p{M}/u.test(characters[end]); ) end--;
  return characters.slice(0, end).join("");
}

/** @param {string} words */
function singular(words) {
  return words.replace(/(?<=[^ ]{3})(ies|es|s)(?= |$)/g, (ending) => (ending === "ies" ? "y" : ""));
}

/**
 * Whether two names are one keystroke apart, two in long ones.
 * @param {string} one
 * @param {string} other
 */
function isSlip(one, other) {
  const shorter = Math.min(one.length, other.length);
  if (shorter < 6 || one[0] !== other[0]) return false;
  return keystrokes(one, other) <= (shorter < 16 ? 1 : 2);
}

/**
 * How many letters must be put in, taken out, changed or swapped with their neighbour.
 * @param {string} one
 * @param {string} other
 */
function keystrokes(one, other) {
  let before = /** @type {number[]} */ ([]);
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, above] = [above, row];
  }
  return above[other.length];
}
