/** One finding: as a line of the list, and in full, with what each gave there and why. */

import { VERDICTS, answerSays, calledOf, capital, hasCloseBy, pressesOf, stanceSays } from "../src/index.js";
import { tracksOf, trackSample } from "./contested_text.js";
import { element, isMac } from "./dom.js";

/** @typedef {import("../src/findings.js").Finding} Finding */
/** @typedef {import("./session.js").Session} Session */

const [LONGEST, BEGINNING, ENDING] = [170, 90, 60];
/** @type {Record<string, string>} */
const LESSONS = {
  agree: "",
  sibling: "Read both definitions: what would decide between them?",
  missed: "Read what it includes, and the reason given here.",
  "over-coded": "Read what it excludes.",
};

/**
 * @param {Finding} finding
 * @param {{session: Session, place: number, count: number, isCurrent: boolean, id: string}} about
 */
export function findingLine(finding, { session, place, count, isCurrent, id }) {
  const { sign, name } = VERDICTS[finding.verdict];
  const codes = codesOf(finding).map((code) => session.names.get(code) ?? code).join(" ≈ ");
  const words = wordsOf(finding, session);
  const said = finding.verdict === "agree" ? "" : answerSays(finding) || "Not answered yet";
  return element(
    "div",
    {
      class: "wq-docket-line", role: "option", id, "data-place": place, "data-verdict": finding.verdict, "data-answer": finding.answer,
      "aria-selected": String(isCurrent), "aria-posinset": place + 1, "aria-setsize": count, "aria-label": `${codes}, ${name}: ${words}. ${said}`,
    },
    element(
      "div",
      { class: "wq-docket-top" },
      element("span", { class: "wq-sign", title: name, text: sign }),
      element("span", { class: "wq-swatch", style: { background: session.colors.get(codesOf(finding)[0]) ?? "transparent" } }),
      element("span", { class: "wq-docket-code", text: codes, dir: "auto" }),
      element("span", { class: "wq-n", text: finding.answer ? "✓" : "" }),
    ),
    element("div", { class: "wq-docket-words", text: words, dir: "auto" }),
    element("div", { class: "wq-docket-who wq-soft", text: [name, said].filter(Boolean).join(" · "), dir: "auto" }),
  );
}

/**
 * @param {Finding} finding
 * @param {Session} session
 * @param {readonly Finding[]} all of the text
 */
export function findingHead(finding, { names, colors, about }, all) {
  const { says } = VERDICTS[finding.verdict];
  const code = (/** @type {string} */ id) => [element("span", { class: "wq-swatch", "aria-hidden": "true", style: { background: colors.get(id) ?? "transparent" } }), element("span", { text: names.get(id) ?? id, dir: "auto" })];
  const codes = codesOf(finding).flatMap((id, place) => [...(place ? [element("span", { text: "≈" })] : []), ...code(id)]);
  const answer = finding.verdict === "agree" ? "" : answerSays(finding);
  const reference = calledOf(about.reference);
  const whoClose = { "": "", you: "You have it", reference: `${capital(reference)} has it` }[hasCloseBy(finding, all)];
  const close = whoClose && `${whoClose} close by, on other words: look there before you answer.`;
  return element(
    "header",
    { class: "wq-case-head" },
    element("h3", {}, ...codes),
    element("p", { text: [says(reference), stanceSays(finding), close || LESSONS[finding.verdict]].filter(Boolean).join(" "), dir: "auto" }),
    answer ? element("div", { class: "wq-decided" }, element("b", { text: answer, dir: "auto" })) : null,
  );
}

/**
 * What each gave, with memo and reason; and the answers to choose from.
 * @param {Finding} finding
 * @param {Session} session
 * @param {{run: (command: string) => void}} verbs
 */
export function findingSides(finding, session, { run }) {
  const { coder, reference } = session.about;
  const tracks = tracksOf(/** @type {any} */ ({ coders: [coder, reference], others: [], decision: null }));
  const sides = [coder, reference].map((name, place) => sideOf(finding, session, name, trackSample(tracks[place]), name === coder ? "Memo" : "Reason"));
  const button = (/** @type {string} */ command, /** @type {string} */ text) => {
    const [press] = pressesOf(command, { isMac });
    const isPressed = command === `answer-${finding.answer}`;
    return element("button", { type: "button", class: "wq-button", "data-key": command, "aria-keyshortcuts": press, "aria-pressed": String(isPressed), onclick: () => run(command) }, element("kbd", { text: press }), element("span", { text }));
  };
  const answers = finding.verdict === "agree" ? [] : [button("answer-seen", "I see why"), button("answer-mine", `I ${standOf(finding)} …`)];
  const list = element("ol", { class: "wq-sides", "aria-label": "What each gave here" }, ...sides);
  return element("div", { class: "wq-case-sides" }, list, element("div", { class: "wq-does" }, ...answers));
}

/**
 * @param {Finding} finding
 * @param {Session} session
 * @param {string} name of the coder
 * @param {HTMLElement} sample of the coder's track
 * @param {string} noteIs what the note of a coding is called
 */
function sideOf(finding, session, name, sample, noteIs) {
  const { names, doc } = session;
  const given = finding.positions.find(({ coder }) => coder === name);
  const also = finding.also[name] ?? [];
  const words = !given ? "" : given.start === null || given.end === null ? "the whole text" : endsOf(doc.slice(given.start, given.end));
  const note = (/** @type {string} */ text) => (text ? element("div", { class: "wq-note", "data-is": noteIs, text, dir: "auto" }) : null);
  const others = also.map(({ code, note: why }) =>
    element("div", {}, element("span", { class: "wq-soft", text: `${given ? "also" : "gave here"}: ` }), element("span", { text: names.get(code) ?? code, dir: "auto" }), note(why)),
  );
  return element(
    "li",
    { class: "wq-side-of", "data-coder": name },
    element(
      "div",
      { class: "wq-side-button wq-side-plain" },
      element("b", { class: "wq-who" }, sample, element("span", { text: name === session.about.coder ? `${name} (you)` : name, dir: "auto" })),
      element("span", { text: given ? `${names.get(given.code) ?? given.code}${given.stance ? `, speaks ${given.stance} it` : ""}` : "", dir: "auto" }),
      element("span", { class: "wq-soft", text: given || others.length ? "" : "gave no code here" }),
      words ? element("q", { text: words, dir: "auto" }) : null,
    ),
    element("div", { class: "wq-side-said" }, note(given?.note ?? ""), ...others),
  );
}

/**
 * A long passage by how it begins and ends; the text beside has the rest.
 * @param {string} words
 */
function endsOf(words) {
  const signs = Array.from(words);
  return signs.length > LONGEST ? `${signs.slice(0, BEGINNING).join("")} … ${signs.slice(-ENDING).join("")}` : words;
}

/**
 * How one says of oneself that one keeps to one's own.
 * @param {Finding} finding
 */
export function standOf({ verdict }) {
  return VERDICTS[verdict].stand.replace("your", "my");
}

/** @param {Finding} finding */
function codesOf({ code, reference_code }) {
  return [...new Set([code, reference_code])].filter(Boolean);
}

/**
 * @param {Finding} finding
 * @param {Session} session
 */
function wordsOf({ start, end }, { doc }) {
  return start === null || end === null ? "The whole text" : doc.slice(start, Math.min(end, start + 240)).replace(/\s+/g, " ");
}
