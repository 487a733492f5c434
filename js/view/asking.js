/**
 * What the sessions of lists have in common: questions to the kernel, looking now and then for what has changed, changes
 * one after the other, and what is said of all that.
 */

import { Channel, Doc } from "../src/index.js";

const LOOK_EVERY = 2000;
const AT_LEAST_EVERY = 30000; // a kernel that was busy once is not taken to be so for good
export const SILENT = "The kernel does not answer yet.";
export const BUSY = "NOT saved yet: the kernel does not answer. It is saved as soon as the kernel is free.";
export const CUT_OFF = "NOT saved: there is no kernel. Restart it and run the cell again.";

/** @typedef {{source: string, name: string, doc: Doc, turns: any[]}} Text */

export class Asking {
  /** @type {Set<(event: any) => void>} */ #listeners = new Set();
  #timer = 0;
  #isClosed = false;
  #last = Promise.resolve();
  #reading = Promise.resolve();
  /** @type {Promise<Text> | null} */ #text = null;
  #textOf = "";

  /**
   * @param {any} model anywidget's
   * @param {{rarely: number, cutOff?: string}} about `rarely`: how many times as long as a look takes it waits until the
   *   next; `cutOff`: what is said where there is no kernel
   */
  constructor(model, { rarely, cutOff = CUT_OFF }) {
    this.model = model;
    this.rarely = rarely;
    this.cutOff = cutOff;
    this.channel = new Channel((message) => model.send(message));
    this.receive = (/** @type {any} */ message, /** @type {any} */ buffers) => this.channel.receive(message, buffers);
    model.on("msg:custom", this.receive);
    this.channel.onSlow(({ message }) => this.say(message.cid ? BUSY : SILENT, "bad"));
    this.wait = LOOK_EVERY;
    this.isOpen = false;
    this.status = { sentence: "", kind: "" };
  }

  /**
   * What stands in the way of a change, in a sentence; empty where nothing does.
   * @param {string} _type
   */
  obstacleTo(_type) {
    return "";
  }

  /** How long to wait for the next look, at least. */
  get lookEvery() {
    return LOOK_EVERY;
  }

  get isClosed() {
    return this.#isClosed;
  }

  /**
   * @param {(event: any) => void} listener
   * @returns {() => void} stops listening
   */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param {string} event */
  tell(event) {
    for (const listener of this.#listeners) listener(event);
  }

  /**
   * @param {string} sentence
   * @param {string} [kind]
   */
  say(sentence, kind = "") {
    this.status = { sentence, kind };
    this.tell("status");
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.model.off("msg:custom", this.receive);
    this.channel.close();
  }

  async open() {
    await this.read("open");
    this.#again();
  }

  /**
   * Read what there is, or what is new: one reading after the other, since each goes on from the one before.
   * @param {"open" | "look"} type
   * @param {any} [about] for `readNow`
   */
  read(type, about = {}) {
    this.#reading = this.#reading.then(async () => {
      const began = performance.now();
      try {
        await this.readNow(type, about);
        if ([SILENT, BUSY].includes(this.status.sentence)) this.say("");
      } catch (error) {
        this.fail(error);
      }
      this.wait = Math.min(Math.max(this.lookEvery, this.rarely * (performance.now() - began)), AT_LEAST_EVERY);
    });
    return this.#reading;
  }

  /**
   * @param {"open" | "look"} _type
   * @param {any} _about
   */
  async readNow(_type, _about) {}

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
   * Read again after a change.
   * @param {string} _type of the change
   * @param {any} _answer
   */
  async done(_type, _answer) {
    await this.read("look");
  }

  /** Read again after a change that was refused. */
  async refused() {}

  /**
   * @param {string} type
   * @param {Record<string, unknown>} payload
   */
  async #commit(type, payload) {
    const obstacle = this.obstacleTo(type);
    if (obstacle) {
      this.say(obstacle, "bad");
      return false;
    }
    this.say("Saving …");
    try {
      const answer = await this.channel.ask(type, payload);
      this.say(answer.said);
      await this.done(type, answer);
      return true;
    } catch (error) {
      const { unsent, id, message } = /** @type {any} */ (error);
      if (unsent) this.channel.drop(id);
      this.say(unsent ? this.cutOff : /^NOT /.test(message) ? message : `NOT done: ${message}`, "bad");
      if (!unsent) await this.refused();
      return false;
    }
  }

  /** Look now and then for what has changed; the more seldom, the longer it takes to read. */
  #again() {
    if (this.#isClosed) return;
    this.#timer = window.setTimeout(async () => {
      if (!document.hidden && this.channel.pendingCount === 0) await this.read(this.isOpen ? "look" : "open");
      this.#again();
    }, this.wait);
  }

  /** @param {any} error */
  fail(error) {
    if (error.unsent) this.channel.drop(error.id);
    if (error.unsent && this.status.sentence === this.cutOff) return; // what was not saved matters more than what was not read
    this.say(error.unsent ? this.cutOff.replace("NOT saved: there", "There") : error.message, "bad");
  }

  /**
   * A text with its turns; that which was read last is kept.
   * @param {string} source
   * @returns {Promise<Text | null>} null where there is none; why has been said
   */
  async text(source) {
    if (this.#textOf !== source || this.#text === null) {
      this.#textOf = source;
      this.#text = this.readText(source);
    }
    try {
      return await this.#text;
    } catch (error) {
      this.#text = null;
      this.fail(error);
      return null;
    }
  }

  /** Read texts anew from now on. */
  forgetTexts() {
    this.#text = null;
  }

  /**
   * @param {string} source
   * @returns {Promise<Text>}
   */
  async readText(source) {
    const { name, turns, buffers } = await this.channel.ask("text", { source });
    return { source, name, doc: this.docOf(source, new TextDecoder().decode(buffers?.[0])), turns: turns.map((/** @type {any[]} */ [start, end, kind, speaker, ms]) => ({ start, end, kind, speaker, ms })) };
  }

  /**
   * @param {string} _source
   * @param {string} said
   */
  docOf(_source, said) {
    return new Doc(said);
  }
}
