/** One passage of a list: what is said, in its surroundings, where, by whom, and what it was coded with. */

import { highlighted, markedIn } from "../src/index.js";
import { element } from "./dom.js";
import { clock } from "./text.js";

/** @typedef {import("../src/passages.js").Passage} Passage */
/** @typedef {import("./passages_session.js").PassagesSession} PassagesSession */
/** @typedef {{onshow: (passage: Passage) => void, oncopy: (passage: Passage) => void}} Verbs */

const LONG = 900;
const SHOWN = 700;

/**
 * @param {Passage} passage
 * @param {{session: PassagesSession, query: string}} about
 * @param {Verbs} verbs
 * @returns {HTMLElement}
 */
export function passageCard(passage, { session, query }, { onshow, oncopy }) {
  const { name, speaker, ms, note, remark } = passage;
  const where = [name, speaker, ms === null ? "" : clock(ms)].filter(Boolean).join(" · ");
  return element(
    "article",
    { class: "wq-passage", tabindex: "-1" },
    element(
      "header",
      {},
      element("button", { type: "button", class: "wq-where", tabindex: "-1", dir: "auto", title: "Show it in its text (Enter)", text: where, onclick: () => onshow(passage) }),
      element("button", { type: "button", class: "wq-plain", tabindex: "-1", text: "Copy", title: "Copy this passage as plain text", onclick: () => oncopy(passage) }),
    ),
    quote(passage, query),
    codesOf(passage, session),
    note ? element("div", { class: "wq-note", dir: "auto" }, ...marked(note, query)) : null,
    remark ? element("div", { class: "wq-remark", dir: "auto", text: remark }) : null,
  );
}

/**
 * Where a passage stands and what it was coded with, in one line, for a text to be pasted elsewhere.
 * @param {Passage} passage
 * @param {PassagesSession} session
 */
export function whereabouts({ name, speaker, ms, codes, coders }, session) {
  const place = [name, speaker, ms === null ? "" : clock(ms)].filter(Boolean).join(", ");
  const coded = codes.map((code) => session.shelf.nameOf(code)).join(", ");
  return coded ? `${place} · ${coded} (${coders.join(", ")})` : place;
}

/**
 * @param {Passage} passage
 * @param {string} query
 */
function quote({ start, before, words, after, rest }, query) {
  const around = (/** @type {string} */ text) => (text ? element("span", { class: "wq-around", text }) : null);
  if (start === null) return element("p", { class: "wq-quote", dir: "auto" }, element("b", { text: "The whole text: " }), around(after));
  const said = element("span", { class: "wq-words" }, ...marked(shortened(words), query));
  const shown = element("p", { class: "wq-quote", dir: "auto" }, around(before), said, around(after));
  if (words.length <= LONG && rest === 0) return shown;
  const all = () => {
    said.replaceChildren(...marked(words, query), ...(rest > 0 ? [document.createTextNode(" …")] : []));
    more.remove();
  };
  const more = element("button", { type: "button", class: "wq-plain", tabindex: "-1", text: `show all ${(words.length + rest).toLocaleString()} characters`, onclick: all });
  if (rest > 0) Object.assign(more, { textContent: `show more of ${(words.length + rest).toLocaleString()} characters` });
  return element("div", {}, shown, more);
}

/** @param {string} words */
function shortened(words) {
  if (words.length <= LONG) return words;
  const cut = words.slice(0, SHOWN).replace(/[\ud800-\udbff]$/, "");
  return `${cut.replace(/\s+\S*$/u, "")} …`;
}

/**
 * Text in which the words that were looked for are marked.
 * @param {string} text
 * @param {string} query
 * @returns {Node[]}
 */
function marked(text, query) {
  const ranges = markedIn(text, query);
  if (ranges.length === 0) return [document.createTextNode(text)];
  return highlighted(text, ranges).map(({ text: part, hit }) => (hit ? element("mark", { text: part }) : document.createTextNode(part)));
}

/**
 * @param {Passage} passage
 * @param {PassagesSession} session
 */
function codesOf({ codes, coders, round }, { shelf, colors }) {
  if (codes.length === 0) return null;
  const named = codes.map((code) =>
    element(
      "span",
      { class: "wq-code" },
      element("span", { class: "wq-swatch", style: { background: colors.get(code) ?? "transparent" }, "aria-hidden": "true" }),
      element("span", { text: shelf.nameOf(code), dir: "auto" }),
    ),
  );
  const who = `${coders.join(", ")}${round > 1 ? `, round ${round}` : ""}`;
  return element("div", { class: "wq-coded" }, ...named, element("span", { class: "wq-soft", text: who, dir: "auto" }));
}
