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
  const { note, remark } = passage;
  const where = placeOf(passage);
  const said = passage.start === null ? "the whole text" : passage.words.slice(0, SHOWN);
  return element(
    "article",
    { class: "wq-passage", tabindex: "-1", "aria-label": `${said}. ${whereabouts(passage, session)}` },
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
 * Where a passage stands: its text, who speaks, when.
 * @param {Passage} passage
 */
export function placeOf({ name, speaker, ms }) {
  return [name, speaker, ms === null ? "" : clock(ms)].filter(Boolean).join(" · ");
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
 * What is said, in its surroundings.
 * @param {Passage} passage
 * @param {string} query whose words are marked
 */
export function quote({ start, before, words, after, rest }, query) {
  const around = (/** @type {string} */ text) => (text ? element("span", { class: "wq-around", text }) : null);
  if (start === null) return element("p", { class: "wq-quote", dir: "auto" }, element("b", { text: "The whole text: " }), around(after));
  const short = shortened(words, query);
  const said = element("span", { class: "wq-words" }, ...marked(short, query));
  const [ahead, behind] = [around(before), around(after)];
  const isWhole = short === words && rest === 0;
  const shown = element("p", { class: "wq-quote", dir: "auto" }, ahead, said, isWhole ? behind : null);
  if (isWhole) return shown;
  const more = element("button", {
    type: "button",
    class: "wq-plain",
    tabindex: "-1",
    text: `show ${rest > 0 ? "more of" : "all"} ${(words.length + rest).toLocaleString()} characters`,
    onclick: () => {
      said.replaceChildren(...marked(rest > 0 ? `${words} …` : words, query));
      if (rest === 0 && behind) shown.append(behind);
      /** @type {HTMLElement | null} */ (more.closest(".wq-passage"))?.focus({ preventScroll: true });
      more.remove();
    },
  });
  return element("div", {}, shown, more);
}

/**
 * The beginning of a long passage; all of it, where what was looked for comes later.
 * @param {string} words
 * @param {string} query
 */
function shortened(words, query) {
  const [first] = markedIn(words, query);
  if (words.length <= LONG || (first && first.start > SHOWN)) return words;
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
