/** What is shown by SuggestionReview: the suggestions, what is decided of them, and how far their making has come. */

import { Shelf, colorsOf } from "../src/index.js";
import { Asking } from "./asking.js";

const LOOK_AT_WORK = 700;
const RARELY = 6;
const ASK_AGAIN = 400;
const READ_ONLY = "This project is open for reading only; open it with a coder's name to decide.";
const FIELDS = ["number", "source", "start", "end", "before", "words", "after", "speaker", "ms", "rest", "code", "score", "why"];

/** @typedef {import("../src/review.js").Suggestion} Suggestion */
/** @typedef {import("../src/review.js").History} History */

export class ReviewSession extends Asking {
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
      for (;;) {
        const answer = await this.channel.ask(type, passage ? { source: passage.source, start: passage.start } : {});
        if (answer.state === "ready") return this.#suggestions(JSON.parse(new TextDecoder().decode(answer.buffers?.[0])).rows);
        if (this.isClosed || this.progress.state === "failed") return null;
        this.say("Looking …");
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
    else if (answer.gone) this.#takeDecided(/** @type {any} */ (answer));
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
      const made = /** @type {any} */ ({ coders: [], round: 1, note: "", remark: "" });
      FIELDS.forEach((name, place) => (made[name] = row[place]));
      made.name = this.sources[made.source] ?? "";
      made.codes = made.code ? [made.code] : [];
      delete made.code;
      return made;
    });
  }
}
