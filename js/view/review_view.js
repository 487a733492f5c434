/** One view of SuggestionReview: the list, what keys decide, the text beside it, and how suggestions are wanted. */

import { REVIEW_ORDERS, REVIEW_TEXTS, besideGroup, cardSays, heldSays, many, meant, progressSays, recordSays, reviewGroups, withGroup } from "../src/index.js";
import { call } from "./calls.js";
import { definitionPanel } from "./definition.js";
import { element, isMac } from "./dom.js";
import { footOf } from "./foot.js";
import { helpPanel } from "./help.js";
import { takeKeys } from "./keyboard.js";
import { PassageList } from "./passage_list.js";
import { Reader } from "./reader.js";
import { suggestionCard } from "./suggestion_card.js";

/** @typedef {import("../src/passages.js").Group} Group */
/** @typedef {import("../src/review.js").Suggestion} Suggestion */
/** @typedef {import("../src/review.js").ReviewOrder} ReviewOrder */
/** @typedef {import("./review_session.js").ReviewSession} ReviewSession */
/** @typedef {{title: string, passages: Suggestion[]}} Aside passages to read, in place of the suggestions */

const SOON = 80;
const PAGE = 10;

export class ReviewView {
  /** @type {Group[]} */ #groups = [];
  /** @type {Set<number>} */ #ticked = new Set();
  /** @type {Aside | null} */ #aside = null;
  #back = 0;
  #isTouched = false;
  #timer = 0;
  /** @type {PassageList} */ list;
  /** @type {Reader} */ reader;
  /** @type {import("./popover.js").Popover} */ help;
  /** @type {Record<"root" | "body" | "count" | "notes" | "said" | "status" | "about" | "run" | "title" | "back", HTMLElement> & {field: HTMLInputElement, order: HTMLSelectElement, which: HTMLSelectElement, bar: HTMLProgressElement, likely: HTMLInputElement, right: HTMLInputElement, likelySays: HTMLElement, rightSays: HTMLElement}} */ parts;

