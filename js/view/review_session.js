/** What is shown by SuggestionReview: the suggestions, what is decided of them, and how far their making has come. */

import { Channel, Doc, Shelf, colorsOf } from "../src/index.js";

const LOOK_EVERY = 2000;
const LOOK_AT_WORK = 700;
const RARELY = 6;
const AT_LEAST_EVERY = 10000; // a kernel that was busy once is not taken to be so for good
const ASK_AGAIN = 400;
const SILENT = "The kernel does not answer yet.";
const BUSY = "NOT saved yet: the kernel does not answer. It is saved as soon as the kernel is free.";
const CUT_OFF = "NOT saved: there is no kernel. Restart it and run the cell again.";
const READ_ONLY = "This project is open for reading only; open it with a coder's name to decide.";
const FIELDS = ["number", "source", "start", "end", "before", "words", "after", "speaker", "ms", "rest", "code", "score", "why"];

/** @typedef {import("../src/review.js").Suggestion} Suggestion */
/** @typedef {import("../src/review.js").History} History */
/** @typedef {{source: string, name: string, doc: Doc, turns: any[]}} Text */
/** @typedef {"rows" | "progress" | "status"} Event */

export class ReviewSession {
  /** @type {Set<(event: Event) => void>} */ #listeners = new Set();
  /** @type {Map<string, Promise<Text>>} */ #texts = new Map();
  #timer = 0;
  #wait = LOOK_AT_WORK;
  #isClosed = false;
  #last = Promise.resolve();
  #reading = Promise.resolve();

  /** @param {any} model anywidget's */
  constructor(model) {
    this.model = model;
    this.channel = new Channel((message) => model.send(message));
    this.receive = (/** @type {any} */ message, /** @type {any} */ buffers) => this.channel.receive(message, buffers);
    model.on("msg:custom", this.receive);
    this.channel.onSlow(({ message }) => this.say(message.cid ? BUSY : SILENT, "bad"));
    this.rev = -1;
    this.nDone = 0;
    this.project = "";
    this.isOpen = false;
    this.coder = "";
    this.progress = { state: "running", why: "", n_done: 0, n_texts: 0, has_cards: false };
    this.wish = { likely: 0, right: 0 };
    this.nMore = 0;
    /** @type {string[]} */ this.blind = [];
    /** @type {Set<string>} */ this.mine = new Set();
    /** @type {Suggestion[]} */ this.all = [];
    this.shelf = new Shelf([], []);
    /** @type {Map<string, History>} */ this.records = new Map();
    /** @type {Record<string, string>} */ this.sources = {};
    /** @type {any[]} */ this.codes = [];
    /** @type {ReadonlyMap<string, string>} */ this.colors = new Map();
    /** @type {Set<number>} */ this.gone = new Set();
    /** @type {Set<number>} */ this.saving = new Set();
    this.status = { sentence: "", kind: "" };
  }

  get isReadOnly() {
    return this.isOpen && !this.coder;
  }

  /** The suggestions that are left to decide. */
  get left() {
    return this.all.filter(({ number }) => !this.gone.has(number) && !this.saving.has(number));
  }

