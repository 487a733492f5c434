/** One code in a code tree: drawn from plain values, and again only where one of them has changed. */

import { highlighted, isCodable } from "../src/index.js";
import { element } from "./dom.js";

/** @typedef {import("../src/codes.js").Code} Code */
/** @typedef {import("../src/outline.js").Row} Row */
/** @typedef {Record<string, string | number | boolean | null>} Face */

/**
 * @param {string} code
 * @param {string} id of the element
 * @param {boolean} isDraggable
 */
export function newItem(code, id, isDraggable) {
  return element(
    "div",
    { role: "treeitem", tabindex: "-1", id, "data-code": code, draggable: isDraggable ? "true" : null },
    element("span", { class: "wq-twisty", "aria-hidden": "true" }),
    element("span", { class: "wq-swatch", "aria-hidden": "true" }),
    element("span", { class: "wq-name", dir: "auto" }),
    element("span", { class: "wq-n" }),
    element("kbd"),
  );
}

/**
 * What an item is to show.
 * @param {Row} row
 * @param {{key: number, color: string}} about `key`: 0 for none
 * @returns {Face}
 */
export function faceOf(row, { key, color }) {
  const { code, level, place, beside, isOpen, isContext, ranges } = row;
  const kinds = ["wq-item", !isCodable(code) && "wq-heading", isContext && "wq-context"];
  const said = [code.name, counted(row), isCodable(code) ? "" : "only holds others"];
  return {
    class: kinds.filter(Boolean).join(" "),
    style: `--wq-level: ${level - 1}`,
    title: rulesOf(code) || null,
    "aria-label": said.filter(Boolean).join(", "),
    "aria-level": level,
    "aria-posinset": place,
    "aria-setsize": beside,
    "aria-expanded": isOpen,
    "aria-keyshortcuts": key || null,
    twisty: isOpen === null ? "" : isOpen ? "▾" : "▸",
    swatch: isCodable(code) ? color : null,
    name: [code.name, ...ranges.map(({ start, end }) => `${start}-${end}`)].join("\n"),
    n: sumOf(row),
    kbd: key ? String(key) : "",
  };
}

/**
 * @param {HTMLElement} item
 * @param {Face} before what it shows now; empty for a new one
 * @param {Face} face
 * @param {Row} row
 */
export function fill(item, before, face, { code, ranges }) {
  const [twisty, swatch, name, n, kbd] = /** @type {HTMLElement[]} */ ([...item.children]);
  const parts = {
    twisty: () => (twisty.textContent = String(face.twisty)),
    swatch: () => showColor(swatch, /** @type {string | null} */ (face.swatch)),
    name: () => name.replaceChildren(...highlighted(code.name, ranges).map(({ text, hit }) => (hit ? element("mark", { text }) : text))),
    n: () => (n.textContent = String(face.n)),
    kbd: () => (kbd.textContent = String(face.kbd)),
  };
  for (const [key, value] of Object.entries(face)) {
    if (before[key] === value) continue;
    if (key in parts) parts[/** @type {keyof typeof parts} */ (key)]();
    else if (value === null) item.removeAttribute(key);
    else item.setAttribute(key, String(value));
  }
}

/**
 * @param {HTMLElement} swatch
 * @param {string | null} color
 */
function showColor(swatch, color) {
  swatch.hidden = color === null;
  swatch.style.background = color ?? "";
}

/**
 * How many codings, in signs: of the code itself, and in a closed branch of those below it.
 * @param {Row} row
 */
function sumOf({ code, isOpen, below }) {
  const hidden = isOpen === false && below > 0;
  return [code.n || "", hidden ? `+ ${below}` : ""].filter(Boolean).join(" ");
}

/**
 * The same in words.
 * @param {Row} row
 */
function counted({ code, isOpen, below }) {
  const own = code.n === 1 ? "1 coding" : `${code.n} codings`;
  if (isOpen === false && below > 0) return `${own}, ${below} below`;
  return isCodable(code) || code.n ? own : "";
}

/** @param {Code & {include?: string, exclude?: string}} code */
function rulesOf({ definition, include, exclude }) {
  return [definition, include && `Include: ${include}`, exclude && `Exclude: ${exclude}`].filter(Boolean).join("\n\n");
}
