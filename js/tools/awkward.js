/** Texts that break programs, and chance that repeats itself. */

/** One character as people see it, or a few, each awkward in its own way. */
export const AWKWARD = {
  zwjFamily: "👩‍👩‍👧‍👦",
  skinTone: "👨🏻‍🚒",
  flag: "🇰🇪",
  flags: "🇰🇪🇳🇴🇯🇵",
  keycap: "1️⃣",
  decomposed: "e\u0301",
  manyMarks: "z\u0301\u0323\u0308",
  markOnSpace: " \u0301",
  composed: "é",
  devanagari: "क्षत्रिय",
  thai: "น้ำใจ",
  hangulJamo: "\u1112\u1161\u11ab",
  arabic: "السَّلامُ",
  hebrew: "שָׁלוֹם",
  mixed: "abc שלום 🙂 def",
  astralHan: "𠮷𠀀𪚥",
  han: "你好。再见！",
  math: "𝔘𝔫𝔦",
  noBreakSpace: "\u00a0",
  zeroWidthSpace: "a\u200bb",
  joiners: "می\u200cخواهم",
  softHyphen: "co\u00adding",
  lineSeparator: "one\u2028two",
  nextLine: "one\u0085two",
  byteOrderMark: "\ufeff",
  formFeed: "\f",
  tab: "\t",
  markup: "<b>&amp;</b>",
  loneSurrogate: "\ud83d",
  prepend: "\u0600123",
};

const WORDS = ["nobody", "thanks", "her.", "Why?", "Dr.", "Okri", "it's", "half-done", "33", "…"];
const PLAIN = [...WORDS, " ", " ", " ", "\n", "\n\n"];

/**
 * Numbers that look random and are the same each time (mulberry32).
 * @param {number} seed
 */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** @param {number} low @param {number} high included */
  const integer = (low, high) => low + Math.floor(next() * (high - low + 1));
  /** @template T @param {readonly T[]} items */
  const pick = (items) => items[integer(0, items.length - 1)];
  return { next, integer, pick };
}

/**
 * A text of awkward and plain pieces, lines and empty lines.
 * @param {ReturnType<typeof chance>} random
 * @param {number} pieces
 */
export function awkwardText(random, pieces) {
  const all = [...Object.values(AWKWARD), ...PLAIN, ...PLAIN];
  return Array.from({ length: pieces }, () => random.pick(all)).join("");
}

/**
 * Codings anywhere in a text, of all lengths.
 * @param {ReturnType<typeof chance>} random
 * @param {number} count
 * @param {number} length of the text
 * @param {number} [longest]
 */
export function someCodings(random, count, length, longest = length) {
  return Array.from({ length: count }, (_, number) => {
    const start = random.integer(0, length - 1);
    const end = random.integer(start + 1, Math.min(length, start + longest));
    const code = `code-${random.integer(1, 40)}`;
    return { guid: `G${number}`, code, coder: random.pick(["amina", "bo"]), start, end };
  });
}
