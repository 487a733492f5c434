/** What a form on a code holds: read from a code, checked, compared with what was there. */

import { bare } from "./fold.js";
import { inVivoId, nearDuplicates } from "./names.js";

/** @typedef {import("./codes.js").Code} Code */
/** @typedef {{passage: string, why: string}} NearMiss */
/**
 * @typedef {object} Fields what a person fills in
 * @property {string} code id; empty for one that is made from the name
 * @property {string} name
 * @property {string} parent id; empty for the top
 * @property {string} color "#rrggbb"; empty for any
 * @property {string} definition
 * @property {string} include
 * @property {string} exclude
 * @property {string} cite
 * @property {string} dual id of the code that is its other face
 * @property {readonly string[]} examples
 * @property {readonly string[]} cues
 * @property {readonly string[]} questions
 * @property {readonly string[]} speakers
 * @property {readonly string[]} contrary ids; while somebody writes, names do as well
 * @property {readonly NearMiss[]} near_misses
 * @property {boolean} is_codable
 */
/**
 * @typedef {object} Problem
 * @property {keyof Fields} field
 * @property {string} says
 */

export const TEXTS = /** @type {const} */ (["code", "name", "parent", "color", "definition", "include", "exclude", "cite", "dual"]);
export const LISTS = /** @type {const} */ (["examples", "cues", "questions", "speakers", "contrary"]);
const COLOR = /^#[0-9a-f]{6}$/i;

/**
 * The fields of a code; of one that is not there yet, empty ones.
 * @param {Partial<Fields>} [code]
 * @returns {Fields}
 */
export function fieldsOf(code = {}) {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, code[name] ?? ""]));
  const lists = Object.fromEntries(LISTS.map((name) => [name, code[name] ?? []]));
  const rest = { near_misses: code.near_misses ?? [], is_codable: code.is_codable !== false };
  return /** @type {Fields} */ ({ ...texts, ...lists, ...rest });
}

/**
 * The fields as they are to be kept: without blanks around and empty lines, codes by their ids, a new code with an id.
 * @param {Fields} fields
 * @param {readonly Code[]} codes those there are
 * @returns {Fields}
 */
export function tidied(fields, codes) {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, fields[name].trim()]));
  const lists = Object.fromEntries(LISTS.map((name) => [name, fields[name].map((line) => line.trim()).filter(Boolean)]));
  const misses = fields.near_misses.map(({ passage, why }) => ({ passage: passage.trim(), why: why.trim() }));
  return /** @type {Fields} */ ({
    ...fields,
    ...texts,
    ...lists,
    code: texts.code || inVivoId(fields.name, codes.map((known) => known.code)),
    contrary: lists.contrary.map((words) => codeLike(words, codes)?.code ?? words),
    near_misses: misses.filter(({ passage, why }) => passage || why),
  });
}

/**
 * What is not in order.
 * @param {Fields} fields
 * @param {readonly Code[]} codes those there are
 * @param {{isNew: boolean}} about
 * @returns {Problem[]}
 */
export function problemsOf({ code, name, color, contrary }, codes, { isNew }) {
  /** @type {Problem[]} */
  const problems = [];
  if (!name.trim()) problems.push({ field: "name", says: "A code needs a name." });
  const id = code.trim();
  if (isNew && id && codes.some((known) => known.code === id)) {
    problems.push({ field: "code", says: `There is a code ${id} already; choose another id.` });
  }
  if (color.trim() && !COLOR.test(color.trim())) problems.push({ field: "color", says: "Write a colour as #0072B2." });
  for (const words of contrary) {
    if (words.trim() && !codeLike(words, codes)) problems.push({ field: "contrary", says: `There is no code “${words.trim()}”.` });
  }
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
 * How people know a code: by its name, if no other has it.
 * @param {string} id
 * @param {readonly Code[]} codes
 */
export function knownAs(id, codes) {
  const name = codes.find(({ code }) => code === id)?.name ?? id;
  return codeLike(name, codes)?.code === id ? name : id;
}

/**
 * The code that somebody names by its id or its name.
 * @param {string} words
 * @param {readonly Code[]} codes
 */
function codeLike(words, codes) {
  const wanted = bare(words);
  return codes.find(({ code }) => code === words.trim()) ?? codes.find(({ name }) => wanted && bare(name) === wanted);
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
