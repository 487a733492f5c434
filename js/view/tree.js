/**
 * CodeTree: the codes as a tree, to go through, search, pick from and drop on. A value goes in by `show`, callbacks come
 * out. It has no keys of its own: its host gives it commands by `key`, since letters and digits are the host's.
 */

import { idsBelow, isCodable, newId, outlineOf } from "../src/index.js";
import { TreeDrag } from "./tree_drag.js";
import { faceOf, fill, newItem } from "./tree_item.js";

/** @typedef {import("../src/codes.js").Code} Code */
/** @typedef {import("../src/outline.js").Row} Row */
/**
 * @typedef {object} Shown
 * @property {readonly Code[]} codes in tree order
 * @property {ReadonlyMap<string, string>} colors by id
 * @property {readonly (string | null | undefined)[]} keys ids by key, that of key 1 first
 * @property {string} query
 * @property {ReadonlySet<string>} closed ids of the branches that are closed
 * @property {ReadonlySet<string> | null} selected ids; null: the current one
 * @property {string} current id of the code that is gone on from; it has the focus when the tree has it
 */
/**
 * @typedef {object} Callbacks
 * @property {(code: Code, event: MouseEvent) => void} [onPick] clicked
 * @property {(code: Code) => void} [onFocus] became the current one, by key, by mouse, or as the best that was found
 * @property {(code: Code, isOpen: boolean) => void} [onOpen] its branch was opened or closed
 * @property {(code: Code, event: DragEvent) => void} [onDropText] a text was dropped on it
 * @property {(code: Code, target: Code, where: import("./tree_drag.js").Where) => void} [onMove] dragged beside or below
 *   another; without this callback codes cannot be dragged, and a click leaves focus and selected words where they are
 */

/** @type {Shown} */
const NOTHING = { codes: [], colors: new Map(), keys: [], query: "", closed: new Set(), selected: null, current: "" };

export class CodeTree {
  /** @type {Map<string, {item: HTMLElement, face: import("./tree_item.js").Face}>} */ #drawn = new Map();
  /** @type {Row[]} */ #rows = [];
  /** @type {ReadonlySet<string>} */ #unfolded = new Set();
  #made = 0;

