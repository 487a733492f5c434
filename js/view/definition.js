/** What the codebook says of a code, in full, and passages coded with it. */

import { element } from "./dom.js";

/** @typedef {import("../src/codes.js").Code} Code */
/**
 * @typedef {Code & {
 *   include?: string, exclude?: string, examples?: string[], near_misses?: {passage: string, why: string}[],
 *   cues?: string[], questions?: string[], contrary?: string[], dual?: string, cite?: string, speakers?: string[],
 * }} FullCode
 */
/** @typedef {{guid: string, quote: string, source: string, coder: string, note?: string}} Passage */
/**
 * @typedef {object} Callbacks
 * @property {(code: string) => void} [onCode] one of the codes named here was clicked
 * @property {(passage: Passage) => void} [onPassage] a passage was clicked
 */

/**
 * @param {FullCode | null} code null for none
 * @param {{codes: readonly Code[], colors: ReadonlyMap<string, string>, passages?: readonly Passage[], total?: number}} about
 *   `codes`: where to find the names of contraries; `total`: how many passages there are, if not all are given
 * @param {Callbacks} [callbacks]
 * @returns {HTMLElement}
 */
export function definitionPanel(code, { codes, colors, passages = [], total = passages.length }, callbacks = {}) {
  if (!code) return element("section", { class: "wq-definition", "aria-label": "Code" }, element("p", { class: "wq-hint", text: "No code is chosen." }));
  const other = (/** @type {string} */ id) => otherCode(id, codes, colors, callbacks);
  const others = (/** @type {string[]} */ ids) => ids.filter(Boolean).map(other);
  const rule = (/** @type {string | undefined} */ text) => (text ? element("p", { dir: "auto" }, ...withNames(text, codes, other)) : null);
  return element(
    "section",
    { class: "wq-definition", "aria-label": `What the codebook says of ${code.name}` },
    heading(code, colors),
    rule(code.definition),
    part("Include", rule(code.include)),
    part("Exclude", rule(code.exclude)),
    part("Examples", list(code.examples?.map(quoted))),
    part("Looks like it and is not", list(code.near_misses?.map((miss) => nearMiss(miss, withNames(miss.why, codes, other))))),
    part("Questions to ask", list(code.questions?.map(plain))),
    part("Words that point to it", paragraph(code.cues?.join(", "))),
    part("Whose words can carry it", paragraph(code.speakers?.join(", "))),
    part("Speaks against it", inline(others(code.contrary ?? []))),
    part("Its other face", inline(others([code.dual ?? ""]))),
    part("Source", paragraph(code.cite)),
    part(passageTitle(passages.length, total), list(passages.map((passage) => codedPassage(passage, callbacks)))),
  );
}

/**
 * @param {FullCode} code
 * @param {ReadonlyMap<string, string>} colors
 */
function heading(code, colors) {
  const above = code.path.includes(" / ") ? code.path.slice(0, code.path.lastIndexOf(" / ")) : "";
  return element(
    "header",
    {},
    element("h3", {}, swatch(colors.get(code.code)), element("span", { text: code.name, dir: "auto" })),
    element("p", { class: "wq-hint" }, ...(above ? [element("span", { text: `${above} · ` })] : []), element("code", { text: code.code })),
    code.is_codable === false ? element("p", { class: "wq-hint", text: "Only holds other codes; nothing is coded with it." }) : null,
  );
}

/**
 * A rule in which codes are named by their ids between grave accents: each is shown by its name.
 * @param {string} text
 * @param {readonly Code[]} codes
 * @param {(id: string) => HTMLElement} other
 * @returns {Node[]}
 */
function withNames(text, codes, other) {
  const ids = new Set(codes.map(({ code }) => code));
  const parts = text.split(/`([^`\n]+)`/);
  return parts.map((part, place) => {
    if (place % 2 === 0) return document.createTextNode(part);
    return ids.has(part) ? other(part) : element("code", { text: part });
  });
}

/**
 * @param {string} id
 * @param {readonly Code[]} codes
 * @param {ReadonlyMap<string, string>} colors
 * @param {Callbacks} callbacks
 */
function otherCode(id, codes, colors, { onCode }) {
  const name = codes.find(({ code }) => code === id)?.name ?? id;
  const inside = [swatch(colors.get(id)), element("span", { text: name, dir: "auto" })];
  return onCode ? element("button", { type: "button", class: "wq-link", onclick: () => onCode(id) }, ...inside) : element("span", {}, ...inside);
}

/**
 * @param {Passage} passage
 * @param {Callbacks} callbacks
 */
function codedPassage(passage, { onPassage }) {
  const { quote, source, coder, note } = passage;
  const where = `${source} · ${coder}`;
  const place = onPassage
    ? element("button", { type: "button", class: "wq-link wq-hint", text: where, onclick: () => onPassage(passage) })
    : element("span", { class: "wq-hint", text: where });
  return element("li", {}, element("q", { text: quote, dir: "auto" }), element("br"), place, note ? element("div", { class: "wq-hint", text: note, dir: "auto" }) : null);
}

/**
 * @param {{passage: string}} miss
 * @param {Node[]} why
 */
function nearMiss({ passage }, why) {
  return element("li", {}, element("q", { text: passage, dir: "auto" }), element("div", { class: "wq-hint", dir: "auto" }, ...why));
}

/**
 * @param {number} shown
 * @param {number} total
 */
function passageTitle(shown, total) {
  return shown < total ? `${shown} of ${total} passages coded with it` : "Passages coded with it";
}

/**
 * @param {string} title
 * @param {HTMLElement | null} content
 */
function part(title, content) {
  return content && element("div", { class: "wq-part" }, element("h4", { text: title }), content);
}

/** @param {string | undefined} text */
function paragraph(text) {
  return text ? element("p", { text, dir: "auto" }) : null;
}

/** @param {HTMLElement[] | undefined} items */
function list(items) {
  return items?.length ? element("ul", {}, ...items) : null;
}

/** @param {HTMLElement[]} items */
function inline(items) {
  return items.length ? element("p", { class: "wq-inline" }, ...items) : null;
}

/** @param {string} text */
function quoted(text) {
  return element("li", {}, element("q", { text, dir: "auto" }));
}

/** @param {string} text */
function plain(text) {
  return element("li", { text, dir: "auto" });
}

/** @param {string | undefined} color */
function swatch(color) {
  return element("span", { class: "wq-swatch", "aria-hidden": "true", style: { background: color ?? "transparent" } });
}
