/** One contested passage: who coded what and why, who read it and did not, and what was decided. */

import { costSays, kindSays, listed, outcomeSays, pressesOf, sidesOf } from "../src/index.js";
import { tracksOf, trackSample } from "./contested_text.js";
import { element, isMac } from "./dom.js";

/** @typedef {import("../src/contested.js").Row} Row */
/** @typedef {import("../src/contested.js").Side} Side */
/** @typedef {import("../src/contested.js").Position} Position */
/** @typedef {import("./reconcile_session.js").ReconcileSession} ReconcileSession */

const REVIEW = "What was settled on is to be looked at again: its text or its definition has changed. Decide it anew, or once more.";
const CHANGED = "Coded differently since it was decided: look at it again.";
/** @type {readonly (readonly [command: string, text: string])[]} */
const VERBS = [
  ["decide-both", "All that was marked"],
  ["decide-neither", "Not coded"],
  ["decide-words", "Other words …"],
  ["decide-definition", "The definition …"],
];

/**
 * What is contested, and where.
 * @param {Row} row
 * @param {ReconcileSession} session
 */
export function caseHead(row, { docket, colors, saving }) {
  const where = [row.name, row.round > 1 ? `round ${row.round}` : "", kindSays(row), costSays(row)].filter(Boolean).join(" · ");
  return element(
    "header",
    { class: "wq-case-head" },
    element("h3", {}, element("span", { class: "wq-swatch", "aria-hidden": "true", style: { background: colors.get(row.code) ?? "transparent" } }), element("span", { text: docket.nameOf(row.code), dir: "auto" })),
    element("p", { class: "wq-soft", text: where, dir: "auto" }),
    saving.has(row.key) ? element("p", { class: "wq-decided", text: "Being saved …" }) : decided(row),
  );
}

/**
 * The sides, each a button with its number, and the other things to decide.
 * @param {Row} row
 * @param {ReconcileSession} session
 * @param {{run: (command: string) => void, chosen: string}} about `chosen`: the command that was chosen last
 */
export function caseSides(row, session, { run, chosen }) {
  const tracks = new Map(tracksOf(row).map((track) => [track.name, track]));
  const sides = sidesOf(row).map((side, place) => {
    const command = `side-${place + 1}`;
    return element(
      "li",
      { class: "wq-side-of", "data-chosen": command === chosen ? "1" : null },
      element(
        "button",
        { type: "button", class: "wq-side-button", disabled: session.isReadOnly, "aria-keyshortcuts": place < 9 ? String(place + 1) : null, "aria-pressed": String(command === chosen), "aria-label": sideLabel(side, row), onclick: () => run(command) },
        element("kbd", { text: place < 9 ? String(place + 1) : "" }),
        ...side.coders.map((coder) => element("b", { class: "wq-who" }, tracks.has(coder) ? trackSample(/** @type {any} */ (tracks.get(coder))) : null, element("span", { text: coder, dir: "auto" }))),
        element("span", { class: "wq-soft", text: side.isNone ? "read it and did not code it" : "" }),
        element("q", { text: side.isNone ? "" : wordsOf(side, row), dir: "auto" }),
      ),
      ...side.coders.map((coder) => said(row, coder, side.coders.length > 1, session)),
    );
  });
  const verbs = VERBS.map(([command, text]) => {
    const [press] = pressesOf(command, { isMac });
    return element("button", { type: "button", class: "wq-button", disabled: session.isReadOnly, "aria-keyshortcuts": press, "aria-pressed": String(command === chosen), onclick: () => run(command) }, element("kbd", { text: press }), element("span", { text }));
  });
  return element("div", { class: "wq-case-sides" }, element("ol", { class: "wq-sides", "aria-label": "Who stands where" }, ...sides), element("div", { class: "wq-does" }, ...verbs));
}

/** @param {Row} row */
function decided({ state, decision }) {
  if (!decision) return null;
  const { outcome, reason, coder, created, review } = decision;
  const sentence = `${state === "decided" ? "Decided" : "It was decided"}: ${outcomeSays(decision)}.`;
  return element(
    "div",
    { class: "wq-decided", "data-state": state, "data-outcome": outcome },
    element("b", { text: sentence, dir: "auto" }),
    reason ? element("q", { text: reason, dir: "auto" }) : null,
    element("span", { class: "wq-soft", text: `${coder}, ${timeSays(created)}`, dir: "auto" }),
    state === "changed" ? element("div", { class: "wq-remark", text: review ? REVIEW : CHANGED }) : null,
  );
}

/**
 * @param {Side} side
 * @param {Row} row
 */
function sideLabel(side, row) {
  if (side.isNone) return `Agree with ${listed(side.coders)}: not coded`;
  return `Agree with ${listed(side.coders)}: ${wordsOf(side, row)}`;
}

/**
 * The words of a side, long ones by how they begin and end.
 * @param {Side} side
 * @param {Row} row
 */
function wordsOf({ coders }, row) {
  return row.positions
    .filter(({ coder }) => coder === coders[0])
    .map(({ start, words }) => (start === null ? "the whole text" : words))
    .join(" | ");
}

/**
 * What a coder says besides: memo, certainty, stance, weight, when, and other codes at the place.
 * @param {Row} row
 * @param {string} coder
 * @param {boolean} isOneOfMany
 * @param {ReconcileSession} session
 */
function said(row, coder, isOneOfMany, { docket }) {
  const own = row.positions.filter((position) => position.coder === coder);
  const also = (row.also[coder] ?? []).map((code) => docket.nameOf(code));
  const facts = own.flatMap(factsOf);
  const notes = own.map(({ note }) => note).filter(Boolean);
  const beside = also.length > 0 ? `${own.length > 0 ? "also" : "gave instead"}: ${also.join(", ")}` : own.length > 0 ? "" : "gave no code here";
  const line = [...new Set(facts), beside].filter(Boolean).join(" · ");
  return element(
    "div",
    { class: "wq-side-said" },
    element("span", { class: "wq-soft", text: [isOneOfMany ? coder : "", line].filter(Boolean).join(": "), dir: "auto" }),
    ...notes.map((note) => element("div", { class: "wq-note", text: note, dir: "auto" })),
  );
}

/** @param {Position} position */
function factsOf({ certainty, weight, stance, created, review }) {
  return [
    certainty === null ? "" : `certainty ${certainty}`,
    weight === null ? "" : `weight ${weight}`,
    stance ? `speaks ${stance} it` : "",
    timeSays(created),
    review ? "to be looked at again" : "",
  ].filter(Boolean);
}

/** @param {string} iso */
export function timeSays(iso) {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : time.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}
