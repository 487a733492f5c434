// src/coding.js
function isPassage(coding, length = Infinity) {
  const { start, end } = coding;
  return start !== null && end !== null && 0 <= start && start < end && end <= length;
}
function byPlace(one, other) {
  return (one.start ?? -1) - (other.start ?? -1) || (other.end ?? -1) - (one.end ?? -1) || inOrder(one.code, other.code) || inOrder(one.guid, other.guid);
}
function inOrder(one, other) {
  return one < other ? -1 : Number(one > other);
}

// src/fold.js
var MARK = /\p{Script=Inherited}|(?=\p{Mn})\p{Script=Hebrew}/gu;
var NOT_WORD = /[^\p{L}\p{M}\p{N}]/gu;
function bare(name) {
  return plain(name).trim().replace(/ +/g, " ");
}
function plain(text) {
  const unmarked = text.normalize("NFKD").replace(MARK, "");
  const lower = unmarked.toUpperCase().toLowerCase().replaceAll("\u03C2", "\u03C3");
  return lower.replace(NOT_WORD, " ");
}

// src/names.js
var MAX_ID = 40;
var UNNAMED = "in-vivo";
function inVivoId(words2, taken = []) {
  const used = new Set(taken);
  const id = kebab(words2);
  let unique = shortened(id, MAX_ID);
  for (let number = 2; used.has(unique); number++) {
    unique = `${shortened(id, MAX_ID - `-${number}`.length)}-${number}`;
  }
  return unique;
}
function nearDuplicates(name, codes) {
  const wanted = singular(bare(name));
  if (!wanted) return [];
  return codes.filter(
    ({ name: known, code: id }) => [known, id].map((other) => singular(bare(other))).some((other) => other === wanted || isSlip(other, wanted))
  );
}
function kebab(words2) {
  const id = words2.normalize("NFC").toLowerCase().replace(/['’\u00ad\u200b-\u200d]/gu, "").replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^[-\p{M}]+|-+$/gu, "");
  return id || UNNAMED;
}
function shortened(id, length) {
  const characters2 = Array.from(id);
  if (characters2.length <= length) return id;
  let end = characters2.slice(0, length + 1).lastIndexOf("-");
  if (end < 1) for (end = length; /\p{M}/u.test(characters2[end]); ) end--;
  return characters2.slice(0, end).join("");
}
function singular(words2) {
  return words2.replace(/(?<=[^ ]{3})(ies|es|s)(?= |$)/g, (ending) => ending === "ies" ? "y" : "");
}
function isSlip(one, other) {
  const shorter = Math.min(one.length, other.length);
  if (shorter < 6 || one[0] !== other[0]) return false;
  return keystrokes(one, other) <= (shorter < 16 ? 1 : 2);
}
function keystrokes(one, other) {
  let before = (
    /** @type {number[]} */
    []
  );
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, above] = [above, row];
  }
  return above[other.length];
}

// src/code_fields.js
var TEXTS = (
  /** @type {const} */
  ["code", "name", "parent", "color", "definition", "include", "exclude", "cite", "dual"]
);
var LISTS = (
  /** @type {const} */
  ["examples", "cues", "questions", "speakers", "contrary"]
);
var COLOR = /^#[0-9a-f]{6}$/i;
function fieldsOf(code = {}) {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, code[name] ?? ""]));
  const lists = Object.fromEntries(LISTS.map((name) => [name, code[name] ?? []]));
  const rest = { near_misses: code.near_misses ?? [], is_codable: code.is_codable !== false };
  return (
    /** @type {Fields} */
    { ...texts, ...lists, ...rest }
  );
}
function tidied(fields, codes) {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, fields[name].trim()]));
  const lists = Object.fromEntries(LISTS.map((name) => [name, fields[name].map((line) => line.trim()).filter(Boolean)]));
  const misses = fields.near_misses.map(({ passage, why }) => ({ passage: passage.trim(), why: why.trim() }));
  return (
    /** @type {Fields} */
    {
      ...fields,
      ...texts,
      ...lists,
      code: texts.code || inVivoId(fields.name, codes.map((known) => known.code)),
      contrary: lists.contrary.map((words2) => codeLike(words2, codes)?.code ?? words2),
      near_misses: misses.filter(({ passage, why }) => passage || why)
    }
  );
}
function problemsOf({ code, name, color, contrary }, codes, { isNew }) {
  const problems = [];
  if (!name.trim()) problems.push({ field: "name", says: "A code needs a name." });
  const id = code.trim();
  if (isNew && id && codes.some((known) => known.code === id)) {
    problems.push({ field: "code", says: `There is a code ${id} already; choose another id.` });
  }
  if (color.trim() && !COLOR.test(color.trim())) problems.push({ field: "color", says: "Write a colour as #0072B2." });
  for (const words2 of contrary) {
    if (words2.trim() && !codeLike(words2, codes)) problems.push({ field: "contrary", says: `There is no code \u201C${words2.trim()}\u201D.` });
  }
  return problems;
}
function namesakesOf({ name }, codes, self = "") {
  return nearDuplicates(name, codes).filter(({ code }) => code !== self);
}
function changesOf(before, after) {
  const names = (
    /** @type {(keyof Fields)[]} */
    Object.keys(after)
  );
  return Object.fromEntries(names.filter((name) => !isSame(before[name], after[name])).map((name) => [name, after[name]]));
}
function knownAs(id, codes) {
  const name = codes.find(({ code }) => code === id)?.name ?? id;
  return codeLike(name, codes)?.code === id ? name : id;
}
function codeLike(words2, codes) {
  const wanted = bare(words2);
  return codes.find(({ code }) => code === words2.trim()) ?? codes.find(({ name }) => wanted && bare(name) === wanted);
}
function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

// src/codes.js
function treeOf(codes) {
  const nodes = new Map(codes.map((code) => [code.code, newNode(code)]));
  const tree = [];
  for (const node of nodes.values()) {
    const parent = nodes.get(node.code.parent);
    if (!parent || isAbove(node, parent)) continue;
    node.parent = parent;
    parent.children.push(node);
  }
  for (const node of nodes.values()) if (!node.parent) addTo(tree, node, 0);
  return tree;
}
function newNode(code) {
  return { code, depth: 0, parent: null, children: [] };
}
function isAbove(node, other) {
  for (let at = (
    /** @type {CodeNode | null} */
    other
  ); at; at = at.parent) if (at === node) return true;
  return false;
}
function addTo(tree, node, depth) {
  node.depth = depth;
  tree.push(node);
  for (const child of node.children) addTo(tree, child, depth + 1);
}

// src/colors.js
var PALETTE = [
  { color: "#0072B2", name: "blue" },
  { color: "#D55E00", name: "vermilion" },
  { color: "#009E73", name: "green" },
  { color: "#CC79A7", name: "pink" },
  { color: "#E69F00", name: "orange" },
  { color: "#56B4E9", name: "sky blue" },
  { color: "#999933", name: "olive" },
  { color: "#882255", name: "wine" }
];
function colorsOf(codes) {
  return new Map(codes.map(({ code, color }, place) => [code, color || PALETTE[place % PALETTE.length].color]));
}

// src/whose.js
function many(number, thing) {
  return number === 1 ? `1 ${thing}` : `${number} ${thing}s`;
}
function whose({ by_coder, n_hidden }) {
  const coders = Object.entries(by_coder);
  const seen = coders.reduce((sum, [, number]) => sum + number, 0);
  const names = coders.map(([coder, number]) => `${coder} ${number}`).join(", ");
  const hidden = n_hidden ? `, and ${n_hidden} more that you cannot see while a round is open` : "";
  return `${many(seen, "coding")}${names && ` (${names})`}${hidden}`;
}

