/** TextCoder: the page's side. */

import {
  Channel,
  Doc,
  LineIndex,
  commandOf,
  hiddenCount,
  hintOf,
  inVivoId,
  isOurs,
  nextSentence,
  nextTurn,
  newId,
  pinned,
  search,
  sentenceAt,
  stateOf,
  treeOf,
  turnAt,
  visible,
  withDropped,
  withError,
  withPending,
  withRemoteChange,
  withRemoved,
} from "../src/index.js";
import { element, isMac } from "./dom.js";
import { TextView } from "./text.js";

const LOOK_EVERY = 2000;
const OKABE_ITO = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#999933", "#882255"];

export default {
  /** @param {{model: any, el: HTMLElement}} widget */
  render({ model, el }) {
    const coder = new Coder(model, el);
    coder.open();
    return () => coder.close();
  },
};

class Coder {
  /**
   * @param {any} model anywidget's
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.channel = new Channel((message) => model.send(message));
    this.receive = (/** @type {any} */ message, /** @type {any} */ buffers) => this.channel.receive(message, buffers);
    model.on("msg:custom", this.receive);
    this.model = model;
    this.recent = /** @type {string[]} */ ([]);
    this.codes = /** @type {any[]} */ ([]);
    this.rev = 0;
    this.source = "";
    this.#build(el, model.get("height"));
    this.channel.onSlow(() => this.#say("NOT saved yet: the kernel does not answer. It goes on as soon as it does.", "bad"));
    this.keysOfTheWindow = (/** @type {KeyboardEvent} */ event) => this.#claim(event);
    window.addEventListener("keydown", this.keysOfTheWindow, true);
    this.selected = () => this.#remember();
    document.addEventListener("selectionchange", this.selected);
    this.timer = setInterval(() => this.#look(), LOOK_EVERY);
  }

  close() {
    clearInterval(this.timer);
    window.removeEventListener("keydown", this.keysOfTheWindow, true);
    document.removeEventListener("selectionchange", this.selected);
    this.model.off("msg:custom", this.receive);
    this.view?.close();
    this.channel.close();
  }

  /** @param {string} [source] */
  async open(source = "") {
    try {
      const answer = await this.channel.ask("open", { source });
      const text = new TextDecoder().decode(answer.buffers?.[0] ?? new Uint8Array());
      this.source = answer.source;
      this.rev = answer.rev;
      this.doc = new Doc(text);
      this.turns = answer.turns.map(([start, end, kind, speaker, ms]) => ({ start, end, kind, speaker, ms }));
      this.state = stateOf({ coder: answer.coder, codings: answer.codings });
      this.index = new LineIndex(this.doc, visible(this.state));
      this.#takeCodes(answer.codes);
      this.#takeSources(answer.sources);
      this.view?.close();
      this.view = new TextView(this.parts.text, {
        doc: this.doc,
        index: this.index,
        turns: this.turns,
        colors: this.colors,
        names: this.names,
        state: () => this.state,
      });
      this.#say(text ? "" : "This text is empty.");
      this.#count();
      this.parts.root.dataset.ready = "1";
    } catch (error) {
      this.#say(error.message, "bad");
    }
  }

  /**
   * Code the selected words, or the passage of the coding at the cursor.
   * @param {string} code
   */
  async code(code) {
    const span = this.view.selection() ?? this.#codingAtCursor();
    if (!span) return this.#say("Select some words first.");
    const coding = { guid: newId(), code, coder: this.state.coder, start: span.start, end: span.end, note: "" };
    this.recent = [code, ...this.recent.filter((other) => other !== code)].slice(0, 9);
    await this.#write("code", coding, withPending(this.state, coding), {
      code,
      start: coding.start,
      end: coding.end,
    });
  }

  async uncode() {
    const coding = this.#codingAtCursor();
    if (!coding) return this.#say("Go to a coding first.");
    if (coding.coder !== this.state.coder) return this.#say(`This coding is ${coding.coder}'s; only ${coding.coder} can change it.`);
    const cid = newId();
    await this.#write("uncode", { ...coding, guid: cid }, withRemoved(this.state, coding.guid, cid), { guid: coding.guid });
  }

  /**
   * Send a change, show it at once, and settle it when the answer has come.
   * @param {string} type
   * @param {any} change
   * @param {any} next the state with the change
   * @param {Record<string, unknown>} payload
   */
  async #write(type, change, next, payload) {
    const cid = change.guid;
    this.#show(next);
    this.#say("Saving …");
    try {
      const answer = await this.channel.ask(type, { cid, source: this.source, rev: this.rev, ...payload });
      this.#take({ ...answer, cid });
      this.#say(`Saved. ${this.channel.pendingCount ? `${this.channel.pendingCount} on the way.` : ""}`);
    } catch (error) {
      this.#show(withDropped(withError(this.state, { cid, error: error.message }), cid));
      this.#say(`NOT saved: ${error.message}`, "bad");
    }
  }

  /** Make a code named with the selected words, and code them with it. */
  async inVivo() {
    const span = this.view.selection();
    if (!span) return this.#say("Select some words first.");
    const words = this.doc.slice(span.start, span.end);
    const code = inVivoId(words, this.codes.map((known) => known.code));
    try {
      const answer = await this.channel.ask("new_code", { code, name: words.replace(/\s+/g, " ") });
      this.#takeCodes(answer.codes);
    } catch (error) {
      return this.#say(`NOT saved: ${error.message}`, "bad");
    }
    this.view.select(span.start, span.end);
    await this.code(code);
  }

  /** Write on the coding at the cursor. */
  editMemo() {
    const coding = this.#codingAtCursor();
    if (!coding) return this.#say("Go to a coding first.");
    if (coding.coder !== this.state.coder) return this.#say(`This coding is ${coding.coder}'s; only ${coding.coder} can change it.`);
    this.memoOn = coding;
    this.parts.memo.hidden = false;
    this.parts.memo.value = coding.note ?? "";
    this.parts.memo.focus();
  }

  async #saveMemo() {
    const cid = newId();
    const changed = { ...this.memoOn, note: this.parts.memo.value.trim() };
    this.#leaveMemo();
    await this.#write("memo", { guid: cid }, withPending(this.state, changed, cid), { guid: changed.guid, note: changed.note });
  }

  #leaveMemo() {
    this.parts.memo.hidden = true;
    this.parts.text.focus();
    if (this.memoOn) this.view.select(this.memoOn.start, this.memoOn.start);
  }

  /** Say that one has read it all (what is not coded now was read and not coded), or take that back. */
  async #done() {
    try {
      const done = !this.sources.find(({ source }) => source === this.source)?.done;
      const answer = await this.channel.ask("done", { source: this.source, done });
      this.#takeSources(answer.sources);
      this.#say(answer.said);
    } catch (error) {
      this.#say(error.message, "bad");
    }
  }

  /** @param {"undo" | "redo"} type */
  async #step(type) {
    try {
      const answer = await this.channel.ask(type, { source: this.source, rev: this.rev });
      this.#take(answer);
      this.#say(answer.said);
    } catch (error) {
      this.#say(error.message, "bad");
    }
  }

  async #look() {
    if (!this.state || document.hidden || this.channel.pendingCount > 0) return;
    try {
      const answer = await this.channel.ask("look", { source: this.source, rev: this.rev });
      if (answer.codes) this.#takeCodes(answer.codes);
      if (answer.sources) this.#takeSources(answer.sources);
      if (answer.add) this.#take(answer);
      else if (this.channel.lateCount === 0 && this.parts.status.dataset.kind === "bad") this.#say("");
    } catch {
      this.#say("The kernel does not answer; run the cell again.", "bad");
    }
  }

  /** @param {any} answer what has changed in the store since our revision, our own change among it */
  #take(answer) {
    if (answer.anew) return this.open(this.source);
    // Answers may overtake each other; an older one holds nothing that a newer one lacked.
    this.rev = Math.max(this.rev, answer.rev);
    const settled = answer.cid ? withDropped(this.state, answer.cid) : this.state;
    this.#show(withRemoteChange(settled, answer));
  }

  /** @param {any} next */
  #show(next) {
    const before = this.state.codings;
    this.state = next;
    const touched = new Set();
    for (const guid of before.keys()) if (!next.codings.has(guid)) this.index.remove(guid).forEach((line) => touched.add(line));
    for (const [guid, coding] of next.codings) {
      if (!isSame(before.get(guid), coding)) this.index.add(coding).forEach((line) => touched.add(line));
    }
    this.view.redraw(touched);
    this.#count();
    this.#showAtCursor();
  }

  #codingAtCursor() {
    const point = this.view?.cursor();
    if (point === null || point === undefined) return null;
    const found = this.index.of(this.doc.lineOf(point)).filter(({ start, end }) => start <= point && point <= end);
    return found.findLast((coding) => coding.coder === this.state.coder) ?? found[found.length - 1] ?? null;
  }

  /** @param {string} command */
  #run(command) {
    if (command.startsWith("code-") && /\d$/.test(command)) {
      const code = pinned(this.codes, this.recent)[Number(command.at(-1)) - 1];
      return code ? this.code(code.code) : this.#say("No code has this key yet.");
    }
    const point = this.view.cursor() ?? 0;
    const doing = {
      "search-codes": () => {
        this.#remember();
        this.parts.search.focus();
      },
      "code-top-match": () => this.#codeTopMatch(),
      uncode: () => this.uncode(),
      "code-in-vivo": () => this.inVivo(),
      "edit-memo": () => this.editMemo(),
      "save-memo": () => this.#saveMemo(),
      done: () => this.#done(),
      "next-uncoded": () => this.#goUncoded(point),
      undo: () => this.#step("undo"),
      redo: () => this.#step("redo"),
      "select-sentence": () => this.#select(sentenceAt(this.doc, point) ?? nextSentence(this.doc, point)),
      "select-turn": () => this.#select(turnAt(this.turns, point) ?? nextTurn(this.turns, point)),
      "next-coding": () => this.#go(visible(this.state).find(({ start }) => start > point)),
      "previous-coding": () => this.#go(visible(this.state).findLast(({ start }) => start !== null && start < point)),
      "next-source": () => this.#openBeside(1),
      "previous-source": () => this.#openBeside(-1),
      "back-to-text": () => (this.parts.memo.hidden ? this.parts.text.focus() : this.#leaveMemo()),
    }[command];
    if (doing) doing();
    else this.#move(command);
  }

  /** @param {string} command */
  #move(command) {
    const match = /^(move|select)(-word)?-(left|right|up|down)$/.exec(command);
    if (!match) return this.#say("This key does nothing here yet.");
    const by = match[2] ? "word" : /left|right/.test(match[3]) ? "character" : "line";
    const way = /left|up/.test(match[3]) ? "backward" : "forward";
    window.getSelection()?.modify(match[1] === "select" ? "extend" : "move", way, by);
    this.#showAtCursor();
  }

  /** @param {{start: number, end: number} | null | undefined} span */
  #select(span) {
    if (span) this.view.select(span.start, span.end);
  }

  /** @param {any} coding */
  #go(coding) {
    if (!coding) return this.#say("There is no further coding.");
    this.view.show(coding.start);
    this.view.select(coding.start, coding.start);
    this.#showAtCursor();
  }

  /** @param {number} point */
  #goUncoded(point) {
    const isFree = ({ start, end }) => !visible(this.state).some((one) => one.start !== null && one.start < end && start < one.end);
    const next = this.turns.find((turn) => turn.start > point && turn.kind !== "heading" && isFree(turn));
    if (!next) return this.#say("From here on every passage carries a coding.");
    this.#go(next);
  }

  /** @param {number} step */
  #openBeside(step) {
    const names = this.sources.map(({ source }) => source);
    const next = names[names.indexOf(this.source) + step];
    if (next !== undefined) this.open(next);
  }

  #codeTopMatch() {
    const [top] = search(this.codes, this.parts.search.value);
    if (!top) return this.#say("No code is like that.");
    this.parts.search.value = "";
    this.#showCodes();
    this.parts.text.focus();
    if (this.searched) this.#select(this.searched);
    this.code(top.code.code);
  }

  /**
   * Take a key for ourselves before Jupyter sees it, or leave it to Jupyter; the attribute on the focused element says
   * which. Saving the notebook stays Jupyter's.
   * @param {KeyboardEvent} event
   */
  #claim(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (!this.parts.root.contains(target)) return;
    const context = this.#context(target);
    const ours = isOurs(event, context);
    target.toggleAttribute("data-lm-suppress-shortcuts", ours);
    if (!ours) return;
    const command = commandOf(event, context);
    if (command) {
      event.preventDefault();
      this.#run(command);
    } else {
      const hint = hintOf(event, context);
      if (hint) this.#say(hint);
    }
  }

  /** Keep the selected words in mind while a code is looked for in the search box. */
  #remember() {
    if (this.view && this.view.cursor() !== null) this.searched = this.view.selection();
  }

  /** @param {HTMLElement} target */
  #context(target) {
    if (target === this.parts.memo) return { focus: "memo", hasSelection: false, onCoding: true, isMac };
    const focus = target === this.parts.search ? "search" : target.closest(".wq-codes") ? "tree" : "text";
    return { focus, hasSelection: this.view?.selection() !== null, onCoding: this.#codingAtCursor() !== null, isMac };
  }

  /** @param {any[]} codes */
  #takeCodes(codes) {
    this.codes = codes;
    this.colors ??= new Map();
    this.names ??= new Map();
    codes.forEach(({ code, color, name }, number) => {
      this.colors.set(code, color || OKABE_ITO[number % OKABE_ITO.length]);
      this.names.set(code, name);
    });
    this.#showCodes();
  }

  #showCodes() {
    const query = this.parts.search.value;
    const keys = pinned(this.codes, this.recent).map((code) => code?.code);
    const rows = query
      ? search(this.codes, query).map(({ code }) => ({ code, depth: 0 }))
      : treeOf(this.codes);
    this.parts.codes.replaceChildren(...rows.map(({ code, depth }) => this.#codeButton(code, depth, keys.indexOf(code.code) + 1)));
  }

  /**
   * @param {any} code
   * @param {number} depth
   * @param {number} key
   */
  #codeButton(code, depth, key) {
    const codable = code.is_codable !== false;
    return element(
      "button",
      {
        type: "button",
        class: "wq-code",
        disabled: !codable,
        "data-code": code.code,
        "aria-keyshortcuts": key || null,
        title: [code.definition, code.include && `Include: ${code.include}`, code.exclude && `Exclude: ${code.exclude}`].filter(Boolean).join("\n\n"),
        style: { "padding-inline-start": `${0.4 + 0.9 * depth}em` },
        onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
        onclick: () => this.code(code.code),
      },
      element("span", { class: "wq-swatch", style: { background: this.colors.get(code.code) }, "aria-hidden": "true" }),
      element("span", { class: "wq-name", text: code.name }),
      code.n ? element("span", { class: "wq-n", text: code.n }) : null,
      key ? element("kbd", { text: key }) : null,
    );
  }

  /** @param {any[]} sources */
  #takeSources(sources) {
    this.sources = sources;
    const options = sources.map(({ source, n_codings, done }) =>
      element("option", { value: source, selected: source === this.source, text: `${done ? "✓ " : ""}${source} (${n_codings})` }),
    );
    this.parts.sources.replaceChildren(...options);
  }

  #showAtCursor() {
    const point = this.view?.cursor() ?? null;
    const here = point === null ? [] : this.index.of(this.doc.lineOf(point)).filter(({ start, end }) => start <= point && point <= end);
    const rows = here.map((coding) =>
      element(
        "li",
        {},
        element("span", { class: "wq-swatch", style: { background: this.colors.get(coding.code) }, "aria-hidden": "true" }),
        element("span", { text: `${this.names.get(coding.code) ?? coding.code} · ${coding.coder}` }),
        coding.note ? element("div", { class: "wq-note", text: coding.note }) : null,
      ),
    );
    this.parts.here.replaceChildren(...rows);
  }

  #count() {
    const hidden = hiddenCount(this.state);
    const all = this.state.codings.size;
    this.parts.count.textContent = `${all} coding${all === 1 ? "" : "s"} here${hidden ? `, ${hidden} hidden` : ""}`;
  }

  /**
   * @param {string} sentence
   * @param {string} [kind]
   */
  #say(sentence, kind = "") {
    this.parts.status.textContent = sentence;
    this.parts.status.dataset.kind = kind;
  }

  /**
   * @param {HTMLElement} el
   * @param {number} height
   */
  #build(el, height) {
    const sources = element("select", { class: "wq-sources", "aria-label": "Text", onchange: () => this.open(sources.value) });
    const searchBox = element("input", {
      class: "wq-search",
      type: "search",
      placeholder: "/ find a code",
      "aria-label": "Find a code; Enter codes with the first",
      oninput: () => this.#showCodes(),
    });
    const text = element("div", { class: "wq-text", tabindex: "0", role: "document", "aria-label": "Text to code" });
    text.addEventListener("mouseup", () => this.#showAtCursor());
    this.parts = {
      sources: /** @type {HTMLSelectElement} */ (sources),
      search: /** @type {HTMLInputElement} */ (searchBox),
      codes: element("div", { class: "wq-codes", role: "toolbar", "aria-label": "Codes", "aria-orientation": "vertical" }),
      text,
      memo: /** @type {HTMLTextAreaElement} */ (
        element("textarea", { class: "wq-memo", rows: 3, hidden: true, "aria-label": "Memo on the coding; Ctrl+Enter keeps it, Escape does not" })
      ),
      here: element("ul", { class: "wq-here", "aria-label": "Codings at the cursor" }),
      count: element("span", { class: "wq-count" }),
      status: element("span", { class: "wq-status", role: "status", "aria-live": "polite" }),
      root: element("div", { class: "wq", style: { height: `${height}px` } }),
    };
    const { root, codes, here, memo, count, status } = this.parts;
    root.append(
      element("div", { class: "wq-head" }, sources, count, status),
      element("div", { class: "wq-side" }, searchBox, codes),
      text,
      element("div", { class: "wq-foot" }, element("span", { class: "wq-label", text: "At the cursor" }), here, memo),
    );
    el.append(root);
  }
}

/**
 * @param {any} one
 * @param {any} other
 */
function isSame(one, other) {
  return one && ["start", "end", "code", "coder", "note", "status", "needs_review"].every((name) => one[name] === other[name]);
}
