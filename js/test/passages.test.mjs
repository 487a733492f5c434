import assert from "node:assert/strict";
import { test } from "node:test";
import { Shelf, asText, commandOf, counted, markedIn } from "../src/index.js";

const codes = [
  { code: "stories", name: "Stories told", color: "" },
  { code: "tools", name: "Tools", color: "" },
];
let number = 0;
const passage = (words, more = {}) => ({
  number: number++, source: more.name ?? "day", name: "day", start: 0, end: words.length, before: "", words, after: "",
  speaker: "", ms: null, codes: [], coders: [], round: 1, note: "", remark: "", rest: 0, ...more,
});
const said = (passages) => passages.map(({ words }) => words);
const titles = (groups) => groups.map(({ title, passages }) => [title, ...said(passages)]);

test("all words are looked for, in whatever case and with whatever accents, also as parts of words", () => {
  const shelf = new Shelf([passage("Café, the cups"), passage("no cup of coffee"), passage("CAFE")], codes);
  assert.deepEqual(said(shelf.holding("cafe")), ["Café, the cups", "CAFE"]);
  assert.deepEqual(said(shelf.holding("CUPS cafe")), ["Café, the cups"]);
  assert.deepEqual(said(shelf.holding("offe")), ["no cup of coffee"]);
  assert.deepEqual(said(shelf.holding("  ")), said(shelf.passages));
  assert.deepEqual(said(shelf.holding("tea")), []);
});

test("memo, text, speaker, codes by name and coders are looked through, the words around are not", () => {
  const one = passage("one", { note: "see the tin", name: "first day", speaker: "Ida", codes: ["stories"], coders: ["amina"], before: "ahead", after: "behind" });
  const shelf = new Shelf([one], codes);
  for (const query of ["tin", "first", "ida", "told", "amina", "tin told"]) assert.equal(shelf.holding(query).length, 1, query);
  for (const query of ["ahead", "behind"]) assert.equal(shelf.holding(query).length, 0, query);
});

test("words of a script without spaces are found", () => {
  const shelf = new Shelf([passage("保険の請求を処理する"), passage("別の話")], codes);
  assert.deepEqual(said(shelf.holding("請求")), ["保険の請求を処理する"]);
});

test("as in the table, passages stand in one group without a title", () => {
  const shelf = new Shelf([passage("b"), passage("a")], codes);
  assert.deepEqual(titles(shelf.grouped(shelf.passages, "table")), [["", "b", "a"]]);
  assert.deepEqual(shelf.grouped([], "table"), []);
  assert.deepEqual(shelf.grouped([], "code"), []);
});

test("by text: texts as people number them, passages by their place, a whole text first", () => {
  const shelf = new Shelf(
    [passage("b", { name: "day 10", start: 4 }), passage("a", { name: "day 10", start: 1 }), passage("c", { name: "day 9" }), passage("", { name: "day 10", start: null, end: null })],
    codes,
  );
  assert.deepEqual(titles(shelf.grouped(shelf.passages, "source")), [["day 9", "c"], ["day 10", "", "a", "b"]]);
});

test("by code: in tree order, a passage under each of its codes, those without one last", () => {
  const shelf = new Shelf([passage("none"), passage("tool", { codes: ["tools"] }), passage("both", { codes: ["stories", "tools"], start: 5 })], codes);
  const groups = shelf.grouped(shelf.passages, "code");
  assert.deepEqual(titles(groups), [["Stories told", "both"], ["Tools", "tool", "both"], ["without a code", "none"]]);
  assert.deepEqual(groups.map(({ code }) => code), ["stories", "tools", null]);
});

test("by coder and by speaker", () => {
  const shelf = new Shelf([passage("x", { coders: ["bo"], speaker: "Ida" }), passage("y", { coders: ["amina", "bo"] })], codes);
  assert.deepEqual(titles(shelf.grouped(shelf.passages, "coder")), [["amina", "y"], ["bo", "x", "y"]]);
  assert.deepEqual(titles(shelf.grouped(shelf.passages, "speaker")), [["Ida", "x"], ["no speaker", "y"]]);
});

test("putting in order leaves the passages as they were", () => {
  const passages = [passage("b", { start: 4 }), passage("a", { start: 1 })];
  const shelf = new Shelf(passages, codes);
  shelf.grouped(shelf.passages, "source");
  assert.deepEqual(said(shelf.passages), ["b", "a"]);
});

test("what was looked for is marked, in code points, overlaps made one", () => {
  assert.deepEqual(markedIn("🙂 Café society", "cafe"), [{ start: 2, end: 6 }]);
  assert.deepEqual(markedIn("snacks", "snack nacks"), [{ start: 0, end: 6 }]);
  assert.deepEqual(markedIn("so it goes, so", "so"), [{ start: 0, end: 2 }, { start: 12, end: 14 }]);
  assert.deepEqual(markedIn("anything", " "), []);
});

test("shown, hidden and left out are counted in plain words", () => {
  const all = [passage("a", { name: "one" }), passage("b", { name: "two" }), passage("c", { name: "two" })];
  const plain = (more) => counted({ shown: all, all, leftOut: {}, lost: [], ...more });
  assert.deepEqual(plain({}), { shown: "3 passages in 2 texts", leftOut: [] });
  assert.equal(plain({ shown: all.slice(0, 1) }).shown, "1 passage in 1 text, 2 hidden by the filter");
  assert.deepEqual(plain({ leftOut: { blind: 4, coding: 1, source: 2, outside: 3 }, lost: ["day-09"] }).leftOut, [
    "4 not shown while a round is open for you",
    "1 left out: the project has no such coding any more",
    "2 left out: the text is not in the project: day-09",
    "3 left out: the text has no such place",
  ]);
});

test("as plain text: words, where they stand, memo; headings with how many", () => {
  const one = passage("so it goes", { note: "again" });
  const groups = [{ title: "Tools", code: "tools", passages: [one, passage("", { start: null })] }];
  assert.equal(
    asText(groups, ({ name }) => `in ${name}`),
    "Tools (2)\n\n“so it goes”\n— in day\nMemo: again\n\n(the whole text)\n— in day\n",
  );
});

test("keys: in the list arrows go from passage to passage, in the text beside it they scroll", () => {
  const at = (focus, key, code = key) =>
    commandOf({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }, { focus, hasSelection: false, onCoding: false, isMac: false });
  const list = { ArrowDown: "next-passage", ArrowUp: "previous-passage", n: "next-passage", Enter: "show-in-text", Escape: "back-to-passages", "/": "filter-passages", c: null, x: null };
  for (const [key, command] of Object.entries(list)) assert.equal(at("passages", key), command, key);
  const reader = { ArrowDown: null, PageDown: null, n: "read-next", p: "read-previous", Escape: "back-to-passages", Enter: null };
  for (const [key, command] of Object.entries(reader)) assert.equal(at("reader", key), command, key);
});
