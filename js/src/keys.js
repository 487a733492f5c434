/**
 * Which key does what, as a table, and whose a key is: ours or Jupyter's.
 *
 * A press is written "Mod+Shift+z": Mod is Ctrl, on a Mac Command; Word, which goes with arrows, is Ctrl, on a Mac
 * Option. Signs are known by the character they give, so that they are where a keyboard has them, whatever is held
 * down to reach them. Letters and digits are known by their place where the keyboard gives other ones (Greek,
 * Cyrillic, Arabic; French digits).
 */

/** @typedef {"text" | "tree" | "search" | "memo" | "field" | "passages" | "reader" | "review" | "book" | "book-search" | "form" | "contested" | "contested-text" | "contested-button" | "reason" | "practice" | "finding" | "finding-text" | "answer"} Focus */
/** @typedef {"passage" | "selection" | "coding"} Need */
/**
 * @typedef {Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">} Press
 */
/** @typedef {{focus: Focus, hasSelection: boolean, onCoding: boolean, isMac: boolean, beside?: Focus | null}} Context `beside`: the keys of another place that work here, too */
/**
 * @typedef {object} Key
 * @property {string} command a "#" in it stands for the key itself: "code-#" gives "code-3"
 * @property {readonly string[]} presses
 * @property {readonly Focus[]} focus where it works
 * @property {Need} [needs] without which it does nothing
 * @property {string} says for the help panel
 */

