import assert from "node:assert/strict";
import { test } from "node:test";
import { colorsOf, idsBelow, matchesOf, outlineOf } from "../src/index.js";
import { chance } from "../tools/awkward.js";
import { codesOf } from "../tools/book.js";

const BOOK = `
mutual-engagement: Mutual engagement
  enabling-engagement: Enabling engagement
  community-maintenance: Community maintenance
    thanks: Café & thanks
joint-enterprise: Joint enterprise
  mutual-accountability: Mutual accountability
folder: (Ties that fall short)
  category: Category
`;
const codes = codesOf(BOOK, { "mutual-engagement": 2, thanks: 3, "community-maintenance": 1 }, { category: "A job title." });
const all = new Set(codes.map(({ code }) => code));
const without = (...ids) => new Set([...all].filter((id) => !ids.includes(id)));
/** Each row as "> id" with its marks: two spaces a level, - open, + closed, ~ context. */
const drawn = (how) =>
  outlineOf(codes, how).rows.map(({ code, level, isOpen, isContext }) => {
    const sign = isOpen === null ? " " : isOpen ? "-" : "+";
    return `${"  ".repeat(level - 1)}${sign}${isContext ? "~" : ""}${code.code}`;
  });

test("all branches are open, unless it is said which", () => {
  assert.deepEqual(drawn(), [
    "-mutual-engagement",
    "   enabling-engagement",
    "  -community-maintenance",
    "     thanks",
    "-joint-enterprise",
    "   mutual-accountability",
    "-folder",
    "   category",
  ]);
  assert.deepEqual(drawn({ expanded: without("mutual-engagement", "folder") }), [
    "+mutual-engagement",
    "-joint-enterprise",
    "   mutual-accountability",
    "+folder",
  ]);
});

test("each row knows its place, and how many are beside it", () => {
  const places = outlineOf(codes).rows.map(({ place, beside }) => `${place}/${beside}`);
  assert.deepEqual(places, ["1/3", "1/2", "2/2", "1/1", "2/3", "1/1", "3/3", "1/1"]);
});

test("the codings of a branch are those of all codes in it but the first", () => {
  const below = Object.fromEntries(outlineOf(codes).rows.map((row) => [row.code.code, row.below]));
  assert.equal(below["mutual-engagement"], 4);
  assert.equal(below["community-maintenance"], 3);
  assert.equal(below.thanks, 0);
});

test("a few letters keep what fits, with what is above it as context", () => {
  assert.deepEqual(drawn({ query: "café" }), ["-~mutual-engagement", "  -~community-maintenance", "     thanks"]);
  assert.deepEqual(drawn({ query: "mutual acc" }), ["-~joint-enterprise", "   mutual-accountability"]);
  assert.deepEqual(drawn({ query: "qqq" }), []);
  assert.deepEqual(drawn({ query: "  " }).length, codes.length);
});

test("closed branches are searched, too, and what only holds others is found", () => {
  assert.deepEqual(drawn({ query: "thanks", expanded: new Set() }).at(-1), "     thanks");
  assert.deepEqual(drawn({ query: "ties" }), ["+folder"]);
});

test("what is below a code that was found can be unfolded", () => {
  assert.deepEqual(drawn({ query: "ties", unfolded: new Set(["folder"]) }), ["-folder", "   ~category"]);
  assert.deepEqual(drawn({ query: "mutual eng", unfolded: new Set(["thanks", "mutual-engagement"]) }), [
    "-mutual-engagement",
    "   ~enabling-engagement",
    "  +~community-maintenance",
  ]);
});

test("what fits by its path or definition comes only where no name fits", () => {
  assert.deepEqual(drawn({ query: "job" }), ["-~folder", "   category"]);
  assert.deepEqual(drawn({ query: "enterprise mutual" }), ["-~joint-enterprise", "   mutual-accountability"]);
  const withJob = [...codes, ...codesOf("jobs: Jobs")];
  assert.deepEqual(outlineOf(withJob, { query: "job" }).rows.map(({ code }) => code.code), ["jobs"]);
});

test("what was found comes best first, and its letters are marked", () => {
  const { rows, found } = outlineOf(codes, { query: "mutual" });
  const named = matchesOf(codes, "mutual").filter(({ how }) => how !== "path");
  assert.deepEqual(found.map(({ code }) => code), named.map(({ code }) => code.code));
  assert.deepEqual(rows.find(({ code }) => code.code === "mutual-accountability").ranges, [{ start: 0, end: 6 }]);
});

test("every row of any tree stands below its parent, and none comes twice", () => {
  const random = chance(7);
  for (let round = 0; round < 50; round++) {
    const many = Array.from({ length: 40 }, (_, number) => {
      const parent = random.next() < 0.2 ? "" : `c${random.integer(0, 39)}`;
      return { ...codes[0], code: `c${number}`, name: `Code ${number}`, path: "", parent, n: random.integer(0, 5) };
    });
    const expanded = new Set(many.filter(() => random.next() < 0.6).map(({ code }) => code));
    const { rows } = outlineOf(many, { expanded });
    assert.equal(new Set(rows.map(({ code }) => code.code)).size, rows.length);
    rows.forEach((row, place) => {
      if (row.level === 1) return;
      const above = rows.slice(0, place).findLast(({ level }) => level === row.level - 1);
      assert.equal(above.code.code, row.code.parent);
      assert.ok(above.isOpen && expanded.has(above.code.code));
    });
    const top = outlineOf(many, { expanded: new Set() }).rows;
    const sum = top.reduce((so_far, { code, below }) => so_far + code.n + below, 0);
    assert.equal(sum, many.reduce((so_far, { n }) => so_far + n, 0));
  }
});

test("what is below a code", () => {
  assert.deepEqual([...idsBelow(codes, "mutual-engagement")], ["enabling-engagement", "community-maintenance", "thanks"]);
  assert.deepEqual([...idsBelow(codes, "thanks")], []);
});

test("a code without a colour gets one of the palette", () => {
  const bare = codes.slice(0, 2).map((code, place) => ({ ...code, color: place ? "" : "#123456" }));
  assert.deepEqual([...colorsOf(bare).values()], ["#123456", "#D55E00"]);
});
