/** What is shown by Reconcile: the contested passages, the texts they are in, and what is on its way to the store. */

import { Docket, Doc, colorsOf, withReason } from "../src/index.js";
import { Asking } from "./asking.js";

const RARELY = 4;
const KEPT_TEXTS = 4;
const READ_ONLY = "This project is open for reading only: you see everything and decide nothing. Open it with a coder's name to decide.";

/** @typedef {import("../src/contested.js").Row} Row */
/** @typedef {import("../src/contested.js").Choice} Choice */
/** @typedef {import("./asking.js").Text} Text */
/** @typedef {{coder: string, codes: any[], reasons: string[], n_agreed: number, settled: string[], blind: string[], why: string}} Head */

export class ReconcileSession extends Asking {
  /** @type {Map<string, Promise<Text>>} */ #texts = new Map();
  /** @type {Map<string, Doc>} */ #docs = new Map();
  /** @type {Map<string, Promise<any>>} */ #abouts = new Map();
  /** @type {Map<string, Row>} */ #rows = new Map();

  /** @param {any} model anywidget's */
  constructor(model) {
    super(model, { rarely: RARELY });
    this.rev = -1;
    this.stamp = "";
    this.project = "";
    /** @type {Head} */ this.head = { coder: "", codes: [], reasons: [], n_agreed: 0, settled: [], blind: [], why: "" };
    this.docket = new Docket([], []);
    /** @type {ReadonlyMap<string, string>} */ this.colors = new Map();
    /** @type {Set<string>} */ this.saving = new Set();
    /** @type {string[]} */ this.reasons = [];
  }

  get isReadOnly() {
    return this.isOpen && !this.head.coder;
  }

  obstacleTo() {
    return this.isReadOnly ? READ_ONLY : "";
  }

  async open() {
    await super.open();
    if (this.isReadOnly) this.say(READ_ONLY);
  }

  /**
   * A text with its turns.
   * @param {string} source
   * @returns {Promise<Text | null>} null where there is none; why has been said
   */
  async text(source) {
    const asked = this.#texts.get(source) ?? this.readText(source);
    this.#texts.delete(source);
    this.#texts.set(source, asked);
    for (const old of [...this.#texts.keys()].slice(0, -KEPT_TEXTS)) [this.#texts, this.#docs].forEach((kept) => kept.delete(old));
    try {
      return await asked;
    } catch (error) {
      this.#texts.delete(source);
      this.fail(error);
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
      this.fail(error);
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
      this.fail(error);
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
    this.tell("rows");
    const isDone = await this.commit(type, { source, code, round, mark, outcome, agreed_with, span, fields, reason });
    this.saving.delete(key);
    this.tell("rows");
    return isDone;
  }

  /** What was refused may be other by now. */
  async refused() {
    await this.read("look", { isForced: true });
  }

  /**
   * @param {"open" | "look"} type
   * @param {{isForced?: boolean}} about `isForced`: also where the kernel knows of no change
   */
  async readNow(type, { isForced }) {
    const answer = await this.channel.ask(type, type === "look" ? { rev: isForced ? -1 : this.rev, stamp: this.stamp } : {});
    if (answer.rev !== this.rev) [this.#texts, this.#abouts] = [new Map(), new Map()];
    this.rev = answer.rev;
    if (answer.buffers?.length) this.#take(answer);
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
    this.tell("rows");
  }

  /**
   * The same as before where its words are the same, so that what is selected in it stays so.
   * @param {string} source
   * @param {string} said
   */
  docOf(source, said) {
    const before = this.#docs.get(source);
    const doc = before?.text === said ? before : new Doc(said);
    this.#docs.set(source, doc);
    return doc;
  }
}