/** @type {readonly Focus[]} */
const CONTESTED = ["contested", "contested-text", "contested-button"];
/** @type {readonly Focus[]} */
const FINDING = ["finding", "finding-text"];
const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** @type {readonly Key[]} */
export const KEYS = [
  key("code-#", DIGITS, "Code the selected words with the code on this key. A key keeps its code from its first use on.", "passage", ["text", "tree"]),
  key("search-codes", ["/"], "Find a code by a few letters.", undefined, ["text", "tree", "book"]),
  key("code-top-match", ["Enter"], "Code with the match that is marked, and with all that were ticked.", undefined, ["search"]),
  key("tick-match", ["Shift+Enter"], "Tick the match, to code with several codes at once.", undefined, ["search"]),
  key("previous-match", ["ArrowUp"], "Mark the match above.", undefined, ["search", "book-search"]),
  key("next-match", ["ArrowDown"], "Mark the match below.", undefined, ["search", "book-search"]),
  key("code-in-vivo", ["i"], "Make a code named with the selected words.", "selection"),
  key("uncode", ["Delete", "Backspace"], "Take away the coding at the cursor.", "coding"),
  key("recode", ["r"], "Give the coding at the cursor another code.", "coding"),
  key("other-coding", ["o"], "Turn to the next of the codings at the cursor.", "coding"),
  key("edit-memo", ["m"], "Write a memo on the coding at the cursor.", "coding"),
  key("save-memo", ["Mod+Enter"], "Keep the memo.", undefined, ["memo"]),
  key("edit-weight", ["w"], "Weigh the coding at the cursor.", "coding"),
  key("edit-certainty", ["c"], "Say how sure you are of the coding at the cursor.", "coding"),
  key("split", ["x"], "Cut the coding in two where the cursor stands.", "coding"),
  key("join", ["j"], "Join the coding with your next one of the same code.", "coding"),
  key("undo", ["Mod+z"], "Take back the last step.", undefined, ["text", "tree", "book"]),
  key("redo", ["Mod+Shift+z", "Mod+y"], "Do again what was taken back.", undefined, ["text", "tree", "book"]),
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
  key("pin", ["q"], "Pin the code to a key: press 1 to 9 next.", undefined, ["text", "tree"]),
  key("describe", ["k"], "Read what a code is for.", undefined, ["text", "tree"]),
  key("new-code", ["a"], "Add a code.", undefined, ["text", "tree"]),
  key("edit-code", ["e"], "Edit the code.", undefined, ["tree"]),
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
  key("tree-up", ["ArrowUp"], "Go to the code above.", undefined, ["tree", "book"]),
  key("tree-down", ["ArrowDown"], "Go to the code below.", undefined, ["tree", "book"]),
  key("tree-open", ["ArrowRight"], "Show the codes under this one.", undefined, ["tree", "book"]),
  key("tree-close", ["ArrowLeft"], "Hide the codes under this one, or go to the one above.", undefined, ["tree", "book"]),
  key("tree-first", ["Home"], "Go to the first code.", undefined, ["tree", "book"]),
  key("tree-last", ["End"], "Go to the last code.", undefined, ["tree", "book"]),
  key("tick-code", [" "], "Tick this code, to code with several codes at once.", undefined, ["tree"]),
  key("code-from-tree", ["Enter"], "Code the selected words with this code, and with all that are ticked.", "passage", ["tree"]),
  key("back-to-text", ["Escape"], "Go back to the text.", undefined, ["text", "tree", "search", "memo", "field"]),
  key("next-passage", ["ArrowDown", "n"], "Go to the next passage.", undefined, ["passages", "review"]),
  key("previous-passage", ["ArrowUp", "p"], "Go to the passage before.", undefined, ["passages", "review"]),
  key("next-page", ["PageDown"], "Go ten passages on.", undefined, ["passages", "review"]),
  key("previous-page", ["PageUp"], "Go ten passages back.", undefined, ["passages", "review"]),
  key("first-passage", ["Home"], "Go to the first passage.", undefined, ["passages", "review"]),
  key("last-passage", ["End"], "Go to the last passage.", undefined, ["passages", "review"]),
  key("show-in-text", ["Enter"], "Show the passage in its text.", undefined, ["passages", "review"]),
  key("read-next", ["n"], "Show the next passage in its text.", undefined, ["reader"]),
  key("read-previous", ["p"], "Show the passage before in its text.", undefined, ["reader"]),
  key("filter-passages", ["/", "f"], "Show only passages that hold some words.", undefined, ["passages", "review", "reader"]),
  key("back-to-passages", ["Escape"], "Go back to the passages, or close the text beside them.", undefined, ["passages", "reader"]),
  key("take-this", ["+"], "Take the suggestion over; all that are ticked, if some are.", undefined, ["review"]),
  key("refuse-this", ["-"], "Refuse it, or all that are ticked: they do not come again.", undefined, ["review"]),
  key("tick-this", [" "], "Tick the suggestion, to decide several at once.", undefined, ["review"]),
  key("tick-group", ["t"], "Tick all that stand under this heading, or none.", undefined, ["review"]),
  key("next-group", ["."], "Go to the next heading.", undefined, ["review"]),
  key("previous-group", [","], "Go to the heading before.", undefined, ["review"]),
  key("find-like", ["l"], "Find passages like this one.", undefined, ["review"]),
  key("worth-reading", ["w"], "Show the passages that are worth reading next.", undefined, ["review"]),
  key("describe-this", ["k"], "Read what the code is for.", undefined, ["review"]),
  key("suggest-anew", ["a"], "Suggest anew, with what was decided and coded meanwhile.", undefined, ["review"]),
  key("back-to-suggestions", ["Escape"], "Tick nothing; go back to the suggestions.", undefined, ["review"]),
  key("choose-code", [" "], "Choose this code, or no longer, to do something with several.", undefined, ["book"]),
  key("edit-this", ["Enter", "F2", "e"], "Edit this code.", undefined, ["book"]),
  key("add-beside", ["a"], "Add a code beside this one.", undefined, ["book"]),
  key("add-below", ["b"], "Add a code below this one.", undefined, ["book"]),
  key("code-up", ["Word+ArrowUp"], "Move this code before the one above it.", undefined, ["book"]),
  key("code-down", ["Word+ArrowDown"], "Move this code behind the one below it.", undefined, ["book"]),
  key("code-in", ["Word+ArrowRight"], "Move this code into the one above it.", undefined, ["book"]),
  key("code-out", ["Word+ArrowLeft"], "Move this code out of the one it is in.", undefined, ["book"]),
  key("move-below", ["v"], "Move the chosen codes below another one.", undefined, ["book"]),
  key("merge", ["m"], "Merge the chosen codes into one.", undefined, ["book"]),
  key("split-code", ["x"], "Give some passages of this code to a new one.", undefined, ["book"]),
  key("change-id", ["i"], "Change the id of this code.", undefined, ["book"]),
  key("remove-code", ["Delete", "Backspace"], "Remove the chosen codes.", undefined, ["book"]),
  key("go-to-match", ["Enter"], "Go to the match that is marked.", undefined, ["book-search"]),
  key("save-form", ["Mod+Enter"], "Save what was written.", undefined, ["form"]),
  key("back", ["Escape"], "Leave the form or the search; choose no code any more.", undefined, ["book", "book-search", "form"]),
  key("side-#", DIGITS, "Agree with the side of this number.", undefined, CONTESTED),
  key("decide-both", ["b"], "Take all that was marked, from its first word to its last.", undefined, CONTESTED),
  key("decide-neither", ["n"], "Take none of it: the passage is not coded.", undefined, CONTESTED),
  key("decide-words", ["s"], "Choose other words: they are selected in the text.", undefined, CONTESTED),
  key("decide-definition", ["d"], "Find the definition at fault, and change it.", undefined, CONTESTED),
  key("confirm-choice", ["c"], "Save what was chosen, with the reason that stands there.", undefined, CONTESTED),
  key("save-reason", ["Enter"], "Save the decision with its reason, and go to the next one to decide.", undefined, ["reason"]),
  key("earlier-reason", ["ArrowUp"], "Take a reason that was given before.", undefined, ["reason"]),
  key("later-reason", ["ArrowDown"], "Take the reason that was given after it.", undefined, ["reason"]),
  key("leave-reason", ["Escape"], "Choose nothing after all.", undefined, ["reason"]),
  key("take-back", ["u", "Mod+z"], "Take back the last step.", undefined, [...CONTESTED, "review"]),
  key("do-again", ["Mod+y", "Mod+Shift+z"], "Do again what was taken back.", undefined, [...CONTESTED, "review"]),
  key("next-contested", ["j"], "Go to the next contested passage.", undefined, CONTESTED),
  key("previous-contested", ["k"], "Go to the one before.", undefined, CONTESTED),
  key("list-down", ["ArrowDown"], "Go to the next contested passage.", undefined, ["contested"]),
  key("list-up", ["ArrowUp"], "Go to the one before.", undefined, ["contested"]),
  key("next-left", ["o"], "Go to the next one to decide.", undefined, CONTESTED),
  key("list-page-down", ["PageDown"], "Go ten passages on.", undefined, ["contested"]),
  key("list-page-up", ["PageUp"], "Go ten passages back.", undefined, ["contested"]),
  key("first-contested", ["Home"], "Go to the first contested passage.", undefined, ["contested"]),
  key("last-contested", ["End"], "Go to the last one.", undefined, ["contested"]),
  key("read-contested", ["Enter"], "Go into the text, to read on or to select words.", undefined, ["contested"]),
  key("take-words", ["Enter"], "Take the selected words.", undefined, ["contested-text"]),
  key("words-shrink-right", ["["], "Take the last word out of the selected ones.", undefined, ["contested-text"]),
  key("words-extend-right", ["]"], "Take the next word in.", undefined, ["contested-text"]),
  key("words-shrink-left", ["{"], "Take the first word out.", undefined, ["contested-text"]),
  key("words-extend-left", ["}"], "Take the word before in.", undefined, ["contested-text"]),
  key("words-move-left", ["ArrowLeft"], "Move the cursor one character to the left.", undefined, ["contested-text"]),
  key("words-move-right", ["ArrowRight"], "Move the cursor one character to the right.", undefined, ["contested-text"]),
  key("words-move-up", ["ArrowUp"], "Move the cursor one line up.", undefined, ["contested-text"]),
  key("words-move-down", ["ArrowDown"], "Move the cursor one line down.", undefined, ["contested-text"]),
  key("words-select-left", ["Shift+ArrowLeft"], "Select one character to the left.", undefined, ["contested-text"]),
  key("words-select-right", ["Shift+ArrowRight"], "Select one character to the right.", undefined, ["contested-text"]),
  key("words-select-up", ["Shift+ArrowUp"], "Select one line up.", undefined, ["contested-text"]),
  key("words-select-down", ["Shift+ArrowDown"], "Select one line down.", undefined, ["contested-text"]),
  key("words-select-word-left", ["Word+Shift+ArrowLeft"], "Select one word to the left.", undefined, ["contested-text"]),
  key("words-select-word-right", ["Word+Shift+ArrowRight"], "Select one word to the right.", undefined, ["contested-text"]),
  key("back-to-contested", ["Escape"], "Go back to the list.", undefined, CONTESTED),
  key("filter-contested", ["/"], "Show only passages that hold some words.", undefined, CONTESTED),
  key("compare", ["v"], "See how the reference has coded this text, once you are done with it.", undefined, ["practice"]),
  key("so-far", ["y"], "See how you have done so far.", undefined, ["practice", ...FINDING]),
  key("next-finding", ["ArrowDown", "j"], "Go to the next passage.", undefined, ["finding"]),
  key("previous-finding", ["ArrowUp", "k"], "Go to the passage before.", undefined, ["finding"]),
  key("first-finding", ["Home"], "Go to the first passage.", undefined, ["finding"]),
  key("last-finding", ["End"], "Go to the last passage.", undefined, ["finding"]),
  key("next-unanswered", ["o"], "Go to the next difference that you have not answered yet.", undefined, FINDING),
  key("answer-seen", ["s"], "I see why: the reference has a point.", undefined, FINDING),
  key("answer-mine", ["m"], "I stand by mine; say why.", undefined, FINDING),
  key("answer-none", ["Delete", "Backspace"], "Take the answer away.", undefined, FINDING),
  key("answer-back", ["Mod+z"], "Take back the last answer.", undefined, FINDING),
  key("save-answer", ["Enter"], "Keep the answer, and go to the next difference.", undefined, ["answer"]),
  key("leave-answer", ["Escape"], "Do not answer after all.", undefined, ["answer"]),
  key("read-finding", ["Enter"], "Go into the text, to read on.", undefined, ["finding"]),
  key("back-to-findings", ["Escape"], "Go back to the list.", undefined, FINDING),
  key("choose-verdict", ["/"], "Choose which passages are shown.", undefined, FINDING),
  key("back-to-coding", ["e"], "Go back to coding this text.", undefined, FINDING),
  key("compare-next-text", ["."], "Go to the next text.", undefined, FINDING),
  key("compare-previous-text", [","], "Go to the text before.", undefined, FINDING),
  key("help", ["?"], "Show what every key does.", undefined, ["text", "tree", "passages", "reader", "review", "book", ...CONTESTED, ...FINDING]),
];

