import assert from "node:assert/strict";
import { test } from "node:test";
import { changesOf, fieldsOf, knownAs, namesakesOf, problemsOf, tidied } from "../src/index.js";
import { codesOf } from "../tools/book.js";

const codes = codesOf("repertoire: Repertoire\n  stories: Stories");
const fields = (more = {}) => ({ ...fieldsOf(), name: "Jokes", ...more });

test("a code that is not there yet has empty fields and can be coded with", () => {
  const filled = Object.entries(fieldsOf({ parent: "repertoire" })).filter(([, value]) => value.length ?? value);
  assert.deepEqual(filled, [["parent", "repertoire"], ["is_codable", true]]);
});

test("blanks around go, and empty examples", () => {
  const kept = tidied(fields({ name: "  Jokes ", definition: " Funny.\n", examples: ["one ", "", "  "] }), codes);
  assert.deepEqual([kept.name, kept.definition, kept.examples], ["Jokes", "Funny.", ["one"]]);
});

test("a new code gets an id from its name, one that is free", () => {
  assert.equal(tidied(fields(), codes).code, "jokes");
  assert.equal(tidied(fields({ name: "Stories!" }), codes).code, "stories-2");
  assert.equal(tidied(fields({ code: " own-id " }), codes).code, "own-id");
});

test("what is not in order is said at its field", () => {
  const wrong = (more, isNew = true) => problemsOf(fields(more), codes, { isNew }).map(({ field }) => field);
  assert.deepEqual(wrong({}), []);
  assert.deepEqual(wrong({ name: "  " }), ["name"]);
  assert.deepEqual(wrong({ code: "stories" }), ["code"]);
  assert.deepEqual(wrong({ code: "stories" }, false), []);
  assert.deepEqual(wrong({ color: "blue" }), ["color"]);
  assert.deepEqual(wrong({ color: "#ABCDEF" }), []);
});

test("codes that speak against it are named by id or by name, and must be there", () => {
  const named = fields({ contrary: ["Stories ", "repertoire", "", "tales"] });
  assert.deepEqual(tidied(named, codes).contrary, ["stories", "repertoire", "tales"]);
  assert.deepEqual(problemsOf(named, codes, { isNew: true }).map(({ says }) => says), ["There is no code “tales”."]);
  assert.equal(knownAs("stories", codes), "Stories");
  assert.equal(knownAs("other", codesOf("one: Same\nother: Same")), "other");
  assert.equal(knownAs("gone", codes), "gone");
});

test("near misses without any word go", () => {
  const near_misses = [{ passage: " a ", why: "" }, { passage: "", why: " " }];
  assert.deepEqual(tidied(fields({ near_misses }), codes).near_misses, [{ passage: "a", why: "" }]);
});

test("a name that is nearly there already is known, but no code is its own namesake", () => {
  assert.deepEqual(namesakesOf(fields({ name: "story" }), codes).map(({ code }) => code), ["stories"]);
  assert.deepEqual(namesakesOf(fields({ name: "story" }), codes, "stories"), []);
});

test("only what was changed is to be written", () => {
  const before = fields({ examples: ["one"], definition: "Funny." });
  assert.deepEqual(changesOf(before, { ...before, examples: ["one"] }), {});
  assert.deepEqual(changesOf(before, { ...before, examples: ["two"], is_codable: false }), { examples: ["two"], is_codable: false });
});
