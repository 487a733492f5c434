import assert from "node:assert/strict";
import { test } from "node:test";
import * as core from "../src/index.js";
import { AWKWARD, awkwardText, chance } from "../tools/awkward.js";

const { Doc, extend, shrink, snap } = core;
// In Unicode 15.0, which Node 18 has, words and characters do not quite agree on where a character begins.
const OLD = Number(process.versions.unicode) < 15.1 && "this Node knows an old Unicode only";
const words = (doc, span) => span && doc.slice(span.start, span.end);
const spanOf = (doc, part) => {
  const start = doc.toPoint(doc.text.indexOf(part));
  return { start, end: start + Array.from(part).length };
};

/** Borders between characters as people see them, over the whole text. */
function graphemeBorders(text) {
  const borders = new Set([0]);
  let point = 0;
  for (const { segment } of new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)) {
    point += Array.from(segment).length;
    borders.add(point);
  }
  return borders;
}

test("half a surrogate pair becomes the whole emoji", () => {
  const doc = new Doc("so 🙂 then");
  assert.equal(words(doc, snap(doc, doc.toPoint(3), doc.toPoint(4) + 1)), "🙂");
  assert.equal(words(doc, snap(doc, doc.toPoint(4), doc.toPoint(5))), "🙂");
});

test("a part of a cluster becomes the whole of it", () => {
  const clusters = ["zwjFamily", "skinTone", "flag", "keycap", "decomposed", "manyMarks", "hangulJamo", "markOnSpace"];
  for (const cluster of clusters) {
    const whole = AWKWARD[cluster];
    const doc = new Doc(`x\n. ${whole} .`);
    const { start, end } = spanOf(doc, whole);
    for (let from = start; from < end; from++) {
      for (let to = from + 1; to <= end; to++) {
        assert.deepEqual(snap(doc, from, to), { start, end }, `${cluster} ${from}-${to}`);
        assert.deepEqual(snap(doc, to, from), { start, end }, `${cluster} backwards`);
      }
    }
  }
});

test("white space is taken off, over lines and of every kind", () => {
  const doc = new Doc("one \u00a0\n\n\u2003\u200b two\u2028 three\u0085 \n \n");
  assert.deepEqual(words(doc, snap(doc, 3, doc.length)), "two\u2028 three");
  assert.equal(words(doc, snap(doc, 0, 8)), "one");
  assert.equal(snap(doc, 3, 8), null);
  assert.equal(snap(doc, doc.length - 3, doc.length), null);
  assert.equal(snap(doc, 1, 1), null);
});

test("a selection that ends at the start of the next paragraph stays in its own", () => {
  const doc = new Doc("Nobody asked.\nThen he went.");
  assert.equal(words(doc, snap(doc, 0, doc.lineStart(1))), "Nobody asked.");
});

test("snapping: whole clusters, nothing visible lost, nothing more the second time", () => {
  const random = chance(3);
  for (let round = 0; round < 300; round++) {
    const doc = new Doc(awkwardText(random, 12));
    if (doc.length === 0) continue;
    const start = random.integer(0, doc.length - 1);
    const end = random.integer(start + 1, doc.length);
    const snapped = snap(doc, start, end);
    const visible = (text) => text.replace(/[\s\u0085\u200b\ufeff]/gu, "");
    if (snapped === null) {
      assert.equal(visible(doc.slice(start, end)), "");
      continue;
    }
    const borders = graphemeBorders(doc.text);
    assert.ok(borders.has(snapped.start) && borders.has(snapped.end));
    assert.ok(snapped.start < snapped.end);
    assert.ok(visible(doc.slice(snapped.start, snapped.end)).includes(visible(doc.slice(start, end))));
    assert.deepEqual(snap(doc, snapped.start, snapped.end), snapped);
  }
});

test("a word is found from within it and from its end", () => {
  const doc = new Doc("Nobody's here, 🙂 你好.");
  assert.equal(words(doc, core.wordAt(doc, 0)), "Nobody's");
  assert.equal(words(doc, core.wordAt(doc, 8)), "Nobody's");
  assert.equal(words(doc, core.wordAt(doc, 9)), "here");
  assert.equal(core.wordAt(doc, 14), null);
  assert.equal(words(doc, core.wordAt(doc, 15)), "🙂");
  assert.equal(core.wordAt(new Doc(""), 0), null);
});

test("the words on either side of a point", () => {
  const doc = new Doc("one two\n\n three");
  assert.equal(words(doc, core.nextWord(doc, 0)), "one");
  assert.equal(words(doc, core.nextWord(doc, 1)), "two");
  assert.equal(words(doc, core.nextWord(doc, 7)), "three");
  assert.equal(core.nextWord(doc, 11), null);
  assert.equal(words(doc, core.previousWord(doc, 10)), "two");
  assert.equal(words(doc, core.previousWord(doc, 5)), "one");
  assert.equal(core.previousWord(doc, 2), null);
});

