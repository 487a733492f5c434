/** A form to make a code or to edit one; what was filled in comes out by `onSave`. */

import { changesOf, fieldsOf, namesakesOf, problemsOf, tidied } from "../src/code_fields.js";
import { PALETTE } from "../src/colors.js";
import { idsBelow } from "../src/outline.js";
import { newId } from "../src/protocol.js";
import { element } from "./dom.js";

/** @typedef {import("../src/codes.js").Code} Code */
/** @typedef {import("../src/code_fields.js").Fields} Fields */
/** @typedef {import("../src/code_fields.js").Problem} Problem */
/**
 * @typedef {object} Shown
 * @property {Partial<Fields>} code as it is; for a new one what is known of it already, such as its parent
 * @property {readonly Code[]} codes all there are, in tree order
 * @property {boolean} isNew
 */
/**
 * @typedef {object} Callbacks
 * @property {(id: string, changes: Partial<Fields>, isNew: boolean) => void | Promise<void>} onSave `changes`: of a new
 *   code all fields but the id, of another one those that were changed. While the promise is open nothing can be saved;
 *   if it fails, its sentence is shown and all that was written stays.
 * @property {() => void} onCancel
 */

export class CodeForm {
  /**
   * @param {HTMLElement} root
   * @param {Callbacks} callbacks
   */
  constructor(root, callbacks) {
    this.root = root;
    this.callbacks = callbacks;
    this.parts = /** @type {ReturnType<typeof build>} */ (/** @type {unknown} */ (null));
  }

  /** @param {Shown} shown */
  show({ code, codes, isNew }) {
    this.codes = codes;
    this.isNew = isNew;
    this.self = isNew ? "" : code.code ?? "";
    this.parts = build(isNew, placesFor(codes, this.self), {
      oninput: () => this.#check(),
      onsubmit: (event) => {
        event.preventDefault();
        this.save();
      },
      oncancel: () => this.callbacks.onCancel(),
    });
    this.before = fieldsOf(code);
    this.#fill(this.before);
    this.root.replaceChildren(this.parts.form);
    this.#check();
  }

  /** Go to the first field. */
  focus() {
    this.parts.name.focus();
    this.parts.name.select();
  }

  /** Whether something was written that is not saved. */
  get isChanged() {
    return Object.keys(changesOf(this.before ?? fieldsOf(), this.#read())).length > 0;
  }

  /** Save what was written, if it is in order. */
  async save() {
    const { save, says } = this.parts;
    if (save.disabled) return;
    const fields = tidied(this.#read(), this.codes ?? []);
    const problems = problemsOf(this.#read(), this.codes ?? [], { isNew: Boolean(this.isNew) });
    this.#tell(problems);
    if (problems.length) return this.#field(problems[0].field).focus();
    const { code, ...rest } = fields;
    const { code: _, ...changes } = this.isNew ? fields : changesOf(tidied(this.before ?? fieldsOf(), []), fields);
    save.disabled = true;
    try {
      await this.callbacks.onSave(code, this.isNew ? rest : changes, Boolean(this.isNew));
    } catch (error) {
      says.textContent = `NOT saved: ${error instanceof Error ? error.message : error}`;
    } finally {
      save.disabled = false;
    }
  }

  /** @param {Fields} fields */
  #fill(fields) {
    for (const name of /** @type {const} */ (["code", "name", "parent", "color", "definition", "include", "exclude"])) {
      this.#field(name).value = fields[name];
    }
    this.parts.examples.value = lines(fields.examples);
    this.parts.is_codable.checked = fields.is_codable;
  }

  /** @returns {Fields} */
  #read() {
    const { code, name, parent, color, definition, include, exclude, examples, is_codable } = this.parts;
    const before = this.before?.examples ?? [];
    return {
      code: this.isNew ? code.value : this.self ?? "",
      name: name.value,
      parent: parent.value,
      color: color.value,
      definition: definition.value,
      include: include.value,
      exclude: exclude.value,
      examples: examples.value === lines(before) ? before : examples.value.split("\n"),
      is_codable: is_codable.checked,
    };
  }

  /** Say at once what can be said while somebody writes: names that are nearly there already, the colour, the id. */
  #check() {
    const fields = this.#read();
    const { near, wheel, swatches, code } = this.parts;
    const namesakes = namesakesOf(fields, this.codes ?? [], this.self);
    const names = namesakes.map((known) => `“${known.name}”`).join(", ");
    near.textContent = names && `Nearly the same name as ${names}: is it one code?`;
    const color = /^#[0-9a-f]{6}$/i.test(fields.color) ? fields.color : "";
    if (color) wheel.value = color.toLowerCase();
    for (const swatch of swatches) swatch.setAttribute("aria-pressed", String(swatch.dataset.color === color.toUpperCase()));
    if (this.isNew) code.placeholder = fields.name.trim() ? tidied({ ...fields, code: "" }, this.codes ?? []).code : "made from the name";
  }

  /** @param {Problem[]} problems */
  #tell(problems) {
    const { says } = this.parts;
    says.textContent = problems.map((problem) => problem.says).join(" ");
    for (const name of /** @type {const} */ (["name", "code", "color"])) {
      const isWrong = problems.some(({ field }) => field === name);
      this.#field(name).setAttribute("aria-invalid", String(isWrong));
    }
  }