/** @type {Record<Need, {isMet: (context: Context) => boolean, hint: string}>} */
const NEEDS = {
  passage: {
    isMet: ({ hasSelection, onCoding }) => hasSelection || onCoding,
    hint: "Select some words first, or go to a coding.",
  },
  selection: { isMet: ({ hasSelection }) => hasSelection, hint: "Select some words first." },
  coding: { isMet: ({ onCoding }) => onCoding, hint: "Go to a coding first." },
};

/** What a key held down would do to more than one meant: to the codings around, to a code that is there then. */
const ONCE = /^(advice-(take|refuse|later|switch)|code-(\d|in-vivo|top-match|from-tree)|uncode|split|join|done|(tick|choose|refuse)-\w+|take-this|suggest-anew|remove-code|merge|split-code|side-\d|answer-\w+|save-answer|compare|so-far|(decide|confirm|save|take|read)-(both|neither|words|definition|choice|reason|contested))$/;

/** @type {Map<string, Key>} */
const BY_PRESS = new Map(
  KEYS.flatMap((row) =>
    row.presses.flatMap((press) => row.focus.map((focus) => /** @type {const} */ ([`${focus} ${press}`, row]))),
  ),
);

const SIGNS = "/?[]{}.,+-";
const FIELDS = ["search", "memo", "field", "book-search", "form", "reason", "answer"];
const ARROW = /^Arrow(Left|Right|Up|Down)$/;
const NAMED = /^(Enter|Escape|Backspace|Delete|Insert|Home|End|PageUp|PageDown|Arrow(Left|Right|Up|Down))$/;
const EDITING = /^([acvxyz]|Backspace|Delete|Home|End|Arrow(Left|Right|Up|Down))$/;

