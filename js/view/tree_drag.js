/** Dragging onto a code tree: words onto a code, or a code beside, or below, another one. */

/** @typedef {import("../src/codes.js").Code} Code */
/** @typedef {"before" | "below" | "after"} Where */
/**
 * @typedef {object} Host
 * @property {(item: Element | null) => Code | null} codeOf
 * @property {(code: Code) => boolean} isClosed whether it has a branch that is closed
 * @property {(code: Code, above: Code) => boolean} isBelow
 * @property {(code: Code) => boolean} isPickable
 * @property {(code: Code) => void} open
 * @property {(code: Code, event: DragEvent) => void} [onDropText]
 * @property {(code: Code, target: Code, where: Where) => void} [onMove]
 */

const OPENS_AFTER = 600;
const EDGE = 0.28;
// Of our own kind, and not text: dropped into a cell, it must write nothing there.
const KIND = "application/x-wenger-qda-code";

export class TreeDrag {
  /** @type {Code | null} */ #dragged = null;
  /** @type {HTMLElement | null} */ #over = null;
  /** @type {any} */ #opening;

  /**
   * @param {HTMLElement} root
   * @param {Host} host
   */
  constructor(root, host) {
    this.host = host;
    root.addEventListener("dragstart", (event) => this.#start(event));
    root.addEventListener("dragover", (event) => this.#move(event));
    root.addEventListener("dragleave", (event) => {
      if (!root.contains(/** @type {Node | null} */ (event.relatedTarget))) this.#leave();
    });
    root.addEventListener("drop", (event) => this.#drop(event));
    root.addEventListener("dragend", () => this.#end());
  }

  /** @param {DragEvent} event */
  #start(event) {
    const code = this.host.onMove && this.host.codeOf(itemOf(event));
    if (!code || !event.dataTransfer) return;
    this.#dragged = code;
    event.dataTransfer.setData(KIND, code.code);
    event.dataTransfer.effectAllowed = "move";
    event.stopPropagation();
  }

  /** @param {DragEvent} event */
  #move(event) {
    const item = itemOf(event);
    const code = this.host.codeOf(item);
    if (!item || !code || !this.#isMeant(event)) return this.#leave();
    if (item !== this.#over) this.#enter(item, code);
    const where = this.#where(event, item, code);
    if (where) item.dataset.drop = this.#dragged ? where : "text";
    else delete item.dataset.drop;
    if (!where || !event.dataTransfer) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = this.#dragged ? "move" : "copy";
  }

  /** @param {DragEvent} event */
  #drop(event) {
    const item = itemOf(event);
    const code = this.host.codeOf(item);
    const where = item && code && this.#isMeant(event) && this.#where(event, item, code);
    const dragged = this.#dragged;
    this.#end();
    if (!where || !code) return;
    event.preventDefault();
    event.stopPropagation();
    if (dragged) this.host.onMove?.(dragged, code, where);
    else this.host.onDropText?.(code, event);
  }

  /**
   * Whether what is dragged can be dropped in this tree at all: a code of this very tree, or a text.
   * @param {DragEvent} event
   */
  #isMeant(event) {
    const kinds = event.dataTransfer?.types ?? [];
    if (kinds.includes(KIND)) return this.#dragged !== null;
    return Boolean(this.host.onDropText) && kinds.includes("text/plain");
  }

  /**
   * @param {DragEvent} event
   * @param {HTMLElement} item
   * @param {Code} code
   * @returns {Where | null}
   */
  #where(event, item, code) {
    if (!this.#dragged) return this.host.isPickable(code) ? "below" : null;
    if (code.code === this.#dragged.code || this.host.isBelow(code, this.#dragged)) return null;
    const { top, height } = item.getBoundingClientRect();
    const at = (event.clientY - top) / height;
    if (at < EDGE) return "before";
    return at > 1 - EDGE && item.getAttribute("aria-expanded") !== "true" ? "after" : "below";
  }

  /**
   * @param {HTMLElement} item
   * @param {Code} code
   */
  #enter(item, code) {
    this.#leave();
    this.#over = item;
    if (this.host.isClosed(code)) this.#opening = setTimeout(() => this.host.open(code), OPENS_AFTER);
  }

  #leave() {
    clearTimeout(this.#opening);
    if (this.#over) delete this.#over.dataset.drop;
    this.#over = null;
  }

  #end() {
    this.#leave();
    this.#dragged = null;
  }
}

/**
 * @param {Event} event
 * @returns {HTMLElement | null}
 */
function itemOf(event) {
  const target = /** @type {Node | null} */ (event.target);
  const around = target instanceof Element ? target : target?.parentElement;
  return /** @type {HTMLElement | null} */ (around?.closest(".wq-item") ?? null);
}
