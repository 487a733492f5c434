/**
 * What comes of a coder's codings beside those of a reference, passage by passage. Values only.
 */

/** @typedef {"agree" | "sibling" | "missed" | "over-coded"} Verdict */
/** @typedef {{guid: string, coder: string, code: string, note: string, stance: string, start: number | null, end: number | null}} Position */
/**
 * @typedef {object} Finding
 * @property {string} key
 * @property {string} guid of the coder's own coding; empty where there is none
 * @property {string} reference_guid
 * @property {Verdict} verdict
 * @property {string} code
 * @property {string} reference_code
 * @property {number | null} start null for a whole text
 * @property {number | null} end
 * @property {Position[]} positions
 * @property {Record<string, {code: string, note: string}[]>} also what else either has coded there
 * @property {"" | "seen" | "mine"} answer
 * @property {string} words why
 */
/** @typedef {"" | "differing" | "unanswered" | Verdict} Wish */
/**
 * @typedef {object} About
 * @property {string} sign
 * @property {string} name
 * @property {(reference: string) => string} says
 * @property {string} stand how one says that one keeps to one's own; empty where there is nothing to say
 */

const CLOSE = 200;

/** @type {Record<Verdict, About>} */
export const VERDICTS = {
  agree: { sign: "=", name: "agreed", stand: "", says: (reference) => `You and ${reference} gave this code here.` },
  sibling: { sign: "≈", name: "a neighbouring code", stand: "stand by your code", says: (reference) => `You gave one code, ${reference} the one beside it.` },
  missed: { sign: "○", name: "missed", stand: "stand by leaving it out", says: (reference) => `${capital(reference)} gave this code here; you did not.` },
  "over-coded": { sign: "+", name: "over-coded", stand: "stand by your coding", says: (reference) => `You gave this code here; ${reference} did not.` },
};

/** @type {readonly (readonly [Wish, string])[]} */
export const SHOWN_VERDICTS = [
  ["", "all passages"],
  ["differing", "all differences"],
  ["unanswered", "not answered yet"],
  ["missed", "missed"],
  ["over-coded", "over-coded"],
  ["sibling", "a neighbouring code"],
  ["agree", "agreed"],
];

/**
 * @param {readonly Finding[]} findings
 * @param {Wish} wish
 * @param {string} [code] only findings about this code
 */
export function shownFindings(findings, wish, code = "") {
  const isWanted = {
    "": () => true,
    differing: (/** @type {Finding} */ { verdict }) => verdict !== "agree",
    unanswered: isUnanswered,
  }[/** @type {string} */ (wish)] ?? ((/** @type {Finding} */ { verdict }) => verdict === wish);
  return findings.filter((finding) => isWanted(finding) && (code === "" || finding.code === code || finding.reference_code === code));
}

/**
 * How many there are of each kind, and how many differences are answered.
 * @param {readonly Finding[]} findings
 */
export function tallyOf(findings) {
  const counts = { agree: 0, sibling: 0, missed: 0, "over-coded": 0 };
  for (const { verdict } of findings) counts[verdict]++;
  const differing = findings.length - counts.agree;
  return { counts, differing, answered: differing - findings.filter(isUnanswered).length };
}

/**
 * The place of the next difference that is not answered, from one on and then from the beginning; -1 for none.
 * @param {readonly Finding[]} findings
 * @param {number} at
 */
export function nextUnanswered(findings, at) {
  for (let step = 1; step <= findings.length; step++) {
    const place = (at + step) % findings.length;
    if (isUnanswered(findings[place])) return place;
  }
  return -1;
}

/** @param {Finding} finding */
export function answerSays({ verdict, answer, words }) {
  const said = { "": "", seen: "You see why.", mine: `You ${VERDICTS[verdict].stand}.` }[answer];
  return words ? `${said} ${words}` : said;
}

/**
 * Where a kappa and its interval stand on a line from -1 to 1, in hundredths of its length; null where there is none.
 * @param {{kappa: number | null, kappa_low: number | null, kappa_high: number | null}} row
 */
export function kappaBar({ kappa, kappa_low, kappa_high }) {
  if (kappa === null) return null;
  const at = (/** @type {number} */ value) => Math.min(100, Math.max(0, 50 + 50 * value));
  return { at: at(kappa), from: at(kappa_low ?? kappa), to: at(kappa_high ?? kappa) };
}

/**
 * How a reference is called in a sentence.
 * @param {string} coder
 */
export function calledOf(coder) {
  return coder === "consensus" ? "the consensus" : coder;
}

/**
 * What both say of a code on which they agree, where one says that the passage speaks against it; else empty.
 * @param {Finding} finding
 */
export function stanceSays({ verdict, positions }) {
  if (verdict !== "agree" || positions.length < 2) return "";
  const [one, other] = positions.map(({ stance }) => stance === "against");
  return one === other ? "" : "But one of you says that the passage speaks against it.";
}

/**
 * Whether the other has the same code close by, on other words; then it is less of a difference than it looks.
 * @param {Finding} finding
 * @param {readonly Finding[]} all of the text
 * @returns {"" | "you" | "reference"} who has
 */
export function hasCloseBy(finding, all) {
  const { verdict, code, reference_code } = finding;
  if (verdict !== "missed" && verdict !== "over-coded") return "";
  const counterpart = verdict === "missed" ? "over-coded" : "missed";
  const isCounterpart = (/** @type {Finding} */ other) => other.verdict === counterpart && (other.code || other.reference_code) === (code || reference_code);
  if (!all.some((other) => isCounterpart(other) && gapOf(finding, other) <= CLOSE)) return "";
  return verdict === "missed" ? "you" : "reference";
}

/**
 * How many characters lie between two passages; a whole text is far from all.
 * @param {Finding} one
 * @param {Finding} other
 */
function gapOf(one, other) {
  if (one.start === null || one.end === null || other.start === null || other.end === null) return Infinity;
  return Math.max(one.start - other.end, other.start - one.end, 0);
}

/** @param {string} text */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {Finding} finding */
function isUnanswered({ verdict, answer }) {
  return verdict !== "agree" && answer === "";
}