for (const [kind, at, next, previous] of [
  ["word", core.wordAt, core.nextWord, core.previousWord],
  ["sentence", core.sentenceAt, core.nextSentence, core.previousSentence],
]) {
  test(`going on by ${kind} meets what going back meets, each once, in order`, { skip: kind === "word" && OLD }, () => {
    const random = chance(4);
    for (let round = 0; round < 60; round++) {
      const doc = new Doc(awkwardText(random, 20));
      const borders = graphemeBorders(doc.text);
      const forth = [];
      for (let span = next(doc, 0); span; span = next(doc, span.end)) forth.push(span);
      const back = [];
      for (let span = previous(doc, doc.length); span; span = previous(doc, span.start)) back.unshift(span);
      assert.deepEqual(forth, back);
      let done = 0;
      for (const span of forth) {
        assert.ok(done <= span.start && span.start < span.end && span.end <= doc.length);
        assert.ok(borders.has(span.start) && borders.has(span.end), `${kind} cuts a cluster`);
        assert.deepEqual(at(doc, span.start), span);
        assert.ok(!doc.slice(span.start, span.end).includes("\n"));
        done = span.end;
      }
    }
  });
}

test("every visible character lies in a sentence", { skip: OLD }, () => {
  const random = chance(5);
  for (let round = 0; round < 60; round++) {
    const doc = new Doc(awkwardText(random, 20));
    let left = "";
    let done = 0;
    for (let span = core.nextSentence(doc, 0); span; span = core.nextSentence(doc, span.end)) {
      left += doc.slice(done, span.start);
      done = span.end;
    }
    left += doc.slice(done, doc.length);
    assert.match(left, /^[\s\u0085\u200b\ufeff]*$/u);
  }
});

test("a sentence ends where a reader ends it", () => {
  const doc = new Doc('Dr. Okri (and Mr. J. Bell) left. Why? 你好。再见！\nNobody asked, e.g. "why"');
  const all = [];
  for (let span = core.nextSentence(doc, 0); span; span = core.nextSentence(doc, span.end)) all.push(words(doc, span));
  assert.deepEqual(all, [
    "Dr. Okri (and Mr. J. Bell) left.",
    "Why?",
    "你好。",
    "再见！",
    'Nobody asked, e.g. "why"',
  ]);
  const mine = new Doc("So did I. Then he went.");
  assert.equal(words(mine, core.sentenceAt(mine, 0)), "So did I.");
  for (const point of [0, 2, 3, 4, 20, 31]) assert.equal(words(doc, core.sentenceAt(doc, point)), all[0]);
});

const TALK = "IDA: Is it done?\nBEA: Nearly. Not yet.\n\nIDA: Good.";
const talk = new Doc(TALK);
const turns = ["Is it done?", "Nearly. Not yet.", "Good."].map((said, number) => ({
  ...spanOf(talk, said),
  kind: "speech",
  speaker: number === 1 ? "BEA" : "IDA",
  ms: null,
}));

test("turns are found from within, from their end, and from the label before them", () => {
  assert.equal(core.turnAt(turns, turns[1].start), turns[1]);
  assert.equal(core.turnAt(turns, turns[1].end - 1), turns[1]);
  assert.equal(core.turnAt(turns, turns[1].end), turns[1]);
  assert.equal(core.turnAt(turns, turns[1].start - 2), null);
  assert.equal(core.nextTurn(turns, turns[1].start - 2), turns[1]);
  assert.equal(core.nextTurn(turns, turns[0].end), turns[1]);
  assert.equal(core.nextTurn(turns, turns[2].start + 1), null);
  assert.equal(core.previousTurn(turns, turns[1].start), turns[0]);
  assert.equal(core.previousTurn(turns, turns[1].end - 1), turns[0]);
  assert.equal(core.previousTurn(turns, 0), null);
  assert.equal(core.turnAt([], 3), null);
});

test("turns that touch: a point between them belongs to the second", () => {
  const touching = [{ start: 0, end: 4 }, { start: 4, end: 9 }];
  assert.equal(core.turnAt(touching, 4), touching[1]);
  assert.equal(core.previousTurn(touching, 4), touching[0]);
});

test("turns agree with looking through all of them", () => {
  const random = chance(6);
  for (let round = 0; round < 50; round++) {
    const some = [];
    for (let end = 0; end < 40; ) {
      const start = end + random.integer(0, 3);
      end = start + random.integer(1, 6);
      some.push({ start, end });
    }
    for (let point = 0; point <= 45; point++) {
      const covering = some.find(({ start, end }) => start <= point && point < end);
      assert.equal(core.turnAt(some, point), covering ?? some.find(({ end }) => end === point) ?? null);
      assert.equal(core.nextTurn(some, point), some.find(({ start }) => start >= point) ?? null);
      assert.equal(core.previousTurn(some, point), some.findLast(({ end }) => end <= point) ?? null);
    }
  }
});

