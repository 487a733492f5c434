import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Docket, againstSays, blindSays, bothChoice, commandOf, costSays, emptySays, initialsOf, isOnce, isOurs, kindSays, neitherChoice, nextLeft, outcomeSays, placeOf,
  settledSays, sideChoice, sidesOf, spanChoice, withReason,
} from "../src/index.js";

const codes = [{ code: "stories", name: "Stories told" }, { code: "tools", name: "Tools" }];
const position = (coder, start, end, more = {}) => ({ guid: `${coder}${start}`, coder, start, end, words: "", note: "", weight: null, certainty: null, stance: "", created: "", review: false, ...more });
const row = (key, more = {}) => ({
  key, source: "S", name: "day 1", code: "tools", round: 1, start: 10, end: 30, kind: "presence", coders: ["amina"], others: ["bo"], cost: 20,
  mark: "m", words: "the stamp is missing", positions: [position("amina", 10, 30)], also: {}, state: "open", decision: null, ...more,
});
const keys = (rows) => rows.map(({ key }) => key);

test("coders who marked the same are one side, those who coded nothing are one, too", () => {
  const contested = row("a", {
    coders: ["amina", "bo", "cy", "di"], others: ["ed", "flo"],
    positions: [position("cy", 20, 30), position("amina", 10, 30), position("bo", 10, 15), position("bo", 20, 30), position("di", 20, 30), position("cy", 10, 15)],
  });
  assert.deepEqual(sidesOf(contested), [
    { coders: ["amina"], places: [[10, 30]], isNone: false },
    { coders: ["bo", "cy"], places: [[10, 15], [20, 30]], isNone: false },
    { coders: ["di"], places: [[20, 30]], isNone: false },
    { coders: ["ed", "flo"], places: [], isNone: true },
  ]);
  assert.equal(againstSays(contested), "amina – bo and cy – di – ed and flo (not coded)");
});

test("a number agrees with its side; with those who coded nothing it means that it is not coded", () => {
  const { outcome, agreed_with, says } = sideChoice(row("a"), 1);
  assert.deepEqual([outcome, agreed_with, says], ["one", ["amina"], "As amina has it"]);
  assert.deepEqual(sideChoice(row("a"), 2), { outcome: "neither", agreed_with: ["bo"], says: "Not coded, as bo has it" });
  assert.equal(sideChoice(row("a"), 3), null);
  assert.equal(sideChoice(row("a", { others: [] }), 2), null);
});

test("other choices say whose they are", () => {
  assert.deepEqual(bothChoice(row("a")).agreed_with, ["amina"]);
  assert.deepEqual([neitherChoice(row("a")).outcome, neitherChoice(row("a")).agreed_with], ["neither", ["bo"]]);
  const choice = spanChoice({ start: 4, end: 9 }, `a  b\n${"🙂".repeat(80)}`);
  assert.deepEqual(choice.span, [4, 9]);
  assert.equal(choice.says, `These words: “a b ${"🙂".repeat(55)}…”`);
});

test("rows come by cost, by their place in the texts, or by code in the order of the tree", () => {
  const docket = new Docket(
    [row("late", { name: "day 10", cost: 5 }), row("early", { name: "day 2", cost: 1, code: "stories" }), row("whole", { name: "day 10", start: null, end: null, cost: 9 })],
    codes,
  );
  assert.deepEqual(keys(docket.shown({})), ["whole", "late", "early"]);
  assert.deepEqual(keys(docket.shown({ order: "text" })), ["early", "whole", "late"]);
  assert.deepEqual(keys(docket.shown({ order: "code" })), ["early", "whole", "late"]);
  assert.deepEqual(docket.codes, [{ code: "stories", count: 1 }, { code: "tools", count: 2 }]);
});

test("rows are chosen by code, by state and by words in passage, memo, names and reason", () => {
  const decision = { outcome: "both", agreed_with: [], reason: "As on Monday", coder: "cy", created: "", spans: [], review: false };
  const docket = new Docket(
    [row("a", { positions: [position("amina", 10, 30, { note: "see the Tin" })] }), row("b", { state: "decided", decision, code: "stories" }), row("c", { state: "changed", decision, words: "café" })],
    codes,
  );
  const shown = (wish) => keys(docket.shown({ order: "text", ...wish }));
  assert.deepEqual(shown({ query: "tin" }), ["a"]);
  assert.deepEqual(shown({ query: "monday" }), ["b", "c"].sort());
  assert.deepEqual(shown({ query: "CAFE" }), ["c"]);
  assert.deepEqual(shown({ query: "told" }), ["b"]);
  assert.deepEqual(shown({ code: "stories" }), ["b"]);
  assert.deepEqual(shown({ which: "left" }).sort(), ["a", "c"]);
  assert.deepEqual(shown({ which: "decided" }), ["b"]);
  assert.deepEqual(shown({ which: "changed" }), ["c"]);
  assert.deepEqual(docket.progress, { decided: 1, total: 3 });
});

test("the next one to decide is looked for from the top again, and is never the same one", () => {
  const rows = [row("a"), row("b", { state: "decided" }), row("c"), row("d", { state: "decided" })];
  assert.equal(nextLeft(rows, 0), 2);
  assert.equal(nextLeft(rows, 2), 0);
  assert.equal(nextLeft([row("a")], 0), -1);
  assert.equal(nextLeft([], 0), -1);
  assert.equal(nextLeft([row("a", { state: "decided" }), row("b")], -1), 1);
});

