import assert from "node:assert/strict";
import { test } from "node:test";
import { Doc, LineIndex, byPlace, segmentsOf } from "../src/index.js";
import { awkwardText, chance, someCodings } from "../tools/awkward.js";

const coding = (guid, start, end, code = "a") => ({ guid, code, coder: "amina", start, end });
const touches = (doc, line) => (c) => c.start !== null && c.start <= doc.lineEnd(line) && c.end > doc.lineStart(line);

test("a line is cut where codings start and end", () => {
  const doc = new Doc("🙂 thanks her");
  const runs = segmentsOf(doc, 0, [coding("b", 2, 8), coding("a", 0, 8), coding("c", 5, 12)]);
  assert.deepEqual(runs, [
    { startUnit: 0, endUnit: 3, codings: ["a"] },
    { startUnit: 3, endUnit: 6, codings: ["a", "b"] },
    { startUnit: 6, endUnit: 9, codings: ["a", "b", "c"] },
    { startUnit: 9, endUnit: 13, codings: ["c"] },
  ]);
});

test("a line without codings is one run, an empty line none", () => {
  const doc = new Doc("one\n\n");
  assert.deepEqual(segmentsOf(doc, 0, []), [{ startUnit: 0, endUnit: 3, codings: [] }]);
  assert.deepEqual(segmentsOf(doc, 1, [coding("a", 0, 5)]), []);
});

test("runs put together give back the line, and each character bears just its codings", () => {
  const random = chance(20);
  for (let round = 0; round < 60; round++) {
    const doc = new Doc(`x${awkwardText(random, 15)}`);
    const codings = someCodings(random, random.integer(0, 12), doc.length);
    for (let line = 0; line < doc.lineCount; line++) {
      const text = doc.lineText(line);
      const runs = segmentsOf(doc, line, codings);
      assert.equal(runs.map(({ startUnit, endUnit }) => text.slice(startUnit, endUnit)).join(""), text);
      let done = 0;
      for (const { startUnit, endUnit, codings: guids } of runs) {
        assert.equal(startUnit, done);
        assert.ok(startUnit < endUnit);
        done = endUnit;
        const first = doc.lineStart(line) + doc.toColumn(line, startUnit);
        const past = doc.lineStart(line) + doc.toColumn(line, endUnit);
        for (let point = first; point < past; point++) {
          const bearing = codings.filter(({ start, end }) => start <= point && point < end).sort(byPlace);
          assert.deepEqual(guids, bearing.map(({ guid }) => guid));
        }
      }
    }
  }
});

test("the index knows what looking through all codings finds, through many changes", () => {
  const random = chance(21);
  for (let round = 0; round < 25; round++) {
    const doc = new Doc(`x${awkwardText(random, 30)}`);
    let codings = someCodings(random, 15, doc.length, random.pick([5, doc.length]));
    const index = new LineIndex(doc, codings);
    const check = () => {
      for (let line = 0; line < doc.lineCount; line++) {
        assert.deepEqual(index.of(line), codings.filter(touches(doc, line)).sort(byPlace));
      }
    };
    check();
    for (let change = 0; change < 12; change++) {
      const [fresh] = someCodings(random, 1, doc.length);
      const before = codings;
      const old = random.pick(codings);
      const lines = Array.from({ length: doc.lineCount }, (_, line) => line);
      const linesOf = (c) => lines.filter((line) => touches(doc, line)(c));
      let touched;
      let expected;
      if (change % 3 === 0) {
        const added = { ...fresh, guid: `new${change}` };
        codings = [...before, added];
        touched = index.add(added);
        expected = linesOf(added);
      } else if (change % 3 === 1) {
        codings = before.filter((c) => c !== old);
        touched = index.remove(old.guid);
        expected = linesOf(old);
      } else {
        const changed = { ...fresh, guid: old.guid };
        codings = [...before.filter((c) => c !== old), changed];
        touched = index.replace(changed);
        expected = [...linesOf(old), ...linesOf(changed)];
      }
      assert.deepEqual(touched, new Set([...touched].filter((line) => expected.includes(line))));
      assert.deepEqual([...touched].sort((a, b) => a - b), [...new Set(expected)].sort((a, b) => a - b));
      check();
    }
  }
});

test("an index over any number of lines finds every range", () => {
  for (let count = 1; count <= 17; count++) {
    const doc = new Doc("x\n".repeat(count - 1) + "x");
    for (let first = 0; first < count; first++) {
      for (let last = first; last < count; last++) {
        const index = new LineIndex(doc, [coding("a", doc.lineStart(first), doc.lineEnd(last))]);
        for (let line = 0; line < count; line++) {
          assert.equal(index.of(line).length, Number(first <= line && line <= last));
        }
      }
    }
  }
});

test("what no line can show is named, and breaks nothing", () => {
  const doc = new Doc("one\ntwo");
  const index = new LineIndex(doc, [coding("all", null, null), coding("past", 5, 99), coding("fine", 0, 3)]);
  assert.deepEqual(index.unplaced.map(({ guid }) => guid), ["all", "past"]);
  assert.deepEqual(index.of(0).map(({ guid }) => guid), ["fine"]);
  assert.deepEqual(index.add(coding("all", 4, 7)), new Set([1]));
  assert.deepEqual(index.remove("past"), new Set());
  assert.deepEqual(index.remove("never there"), new Set());
  assert.deepEqual(index.unplaced, []);
});

test("a coding that ends with a line's newline does not touch the next line", () => {
  const doc = new Doc("one\ntwo");
  const index = new LineIndex(doc, [coding("a", 0, 4)]);
  assert.deepEqual(index.of(1), []);
});
