/** The codings at the cursor: who coded what, and what can be said of one's own. */

import { element, keepingFocus } from "./dom.js";

/** @typedef {import("./session.js").Session} Session */

const SURE = [
  ["", "not said"],
  ["1", "sure"],
  ["0.75", "fairly sure"],
  ["0.5", "in doubt"],
  ["0.25", "a guess"],
];
const STANCES = [
  ["", "not said"],
  ["for", "for"],
  ["against", "against"],
];

export class AtCursor {
  /** @type {any[]} */ #codings = [];
  /** @type {string} */ #current = "";
  /** @type {any} */ #written = null;

  /**
   * @param {Session} session
   * @param {{onleave: () => void, onturn: () => void, onrecode: () => void, ondescribe: (code: string) => void}} verbs
   */
  constructor(session, verbs) {
    this.session = session;
    this.verbs = verbs;
    this.list = element("ul", { class: "wq-here", "aria-label": "Codings at the cursor" });
    this.fields = element("div", { class: "wq-fields" });
    this.memo = /** @type {HTMLTextAreaElement} */ (
      element("textarea", {
        class: "wq-memo",
        rows: 4,
        hidden: true,
        dir: "auto",
        "aria-label": "Memo on the coding; Ctrl+Enter keeps it, Escape does not",
        onblur: () => this.saveMemo(),
      })
    );
    this.root = element("section", { class: "wq-at-cursor", "aria-label": "At the cursor" }, element("h4", { text: "At the cursor" }), this.list, this.fields, this.memo);
  }

  /** The coding that keys speak of: one's own before others', the innermost before the outer. */
  get current() {
    const chosen = this.#codings.find(({ guid }) => guid === this.#current);
    return chosen ?? this.#codings.findLast((coding) => this.session.isMine(coding)) ?? this.#codings.at(-1) ?? null;
  }

  /**
   * Take the codings over, without drawing them yet.
   * @param {any[]} codings
   */
  look(codings) {
    this.#codings = codings;
  }