// Characters of keyboards without Latin letters, and what an American keyboard has in the same place.
const OTHER_SCRIPT = /^[^\p{ASCII}\p{scx=Latin}\p{scx=Common}]$/u;
/** @type {Record<string, [plain: string, shifted: string]>} */
const PLACES = {
  Slash: ["/", "?"],
  BracketLeft: ["[", "{"],
  BracketRight: ["]", "}"],
  Period: [".", "."],
  Comma: [",", ","],
};

/**
 * The command a key press means, or null.
 * @param {Press} event
 * @param {Context} context
 * @returns {string | null}
 */
export function commandOf(event, context) {
  const press = pressOf(event, context);
  const row = rowOf(press, context);
  if (!row || !isMet(row, context)) return null;
  return row.command.replace("#", press);
}

/**
 * Whether a command is done once however long its key is held down.
 * @param {string} command
 */
export function isOnce(command) {
  return ONCE.test(command);
}

/**
 * What is wanting when a key does nothing here, in one sentence; null when nothing is.
 * @param {Press} event
 * @param {Context} context
 * @returns {string | null}
 */
export function hintOf(event, context) {
  const row = rowOf(pressOf(event, context), context);
  return row?.needs && !isMet(row, context) ? NEEDS[row.needs].hint : null;
}

