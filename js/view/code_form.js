/** A form to make a code or to edit one; what was filled in comes out by `onSave`. */

import { LISTS, PALETTE, TEXTS, changesOf, fieldsOf, idsBelow, knownAs, namesakesOf, newId, problemsOf, tidied } from "../src/index.js";
import { element, formOf } from "./dom.js";

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
 * @property {(id: string, changes: Partial<Fields>, isNew: boolean) => void | Promise<void>} onSave `changes`: what is
 *   not empty in a new code, but for its id; what was changed in another one. While the promise is open nothing can be saved;
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
    this.parts = build(isNew, choices(codes, this.self), {
      oninput: () => this.#check(),
      onsave: () => this.save(),
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
    const written = this.#read();
    const fields = tidied(written, this.codes ?? []);
    const contrary = written.contrary.filter((id) => !this.before?.contrary.includes(id));
    const problems = problemsOf({ ...written, contrary }, this.codes ?? [], { isNew: Boolean(this.isNew) });
    this.#tell(problems);
    if (problems.length) {
      const field = this.#field(problems[0].field);
      field.closest("details")?.setAttribute("open", "");
      return field.focus();
    }
    const before = this.isNew ? fieldsOf() : tidied(this.before ?? fieldsOf(), this.codes ?? []);
    const { code, ...changes } = { ...changesOf(before, fields), code: fields.code };
    save.disabled = true;
    try {
      await this.callbacks.onSave(code, changes, Boolean(this.isNew));
    } catch (error) {
      says.textContent = `NOT saved: ${error instanceof Error ? error.message : error}`;
    } finally {
      save.disabled = false;
    }
  }

  /** @param {Fields} fields */
  #fill(fields) {
    const { dual } = this.parts;
    if (!this.codes?.some(({ code }) => code === fields.dual)) dual.append(element("option", { value: fields.dual, text: fields.dual }));
    for (const name of TEXTS) this.#field(name).value = fields[name];
    for (const name of LISTS) this.#field(name).value = this.#lines(name, fields[name]);
    for (const miss of fields.near_misses) this.parts.near_misses.append(nearMissRow(miss));
    this.parts.is_codable.checked = fields.is_codable;
  }

  /** @returns {Fields} */
  #read() {
    const texts = Object.fromEntries(TEXTS.map((name) => [name, this.#field(name).value]));
    const lists = Object.fromEntries(LISTS.map((name) => [name, this.#listed(name)]));
    const misses = [...this.parts.near_misses.children].map((row) => {
      const [passage, why] = row.querySelectorAll("textarea");
      return { passage: passage.value, why: why.value };
    });
    const rest = { near_misses: misses, is_codable: this.parts.is_codable.checked };
    return /** @type {any} */ ({ ...texts, ...lists, ...rest, code: this.isNew ? texts.code : this.self ?? "" });
  }

  /**
   * A list as it was written; one that nobody has touched stays as it is, also where a text of it has several lines.
   * @param {typeof LISTS[number]} name
   */
  #listed(name) {
    const before = this.before?.[name] ?? [];
    const written = this.#field(name).value;
    return written === this.#lines(name, before) ? before : written.split("\n");
  }

  /**
   * @param {typeof LISTS[number]} name
   * @param {readonly string[]} texts
   */
  #lines(name, texts) {
    const shown = name === "contrary" ? texts.map((id) => knownAs(id, this.codes ?? [])) : texts;
    return shown.map((text) => text.replaceAll("\n", " ")).join("\n");
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
    for (const name of /** @type {const} */ (["name", "code", "color", "contrary"])) {
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
 * @param {ReturnType<typeof choices>} codesFor
 * @param {{oninput: () => void, onsave: () => void, oncancel: () => void}} listeners
 */
function build(isNew, codesFor, { oninput, onsave, oncancel }) {
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
  const addMiss = () => {
    made.near_misses.append(nearMissRow({ passage: "", why: "" }));
    made.near_misses.lastElementChild?.querySelector("textarea")?.focus();
  };
  wheel.addEventListener("input", () => choose(wheel.value.toUpperCase()));
  const made = {
    name: field({ required: true, "aria-describedby": saysId }),
    code: field({ spellcheck: "false", "aria-describedby": saysId }),
    parent: chooser(codesFor.parent, "(at the top)"),
    color,
    wheel,
    swatches,
    definition: area(4),
    include: area(3),
    exclude: area(3),
    examples: area(3),
    near_misses: element("div", { class: "wq-pairs" }),
    questions: area(2),
    cues: area(2),
    speakers: area(1),
    contrary: area(1),
    dual: chooser(codesFor.dual, "(none)"),
    cite: field(),
    is_codable: field({ type: "checkbox" }),
    near: element("p", { class: "wq-near", role: "status" }),
    says: element("p", { class: "wq-says", role: "alert", id: saysId }),
    save: /** @type {HTMLButtonElement} */ (element("button", { type: "submit", class: "wq-main", text: "Save" })),
  };
  const form = formOf(
    { class: "wq-form", "aria-label": isNew ? "New code" : "Edit the code", oninput },
    onsave,
    labelled("Name", made.name),
    made.near,
    isNew ? labelled("Id (stays for ever; codings refer to it)", made.code) : null,
    labelled("Below", made.parent),
    group("Colour", ...swatches, wheel, color),
    labelled("Definition", made.definition),
    labelled("Include", made.include),
    labelled("Exclude", made.exclude),
    labelled("Examples, one a line", made.examples),
    element("label", { class: "wq-check" }, made.is_codable, element("span", { text: "Passages can be coded with it" })),
    element(
      "details",
      { class: "wq-more" },
      element("summary", { text: "More: near misses, questions, cues, contraries" }),
      group("Looks like it and is not", made.near_misses, element("button", { type: "button", text: "Add one", onclick: addMiss })),
      labelled("Questions to ask, one a line", made.questions),
      labelled("Words that point to it, one a line", made.cues),
      labelled("Whose words can carry it, one a line; empty for anybody's", made.speakers),
      labelled("Codes that speak against it, one a line", made.contrary),
      labelled("Its other face", made.dual),
      labelled("Source", made.cite),
    ),
    made.says,
    element("div", { class: "wq-buttons" }, made.save, element("button", { type: "button", text: "Cancel", onclick: oncancel })),
  );
  return { ...made, form };
}

/**
 * Where a code can stand (at the top, or below any code that is not below itself), and what can be its other face.
 * @param {readonly Code[]} codes
 * @param {string} self
 */
function choices(codes, self) {
  const below = idsBelow(codes, self);
  const others = codes.filter(({ code }) => code !== self);
  return { parent: others.filter(({ code }) => !below.has(code)), dual: others };
}

/**
 * @param {readonly Code[]} codes
 * @param {string} none
 */
function chooser(codes, none) {
  const options = codes.map(({ code, path }) => element("option", { value: code, text: path }));
  return /** @type {HTMLSelectElement} */ (element("select", {}, element("option", { value: "", text: none }), ...options));
}

/** @param {import("../src/code_fields.js").NearMiss} miss */
function nearMissRow({ passage, why }) {
  const area = (/** @type {string} */ label, /** @type {string} */ text) => {
    const made = /** @type {HTMLTextAreaElement} */ (element("textarea", { rows: 2, dir: "auto", "aria-label": label, placeholder: label }));
    made.value = text;
    return made;
  };
  return element("div", { class: "wq-pair" }, area("Passage", passage), area("Why it is not", why));
}

/**
 * @param {string} title
 * @param {...HTMLElement} parts
 */
function group(title, ...parts) {
  return element("fieldset", {}, element("legend", { text: title }), ...parts);
}

/**
 * @param {string} text
 * @param {HTMLElement} field
 */
function labelled(text, field) {
  return element("label", { class: "wq-field" }, element("span", { text }), field);
}
