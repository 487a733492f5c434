/** One view of Passages: the list, what is looked for in it, and a text beside it. */

import { ORDERS, asText, counted } from "../src/index.js";
import { call } from "./calls.js";
import { copied } from "./clipboard.js";
import { element, isMac } from "./dom.js";
import { footOf } from "./foot.js";
import { helpPanel } from "./help.js";
import { takeKeys } from "./keyboard.js";
import { whereabouts } from "./passage_card.js";
import { PassageList } from "./passage_list.js";
import { Reader } from "./reader.js";

/** @typedef {import("../src/passages.js").Group} Group */
/** @typedef {import("../src/passages.js").Order} Order */
/** @typedef {import("../src/passages.js").Passage} Passage */
/** @typedef {import("./passages_session.js").PassagesSession} PassagesSession */

const SOON = 80;
const PAGE = 10;

export class PassagesView {
  /** @type {Group[]} */ #groups = [];
  /** @type {Order} */ #order = "table";
  #timer = 0;
  /** @type {PassageList} */ list;
  /** @type {Reader} */ reader;
  /** @type {import("./popover.js").Popover} */ help;
  /** @type {HTMLInputElement} */ field;
  /** @type {HTMLElement} */ count;
  /** @type {HTMLElement} */ left;
  /** @type {HTMLElement} */ copyAll;
  /** @type {HTMLElement} */ status;
  /** @type {HTMLElement} */ body;
  /** @type {HTMLElement} */ root;

  /**
   * @param {PassagesSession} session
   * @param {HTMLElement} el
   * @param {number} height in CSS pixels
   */
  constructor(session, el, height) {
    this.session = session;
    this.#build(el, height);
    this.free = takeKeys(this.root, { context: (target) => this.#context(target), run: (command) => this.#run(command) });
    this.deaf = session.listen((event) => (event === "status" ? this.#showStatus() : this.#renew()));
    this.#showStatus();
    if (session.isOpen) this.#show();
  }

  close() {
    window.clearTimeout(this.#timer);
    this.free();
    this.deaf();
    this.list.close();
    this.reader.close();
    this.help.close();
  }

  /** Show what has changed; also in the text beside the list. */
  #renew() {
    this.#show();
    const { passage } = this.reader;
    const now = passage && this.session.shelf.passages.find(({ number }) => number === passage.number);
    if (now) this.reader.open(now);
    else if (passage) this.#leaveText();
  }

  #show() {
    const { shelf, leftOut, lost, total } = this.session;
    const query = this.field.value;
    const shown = shelf.holding(query);
    this.#groups = shelf.grouped(shown, this.#order);
    this.list.show(this.#groups, query, shelf.passages.length > 0 ? "No passage holds these words." : total > 0 ? "None of the passages can be shown." : "There is no passage in this table.");
    const said = counted({ shown, all: shelf.passages, leftOut, lost });
    this.count.textContent = said.shown;
    this.left.textContent = said.leftOut.length > 0 ? `${said.leftOut.join(". ")}.` : "";
    this.copyAll.toggleAttribute("disabled", shown.length === 0);
    this.copyAll.textContent = shown.length < shelf.passages.length ? `Copy these ${shown.length}` : "Copy all";
    this.root.dataset.ready = "1";
  }

  #showStatus() {
    const { sentence, kind } = this.session.status;
    this.status.textContent = sentence;
    this.status.dataset.kind = kind;
  }

  /**
   * Show a passage in its text: in a view for coding, if there is one on the page, or beside the list.
   * @param {Passage | null} passage
   */
  async #showInText(passage) {
    if (!passage) return;
    const { project } = this.session;
    const { source, start, end, name } = passage;
    if (call({ project, source, start, end })) {
      this.#closeText();
      return this.session.say(`Shown in the view for coding: ${name}.`);
    }
    if (await this.reader.open(passage)) {
      this.body.dataset.reading = "1";
      this.list.go(this.list.at);
      this.reader.focus();
      this.session.say("");
    }
  }

  /** @param {number} step */
  async #readOn(step) {
    this.list.go(this.list.at + step);
    if (this.list.current) await this.reader.open(this.list.current);
  }

  #closeText() {
    this.reader.close();
    delete this.body.dataset.reading;
  }

