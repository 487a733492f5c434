/** One view of a CodebookEditor: the tree, what is said of a code, and what is done to codes. */

import { KEYS, many, pressesOf, stepOf } from "../src/index.js";
import { CodeForm } from "./code_form.js";
import { definitionPanel } from "./definition.js";
import { idDialog, mergeDialog, moveDialog, removeDialog, splitDialog } from "./dialogs.js";
import { element, isMac } from "./dom.js";
import { footOf } from "./foot.js";
import { helpPanel } from "./help.js";
import { takeKeys } from "./keyboard.js";
import { CodeTree } from "./tree.js";

/** @typedef {import("../src/codes.js").Code} Code */
/** @typedef {import("./book.js").Book} Book */
/** @typedef {import("./dialogs.js").Dialog} Dialog */

const READS_AFTER = 60;
const READ_ONLY = "This project is open for reading only; open it with a coder's name to change it.";
/** @type {readonly [command: string, text: string][]} */
const TOOLS = [
  ["add-beside", "Add beside"],
  ["add-below", "Add below"],
  ["edit-this", "Edit"],
  ["change-id", "Id …"],
  ["move-below", "Move …"],
  ["merge", "Merge …"],
  ["split-code", "Split …"],
  ["remove-code", "Remove …"],
  ["undo", "Undo"],
  ["redo", "Redo"],
];
const NO_CODE = 'There is no code yet. Add one, or take a codebook in: project.use(qda.Codebook.load("core"))';
const CHANGES = new Set(TOOLS.map(([command]) => command));

export class Editor {
  /** @type {ReadonlySet<string>} */ #ticked = new Set();
  /** @type {(Dialog | CodeForm) | null} */ #form = null;
  /** @type {any} */ #reading;
  /** @type {{search: HTMLInputElement} & Record<"pane" | "count" | "status" | "root", HTMLElement>} */ parts;
  /** @type {CodeTree} */ tree;
  /** @type {import("./popover.js").Popover} */ help;
  #warned = false;
  #last = "";

  /**
   * @param {Book} book
   * @param {HTMLElement} el
   * @param {number} height
   */
  constructor(book, el, height) {
    this.book = book;
    this.#build(el, height);
    this.leaveKeys = takeKeys(this.parts.root, {
      context: (target) => ({ focus: this.#focusOf(target), hasSelection: false, onCoding: false, isMac }),
      run: (command) => this.run(command),
    });
    this.deaf = book.listen((event) => (event === "status" ? this.#showStatus() : this.#showCodes()));
    this.#showStatus();
    if (book.isOpen) this.#showCodes();
  }

  close() {
    clearTimeout(this.#reading);
    this.leaveKeys();
    this.deaf();
    this.help.close();
  }

  /** @param {string} command */
  run(command) {
    if (this.tree.key(command)) return;
    const doing = {
      "add-beside": () => this.#add("beside"),
      "add-below": () => this.#add("below"),
      "edit-this": () => this.#edit(),
      "change-id": () => this.#changeId(),
      "code-up": () => this.#step("up"),
      "code-down": () => this.#step("down"),
      "code-in": () => this.#step("in"),
      "code-out": () => this.#step("out"),
      "move-below": () => this.#moveBelow(),
      merge: () => this.#merge(),
      "split-code": () => this.#split(),
      "remove-code": () => this.#remove(),
      undo: () => this.#change("undo"),
      redo: () => this.#change("redo"),
      "choose-code": () => this.tree.current && this.#tick(this.tree.current.code),
      "search-codes": () => this.parts.search.focus(),
      "go-to-match": () => this.tree.focus(),
      "save-form": () => this.#form?.save(),
      back: () => this.#back(),
      "back-to-text": () => this.#closeHelp(),
      help: () => this.help.open(),
    }[command];
    const isChange = CHANGES.has(command) || /^code-(up|down|in|out)$/.test(command);
    if (isChange && !this.book.coder) this.book.say(READ_ONLY, "bad");
    else doing?.();
  }

  /** The codes that a command is meant for: those ticked, else the current one. */
  get chosen() {
    const current = this.tree.current;
    if (this.#ticked.size) return this.book.codes.filter(({ code }) => this.#ticked.has(code));
    return current ? [current] : [];
  }

  /** @param {"beside" | "below"} where */
  #add(where) {
    const { current } = this.tree;
    const parent = (where === "beside" ? current?.parent : current?.code) ?? "";
    const after = where === "beside" ? (current?.code ?? "") : "";
    this.#openForm({ code: { parent }, isNew: true }, async (code, fields) => {
      await this.#commit("new_code", { code, fields, after: (fields.parent ?? "") === parent ? after : "" });
    });
  }

  async #edit() {
    const { current } = this.tree;
    const answer = current && (await this.book.ask("about", { code: current.code }));
    if (!answer) return;
    this.#openForm({ code: answer.code, isNew: false }, async (code, fields) => {
      if (Object.keys(fields).length) await this.#commit("edit_code", { code, fields });
      else this.#leave();
    });
  }

