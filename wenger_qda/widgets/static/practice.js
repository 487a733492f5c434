// view/calls.js
var CALL = "wq-goto";
function answerCalls(session, root) {
  const answer = (event) => {
    const { project, source, start, end } = (
      /** @type {Place} */
      event.detail
    );
    const isShown = root.isConnected && root.getClientRects().length > 0;
    if (event.defaultPrevented || !isShown || !session.isOpen || project !== session.about.project) return;
    event.preventDefault();
    root.scrollIntoView({ block: "nearest" });
    session.goTo(source, start === null || end === null ? null : { start, end });
  };
  window.addEventListener(CALL, answer);
  return () => window.removeEventListener(CALL, answer);
}

// src/coding.js
var SAME = (
  /** @type {const} */
  ["code", "coder", "round", "start", "end"]
);
function isPassage(coding, length = Infinity) {
  const { start, end } = coding;
  return start !== null && end !== null && 0 <= start && start < end && end <= length;
}
function isTwin(one, other) {
  return SAME.every((name) => one[name] === other[name]) && !one.needs_review && !other.needs_review;
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
function fold(name) {
  let text = "";
  const points = [];
  Array.from(name).forEach((character, point) => {
    text += plain(character);
    while (points.length < text.length) points.push(point);
  });
  return { text, points };
}
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
var PINNED = 9;
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
function visibleNodes(tree, expanded) {
  const open = /* @__PURE__ */ new Set();
  return tree.filter((node) => {
    const shown = !node.parent || open.has(node.parent);
    if (shown && expanded.has(node.code.code)) open.add(node);
    return shown;
  });
}
function pinned(codes, recent = [], fixed = []) {
  const codable = new Map(codes.filter(isCodable).map((code) => [code.code, code]));
  const taken = (id) => {
    const code = codable.get(id ?? "") ?? null;
    if (code) codable.delete(code.code);
    return code;
  };
  const keys = Array.from({ length: PINNED }, (_, key2) => taken(fixed[key2]));
  const byUse = [...codable.values()].sort((one, other) => other.n - one.n).map(({ code }) => code);
  const others = [...recent, ...byUse].map(taken).filter((code) => code !== null);
  return keys.map((code) => code ?? others.shift() ?? null);
}
function keyed(codes, pins, before = []) {
  const kept = Array.from({ length: PINNED }, (_, place) => {
    if (pins[place]) return pins[place];
    const code = before[place] ?? null;
    return code && pins.includes(code) ? null : code;
  });
  return pinned(codes, [], kept).map((code) => code?.code ?? null);
}
function withPin(pins, code, key2) {
  return Array.from({ length: PINNED }, (_, place) => {
    if (place === key2 - 1) return code;
    return pins[place] === code ? "" : pins[place] ?? "";
  });
}
function isCodable(code) {
  return code.is_codable !== false;
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

// src/contested.js
var TEXTS2 = new Intl.Collator(void 0, { numeric: true });
function initialsOf(coders) {
  const signs = /* @__PURE__ */ new Map();
  const taken = /* @__PURE__ */ new Set();
  for (const coder of coders) {
    const letters = Array.from(coder);
    const parts = coder.split(/[\s._-]+/u).filter(Boolean).map((part3) => Array.from(part3)[0]);
    const tries = [letters[0], parts.join("").slice(0, 3), letters.slice(0, 2).join(""), letters.slice(0, 3).join("")];
    let sign = tries.find((one) => one && !taken.has(one.toLowerCase()));
    for (let number = 2; sign === void 0; number++) if (!taken.has(`${letters[0]}${number}`.toLowerCase())) sign = `${letters[0]}${number}`;
    taken.add(sign.toLowerCase());
    signs.set(coder, sign);
  }
  return signs;
}

// src/find.js
var CLOCK = /^(?:(\d+):)?(\d{1,3}):(\d{1,2})$/;
function foundIn(doc, words2) {
  const parts = words2.trim().split(/\s+/u).filter(Boolean);
  if (parts.length === 0) return [];
  const pattern = new RegExp(parts.map(escaped).join("\\s+"), "giu");
  return Array.from(doc.text.matchAll(pattern), (match) => ({
    start: doc.toPoint(match.index),
    end: doc.toPoint(match.index + match[0].length)
  }));
}
function turnLike(turns, said, point) {
  const wanted = said.trim();
  if (!wanted) return null;
  if (/^\d+$/.test(wanted)) return turns[Number(wanted) - 1] ?? null;
  const clock2 = CLOCK.exec(wanted);
  if (clock2) return atTime(turns, 1e3 * (3600 * Number(clock2[1] ?? 0) + 60 * Number(clock2[2]) + Number(clock2[3])));
  const name = wanted.toLocaleLowerCase();
  const theirs = turns.filter(({ speaker }) => speaker?.toLocaleLowerCase().startsWith(name));
  return theirs.find(({ start }) => start > point) ?? theirs[0] ?? null;
}
function nextUncoded(turns, codings2, point) {
  const passages = codings2.filter(({ start }) => start !== null);
  let [covered, at] = [0, 0];
  for (const turn of turns) {
    for (; at < passages.length && Number(passages[at].start) < turn.end; at++) covered = Math.max(covered, Number(passages[at].end));
    if (turn.start > point && turn.kind !== "heading" && covered <= turn.start) return turn;
  }
  return null;
}
function atTime(turns, ms) {
  const timed = turns.filter((turn) => turn.ms !== null && turn.ms !== void 0);
  return timed.findLast((turn) => (
    /** @type {number} */
    turn.ms <= ms
  )) ?? timed[0] ?? null;
}
function escaped(words2) {
  return words2.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}

// src/findings.js
var CLOSE = 200;
var VERDICTS = {
  agree: { sign: "=", name: "agreed", stand: "", says: (reference) => `You and ${reference} gave this code here.` },
  sibling: { sign: "\u2248", name: "a neighbouring code", stand: "stand by your code", says: (reference) => `You gave one code, ${reference} the one beside it.` },
  missed: { sign: "\u25CB", name: "missed", stand: "stand by leaving it out", says: (reference) => `${capital(reference)} gave this code here; you did not.` },
  "over-coded": { sign: "+", name: "over-coded", stand: "stand by your coding", says: (reference) => `You gave this code here; ${reference} did not.` }
};
var SHOWN_VERDICTS = [
  ["", "all passages"],
  ["differing", "all differences"],
  ["unanswered", "not answered yet"],
  ["missed", "missed"],
  ["over-coded", "over-coded"],
  ["sibling", "a neighbouring code"],
  ["agree", "agreed"]
];
function shownFindings(findings, wish, code = "") {
  const isWanted = {
    "": () => true,
    differing: ({ verdict }) => verdict !== "agree",
    unanswered: isUnanswered
  }[
    /** @type {string} */
    wish
  ] ?? (({ verdict }) => verdict === wish);
  return findings.filter((finding) => isWanted(finding) && (code === "" || finding.code === code || finding.reference_code === code));
}
function tallyOf(findings) {
  const counts = { agree: 0, sibling: 0, missed: 0, "over-coded": 0 };
  for (const { verdict } of findings) counts[verdict]++;
  const differing = findings.length - counts.agree;
  return { counts, differing, answered: differing - findings.filter(isUnanswered).length };
}
function nextUnanswered(findings, at) {
  for (let step = 1; step <= findings.length; step++) {
    const place = (at + step) % findings.length;
    if (isUnanswered(findings[place])) return place;
  }
  return -1;
}
function answerSays({ verdict, answer, words: words2 }) {
  const said = { "": "", seen: "You see why.", mine: `You ${VERDICTS[verdict].stand}.` }[answer];
  return words2 ? `${said} ${words2}` : said;
}
function kappaBar({ kappa, kappa_low, kappa_high }) {
  if (kappa === null) return null;
  const at = (value) => Math.min(100, Math.max(0, 50 + 50 * value));
  return { at: at(kappa), from: at(kappa_low ?? kappa), to: at(kappa_high ?? kappa) };
}
function calledOf(coder) {
  return coder === "consensus" ? "the consensus" : coder;
}
function stanceSays({ verdict, positions }) {
  if (verdict !== "agree" || positions.length < 2) return "";
  const [one, other] = positions.map(({ stance }) => stance === "against");
  return one === other ? "" : "But one of you says that the passage speaks against it.";
}
function hasCloseBy(finding, all) {
  const { verdict, code, reference_code } = finding;
  if (verdict !== "missed" && verdict !== "over-coded") return "";
  const counterpart = verdict === "missed" ? "over-coded" : "missed";
  const isCounterpart = (other) => other.verdict === counterpart && (other.code || other.reference_code) === (code || reference_code);
  if (!all.some((other) => isCounterpart(other) && gapOf(finding, other) <= CLOSE)) return "";
  return verdict === "missed" ? "you" : "reference";
}
function gapOf(one, other) {
  if (one.start === null || one.end === null || other.start === null || other.end === null) return Infinity;
  return Math.max(one.start - other.end, other.start - one.end, 0);
}
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
function isUnanswered({ verdict, answer }) {
  return verdict !== "agree" && answer === "";
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

// src/heap.js
var Heap = class {
  /** @type {T[]} */
  #items = [];
  /** @param {(one: T, other: T) => number} compare */
  constructor(compare) {
    this.compare = compare;
  }
  get size() {
    return this.#items.length;
  }
  /** The smallest, left where it is. */
  get first() {
    return this.#items[0];
  }
  /** @param {T} item */
  push(item) {
    const items = this.#items;
    let place = items.push(item) - 1;
    while (place > 0) {
      const above = place - 1 >> 1;
      if (this.compare(items[above], item) <= 0) break;
      items[place] = items[above];
      place = above;
    }
    items[place] = item;
  }
  /** Take the smallest out. */
  pop() {
    const items = this.#items;
    const first = items[0];
    const last = (
      /** @type {T} */
      items.pop()
    );
    if (items.length > 0) this.#sink(last);
    return first;
  }
  /** @param {T} item */
  #sink(item) {
    const items = this.#items;
    let place = 0;
    for (let below = 1; below < items.length; below = 2 * place + 1) {
      if (below + 1 < items.length && this.compare(items[below + 1], items[below]) < 0) below++;
      if (this.compare(item, items[below]) <= 0) break;
      items[place] = items[below];
      place = below;
    }
    items[place] = item;
  }
};

// src/lanes.js
function assignLanes(codings2, { max = Infinity } = {}) {
  const passages = [...codings2].filter((coding) => isPassage(coding)).sort(byPlace);
  const lanes = /* @__PURE__ */ new Map();
  const crowded = [];
  const free = new Heap(ascending);
  const taken = new Heap((one, other) => one.end - other.end);
  let count2 = 0;
  for (const { guid, start, end } of passages) {
    while (taken.size > 0 && taken.first.end <= start) free.push(taken.pop().lane);
    if (free.size === 0 && count2 < max) free.push(count2++);
    if (free.size === 0) {
      crowded.push(guid);
    } else {
      const lane = free.pop();
      lanes.set(guid, lane);
      taken.push({ end, lane });
    }
  }
  return { lanes, count: count2, crowded };
}
function freeLane({ start, end }, others, lanes, { max = Infinity } = {}) {
  const taken = /* @__PURE__ */ new Set();
  for (const other of others) {
    if (isPassage(other) && other.start < end && start < other.end) taken.add(lanes.get(other.guid));
  }
  let lane = 0;
  while (taken.has(lane)) lane++;
  return lane < max ? lane : void 0;
}
function ascending(one, other) {
  return one - other;
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

// src/search.js
function matchesOf(codes, query) {
  const wanted = bare(query);
  const found = [];
  for (const code of codes) {
    const words2 = wordsOf(code);
    for (const [rank, { how, rangesIn }] of WAYS.entries()) {
      const ranges = rangesIn(words2, wanted);
      if (!ranges) continue;
      found.push({ rank, match: { code, how, ranges: ranges.map((range) => pointsOf(words2.name, range)) } });
      break;
    }
  }
  return found.sort((one, other) => one.rank - other.rank || other.match.code.n - one.match.code.n).map(({ match }) => match);
}
function highlighted(name, ranges) {
  const characters2 = Array.from(name);
  const parts = [];
  let done = 0;
  for (const { start, end } of ranges) {
    parts.push({ text: characters2.slice(done, start).join(""), hit: false });
    parts.push({ text: characters2.slice(start, end).join(""), hit: true });
    done = end;
  }
  parts.push({ text: characters2.slice(done).join(""), hit: false });
  return parts.filter(({ text }) => text);
}
var Words = class {
  /** @type {string | undefined} */
  #definition;
  /** @param {Code} code */
  constructor(code) {
    this.code = code;
    this.name = fold(code.name);
    this.bareName = bare(code.name);
    this.id = bare(code.code);
    this.path = bare(code.path);
  }
  get definition() {
    this.#definition ??= bare(this.code.definition ?? "");
    return this.#definition;
  }
};
var KNOWN = /* @__PURE__ */ new WeakMap();
function wordsOf(code) {
  const words2 = KNOWN.get(code) ?? new Words(code);
  KNOWN.set(code, words2);
  return words2;
}
var WAYS = [
  { how: "exact", rangesIn: exact },
  { how: "prefix", rangesIn: (words2, wanted) => inNameOrId(begun, words2, wanted) },
  { how: "initials", rangesIn: (words2, wanted) => inNameOrId(initials, words2, wanted) },
  { how: "name", rangesIn: ({ name }, wanted) => part(name.text, wanted) },
  { how: "path", rangesIn: ({ path }, wanted) => noRange(part(path, wanted)) },
  { how: "definition", rangesIn: ({ definition }, wanted) => noRange(part(definition, wanted)) }
];
function exact({ name: { text }, bareName, id }, wanted) {
  if (!wanted) return null;
  if (bareName === wanted) return [{ start: text.search(/[^ ]/), end: text.trimEnd().length }];
  return id === wanted ? [] : null;
}
function inNameOrId(find, { name, id }, wanted) {
  return find(name.text, wanted) ?? noRange(find(id, wanted));
}
function begun(text, wanted) {
  const starts = wordStarts(text);
  const ranges = [];
  const longestFirst = wanted.split(" ").filter(Boolean).sort((one, other) => other.length - one.length);
  for (const word of longestFirst) {
    const start = starts.find((at) => text.startsWith(word, at));
    if (start === void 0) return null;
    starts.splice(starts.indexOf(start), 1);
    ranges.push({ start, end: start + word.length });
  }
  return ranges.sort((one, other) => one.start - other.start);
}
function initials(text, wanted) {
  const starts = wordStarts(text);
  const ranges = [];
  for (const letter of wanted.replaceAll(" ", "")) {
    let start = starts.shift();
    while (start !== void 0 && !text.startsWith(letter, start)) start = starts.shift();
    if (start === void 0) return null;
    ranges.push({ start, end: start + letter.length });
  }
  return ranges;
}
function part(text, wanted) {
  const start = text.indexOf(wanted);
  return start < 0 ? null : [{ start, end: start + wanted.length }];
}
function noRange(ranges) {
  return ranges && [];
}
function wordStarts(text) {
  return Array.from(text.matchAll(/[^ ]+/g), (match) => match.index ?? 0);
}
function pointsOf({ points }, { start, end }) {
  return { start: points[start], end: points[end - 1] + 1 };
}

// src/outline.js
function outlineOf(codes, { query = "", expanded = null, unfolded = /* @__PURE__ */ new Set() } = {}) {
  const tree = treeOf(codes);
  const matches = query.trim() ? fitting(codes, query) : [];
  const rangesOf = new Map(matches.map(({ code, ranges }) => [code.code, ranges]));
  const searched = query.trim() !== "";
  const shown = searched ? around(tree, rangesOf, unfolded) : expanded ? visibleNodes(tree, expanded) : tree;
  const isShown = new Set(shown);
  const below = codingsBelow(tree);
  const besideOf = new Counts();
  const placeOf2 = new Counts();
  for (const { parent } of shown) besideOf.add(parent);
  const rows = shown.map((node) => ({
    code: node.code,
    level: node.depth + 1,
    place: placeOf2.add(node.parent),
    beside: besideOf.get(node.parent),
    isOpen: node.children.length ? node.children.some((child) => isShown.has(child)) : null,
    below: below.get(node),
    isContext: searched && !rangesOf.has(node.code.code),
    ranges: rangesOf.get(node.code.code) ?? []
  }));
  return { rows, found: matches.map(({ code }) => code) };
}
function idsBelow(codes, code) {
  const ids = /* @__PURE__ */ new Set([code]);
  for (const { code: one, parent } of treeOf(codes)) if (parent && ids.has(parent.code.code)) ids.add(one.code);
  ids.delete(code);
  return ids;
}
var Counts = class extends Map {
  /** @param {CodeNode | null} node */
  get(node) {
    return super.get(node) ?? 0;
  }
  /**
   * @param {CodeNode | null} node
   * @param {number} [more]
   */
  add(node, more = 1) {
    this.set(node, this.get(node) + more);
    return this.get(node);
  }
};
function fitting(codes, query) {
  const matches = matchesOf(codes, query);
  const better = matches.filter(({ how }) => how !== "path" && how !== "definition");
  return better.length ? better : matches;
}
function around(tree, ids, unfolded) {
  const shown = /* @__PURE__ */ new Set();
  for (const node of tree) {
    const { code, parent } = node;
    if (!ids.has(code.code) && !(parent && shown.has(parent) && unfolded.has(parent.code.code))) continue;
    for (let at = (
      /** @type {CodeNode | null} */
      node
    ); at && !shown.has(at); at = at.parent) shown.add(at);
  }
  return tree.filter((node) => shown.has(node));
}
function codingsBelow(tree) {
  const below = new Counts();
  for (const node of [...tree].reverse()) if (node.parent) below.add(node.parent, below.get(node) + node.code.n);
  return below;
}

// src/passages.js
var NAMES = new Intl.Collator(void 0, { numeric: true });

// src/protocol.js
var VERSION = 1;
var READING = /* @__PURE__ */ new Set(["open", "look", "find", "about", "next", "passages", "text", "words", "affected", "compare", "figures", "suggest", "marks", "next_mark", "reading", "like"]);
var ASIDE = /* @__PURE__ */ new Set(["suggest", "marks"]);
var isAside = (type) => ASIDE.has(type);
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

// src/rows.js
var FIELDS2 = ["guid", "code", "coder", "round", "start", "end", "note", "weight", "certainty", "stance", "needs_review"];
function coded(row) {
  return Object.fromEntries(FIELDS2.map((name, number) => [name, row[number]]));
}
function isSame2(one, other) {
  return one && (one === other || [...FIELDS2, "status"].every((name) => one[name] === other[name]));
}
function tally(codings2) {
  const counts = /* @__PURE__ */ new Map();
  for (const { code } of codings2) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

// src/segments.js
function segmentsOf(doc, line, codings2) {
  const lineStart = doc.lineStart(line);
  const length = doc.lineEnd(line) - lineStart;
  const marks = [...codings2].filter((coding) => isPassage(coding)).sort(byPlace).map(({ guid, start, end }) => ({
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
  constructor(doc, codings2 = []) {
    this.#doc = doc;
    for (const coding of codings2) this.#put(coding);
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
    const count2 = this.#doc.lineCount;
    let [low, high] = this.#range(coding).map((line) => line + count2);
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
var sentenceAt = (doc, point) => sentences.at(doc, point);
var nextSentence = (doc, point) => sentences.next(doc, point);
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
function stateOf({ coder, codings: codings2 = [], filter = {} }) {
  return laid({ coder, saved: savedOf(codings2), changes: /* @__PURE__ */ new Map(), filter: { ...EVERYTHING, ...filter } });
}
function withPending(state, coding, cid = coding.guid) {
  return withChange(state, cid, { guid: coding.guid, coding, error: "" });
}
function withRemoved(state, guid, cid = guid) {
  return withChange(state, cid, { guid, coding: null, error: "" });
}
function withError(state, { cid, error }) {
  const change = state.changes.get(cid);
  return change ? withChange(state, cid, { ...change, error }) : state;
}
function withDropped(state, cid) {
  const changes = new Map(state.changes);
  changes.delete(cid);
  return laid({ ...state, changes });
}
function withRemote(state, list2) {
  return laid({ ...state, saved: savedOf(list2) });
}
function withRemoteChange(state, { add = [], del = [] }) {
  const saved = new Map(state.saved);
  for (const guid of del) saved.delete(guid);
  for (const coding of add) saved.set(coding.guid, withStatus(coding, "saved"));
  return laid({ ...state, saved });
}
function withFilter(state, filter) {
  return { ...state, filter: { ...state.filter, ...filter } };
}
function visible(state) {
  return [...state.codings.values()].filter((coding) => isVisible2(state, coding)).sort(byPlace);
}
function hiddenCount(state) {
  let hidden = 0;
  for (const coding of state.codings.values()) if (!isVisible2(state, coding)) hidden++;
  return hidden;
}
function isVisible2({ coder, filter }, coding) {
  if (coding.status !== "saved") return true;
  if (filter.blind && coding.coder !== coder) return false;
  return (filter.coders?.has(coding.coder) ?? true) && (filter.codes?.has(coding.code) ?? true);
}
function withChange(state, cid, change) {
  return laid({ ...state, changes: new Map(state.changes).set(cid, change) });
}
function laid(state) {
  const codings2 = new Map(state.saved);
  for (const { guid, coding, error } of state.changes.values()) {
    const shown = coding ?? (error ? codings2.get(guid) : void 0);
    if (shown) codings2.set(guid, withStatus(shown, error ? "error" : "pending", error));
    else codings2.delete(guid);
  }
  return { ...state, codings: codings2 };
}
function savedOf(codings2) {
  return new Map([...codings2].map((coding) => [coding.guid, withStatus(coding, "saved")]));
}
function withStatus({ error: _, ...rest }, status, error) {
  return error ? { ...rest, status, error } : { ...rest, status };
}

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

// view/advice.js
var REST = 150;
var ASK_AGAIN = 800;
var AdvicePanel = class {
  /** @type {Suggestion[]} */
  #rows = [];
  #at = 0;
  /** @type {{start: number, end: number} | null} */
  #passage = null;
  /** @type {{start: number, end: number} | null} */
  #putOff = null;
  #point = 0;
  #timer = 0;
  #asked = 0;
  /** @type {boolean | null} */
  #isOn = null;
  /** @type {HTMLInputElement} */
  slider;
  /** @type {HTMLElement} */
  likelySays;
  /** @type {HTMLElement} */
  marking;
  /**
   * @param {Session} session
   * @param {() => void} onwish how suggestions are wanted has changed
   */
  constructor(session, onwish) {
    this.session = session;
    this.onwish = onwish;
    this.list = element("ol", { class: "wq-advice-list", "aria-label": "Suggestions for this passage" });
    this.says = element("p", { class: "wq-soft wq-advice-says", role: "status" });
    this.switch = element("button", { type: "button", class: "wq-plain", onclick: () => this.turn(!this.isOn) });
    this.root = element("section", { class: "wq-advice", "aria-label": "Suggestions" }, element("h4", { text: "Suggestions" }, element("span", { text: " " }), this.switch), this.says, this.list, this.#threshold());
    this.#draw("");
  }
  close() {
    window.clearTimeout(this.#timer);
    this.#asked++;
  }
  /** As it was left last; while a round is open that is coded blind, off unless turned on in this view. */
  get isOn() {
    const { round_open, wish } = this.session.about;
    return this.#isOn ?? (!round_open && wish?.on !== false);
  }
  /** How likely a suggestion must be to be marked in the margin. */
  get likely() {
    return this.session.about.wish?.likely ?? 1;
  }
  /**
   * The codes that stand beside a passage as suggestions.
   * @param {Span} span
   * @returns {string[] | null} null where none are in view
   */
  inView({ start, end }) {
    const passage = this.#passage;
    if (!this.isOn || !passage || this.#isPutOff || start >= passage.end || end <= passage.start) return null;
    return this.#rows.map(({ code }) => code);
  }
  /** The suggestion that keys speak of; null where there is none. */
  get current() {
    return this.#rows[this.#at] ?? null;
  }
  /** @param {boolean} isOn */
  turn(isOn) {
    this.#isOn = isOn;
    if (!this.session.about.round_open) this.session.wishFor({ on: isOn });
    this.#forget("");
    this.renew();
    this.onwish();
  }
  /**
   * The cursor is somewhere: suggest for the passage there, if it is another one.
   * @param {number} point
   */
  look(point) {
    this.#point = point;
    const passage = this.#passage;
    if (passage && passage.start <= point && point <= passage.end) return;
    this.#forget("");
    this.renew();
  }
  /** Ask anew, once the hand rests. */
  renew() {
    window.clearTimeout(this.#timer);
    const asked = ++this.#asked;
    if (this.isOn && this.session.about.coder) this.#timer = window.setTimeout(() => this.#ask(asked), REST);
    else this.#draw(this.isOn ? "" : "Off.");
  }
  /** Mark the next one. */
  next() {
    if (this.#rows.length > 1) this.#at = (this.#at + 1) % this.#rows.length;
    this.#draw("");
  }
  /**
   * Code with the suggestion that is marked: the selected words, if there are any, else those that it is about.
   * @param {{start: number, end: number} | null} selected
   */
  accept(selected) {
    const row = this.current;
    if (!row) return;
    const { start, end } = selected ?? row;
    this.session.change("accept", { code: row.code, start, end, in_view: this.#rows.map(({ code }) => code) });
  }
  /** Refuse the suggestion that is marked: it does not come again here. */
  async reject() {
    const row = this.current;
    if (row && await this.session.change("reject", { code: row.code, start: row.start, end: row.end })) this.renew();
  }
  /** Not now: nothing for this passage until one comes back to it. */
  putOff() {
    this.#putOff = this.#passage;
    this.#rows = [];
    this.#draw("Not now.");
  }
  get #isPutOff() {
    return this.#passage !== null && this.#putOff?.start === this.#passage.start;
  }
  /** @param {number} asked */
  async #ask(asked) {
    const { source } = this.session;
    const answer = await this.session.askAside("suggest", { point: this.#point });
    if (!answer || asked !== this.#asked || source !== this.session.source) return;
    this.#passage = answer.state === "ready" ? { start: answer.start, end: answer.end } : null;
    const isPutOff = this.#isPutOff;
    if (!isPutOff) this.#putOff = null;
    this.#rows = isPutOff ? [] : answer.rows;
    this.#at = 0;
    this.#draw(isPutOff ? "Not now." : answer.rows.length || answer.state !== "ready" ? answer.why : "None for this passage.");
    if (answer.state === "making") this.#timer = window.setTimeout(() => this.#ask(asked), ASK_AGAIN);
  }
  /** @param {string} says */
  #forget(says) {
    this.#rows = [];
    this.#passage = null;
    this.#draw(says);
  }
  /** From which likelihood on passages are marked in the margin. */
  #threshold() {
    this.slider = /** @type {HTMLInputElement} */
    element("input", { type: "range", min: "5", max: "100", step: "5", "aria-label": "How likely a suggestion must be to be marked in the margin, in percent", oninput: () => this.#sayLikely(), onchange: () => this.#keepLikely() });
    this.likelySays = element("span", { class: "wq-soft" });
    this.marking = element("label", { class: "wq-marking" }, this.slider, this.likelySays);
    return this.marking;
  }
  #sayLikely() {
    const share = Number(this.slider.value);
    this.likelySays.textContent = share < 100 ? `marked in the margin from ${share} % on` : "not marked in the margin";
  }
  #keepLikely() {
    this.session.wishFor({ likely: Number(this.slider.value) / 100 });
    this.onwish();
  }
  /** @param {string} says */
  #draw(says) {
    if (document.activeElement !== this.slider) this.slider.value = String(Math.round(100 * this.likely));
    this.#sayLikely();
    this.marking.hidden = !this.isOn || !this.session.about.coder;
    this.says.textContent = says;
    this.says.hidden = says === "";
    this.switch.textContent = this.isOn ? "turn off" : "turn on";
    keepingFocus(this.list, () => this.list.replaceChildren(...this.#rows.map((row, place) => this.#line(row, place))));
    this.root.dataset.count = String(this.#rows.length);
  }
  /**
   * @param {Suggestion} row
   * @param {number} place
   */
  #line(row, place) {
    const { names, colors } = this.session;
    const isMarked = place === this.#at;
    const keep = (event) => event.preventDefault();
    const mark = () => {
      this.#at = place;
      this.#draw("");
    };
    const button2 = (text, command, does) => element("button", { type: "button", class: "wq-button", "data-key": `${command} ${row.code}`, title: `key ${pressesOf(command, { isMac })[0]}`, text, onclick: does, onmousedown: keep });
    return element(
      "li",
      { "data-code": row.code, "aria-current": isMarked ? "true" : null },
      element(
        "button",
        { type: "button", class: "wq-row", "data-key": row.code, onclick: mark, onmousedown: keep },
        element("span", { class: "wq-swatch", style: { background: colors.get(row.code) ?? "transparent" }, "aria-hidden": "true" }),
        element("span", { class: "wq-name", text: names.get(row.code) ?? row.code, dir: "auto" }),
        element("span", { class: "wq-n", text: `${Math.round(100 * row.score)} %`, title: "How likely, if the passage is coded at all" })
      ),
      element("div", { class: "wq-soft wq-advice-why", text: row.why, dir: "auto" }),
      isMarked ? element("div", { class: "wq-does" }, button2("Take", "advice-take", () => this.accept(null)), button2("Not this", "advice-refuse", () => this.reject()), button2("Not now", "advice-later", () => this.putOff())) : null
    );
  }
};

// view/at_cursor.js
var SURE = [
  ["", "not said"],
  ["1", "sure"],
  ["0.75", "fairly sure"],
  ["0.5", "in doubt"],
  ["0.25", "a guess"]
];
var STANCES = [
  ["", "not said"],
  ["for", "for"],
  ["against", "against"]
];
var AtCursor = class {
  /** @type {any[]} */
  #codings = [];
  /** @type {string} */
  #current = "";
  /** @type {any} */
  #written = null;
  /**
   * @param {Session} session
   * @param {{onleave: () => void, onturn: () => void, onrecode: () => void, ondescribe: (code: string) => void}} verbs
   */
  constructor(session, verbs) {
    this.session = session;
    this.verbs = verbs;
    this.list = element("ul", { class: "wq-here", "aria-label": "Codings at the cursor" });
    this.fields = element("div", { class: "wq-fields" });
    this.memo = /** @type {HTMLTextAreaElement} */
    element("textarea", {
      class: "wq-memo",
      rows: 4,
      hidden: true,
      dir: "auto",
      "aria-label": "Memo on the coding; Ctrl+Enter keeps it, Escape does not",
      onblur: () => this.saveMemo()
    });
    this.root = element("section", { class: "wq-at-cursor", "aria-label": "At the cursor" }, element("h4", { text: "At the cursor" }), this.list, this.fields, this.memo);
  }
  /** The coding that keys speak of: one's own before others', the innermost before the outer. */
  get current() {
    const chosen = this.#codings.find(({ guid }) => guid === this.#current);
    return chosen ?? this.#codings.findLast((coding) => this.session.isMine(coding)) ?? this.#codings.at(-1) ?? null;
  }
  /**
   * Take the codings over, without drawing them yet.
   * @param {any[]} codings
   */
  look(codings2) {
    this.#codings = codings2;
  }
  /** @param {any[]} codings */
  show(codings2) {
    this.look(codings2);
    keepingFocus(this.root, () => this.#draw(codings2), this.verbs.onleave);
  }
  /** @param {any[]} codings */
  #draw(codings2) {
    const { current } = this;
    this.list.replaceChildren(...codings2.map((coding) => element("li", {}, this.#row(coding, coding === current && codings2.length > 1))));
    if (codings2.length === 0) this.list.append(element("li", { class: "wq-soft", text: "no coding" }));
    if (this.#isBeingFilledIn(current)) return;
    this.fields.dataset.guid = current?.guid ?? "";
    this.fields.replaceChildren(...current && this.session.isMine(current) ? this.#fieldsOf(current) : []);
  }
  /** Turn to the next of the codings here. */
  turn() {
    const at = this.#codings.indexOf(this.current);
    this.#current = this.#codings[(at + 1) % this.#codings.length]?.guid ?? "";
    this.show(this.#codings);
  }
  /** @param {"weight" | "certainty" | "stance"} name */
  focus(name) {
    this.show(this.#codings);
    this.fields.querySelector(`[name="${name}"]`)?.focus();
  }
  editMemo() {
    this.#written = this.current;
    this.memo.hidden = false;
    this.memo.value = this.#written.note ?? "";
    this.memo.focus();
  }
  /** Keep what was written; also when one has gone elsewhere without saying so. What is refused can be read and kept again. */
  async saveMemo() {
    const coding = this.#written;
    const note = this.memo.value.trim();
    this.#leaveMemo();
    if (!coding || note === (coding.note ?? "")) return;
    const isKept = await this.session.edit(this.session.coding(coding.guid) ?? coding, { note });
    if (isKept || this.#written) return;
    this.#written = coding;
    this.memo.hidden = false;
    this.memo.value = note;
  }
  dropMemo() {
    this.#leaveMemo();
  }
  /** @param {any} current */
  #isBeingFilledIn(current) {
    const field = document.activeElement;
    return this.fields.contains(field) && field?.matches("input, select") && this.fields.dataset.guid === current?.guid;
  }
  #leaveMemo() {
    this.#written = null;
    if (this.memo.hidden) return;
    const hadFocus = this.memo === document.activeElement;
    this.memo.hidden = true;
    if (hadFocus) this.verbs.onleave();
  }
  /**
   * @param {any} coding
   * @param {boolean} isCurrent
   */
  #row(coding, isCurrent) {
    const { names, colors } = this.session;
    const round = coding.round > 1 ? ` \xB7 round ${coding.round}` : "";
    const said = [coding.weight !== null && coding.weight !== void 0 ? `weight ${coding.weight}` : "", sureness(coding.certainty), coding.stance].filter(Boolean).join(", ");
    return element(
      "button",
      { type: "button", class: "wq-row", "data-key": coding.guid, "aria-current": isCurrent ? "true" : null, onclick: () => this.#choose(coding), onmousedown: keepSelection },
      element("span", { class: "wq-swatch", style: { background: colors.get(coding.code) }, "aria-hidden": "true" }),
      element("span", { class: "wq-name", text: `${names.get(coding.code) ?? coding.code} \xB7 ${coding.coder}${round}` }),
      coding.needs_review ? element("div", { class: "wq-bad", text: "Look again: the text was corrected under it." }) : null,
      coding.error ? element("div", { class: "wq-bad", text: coding.error }) : null,
      said ? element("div", { class: "wq-soft", text: said }) : null,
      coding.note ? element("div", { class: "wq-note", dir: "auto", text: coding.note }) : null
    );
  }
  /** @param {any} coding */
  #choose(coding) {
    this.#current = coding.guid;
    this.show(this.#codings);
    this.verbs.onturn();
  }
  /** @param {any} coding */
  #fieldsOf(coding) {
    const weight = element("input", { type: "number", name: "weight", step: "any", class: "wq-input", value: coding.weight ?? "" });
    const certainty = chooser("certainty", SURE, coding.certainty);
    const stance = chooser("stance", STANCES, coding.stance ?? "");
    const number = (field) => field.value === "" ? null : Number(field.value);
    weight.addEventListener("change", () => this.#edit(coding, { weight: number(weight) }));
    certainty.addEventListener("change", () => this.#edit(coding, { certainty: number(certainty) }));
    stance.addEventListener("change", () => this.#edit(coding, { stance: (
      /** @type {any} */
      stance.value
    ) }));
    const said = [
      element("label", { text: "weight ", title: "How much this passage counts: any number; most leave it empty (key w)" }, weight),
      element("label", { text: "certainty ", title: "How sure you are that the code fits (key c)" }, certainty),
      element("label", { text: "evidence ", title: "Whether the passage shows what the code says, or the contrary of it" }, stance)
    ];
    const does = [
      this.#button("Memo", "m", () => this.editMemo()),
      this.#button("Recode", "r", () => this.verbs.onrecode()),
      this.#button("What is it for?", "k", () => this.verbs.ondescribe(coding.code)),
      coding.needs_review ? this.#button("It is right as it stands", "", () => this.session.change("reviewed", { guid: coding.guid })) : null,
      this.#button("Remove", "Delete", () => this.session.uncode(coding))
    ];
    return [element("div", { class: "wq-said" }, ...said), element("div", { class: "wq-does" }, ...does)];
  }
  /**
   * @param {any} coding
   * @param {any} fields
   */
  #edit(coding, fields) {
    this.session.edit(this.session.coding(coding.guid) ?? coding, fields);
  }
  /**
   * @param {string} text
   * @param {string} key
   * @param {() => void} onclick
   */
  #button(text, key2, onclick) {
    return element("button", { type: "button", class: "wq-button", title: key2 ? `key ${key2}` : "", text, onclick, onmousedown: keepSelection });
  }
};
function keepSelection(event) {
  event.preventDefault();
}
function sureness(certainty) {
  if (certainty === null || certainty === void 0) return "";
  return SURE.find(([value]) => value === String(certainty))?.[1] ?? `certainty ${certainty}`;
}
function chooser(name, choices2, value) {
  const now = value === null || value === void 0 ? "" : String(value);
  const all = choices2.some(([known]) => known === now) ? choices2 : [...choices2, [now, now]];
  return element("select", { name, class: "wq-input" }, ...all.map(([known, text]) => element("option", { value: known, text, selected: known === now })));
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
    parent: chooser2(codesFor.parent, "(at the top)"),
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
    dual: chooser2(codesFor.dual, "(none)"),
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
function chooser2(codes, none) {
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
    part2("Include", rule(code.include)),
    part2("Exclude", rule(code.exclude)),
    part2("Examples", list(code.examples?.map(quoted))),
    part2("Looks like it and is not", list(code.near_misses?.map((miss) => nearMiss(miss, withNames(miss.why, codes, other))))),
    part2("Questions to ask", list(code.questions?.map(plain2))),
    part2("Words that point to it", paragraph(code.cues?.join(", "))),
    part2("Whose words can carry it", paragraph(code.speakers?.join(", "))),
    part2("Speaks against it", inline(others(code.contrary ?? []))),
    part2("Its other face", inline(others([code.dual ?? ""]))),
    part2("Source", paragraph(code.cite)),
    part2(passageTitle(passages.length, total), list(passages.map((passage) => codedPassage(passage, callbacks))))
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
  return parts.map((part3, place) => {
    if (place % 2 === 0) return document.createTextNode(part3);
    return ids.has(part3) ? other(part3) : element("code", { text: part3 });
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
function part2(title, content) {
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

// view/tree_drag.js
var OPENS_AFTER = 600;
var EDGE = 0.28;
var KIND = "application/x-wenger-qda-code";
var TreeDrag = class {
  /** @type {Code | null} */
  #dragged = null;
  /** @type {HTMLElement | null} */
  #over = null;
  /** @type {any} */
  #opening;
  /**
   * @param {HTMLElement} root
   * @param {Host} host
   */
  constructor(root, host) {
    this.host = host;
    root.addEventListener("dragstart", (event) => this.#start(event));
    root.addEventListener("dragover", (event) => this.#move(event));
    root.addEventListener("dragleave", (event) => {
      if (!root.contains(
        /** @type {Node | null} */
        event.relatedTarget
      )) this.#leave();
    });
    root.addEventListener("drop", (event) => this.#drop(event));
    root.addEventListener("dragend", () => this.#end());
  }
  /** @param {DragEvent} event */
  #start(event) {
    const code = this.host.onMove && this.host.codeOf(itemOf(event));
    if (!code || !event.dataTransfer) return;
    this.#dragged = code;
    event.dataTransfer.setData(KIND, code.code);
    event.dataTransfer.effectAllowed = "move";
    event.stopPropagation();
  }
  /** @param {DragEvent} event */
  #move(event) {
    const item = itemOf(event);
    const code = this.host.codeOf(item);
    if (!item || !code || !this.#isMeant(event)) return this.#leave();
    if (item !== this.#over) this.#enter(item, code);
    const where = this.#where(event, item, code);
    if (where) item.dataset.drop = this.#dragged ? where : "text";
    else delete item.dataset.drop;
    if (!where || !event.dataTransfer) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = this.#dragged ? "move" : "copy";
  }
  /** @param {DragEvent} event */
  #drop(event) {
    const item = itemOf(event);
    const code = this.host.codeOf(item);
    const where = item && code && this.#isMeant(event) && this.#where(event, item, code);
    const dragged = this.#dragged;
    this.#end();
    if (!where || !code) return;
    event.preventDefault();
    event.stopPropagation();
    if (dragged) this.host.onMove?.(dragged, code, where);
    else this.host.onDropText?.(code, event);
  }
  /**
   * Whether what is dragged can be dropped in this tree at all: a code of this very tree, or a text.
   * @param {DragEvent} event
   */
  #isMeant(event) {
    const kinds = event.dataTransfer?.types ?? [];
    if (kinds.includes(KIND)) return this.#dragged !== null;
    return Boolean(this.host.onDropText) && kinds.includes("text/plain");
  }
  /**
   * @param {DragEvent} event
   * @param {HTMLElement} item
   * @param {Code} code
   * @returns {Where | null}
   */
  #where(event, item, code) {
    if (!this.#dragged) return this.host.isPickable(code) ? "below" : null;
    if (code.code === this.#dragged.code || this.host.isBelow(code, this.#dragged)) return null;
    const { top, height } = item.getBoundingClientRect();
    const at = (event.clientY - top) / height;
    if (at < EDGE) return "before";
    return at > 1 - EDGE && item.getAttribute("aria-expanded") !== "true" ? "after" : "below";
  }
  /**
   * @param {HTMLElement} item
   * @param {Code} code
   */
  #enter(item, code) {
    this.#leave();
    this.#over = item;
    if (this.host.isClosed(code)) this.#opening = setTimeout(() => this.host.open(code), OPENS_AFTER);
  }
  #leave() {
    clearTimeout(this.#opening);
    if (this.#over) delete this.#over.dataset.drop;
    this.#over = null;
  }
  #end() {
    this.#leave();
    this.#dragged = null;
  }
};
function itemOf(event) {
  const target = (
    /** @type {Node | null} */
    event.target
  );
  const around2 = target instanceof Element ? target : target?.parentElement;
  return (
    /** @type {HTMLElement | null} */
    around2?.closest(".wq-item") ?? null
  );
}

// view/tree_item.js
function newItem(code, id, isDraggable) {
  return element(
    "div",
    { role: "treeitem", tabindex: "-1", id, "data-code": code, draggable: isDraggable ? "true" : null },
    element("span", { class: "wq-twisty", "aria-hidden": "true" }),
    element("span", { class: "wq-swatch", "aria-hidden": "true" }),
    element("span", { class: "wq-name", dir: "auto" }),
    element("span", { class: "wq-n" }),
    element("kbd")
  );
}
function faceOf(row, { key: key2, color }) {
  const { code, level, place, beside, isOpen, isContext, ranges } = row;
  const kinds = ["wq-item", !isCodable(code) && "wq-heading", isContext && "wq-context"];
  const said = [code.name, counted2(row), isCodable(code) ? "" : "only holds others"];
  return {
    class: kinds.filter(Boolean).join(" "),
    style: `--wq-level: ${level - 1}`,
    title: rulesOf(code) || null,
    "aria-label": said.filter(Boolean).join(", "),
    "aria-level": level,
    "aria-posinset": place,
    "aria-setsize": beside,
    "aria-expanded": isOpen,
    "aria-keyshortcuts": key2 || null,
    twisty: isOpen === null ? "" : isOpen ? "\u25BE" : "\u25B8",
    swatch: isCodable(code) ? color : null,
    name: [code.name, ...ranges.map(({ start, end }) => `${start}-${end}`)].join("\n"),
    n: sumOf(row),
    kbd: key2 ? String(key2) : ""
  };
}
function fill(item, before, face, { code, ranges }) {
  const [twisty, swatch2, name, n, kbd] = (
    /** @type {HTMLElement[]} */
    [...item.children]
  );
  const parts = {
    twisty: () => twisty.textContent = String(face.twisty),
    swatch: () => showColor(
      swatch2,
      /** @type {string | null} */
      face.swatch
    ),
    name: () => name.replaceChildren(...highlighted(code.name, ranges).map(({ text, hit }) => hit ? element("mark", { text }) : text)),
    n: () => n.textContent = String(face.n),
    kbd: () => kbd.textContent = String(face.kbd)
  };
  for (const [key2, value] of Object.entries(face)) {
    if (before[key2] === value) continue;
    if (key2 in parts) parts[
      /** @type {keyof typeof parts} */
      key2
    ]();
    else if (value === null) item.removeAttribute(key2);
    else item.setAttribute(key2, String(value));
  }
}
function showColor(swatch2, color) {
  swatch2.hidden = color === null;
  swatch2.style.background = color ?? "";
}
function sumOf({ code, isOpen, below }) {
  const hidden = isOpen === false && below > 0;
  return [code.n || "", hidden ? `+ ${below}` : ""].filter(Boolean).join(" ");
}
function counted2({ code, isOpen, below }) {
  const own = code.n === 1 ? "1 coding" : `${code.n} codings`;
  if (isOpen === false && below > 0) return `${own}, ${below} below`;
  return isCodable(code) || code.n ? own : "";
}
function rulesOf({ definition, include, exclude }) {
  return [definition, include && `Include: ${include}`, exclude && `Exclude: ${exclude}`].filter(Boolean).join("\n\n");
}

// view/tree.js
var NOTHING = { codes: [], colors: /* @__PURE__ */ new Map(), keys: [], query: "", closed: /* @__PURE__ */ new Set(), selected: null, current: "" };
var CodeTree = class {
  /** @type {Map<string, {item: HTMLElement, face: import("./tree_item.js").Face}>} */
  #drawn = /* @__PURE__ */ new Map();
  /** @type {Row[]} */
  #rows = [];
  /** @type {ReadonlySet<string>} */
  #unfolded = /* @__PURE__ */ new Set();
  #made = 0;
  /**
   * @param {HTMLElement} root
   * @param {Callbacks & {label?: string, isPickable?: (code: Code) => boolean, searchBox?: HTMLInputElement}} [options]
   */
  constructor(root, { label = "Codes", isPickable = isCodable, searchBox, ...callbacks } = {}) {
    this.root = root;
    this.value = NOTHING;
    this.isPickable = isPickable;
    this.searchBox = searchBox;
    this.callbacks = callbacks;
    root.id ||= `wq-${newId()}`;
    root.classList.add("wq-tree");
    root.setAttribute("role", "tree");
    root.setAttribute("aria-label", label);
    root.dataset.empty = "No code is like that.";
    root.addEventListener("mousedown", (event) => this.#press(event));
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("focusin", (event) => this.#focused(event));
    this.#joinSearch();
    new TreeDrag(root, {
      codeOf: (item) => this.#codeOf(item),
      isClosed: (code) => this.#rowOf(code.code)?.isOpen === false,
      isBelow: (code, above) => idsBelow(this.value.codes, above.code).has(code.code),
      isPickable,
      open: (code) => this.#toggle(code, true),
      ...callbacks
    });
  }
  /** @returns {Code | null} the code that is gone on from */
  get current() {
    return this.#rowOf(this.value.current)?.code ?? null;
  }
  /** @returns {readonly Row[]} what is shown now */
  get rows() {
    return this.#rows;
  }
  /**
   * Show a value; what is not given stays as it is.
   * @param {Partial<Shown>} next
   */
  show(next) {
    const before = this.value;
    this.value = { ...before, ...next };
    const { codes, query, closed } = this.value;
    const expanded = new Set(codes.filter(({ code }) => !closed.has(code)).map(({ code }) => code));
    const isOther = query.trim() !== before.query.trim();
    if (isOther) this.#unfolded = /* @__PURE__ */ new Set();
    const { rows, found } = outlineOf(codes, { query, expanded, unfolded: this.#unfolded });
    const best = isOther ? found.find(this.isPickable) : void 0;
    const current = best?.code ?? nearest(rows, this.#rows, this.value.current);
    this.#rows = rows;
    const hadFocus = this.#hasFocus();
    this.#draw();
    this.#setCurrent(current);
    if (hadFocus) this.focus();
    if (best || next.current !== void 0 && next.current !== before.current) this.#reveal();
    if (best && best.code !== before.current) this.callbacks.onFocus?.(best);
  }
  /**
   * Make a code the current one, opening the branches above it.
   * @param {string} id
   */
  goTo(id) {
    const { codes } = this.value;
    const closed = new Set(this.value.closed);
    for (let at = codes.find(({ code }) => code === id); at && closed.size; ) {
      const { parent } = at;
      closed.delete(parent);
      at = codes.find(({ code }) => code === parent);
    }
    this.show({ closed, current: id });
  }
  /** Give the current code the focus. */
  focus() {
    const item = this.#itemOf(this.value.current);
    if (!item || item.matches(":focus")) return;
    item.focus({ preventScroll: true });
    this.#reveal();
  }
  /**
   * Do what a key means here.
   * @param {string} command
   * @returns {boolean} whether it is a command of the tree
   */
  key(command) {
    const doing = {
      "tree-up": () => this.#go(-1),
      "tree-down": () => this.#go(1),
      "tree-first": () => this.#goTo(this.#rows[0]),
      "tree-last": () => this.#goTo(this.#rows[this.#rows.length - 1]),
      "tree-open": () => this.#openOrEnter(),
      "tree-close": () => this.#closeOrLeave(),
      "previous-match": () => this.#goToMatch(-1),
      "next-match": () => this.#goToMatch(1)
    }[command];
    doing?.();
    return doing !== void 0;
  }
  /**
   * The codes shown from one to another, both among them, in either direction.
   * @param {string} one
   * @param {string} other
   * @returns {Code[]}
   */
  between(one, other) {
    const ends = [one, other].map((id) => this.#rows.findIndex(({ code }) => code.code === id));
    if (ends.includes(-1)) return [];
    return this.#rows.slice(Math.min(...ends), Math.max(...ends) + 1).map(({ code }) => code);
  }
  #joinSearch() {
    const box = this.searchBox;
    if (!box) return;
    const about = { role: "combobox", "aria-controls": this.root.id, "aria-haspopup": "tree", "aria-expanded": "true", "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(about)) box.setAttribute(name, value);
    box.addEventListener("input", () => this.show({ query: box.value }));
  }
  #draw() {
    const { codes, selected } = this.value;
    const known = new Set(codes.map(({ code }) => code));
    for (const id of this.#drawn.keys()) if (!known.has(id)) this.#drawn.delete(id);
    arrange(this.root, this.#rows.map((row) => this.#drawnItem(row)));
    if (selected) this.root.setAttribute("aria-multiselectable", "true");
    else this.root.removeAttribute("aria-multiselectable");
    for (const { code } of this.#rows) this.#markSelected(code.code);
  }
  /** @param {Row} row */
  #drawnItem(row) {
    const { code } = row;
    const drawn = this.#drawn.get(code.code) ?? { item: this.#newItem(code.code), face: {} };
    const key2 = this.value.keys.indexOf(code.code) + 1;
    const color = this.value.colors.get(code.code) ?? "";
    const face = faceOf(row, { key: key2, color });
    fill(drawn.item, drawn.face, face, row);
    this.#drawn.set(code.code, { item: drawn.item, face });
    return drawn.item;
  }
  /** @param {string} code */
  #newItem(code) {
    return newItem(code, `${this.root.id}-${++this.#made}`, Boolean(this.callbacks.onMove));
  }
  /** @param {string} id */
  #markSelected(id) {
    const { selected, current } = this.value;
    const is = String(selected ? selected.has(id) : id === current);
    const item = this.#itemOf(id);
    if (item && item.getAttribute("aria-selected") !== is) item.setAttribute("aria-selected", is);
  }
  /** @param {string} id */
  #setCurrent(id) {
    const before = this.value.current;
    this.value = { ...this.value, current: id };
    if (before !== id) this.#itemOf(before)?.setAttribute("tabindex", "-1");
    const item = this.#itemOf(id);
    if (item && item.tabIndex !== 0) item.tabIndex = 0;
    for (const one of /* @__PURE__ */ new Set([before, id])) this.#markSelected(one);
    const active = this.value.query.trim() ? item?.id : void 0;
    if (active) this.searchBox?.setAttribute("aria-activedescendant", active);
    else this.searchBox?.removeAttribute("aria-activedescendant");
    this.root.classList.toggle("wq-searched", Boolean(active));
  }
  /** @param {Row | undefined} row */
  #goTo(row) {
    if (!row) return;
    const isNew = row.code.code !== this.value.current;
    this.#setCurrent(row.code.code);
    if (this.#hasFocus()) this.focus();
    else this.#reveal();
    if (isNew) this.callbacks.onFocus?.(row.code);
  }
  /** @param {number} step */
  #go(step) {
    this.#goTo(this.#rows[this.#rows.findIndex(({ code }) => code.code === this.value.current) + step]);
  }
  /** @param {number} step */
  #goToMatch(step) {
    const matches = this.#rows.filter(({ code, isContext }) => !isContext && this.isPickable(code));
    const at = matches.findIndex(({ code }) => code.code === this.value.current);
    this.#goTo(matches[at + step]);
  }
  #openOrEnter() {
    const row = this.#rowOf(this.value.current);
    if (row?.isOpen === false) this.#toggle(row.code, true);
    else if (row?.isOpen) this.#go(1);
  }
  #closeOrLeave() {
    const row = this.#rowOf(this.value.current);
    if (!row) return;
    if (row.isOpen) this.#toggle(row.code, false);
    else this.#goTo(this.#rowOf(row.code.parent));
  }
  /**
   * @param {Code} code
   * @param {boolean} isOpen
   */
  #toggle(code, isOpen) {
    if (this.value.query.trim()) {
      this.#unfolded = new Set([...this.#unfolded].filter((id) => id !== code.code).concat(isOpen ? code.code : []));
      return this.show({});
    }
    const closed = new Set(this.value.closed);
    if (isOpen) closed.delete(code.code);
    else closed.add(code.code);
    const leaves = !isOpen && idsBelow(this.value.codes, code.code).has(this.value.current);
    this.show({ closed, ...leaves ? { current: code.code } : {} });
    this.callbacks.onOpen?.(code, isOpen);
  }
  /**
   * Leave the focus and the selected words where they are, unless the press may become a drag of the code: that would
   * be prevented with it.
   * @param {MouseEvent} event
   */
  #press(event) {
    if (!this.callbacks.onMove) event.preventDefault();
  }
  /** @param {MouseEvent} event */
  #click(event) {
    const target = (
      /** @type {HTMLElement} */
      event.target
    );
    const code = this.#codeOf(target.closest(".wq-item"));
    if (!code) return;
    const { isOpen } = (
      /** @type {Row} */
      this.#rowOf(code.code)
    );
    if (isOpen !== null && (target.closest(".wq-twisty") || !this.isPickable(code))) return this.#toggle(code, !isOpen);
    this.#goTo(this.#rowOf(code.code));
    if (this.isPickable(code)) this.callbacks.onPick?.(code, event);
  }
  /** @param {FocusEvent} event */
  #focused(event) {
    const code = this.#codeOf(
      /** @type {HTMLElement} */
      event.target.closest(".wq-item")
    );
    if (code && code.code !== this.value.current) this.#goTo(this.#rowOf(code.code));
  }
  /** Scroll the tree, and nothing around it, so that the current code is seen. */
  #reveal() {
    const item = this.#itemOf(this.value.current);
    if (!item?.isConnected) return;
    const [box, seen] = [item.getBoundingClientRect(), this.root.getBoundingClientRect()];
    if (box.top < seen.top) this.root.scrollTop -= seen.top - box.top;
    else if (box.bottom > seen.bottom) this.root.scrollTop += box.bottom - seen.bottom;
  }
  #hasFocus() {
    const { activeElement } = (
      /** @type {Document | ShadowRoot} */
      this.root.getRootNode()
    );
    return this.root.contains(activeElement);
  }
  /** @param {Element | null} item */
  #codeOf(item) {
    return this.#rowOf(
      /** @type {HTMLElement | null} */
      item?.dataset.code ?? ""
    )?.code ?? null;
  }
  /** @param {string} id */
  #rowOf(id) {
    return this.#rows.find(({ code }) => code.code === id);
  }
  /** @param {string} id */
  #itemOf(id) {
    return this.#drawn.get(id)?.item;
  }
};
function nearest(rows, before, id) {
  if (rows.some(({ code }) => code.code === id)) return id;
  const place = Math.max(0, before.findIndex(({ code }) => code.code === id));
  return rows[Math.min(place, rows.length - 1)]?.code.code ?? "";
}
function arrange(root, items) {
  const wanted = new Set(
    /** @type {Node[]} */
    items
  );
  for (const child of [...root.childNodes]) if (!wanted.has(child)) child.remove();
  let at = root.firstChild;
  for (const item of items) {
    if (item === at) at = at.nextSibling;
    else root.insertBefore(item, at);
  }
}

// view/codes.js
var Codes = class {
  /** @type {Set<string>} */
  #closed = /* @__PURE__ */ new Set();
  /** @type {Set<string>} */
  #ticked = /* @__PURE__ */ new Set();
  #described = "";
  /**
   * @param {Session} session
   * @param {{onuse: (codes: string[]) => void, onleave: () => void, coding: () => any}} verbs
   */
  constructor(session, verbs) {
    this.session = session;
    this.verbs = verbs;
    this.box = /** @type {HTMLInputElement} */
    element("input", {
      class: "wq-search wq-input",
      type: "search",
      placeholder: "/ find a code",
      "aria-label": "Find a code; Enter codes with the one that is marked",
      oninput: () => this.tree.show({ query: this.box.value })
    });
    const place = element("div", { class: "wq-codes" });
    this.tree = new CodeTree(place, {
      searchBox: this.box,
      onPick: (code, event) => event.ctrlKey || event.metaKey || event.shiftKey ? this.#tick(code) : this.#use(code),
      onOpen: (code, isOpen) => this.#open(code, isOpen),
      onDropText: (code) => this.#use(code)
    });
    this.ticked = element("div", { class: "wq-ticked", hidden: true });
    this.panel = element("div", { class: "wq-panel", tabindex: "-1" });
    const does = element("div", { class: "wq-does" }, button("Edit", "Edit this code (key e in the codes)", () => this.edit(this.#described)), button("Close", "key Escape", () => this.closePanel()));
    this.described = element("div", { class: "wq-described", hidden: true }, this.panel, does);
    this.formPlace = element("div", { class: "wq-panel", hidden: true });
    this.form = new CodeForm(this.formPlace, { onSave: (code, fields, isNew) => this.#save(code, fields, isNew), onCancel: () => this.closePanel() });
    const add = button("Add a code", "Add a code (key a)", () => this.add());
    this.root = element("div", { class: "wq-side" }, this.box, this.ticked, place, this.described, this.formPlace, element("div", { class: "wq-does wq-under-codes" }, add));
  }
  show() {
    const { codes, colors, keyed: keyed2 } = this.session;
    this.tree.show({ codes, colors, keys: keyed2, closed: this.#closed, selected: this.#ticked });
    if (!this.described.hidden && this.session.names.has(this.#described)) this.describe(this.#described);
  }
  /** Look for a code by a few letters. */
  search() {
    this.box.focus();
    this.box.select();
  }
  /** Forget what was looked for and ticked. */
  clear() {
    const hadFocus = this.box === document.activeElement;
    this.box.value = "";
    this.#ticked = /* @__PURE__ */ new Set();
    this.#showTicked();
    this.tree.show({ query: "", selected: this.#ticked });
    if (hadFocus) this.verbs.onleave();
  }
  /**
   * @param {string} command
   * @returns {boolean} whether it is one of the codes'
   */
  key(command) {
    const doing = {
      "search-codes": () => this.search(),
      "code-top-match": () => this.#useCurrent(),
      "code-from-tree": () => this.#useCurrent(),
      "tick-match": () => this.tree.current && this.#tick(this.tree.current),
      "tick-code": () => this.tree.current && this.#tick(this.tree.current),
      describe: () => this.#read(this.#meant()),
      "new-code": () => this.add(),
      "edit-code": () => this.tree.current && this.edit(this.tree.current.code)
    }[command];
    if (doing) doing();
    return doing !== void 0 || this.tree.key(command);
  }
  /**
   * Show what the codebook says of a code, and passages coded with it.
   * @param {string} code
   */
  async describe(code) {
    const { session } = this;
    if (!session.names.has(code)) return session.say("Go to a coding or to a code first.");
    this.#described = code;
    const answer = await session.ask("about", { code });
    if (!answer || this.#described !== code) return;
    const { codes, colors } = session;
    this.formPlace.hidden = true;
    this.described.hidden = false;
    this.panel.replaceChildren(
      definitionPanel(answer.code, { codes, colors, passages: answer.passages, total: answer.total }, {
        onCode: (other) => this.describe(other),
        onPassage: ({ source_guid, start, end }) => session.goTo(source_guid, start === null ? null : { start, end })
      })
    );
  }
  /** @param {string} code */
  async #read(code) {
    await this.describe(code);
    if (!this.described.hidden) this.panel.focus();
  }
  /** Make a code, below the one that is gone on from. */
  add() {
    const { codes } = this.session;
    const parent = this.tree.root.contains(document.activeElement) ? this.tree.current?.code ?? "" : "";
    this.#openForm({ code: { parent }, codes, isNew: true });
  }
  /** @param {string} code */
  async edit(code) {
    const answer = await this.session.ask("about", { code });
    if (answer) this.#openForm({ code: answer.code, codes: this.session.codes, isNew: false });
  }
  /** @param {import("./code_form.js").Shown} shown */
  #openForm(shown) {
    this.described.hidden = true;
    this.formPlace.hidden = false;
    this.form.show(shown);
    this.form.focus();
  }
  /**
   * @param {string} code
   * @param {any} fields
   * @param {boolean} isNew
   */
  async #save(code, fields, isNew) {
    if (isNew || Object.keys(fields).length > 0) await this.session.commit(isNew ? "new_code" : "edit_code", { code, fields });
    this.closePanel();
  }
  /** @returns {boolean} whether there was one open */
  closePanel() {
    const wasOpen = !this.described.hidden || !this.formPlace.hidden;
    this.#described = "";
    this.described.hidden = true;
    this.formPlace.hidden = true;
    if (wasOpen) this.verbs.onleave();
    return wasOpen;
  }
  /** The code one speaks of: where one is in the tree, else that of the coding at the cursor, else the one used last. */
  get meant() {
    return this.#meant() || this.session.latest;
  }
  #meant() {
    const isTree = this.tree.root.contains(document.activeElement);
    return (isTree ? this.tree.current?.code : this.verbs.coding()?.code) ?? this.tree.current?.code ?? "";
  }
  #useCurrent() {
    const { current } = this.tree;
    const codes = new Set(this.#ticked);
    if (current && (this.#ticked.size === 0 || this.box.value)) codes.add(current.code);
    if (codes.size > 0) this.#useAll([...codes]);
    else this.session.say("No code is like that.");
  }
  /** @param {any} code */
  #use(code) {
    this.#useAll([.../* @__PURE__ */ new Set([...this.#ticked, code.code])]);
  }
  /** @param {string[]} codes */
  #useAll(codes) {
    this.verbs.onuse(codes);
  }
  /** @param {any} code */
  #tick(code) {
    if (code.is_codable === false) return this.session.say(`${code.name} is a heading; code with one of the codes below it.`);
    const ticked = new Set(this.#ticked);
    if (!ticked.delete(code.code)) ticked.add(code.code);
    this.#ticked = ticked;
    this.#showTicked();
    this.tree.show({ selected: ticked });
  }
  #showTicked() {
    const { names } = this.session;
    const codes = [...this.#ticked];
    this.ticked.hidden = codes.length === 0;
    const use = button(`Code with ${codes.length === 1 ? "this code" : `these ${codes.length} codes`}`, "key Enter", () => this.#useAll(codes));
    this.ticked.replaceChildren(element("span", { text: codes.map((code) => names.get(code) ?? code).join(", ") }), use);
  }
  /**
   * @param {any} code
   * @param {boolean} isOpen
   */
  #open(code, isOpen) {
    const closed = new Set(this.#closed);
    if (isOpen) closed.delete(code.code);
    else closed.add(code.code);
    this.#closed = closed;
    this.show();
  }
};
function button(text, title, onclick) {
  return element("button", { type: "button", class: "wq-button", text, title, onclick, onmousedown: (event) => event.preventDefault() });
}

// view/correction.js
var CORRECTED = "the text was corrected meanwhile; select the words again where they stand now.";
var Correction = class {
  /** @type {{start: number, end: number} | null} */
  #span = null;
  #said = "";
  /**
   * @param {Session} session
   * @param {() => void} onleave
   */
  constructor(session, onleave) {
    this.session = session;
    this.onleave = onleave;
    this.field = /** @type {HTMLTextAreaElement} */
    element("textarea", {
      class: "wq-input",
      rows: 2,
      dir: "auto",
      "aria-label": "What was said; Enter keeps it, Escape does not",
      onkeydown: (event) => this.#key(event)
    });
    const keep = element("button", { type: "button", class: "wq-button", text: "Correct the text", onclick: () => this.#keep() });
    const leave = element("button", { type: "button", class: "wq-button", text: "Leave it", onclick: () => this.leave() });
    this.root = element(
      "form",
      { class: "wq-correction", hidden: true, "aria-label": "Correct the transcript" },
      element("span", { class: "wq-soft", text: "Correct the transcript; codings elsewhere stay on their words." }),
      this.field,
      element("div", { class: "wq-does" }, keep, leave)
    );
    this.root.addEventListener("submit", (event) => event.preventDefault());
  }
  get isOpen() {
    return !this.root.hidden;
  }
  /** @param {{start: number, end: number}} span */
  open(span) {
    this.#span = span;
    this.#said = this.session.doc.slice(span.start, span.end);
    this.#show(this.#said);
    this.field.focus();
  }
  /** @param {string} words */
  #show(words2) {
    this.root.hidden = false;
    this.field.value = words2;
  }
  leave() {
    this.#span = null;
    this.root.hidden = true;
    this.onleave();
  }
  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#keep();
  }
  async #keep() {
    const [span, said, words2] = [this.#span, this.#said, this.field.value];
    if (!span || words2 === said) return this.leave();
    if (!this.session.holds(span, said)) return this.session.refuse(CORRECTED);
    this.leave();
    const isDone = await this.session.change("correct", { ...span, words: words2 });
    if (isDone || this.isOpen) return;
    this.#span = span;
    this.#show(words2);
  }
};

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

// view/filters.js
var Filters = class {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.popover = new Popover({ label: "Which codings are shown", class: "wq-count", onopen: () => this.#open() });
    this.root = this.popover.root;
  }
  show() {
    const { state, hidden } = this.session;
    const all = state.codings.size;
    const { button: button2 } = this.popover;
    button2.textContent = `${count(all)} here${hidden.filtered ? `, ${hidden.filtered} hidden` : ""}${hidden.blind ? ` + ${hidden.blind} not shown in an open round` : ""}`;
    button2.classList.toggle("wq-is-hiding", hidden.filtered + hidden.blind > 0);
    button2.title = "Choose whose codings and which codes are shown (key h)";
    if (this.popover.isOpen && !this.popover.panel.contains(document.activeElement)) this.#list();
  }
  #open() {
    this.#list();
    this.popover.panel.querySelector("input")?.focus();
  }
  #list() {
    const { state, names, about } = this.session;
    const codings2 = [...state.codings.values()];
    const coders = tally2(codings2, ({ coder }) => coder);
    const codes = tally2(codings2, ({ code }) => code);
    this.popover.panel.replaceChildren(
      about.round_open ? element("p", { class: "wq-soft", text: blindness(about) }) : element("span", { hidden: true }),
      this.#group("Whose codings", "coders", coders, (coder) => coder === about.coder ? `${coder} (you)` : coder),
      this.#group("Which codes", "codes", codes, (code) => names.get(code) ?? code),
      element("button", { type: "button", class: "wq-button", text: "Show all", onclick: () => this.#choose({ coders: null, codes: null }) })
    );
  }
  /**
   * @param {string} title
   * @param {"coders" | "codes"} kind
   * @param {Map<string, number>} tallied
   * @param {(key: string) => string} named
   */
  #group(title, kind, tallied, named2) {
    const chosen = this.session.state.filter[kind];
    const keys = [...tallied.keys()].sort((one, other) => named2(one).localeCompare(named2(other)));
    const boxes = keys.map(
      (key2) => element(
        "label",
        { class: "wq-check" },
        element("input", { type: "checkbox", value: key2, checked: chosen?.has(key2) ?? true, onchange: () => this.#toggle(kind, keys) }),
        element("span", { class: "wq-name", text: named2(key2) }),
        element("span", { class: "wq-n", text: tallied.get(key2) })
      )
    );
    const none = element("button", { type: "button", class: "wq-plain", "data-key": `no ${kind}`, text: "none", onclick: () => this.#choose({ [kind]: /* @__PURE__ */ new Set() }) });
    const all = element("button", { type: "button", class: "wq-plain", "data-key": `all ${kind}`, text: "all", onclick: () => this.#choose({ [kind]: null }) });
    return element("fieldset", { "data-kind": kind }, element("legend", { text: title }), all, none, ...boxes);
  }
  /**
   * @param {"coders" | "codes"} kind
   * @param {string[]} keys
   */
  #toggle(kind, keys) {
    const boxes = (
      /** @type {HTMLInputElement[]} */
      [...this.popover.panel.querySelectorAll(`[data-kind="${kind}"] input`)]
    );
    const chosen = new Set(boxes.filter(({ checked }) => checked).map(({ value }) => value));
    this.session.filter({ [kind]: chosen.size === keys.length ? null : chosen });
  }
  /** @param {any} filter */
  #choose(filter) {
    this.session.filter(filter);
    keepingFocus(this.popover.panel, () => this.#list());
  }
};
function blindness({ round, round_open, n_blind }) {
  if (!round_open) return "";
  return `Round ${round} is open for you: only what you code in it is shown until you say that you are done. ${count(n_blind)} of others or of your earlier rounds ${n_blind === 1 ? "is" : "are"} not shown.`;
}
function count(number) {
  return `${number} coding${number === 1 ? "" : "s"}`;
}
function tally2(rows, keyOf2) {
  const counts = /* @__PURE__ */ new Map();
  for (const row of rows) counts.set(keyOf2(row), (counts.get(keyOf2(row)) ?? 0) + 1);
  return counts;
}

// view/highlights.js
var painted = /* @__PURE__ */ new WeakMap();
function paintHere(owner, range) {
  paint(owner, "wq-here", range ? [range] : []);
}
function paintKept(owner, range) {
  paint(owner, "wq-kept", range ? [range] : []);
}
function paintFound(owner, ranges) {
  paint(owner, "wq-found", ranges);
}
function paint(owner, name, ranges) {
  const marks = named(name);
  if (!marks) return;
  const own = painted.get(owner) ?? /* @__PURE__ */ new Map();
  painted.set(owner, own);
  for (const range of own.get(name) ?? []) marks.delete(range);
  for (const range of ranges) marks.add(range);
  own.set(name, ranges);
}
function named(name) {
  const { CSS, Highlight } = (
    /** @type {any} */
    window
  );
  if (!CSS?.highlights || !Highlight) return null;
  if (!CSS.highlights.has(name)) CSS.highlights.set(name, new Highlight());
  return CSS.highlights.get(name);
}

// view/find.js
var MARKED = 2e3;
var HINTS = { text: "find in this text", corpus: "find in all texts", turn: "turn: a number, a time as 12:30, a speaker" };
var Find = class {
  /** @type {Kind} */
  #kind = "text";
  /** @type {{start: number, end: number}[]} */
  #hits = [];
  #at = -1;
  #timer = 0;
  #asked = 0;
  /**
   * @param {Session} session
   * @param {{onleave: () => void, ongo: (span: {start: number, end: number}) => void, range: (start: number, end: number) => Range | null, point: () => number}} verbs
   */
  constructor(session, verbs) {
    this.session = session;
    this.verbs = verbs;
    this.field = /** @type {HTMLInputElement} */
    element("input", { class: "wq-input wq-find-field", type: "search", oninput: () => this.#later(), onkeydown: (event) => this.#key(event) });
    this.said = element("span", { class: "wq-soft", role: "status" });
    this.list = element("ul", { class: "wq-list wq-hits", "aria-label": "Passages found" });
    const step = (by) => element("button", { type: "button", class: "wq-button", text: by > 0 ? "next" : "previous", onclick: () => this.#step(by) });
    const close = element("button", { type: "button", class: "wq-button", text: "close", onclick: () => this.leave() });
    this.root = element("search", { class: "wq-find", hidden: true }, element("div", { class: "wq-find-bar" }, this.field, this.said, step(-1), step(1), close), this.list);
  }
  /** @param {Kind} kind */
  open(kind) {
    this.#kind = kind;
    this.root.hidden = false;
    this.root.dataset.kind = kind;
    this.field.placeholder = HINTS[kind];
    this.field.setAttribute("aria-label", HINTS[kind]);
    this.field.value = "";
    this.field.focus();
    this.#clear();
  }
  /** Forget the hits of a text that is gone. */
  renew() {
    if (!this.root.hidden && this.#kind === "text") this.#search();
    else this.#unmark();
  }
  /**
   * Show which of them one is at; the words cannot be selected while one writes in the field.
   * @param {{start: number, end: number}} span
   */
  paint({ start, end }) {
    paintHere(this, this.verbs.range(start, end));
  }
  leave() {
    this.#clear();
    this.root.hidden = true;
    this.verbs.onleave();
  }
  get isOpen() {
    return !this.root.hidden;
  }
  #later() {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#search(), this.#kind === "corpus" ? 250 : 60);
  }
  #search() {
    const words2 = this.field.value.trim();
    if (!words2) return this.#clear();
    if (this.#kind === "corpus") this.#searchAll(words2);
    else if (this.#kind === "text") this.#searchText(words2);
    else this.said.textContent = turnLike(this.session.turns, words2, this.verbs.point()) ? "" : "There is no such turn.";
  }
  /** @param {string} words */
  #searchText(words2) {
    this.#hits = foundIn(this.session.doc, words2);
    this.#at = -1;
    this.#mark();
    this.said.textContent = this.#hits.length > 0 ? `${this.#hits.length} found; Enter goes on` : "Nothing is found.";
  }
  /** @param {string} words */
  async #searchAll(words2) {
    const asked = ++this.#asked;
    this.said.textContent = "\u2026";
    const answer = await this.session.ask("find", { words: words2 });
    if (asked !== this.#asked || this.#kind !== "corpus") return;
    this.list.replaceChildren(...(answer?.hits ?? []).map((hit) => this.#row(hit)));
    const shown = answer?.hits.length ?? 0;
    this.said.textContent = answer === null ? "" : answer.total > shown ? `${answer.total} found, the first ${shown} shown` : `${answer.total} found`;
  }
  /** @param {any} hit */
  #row({ source, name, start, end, before, words: words2, after }) {
    const line = element("span", { class: "wq-hit", dir: "auto" }, document.createTextNode(`${before}`), element("b", { text: words2 }), document.createTextNode(after));
    const onclick = () => this.session.goTo(source, { start, end });
    return element("li", {}, element("button", { type: "button", class: "wq-row", onclick }, element("span", { class: "wq-soft", text: name }), line));
  }
  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    window.clearTimeout(this.#timer);
    if (this.#kind === "turn") return this.#goToTurn();
    if (this.#kind === "corpus") return void /** @type {HTMLElement | null} */
    this.list.querySelector("button")?.click();
    if (this.#at < 0) this.#searchText(this.field.value.trim());
    this.#step(event.shiftKey ? -1 : 1);
  }
  #goToTurn() {
    const turn = turnLike(this.session.turns, this.field.value, this.verbs.point());
    if (!turn) return void (this.said.textContent = "There is no such turn.");
    this.leave();
    this.verbs.ongo({ start: turn.start, end: turn.start });
  }
  /** @param {number} by */
  #step(by) {
    if (this.#hits.length === 0) return;
    const point = this.verbs.point();
    if (this.#at < 0) this.#at = by > 0 ? this.#hits.findIndex(({ start }) => start >= point) - (by > 0 ? 1 : 0) : this.#hits.length;
    if (this.#at < -1) this.#at = -1;
    this.#at = (this.#at + by + this.#hits.length) % this.#hits.length;
    this.verbs.ongo(this.#hits[this.#at]);
    this.said.textContent = `${this.#at + 1} of ${this.#hits.length}`;
    this.field.focus();
  }
  #clear() {
    this.#hits = [];
    this.#at = -1;
    this.said.textContent = "";
    this.list.replaceChildren();
    this.#unmark();
  }
  #mark() {
    const ranges = this.#hits.slice(0, MARKED).map(({ start, end }) => this.verbs.range(start, end));
    paintFound(this, ranges.filter((range) => range !== null));
  }
  #unmark() {
    paintFound(this, []);
    paintHere(this, null);
  }
};

// view/foot.js
function footOf(where, ...children) {
  return element("div", { class: "wq-foot", "data-away": `Keys go to the notebook now. Click in ${where} first.` }, ...children);
}

// view/ghosts.js
var REST2 = 250;
var ASK_AGAIN2 = 1200;
var Ghosts = class {
  #timer = 0;
  #asked = 0;
  /**
   * @param {Session} session
   * @param {HTMLElement} root the text, which scrolls
   * @param {{view: () => TextView | undefined, isOn: () => boolean, likely: () => number, ongo: (point: number) => void}} about
   */
  constructor(session, root, about) {
    this.session = session;
    this.root = root;
    this.about = about;
    this.layer = element("div", { class: "wq-ghosts", "aria-hidden": "true" });
    this.later = () => this.renew();
    root.addEventListener("scroll", this.later, { passive: true });
    this.resized = new ResizeObserver(this.later);
    this.resized.observe(root);
  }
  close() {
    window.clearTimeout(this.#timer);
    this.#asked++;
    this.root.removeEventListener("scroll", this.later);
    this.resized.disconnect();
  }
  /** Ask anew for what is in view, once the hand rests. */
  renew() {
    window.clearTimeout(this.#timer);
    const asked = ++this.#asked;
    if (!this.about.isOn() || !this.session.about.coder || this.about.likely() >= 1) return this.layer.replaceChildren();
    this.#timer = window.setTimeout(() => this.#ask(asked), REST2);
  }
  /** @param {number} asked */
  async #ask(asked) {
    const view = this.about.view();
    if (!view || !this.session.doc) return;
    const { source } = this.session;
    const span = view.inView();
    const answer = await this.session.askAside("marks", span);
    if (!answer || asked !== this.#asked || source !== this.session.source) return;
    if (answer.state === "making") this.#timer = window.setTimeout(() => this.#ask(asked), ASK_AGAIN2);
    else this.#draw(view, answer.rows);
  }
  /**
   * @param {TextView} view
   * @param {Ghost[]} ghosts
   */
  #draw(view, ghosts) {
    const frame = this.root.getBoundingClientRect();
    const top = this.root.scrollTop - frame.top;
    const placed = ghosts.map((ghost) => ({ ghost, box: view.range(ghost.start, ghost.end).getBoundingClientRect() }));
    const marks = placed.filter(({ box }) => box.height > 0).map(({ ghost, box }) => this.#mark(ghost, { top: box.top + top, height: box.height }));
    this.layer.replaceChildren(...marks);
    if (this.layer.parentNode !== this.root) this.root.append(this.layer);
  }
  /**
   * @param {Ghost} ghost
   * @param {{top: number, height: number}} place
   */
  #mark({ start, code, score }, { top, height }) {
    const { names, colors } = this.session;
    return element("button", {
      type: "button",
      tabindex: "-1",
      class: "wq-ghost",
      title: `Suggested: ${names.get(code) ?? code}, ${Math.round(100 * score)} % likely`,
      style: { "--wq-color": colors.get(code) || "#666666", "inset-block-start": `${top}px`, "block-size": `${height}px` },
      onmousedown: (event) => event.preventDefault(),
      onclick: () => this.about.ongo(start)
    });
  }
};

// view/head.js
function headOf({ sources, filters, help }, run) {
  const button2 = (text, command, says) => {
    const title = `${says} (${pressesOf(command, { isMac })[0]})`;
    const onmousedown = (event) => event.preventDefault();
    return element("button", { type: "button", class: "wq-button", text, title, "aria-label": says, onclick: () => run(command), onmousedown });
  };
  return element(
    "div",
    { class: "wq-head" },
    button2("\u2039", "previous-source", "The previous text"),
    sources.root,
    button2("\u203A", "next-source", "The next text"),
    filters.root,
    button2("Find", "find-in-text", "Find words in this text"),
    button2("Undo", "undo", "Undo: take back the last step"),
    button2("Redo", "redo", "Redo: do again what was taken back"),
    button2("Done", "done", "Done with this text, or going on"),
    help.root
  );
}

// view/help.js
var CODING = [
  ["text", "In the text"],
  ["tree", "In the codes"],
  ["search", "Finding a code"],
  ["memo", "Writing a memo"]
];
function helpPanel(parts) {
  const popover = new Popover({ label: "Keys", class: "wq-help", onopen: () => fill2(popover.panel, parts) });
  popover.button.textContent = "?";
  popover.button.title = "Show what every key does (key ?)";
  popover.panel.tabIndex = -1;
  popover.panel.classList.add("wq-keys");
  return popover;
}
function fill2(panel, parts) {
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

// view/sources.js
var FEW = 12;
var Sources = class {
  /**
   * @param {Session} session
   * @param {() => void} onleave
   */
  constructor(session, onleave) {
    this.session = session;
    this.popover = new Popover({ label: "Texts of the project", class: "wq-sources", onopen: () => this.#open() });
    this.filter = /** @type {HTMLInputElement} */
    element("input", { class: "wq-input", type: "search", placeholder: "find a text", "aria-label": "Find a text by its name", oninput: () => this.#list() });
    this.progress = element("div", { class: "wq-progress" });
    this.list = element("ul", { class: "wq-list", "aria-label": "Texts" });
    this.popover.panel.append(this.progress, this.filter, this.list);
    this.popover.panel.addEventListener("keydown", (event) => this.#arrow(event));
    this.root = this.popover.root;
    this.onleave = onleave;
  }
  show() {
    const { sources, source } = this.session;
    const here = sources.find((one) => one.source === source);
    this.popover.button.textContent = here ? `${here.done ? "\u2713 " : ""}${here.name} (${here.n_codings})` : "no text";
    this.popover.button.title = here ? `${here.name}: ${codings(here)}. Choose another text (key b).` : "";
    if (this.popover.isOpen) keepingFocus(this.list, () => this.#list());
  }
  #open() {
    this.filter.value = "";
    this.filter.hidden = this.session.sources.length <= FEW;
    this.#list();
    const first = this.filter.hidden ? this.list.querySelector("[aria-current=true]") : this.filter;
    (first ?? this.list.querySelector("button"))?.focus();
    this.list.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
  }
  #list() {
    const { sources, source } = this.session;
    const wanted = this.filter.value.trim().toLocaleLowerCase();
    const done = sources.filter((one) => one.done).length;
    const closed = sources.filter((one) => one.is_closed).length;
    this.progress.replaceChildren(
      element("span", { text: `${done} of ${sources.length} texts done${closed ? `, ${closed} closed unfinished` : ""}` }),
      element("progress", { max: Math.max(sources.length, 1), value: done, "aria-label": "Texts done" })
    );
    const rows = sources.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
    this.list.replaceChildren(...rows.map((one) => element("li", {}, this.#row(one, one.source === source))));
    if (rows.length === 0) this.list.append(element("li", { class: "wq-soft", text: "No text is called so." }));
  }
  /**
   * @param {any} one
   * @param {boolean} isCurrent
   */
  #row(one, isCurrent) {
    return element(
      "button",
      { type: "button", class: "wq-row", "data-key": one.source, "aria-current": isCurrent ? "true" : null, onclick: () => this.#choose(one.source) },
      element("span", { class: "wq-tick", ...tick(one) }),
      element("span", { class: "wq-name", text: one.name }),
      element("span", { class: "wq-n", text: codings(one) })
    );
  }
  /** @param {string} source */
  #choose(source) {
    this.popover.close();
    this.onleave();
    this.session.open(source);
  }
  /** @param {KeyboardEvent} event */
  #arrow(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp" || event.isComposing) return;
    const rows = (
      /** @type {HTMLElement[]} */
      [...this.list.querySelectorAll("button")]
    );
    const at = rows.indexOf(
      /** @type {HTMLElement} */
      document.activeElement
    );
    const next = rows[at + (event.key === "ArrowDown" ? 1 : -1)] ?? (event.key === "ArrowUp" && !this.filter.hidden ? this.filter : null);
    event.preventDefault();
    next?.focus();
  }
};
function tick({ done, is_assigned, is_closed }) {
  if (done) return { text: "\u2713", title: "done" };
  if (is_closed) return { text: "\xD7", title: "the round was closed before you were done; key d takes it up again" };
  return is_assigned ? { text: "\u25CB", title: "to be done" } : { text: "", title: "" };
}
function codings({ n_codings, n_mine }) {
  const all = n_codings === 1 ? "1 coding" : `${n_codings} codings`;
  return n_mine === n_codings ? all : `${all}, ${n_mine} of yours`;
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
  of(line, codings2) {
    const { lanes, doc } = this.session;
    const [first, last] = [doc.lineStart(line), doc.lineEnd(line)];
    const laid2 = codings2.filter(({ guid }) => lanes.has(guid)).map((coding) => {
      const [opens, closes] = [coding.start >= first, coding.end <= last];
      const [start, end] = [opens ? coding.start : first, closes ? coding.end : last];
      const key2 = `${line} ${coding.start} ${coding.end}`;
      const units = { start: doc.toUnit(line, start - first), end: doc.toUnit(line, end - first) };
      return { stripe: this.#stripe(coding, key2), key: key2, line, ...units, opens, closes };
    });
    this.#laid.set(line, laid2);
    this.#measureLater([line]);
    return laid2.map(({ stripe }) => stripe);
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
    const laid2 = [...this.#waiting].filter((line) => this.#near.has(line)).flatMap((line) => this.#laid.get(line) ?? []);
    this.#waiting.clear();
    const places = laid2.filter(({ key: key2 }) => !this.#places.has(key2)).map((one) => ({ one, place: this.#placeOf(one) }));
    for (const { one, place } of places) if (place !== null) this.#places.set(one.key, place);
    for (const { stripe, key: key2 } of laid2) stripe.style.insetBlock = this.#places.get(key2) ?? "";
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
    this.close = () => [seen, resized, this.stripes].forEach((part3) => part3.disconnect());
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
    const said = [...new Set(carried.map((coding) => this.#said(coding)))];
    return element("mark", {
      class: `wq-mark wq-${top.status} wq-depth-${Math.min(carried.length, 3)}${carried.some((coding) => coding.needs_review) ? " wq-review" : ""}`,
      style: { "--wq-color": colors.get(top.code) || "#666666" },
      title: said.join("\n"),
      "aria-description": said.join(", "),
      text: words2
    });
  }
  /**
   * The names of the codings that begin on a line, in the margin beside it.
   * @param {any[]} codings
   */
  #label(codings2) {
    const { names } = this.session;
    const said = codings2.map((coding) => this.#said(coding));
    return element("span", {
      class: "wq-label-of-line",
      "data-label": [...new Set(codings2.map(({ code }) => names.get(code) ?? code))].join(" \xB7 "),
      title: said.join("\n"),
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
    const said = [speaker && !isNamed ? speaker : "", ms === null || ms === void 0 ? "" : clock(ms)].filter(Boolean).join(" ");
    if (said) heads.set(line, said);
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
  return (parts[0] > 0 ? parts : parts.slice(1)).map((part3, place) => place ? String(part3).padStart(2, "0") : String(part3)).join(":");
}
function boxAt(found) {
  const node = found.focusNode;
  const holder = node instanceof HTMLElement ? node.children[found.focusOffset] ?? node : node?.parentElement;
  return holder?.getClientRects()[0];
}

// view/coder.js
var BESIDE = 40;
var NO_MORE = { beside: null, run: () => {
}, mayBeDone: () => true, advised: false };
var Coder = class {
  /** @type {Span | null} */
  #kept = null;
  #point = 0;
  /** @type {any} */
  #recoding = null;
  #pinning = "";
  /** @type {Sources} */
  sources;
  /** @type {Filters} */
  filters;
  /** @type {import("./popover.js").Popover} */
  help;
  /** @type {Codes} */
  codes;
  /** @type {Find} */
  find;
  /** @type {Correction} */
  correction;
  /** @type {AtCursor} */
  atCursor;
  /** @type {AdvicePanel | null} */
  advice = null;
  /** @type {Ghosts | null} */
  ghosts = null;
  /** @type {TextView} there once a text is open */
  view;
  /** @type {Record<"root" | "text" | "status" | "retry", HTMLElement>} */
  parts;
  #frame = 0;
  #rest = 0;
  /** @type {Set<"cursor" | "counts">} */
  #waiting = /* @__PURE__ */ new Set();
  /**
   * @param {Session} session
   * @param {HTMLElement} el
   * @param {number} height in CSS pixels
   * @param {More} [more]
   */
  constructor(session, el, height, more = NO_MORE) {
    this.session = session;
    this.more = more;
    this.#build(el, height);
    const context = (target) => this.#context(target);
    this.leaveKeys = takeKeys(this.parts.root, { context, run: (command) => this.#run(command), hint: (sentence) => session.say(sentence) });
    this.moved = () => this.#moved();
    document.addEventListener("selectionchange", this.moved);
    this.deaf = session.listen((event, detail) => this.#hear(event, detail));
    this.#showStatus();
    if (session.isOpen) this.#opened(false);
  }
  close() {
    this.leaveKeys();
    document.removeEventListener("selectionchange", this.moved);
    cancelAnimationFrame(this.#frame);
    window.clearTimeout(this.#rest);
    this.deaf();
    this.view?.close();
    this.advice?.close();
    this.ghosts?.close();
    for (const popover of [this.sources.popover, this.filters.popover, this.help]) popover.close();
  }
  /**
   * @param {import("./session.js").Event} event
   * @param {any} detail
   */
  #hear(event, detail) {
    if (event === "status") this.#showStatus();
    else if (event === "sources") this.sources.show();
    else if (event === "codes") this.#showCodes();
    else if (event === "counts") this.#showLater("counts");
    else if (event === "opened") this.#opened(detail.isSame);
    else if (event === "goto") this.#goTo(detail);
    else if (event === "codings" && this.view) this.#showCodings(detail);
  }
  /** @param {boolean} isSame whether it is the text that was open before, made anew */
  #opened(isSame3) {
    const { text } = this.parts;
    const [top, point, hadFocus] = [text.scrollTop, this.#point, text.contains(document.activeElement)];
    this.view?.close();
    this.view = new TextView(text, this.session);
    this.#kept = null;
    if (!isSame3) this.#recoding = null;
    this.#point = isSame3 ? Math.min(point, this.session.doc.length) : 0;
    text.scrollTop = isSame3 ? top : 0;
    if (hadFocus) this.view.select(this.#point, this.#point);
    text.setAttribute("aria-label", `Text to code: ${this.session.about.name}`);
    this.sources.show();
    this.#showCodes();
    this.filters.show();
    this.find.renew();
    this.#showAtCursor();
    this.ghosts?.renew();
    this.parts.root.dataset.ready = "1";
  }
  /** @param {Iterable<number> | null} lines */
  #showCodings(lines) {
    this.view.redraw(lines);
    this.advice?.renew();
    this.ghosts?.renew();
    this.#showLater("counts");
  }
  /**
   * What stands beside the text waits until the text is painted; the caret does not.
   * @param {"cursor" | "counts"} what has changed
   */
  #showLater(what) {
    this.#waiting.add(what);
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.view.drawCaret();
    });
    this.#rest ||= window.setTimeout(() => {
      this.#rest = 0;
      this.#showAtCursor();
      if (this.#waiting.has("counts")) [this.filters, this.codes].forEach((part3) => part3.show());
      this.#waiting.clear();
    }, BESIDE);
  }
  #showCodes() {
    this.codes.show();
    if (!this.view) return;
    this.view.redraw(null);
    this.#showAtCursor();
  }
  #showStatus() {
    const { sentence, kind } = this.session.status;
    const { status, retry } = this.parts;
    status.textContent = sentence;
    status.dataset.kind = kind;
    retry.hidden = this.session.channel.lateCount === 0;
  }
  /** The cursor or the selection has moved, here or elsewhere in the page. */
  #moved() {
    if (this.#sync()) this.#showLater("cursor");
    this.#showKept();
  }
  /** Show the selected words while the browser does not: a code is looked for, and they are what it will be given to. */
  #showKept() {
    const isSelected = this.view?.selection() != null;
    paintKept(this, this.#kept && !isSelected ? this.view.range(this.#kept.start, this.#kept.end) : null);
  }
  /** Take over where the cursor stands, if it is in the text. The browser tells of moves only later. */
  #sync() {
    const point = this.view?.cursor() ?? null;
    if (point === null) return false;
    this.#point = point;
    this.#kept = this.view.selection();
    return true;
  }
  #showAtCursor() {
    const here = this.session.at(this.#point);
    this.atCursor.show(here);
    const { current } = this.atCursor;
    paintHere(this, current && current.start !== null ? this.view?.range(current.start, current.end) : null);
    this.#showKept();
    this.advice?.look(this.#point);
  }
  /** The selected words, also while the focus is in the codes or in a field. */
  get passage() {
    return this.#kept;
  }
  /** One's own coding at the cursor, or null with the reason said. */
  #mine() {
    const { current } = this.atCursor;
    if (!current) this.session.say("Go to a coding first.");
    else if (!this.session.isMine(current)) this.session.say(`This coding is ${current.coder}'s; only ${current.coder} can change it.`);
    else return current;
    return null;
  }
  /**
   * Code the selected words, or the passage of the coding at the cursor; or give a coding another code.
   * @param {string[]} codes
   */
  #use(codes) {
    const recoded = this.#recoding;
    this.#recoding = null;
    const span = this.passage ?? this.atCursor.current;
    this.codes.clear();
    if (recoded) this.session.recode(recoded, codes[0]);
    else if (span && span.start !== null) this.session.code({ start: span.start, end: span.end }, codes, this.advice?.inView(span) ?? null);
    else this.session.say("Select some words first.");
  }
  /** @param {string} command */
  #run(command) {
    const { session, view } = this;
    if (/^code-\d$/.test(command)) {
      return this.#pressNumber(Number(command.at(-1)));
    }
    if (this.codes.key(command)) return;
    const point = this.#point;
    const mine = (does) => {
      const coding = this.#mine();
      if (coding) does(coding);
    };
    const doing = {
      "code-in-vivo": () => this.#inVivo(),
      uncode: () => mine((coding) => session.uncode(coding)),
      recode: () => mine(() => this.recode()),
      "other-coding": () => this.atCursor.turn(),
      "edit-memo": () => mine(() => this.atCursor.editMemo()),
      "save-memo": () => this.atCursor.saveMemo(),
      "edit-weight": () => mine(() => this.atCursor.focus("weight")),
      "edit-certainty": () => mine(() => this.atCursor.focus("certainty")),
      split: () => mine((coding) => session.change("split", { guid: coding.guid, at: point })),
      join: () => mine((coding) => this.#join(coding)),
      undo: () => session.change("undo"),
      redo: () => session.change("redo"),
      "extend-left": () => this.#reshape(extend, "left"),
      "extend-right": () => this.#reshape(extend, "right"),
      "shrink-left": () => this.#reshape(shrink, "left"),
      "shrink-right": () => this.#reshape(shrink, "right"),
      "select-sentence": () => this.#grow("sentence", (at) => sentenceAt(session.doc, at) ?? nextSentence(session.doc, at)),
      "select-turn": () => this.#grow("turn", (at) => turnAt(session.turns, at) ?? nextTurn(session.turns, at)),
      "next-coding": () => this.#go(session.codings.find(({ start }) => start !== null && start > point), "There is no further coding."),
      "previous-coding": () => this.#go(session.codings.findLast(({ start }) => start !== null && start < point), "There is no coding before."),
      "next-of-code": () => this.#goToCode(1),
      "previous-of-code": () => this.#goToCode(-1),
      "next-uncoded": () => this.#go(nextUncoded(session.turns, session.codings, point), "From here on every passage carries a coding."),
      "next-turn": () => this.#go(nextTurn(session.turns, point + 1), "This is the last turn."),
      "previous-turn": () => this.#go(previousTurn(session.turns, point - 1) ?? session.turns[0], "This is the first turn."),
      "select-all": () => view.select(0, session.doc.length),
      "text-start": () => this.#go({ start: 0 }),
      "text-end": () => this.#go({ start: session.doc.length }),
      "find-in-text": () => this.find.open("text"),
      "find-in-corpus": () => this.find.open("corpus"),
      "go-to-turn": () => this.find.open("turn"),
      filter: () => this.filters.popover.open(),
      "advice-take": () => this.advice?.accept(this.passage),
      "advice-next": () => this.advice?.next(),
      "advice-refuse": () => this.advice?.reject(),
      "advice-later": () => this.advice?.putOff(),
      "next-mark": () => this.advice && this.#nextMark(),
      "advice-switch": () => this.advice?.turn(!this.advice.isOn),
      correct: () => this.passage && this.correction.open(this.passage),
      "choose-source": () => this.sources.popover.open(),
      "next-source": () => this.#openBeside(1),
      "previous-source": () => this.#openBeside(-1),
      done: () => this.#done(),
      pin: () => this.#pin(),
      help: () => this.help.open(),
      "back-to-text": () => this.#back()
    }[command];
    if (doing) doing();
    else if (/^(move|select)-/.test(command)) this.#move(command);
    else this.more.run(command);
  }
  /** @param {number} key */
  #pressNumber(key2) {
    const { session } = this;
    const pinning = this.#pinning;
    this.#pinning = "";
    if (pinning) {
      session.pin(pinning, key2);
      return session.say(`${session.names.get(pinning)} is on the key ${key2} from now on.`);
    }
    const code = session.keyed[key2 - 1];
    if (!code) return session.say("No code has this key yet.");
    if (session.pins[key2 - 1] !== code) session.pin(code, key2);
    this.#use([code]);
  }
  /** Wait for the key that a code is to be on. */
  #pin() {
    this.#pinning = this.codes.meant;
    const name = this.session.names.get(this.#pinning);
    this.session.say(name ? `Press a key from 1 to 9 for ${name}; Escape leaves it.` : "Go to a code or to a coding first.");
  }
  /** @param {string} command */
  #move(command) {
    if (!this.view) return;
    const match = /^(move|select)(-word)?-(left|right|up|down)$/.exec(command);
    if (!match) return;
    const by = match[2] ? "word" : /left|right/.test(match[3]) ? "character" : "line";
    const way = /left|right/.test(match[3]) ? match[3] : match[3] === "up" ? "backward" : "forward";
    const found = window.getSelection();
    if (this.view.cursor() === null) this.view.select(this.#point, this.#point);
    const before = this.view.cursor();
    found?.modify(match[1] === "select" ? "extend" : "move", way, by);
    if (this.view.cursor() === null && before !== null) this.view.select(before, before);
    else this.view.follow();
  }
  /** Go on with the focus in the text and the words selected that were. */
  focusText() {
    const span = this.#kept;
    this.parts.text.focus({ preventScroll: true });
    if (!this.view) return;
    this.view.select(span?.start ?? this.#point, span?.end ?? this.#point);
  }
  #back() {
    if (this.correction.isOpen) return this.correction.leave();
    if (!this.atCursor.memo.hidden) return this.atCursor.dropMemo();
    if (this.find.isOpen && this.find.root.contains(document.activeElement)) return this.find.leave();
    for (const popover of [this.sources.popover, this.filters.popover, this.help]) popover.close();
    if (this.codes.closePanel()) return;
    if (this.#recoding || this.#pinning) this.session.say("");
    this.#recoding = null;
    this.#pinning = "";
    this.codes.clear();
    this.focusText();
  }
  /** Choose another code for the coding at the cursor. */
  recode() {
    this.#recoding = this.atCursor.current;
    const name = this.session.names.get(this.#recoding.code);
    this.session.say(`Choose the code that takes the place of ${name}; Escape leaves it.`);
    this.codes.search();
  }
  /** Make a code named with the selected words, and code them with it. */
  async #inVivo() {
    const span = this.passage;
    if (!span) return;
    const { session } = this;
    const { source } = session;
    const words2 = session.doc.slice(span.start, span.end);
    const code = inVivoId(words2, session.codes.map((known) => known.code));
    const made = await session.change("new_code", { code, fields: { name: words2.replace(/\s+/g, " ") } });
    if (!made) return;
    if (session.source === source && session.holds(span, words2)) await session.code(span, [code]);
    else session.refuse("the code was made, but its words were not coded: another text was opened meanwhile.");
  }
  /** @param {any} coding */
  #join(coding) {
    const next = this.session.codings.find(
      (other) => other.guid !== coding.guid && this.session.isMine(other) && other.code === coding.code && other.round === coding.round && other.start !== null && other.start >= coding.start
    );
    if (next) this.session.change("join", { guids: [coding.guid, next.guid] });
    else this.session.say("There is no later coding of yours with this code in this text to join it with.");
  }
  /**
   * Move a border of the selection, or, where nothing is selected, of one's own coding at the cursor.
   * @param {typeof extend} by
   * @param {"left" | "right"} direction
   */
  #reshape(by, direction) {
    const { doc, turns } = this.session;
    const selected = this.view.selection();
    const was = selected ?? this.#mine();
    if (!was || was.start === null) return;
    const { start, end } = by(doc, turns, was, "word", direction);
    if (start === was.start && end === was.end) return this.session.say(by === extend ? "There is nothing more to take in." : "Nothing would be left of it.");
    if (selected) return this.view.select(start, end);
    const inside2 = Math.min(Math.max(this.#point, start), end);
    this.view.select(inside2, inside2);
    this.session.edit(was, { start, end });
  }
  /**
   * Select the piece of text at the cursor; where it is selected already, take in the next.
   * @param {"sentence" | "turn"} unit
   * @param {(point: number) => Span | null} at
   */
  #grow(unit, at) {
    const { doc, turns } = this.session;
    const selected = this.view.selection();
    const [first, last] = [at(selected?.start ?? this.#point), selected ? at(Math.max(selected.end - 1, selected.start)) : null];
    if (!first) return this.session.say(`There is no ${unit} here.`);
    const whole = { start: first.start, end: Math.max(last?.end ?? first.end, first.end) };
    const isWhole = selected !== null && selected.start === whole.start && selected.end === whole.end;
    const { start, end } = isWhole ? extend(doc, turns, whole, unit, "right") : whole;
    this.view.select(start, end);
    this.view.show(end - 1);
    this.view.show(start);
  }
  /**
   * @param {{start: number | null} | null | undefined} place
   * @param {string} [otherwise]
   */
  #go(place, otherwise = "") {
    if (!place || place.start === null) return this.session.say(otherwise);
    this.view.show(place.start);
    this.view.select(place.start, place.start);
  }
  /** @param {Span} span */
  #goTo(span) {
    this.view.show(span.start);
    this.#kept = span;
    this.#point = span.start;
    const view = document.activeElement?.closest(".wq-coder");
    if (this.find.isOpen) this.find.paint(span);
    else if (!view || view === this.parts.root) this.focusText();
    this.#showAtCursor();
  }
  /**
   * Go to a passage for which something is suggested.
   * @param {number} point
   */
  #goToMark(point) {
    this.parts.text.focus({ preventScroll: true });
    this.#go({ start: point });
  }
  async #nextMark() {
    const found = await this.session.ask("next_mark", { point: this.#point });
    if (found?.state === "making") this.session.say(found.why);
    else if (found?.looked_to !== void 0) {
      this.#go({ start: found.looked_to });
      this.session.say("Up to here nothing is suggested that is as likely as that; press the key again to look further.");
    } else if (found) this.#go(found.start === void 0 ? null : { start: found.start }, "From here on nothing is suggested that is as likely as that.");
  }
  /** @param {1 | -1} step to the next coding of a code, in this text or in a later one; or to the one before */
  async #goToCode(step) {
    const { session } = this;
    const code = this.atCursor.current?.code ?? session.latest;
    if (!code) return session.say("Go to a coding first; the next one of its code is then found.");
    const found = await session.ask("next", { code, step, point: this.#point });
    if (found?.to) session.goTo(found.to, { start: found.start, end: found.start });
    else if (found) session.say(`There is no ${step > 0 ? "further" : "earlier"} coding with ${session.names.get(code) ?? code}.`);
  }
  /** @param {number} step */
  #openBeside(step) {
    const { sources, source } = this.session;
    const next = sources[sources.findIndex((one) => one.source === source) + step];
    if (next) this.session.open(next.source);
    else this.session.say(step > 0 ? "This is the last text." : "This is the first text.");
  }
  #done() {
    const here = this.session.sources.find(({ source }) => source === this.session.source);
    if (!here) return;
    const done = !here.done && !here.is_closed;
    if (!done || this.more.mayBeDone()) this.session.change("done", { done });
  }
  /**
   * @param {HTMLElement} target
   * @returns {import("../src/keys.js").Context}
   */
  #context(target) {
    if (this.#sync()) this.atCursor.look(this.session.at(this.#point));
    const isTree = this.codes.tree.root.contains(target);
    const isField = target.matches("input, textarea, select");
    const focus = target === this.atCursor.memo ? "memo" : target === this.codes.box ? "search" : isField ? "field" : isTree ? "tree" : "text";
    return { focus, hasSelection: this.passage !== null || this.#pinning !== "", onCoding: this.atCursor.current !== null, isMac, beside: isField ? null : this.more.beside };
  }
  /**
   * @param {HTMLElement} el
   * @param {number} height
   */
  #build(el, height) {
    const { session } = this;
    const back = () => this.focusText();
    this.sources = new Sources(session, () => this.parts.text.focus());
    this.filters = new Filters(session);
    this.help = helpPanel(this.more.beside ? [...CODING, [this.more.beside, "Practising"]] : CODING);
    this.codes = new Codes(session, { onuse: (codes) => this.#use(codes), onleave: back, coding: () => this.atCursor.current });
    this.find = new Find(session, { onleave: back, ongo: (span) => this.#goTo(span), range: (start, end) => this.view?.range(start, end) ?? null, point: () => this.#point });
    this.correction = new Correction(session, back);
    this.atCursor = new AtCursor(session, { onleave: back, onturn: () => this.#showAtCursor(), onrecode: () => this.recode(), ondescribe: (code) => this.codes.describe(code) });
    if (this.more.advised) this.advice = new AdvicePanel(session, () => this.ghosts?.renew());
    const text = element("div", { class: "wq-text", tabindex: "0", role: "document", "aria-label": "Text to code" });
    text.addEventListener("focus", () => this.view?.drawCaret());
    text.addEventListener("blur", () => this.view?.drawCaret());
    const retry = element("button", { type: "button", class: "wq-button", text: "Try again", hidden: true, onclick: () => session.retry() });
    const status = element("span", { class: "wq-status", role: "status", "aria-live": "polite" });
    const root = element("div", { class: "wq wq-coder", style: { height: `${height}px` } });
    root.append(
      headOf(this, (command) => this.#run(command)),
      this.codes.root,
      element("div", { class: "wq-middle" }, this.find.root, text, this.correction.root),
      element("div", { class: "wq-beside" }, this.atCursor.root, this.advice?.root ?? null),
      footOf("the text", status, retry)
    );
    this.parts = { root, text, status, retry };
    const { advice } = this;
    if (advice) this.ghosts = new Ghosts(session, text, { view: () => this.view, isOn: () => advice.isOn, likely: () => advice.likely, ongo: (point) => this.#goToMark(point) });
    el.append(element("div", { class: "wq-box" }, root));
  }
};

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

// view/finding_case.js
var [LONGEST, BEGINNING, ENDING] = [170, 90, 60];
var LESSONS = {
  agree: "",
  sibling: "Read both definitions: what would decide between them?",
  missed: "Read what it includes, and the reason given here.",
  "over-coded": "Read what it excludes."
};
function findingLine(finding, { session, place, count: count2, isCurrent, id }) {
  const { sign, name } = VERDICTS[finding.verdict];
  const codes = codesOf(finding).map((code) => session.names.get(code) ?? code).join(" \u2248 ");
  const words2 = wordsOf2(finding, session);
  const said = finding.verdict === "agree" ? "" : answerSays(finding) || "Not answered yet";
  return element(
    "div",
    {
      class: "wq-docket-line",
      role: "option",
      id,
      "data-place": place,
      "data-verdict": finding.verdict,
      "data-answer": finding.answer,
      "aria-selected": String(isCurrent),
      "aria-posinset": place + 1,
      "aria-setsize": count2,
      "aria-label": `${codes}, ${name}: ${words2}. ${said}`
    },
    element(
      "div",
      { class: "wq-docket-top" },
      element("span", { class: "wq-sign", title: name, text: sign }),
      element("span", { class: "wq-swatch", style: { background: session.colors.get(codesOf(finding)[0]) ?? "transparent" } }),
      element("span", { class: "wq-docket-code", text: codes, dir: "auto" }),
      element("span", { class: "wq-n", text: finding.answer ? "\u2713" : "" })
    ),
    element("div", { class: "wq-docket-words", text: words2, dir: "auto" }),
    element("div", { class: "wq-docket-who wq-soft", text: [name, said].filter(Boolean).join(" \xB7 "), dir: "auto" })
  );
}
function findingHead(finding, { names, colors, about }, all) {
  const { says } = VERDICTS[finding.verdict];
  const code = (id) => [element("span", { class: "wq-swatch", "aria-hidden": "true", style: { background: colors.get(id) ?? "transparent" } }), element("span", { text: names.get(id) ?? id, dir: "auto" })];
  const codes = codesOf(finding).flatMap((id, place) => [...place ? [element("span", { text: "\u2248" })] : [], ...code(id)]);
  const answer = finding.verdict === "agree" ? "" : answerSays(finding);
  const reference = calledOf(about.reference);
  const whoClose = { "": "", you: "You have it", reference: `${capital(reference)} has it` }[hasCloseBy(finding, all)];
  const close = whoClose && `${whoClose} close by, on other words: look there before you answer.`;
  return element(
    "header",
    { class: "wq-case-head" },
    element("h3", {}, ...codes),
    element("p", { text: [says(reference), stanceSays(finding), close || LESSONS[finding.verdict]].filter(Boolean).join(" "), dir: "auto" }),
    answer ? element("div", { class: "wq-decided" }, element("b", { text: answer, dir: "auto" })) : null
  );
}
function findingSides(finding, session, { run }) {
  const { coder, reference } = session.about;
  const tracks = tracksOf(
    /** @type {any} */
    { coders: [coder, reference], others: [], decision: null }
  );
  const sides = [coder, reference].map((name, place) => sideOf(finding, session, name, trackSample(tracks[place]), name === coder ? "Memo" : "Reason"));
  const button2 = (command, text) => {
    const [press] = pressesOf(command, { isMac });
    const isPressed = command === `answer-${finding.answer}`;
    return element("button", { type: "button", class: "wq-button", "data-key": command, "aria-keyshortcuts": press, "aria-pressed": String(isPressed), onclick: () => run(command) }, element("kbd", { text: press }), element("span", { text }));
  };
  const answers = finding.verdict === "agree" ? [] : [button2("answer-seen", "I see why"), button2("answer-mine", `I ${standOf(finding)} \u2026`)];
  const list2 = element("ol", { class: "wq-sides", "aria-label": "What each gave here" }, ...sides);
  return element("div", { class: "wq-case-sides" }, list2, element("div", { class: "wq-does" }, ...answers));
}
function sideOf(finding, session, name, sample, noteIs) {
  const { names, doc } = session;
  const given = finding.positions.find(({ coder }) => coder === name);
  const also = finding.also[name] ?? [];
  const words2 = !given ? "" : given.start === null || given.end === null ? "the whole text" : endsOf(doc.slice(given.start, given.end));
  const note = (text) => text ? element("div", { class: "wq-note", "data-is": noteIs, text, dir: "auto" }) : null;
  const others = also.map(
    ({ code, note: why }) => element("div", {}, element("span", { class: "wq-soft", text: `${given ? "also" : "gave here"}: ` }), element("span", { text: names.get(code) ?? code, dir: "auto" }), note(why))
  );
  return element(
    "li",
    { class: "wq-side-of", "data-coder": name },
    element(
      "div",
      { class: "wq-side-button wq-side-plain" },
      element("b", { class: "wq-who" }, sample, element("span", { text: name === session.about.coder ? `${name} (you)` : name, dir: "auto" })),
      element("span", { text: given ? `${names.get(given.code) ?? given.code}${given.stance ? `, speaks ${given.stance} it` : ""}` : "", dir: "auto" }),
      element("span", { class: "wq-soft", text: given || others.length ? "" : "gave no code here" }),
      words2 ? element("q", { text: words2, dir: "auto" }) : null
    ),
    element("div", { class: "wq-side-said" }, note(given?.note ?? ""), ...others)
  );
}
function endsOf(words2) {
  const signs = Array.from(words2);
  return signs.length > LONGEST ? `${signs.slice(0, BEGINNING).join("")} \u2026 ${signs.slice(-ENDING).join("")}` : words2;
}
function standOf({ verdict }) {
  return VERDICTS[verdict].stand.replace("your", "my");
}
function codesOf({ code, reference_code }) {
  return [.../* @__PURE__ */ new Set([code, reference_code])].filter(Boolean);
}
function wordsOf2({ start, end }, { doc }) {
  return start === null || end === null ? "The whole text" : doc.slice(start, Math.min(end, start + 240)).replace(/\s+/g, " ");
}

// view/findings_view.js
var SOON = 300;
var FindingsView = class {
  /** @type {Finding[]} */
  #all = [];
  /** @type {Finding[]} */
  #rows = [];
  #at = 0;
  #source = "";
  #described = "";
  /** @type {Finding | null} */
  #asked = null;
  /** @type {Finding[]} */
  #past = [];
  // as they were before each answer
  #timer = 0;
  /** @type {HTMLElement} */
  root;
  /** @type {HTMLElement} */
  list;
  /** @type {ContestedText} */
  text;
  /** @type {import("./popover.js").Popover} */
  help;
  /** @type {Record<"body" | "count" | "head" | "sides" | "about" | "definition" | "stand" | "answer" | "empty" | "status", HTMLElement> & {which: HTMLSelectElement, code: HTMLSelectElement, bar: HTMLProgressElement, words: HTMLInputElement}} */
  parts;
  /**
   * @param {Session} session
   * @param {HTMLElement} el
   * @param {(command: string) => void} run what keys mean that are not about a finding
   */
  constructor(session, el, run) {
    this.session = session;
    this.more = run;
    this.#build(el);
    this.free = takeKeys(this.root, { context: (target) => this.#context(target), run: (command) => this.run(command) });
    this.deaf = session.listen((event) => event === "status" && this.#showStatus());
  }
  close() {
    window.clearTimeout(this.#timer);
    this.free();
    this.deaf();
    this.text.close();
    this.help.close();
  }
  focus() {
    this.list.focus({ preventScroll: true });
  }
  get current() {
    return this.#rows[this.#at] ?? null;
  }
  renewSoon() {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.renew(), SOON);
  }
  /** Ask for the findings of the text that is open, and show them. */
  async renew() {
    const { source } = this.session;
    const answer = await this.session.ask("compare");
    if (!answer || answer.source !== this.session.source) return;
    const isSame3 = source === this.#source;
    this.#source = source;
    this.#all = answer.rows;
    this.parts.empty.textContent = answer.why;
    this.#showCodes();
    if (!isSame3) this.#past = [];
    if (!isSame3) this.parts.which.value = "";
    this.#showRows(isSame3 ? this.current?.key ?? "" : "");
    this.root.dataset.findings = String(this.#all.length);
  }
  /** @param {string} code show only what is about this code; all where it is empty */
  choose(code) {
    this.parts.code.value = code;
    this.#showRows("");
  }
  /** @param {string} command */
  run(command) {
    const doing = {
      "next-finding": () => this.#go(this.#at + 1),
      "previous-finding": () => this.#go(this.#at - 1),
      "first-finding": () => this.#go(0),
      "last-finding": () => this.#go(this.#rows.length - 1),
      "next-unanswered": () => this.#goOn(),
      "answer-seen": () => this.#answer("seen", ""),
      "answer-mine": () => this.#askWhy(),
      "answer-none": () => this.#answer("", ""),
      "answer-back": () => this.#takeBack(),
      "save-answer": () => this.#saveMine(),
      "leave-answer": () => this.#leaveAnswer(),
      "read-finding": () => this.text.focus(),
      "back-to-findings": () => this.#back(),
      "choose-verdict": () => this.parts.which.focus(),
      help: () => this.help.open()
    }[command];
    if (doing) doing();
    else this.more(command);
  }
  #back() {
    this.help.close();
    this.#leaveAnswer();
  }
  /** @param {number} place */
  #go(place) {
    this.#at = Math.min(Math.max(place, 0), Math.max(this.#rows.length - 1, 0));
    this.#closeAnswer();
    this.#draw();
  }
  #closeAnswer() {
    this.#asked = null;
    this.parts.answer.hidden = true;
  }
  #goOn() {
    const place = nextUnanswered(this.#rows, this.#at);
    if (place >= 0) return this.#go(place);
    const { differing, answered } = tallyOf(this.#all);
    if (differing > 0) this.session.say(answered === differing ? `All ${differing} differences of this text are answered.` : "Every difference shown here is answered.");
  }
  /**
   * @param {"" | "seen" | "mine"} answer
   * @param {string} words
   * @param {Finding | null} [finding] what it is about
   */
  async #answer(answer, words2, finding = this.current) {
    if (!finding) return;
    if (finding.verdict === "agree") return this.session.say("Here you agree; there is nothing to answer.");
    this.#closeAnswer();
    if (!await this.#keep(finding, answer, words2)) return;
    this.#past.push(finding);
    const wasAt = this.#at;
    this.#showRows(finding.key);
    if (this.current?.key !== finding.key) this.#at = Math.min(wasAt, Math.max(this.#rows.length - 1, 0));
    const next = answer ? nextUnanswered(this.#rows, this.#at) : -1;
    if (next >= 0 && this.current?.key === finding.key) this.#at = next;
    this.#draw();
    this.focus();
    const { differing, answered } = tallyOf(this.#all);
    if (answer && answered === differing) this.session.say(`Saved. All ${differing} differences of this text are answered.`);
  }
  /**
   * @param {Finding} finding
   * @param {"" | "seen" | "mine"} answer
   * @param {string} words
   * @returns {Promise<boolean>} whether it is kept, and the text still open
   */
  async #keep({ key: key2, guid, reference_guid }, answer, words2) {
    const { source } = this.session;
    const saved = await this.session.change("answer", { guid, reference_guid, answer, words: words2 });
    if (!saved || source !== this.session.source) return false;
    this.#all = this.#all.map((one) => one.key === key2 ? { ...one, answer, words: words2.trim() } : one);
    return true;
  }
  #askWhy() {
    const finding = this.current;
    if (!finding) return;
    if (finding.verdict === "agree") return this.session.say("Here you agree; there is nothing to answer.");
    this.#asked = finding;
    this.parts.answer.hidden = false;
    this.parts.stand.textContent = `I ${standOf(finding)}:`;
    this.parts.words.value = finding.words;
    this.parts.words.focus();
  }
  /** Without a reason nothing is kept: whoever stands by something says why. */
  async #saveMine() {
    const words2 = this.parts.words.value.trim();
    if (words2) return this.#answer("mine", words2, this.#asked);
    this.session.say("Write why in a few words; Escape leaves it.");
    this.parts.words.focus();
  }
  /** Give the answers back that were there before the last one, and go there. */
  async #takeBack() {
    const was = this.#past.pop();
    if (!was) return this.session.say("There is no answer to take back. What you coded is taken back where you coded it (key e).");
    if (!await this.#keep(was, was.answer, was.words)) return;
    this.session.say("The last answer is taken back.");
    this.#showRows(was.key);
  }
  #leaveAnswer() {
    this.#closeAnswer();
    this.focus();
  }
  /** @param {string} key of the finding to stay at */
  #showRows(key2) {
    const { which, code, count: count2, bar: bar2 } = this.parts;
    this.#rows = shownFindings(
      this.#all,
      /** @type {any} */
      which.value,
      code.value
    );
    const place = this.#rows.findIndex((one) => one.key === key2);
    this.#at = place >= 0 ? place : 0;
    if (this.#asked && this.current?.key !== this.#asked.key) this.#letGo();
    const { counts, differing, answered } = tallyOf(this.#all);
    const told = (
      /** @type {import("../src/findings.js").Verdict[]} */
      Object.keys(counts).map((verdict) => `${counts[verdict]} ${VERDICTS[verdict].name}`)
    );
    count2.textContent = this.#all.length ? `${told.join(", ")} \xB7 ${answered} of ${differing} answered` : "";
    bar2.max = Math.max(differing, 1);
    bar2.value = answered;
    bar2.hidden = differing === 0;
    this.parts.body.hidden = this.#rows.length === 0;
    this.parts.empty.hidden = this.#rows.length > 0;
    if (this.#rows.length === 0 && this.#all.length > 0) this.parts.empty.textContent = "No passage is like that; show others with the choice above.";
    else if (this.#all.length === 0 && !this.parts.empty.textContent) this.parts.empty.textContent = "Neither of you has coded anything in this text.";
    this.#draw();
  }
  /** What one was answering is there no more: somebody has changed the codings meanwhile. */
  #letGo() {
    this.#closeAnswer();
    this.focus();
    this.session.say("NOT saved: the passage was coded differently meanwhile. Look at it again.", "bad");
  }
  /** The codes that there are findings about. */
  #showCodes() {
    const { code } = this.parts;
    const was = code.value;
    const ids = [...new Set(this.#all.flatMap((one) => [one.code, one.reference_code]))].filter(Boolean);
    const named2 = ids.map((id) => [id, this.session.names.get(id) ?? id]).sort(([, one], [, other]) => one.localeCompare(other));
    code.replaceChildren(element("option", { value: "", text: "all codes" }), ...named2.map(([value, text]) => element("option", { value, text })));
    code.value = ids.includes(was) ? was : "";
  }
  #draw() {
    keepingFocus(this.list, () => this.list.replaceChildren(...this.#rows.map((one, place) => findingLine(one, { session: this.session, place, count: this.#rows.length, isCurrent: place === this.#at, id: this.#idOf(place) }))));
    const current = this.list.children[this.#at];
    if (current) this.list.setAttribute("aria-activedescendant", current.id);
    else this.list.removeAttribute("aria-activedescendant");
    current?.scrollIntoView({ block: "nearest" });
    const finding = this.current;
    if (!finding) return this.text.show(null);
    this.text.show(this.#rowOf(finding));
    this.parts.head.replaceChildren(findingHead(finding, this.session, this.#all));
    const verbs = { run: (command) => this.run(command) };
    keepingFocus(this.parts.sides, () => this.parts.sides.replaceChildren(findingSides(finding, this.session, verbs)), () => this.focus());
    this.#describe(finding);
  }
  /**
   * The finding as a text shows it: a passage with a track for each.
   * @param {Finding} finding
   * @returns {any}
   */
  #rowOf(finding) {
    const { source, about } = this.session;
    return { ...finding, source, code: finding.code || finding.reference_code, coders: [about.coder, about.reference], others: [], decision: null };
  }
  /** @param {Finding} finding whose codes are to be read of */
  async #describe({ code, reference_code }) {
    const ids = [.../* @__PURE__ */ new Set([code, reference_code])].filter(Boolean);
    const asked = ids.join(" ");
    if (asked === this.#described) return;
    this.#described = asked;
    const told = await Promise.all(ids.map((id) => this.session.ask("about", { code: id })));
    if (asked !== this.#described) return;
    const { codes, colors } = this.session;
    this.parts.definition.replaceChildren(...told.filter(Boolean).map((about) => definitionPanel(about.code, { codes, colors })));
    this.parts.about.scrollTop = 0;
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
    if (target === this.parts.words) return "answer";
    if (target.matches("input, select, textarea")) return "field";
    return target === this.text.root || target.matches("button, summary") ? "finding-text" : "finding";
  }
  #id = `wq-finding-${Math.random().toString(36).slice(2)}`;
  /** @param {number} place */
  #idOf(place) {
    return `${this.#id}-${place}`;
  }
  /** @param {HTMLElement} el */
  #build(el) {
    const { session } = this;
    const texts = { text: async () => ({ source: session.source, name: session.about.name, doc: session.doc, turns: session.turns }), get colors() {
      return session.colors;
    } };
    this.text = new ContestedText(texts);
    this.help = helpPanel([["finding", "In the list"], ["finding-text", "In the text and on buttons"], ["answer", "Saying why"]]);
    const chooser3 = (label, options) => (
      /** @type {HTMLSelectElement} */
      element("select", { class: "wq-input", "aria-label": label, onchange: () => this.#showRows(this.current?.key ?? "") }, ...options.map(([value, text]) => element("option", { value, text })))
    );
    const words2 = (
      /** @type {HTMLInputElement} */
      element("input", { class: "wq-input", type: "text", dir: "auto", autocomplete: "off", placeholder: "why? (Enter keeps it)", "aria-label": "You stand by your own. Why?" })
    );
    const stand = element("span", { class: "wq-reason-choice" });
    const tool = (text, command, title) => element("button", { type: "button", class: "wq-button", text, title, onclick: () => this.run(command) });
    const parts = {
      which: chooser3("Which passages", SHOWN_VERDICTS),
      code: chooser3("Only one code", [["", "all codes"]]),
      bar: (
        /** @type {HTMLProgressElement} */
        element("progress", { "aria-label": "Differences answered", hidden: true })
      ),
      count: element("span", { class: "wq-total", role: "status" }),
      head: element("div", {}),
      sides: element("div", { class: "wq-case-scroll" }),
      definition: element("div", { class: "wq-case-definition" }),
      words: words2,
      stand,
      answer: element("div", { class: "wq-reason", role: "group", "aria-label": "Your answer", hidden: true }, stand, words2, tool("Keep", "save-answer", "Keep the answer (Enter)"), tool("Cancel", "leave-answer", "Do not answer after all (Escape)")),
      empty: element("p", { class: "wq-none wq-empty", text: "", hidden: true }),
      status: element("span", { class: "wq-status", role: "status", "aria-live": "polite" })
    };
    this.list = element("div", { class: "wq-docket wq-findings-list", role: "listbox", tabindex: "0", "aria-label": "Passages", onclick: (event) => this.#clicked(event) });
    const about = element("details", { class: "wq-case-about", open: true }, element("summary", { text: "What the codebook says" }), parts.definition);
    const chosen = element("section", { class: "wq-case", "aria-label": "The chosen passage" }, parts.head, this.text.root, about, parts.sides, parts.answer);
    const body = element("div", { class: "wq-reconcile-body" }, this.list, chosen);
    const head = element("div", { class: "wq-head" }, parts.bar, parts.count, parts.which, parts.code, this.help.root);
    this.root = element("div", { class: "wq wq-reconcile wq-findings", role: "region", "aria-label": "How the reference has coded this text" }, head, parts.empty, body, footOf("the list", parts.status));
    this.parts = { ...parts, body, about };
    el.append(this.root);
  }
  /** @param {Event} event */
  #clicked(event) {
    const line = (
      /** @type {HTMLElement | null} */
      /** @type {Element} */
      event.target.closest("[role=option]")
    );
    if (!line) return;
    this.#go(Number(line.dataset.place));
    this.focus();
  }
};

// view/so_far.js
var meaningOf = (reference) => `Kappa says how far you and ${reference} agree on which turns carry the code: 1 is always, 0 is what chance would give. The bar is the 95 % interval. With few turns it is wide; then read the passages, not the figure. ${capital(reference)} is a reading with reasons, not the truth.`;
var SoFar = class {
  #asked = "";
  /**
   * @param {Session} session
   * @param {HTMLElement} el
   * @param {Verbs} verbs
   */
  constructor(session, el, verbs) {
    this.session = session;
    this.verbs = verbs;
    this.texts = element("div", {});
    this.again = element("div", {});
    this.kappas = element("div", {});
    this.meaning = element("p", { class: "wq-soft" });
    this.about = element("div", { class: "wq-sofar-about" });
    const part3 = (title, content, says = null) => element("section", { class: "wq-sofar-part" }, element("h3", { text: title }), says, content);
    this.main = element("div", { class: "wq-sofar-main", tabindex: "0" }, part3("What to read again", this.again), part3("Code by code", this.kappas, this.meaning), part3("Text by text", this.texts));
    this.root = element("div", { class: "wq wq-sofar", role: "region", "aria-label": "How you have done so far" }, this.main, this.about);
    el.append(this.root);
    this.free = takeKeys(this.root, { context: (target) => ({ focus: target.matches("button") ? "finding-text" : "practice", hasSelection: false, onCoding: false, isMac }), run: (command) => verbs.run(command === "back-to-findings" ? "back-to-coding" : command) });
  }
  close() {
    this.free();
  }
  focus() {
    this.main.focus({ preventScroll: true });
  }
  async renew() {
    const told = await this.session.ask("figures");
    if (!told) return;
    this.meaning.textContent = meaningOf(this.#reference);
    this.texts.replaceChildren(this.#textTable(told.texts));
    this.again.replaceChildren(this.#lessons(told.again, told.texts));
    this.kappas.replaceChildren(this.#kappaTable(told.kappas));
    this.root.dataset.ready = "1";
  }
  get #reference() {
    return calledOf(this.session.about.reference);
  }
  /** @param {any[]} rows */
  #textTable(rows) {
    const verdicts = (
      /** @type {Verdict[]} */
      Object.keys(VERDICTS)
    );
    const line = (row) => element(
      "tr",
      {},
      element("td", {}, this.#link(`${row.is_done ? "\u2713 " : ""}${row.name}`, () => this.verbs.ontext(row.source))),
      ...verdicts.map((verdict) => element("td", { class: "wq-figure", text: row.is_done ? String(row.counts[verdict] ?? 0) : "" })),
      element("td", { class: "wq-figure", text: row.is_done ? `${row.n_answered} of ${row.n_differing}` : "to be coded" })
    );
    return tableOf(["text", ...verdicts.map((verdict) => VERDICTS[verdict].name), "answered"], rows.map(line));
  }
  /**
   * @param {any[]} lessons
   * @param {any[]} texts
   */
  #lessons(lessons, texts) {
    if (!texts.some(({ is_done }) => is_done)) return element("p", { text: "Nothing yet: code a text first, and say that you are done with it (key d)." });
    if (lessons.length === 0) return element("p", { text: `Nothing: you and ${this.#reference} agree on every passage of the texts that are done.` });
    const items = lessons.slice(0, 8).map(
      ({ code, says, beside }) => element("li", {}, this.#code(code), element("span", { text: ` ${says}` }), ...beside ? [element("span", { class: "wq-soft", text: " Most often beside it: " }), this.#code(beside)] : [])
    );
    return element("ol", { class: "wq-lessons" }, ...items);
  }
  /** @param {any[]} rows */
  #kappaTable(rows) {
    if (rows.length === 0) return element("p", { text: "Nothing yet." });
    const line = (row) => element(
      "tr",
      {},
      element("td", {}, this.#code(row.code)),
      ...[row.n_coder, row.n_reference, row.n_both].map((count2) => element("td", { class: "wq-figure", text: String(count2) })),
      element("td", { class: "wq-figure", text: figure(row.kappa), title: row.why || null }),
      element("td", {}, bar(row))
    );
    return tableOf(["code", "your turns", `${this.#reference}\u2019s`, "both", "kappa", "\u22121 \xB7 0 \xB7 1"], rows.map(line));
  }
  /** @param {string} id */
  #code(id) {
    const { names, colors } = this.session;
    const swatch2 = element("span", { class: "wq-swatch", "aria-hidden": "true", style: { background: colors.get(id) ?? "transparent" } });
    return element("button", { type: "button", class: "wq-link", onclick: () => this.#describe(id) }, swatch2, element("span", { text: names.get(id) ?? id, dir: "auto" }));
  }
  /**
   * @param {string} text
   * @param {() => void} onclick
   */
  #link(text, onclick) {
    return element("button", { type: "button", class: "wq-link", onclick }, element("span", { text, dir: "auto" }));
  }
  /** @param {string} code */
  async #describe(code) {
    this.#asked = code;
    const told = await this.session.ask("about", { code });
    if (!told || this.#asked !== code) return;
    const { codes, colors } = this.session;
    const onCode = (other) => void this.#describe(other);
    this.about.replaceChildren(definitionPanel(told.code, { codes, colors }, { onCode }));
  }
};
function tableOf(heads, lines) {
  return element("table", { class: "wq-table" }, element("thead", {}, element("tr", {}, ...heads.map((text) => element("th", { scope: "col", text })))), element("tbody", {}, ...lines));
}
function bar(row) {
  const place = kappaBar(row);
  if (!place) return element("span", { class: "wq-soft", text: row.why || "" });
  const { at, from, to } = place;
  const says = row.why || `${figure(row.kappa)}, from ${figure(row.kappa_low)} to ${figure(row.kappa_high)}`;
  return element("span", { class: "wq-kappa", role: "img", "aria-label": says, title: says }, element("i", { style: { "inset-inline-start": `${from}%`, width: `${Math.max(to - from, 1)}%` } }), element("b", { style: { "inset-inline-start": `${at}%` } }));
}
function figure(value) {
  return value === null ? "\u2013" : (Math.round(value * 100) / 100 + 0).toFixed(2);
}

// view/practice_view.js
var STRIP = 46;
var PARTS = [
  ["code", "Code", "Code the text, without seeing the reference"],
  ["compare", "Compare", "See how the reference has coded this text (key v)"],
  ["so-far", "So far", "See how you have done so far (key y)"]
];
var PracticeView = class {
  /** @type {Part} */
  #part = "code";
  #isDone = false;
  #isMeant = false;
  /** @type {Map<Part, HTMLElement>} */
  #tabs = /* @__PURE__ */ new Map();
  /** @type {Map<Part, HTMLElement>} */
  #panes = /* @__PURE__ */ new Map();
  /** @type {HTMLElement} */
  root;
  /** @type {Record<"count" | "hint", HTMLElement> & {bar: HTMLProgressElement}} */
  parts;
  /** @type {Coder} */
  coder;
  /** @type {FindingsView} */
  findings;
  /** @type {SoFar} */
  soFar;
  /**
   * @param {Session} session
   * @param {HTMLElement} el
   * @param {number} height in CSS pixels
   */
  constructor(session, el, height) {
    this.session = session;
    this.#build(el, height);
    this.deaf = session.listen((event, detail) => this.#hear(event, detail));
    if (session.isOpen) this.#opened();
  }
  close() {
    this.deaf();
    this.coder.close();
    this.findings.close();
    this.soFar.close();
  }
  /**
   * @param {import("./session.js").Event} event
   * @param {any} detail
   */
  #hear(event, detail) {
    if (event === "opened") this.#opened();
    else if (event === "sources") this.#showDone();
    else if (event === "goto" && detail && this.#part === "so-far") this.#show("code");
    else if (event === "codings" && this.#part === "compare") this.findings.renewSoon();
    if (event === "codings" || event === "opened") this.#isMeant = false;
  }
  /** One key too many would show what must not be seen yet; so it is asked for twice. */
  #mayBeDone() {
    if (this.#isMeant) return true;
    this.#isMeant = true;
    this.session.say(`Done? Then ${this.#reference} is shown, and this text is not blind any more. Press d once more; or just go on coding.`);
    return false;
  }
  get #reference() {
    return calledOf(this.session.about.reference ?? "the reference");
  }
  #opened() {
    const { source } = this.session;
    this.#isDone = this.#here?.done ?? false;
    this.#showProgress();
    if (this.#part === "compare" || this.#part === "so-far" && source) this.#show(this.#isDone && this.#part === "compare" ? "compare" : "code");
  }
  /** Once a text is done, its findings are shown; once it is open again, the text. */
  #showDone() {
    const isDone = this.#here?.done ?? false;
    this.#showProgress();
    if (isDone === this.#isDone) return;
    this.#isDone = isDone;
    this.#show(isDone ? "compare" : "code");
  }
  get #here() {
    const { sources, source } = this.session;
    return sources.find((one) => one.source === source);
  }
  #showProgress() {
    const { sources } = this.session;
    const done = sources.filter((one) => one.done).length;
    const { bar: bar2, count: count2, hint } = this.parts;
    bar2.max = Math.max(sources.length, 1);
    bar2.value = done;
    count2.textContent = `${done} of ${sources.length} texts done`;
    hint.textContent = this.#isDone ? "" : `Code this text as you read it. What ${this.#reference} gave is shown when you say that you are done (key d).`;
    this.#tabs.get("compare")?.setAttribute("aria-disabled", String(!this.#isDone));
  }
  /**
   * @param {Part} part
   * @returns {void}
   */
  #show(part3) {
    if (part3 === "compare" && !this.#isDone) {
      this.session.say("Say first that you are done with this text (key d).");
      return this.#show("code");
    }
    const hadFocus = this.root.contains(document.activeElement);
    this.#part = part3;
    for (const [name, pane] of this.#panes) {
      pane.toggleAttribute("inert", name !== part3);
      pane.dataset.shown = name === part3 ? "1" : "0";
    }
    for (const [name, tab] of this.#tabs) tab.setAttribute("aria-pressed", String(name === part3));
    if (part3 === "compare") this.findings.renew();
    if (part3 === "so-far") this.soFar.renew();
    if (hadFocus) ({ code: () => this.coder.focusText(), compare: () => this.findings.focus(), "so-far": () => this.soFar.focus() })[part3]();
  }
  /**
   * @param {string} source
   * @param {string} [code]
   */
  async #compareText(source, code = "") {
    this.#part = "compare";
    if (source !== this.session.source) await this.session.open(source);
    this.#show("compare");
    this.findings.choose(code);
  }
  /** @param {number} step */
  #openBeside(step) {
    const { sources, source } = this.session;
    const next = sources[sources.findIndex((one) => one.source === source) + step];
    if (next) this.session.open(next.source);
    else this.session.say(step > 0 ? "This is the last text." : "This is the first text.");
  }
  /**
   * @param {HTMLElement} el
   * @param {number} height
   */
  #build(el, height) {
    const { session } = this;
    const parts = {
      bar: (
        /** @type {HTMLProgressElement} */
        element("progress", { "aria-label": "Texts done" })
      ),
      count: element("span", { class: "wq-total", role: "status" }),
      hint: element("span", { class: "wq-soft wq-practice-hint" })
    };
    const tab = (part3, text, title) => element("button", { type: "button", class: "wq-button wq-tab", text, title, "aria-pressed": String(part3 === this.#part), onclick: () => this.#show(part3) });
    this.#tabs = new Map(PARTS.map(([part3, text, title]) => [part3, tab(part3, text, title)]));
    this.#panes = new Map(PARTS.map(([part3]) => [part3, element("div", { class: "wq-pane", "data-shown": part3 === this.#part ? "1" : "0", inert: part3 !== this.#part })]));
    const pane = (part3) => (
      /** @type {HTMLElement} */
      this.#panes.get(part3)
    );
    const strip = element("div", { class: "wq-strip", role: "toolbar", "aria-label": "Practice" }, ...this.#tabs.values(), parts.bar, parts.count, parts.hint);
    this.parts = parts;
    this.root = element("div", { class: "wq wq-practice" }, strip, element("div", { class: "wq-panes", style: { height: `${height - STRIP}px` } }, ...this.#panes.values()));
    el.append(element("div", { class: "wq-box" }, this.root));
    const run = (command) => this.#run(command);
    this.coder = new Coder(session, pane("code"), height - STRIP, { beside: "practice", run, mayBeDone: () => this.#mayBeDone(), advised: false });
    this.findings = new FindingsView(session, pane("compare"), run);
    this.soFar = new SoFar(session, pane("so-far"), { run, ontext: (source, code) => this.#compareText(source, code) });
  }
  /** @param {string} command */
  #run(command) {
    const doing = {
      compare: () => this.#show("compare"),
      "so-far": () => this.#show(this.#part === "so-far" ? "code" : "so-far"),
      "back-to-coding": () => this.#show("code"),
      "compare-next-text": () => this.#openBeside(1),
      "compare-previous-text": () => this.#openBeside(-1)
    }[command];
    doing?.();
  }
};

// view/session.js
var LOOK_EVERY = 2e3;
var MOST_LANES = 8;
var FEWEST_LANES = 2;
var BUSY = "NOT saved yet: the kernel does not answer. It is saved as soon as the kernel is free.";
var SILENT = "The kernel does not answer. What you do now is saved as soon as it is free.";
var CUT_OFF = "NOT saved: there is no kernel. If it has been restarted, run the cell again and do this once more.";
var Session = class {
  /** @type {Set<(event: Event, detail?: any) => void>} */
  #listeners = /* @__PURE__ */ new Set();
  /** @type {Map<string, string[]>} changes that could not be sent, by the request that carries them */
  #unsent = /* @__PURE__ */ new Map();
  /** @type {Coding[] | null} */
  #sorted = null;
  #first = "";
  #asked = 0;
  #opening = 0;
  #refusals = 0;
  /** @param {any} model anywidget's */
  constructor(model) {
    this.model = model;
    this.channel = new Channel((message) => model.send(message));
    this.receive = (message, buffers) => this.channel.receive(message, buffers);
    model.on("msg:custom", this.receive);
    this.channel.onSlow(({ message }) => {
      if (!isAside(message.t)) this.say(message.cid ? BUSY : SILENT, "bad");
    });
    this.timer = setInterval(() => this.#look(), LOOK_EVERY);
    this.rev = 0;
    this.source = "";
    this.doc = new Doc("");
    this.about = { coder: "", name: "", is_read_only: false };
    this.turns = [];
    this.sources = [];
    this.codes = [];
    this.latest = "";
    this.pins = [];
    this.keyed = [];
    this.colors = /* @__PURE__ */ new Map();
    this.names = /* @__PURE__ */ new Map();
    this.state = stateOf({ coder: "" });
    this.shown = /* @__PURE__ */ new Map();
    this.lanes = /* @__PURE__ */ new Map();
    this.laneCount = 0;
    this.index = new LineIndex(this.doc);
    this.tallied = /* @__PURE__ */ new Map();
    this.status = { sentence: "", kind: "" };
    this.isOpen = false;
  }
  /**
   * @param {(event: Event, detail?: any) => void} listener
   * @returns {() => void} stops listening
   */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  close() {
    clearInterval(this.timer);
    this.model.off("msg:custom", this.receive);
    this.channel.close();
  }
  /** How many codings of this text are not drawn: by the filter, and because a round is open. */
  get hidden() {
    return { filtered: hiddenCount(this.state), blind: this.about.n_blind ?? 0 };
  }
  /** The codings drawn, in drawing order. */
  get codings() {
    this.#sorted ??= [...this.shown.values()].sort(byPlace);
    return this.#sorted;
  }
  /** @param {string} guid */
  coding(guid) {
    return this.state.codings.get(guid) ?? null;
  }
  /**
   * The codings at a point, in drawing order.
   * @param {number | null} point
   * @returns {any[]}
   */
  at(point) {
    if (point === null || point > this.doc.length) return [];
    return this.index.of(this.doc.lineOf(point)).filter(({ start, end }) => start <= point && point <= end);
  }
  /**
   * Whether words stand at a place still.
   * @param {Span} span
   * @param {string} words
   */
  holds({ start, end }, words2) {
    return end <= this.doc.length && this.doc.slice(start, end) === words2;
  }
  /** @param {Coding} coding */
  isMine(coding) {
    return coding.coder === this.about.coder;
  }
  /**
   * Open a text; the one that the widget begins with, if none is named.
   * @param {string} [source]
   * @param {Span | null} [span] what to show of it
   */
  async open(source = this.#first, span = null) {
    const asked = ++this.#asked;
    this.#opening++;
    try {
      const answer = await this.#question("open", { source });
      if (asked !== this.#asked) return;
      this.#opened(answer);
      if (span) this.tell("goto", span);
    } catch (error) {
      if (asked === this.#asked) this.say(error.message, "bad");
    } finally {
      this.#opening--;
    }
  }
  /**
   * Show a place of a text, opening the text if it is another one.
   * @param {string} source
   * @param {Span | null} span
   */
  async goTo(source, span) {
    if (source !== this.source) await this.open(source, span);
    else if (span) this.tell("goto", span);
  }
  /** @param {any} answer */
  #opened(answer) {
    const [text, rest] = answer.buffers.map((buffer) => new TextDecoder().decode(buffer));
    const { turns, codings: codings2 } = JSON.parse(rest);
    const isSame3 = answer.source === this.source;
    this.source = answer.source;
    this.rev = answer.rev;
    this.about = answer.about;
    this.doc = new Doc(text);
    this.turns = turns.map(([start, end, kind, speaker, ms]) => ({ start, end, kind, speaker, ms }));
    const { filter } = this.state;
    const rows = codings2.map(coded);
    this.state = isSame3 ? withRemote(this.state, rows) : stateOf({ coder: answer.about.coder, codings: rows, filter });
    this.#arrange();
    this.index = new LineIndex(this.doc, this.shown.values());
    this.pins = answer.pins;
    this.#takeCodes(answer.codes);
    this.sources = answer.sources;
    this.isOpen = true;
    if (!text || !isSame3) this.say(text ? "" : answer.source ? "This text is empty." : "There is no text in this project yet. Add one: project.add(qda.read(\u2026))");
    this.tell("opened", { isSame: isSame3 });
  }
  /**
   * Code a passage, with one code or with several at once.
   * @param {Span} span
   * @param {string[]} codes
   * @param {string[] | null} [inView] the codes that were suggested beside it; null where suggestions were out of view
   */
  async code(span, codes, inView = null) {
    const { start, end } = span;
    const there = [...this.state.codings.values()];
    const made = codes.map((code) => ({ guid: newId(), code, coder: this.about.coder, round: this.about.round, start, end, note: "" }));
    const fresh = made.filter((coding) => !there.some((other) => isTwin(coding, other)));
    this.latest = codes[0];
    const next = fresh.reduce((state, coding) => withPending(state, coding), this.state);
    const [changes, guids] = [fresh, made].map((codings2) => codings2.map(({ guid }) => guid));
    await this.#write("code", newId(), changes, next, { codes, guids, start, end, in_view: inView });
  }
  /** @param {Coding} coding */
  async uncode(coding) {
    const cid = newId();
    await this.#write("uncode", cid, [cid], withRemoved(this.state, coding.guid, cid), { guid: coding.guid });
  }
  /**
   * Change a coding of one's own: its place, note, weight, certainty or stance.
   * @param {Coding} coding
   * @param {Partial<Coding>} fields
   * @returns {Promise<boolean>} false where it was refused; why has been said
   */
  async edit(coding, fields) {
    const cid = newId();
    const changed = { ...coding, ...fields };
    return await this.#write("edit", cid, [cid], withPending(this.state, changed, cid), { guid: coding.guid, fields });
  }
  /**
   * @param {Coding} coding of one's own
   * @param {string} code that takes the place of its code
   */
  async recode(coding, code) {
    const cid = newId();
    await this.#write("recode", cid, [cid], withPending(this.state, { ...coding, code }, cid), { guid: coding.guid, code });
  }
  /**
   * A change that the store works out; the page waits for what has come of it.
   * @param {"split" | "join" | "reviewed" | "undo" | "redo" | "done" | "correct" | "new_code" | "edit_code" | "answer" | "accept" | "reject"} type
   * @param {Record<string, unknown>} [payload]
   * @returns {Promise<any>} the answer, or null where it was refused; why has been said
   */
  async change(type, payload = {}) {
    try {
      return await this.commit(type, payload);
    } catch {
      return null;
    }
  }
  /**
   * The same for a form, which keeps what was written in it: a refusal is said and thrown.
   * @param {string} type
   * @param {Record<string, unknown>} [payload]
   */
  async commit(type, payload = {}) {
    this.say("Saving \u2026");
    try {
      const answer = await this.#question(type, { source: this.source, rev: this.rev, ...payload });
      this.#take(answer);
      this.say(`Saved. ${answer.said ?? ""}`);
      return answer;
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }
  /**
   * Say that something was not done, until the next thing is.
   * @param {string} why
   */
  refuse(why) {
    this.#refusals++;
    this.say(`NOT saved: ${why}`, "bad");
  }
  /**
   * A question that changes nothing.
   * @param {string} type
   * @param {Record<string, unknown>} [payload]
   * @returns {Promise<any>} the answer, or null where there is none; why has been said
   */
  async ask(type, payload = {}) {
    try {
      return await this.#question(type, { source: this.source, ...payload });
    } catch (error) {
      this.say(error.message, "bad");
      return null;
    }
  }
  /**
   * A question on the side, whose failing is no news beside what else there is to say.
   * @param {"suggest" | "marks"} type
   * @param {Record<string, unknown>} payload
   * @returns {Promise<any>} the answer, or null where there is none
   */
  async askAside(type, payload) {
    try {
      return await this.#question(type, { source: this.source, ...payload });
    } catch {
      return null;
    }
  }
  /**
   * Say how suggestions are wanted; it is kept for next time.
   * @param {Partial<{on: boolean, likely: number}>} wish
   */
  async wishFor(wish) {
    this.about.wish = { ...this.about.wish, ...wish };
    try {
      await this.#question("wish", { source: this.source, rev: this.rev, ...wish });
    } catch {
    }
  }
  /** Send all again that was not answered. The store does nothing twice. */
  retry() {
    this.say("Trying again \u2026");
    for (const id of this.channel.lateIds) {
      const sent = this.channel.retry(id);
      const changes = this.#unsent.get(id);
      this.#unsent.delete(id);
      if (!changes) {
        sent.catch((error) => this.#fail(error));
        continue;
      }
      this.#show(changes.reduce((state, key2) => withError(state, { cid: key2, error: "" }), this.state));
      this.#settle(sent, changes);
    }
  }
  /** @param {Partial<import("../src/state.js").Filter>} filter */
  filter(filter) {
    this.state = withFilter(this.state, filter);
    this.#arrange();
    this.index = new LineIndex(this.doc, this.shown.values());
    this.tell("codings", null);
  }
  /**
   * @param {string} sentence
   * @param {string} [kind]
   */
  say(sentence, kind = "") {
    const left = this.#unsent.size;
    this.status = left > 0 && kind !== "bad" ? { sentence: `${left} NOT saved. ${sentence}`, kind: "bad" } : { sentence, kind };
    this.tell("status");
  }
  /**
   * @param {Event} event
   * @param {any} [detail]
   */
  tell(event, detail) {
    for (const listener of this.#listeners) listener(event, detail);
  }
  /**
   * Show a change at once, send it, and settle it when the answer has come.
   * @param {string} type
   * @param {string} cid
   * @param {string[]} changes their keys in the state
   * @param {State} next
   * @param {Record<string, unknown>} payload
   */
  async #write(type, cid, changes, next, payload) {
    this.#show(next);
    this.say("Saving \u2026");
    return await this.#settle(this.channel.ask(type, { cid, source: this.source, rev: this.rev, ...payload }), changes);
  }
  /**
   * @param {Promise<any>} sent
   * @param {string[]} changes what it carries, by their keys in the state
   * @returns {Promise<boolean>} whether it was not refused
   */
  async #settle(sent, changes) {
    const refusals = this.#refusals;
    try {
      this.#take(await sent, changes);
      const left = this.channel.writingCount;
      if (refusals === this.#refusals) this.say(`Saved.${left ? ` ${left} on the way.` : ""}`);
      return true;
    } catch (error) {
      if (error.unsent) {
        this.#unsent.set(error.id, changes);
        this.#show(changes.reduce((state, key2) => withError(state, { cid: key2, error: CUT_OFF }), this.state));
      } else {
        this.#show(changes.reduce(withDropped, this.state));
      }
      this.#fail(error);
      return error.unsent;
    }
  }
  /** @param {any} error */
  #fail(error) {
    if (error.unsent) this.say(CUT_OFF, "bad");
    else this.refuse(error.message);
  }
  /**
   * Ask what is asked anew if it cannot be sent: nobody waits for it.
   * @param {string} type
   * @param {Record<string, unknown>} payload
   */
  async #question(type, payload) {
    try {
      return await this.channel.ask(type, payload);
    } catch (error) {
      if (error.unsent) this.channel.drop(error.id);
      throw error;
    }
  }
  /** Send what is late once more: a kernel that is busy will do it once, and one that is gone cannot be sent to. */
  #knock() {
    const late = this.channel.lateIds.find((id) => !this.#unsent.has(id));
    if (late) this.channel.retry(late).catch((error) => error.unsent && this.channel.cutOff());
  }
  async #look() {
    if (!this.isOpen || document.hidden) return;
    if (this.channel.lateCount > this.#unsent.size) return this.#knock();
    if (this.channel.pendingCount > this.#unsent.size) return;
    try {
      this.#take(await this.#question("look", { source: this.source, rev: this.rev }));
      if (this.channel.lateCount === 0 && [BUSY, SILENT].includes(this.status.sentence)) this.say("");
    } catch (error) {
      this.say(error.unsent ? "There is no kernel. Restart it and run the cell again." : error.message, "bad");
    }
  }
  /**
   * @param {any} answer what has changed in the store since our revision, our own change among it
   * @param {string[]} [settled] changes that the store has confirmed
   */
  #take(answer, settled = []) {
    const next = settled.reduce(withDropped, this.state);
    if (answer.anew && answer.source === this.source) {
      this.state = next;
      if (this.#opening === 0) this.open(this.source);
    } else if (answer.add && answer.source === this.source && answer.rev >= this.rev) {
      this.rev = answer.rev;
      this.about = { ...this.about, n_blind: answer.n_blind };
      this.#show(withRemoteChange(next, { add: answer.add.map(coded), del: answer.del }));
      this.#recount();
    } else if (settled.length > 0) {
      this.#show(next);
    }
    if (answer.codes) this.#takeCodes(answer.codes);
    if (answer.codes) this.tell("codes");
    if (answer.sources) this.sources = answer.sources;
    if (answer.sources) this.tell("sources");
  }
  /** Keep the counts of the text and of the codes right without asking for all of them. */
  #recount() {
    const saved = [...this.state.saved.values()];
    const here = this.sources.find(({ source }) => source === this.source);
    if (here) Object.assign(here, { n_codings: saved.length, n_mine: saved.filter((coding) => this.isMine(coding)).length });
    const now = tally(saved);
    for (const code of this.codes) code.n += (now.get(code.code) ?? 0) - (this.tallied.get(code.code) ?? 0);
    this.tallied = now;
    this.tell("sources");
    this.tell("counts");
  }
  /** @param {State} next */
  #show(next) {
    const before = this.shown;
    this.state = next;
    this.shown = new Map([...next.codings].filter(([, coding]) => isVisible2(next, coding)));
    this.#sorted = null;
    const touched = /* @__PURE__ */ new Set();
    for (const guid of before.keys()) {
      if (this.shown.has(guid)) continue;
      this.index.remove(guid).forEach((line) => touched.add(line));
      this.lanes.delete(guid);
    }
    for (const [guid, coding] of this.shown) {
      const known = before.get(guid);
      if (isSame2(known, coding)) continue;
      this.index.add(coding).forEach((line) => touched.add(line));
      if (known?.start !== coding.start || known?.end !== coding.end) this.#lay(coding);
    }
    this.tell("codings", touched);
  }
  /**
   * Give a coding a lane of its own; those beside it keep theirs.
   * @param {Coding} coding
   */
  #lay(coding) {
    this.lanes.delete(coding.guid);
    if (!isPassage(coding, this.doc.length)) return;
    const others = /* @__PURE__ */ new Set();
    for (let line = this.doc.lineOf(coding.start); line <= this.doc.lineOf(coding.end - 1); line++) {
      for (const other of this.index.of(line)) if (other.guid !== coding.guid) others.add(other);
    }
    const lane = freeLane(coding, others, this.lanes, { max: MOST_LANES });
    if (lane === void 0) return;
    this.lanes.set(coding.guid, lane);
    this.laneCount = Math.max(this.laneCount, lane + 1);
  }
  /** Work out anew what is drawn, and in which lane. */
  #arrange() {
    this.#sorted = visible(this.state);
    this.shown = new Map(this.#sorted.map((coding) => [coding.guid, coding]));
    const { lanes, count: count2 } = assignLanes(this.shown.values(), { max: MOST_LANES });
    this.lanes = lanes;
    this.laneCount = Math.max(count2, FEWEST_LANES);
  }
  /** @param {any[]} codes */
  #takeCodes(codes) {
    this.codes = codes;
    this.tallied = tally(this.state.saved.values());
    this.colors = colorsOf(codes);
    this.names = new Map(codes.map(({ code, name }) => [code, name]));
    this.keyed = keyed(codes, this.pins, this.keyed);
  }
  /**
   * Pin a code to a key from 1 to 9.
   * @param {string} code
   * @param {number} key
   */
  async pin(code, key2) {
    this.pins = withPin(this.pins, code, key2);
    this.keyed = keyed(this.codes, this.pins, this.keyed);
    this.tell("counts");
    try {
      await this.#question("pin", { source: this.source, rev: this.rev, code, key: key2 });
    } catch {
    }
  }
};

// view/practice.js
function practice() {
  let session;
  return {
    /** @param {{model: any}} widget */
    initialize({ model }) {
      session = new Session(model);
      session.open();
      return () => session.close();
    },
    /** @param {{model: any, el: HTMLElement}} widget */
    render({ model, el }) {
      const view = new PracticeView(session, el, model.get("height"));
      const deaf = answerCalls(session, view.root);
      return () => {
        deaf();
        view.close();
      };
    }
  };
}
export {
  practice as default
};
