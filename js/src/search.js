/** Finding a code by a few letters. */

import { isCodable } from "./codes.js";
import { bare, fold } from "./fold.js";

/** @typedef {import("./codes.js").Code} Code */
/** @typedef {import("./fold.js").Folded} Folded */
/** @typedef {import("./pieces.js").Span} Span */
/** @typedef {{start: number, end: number}} Range in units of a folded name */
/**
 * @typedef {object} Match
 * @property {Code} code
 * @property {"exact" | "prefix" | "initials" | "name" | "path" | "definition"} how
 * @property {Span[]} ranges what of the name to highlight, in code points of the name
 */

/**
 * The codes to code with that fit a few letters, best first, as in `matchesOf`.
 * @param {readonly Code[]} codes in tree order
 * @param {string} query
 * @returns {Match[]}
 */
export function search(codes, query) {
  return matchesOf(codes.filter(isCodable), query);
}

/**
 * The codes that fit a few letters, best first: the very id or name; words that begin so; initials ("cm" finds
 * "Community maintenance"); part of the name; of the path; of the definition. Among equals the most used, then tree
 * order. Accents, case and punctuation do not matter.
 * @param {readonly Code[]} codes in tree order
 * @param {string} query
 * @returns {Match[]}
 */
export function matchesOf(codes, query) {
  const wanted = bare(query);
  /** @type {{match: Match, rank: number}[]} */
  const found = [];
  for (const code of codes) {
    const words = wordsOf(code);
    for (const [rank, { how, rangesIn }] of WAYS.entries()) {
      const ranges = rangesIn(words, wanted);
      if (!ranges) continue;
      found.push({ rank, match: { code, how, ranges: ranges.map((range) => pointsOf(words.name, range)) } });
      break;
    }
  }
  return found
    .sort((one, other) => one.rank - other.rank || other.match.code.n - one.match.code.n)
    .map(({ match }) => match);
}

/**
 * A name cut into what is highlighted and what is not.
 * @param {string} name
 * @param {readonly Span[]} ranges in code points of the name, sorted, apart
 * @returns {{text: string, hit: boolean}[]}
 */
export function highlighted(name, ranges) {
  const characters = Array.from(name);
  const parts = [];
  let done = 0;
  for (const { start, end } of ranges) {
    parts.push({ text: characters.slice(done, start).join(""), hit: false });
    parts.push({ text: characters.slice(start, end).join(""), hit: true });
    done = end;
  }
  parts.push({ text: characters.slice(done).join(""), hit: false });
  return parts.filter(({ text }) => text);
}

/** What of a code is looked through, folded; the definition, which is long, only where nothing else fits. */
class Words {
  /** @type {string | undefined} */ #definition;

  /** @param {Code} code */
  constructor(code) {
    this.code = code;
    this.name = fold(code.name);
    this.bareName = bare(code.name);
    this.id = bare(code.code);
    this.path = bare(code.path);
  }

  get definition() {
    this.#definition ??= bare(this.code.definition ?? "");
    return this.#definition;
  }
}

/** @type {WeakMap<Code, Words>} as long as a code is the same object: a search goes on with every letter */
const KNOWN = new WeakMap();

/** @param {Code} code */
function wordsOf(code) {
  const words = KNOWN.get(code) ?? new Words(code);
  KNOWN.set(code, words);
  return words;
}

/**
 * The ways a query can fit, best first. Each gives the ranges of the folded name that fit (none if something other
 * than the name does), or null.
 * @type {{how: Match["how"], rangesIn: (words: Words, wanted: string) => Range[] | null}[]}
 */
const WAYS = [
  { how: "exact", rangesIn: exact },
  { how: "prefix", rangesIn: (words, wanted) => inNameOrId(begun, words, wanted) },
  { how: "initials", rangesIn: (words, wanted) => inNameOrId(initials, words, wanted) },
  { how: "name", rangesIn: ({ name }, wanted) => part(name.text, wanted) },
  { how: "path", rangesIn: ({ path }, wanted) => noRange(part(path, wanted)) },
  { how: "definition", rangesIn: ({ definition }, wanted) => noRange(part(definition, wanted)) },
];

/** @type {(words: Words, wanted: string) => Range[] | null} */
function exact({ name: { text }, bareName, id }, wanted) {
  if (!wanted) return null;
  if (bareName === wanted) return [{ start: text.search(/[^ ]/), end: text.trimEnd().length }];
  return id === wanted ? [] : null;
}

/**
 * @param {(text: string, wanted: string) => Range[] | null} find
 * @param {Words} words
 * @param {string} wanted
 */
function inNameOrId(find, { name, id }, wanted) {
  return find(name.text, wanted) ?? noRange(find(id, wanted));
}

/**
 * Where each word of a query begins a word of a name.
 * @param {string} text
 * @param {string} wanted
 * @returns {Range[] | null}
 */
function begun(text, wanted) {
  const starts = wordStarts(text);
  const ranges = [];
  const longestFirst = wanted.split(" ").filter(Boolean).sort((one, other) => other.length - one.length);
  for (const word of longestFirst) {
    const start = starts.find((at) => text.startsWith(word, at));
    if (start === undefined) return null;
    starts.splice(starts.indexOf(start), 1);
    ranges.push({ start, end: start + word.length });
  }
  return ranges.sort((one, other) => one.start - other.start);
}

/**
 * Where the letters of a query stand among a name's first letters.
 * @param {string} text
 * @param {string} wanted
 * @returns {Range[] | null}
 */
function initials(text, wanted) {
  const starts = wordStarts(text);
  const ranges = [];
  for (const letter of wanted.replaceAll(" ", "")) {
    let start = starts.shift();
    while (start !== undefined && !text.startsWith(letter, start)) start = starts.shift();
    if (start === undefined) return null;
    ranges.push({ start, end: start + letter.length });
  }
  return ranges;
}

/**
 * @param {string} text
 * @param {string} wanted
 * @returns {Range[] | null}
 */
function part(text, wanted) {
  const start = text.indexOf(wanted);
  return start < 0 ? null : [{ start, end: start + wanted.length }];
}

/**
 * @param {Range[] | null} ranges
 * @returns {Range[] | null}
 */
function noRange(ranges) {
  return ranges && [];
}

/** @param {string} text */
function wordStarts(text) {
  return Array.from(text.matchAll(/[^ ]+/g), (match) => match.index ?? 0);
}

/**
 * @param {Folded} name
 * @param {Range} range
 * @returns {Span}
 */
function pointsOf({ points }, { start, end }) {
  return { start: points[start], end: points[end - 1] + 1 };
}
