/** What is shown by Passages: the rows of a table, each where it is now, and the texts they come from. */

import { Channel, Doc, Shelf, colorsOf } from "../src/index.js";

const LOOK_EVERY = 2000;
const RARELY = 20;
const AT_LEAST_EVERY = 30000; // a kernel that was busy once is not taken to be so for good
const WAITING = "The kernel does not answer yet.";
const CUT_OFF = "There is no kernel. Restart it and run the cell again.";
const FIELDS = [
  "number", "source", "start", "end", "before", "words", "after", "speaker", "ms", "codes", "coders", "round", "note",
  "remark", "rest",
];

/** @typedef {import("../src/passages.js").Passage} Passage */
/** @typedef {{source: string, name: string, doc: Doc, turns: any[]}} Text */
/** @typedef {"passages" | "status"} Event */

export class PassagesSession {
  /** @type {Set<(event: Event) => void>} */ #listeners = new Set();
  /** @type {Promise<Text> | null} */ #text = null;
  #textOf = "";
  #timer = 0;
  #wait = LOOK_EVERY;
  #isClosed = false;
  /** @type {Set<string>} */ #troubles = new Set([WAITING]);

  /** @param {any} model anywidget's */
  constructor(model) {
    this.model = model;
    this.channel = new Channel((message) => model.send(message));
    this.receive = (/** @type {any} */ message, /** @type {any} */ buffers) => this.channel.receive(message, buffers);
    model.on("msg:custom", this.receive);
    this.channel.onSlow(() => this.say(WAITING, "bad"));
    this.rev = -1;
    this.stamp = "";
    this.project = "";
    this.shelf = new Shelf([], []);
    /** @type {ReadonlyMap<string, string>} */ this.colors = new Map();
    /** @type {Record<string, number>} */ this.leftOut = {};
    /** @type {string[]} */ this.lost = [];
    this.total = 0;
    this.status = { sentence: "", kind: "" };
    this.isOpen = false;
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
   * A text with its turns. That which was read last is kept until the passages have changed.
   * @param {string} source
   * @returns {Promise<Text | null>} null where there is none; why has been said
   */
  async text(source) {
    if (this.#textOf !== source || this.#text === null) {
      this.#textOf = source;
      this.#text = this.#readText(source);
    }
    try {
      return await this.#text;
    } catch (error) {
      this.#text = null;
      this.#fail(error);
      return null;
    }
  }

  /**
   * Passages with all their words; those of long ones are asked for.
   * @param {Passage[]} passages
   * @returns {Promise<Passage[] | null>} null where there is no answer; why has been said
   */
  async whole(passages) {
    const numbers = passages.filter(({ rest }) => rest > 0).map(({ number }) => number);
    if (numbers.length === 0) return passages;
    try {
      const words = new Map((await this.channel.ask("words", { numbers })).words);
      return passages.map((passage) => (words.has(passage.number) ? { ...passage, words: words.get(passage.number), rest: 0 } : passage));
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  /**
   * @param {string} sentence
   * @param {string} [kind]
   */
  say(sentence, kind = "") {
    this.status = { sentence, kind };
    this.#tell("status");
  }

  /** @param {Event} event */
  #tell(event) {
    for (const listener of this.#listeners) listener(event);
  }

  /** Look now and then for what has changed; the more seldom, the longer it takes to read. */
  #again() {
    if (this.#isClosed) return;
    this.#timer = window.setTimeout(async () => {
      if (!document.hidden && this.channel.pendingCount === 0) {
        await (this.isOpen ? this.#read("look", { rev: this.rev, stamp: this.stamp }) : this.#read("open"));
      }
      this.#again();
    }, this.#wait);
  }

  /**
   * @param {"open" | "look"} type
   * @param {Record<string, unknown>} [payload]
   */
  async #read(type, payload = {}) {
    const began = performance.now();
    try {
      const answer = await this.channel.ask(type, payload);
      if (answer.rev !== this.rev) this.#text = null;
      this.rev = answer.rev;
      if (answer.buffers?.length) this.#take(answer);
      if (this.#troubles.has(this.status.sentence)) this.say("");
    } catch (error) {
      this.#fail(error);
      this.#troubles.add(this.status.sentence);
    }
    this.#wait = Math.min(Math.max(LOOK_EVERY, RARELY * (performance.now() - began)), AT_LEAST_EVERY);
  }

  /** @param {any} answer */
  #take({ stamp, project, buffers }) {
    const { rows, sources, codes, left_out, lost, total } = JSON.parse(new TextDecoder().decode(buffers[0]));
    const places = new Map(codes.map((/** @type {any} */ { code }, /** @type {number} */ place) => [code, place]));
    const passages = rows.map((/** @type {any[]} */ row) => passageOf(row, sources, places));
    Object.assign(this, { stamp, project, lost, total, leftOut: left_out, colors: colorsOf(codes), shelf: new Shelf(passages, codes), isOpen: true });
    this.#tell("passages");
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
    this.say(error.unsent ? CUT_OFF : error.message, "bad");
  }
}

/**
 * A passage as the kernel sends it: a row.
 * @param {any[]} row
 * @param {Record<string, string>} sources
 * @param {ReadonlyMap<string, number>} places of the codes in their tree
 * @returns {Passage}
 */
function passageOf(row, sources, places) {
  const passage = /** @type {any} */ ({});
  FIELDS.forEach((name, number) => (passage[name] = row[number]));
  passage.name = sources[passage.source] ?? "";
  passage.codes.sort((/** @type {string} */ one, /** @type {string} */ other) => (places.get(one) ?? 0) - (places.get(other) ?? 0));
  return passage;
}