  /**
   * @param {HTMLElement} root
   * @param {Callbacks & {label?: string, isPickable?: (code: Code) => boolean, searchBox?: HTMLInputElement}} [options]
   */
  constructor(root, { label = "Codes", isPickable = isCodable, searchBox, ...callbacks } = {}) {
    this.root = root;
    this.value = NOTHING;
    this.isPickable = isPickable;
    this.searchBox = searchBox;
    this.callbacks = callbacks;
    root.id ||= `wq-${newId()}`;
    root.classList.add("wq-tree");
    root.setAttribute("role", "tree");
    root.setAttribute("aria-label", label);
    root.dataset.empty = "No code is like that.";
    root.addEventListener("mousedown", (event) => this.#press(event));
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("focusin", (event) => this.#focused(event));
    this.#joinSearch();
    new TreeDrag(root, {
      codeOf: (item) => this.#codeOf(item),
      isClosed: (code) => this.#rowOf(code.code)?.isOpen === false,
      isBelow: (code, above) => idsBelow(this.value.codes, above.code).has(code.code),
      isPickable,
      open: (code) => this.#toggle(code, true),
      ...callbacks,
    });
  }

  /** @returns {Code | null} the code that is gone on from */
  get current() {
    return this.#rowOf(this.value.current)?.code ?? null;
  }

  /** @returns {readonly Row[]} what is shown now */
  get rows() {
    return this.#rows;
  }

  /**
   * Show a value; what is not given stays as it is.
   * @param {Partial<Shown>} next
   */
  show(next) {
    const before = this.value;
    this.value = { ...before, ...next };
    const { codes, query, closed } = this.value;
    const expanded = new Set(codes.filter(({ code }) => !closed.has(code)).map(({ code }) => code));
    const isOther = query.trim() !== before.query.trim();
    if (isOther) this.#unfolded = new Set();
    const { rows, found } = outlineOf(codes, { query, expanded, unfolded: this.#unfolded });
    const best = isOther ? found.find(this.isPickable) : undefined;
    const current = best?.code ?? nearest(rows, this.#rows, this.value.current);
    this.#rows = rows;
    const hadFocus = this.#hasFocus();
    this.#draw();
    this.#setCurrent(current);
    if (hadFocus) this.focus();
    if (best || (next.current !== undefined && next.current !== before.current)) this.#reveal();
    if (best && best.code !== before.current) this.callbacks.onFocus?.(best);
  }

  /**
   * Make a code the current one, opening the branches above it.
   * @param {string} id
   */
  goTo(id) {
    const { codes } = this.value;
    const closed = new Set(this.value.closed);
    for (let at = codes.find(({ code }) => code === id); at && closed.size; ) {
      const { parent } = at;
      closed.delete(parent);
      at = codes.find(({ code }) => code === parent);
    }
    this.show({ closed, current: id });
  }

  /** Give the current code the focus. */
  focus() {
    const item = this.#itemOf(this.value.current);
    if (!item || item.matches(":focus")) return;
    item.focus({ preventScroll: true });
    this.#reveal();
  }

  /**
   * Do what a key means here.
   * @param {string} command
   * @returns {boolean} whether it is a command of the tree
   */
  key(command) {
    const doing = {
      "tree-up": () => this.#go(-1),
      "tree-down": () => this.#go(1),
      "tree-first": () => this.#goTo(this.#rows[0]),
      "tree-last": () => this.#goTo(this.#rows[this.#rows.length - 1]),
      "tree-open": () => this.#openOrEnter(),
      "tree-close": () => this.#closeOrLeave(),
      "previous-match": () => this.#goToMatch(-1),
      "next-match": () => this.#goToMatch(1),
    }[command];
    doing?.();
    return doing !== undefined;
  }

  /**
   * The codes shown from one to another, both among them, in either direction.
   * @param {string} one
   * @param {string} other
   * @returns {Code[]}
   */
  between(one, other) {
    const ends = [one, other].map((id) => this.#rows.findIndex(({ code }) => code.code === id));
    if (ends.includes(-1)) return [];
    return this.#rows.slice(Math.min(...ends), Math.max(...ends) + 1).map(({ code }) => code);
  }

  #joinSearch() {
    const box = this.searchBox;
    if (!box) return;
    const about = { role: "combobox", "aria-controls": this.root.id, "aria-haspopup": "tree", "aria-expanded": "true", "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(about)) box.setAttribute(name, value);
    box.addEventListener("input", () => this.show({ query: box.value }));
  }

  #draw() {
    const { codes, selected } = this.value;
    const known = new Set(codes.map(({ code }) => code));
    for (const id of this.#drawn.keys()) if (!known.has(id)) this.#drawn.delete(id);
    arrange(this.root, this.#rows.map((row) => this.#drawnItem(row)));
    if (selected) this.root.setAttribute("aria-multiselectable", "true");
    else this.root.removeAttribute("aria-multiselectable");
    for (const { code } of this.#rows) this.#markSelected(code.code);
  }

  /** @param {Row} row */
  #drawnItem(row) {
    const { code } = row;
    const drawn = this.#drawn.get(code.code) ?? { item: this.#newItem(code.code), face: {} };
    const key = this.value.keys.indexOf(code.code) + 1;
    const color = this.value.colors.get(code.code) ?? "";
    const face = faceOf(row, { key, color });
    fill(drawn.item, drawn.face, face, row);
    this.#drawn.set(code.code, { item: drawn.item, face });
    return drawn.item;
  }

  /** @param {string} code */
  #newItem(code) {
    return newItem(code, `${this.root.id}-${++this.#made}`, Boolean(this.callbacks.onMove));
  }

  /** @param {string} id */
  #markSelected(id) {
    const { selected, current } = this.value;
    const is = String(selected ? selected.has(id) : id === current);
    const item = this.#itemOf(id);
    if (item && item.getAttribute("aria-selected") !== is) item.setAttribute("aria-selected", is);
  }

  /** @param {string} id */
  #setCurrent(id) {
    const before = this.value.current;
    this.value = { ...this.value, current: id };
    if (before !== id) this.#itemOf(before)?.setAttribute("tabindex", "-1");
    const item = this.#itemOf(id);
    if (item && item.tabIndex !== 0) item.tabIndex = 0;
    for (const one of new Set([before, id])) this.#markSelected(one);
    const active = this.value.query.trim() ? item?.id : undefined;
    if (active) this.searchBox?.setAttribute("aria-activedescendant", active);
    else this.searchBox?.removeAttribute("aria-activedescendant");
    this.root.classList.toggle("wq-searched", Boolean(active));
  }

  /** @param {Row | undefined} row */
  #goTo(row) {
    if (!row) return;
    const isNew = row.code.code !== this.value.current;
    this.#setCurrent(row.code.code);
    if (this.#hasFocus()) this.focus();
    else this.#reveal();
    if (isNew) this.callbacks.onFocus?.(row.code);
  }

  /** @param {number} step */
  #go(step) {
    this.#goTo(this.#rows[this.#rows.findIndex(({ code }) => code.code === this.value.current) + step]);
  }

  /** @param {number} step */
  #goToMatch(step) {
    const matches = this.#rows.filter(({ code, isContext }) => !isContext && this.isPickable(code));
    const at = matches.findIndex(({ code }) => code.code === this.value.current);
    this.#goTo(matches[at + step]);
  }

  #openOrEnter() {
    const row = this.#rowOf(this.value.current);
    if (row?.isOpen === false) this.#toggle(row.code, true);
    else if (row?.isOpen) this.#go(1);
  }

  #closeOrLeave() {
    const row = this.#rowOf(this.value.current);
    if (!row) return;
    if (row.isOpen) this.#toggle(row.code, false);
    else this.#goTo(this.#rowOf(row.code.parent));
  }

