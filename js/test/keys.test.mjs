import assert from "node:assert/strict";
import { test } from "node:test";
import { KEYS, commandOf, hintOf, isOnce, isOurs, pressesOf } from "../src/index.js";

const press = (key, more = {}) => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : /^\d$/.test(key) ? `Digit${key}` : key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const context = (more = {}) => ({ focus: "text", hasSelection: true, onCoding: true, isMac: false, ...more });
const mac = context({ isMac: true });
const ctrl = { ctrlKey: true };
const meta = { metaKey: true };
const shift = { shiftKey: true };
const alt = { altKey: true };

test("every key of the text", () => {
  const expected = {
    "/": "search-codes",
    i: "code-in-vivo",
    Delete: "uncode",
    Backspace: "uncode",
    r: "recode",
    o: "other-coding",
    m: "edit-memo",
    w: "edit-weight",
    c: "edit-certainty",
    x: "split",
    j: "join",
    n: "next-coding",
    p: "previous-coding",
    u: "next-uncoded",
    "[": "shrink-right",
    "]": "extend-right",
    s: "select-sentence",
    t: "select-turn",
    f: "find-in-text",
    g: "find-in-corpus",
    l: "go-to-turn",
    h: "filter",
    k: "describe",
    q: "pin",
    a: "new-code",
    e: "correct",
    "+": "advice-take",
    "-": "advice-refuse",
    z: "advice-next",
    b: "choose-source",
    Home: "text-start",
    End: "text-end",
    "?": "help",
    Escape: "back-to-text",
    d: "done",
    ".": "next-source",
    ",": "previous-source",
    ArrowLeft: "move-left",
    ArrowRight: "move-right",
    ArrowUp: "move-up",
    ArrowDown: "move-down",
  };
  for (const [key, command] of Object.entries(expected)) assert.equal(commandOf(press(key), context()), command, key);
  for (let digit = 1; digit <= 9; digit++) assert.equal(commandOf(press(String(digit)), context()), `code-${digit}`);
  for (const key of ["0", "v", "y", "Enter", "Tab", "F5", "Dead"]) {
    assert.equal(commandOf(press(key), context()), null, key);
  }
});

test("with Shift the left border moves, and arrows select", () => {
  assert.equal(commandOf(press("{", { ...shift, code: "BracketLeft" }), context()), "shrink-left");
  assert.equal(commandOf(press("}", { ...shift, code: "BracketRight" }), context()), "extend-left");
  assert.equal(commandOf(press("ArrowLeft", shift), context()), "select-left");
  assert.equal(commandOf(press("ArrowDown", shift), context()), "select-down");
  assert.equal(commandOf(press("N", shift), context()), "next-of-code");
  assert.equal(commandOf(press("V", shift), context()), null);
});

test("words go by Ctrl, on a Mac by Option", () => {
  assert.equal(commandOf(press("ArrowLeft", ctrl), context()), "move-word-left");
  assert.equal(commandOf(press("ArrowRight", { ...ctrl, ...shift }), context()), "select-word-right");
  assert.equal(commandOf(press("ArrowLeft", alt), mac), "move-word-left");
  assert.equal(commandOf(press("ArrowRight", { ...alt, ...shift }), mac), "select-word-right");
  assert.equal(commandOf(press("ArrowLeft", alt), context()), null);
  assert.equal(commandOf(press("ArrowLeft", ctrl), mac), null);
  assert.equal(commandOf(press("ArrowLeft", meta), mac), null);
});

test("undo and redo", () => {
  assert.equal(commandOf(press("z", ctrl), context()), "undo");
  assert.equal(commandOf(press("Z", { ...ctrl, ...shift }), context()), "redo");
  assert.equal(commandOf(press("y", ctrl), context()), "redo");
  assert.equal(commandOf(press("z", meta), mac), "undo");
  assert.equal(commandOf(press("z", { ...meta, ...shift }), mac), "redo");
  assert.equal(commandOf(press("z", ctrl), mac), null);
  assert.equal(commandOf(press("z", meta), context()), null);
  assert.equal(commandOf(press("z", ctrl), context({ focus: "memo" })), null, "a field undoes its own writing");
});

