/** What a form on a code holds: read from a code, checked, compared with what was there. */

import { inVivoId, nearDuplicates } from "./names.js";

/** @typedef {import("./codes.js").Code} Code */
/**
 * @typedef {object} Fields what a person fills in
 * @property {string} code id; empty for one that is made from the name
 * @property {string} name
 * @property {string} parent id; empty for the top
 * @property {string} color "#rrggbb"; empty for any
 * @property {string} definition
 * @property {string} include
 * @property {string} exclude
 * @property {readonly string[]} examples
 * @property {boolean} is_codable
 */
/**
 * @typedef {object} Problem
 * @property {keyof Fields} field
 * @property {string} says
 */

const PLAIN = /** @type {const} */ (["code", "name", "parent", "color", "definition", "include", "exclude"]);
const COLOR = /^#[0-9a-f]{6}$/i;

/**
 * The fields of a code; of one that is not there yet, empty ones.
 * @param {Partial<Fields>} [code]
 * @returns {Fields}
 */
export function fieldsOf(code = {}) {
  const texts = Object.fromEntries(PLAIN.map((name) => [name, code[name] ?? ""]));
  return /** @type {Fields} */ ({ ...texts, examples: code.examples ?? [], is_codable: code.is_codable !== false });
}

/**
 * The fields as they are to be kept: without blanks around, a new code with an id.
 * @param {Fields} fields
 * @param {readonly Code[]} codes those there are
 * @returns {Fields}
 */
export function tidied(fields, codes) {
  const texts = Object.fromEntries(PLAIN.map((name) => [name, fields[name].trim()]));
  const examples = fields.examples.map((line) => line.trim()).filter(Boolean);
  const code = texts.code || inVivoId(fields.name, codes.map((known) => known.code));
  return /** @type {Fields} */ ({ ...fields, ...texts, code, examples });
}

/**
 * What is not in order.
 * @param {Fields} fields
 * @param {readonly Code[]} codes those there are
 * @param {{isNew: boolean}} about
 * @returns {Problem[]}
 */
export function problemsOf({ code, name, color }, codes, { isNew }) {
  /** @type {Problem[]} */
  const problems = [];
  if (!name.trim()) problems.push({ field: "name", says: "A code needs a name." });
  const id = code.trim();
  if (isNew && id && codes.some((known) => known.code === id)) {
    problems.push({ field: "code", says: `There is a code ${id} already; choose another id.` });
  }
  if (color.trim() && !COLOR.test(color.trim())) problems.push({ field: "color", says: "Write a colour as #0072B2." });
  return problems;
}

/**
 * Codes that are called nearly the same.
 * @param {Fields} fields
 * @param {readonly Code[]} codes
 * @param {string} [self] id of the code itself
 */
export function namesakesOf({ name }, codes, self = "") {
  return nearDuplicates(name, codes).filter(({ code }) => code !== self);
}

/**
 * What was changed: only these fields are to be written, since somebody else may have changed others.
 * @param {Fields} before
 * @param {Fields} after
 * @returns {Partial<Fields>}
 */
export function changesOf(before, after) {
  const names = /** @type {(keyof Fields)[]} */ (Object.keys(after));
  return Object.fromEntries(names.filter((name) => !isSame(before[name], after[name])).map((name) => [name, after[name]]));
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