  /**
   * @param {(event: Event) => void} listener
   * @returns {() => void} stops listening
   */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.model.off("msg:custom", this.receive);
    this.channel.close();
  }

  async open() {
    await this.#read("open");
    this.#again();
  }

  /**
   * A text with its turns; that which was read last is kept.
   * @param {string} source
   * @returns {Promise<Text | null>} null where there is none; why has been said
   */
  async text(source) {
    const asked = this.#texts.get(source) ?? this.#readText(source);
    this.#texts = new Map([[source, asked]]);
    try {
      return await asked;
    } catch (error) {
      this.#texts.delete(source);
      this.#fail(error);
      return null;
    }
  }

  /**
   * Passages to read: those worth reading next, or those like one. Asked again until they are made.
   * @param {"reading" | "like"} type
   * @param {Suggestion | null} [passage]
   * @returns {Promise<Suggestion[] | null>} null where there is no answer; why has been said
   */
  async passages(type, passage = null) {
    try {
      for (;;) {
        const answer = await this.channel.ask(type, passage ? { source: passage.source, start: passage.start } : {});
        if (answer.state === "ready") return this.#suggestions(JSON.parse(new TextDecoder().decode(answer.buffers?.[0])).rows);
        if (this.#isClosed || this.progress.state === "failed") return null;
        this.say("Looking …");
        await new Promise((resolve) => window.setTimeout(resolve, ASK_AGAIN));
      }
    } catch (error) {
      this.#fail(error);
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
    this.#tell("rows");
    const isDone = await this.commit(type, { numbers });
    for (const number of numbers) this.saving.delete(number);
    if (isDone) for (const number of numbers) this.gone.add(number);
    this.#tell("rows");
  }

  /**
   * Change something, and show what has become of it. Changes go one after the other, in the order they were made in.
   * @param {string} type
   * @param {Record<string, unknown>} [payload]
   * @returns {Promise<boolean>} whether it is done; why not, has been said
   */
  commit(type, payload = {}) {
    const done = this.#last.then(() => this.#commit(type, payload));
    this.#last = done.then(() => {});
    return done;
  }

  /**
   * @param {string} sentence
   * @param {string} [kind]
   */
  say(sentence, kind = "") {
    this.status = { sentence, kind };
    this.#tell("status");
  }

  /**
   * @param {string} type
   * @param {Record<string, unknown>} payload
   */
  async #commit(type, payload) {
    if (this.isReadOnly && !["stop", "go_on", "anew"].includes(type)) {
      this.say(READ_ONLY, "bad");
      return false;
    }
    this.say("Saving …");
    try {
      const { said, anew } = await this.channel.ask(type, payload);
      this.say(said);
      await this.#read(anew || type === "anew" ? "open" : "look");
      return true;
    } catch (error) {
      if (error.unsent) this.channel.drop(error.id);
      this.say(error.unsent ? CUT_OFF : `NOT done: ${error.message}`, "bad");
      return false;
    }
  }

  /** @param {Event} event */
  #tell(event) {
    for (const listener of this.#listeners) listener(event);
  }

  /** Look now and then for what has changed; often while suggestions are made. */
  #again() {
    if (this.#isClosed) return;
    this.#timer = window.setTimeout(async () => {
      if (!document.hidden && this.channel.pendingCount === 0) await this.#read(this.isOpen ? "look" : "open");
      this.#again();
    }, this.#wait);
  }

  /** @param {"open" | "look"} type */
  #read(type) {
    this.#reading = this.#reading.then(() => this.#readNow(type));
    return this.#reading;
  }

  /** @param {"open" | "look"} type */
  async #readNow(type) {
    const began = performance.now();
    try {
      const answer = await this.channel.ask(type, type === "look" ? { rev: this.rev, n_done: this.nDone } : {});
      if (answer.rev !== this.rev) this.#texts = new Map();
      this.rev = answer.rev;
      this.progress = answer.progress;
      if (answer.buffers?.length) this.#take(answer);
      else if (answer.gone) this.#takeDecided(/** @type {any} */ (answer));
      if ([SILENT, BUSY].includes(this.status.sentence)) this.say("");
      this.#tell("progress");
    } catch (error) {
      this.#fail(error);
    }
    const least = this.progress.state === "running" ? LOOK_AT_WORK : LOOK_EVERY;
    this.#wait = Math.min(Math.max(least, RARELY * (performance.now() - began)), AT_LEAST_EVERY);
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
    this.#tell("rows");
  }

  /**
   * @param {any[][]} rows
   * @returns {Suggestion[]}
   */
  #suggestions(rows) {
    return rows.map((row) => {
      const made = /** @type {any} */ ({ coders: [], round: 1, note: "", remark: "" });
      FIELDS.forEach((name, place) => (made[name] = row[place]));
      made.name = this.sources[made.source] ?? "";
      made.codes = made.code ? [made.code] : [];
      delete made.code;
      return made;
    });
  }

  /**
   * @param {string} source
   * @returns {Promise<Text>}
   */
  async #readText(source) {
    const { name, turns, buffers } = await this.channel.ask("text", { source });
    const doc = new Doc(new TextDecoder().decode(buffers?.[0]));
    return { source, name, doc, turns: turns.map((/** @type {any[]} */ [start, end, kind, speaker, ms]) => ({ start, end, kind, speaker, ms })) };
  }

  /** @param {any} error */
  #fail(error) {
    if (error.unsent) this.channel.drop(error.id);
    if (error.unsent && this.status.sentence === CUT_OFF) return; // what was not saved matters more than what was not read
    this.say(error.unsent ? CUT_OFF.replace("NOT saved: there", "There") : error.message, "bad");
  }
}
