/**
 * What is open in a TextCoder: one text of a project, its codings, the codes, and what is on its way to the store.
 *
 * All views of one widget share a session: it asks and tells the kernel, the views draw. A view reads the fields and
 * calls the verbs; `listen` tells it what has changed.
 */

import {
  Channel,
  Doc,
  LineIndex,
  assignLanes,
  byPlace,
  coded,
  colorsOf,
  freeLane,
  hiddenCount,
  isAside,
  isPassage,
  isSame,
  isTwin,
  isVisible,
  newId,
  keyed,
  stateOf,
  tally,
  visible,
  withDropped,
  withError,
  withFilter,
  withPending,
  withPin,
  withRemote,
  withRemoteChange,
  withRemoved,
} from "../src/index.js";

const LOOK_EVERY = 2000;
const MOST_LANES = 8;
const FEWEST_LANES = 2;
const BUSY = "NOT saved yet: the kernel does not answer. It is saved as soon as the kernel is free.";
const SILENT = "The kernel does not answer. What you do now is saved as soon as it is free.";
const CUT_OFF = "NOT saved: there is no kernel. If it has been restarted, run the cell again and do this once more.";

/** @typedef {import("../src/coding.js").Coding} Coding */
/** @typedef {import("../src/state.js").State} State */
/** @typedef {{start: number, end: number}} Span */
/** @typedef {"opened" | "codings" | "codes" | "counts" | "sources" | "status" | "goto"} Event */

export class Session {
  /** @type {Set<(event: Event, detail?: any) => void>} */ #listeners = new Set();
  /** @type {Map<string, string[]>} changes that could not be sent, by the request that carries them */ #unsent = new Map();
  /** @type {Coding[] | null} */ #sorted = null;
  #first = "";
  #asked = 0;
  #opening = 0;
  #refusals = 0;

