import assert from "node:assert/strict";
import { test } from "node:test";
import { assignLanes, freeLane } from "../src/index.js";
import { Heap } from "../src/heap.js";
import { chance, someCodings } from "../tools/awkward.js";

const coding = (guid, start, end, code = "a") => ({ guid, code, coder: "amina", start, end });

/** How many codings lie over each other at the worst place, counted at every start. */
function depthOf(codings) {
  return Math.max(0, ...codings.map(({ start }) => codings.filter((c) => c.start <= start && start < c.end).length));
}

/** The obvious way: every coding in turn takes the lowest lane that nobody it overlaps has. */
function slowLanes(codings) {
  const inOrder = (one, other) => (one < other ? -1 : Number(one > other));
  const byOrder = [...codings].sort(
    (a, b) => a.start - b.start || b.end - a.end || inOrder(a.code, b.code) || inOrder(a.guid, b.guid),
  );
  const lanes = new Map();
  for (const [number, one] of byOrder.entries()) {
    const earlier = byOrder.slice(0, number).filter((other) => other.start < one.end && one.start < other.end);
    const taken = new Set(earlier.map(({ guid }) => lanes.get(guid)));
    let lane = 0;
    while (taken.has(lane)) lane++;
    lanes.set(one.guid, lane);
  }
  return lanes;
}

test("codings side by side, the longer one first, and lanes used again", () => {
  const codings = [coding("short", 0, 4), coding("long", 0, 9), coding("next", 4, 8), coding("far", 9, 12)];
  const { lanes, count } = assignLanes(codings);
  assert.deepEqual(Object.fromEntries(lanes), { long: 0, short: 1, next: 1, far: 0 });
  assert.equal(count, 2);
});

test("lanes agree with the obvious way, and are as few as can be", () => {
  const random = chance(10);
  for (let round = 0; round < 80; round++) {
    const codings = someCodings(random, random.integer(0, 40), 60, random.pick([3, 10, 60]));
    const { lanes, count, crowded } = assignLanes(codings);
    assert.deepEqual(new Map([...lanes].sort()), new Map([...slowLanes(codings)].sort()));
    assert.equal(count, depthOf(codings));
    assert.deepEqual(crowded, []);
  }
});

test("the order in which codings come makes no difference", () => {
  const random = chance(11);
  const codings = someCodings(random, 50, 80, 20);
  const turned = [...codings].reverse();
  assert.deepEqual([...assignLanes(codings).lanes], [...assignLanes(turned).lanes]);
});

test("with a most, those that find no lane are named, not lost, and the others still do not overlap", () => {
  const random = chance(12);
  for (let round = 0; round < 40; round++) {
    const codings = someCodings(random, 40, 60, 20);
    const { lanes, count, crowded } = assignLanes(codings, { max: 3 });
    assert.ok(count <= 3);
    assert.equal(lanes.size + crowded.length, codings.length);
    for (const guid of crowded) assert.ok(!lanes.has(guid));
    const placed = codings.filter(({ guid }) => lanes.has(guid));
    for (const one of placed) {
      for (const other of placed) {
        const overlap = one !== other && one.start < other.end && other.start < one.end;
        if (overlap) assert.notEqual(lanes.get(one.guid), lanes.get(other.guid));
      }
    }
  }
});

test("a coding of the whole source has no lane", () => {
  const { lanes, count } = assignLanes([coding("all", null, null), coding("one", 0, 1)]);
  assert.deepEqual([...lanes.keys()], ["one"]);
  assert.equal(count, 1);
});

test("a heap gives back what it was given, sorted", () => {
  const random = chance(13);
  for (let round = 0; round < 50; round++) {
    const items = Array.from({ length: random.integer(0, 30) }, () => random.integer(0, 9));
    const heap = new Heap((one, other) => one - other);
    for (const item of items) heap.push(item);
    const out = [];
    while (heap.size > 0) {
      const { first } = heap;
      out.push(heap.pop());
      assert.equal(out.at(-1), first);
    }
    assert.deepEqual(out, items.sort((one, other) => one - other));
  }
});

test("a coding that comes later gets the lowest lane that is free, and the others keep theirs", () => {
  const random = chance(12);
  for (let round = 0; round < 60; round++) {
    const codings = someCodings(random, 30, 60).filter(({ start }) => start !== null);
    const [late, ...early] = codings;
    const { lanes } = assignLanes(early);
    const lane = freeLane(late, early, lanes);
    const beside = early.filter((other) => other.start < late.end && late.start < other.end).map(({ guid }) => lanes.get(guid));
    assert.ok(!beside.includes(lane));
    for (let lower = 0; lower < lane; lower++) assert.ok(beside.includes(lower));
  }
  assert.equal(freeLane({ start: 0, end: 5 }, [coding("one", 0, 9)], new Map([["one", 0]]), { max: 1 }), undefined);
});
