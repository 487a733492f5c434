/**
 * One view of Practice: the text to code, the findings of a text that is done, and how one has done so far. One of the
 * three is shown; the others stand behind it and keep their place.
 */

import { calledOf } from "../src/index.js";
import { Coder } from "./coder.js";
import { element } from "./dom.js";
import { FindingsView } from "./findings_view.js";
import { SoFar } from "./so_far.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {"code" | "compare" | "so-far"} Part */

const STRIP = 46;
/** @type {readonly (readonly [Part, string, string])[]} */
const PARTS = [
  ["code", "Code", "Code the text, without seeing the reference"],
  ["compare", "Compare", "See how the reference has coded this text (key v)"],
  ["so-far", "So far", "See how you have done so far (key y)"],
];

export class PracticeView {
  /** @type {Part} */ #part = "code";
  #isDone = false;
  #isMeant = false;
  /** @type {Map<Part, HTMLElement>} */ #tabs = new Map();
  /** @type {Map<Part, HTMLElement>} */ #panes = new Map();
  /** @type {HTMLElement} */ root;
  /** @type {Record<"count" | "hint", HTMLElement> & {bar: HTMLProgressElement}} */ parts;
  /** @type {Coder} */ coder;
  /** @type {FindingsView} */ findings;
  /** @type {SoFar} */ soFar;

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
    if (this.#part === "compare" || (this.#part === "so-far" && source)) this.#show(this.#isDone && this.#part === "compare" ? "compare" : "code");
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
    const { bar, count, hint } = this.parts;
    bar.max = Math.max(sources.length, 1);
    bar.value = done;
    count.textContent = `${done} of ${sources.length} texts done`;
    hint.textContent = this.#isDone ? "" : `Code this text as you read it. What ${this.#reference} gave is shown when you say that you are done (key d).`;
    this.#tabs.get("compare")?.setAttribute("aria-disabled", String(!this.#isDone));
  }

  /**
   * @param {Part} part
   * @returns {void}
   */
  #show(part) {
    if (part === "compare" && !this.#isDone) {
      this.session.say("Say first that you are done with this text (key d).");
      return this.#show("code");
    }
    const hadFocus = this.root.contains(document.activeElement);
    this.#part = part;
    for (const [name, pane] of this.#panes) {
      pane.toggleAttribute("inert", name !== part);
      pane.dataset.shown = name === part ? "1" : "0";
    }
    for (const [name, tab] of this.#tabs) tab.setAttribute("aria-pressed", String(name === part));
    if (part === "compare") this.findings.renew();
    if (part === "so-far") this.soFar.renew();
    if (hadFocus) ({ code: () => this.coder.focusText(), compare: () => this.findings.focus(), "so-far": () => this.soFar.focus() })[part]();
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
      bar: /** @type {HTMLProgressElement} */ (element("progress", { "aria-label": "Texts done" })),
      count: element("span", { class: "wq-total", role: "status" }),
      hint: element("span", { class: "wq-soft wq-practice-hint" }),
    };
    const tab = (/** @type {Part} */ part, /** @type {string} */ text, /** @type {string} */ title) =>
      element("button", { type: "button", class: "wq-button wq-tab", text, title, "aria-pressed": String(part === this.#part), onclick: () => this.#show(part) });
    this.#tabs = new Map(PARTS.map(([part, text, title]) => [part, tab(part, text, title)]));
    this.#panes = new Map(PARTS.map(([part]) => [part, element("div", { class: "wq-pane", "data-shown": part === this.#part ? "1" : "0", inert: part !== this.#part })]));
    const pane = (/** @type {Part} */ part) => /** @type {HTMLElement} */ (this.#panes.get(part));
    const strip = element("div", { class: "wq-strip", role: "toolbar", "aria-label": "Practice" }, ...this.#tabs.values(), parts.bar, parts.count, parts.hint);
    this.parts = parts;
    this.root = element("div", { class: "wq wq-practice" }, strip, element("div", { class: "wq-panes", style: { height: `${height - STRIP}px` } }, ...this.#panes.values()));
    el.append(element("div", { class: "wq-box" }, this.root));
    const run = (/** @type {string} */ command) => this.#run(command);
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
      "compare-previous-text": () => this.#openBeside(-1),
    }[command];
    doing?.();
  }
}
