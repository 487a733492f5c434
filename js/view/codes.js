/** The codes beside the text: the tree, the search, what a code is for, and a form to make or edit one. */

import { CodeForm } from "./code_form.js";
import { definitionPanel } from "./definition.js";
import { element } from "./dom.js";
import { CodeTree } from "./tree.js";

/** @typedef {import("./session.js").Session} Session */

export class Codes {
  /** @type {Set<string>} */ #closed = new Set();
  /** @type {Set<string>} */ #ticked = new Set();
  #described = "";

  /**
   * @param {Session} session
   * @param {{onuse: (codes: string[]) => void, onleave: () => void, coding: () => any}} verbs
   */
  constructor(session, verbs) {
    this.session = session;
    this.verbs = verbs;
    this.box = /** @type {HTMLInputElement} */ (
      element("input", {
        class: "wq-search wq-input",
        type: "search",
        placeholder: "/ find a code",
        "aria-label": "Find a code; Enter codes with the one that is marked",
        oninput: () => this.tree.show({ query: this.box.value }),
      })
    );
    const place = element("div", { class: "wq-codes" });
    this.tree = new CodeTree(place, {
      searchBox: this.box,
      onPick: (code, event) => (event.ctrlKey || event.metaKey || event.shiftKey ? this.#tick(code) : this.#use(code)),
      onOpen: (code, isOpen) => this.#open(code, isOpen),
      onDropText: (code) => this.#use(code),
    });
    this.ticked = element("div", { class: "wq-ticked", hidden: true });
    this.panel = element("div", { class: "wq-panel", tabindex: "-1" });
    const does = element("div", { class: "wq-does" }, button("Edit", "Edit this code (key e in the codes)", () => this.edit(this.#described)), button("Close", "key Escape", () => this.closePanel()));
    this.described = element("div", { class: "wq-described", hidden: true }, this.panel, does);
    this.formPlace = element("div", { class: "wq-panel", hidden: true });
    this.form = new CodeForm(this.formPlace, { onSave: (code, fields, isNew) => this.#save(code, fields, isNew), onCancel: () => this.closePanel() });
    const add = button("Add a code", "Add a code (key a)", () => this.add());
    this.root = element("div", { class: "wq-side" }, this.box, this.ticked, place, this.described, this.formPlace, element("div", { class: "wq-does wq-under-codes" }, add));
  }

  show() {
    const { codes, colors, keyed } = this.session;
    this.tree.show({ codes, colors, keys: keyed, closed: this.#closed, selected: this.#ticked });
    if (!this.described.hidden && this.session.names.has(this.#described)) this.describe(this.#described);
  }

  /** Look for a code by a few letters. */
  search() {
    this.box.focus();
    this.box.select();
  }

  /** Forget what was looked for and ticked. */
  clear() {
    const hadFocus = this.box === document.activeElement;
    this.box.value = "";
    this.#ticked = new Set();
    this.#showTicked();
    this.tree.show({ query: "", selected: this.#ticked });
    if (hadFocus) this.verbs.onleave();
  }

  /**
   * @param {string} command
   * @returns {boolean} whether it is one of the codes'
   */
  key(command) {
    const doing = {
      "search-codes": () => this.search(),
      "code-top-match": () => this.#useCurrent(),
      "code-from-tree": () => this.#useCurrent(),
      "tick-match": () => this.tree.current && this.#tick(this.tree.current),
      "tick-code": () => this.tree.current && this.#tick(this.tree.current),
      describe: () => this.#read(this.#meant()),
      "new-code": () => this.add(),
      "edit-code": () => this.tree.current && this.edit(this.tree.current.code),
    }[command];
    if (doing) doing();
    return doing !== undefined || this.tree.key(command);
  }

  /**
   * Show what the codebook says of a code, and passages coded with it.
   * @param {string} code
   */
  async describe(code) {
    const { session } = this;
    if (!session.names.has(code)) return session.say("Go to a coding or to a code first.");
    this.#described = code;
    const answer = await session.ask("about", { code });
    if (!answer || this.#described !== code) return;
    const { codes, colors } = session;
    this.formPlace.hidden = true;
    this.described.hidden = false;
    this.panel.replaceChildren(
      definitionPanel(answer.code, { codes, colors, passages: answer.passages, total: answer.total }, {
        onCode: (other) => this.describe(other),
        onPassage: (/** @type {any} */ { source_guid, start, end }) => session.goTo(source_guid, start === null ? null : { start, end }),
      }),
    );
  }

  /** @param {string} code */
  async #read(code) {
    await this.describe(code);
    if (!this.described.hidden) this.panel.focus();
  }

  /** Make a code, below the one that is gone on from. */
  add() {
    const { codes } = this.session;
    const parent = this.tree.root.contains(document.activeElement) ? (this.tree.current?.code ?? "") : "";
    this.#openForm({ code: { parent }, codes, isNew: true });
  }

  /** @param {string} code */
  async edit(code) {
    const answer = await this.session.ask("about", { code });
    if (answer) this.#openForm({ code: answer.code, codes: this.session.codes, isNew: false });
  }

  /** @param {import("./code_form.js").Shown} shown */
  #openForm(shown) {
    this.described.hidden = true;
    this.formPlace.hidden = false;
    this.form.show(shown);
    this.form.focus();
  }

  /**
   * @param {string} code
   * @param {any} fields
   * @param {boolean} isNew
   */
  async #save(code, fields, isNew) {
    if (isNew || Object.keys(fields).length > 0) await this.session.commit(isNew ? "new_code" : "edit_code", { code, fields });
    this.closePanel();
  }

  /** @returns {boolean} whether there was one open */
  closePanel() {
    const wasOpen = !this.described.hidden || !this.formPlace.hidden;
    this.#described = "";
    this.described.hidden = true;
    this.formPlace.hidden = true;
    if (wasOpen) this.verbs.onleave();
    return wasOpen;
  }

  /** The code one speaks of: where one is in the tree, else that of the coding at the cursor, else the one used last. */
  get meant() {
    return this.#meant() || this.session.latest;
  }

  #meant() {
    const isTree = this.tree.root.contains(document.activeElement);
    return (isTree ? this.tree.current?.code : this.verbs.coding()?.code) ?? this.tree.current?.code ?? "";
  }

  #useCurrent() {
    const { current } = this.tree;
    const codes = new Set(this.#ticked);
    if (current && (this.#ticked.size === 0 || this.box.value)) codes.add(current.code);
    if (codes.size > 0) this.#useAll([...codes]);
    else this.session.say("No code is like that.");
  }

  /** @param {any} code */
  #use(code) {
    this.#useAll([...new Set([...this.#ticked, code.code])]);
  }

  /** @param {string[]} codes */
  #useAll(codes) {
    this.verbs.onuse(codes);
  }

  /** @param {any} code */
  #tick(code) {
    if (code.is_codable === false) return this.session.say(`${code.name} is a heading; code with one of the codes below it.`);
    const ticked = new Set(this.#ticked);
    if (!ticked.delete(code.code)) ticked.add(code.code);
    this.#ticked = ticked;
    this.#showTicked();
    this.tree.show({ selected: ticked });
  }

  #showTicked() {
    const { names } = this.session;
    const codes = [...this.#ticked];
    this.ticked.hidden = codes.length === 0;
    const use = button(`Code with ${codes.length === 1 ? "this code" : `these ${codes.length} codes`}`, "key Enter", () => this.#useAll(codes));
    this.ticked.replaceChildren(element("span", { text: codes.map((code) => names.get(code) ?? code).join(", ") }), use);
  }

  /**
   * @param {any} code
   * @param {boolean} isOpen
   */
  #open(code, isOpen) {
    const closed = new Set(this.#closed);
    if (isOpen) closed.delete(code.code);
    else closed.add(code.code);
    this.#closed = closed;
    this.show();
  }
}

/**
 * A button that leaves the selected words as they are.
 * @param {string} text
 * @param {string} title
 * @param {() => void} onclick
 */
function button(text, title, onclick) {
  return element("button", { type: "button", class: "wq-button", text, title, onclick, onmousedown: (/** @type {Event} */ event) => event.preventDefault() });
}
