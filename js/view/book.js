/**
 * What is open in a CodebookEditor: the codes of a project, and what is on its way to the store.
 *
 * All views of one widget share a book: it asks and tells the kernel, the views draw. `listen` tells them what is new.
 */

import { Channel, colorsOf } from "../src/index.js";

const LOOK_EVERY = 2000;
const BUSY = "NOT saved yet: the kernel does not answer. It is saved as soon as the kernel is free.";
const SILENT = "The kernel does not answer. What you do now is saved as soon as it is free.";
const CUT_OFF = "NOT saved: there is no kernel. Restart it and run the cell again.";

/** @typedef {import("../src/codes.js").Code} Code */
/** @typedef {"codes" | "status"} Event */

export class Book {
  /** @type {Set<(event: Event) => void>} */ #listeners = new Set();

  /** @param {any} model anywidget's */
  constructor(model) {
    this.model = model;
    this.channel = new Channel((message) => model.send(message));
    this.receive = (/** @type {any} */ message, /** @type {any} */ buffers) => this.channel.receive(message, buffers);
    model.on("msg:custom", this.receive);
    this.channel.onSlow(({ message }) => this.say(message.cid ? BUSY : SILENT, "bad"));
    this.timer = setInterval(() => this.#look(), LOOK_EVERY);
    this.rev = -1;
    this.coder = "";
    this.isOpen = false;
    /** @type {readonly Code[]} */ this.codes = [];
    /** @type {ReadonlyMap<string, string>} */ this.colors = new Map();
    this.status = { sentence: "", kind: "" };
  }

  /** @param {(event: Event) => void} listener @returns {() => void} stops listening */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close() {
    clearInterval(this.timer);
    this.model.off("msg:custom", this.receive);
    this.channel.close();
  }

  async open() {
    const answer = await this.ask("open");
    if (!answer) return;
    this.coder = answer.coder;
    this.isOpen = true;
    this.say(this.coder ? "" : "Open for reading only.");
    this.#take(answer);
  }

  /** @param {string} id */
  code(id) {
    return this.codes.find(({ code }) => code === id) ?? null;
  }

  /**
   * Change something, and show what has become of it. A refusal is said and thrown, so that a form can keep its words.
   * @param {string} type
   * @param {Record<string, unknown>} [payload]
   * @returns {Promise<any>}
   */
  async commit(type, payload = {}) {
    this.say("Saving …");
    try {
      const answer = await this.question(type, payload);
      this.#take(answer);
      this.say(["Saved.", answer.said].filter(Boolean).join(" "));
      return answer;
    } catch (error) {
      this.say(error.unsent ? CUT_OFF : `NOT saved: ${error.message}`, "bad");
      throw error;
    }
  }

  /**
   * Ask, and leave it to the caller to show a refusal. What cannot be sent is not kept: nobody waits for it.
   * @param {string} type
   * @param {Record<string, unknown>} payload
   * @returns {Promise<any>}
   */
  async question(type, payload) {
    try {
      return await this.channel.ask(type, payload);
    } catch (error) {
      if (error.unsent) this.channel.drop(error.id);
      throw error;
    }
  }

  /**
   * A question that changes nothing.
   * @param {string} type
   * @param {Record<string, unknown>} [payload]
   * @returns {Promise<any>} null where there is no answer; why has been said
   */
  async ask(type, payload = {}) {
    try {
      return await this.question(type, payload);
    } catch (error) {
      this.say(error.message, "bad");
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

  async #look() {
    if (!this.isOpen || document.hidden || this.channel.pendingCount > 0) return;
    try {
      this.#take(await this.question("look", { rev: this.rev }));
      if (this.channel.lateCount === 0 && [BUSY, SILENT].includes(this.status.sentence)) this.say("");
    } catch (error) {
      this.say(error.unsent ? "There is no kernel. Restart it and run the cell again." : error.message, "bad");
    }
  }

  /** @param {any} answer */
  #take(answer) {
    // Answers may overtake each other; an older one holds nothing that a newer one lacked.
    if (!answer.codes || answer.rev < this.rev) return;
    this.rev = answer.rev;
    this.codes = answer.codes;
    this.colors = colorsOf(answer.codes);
    this.#tell("codes");
  }

  /** @param {Event} event */
  #tell(event) {
    for (const listener of this.#listeners) listener(event);
  }
}
