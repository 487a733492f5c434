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

// src/contested.js
var TEXTS = new Intl.Collator(void 0, { numeric: true });

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

// src/search.js
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

// src/passages.js
var NAMES = new Intl.Collator(void 0, { numeric: true });
var Shelf = class {
  /** @type {Map<Passage, string>} */
  #folded = /* @__PURE__ */ new Map();
  /**
   * @param {Passage[]} passages
   * @param {readonly Named[]} codes in tree order
   */
  constructor(passages, codes) {
    this.passages = passages;
    this.places = new Map(codes.map(({ code }, place) => [code, place]));
    this.names = new Map(codes.map(({ code, name }) => [code, name]));
    const texts = [...new Set(passages.map(({ name }) => name))].sort(NAMES.compare);
    this.texts = new Map(texts.map((name, place) => [name, place]));
  }
  /**
   * The passages that hold all of some words, or parts of words: in what is said, in the memo, in the names of text,
   * speaker, codes and coder. Case, accents and punctuation do not matter.
   * @param {string} query
   * @returns {Passage[]}
   */
  holding(query) {
    const wanted = wordsOf(query);
    if (wanted.length === 0) return this.passages;
    return this.passages.filter((passage) => {
      const text = this.#lookedThrough(passage);
      return wanted.every((word) => text.includes(word));
    });
  }
  /**
   * Passages in an order, under headings. One with several codes, or of several coders, stands under each.
   * @param {Passage[]} passages
   * @param {Order} order
   * @returns {Group[]}
   */
  grouped(passages, order) {
    if (order === "table") return passages.length > 0 ? [{ title: "", code: null, passages }] : [];
    const ways = this.#ways()[order];
    const groups = /* @__PURE__ */ new Map();
    for (const passage of passages) {
      const keys = ways.keys(passage);
      for (const key2 of keys.length > 0 ? keys : [""]) {
        const group = groups.get(key2);
        if (group) group.push(passage);
        else groups.set(key2, [passage]);
      }
    }
    return [...groups].sort(([one], [other]) => Number(one === "") - Number(other === "") || ways.compare(one, other)).map(([key2, group]) => ({ title: key2 === "" ? ways.none : ways.title(key2), code: order === "code" && key2 ? key2 : null, passages: group.sort((one, other) => this.#byPlace(one, other)) }));
  }
  /** @param {string} code */
  nameOf(code) {
    return this.names.get(code) ?? code;
  }
  /**
   * @param {Passage} one
   * @param {Passage} other
   */
  #byPlace(one, other) {
    const text = (this.texts.get(one.name) ?? 0) - (this.texts.get(other.name) ?? 0);
    return text || (one.start ?? -1) - (other.start ?? -1) || (one.end ?? -1) - (other.end ?? -1) || one.number - other.number;
  }
  /** @param {Passage} passage */
  #lookedThrough(passage) {
    let text = this.#folded.get(passage);
    if (text === void 0) {
      const { words: words2, note, name, speaker, codes, coders } = passage;
      text = bare([words2, note, name, speaker, ...codes.map((code) => this.nameOf(code)), ...coders].join(" "));
      this.#folded.set(passage, text);
    }
    return text;
  }
  /** @returns {Record<Exclude<Order, "table">, {keys: (passage: Passage) => string[], title: (key: string) => string, none: string, compare: (one: string, other: string) => number}>} */
  #ways() {
    const asItIs = (key2) => key2;
    const place = (code) => this.places.get(code) ?? this.places.size;
    const text = (name) => this.texts.get(name) ?? 0;
    return {
      source: { keys: ({ name }) => [name], title: asItIs, none: "", compare: (one, other) => text(one) - text(other) },
      code: { keys: ({ codes }) => codes, title: (code) => this.nameOf(code), none: "without a code", compare: (one, other) => place(one) - place(other) },
      coder: { keys: ({ coders }) => coders, title: asItIs, none: "not coded", compare: NAMES.compare },
      speaker: { keys: ({ speaker }) => speaker ? [speaker] : [], title: asItIs, none: "no speaker", compare: NAMES.compare }
    };
  }
};
function markedIn(text, query) {
  const wanted = wordsOf(query);
  if (wanted.length === 0) return [];
  const { text: folded, points } = fold(text);
  const found = [];
  for (const word of wanted) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      found.push({ start: points[at], end: points[at + word.length - 1] + 1 });
    }
  }
  return joined(found);
}
function wordsOf(query) {
  return bare(query).split(" ").filter(Boolean);
}
function joined(spans) {
  const found = [];
  for (const { start, end } of spans.sort((one, other) => one.start - other.start)) {
    const last = found.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}

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

// src/review.js
var REVIEW_ORDERS = (
  /** @type {[ReviewOrder, string][]} */
  [
    ["code", "by code"],
    ["likely", "the likeliest first"],
    ["text", "by text"]
  ]
);
var REVIEW_TEXTS = (
  /** @type {[Which, string][]} */
  [
    ["all", "all texts"],
    ["new", "texts that you have not coded"],
    ["coded", "texts that you have coded"]
  ]
);
function reviewGroups(shelf, shown, order) {
  if (order === "likely") return shelf.grouped(likeliest(shown), "table");
  const groups = shelf.grouped(shown, order === "text" ? "source" : "code");
  if (order === "code") for (const group of groups) group.passages = likeliest(
    /** @type {Suggestion[]} */
    group.passages
  );
  return groups;
}
function besideGroup(groups, at, step) {
  let first = 0;
  const firsts = groups.map(({ passages }) => (first += passages.length) - passages.length);
  if (step > 0) return firsts.find((start) => start > at) ?? at;
  return firsts.findLast((start) => start < at) ?? 0;
}
function meant(groups, ticked, current) {
  const shown = new Map(groups.flatMap(({ passages }) => passages).map((one) => [one.number, one]));
  const chosen = [...ticked].filter((number) => shown.has(number)).map((number) => shown.get(number));
  return (
    /** @type {Suggestion[]} */
    chosen.length > 0 ? chosen : current ? [current] : []
  );
}
function withGroup(ticked, passages) {
  const numbers = passages.map(({ number }) => number);
  const next = new Set(ticked);
  const areAll = numbers.every((number) => ticked.has(number));
  for (const number of numbers) areAll ? next.delete(number) : next.add(number);
  return next;
}
function recordSays(record) {
  if (!record) return "";
  const { n_first, n_right, taken, refused, held } = record;
  const decided = [taken > 0 ? `${taken} taken over` : "", refused > 0 ? `${refused} refused` : ""].filter(Boolean).join(", ");
  const right = n_first > 0 ? `put first ${timesOf(n_first)} so far, rightly ${n_right === n_first ? "each time" : timesOf(n_right)}` : "";
  return [right, decided, held ? "not suggested: right too seldom" : ""].filter(Boolean).join(" \xB7 ");
}
function heldSays(records, nameOf) {
  const held = records.filter((record) => record.held);
  if (held.length === 0) return "";
  const named = held.map(({ code, n_first, n_right }) => `${nameOf(code)} (right ${n_right} of ${n_first})`);
  return `Not suggested, since too seldom right: ${named.join(", ")}.`;
}
function progressSays({ state, why, n_done, n_texts }) {
  if (state === "failed") return why;
  if (state === "done") return "";
  if (state === "running" && n_done === 0) return "Reading the texts and what you have coded \u2026";
  return `${n_done} of ${many(n_texts, "text")}${state === "stopped" ? ", stopped" : ""}`;
}
function cardSays(card, areMade) {
  if (!card) return [areMade ? "This code was not given yet, nor put first, nor refused: nothing is known of its suggestions." : "How far suggestions of this code can be relied upon is worked out once all texts are gone through."];
  const { n_passages, n_first, precision, recall, n_first_loo, precision_loo, recall_loo } = card;
  const { n_shown, n_taken, n_refused } = card;
  const first = n_first > 0 ? `Put first ${timesOf(n_first)} before you had coded the passage, rightly in ${inHundred(precision)}.` : "Never put first so far.";
  const three = n_passages > 0 ? `Of the ${many(n_passages, "passage")} that carry it, among the first three at ${inHundred(recall)}; as things stand now at ${inHundred(recall_loo)}.` : "";
  const now = n_first_loo > 0 ? `As things stand now, put first it is right in ${inHundred(precision_loo)}.` : "";
  const taken = n_shown > 0 ? `It stood beside ${many(n_shown, "passage")} while you coded; you took it at ${n_taken}.` : "";
  const refused = n_refused > 0 ? `Refused ${timesOf(n_refused)}.` : "";
  const beside = card.kappa === null ? "" : `With other coders the suggester agrees by kappa ${kappaSays(card.kappa, card.kappa_low, card.kappa_high)}, you by ${kappaSays(card.humans, card.humans_low, card.humans_high)}.`;
  return [first, now, three, taken, refused, beside, card.why].filter(Boolean);
}
function inHundred(share) {
  return share === null ? "none" : `${Math.round(100 * share)} %`;
}
function kappaSays(kappa, low, high) {
  if (kappa === null) return "an amount that cannot be said";
  const interval = low === null || high === null ? "" : ` (${low.toFixed(2)} to ${high.toFixed(2)})`;
  return `${kappa.toFixed(2)}${interval}`;
}
function timesOf(n) {
  return n === 0 ? "never" : n === 1 ? "once" : n === 2 ? "twice" : `${n} times`;
}
function likeliest(suggestions) {
  return [...suggestions].sort((one, other) => (other.score ?? 0) - (one.score ?? 0) || one.number - other.number);
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
function within(piece, point) {
  return piece && piece.start < point && point < piece.end ? piece : null;
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
  docOf(_source, said) {
    return new Doc(said);
  }
};

// view/review_session.js
var LOOK_AT_WORK = 700;
var RARELY = 6;
var ASK_AGAIN = 400;
var READ_ONLY = "This project is open for reading only; open it with a coder's name to decide.";
var FIELDS2 = ["number", "source", "start", "end", "before", "words", "after", "speaker", "ms", "rest", "code", "score", "why"];
var ReviewSession = class extends Asking {
  /** @param {any} model anywidget's */
  constructor(model) {
    super(model, { rarely: RARELY });
    this.wait = LOOK_AT_WORK;
    this.rev = -1;
    this.nDone = 0;
    this.project = "";
    this.coder = "";
    this.progress = { state: "running", why: "", n_done: 0, n_texts: 0, has_cards: false };
    this.wish = { likely: 0, right: 0 };
    this.nMore = 0;
    this.blind = [];
    this.mine = /* @__PURE__ */ new Set();
    this.all = [];
    this.shelf = new Shelf([], []);
    this.records = /* @__PURE__ */ new Map();
    this.sources = {};
    this.codes = [];
    this.colors = /* @__PURE__ */ new Map();
    this.gone = /* @__PURE__ */ new Set();
    this.saving = /* @__PURE__ */ new Set();
  }
  get isReadOnly() {
    return this.isOpen && !this.coder;
  }
  get lookEvery() {
    return this.progress.state === "running" ? LOOK_AT_WORK : super.lookEvery;
  }
  /** The suggestions that are left to decide. */
  get left() {
    return this.all.filter(({ number }) => !this.gone.has(number) && !this.saving.has(number));
  }
  /**
   * Passages to read: those worth reading next, or those like one. Asked again until they are made.
   * @param {"reading" | "like"} type
   * @param {Suggestion | null} [passage]
   * @returns {Promise<Suggestion[] | null>} null where there is no answer; why has been said
   */
  async passages(type, passage = null) {
    try {
      for (; ; ) {
        const answer = await this.channel.ask(type, passage ? { source: passage.source, start: passage.start } : {});
        if (answer.state === "ready") return this.#suggestions(JSON.parse(new TextDecoder().decode(answer.buffers?.[0])).rows);
        if (this.isClosed || this.progress.state === "failed") return null;
        this.say("Looking \u2026");
        await new Promise((resolve) => window.setTimeout(resolve, ASK_AGAIN));
      }
    } catch (error) {
      this.fail(error);
      return null;
    }
  }
  /**
   * Take suggestions over, or refuse them, as one step. They are out of the list at once.
   * @param {"take" | "refuse"} type
   * @param {Suggestion[]} suggestions
   */
  async decide(type, suggestions) {
    const numbers = suggestions.map(({ number }) => number);
    for (const number of numbers) this.saving.add(number);
    this.tell("rows");
    const isDone = await this.commit(type, { numbers });
    for (const number of numbers) this.saving.delete(number);
    if (isDone) for (const number of numbers) this.gone.add(number);
    this.tell("rows");
  }
  /** @param {string} type */
  obstacleTo(type) {
    return this.isReadOnly && !["stop", "go_on", "anew"].includes(type) ? READ_ONLY : "";
  }
  /**
   * @param {string} type
   * @param {any} answer
   */
  async done(type, answer) {
    await this.read(answer.anew || type === "anew" ? "open" : "look");
  }
  /** @param {"open" | "look"} type */
  async readNow(type) {
    const answer = await this.channel.ask(type, type === "look" ? { rev: this.rev, n_done: this.nDone } : {});
    if (answer.rev !== this.rev) this.forgetTexts();
    this.rev = answer.rev;
    this.progress = answer.progress;
    if (answer.buffers?.length) this.#take(answer);
    else if (answer.gone) this.#takeDecided(
      /** @type {any} */
      answer
    );
    this.tell("progress");
  }
  /** @param {any} answer */
  #take({ project, progress, buffers }) {
    const told = JSON.parse(new TextDecoder().decode(buffers[0]));
    const { codes, sources, wish, blind, coder } = told;
    Object.assign(this, { project, codes, sources, wish, blind, coder, nMore: told.n_more, nDone: progress.n_done, mine: new Set(told.mine), colors: colorsOf(codes), isOpen: true });
    this.all = this.#suggestions(told.rows);
    this.shelf = new Shelf(this.all, codes);
    this.#takeDecided(told);
  }
  /** @param {{gone: number[], record: History[]}} told */
  #takeDecided({ gone, record }) {
    this.gone = new Set(gone);
    this.records = new Map(record.map((one) => [one.code, one]));
    this.tell("rows");
  }
  /**
   * @param {any[][]} rows
   * @returns {Suggestion[]}
   */
  #suggestions(rows) {
    return rows.map((row) => {
      const made = (
        /** @type {any} */
        { coders: [], round: 1, note: "", remark: "" }
      );
      FIELDS2.forEach((name, place) => made[name] = row[place]);
      made.name = this.sources[made.source] ?? "";
      made.codes = made.code ? [made.code] : [];
      delete made.code;
      return made;
    });
  }
};

