/** What is shown by Passages: the rows of a table, each where it is now, and the texts they come from. */

import { Shelf, colorsOf } from "../src/index.js";
import { Asking } from "./asking.js";

const RARELY = 20;
const CUT_OFF = "There is no kernel. Restart it and run the cell again.";
const FIELDS = [
  "number", "source", "start", "end", "before", "words", "after", "speaker", "ms", "codes", "coders", "round", "note",
  "remark", "rest",
];

/** @typedef {import("../src/passages.js").Passage} Passage */
/** @typedef {import("./asking.js").Text} Text */

export class PassagesSession extends Asking {
  /** What was said of reading; it is taken back once reading works. */
  #trouble = "";

  /** @param {any} model anywidget's */
  constructor(model) {
    super(model, { rarely: RARELY, cutOff: CUT_OFF });
    this.rev = -1;
    this.stamp = "";
    this.project = "";
    this.shelf = new Shelf([], []);
    /** @type {ReadonlyMap<string, string>} */ this.colors = new Map();
    /** @type {Record<string, number>} */ this.leftOut = {};
    /** @type {string[]} */ this.lost = [];
    this.total = 0;
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
      this.fail(error);
      return null;
    }
  }

  /** @param {"open" | "look"} type */
  async readNow(type) {
    try {
      const answer = await this.channel.ask(type, type === "look" ? { rev: this.rev, stamp: this.stamp } : {});
      if (answer.rev !== this.rev) this.forgetTexts();
      this.rev = answer.rev;
      if (answer.buffers?.length) this.#take(answer);
      if (this.#trouble && this.status.sentence === this.#trouble) this.say("");
    } catch (error) {
      this.fail(error);
      this.#trouble = this.status.sentence;
    }
  }

  /** @param {any} answer */
  #take({ stamp, project, buffers }) {
    const { rows, sources, codes, left_out, lost, total } = JSON.parse(new TextDecoder().decode(buffers[0]));
    const places = new Map(codes.map((/** @type {any} */ { code }, /** @type {number} */ place) => [code, place]));
    const passages = rows.map((/** @type {any[]} */ row) => passageOf(row, sources, places));
    Object.assign(this, { stamp, project, lost, total, leftOut: left_out, colors: colorsOf(codes), shelf: new Shelf(passages, codes), isOpen: true });
    this.tell("passages");
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
