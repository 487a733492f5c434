/** What a code tree shows: which rows, how deep, with how many codings, and what a few letters have found. */

import { treeOf, visibleNodes } from "./codes.js";
import { matchesOf } from "./search.js";

/** @typedef {import("./codes.js").Code} Code */
/** @typedef {import("./codes.js").CodeNode} CodeNode */
/** @typedef {import("./search.js").Match} Match */
/**
 * @typedef {object} Row one code as it is shown
 * @property {Code} code
 * @property {number} level from 1 on
 * @property {number} place among those shown beside it, from 1 on
 * @property {number} beside how many are shown beside each other here, itself among them
 * @property {boolean | null} isOpen null where nothing is below
 * @property {number} below how many codings the codes below have
 * @property {boolean} isContext shown only because of what was found below it
 * @property {import("./pieces.js").Span[]} ranges what of the name was found, in code points
 */
/**
 * @typedef {object} Outline
 * @property {Row[]} rows
 * @property {Code[]} found what fits the letters, best first; empty without any
 */

/**
 * Without letters, the branches that are open. With some, what fits them, and what stands above it as context; codes
 * that fit by their path or definition only are shown where no name fits.
 * @param {readonly Code[]} codes in tree order
 * @param {object} [how]
 * @param {string} [how.query]
 * @param {ReadonlySet<string> | null} [how.expanded] ids of the open branches; null opens all
 * @param {ReadonlySet<string>} [how.unfolded] ids of those opened among what was found
 * @returns {Outline}
 */
export function outlineOf(codes, { query = "", expanded = null, unfolded = new Set() } = {}) {
  const tree = treeOf(codes);
  const matches = query.trim() ? fitting(codes, query) : [];
  const rangesOf = new Map(matches.map(({ code, ranges }) => [code.code, ranges]));
  const searched = query.trim() !== "";
  const shown = searched ? around(tree, rangesOf, unfolded) : expanded ? visibleNodes(tree, expanded) : tree;
  const isShown = new Set(shown);
  const below = codingsBelow(tree);
  const besideOf = new Counts();
  const placeOf = new Counts();
  for (const { parent } of shown) besideOf.add(parent);
  const rows = shown.map((node) => ({
    code: node.code,
    level: node.depth + 1,
    place: placeOf.add(node.parent),
    beside: besideOf.get(node.parent),
    isOpen: node.children.length ? node.children.some((child) => isShown.has(child)) : null,
    below: below.get(node),
    isContext: searched && !rangesOf.has(node.code.code),
    ranges: rangesOf.get(node.code.code) ?? [],
  }));
  return { rows, found: matches.map(({ code }) => code) };
}

/**
 * The ids of all codes below one.
 * @param {readonly Code[]} codes
 * @param {string} code
 * @returns {Set<string>}
 */
export function idsBelow(codes, code) {
  const ids = new Set([code]);
  for (const { code: one, parent } of treeOf(codes)) if (parent && ids.has(parent.code.code)) ids.add(one.code);
  ids.delete(code);
  return ids;
}

/** @extends {Map<CodeNode | null, number>} */
class Counts extends Map {
  /** @param {CodeNode | null} node */
  get(node) {
    return super.get(node) ?? 0;
  }

  /**
   * @param {CodeNode | null} node
   * @param {number} [more]
   */
  add(node, more = 1) {
    this.set(node, this.get(node) + more);
    return this.get(node);
  }
}

/**
 * @param {readonly Code[]} codes
 * @param {string} query
 */
function fitting(codes, query) {
  const matches = matchesOf(codes, query);
  const better = matches.filter(({ how }) => how !== "path" && how !== "definition");
  return better.length ? better : matches;
}

/**
 * What was found, all above it, and what is right below those unfolded.
 * @param {CodeNode[]} tree parents before children
 * @param {ReadonlyMap<string, unknown>} ids
 * @param {ReadonlySet<string>} unfolded
 */
function around(tree, ids, unfolded) {
  /** @type {Set<CodeNode>} */
  const shown = new Set();
  for (const node of tree) {
    const { code, parent } = node;
    if (!ids.has(code.code) && !(parent && shown.has(parent) && unfolded.has(parent.code.code))) continue;
    for (let at = /** @type {CodeNode | null} */ (node); at && !shown.has(at); at = at.parent) shown.add(at);
  }
  return tree.filter((node) => shown.has(node));
}

/** @param {CodeNode[]} tree parents before children */
function codingsBelow(tree) {
  const below = new Counts();
  for (const node of [...tree].reverse()) if (node.parent) below.add(node.parent, below.get(node) + node.code.n);
  return below;
}
