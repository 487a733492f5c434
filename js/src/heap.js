/**
 * The smallest of many things, always at hand.
 * @template T
 */
export class Heap {
  /** @type {T[]} */ #items = [];

  /** @param {(one: T, other: T) => number} compare */
  constructor(compare) {
    this.compare = compare;
  }

  get size() {
    return this.#items.length;
  }

  /** The smallest, left where it is. */
  get first() {
    return this.#items[0];
  }

  /** @param {T} item */
  push(item) {
    const items = this.#items;
    let place = items.push(item) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (this.compare(items[above], item) <= 0) break;
      items[place] = items[above];
      place = above;
    }
    items[place] = item;
  }

  /** Take the smallest out. */
  pop() {
    const items = this.#items;
    const first = items[0];
    const last = /** @type {T} */ (items.pop());
    if (items.length > 0) this.#sink(last);
    return first;
  }

  /** @param {T} item */
  #sink(item) {
    const items = this.#items;
    let place = 0;
    for (let below = 1; below < items.length; below = 2 * place + 1) {
      if (below + 1 < items.length && this.compare(items[below + 1], items[below]) < 0) below++;
      if (this.compare(item, items[below]) <= 0) break;
      items[place] = items[below];
      place = below;
    }
    items[place] = item;
  }
}
