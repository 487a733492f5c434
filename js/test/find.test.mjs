import assert from "node:assert/strict";
import { test } from "node:test";

import { chance, someCodings } from "../tools/awkward.js";
import { Doc, foundIn, nextUncoded, turnLike } from "../src/index.js";

const spans = (text, words) => foundIn(new Doc(text), words).map(({ start, end }) => Array.from(text).slice(start, end).join(""));

test("words are found whatever their case, after an emoji, over the end of a line", () => {
  assert.deepEqual(spans("🙂 Who brought\nthe BISCUITS? biscuits!", "biscuits"), ["BISCUITS", "biscuits"]);
  assert.deepEqual(spans("🙂 Who brought\nthe biscuits?", "brought the"), ["brought\nthe"]);
});

test("what means something in a pattern is only itself in a search", () => {
  for (const words of ["a.c", "(x", "[", "x*", "a|b", "$", "^", "\\", "{1}", "a-b", "/"]) {
    assert.deepEqual(spans(`abc ${words} xx`, words), [words], words);
  }
});

test("nothing is found with nothing", () => {
  assert.deepEqual(spans("some text", "  "), []);
  assert.deepEqual(spans("", "x"), []);
});

const turns = [
  { start: 0, end: 5, speaker: "Ida", ms: 0 },
  { start: 10, end: 20, speaker: "Bea", ms: 61_000 },
  { start: 30, end: 40, speaker: "ida", ms: 3_700_000 },
];

test("a turn by its number, its time, its speaker", () => {
  assert.equal(turnLike(turns, "2", 0), turns[1]);
  assert.equal(turnLike(turns, "9", 0), null);
  assert.equal(turnLike(turns, "1:05", 0), turns[1]);
  assert.equal(turnLike(turns, "1:01:40", 0), turns[2]);
  assert.equal(turnLike(turns, "0:00", 0), turns[0]);
  assert.equal(turnLike(turns, "id", 0), turns[2]);
  assert.equal(turnLike(turns, "id", 35), turns[0]);
  assert.equal(turnLike(turns, "nobody", 0), null);
  assert.equal(turnLike([{ start: 0, end: 1, speaker: null, ms: null }], "0:10", 0), null);
});

test("the next turn without a coding: as by looking at each turn and each coding", () => {
  const random = chance(3);
  for (let round = 0; round < 200; round++) {
    const turns = Array.from({ length: 12 }, (_, n) => ({ start: 10 * n, end: 10 * n + 8, kind: n % 5 ? "speech" : "heading" }));
    const codings = someCodings(random, 6, 120, 30).sort((one, other) => one.start - other.start);
    const point = random.integer(0, 120);
    const isFree = (turn) => codings.every(({ start, end }) => end <= turn.start || turn.end <= start);
    const wanted = turns.find((turn) => turn.start > point && turn.kind !== "heading" && isFree(turn)) ?? null;
    assert.equal(nextUncoded(turns, [{ start: null, end: null }, ...codings], point), wanted);
  }
});
