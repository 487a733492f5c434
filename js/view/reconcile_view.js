/** One view of Reconcile: the list of contested passages, the chosen one in its text, and what keys decide. */

import {
  DOCKET_ORDERS, DOCKET_STATES, blindSays, bothChoice, definitionChoice, emptySays, neitherChoice, nextLeft, placeOf, settledSays,
  sideChoice, spanChoice, whose,
} from "../src/index.js";
import { CodeForm } from "./code_form.js";
import { caseHead, caseSides } from "./contested_case.js";
import { ContestedList } from "./contested_list.js";
import { ContestedText } from "./contested_text.js";
import { definitionPanel } from "./definition.js";
import { element, isMac, keepingFocus } from "./dom.js";
import { footOf } from "./foot.js";
import { helpPanel } from "./help.js";
import { takeKeys } from "./keyboard.js";
import { ReasonLine } from "./reason_line.js";

/** @typedef {import("../src/contested.js").Row} Row */
/** @typedef {import("../src/contested.js").Choice} Choice */
/** @typedef {import("./reconcile_session.js").ReconcileSession} ReconcileSession */

const SOON = 80;
const PAGE = 10;
const HOW = "Select the words that are right, with the mouse or with Shift and the arrows; Enter takes them, Escape goes back.";
const MEANWHILE = "This passage was coded differently meanwhile, or is not contested any more. Look at it again.";

export class ReconcileView {
  /** @type {{row: Row, choice: Choice, command: string} | null} */ #chosen = null;
  /** @type {Row | null} */ #drawn = null;
  /** @type {CodeForm | null} */ #form = null;
  #described = "";
  #wasSaving = false;
  #timer = 0;
  /** @type {Record<"root" | "notes" | "body" | "empty" | "count" | "settle" | "status" | "head" | "sides" | "definition", HTMLElement> & {field: HTMLInputElement, bar: HTMLProgressElement, code: HTMLSelectElement, which: HTMLSelectElement, order: HTMLSelectElement}} */ parts;
  /** @type {ContestedList} */ list;
  /** @type {ContestedText} */ text;
  /** @type {ReasonLine} */ reason;
  /** @type {import("./popover.js").Popover} */ help;

  /**
   * @param {ReconcileSession} session
   * @param {HTMLElement} el
   * @param {number} height in CSS pixels
   */
  constructor(session, el, height) {
    this.session = session;
    this.#build(el, height);
    this.free = takeKeys(this.parts.root, { context: (target) => this.#context(target), run: (command) => this.run(command) });
    this.deaf = session.listen((event) => (event === "status" ? this.#showStatus() : this.#renew()));
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
    const { list } = this;
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
      "next-contested": () => this.#go(list.at + 1),
      "previous-contested": () => this.#go(list.at - 1),
      "list-down": () => this.#go(list.at + 1),
      "list-up": () => this.#go(list.at - 1),
      "list-page-down": () => this.#go(list.at + PAGE),
      "list-page-up": () => this.#go(list.at - PAGE),
      "first-contested": () => this.#go(0),
      "last-contested": () => this.#go(list.rows.length - 1),
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
      help: () => this.help.open(),
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
    const onSave = (/** @type {string} */ _code, /** @type {Record<string, unknown>} */ fields) => {
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
    if (choice.outcome === "definition" && !(await done)) return this.reason.field.focus();
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
    const place = nextLeft(this.list.rows, this.list.at, ({ key, state }) => state !== "decided" && !saving.has(key));
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
    const { parts, list } = this;
    this.#showCodes();
    const before = list.current;
    const rows = docket.shown(this.#wish);
    const place = before ? placeOf(rows, before) : 0;
    list.show(rows, place >= 0 ? place : list.at);
    const { decided, total } = docket.progress;
    parts.count.textContent = total > 0 ? `${decided} of ${total} decided${rows.length < total ? `, ${rows.length} shown` : ""}` : "";
    parts.bar.max = Math.max(total, 1);
    parts.bar.value = decided;
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
    return { query: field.value, code: code.value, which: /** @type {any} */ (which.value), order: /** @type {any} */ (order.value) };
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
    if (isOther) requestAnimationFrame(() => (this.parts.sides.scrollTop = 0)); // at once, all would be laid out twice
    if (!this.#form || isOther) this.#describe(row.code);
  }

  /** @param {Row} row */
  #drawSides(row) {
    const about = { run: (/** @type {string} */ command) => this.run(command), chosen: this.#chosen?.command ?? "" };
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
    const chooser = (/** @type {string} */ label, /** @type {readonly (readonly [string, string])[]} */ options) =>
      /** @type {HTMLSelectElement} */ (element("select", { class: "wq-input", "aria-label": label, onchange: () => this.#filter() }, ...options.map(([value, text]) => element("option", { value, text }))));
    const field = /** @type {HTMLInputElement} */ (element("input", { class: "wq-input wq-filter", type: "search", placeholder: "/ words", "aria-label": "Show only passages that hold these words", oninput: () => this.#filterSoon() }));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      this.#filter();
      this.list.focus();
    });
    const tool = (/** @type {string} */ text, /** @type {string} */ command, /** @type {string} */ title) => element("button", { type: "button", class: "wq-button", text, title, onclick: () => this.run(command) });
    const parts = {
      field,
      bar: /** @type {HTMLProgressElement} */ (element("progress", { "aria-label": "Decided", hidden: true })),
      count: element("span", { class: "wq-total", role: "status" }),
      code: chooser("Only one code", [["", "all codes"]]),
      which: chooser("Which ones", DOCKET_STATES),
      order: chooser("Order", DOCKET_ORDERS),
      settle: element("button", { type: "button", class: "wq-button wq-settle", hidden: true, onclick: () => this.session.commit("settle") }),
      notes: element("div", { class: "wq-left-out", role: "status" }),
      head: element("div", {}),
      sides: element("div", { class: "wq-case-scroll" }),
      definition: element("div", { class: "wq-case-definition" }),
      empty: element("p", { class: "wq-none wq-empty", text: "" , hidden: true }),
      status: element("span", { class: "wq-status", role: "status", "aria-live": "polite" }),
    };
    const definition = element("details", { class: "wq-case-about", open: true }, element("summary", { text: "What the codebook says" }), parts.definition);
    const chosen = element("section", { class: "wq-case", "aria-label": "The chosen passage" }, parts.head, this.text.root, definition, parts.sides, this.reason.root);
    const body = element("div", { class: "wq-reconcile-body" }, this.list.root, chosen);
    const head = element("div", { class: "wq-head" }, parts.bar, parts.count, parts.code, parts.which, parts.order, parts.field, parts.settle, tool("Undo", "take-back", "Take back the last step (u)"), tool("Redo", "do-again", "Do again what was taken back (Ctrl+Y)"), this.help.root);
    const root = element("div", { class: "wq wq-reconcile", style: { height: `${height}px` }, role: "region", "aria-label": "Decide contested passages" }, head, parts.notes, parts.empty, body, footOf("the list", parts.status));
    this.parts = { ...parts, body, root };
    el.append(element("div", { class: "wq-box" }, root));
  }
}