test("a passage grows and shrinks word by word, and comes back", () => {
  const doc = new Doc("nobody has ever said thank you.");
  let span = spanOf(doc, "ever said");
  span = extend(doc, [], span, "word", "right");
  assert.equal(words(doc, span), "ever said thank");
  span = extend(doc, [], span, "word", "left");
  assert.equal(words(doc, span), "has ever said thank");
  span = shrink(doc, [], span, "word", "right");
  span = shrink(doc, [], span, "word", "left");
  assert.equal(words(doc, span), "ever said");
  assert.equal(words(doc, shrink(doc, [], spanOf(doc, "you."), "word", "right")), "you");
});

test("a border inside a word goes to the word's own border first", () => {
  const doc = new Doc("nobody has ever said");
  const span = { start: 3, end: 13 };
  assert.equal(words(doc, extend(doc, [], span, "word", "right")), "ody has ever");
  assert.equal(words(doc, extend(doc, [], span, "word", "left")), "nobody has ev");
  assert.equal(words(doc, shrink(doc, [], span, "word", "right")), "ody has");
  assert.equal(words(doc, shrink(doc, [], span, "word", "left")), "has ev");
});

test("the border that does not move stays even where it cuts a character", () => {
  const doc = new Doc(`${AWKWARD.flag} one two ${AWKWARD.flag}`);
  const span = { start: 1, end: 6 };
  assert.deepEqual(extend(doc, [], span, "word", "right"), { start: 1, end: 10 });
  assert.deepEqual(extend(doc, [], { start: 3, end: 12 }, "word", "left"), { start: 0, end: 12 });
  for (const direction of ["left", "right"]) {
    for (const move of [extend, shrink]) assert.equal(move(doc, [], span, "turn", direction), span);
  }
});

test("a passage grows over sentences, turns and lines", () => {
  const span = spanOf(talk, "Nearly");
  assert.equal(words(talk, extend(talk, turns, span, "sentence", "right")), "Nearly.");
  assert.equal(words(talk, extend(talk, turns, span, "turn", "right")), "Nearly. Not yet.");
  assert.equal(words(talk, extend(talk, turns, span, "turn", "left")), "Is it done?\nBEA: Nearly");
  const both = extend(talk, turns, extend(talk, turns, span, "turn", "right"), "turn", "right");
  assert.equal(words(talk, both), "Nearly. Not yet.\n\nIDA: Good.");
  assert.equal(words(talk, shrink(talk, turns, both, "turn", "right")), "Nearly. Not yet.");
  assert.equal(words(talk, shrink(talk, turns, both, "turn", "left")), "Good.");
});

test("by character a passage takes in a whole family, and steps over white space", () => {
  const doc = new Doc(`a ${AWKWARD.zwjFamily} b`);
  const one = { start: 0, end: 1 };
  const two = extend(doc, [], one, "character", "right");
  assert.equal(words(doc, two), `a ${AWKWARD.zwjFamily}`);
  assert.deepEqual(shrink(doc, [], two, "character", "right"), one);
});

test("growing and shrinking: only one border moves, the right way, never to nothing, never outside", () => {
  const random = chance(7);
  for (let round = 0; round < 400; round++) {
    const doc = new Doc(`x${awkwardText(random, 12)}`);
    const start = random.integer(0, doc.length - 1);
    const span = snap(doc, start, random.integer(start + 1, doc.length));
    if (!span) continue;
    const some = [];
    for (let number = 0; number < doc.lineCount; number++) {
      const turn = { start: doc.lineStart(number), end: doc.lineEnd(number) };
      if (turn.start < turn.end) some.push(turn);
    }
    const borders = graphemeBorders(doc.text);
    for (const unit of ["character", "word", "sentence", "turn"]) {
      for (const direction of ["left", "right"]) {
        const larger = extend(doc, some, span, unit, direction);
        const smaller = shrink(doc, some, span, unit, direction);
        const fixed = direction === "left" ? "end" : "start";
        assert.equal(larger[fixed], span[fixed]);
        assert.equal(smaller[fixed], span[fixed]);
        assert.ok(0 <= larger.start && larger.start <= span.start && span.end <= larger.end && larger.end <= doc.length);
        assert.ok(span.start <= smaller.start && smaller.start < smaller.end && smaller.end <= span.end);
        for (const { start: left, end: right } of [larger, smaller]) assert.ok(borders.has(left) && borders.has(right));
        assert.deepEqual(snap(doc, larger.start, larger.end), larger);
        assert.deepEqual(snap(doc, smaller.start, smaller.end), smaller);
      }
    }
  }
});

test("at the ends of the text, and of one character, nothing moves", () => {
  const doc = new Doc("one");
  const all = { start: 0, end: 3 };
  assert.deepEqual(extend(doc, [], all, "word", "right"), all);
  assert.deepEqual(extend(doc, [], all, "character", "left"), all);
  assert.deepEqual(shrink(doc, [], all, "word", "left"), all);
  assert.deepEqual(shrink(doc, [], { start: 1, end: 2 }, "character", "right"), { start: 1, end: 2 });
  assert.deepEqual(extend(doc, [{ start: 0, end: 9 }], { start: 0, end: 1 }, "turn", "right"), { start: 0, end: 1 });
});