test("each place has its own keys", () => {
  const at = (focus, ...args) => commandOf(press(...args), context({ focus }));
  assert.equal(at("search", "Enter"), "code-top-match");
  assert.equal(at("search", "ArrowDown"), "next-match");
  assert.equal(at("search", "i"), null);
  assert.equal(at("search", "1"), null);
  assert.equal(at("memo", "m"), null);
  assert.equal(at("memo", "Enter"), null);
  assert.equal(at("memo", "Enter", ctrl), "save-memo");
  assert.equal(at("tree", "ArrowRight"), "tree-open");
  assert.equal(at("tree", "Enter"), "code-from-tree");
  assert.equal(at("tree", "3"), "code-3");
  assert.equal(at("search", "Enter", shift), "tick-match");
  assert.equal(at("tree", " "), "tick-code");
  assert.equal(at("tree", "e"), "edit-code");
  assert.equal(at("field", "e"), null);
  for (const focus of ["text", "tree", "search", "memo", "field"]) assert.equal(at(focus, "Escape"), "back-to-text");
});

test("a key that lacks something does nothing, says what, and is still ours", () => {
  const bare = context({ hasSelection: false, onCoding: false });
  assert.equal(commandOf(press("3"), bare), null);
  assert.equal(hintOf(press("3"), bare), "Select some words first, or go to a coding.");
  assert.equal(hintOf(press("i"), { ...bare, onCoding: true }), "Select some words first.");
  assert.equal(hintOf(press("Delete"), { ...bare, hasSelection: true }), "Go to a coding first.");
  assert.equal(commandOf(press("3"), { ...bare, onCoding: true }), "code-3");
  assert.equal(hintOf(press("3"), context()), null);
  assert.equal(hintOf(press("v"), bare), null);
  assert.ok(isOurs(press("3"), bare));
});

test("keyboards of other countries", () => {
  const is = (key, code, more, where = context()) => commandOf(press(key, { code, ...more }), where);
  assert.equal(is("&", "Digit1", {}), "code-1", "French, plain");
  assert.equal(is("1", "Digit1", shift), "code-1", "French, with Shift");
  assert.equal(is("à", "Digit0", {}), null);
  assert.equal(is("!", "Digit1", shift), null, "American, with Shift");
  assert.equal(is("7", "Numpad7", {}), "code-7");
  assert.equal(is("/", "Digit7", shift), "search-codes", "German");
  assert.equal(is("?", "Minus", shift), "help", "German");
  assert.equal(is("[", "Digit8", { ctrlKey: true, altKey: true }), "shrink-right", "German, AltGr on Windows");
  assert.equal(is("[", "Digit5", alt, mac), "shrink-right", "German, Option on a Mac");
  assert.equal(is("{", "Digit8", { ...alt, ...shift }, mac), "shrink-left");
  assert.equal(is("ü", "BracketLeft", {}), null, "a Latin letter is itself");
  assert.equal(is("т", "KeyN", {}), "next-coding", "Russian");
  assert.equal(is("Т", "KeyN", shift), "next-of-code");
  assert.equal(is("я", "KeyZ", ctrl), "undo");
  assert.equal(is("х", "BracketLeft", {}), "shrink-right");
  assert.equal(is("Х", "BracketLeft", shift), "shrink-left");
  assert.equal(is("؟", "Slash", shift), "help", "Arabic");
  assert.equal(is("١", "Digit1", {}), "code-1");
  assert.equal(is("ν", "KeyN", {}), "next-coding", "Greek");
  assert.equal(is("w", "KeyZ", ctrl), null, "French Ctrl+W is not undo");
  assert.equal(is("z", "KeyY", ctrl), "undo", "German");
  assert.equal(is("N", "KeyN", {}), "next-coding", "Caps Lock");
});

test("Tab and saving are never ours, in no place, on no machine", () => {
  for (const focus of ["text", "tree", "search", "memo"]) {
    for (const isMac of [false, true]) {
      const where = context({ focus, isMac });
      for (const more of [{}, shift, ctrl]) assert.equal(isOurs(press("Tab", more), where), false);
      for (const more of [ctrl, meta, { ...ctrl, ...shift }, { ...meta, ...shift }]) {
        assert.equal(isOurs(press("s", more), where), false);
        assert.equal(isOurs(press("ы", { ...more, code: "KeyS" }), where), false);
        assert.equal(commandOf(press("s", more), where), null);
      }
    }
  }
});

