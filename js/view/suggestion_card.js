/** One suggestion of a list: the passage in its surroundings, the code, how likely, and why. */

import { element } from "./dom.js";
import { placeOf, quote } from "./passage_card.js";

/** @typedef {import("../src/review.js").Suggestion} Suggestion */
/** @typedef {import("./review_session.js").ReviewSession} ReviewSession */
/**
 * @typedef {object} Verbs
 * @property {(suggestion: Suggestion) => void} onshow
 * @property {(suggestion: Suggestion) => void} ontake
 * @property {(suggestion: Suggestion) => void} onrefuse
 * @property {(suggestion: Suggestion) => void} ontick
 * @property {(suggestion: Suggestion) => boolean} isTicked
 */

/**
 * @param {Suggestion} suggestion
 * @param {{session: ReviewSession, query: string}} about
 * @param {Verbs} verbs
 * @returns {HTMLElement}
 */
export function suggestionCard(suggestion, { session, query }, verbs) {
  const { words, why } = suggestion;
  const code = suggestion.codes[0] ?? "";
  const likely = code ? `${Math.round(100 * (suggestion.score ?? 0))} %` : "";
  const name = code ? session.shelf.nameOf(code) : "";
  const said = [name, likely, words.slice(0, 300), why, placeOf(suggestion)].filter(Boolean).join(". ");
  return element(
    "article",
    { class: "wq-passage wq-suggestion", tabindex: "-1", "aria-label": said },
    element(
      "header",
      {},
      code ? tickOf(suggestion, verbs) : null,
      element("button", { type: "button", class: "wq-where", tabindex: "-1", dir: "auto", title: "Show it in its text (Enter)", text: placeOf(suggestion), onclick: () => verbs.onshow(suggestion) }),
      code && !session.isReadOnly ? doesOf(suggestion, verbs) : null,
    ),
    quote(suggestion, query),
    code ? codeOf(code, name, likely, session) : alikeOf(suggestion),
    why ? element("div", { class: "wq-soft wq-advice-why", text: why, dir: "auto" }) : null,
  );
}

/**
 * @param {Suggestion} suggestion
 * @param {Verbs} verbs
 */
function tickOf(suggestion, { ontick, isTicked }) {
  const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", class: "wq-tick", tabindex: "-1", "aria-label": "Ticked", title: "Tick it, to decide several at once (Space)", onchange: () => ontick(suggestion) }));
  box.checked = isTicked(suggestion);
  return box;
}

/**
 * @param {string} code
 * @param {string} name
 * @param {string} likely
 * @param {ReviewSession} session
 */
function codeOf(code, name, likely, { colors }) {
  const swatch = element("span", { class: "wq-swatch", style: { background: colors.get(code) ?? "transparent" }, "aria-hidden": "true" });
  const chip = element("span", { class: "wq-code" }, swatch, element("span", { text: name, dir: "auto" }));
  return element("div", { class: "wq-coded" }, chip, element("span", { class: "wq-n", text: likely, title: "How likely it is that you would code this passage, and with this code" }));
}

/** @param {Suggestion} suggestion */
function alikeOf({ score }) {
  return score === null ? null : element("div", { class: "wq-coded wq-soft", text: `${Math.round(100 * score)} % alike` });
}

/**
 * @param {Suggestion} suggestion
 * @param {Verbs} verbs
 */
function doesOf(suggestion, { ontake, onrefuse }) {
  const button = (/** @type {string} */ text, /** @type {string} */ key, /** @type {(suggestion: Suggestion) => void} */ does) =>
    element("button", { type: "button", class: "wq-button", tabindex: "-1", title: `key ${key}`, text, onclick: () => does(suggestion) });
  return element("div", { class: "wq-does" }, button("Take", "+", ontake), button("Not this", "-", onrefuse));
}
