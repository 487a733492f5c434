/** What the browser paints over the text without changing it. The names of such paintings are the page's, so all views share them. */

/** @type {WeakMap<object, Map<string, Range[]>>} */
const painted = new WeakMap();

/**
 * Paint where one is: the coding that keys speak of, or the words that were found.
 * @param {object} owner a view; what it painted before goes
 * @param {Range | null | undefined} range
 */
export function paintHere(owner, range) {
  paint(owner, "wq-here", range ? [range] : []);
}

/**
 * Paint the selected words while the focus is elsewhere, where the browser shows no selection of its own.
 * @param {object} owner
 * @param {Range | null | undefined} range
 */
export function paintKept(owner, range) {
  paint(owner, "wq-kept", range ? [range] : []);
}

/**
 * @param {object} owner
 * @param {Range[]} ranges
 */
export function paintFound(owner, ranges) {
  paint(owner, "wq-found", ranges);
}

/**
 * @param {object} owner
 * @param {string} name
 * @param {Range[]} ranges
 */
function paint(owner, name, ranges) {
  const marks = named(name);
  if (!marks) return;
  const own = painted.get(owner) ?? new Map();
  painted.set(owner, own);
  for (const range of own.get(name) ?? []) marks.delete(range);
  for (const range of ranges) marks.add(range);
  own.set(name, ranges);
}

/** @param {string} name */
function named(name) {
  const { CSS, Highlight } = /** @type {any} */ (window);
  if (!CSS?.highlights || !Highlight) return null;
  if (!CSS.highlights.has(name)) CSS.highlights.set(name, new Highlight());
  return CSS.highlights.get(name);
}
