import assert from "node:assert/strict";
import { test } from "node:test";
import { stepOf, whose } from "../src/index.js";
import { codesOf } from "../tools/book.js";

const codes = codesOf(`
a: A
  b: B
  c: C
    d: D
e: E
`);
const step = (id, way) => {
  const place = stepOf(codes, id, way);
  return place && `${place.where} ${place.target}`;
};

test("a code is moved step by step among those beside it, in and out", () => {
  assert.equal(step("c", "up"), "before b");
  assert.equal(step("b", "down"), "after c");
  assert.equal(step("c", "in"), "below b");
  assert.equal(step("e", "in"), "below a");
  assert.equal(step("d", "out"), "after c");
  assert.equal(step("b", "out"), "after a");
});

test("at the ends there is no step", () => {
  assert.equal(step("b", "up"), null);
  assert.equal(step("b", "in"), null);
  assert.equal(step("c", "down"), null);
  assert.equal(step("e", "out"), null);
  assert.equal(step("gone", "up"), null);
});

test("whose codings hang on a code", () => {
  assert.equal(whose({ by_coder: { amina: 8, bo: 4 }, n_hidden: 0 }), "12 codings (amina 8, bo 4)");
  assert.equal(whose({ by_coder: { amina: 1 }, n_hidden: 0 }), "1 coding (amina 1)");
  assert.equal(whose({ by_coder: {}, n_hidden: 0 }), "0 codings");
  assert.equal(whose({ by_coder: {}, n_hidden: 2 }), "0 codings, and 2 more that you cannot see while a round is open");
});