  /** @param {any} model anywidget's */
  constructor(model) {
    this.model = model;
    this.channel = new Channel((message) => model.send(message));
    this.receive = (/** @type {any} */ message, /** @type {any} */ buffers) => this.channel.receive(message, buffers);
    model.on("msg:custom", this.receive);
    this.channel.onSlow(({ message }) => {
      if (!isAside(message.t)) this.say(message.cid ? BUSY : SILENT, "bad");
    });
    this.timer = setInterval(() => this.#look(), LOOK_EVERY);
    this.rev = 0;
    this.source = "";
    this.doc = new Doc("");
    /** @type {any} */ this.about = { coder: "", name: "", is_read_only: false };
    /** @type {any[]} */ this.turns = [];
    /** @type {any[]} */ this.sources = [];
    /** @type {any[]} */ this.codes = [];
    /** @type {string} */ this.latest = "";
    /** @type {string[]} */ this.pins = [];
    /** @type {(string | null)[]} */ this.keyed = [];
    /** @type {Map<string, string>} */ this.colors = new Map();
    /** @type {Map<string, string>} */ this.names = new Map();
    /** @type {State} */ this.state = stateOf({ coder: "" });
    /** @type {Map<string, Coding>} */ this.shown = new Map();
    /** @type {Map<string, number>} */ this.lanes = new Map();
    this.laneCount = 0;
    this.index = new LineIndex(this.doc);
    /** @type {Map<string, number>} */ this.tallied = new Map();
    this.status = { sentence: "", kind: "" };
    this.isOpen = false;
  }

  /**
   * @param {(event: Event, detail?: any) => void} listener
   * @returns {() => void} stops listening
   */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close() {
    clearInterval(this.timer);
    this.model.off("msg:custom", this.receive);
    this.channel.close();
  }

  /** How many codings of this text are not drawn: by the filter, and because a round is open. */
  get hidden() {
    return { filtered: hiddenCount(this.state), blind: this.about.n_blind ?? 0 };
  }

  /** The codings drawn, in drawing order. */
  get codings() {
    this.#sorted ??= [...this.shown.values()].sort(byPlace);
    return this.#sorted;
  }

  /** @param {string} guid */
  coding(guid) {
    return this.state.codings.get(guid) ?? null;
  }

  /**
   * The codings at a point, in drawing order.
   * @param {number | null} point
   * @returns {any[]}
   */
  at(point) {
    if (point === null || point > this.doc.length) return [];
    return this.index.of(this.doc.lineOf(point)).filter(({ start, end }) => start <= point && point <= end);
  }

  /**
   * Whether words stand at a place still.
   * @param {Span} span
   * @param {string} words
   */
  holds({ start, end }, words) {
    return end <= this.doc.length && this.doc.slice(start, end) === words;
  }

  /** @param {Coding} coding */
  isMine(coding) {
    return coding.coder === this.about.coder;
  }

  /**
   * Open a text; the one that the widget begins with, if none is named.
   * @param {string} [source]
   * @param {Span | null} [span] what to show of it
   */
  async open(source = this.#first, span = null) {
    const asked = ++this.#asked;
    this.#opening++;
    try {
      const answer = await this.#question("open", { source });
      if (asked !== this.#asked) return;
      this.#opened(answer);
      if (span) this.tell("goto", span);
    } catch (error) {
      if (asked === this.#asked) this.say(error.message, "bad");
    } finally {
      this.#opening--;
    }
  }

  /**
   * Show a place of a text, opening the text if it is another one.
   * @param {string} source
   * @param {Span | null} span
   */
  async goTo(source, span) {
    if (source !== this.source) await this.open(source, span);
    else if (span) this.tell("goto", span);
  }

  /** @param {any} answer */
  #opened(answer) {
    const [text, rest] = answer.buffers.map((/** @type {DataView} */ buffer) => new TextDecoder().decode(buffer));
    const { turns, codings } = JSON.parse(rest);
    const isSame = answer.source === this.source;
    this.source = answer.source;
    this.rev = answer.rev;
    this.about = answer.about;
    this.doc = new Doc(text);
    this.turns = turns.map((/** @type {any[]} */ [start, end, kind, speaker, ms]) => ({ start, end, kind, speaker, ms }));
    const { filter } = this.state;
    const rows = codings.map(coded);
    this.state = isSame ? withRemote(this.state, rows) : stateOf({ coder: answer.about.coder, codings: rows, filter });
    this.#arrange();
    this.index = new LineIndex(this.doc, this.shown.values());
    this.pins = answer.pins;
    this.#takeCodes(answer.codes);
    this.sources = answer.sources;
    this.isOpen = true;
    if (!text || !isSame) this.say(text ? "" : answer.source ? "This text is empty." : "There is no text in this project yet. Add one: project.add(qda.read(…))");
    this.tell("opened", { isSame });
  }

  /**
   * Code a passage, with one code or with several at once.
   * @param {Span} span
   * @param {string[]} codes
   * @param {string[] | null} [inView] the codes that were suggested beside it; null where suggestions were out of view
   */
  async code(span, codes, inView = null) {
    const { start, end } = span;
    const there = [...this.state.codings.values()];
    const made = codes.map((code) => ({ guid: newId(), code, coder: this.about.coder, round: this.about.round, start, end, note: "" }));
    const fresh = made.filter((coding) => !there.some((other) => isTwin(coding, other)));
    this.latest = codes[0];
    const next = fresh.reduce((state, coding) => withPending(state, coding), this.state);
    const [changes, guids] = [fresh, made].map((codings) => codings.map(({ guid }) => guid));
    await this.#write("code", newId(), changes, next, { codes, guids, start, end, in_view: inView });
  }

  /** @param {Coding} coding */
  async uncode(coding) {
    const cid = newId();
    await this.#write("uncode", cid, [cid], withRemoved(this.state, coding.guid, cid), { guid: coding.guid });
  }

  /**
   * Change a coding of one's own: its place, note, weight, certainty or stance.
   * @param {Coding} coding
   * @param {Partial<Coding>} fields
   * @returns {Promise<boolean>} false where it was refused; why has been said
   */
  async edit(coding, fields) {
    const cid = newId();
    const changed = { ...coding, ...fields };
    return await this.#write("edit", cid, [cid], withPending(this.state, changed, cid), { guid: coding.guid, fields });
  }

  /**
   * @param {Coding} coding of one's own
   * @param {string} code that takes the place of its code
   */
  async recode(coding, code) {
    const cid = newId();
    await this.#write("recode", cid, [cid], withPending(this.state, { ...coding, code }, cid), { guid: coding.guid, code });
  }

  /**
   * A change that the store works out; the page waits for what has come of it.
   * @param {"split" | "join" | "reviewed" | "undo" | "redo" | "done" | "correct" | "new_code" | "edit_code" | "answer" | "accept" | "reject"} type
   * @param {Record<string, unknown>} [payload]
   * @returns {Promise<any>} the answer, or null where it was refused; why has been said
   */
  async change(type, payload = {}) {
    try {
      return await this.commit(type, payload);
    } catch {
      return null;
    }
  }

  /**
   * The same for a form, which keeps what was written in it: a refusal is said and thrown.
   * @param {string} type
   * @param {Record<string, unknown>} [payload]
   */
  async commit(type, payload = {}) {
    this.say("Saving …");
    try {
      const answer = await this.#question(type, { source: this.source, rev: this.rev, ...payload });
      this.#take(answer);
      this.say(`Saved. ${answer.said ?? ""}`);
      return answer;
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  /**
   * Say that something was not done, until the next thing is.
   * @param {string} why
   */
  refuse(why) {
    this.#refusals++;
    this.say(`NOT saved: ${why}`, "bad");
  }

  /**
   * A question that changes nothing.
   * @param {string} type
   * @param {Record<string, unknown>} [payload]
   * @returns {Promise<any>} the answer, or null where there is none; why has been said
   */
  async ask(type, payload = {}) {
    try {
      return await this.#question(type, { source: this.source, ...payload });
    } catch (error) {
      this.say(error.message, "bad");
      return null;
    }
  }

  /**
   * A question on the side, whose failing is no news beside what else there is to say.
   * @param {"suggest" | "marks"} type
   * @param {Record<string, unknown>} payload
   * @returns {Promise<any>} the answer, or null where there is none
   */
  async askAside(type, payload) {
    try {
      return await this.#question(type, { source: this.source, ...payload });
    } catch {
      return null;
    }
  }

  /**
   * Say how suggestions are wanted; it is kept for next time.
   * @param {Partial<{on: boolean, likely: number}>} wish
   */
  async wishFor(wish) {
    this.about.wish = { ...this.about.wish, ...wish };
    try {
      await this.#question("wish", { source: this.source, rev: this.rev, ...wish });
    } catch {
      // read-only, or no kernel: it is so as long as this view is open
    }
  }

  /** Send all again that was not answered. The store does nothing twice. */
  retry() {
    this.say("Trying again …");
    for (const id of this.channel.lateIds) {
      const sent = this.channel.retry(id);
      const changes = this.#unsent.get(id);
      this.#unsent.delete(id);
      if (!changes) {
        sent.catch((error) => this.#fail(error));
        continue;
      }
      this.#show(changes.reduce((state, key) => withError(state, { cid: key, error: "" }), this.state));
      this.#settle(sent, changes);
    }
  }

  /** @param {Partial<import("../src/state.js").Filter>} filter */
  filter(filter) {
    this.state = withFilter(this.state, filter);
    this.#arrange();
    this.index = new LineIndex(this.doc, this.shown.values());
    this.tell("codings", null);
  }

  /**
   * @param {string} sentence
   * @param {string} [kind]
   */
  say(sentence, kind = "") {
    const left = this.#unsent.size;
    this.status = left > 0 && kind !== "bad" ? { sentence: `${left} NOT saved. ${sentence}`, kind: "bad" } : { sentence, kind };
    this.tell("status");
  }

  /**
   * @param {Event} event
   * @param {any} [detail]
   */
  tell(event, detail) {
    for (const listener of this.#listeners) listener(event, detail);
  }

  /**
   * Show a change at once, send it, and settle it when the answer has come.
   * @param {string} type
   * @param {string} cid
   * @param {string[]} changes their keys in the state
   * @param {State} next
   * @param {Record<string, unknown>} payload
   */
  async #write(type, cid, changes, next, payload) {
    this.#show(next);
    this.say("Saving …");
    return await this.#settle(this.channel.ask(type, { cid, source: this.source, rev: this.rev, ...payload }), changes);
  }

  /**
   * @param {Promise<any>} sent
   * @param {string[]} changes what it carries, by their keys in the state
   * @returns {Promise<boolean>} whether it was not refused
   */
  async #settle(sent, changes) {
    const refusals = this.#refusals;
    try {
      this.#take(await sent, changes);
      const left = this.channel.writingCount;
      // What was refused in the meantime stays to be read.
      if (refusals === this.#refusals) this.say(`Saved.${left ? ` ${left} on the way.` : ""}`);
      return true;
    } catch (error) {
      if (error.unsent) {
        this.#unsent.set(error.id, changes);
        this.#show(changes.reduce((state, key) => withError(state, { cid: key, error: CUT_OFF }), this.state));
      } else {
        this.#show(changes.reduce(withDropped, this.state));
      }
      this.#fail(error);
      return error.unsent;
    }
  }

  /** @param {any} error */
  #fail(error) {
    if (error.unsent) this.say(CUT_OFF, "bad");
    else this.refuse(error.message);
  }

  /**
   * Ask what is asked anew if it cannot be sent: nobody waits for it.
   * @param {string} type
   * @param {Record<string, unknown>} payload
   */
  async #question(type, payload) {
    try {
      return await this.channel.ask(type, payload);
    } catch (error) {
      if (error.unsent) this.channel.drop(error.id);
      throw error;
    }
  }

  /** Send what is late once more: a kernel that is busy will do it once, and one that is gone cannot be sent to. */
  #knock() {
    const late = this.channel.lateIds.find((id) => !this.#unsent.has(id));
    if (late) this.channel.retry(late).catch((error) => error.unsent && this.channel.cutOff());
  }

  async #look() {
    if (!this.isOpen || document.hidden) return;
    if (this.channel.lateCount > this.#unsent.size) return this.#knock();
    if (this.channel.pendingCount > this.#unsent.size) return;
    try {
      this.#take(await this.#question("look", { source: this.source, rev: this.rev }));
      if (this.channel.lateCount === 0 && [BUSY, SILENT].includes(this.status.sentence)) this.say("");
    } catch (error) {
      this.say(error.unsent ? "There is no kernel. Restart it and run the cell again." : error.message, "bad");
    }
  }

  /**
   * @param {any} answer what has changed in the store since our revision, our own change among it
   * @param {string[]} [settled] changes that the store has confirmed
   */
  #take(answer, settled = []) {
    const next = settled.reduce(withDropped, this.state);
    if (answer.anew && answer.source === this.source) {
      this.state = next;
      if (this.#opening === 0) this.open(this.source); // a text that is on its way comes as it is now
    } else if (answer.add && answer.source === this.source && answer.rev >= this.rev) {
      // Answers may overtake each other; what an older one holds, a newer one held as it became.
      this.rev = answer.rev;
      this.about = { ...this.about, n_blind: answer.n_blind };
      this.#show(withRemoteChange(next, { add: answer.add.map(coded), del: answer.del }));
      this.#recount();
    } else if (settled.length > 0) {
      this.#show(next);
    }
    if (answer.codes) this.#takeCodes(answer.codes);
    if (answer.codes) this.tell("codes");
    if (answer.sources) this.sources = answer.sources;
    if (answer.sources) this.tell("sources");
  }

  /** Keep the counts of the text and of the codes right without asking for all of them. */
  #recount() {
    const saved = [...this.state.saved.values()];
    const here = this.sources.find(({ source }) => source === this.source);
    if (here) Object.assign(here, { n_codings: saved.length, n_mine: saved.filter((coding) => this.isMine(coding)).length });
    const now = tally(saved);
    for (const code of this.codes) code.n += (now.get(code.code) ?? 0) - (this.tallied.get(code.code) ?? 0);
    this.tallied = now;
    this.tell("sources");
    this.tell("counts");
  }

  /** @param {State} next */
  #show(next) {
    const before = this.shown;
    this.state = next;
    this.shown = new Map([...next.codings].filter(([, coding]) => isVisible(next, coding)));
    this.#sorted = null;
    /** @type {Set<number>} */
    const touched = new Set();
    for (const guid of before.keys()) {
      if (this.shown.has(guid)) continue;
      this.index.remove(guid).forEach((line) => touched.add(line));
      this.lanes.delete(guid);
    }
    for (const [guid, coding] of this.shown) {
      const known = before.get(guid);
      if (isSame(known, coding)) continue;
      this.index.add(coding).forEach((line) => touched.add(line));
      if (known?.start !== coding.start || known?.end !== coding.end) this.#lay(coding);
    }
    this.tell("codings", touched);
  }

  /**
   * Give a coding a lane of its own; those beside it keep theirs.
   * @param {Coding} coding
   */
  #lay(coding) {
    this.lanes.delete(coding.guid);
    if (!isPassage(coding, this.doc.length)) return;
    const others = new Set();
    for (let line = this.doc.lineOf(coding.start); line <= this.doc.lineOf(coding.end - 1); line++) {
      for (const other of this.index.of(line)) if (other.guid !== coding.guid) others.add(other);
    }
    const lane = freeLane(coding, others, this.lanes, { max: MOST_LANES });
    if (lane === undefined) return;
    this.lanes.set(coding.guid, lane);
    this.laneCount = Math.max(this.laneCount, lane + 1);
  }

  /** Work out anew what is drawn, and in which lane. */
  #arrange() {
    this.#sorted = visible(this.state);
    this.shown = new Map(this.#sorted.map((coding) => [coding.guid, coding]));
    const { lanes, count } = assignLanes(this.shown.values(), { max: MOST_LANES });
    this.lanes = lanes;
    this.laneCount = Math.max(count, FEWEST_LANES);
  }

  /** @param {any[]} codes */
  #takeCodes(codes) {
    this.codes = codes;
    this.tallied = tally(this.state.saved.values());
    this.colors = colorsOf(codes);
    this.names = new Map(codes.map(({ code, name }) => [code, name]));
    this.keyed = keyed(codes, this.pins, this.keyed);
  }

  /**
   * Pin a code to a key from 1 to 9.
   * @param {string} code
   * @param {number} key
   */
  async pin(code, key) {
    this.pins = withPin(this.pins, code, key);
    this.keyed = keyed(this.codes, this.pins, this.keyed);
    this.tell("counts");
    try {
      await this.#question("pin", { source: this.source, rev: this.rev, code, key });
    } catch {
      // read-only, or no kernel: the key is the code's as long as this view is open
    }
  }
}
