import assert from "node:assert/strict";
import { test } from "node:test";
import { highlighted, inVivoId, keyed, nearDuplicates, pinned, search, treeOf, visibleNodes, withPin } from "../src/index.js";
import { bare, fold } from "../src/fold.js";
import { AWKWARD } from "../tools/awkward.js";
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
const codes = codesOf(BOOK, { "mutual-accountability": 4, category: 1 }, { category: "A job title in common." });
const found = (query, among = codes) => search(among, query).map(({ code, how }) => `${code.code} ${how}`);
const marked = (query, id) => {
  const match = search(codes, query).find(({ code }) => code.code === id);
  return highlighted(match.code.name, match.ranges)
    .map(({ text, hit }) => (hit ? `[${text}]` : text))
    .join("");
};

test("the tree keeps the order and knows depths, parents and children", () => {
  const tree = treeOf(codes);
  assert.deepEqual(tree.map(({ code }) => code.code), codes.map(({ code }) => code));
  assert.deepEqual(tree.map(({ depth }) => depth), [0, 1, 1, 2, 0, 1, 0, 1]);
  assert.equal(tree[3].parent, tree[2]);
  assert.deepEqual(tree[0].children, [tree[1], tree[2]]);
});

test("codes out of order, without a parent, or in a circle all come once", () => {
  const row = (code, parent) => ({ ...codes[0], code, name: code, parent });
  const inCircles = [row("egg", "hen"), row("hen", "egg"), row("self", "self")];
  const tree = treeOf([row("child", "top"), row("lost", "nowhere"), row("top", ""), ...inCircles]);
  assert.deepEqual(tree.map(({ code }) => code.code), ["lost", "top", "child", "hen", "egg", "self"]);
  assert.deepEqual(tree.map(({ depth }) => depth), [0, 0, 1, 0, 1, 0]);
});

test("closed branches hide all that is under them", () => {
  const tree = treeOf(codes);
  const shown = (...open) => visibleNodes(tree, new Set(open)).map(({ code }) => code.code);
  assert.deepEqual(shown(), ["mutual-engagement", "joint-enterprise", "folder"]);
  assert.deepEqual(shown("community-maintenance"), ["mutual-engagement", "joint-enterprise", "folder"]);
  assert.deepEqual(shown("mutual-engagement", "community-maintenance"), [
    "mutual-engagement",
    "enabling-engagement",
    "community-maintenance",
    "thanks",
    "joint-enterprise",
    "folder",
  ]);
});

test("the better a code fits, the earlier it comes", () => {
  assert.deepEqual(found("mutual-engagement")[0], "mutual-engagement exact");
  assert.deepEqual(found("CAFE & thanks")[0], "thanks exact");
  assert.deepEqual(found("cm"), ["community-maintenance initials"]);
  assert.deepEqual(found("comm"), ["community-maintenance prefix", "thanks path", "category definition"]);
  assert.deepEqual(found("nter"), ["joint-enterprise name", "mutual-accountability path"]);
  assert.deepEqual(found("job title"), ["category definition"]);
  assert.deepEqual(found("qqq"), []);
});

test("a prefix comes before initials, initials before the middle of a name", () => {
  const among = codesOf("items: Items\ntrust: Trust earned\nfree-tea: Free tea\nmet: Met");
  assert.deepEqual(found("te", among), ["free-tea prefix", "trust initials", "items name"]);
  assert.deepEqual(found("et", among), ["met name"]);
  assert.deepEqual(found("ft", among), ["free-tea initials"]);
});

test("among equals the most used comes first, then tree order", () => {
  assert.deepEqual(found("mutual"), [
    "mutual-accountability prefix",
    "mutual-engagement prefix",
    "enabling-engagement path",
    "community-maintenance path",
    "thanks path",
  ]);
});