  /** @param {any[]} codings */
  show(codings) {
    this.look(codings);
    keepingFocus(this.root, () => this.#draw(codings), this.verbs.onleave);
  }

  /** @param {any[]} codings */
  #draw(codings) {
    const { current } = this;
    this.list.replaceChildren(...codings.map((coding) => element("li", {}, this.#row(coding, coding === current && codings.length > 1))));
    if (codings.length === 0) this.list.append(element("li", { class: "wq-soft", text: "no coding" }));
    if (this.#isBeingFilledIn(current)) return; // never take a field away under somebody's hands
    this.fields.dataset.guid = current?.guid ?? "";
    this.fields.replaceChildren(...(current && this.session.isMine(current) ? this.#fieldsOf(current) : []));
  }

  /** Turn to the next of the codings here. */
  turn() {
    const at = this.#codings.indexOf(this.current);
    this.#current = this.#codings[(at + 1) % this.#codings.length]?.guid ?? "";
    this.show(this.#codings);
  }

  /** @param {"weight" | "certainty" | "stance"} name */
  focus(name) {
    this.show(this.#codings);
    /** @type {HTMLElement | null} */ (this.fields.querySelector(`[name="${name}"]`))?.focus();
  }

  editMemo() {
    this.#written = this.current;
    this.memo.hidden = false;
    this.memo.value = this.#written.note ?? "";
    this.memo.focus();
  }

  /** Keep what was written; also when one has gone elsewhere without saying so. What is refused can be read and kept again. */
  async saveMemo() {
    const coding = this.#written;
    const note = this.memo.value.trim();
    this.#leaveMemo();
    if (!coding || note === (coding.note ?? "")) return;
    const isKept = await this.session.edit(this.session.coding(coding.guid) ?? coding, { note });
    if (isKept || this.#written) return;
    this.#written = coding;
    this.memo.hidden = false;
    this.memo.value = note;
  }

  dropMemo() {
    this.#leaveMemo();
  }

  /** @param {any} current */
  #isBeingFilledIn(current) {
    const field = document.activeElement;
    return this.fields.contains(field) && field?.matches("input, select") && this.fields.dataset.guid === current?.guid;
  }

  #leaveMemo() {
    this.#written = null;
    if (this.memo.hidden) return;
    const hadFocus = this.memo === document.activeElement;
    this.memo.hidden = true;
    if (hadFocus) this.verbs.onleave();
  }

  /**
   * @param {any} coding
   * @param {boolean} isCurrent
   */
  #row(coding, isCurrent) {
    const { names, colors } = this.session;
    const round = coding.round > 1 ? ` · round ${coding.round}` : "";
    const said = [coding.weight !== null && coding.weight !== undefined ? `weight ${coding.weight}` : "", sureness(coding.certainty), coding.stance].filter(Boolean).join(", ");
    return element(
      "button",
      { type: "button", class: "wq-row", "data-key": coding.guid, "aria-current": isCurrent ? "true" : null, onclick: () => this.#choose(coding), onmousedown: keepSelection },
      element("span", { class: "wq-swatch", style: { background: colors.get(coding.code) }, "aria-hidden": "true" }),
      element("span", { class: "wq-name", text: `${names.get(coding.code) ?? coding.code} · ${coding.coder}${round}` }),
      coding.needs_review ? element("div", { class: "wq-bad", text: "Look again: the text was corrected under it." }) : null,
      coding.error ? element("div", { class: "wq-bad", text: coding.error }) : null,
      said ? element("div", { class: "wq-soft", text: said }) : null,
      coding.note ? element("div", { class: "wq-note", dir: "auto", text: coding.note }) : null,
    );
  }

  /** @param {any} coding */
  #choose(coding) {
    this.#current = coding.guid;
    this.show(this.#codings);
    this.verbs.onturn();
  }

  /** @param {any} coding */
  #fieldsOf(coding) {
    const weight = element("input", { type: "number", name: "weight", step: "any", class: "wq-input", value: coding.weight ?? "" });
    const certainty = chooser("certainty", SURE, coding.certainty);
    const stance = chooser("stance", STANCES, coding.stance ?? "");
    const number = (/** @type {any} */ field) => (field.value === "" ? null : Number(field.value));
    weight.addEventListener("change", () => this.#edit(coding, { weight: number(weight) }));
    certainty.addEventListener("change", () => this.#edit(coding, { certainty: number(certainty) }));
    stance.addEventListener("change", () => this.#edit(coding, { stance: /** @type {any} */ (stance).value }));
    const said = [
      element("label", { text: "weight ", title: "How much this passage counts: any number; most leave it empty (key w)" }, weight),
      element("label", { text: "certainty ", title: "How sure you are that the code fits (key c)" }, certainty),
      element("label", { text: "evidence ", title: "Whether the passage shows what the code says, or the contrary of it" }, stance),
    ];
    const does = [
      this.#button("Memo", "m", () => this.editMemo()),
      this.#button("Recode", "r", () => this.verbs.onrecode()),
      this.#button("What is it for?", "k", () => this.verbs.ondescribe(coding.code)),
      coding.needs_review ? this.#button("It is right as it stands", "", () => this.session.change("reviewed", { guid: coding.guid })) : null,
      this.#button("Remove", "Delete", () => this.session.uncode(coding)),
    ];
    return [element("div", { class: "wq-said" }, ...said), element("div", { class: "wq-does" }, ...does)];
  }

  /**
   * @param {any} coding
   * @param {any} fields
   */
  #edit(coding, fields) {
    this.session.edit(this.session.coding(coding.guid) ?? coding, fields);
  }

  /**
   * @param {string} text
   * @param {string} key
   * @param {() => void} onclick
   */
  #button(text, key, onclick) {
    return element("button", { type: "button", class: "wq-button", title: key ? `key ${key}` : "", text, onclick, onmousedown: keepSelection });
  }
}

/** @param {Event} event */
function keepSelection(event) {
  event.preventDefault();
}

/** @param {number | null | undefined} certainty */
function sureness(certainty) {
  if (certainty === null || certainty === undefined) return "";
  return SURE.find(([value]) => value === String(certainty))?.[1] ?? `certainty ${certainty}`;
}

/**
 * @param {string} name
 * @param {string[][]} choices
 * @param {any} value
 */
function chooser(name, choices, value) {
  const now = value === null || value === undefined ? "" : String(value);
  const all = choices.some(([known]) => known === now) ? choices : [...choices, [now, now]];
  return element("select", { name, class: "wq-input" }, ...all.map(([known, text]) => element("option", { value: known, text, selected: known === now })));
}
