import assert from "node:assert/strict";
import { test } from "node:test";
import { Shelf, besideGroup, cardSays, commandOf, heldSays, meant, progressSays, recordSays, reviewGroups, withGroup } from "../src/index.js";

const codes = [
  { code: "stories", name: "Stories told", color: "" },
  { code: "tools", name: "Tools", color: "" },
];
let number = 0;
const suggestion = (words, code, score, more = {}) => ({
  number: number++, source: more.name ?? "day", name: "day", start: number, end: number + words.length, before: "", words, after: "",
  speaker: "", ms: null, codes: code ? [code] : [], coders: [], round: 1, note: "", remark: "", rest: 0, score, why: "", ...more,
});
const said = (groups) => groups.map(({ title, passages }) => [title, ...passages.map(({ words }) => words)]);

test("by code, the likeliest first; by text, as they stand; or the likeliest of all", () => {
  const all = [suggestion("a", "tools", 0.3, { name: "two" }), suggestion("b", "stories", 0.5), suggestion("c", "tools", 0.9), suggestion("d", "stories", 0.5)];
  const shelf = new Shelf(all, codes);
  assert.deepEqual(said(reviewGroups(shelf, all, "code")), [["Stories told", "b", "d"], ["Tools", "c", "a"]]);
  assert.deepEqual(said(reviewGroups(shelf, all, "likely")), [["", "c", "b", "d", "a"]]);
  assert.deepEqual(said(reviewGroups(shelf, all, "text")), [["day", "b", "c", "d"], ["two", "a"]]);
  assert.deepEqual(said(reviewGroups(shelf, all.slice(2, 3), "code")), [["Tools", "c"]]);
  assert.deepEqual(reviewGroups(shelf, [], "code"), []);
});

test("from heading to heading", () => {
  const groups = [2, 3, 1].map((count) => ({ title: "", code: null, passages: Array.from({ length: count }, () => suggestion("x", "tools", 0.5)) }));
  assert.deepEqual([0, 1, 2, 4, 5].map((at) => besideGroup(groups, at, 1)), [2, 2, 5, 5, 5]);
  assert.deepEqual([5, 4, 2, 1, 0].map((at) => besideGroup(groups, at, -1)), [2, 2, 0, 0, 0]);
});

test("a command is about what is ticked and shown, else about what keys speak of", () => {
  const [one, two, three] = ["a", "b", "c"].map((words) => suggestion(words, "tools", 0.5));
  const groups = [{ title: "", code: null, passages: [one, two] }];
  assert.deepEqual(meant(groups, new Set([two.number, three.number]), one), [two]);
  assert.deepEqual(meant(groups, new Set([three.number]), one), [one]);
  assert.deepEqual(meant(groups, new Set(), null), []);
});

test("a heading ticks all below it, and none where all were", () => {
  const [one, two, three] = ["a", "b", "c"].map((words) => suggestion(words, "tools", 0.5));
  const ticked = new Set([one.number, three.number]);
  const all = withGroup(ticked, [one, two]);
  assert.deepEqual([...all].sort(), [one.number, two.number, three.number].sort());
  assert.deepEqual([...withGroup(all, [one, two])], [three.number]);
  assert.deepEqual(ticked.size, 2);
});

test("how suggestions of a code have done is said in words", () => {
  const record = { code: "tools", n_first: 9, n_right: 2, held: true, taken: 1, refused: 3 };
  assert.equal(recordSays(record), "put first 9 times so far, rightly twice · 1 taken over, 3 refused · not suggested: right too seldom");
  assert.equal(recordSays({ ...record, n_first: 1, n_right: 1, held: false, taken: 0, refused: 0 }), "put first once so far, rightly each time");
  assert.equal(recordSays({ ...record, n_first: 0, n_right: 0, held: false, refused: 0 }), "1 taken over");
  assert.equal(recordSays(undefined), "");
  assert.equal(heldSays([record], () => "Tools"), "Not suggested, since too seldom right: Tools (right 2 of 9).");
  assert.equal(heldSays([{ ...record, held: false }], () => "Tools"), "");
});

test("how far it has come is said", () => {
  const progress = { state: "running", why: "", n_done: 0, n_texts: 3 };
  assert.equal(progressSays(progress), "Reading the texts and what you have coded …");
  assert.equal(progressSays({ ...progress, n_done: 1 }), "1 of 3 texts");
  assert.equal(progressSays({ ...progress, state: "stopped", n_done: 1 }), "1 of 3 texts, stopped");
  assert.equal(progressSays({ ...progress, state: "failed", why: "No." }), "No.");
  assert.equal(progressSays({ ...progress, state: "done", n_done: 3 }), "");
});

test("its keys work in the list, and in the text beside it, but not in fields", () => {
  const press = (key, focus, beside = null) =>
    commandOf({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }, { focus, beside, hasSelection: false, onCoding: false, isMac: false });
  assert.deepEqual(["+", "-", " ", "t", "l", "w", "u", ".", ","].map((key) => press(key, "review")), ["take-this", "refuse-this", "tick-this", "tick-group", "find-like", "worth-reading", "take-back", "next-group", "previous-group"]);
  assert.equal(press("+", "reader", "review"), "take-this");
  assert.equal(press("n", "reader", "review"), "read-next");
  assert.equal(press("+", "reader"), null);
  assert.equal(press("+", "field"), null);
});

test("a card says what it knows and what it does not", () => {
  const card = { code: "tools", n_passages: 15, n_first: 14, precision: 0.786, recall: 0.733, n_first_loo: 13, precision_loo: 0.85, recall_loo: 0.8, n_shown: 4, n_taken: 1, n_refused: 2, kappa: 0.204, kappa_low: 0.08, kappa_high: 0.32, humans: 0.33, humans_low: null, humans_high: null, why: "" };
  assert.deepEqual(cardSays(card, true), [
    "Put first 14 times before you had coded the passage, rightly in 79 %.",
    "As things stand now, put first it is right in 85 %.",
    "Of the 15 passages that carry it, among the first three at 73 %; as things stand now at 80 %.",
    "It stood beside 4 passages while you coded; you took it at 1.",
    "Refused twice.",
    "With other coders the suggester agrees by kappa 0.20 (0.08 to 0.32), you by 0.33.",
  ]);
  const bare = { ...card, n_passages: 0, n_first: 0, precision: null, n_first_loo: 0, n_shown: 0, n_refused: 0, kappa: null, why: "Too few." };
  assert.deepEqual(cardSays(bare, true), ["Never put first so far.", "Too few."]);
  assert.match(cardSays(null, false)[0], /once all texts are gone through/);
  assert.match(cardSays(null, true)[0], /nothing is known/);
});