test("words of a query may come in any order", () => {
  assert.deepEqual(found("maint com")[0], "community-maintenance prefix");
  assert.deepEqual(found("m mu", codesOf("a: Mutual making")), ["a prefix"]);
  assert.deepEqual(found("mut mut"), [], "each word is looked for apart");
});

test("codes that hold only others are not offered", () => {
  assert.ok(!found("ties").some((line) => line.startsWith("folder")));
  assert.deepEqual(found("ties"), ["category path"]);
});

test("an empty query offers everything, the most used first", () => {
  const offered = search(codes, " ").map(({ code }) => code.code);
  assert.deepEqual(offered.slice(0, 3), ["mutual-accountability", "category", "mutual-engagement"]);
  assert.equal(found("").length, codes.length - 1);
});

test("what fits is marked in the name", () => {
  assert.equal(marked("comm", "community-maintenance"), "[Comm]unity maintenance");
  assert.equal(marked("maint com", "community-maintenance"), "[Com]munity [maint]enance");
  assert.equal(marked("cm", "community-maintenance"), "[C]ommunity [m]aintenance");
  assert.equal(marked("cafe", "thanks"), "[Café] & thanks");
  assert.equal(marked("afe", "thanks"), "C[afé] & thanks");
  assert.equal(marked("job", "category"), "Category");
  assert.equal(marked("mutual engagement", "mutual-engagement"), "[Mutual engagement]");
});

test("marks fall on whole characters of the name, whatever it is made of", () => {
  const among = codesOf("a: 🙂🙂 Stra\u00dfe 𝔘𝔫𝔦\nb: De\u0301ja\u0300 vu\nc: İstanbul");
  const marks = (query) =>
    search(among, query).map(({ code, ranges }) => highlighted(code.name, ranges).find(({ hit }) => hit)?.text);
  assert.deepEqual(marks("strasse"), ["Straße"]);
  assert.deepEqual(marks("stras"), ["Straß"]);
  assert.deepEqual(marks("uni"), ["𝔘𝔫𝔦"]);
  assert.deepEqual(marks("deja"), ["De\u0301ja"]);
  assert.deepEqual(marks("ist"), ["İst"]);
});

test("folding: two ways to one text, and every unit knows where it comes from", () => {
  for (const text of [...Object.values(AWKWARD), "ΟΔΟΣ οδος", "Straße", "ﬁne", "", " a – b ", "नमस्ते"]) {
    const { text: folded, points } = fold(text);
    assert.equal(folded.trim().replace(/ +/g, " "), bare(text));
    assert.equal(points.length, folded.length);
    assert.ok(points.every((point) => point < Array.from(text).length));
    assert.deepEqual(points, [...points].sort((one, other) => one - other));
  }
  assert.equal(bare("É, e\u0301 – ÉÉ"), "e e ee");
  assert.equal(bare("السَّلامُ"), bare("السلام"));
  assert.equal(bare("שָׁלוֹם"), bare("שלום"));
  assert.equal(bare("ΟΔΟΣ"), bare("οδος"));
  assert.notEqual(bare("कि"), bare("क"));
});

test("nine keys: fixed ones stay, then recent, then most used, then tree order", () => {
  const ids = (list) => list.map((code) => code?.code ?? null);
  assert.deepEqual(ids(pinned(codes, ["thanks", "category", "thanks", "gone"], [null, "joint-enterprise", "folder"])), [
    "thanks",
    "joint-enterprise",
    "category",
    "mutual-accountability",
    "mutual-engagement",
    "enabling-engagement",
    "community-maintenance",
    null,
    null,
  ]);
  assert.deepEqual(ids(pinned(codes.slice(0, 1), [], ["mutual-engagement", "mutual-engagement"])), [
    "mutual-engagement",
    ...Array(8).fill(null),
  ]);
  assert.equal(pinned([]).length, 9);
});

