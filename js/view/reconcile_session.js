/** What is shown by Reconcile: the contested passages, the texts they are in, and what is on its way to the store. */

import { Channel, Docket, Doc, colorsOf, withReason } from "../src/index.js";

const LOOK_EVERY = 2000;
const RARELY = 4;
const AT_LEAST_EVERY = 30000; // a kernel that was busy once is not taken to be so for good
const KEPT_TEXTS = 4;
const SILENT = "The kernel does not answer yet.";
const BUSY = "NOT saved yet: the kernel does not answer. It is saved as soon as the kernel is free.";
const CUT_OFF = "NOT saved: there is no kernel. Restart it and run the cell again.";
const READ_ONLY = "This project is open for reading only: you see everything and decide nothing. Open it with a coder's name to decide.";

/** @typedef {import("../src/contested.js").Row} Row */
/** @typedef {import("../src/contested.js").Choice} Choice */
/** @typedef {{source: string, name: string, doc: Doc, turns: any[]}} Text */
/** @typedef {{coder: string, codes: any[], reasons: string[], n_agreed: number, settled: string[], blind: string[], why: string}} Head */
/** @typedef {"rows" | "status"} Event */

export class ReconcileSession {
  /** @type {Set<(event: Event) => void>} */ #listeners = new Set();
  /** @type {Map<string, Promise<Text>>} */ #texts = new Map();
  /** @type {Map<string, Doc>} */ #docs = new Map();
  /** @type {Map<string, Promise<any>>} */ #abouts = new Map();
  /** @type {Map<string, Row>} */ #rows = new Map();
  #timer = 0;
  #wait = LOOK_EVERY;
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
    this.stamp = "";
    this.project = "";
    this.isOpen = false;
    /** @type {Head} */ this.head = { coder: "", codes: [], reasons: [], n_agreed: 0, settled: [], blind: [], why: "" };
    this.docket = new Docket([], []);
    /** @type {ReadonlyMap<string, string>} */ this.colors = new Map();
    /** @type {Set<string>} */ this.saving = new Set();
    /** @type {string[]} */ this.reasons = [];
    this.status = { sentence: "", kind: "" };
  }

  get isReadOnly() {
    return this.isOpen && !this.head.coder;
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
    if (this.isReadOnly) this.say(READ_ONLY);
    this.#again();
  }

  /**
   * A text with its turns.
   * @param {string} source
   * @returns {Promise<Text | null>} null where there is none; why has been said
   */
  async text(source) {
    const asked = this.#texts.get(source) ?? this.#readText(source);
    this.#texts.delete(source);
    this.#texts.set(source, asked);
    for (const old of [...this.#texts.keys()].slice(0, -KEPT_TEXTS)) [this.#texts, this.#docs].forEach((kept) => kept.delete(old));
    try {
      return await asked;
    } catch (error) {
      this.#texts.delete(source);
      this.#fail(error);
      return null;
    }
  }

  /**
   * What the codebook says of a code.
   * @param {string} code
   * @returns {Promise<any>} null where there is no answer; why has been said
   */
  async about(code) {
    const asked = this.#abouts.get(code) ?? this.channel.ask("about", { code });
    this.#abouts.set(code, asked);
    try {
      return await asked;
    } catch (error) {
      this.#abouts.delete(code);
      this.#fail(error);
      return null;
    }
  }

  /**
   * @param {string} code
   * @returns {Promise<import("../src/whose.js").Codings | null>} whose codings are to be looked at again
   */
  async affected(code) {
    try {
      return /** @type {any} */ (await this.channel.ask("affected", { codes: [code] }));
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  /**
   * Decide a passage, upon the positions that are shown.
   * @param {Row} row
   * @param {Choice} choice
   * @param {string} reason
   * @returns {Promise<boolean>} whether it is decided; why not, has been said
   */
  async decide(row, { outcome, agreed_with, span, fields }, reason) {
    const { source, code, round, mark, key } = row;
    const type = outcome === "definition" ? "define" : "decide";
    this.reasons = withReason(this.reasons, reason);
    this.saving.add(key);
    this.#tell("rows");
    const isDone = await this.commit(type, { source, code, round, mark, outcome, agreed_with, span, fields, reason });
    this.saving.delete(key);
    this.#tell("rows");
    return isDone;
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
    if (this.isReadOnly) {
      this.say(READ_ONLY, "bad");
      return false;
    }
    this.say("Saving …");
    try {
      const { said } = await this.channel.ask(type, payload);
      this.say(said);
      await this.#read("look");
      return true;
    } catch (error) {
      if (error.unsent) this.channel.drop(error.id);
      this.say(error.unsent ? CUT_OFF : /^NOT /.test(error.message) ? error.message : `NOT done: ${error.message}`, "bad");
      if (!error.unsent) await this.#read("look", { isForced: true });
      return false;
    }
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
        await this.#read(this.isOpen ? "look" : "open");
      }
      this.#again();
    }, this.#wait);
  }

  /**
   * Read what there is, or what is new; one reading after the other, since each goes on from the one before.
   * @param {"open" | "look"} type
   * @param {{isForced?: boolean}} [about] `isForced`: also where the kernel knows of no change
   */
  #read(type, about = {}) {
    this.#reading = this.#reading.then(() => this.#readNow(type, about));
    return this.#reading;
  }

  /**
   * @param {"open" | "look"} type
   * @param {{isForced?: boolean}} about
   */
  async #readNow(type, { isForced }) {
    const began = performance.now();
    try {
      const answer = await this.channel.ask(type, type === "look" ? { rev: isForced ? -1 : this.rev, stamp: this.stamp } : {});
      if (answer.rev !== this.rev) [this.#texts, this.#abouts] = [new Map(), new Map()];
      this.rev = answer.rev;
      if (answer.buffers?.length) this.#take(answer);
      if ([SILENT, BUSY].includes(this.status.sentence)) this.say("");
    } catch (error) {
      this.#fail(error);
    }
    this.#wait = Math.min(Math.max(LOOK_EVERY, RARELY * (performance.now() - began)), AT_LEAST_EVERY);
  }

  /** @param {any} answer */
  #take({ stamp, project, is_all, buffers }) {
    const { head, gone, rows } = JSON.parse(new TextDecoder().decode(buffers[0]));
    if (is_all) this.#rows = new Map();
    for (const key of gone) this.#rows.delete(key);
    for (const row of rows) this.#rows.set(row.key, row);
    if (!this.isOpen) this.reasons = head.reasons;
    else for (const reason of [...head.reasons].reverse()) if (!this.reasons.includes(reason)) this.reasons = withReason(this.reasons, reason);
    const docket = new Docket(this.#rows.values(), head.codes);
    Object.assign(this, { stamp, project, head, docket, colors: colorsOf(head.codes), isOpen: true });
    this.#tell("rows");
  }

  /**
   * @param {string} source
   * @returns {Promise<Text>}
   */
  async #readText(source) {
    const { name, turns, buffers } = await this.channel.ask("text", { source });
    const said = new TextDecoder().decode(buffers?.[0]);
    const before = this.#docs.get(source);
    const doc = before?.text === said ? before : new Doc(said); // the same, so that what is selected in it stays so
    this.#docs.set(source, doc);
    return { source, name, doc, turns: turns.map((/** @type {any[]} */ [start, end, kind, speaker, ms]) => ({ start, end, kind, speaker, ms })) };
  }

  /** @param {any} error */
  #fail(error) {
    if (error.unsent) this.channel.drop(error.id);
    if (error.unsent && this.status.sentence === CUT_OFF) return; // what was not saved matters more than what was not read
    this.say(error.unsent ? CUT_OFF.replace("NOT saved: there", "There") : error.message, "bad");
  }
}
