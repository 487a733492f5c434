import assert from "node:assert/strict";
import { test } from "node:test";
import { VERDICTS, answerSays, calledOf, hasCloseBy, kappaBar, nextUnanswered, shownFindings, stanceSays, tallyOf } from "../src/index.js";

const finding = (verdict, code, reference_code, answer = "") => ({ key: `${verdict} ${code}`, verdict, code, reference_code, answer, words: "" });
const FOUND = [
  finding("agree", "stories", "stories"),
  finding("missed", "", "tools", "seen"),
  finding("over-coded", "jargon", ""),
  finding("sibling", "tools", "stories"),
];
const keys = (...wish) => shownFindings(FOUND, ...wish).map(({ key }) => key);

test("what is shown", () => {
  assert.equal(keys("").length, 4);
  assert.deepEqual(keys("differing"), ["missed ", "over-coded jargon", "sibling tools"]);
  assert.deepEqual(keys("unanswered"), ["over-coded jargon", "sibling tools"]);
  assert.deepEqual(keys("missed"), ["missed "]);
  assert.deepEqual(keys("", "tools"), ["missed ", "sibling tools"]);
});

test("how many of each, and how many answered", () => {
  assert.deepEqual(tallyOf(FOUND), { counts: { agree: 1, sibling: 1, missed: 1, "over-coded": 1 }, differing: 3, answered: 1 });
});

test("the next unanswered one goes round once", () => {
  assert.equal(nextUnanswered(FOUND, 0), 2);
  assert.equal(nextUnanswered(FOUND, 3), 2);
  assert.equal(nextUnanswered(FOUND.slice(0, 2), 0), -1);
  assert.equal(nextUnanswered([], 0), -1);
});

test("an answer with its words", () => {
  assert.equal(answerSays({ verdict: "over-coded", answer: "mine", words: "One desk only." }), "You stand by your coding. One desk only.");
  assert.equal(answerSays({ verdict: "missed", answer: "mine", words: "" }), "You stand by leaving it out.");
  assert.equal(answerSays({ verdict: "missed", answer: "seen", words: "" }), "You see why.");
  assert.equal(answerSays({ verdict: "missed", answer: "", words: "" }), "");
});

test("the same code close by, on other words", () => {
  const at = (verdict, code, start, end) => ({ verdict, code: verdict === "missed" ? "" : code, reference_code: verdict === "over-coded" ? "" : code, start, end });
  const missed = at("missed", "tools", 100, 120);
  const all = [at("agree", "tools", 90, 95), at("over-coded", "stories", 121, 130), at("over-coded", "tools", 321, 330), missed];
  assert.equal(hasCloseBy(missed, all), "");
  assert.equal(hasCloseBy(missed, [...all, at("over-coded", "tools", 320, 330)]), "you");
  assert.equal(hasCloseBy(at("over-coded", "tools", 0, 99), all), "reference");
  assert.equal(hasCloseBy(at("over-coded", "tools", null, null), all), "");
  assert.equal(hasCloseBy(at("agree", "tools", 0, 99), all), "");
});

test("a kappa on a line from -1 to 1", () => {
  assert.deepEqual(kappaBar({ kappa: 0.5, kappa_low: 0, kappa_high: 1 }), { at: 75, from: 50, to: 100 });
  assert.deepEqual(kappaBar({ kappa: 1, kappa_low: null, kappa_high: null }), { at: 100, from: 100, to: 100 });
  assert.equal(kappaBar({ kappa: null, kappa_low: null, kappa_high: null }), null);
});

test("how a reference is called, and what both say of a code", () => {
  assert.equal(VERDICTS.missed.says(calledOf("consensus")), "The consensus gave this code here; you did not.");
  assert.equal(calledOf("amina"), "amina");
  const both = (...stances) => stanceSays({ verdict: "agree", positions: stances.map((stance) => ({ stance })) });
  assert.match(both("", "against"), /speaks against/);
  assert.equal(both("", "for"), "");
  assert.equal(both("against", "against"), "");
});