  #changeId() {
    const { current: code } = this.tree;
    if (code) this.#openDialog((onCancel) => idDialog({ code, onCancel, onDo: (id) => this.#commit("rename_code", { code: code.code, new: id }) }));
  }

  /** @param {"up" | "down" | "in" | "out"} way */
  #step(way) {
    const { current } = this.tree;
    const place = current && stepOf(this.book.codes, current.code, way);
    if (!place) return this.book.say("It cannot go further that way.");
    this.#change("move", { codes: [current.code], ...place, code: current.code });
  }

  #moveBelow() {
    const { chosen, book } = this;
    if (chosen.length === 0) return;
    const onDo = (/** @type {string} */ target, /** @type {string} */ where) => this.#commit("move", { codes: idsOf(chosen), target, where });
    this.#openDialog((onCancel) => moveDialog({ chosen, codes: book.codes, onDo, onCancel }));
  }

  #merge() {
    const { chosen, book } = this;
    if (chosen.length === 0) return;
    const affected = (/** @type {string[]} */ codes) => book.ask("affected", { codes });
    const onDo = (/** @type {string} */ into) => this.#commit("merge", { codes: idsOf(chosen), into });
    this.#openDialog((onCancel) => mergeDialog({ chosen, codes: book.codes, affected, onDo, onCancel }));
  }

  async #split() {
    const { current: code } = this.tree;
    const answer = code && (await this.book.ask("passages", { code: code.code }));
    if (!answer) return;
    if (answer.total === 0) return this.book.say(`No passage is coded with “${code.name}”.`);
    const { passages, total } = answer;
    const onDo = (/** @type {any} */ { code: made, name, guids }) => this.#commit("split", { code: code.code, new: made, name, guids });
    this.#openDialog((onCancel) => splitDialog({ code, codes: this.book.codes, passages, total, onDo, onCancel }));
  }

  async #remove() {
    const { chosen } = this;
    const affected = chosen.length && (await this.book.ask("affected", { codes: idsOf(chosen), below: true }));
    if (!affected) return;
    const onDo = () => this.#commit("remove", { codes: idsOf(chosen) });
    this.#openDialog((onCancel) => removeDialog({ chosen, affected, onDo, onCancel }));
  }

  /**
   * @param {Code} dragged
   * @param {Code} target
   * @param {string} where
   */
  #dropped(dragged, target, where) {
    const codes = this.#ticked.has(dragged.code) ? idsOf(this.chosen) : [dragged.code];
    if (!this.book.coder) return this.book.say(READ_ONLY, "bad");
    this.#change("move", { codes, where, target: target.code, code: dragged.code });
  }

  /**
   * Change something without any form; what is refused is said in the status line.
   * @param {string} type
   * @param {Record<string, unknown>} [payload]
   */
  async #change(type, payload = {}) {
    try {
      await this.#commit(type, payload);
    } catch {
      // The book has said why.
    }
  }

  /**
   * Change something, leave the form, and go to the code that it was about.
   * @param {string} type
   * @param {Record<string, unknown>} payload
   */
  async #commit(type, payload) {
    const isForm = this.#form !== null;
    const answer = await this.book.commit(type, payload);
    this.#ticked = new Set();
    const code = answer.code ?? payload.code;
    if (code) this.tree.goTo(String(code));
    if (isForm) this.#leave();
    this.#showCodes();
  }

  /**
   * @param {{code: any, isNew: boolean}} about
   * @param {(code: string, fields: any) => Promise<void>} onSave
   */
  #openForm(about, onSave) {
    const place = element("div", {});
    const form = new CodeForm(place, { onSave, onCancel: () => this.#leave() });
    form.show({ ...about, codes: this.book.codes });
    this.#open(form, place);
  }

  /** @param {(onCancel: () => void) => Dialog} make */
  #openDialog(make) {
    const made = make(() => this.#leave());
    this.#open(made, made.root);
  }

  /**
   * @param {Dialog | CodeForm} form
   * @param {HTMLElement} place
   */
  #open(form, place) {
    if (!this.#mayLeave()) return;
    this.#form = form;
    this.#warned = false;
    this.parts.pane.replaceChildren(place);
    form.focus();
  }

  /** Whether nothing written would be lost. */
  #mayLeave() {
    if (!this.#form?.isChanged || this.#warned) return true;
    this.#warned = true;
    this.book.say("Save what you wrote, or press Cancel.");
    this.#form.focus();
    return false;
  }

  #leave() {
    this.#form = null;
    this.#last = "";
    this.tree.focus();
    this.#read();
  }

  #closeHelp() {
    this.help.close();
    this.tree.focus();
  }

  /** One step back: out of a form, out of a search, and nothing ticked any more. */
  #back() {
    if (this.#form) return this.#mayLeave() && this.#leave();
    if (this.parts.search.value) {
      this.parts.search.value = "";
      this.tree.show({ query: "" });
    } else this.#tickOnly([]);
    this.tree.focus();
  }

  /**
   * @param {Code} code
   * @param {MouseEvent} event
   */
  #pick(code, event) {
    if (event.shiftKey) this.#tickOnly(this.tree.between(this.#anchor, code.code).map((one) => one.code));
    else if (event.ctrlKey || event.metaKey) this.#tick(code.code);
    else this.#tickOnly([]);
    if (!event.shiftKey) this.#anchor = code.code;
    if (event.detail === 2) this.run("edit-this");
  }

  #anchor = "";

  /** @param {string} code */
  #tick(code) {
    const ticked = new Set(this.#ticked);
    if (!ticked.delete(code)) ticked.add(code);
    this.#tickOnly(ticked);
  }

  /** @param {Iterable<string>} codes */
  #tickOnly(codes) {
    this.#ticked = new Set(codes);
    this.tree.show({ selected: this.#ticked.size ? this.#ticked : null });
    this.#showCount();
  }

  #showCodes() {
    const { codes, colors } = this.book;
    const known = new Set(idsOf(codes));
    this.#ticked = new Set([...this.#ticked].filter((code) => known.has(code)));
    this.tree.show({ codes, colors, selected: this.#ticked.size ? this.#ticked : null });
    this.parts.root.dataset.ready = "1";
    this.#showCount();
    this.#last = "";
    this.#read();
  }

  /** Show what the codebook says of the current code, once the keys have come to rest on it. */
  #read() {
    clearTimeout(this.#reading);
    if (this.#form || this.tree.current?.code === this.#last) return;
    this.#reading = setTimeout(() => this.#describe(), READS_AFTER);
  }

  async #describe() {
    const { current } = this.tree;
    const panel = current ? await this.#panelOf(current.code) : element("p", { class: "wq-hint wq-definition", text: NO_CODE });
    if (this.#form || this.tree.current?.code !== current?.code) return;
    this.#last = current?.code ?? "";
    this.parts.pane.replaceChildren(panel);
  }

  /** @param {string} id */
  async #panelOf(id) {
    const { codes, colors } = this.book;
    try {
      const { code, passages, total } = await this.book.question("about", { code: id });
      return definitionPanel(code, { codes, colors, passages, total }, { onCode: (other) => this.#goTo(other) });
    } catch (error) {
      return element("p", { class: "wq-hint wq-definition", text: error.message }); // gone meanwhile, mostly
    }
  }

  /** @param {string} code */
  #goTo(code) {
    this.parts.search.value = "";
    this.tree.show({ query: "" });
    this.tree.goTo(code);
    this.tree.focus();
    this.#read();
  }

  #showCount() {
    const { codes } = this.book;
    const codings = codes.reduce((sum, { n }) => sum + n, 0);
    const ticked = this.#ticked.size ? `${this.#ticked.size} chosen of ` : "";
    this.parts.count.textContent = `${ticked}${many(codes.length, "code")}, ${many(codings, "coding")}`;
  }

  #showStatus() {
    const { sentence, kind } = this.book.status;
    this.parts.status.textContent = sentence;
    this.parts.status.dataset.kind = kind;
  }

  /**
   * @param {HTMLElement} target
   * @returns {import("../src/keys.js").Focus}
   */
  #focusOf(target) {
    if (target === this.parts.search) return "book-search";
    if (this.tree.root.contains(target)) return "book";
    return this.#form && this.parts.pane.contains(target) ? "form" : "field";
  }

  /**
   * @param {HTMLElement} el
   * @param {number} height
   */
  #build(el, height) {
    const search = /** @type {HTMLInputElement} */ (
      element("input", { class: "wq-search", type: "search", placeholder: "/ find a code", "aria-label": "Find a code; Enter goes to it" })
    );
    const place = element("div", { class: "wq-codes" });
    this.parts = {
      search,
      pane: element("div", { class: "wq-pane" }),
      count: element("span", { class: "wq-count" }),
      status: element("span", { class: "wq-status", role: "status", "aria-live": "polite" }),
      root: element("div", { class: "wq-editor", style: { height: `${height}px` } }),
    };
    this.tree = new CodeTree(place, {
      searchBox: search,
      isPickable: () => true,
      onPick: (code, event) => this.#pick(code, event),
      onFocus: () => this.#read(),
      onMove: (dragged, target, where) => this.#dropped(dragged, target, where),
    });
    this.help = helpPanel([
      ["book", "In the codes"],
      ["book-search", "Finding a code"],
      ["form", "In a form"],
    ]);
    const { root, pane, count, status } = this.parts;
    root.append(
      element("div", { class: "wq-head" }, element("div", { class: "wq-tools", role: "toolbar", "aria-label": "Codes" }, ...TOOLS.map((tool) => this.#tool(tool)), this.help.root)),
      element("div", { class: "wq-side" }, search, place),
      pane,
      footOf("the codes", count, status),
    );
    const around = element("div", { class: "wq-box" }, root);
    el.append(around);
  }

  /** @param {typeof TOOLS[number]} tool */
  #tool([command, text]) {
    const says = KEYS.find((row) => row.command === command)?.says;
    const title = `${says} (${pressesOf(command, { isMac }).join(", ")})`;
    const onmousedown = (/** @type {Event} */ event) => event.preventDefault();
    return element("button", { type: "button", class: "wq-tool", "data-command": command, text, title, onmousedown, onclick: () => this.run(command) });
  }
}

/** @param {readonly Code[]} codes */
function idsOf(codes) {
  return codes.map(({ code }) => code);
}