test("plain keys that would hurt the notebook are ours, other combinations are Jupyter's", () => {
  for (const key of ["a", "b", "x", "c", "v", "j", "k", "r", "y", "0", "Enter", " ", "Home", "PageDown", "é", "ж"]) {
    assert.ok(isOurs(press(key), context()), key);
    assert.ok(isOurs(press(key, shift), context()), `Shift+${key}`);
  }
  for (const key of ["b", "f", "c", "s", "Enter", "1"]) {
    assert.equal(isOurs(press(key, ctrl), context()), false, `Ctrl+${key}`);
  }
  assert.equal(isOurs(press("Enter", alt), context()), false);
  for (const key of ["F5", "F11", "Control", "Shift", "Dead"]) assert.equal(isOurs(press(key), context()), false, key);
  assert.ok(isOurs(press("z", ctrl), context()));
  assert.equal(commandOf(press("a", ctrl), context()), "select-all");
  assert.equal(commandOf(press("a", ctrl), context({ focus: "memo" })), null);
  assert.ok(isOurs(press("z", ctrl), context({ focus: "memo" })), "the field's own undo");
  assert.ok(isOurs(press("v", meta), context({ focus: "search", isMac: true })));
  assert.equal(isOurs(press("v", ctrl), context({ focus: "search", isMac: true })), false);
  assert.equal(isOurs(press("b", ctrl), context({ focus: "memo" })), false);
});

test("a key held down does again what can be done again, and nothing that takes away or makes", () => {
  for (const command of ["move-right", "select-word-left", "next-coding", "extend-right", "undo", "tree-down"]) assert.equal(isOnce(command), false, command);
  for (const command of ["code-3", "code-in-vivo", "code-top-match", "code-from-tree", "uncode", "split", "join", "done", "tick-code", "choose-code"]) {
    assert.ok(isOnce(command), command);
  }
  assert.equal(isOnce("code-up"), false);
});

test("the table: a sentence for each command, no press with two meanings in one place", () => {
  const seen = new Set();
  for (const { command, presses, focus, says } of KEYS) {
    assert.match(says, /^[A-Z].+\.$/);
    assert.match(command, /^[a-z]+(-[a-z#]+)*$/);
    for (const place of focus) {
      for (const one of presses) {
        assert.ok(!seen.has(`${place} ${one}`), `${place} ${one}`);
        seen.add(`${place} ${one}`);
      }
    }
  }
  assert.equal(new Set(KEYS.map(({ command }) => command)).size, KEYS.length);
});

test("presses as people write them", () => {
  assert.deepEqual(pressesOf("redo", { isMac: false }), ["Ctrl+Shift+Z", "Ctrl+Y"]);
  assert.deepEqual(pressesOf("undo", { isMac: true }), ["⌘Z"]);
  assert.deepEqual(pressesOf("move-word-left", { isMac: false }), ["Ctrl+←"]);
  assert.deepEqual(pressesOf("select-word-left", { isMac: true }), ["⌥⇧←"]);
  assert.deepEqual(pressesOf("next-coding", { isMac: true }), ["n"]);
  assert.equal(pressesOf("code-#", { isMac: false }).length, 9);
  assert.deepEqual(pressesOf("no such", { isMac: false }), []);
});

test("on the codebook, letters are commands in the tree and letters in its search and forms", () => {
  const at = (focus, ...args) => commandOf(press(...args), context({ focus, hasSelection: false, onCoding: false }));
  assert.equal(at("book", "m"), "merge");
  assert.equal(at("book", "Enter"), "edit-this");
  assert.equal(at("book", " "), "choose-code");
  assert.equal(at("book", "ArrowUp", ctrl), "code-up");
  assert.equal(commandOf(press("ArrowLeft", alt), { ...mac, focus: "book" }), "code-out");
  assert.equal(at("book", "Home"), "tree-first");
  assert.equal(at("tree", "End"), "tree-last");
  for (const focus of ["book-search", "form"]) {
    assert.equal(at(focus, "m"), null);
    assert.ok(isOurs(press("m"), context({ focus })));
    assert.ok(isOurs(press("z", ctrl), context({ focus })), "a field undoes its own writing");
    assert.equal(at(focus, "Escape"), "back");
  }
  assert.equal(at("form", "Enter", ctrl), "save-form");
  assert.equal(at("book-search", "Enter"), "go-to-match");
});

test("a plus is written as a plus", () => {
  assert.deepEqual(pressesOf("advice-take", { isMac: false }), ["+"]);
  assert.deepEqual(pressesOf("take-this", { isMac: true }), ["+"]);
});