  /**
   * @param {ReviewSession} session
   * @param {HTMLElement} el
   * @param {number} height in CSS pixels
   */
  constructor(session, el, height) {
    this.session = session;
    this.#build(el, height);
    this.free = takeKeys(this.parts.root, { context: (target) => this.#context(target), run: (command) => this.run(command) });
    const shows = new Map([["status", () => this.#showStatus()], ["progress", () => this.#showProgress()], ["rows", () => this.#renew()]]);
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
    const { list, session } = this;
    const doing = {
      "take-this": () => this.#decide("take"),
      "refuse-this": () => this.#decide("refuse"),
      "tick-this": () => this.#tick(),
      "tick-group": () => this.#tickGroup(),
      "take-back": () => session.commit("undo"),
      "do-again": () => session.commit("redo"),
      "next-passage": () => this.#go(list.at + 1),
      "previous-passage": () => this.#go(list.at - 1),
      "next-page": () => this.#go(list.at + PAGE),
      "previous-page": () => this.#go(list.at - PAGE),
      "first-passage": () => this.#go(0),
      "last-passage": () => this.#go(Infinity),
      "next-group": () => this.#go(besideGroup(this.#groups, list.at, 1)),
      "previous-group": () => this.#go(besideGroup(this.#groups, list.at, -1)),
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
      help: () => this.help.open(),
    }[command];
    doing?.();
  }

  /** @returns {Suggestion | null} */
  get #current() {
    return /** @type {Suggestion | null} */ (this.list.current);
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
    this.#ticked = new Set();
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
      const number = Number(/** @type {HTMLElement} */ (box.closest(".wq-passage")).dataset.number);
      /** @type {HTMLInputElement} */ (box).checked = this.#ticked.has(number);
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
    const words = current.words.replace(/\s+/g, " ").slice(0, 60);
    await this.#showAside(`Passages like “${words}${words.length < current.words.length ? " …" : ""}”`, "like", current);
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
    else this.#ticked = new Set();
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
      session.say(/** @type {Error} */ (error).message, "bad");
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
    const order = /** @type {ReviewOrder} */ (this.parts.order.value);
    if (this.#aside) {
      this.#groups = [{ title: "", code: null, passages: this.#aside.passages }];
    } else {
      const shown = /** @type {Suggestion[]} */ (shelf.holding(query)).filter(({ number, source }) => !gone.has(number) && !saving.has(number) && this.#isWanted(source));
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
    if (progress.state === "running") return "Suggestions are being made …";
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
    return { focus: /** @type {import("../src/keys.js").Focus} */ (focus), beside: focus === "reader" ? /** @type {const} */ ("review") : null, hasSelection: false, onCoding: false, isMac };
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
    const only = (/** @type {"take" | "refuse"} */ type) => (/** @type {Suggestion} */ one) => session.decide(type, [one]);
    const verbs = {
      onshow: (/** @type {Suggestion} */ one) => this.#showInText(one),
      ontake: only("take"),
      onrefuse: only("refuse"),
      ontick: (/** @type {Suggestion} */ one) => {
        if (!this.#ticked.delete(one.number)) this.#ticked.add(one.number);
        this.#showCount();
      },
      isTicked: (/** @type {Suggestion} */ one) => this.#ticked.has(one.number),
    };
    const card = (/** @type {Suggestion} */ one, /** @type {any} */ about, /** @type {any} */ does) => {
      const made = suggestionCard(one, about, does);
      made.dataset.number = String(one.number);
      return made;
    };
    this.list = new PassageList(/** @type {any} */ (session), /** @type {any} */ (verbs), { card, says: ({ code }) => (code ? recordSays(session.records.get(code)) : "") });
    this.reader = new Reader(/** @type {any} */ (session), () => this.#leave());
    this.help = helpPanel([["review", "In the list"], ["reader", "In the text beside it"]]);
    const field = /** @type {HTMLInputElement} */ (element("input", { class: "wq-input wq-filter", type: "search", placeholder: "/ words, codes, texts", "aria-label": "Show only suggestions that hold these words", oninput: () => this.#filterSoon() }));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      this.#show();
      this.#go(0);
    });
    const order = /** @type {HTMLSelectElement} */ (element("select", { class: "wq-input", "aria-label": "Order", onchange: () => this.#show() }, ...REVIEW_ORDERS.map(([value, text]) => element("option", { value, text }))));
    const which = /** @type {HTMLSelectElement} */ (element("select", { class: "wq-input", "aria-label": "Of which texts", onchange: () => this.#show() }, ...REVIEW_TEXTS.map(([value, text]) => element("option", { value, text }))));
    const slider = (/** @type {string} */ label, /** @type {string} */ max) =>
      /** @type {HTMLInputElement} */ (element("input", { type: "range", min: "0", max, step: "5", "aria-label": label, oninput: () => this.#showWish(), onchange: () => this.#wish() }));
    const tool = (/** @type {string} */ text, /** @type {string} */ command, /** @type {string} */ title) => element("button", { type: "button", class: "wq-button", text, title, onclick: () => this.run(command) });
    const parts = {
      field, order, which,
      bar: /** @type {HTMLProgressElement} */ (element("progress", { "aria-label": "Texts gone through" })),
      said: element("span", { class: "wq-soft", role: "status" }),
      run: element("button", { type: "button", class: "wq-button", onclick: (/** @type {any} */ event) => session.commit(event.currentTarget.dataset.does) }),
      count: element("span", { class: "wq-total", role: "status" }),
      likely: slider("How likely a suggestion must be, in percent", "95"),
      right: slider("How often suggestions of a code must have been right, in percent", "90"),
      likelySays: element("span", {}),
      rightSays: element("span", {}),
      notes: element("div", { class: "wq-left-out", role: "status" }),
      title: element("span", { dir: "auto" }),
      back: element("button", { type: "button", class: "wq-button", text: "Back to the suggestions", title: "Escape", hidden: true, onclick: () => this.#leaveAside() }),
      about: element("section", { class: "wq-review-about", "aria-label": "What the codebook says", hidden: true }),
      status: element("span", { class: "wq-status", role: "status", "aria-live": "polite" }),
    };
    const wished = element("div", { class: "wq-wish" }, element("label", {}, parts.likely, parts.likelySays), element("label", {}, parts.right, parts.rightSays), parts.bar, parts.said, parts.run, tool("Suggest anew", "suggest-anew", "With what was decided and coded meanwhile (a)"));
    const tools = [tool("Worth reading", "worth-reading", "Passages that are worth reading next (w)"), tool("Like this", "find-like", "Passages like the one that is marked (l)"), tool("Undo", "take-back", "Take back the last step (u)"), tool("Redo", "do-again", "Do again what was taken back (Ctrl+Y)")];
    const head = element("div", { class: "wq-head" }, field, which, order, parts.count, ...tools, this.help.root);
    const body = element("div", { class: "wq-passages-body" }, this.list.root, this.reader.root, parts.about);
    const root = element("div", { class: "wq wq-passages wq-suggestion-review", style: { height: `${height}px` }, role: "region", "aria-label": "Review suggestions" }, head, wished, parts.notes, element("div", { class: "wq-aside-title" }, parts.title, parts.back), body, footOf("the list", parts.status));
    this.parts = { ...parts, body, root };
    for (const sign of ["focusin", "pointerdown"]) this.list.root.addEventListener(sign, () => (this.#isTouched = true));
    el.append(element("div", { class: "wq-box" }, root));
  }
}