  /**
   * @param {Code} code
   * @param {boolean} isOpen
   */
  #toggle(code, isOpen) {
    if (this.value.query.trim()) {
      this.#unfolded = new Set([...this.#unfolded].filter((id) => id !== code.code).concat(isOpen ? code.code : []));
      return this.show({});
    }
    const closed = new Set(this.value.closed);
    if (isOpen) closed.delete(code.code);
    else closed.add(code.code);
    const leaves = !isOpen && idsBelow(this.value.codes, code.code).has(this.value.current);
    this.show({ closed, ...(leaves ? { current: code.code } : {}) });
    this.callbacks.onOpen?.(code, isOpen);
  }

  /**
   * Leave the focus and the selected words where they are, unless the press may become a drag of the code: that would
   * be prevented with it.
   * @param {MouseEvent} event
   */
  #press(event) {
    if (!this.callbacks.onMove) event.preventDefault();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const code = this.#codeOf(target.closest(".wq-item"));
    if (!code) return;
    const { isOpen } = /** @type {Row} */ (this.#rowOf(code.code));
    if (isOpen !== null && (target.closest(".wq-twisty") || !this.isPickable(code))) return this.#toggle(code, !isOpen);
    this.#goTo(this.#rowOf(code.code));
    if (this.isPickable(code)) this.callbacks.onPick?.(code, event);
  }

  /** @param {FocusEvent} event */
  #focused(event) {
    const code = this.#codeOf(/** @type {HTMLElement} */ (event.target).closest(".wq-item"));
    if (code && code.code !== this.value.current) this.#goTo(this.#rowOf(code.code));
  }

  /** Scroll the tree, and nothing around it, so that the current code is seen. */
  #reveal() {
    const item = this.#itemOf(this.value.current);
    if (!item?.isConnected) return;
    const [box, seen] = [item.getBoundingClientRect(), this.root.getBoundingClientRect()];
    if (box.top < seen.top) this.root.scrollTop -= seen.top - box.top;
    else if (box.bottom > seen.bottom) this.root.scrollTop += box.bottom - seen.bottom;
  }

  #hasFocus() {
    const { activeElement } = /** @type {Document | ShadowRoot} */ (this.root.getRootNode());
    return this.root.contains(activeElement);
  }

  /** @param {Element | null} item */
  #codeOf(item) {
    return this.#rowOf(/** @type {HTMLElement | null} */ (item)?.dataset.code ?? "")?.code ?? null;
  }

  /** @param {string} id */
  #rowOf(id) {
    return this.#rows.find(({ code }) => code.code === id);
  }

  /** @param {string} id */
  #itemOf(id) {
    return this.#drawn.get(id)?.item;
  }
}

/**
 * The id to go on from: the same, or, where it is shown no longer, what stands in its place.
 * @param {readonly Row[]} rows
 * @param {readonly Row[]} before
 * @param {string} id
 */
function nearest(rows, before, id) {
  if (rows.some(({ code }) => code.code === id)) return id;
  const place = Math.max(0, before.findIndex(({ code }) => code.code === id));
  return rows[Math.min(place, rows.length - 1)]?.code.code ?? "";
}

/**
 * Let an element have these children, moving as few as can be.
 * @param {HTMLElement} root
 * @param {HTMLElement[]} items
 */
function arrange(root, items) {
  const wanted = new Set(/** @type {Node[]} */ (items));
  for (const child of [...root.childNodes]) if (!wanted.has(child)) child.remove();
  let at = root.firstChild;
  for (const item of items) {
    if (item === at) at = at.nextSibling;
    else root.insertBefore(item, at);
  }
}
