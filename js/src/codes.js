/** The code tree, and the nine codes at hand. */

/**
 * @typedef {object} Code a row of the table `codes`
 * @property {string} code its id
 * @property {string} name
 * @property {string} path
 * @property {string} parent id of the code above; empty at the top
 * @property {string} color
 * @property {boolean} is_codable
 * @property {number} n how many codings
 * @property {string} [definition]
 */
/**
 * @typedef {object} CodeNode
 * @property {Code} code
 * @property {number} depth from 0 on
 * @property {CodeNode | null} parent
 * @property {CodeNode[]} children
 */

const PINNED = 9;

/**
 * The codes as a tree, in tree order. One whose parent is not there stands at the top.
 * @param {readonly Code[]} codes
 * @returns {CodeNode[]}
 */
export function treeOf(codes) {
  const nodes = new Map(codes.map((code) => [code.code, newNode(code)]));
  /** @type {CodeNode[]} */
  const tree = [];
  for (const node of nodes.values()) {
    const parent = nodes.get(node.code.parent);
    if (!parent || isAbove(node, parent)) continue;
    node.parent = parent;
    parent.children.push(node);
  }
  for (const node of nodes.values()) if (!node.parent) addTo(tree, node, 0);
  return tree;
}

/**
 * The nodes to show: all at the top, and the children of those that are open and shown.
 * @param {readonly CodeNode[]} tree
 * @param {ReadonlySet<string>} expanded ids
 * @returns {CodeNode[]}
 */
export function visibleNodes(tree, expanded) {
  /** @type {Set<CodeNode>} */
  const open = new Set();
  return tree.filter((node) => {
    const shown = !node.parent || open.has(node.parent);
    if (shown && expanded.has(node.code.code)) open.add(node);
    return shown;
  });
}

/**
 * The nine codes for the keys 1 to 9: those fixed to a key, then the latest used, then the most used, then tree order.
 * @param {readonly Code[]} codes in tree order
 * @param {readonly string[]} [recent] ids, the latest first
 * @param {readonly (string | null)[]} [fixed] ids by key, null for a key left free
 * @returns {(Code | null)[]} nine; null where there are fewer codes
 */
export function pinned(codes, recent = [], fixed = []) {
  const codable = new Map(codes.filter(isCodable).map((code) => [code.code, code]));
  /** @param {string | null | undefined} id */
  const taken = (id) => {
    const code = codable.get(id ?? "") ?? null;
    if (code) codable.delete(code.code);
    return code;
  };
  const keys = Array.from({ length: PINNED }, (_, key) => taken(fixed[key]));
  const byUse = [...codable.values()].sort((one, other) => other.n - one.n).map(({ code }) => code);
  const others = [...recent, ...byUse].map(taken).filter((code) => code !== null);
  return keys.map((code) => code ?? others.shift() ?? null);
}

/**
 * Which codes are on the keys 1 to 9. Pinned ones have theirs; of the others none moves while one codes, since a key
 * pressed twice is to mean the same twice.
 * @param {readonly Code[]} codes in tree order
 * @param {readonly string[]} pins ids by key, empty for a key left free
 * @param {readonly (string | null)[]} before ids by key, as they were
 * @returns {(string | null)[]}
 */
export function keyed(codes, pins, before = []) {
  const kept = Array.from({ length: PINNED }, (_, place) => {
    if (pins[place]) return pins[place];
    const code = before[place] ?? null;
    return code && pins.includes(code) ? null : code;
  });
  return pinned(codes, [], kept).map((code) => code?.code ?? null);
}

/**
 * @param {readonly string[]} pins
 * @param {string} code
 * @param {number} key from 1 on
 * @returns {string[]} with the code on that key, and on no other
 */
export function withPin(pins, code, key) {
  return Array.from({ length: PINNED }, (_, place) => {
    if (place === key - 1) return code;
    return pins[place] === code ? "" : (pins[place] ?? "");
  });
}

/**
 * Whether passages can be coded with it; some codes only hold others.
 * @param {Code} code
 */
export function isCodable(code) {
  return code.is_codable !== false;
}

/**
 * @param {Code} code
 * @returns {CodeNode}
 */
function newNode(code) {
  return { code, depth: 0, parent: null, children: [] };
}

/**
 * Whether a node is another's ancestor or the other itself: parents that go in a circle come to an end here.
 * @param {CodeNode} node
 * @param {CodeNode} other
 */
function isAbove(node, other) {
  for (let at = /** @type {CodeNode | null} */ (other); at; at = at.parent) if (at === node) return true;
  return false;
}

/**
 * @param {CodeNode[]} tree
 * @param {CodeNode} node
 * @param {number} depth
 */
function addTo(tree, node, depth) {
  node.depth = depth;
  tree.push(node);
  for (const child of node.children) addTo(tree, child, depth + 1);
}