// src/contested.js
var TEXTS2 = new Intl.Collator(void 0, { numeric: true });
var DOCKET_ORDERS = [
  ["cost", "most contested"],
  ["text", "as in the texts"],
  ["code", "by code"]
];
var DOCKET_STATES = [
  ["", "all"],
  ["left", "to decide"],
  ["decided", "decided"],
  ["changed", "changed since"]
];
function sidesOf({ coders, others, positions }) {
  const sides = /* @__PURE__ */ new Map();
  for (const coder of coders) {
    const places = positions.filter((one) => one.coder === coder).map(({ start, end }) => (
      /** @type {Place} */
      [start, end]
    ));
    places.sort(([one], [other]) => (one ?? -1) - (other ?? -1));
    const key2 = JSON.stringify(places);
    const side = sides.get(key2);
    if (side) side.coders.push(coder);
    else sides.set(key2, { coders: [coder], places, isNone: false });
  }
  const none = others.length > 0 ? [{ coders: [...others], places: [], isNone: true }] : [];
  return [...sides.values(), ...none];
}
function sideChoice(row, number) {
  const side = sidesOf(row)[number - 1];
  if (!side) return null;
  const { coders, isNone } = side;
  if (isNone) return { outcome: "neither", agreed_with: coders, says: `Not coded, as ${listed(coders)} ${coders.length === 1 ? "has" : "have"} it` };
  return { outcome: "one", agreed_with: coders, says: `As ${listed(coders)} ${coders.length === 1 ? "has" : "have"} it` };
}
function bothChoice(row) {
  return { outcome: "both", agreed_with: row.coders, says: "All that was marked, from its first word to its last" };
}
function neitherChoice(row) {
  return { outcome: "neither", agreed_with: row.others, says: "Not coded" };
}
function spanChoice({ start, end }, words2) {
  return { outcome: "span", agreed_with: [], span: [start, end], says: `These words: \u201C${short(words2)}\u201D` };
}
function definitionChoice(fields) {
  return { outcome: "definition", agreed_with: [], fields, says: "The definition is at fault, and is changed" };
}
var Docket = class {
  /** @type {Map<Row, string>} */
  #folded = /* @__PURE__ */ new Map();
  /**
   * @param {Iterable<Row>} rows
   * @param {readonly {code: string, name: string}[]} codes in tree order
   */
  constructor(rows, codes) {
    this.rows = [...rows].sort(byText);
    this.names = new Map(codes.map(({ code, name }) => [code, name]));
    this.places = new Map(codes.map(({ code }, place) => [code, place]));
  }
  /** @param {string} code */
  nameOf(code) {
    return this.names.get(code) ?? code;
  }
  /** How many there are, and how many of them are decided. */
  get progress() {
    return { decided: this.rows.filter(({ state }) => state === "decided").length, total: this.rows.length };
  }
  /** The codes that anything is contested on, in tree order, with how many rows each has. */
  get codes() {
    const counts = /* @__PURE__ */ new Map();
    for (const { code } of this.rows) counts.set(code, (counts.get(code) ?? 0) + 1);
    return [...counts].map(([code, count]) => ({ code, count })).sort((one, other) => this.#placeOf(one.code) - this.#placeOf(other.code));
  }
  /**
   * The rows that are wished for, in the order that is wished for.
   * @param {Wish} wish
   */
  shown({ query = "", code = "", which = "", order = "cost" }) {
    const wanted = bare(query).split(" ").filter(Boolean);
    const isShown = (row) => (!code || row.code === code) && isOf(row, which) && wanted.every((word) => this.#lookedThrough(row).includes(word));
    const found = this.rows.filter(isShown);
    if (order === "cost") found.sort((one, other) => other.cost - one.cost);
    if (order === "code") found.sort((one, other) => this.#placeOf(one.code) - this.#placeOf(other.code));
    return found;
  }
  /** @param {string} code */
  #placeOf(code) {
    return this.places.get(code) ?? this.places.size;
  }
  /** @param {Row} row */
  #lookedThrough(row) {
    let text = this.#folded.get(row);
    if (text === void 0) {
      const { name, words: words2, code, coders, others, positions, decision } = row;
      const said2 = [name, words2, this.nameOf(code), ...coders, ...others, ...positions.map(({ note }) => note), decision?.reason ?? ""];
      text = bare(said2.join(" "));
      this.#folded.set(row, text);
    }
    return text;
  }
};
function nextLeft(rows, at, isLeft = ({ state }) => state !== "decided") {
  for (let step = 1; step <= rows.length; step++) {
    const place = (at + step) % rows.length;
    if (place !== at && isLeft(rows[place])) return place;
  }
  return -1;
}
function placeOf(rows, row) {
  const same = rows.findIndex(({ key: key2 }) => key2 === row.key);
  return same >= 0 ? same : rows.findIndex((other) => isOnSame(other, row));
}
function initialsOf(coders) {
  const signs = /* @__PURE__ */ new Map();
  const taken = /* @__PURE__ */ new Set();
  for (const coder of coders) {
    const letters = Array.from(coder);
    const parts = coder.split(/[\s._-]+/u).filter(Boolean).map((part2) => Array.from(part2)[0]);
    const tries = [letters[0], parts.join("").slice(0, 3), letters.slice(0, 2).join(""), letters.slice(0, 3).join("")];
    let sign = tries.find((one) => one && !taken.has(one.toLowerCase()));
    for (let number = 2; sign === void 0; number++) if (!taken.has(`${letters[0]}${number}`.toLowerCase())) sign = `${letters[0]}${number}`;
    taken.add(sign.toLowerCase());
    signs.set(coder, sign);
  }
  return signs;
}
function kindSays({ kind, others }) {
  if (kind === "uncoded") return "it was decided, and nobody codes it any more";
  return kind === "boundary" ? "where it begins and ends" : `whether it is coded; ${listed(others)} did not`;
}
function againstSays(row) {
  if (row.kind === "uncoded") return "nobody codes it any more";
  return sidesOf(row).map(({ coders, isNone }) => isNone ? `${listed(coders)} (not coded)` : listed(coders)).join(" \u2013 ");
}
function costSays({ cost, start, kind }) {
  if (kind === "uncoded") return "";
  return start === null ? "the whole text" : `${many(Math.max(1, Math.round(cost)), "character")} apart`;
}
function outcomeSays({ outcome, agreed_with, spans }) {
  const said2 = {
    one: `as ${listed(agreed_with)} ${agreed_with.length === 1 ? "has" : "have"} it`,
    both: "all that was marked",
    neither: "not coded",
    span: spans.length > 0 ? "other words" : "other words, gone by now",
    definition: "the definition was at fault: code it anew in a later round"
  };
  return said2[
    /** @type {Outcome} */
    outcome
  ] ?? outcome;
}
function emptySays({ why, blind, n_agreed }) {
  const sentence = why && `${why[0].toUpperCase()}${why.slice(1)}${/[.!?]$/.test(why) ? "" : "."}`;
  if (sentence) return blind.length > 0 ? `${sentence} ${blindSays(blind)}` : sentence;
  const rest = n_agreed > 0 ? "Take over what all agree on, with the button above." : "What all agree on is taken over.";
  return `Nothing is contested: whoever read these texts coded them alike. ${rest}`;
}
function blindSays(blind) {
  return blind.length > 0 ? `Not shown, because you still code blind there: ${fewOf(blind)}. Say that you are done with it first.` : "";
}
function settledSays(settled) {
  return settled.length > 0 ? `Settled, with nothing left to decide or to take over: ${fewOf(settled)}.` : "";
}
function fewOf(names) {
  return names.length > 4 ? `${names.slice(0, 4).join(", ")} and ${names.length - 4} more` : listed(names);
}
function withReason(reasons, fresh) {
  const said2 = fresh.trim();
  return said2 ? [said2, ...reasons.filter((reason) => reason !== said2)].slice(0, 30) : [...reasons];
}
function listed(names) {
  return names.length < 2 ? names[0] ?? "nobody" : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
function short(words2) {
  const line = words2.replace(/\s+/gu, " ");
  const letters = Array.from(line);
  return letters.length <= 60 ? line : `${letters.slice(0, 59).join("")}\u2026`;
}
function isOf({ state }, which) {
  return which === "" || (which === "left" ? state !== "decided" : state === which);
}
function byText(one, other) {
  const text = TEXTS2.compare(one.name, other.name);
  return text || (one.start ?? -1) - (other.start ?? -1) || (one.end ?? -1) - (other.end ?? -1) || TEXTS2.compare(one.code, other.code);
}
function isOnSame(one, other) {
  if (one.source !== other.source || one.code !== other.code || one.round !== other.round) return false;
  if (one.start === null || one.end === null || other.start === null || other.end === null) return one.start === other.start;
  return one.start < other.end && other.start < one.end;
}

// src/keys.js
var CONTESTED = ["contested", "contested-text", "contested-button"];
var FINDING = ["finding", "finding-text"];
var DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
var KEYS = [
  key("code-#", DIGITS, "Code the selected words with the code on this key. A key keeps its code from its first use on.", "passage", ["text", "tree"]),
  key("search-codes", ["/"], "Find a code by a few letters.", void 0, ["text", "tree", "book"]),
  key("code-top-match", ["Enter"], "Code with the match that is marked, and with all that were ticked.", void 0, ["search"]),
  key("tick-match", ["Shift+Enter"], "Tick the match, to code with several codes at once.", void 0, ["search"]),
  key("previous-match", ["ArrowUp"], "Mark the match above.", void 0, ["search", "book-search"]),
  key("next-match", ["ArrowDown"], "Mark the match below.", void 0, ["search", "book-search"]),
  key("code-in-vivo", ["i"], "Make a code named with the selected words.", "selection"),
  key("uncode", ["Delete", "Backspace"], "Take away the coding at the cursor.", "coding"),
  key("recode", ["r"], "Give the coding at the cursor another code.", "coding"),
  key("other-coding", ["o"], "Turn to the next of the codings at the cursor.", "coding"),
  key("edit-memo", ["m"], "Write a memo on the coding at the cursor.", "coding"),
  key("save-memo", ["Mod+Enter"], "Keep the memo.", void 0, ["memo"]),
  key("edit-weight", ["w"], "Weigh the coding at the cursor.", "coding"),
  key("edit-certainty", ["c"], "Say how sure you are of the coding at the cursor.", "coding"),
  key("split", ["x"], "Cut the coding in two where the cursor stands.", "coding"),
  key("join", ["j"], "Join the coding with your next one of the same code.", "coding"),
  key("undo", ["Mod+z"], "Take back the last step.", void 0, ["text", "tree", "book"]),
  key("redo", ["Mod+Shift+z", "Mod+y"], "Do again what was taken back.", void 0, ["text", "tree", "book"]),
  key("next-coding", ["n"], "Go to the next coding."),
  key("previous-coding", ["p"], "Go to the previous coding."),
  key("next-of-code", ["Shift+n"], "Go to the next coding of the same code, in this text or a later one."),
  key("previous-of-code", ["Shift+p"], "Go to the previous coding of the same code."),
  key("next-uncoded", ["u"], "Go to the next passage without a coding."),
  key("shrink-right", ["["], "Take the last word out of the passage.", "passage"),
  key("extend-right", ["]"], "Take the next word into the passage.", "passage"),
  key("shrink-left", ["{"], "Take the first word out of the passage.", "passage"),
  key("extend-left", ["}"], "Take the word before into the passage.", "passage"),
  key("select-sentence", ["s"], "Select the sentence; again, the next one too."),
  key("select-turn", ["t"], "Select all that is said in this turn; again, the next one too."),
  key("move-left", ["ArrowLeft"], "Move the cursor one character to the left."),
  key("move-right", ["ArrowRight"], "Move the cursor one character to the right."),
  key("move-up", ["ArrowUp"], "Move the cursor one line up."),
  key("move-down", ["ArrowDown"], "Move the cursor one line down."),
  key("move-word-left", ["Word+ArrowLeft"], "Move the cursor one word to the left."),
  key("move-word-right", ["Word+ArrowRight"], "Move the cursor one word to the right."),
  key("previous-turn", ["Word+ArrowUp"], "Go to the turn before."),
  key("next-turn", ["Word+ArrowDown"], "Go to the next turn."),
  key("select-left", ["Shift+ArrowLeft"], "Select one character to the left."),
  key("select-right", ["Shift+ArrowRight"], "Select one character to the right."),
  key("select-up", ["Shift+ArrowUp"], "Select one line up."),
  key("select-down", ["Shift+ArrowDown"], "Select one line down."),
  key("select-word-left", ["Word+Shift+ArrowLeft"], "Select one word to the left."),
  key("select-word-right", ["Word+Shift+ArrowRight"], "Select one word to the right."),
  key("text-start", ["Home"], "Go to the beginning of the text."),
  key("text-end", ["End"], "Go to the end of the text."),
  key("select-all", ["Mod+a"], "Select all of the text."),
  key("find-in-text", ["f"], "Find words in this text."),
  key("find-in-corpus", ["g"], "Find words in all texts."),
  key("go-to-turn", ["l"], "Go to a turn: by its number, its time or who speaks."),
  key("filter", ["h"], "Show only some coders or codes."),
  key("pin", ["q"], "Pin the code to a key: press 1 to 9 next.", void 0, ["text", "tree"]),
  key("describe", ["k"], "Read what a code is for.", void 0, ["text", "tree"]),
  key("new-code", ["a"], "Add a code.", void 0, ["text", "tree"]),
  key("edit-code", ["e"], "Edit the code.", void 0, ["tree"]),
  key("correct", ["e"], "Correct the selected words, a slip in the transcript.", "selection"),
  key("advice-take", ["+"], "Code with the suggestion that is marked."),
  key("advice-next", ["z"], "Mark the next suggestion."),
  key("advice-refuse", ["-"], "Refuse the suggestion that is marked: it does not come again here."),
  key("advice-later", ["Shift+z"], "No suggestion for this passage now."),
  key("next-mark", ["Shift+u"], "Go to the next passage that is marked in the margin, since something is suggested for it."),
  key("advice-switch", ["Shift+s"], "Turn suggestions on or off."),
  key("choose-source", ["b"], "Choose another text."),
  key("next-source", ["."], "Open the next text."),
  key("previous-source", [","], "Open the previous text."),
  key("done", ["d"], "Say that you are done with this text, or that you go on."),
  key("tree-up", ["ArrowUp"], "Go to the code above.", void 0, ["tree", "book"]),
  key("tree-down", ["ArrowDown"], "Go to the code below.", void 0, ["tree", "book"]),
  key("tree-open", ["ArrowRight"], "Show the codes under this one.", void 0, ["tree", "book"]),
  key("tree-close", ["ArrowLeft"], "Hide the codes under this one, or go to the one above.", void 0, ["tree", "book"]),
  key("tree-first", ["Home"], "Go to the first code.", void 0, ["tree", "book"]),
  key("tree-last", ["End"], "Go to the last code.", void 0, ["tree", "book"]),
  key("tick-code", [" "], "Tick this code, to code with several codes at once.", void 0, ["tree"]),
  key("code-from-tree", ["Enter"], "Code the selected words with this code, and with all that are ticked.", "passage", ["tree"]),
  key("back-to-text", ["Escape"], "Go back to the text.", void 0, ["text", "tree", "search", "memo", "field"]),
  key("next-passage", ["ArrowDown", "n"], "Go to the next passage.", void 0, ["passages", "review"]),
  key("previous-passage", ["ArrowUp", "p"], "Go to the passage before.", void 0, ["passages", "review"]),
  key("next-page", ["PageDown"], "Go ten passages on.", void 0, ["passages", "review"]),
  key("previous-page", ["PageUp"], "Go ten passages back.", void 0, ["passages", "review"]),
  key("first-passage", ["Home"], "Go to the first passage.", void 0, ["passages", "review"]),
  key("last-passage", ["End"], "Go to the last passage.", void 0, ["passages", "review"]),
  key("show-in-text", ["Enter"], "Show the passage in its text.", void 0, ["passages", "review"]),
  key("read-next", ["n"], "Show the next passage in its text.", void 0, ["reader"]),
  key("read-previous", ["p"], "Show the passage before in its text.", void 0, ["reader"]),
  key("filter-passages", ["/", "f"], "Show only passages that hold some words.", void 0, ["passages", "review", "reader"]),
  key("back-to-passages", ["Escape"], "Go back to the passages, or close the text beside them.", void 0, ["passages", "reader"]),
  key("take-this", ["+"], "Take the suggestion over; all that are ticked, if some are.", void 0, ["review"]),
  key("refuse-this", ["-"], "Refuse it, or all that are ticked: they do not come again.", void 0, ["review"]),
  key("tick-this", [" "], "Tick the suggestion, to decide several at once.", void 0, ["review"]),
  key("tick-group", ["t"], "Tick all that stand under this heading, or none.", void 0, ["review"]),
  key("next-group", ["."], "Go to the next heading.", void 0, ["review"]),
  key("previous-group", [","], "Go to the heading before.", void 0, ["review"]),
  key("find-like", ["l"], "Find passages like this one.", void 0, ["review"]),
  key("worth-reading", ["w"], "Show the passages that are worth reading next.", void 0, ["review"]),
  key("describe-this", ["k"], "Read what the code is for.", void 0, ["review"]),
  key("suggest-anew", ["a"], "Suggest anew, with what was decided and coded meanwhile.", void 0, ["review"]),
  key("back-to-suggestions", ["Escape"], "Tick nothing; go back to the suggestions.", void 0, ["review"]),
  key("choose-code", [" "], "Choose this code, or no longer, to do something with several.", void 0, ["book"]),
  key("edit-this", ["Enter", "F2", "e"], "Edit this code.", void 0, ["book"]),
  key("add-beside", ["a"], "Add a code beside this one.", void 0, ["book"]),
  key("add-below", ["b"], "Add a code below this one.", void 0, ["book"]),
  key("code-up", ["Word+ArrowUp"], "Move this code before the one above it.", void 0, ["book"]),
  key("code-down", ["Word+ArrowDown"], "Move this code behind the one below it.", void 0, ["book"]),
  key("code-in", ["Word+ArrowRight"], "Move this code into the one above it.", void 0, ["book"]),
  key("code-out", ["Word+ArrowLeft"], "Move this code out of the one it is in.", void 0, ["book"]),
  key("move-below", ["v"], "Move the chosen codes below another one.", void 0, ["book"]),
  key("merge", ["m"], "Merge the chosen codes into one.", void 0, ["book"]),
  key("split-code", ["x"], "Give some passages of this code to a new one.", void 0, ["book"]),
  key("change-id", ["i"], "Change the id of this code.", void 0, ["book"]),
  key("remove-code", ["Delete", "Backspace"], "Remove the chosen codes.", void 0, ["book"]),
  key("go-to-match", ["Enter"], "Go to the match that is marked.", void 0, ["book-search"]),
  key("save-form", ["Mod+Enter"], "Save what was written.", void 0, ["form"]),
  key("back", ["Escape"], "Leave the form or the search; choose no code any more.", void 0, ["book", "book-search", "form"]),
  key("side-#", DIGITS, "Agree with the side of this number.", void 0, CONTESTED),
  key("decide-both", ["b"], "Take all that was marked, from its first word to its last.", void 0, CONTESTED),
  key("decide-neither", ["n"], "Take none of it: the passage is not coded.", void 0, CONTESTED),
  key("decide-words", ["s"], "Choose other words: they are selected in the text.", void 0, CONTESTED),
  key("decide-definition", ["d"], "Find the definition at fault, and change it.", void 0, CONTESTED),
  key("confirm-choice", ["c"], "Save what was chosen, with the reason that stands there.", void 0, CONTESTED),
  key("save-reason", ["Enter"], "Save the decision with its reason, and go to the next one to decide.", void 0, ["reason"]),
  key("earlier-reason", ["ArrowUp"], "Take a reason that was given before.", void 0, ["reason"]),
  key("later-reason", ["ArrowDown"], "Take the reason that was given after it.", void 0, ["reason"]),
  key("leave-reason", ["Escape"], "Choose nothing after all.", void 0, ["reason"]),
  key("take-back", ["u", "Mod+z"], "Take back the last step.", void 0, [...CONTESTED, "review"]),
  key("do-again", ["Mod+y", "Mod+Shift+z"], "Do again what was taken back.", void 0, [...CONTESTED, "review"]),
  key("next-contested", ["j"], "Go to the next contested passage.", void 0, CONTESTED),
  key("previous-contested", ["k"], "Go to the one before.", void 0, CONTESTED),
  key("list-down", ["ArrowDown"], "Go to the next contested passage.", void 0, ["contested"]),
  key("list-up", ["ArrowUp"], "Go to the one before.", void 0, ["contested"]),
  key("next-left", ["o"], "Go to the next one to decide.", void 0, CONTESTED),
  key("list-page-down", ["PageDown"], "Go ten passages on.", void 0, ["contested"]),
  key("list-page-up", ["PageUp"], "Go ten passages back.", void 0, ["contested"]),
  key("first-contested", ["Home"], "Go to the first contested passage.", void 0, ["contested"]),
  key("last-contested", ["End"], "Go to the last one.", void 0, ["contested"]),
  key("read-contested", ["Enter"], "Go into the text, to read on or to select words.", void 0, ["contested"]),
  key("take-words", ["Enter"], "Take the selected words.", void 0, ["contested-text"]),
  key("words-shrink-right", ["["], "Take the last word out of the selected ones.", void 0, ["contested-text"]),
  key("words-extend-right", ["]"], "Take the next word in.", void 0, ["contested-text"]),
  key("words-shrink-left", ["{"], "Take the first word out.", void 0, ["contested-text"]),
  key("words-extend-left", ["}"], "Take the word before in.", void 0, ["contested-text"]),
  key("words-move-left", ["ArrowLeft"], "Move the cursor one character to the left.", void 0, ["contested-text"]),
  key("words-move-right", ["ArrowRight"], "Move the cursor one character to the right.", void 0, ["contested-text"]),
  key("words-move-up", ["ArrowUp"], "Move the cursor one line up.", void 0, ["contested-text"]),
  key("words-move-down", ["ArrowDown"], "Move the cursor one line down.", void 0, ["contested-text"]),
  key("words-select-left", ["Shift+ArrowLeft"], "Select one character to the left.", void 0, ["contested-text"]),
  key("words-select-right", ["Shift+ArrowRight"], "Select one character to the right.", void 0, ["contested-text"]),
  key("words-select-up", ["Shift+ArrowUp"], "Select one line up.", void 0, ["contested-text"]),
  key("words-select-down", ["Shift+ArrowDown"], "Select one line down.", void 0, ["contested-text"]),
  key("words-select-word-left", ["Word+Shift+ArrowLeft"], "Select one word to the left.", void 0, ["contested-text"]),
  key("words-select-word-right", ["Word+Shift+ArrowRight"], "Select one word to the right.", void 0, ["contested-text"]),
  key("back-to-contested", ["Escape"], "Go back to the list.", void 0, CONTESTED),
  key("filter-contested", ["/"], "Show only passages that hold some words.", void 0, CONTESTED),
  key("compare", ["v"], "See how the reference has coded this text, once you are done with it.", void 0, ["practice"]),
  key("so-far", ["y"], "See how you have done so far.", void 0, ["practice", ...FINDING]),
  key("next-finding", ["ArrowDown", "j"], "Go to the next passage.", void 0, ["finding"]),
  key("previous-finding", ["ArrowUp", "k"], "Go to the passage before.", void 0, ["finding"]),
  key("first-finding", ["Home"], "Go to the first passage.", void 0, ["finding"]),
  key("last-finding", ["End"], "Go to the last passage.", void 0, ["finding"]),
  key("next-unanswered", ["o"], "Go to the next difference that you have not answered yet.", void 0, FINDING),
  key("answer-seen", ["s"], "I see why: the reference has a point.", void 0, FINDING),
  key("answer-mine", ["m"], "I stand by mine; say why.", void 0, FINDING),
  key("answer-none", ["Delete", "Backspace"], "Take the answer away.", void 0, FINDING),
  key("answer-back", ["Mod+z"], "Take back the last answer.", void 0, FINDING),
  key("save-answer", ["Enter"], "Keep the answer, and go to the next difference.", void 0, ["answer"]),
  key("leave-answer", ["Escape"], "Do not answer after all.", void 0, ["answer"]),
  key("read-finding", ["Enter"], "Go into the text, to read on.", void 0, ["finding"]),
  key("back-to-findings", ["Escape"], "Go back to the list.", void 0, FINDING),
  key("choose-verdict", ["/"], "Choose which passages are shown.", void 0, FINDING),
  key("back-to-coding", ["e"], "Go back to coding this text.", void 0, FINDING),
  key("compare-next-text", ["."], "Go to the next text.", void 0, FINDING),
  key("compare-previous-text", [","], "Go to the text before.", void 0, FINDING),
  key("help", ["?"], "Show what every key does.", void 0, ["text", "tree", "passages", "reader", "review", "book", ...CONTESTED, ...FINDING])
];
var NEEDS = {
  passage: {
    isMet: ({ hasSelection, onCoding }) => hasSelection || onCoding,
    hint: "Select some words first, or go to a coding."
  },
  selection: { isMet: ({ hasSelection }) => hasSelection, hint: "Select some words first." },
  coding: { isMet: ({ onCoding }) => onCoding, hint: "Go to a coding first." }
};
var ONCE = /^(advice-(take|refuse|later|switch)|code-(\d|in-vivo|top-match|from-tree)|uncode|split|join|done|(tick|choose|refuse)-\w+|take-this|suggest-anew|remove-code|merge|split-code|side-\d|answer-\w+|save-answer|compare|so-far|(decide|confirm|save|take|read)-(both|neither|words|definition|choice|reason|contested))$/;
var BY_PRESS = new Map(
  KEYS.flatMap(
    (row) => row.presses.flatMap((press) => row.focus.map((focus) => (
      /** @type {const} */
      [`${focus} ${press}`, row]
    )))
  )
);
var SIGNS = "/?[]{}.,+-";
var FIELDS = ["search", "memo", "field", "book-search", "form", "reason", "answer"];
var ARROW = /^Arrow(Left|Right|Up|Down)$/;
var NAMED = /^(Enter|Escape|Backspace|Delete|Insert|Home|End|PageUp|PageDown|Arrow(Left|Right|Up|Down))$/;
var EDITING = /^([acvxyz]|Backspace|Delete|Home|End|Arrow(Left|Right|Up|Down))$/;
var OTHER_SCRIPT = /^[^\p{ASCII}\p{scx=Latin}\p{scx=Common}]$/u;
var PLACES = {
  Slash: ["/", "?"],
  BracketLeft: ["[", "{"],
  BracketRight: ["]", "}"],
  Period: [".", "."],
  Comma: [",", ","]
};
function commandOf(event, context) {
  const press = pressOf(event, context);
  const row = rowOf(press, context);
  if (!row || !isMet(row, context)) return null;
  return row.command.replace("#", press);
}
function isOnce(command) {
  return ONCE.test(command);
}
function hintOf(event, context) {
  const row = rowOf(pressOf(event, context), context);
  return row?.needs && !isMet(row, context) ? NEEDS[row.needs].hint : null;
}
function isOurs(event, context) {
  if (commandOf(event, context) !== null) return true;
  const { mod, alt, foreign } = modifiersOf(event, context);
  const isField = FIELDS.includes(context.focus);
  if (mod || foreign) return isField && !foreign && EDITING.test(keyOf(event));
  if (alt && !isField) return false;
  return Array.from(event.key).length === 1 || NAMED.test(event.key);
}
function rowOf(press, { focus, beside }) {
  return BY_PRESS.get(`${focus} ${press}`) ?? BY_PRESS.get(`${beside} ${press}`);
}
function pressesOf(command, { isMac: isMac2 }) {
  const presses = KEYS.find((row) => row.command === command)?.presses ?? [];
  return presses.map((press) => written(press, isMac2));
}
function key(command, presses, says, needs, focus = ["text"]) {
  return { command, presses, focus, needs, says };
}
function isMet({ needs }, context) {
  return needs === void 0 || NEEDS[needs].isMet(context);
}
function pressOf(event, context) {
  const key2 = keyOf(event);
  const { mod, word, alt, foreign } = modifiersOf(event, context);
  if (foreign || alt) return "";
  const isLevel = SIGNS.includes(key2) || DIGITS.includes(key2);
  const held = [word && "Word+", mod && "Mod+", event.shiftKey && !isLevel && "Shift+"];
  return held.filter(Boolean).join("") + key2;
}
function modifiersOf(event, { isMac: isMac2 }) {
  const isReaching = event.altKey && (isMac2 || event.ctrlKey) && SIGNS.includes(event.key);
  const ctrl = event.ctrlKey && !(isReaching && !isMac2);
  const alt = event.altKey && !isReaching;
  const isWord = ARROW.test(event.key) && (isMac2 ? alt : ctrl);
  return {
    mod: isMac2 ? event.metaKey : ctrl && !isWord,
    word: isWord,
    alt: alt && !(isMac2 && isWord),
    foreign: isMac2 ? ctrl : event.metaKey
  };
}
function keyOf({ key: key2, code, shiftKey }) {
  if (/^[a-z]$/i.test(key2)) return key2.toLowerCase();
  if (SIGNS.includes(key2)) return key2;
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit && !shiftKey && Array.from(key2).length === 1) return digit;
  if (!OTHER_SCRIPT.test(key2)) return key2;
  const letter = /^Key([A-Z])$/.exec(code)?.[1].toLowerCase();
  return letter ?? PLACES[code]?.[Number(shiftKey)] ?? key2;
}
function written(press, isMac2) {
  const held = press === "+" ? [press] : press.split("+");
  const key2 = held.pop() ?? "";
  const names = isMac2 ? { Mod: "\u2318", Word: "\u2325", Shift: "\u21E7" } : { Mod: "Ctrl+", Word: "Ctrl+", Shift: "Shift+" };
  const signs = { ArrowLeft: "\u2190", ArrowRight: "\u2192", ArrowUp: "\u2191", ArrowDown: "\u2193", Escape: "Esc" };
  const shown = (
    /** @type {Record<string, string>} */
    signs[key2] ?? (held.length > 0 && key2.length === 1 ? key2.toUpperCase() : key2)
  );
  return held.map((name) => (
    /** @type {Record<string, string>} */
    names[name]
  )).join("") + shown;
}

// src/offsets.js
var NEWLINE = 10;
var Doc = class {
  /** @type {Uint32Array} */
  #pointStarts;
  /** @type {Uint32Array} */
  #unitStarts;
  /** @type {Map<number, Uint32Array>} */
  #astral = /* @__PURE__ */ new Map();
  /** @param {string} text normalised as Python does it: lines end at "\n" only */
  constructor(text) {
    this.text = text;
    const points = [0];
    const units = [0];
    let pairs = 0;
    for (let unit = 0; unit < text.length; unit++) {
      if (text.charCodeAt(unit) === NEWLINE) {
        units.push(unit + 1);
        points.push(unit + 1 - pairs);
      } else if (isPair(text, unit)) {
        pairs++;
      }
    }
    this.length = text.length - pairs;
    this.lineCount = points.length;
    this.#pointStarts = Uint32Array.from([...points, this.length + 1]);
    this.#unitStarts = Uint32Array.from([...units, text.length + 1]);
  }
  /**
   * The line a point lies in; a newline belongs to the line it ends.
   * @param {number} point
   */
  lineOf(point) {
    return lastAtMost(this.#pointStarts, inside(point, this.length));
  }
  /** @param {number} line */
  lineStart(line) {
    return this.#pointStarts[this.#known(line)];
  }
  /**
   * Where a line ends, its newline not counted.
   * @param {number} line
   */
  lineEnd(line) {
    return this.#pointStarts[this.#known(line) + 1] - 1;
  }
  /** @param {number} line */
  lineText(line) {
    return this.text.slice(this.#unitStarts[this.#known(line)], this.#unitStarts[line + 1] - 1);
  }
  /**
   * Whether a line holds characters of two units.
   * @param {number} line
   */
  hasAstral(line) {
    const next = this.#known(line) + 1;
    return this.#unitStarts[next] - this.#unitStarts[line] !== this.#pointStarts[next] - this.#pointStarts[line];
  }
  /**
   * From a column of a line, in code points, to a string index into its `lineText`.
   * @param {number} line
   * @param {number} column
   */
  toUnit(line, column) {
    inside(column, this.lineEnd(line) - this.lineStart(line), line);
    if (!this.hasAstral(line)) return column;
    return column + countBelow(this.#astralColumns(line), column);
  }
  /**
   * From a string index into a line's `lineText` to its column. The middle of a character counts as its start.
   * @param {number} line
   * @param {number} unit
   */
  toColumn(line, unit) {
    inside(unit, this.#unitLength(line), line);
    if (!this.hasAstral(line)) return unit;
    return unit - countBelow(this.#astralColumns(line), unit, 1);
  }
  /**
   * From a point of the document to a string index into its text.
   * @param {number} point
   */
  toUnits(point) {
    const line = this.lineOf(point);
    return this.#unitStarts[line] + this.toUnit(line, point - this.#pointStarts[line]);
  }
  /**
   * From a string index into the text to a point. The middle of a character counts as its start.
   * @param {number} unit
   */
  toPoint(unit) {
    const line = lastAtMost(this.#unitStarts, inside(unit, this.text.length));
    return this.#pointStarts[line] + this.toColumn(line, unit - this.#unitStarts[line]);
  }
  /**
   * The words between two points.
   * @param {number} start
   * @param {number} end
   */
  slice(start, end) {
    return this.text.slice(this.toUnits(start), this.toUnits(end));
  }
  /** @param {number} line */
  #unitLength(line) {
    return this.#unitStarts[this.#known(line) + 1] - 1 - this.#unitStarts[line];
  }
  /**
   * The columns of a line's characters of two units; found when first asked for.
   * @param {number} line
   */
  #astralColumns(line) {
    let columns = this.#astral.get(line);
    if (columns === void 0) {
      const text = this.lineText(line);
      const found = [];
      for (let unit = 0; unit < text.length; unit++) if (isPair(text, unit)) found.push(unit - found.length);
      columns = Uint32Array.from(found);
      this.#astral.set(line, columns);
    }
    return columns;
  }
  /** @param {number} line */
  #known(line) {
    if (Number.isInteger(line) && line >= 0 && line < this.lineCount) return line;
    throw new RangeError(`there is no line ${line}: the text has ${this.lineCount}`);
  }
};
function isPair(text, unit) {
  return (text.charCodeAt(unit) & 64512) === 55296 && (text.charCodeAt(unit + 1) & 64512) === 56320;
}
function inside(offset, length, line) {
  if (Number.isInteger(offset) && offset >= 0 && offset <= length) return offset;
  const where = line === void 0 ? "the text" : `line ${line}`;
  throw new RangeError(`offset ${offset} lies outside ${where}, which ends at ${length}`);
}
function lastAtMost(starts, offset) {
  return countBelow(starts, offset + 1) - 1;
}
function countBelow(items, limit, step = 0) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = low + high >>> 1;
    if (items[middle] + step * middle < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

// src/outline.js
function idsBelow(codes, code) {
  const ids = /* @__PURE__ */ new Set([code]);
  for (const { code: one, parent } of treeOf(codes)) if (parent && ids.has(parent.code.code)) ids.add(one.code);
  ids.delete(code);
  return ids;
}

// src/passages.js
var NAMES = new Intl.Collator(void 0, { numeric: true });

// src/protocol.js
var VERSION = 1;
var READING = /* @__PURE__ */ new Set(["open", "look", "find", "about", "next", "passages", "text", "words", "affected", "compare", "figures", "suggest", "marks", "next_mark", "reading", "like"]);
var ChannelError = class extends Error {
  /**
   * @param {string} sentence
   * @param {{id: string, unsent: boolean, cause?: unknown}} about
   */
  constructor(sentence, { id, unsent, cause }) {
    super(sentence, { cause });
    this.name = "ChannelError";
    this.id = id;
    this.unsent = unsent;
  }
};
var Channel = class {
  /** @type {Map<string, Request>} */
  #requests = /* @__PURE__ */ new Map();
  /** @type {Map<string, Set<(message: Answer, buffers: DataView[]) => void>>} */
  #events = /* @__PURE__ */ new Map();
  /** @type {Set<(slow: Slow) => void>} */
  #slow = /* @__PURE__ */ new Set();
  /**
   * @param {(message: Message) => void} send throws when there is no kernel
   * @param {object} [options]
   * @param {number} [options.timeout] milliseconds after which an answer is late
   * @param {() => number} [options.now]
   * @param {(action: () => void, delay: number) => any} [options.setTimer]
   * @param {(timer: any) => void} [options.clearTimer]
   */
  constructor(send, {
    timeout = 2500,
    now = () => Date.now(),
    setTimer = (action, delay) => setTimeout(action, delay),
    clearTimer = (timer) => clearTimeout(timer)
  } = {}) {
    this.send = send;
    this.timeout = timeout;
    this.now = now;
    this.setTimer = setTimer;
    this.clearTimer = clearTimer;
  }
  /** How many questions have no answer yet, those that could not be sent among them. */
  get pendingCount() {
    return this.#requests.size;
  }
  /** How many of them change something. */
  get writingCount() {
    return [...this.#requests.values()].filter(({ message }) => message.cid !== void 0).length;
  }
  /** Which of them are late or could not be sent. */
  get lateIds() {
    return [...this.#requests.values()].filter(({ isSlow, isUnsent }) => isSlow || isUnsent).map(({ message }) => message.id);
  }
  /** How many: zero means that all is well again. */
  get lateCount() {
    return this.lateIds.length;
  }
  /**
   * Ask the kernel. The promise stays open however long the answer takes.
   * @param {string} type
   * @param {Record<string, unknown>} [payload] with a `cid` of its own, if the caller must know it
   * @returns {Promise<Answer>} with the answer's buffers in `buffers`
   */
  ask(type, payload = {}) {
    const writes = READING.has(type) ? {} : { cid: newId() };
    const message = { ...writes, ...payload, v: VERSION, id: newId(), t: type };
    return this.#dispatch(message);
  }
  /**
   * Send the very same message again.
   * @param {string} id
   * @returns {Promise<Answer>} the promise that is still open, or a new one if the message could not be sent before
   */
  retry(id) {
    const request = this.#requests.get(id);
    if (!request) return Promise.reject(new ChannelError("this request is settled already", { id, unsent: false }));
    if (request.isUnsent) return this.#dispatch(request.message);
    const failure = this.#transmit(request);
    request.isSlow = failure !== null;
    return failure ? Promise.reject(failure) : request.promise;
  }
  /**
   * Take what has come from the kernel: an answer, or an event. Answers to questions never asked are passed over.
   * @param {Answer} message
   * @param {DataView[]} [buffers]
   */
  receive(message, buffers = []) {
    if (message === null || typeof message !== "object") return;
    if (message.id === void 0) {
      for (const handler of this.#events.get(message.t ?? "") ?? []) handler(message, buffers);
      return;
    }
    const request = this.#settle(message.id);
    if (!request) return;
    if (message.error === void 0) request.resolve({ ...message, buffers });
    else request.reject(new ChannelError(String(message.error), { id: message.id, unsent: false }));
  }
  /**
   * @param {string} type
   * @param {(message: Answer, buffers: DataView[]) => void} handler
   * @returns {() => void} stops listening
   */
  onEvent(type, handler) {
    const handlers = this.#events.get(type) ?? /* @__PURE__ */ new Set();
    this.#events.set(type, handlers.add(handler));
    return () => handlers.delete(handler);
  }
  /**
   * Hear of every question whose answer is late.
   * @param {(slow: Slow) => void} handler
   * @returns {() => void} stops listening
   */
  onSlow(handler) {
    this.#slow.add(handler);
    return () => this.#slow.delete(handler);
  }
  /**
   * Give up a question that could not be sent.
   * @param {string} id
   */
  drop(id) {
    const request = this.#settle(id);
    request?.reject(new ChannelError("this request was given up", { id, unsent: true }));
  }
  /** There is no kernel any more: what is late fails, and is kept for `retry` like what could not be sent. */
  cutOff() {
    for (const request of this.#requests.values()) {
      if (!request.isSlow) continue;
      const { id } = request.message;
      this.clearTimer(request.timer);
      request.isSlow = false;
      request.isUnsent = true;
      request.reject(new ChannelError("there is no kernel", { id, unsent: true }));
    }
  }
  /** Stop the clocks; answers that come later are passed over. */
  close() {
    for (const id of [...this.#requests.keys()]) this.drop(id);
  }
  /**
   * @param {Message} message
   * @returns {Promise<Answer>}
   */
  #dispatch(message) {
    const request = newRequest(message);
    this.#requests.set(message.id, request);
    const failure = this.#transmit(request);
    request.isUnsent = failure !== null;
    if (failure) request.reject(failure);
    return request.promise;
  }
  /**
   * @param {Request} request
   * @returns {ChannelError | null} why it could not be sent
   */
  #transmit(request) {
    const { id } = request.message;
    this.clearTimer(request.timer);
    request.sentAt = this.now();
    request.timer = this.setTimer(() => this.#late(request), this.timeout);
    try {
      this.send(request.message);
      return null;
    } catch (error) {
      this.clearTimer(request.timer);
      const sentence = error instanceof Error ? error.message : String(error);
      return new ChannelError(sentence, { id, unsent: true, cause: error });
    }
  }
  /** @param {Request} request */
  #late(request) {
    const { message, sentAt } = request;
    request.isSlow = true;
    const slow = { id: message.id, type: message.t, message, waited: this.now() - sentAt };
    for (const handler of this.#slow) handler(slow);
  }
  /** @param {string} id */
  #settle(id) {
    const request = this.#requests.get(id);
    if (request) this.clearTimer(request.timer);
    this.#requests.delete(id);
    return request;
  }
};
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 15 | 64;
  bytes[8] = bytes[8] & 63 | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5").toUpperCase();
}
function newRequest(message) {
  const settle = (
    /** @type {Pick<Request, "resolve" | "reject">} */
    {}
  );
  const promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return { message, promise, ...settle, sentAt: 0, timer: void 0, isSlow: false, isUnsent: false };
}

// src/segments.js
function segmentsOf(doc, line, codings) {
  const lineStart = doc.lineStart(line);
  const length = doc.lineEnd(line) - lineStart;
  const marks = [...codings].filter((coding) => isPassage(coding)).sort(byPlace).map(({ guid, start, end }) => ({
    guid,
    start: Math.max(start - lineStart, 0),
    end: Math.min(end - lineStart, length)
  })).filter(({ start, end }) => start < end);
  const borders = /* @__PURE__ */ new Set([0, length, ...marks.flatMap(({ start, end }) => [start, end])]);
  const columns = [...borders].sort((one, other) => one - other);
  const runs = [];
  let active = (
    /** @type {typeof marks} */
    []
  );
  let waiting = 0;
  for (let i = 0; i + 1 < columns.length; i++) {
    active = active.filter(({ end }) => end > columns[i]);
    while (waiting < marks.length && marks[waiting].start <= columns[i]) active.push(marks[waiting++]);
    runs.push({
      startUnit: doc.toUnit(line, columns[i]),
      endUnit: doc.toUnit(line, columns[i + 1]),
      codings: active.map(({ guid }) => guid)
    });
  }
  return runs;
}
var LineIndex = class {
  /** @type {Doc} */
  #doc;
  /** @type {Map<string, Coding>} */
  #codings = /* @__PURE__ */ new Map();
  /** @type {Map<number, Map<string, Passage>>} */
  #nodes = /* @__PURE__ */ new Map();
  /**
   * @param {Doc} doc
   * @param {Iterable<Coding>} [codings]
   */
  constructor(doc, codings = []) {
    this.#doc = doc;
    for (const coding of codings) this.#put(coding);
  }
  /** Codings that no line can show: of the whole source, or past the end of the text. */
  get unplaced() {
    return [...this.#codings.values()].filter((coding) => !isPassage(coding, this.#doc.length));
  }
  /**
   * The codings that touch a line, in drawing order.
   * @param {number} line
   * @returns {Passage[]}
   */
  of(line) {
    const found = [];
    for (let node = line + this.#doc.lineCount; node >= 1; node >>= 1) {
      for (const coding of this.#nodes.get(node)?.values() ?? []) found.push(coding);
    }
    return found.sort(byPlace);
  }
  /**
   * @param {Coding} coding one with a known guid takes the other's place
   * @returns {Set<number>} the lines to draw anew
   */
  add(coding) {
    const touched = this.remove(coding.guid);
    this.#put(coding);
    for (const line of this.#linesOf(coding)) touched.add(line);
    return touched;
  }
  /**
   * @param {string} guid
   * @returns {Set<number>} the lines to draw anew
   */
  remove(guid) {
    const coding = this.#codings.get(guid);
    if (!coding) return /* @__PURE__ */ new Set();
    this.#codings.delete(guid);
    for (const node of this.#nodesOf(coding)) this.#nodes.get(node)?.delete(guid);
    return new Set(this.#linesOf(coding));
  }
  /**
   * Put a changed coding in the place of the one with its guid.
   * @param {Coding} coding
   * @returns {Set<number>} the lines to draw anew, old and new
   */
  replace(coding) {
    return this.add(coding);
  }
  /** @param {Coding} coding */
  #put(coding) {
    this.#codings.set(coding.guid, coding);
    for (const node of this.#nodesOf(coding)) {
      const held = this.#nodes.get(node) ?? /* @__PURE__ */ new Map();
      this.#nodes.set(node, held.set(coding.guid, coding));
    }
  }
  /** @param {Coding} coding */
  *#linesOf(coding) {
    const [first, past] = this.#range(coding);
    for (let line = first; line < past; line++) yield line;
  }
  /** @param {Coding} coding */
  *#nodesOf(coding) {
    const count = this.#doc.lineCount;
    let [low, high] = this.#range(coding).map((line) => line + count);
    for (; low < high; low >>= 1, high >>= 1) {
      if (low & 1) yield low++;
      if (high & 1) yield --high;
    }
  }
  /**
   * The first line a coding touches and the line past its last.
   * @param {Coding} coding
   */
  #range(coding) {
    if (!isPassage(coding, this.#doc.length)) return [0, 0];
    return [this.#doc.lineOf(coding.start), this.#doc.lineOf(coding.end - 1) + 1];
  }
};

// src/pieces.js
var BLANK = /^[\s\u001c-\u001f\u0085\u200b\u2060\ufeff]*$/u;
var EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;
var ABBREVIATIONS = new Set(
  "mr mrs ms dr prof st vs etc e.g i.e cf nr approx dept fig pp p vol ed eds jr sr inc ltd z.b d.h bzw usw".split(" ")
);
var LAST_WORD = /([^\s("'“‘[]+)\.\s*$/u;
var Pieces = class {
  /**
   * @param {"grapheme" | "word" | "sentence"} granularity
   * @param {Cutting} [cutting]
   */
  constructor(granularity, { counts = isVisible, goesOn, trims = false } = {}) {
    this.segmenter = new Intl.Segmenter("en", { granularity });
    this.counts = counts;
    this.goesOn = goesOn;
    this.trims = trims;
  }
  /**
   * The piece that covers a point or ends at it.
   * @param {Doc} doc
   * @param {number} point
   * @returns {Span | null}
   */
  at(doc, point) {
    const line = new CutLine(doc, doc.lineOf(point), this);
    const unit = line.unitOf(point);
    return line.seen(line.covering(unit)) ?? line.seen(line.covering(unit - 1));
  }
  /**
   * The first piece that starts at a point or after it.
   * @param {Doc} doc
   * @param {number} point
   * @returns {Span | null}
   */
  next(doc, point) {
    for (let number = doc.lineOf(point), from = point; number < doc.lineCount; from = doc.lineEnd(number++) + 1) {
      const line = new CutLine(doc, number, this);
      for (let piece = line.covering(line.unitOf(from)); piece; piece = line.covering(piece.to)) {
        const span = line.seen(piece);
        if (span && span.start >= from) return span;
      }
    }
    return null;
  }
  /**
   * The last piece that ends at a point or before it.
   * @param {Doc} doc
   * @param {number} point
   * @returns {Span | null}
   */
  previous(doc, point) {
    for (let number = doc.lineOf(point), to = point; number >= 0; to = doc.lineStart(number--) - 1) {
      const line = new CutLine(doc, number, this);
      for (let piece = line.covering(line.unitOf(to) - 1); piece; piece = line.covering(piece.from - 1)) {
        const span = line.seen(piece);
        if (span && span.end <= to) return span;
      }
    }
    return null;
  }
};
var CutLine = class {
  /**
   * @param {Doc} doc
   * @param {number} number
   * @param {Pieces} pieces
   */
  constructor(doc, number, pieces) {
    this.doc = doc;
    this.number = number;
    this.pieces = pieces;
    this.segments = pieces.segmenter.segment(doc.lineText(number));
  }
  /** @param {number} point */
  unitOf(point) {
    return this.doc.toUnit(this.number, point - this.doc.lineStart(this.number));
  }
  /** @param {number} unit */
  pointOf(unit) {
    return this.doc.lineStart(this.number) + this.doc.toColumn(this.number, unit);
  }
  /**
   * The whole piece around a unit, white space and all; null outside the line.
   * @param {number} unit
   * @returns {Stretch | null}
   */
  covering(unit) {
    const segment = unit < 0 ? void 0 : this.segments.containing(unit);
    if (!segment) return null;
    const [first, last] = this.joined(segment);
    return { from: first.index, to: endOf(last), counts: this.pieces.counts(segment) };
  }
  /**
   * The first and the last of the segments that make one piece with this one.
   * @param {Intl.SegmentData} segment
   */
  joined(segment) {
    const { goesOn } = this.pieces;
    let [first, last] = [segment, segment];
    if (!goesOn) return [first, last];
    for (let before = this.before(first); before && goesOn(before.segment); before = this.before(first)) first = before;
    for (let after = this.after(last); after && goesOn(last.segment); after = this.after(last)) last = after;
    return [first, last];
  }
  /** @param {Intl.SegmentData} segment */
  before(segment) {
    return segment.index > 0 ? this.segments.containing(segment.index - 1) : void 0;
  }
  /** @param {Intl.SegmentData} segment */
  after(segment) {
    return this.segments.containing(endOf(segment));
  }
  /**
   * A piece as a span without the white space round it; null when there is nothing to see.
   * @param {Stretch | null} piece
   * @returns {Span | null}
   */
  seen(piece) {
    if (!piece?.counts) return null;
    const span = { start: this.pointOf(piece.from), end: this.pointOf(piece.to) };
    return this.pieces.trims ? trimmed(this.doc, span) : span;
  }
};
var characters = new Pieces("grapheme");
var words = new Pieces("word", {
  counts: (segment) => segment.isWordLike === true || EMOJI.test(segment.segment)
});
var sentences = new Pieces("sentence", { goesOn: endsInAbbreviation, trims: true });
function trimmed(doc, { start, end }) {
  const first = characters.next(doc, start);
  const last = characters.previous(doc, end);
  return first && last && first.start < last.end ? { start: first.start, end: last.end } : null;
}
function isVisible(segment) {
  return !BLANK.test(segment.segment);
}
function endsInAbbreviation(text) {
  const last = LAST_WORD.exec(text)?.[1].toLowerCase() ?? "";
  return ABBREVIATIONS.has(last) || /^\p{L}$/u.test(last) && last !== "i";
}
function endOf(segment) {
  return segment.index + segment.segment.length;
}

// src/select.js
function snap(doc, start, end) {
  if (start === end) return null;
  const [low, high] = start < end ? [start, end] : [end, start];
  return trimmed(doc, {
    start: within(characters.at(doc, low), low)?.start ?? low,
    end: within(characters.at(doc, high), high)?.end ?? high
  });
}
function turnAt(turns, point) {
  const turn = turns[startingBefore(turns, point + 1) - 1];
  if (turn && point < turn.end) return turn;
  return previousTurn(turns, point)?.end === point ? previousTurn(turns, point) : null;
}
function nextTurn(turns, point) {
  return turns[startingBefore(turns, point)] ?? null;
}
function previousTurn(turns, point) {
  const last = startingBefore(turns, point) - 1;
  return (turns[last]?.end <= point ? turns[last] : turns[last - 1]) ?? null;
}
function extend(doc, turns, span, unit, direction) {
  const finder = finderOf(doc, turns, unit);
  if (direction === "right") return moved(doc, span, { end: endAfter(finder, span.end) });
  return moved(doc, span, { start: startBefore(finder, span.start) });
}
function shrink(doc, turns, span, unit, direction) {
  const finder = finderOf(doc, turns, unit);
  if (direction === "right") return moved(doc, span, { end: endBefore(finder, span.end) });
  return moved(doc, span, { start: startAfter(finder, span.start) });
}
function finderOf(doc, turns, unit) {
  if (unit === "turn") {
    return {
      at: (point) => turnAt(turns, point),
      next: (point) => nextTurn(turns, point),
      previous: (point) => previousTurn(turns, point)
    };
  }
  const pieces = { character: characters, word: words, sentence: sentences }[unit];
  return {
    at: (point) => pieces.at(doc, point),
    next: (point) => pieces.next(doc, point),
    previous: (point) => pieces.previous(doc, point)
  };
}
function endAfter(finder, point) {
  return (within(finder.at(point), point) ?? finder.next(point))?.end;
}
function startBefore(finder, point) {
  return (within(finder.at(point), point) ?? finder.previous(point))?.start;
}
function endBefore(finder, point) {
  const last = finder.previous(point);
  return (last?.end === point ? finder.previous(last.start) : last)?.end;
}
function startAfter(finder, point) {
  const first = finder.next(point);
  return (first?.start === point ? finder.next(first.end) : first)?.start;
}
function within(piece, point) {
  return piece && piece.start < point && point < piece.end ? piece : null;
}
function moved(doc, span, border) {
  const { start = span.start, end = span.end } = border;
  const snapped = start < end && end <= doc.length ? snap(doc, start, end) : null;
  if (snapped && border.start !== void 0) return { start: snapped.start, end: span.end };
  if (snapped && border.end !== void 0) return { start: span.start, end: snapped.end };
  return span;
}
function startingBefore(turns, point) {
  let low = 0;
  let high = turns.length;
  while (low < high) {
    const middle = low + high >>> 1;
    if (turns[middle].start < point) low = middle + 1;
    else high = middle;
  }
  return low;
}

// src/state.js
var EVERYTHING = Object.freeze({ coders: null, codes: null, blind: false });

// view/asking.js
var LOOK_EVERY = 2e3;
var AT_LEAST_EVERY = 3e4;
var SILENT = "The kernel does not answer yet.";
var BUSY = "NOT saved yet: the kernel does not answer. It is saved as soon as the kernel is free.";
var CUT_OFF = "NOT saved: there is no kernel. Restart it and run the cell again.";
var Asking = class {
  /** @type {Set<(event: any) => void>} */
  #listeners = /* @__PURE__ */ new Set();
  #timer = 0;
  #isClosed = false;
  #last = Promise.resolve();
  #reading = Promise.resolve();
  /** @type {Promise<Text> | null} */
  #text = null;
  #textOf = "";
  /**
   * @param {any} model anywidget's
   * @param {{rarely: number, cutOff?: string}} about `rarely`: how many times as long as a look takes it waits until the
   *   next; `cutOff`: what is said where there is no kernel
   */
  constructor(model, { rarely, cutOff = CUT_OFF }) {
    this.model = model;
    this.rarely = rarely;
    this.cutOff = cutOff;
    this.channel = new Channel((message) => model.send(message));
    this.receive = (message, buffers) => this.channel.receive(message, buffers);
    model.on("msg:custom", this.receive);
    this.channel.onSlow(({ message }) => this.say(message.cid ? BUSY : SILENT, "bad"));
    this.wait = LOOK_EVERY;
    this.isOpen = false;
    this.status = { sentence: "", kind: "" };
  }
  /**
   * What stands in the way of a change, in a sentence; empty where nothing does.
   * @param {string} _type
   */
  obstacleTo(_type) {
    return "";
  }
  /** How long to wait for the next look, at least. */
  get lookEvery() {
    return LOOK_EVERY;
  }
  get isClosed() {
    return this.#isClosed;
  }
  /**
   * @param {(event: any) => void} listener
   * @returns {() => void} stops listening
   */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  /** @param {string} event */
  tell(event) {
    for (const listener of this.#listeners) listener(event);
  }
  /**
   * @param {string} sentence
   * @param {string} [kind]
   */
  say(sentence, kind = "") {
    this.status = { sentence, kind };
    this.tell("status");
  }
  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.model.off("msg:custom", this.receive);
    this.channel.close();
  }
  async open() {
    await this.read("open");
    this.#again();
  }
  /**
   * Read what there is, or what is new: one reading after the other, since each goes on from the one before.
   * @param {"open" | "look"} type
   * @param {any} [about] for `readNow`
   */
  read(type, about = {}) {
    this.#reading = this.#reading.then(async () => {
      const began = performance.now();
      try {
        await this.readNow(type, about);
        if ([SILENT, BUSY].includes(this.status.sentence)) this.say("");
      } catch (error) {
        this.fail(error);
      }
      this.wait = Math.min(Math.max(this.lookEvery, this.rarely * (performance.now() - began)), AT_LEAST_EVERY);
    });
    return this.#reading;
  }
  /**
   * @param {"open" | "look"} _type
   * @param {any} _about
   */
  async readNow(_type, _about) {
  }
  /**
   * Change something, and show what has become of it. Changes go one after the other, in the order they were made in.
   * @param {string} type
   * @param {Record<string, unknown>} [payload]
   * @returns {Promise<boolean>} whether it is done; why not, has been said
   */
  commit(type, payload = {}) {
    const done = this.#last.then(() => this.#commit(type, payload));
    this.#last = done.then(() => {
    });
    return done;
  }
  /**
   * Read again after a change.
   * @param {string} _type of the change
   * @param {any} _answer
   */
  async done(_type, _answer) {
    await this.read("look");
  }
  /** Read again after a change that was refused. */
  async refused() {
  }
  /**
   * @param {string} type
   * @param {Record<string, unknown>} payload
   */
  async #commit(type, payload) {
    const obstacle = this.obstacleTo(type);
    if (obstacle) {
      this.say(obstacle, "bad");
      return false;
    }
    this.say("Saving \u2026");
    try {
      const answer = await this.channel.ask(type, payload);
      this.say(answer.said);
      await this.done(type, answer);
      return true;
    } catch (error) {
      const { unsent, id, message } = (
        /** @type {any} */
        error
      );
      if (unsent) this.channel.drop(id);
      this.say(unsent ? this.cutOff : /^NOT /.test(message) ? message : `NOT done: ${message}`, "bad");
      if (!unsent) await this.refused();
      return false;
    }
  }
  /** Look now and then for what has changed; the more seldom, the longer it takes to read. */
  #again() {
    if (this.#isClosed) return;
    this.#timer = window.setTimeout(async () => {
      if (!document.hidden && this.channel.pendingCount === 0) await this.read(this.isOpen ? "look" : "open");
      this.#again();
    }, this.wait);
  }
  /** @param {any} error */
  fail(error) {
    if (error.unsent) this.channel.drop(error.id);
    if (error.unsent && this.status.sentence === this.cutOff) return;
    this.say(error.unsent ? this.cutOff.replace("NOT saved: there", "There") : error.message, "bad");
  }
  /**
   * A text with its turns; that which was read last is kept.
   * @param {string} source
   * @returns {Promise<Text | null>} null where there is none; why has been said
   */
  async text(source) {
    if (this.#textOf !== source || this.#text === null) {
      this.#textOf = source;
      this.#text = this.readText(source);
    }
    try {
      return await this.#text;
    } catch (error) {
      this.#text = null;
      this.fail(error);
      return null;
    }
  }
  /** Read texts anew from now on. */
  forgetTexts() {
    this.#text = null;
  }
  /**
   * @param {string} source
   * @returns {Promise<Text>}
   */
  async readText(source) {
    const { name, turns, buffers } = await this.channel.ask("text", { source });
    return { source, name, doc: this.docOf(source, new TextDecoder().decode(buffers?.[0])), turns: turns.map(([start, end, kind, speaker, ms]) => ({ start, end, kind, speaker, ms })) };
  }
  /**
   * @param {string} _source
   * @param {string} said
   */
  docOf(_source, said2) {
    return new Doc(said2);
  }
};

// view/reconcile_session.js
var RARELY = 4;
var KEPT_TEXTS = 4;
var READ_ONLY = "This project is open for reading only: you see everything and decide nothing. Open it with a coder's name to decide.";
var ReconcileSession = class extends Asking {
  /** @type {Map<string, Promise<Text>>} */
  #texts = /* @__PURE__ */ new Map();
  /** @type {Map<string, Doc>} */
  #docs = /* @__PURE__ */ new Map();
  /** @type {Map<string, Promise<any>>} */
  #abouts = /* @__PURE__ */ new Map();
  /** @type {Map<string, Row>} */
  #rows = /* @__PURE__ */ new Map();
  /** @param {any} model anywidget's */
  constructor(model) {
    super(model, { rarely: RARELY });
    this.rev = -1;
    this.stamp = "";
    this.project = "";
    this.head = { coder: "", codes: [], reasons: [], n_agreed: 0, settled: [], blind: [], why: "" };
    this.docket = new Docket([], []);
    this.colors = /* @__PURE__ */ new Map();
    this.saving = /* @__PURE__ */ new Set();
    this.reasons = [];
  }
  get isReadOnly() {
    return this.isOpen && !this.head.coder;
  }
  obstacleTo() {
    return this.isReadOnly ? READ_ONLY : "";
  }
  async open() {
    await super.open();
    if (this.isReadOnly) this.say(READ_ONLY);
  }
  /**
   * A text with its turns.
   * @param {string} source
   * @returns {Promise<Text | null>} null where there is none; why has been said
   */
  async text(source) {
    const asked = this.#texts.get(source) ?? this.readText(source);
    this.#texts.delete(source);
    this.#texts.set(source, asked);
    for (const old of [...this.#texts.keys()].slice(0, -KEPT_TEXTS)) [this.#texts, this.#docs].forEach((kept) => kept.delete(old));
    try {
      return await asked;
    } catch (error) {
      this.#texts.delete(source);
      this.fail(error);
      return null;
    }
  }
  /**
   * What the codebook says of a code.
   * @param {string} code
   * @returns {Promise<any>} null where there is no answer; why has been said
   */
  async about(code) {
    const asked = this.#abouts.get(code) ?? this.channel.ask("about", { code });
    this.#abouts.set(code, asked);
    try {
      return await asked;
    } catch (error) {
      this.#abouts.delete(code);
      this.fail(error);
      return null;
    }
  }
  /**
   * @param {string} code
   * @returns {Promise<import("../src/whose.js").Codings | null>} whose codings are to be looked at again
   */
  async affected(code) {
    try {
      return (
        /** @type {any} */
        await this.channel.ask("affected", { codes: [code] })
      );
    } catch (error) {
      this.fail(error);
      return null;
    }
  }
  /**
   * Decide a passage, upon the positions that are shown.
   * @param {Row} row
   * @param {Choice} choice
   * @param {string} reason
   * @returns {Promise<boolean>} whether it is decided; why not, has been said
   */
  async decide(row, { outcome, agreed_with, span, fields }, reason) {
    const { source, code, round, mark, key: key2 } = row;
    const type = outcome === "definition" ? "define" : "decide";
    this.reasons = withReason(this.reasons, reason);
    this.saving.add(key2);
    this.tell("rows");
    const isDone = await this.commit(type, { source, code, round, mark, outcome, agreed_with, span, fields, reason });
    this.saving.delete(key2);
    this.tell("rows");
    return isDone;
  }
  /** What was refused may be other by now. */
  async refused() {
    await this.read("look", { isForced: true });
  }
  /**
   * @param {"open" | "look"} type
   * @param {{isForced?: boolean}} about `isForced`: also where the kernel knows of no change
   */
  async readNow(type, { isForced }) {
    const answer = await this.channel.ask(type, type === "look" ? { rev: isForced ? -1 : this.rev, stamp: this.stamp } : {});
    if (answer.rev !== this.rev) [this.#texts, this.#abouts] = [/* @__PURE__ */ new Map(), /* @__PURE__ */ new Map()];
    this.rev = answer.rev;
    if (answer.buffers?.length) this.#take(answer);
  }
  /** @param {any} answer */
  #take({ stamp, project, is_all, buffers }) {
    const { head, gone, rows } = JSON.parse(new TextDecoder().decode(buffers[0]));
    if (is_all) this.#rows = /* @__PURE__ */ new Map();
    for (const key2 of gone) this.#rows.delete(key2);
    for (const row of rows) this.#rows.set(row.key, row);
    if (!this.isOpen) this.reasons = head.reasons;
    else for (const reason of [...head.reasons].reverse()) if (!this.reasons.includes(reason)) this.reasons = withReason(this.reasons, reason);
    const docket = new Docket(this.#rows.values(), head.codes);
    Object.assign(this, { stamp, project, head, docket, colors: colorsOf(head.codes), isOpen: true });
    this.tell("rows");
  }
  /**
   * The same as before where its words are the same, so that what is selected in it stays so.
   * @param {string} source
   * @param {string} said
   */
  docOf(source, said2) {
    const before = this.#docs.get(source);
    const doc = before?.text === said2 ? before : new Doc(said2);
    this.#docs.set(source, doc);
    return doc;
  }
};

// view/dom.js
function element(tag, about = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (value === null || value === void 0 || value === false) continue;
    if (name === "text") made.textContent = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "style") Object.entries(value).forEach(([property, set]) => made.style.setProperty(property, String(set)));
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}
function keepingFocus(root, draw, otherwise = () => {
}) {
  const was = (
    /** @type {HTMLElement | null} */
    document.activeElement
  );
  const hadFocus = root.contains(was);
  draw();
  if (!was || !hadFocus || root.contains(document.activeElement)) return;
  const controls = (
    /** @type {HTMLElement[]} */
    [...root.querySelectorAll("button, input, select")]
  );
  const same = controls.find((control) => was.dataset.key ? control.dataset.key === was.dataset.key : control.textContent === was.textContent);
  if (same) same.focus();
  else otherwise();
}
var isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");
function formOf(about, send, ...children) {
  const onsubmit = (event) => {
    event.preventDefault();
    send();
  };
  const onkeydown = (event) => {
    const isLine = (
      /** @type {HTMLElement} */
      event.target.matches('input:not([type="checkbox"], [type="color"])')
    );
    if (event.key === "Enter" && isLine && !event.isComposing && !event.ctrlKey && !event.metaKey) onsubmit(event);
  };
  return element("form", { novalidate: true, ...about, onsubmit, onkeydown }, ...children);
}

// view/code_form.js
var CodeForm = class {
  /**
   * @param {HTMLElement} root
   * @param {Callbacks} callbacks
   */
  constructor(root, callbacks) {
    this.root = root;
    this.callbacks = callbacks;
    this.parts = /** @type {ReturnType<typeof build>} */
    /** @type {unknown} */
    null;
  }
  /** @param {Shown} shown */
  show({ code, codes, isNew }) {
    this.codes = codes;
    this.isNew = isNew;
    this.self = isNew ? "" : code.code ?? "";
    this.parts = build(isNew, choices(codes, this.self), {
      oninput: () => this.#check(),
      onsave: () => this.save(),
      oncancel: () => this.callbacks.onCancel()
    });
    this.before = fieldsOf(code);
    this.#fill(this.before);
    this.root.replaceChildren(this.parts.form);
    this.#check();
  }
  /** Go to the first field. */
  focus() {
    this.parts.name.focus();
    this.parts.name.select();
  }
  /** Whether something was written that is not saved. */
  get isChanged() {
    return Object.keys(changesOf(this.before ?? fieldsOf(), this.#read())).length > 0;
  }
  /** Save what was written, if it is in order. */
  async save() {
    const { save, says } = this.parts;
    if (save.disabled) return;
    const written2 = this.#read();
    const fields = tidied(written2, this.codes ?? []);
    const contrary = written2.contrary.filter((id) => !this.before?.contrary.includes(id));
    const problems = problemsOf({ ...written2, contrary }, this.codes ?? [], { isNew: Boolean(this.isNew) });
    this.#tell(problems);
    if (problems.length) {
      const field = this.#field(problems[0].field);
      field.closest("details")?.setAttribute("open", "");
      return field.focus();
    }
    const before = this.isNew ? fieldsOf() : tidied(this.before ?? fieldsOf(), this.codes ?? []);
    const { code, ...changes } = { ...changesOf(before, fields), code: fields.code };
    save.disabled = true;
    try {
      await this.callbacks.onSave(code, changes, Boolean(this.isNew));
    } catch (error) {
      says.textContent = `NOT saved: ${error instanceof Error ? error.message : error}`;
    } finally {
      save.disabled = false;
    }
  }
  /** @param {Fields} fields */
  #fill(fields) {
    const { dual } = this.parts;
    if (!this.codes?.some(({ code }) => code === fields.dual)) dual.append(element("option", { value: fields.dual, text: fields.dual }));
    for (const name of TEXTS) this.#field(name).value = fields[name];
    for (const name of LISTS) this.#field(name).value = this.#lines(name, fields[name]);
    for (const miss of fields.near_misses) this.parts.near_misses.append(nearMissRow(miss));
    this.parts.is_codable.checked = fields.is_codable;
  }
  /** @returns {Fields} */
  #read() {
    const texts = Object.fromEntries(TEXTS.map((name) => [name, this.#field(name).value]));
    const lists = Object.fromEntries(LISTS.map((name) => [name, this.#listed(name)]));
    const misses = [...this.parts.near_misses.children].map((row) => {
      const [passage, why] = row.querySelectorAll("textarea");
      return { passage: passage.value, why: why.value };
    });
    const rest = { near_misses: misses, is_codable: this.parts.is_codable.checked };
    return (
      /** @type {any} */
      { ...texts, ...lists, ...rest, code: this.isNew ? texts.code : this.self ?? "" }
    );
  }
  /**
   * A list as it was written; one that nobody has touched stays as it is, also where a text of it has several lines.
   * @param {typeof LISTS[number]} name
   */
  #listed(name) {
    const before = this.before?.[name] ?? [];
    const written2 = this.#field(name).value;
    return written2 === this.#lines(name, before) ? before : written2.split("\n");
  }
  /**
   * @param {typeof LISTS[number]} name
   * @param {readonly string[]} texts
   */
  #lines(name, texts) {
    const shown = name === "contrary" ? texts.map((id) => knownAs(id, this.codes ?? [])) : texts;
    return shown.map((text) => text.replaceAll("\n", " ")).join("\n");
  }
  /** Say at once what can be said while somebody writes: names that are nearly there already, the colour, the id. */
  #check() {
    const fields = this.#read();
    const { near, wheel, swatches, code } = this.parts;
    const namesakes = namesakesOf(fields, this.codes ?? [], this.self);
    const names = namesakes.map((known) => `\u201C${known.name}\u201D`).join(", ");
    near.textContent = names && `Nearly the same name as ${names}: is it one code?`;
    const color = /^#[0-9a-f]{6}$/i.test(fields.color) ? fields.color : "";
    if (color) wheel.value = color.toLowerCase();
    for (const swatch2 of swatches) swatch2.setAttribute("aria-pressed", String(swatch2.dataset.color === color.toUpperCase()));
    if (this.isNew) code.placeholder = fields.name.trim() ? tidied({ ...fields, code: "" }, this.codes ?? []).code : "made from the name";
  }
  /** @param {Problem[]} problems */
  #tell(problems) {
    const { says } = this.parts;
    says.textContent = problems.map((problem) => problem.says).join(" ");
    for (
      const name of
      /** @type {const} */
      ["name", "code", "color", "contrary"]
    ) {
      const isWrong = problems.some(({ field }) => field === name);
      this.#field(name).setAttribute("aria-invalid", String(isWrong));
    }
  }
  /** @param {keyof Fields} name */
  #field(name) {
    return (
      /** @type {HTMLInputElement} */
      this.parts[name]
    );
  }
};
function build(isNew, codesFor, { oninput, onsave, oncancel }) {
  const saysId = `wq-${newId()}`;
  const field = (about = {}) => (
    /** @type {HTMLInputElement} */
    element("input", { type: "text", dir: "auto", autocomplete: "off", ...about })
  );
  const area = (rows) => (
    /** @type {HTMLTextAreaElement} */
    element("textarea", { rows, dir: "auto" })
  );
  const color = field({ class: "wq-hex", placeholder: "by itself", "aria-label": "Colour as #rrggbb", spellcheck: "false", dir: "ltr" });
  const wheel = (
    /** @type {HTMLInputElement} */
    element("input", { type: "color", "aria-label": "Any other colour" })
  );
  const choose = (chosen) => {
    color.value = chosen;
    oninput();
  };
  const swatches = PALETTE.map(
    (one) => element("button", { type: "button", class: "wq-choice", title: one.name, "aria-label": one.name, "data-color": one.color, style: { background: one.color }, onclick: () => choose(one.color) })
  );
  const addMiss = () => {
    made.near_misses.append(nearMissRow({ passage: "", why: "" }));
    made.near_misses.lastElementChild?.querySelector("textarea")?.focus();
  };
  wheel.addEventListener("input", () => choose(wheel.value.toUpperCase()));
  const made = {
    name: field({ required: true, "aria-describedby": saysId }),
    code: field({ spellcheck: "false", "aria-describedby": saysId }),
    parent: chooser(codesFor.parent, "(at the top)"),
    color,
    wheel,
    swatches,
    definition: area(4),
    include: area(3),
    exclude: area(3),
    examples: area(3),
    near_misses: element("div", { class: "wq-pairs" }),
    questions: area(2),
    cues: area(2),
    speakers: area(1),
    contrary: area(1),
    dual: chooser(codesFor.dual, "(none)"),
    cite: field(),
    is_codable: field({ type: "checkbox" }),
    near: element("p", { class: "wq-near", role: "status" }),
    says: element("p", { class: "wq-says", role: "alert", id: saysId }),
    save: (
      /** @type {HTMLButtonElement} */
      element("button", { type: "submit", class: "wq-main", text: "Save" })
    )
  };
  const form = formOf(
    { class: "wq-form", "aria-label": isNew ? "New code" : "Edit the code", oninput },
    onsave,
    labelled("Name", made.name),
    made.near,
    isNew ? labelled("Id (stays for ever; codings refer to it)", made.code) : null,
    labelled("Below", made.parent),
    group("Colour", ...swatches, wheel, color),
    labelled("Definition", made.definition),
    labelled("Include", made.include),
    labelled("Exclude", made.exclude),
    labelled("Examples, one a line", made.examples),
    element("label", { class: "wq-check" }, made.is_codable, element("span", { text: "Passages can be coded with it" })),
    element(
      "details",
      { class: "wq-more" },
      element("summary", { text: "More: near misses, questions, cues, contraries" }),
      group("Looks like it and is not", made.near_misses, element("button", { type: "button", text: "Add one", onclick: addMiss })),
      labelled("Questions to ask, one a line", made.questions),
      labelled("Words that point to it, one a line", made.cues),
      labelled("Whose words can carry it, one a line; empty for anybody's", made.speakers),
      labelled("Codes that speak against it, one a line", made.contrary),
      labelled("Its other face", made.dual),
      labelled("Source", made.cite)
    ),
    made.says,
    element("div", { class: "wq-buttons" }, made.save, element("button", { type: "button", text: "Cancel", onclick: oncancel }))
  );
  return { ...made, form };
}
function choices(codes, self) {
  const below = idsBelow(codes, self);
  const others = codes.filter(({ code }) => code !== self);
  return { parent: others.filter(({ code }) => !below.has(code)), dual: others };
}
function chooser(codes, none) {
  const options = codes.map(({ code, path }) => element("option", { value: code, text: path }));
  return (
    /** @type {HTMLSelectElement} */
    element("select", {}, element("option", { value: "", text: none }), ...options)
  );
}
function nearMissRow({ passage, why }) {
  const area = (label, text) => {
    const made = (
      /** @type {HTMLTextAreaElement} */
      element("textarea", { rows: 2, dir: "auto", "aria-label": label, placeholder: label })
    );
    made.value = text;
    return made;
  };
  return element("div", { class: "wq-pair" }, area("Passage", passage), area("Why it is not", why));
}
function group(title, ...parts) {
  return element("fieldset", {}, element("legend", { text: title }), ...parts);
}
function labelled(text, field) {
  return element("label", { class: "wq-field" }, element("span", { text }), field);
}

// view/stripes.js
var AGAIN = 400;
var Stripes = class {
  /** @type {Map<number, Laid[]>} */
  #laid = /* @__PURE__ */ new Map();
  /** @type {Map<string, string>} */
  #places = /* @__PURE__ */ new Map();
  /** @type {Set<number>} */
  #near = /* @__PURE__ */ new Set();
  /** @type {Set<number>} */
  #waiting = /* @__PURE__ */ new Set();
  #timer = 0;
  /**
   * @param {Session} session
   * @param {(line: number, start: number, end: number) => {range: Range, frame: DOMRect}} rangeIn where part of a line stands
   */
  constructor(session, rangeIn) {
    this.session = session;
    this.rangeIn = rangeIn;
  }
  disconnect() {
    window.clearTimeout(this.#timer);
  }
  /**
   * Make the stripes of a line, each in the lane its coding has in the whole document.
   * @param {number} line
   * @param {any[]} codings that touch it
   * @returns {HTMLElement[]}
   */
  of(line, codings) {
    const { lanes, doc } = this.session;
    const [first, last] = [doc.lineStart(line), doc.lineEnd(line)];
    const laid = codings.filter(({ guid }) => lanes.has(guid)).map((coding) => {
      const [opens, closes] = [coding.start >= first, coding.end <= last];
      const [start, end] = [opens ? coding.start : first, closes ? coding.end : last];
      const key2 = `${line} ${coding.start} ${coding.end}`;
      const units = { start: doc.toUnit(line, start - first), end: doc.toUnit(line, end - first) };
      return { stripe: this.#stripe(coding, key2), key: key2, line, ...units, opens, closes };
    });
    this.#laid.set(line, laid);
    this.#measureLater([line]);
    return laid.map(({ stripe }) => stripe);
  }
  /**
   * @param {Iterable<number>} lines that have come near, or have gone
   * @param {boolean} isNear
   */
  watch(lines, isNear) {
    for (const line of lines) {
      if (isNear) this.#near.add(line);
      else this.#near.delete(line);
    }
    if (isNear) this.#measureLater(lines);
  }
  /** The text has another width: its lines of print stand elsewhere. */
  measureAll() {
    this.#places.clear();
    this.#measureLater(this.#near);
  }
  /**
   * @param {any} coding
   * @param {string} key
   */
  #stripe(coding, key2) {
    const { lanes, colors } = this.session;
    const made = element("span", {
      class: `wq-stripe${this.session.isMine(coding) ? "" : " wq-other"}`,
      style: { "--wq-lane": lanes.get(coding.guid), "--wq-color": colors.get(coding.code) || "#666666" },
      title: saidOf(this.session, coding),
      "aria-hidden": "true"
    });
    made.style.insetBlock = this.#places.get(key2) ?? "";
    return made;
  }
  /**
   * @param {Iterable<number>} lines measured after the next paint, all at once: measuring between changes is slow
   * @param {number} [wait] in milliseconds
   */
  #measureLater(lines, wait = 0) {
    for (const line of lines) this.#waiting.add(line);
    this.#timer ||= window.setTimeout(() => requestAnimationFrame(() => window.setTimeout(() => this.#measure())), wait);
  }
  #measure() {
    this.#timer = 0;
    const laid = [...this.#waiting].filter((line) => this.#near.has(line)).flatMap((line) => this.#laid.get(line) ?? []);
    this.#waiting.clear();
    const places = laid.filter(({ key: key2 }) => !this.#places.has(key2)).map((one) => ({ one, place: this.#placeOf(one) }));
    for (const { one, place } of places) if (place !== null) this.#places.set(one.key, place);
    for (const { stripe, key: key2 } of laid) stripe.style.insetBlock = this.#places.get(key2) ?? "";
    const hidden = places.filter(({ place }) => place === null).map(({ one }) => one.line);
    if (hidden.length > 0) this.#measureLater(hidden, AGAIN);
  }
  /**
   * @param {Laid} laid
   * @returns {string | null} null while the line is not shown at all, as in the midst of a change of themes
   */
  #placeOf({ line, start, end, opens, closes }) {
    if (!opens && !closes) return "0px";
    const { range, frame } = this.rangeIn(line, start, end);
    if (frame.height === 0) return null;
    const box = range.getBoundingClientRect();
    if (box.height === 0) return "0px";
    const [above, below] = [opens ? box.top - frame.top : 0, closes ? frame.bottom - box.bottom : 0];
    return `${Math.max(above, 0)}px ${Math.max(below, 0)}px`;
  }
};

// view/text.js
var CHUNK = 50;
var NEAR = "1200px";
var EMPTY_LINE = "\u200B";
var TextView = class {
  /** @type {HTMLElement[]} */
  #lines = [];
  /** @type {Set<number>} */
  #drawn = /* @__PURE__ */ new Set();
  /** @type {Doc} */
  #doc;
  /**
   * @param {HTMLElement} root the element that scrolls
   * @param {Session} session with a text open
   */
  constructor(root, session) {
    this.root = root;
    this.session = session;
    this.#doc = session.doc;
    this.caret = element("span", { class: "wq-caret", hidden: true, "aria-hidden": "true" });
    this.stripes = new Stripes(session, (line, start, end) => this.#rangeIn(line, start, end));
    const seen = new IntersectionObserver((entries) => this.#appear(entries), { root, rootMargin: NEAR });
    const resized = new ResizeObserver(() => this.stripes.measureAll());
    this.close = () => [seen, resized, this.stripes].forEach((part2) => part2.disconnect());
    const heads = headsOf(session);
    const chunks = [];
    for (let first = 0; first < this.#doc.lineCount; first += CHUNK) chunks.push(this.#chunk(first, heads));
    root.replaceChildren(...chunks, this.caret);
    root.style.setProperty("--wq-lanes", String(session.laneCount));
    for (const chunk of chunks) seen.observe(chunk);
    resized.observe(root);
  }
  /**
   * Draw lines anew whose codings have changed; those not near the window wait until they are.
   * @param {Iterable<number> | null} lines null for all
   */
  redraw(lines) {
    this.root.style.setProperty("--wq-lanes", String(this.session.laneCount));
    const wanted = lines === null ? [...this.#drawn] : [...lines].filter((line) => this.#drawn.has(line));
    this.#keepingSelection(() => wanted.forEach((line) => this.#draw(line)));
  }
  /**
   * Lines made anew lose what was selected in them.
   * @param {() => void} draw
   */
  #keepingSelection(draw) {
    const found = window.getSelection();
    const [anchor, focus] = found ? [this.#pointIn(found.anchorNode, found.anchorOffset), this.cursor()] : [null, null];
    draw();
    if (anchor !== null && focus !== null) this.select(anchor, focus);
  }
  /**
   * @param {Node | null} node
   * @param {number} offset
   */
  #pointIn(node, offset) {
    return node && this.root.contains(node) ? this.#pointOf(node, offset) : null;
  }
  /**
   * The selected words as a span, snapped to whole characters; null where nothing is selected.
   * @returns {{start: number, end: number} | null}
   */
  selection() {
    const found = window.getSelection();
    if (!found || found.isCollapsed || !this.root.contains(found.anchorNode)) return null;
    const range = found.getRangeAt(0).cloneRange();
    if (!this.root.contains(range.startContainer)) range.setStart(this.root, 0);
    if (!this.root.contains(range.endContainer)) range.setEnd(this.root, this.root.childNodes.length);
    const start = this.#pointOf(range.startContainer, range.startOffset);
    const end = this.#pointOf(range.endContainer, range.endOffset, true);
    return start === null || end === null ? null : snap(this.#doc, start, end);
  }
  /** Where the cursor stands, in code points; null outside the text. What is drawn out of the text ends with it. */
  cursor() {
    const found = window.getSelection();
    if (!found || !this.root.contains(found.anchorNode)) return found && this.#pointIn(found.focusNode, found.focusOffset);
    if (this.root.contains(found.focusNode)) return this.#pointOf(found.focusNode, found.focusOffset);
    return this.root.contains(found.getRangeAt(0).startContainer) ? this.#doc.length : 0;
  }
  /**
   * @param {number} start
   * @param {number} end
   */
  select(start, end) {
    const [from, to] = [this.#placeOf(start), this.#placeOf(end)];
    window.getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  }
  /**
   * Bring a point into view.
   * @param {number} point
   */
  show(point) {
    const line = this.#lines[this.#doc.lineOf(point)];
    line.scrollIntoView({ block: "nearest" });
    if (line.getBoundingClientRect().height > this.root.clientHeight / 2) this.#scrollTo(this.range(point, point));
  }
  /**
   * The part of the text that is in view, line by line.
   * @returns {{start: number, end: number}}
   */
  inView() {
    const frame = this.root.getBoundingClientRect();
    const [first, last] = [frame.top, frame.bottom].map((border) => this.#lineAt(border));
    return { start: this.#doc.lineStart(first), end: this.#doc.lineEnd(last) };
  }
  /**
   * The number of the line at a height of the window, or of the nearest one.
   * @param {number} y
   */
  #lineAt(y) {
    let [low, high] = [0, this.#lines.length - 1];
    while (low < high) {
      const middle = low + high >> 1;
      if (this.#lines[middle].getBoundingClientRect().bottom <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  /**
   * The place of a span on the page.
   * @param {number} start
   * @param {number} end
   */
  range(start, end) {
    const [from, to] = [this.#placeOf(start), this.#placeOf(end)];
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return range;
  }
  /**
   * The point under a place of the window; null beside the text.
   * @param {number} x
   * @param {number} y
   */
  pointAt(x, y) {
    const found = document.caretRangeFromPoint?.(x, y);
    return found ? this.#pointIn(found.startContainer, found.startOffset) : null;
  }
  /** Scroll after the cursor. */
  follow() {
    const found = window.getSelection();
    if (!found || !this.root.contains(found.focusNode)) return this.#keepingSelection(() => {
    });
    const range = document.createRange();
    range.setStart(
      /** @type {Node} */
      found.focusNode,
      found.focusOffset
    );
    this.#scrollTo(range);
  }
  /** Draw the caret where the cursor stands: text that cannot be written in shows none. */
  drawCaret() {
    const found = window.getSelection();
    const isHere = found !== null && found.isCollapsed && this.root.contains(found.focusNode) && this.root.contains(document.activeElement);
    this.caret.hidden = !isHere;
    if (!isHere) return;
    const here = found.getRangeAt(0).getClientRects()[0] ?? boxAt(found);
    const frame = this.root.getBoundingClientRect();
    if (!here) return;
    this.caret.style.transform = `translate(${here.left - frame.left + this.root.scrollLeft}px, ${here.top - frame.top + this.root.scrollTop}px)`;
    this.caret.style.height = `${here.height}px`;
  }
  /** @param {Range} range */
  #scrollTo(range) {
    const box = range.getClientRects()[0];
    const frame = this.root.getBoundingClientRect();
    if (box && (box.top < frame.top || box.bottom > frame.bottom)) this.root.scrollBy(0, box.top - frame.top - frame.height / 3);
  }
  /**
   * @param {number} first
   * @param {Map<number, string>} heads
   */
  #chunk(first, heads) {
    const chunk = element("div", { class: "wq-chunk" });
    for (let line = first; line < Math.min(first + CHUNK, this.#doc.lineCount); line++) {
      const made = document.createElement("div");
      made.className = "wq-line";
      made.dir = "auto";
      made.dataset.line = String(line);
      const head = heads.get(line);
      if (head) made.dataset.head = head;
      made.textContent = this.#doc.lineText(line) || EMPTY_LINE;
      this.#lines.push(made);
      chunk.append(made);
    }
    return chunk;
  }
  /** @param {IntersectionObserverEntry[]} entries */
  #appear(entries) {
    for (const { isIntersecting, target } of entries) this.stripes.watch(numbersOf(target), isIntersecting);
    const near = entries.filter(({ isIntersecting }) => isIntersecting).flatMap(({ target }) => numbersOf(target));
    const lines = near.filter((line) => !this.#drawn.has(line));
    if (lines.length > 0) this.#keepingSelection(() => lines.forEach((line) => this.#draw(line)));
  }
  /** @param {number} line */
  #draw(line) {
    const { index } = this.session;
    const here = index.of(line);
    const wasBare = !this.#drawn.has(line);
    this.#drawn.add(line);
    if (wasBare && here.length === 0) return;
    const text = this.#doc.lineText(line);
    const runs = segmentsOf(this.#doc, line, here).map((run) => this.#run(run, text, line));
    const stripes = this.stripes.of(line, here);
    const opening = here.filter(({ start }) => start >= this.#doc.lineStart(line));
    const label = opening.length > 0 ? this.#label(opening) : null;
    const children = [...runs.length > 0 ? runs : [document.createTextNode(EMPTY_LINE)], ...stripes, ...label ? [label] : []];
    this.#lines[line].replaceChildren(...children);
  }
  /**
   * @param {import("../src/segments.js").Run} run
   * @param {string} text of its line
   * @param {number} line
   */
  #run(run, text, line) {
    const { colors, shown } = this.session;
    const { drawRun } = (
      /** @type {DrawsRuns} */
      this.session
    );
    const words2 = text.slice(run.startUnit, run.endUnit);
    if (run.codings.length === 0) return document.createTextNode(words2);
    const carried = run.codings.map((guid) => shown.get(guid)).filter((coding) => coding !== void 0);
    const pointAt = (unit) => this.#doc.lineStart(line) + this.#doc.toColumn(line, unit);
    if (drawRun) return drawRun(carried, words2, { start: pointAt(run.startUnit), end: pointAt(run.endUnit) });
    const top = carried[carried.length - 1];
    const said2 = [...new Set(carried.map((coding) => this.#said(coding)))];
    return element("mark", {
      class: `wq-mark wq-${top.status} wq-depth-${Math.min(carried.length, 3)}${carried.some((coding) => coding.needs_review) ? " wq-review" : ""}`,
      style: { "--wq-color": colors.get(top.code) || "#666666" },
      title: said2.join("\n"),
      "aria-description": said2.join(", "),
      text: words2
    });
  }
  /**
   * The names of the codings that begin on a line, in the margin beside it.
   * @param {any[]} codings
   */
  #label(codings) {
    const { names } = this.session;
    const said2 = codings.map((coding) => this.#said(coding));
    return element("span", {
      class: "wq-label-of-line",
      "data-label": [...new Set(codings.map(({ code }) => names.get(code) ?? code))].join(" \xB7 "),
      title: said2.join("\n"),
      "aria-hidden": "true"
    });
  }
  /** @param {any} coding */
  #said(coding) {
    return saidOf(this.session, coding);
  }
  /**
   * @param {number} line
   * @param {number} start in units of the line
   * @param {number} end
   */
  #rangeIn(line, start, end) {
    const [from, to] = [this.#placeIn(line, start), this.#placeIn(line, end)];
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return { range, frame: this.#lines[line].getBoundingClientRect() };
  }
  /**
   * The point of a place on the page; null outside the text.
   * @param {Node | null} node
   * @param {number} offset
   * @param {boolean} [isEnd] whether half a character counts as all of it
   */
  #pointOf(node, offset, isEnd = false) {
    const holder = node instanceof HTMLElement ? node : node?.parentElement;
    const line = (
      /** @type {HTMLElement | null} */
      holder?.closest(".wq-line")
    );
    if (!line) return this.#pointBetween(node, offset);
    const number = Number(line.dataset.line);
    const text = this.#doc.lineText(number);
    const range = document.createRange();
    range.setStart(line, 0);
    range.setEnd(
      /** @type {Node} */
      node,
      offset
    );
    let unit = Math.min(range.toString().length, text.length);
    if (isEnd && /[\udc00-\udfff]/.test(text[unit] ?? "")) unit += 1;
    return this.#doc.lineStart(number) + this.#doc.toColumn(number, unit);
  }
  /**
   * A triple click ends before the next line or the next chunk; selecting all, after the last.
   * @param {Node | null} node
   * @param {number} offset
   */
  #pointBetween(node, offset) {
    if (!(node instanceof HTMLElement) || !this.root.contains(node)) return null;
    const child = node.children[offset] ?? (node === this.root ? null : node.nextElementSibling);
    const next = (
      /** @type {HTMLElement | null} */
      child?.matches(".wq-line") ? child : child?.querySelector(".wq-line") ?? null
    );
    return next ? this.#doc.lineStart(Number(next.dataset.line)) : this.#doc.length;
  }
  /** @param {number} point */
  #placeOf(point) {
    const number = this.#doc.lineOf(Math.min(point, this.#doc.length));
    return this.#placeIn(number, this.#doc.toUnit(number, Math.min(point, this.#doc.length) - this.#doc.lineStart(number)));
  }
  /**
   * @param {number} number of a line
   * @param {number} unit
   */
  #placeIn(number, unit) {
    const line = this.#lines[number];
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let node = (
      /** @type {Text | null} */
      walker.nextNode()
    );
    while (node && unit > node.data.length) {
      unit -= node.data.length;
      node = /** @type {Text | null} */
      walker.nextNode();
    }
    return { node: node ?? line, offset: node ? unit : 0 };
  }
};
function headsOf({ doc, turns }) {
  const heads = /* @__PURE__ */ new Map();
  for (const { start, speaker, ms } of turns) {
    const line = doc.lineOf(start);
    if (heads.has(line)) continue;
    const isNamed = doc.lineStart(line) !== start;
    const said2 = [speaker && !isNamed ? speaker : "", ms === null || ms === void 0 ? "" : clock(ms)].filter(Boolean).join(" ");
    if (said2) heads.set(line, said2);
  }
  return heads;
}
function saidOf({ names }, { code, coder, needs_review }) {
  return `${names.get(code) ?? code} (${coder})${needs_review ? " \u2013 look again: the text was corrected under it" : ""}`;
}
function numbersOf(chunk) {
  return Array.from(chunk.children, (line) => Number(
    /** @type {HTMLElement} */
    line.dataset.line
  ));
}
function clock(ms) {
  const seconds = Math.floor(ms / 1e3);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return (parts[0] > 0 ? parts : parts.slice(1)).map((part2, place) => place ? String(part2).padStart(2, "0") : String(part2)).join(":");
}
function boxAt(found) {
  const node = found.focusNode;
  const holder = node instanceof HTMLElement ? node.children[found.focusOffset] ?? node : node?.parentElement;
  return holder?.getClientRects()[0];
}

// view/contested_text.js
var STEP = 6;
var SETTLED = "settled on";
var PATTERNS = [
  (color) => `linear-gradient(${color} 0 0)`,
  (color) => `repeating-linear-gradient(90deg, ${color} 0 8px, transparent 8px 12px)`,
  (color) => `repeating-linear-gradient(90deg, ${color} 0 2px, transparent 2px 5px)`,
  (color) => `repeating-linear-gradient(90deg, ${color} 0 8px, transparent 8px 11px, ${color} 11px 13px, transparent 13px 16px)`
];
function tracksOf({ coders, others, decision }) {
  const signs = initialsOf([...coders, ...others]);
  const tracks = coders.map((name, place) => ({ name, sign: signs.get(name) ?? "", color: PALETTE[place % PALETTE.length].color, pattern: place % PATTERNS.length }));
  return decision?.spans.length ? [...tracks, { name: SETTLED, sign: "\u2713", color: "var(--wq-ink)", pattern: 0 }] : tracks;
}
function trackSample({ sign, color, pattern }) {
  return element("span", { class: "wq-track", "aria-hidden": "true", "data-sign": sign, style: { "--wq-sample": PATTERNS[pattern](tone(color)) } });
}
var ContestedText = class {
  /** @type {any} */
  #page = null;
  /** @type {TextView | null} */
  #view = null;
  #asked = 0;
  /** @type {Row | null} */
  #row = null;
  /** @param {Texts} session */
  constructor(session) {
    this.session = session;
    this.root = element("div", { class: "wq-text", tabindex: "0", role: "document", "aria-label": "The passage in its text" });
    this.moved = () => this.#view?.drawCaret();
    document.addEventListener("selectionchange", this.moved);
    this.root.addEventListener("focus", this.moved);
  }
  close() {
    document.removeEventListener("selectionchange", this.moved);
    this.#view?.close();
  }
  get hasFocus() {
    return this.root.contains(document.activeElement);
  }
  focus() {
    this.root.focus({ preventScroll: true });
  }
  /** @type {Promise<void>} */
  shown = Promise.resolve();
  /**
   * Show a passage; scroll to it unless it is there already.
   * @param {Row | null} row
   */
  show(row) {
    this.shown = this.#show(row);
  }
  /** @param {Row | null} row */
  async #show(row) {
    const asked = ++this.#asked;
    const isSame3 = row !== null && this.#row?.key === row.key;
    if (row === null) return this.#clear();
    const text = await this.session.text(row.source);
    if (asked !== this.#asked || text === null) return;
    this.#draw(text, row);
    this.#row = row;
    if (!isSame3) this.#bringIntoView(row.start ?? 0);
  }
  /** The selected words; null where there are none. */
  selection() {
    return this.#view?.selection() ?? null;
  }
  /** @param {{start: number, end: number}} span */
  select({ start, end }) {
    this.focus();
    this.#view?.select(start, end);
  }
  /** @param {{start: number, end: number}} span */
  wordsOf({ start, end }) {
    return this.#page?.doc.slice(start, end) ?? "";
  }
  /**
   * Move one border of the selected words.
   * @param {"extend" | "shrink"} way
   * @param {"left" | "right"} side
   */
  reshape(way, side) {
    const span = this.selection();
    if (!span || !this.#page) return false;
    const { doc, turns } = this.#page;
    this.select((way === "extend" ? extend : shrink)(doc, turns, span, "word", side));
    return true;
  }
  /** @param {string} command "words-select-word-left", "words-move-up" … */
  move(command) {
    const [, deed, word, way] = /^words-(move|select)-(word-)?(left|right|up|down)$/.exec(command) ?? [];
    const found = window.getSelection();
    if (!found || !deed) return;
    if (!this.root.contains(found.anchorNode)) return this.select({ start: this.#row?.start ?? 0, end: this.#row?.start ?? 0 });
    const by = word ? "word" : way === "up" || way === "down" ? "line" : "character";
    found.modify(deed === "select" ? "extend" : "move", way === "up" ? "backward" : way === "down" ? "forward" : way, by);
    this.#view?.follow();
  }
  #clear() {
    this.#view?.close();
    [this.#view, this.#page, this.#row] = [null, null, null];
    this.root.replaceChildren();
  }
  /**
   * Draw a text; or, if it is there already, only what is marked in it anew.
   * @param {import("./reconcile_session.js").Text} text
   * @param {Row} row
   */
  #draw({ name, doc, turns }, row) {
    const isThere = this.#page?.doc === doc;
    const before = isThere ? this.#linesOf() : [];
    const tracks = tracksOf(row);
    const page = { ...this.#marked(doc, row, tracks), doc, turns, lanes: /* @__PURE__ */ new Map(), laneCount: 0, isMine: () => true };
    this.#page = Object.assign(isThere ? this.#page : {}, page);
    const rows = String(tracks.length);
    if (this.root.style.getPropertyValue("--wq-rows") !== rows) this.root.style.setProperty("--wq-rows", rows);
    this.root.setAttribute("aria-label", `The passage in its text: ${name}`);
    if (isThere) return this.#view?.redraw([...before, ...this.#linesOf()]);
    this.#view?.close();
    this.#view = new TextView(this.root, this.#page);
  }
  /** The numbers of the lines that are marked now. */
  #linesOf() {
    const { doc, shown } = this.#page;
    const lines = /* @__PURE__ */ new Set();
    for (const { start, end } of shown.values()) for (let line = doc.lineOf(start); line <= doc.lineOf(end); line++) lines.add(line);
    return lines;
  }
  /**
   * @param {import("../src/offsets.js").Doc} doc
   * @param {Row} row
   * @param {Track[]} tracks
   */
  #marked(doc, row, tracks) {
    const places = row.positions.map(({ guid, coder, start, end }) => ({ guid, coder, start, end }));
    const settled = (row.decision?.spans ?? []).map(([start, end], number) => ({ guid: `settled ${number}`, coder: SETTLED, start, end }));
    const fits = [...places, ...settled].filter(({ start, end }) => start !== null && end !== null && end <= doc.length);
    const shown = new Map(fits.map((place) => [place.guid, { ...place, code: row.code, status: "saved" }]));
    return {
      shown,
      index: new LineIndex(
        doc,
        /** @type {any} */
        shown.values()
      ),
      names: /* @__PURE__ */ new Map(),
      colors: this.session.colors,
      drawRun: (carried, words2, span) => runOf(row, tracks, carried, words2, span)
    };
  }
  /** @param {number} point */
  #bringIntoView(point) {
    const view = this.#view;
    const at = Math.min(point, this.#page.doc.length);
    view?.show(at);
    requestAnimationFrame(() => {
      if (view === null || view !== this.#view) return;
      const box = view.range(at, at).getBoundingClientRect();
      const frame = this.root.getBoundingClientRect();
      this.root.scrollBy(0, box.top - frame.top - frame.height / 4);
    });
  }
};
function runOf(row, tracks, carried, words2, span) {
  const here = new Set(carried.map(({ coder }) => coder));
  const signsAt = (side) => tracks.filter(({ name }) => carried.some((one) => one.coder === name && one[side] === span[side])).map(({ sign }) => sign).join("\xA0");
  const layers = tracks.flatMap(({ name, color, pattern }, place) => here.has(name) ? [{ image: PATTERNS[pattern](tone(color)), at: (tracks.length - 1 - place) * STEP }] : []);
  const persons = [...here].filter((name) => name !== SETTLED);
  const [open, close] = [signsAt("start"), signsAt("end")];
  const isContested = persons.length > 0 && persons.length < row.coders.length + row.others.length;
  return element("span", {
    class: `wq-run${isContested ? " wq-contested" : ""}`,
    "data-open": open || null,
    "data-close": close || null,
    title: tracks.filter(({ name }) => here.has(name)).map(({ name }) => name).join(", "),
    style: {
      "background-image": layers.map(({ image }) => image).join(", "),
      "background-position": layers.map(({ at }) => `0 calc(100% - ${at}px)`).join(", ")
    },
    text: words2
  });
}
function tone(color) {
  return color.startsWith("var(") ? color : `color-mix(in oklab, ${color} var(--wq-strength, 100%), #fff)`;
}

// view/contested_case.js
var REVIEW = "What was settled on is to be looked at again: its text or its definition has changed. Decide it anew, or once more.";
var CHANGED = "Coded differently since it was decided: look at it again.";
var VERBS = [
  ["decide-both", "All that was marked"],
  ["decide-neither", "Not coded"],
  ["decide-words", "Other words \u2026"],
  ["decide-definition", "The definition \u2026"]
];
function caseHead(row, { docket, colors, saving }) {
  const where = [row.name, row.round > 1 ? `round ${row.round}` : "", kindSays(row), costSays(row)].filter(Boolean).join(" \xB7 ");
  return element(
    "header",
    { class: "wq-case-head" },
    element("h3", {}, element("span", { class: "wq-swatch", "aria-hidden": "true", style: { background: colors.get(row.code) ?? "transparent" } }), element("span", { text: docket.nameOf(row.code), dir: "auto" })),
    element("p", { class: "wq-soft", text: where, dir: "auto" }),
    saving.has(row.key) ? element("p", { class: "wq-decided", text: "Being saved \u2026" }) : decided(row)
  );
}
function caseSides(row, session, { run, chosen }) {
  const tracks = new Map(tracksOf(row).map((track) => [track.name, track]));
  const sides = sidesOf(row).map((side, place) => {
    const command = `side-${place + 1}`;
    return element(
      "li",
      { class: "wq-side-of", "data-chosen": command === chosen ? "1" : null },
      element(
        "button",
        { type: "button", class: "wq-side-button", disabled: session.isReadOnly, "aria-keyshortcuts": place < 9 ? String(place + 1) : null, "aria-pressed": String(command === chosen), "aria-label": sideLabel(side, row), onclick: () => run(command) },
        element("kbd", { text: place < 9 ? String(place + 1) : "" }),
        ...side.coders.map((coder) => element("b", { class: "wq-who" }, tracks.has(coder) ? trackSample(
          /** @type {any} */
          tracks.get(coder)
        ) : null, element("span", { text: coder, dir: "auto" }))),
        element("span", { class: "wq-soft", text: side.isNone ? "read it and did not code it" : "" }),
        element("q", { text: side.isNone ? "" : wordsOf(side, row), dir: "auto" })
      ),
      ...side.coders.map((coder) => said(row, coder, side.coders.length > 1, session))
    );
  });
  const verbs = VERBS.map(([command, text]) => {
    const [press] = pressesOf(command, { isMac });
    return element("button", { type: "button", class: "wq-button", disabled: session.isReadOnly, "aria-keyshortcuts": press, "aria-pressed": String(command === chosen), onclick: () => run(command) }, element("kbd", { text: press }), element("span", { text }));
  });
  return element("div", { class: "wq-case-sides" }, element("ol", { class: "wq-sides", "aria-label": "Who stands where" }, ...sides), element("div", { class: "wq-does" }, ...verbs));
}
function decided({ state, decision }) {
  if (!decision) return null;
  const { outcome, reason, coder, created, review } = decision;
  const sentence = `${state === "decided" ? "Decided" : "It was decided"}: ${outcomeSays(decision)}.`;
  return element(
    "div",
    { class: "wq-decided", "data-state": state, "data-outcome": outcome },
    element("b", { text: sentence, dir: "auto" }),
    reason ? element("q", { text: reason, dir: "auto" }) : null,
    element("span", { class: "wq-soft", text: `${coder}, ${timeSays(created)}`, dir: "auto" }),
    state === "changed" ? element("div", { class: "wq-remark", text: review ? REVIEW : CHANGED }) : null
  );
}
function sideLabel(side, row) {
  if (side.isNone) return `Agree with ${listed(side.coders)}: not coded`;
  return `Agree with ${listed(side.coders)}: ${wordsOf(side, row)}`;
}
function wordsOf({ coders }, row) {
  return row.positions.filter(({ coder }) => coder === coders[0]).map(({ start, words: words2 }) => start === null ? "the whole text" : words2).join(" | ");
}
function said(row, coder, isOneOfMany, { docket }) {
  const own = row.positions.filter((position) => position.coder === coder);
  const also = (row.also[coder] ?? []).map((code) => docket.nameOf(code));
  const facts = own.flatMap(factsOf);
  const notes = own.map(({ note }) => note).filter(Boolean);
  const beside = also.length > 0 ? `${own.length > 0 ? "also" : "gave instead"}: ${also.join(", ")}` : own.length > 0 ? "" : "gave no code here";
  const line = [...new Set(facts), beside].filter(Boolean).join(" \xB7 ");
  return element(
    "div",
    { class: "wq-side-said" },
    element("span", { class: "wq-soft", text: [isOneOfMany ? coder : "", line].filter(Boolean).join(": "), dir: "auto" }),
    ...notes.map((note) => element("div", { class: "wq-note", text: note, dir: "auto" }))
  );
}
function factsOf({ certainty, weight, stance, created, review }) {
  return [
    certainty === null ? "" : `certainty ${certainty}`,
    weight === null ? "" : `weight ${weight}`,
    stance ? `speaks ${stance} it` : "",
    timeSays(created),
    review ? "to be looked at again" : ""
  ].filter(Boolean);
}
function timeSays(iso) {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : time.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}

// view/contested_list.js
var HEIGHT = 74;
var SPARE = 6;
var STATES = { open: "to decide", decided: "decided", changed: "changed since it was decided" };
var SIGNS2 = { open: "\u25CB", decided: "\u2713", changed: "\u21BB" };
var ContestedList = class {
  /** @type {readonly Row[]} */
  #rows = [];
  #at = 0;
  #frame = 0;
  /**
   * @param {ReconcileSession} session
   * @param {() => void} onchoose another one was chosen with the mouse
   */
  constructor(session, onchoose) {
    this.session = session;
    this.onchoose = onchoose;
    this.space = element("div", { class: "wq-docket-space", role: "presentation" });
    this.root = element("div", { class: "wq-docket", role: "listbox", tabindex: "0", "aria-label": "Contested passages" }, this.space);
    this.root.addEventListener("scroll", () => this.#drawSoon());
    this.root.addEventListener("click", (event) => this.#clicked(event));
    this.resized = new ResizeObserver(() => this.#drawSoon());
    this.resized.observe(this.root);
  }
  close() {
    cancelAnimationFrame(this.#frame);
    this.resized.disconnect();
  }
  get rows() {
    return this.#rows;
  }
  get at() {
    return this.#at;
  }
  /** The passage that keys speak of; null where there is none. */
  get current() {
    return this.#rows[this.#at] ?? null;
  }
  get hasFocus() {
    return this.root.contains(document.activeElement);
  }
  focus() {
    this.root.focus({ preventScroll: true });
  }
  /**
   * @param {readonly Row[]} rows
   * @param {number} at which of them is the current one
   */
  show(rows, at) {
    this.#rows = rows;
    this.#at = Math.min(Math.max(at, 0), Math.max(rows.length - 1, 0));
    this.space.style.height = `${rows.length * HEIGHT}px`;
    this.#draw();
  }
  /**
   * Make another passage the current one, and bring it into view.
   * @param {number} place the nearest there is
   */
  go(place) {
    this.#at = Math.min(Math.max(place, 0), Math.max(this.#rows.length - 1, 0));
    const [top, height] = [this.#at * HEIGHT, this.root.clientHeight];
    if (top < this.root.scrollTop) this.root.scrollTop = top;
    else if (top + HEIGHT > this.root.scrollTop + height) this.root.scrollTop = top + HEIGHT - height;
    this.#draw();
  }
  #drawSoon() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }
  #draw() {
    const first = Math.max(0, Math.floor(this.root.scrollTop / HEIGHT) - SPARE);
    const last = Math.min(this.#rows.length, Math.ceil((this.root.scrollTop + this.root.clientHeight) / HEIGHT) + SPARE);
    const places = /* @__PURE__ */ new Set([this.#at, ...Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset)]);
    const drawn = [...places].filter((place) => place < this.#rows.length).sort((one, other) => one - other);
    this.space.replaceChildren(...drawn.map((place) => this.#line(place)));
    const current = this.space.querySelector('[aria-selected="true"]');
    if (current) this.root.setAttribute("aria-activedescendant", current.id);
    else this.root.removeAttribute("aria-activedescendant");
  }
  /** @param {number} place */
  #line(place) {
    const row = this.#rows[place];
    const { docket, colors, saving } = this.session;
    const state = saving.has(row.key) ? "saving" : row.state;
    const said2 = row.start === null ? "the whole text" : row.words;
    return element(
      "div",
      {
        class: "wq-docket-line",
        role: "option",
        id: this.#idOf(place),
        "data-place": place,
        "data-state": state,
        "aria-selected": String(place === this.#at),
        "aria-posinset": place + 1,
        "aria-setsize": this.#rows.length,
        "aria-label": `${docket.nameOf(row.code)}: ${said2}. ${row.name}. ${againstSays(row)}. ${costSays(row) && `${costSays(row)}. `}${STATES[state] ?? "being saved"}.`,
        style: { top: `${place * HEIGHT}px`, height: `${HEIGHT}px` }
      },
      element(
        "div",
        { class: "wq-docket-top" },
        element("span", { class: "wq-sign", title: STATES[state] ?? "being saved", text: SIGNS2[state] ?? "\u2026" }),
        element("span", { class: "wq-swatch", style: { background: colors.get(row.code) ?? "transparent" } }),
        element("span", { class: "wq-docket-code", text: docket.nameOf(row.code), dir: "auto" }),
        element("span", { class: "wq-n", text: costSays(row) })
      ),
      element("div", { class: "wq-docket-words", text: row.start === null ? "The whole text" : row.words, dir: "auto" }),
      element("div", { class: "wq-docket-who wq-soft", text: `${againstSays(row)} \xB7 ${row.name}`, dir: "auto" })
    );
  }
  /** @param {Event} event */
  #clicked(event) {
    const line = (
      /** @type {HTMLElement | null} */
      /** @type {Element} */
      event.target.closest(".wq-docket-line")
    );
    if (!line) return;
    this.go(Number(line.dataset.place));
    this.onchoose();
  }
  #id = `wq-docket-${Math.random().toString(36).slice(2)}`;
  /** @param {number} place */
  #idOf(place) {
    return `${this.#id}-${place}`;
  }
};

// view/definition.js
function definitionPanel(code, { codes, colors, passages = [], total = passages.length }, callbacks = {}) {
  if (!code) return element("section", { class: "wq-definition", "aria-label": "Code" }, element("p", { class: "wq-hint", text: "No code is chosen." }));
  const other = (id) => otherCode(id, codes, colors, callbacks);
  const others = (ids) => ids.filter(Boolean).map(other);
  const rule = (text) => text ? element("p", { dir: "auto" }, ...withNames(text, codes, other)) : null;
  return element(
    "section",
    { class: "wq-definition", "aria-label": `What the codebook says of ${code.name}` },
    heading(code, colors),
    rule(code.definition),
    part("Include", rule(code.include)),
    part("Exclude", rule(code.exclude)),
    part("Examples", list(code.examples?.map(quoted))),
    part("Looks like it and is not", list(code.near_misses?.map((miss) => nearMiss(miss, withNames(miss.why, codes, other))))),
    part("Questions to ask", list(code.questions?.map(plain2))),
    part("Words that point to it", paragraph(code.cues?.join(", "))),
    part("Whose words can carry it", paragraph(code.speakers?.join(", "))),
    part("Speaks against it", inline(others(code.contrary ?? []))),
    part("Its other face", inline(others([code.dual ?? ""]))),
    part("Source", paragraph(code.cite)),
    part(passageTitle(passages.length, total), list(passages.map((passage) => codedPassage(passage, callbacks))))
  );
}
function heading(code, colors) {
  const above = code.path.includes(" / ") ? code.path.slice(0, code.path.lastIndexOf(" / ")) : "";
  return element(
    "header",
    {},
    element("h3", {}, swatch(colors.get(code.code)), element("span", { text: code.name, dir: "auto" })),
    element("p", { class: "wq-hint" }, ...above ? [element("span", { text: `${above} \xB7 ` })] : [], element("code", { text: code.code })),
    code.is_codable === false ? element("p", { class: "wq-hint", text: "Only holds other codes; nothing is coded with it." }) : null
  );
}
function withNames(text, codes, other) {
  const ids = new Set(codes.map(({ code }) => code));
  const parts = text.split(/`([^`\n]+)`/);
  return parts.map((part2, place) => {
    if (place % 2 === 0) return document.createTextNode(part2);
    return ids.has(part2) ? other(part2) : element("code", { text: part2 });
  });
}
function otherCode(id, codes, colors, { onCode }) {
  const name = codes.find(({ code }) => code === id)?.name ?? id;
  const inside2 = [swatch(colors.get(id)), element("span", { text: name, dir: "auto" })];
  return onCode ? element("button", { type: "button", class: "wq-link", onclick: () => onCode(id) }, ...inside2) : element("span", {}, ...inside2);
}
function codedPassage(passage, { onPassage }) {
  const { quote, source, coder, note } = passage;
  const where = `${source} \xB7 ${coder}`;
  const place = onPassage ? element("button", { type: "button", class: "wq-link wq-hint", text: where, onclick: () => onPassage(passage) }) : element("span", { class: "wq-hint", text: where });
  return element("li", {}, element("q", { text: quote, dir: "auto" }), element("br"), place, note ? element("div", { class: "wq-hint", text: note, dir: "auto" }) : null);
}
function nearMiss({ passage }, why) {
  return element("li", {}, element("q", { text: passage, dir: "auto" }), element("div", { class: "wq-hint", dir: "auto" }, ...why));
}
function passageTitle(shown, total) {
  return shown < total ? `${shown} of ${total} passages coded with it` : "Passages coded with it";
}
function part(title, content) {
  return content && element("div", { class: "wq-part" }, element("h4", { text: title }), content);
}
function paragraph(text) {
  return text ? element("p", { text, dir: "auto" }) : null;
}
function list(items) {
  return items?.length ? element("ul", {}, ...items) : null;
}
function inline(items) {
  return items.length ? element("p", { class: "wq-inline" }, ...items) : null;
}
function quoted(text) {
  return element("li", {}, element("q", { text, dir: "auto" }));
}
function plain2(text) {
  return element("li", { text, dir: "auto" });
}
function swatch(color) {
  return element("span", { class: "wq-swatch", "aria-hidden": "true", style: { background: color ?? "transparent" } });
}

// view/foot.js
function footOf(where, ...children) {
  return element("div", { class: "wq-foot", "data-away": `Keys go to the notebook now. Click in ${where} first.` }, ...children);
}

// view/popover.js
var Popover = class {
  /**
   * @param {{label: string, class?: string, onopen?: () => void, onclose?: () => void}} about
   */
  constructor({ label, class: extra = "", onopen = () => {
  }, onclose = () => {
  } }) {
    this.button = element("button", { type: "button", class: `wq-button ${extra}`, "aria-expanded": "false", "aria-haspopup": "dialog", onclick: () => this.toggle() });
    this.panel = element("div", { class: "wq-popover", role: "dialog", "aria-label": label, hidden: true });
    this.root = element("div", { class: "wq-under" }, this.button, this.panel);
    this.onopen = onopen;
    this.onclose = onclose;
    this.outside = (event) => {
      if (!this.root.contains(
        /** @type {Node} */
        event.target
      )) this.close();
    };
  }
  get isOpen() {
    return !this.panel.hidden;
  }
  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }
  open() {
    this.panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", this.outside, true);
    this.onopen();
  }
  close() {
    if (!this.isOpen) return;
    this.panel.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", this.outside, true);
    this.onclose();
  }
};

// view/help.js
function helpPanel(parts) {
  const popover = new Popover({ label: "Keys", class: "wq-help", onopen: () => fill(popover.panel, parts) });
  popover.button.textContent = "?";
  popover.button.title = "Show what every key does (key ?)";
  popover.panel.tabIndex = -1;
  popover.panel.classList.add("wq-keys");
  return popover;
}
function fill(panel, parts) {
  panel.replaceChildren();
  const seen = /* @__PURE__ */ new Set();
  for (const [focus, title] of parts) {
    const rows = KEYS.filter((row) => row.focus.includes(focus) && !seen.has(row));
    rows.forEach((row) => seen.add(row));
    panel.append(
      element("h4", { text: title }),
      element("dl", {}, ...rows.flatMap((row) => [element("dt", {}, ...pressed(row)), element("dd", { text: row.says })]))
    );
  }
  panel.append(
    element("p", { class: "wq-soft", text: "Tab goes to the next part of the view and out of it. Saving the notebook works as everywhere in Jupyter." })
  );
  panel.focus();
}
function pressed(row) {
  const presses = row.command.endsWith("-#") ? ["1 \u2026 9"] : pressesOf(row.command, { isMac });
  return presses.map((press) => element("kbd", { text: press === " " ? "Space" : press }));
}

// view/keyboard.js
function takeKeys(root, { context, run, hint = () => {
} }) {
  const take = (event) => {
    const target = (
      /** @type {HTMLElement} */
      event.target
    );
    if (!root.contains(target) || event.isComposing) return;
    const here = context(target);
    const ours = isOurs(event, here);
    target.toggleAttribute("data-lm-suppress-shortcuts", ours);
    if (!ours) return;
    const command = commandOf(event, here);
    const wanting = command ? null : hintOf(event, here);
    if (command) event.preventDefault();
    if (command && event.repeat && isOnce(command)) return;
    if (command) run(command);
    else if (wanting) hint(wanting);
  };
  window.addEventListener("keydown", take, true);
  return () => window.removeEventListener("keydown", take, true);
}

// view/reason_line.js
var ASKED = "Say why in a few words. Enter again saves it without a reason.";
var ReasonLine = class {
  /** @type {readonly string[]} */
  #reasons = [];
  #back = -1;
  #written = "";
  #isAsked = false;
  /** @param {{onsave: () => void, onleave: () => void}} verbs */
  constructor({ onsave, onleave }) {
    this.says = element("span", { class: "wq-reason-choice", dir: "auto" });
    this.hint = element("span", { class: "wq-soft wq-reason-hint", role: "status" });
    this.field = /** @type {HTMLInputElement} */
    element("input", { class: "wq-input", type: "text", dir: "auto", autocomplete: "off", placeholder: "why? (\u2191 takes an earlier reason)", oninput: () => this.#typed() });
    const save = element("button", { type: "button", class: "wq-button wq-main", text: "Decide", title: "Save the decision (Enter)", onclick: onsave });
    const leave = element("button", { type: "button", class: "wq-button", text: "Cancel", title: "Choose nothing after all (Escape)", onclick: onleave });
    this.root = element("div", { class: "wq-reason", role: "group", "aria-label": "The decision", hidden: true }, this.says, this.field, save, leave, this.hint);
  }
  get isOpen() {
    return !this.root.hidden;
  }
  get reason() {
    return this.field.value.trim();
  }
  /**
   * @param {string} says what was chosen
   * @param {readonly string[]} reasons given before, the latest first
   */
  open(says, reasons) {
    this.#reasons = reasons;
    [this.#back, this.#isAsked] = [-1, false];
    this.says.textContent = says;
    this.hint.textContent = "";
    this.field.setAttribute("aria-label", `${says}. Why? Arrow up takes an earlier reason`);
    this.root.hidden = false;
    this.field.focus();
  }
  close() {
    this.root.hidden = true;
    this.field.value = "";
    this.#written = "";
  }
  /** Whether it may be saved as it stands; an empty reason is asked for once. */
  get isReady() {
    if (this.reason || this.#isAsked) return true;
    this.#isAsked = true;
    this.hint.textContent = ASKED;
    this.field.focus();
    return false;
  }
  /** @param {number} step 1 to an earlier reason, -1 to a later one, or back to what was written */
  offer(step) {
    const back = Math.min(Math.max(this.#back + step, -1), this.#reasons.length - 1);
    if (back === this.#back) return;
    if (this.#back === -1) this.#written = this.field.value;
    this.#back = back;
    this.field.value = back === -1 ? this.#written : this.#reasons[back];
  }
  #typed() {
    this.#back = -1;
    this.hint.textContent = "";
  }
};

// view/reconcile_view.js
var SOON = 80;
var PAGE = 10;
var HOW = "Select the words that are right, with the mouse or with Shift and the arrows; Enter takes them, Escape goes back.";
var MEANWHILE = "This passage was coded differently meanwhile, or is not contested any more. Look at it again.";
var ReconcileView = class {
  /** @type {{row: Row, choice: Choice, command: string} | null} */
  #chosen = null;
  /** @type {Row | null} */
  #drawn = null;
  /** @type {CodeForm | null} */
  #form = null;
  #described = "";
  #wasSaving = false;
  #timer = 0;
  /** @type {Record<"root" | "notes" | "body" | "empty" | "count" | "settle" | "status" | "head" | "sides" | "definition", HTMLElement> & {field: HTMLInputElement, bar: HTMLProgressElement, code: HTMLSelectElement, which: HTMLSelectElement, order: HTMLSelectElement}} */
  parts;
  /** @type {ContestedList} */
  list;
  /** @type {ContestedText} */
  text;
  /** @type {ReasonLine} */
  reason;
  /** @type {import("./popover.js").Popover} */
  help;
  /**
   * @param {ReconcileSession} session
   * @param {HTMLElement} el
   * @param {number} height in CSS pixels
   */
  constructor(session, el, height) {
    this.session = session;
    this.#build(el, height);
    this.free = takeKeys(this.parts.root, { context: (target) => this.#context(target), run: (command) => this.run(command) });
    this.deaf = session.listen((event) => event === "status" ? this.#showStatus() : this.#renew());
    this.#showStatus();
    if (session.isOpen) this.#renew();
  }
  close() {
    window.clearTimeout(this.#timer);
    this.free();
    this.deaf();
    this.list.close();
    this.text.close();
    this.help.close();
  }
  /** @param {string} command */
  run(command) {
    const { list: list2 } = this;
    const doing = {
      "decide-both": () => this.#choose(command, bothChoice),
      "decide-neither": () => this.#choose(command, neitherChoice),
      "decide-words": () => this.#chooseWords(),
      "decide-definition": () => this.#openForm(),
      "take-words": () => this.#takeWords(),
      "confirm-choice": () => this.#save(),
      "save-reason": () => this.#save(),
      "earlier-reason": () => this.reason.offer(1),
      "later-reason": () => this.reason.offer(-1),
      "leave-reason": () => this.#back(),
      "take-back": () => this.session.commit("undo"),
      "do-again": () => this.session.commit("redo"),
      "next-contested": () => this.#go(list2.at + 1),
      "previous-contested": () => this.#go(list2.at - 1),
      "list-down": () => this.#go(list2.at + 1),
      "list-up": () => this.#go(list2.at - 1),
      "list-page-down": () => this.#go(list2.at + PAGE),
      "list-page-up": () => this.#go(list2.at - PAGE),
      "first-contested": () => this.#go(0),
      "last-contested": () => this.#go(list2.rows.length - 1),
      "next-left": () => this.#goOn(),
      "read-contested": () => this.text.focus(),
      "words-shrink-right": () => this.text.reshape("shrink", "right"),
      "words-extend-right": () => this.text.reshape("extend", "right"),
      "words-shrink-left": () => this.text.reshape("shrink", "left"),
      "words-extend-left": () => this.text.reshape("extend", "left"),
      "filter-contested": () => this.parts.field.focus(),
      "save-form": () => this.#form?.save(),
      "back-to-contested": () => this.#back(),
      "back-to-text": () => this.#back(),
      back: () => this.#back(),
      help: () => this.help.open()
    }[command];
    if (doing) doing();
    else if (/^side-\d$/.test(command)) this.#choose(command, (row) => sideChoice(row, Number(command.at(-1))));
    else this.text.move(command);
  }
  /**
   * @param {string} command
   * @param {(row: Row) => Choice | null} made
   */
  #choose(command, made) {
    const row = this.list.current;
    if (!row) return;
    if (this.session.isReadOnly) return this.session.say("This project is open for reading only; open it with a coder's name to decide.", "bad");
    const choice = made(row);
    if (!choice) return this.session.say("There is no such side here.");
    this.#chosen = { row, choice, command };
    this.reason.open(choice.says, this.session.reasons);
    this.#drawSides(row);
  }
  async #chooseWords() {
    await this.text.shown;
    const row = this.list.current;
    if (!row || row.start === null || row.end === null) return this.session.say("The whole text is contested; there are no other words to choose.");
    if (this.text.selection() && this.text.hasFocus) return this.#takeWords();
    this.text.select({ start: row.start, end: row.end });
    this.session.say(HOW);
  }
  #takeWords() {
    const span = this.text.selection();
    if (!span) return this.session.say(HOW);
    this.#choose("decide-words", () => spanChoice(span, this.text.wordsOf(span)));
  }
  /** Change the definition: the form says first how much hangs on it. */
  async #openForm() {
    const row = this.list.current;
    if (!row) return;
    if (this.session.isReadOnly) return this.#choose("", () => null);
    const [about, affected] = await Promise.all([this.session.about(row.code), this.session.affected(row.code)]);
    if (!about || !affected || this.list.current?.code !== row.code) return;
    const place = element("div", {});
    const onSave = (_code, fields) => {
      if (Object.keys(fields).length === 0) throw new Error("nothing of the code was changed; change what is at fault, or press Cancel.");
      this.#leaveForm();
      this.#choose("decide-definition", () => definitionChoice(fields));
    };
    this.#form = new CodeForm(place, { onSave, onCancel: () => this.#back() });
    this.#form.show({ code: about.code, codes: this.session.head.codes, isNew: false });
    const warning = `With another definition, include or exclude, ${whose(affected)} will be marked to be looked at again.`;
    this.parts.definition.replaceChildren(element("p", { class: "wq-remark", text: warning }), place);
    this.parts.definition.closest("details")?.setAttribute("open", "");
    this.#form.focus();
  }
  #leaveForm() {
    this.#form = null;
    this.#described = "";
    if (this.list.current) this.#describe(this.list.current.code);
  }
  /** Save what was chosen, and go on; a changed definition is waited for, since much was written. */
  async #save() {
    if (!this.#chosen) return this.session.say("Choose first: a number for a side, b, n, s or d.");
    if (!this.reason.isReady) return;
    const { row, choice } = this.#chosen;
    const { reason } = this.reason;
    const done = this.session.decide(row, choice, reason);
    if (choice.outcome === "definition" && !await done) return this.reason.field.focus();
    if (this.#chosen?.row !== row) return;
    this.#forget();
    this.#goOn();
    this.list.focus();
  }
  #forget() {
    this.#chosen = null;
    this.reason.close();
  }
  /** @param {number} place */
  #go(place) {
    const hadFocus = this.text.hasFocus;
    this.list.go(place);
    this.#changed();
    if (!hadFocus) this.list.focus();
  }
  /** Go to the next one that is left to decide. */
  #goOn() {
    const { saving } = this.session;
    const place = nextLeft(this.list.rows, this.list.at, ({ key: key2, state }) => state !== "decided" && !saving.has(key2));
    if (place >= 0) this.#go(place);
    else this.#changed();
  }
  /** Show another passage than before. */
  #changed() {
    const row = this.list.current;
    if (this.#chosen && this.#chosen.row.key !== row?.key) this.#forget();
    this.#draw();
    const next = this.list.rows[this.list.at + 1];
    if (next) void this.session.text(next.source);
  }
  /** One step back: out of help, a form, a choice, the text. */
  #back() {
    this.help.close();
    if (this.#form) this.#leaveForm();
    else if (this.#chosen) {
      const { row } = this.#chosen;
      this.#forget();
      this.#drawSides(row);
    }
    this.list.focus();
  }
  /** Show what has changed, at the passage that was shown. */
  #renew() {
    const { docket, head } = this.session;
    const { parts, list: list2 } = this;
    this.#showCodes();
    const before = list2.current;
    const rows = docket.shown(this.#wish);
    const place = before ? placeOf(rows, before) : 0;
    list2.show(rows, place >= 0 ? place : list2.at);
    const { decided: decided2, total } = docket.progress;
    parts.count.textContent = total > 0 ? `${decided2} of ${total} decided${rows.length < total ? `, ${rows.length} shown` : ""}` : "";
    parts.bar.max = Math.max(total, 1);
    parts.bar.value = decided2;
    parts.bar.hidden = total === 0;
    parts.settle.hidden = head.n_agreed === 0;
    parts.settle.textContent = `Take over ${head.n_agreed === 1 ? "the passage" : `the ${head.n_agreed} passages`} on which all agree`;
    parts.settle.toggleAttribute("disabled", this.session.isReadOnly);
    parts.notes.textContent = [total > 0 ? blindSays(head.blind) : "", settledSays(head.settled)].filter(Boolean).join(" ");
    const isEmpty = rows.length === 0;
    parts.empty.hidden = !isEmpty;
    parts.body.hidden = isEmpty;
    parts.empty.textContent = total > 0 ? "No contested passage is like that; show others with the filters above." : emptySays(head);
    this.#lookAtChoice();
    this.#draw();
    parts.root.dataset.ready = "1";
  }
  /** A choice is about what was seen; once somebody has changed that, it is none. */
  #lookAtChoice() {
    const chosen = this.#chosen;
    if (!chosen || this.session.saving.has(chosen.row.key)) return;
    if (this.list.current?.mark === chosen.row.mark) return;
    this.#forget();
    this.list.focus();
    this.session.say(MEANWHILE, "bad");
  }
  get #wish() {
    const { field, code, which, order } = this.parts;
    return { query: field.value, code: code.value, which: (
      /** @type {any} */
      which.value
    ), order: (
      /** @type {any} */
      order.value
    ) };
  }
  /** The codes to choose from, each with how much is contested on it. */
  #showCodes() {
    const { code } = this.parts;
    const { docket } = this.session;
    const was = code.value;
    const options = docket.codes.map((one) => element("option", { value: one.code, text: `${docket.nameOf(one.code)} (${one.count})` }));
    code.replaceChildren(element("option", { value: "", text: "all codes" }), ...options);
    code.value = docket.codes.some((one) => one.code === was) ? was : "";
  }
  #draw() {
    const row = this.list.current;
    const isSaving = row !== null && this.session.saving.has(row.key);
    if (row === this.#drawn && isSaving === this.#wasSaving) return;
    const isOther = row?.key !== this.#drawn?.key;
    [this.#drawn, this.#wasSaving] = [row, isSaving];
    this.text.show(row);
    if (!row) return;
    this.parts.head.replaceChildren(caseHead(row, this.session));
    this.#drawSides(row);
    if (isOther) requestAnimationFrame(() => this.parts.sides.scrollTop = 0);
    if (!this.#form || isOther) this.#describe(row.code);
  }
  /** @param {Row} row */
  #drawSides(row) {
    const about = { run: (command) => this.run(command), chosen: this.#chosen?.command ?? "" };
    keepingFocus(this.parts.sides, () => this.parts.sides.replaceChildren(caseSides(row, this.session, about)), () => this.list.focus());
  }
  /** @param {string} code */
  async #describe(code) {
    this.#form = null;
    if (this.#described === code) return;
    this.#described = code;
    const about = await this.session.about(code);
    if (!about || this.#form || this.list.current?.code !== code) return;
    const { codes } = this.session.head;
    this.parts.definition.replaceChildren(definitionPanel(about.code, { codes, colors: this.session.colors }));
  }
  #showStatus() {
    const { sentence, kind } = this.session.status;
    this.parts.status.textContent = sentence;
    this.parts.status.dataset.kind = kind;
  }
  /** @param {HTMLElement} target */
  #context(target) {
    return { focus: this.#focusOf(target), hasSelection: false, onCoding: false, isMac };
  }
  /**
   * @param {HTMLElement} target
   * @returns {import("../src/keys.js").Focus}
   */
  #focusOf(target) {
    if (target === this.reason.field) return "reason";
    if (target === this.text.root) return "contested-text";
    if (target.closest(".wq-form")) return "form";
    if (target.matches("input, select, textarea")) return "field";
    return target.matches("button, summary") ? "contested-button" : "contested";
  }
  #filterSoon() {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#filter(), SOON);
  }
  #filter() {
    window.clearTimeout(this.#timer);
    this.#renew();
    this.list.go(this.list.at);
    this.#changed();
  }
  /**
   * @param {HTMLElement} el
   * @param {number} height
   */
  #build(el, height) {
    const { session } = this;
    this.list = new ContestedList(session, () => this.#changed());
    this.text = new ContestedText(session);
    this.reason = new ReasonLine({ onsave: () => this.#save(), onleave: () => this.#back() });
    this.help = helpPanel([["contested", "In the list"], ["contested-text", "In the text"], ["reason", "Giving the reason"]]);
    const chooser2 = (label, options) => (
      /** @type {HTMLSelectElement} */
      element("select", { class: "wq-input", "aria-label": label, onchange: () => this.#filter() }, ...options.map(([value, text]) => element("option", { value, text })))
    );
    const field = (
      /** @type {HTMLInputElement} */
      element("input", { class: "wq-input wq-filter", type: "search", placeholder: "/ words", "aria-label": "Show only passages that hold these words", oninput: () => this.#filterSoon() })
    );
    field.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      this.#filter();
      this.list.focus();
    });
    const tool = (text, command, title) => element("button", { type: "button", class: "wq-button", text, title, onclick: () => this.run(command) });
    const parts = {
      field,
      bar: (
        /** @type {HTMLProgressElement} */
        element("progress", { "aria-label": "Decided", hidden: true })
      ),
      count: element("span", { class: "wq-total", role: "status" }),
      code: chooser2("Only one code", [["", "all codes"]]),
      which: chooser2("Which ones", DOCKET_STATES),
      order: chooser2("Order", DOCKET_ORDERS),
      settle: element("button", { type: "button", class: "wq-button wq-settle", hidden: true, onclick: () => this.session.commit("settle") }),
      notes: element("div", { class: "wq-left-out", role: "status" }),
      head: element("div", {}),
      sides: element("div", { class: "wq-case-scroll" }),
      definition: element("div", { class: "wq-case-definition" }),
      empty: element("p", { class: "wq-none wq-empty", text: "", hidden: true }),
      status: element("span", { class: "wq-status", role: "status", "aria-live": "polite" })
    };
    const definition = element("details", { class: "wq-case-about", open: true }, element("summary", { text: "What the codebook says" }), parts.definition);
    const chosen = element("section", { class: "wq-case", "aria-label": "The chosen passage" }, parts.head, this.text.root, definition, parts.sides, this.reason.root);
    const body = element("div", { class: "wq-reconcile-body" }, this.list.root, chosen);
    const head = element("div", { class: "wq-head" }, parts.bar, parts.count, parts.code, parts.which, parts.order, parts.field, parts.settle, tool("Undo", "take-back", "Take back the last step (u)"), tool("Redo", "do-again", "Do again what was taken back (Ctrl+Y)"), this.help.root);
    const root = element("div", { class: "wq wq-reconcile", style: { height: `${height}px` }, role: "region", "aria-label": "Decide contested passages" }, head, parts.notes, parts.empty, body, footOf("the list", parts.status));
    this.parts = { ...parts, body, root };
    el.append(element("div", { class: "wq-box" }, root));
  }
};

// view/reconcile.js
function reconcile() {
  let session;
  return {
    /** @param {{model: any}} widget */
    initialize({ model }) {
      session = new ReconcileSession(model);
      session.open();
      return () => session.close();
    },
    /** @param {{model: any, el: HTMLElement}} widget */
    render({ model, el }) {
      const view = new ReconcileView(session, el, model.get("height"));
      return () => view.close();
    }
  };
}
export {
  reconcile as default
};
