/** One view of a TextCoder: what is seen of a session, and what keys and mouse do with it. */

import {
  extend,
  inVivoId,
  nextSentence,
  nextTurn,
  nextUncoded,
  previousTurn,
  sentenceAt,
  shrink,
  turnAt,
} from "../src/index.js";
import { AdvicePanel } from "./advice.js";
import { AtCursor } from "./at_cursor.js";
import { Codes } from "./codes.js";
import { Correction } from "./correction.js";
import { element, isMac } from "./dom.js";
import { Filters } from "./filters.js";
import { Find } from "./find.js";
import { footOf } from "./foot.js";
import { Ghosts } from "./ghosts.js";
import { headOf } from "./head.js";
import { CODING, helpPanel } from "./help.js";
import { paintHere, paintKept } from "./highlights.js";
import { takeKeys } from "./keyboard.js";
import { Sources } from "./sources.js";
import { TextView } from "./text.js";

const BESIDE = 40;

/** @typedef {import("./session.js").Session} Session */
/** @typedef {{start: number, end: number}} Span */
/**
 * @typedef {object} More what a widget around this view adds
 * @property {import("../src/keys.js").Focus | null} beside whose keys work in the text and in the codes, too
 * @property {(command: string) => void} run what those keys do
 * @property {boolean} advised whether codes are suggested
 * @property {() => boolean} mayBeDone asked before a text is said to be done; says itself why not
 */

/** @type {More} */
export const NO_MORE = { beside: null, run: () => {}, mayBeDone: () => true, advised: false };

export class Coder {
  /** @type {Span | null} */ #kept = null;
  #point = 0;
  /** @type {any} */ #recoding = null;
  #pinning = "";
  /** @type {Sources} */ sources;
  /** @type {Filters} */ filters;
  /** @type {import("./popover.js").Popover} */ help;
  /** @type {Codes} */ codes;
  /** @type {Find} */ find;
  /** @type {Correction} */ correction;
  /** @type {AtCursor} */ atCursor;
  /** @type {AdvicePanel | null} */ advice = null;
  /** @type {Ghosts | null} */ ghosts = null;
  /** @type {TextView} there once a text is open */ view;
  /** @type {Record<"root" | "text" | "status" | "retry", HTMLElement>} */ parts;
  #frame = 0;
  #rest = 0;
  /** @type {Set<"cursor" | "counts">} */ #waiting = new Set();

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
    const context = (/** @type {HTMLElement} */ target) => this.#context(target);
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
  #opened(isSame) {
    const { text } = this.parts;
    const [top, point, hadFocus] = [text.scrollTop, this.#point, text.contains(document.activeElement)];
    this.view?.close();
    this.view = new TextView(text, this.session);
    this.#kept = null;
    if (!isSame) this.#recoding = null;
    this.#point = isSame ? Math.min(point, this.session.doc.length) : 0;
    text.scrollTop = isSame ? top : 0;
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
      if (this.#waiting.has("counts")) [this.filters, this.codes].forEach((part) => part.show());
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
    const mine = (/** @type {(coding: any) => void} */ does) => {
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
      "back-to-text": () => this.#back(),
    }[command];
    if (doing) doing();
    else if (/^(move|select)-/.test(command)) this.#move(command);
    else this.more.run(command);
  }

  /** @param {number} key */
  #pressNumber(key) {
    const { session } = this;
    const pinning = this.#pinning;
    this.#pinning = "";
    if (pinning) {
      session.pin(pinning, key);
      return session.say(`${session.names.get(pinning)} is on the key ${key} from now on.`);
    }
    const code = session.keyed[key - 1];
    if (!code) return session.say("No code has this key yet.");
    if (session.pins[key - 1] !== code) session.pin(code, key); // what the hand has learnt stays
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
    const words = session.doc.slice(span.start, span.end);
    const code = inVivoId(words, session.codes.map((known) => known.code));
    const made = await session.change("new_code", { code, fields: { name: words.replace(/\s+/g, " ") } });
    if (!made) return;
    if (session.source === source && session.holds(span, words)) await session.code(span, [code]);
    else session.refuse("the code was made, but its words were not coded: another text was opened meanwhile.");
  }

  /** @param {any} coding */
  #join(coding) {
    const next = this.session.codings.find(
      (other) => other.guid !== coding.guid && this.session.isMine(other) && other.code === coding.code && other.round === coding.round && other.start !== null && other.start >= coding.start,
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
    const inside = Math.min(Math.max(this.#point, start), end);
    this.view.select(inside, inside);
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
    else if (!view || view === this.parts.root) this.focusText(); // not away from another view that is in step
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
    else if (found?.looked_to !== undefined) {
      this.#go({ start: found.looked_to });
      this.session.say("Up to here nothing is suggested that is as likely as that; press the key again to look further.");
    } else if (found) this.#go(found.start === undefined ? null : { start: found.start }, "From here on nothing is suggested that is as likely as that.");
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
      footOf("the text", status, retry),
    );
    this.parts = { root, text, status, retry };
    const { advice } = this;
    if (advice) this.ghosts = new Ghosts(session, text, { view: () => this.view, isOn: () => advice.isOn, likely: () => advice.likely, ongo: (point) => this.#goToMark(point) });
    el.append(element("div", { class: "wq-box" }, root));
  }
}