  /** Close the text beside the list and go on in the list. */
  #leaveText() {
    const hadFocus = this.reader.hasFocus;
    this.#closeText();
    if (!hadFocus) return;
    this.list.go(this.list.at);
    this.list.focus();
  }

  /**
   * @param {Group[]} groups
   * @param {string} said what is copied
   */
  async #copy(groups, said) {
    const all = await this.session.whole(groups.flatMap(({ passages }) => passages));
    if (!all) return;
    const words = new Map(all.map((passage) => [passage.number, passage]));
    const whole = groups.map((group) => ({ ...group, passages: group.passages.map((passage) => words.get(passage.number) ?? passage) }));
    const isDone = await copied(asText(whole, (passage) => whereabouts(passage, this.session)));
    this.session.say(isDone ? `${said} copied as plain text.` : "The browser does not let this page copy; select the words and copy them by hand.", isDone ? "" : "bad");
  }

  /** @param {string} command */
  #run(command) {
    const { list } = this;
    const goTo = (/** @type {number} */ place) => {
      list.go(place);
      list.focus();
    };
    const doing = {
      "next-passage": () => goTo(list.at + 1),
      "previous-passage": () => goTo(list.at - 1),
      "next-page": () => goTo(list.at + PAGE),
      "previous-page": () => goTo(list.at - PAGE),
      "first-passage": () => goTo(0),
      "last-passage": () => goTo(Infinity),
      "show-in-text": () => this.#showInText(list.current),
      "read-next": () => this.#readOn(1),
      "read-previous": () => this.#readOn(-1),
      "filter-passages": () => this.field.focus(),
      help: () => this.help.open(),
      "back-to-passages": () => this.#back(),
      "back-to-text": () => this.#back(),
    }[command];
    doing?.();
  }

  #back() {
    if (this.help.isOpen) {
      this.help.close();
      return this.list.focus();
    }
    if (this.reader.isOpen && (this.reader.hasFocus || this.list.hasFocus)) return this.#leaveText();
    this.list.focus();
  }

  /** @param {HTMLElement} target */
  #context(target) {
    const focus = target.matches(".wq-passage, .wq-passage-list") ? "passages" : target === this.reader.text ? "reader" : "field";
    return { focus: /** @type {import("../src/keys.js").Focus} */ (focus), hasSelection: false, onCoding: false, isMac };
  }

  #filterSoon() {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#filter(), SOON);
  }

  #filter() {
    window.clearTimeout(this.#timer);
    this.#show();
    this.list.top();
  }

  /** @param {Order} order */
  #putInOrder(order) {
    this.#order = order;
    this.#show();
    this.list.go(this.list.at);
  }

  /**
   * @param {HTMLElement} el
   * @param {number} height
   */
  #build(el, height) {
    const { session } = this;
    this.list = new PassageList(session, {
      onshow: (passage) => this.#showInText(passage),
      oncopy: (passage) => this.#copy([{ title: "", code: null, passages: [passage] }], "The passage is"),
    });
    this.reader = new Reader(session, () => this.#leaveText());
    this.help = helpPanel([["passages", "In the list"], ["reader", "In the text beside it"]]);
    this.field = /** @type {HTMLInputElement} */ (
      element("input", { class: "wq-input wq-filter", type: "search", placeholder: "/ words in passages, memos, names", "aria-label": "Show only passages that hold these words", oninput: () => this.#filterSoon() })
    );
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      this.#filter();
      this.list.go(this.list.at);
      this.list.focus();
    });
    const order = /** @type {HTMLSelectElement} */ (element("select", { class: "wq-input", "aria-label": "Order of the passages" }, ...ORDERS.map(([value, text]) => element("option", { value, text }))));
    order.addEventListener("change", () => this.#putInOrder(/** @type {Order} */ (order.value)));
    this.count = element("span", { class: "wq-total", role: "status" });
    this.left = element("span", { class: "wq-left-out" });
    this.copyAll = element("button", { type: "button", class: "wq-button", text: "Copy all", title: "Copy the passages that are shown as plain text", onclick: () => this.#copy(this.#groups, "The passages are") });
    this.status = element("span", { class: "wq-status", role: "status", "aria-live": "polite" });
    this.body = element("div", { class: "wq-passages-body" }, this.list.root, this.reader.root);
    this.root = element("div", { class: "wq wq-passages", style: { height: `${height}px` } });
    this.root.append(
      element("div", { class: "wq-head" }, this.field, order, this.count, this.copyAll, this.help.root),
      this.left,
      this.body,
      footOf("the passages", this.status),
    );
    el.append(element("div", { class: "wq-box" }, this.root));
  }
}