test("a row that has changed is found again by its place", () => {
  const was = row("a");
  assert.equal(placeOf([row("x", { start: 40, end: 50 }), row("a", { start: 90, end: 99 })], was), 1);
  assert.equal(placeOf([row("x", { code: "stories" }), row("y", { start: 29, end: 50 })], was), 1);
  assert.equal(placeOf([row("x", { start: 30, end: 50 }), row("y", { round: 2 }), row("z", { start: null, end: null })], was), -1);
  assert.equal(placeOf([row("x", { start: null, end: null })], row("w", { start: null, end: null })), 0);
});

test("no two coders have the same initials", () => {
  assert.deepEqual([...initialsOf(["amina", "bo", "ana lee", "anton", "an"]).values()], ["a", "b", "al", "an", "a2"]);
  assert.deepEqual([...initialsOf(["Ö", "ö", "🙂x"]).values()], ["Ö", "ö2", "🙂"]);
  const many = [...initialsOf(Array.from({ length: 30 }, (_, number) => `coder ${number}`)).values()];
  assert.equal(new Set(many.map((sign) => sign.toLowerCase())).size, 30);
});

test("what is contested, how much and how it was decided is said in words", () => {
  assert.equal(kindSays(row("a")), "whether it is coded; bo did not");
  assert.equal(kindSays(row("a", { kind: "boundary", others: [] })), "where it begins and ends");
  const uncoded = row("a", { kind: "uncoded", coders: [], others: [], positions: [], cost: 0 });
  assert.equal(kindSays(uncoded), "it was decided, and nobody codes it any more");
  assert.deepEqual([againstSays(uncoded), costSays(uncoded), sidesOf(uncoded)], ["nobody codes it any more", "", []]);
  assert.equal(costSays(row("a", { cost: 0.4 })), "1 character apart");
  assert.equal(costSays(row("a", { cost: 12.5 })), "13 characters apart");
  assert.equal(costSays(row("a", { start: null })), "the whole text");
  const decided = (outcome, agreed_with = []) => outcomeSays({ outcome, agreed_with, reason: "", coder: "", created: "", spans: [[1, 2]], review: false });
  assert.equal(decided("one", ["amina", "bo"]), "as amina and bo have it");
  assert.equal(decided("neither"), "not coded");
  assert.equal(decided("definition"), "the definition was at fault: code it anew in a later round");
});

test("what is wanting where nothing is contested is said in a sentence", () => {
  const head = { why: "", blind: [], n_agreed: 0 };
  assert.equal(emptySays({ ...head, why: "nobody has coded anything yet" }), "Nobody has coded anything yet.");
  assert.equal(emptySays({ ...head, why: "only amina has coded here", blind: ["day 1"] }), "Only amina has coded here. Not shown, because you still code blind there: day 1. Say that you are done with it first.");
  assert.match(emptySays(head), /^Nothing is contested: .* What all agree on is taken over\.$/);
  assert.match(emptySays({ ...head, n_agreed: 3 }), /Take over what all agree on, with the button above\.$/);
  assert.equal(blindSays([]), "");
  assert.equal(settledSays(["a", "b", "c", "d", "e", "f"]), "Settled, with nothing left to decide or to take over: a, b, c, d and 2 more.");
});

test("reasons are offered once each, the latest first", () => {
  assert.deepEqual(withReason(["a", "b"], " b "), ["b", "a"]);
  assert.deepEqual(withReason(["a"], "  "), ["a"]);
});

test("keys decide in the list and in the text, and are letters in the line for the reason", () => {
  const at = (focus, key, more = {}) => commandOf({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }, { focus, hasSelection: false, onCoding: false, isMac: false });
  for (const focus of ["contested", "contested-text"]) {
    assert.equal(at(focus, "3"), "side-3");
    assert.equal(at(focus, "b"), "decide-both");
    assert.equal(at(focus, "n"), "decide-neither");
    assert.equal(at(focus, "s"), "decide-words");
    assert.equal(at(focus, "d"), "decide-definition");
    assert.equal(at(focus, "u"), "take-back");
    assert.equal(at(focus, "z", { ctrlKey: true }), "take-back");
    assert.equal(at(focus, "j"), "next-contested");
  }
  assert.equal(at("contested", "Enter"), "read-contested");
  assert.equal(at("contested-text", "Enter"), "take-words");
  for (const key of ["3", "b", "c", "u"]) assert.equal(at("reason", key), null);
  assert.deepEqual([at("reason", "Enter"), at("reason", "ArrowUp"), at("reason", "Escape")], ["save-reason", "earlier-reason", "leave-reason"]);
  for (const command of ["side-1", "decide-both", "save-reason", "confirm-choice", "take-words", "read-contested"]) assert.equal(isOnce(command), true, command);
  const press = { key: "z", code: "", ctrlKey: true, metaKey: false, altKey: false, shiftKey: false };
  assert.equal(isOurs(press, { focus: "reason", hasSelection: false, onCoding: false, isMac: false }), true);
});
