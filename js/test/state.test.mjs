import assert from "node:assert/strict";
import { test } from "node:test";
import {
  hiddenCount,
  stateOf,
  visible,
  withDropped,
  withError,
  withFilter,
  withPending,
  withRemote,
  withRemoteChange,
  withRemoved,
  withSaved,
} from "../src/index.js";

const coding = (guid, more = {}) => ({ guid, code: "repair", coder: "amina", start: 0, end: 5, ...more });
const statuses = (state) => Object.fromEntries([...state.codings].map(([guid, { status }]) => [guid, status]));
const guids = (codings) => codings.map(({ guid }) => guid);
const one = () => stateOf({ coder: "amina", codings: [coding("A")] });

test("a coding is pending, then saved", () => {
  let state = withPending(one(), coding("B"));
  assert.deepEqual(statuses(state), { A: "saved", B: "pending" });
  state = withSaved(state, { cid: "B" });
  assert.deepEqual(statuses(state), { A: "saved", B: "saved" });
  assert.equal(state.changes.size, 0);
});

test("the store's own guid and fields count", () => {
  let state = withPending(one(), coding("mine"), "C1");
  state = withSaved(state, { cid: "C1", coding: coding("theirs", { end: 6 }) });
  assert.deepEqual(statuses(state), { A: "saved", theirs: "saved" });
  assert.equal(state.codings.get("theirs").end, 6);
});

test("a coding that could not be saved stays to be seen, with the reason, until it is sent again or dropped", () => {
  const state = withError(withPending(one(), coding("B"), "C1"), { cid: "C1", error: "the disk is full" });
  assert.equal(state.codings.get("B").status, "error");
  assert.equal(state.codings.get("B").error, "the disk is full");
  const again = withPending(state, state.codings.get("B"), "C1");
  assert.equal(again.codings.get("B").status, "pending");
  assert.equal(again.codings.get("B").error, undefined);
  assert.equal(withSaved(again, { cid: "C1" }).codings.get("B").error, undefined);
  assert.deepEqual(statuses(withDropped(state, "C1")), { A: "saved" });
});

test("a change that fails and is dropped gives back what the store has", () => {
  let state = withPending(one(), coding("A", { end: 9 }), "C1");
  assert.equal(state.codings.get("A").end, 9);
  state = withDropped(withError(state, { cid: "C1", error: "no" }), "C1");
  assert.deepEqual([state.codings.get("A").end, state.codings.get("A").status], [5, "saved"]);
});

test("a removed coding is gone at once, and comes back marked if that fails", () => {
  const state = withRemoved(one(), "A", "C1");
  assert.deepEqual(statuses(state), {});
  assert.deepEqual(statuses(withSaved(state, { cid: "C1" })), {});
  assert.deepEqual(withSaved(state, { cid: "C1" }).saved.size, 0);
  assert.deepEqual(statuses(withError(state, { cid: "C1", error: "no" })), { A: "error" });
});

test("two changes of one coding: the later one shows, whichever answer comes when", () => {
  const state = withPending(withPending(one(), coding("A", { end: 7 }), "C1"), coding("A", { end: 9 }), "C2");
  assert.equal(state.codings.get("A").end, 9);
  const first = withSaved(state, { cid: "C1" });
  assert.deepEqual([first.codings.get("A").end, first.codings.get("A").status], [9, "pending"]);
  assert.deepEqual(withSaved(first, { cid: "C2" }).codings.get("A").end, 9);
});

test("a change that is saved settles earlier ones of the same coding, and of no other", () => {
  let state = withError(withPending(one(), coding("B"), "C0"), { cid: "C0", error: "no" });
  state = withPending(withPending(state, coding("A", { end: 7 }), "C1"), coding("A", { end: 8 }), "C2");
  state = withPending(withPending(state, coding("A", { end: 9 }), "C3"), coding("A", { end: 10 }), "C4");
  state = withSaved(withError(state, { cid: "C1", error: "no" }), { cid: "C3" });
  assert.deepEqual([...state.changes.keys()], ["C0", "C4"]);
  state = withSaved(state, { cid: "C4" });
  assert.deepEqual([state.codings.get("A").end, state.codings.get("A").status], [10, "saved"]);
  assert.equal(state.codings.get("B").status, "error");
  assert.deepEqual(withError(state, { cid: "C2", error: "late" }), state);
});

test("another notebook's codings come, its removals go, and what is under way here survives", () => {
  let state = stateOf({ coder: "amina", codings: [coding("A"), coding("B"), coding("C")] });
  state = withPending(state, coding("new"), "C1");
  state = withPending(state, coding("A", { end: 9 }), "C2");
  state = withRemoved(state, "B", "C3");
  state = withRemote(state, [coding("B"), coding("D", { coder: "bo" })]);
  assert.deepEqual(statuses(state), { new: "pending", A: "pending", D: "saved" });
});

test("differences from another notebook", () => {
  let state = withPending(one(), coding("new"));
  state = withRemoteChange(state, { add: [coding("D", { coder: "bo" })], del: ["A", "new", "unknown"] });
  assert.deepEqual(statuses(state), { D: "saved", new: "pending" });
});

test("answers to what was never asked change nothing", () => {
  const state = one();
  assert.deepEqual(withError(state, { cid: "?", error: "no" }), state);
  assert.deepEqual(withSaved(state, { cid: "?" }), state);
  assert.deepEqual(withDropped(state, "?"), state);
});

test("no update changes the state it was given", () => {
  const state = withPending(withPending(one(), coding("B"), "C1"), coding("E"), "C2");
  const before = structuredClone(state);
  withSaved(state, { cid: "C1", coding: coding("Z") });
  withError(state, { cid: "C1", error: "no" });
  withRemoved(state, "A");
  withDropped(state, "C2");
  withRemote(state, []);
  withRemoteChange(state, { del: ["A"] });
  withFilter(state, { blind: true });
  visible(state);
  assert.deepEqual(state, before);
});

test("filters: what is shown and what is hidden make up the whole", () => {
  const codings = [
    coding("A", { start: 3 }),
    coding("B", { coder: "bo" }),
    coding("C", { code: "tools" }),
    coding("D", { coder: "bo", code: "tools", start: null, end: null }),
  ];
  const state = stateOf({ coder: "amina", codings });
  const shown = (filter) => guids(visible(withFilter(state, filter)));
  assert.deepEqual(shown({}), ["D", "B", "C", "A"]);
  assert.deepEqual(shown({ blind: true }), ["C", "A"]);
  assert.deepEqual(shown({ coders: new Set(["bo"]) }), ["D", "B"]);
  assert.deepEqual(shown({ codes: new Set(["tools"]) }), ["D", "C"]);
  assert.deepEqual(shown({ codes: new Set(["tools"]), blind: true }), ["C"]);
  assert.deepEqual(shown({ coders: new Set() }), []);
  for (const filter of [{}, { blind: true }, { coders: new Set(["bo"]) }, { codes: new Set() }]) {
    const filtered = withFilter(state, filter);
    assert.equal(visible(filtered).length + hiddenCount(filtered), 4);
  }
});

test("what is not saved yet is never hidden", () => {
  let state = withFilter(one(), { codes: new Set(["tools"]) });
  state = withPending(state, coding("B"));
  assert.deepEqual(guids(visible(state)), ["B"]);
  assert.equal(hiddenCount(state), 1);
  assert.deepEqual(guids(visible(withSaved(state, { cid: "B" }))), []);
  assert.equal(hiddenCount(withSaved(state, { cid: "B" })), 2);
});
