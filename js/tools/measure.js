/** Times of what must be quick, on a document of 2 MB with 5,000 codings. Run: node tools/measure.js */

import { Doc, LineIndex, assignLanes, extend, search, segmentsOf, snap } from "../src/index.js";
import { stateOf, visible, withPending } from "../src/index.js";
import { AWKWARD, chance, someCodings } from "./awkward.js";

const random = chance(1);
const SENTENCE = "Nobody has ever said thank you for the biscuits; this week the rota is hers again, she told us all. ";
const line = () => `P1: ${SENTENCE.repeat(4)} ${random.next() < 0.3 ? random.pick(Object.values(AWKWARD)) : ""}`;
const text = Array.from({ length: 5000 }, line).join("\n").slice(0, 2_000_000);
const astral = text.replaceAll("ever", "🙂ver");

/** @param {string} what @param {() => unknown} action */
function timed(what, action) {
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now();
    action();
    return performance.now() - start;
  });
  const [first] = times;
  const middle = times.sort((one, other) => one - other)[4];
  console.log(`${what.padEnd(58)} first ${first.toFixed(2).padStart(8)} ms   median ${middle.toFixed(2).padStart(8)} ms`);
}

const doc = new Doc(text);
const codings = someCodings(random, 5000, doc.length, 600);
const long = someCodings(random, 5000, doc.length);
const points = Array.from({ length: 10_000 }, () => random.integer(0, doc.length));
const astralDoc = new Doc(astral);
const state = stateOf({ coder: "amina", codings });
const codes = Array.from({ length: 200 }, (_, number) => ({
  code: `community-maintenance-${number}`,
  name: `Community maintenance ${number}`,
  path: `Mutual engagement / Community maintenance ${number}`,
  parent: "",
  color: "#0072B2",
  is_codable: true,
  n: number,
  definition: SENTENCE.repeat(5),
}));

console.log(`${text.length} units, ${doc.lineCount} lines, ${codings.length} codings\n`);
timed("Doc of 2 MB", () => new Doc(text));
timed("Doc of 2 MB, every line with emoji", () => new Doc(astral));
timed("10,000 points to units and back", () => points.forEach((point) => doc.toPoint(doc.toUnits(point))));
timed("10,000 points to units and back, emoji on every line", () =>
  points.forEach((point) => astralDoc.toPoint(astralDoc.toUnits(Math.min(point, astralDoc.length)))),
);
timed("the same, its index built anew", () => {
  const fresh = new Doc(astral);
  points.forEach((point) => fresh.toPoint(fresh.toUnits(Math.min(point, fresh.length))));
});
timed("snap, 1,000 times", () => codings.slice(0, 1000).forEach(({ start, end }) => snap(doc, start, end)));
timed("extend by a word, 1,000 times", () =>
  codings.slice(0, 1000).forEach((coding) => extend(doc, [], coding, "word", "right")),
);
timed("lanes of 5,000 short codings", () => assignLanes(codings));
timed("lanes of 5,000 long codings", () => assignLanes(long));
timed("index of 5,000 short codings", () => new LineIndex(doc, codings));
timed("index of 5,000 long codings", () => new LineIndex(doc, long));
const index = new LineIndex(doc, codings);
const longIndex = new LineIndex(doc, long);
timed("codings and runs of all lines, short codings", () => {
  for (let number = 0; number < doc.lineCount; number++) segmentsOf(doc, number, index.of(number));
});
timed("codings and runs of 50 lines, long codings", () => {
  for (let number = 2500; number < 2550; number++) segmentsOf(doc, number, longIndex.of(number));
});
timed("one coding more, and its lines", () => index.add({ ...codings[0], guid: "new" }));
timed("state: one coding more", () => withPending(state, { ...codings[0], guid: "new" }));
timed("state: what is visible", () => visible(state));
timed("search 200 codes, found in the name", () => search(codes, "maint"));
timed("search 200 codes, found nowhere", () => search(codes, "qqqq"));
const oneLine = new Doc("x".repeat(1_000_000) + " Nobody. ".repeat(100_000));
timed("snap on one line of 1.9 MB", () => snap(oneLine, 1_000_100, 1_000_200));