  /** @param {keyof Fields} name */
  #field(name) {
    return /** @type {HTMLInputElement} */ (this.parts[name]);
  }
}

/**
 * @param {boolean} isNew
 * @param {HTMLElement[]} places
 * @param {{oninput: () => void, onsubmit: (event: Event) => void, oncancel: () => void}} listeners
 */
function build(isNew, places, { oninput, onsubmit, oncancel }) {
  const saysId = `wq-${newId()}`;
  const field = (/** @type {Record<string, any>} */ about = {}) =>
    /** @type {HTMLInputElement} */ (element("input", { type: "text", dir: "auto", autocomplete: "off", ...about }));
  const area = (/** @type {number} */ rows) => /** @type {HTMLTextAreaElement} */ (element("textarea", { rows, dir: "auto" }));
  const color = field({ class: "wq-hex", placeholder: "by itself", "aria-label": "Colour as #rrggbb", spellcheck: "false", dir: "ltr" });
  const wheel = /** @type {HTMLInputElement} */ (element("input", { type: "color", "aria-label": "Any other colour" }));
  const choose = (/** @type {string} */ chosen) => {
    color.value = chosen;
    oninput();
  };
  const swatches = PALETTE.map((one) =>
    element("button", { type: "button", class: "wq-choice", title: one.name, "aria-label": one.name, "data-color": one.color, style: { background: one.color }, onclick: () => choose(one.color) }),
  );
  wheel.addEventListener("input", () => choose(wheel.value.toUpperCase()));
  const made = {
    name: field({ required: true, "aria-describedby": saysId }),
    code: field({ spellcheck: "false", "aria-describedby": saysId }),
    parent: /** @type {HTMLSelectElement} */ (element("select", {}, ...places)),
    color,
    wheel,
    swatches,
    definition: area(4),
    include: area(3),
    exclude: area(3),
    examples: area(3),
    is_codable: field({ type: "checkbox" }),
    near: element("p", { class: "wq-near", role: "status" }),
    says: element("p", { class: "wq-says", role: "alert", id: saysId }),
    save: /** @type {HTMLButtonElement} */ (element("button", { type: "submit", class: "wq-main", text: "Save" })),
  };
  const form = element(
    "form",
    { class: "wq-form", novalidate: true, "aria-label": isNew ? "New code" : "Edit the code", oninput, onsubmit },
    labelled("Name", made.name),
    made.near,
    isNew ? labelled("Id (stays for ever; codings refer to it)", made.code) : null,
    labelled("Below", made.parent),
    element("fieldset", {}, element("legend", { text: "Colour" }), ...swatches, wheel, color),
    labelled("Definition", made.definition),
    labelled("Include", made.include),
    labelled("Exclude", made.exclude),
    labelled("Examples, one a line", made.examples),
    element("label", { class: "wq-check" }, made.is_codable, element("span", { text: "Passages can be coded with it" })),
    made.says,
    element("div", { class: "wq-buttons" }, made.save, element("button", { type: "button", text: "Cancel", onclick: oncancel })),
  );
  return { ...made, form };
}

/**
 * Where a code can stand: at the top, or below any code that is not below itself.
 * @param {readonly Code[]} codes
 * @param {string} self
 */
function placesFor(codes, self) {
  const below = idsBelow(codes, self);
  const others = codes.filter(({ code }) => code !== self && !below.has(code));
  return [element("option", { value: "", text: "(at the top)" }), ...others.map(({ code, path }) => element("option", { value: code, text: path }))];
}

/**
 * @param {string} text
 * @param {HTMLElement} field
 */
function labelled(text, field) {
  return element("label", { class: "wq-field" }, element("span", { text }), field);
}

/** @param {readonly string[]} texts */
function lines(texts) {
  return texts.map((text) => text.replaceAll("\n", " ")).join("\n");
}