// view/calls.js
var CALL = "wq-goto";
function call(place) {
  return !window.dispatchEvent(new CustomEvent(CALL, { detail: place, cancelable: true }));
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
var isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

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
  const { quote: quote2, source, coder, note } = passage;
  const where = `${source} \xB7 ${coder}`;
  const place = onPassage ? element("button", { type: "button", class: "wq-link wq-hint", text: where, onclick: () => onPassage(passage) }) : element("span", { class: "wq-hint", text: where });
  return element("li", {}, element("q", { text: quote2, dir: "auto" }), element("br"), place, note ? element("div", { class: "wq-hint", text: note, dir: "auto" }) : null);
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
  #label(codings) {
    const { names } = this.session;
    const said = codings.map((coding) => this.#said(coding));
    return element("span", {
      class: "wq-label-of-line",
      "data-label": [...new Set(codings.map(({ code }) => names.get(code) ?? code))].join(" \xB7 "),
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
  return (parts[0] > 0 ? parts : parts.slice(1)).map((part2, place) => place ? String(part2).padStart(2, "0") : String(part2)).join(":");
}
function boxAt(found) {
  const node = found.focusNode;
  const holder = node instanceof HTMLElement ? node.children[found.focusOffset] ?? node : node?.parentElement;
  return holder?.getClientRects()[0];
}

// view/passage_card.js
var LONG = 900;
var SHOWN = 700;
function passageCard(passage, { session, query }, { onshow, oncopy }) {
  const { note, remark } = passage;
  const where = placeOf2(passage);
  const said = passage.start === null ? "the whole text" : passage.words.slice(0, SHOWN);
  return element(
    "article",
    { class: "wq-passage", tabindex: "-1", "aria-label": `${said}. ${whereabouts(passage, session)}` },
    element(
      "header",
      {},
      element("button", { type: "button", class: "wq-where", tabindex: "-1", dir: "auto", title: "Show it in its text (Enter)", text: where, onclick: () => onshow(passage) }),
      element("button", { type: "button", class: "wq-plain", tabindex: "-1", text: "Copy", title: "Copy this passage as plain text", onclick: () => oncopy(passage) })
    ),
    quote(passage, query),
    codesOf(passage, session),
    note ? element("div", { class: "wq-note", dir: "auto" }, ...marked(note, query)) : null,
    remark ? element("div", { class: "wq-remark", dir: "auto", text: remark }) : null
  );
}
function placeOf2({ name, speaker, ms }) {
  return [name, speaker, ms === null ? "" : clock(ms)].filter(Boolean).join(" \xB7 ");
}
function whereabouts({ name, speaker, ms, codes, coders }, session) {
  const place = [name, speaker, ms === null ? "" : clock(ms)].filter(Boolean).join(", ");
  const coded2 = codes.map((code) => session.shelf.nameOf(code)).join(", ");
  return coded2 ? `${place} \xB7 ${coded2} (${coders.join(", ")})` : place;
}
function quote({ start, before, words: words2, after, rest }, query) {
  const around = (text) => text ? element("span", { class: "wq-around", text }) : null;
  if (start === null) return element("p", { class: "wq-quote", dir: "auto" }, element("b", { text: "The whole text: " }), around(after));
  const short = shortened(words2, query);
  const said = element("span", { class: "wq-words" }, ...marked(short, query));
  const [ahead, behind] = [around(before), around(after)];
  const isWhole = short === words2 && rest === 0;
  const shown = element("p", { class: "wq-quote", dir: "auto" }, ahead, said, isWhole ? behind : null);
  if (isWhole) return shown;
  const more = element("button", {
    type: "button",
    class: "wq-plain",
    tabindex: "-1",
    text: `show ${rest > 0 ? "more of" : "all"} ${(words2.length + rest).toLocaleString()} characters`,
    onclick: () => {
      said.replaceChildren(...marked(rest > 0 ? `${words2} \u2026` : words2, query));
      if (rest === 0 && behind) shown.append(behind);
      more.closest(".wq-passage")?.focus({ preventScroll: true });
      more.remove();
    }
  });
  return element("div", {}, shown, more);
}
function shortened(words2, query) {
  const [first] = markedIn(words2, query);
  if (words2.length <= LONG || first && first.start > SHOWN) return words2;
  const cut = words2.slice(0, SHOWN).replace(/[\ud800-\udbff]$/, "");
  return `${cut.replace(/\s+\S*$/u, "")} \u2026`;
}
function marked(text, query) {
  const ranges = markedIn(text, query);
  if (ranges.length === 0) return [document.createTextNode(text)];
  return highlighted(text, ranges).map(({ text: part2, hit }) => hit ? element("mark", { text: part2 }) : document.createTextNode(part2));
}
function codesOf({ codes, coders, round }, { shelf, colors }) {
  if (codes.length === 0) return null;
  const named = codes.map(
    (code) => element(
      "span",
      { class: "wq-code" },
      element("span", { class: "wq-swatch", style: { background: colors.get(code) ?? "transparent" }, "aria-hidden": "true" }),
      element("span", { text: shelf.nameOf(code), dir: "auto" })
    )
  );
  const who = `${coders.join(", ")}${round > 1 ? `, round ${round}` : ""}`;
  return element("div", { class: "wq-coded" }, ...named, element("span", { class: "wq-soft", text: who, dir: "auto" }));
}

// view/passage_list.js
var CHUNK2 = 25;
var NEAR2 = "1500px";
var HEIGHT = 150;
var PassageList = class {
  /** @type {Entry[]} */
  #entries = [];
  /** @type {HTMLElement[]} */
  #chunks = [];
  /** @type {Map<number, HTMLElement>} */
  #cards = /* @__PURE__ */ new Map();
  #query = "";
  #at = 0;
  /**
   * @param {PassagesSession} session
   * @param {import("./passage_card.js").Verbs} verbs
   * @param {Drawing} [drawing]
   */
  constructor(session, verbs, { card = passageCard, says = () => "" } = {}) {
    this.session = session;
    this.verbs = verbs;
    this.draw = { card, says };
    this.root = element("div", { class: "wq-passage-list", role: "feed", tabindex: "-1", "aria-label": "Passages" });
    this.root.addEventListener("focusin", (event) => this.#reached(event.target));
    this.root.addEventListener("pointerdown", (event) => this.#reached(event.target));
    this.seen = new IntersectionObserver((entries) => this.#appear(entries), { root: this.root, rootMargin: NEAR2 });
  }
  close() {
    this.seen.disconnect();
  }
  /** The passage that keys speak of. */
  get current() {
    return this.#entries[this.#at]?.passage ?? null;
  }
  /** Where it stands among those that are shown. */
  get at() {
    return this.#at;
  }
  get hasFocus() {
    return this.root.contains(document.activeElement);
  }
  /**
   * Show passages. The one that keys speak of stays so, if it is still among them; and what is in view stays there.
   * @param {Group[]} groups
   * @param {string} query whose words are marked
   * @param {string} otherwise what is said where there is none
   */
  show(groups, query, otherwise) {
    const [before, inView, hadFocus] = [this.#entries[this.#at], this.#inView(), this.hasFocus];
    this.#query = query;
    this.#entries = groups.flatMap((group) => group.passages.map((passage, place) => ({ group, passage, isFirst: place === 0 && group.title !== "" })));
    this.#at = Math.max(0, before ? this.#placeOf(before) : 0);
    this.#cards.clear();
    this.seen.disconnect();
    this.#chunks = [];
    for (let first = 0; first < this.#entries.length; first += CHUNK2) this.#chunks.push(this.#chunk(first));
    this.root.replaceChildren(...this.#chunks);
    if (this.#entries.length === 0) this.root.append(element("p", { class: "wq-none", text: otherwise }));
    this.#fill(Math.floor(this.#at / CHUNK2));
    this.#bringBack(inView);
    for (const chunk of this.#chunks) this.seen.observe(chunk);
    if (hadFocus) this.focus();
  }
  /**
   * Make another passage the one that keys speak of, and bring it into view.
   * @param {number} place among those that are shown; the nearest there is
   */
  go(place) {
    if (this.#entries.length === 0) return;
    const card = this.#card(this.#at);
    card.tabIndex = -1;
    this.#at = Math.min(Math.max(place, 0), this.#entries.length - 1);
    this.#mark();
    this.#card(this.#at).scrollIntoView({ block: "nearest" });
  }
  /** Go to the top, without making another passage the one that keys speak of. */
  top() {
    this.root.scrollTop = 0;
  }
  focus() {
    const card = this.#entries.length > 0 ? this.#card(this.#at) : this.root;
    card.focus({ preventScroll: true });
  }
  /** The passage highest in view, and how far it stands below the upper border. */
  #inView() {
    const border = this.root.getBoundingClientRect().top;
    const reaches = (part2) => part2.getBoundingClientRect().bottom > border;
    const chunk = this.#chunks.find((one) => one.firstChild && reaches(one));
    const card = chunk && [...chunk.querySelectorAll(".wq-passage")].find(reaches);
    if (!card) return null;
    const entry = this.#entries[Number(
      /** @type {HTMLElement} */
      card.dataset.place
    )];
    return { entry, below: card.getBoundingClientRect().top - border };
  }
  /** @param {{entry: Entry, below: number} | null} inView */
  #bringBack(inView) {
    const place = inView ? this.#placeOf(inView.entry) : -1;
    if (!inView || place < 0) return;
    const { top } = this.#card(place).getBoundingClientRect();
    this.root.scrollTop += top - this.root.getBoundingClientRect().top - inView.below;
  }
  /** @param {Entry} entry */
  #placeOf({ group, passage }) {
    const isIt = (entry) => entry.passage.number === passage.number;
    const exactly = this.#entries.findIndex((entry) => isIt(entry) && entry.group.title === group.title);
    return exactly >= 0 ? exactly : this.#entries.findIndex(isIt);
  }
  /** @param {EventTarget | null} target */
  #reached(target) {
    const card = (
      /** @type {HTMLElement | null} */
      /** @type {Element} */
      target.closest?.(".wq-passage")
    );
    const place = card ? Number(card.dataset.place) : this.#at;
    if (place === this.#at) return;
    this.#card(this.#at).tabIndex = -1;
    this.#at = place;
    this.#mark();
  }
  /** Only one passage, with its buttons, is on the way of the Tab key. */
  #mark() {
    this.root.querySelectorAll("[data-current]").forEach((card2) => {
      card2.removeAttribute("data-current");
      card2.querySelectorAll("button").forEach((button) => button.tabIndex = -1);
    });
    const card = this.#card(this.#at);
    card.tabIndex = 0;
    card.dataset.current = "1";
    card.querySelectorAll("button").forEach((button) => button.tabIndex = 0);
  }
  /** @param {number} first */
  #chunk(first) {
    const count = Math.min(CHUNK2, this.#entries.length - first);
    return element("div", { class: "wq-passages-chunk", style: { "min-height": `${count * HEIGHT}px` }, "data-chunk": first / CHUNK2 });
  }
  /** @param {IntersectionObserverEntry[]} entries */
  #appear(entries) {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) this.#fill(Number(
        /** @type {HTMLElement} */
        target.dataset.chunk
      ));
    }
  }
  /** @param {number} place */
  #card(place) {
    this.#fill(Math.floor(place / CHUNK2));
    return (
      /** @type {HTMLElement} */
      this.#cards.get(place)
    );
  }
  /** @param {number} number of a chunk */
  #fill(number) {
    const chunk = this.#chunks[number];
    if (!chunk || chunk.firstChild) return;
    const first = number * CHUNK2;
    const about = { session: this.session, query: this.#query };
    this.#entries.slice(first, first + CHUNK2).forEach(({ group, passage, isFirst }, offset) => {
      const place = first + offset;
      const card = this.draw.card(passage, about, this.verbs);
      card.dataset.place = String(place);
      card.setAttribute("aria-posinset", String(place + 1));
      card.setAttribute("aria-setsize", String(this.#entries.length));
      this.#cards.set(place, card);
      if (isFirst) chunk.append(this.#heading(group));
      chunk.append(card);
    });
    keepHeight(chunk);
    if (this.#at >= first && this.#at < first + CHUNK2) this.#mark();
  }
  /** @param {Group} group */
  #heading(group) {
    const { title, code, passages } = group;
    const color = code === null ? null : this.session.colors.get(code);
    return element(
      "h3",
      {},
      color ? element("span", { class: "wq-swatch", style: { background: color }, "aria-hidden": "true" }) : null,
      element("span", { text: title, dir: "auto" }),
      element("span", { class: "wq-n", text: ` ${passages.length}` }),
      element("span", { class: "wq-soft wq-group-says", text: this.draw.says(group) })
    );
  }
};
function keepHeight(chunk) {
  chunk.style.removeProperty("min-height");
  chunk.style.contentVisibility = "visible";
  chunk.style.containIntrinsicSize = `auto ${chunk.offsetHeight}px`;
  chunk.style.contentVisibility = "";
}

// view/reader.js
var Reader = class {
  #asked = 0;
  /** @type {any} */
  #page = null;
  /**
   * @param {PassagesSession} session
   * @param {() => void} onleave
   */
  constructor(session, onleave) {
    this.session = session;
    this.title = element("h3", { dir: "auto" });
    this.text = element("div", { class: "wq-text", tabindex: "0", role: "document" });
    const close = element("button", { type: "button", class: "wq-button", text: "Close", title: "Close the text (Escape)", onclick: onleave });
    this.root = element("section", { class: "wq-reader", "aria-label": "The passage in its text", hidden: true }, element("header", {}, this.title, close), this.text);
    this.passage = null;
    this.view = null;
  }
  get isOpen() {
    return !this.root.hidden;
  }
  get hasFocus() {
    return this.root.contains(document.activeElement);
  }
  /**
   * Show a passage in its text.
   * @param {Passage} passage
   * @returns {Promise<boolean>} whether it is shown; why not, has been said
   */
  async open(passage) {
    const asked = ++this.#asked;
    const text = await this.session.text(passage.source);
    if (asked !== this.#asked || text === null) return false;
    this.passage = passage;
    this.root.hidden = false;
    this.title.textContent = text.name;
    this.text.setAttribute("aria-label", `Text: ${text.name}`);
    this.#draw(text, passage);
    this.#bringIntoView(Math.min(passage.start ?? 0, text.doc.length));
    return true;
  }
  close() {
    this.#asked++;
    this.passage = null;
    this.view?.close();
    this.view = null;
    this.#page = null;
    this.text.replaceChildren();
    this.root.hidden = true;
  }
  focus() {
    this.text.focus({ preventScroll: true });
  }
  /**
   * Draw a text; or, if it is there already, only the passage anew.
   * @param {import("./asking.js").Text} text
   * @param {Passage} passage
   */
  #draw({ doc, turns }, passage) {
    const isThere = this.#page?.doc === doc;
    const page = { ...this.#marked(doc, passage), doc, turns, lanes: /* @__PURE__ */ new Map(), laneCount: 0, isMine: () => true };
    this.#page = Object.assign(isThere ? this.#page : {}, page);
    if (isThere) return this.view?.redraw(null);
    this.view?.close();
    this.view = new TextView(this.text, this.#page);
  }
  /**
   * What a view of a text knows of codings: here there is but one.
   * @param {import("../src/offsets.js").Doc} doc
   * @param {Passage} passage
   */
  #marked(doc, { codes, coders, start, end }) {
    const { shelf, colors } = this.session;
    const name = codes.map((code) => shelf.nameOf(code)).join(" \xB7 ") || "the passage";
    const coding = { guid: "passage", code: "passage", coder: coders.join(", ") || "not coded", start, end, status: "saved" };
    const shown = new Map(start === null || end === null || end > doc.length ? [] : [["passage", coding]]);
    return {
      shown,
      index: new LineIndex(
        doc,
        /** @type {any} */
        shown.values()
      ),
      names: /* @__PURE__ */ new Map([["passage", name]]),
      colors: /* @__PURE__ */ new Map([["passage", colors.get(codes[0]) ?? ""]])
    };
  }
  /** @param {number} point */
  #bringIntoView(point) {
    const { view, text } = this;
    view?.show(point);
    requestAnimationFrame(() => {
      if (view === null || view !== this.view) return;
      const box = view.range(point, point).getBoundingClientRect();
      const frame = text.getBoundingClientRect();
      text.scrollBy(0, box.top - frame.top - frame.height / 4);
    });
  }
};

// view/suggestion_card.js
function suggestionCard(suggestion, { session, query }, verbs) {
  const { words: words2, why } = suggestion;
  const code = suggestion.codes[0] ?? "";
  const likely = code ? `${Math.round(100 * (suggestion.score ?? 0))} %` : "";
  const name = code ? session.shelf.nameOf(code) : "";
  const said = [name, likely, words2.slice(0, 300), why, placeOf2(suggestion)].filter(Boolean).join(". ");
  return element(
    "article",
    { class: "wq-passage wq-suggestion", tabindex: "-1", "aria-label": said },
    element(
      "header",
      {},
      code ? tickOf(suggestion, verbs) : null,
      element("button", { type: "button", class: "wq-where", tabindex: "-1", dir: "auto", title: "Show it in its text (Enter)", text: placeOf2(suggestion), onclick: () => verbs.onshow(suggestion) }),
      code && !session.isReadOnly ? doesOf(suggestion, verbs) : null
    ),
    quote(suggestion, query),
    code ? codeOf(code, name, likely, session) : alikeOf(suggestion),
    why ? element("div", { class: "wq-soft wq-advice-why", text: why, dir: "auto" }) : null
  );
}
function tickOf(suggestion, { ontick, isTicked }) {
  const box = (
    /** @type {HTMLInputElement} */
    element("input", { type: "checkbox", class: "wq-tick", tabindex: "-1", "aria-label": "Ticked", title: "Tick it, to decide several at once (Space)", onchange: () => ontick(suggestion) })
  );
  box.checked = isTicked(suggestion);
  return box;
}
function codeOf(code, name, likely, { colors }) {
  const swatch2 = element("span", { class: "wq-swatch", style: { background: colors.get(code) ?? "transparent" }, "aria-hidden": "true" });
  const chip = element("span", { class: "wq-code" }, swatch2, element("span", { text: name, dir: "auto" }));
  return element("div", { class: "wq-coded" }, chip, element("span", { class: "wq-n", text: likely, title: "How likely it is that you would code this passage, and with this code" }));
}
function alikeOf({ score }) {
  return score === null ? null : element("div", { class: "wq-coded wq-soft", text: `${Math.round(100 * score)} % alike` });
}
function doesOf(suggestion, { ontake, onrefuse }) {
  const button = (text, key2, does) => element("button", { type: "button", class: "wq-button", tabindex: "-1", title: `key ${key2}`, text, onclick: () => does(suggestion) });
  return element("div", { class: "wq-does" }, button("Take", "+", ontake), button("Not this", "-", onrefuse));
}

// view/review_view.js
var SOON = 80;
var PAGE = 10;
var ReviewView = class {
  /** @type {Group[]} */
  #groups = [];
  /** @type {Set<number>} */
  #ticked = /* @__PURE__ */ new Set();
  /** @type {Aside | null} */
  #aside = null;
  #back = 0;
  #isTouched = false;
  #timer = 0;
  /** @type {PassageList} */
  list;
  /** @type {Reader} */
  reader;
  /** @type {import("./popover.js").Popover} */
  help;
  /** @type {Record<"root" | "body" | "count" | "notes" | "said" | "status" | "about" | "run" | "title" | "back", HTMLElement> & {field: HTMLInputElement, order: HTMLSelectElement, which: HTMLSelectElement, bar: HTMLProgressElement, likely: HTMLInputElement, right: HTMLInputElement, likelySays: HTMLElement, rightSays: HTMLElement}} */
  parts;
  /**
   * @param {ReviewSession} session
   * @param {HTMLElement} el
   * @param {number} height in CSS pixels
   */
  constructor(session, el, height) {
    this.session = session;
    this.#build(el, height);
    this.free = takeKeys(this.parts.root, { context: (target) => this.#context(target), run: (command) => this.run(command) });
    const shows = /* @__PURE__ */ new Map([["status", () => this.#showStatus()], ["progress", () => this.#showProgress()], ["rows", () => this.#renew()]]);
    this.deaf = session.listen((event) => shows.get(event)?.());
    this.#showStatus();
    this.#showProgress();
    if (session.isOpen) this.#renew();
  }
  close() {
    window.clearTimeout(this.#timer);
    this.free();
    this.deaf();
    this.list.close();
    this.reader.close();
    this.help.close();
  }
  /** @param {string} command */
  run(command) {
    const { list: list2, session } = this;
    const doing = {
      "take-this": () => this.#decide("take"),
      "refuse-this": () => this.#decide("refuse"),
      "tick-this": () => this.#tick(),
      "tick-group": () => this.#tickGroup(),
      "take-back": () => session.commit("undo"),
      "do-again": () => session.commit("redo"),
      "next-passage": () => this.#go(list2.at + 1),
      "previous-passage": () => this.#go(list2.at - 1),
      "next-page": () => this.#go(list2.at + PAGE),
      "previous-page": () => this.#go(list2.at - PAGE),
      "first-passage": () => this.#go(0),
      "last-passage": () => this.#go(Infinity),
      "next-group": () => this.#go(besideGroup(this.#groups, list2.at, 1)),
      "previous-group": () => this.#go(besideGroup(this.#groups, list2.at, -1)),
      "show-in-text": () => this.#showInText(this.#current),
      "read-next": () => this.#readOn(1),
      "read-previous": () => this.#readOn(-1),
      "find-like": () => this.#findLike(),
      "worth-reading": () => this.#worthReading(),
      "describe-this": () => this.#describe(),
      "suggest-anew": () => session.commit("anew"),
      "filter-passages": () => this.parts.field.focus(),
      "back-to-suggestions": () => this.#leave(),
      "back-to-passages": () => this.#leave(),
      "back-to-text": () => this.#leave(),
      help: () => this.help.open()
    }[command];
    doing?.();
  }
  /** @returns {Suggestion | null} */
  get #current() {
    return (
      /** @type {Suggestion | null} */
      this.list.current
    );
  }
  /**
   * Decide what is ticked, or what keys speak of, and go on with the next.
   * @param {"take" | "refuse"} type
   */
  #decide(type) {
    const { session } = this;
    const chosen = meant(this.#groups, this.#ticked, this.#current);
    if (this.#aside || chosen.length === 0) return session.say("There is no suggestion here to decide.");
    if (session.isReadOnly) return session.say("This project is open for reading only; open it with a coder's name to decide.", "bad");
    this.#ticked = /* @__PURE__ */ new Set();
    session.decide(type, chosen);
    this.list.focus();
  }
  #tick() {
    const current = this.#current;
    if (!current || this.#aside) return;
    if (!this.#ticked.delete(current.number)) this.#ticked.add(current.number);
    this.#showTicks();
    this.#go(this.list.at + 1);
  }
  #tickGroup() {
    const current = this.#current;
    if (!current || this.#aside) return;
    const group = this.#groups.find(({ passages }) => passages.includes(current));
    if (group) this.#ticked = withGroup(this.#ticked, group.passages);
    this.#showTicks();
  }
  #showTicks() {
    for (const box of this.list.root.querySelectorAll(".wq-tick")) {
      const number = Number(
        /** @type {HTMLElement} */
        box.closest(".wq-passage").dataset.number
      );
      box.checked = this.#ticked.has(number);
    }
    this.#showCount();
  }
  /** @param {number} place */
  #go(place) {
    this.list.go(place);
    this.list.focus();
  }
  /** Show the passages that are like the one that keys speak of. */
  async #findLike() {
    const current = this.#current;
    if (!current) return;
    const words2 = current.words.replace(/\s+/g, " ").slice(0, 60);
    await this.#showAside(`Passages like \u201C${words2}${words2.length < current.words.length ? " \u2026" : ""}\u201D`, "like", current);
  }
  async #worthReading() {
    await this.#showAside("Worth reading next: not coded yet, from all texts, each standing for many like it", "reading", null);
  }
  /**
   * @param {string} title
   * @param {"like" | "reading"} type
   * @param {Suggestion | null} passage
   */
  async #showAside(title, type, passage) {
    const back = this.#aside ? this.#back : this.list.at;
    const passages = await this.session.passages(type, passage);
    if (!passages) return;
    [this.#aside, this.#back] = [{ title, passages }, back];
    this.session.say("");
    this.#show();
    this.list.top();
    this.#go(0);
  }
  /** Leave, one after the other: help, the text, passages to read, ticks. */
  #leave() {
    if (this.help.isOpen) this.help.close();
    else if (!this.parts.about.hidden || this.reader.isOpen) this.#closeText();
    else if (this.#aside) return this.#leaveAside();
    else this.#ticked = /* @__PURE__ */ new Set();
    this.#showTicks();
    this.list.focus();
  }
  #leaveAside() {
    this.#aside = null;
    this.#show();
    this.#go(this.#back);
  }
  /**
   * Show a passage in its text: in a view for coding, if there is one on the page, or beside the list.
   * @param {Suggestion | null} passage
   */
  async #showInText(passage) {
    if (!passage) return;
    const { project } = this.session;
    const { source, start, end, name } = passage;
    if (call({ project, source, start, end })) {
      this.#closeText();
      return this.session.say(`Shown in the view for coding: ${name}.`);
    }
    this.parts.about.hidden = true;
    if (await this.reader.open(passage)) {
      this.parts.body.dataset.reading = "1";
      this.list.go(this.list.at);
      this.reader.focus();
      this.session.say("");
    }
  }
  /** @param {number} step */
  async #readOn(step) {
    this.list.go(this.list.at + step);
    if (this.#current) await this.reader.open(this.#current);
  }
  #closeText() {
    this.reader.close();
    this.parts.about.hidden = true;
    delete this.parts.body.dataset.reading;
  }
  /** Show what the codebook says of the code that is suggested. */
  async #describe() {
    const { session } = this;
    const code = this.#current?.codes[0];
    if (!code) return;
    try {
      const { code: about, card } = await session.channel.ask("about", { code });
      this.reader.close();
      const says = element("ul", { class: "wq-card-says", "aria-label": "How far its suggestions can be relied upon" }, ...cardSays(card, session.progress.has_cards).map((text) => element("li", { text })));
      this.parts.about.replaceChildren(says, definitionPanel(about, { codes: session.codes, colors: session.colors }));
      this.parts.about.dataset.card = session.progress.has_cards ? "yes" : "no";
      this.parts.about.hidden = false;
      this.parts.body.dataset.reading = "1";
    } catch (error) {
      session.say(
        /** @type {Error} */
        error.message,
        "bad"
      );
    }
  }
  /** Show what has changed, where one was. */
  #renew() {
    const { wish } = this.session;
    const { likely, right } = this.parts;
    if (document.activeElement !== likely) likely.value = String(Math.round(100 * wish.likely));
    if (document.activeElement !== right) right.value = String(Math.round(100 * wish.right));
    this.#showWish();
    this.#show();
    this.parts.root.dataset.ready = "1";
  }
  #show() {
    const { shelf, left, gone, saving } = this.session;
    const query = this.parts.field.value;
    const order = (
      /** @type {ReviewOrder} */
      this.parts.order.value
    );
    if (this.#aside) {
      this.#groups = [{ title: "", code: null, passages: this.#aside.passages }];
    } else {
      const shown = (
        /** @type {Suggestion[]} */
        shelf.holding(query).filter(({ number, source }) => !gone.has(number) && !saving.has(number) && this.#isWanted(source))
      );
      this.#groups = reviewGroups(shelf, shown, order).filter(({ passages }) => passages.length > 0);
    }
    this.parts.title.textContent = this.#aside?.title ?? "";
    this.parts.back.hidden = this.#aside === null;
    this.parts.root.toggleAttribute("data-aside", this.#aside !== null);
    this.list.show(this.#groups, this.#aside ? "" : query, this.#emptySays(left.length));
    if (!this.#isTouched) this.#goToTop();
    this.#showNotes();
    this.#showTicks();
  }
  /** As long as nobody has begun, the likeliest stay in view while more come in. */
  #goToTop() {
    this.list.go(0);
    this.list.top();
  }
  /** @param {string} source */
  #isWanted(source) {
    const which = this.parts.which.value;
    return which === "all" || this.session.mine.has(source) === (which === "coded");
  }
  /** @param {number} n_left */
  #emptySays(n_left) {
    const { progress, all } = this.session;
    if (this.#aside) return "There is no such passage.";
    if (n_left > 0) return "No suggestion is like that; show others with the filters above.";
    if (progress.state === "running") return "Suggestions are being made \u2026";
    if (all.length > 0) return "All is decided.";
    return "There is no suggestion as likely as that; move the slider to the left, or add a codebook and texts.";
  }
  #showCount() {
    const { left, shelf } = this.session;
    const shown = this.#groups.reduce((sum, { passages }) => sum + passages.length, 0);
    const ticked = meant(this.#groups, this.#ticked, null).length;
    const hidden = shelf.passages.length > 0 && !this.#aside && shown < left.length ? `${shown} of ` : "";
    const what = this.#aside ? many(shown, "passage") : `${hidden}${many(left.length, "suggestion")}`;
    this.parts.count.textContent = ticked > 0 ? `${what}, ${ticked} ticked` : what;
  }
  #showNotes() {
    const { records, shelf, blind, nMore } = this.session;
    const held = heldSays([...records.values()], (code) => shelf.nameOf(code));
    const more = nMore > 0 ? `${nMore.toLocaleString()} less likely ones come once these are decided.` : "";
    const hidden = blind.length > 0 ? `${many(blind.length, "text")} that you are still to code blind ${blind.length === 1 ? "is" : "are"} left out.` : "";
    this.parts.notes.textContent = [held, more, hidden].filter(Boolean).join(" ");
  }
  #showProgress() {
    const { progress } = this.session;
    const { bar, said, run, about } = this.parts;
    if (progress.has_cards && !about.hidden && about.dataset.card === "no") this.#describe();
    bar.max = Math.max(progress.n_texts, 1);
    bar.value = progress.n_done;
    bar.hidden = progress.state === "done";
    said.textContent = progressSays(progress);
    run.hidden = progress.state === "done";
    run.textContent = progress.state === "running" ? "Stop" : "Go on";
    run.dataset.does = progress.state === "running" ? "stop" : "go_on";
  }
  #showWish() {
    const { likely, right, likelySays, rightSays } = this.parts;
    likelySays.textContent = `at least ${likely.value} % likely`;
    rightSays.textContent = Number(right.value) > 0 ? `codes right ${right.value} % of the time or more` : "all codes";
  }
  /** Keep how suggestions are wanted. */
  #wish() {
    const { likely, right } = this.parts;
    const wanted = { likely: Number(likely.value) / 100, right: Number(right.value) / 100 };
    const { wish } = this.session;
    if (wanted.likely !== wish.likely || wanted.right !== wish.right) this.session.commit("wish", wanted);
  }
  #showStatus() {
    const { sentence, kind } = this.session.status;
    this.parts.status.textContent = sentence;
    this.parts.status.dataset.kind = kind;
  }
  /** @param {HTMLElement} target */
  #context(target) {
    const focus = target === this.reader.text ? "reader" : target.matches("input:not([type=checkbox]), select") ? "field" : "review";
    return { focus: (
      /** @type {import("../src/keys.js").Focus} */
      focus
    ), beside: focus === "reader" ? (
      /** @type {const} */
      "review"
    ) : null, hasSelection: false, onCoding: false, isMac };
  }
  #filterSoon() {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#show();
      this.list.top();
    }, SOON);
  }
  /**
   * @param {HTMLElement} el
   * @param {number} height
   */
  #build(el, height) {
    const { session } = this;
    const only = (type) => (one) => session.decide(type, [one]);
    const verbs = {
      onshow: (one) => this.#showInText(one),
      ontake: only("take"),
      onrefuse: only("refuse"),
      ontick: (one) => {
        if (!this.#ticked.delete(one.number)) this.#ticked.add(one.number);
        this.#showCount();
      },
      isTicked: (one) => this.#ticked.has(one.number)
    };
    const card = (one, about, does) => {
      const made = suggestionCard(one, about, does);
      made.dataset.number = String(one.number);
      return made;
    };
    this.list = new PassageList(
      /** @type {any} */
      session,
      /** @type {any} */
      verbs,
      { card, says: ({ code }) => code ? recordSays(session.records.get(code)) : "" }
    );
    this.reader = new Reader(
      /** @type {any} */
      session,
      () => this.#leave()
    );
    this.help = helpPanel([["review", "In the list"], ["reader", "In the text beside it"]]);
    const field = (
      /** @type {HTMLInputElement} */
      element("input", { class: "wq-input wq-filter", type: "search", placeholder: "/ words, codes, texts", "aria-label": "Show only suggestions that hold these words", oninput: () => this.#filterSoon() })
    );
    field.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      this.#show();
      this.#go(0);
    });
    const order = (
      /** @type {HTMLSelectElement} */
      element("select", { class: "wq-input", "aria-label": "Order", onchange: () => this.#show() }, ...REVIEW_ORDERS.map(([value, text]) => element("option", { value, text })))
    );
    const which = (
      /** @type {HTMLSelectElement} */
      element("select", { class: "wq-input", "aria-label": "Of which texts", onchange: () => this.#show() }, ...REVIEW_TEXTS.map(([value, text]) => element("option", { value, text })))
    );
    const slider = (label, max) => (
      /** @type {HTMLInputElement} */
      element("input", { type: "range", min: "0", max, step: "5", "aria-label": label, oninput: () => this.#showWish(), onchange: () => this.#wish() })
    );
    const tool = (text, command, title) => element("button", { type: "button", class: "wq-button", text, title, onclick: () => this.run(command) });
    const parts = {
      field,
      order,
      which,
      bar: (
        /** @type {HTMLProgressElement} */
        element("progress", { "aria-label": "Texts gone through" })
      ),
      said: element("span", { class: "wq-soft", role: "status" }),
      run: element("button", { type: "button", class: "wq-button", onclick: (event) => session.commit(event.currentTarget.dataset.does) }),
      count: element("span", { class: "wq-total", role: "status" }),
      likely: slider("How likely a suggestion must be, in percent", "95"),
      right: slider("How often suggestions of a code must have been right, in percent", "90"),
      likelySays: element("span", {}),
      rightSays: element("span", {}),
      notes: element("div", { class: "wq-left-out", role: "status" }),
      title: element("span", { dir: "auto" }),
      back: element("button", { type: "button", class: "wq-button", text: "Back to the suggestions", title: "Escape", hidden: true, onclick: () => this.#leaveAside() }),
      about: element("section", { class: "wq-review-about", "aria-label": "What the codebook says", hidden: true }),
      status: element("span", { class: "wq-status", role: "status", "aria-live": "polite" })
    };
    const wished = element("div", { class: "wq-wish" }, element("label", {}, parts.likely, parts.likelySays), element("label", {}, parts.right, parts.rightSays), parts.bar, parts.said, parts.run, tool("Suggest anew", "suggest-anew", "With what was decided and coded meanwhile (a)"));
    const tools = [tool("Worth reading", "worth-reading", "Passages that are worth reading next (w)"), tool("Like this", "find-like", "Passages like the one that is marked (l)"), tool("Undo", "take-back", "Take back the last step (u)"), tool("Redo", "do-again", "Do again what was taken back (Ctrl+Y)")];
    const head = element("div", { class: "wq-head" }, field, which, order, parts.count, ...tools, this.help.root);
    const body = element("div", { class: "wq-passages-body" }, this.list.root, this.reader.root, parts.about);
    const root = element("div", { class: "wq wq-passages wq-suggestion-review", style: { height: `${height}px` }, role: "region", "aria-label": "Review suggestions" }, head, wished, parts.notes, element("div", { class: "wq-aside-title" }, parts.title, parts.back), body, footOf("the list", parts.status));
    this.parts = { ...parts, body, root };
    for (const sign of ["focusin", "pointerdown"]) this.list.root.addEventListener(sign, () => this.#isTouched = true);
    el.append(element("div", { class: "wq-box" }, root));
  }
};

// view/suggestion_review.js
function suggestionReview() {
  let session;
  return {
    /** @param {{model: any}} widget */
    initialize({ model }) {
      session = new ReviewSession(model);
      session.open();
      return () => session.close();
    },
    /** @param {{model: any, el: HTMLElement}} widget */
    render({ model, el }) {
      const view = new ReviewView(session, el, model.get("height"));
      return () => view.close();
    }
  };
}
export {
  suggestionReview as default
};
