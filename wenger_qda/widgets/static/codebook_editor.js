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

// src/moves.js
function stepOf(codes, id, way) {
  const self = codes.find(({ code }) => code === id);
  if (!self) return null;
  const beside = codes.filter(({ parent }) => parent === self.parent);
  const place = beside.indexOf(self);
  const before = beside[place - 1]?.code;
  const after = beside[place + 1]?.code;
  const steps = {
    up: before && { where: "before", target: before },
    down: after && { where: "after", target: after },
    in: before && { where: "below", target: before },
    out: self.parent && { where: "after", target: self.parent }
  };
  return (
    /** @type {Place | null} */
    steps[way] || null
  );
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

// src/state.js
var EVERYTHING = Object.freeze({ coders: null, codes: null, blind: false });

// view/book.js
var LOOK_EVERY = 2e3;
var BUSY = "NOT saved yet: the kernel does not answer. It is saved as soon as the kernel is free.";
var SILENT = "The kernel does not answer. What you do now is saved as soon as it is free.";
var CUT_OFF = "NOT saved: there is no kernel. Restart it and run the cell again.";
var Book = class {
  /** @type {Set<(event: Event) => void>} */
  #listeners = /* @__PURE__ */ new Set();
  /** @param {any} model anywidget's */
  constructor(model) {
    this.model = model;
    this.channel = new Channel((message) => model.send(message));
    this.receive = (message, buffers) => this.channel.receive(message, buffers);
    model.on("msg:custom", this.receive);
    this.channel.onSlow(({ message }) => this.say(message.cid ? BUSY : SILENT, "bad"));
    this.timer = setInterval(() => this.#look(), LOOK_EVERY);
    this.rev = -1;
    this.coder = "";
    this.isOpen = false;
    this.codes = [];
    this.colors = /* @__PURE__ */ new Map();
    this.status = { sentence: "", kind: "" };
  }
  /** @param {(event: Event) => void} listener @returns {() => void} stops listening */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  close() {
    clearInterval(this.timer);
    this.model.off("msg:custom", this.receive);
    this.channel.close();
  }
  async open() {
    const answer = await this.ask("open");
    if (!answer) return;
    this.coder = answer.coder;
    this.isOpen = true;
    this.say(this.coder ? "" : "Open for reading only.");
    this.#take(answer);
  }
  /** @param {string} id */
  code(id) {
    return this.codes.find(({ code }) => code === id) ?? null;
  }
  /**
   * Change something, and show what has become of it. A refusal is said and thrown, so that a form can keep its words.
   * @param {string} type
   * @param {Record<string, unknown>} [payload]
   * @returns {Promise<any>}
   */
  async commit(type, payload = {}) {
    this.say("Saving \u2026");
    try {
      const answer = await this.question(type, payload);
      this.#take(answer);
      this.say(["Saved.", answer.said].filter(Boolean).join(" "));
      return answer;
    } catch (error) {
      this.say(error.unsent ? CUT_OFF : `NOT saved: ${error.message}`, "bad");
      throw error;
    }
  }
  /**
   * Ask, and leave it to the caller to show a refusal. What cannot be sent is not kept: nobody waits for it.
   * @param {string} type
   * @param {Record<string, unknown>} payload
   * @returns {Promise<any>}
   */
  async question(type, payload) {
    try {
      return await this.channel.ask(type, payload);
    } catch (error) {
      if (error.unsent) this.channel.drop(error.id);
      throw error;
    }
  }
  /**
   * A question that changes nothing.
   * @param {string} type
   * @param {Record<string, unknown>} [payload]
   * @returns {Promise<any>} null where there is no answer; why has been said
   */
  async ask(type, payload = {}) {
    try {
      return await this.question(type, payload);
    } catch (error) {
      this.say(error.message, "bad");
      return null;
    }
  }
  /**
   * @param {string} sentence
   * @param {string} [kind]
   */
  say(sentence, kind = "") {
    this.status = { sentence, kind };
    this.#tell("status");
  }
  async #look() {
    if (!this.isOpen || document.hidden || this.channel.pendingCount > 0) return;
    try {
      this.#take(await this.question("look", { rev: this.rev }));
      if (this.channel.lateCount === 0 && [BUSY, SILENT].includes(this.status.sentence)) this.say("");
    } catch (error) {
      this.say(error.unsent ? "There is no kernel. Restart it and run the cell again." : error.message, "bad");
    }
  }
  /** @param {any} answer */
  #take(answer) {
    if (!answer.codes || answer.rev < this.rev) return;
    this.rev = answer.rev;
    this.codes = answer.codes;
    this.colors = colorsOf(answer.codes);
    this.#tell("codes");
  }
  /** @param {Event} event */
  #tell(event) {
    for (const listener of this.#listeners) listener(event);
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
  const inside = [swatch(colors.get(id)), element("span", { text: name, dir: "auto" })];
  return onCode ? element("button", { type: "button", class: "wq-link", onclick: () => onCode(id) }, ...inside) : element("span", {}, ...inside);
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

// view/dialogs.js
var LOSES = "What the codebook says of it stays; what it says of the others goes. It can be undone.";
function mergeDialog({ chosen, codes, affected, onDo, onCancel }) {
  const others = codes.filter((code) => !chosen.includes(code));
  const most = [...chosen].sort((one, other) => other.n - one.n)[0];
  const into = select([...chosen.length > 1 ? chosen : [], ...others]);
  into.value = chosen.length > 1 ? most.code : "";
  const says = element("p", { role: "status" });
  const tell = async () => {
    const target = into.value;
    const gone = chosen.filter(({ code }) => code !== target);
    const about = target ? await affected(gone.map(({ code }) => code)) : null;
    if (into.value !== target) return;
    const below = about?.below.length ? `, and so do the ${many(about.below.length, "code")} below` : "";
    says.textContent = about ? `${whose(about)} of ${namesOf(gone)} move to ${namesOf(codes.filter(({ code }) => code === target))}${below}. ${LOSES}` : "";
  };
  into.addEventListener("change", tell);
  tell();
  return dialog({ title: `Merge ${namesOf(chosen)}`, does: "Merge", onDo: () => onDo(needed(into.value, "Choose a code to merge into.")), onCancel }, labelled2("Into", into), says);
}
function splitDialog({ code, codes, passages, total, onDo, onCancel }) {
  const name = (
    /** @type {HTMLInputElement} */
    element("input", { type: "text", dir: "auto", autocomplete: "off" })
  );
  const boxes = passages.map(({ guid }) => (
    /** @type {HTMLInputElement} */
    element("input", { type: "checkbox", value: guid })
  ));
  const says = element("p", { role: "status", class: "wq-hint" });
  const chosen = () => boxes.filter(({ checked }) => checked).map(({ value }) => value);
  const count = () => says.textContent = `${chosen().length} of ${many(total, "passage")} chosen.`;
  const all = (checked) => {
    for (const box of boxes) box.checked = checked;
    count();
  };
  const rows = passages.map(
    ({ quote, source, coder }, place) => element("label", { class: "wq-choose" }, boxes[place], element("span", {}, element("q", { text: quote || "(the whole text)", dir: "auto" }), element("span", { class: "wq-hint", text: ` ${source} \xB7 ${coder}` })))
  );
  const list2 = element("div", { class: "wq-passages", role: "group", "aria-label": "Passages", onchange: count }, ...rows);
  count();
  const split = () => {
    const guids = chosen();
    const named = needed(name.value.trim(), "The new code needs a name.");
    if (!guids.length) throw new Error("Choose at least one passage.");
    return onDo({ code: inVivoId(named, codes.map((known) => known.code)), name: named, guids });
  };
  const shown = passages.length < total ? element("p", { class: "wq-hint", text: `The latest ${passages.length} of ${total} are shown.` }) : null;
  return dialog(
    { title: `Split \u201C${code.name}\u201D`, does: "Split", onDo: split, onCancel, isChanged: () => name.value !== "" || chosen().length > 0 },
    labelled2("The passages chosen go to a new code named", name),
    element("div", { class: "wq-buttons" }, small("Choose all", () => all(true)), small("Choose none", () => all(false))),
    list2,
    ...shown ? [shown] : [],
    says
  );
}
function moveDialog({ chosen, codes, onDo, onCancel }) {
  const itself = new Set(chosen.flatMap(({ code }) => [code, ...idsBelow(codes, code)]));
  const below = select(codes.filter(({ code }) => !itself.has(code)), "(at the top)");
  below.value = chosen[0].parent;
  return dialog({ title: `Move ${namesOf(chosen)}`, does: "Move", onDo: () => onDo(below.value, below.value ? "below" : "top"), onCancel }, labelled2("Below", below));
}
function removeDialog({ chosen, affected, onDo, onCancel }) {
  const below = affected.below.length ? `, with the ${many(affected.below.length, "code")} below` : "";
  const goes = `${whose(affected)} go along${below}. It can be undone.`;
  return dialog({ title: `Remove ${namesOf(chosen)}`, does: "Remove", onDo, onCancel }, element("p", { text: goes }));
}
function idDialog({ code, onDo, onCancel }) {
  const id = (
    /** @type {HTMLInputElement} */
    element("input", { type: "text", spellcheck: "false", autocomplete: "off" })
  );
  id.value = code.code;
  return dialog(
    { title: `The id of \u201C${code.name}\u201D`, does: "Change", onDo: () => onDo(needed(id.value.trim(), "A code needs an id.")), onCancel, isChanged: () => id.value !== code.code },
    labelled2("Id", id),
    element("p", { class: "wq-hint", text: "Its codings follow, and so do the codes that name it. Notebooks that name the old id must be changed by hand." })
  );
}
function dialog({ title, does, onDo, onCancel, isChanged = () => false }, ...parts) {
  const says = element("p", { class: "wq-says", role: "alert" });
  const go = (
    /** @type {HTMLButtonElement} */
    element("button", { type: "submit", class: "wq-main", text: does })
  );
  const save = async () => {
    if (go.disabled) return;
    go.disabled = true;
    says.textContent = "";
    try {
      await onDo();
    } catch (error) {
      says.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      go.disabled = false;
    }
  };
  const buttons = element("div", { class: "wq-buttons" }, go, small("Cancel", onCancel));
  const root = formOf({ class: "wq-form", "aria-label": title }, save, element("h3", { text: title }), ...parts, says, buttons);
  const focus = () => (
    /** @type {HTMLElement | null} */
    (root.querySelector("input, select, textarea") ?? go)?.focus()
  );
  return {
    root,
    focus,
    save,
    get isChanged() {
      return isChanged();
    }
  };
}
function select(codes, none = "") {
  const options = codes.map(({ code, path }) => element("option", { value: code, text: path }));
  return (
    /** @type {HTMLSelectElement} */
    element("select", {}, element("option", { value: "", text: none }), ...options)
  );
}
function namesOf(codes) {
  return codes.length > 3 ? `${codes.length} codes` : codes.map(({ name }) => `\u201C${name}\u201D`).join(", ");
}
function needed(value, otherwise) {
  if (!value) throw new Error(otherwise);
  return value;
}
function small(text, onclick) {
  return element("button", { type: "button", text, onclick });
}
function labelled2(text, field) {
  return element("label", { class: "wq-field" }, element("span", { text }), field);
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
function fill2(item, before, face, { code, ranges }) {
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
    fill2(drawn.item, drawn.face, face, row);
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

// view/editor.js
var READS_AFTER = 60;
var READ_ONLY = "This project is open for reading only; open it with a coder's name to change it.";
var TOOLS = [
  ["add-beside", "Add beside"],
  ["add-below", "Add below"],
  ["edit-this", "Edit"],
  ["change-id", "Id \u2026"],
  ["move-below", "Move \u2026"],
  ["merge", "Merge \u2026"],
  ["split-code", "Split \u2026"],
  ["remove-code", "Remove \u2026"],
  ["undo", "Undo"],
  ["redo", "Redo"]
];
var NO_CODE = 'There is no code yet. Add one, or take a codebook in: project.use(qda.Codebook.load("core"))';
var CHANGES = new Set(TOOLS.map(([command]) => command));
var Editor = class {
  /** @type {ReadonlySet<string>} */
  #ticked = /* @__PURE__ */ new Set();
  /** @type {(Dialog | CodeForm) | null} */
  #form = null;
  /** @type {any} */
  #reading;
  /** @type {{search: HTMLInputElement} & Record<"pane" | "count" | "status" | "root", HTMLElement>} */
  parts;
  /** @type {CodeTree} */
  tree;
  /** @type {import("./popover.js").Popover} */
  help;
  #warned = false;
  #last = "";
  /**
   * @param {Book} book
   * @param {HTMLElement} el
   * @param {number} height
   */
  constructor(book, el, height) {
    this.book = book;
    this.#build(el, height);
    this.leaveKeys = takeKeys(this.parts.root, {
      context: (target) => ({ focus: this.#focusOf(target), hasSelection: false, onCoding: false, isMac }),
      run: (command) => this.run(command)
    });
    this.deaf = book.listen((event) => event === "status" ? this.#showStatus() : this.#showCodes());
    this.#showStatus();
    if (book.isOpen) this.#showCodes();
  }
  close() {
    clearTimeout(this.#reading);
    this.leaveKeys();
    this.deaf();
    this.help.close();
  }
  /** @param {string} command */
  run(command) {
    if (this.tree.key(command)) return;
    const doing = {
      "add-beside": () => this.#add("beside"),
      "add-below": () => this.#add("below"),
      "edit-this": () => this.#edit(),
      "change-id": () => this.#changeId(),
      "code-up": () => this.#step("up"),
      "code-down": () => this.#step("down"),
      "code-in": () => this.#step("in"),
      "code-out": () => this.#step("out"),
      "move-below": () => this.#moveBelow(),
      merge: () => this.#merge(),
      "split-code": () => this.#split(),
      "remove-code": () => this.#remove(),
      undo: () => this.#change("undo"),
      redo: () => this.#change("redo"),
      "choose-code": () => this.tree.current && this.#tick(this.tree.current.code),
      "search-codes": () => this.parts.search.focus(),
      "go-to-match": () => this.tree.focus(),
      "save-form": () => this.#form?.save(),
      back: () => this.#back(),
      "back-to-text": () => this.#closeHelp(),
      help: () => this.help.open()
    }[command];
    const isChange = CHANGES.has(command) || /^code-(up|down|in|out)$/.test(command);
    if (isChange && !this.book.coder) this.book.say(READ_ONLY, "bad");
    else doing?.();
  }
  /** The codes that a command is meant for: those ticked, else the current one. */
  get chosen() {
    const current = this.tree.current;
    if (this.#ticked.size) return this.book.codes.filter(({ code }) => this.#ticked.has(code));
    return current ? [current] : [];
  }
  /** @param {"beside" | "below"} where */
  #add(where) {
    const { current } = this.tree;
    const parent = (where === "beside" ? current?.parent : current?.code) ?? "";
    const after = where === "beside" ? current?.code ?? "" : "";
    this.#openForm({ code: { parent }, isNew: true }, async (code, fields) => {
      await this.#commit("new_code", { code, fields, after: (fields.parent ?? "") === parent ? after : "" });
    });
  }
  async #edit() {
    const { current } = this.tree;
    const answer = current && await this.book.ask("about", { code: current.code });
    if (!answer) return;
    this.#openForm({ code: answer.code, isNew: false }, async (code, fields) => {
      if (Object.keys(fields).length) await this.#commit("edit_code", { code, fields });
      else this.#leave();
    });
  }
  #changeId() {
    const { current: code } = this.tree;
    if (code) this.#openDialog((onCancel) => idDialog({ code, onCancel, onDo: (id) => this.#commit("rename_code", { code: code.code, new: id }) }));
  }
  /** @param {"up" | "down" | "in" | "out"} way */
  #step(way) {
    const { current } = this.tree;
    const place = current && stepOf(this.book.codes, current.code, way);
    if (!place) return this.book.say("It cannot go further that way.");
    this.#change("move", { codes: [current.code], ...place, code: current.code });
  }
  #moveBelow() {
    const { chosen, book } = this;
    if (chosen.length === 0) return;
    const onDo = (target, where) => this.#commit("move", { codes: idsOf(chosen), target, where });
    this.#openDialog((onCancel) => moveDialog({ chosen, codes: book.codes, onDo, onCancel }));
  }
  #merge() {
    const { chosen, book } = this;
    if (chosen.length === 0) return;
    const affected = (codes) => book.ask("affected", { codes });
    const onDo = (into) => this.#commit("merge", { codes: idsOf(chosen), into });
    this.#openDialog((onCancel) => mergeDialog({ chosen, codes: book.codes, affected, onDo, onCancel }));
  }
  async #split() {
    const { current: code } = this.tree;
    const answer = code && await this.book.ask("passages", { code: code.code });
    if (!answer) return;
    if (answer.total === 0) return this.book.say(`No passage is coded with \u201C${code.name}\u201D.`);
    const { passages, total } = answer;
    const onDo = ({ code: made, name, guids }) => this.#commit("split", { code: code.code, new: made, name, guids });
    this.#openDialog((onCancel) => splitDialog({ code, codes: this.book.codes, passages, total, onDo, onCancel }));
  }
  async #remove() {
    const { chosen } = this;
    const affected = chosen.length && await this.book.ask("affected", { codes: idsOf(chosen), below: true });
    if (!affected) return;
    const onDo = () => this.#commit("remove", { codes: idsOf(chosen) });
    this.#openDialog((onCancel) => removeDialog({ chosen, affected, onDo, onCancel }));
  }
  /**
   * @param {Code} dragged
   * @param {Code} target
   * @param {string} where
   */
  #dropped(dragged, target, where) {
    const codes = this.#ticked.has(dragged.code) ? idsOf(this.chosen) : [dragged.code];
    if (!this.book.coder) return this.book.say(READ_ONLY, "bad");
    this.#change("move", { codes, where, target: target.code, code: dragged.code });
  }
  /**
   * Change something without any form; what is refused is said in the status line.
   * @param {string} type
   * @param {Record<string, unknown>} [payload]
   */
  async #change(type, payload = {}) {
    try {
      await this.#commit(type, payload);
    } catch {
    }
  }
  /**
   * Change something, leave the form, and go to the code that it was about.
   * @param {string} type
   * @param {Record<string, unknown>} payload
   */
  async #commit(type, payload) {
    const isForm = this.#form !== null;
    const answer = await this.book.commit(type, payload);
    this.#ticked = /* @__PURE__ */ new Set();
    const code = answer.code ?? payload.code;
    if (code) this.tree.goTo(String(code));
    if (isForm) this.#leave();
    this.#showCodes();
  }
  /**
   * @param {{code: any, isNew: boolean}} about
   * @param {(code: string, fields: any) => Promise<void>} onSave
   */
  #openForm(about, onSave) {
    const place = element("div", {});
    const form = new CodeForm(place, { onSave, onCancel: () => this.#leave() });
    form.show({ ...about, codes: this.book.codes });
    this.#open(form, place);
  }
  /** @param {(onCancel: () => void) => Dialog} make */
  #openDialog(make) {
    const made = make(() => this.#leave());
    this.#open(made, made.root);
  }
  /**
   * @param {Dialog | CodeForm} form
   * @param {HTMLElement} place
   */
  #open(form, place) {
    if (!this.#mayLeave()) return;
    this.#form = form;
    this.#warned = false;
    this.parts.pane.replaceChildren(place);
    form.focus();
  }
  /** Whether nothing written would be lost. */
  #mayLeave() {
    if (!this.#form?.isChanged || this.#warned) return true;
    this.#warned = true;
    this.book.say("Save what you wrote, or press Cancel.");
    this.#form.focus();
    return false;
  }
  #leave() {
    this.#form = null;
    this.#last = "";
    this.tree.focus();
    this.#read();
  }
  #closeHelp() {
    this.help.close();
    this.tree.focus();
  }
  /** One step back: out of a form, out of a search, and nothing ticked any more. */
  #back() {
    if (this.#form) return this.#mayLeave() && this.#leave();
    if (this.parts.search.value) {
      this.parts.search.value = "";
      this.tree.show({ query: "" });
    } else this.#tickOnly([]);
    this.tree.focus();
  }
  /**
   * @param {Code} code
   * @param {MouseEvent} event
   */
  #pick(code, event) {
    if (event.shiftKey) this.#tickOnly(this.tree.between(this.#anchor, code.code).map((one) => one.code));
    else if (event.ctrlKey || event.metaKey) this.#tick(code.code);
    else this.#tickOnly([]);
    if (!event.shiftKey) this.#anchor = code.code;
    if (event.detail === 2) this.run("edit-this");
  }
  #anchor = "";
  /** @param {string} code */
  #tick(code) {
    const ticked = new Set(this.#ticked);
    if (!ticked.delete(code)) ticked.add(code);
    this.#tickOnly(ticked);
  }
  /** @param {Iterable<string>} codes */
  #tickOnly(codes) {
    this.#ticked = new Set(codes);
    this.tree.show({ selected: this.#ticked.size ? this.#ticked : null });
    this.#showCount();
  }
  #showCodes() {
    const { codes, colors } = this.book;
    const known = new Set(idsOf(codes));
    this.#ticked = new Set([...this.#ticked].filter((code) => known.has(code)));
    this.tree.show({ codes, colors, selected: this.#ticked.size ? this.#ticked : null });
    this.parts.root.dataset.ready = "1";
    this.#showCount();
    this.#last = "";
    this.#read();
  }
  /** Show what the codebook says of the current code, once the keys have come to rest on it. */
  #read() {
    clearTimeout(this.#reading);
    if (this.#form || this.tree.current?.code === this.#last) return;
    this.#reading = setTimeout(() => this.#describe(), READS_AFTER);
  }
  async #describe() {
    const { current } = this.tree;
    const panel = current ? await this.#panelOf(current.code) : element("p", { class: "wq-hint wq-definition", text: NO_CODE });
    if (this.#form || this.tree.current?.code !== current?.code) return;
    this.#last = current?.code ?? "";
    this.parts.pane.replaceChildren(panel);
  }
  /** @param {string} id */
  async #panelOf(id) {
    const { codes, colors } = this.book;
    try {
      const { code, passages, total } = await this.book.question("about", { code: id });
      return definitionPanel(code, { codes, colors, passages, total }, { onCode: (other) => this.#goTo(other) });
    } catch (error) {
      return element("p", { class: "wq-hint wq-definition", text: error.message });
    }
  }
  /** @param {string} code */
  #goTo(code) {
    this.parts.search.value = "";
    this.tree.show({ query: "" });
    this.tree.goTo(code);
    this.tree.focus();
    this.#read();
  }
  #showCount() {
    const { codes } = this.book;
    const codings = codes.reduce((sum, { n }) => sum + n, 0);
    const ticked = this.#ticked.size ? `${this.#ticked.size} chosen of ` : "";
    this.parts.count.textContent = `${ticked}${many(codes.length, "code")}, ${many(codings, "coding")}`;
  }
  #showStatus() {
    const { sentence, kind } = this.book.status;
    this.parts.status.textContent = sentence;
    this.parts.status.dataset.kind = kind;
  }
  /**
   * @param {HTMLElement} target
   * @returns {import("../src/keys.js").Focus}
   */
  #focusOf(target) {
    if (target === this.parts.search) return "book-search";
    if (this.tree.root.contains(target)) return "book";
    return this.#form && this.parts.pane.contains(target) ? "form" : "field";
  }
  /**
   * @param {HTMLElement} el
   * @param {number} height
   */
  #build(el, height) {
    const search2 = (
      /** @type {HTMLInputElement} */
      element("input", { class: "wq-search", type: "search", placeholder: "/ find a code", "aria-label": "Find a code; Enter goes to it" })
    );
    const place = element("div", { class: "wq-codes" });
    this.parts = {
      search: search2,
      pane: element("div", { class: "wq-pane" }),
      count: element("span", { class: "wq-count" }),
      status: element("span", { class: "wq-status", role: "status", "aria-live": "polite" }),
      root: element("div", { class: "wq-editor", style: { height: `${height}px` } })
    };
    this.tree = new CodeTree(place, {
      searchBox: search2,
      isPickable: () => true,
      onPick: (code, event) => this.#pick(code, event),
      onFocus: () => this.#read(),
      onMove: (dragged, target, where) => this.#dropped(dragged, target, where)
    });
    this.help = helpPanel([
      ["book", "In the codes"],
      ["book-search", "Finding a code"],
      ["form", "In a form"]
    ]);
    const { root, pane, count, status } = this.parts;
    root.append(
      element("div", { class: "wq-head" }, element("div", { class: "wq-tools", role: "toolbar", "aria-label": "Codes" }, ...TOOLS.map((tool) => this.#tool(tool)), this.help.root)),
      element("div", { class: "wq-side" }, search2, place),
      pane,
      footOf("the codes", count, status)
    );
    const around2 = element("div", { class: "wq-box" }, root);
    el.append(around2);
  }
  /** @param {typeof TOOLS[number]} tool */
  #tool([command, text]) {
    const says = KEYS.find((row) => row.command === command)?.says;
    const title = `${says} (${pressesOf(command, { isMac }).join(", ")})`;
    const onmousedown = (event) => event.preventDefault();
    return element("button", { type: "button", class: "wq-tool", "data-command": command, text, title, onmousedown, onclick: () => this.run(command) });
  }
};
function idsOf(codes) {
  return codes.map(({ code }) => code);
}

// view/codebook_editor.js
function codebookEditor() {
  let book;
  return {
    /** @param {{model: any}} widget */
    initialize({ model }) {
      book = new Book(model);
      book.open();
      return () => book.close();
    },
    /** @param {{model: any, el: HTMLElement}} widget */
    render({ model, el }) {
      const view = new Editor(book, el, model.get("height"));
      return () => view.close();
    }
  };
}
export {
  codebookEditor as default
};
