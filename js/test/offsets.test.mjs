import assert from "node:assert/strict";
import { test } from "node:test";
import { Doc } from "../src/index.js";
import { AWKWARD, awkwardText, chance } from "../tools/awkward.js";

/** The same facts worked out the long way, from the list of characters. */
function longWay(text) {
  const characters = Array.from(text);
  const units = [0];
  for (const character of characters) units.push(units[units.length - 1] + character.length);
  return { characters, units, lines: text.split("\n") };
}

function checkAgainstLongWay(text) {
  const doc = new Doc(text);
  const { characters, units, lines } = longWay(text);
  assert.equal(doc.length, characters.length);
  assert.equal(doc.lineCount, lines.length);
  let start = 0;
  lines.forEach((line, number) => {
    const length = Array.from(line).length;
    assert.equal(doc.lineText(number), line);
    assert.equal(doc.lineStart(number), start);
    assert.equal(doc.lineEnd(number), start + length);
    assert.equal(doc.hasAstral(number), length !== line.length);
    start += length + 1;
  });
  let line = 0;
  for (let point = 0; point <= characters.length; point++) {
    assert.equal(doc.lineOf(point), line);
    assert.equal(doc.toUnits(point), units[point]);
    assert.equal(doc.toPoint(units[point]), point);
    const column = point - doc.lineStart(line);
    assert.equal(doc.toUnit(line, column), Array.from(lines[line]).slice(0, column).join("").length);
    assert.equal(doc.toColumn(line, doc.toUnit(line, column)), column);
    if (characters[point] === "\n") line++;
  }
  return doc;
}

test("every code point of every awkward text goes to units and back", () => {
  for (const text of Object.values(AWKWARD)) {
    checkAgainstLongWay(text);
    checkAgainstLongWay(`a\n${text}\n\n${text}b\n`);
  }
});

test("every code point of many mixed texts goes to units and back", () => {
  const random = chance(1);
  for (let round = 0; round < 60; round++) checkAgainstLongWay(awkwardText(random, random.integer(0, 40)));
});

test("slices are those of the list of characters", () => {
  const random = chance(2);
  for (let round = 0; round < 60; round++) {
    const text = awkwardText(random, 30);
    const doc = new Doc(text);
    const characters = Array.from(text);
    const start = random.integer(0, doc.length);
    const end = random.integer(start, doc.length);
    assert.equal(doc.slice(start, end), characters.slice(start, end).join(""));
  }
});

test("the middle of a surrogate pair counts as the start of its character", () => {
  const doc = new Doc("a🙂b\n🙂🙂");
  assert.equal(doc.toPoint(2), 1);
  assert.equal(doc.toColumn(0, 2), 1);
  assert.equal(doc.toColumn(1, 1), 0);
  assert.equal(doc.toColumn(1, 3), 1);
  assert.equal(doc.toPoint(doc.text.length - 1), doc.length - 1);
});

test("offsets agree with those of Python for the firefighter of doccano#2290", () => {
  const doc = new Doc("👨🏻‍🚒 firemen drive firetrucks");
  assert.equal(doc.slice(5, 12), "firemen");
  assert.equal(doc.slice(19, 29), "firetrucks".slice(0, 10));
  assert.equal(doc.toUnits(19), 22);
  assert.equal(doc.toUnits(29), 32);
});

test("lines end at line feeds only", () => {
  const doc = new Doc("a\u2028b\u0085c\u000bd\fe\rf\ng");
  assert.equal(doc.lineCount, 2);
  assert.equal(doc.lineText(0), "a\u2028b\u0085c\u000bd\fe\rf");
});

test("an empty text has one empty line", () => {
  const doc = new Doc("");
  assert.deepEqual([doc.length, doc.lineCount, doc.lineOf(0), doc.lineEnd(0), doc.lineText(0)], [0, 1, 0, 0, ""]);
});

test("a newline belongs to the line it ends", () => {
  const doc = new Doc("ab\n\nc\n");
  assert.deepEqual([0, 1, 2, 3, 4, 5, 6].map((point) => doc.lineOf(point)), [0, 0, 0, 1, 2, 2, 3]);
  assert.equal(doc.lineEnd(3), 6);
});

test("what lies outside is refused, not bent", () => {
  const doc = new Doc("ab\n🙂");
  for (const action of [
    () => doc.lineOf(-1),
    () => doc.lineOf(5),
    () => doc.lineOf(0.5),
    () => doc.toUnits(5),
    () => doc.toPoint(6),
    () => doc.toUnit(0, 3),
    () => doc.toColumn(1, 3),
    () => doc.lineStart(2),
    () => doc.lineText(-1),
    () => doc.slice(0, NaN),
  ]) {
    assert.throws(action, RangeError);
  }
});