/**
 * Whether Jupyter's shortcuts must not see a key. Plain keys are ours even when they mean nothing to us: with the
 * focus outside a cell's editor an "x" would cut the cell, and the widget with it. Ctrl, Command and Alt are Jupyter's
 * unless they stand in the table, or a field needs them for writing. Tab and saving are never ours.
 * @param {Press} event
 * @param {Context} context
 */
export function isOurs(event, context) {
  if (commandOf(event, context) !== null) return true;
  const { mod, alt, foreign } = modifiersOf(event, context);
  const isField = FIELDS.includes(context.focus);
  if (mod || foreign) return isField && !foreign && EDITING.test(keyOf(event));
  if (alt && !isField) return false;
  return Array.from(event.key).length === 1 || NAMED.test(event.key);
}

/**
 * @param {string} press
 * @param {Context} context
 */
function rowOf(press, { focus, beside }) {
  return BY_PRESS.get(`${focus} ${press}`) ?? BY_PRESS.get(`${beside} ${press}`);
}

/**
 * How the presses of a command are written for people: "Ctrl+Z", on a Mac "⌘Z".
 * @param {string} command as in the table
 * @param {{isMac: boolean}} context
 * @returns {string[]}
 */
export function pressesOf(command, { isMac }) {
  const presses = KEYS.find((row) => row.command === command)?.presses ?? [];
  return presses.map((press) => written(press, isMac));
}

/**
 * @param {string} command
 * @param {readonly string[]} presses
 * @param {string} says
 * @param {Need} [needs]
 * @param {readonly Focus[]} [focus]
 * @returns {Key}
 */
function key(command, presses, says, needs, focus = ["text"]) {
  return { command, presses, focus, needs, says };
}

/**
 * @param {Key} row
 * @param {Context} context
 */
function isMet({ needs }, context) {
  return needs === undefined || NEEDS[needs].isMet(context);
}

/**
 * A press as the table writes it; empty for one that cannot stand there.
 * @param {Press} event
 * @param {Context} context
 */
function pressOf(event, context) {
  const key = keyOf(event);
  const { mod, word, alt, foreign } = modifiersOf(event, context);
  if (foreign || alt) return "";
  const isLevel = SIGNS.includes(key) || DIGITS.includes(key);
  const held = [word && "Word+", mod && "Mod+", event.shiftKey && !isLevel && "Shift+"];
  return held.filter(Boolean).join("") + key;
}

/**
 * What is held down, apart from what is needed to reach a sign: AltGr, which Windows reports as Ctrl with Alt, or a
 * Mac's Option.
 * @param {Press} event
 * @param {Context} context
 */
function modifiersOf(event, { isMac }) {
  const isReaching = event.altKey && (isMac || event.ctrlKey) && SIGNS.includes(event.key);
  const ctrl = event.ctrlKey && !(isReaching && !isMac);
  const alt = event.altKey && !isReaching;
  const isWord = ARROW.test(event.key) && (isMac ? alt : ctrl);
  return {
    mod: isMac ? event.metaKey : ctrl && !isWord,
    word: isWord,
    alt: alt && !(isMac && isWord),
    foreign: isMac ? ctrl : event.metaKey,
  };
}

/**
 * The key as the table knows it.
 * @param {Press} event
 */
function keyOf({ key, code, shiftKey }) {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  if (SIGNS.includes(key)) return key;
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit && !shiftKey && Array.from(key).length === 1) return digit;
  if (!OTHER_SCRIPT.test(key)) return key;
  const letter = /^Key([A-Z])$/.exec(code)?.[1].toLowerCase();
  return letter ?? PLACES[code]?.[Number(shiftKey)] ?? key;
}

/**
 * @param {string} press
 * @param {boolean} isMac
 */
function written(press, isMac) {
  const held = press === "+" ? [press] : press.split("+");
  const key = held.pop() ?? "";
  const names = isMac ? { Mod: "⌘", Word: "⌥", Shift: "⇧" } : { Mod: "Ctrl+", Word: "Ctrl+", Shift: "Shift+" };
  const signs = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc" };
  const shown = /** @type {Record<string, string>} */ (signs)[key] ?? (held.length > 0 && key.length === 1 ? key.toUpperCase() : key);
  return held.map((name) => /** @type {Record<string, string>} */ (names)[name]).join("") + shown;
}
