/** The findings of a text: the list, the chosen passage in the text, what each gave and why, and one's answer. */

import { SHOWN_VERDICTS, VERDICTS, nextUnanswered, shownFindings, tallyOf } from "../src/index.js";
import { ContestedText } from "./contested_text.js";
import { definitionPanel } from "./definition.js";
import { element, isMac, keepingFocus } from "./dom.js";
import { findingHead, findingLine, findingSides, standOf } from "./finding_case.js";
import { footOf } from "./foot.js";
import { helpPanel } from "./help.js";
import { takeKeys } from "./keyboard.js";

/** @typedef {import("../src/findings.js").Finding} Finding */
/** @typedef {import("./session.js").Session} Session */

const SOON = 300;

export class FindingsView {
  /** @type {Finding[]} */ #all = [];
  /** @type {Finding[]} */ #rows = [];
  #at = 0;
  #source = "";
  #described = "";
  /** @type {Finding | null} */ #asked = null;
  /** @type {Finding[]} */ #past = []; // as they were before each answer
  #timer = 0;
  /** @type {HTMLElement} */ root;
  /** @type {HTMLElement} */ list;
  /** @type {ContestedText} */ text;
  /** @type {import("./popover.js").Popover} */ help;
  /** @type {Record<"body" | "count" | "head" | "sides" | "about" | "definition" | "stand" | "answer" | "empty" | "status", HTMLElement> & {which: HTMLSelectElement, code: HTMLSelectElement, bar: HTMLProgressElement, words: HTMLInputElement}} */ parts;

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
    const isSame = source === this.#source;
    this.#source = source;
    this.#all = answer.rows;
    this.parts.empty.textContent = answer.why;
    this.#showCodes();
    if (!isSame) this.#past = [];
    if (!isSame) this.parts.which.value = "";
    this.#showRows(isSame ? (this.current?.key ?? "") : "");
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
      help: () => this.help.open(),
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
  async #answer(answer, words, finding = this.current) {
    if (!finding) return;
    if (finding.verdict === "agree") return this.session.say("Here you agree; there is nothing to answer.");
    this.#closeAnswer();
    if (!(await this.#keep(finding, answer, words))) return;
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
  async #keep({ key, guid, reference_guid }, answer, words) {
    const { source } = this.session;
    const saved = await this.session.change("answer", { guid, reference_guid, answer, words });
    if (!saved || source !== this.session.source) return false;
    this.#all = this.#all.map((one) => (one.key === key ? { ...one, answer, words: words.trim() } : one));
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
    const words = this.parts.words.value.trim();
    if (words) return this.#answer("mine", words, this.#asked);
    this.session.say("Write why in a few words; Escape leaves it.");
    this.parts.words.focus();
  }

  /** Give the answers back that were there before the last one, and go there. */
  async #takeBack() {
    const was = this.#past.pop();
    if (!was) return this.session.say("There is no answer to take back. What you coded is taken back where you coded it (key e).");
    if (!(await this.#keep(was, was.answer, was.words))) return;
    this.session.say("The last answer is taken back.");
    this.#showRows(was.key);
  }

  #leaveAnswer() {
    this.#closeAnswer();
    this.focus();
  }

  /** @param {string} key of the finding to stay at */
  #showRows(key) {
    const { which, code, count, bar } = this.parts;
    this.#rows = shownFindings(this.#all, /** @type {any} */ (which.value), code.value);
    const place = this.#rows.findIndex((one) => one.key === key);
    this.#at = place >= 0 ? place : 0;
    if (this.#asked && this.current?.key !== this.#asked.key) this.#letGo();
    const { counts, differing, answered } = tallyOf(this.#all);
    const told = /** @type {import("../src/findings.js").Verdict[]} */ (Object.keys(counts)).map((verdict) => `${counts[verdict]} ${VERDICTS[verdict].name}`);
    count.textContent = this.#all.length ? `${told.join(", ")} · ${answered} of ${differing} answered` : "";
    bar.max = Math.max(differing, 1);
    bar.value = answered;
    bar.hidden = differing === 0;
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
    const named = ids.map((id) => [id, this.session.names.get(id) ?? id]).sort(([, one], [, other]) => one.localeCompare(other));
    code.replaceChildren(element("option", { value: "", text: "all codes" }), ...named.map(([value, text]) => element("option", { value, text })));
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
    const verbs = { run: (/** @type {string} */ command) => this.run(command) };
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
    const ids = [...new Set([code, reference_code])].filter(Boolean);
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
    const texts = { text: async () => ({ source: session.source, name: session.about.name, doc: session.doc, turns: session.turns }), get colors() { return session.colors; } };
    this.text = new ContestedText(texts);
    this.help = helpPanel([["finding", "In the list"], ["finding-text", "In the text and on buttons"], ["answer", "Saying why"]]);
    const chooser = (/** @type {string} */ label, /** @type {readonly (readonly [string, string])[]} */ options) =>
      /** @type {HTMLSelectElement} */ (element("select", { class: "wq-input", "aria-label": label, onchange: () => this.#showRows(this.current?.key ?? "") }, ...options.map(([value, text]) => element("option", { value, text }))));
    const words = /** @type {HTMLInputElement} */ (element("input", { class: "wq-input", type: "text", dir: "auto", autocomplete: "off", placeholder: "why? (Enter keeps it)", "aria-label": "You stand by your own. Why?" }));
    const stand = element("span", { class: "wq-reason-choice" });
    const tool = (/** @type {string} */ text, /** @type {string} */ command, /** @type {string} */ title) => element("button", { type: "button", class: "wq-button", text, title, onclick: () => this.run(command) });
    const parts = {
      which: chooser("Which passages", SHOWN_VERDICTS),
      code: chooser("Only one code", [["", "all codes"]]),
      bar: /** @type {HTMLProgressElement} */ (element("progress", { "aria-label": "Differences answered", hidden: true })),
      count: element("span", { class: "wq-total", role: "status" }),
      head: element("div", {}),
      sides: element("div", { class: "wq-case-scroll" }),
      definition: element("div", { class: "wq-case-definition" }),
      words,
      stand,
      answer: element("div", { class: "wq-reason", role: "group", "aria-label": "Your answer", hidden: true }, stand, words, tool("Keep", "save-answer", "Keep the answer (Enter)"), tool("Cancel", "leave-answer", "Do not answer after all (Escape)")),
      empty: element("p", { class: "wq-none wq-empty", text: "", hidden: true }),
      status: element("span", { class: "wq-status", role: "status", "aria-live": "polite" }),
    };
    this.list = element("div", { class: "wq-docket wq-findings-list", role: "listbox", tabindex: "0", "aria-label": "Passages", onclick: (/** @type {Event} */ event) => this.#clicked(event) });
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
    const line = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[role=option]"));
    if (!line) return;
    this.#go(Number(line.dataset.place));
    this.focus();
  }
}