test("ids from the participant's words", () => {
  assert.equal(inVivoId("Nobody’s ever said THANK you!"), "nobodys-ever-said-thank-you");
  assert.equal(inVivoId("  «Ça va» — Zoë & Ὀδυσσεύς "), "ça-va-zoë-ὀδυσσεύς");
  assert.equal(inVivoId("السَّلام عليكم"), "السَّلام-عليكم");
  assert.equal(inVivoId("क्षत्रिय राज"), "क्षत्रिय-राज");
  assert.equal(inVivoId("می\u200cخواهم"), "میخواهم");
  assert.equal(inVivoId("𠮷野 家"), "𠮷野-家");
  assert.equal(inVivoId("e\u0301te\u0301"), "été");
  assert.equal(inVivoId("…!? 🙂"), "in-vivo");
  assert.equal(inVivoId(" \u0301x"), "x");
});

test("ids are short, and cut between words", () => {
  assert.equal(inVivoId("nobody has ever said thank you for the biscuits"), "nobody-has-ever-said-thank-you-for-the");
  assert.equal(inVivoId("a".repeat(60)), "a".repeat(40));
  assert.equal(inVivoId("a".repeat(40)), "a".repeat(40));
  assert.equal(inVivoId(`${"a".repeat(40)} b`), "a".repeat(40));
  assert.equal(inVivoId(`${"a".repeat(20)} ${"b".repeat(19)} c`), `${"a".repeat(20)}-${"b".repeat(19)}`);
  assert.equal(Array.from(inVivoId("𠮷".repeat(60))).length, 40);
  assert.equal(inVivoId(`${"a".repeat(39)}z\u0323\u0324b`), "a".repeat(39), "a letter goes with its marks");
});

test("ids are unique, also at full length", () => {
  assert.equal(inVivoId("thanks", ["thanks"]), "thanks-2");
  assert.equal(inVivoId("thanks", new Set(["thanks", "thanks-2"])), "thanks-3");
  const long = inVivoId("a".repeat(60), ["a".repeat(40)]);
  assert.equal(long, `${"a".repeat(38)}-2`);
});

test("names that are nearly there already", () => {
  const near = (name) => nearDuplicates(name, codes).map(({ code }) => code);
  assert.deepEqual(near("community maintenances"), ["community-maintenance"]);
  assert.deepEqual(near("Comunity maintenance"), ["community-maintenance"]);
  assert.deepEqual(near("commnuity maintenance"), ["community-maintenance"]);
  assert.deepEqual(near("CATEGORIES"), ["category"]);
  assert.deepEqual(near("cateogry"), ["category"]);
  assert.deepEqual(near("dategory"), [], "another first letter is another word");
  assert.equal(nearDuplicates("stories", codesOf("a: Story")).length, 1);
  assert.deepEqual(near("cafe thank"), ["thanks"]);
  assert.deepEqual(near("mutual"), []);
  assert.deepEqual(near("joint surprise"), []);
  assert.deepEqual(near("…"), []);
});

test("keys stay while one codes, whatever is used most; a pin takes a key and leaves the one it had", () => {
  const book = ["a", "b", "c", "d"].map((code, n) => ({ code, name: code, path: code, parent: "", color: "", is_codable: true, n }));
  const first = keyed(book, []);
  assert.deepEqual(first.slice(0, 5), ["d", "c", "b", "a", null]);
  const used = book.map((code) => ({ ...code, n: code.code === "a" ? 99 : code.n }));
  assert.deepEqual(keyed(used, [], first), first);
  const pins = withPin([], "a", 1);
  assert.deepEqual(keyed(used, pins, first).slice(0, 5), ["a", "c", "b", "d", null]);
  assert.deepEqual(withPin(pins, "a", 3), ["", "", "a", "", "", "", "", "", ""]);
  const gone = keyed(book.slice(1), pins, ["a", "c", "b", "d"]);
  assert.deepEqual(gone.slice(0, 4), [null, "c", "b", "d"]);
});
