/** What is asked before codes are merged, split, moved, removed or given another id. */

import { idsBelow, inVivoId, many, whose } from "../src/index.js";
import { element, formOf } from "./dom.js";

/** @typedef {import("../src/codes.js").Code} Code */
/** @typedef {import("../src/whose.js").Codings & {below: string[]}} Affected what hangs on codes; the ids of those below */
/**
 * @typedef {object} Dialog
 * @property {HTMLElement} root
 * @property {() => void} focus
 * @property {() => Promise<void>} save
 * @property {boolean} isChanged whether leaving it would lose something written
 */

const LOSES = "What the codebook says of it stays; what it says of the others goes. It can be undone.";

/**
 * @param {object} about
 * @param {readonly Code[]} about.chosen
 * @param {readonly Code[]} about.codes
 * @param {(codes: string[]) => Promise<Affected | null>} about.affected
 * @param {(into: string) => Promise<unknown>} about.onDo
 * @param {() => void} about.onCancel
 * @returns {Dialog}
 */
export function mergeDialog({ chosen, codes, affected, onDo, onCancel }) {
  const others = codes.filter((code) => !chosen.includes(code));
  const most = [...chosen].sort((one, other) => other.n - one.n)[0];
  const into = select([...(chosen.length > 1 ? chosen : []), ...others]);
  into.value = chosen.length > 1 ? most.code : "";
  const says = element("p", { role: "status" });
  const tell = async () => {
    const target = into.value;
    const gone = chosen.filter(({ code }) => code !== target);
    const about = target ? await affected(gone.map(({ code }) => code)) : null;
    if (into.value !== target) return;
    const below = about?.below.length ? `, and so do the ${many(about.below.length, "code")} below` : "";
    says.textContent = about ? `${whose(about)} of ${namesOf(gone)} move to ${namesOf(codes.filter(({ code }) => code === target))}${below}. ${LOSES}` : "";
  };
  into.addEventListener("change", tell);
  tell();
  return dialog({ title: `Merge ${namesOf(chosen)}`, does: "Merge", onDo: () => onDo(needed(into.value, "Choose a code to merge into.")), onCancel }, labelled("Into", into), says);
}

/**
 * @param {object} about
 * @param {Code} about.code
 * @param {readonly Code[]} about.codes
 * @param {readonly import("./definition.js").Passage[]} about.passages
 * @param {number} about.total
 * @param {(about: {code: string, name: string, guids: string[]}) => Promise<unknown>} about.onDo
 * @param {() => void} about.onCancel
 * @returns {Dialog}
 */
export function splitDialog({ code, codes, passages, total, onDo, onCancel }) {
  const name = /** @type {HTMLInputElement} */ (element("input", { type: "text", dir: "auto", autocomplete: "off" }));
  const boxes = passages.map(({ guid }) => /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", value: guid })));
  const says = element("p", { role: "status", class: "wq-hint" });
  const chosen = () => boxes.filter(({ checked }) => checked).map(({ value }) => value);
  const count = () => (says.textContent = `${chosen().length} of ${many(total, "passage")} chosen.`);
  const all = (/** @type {boolean} */ checked) => {
    for (const box of boxes) box.checked = checked;
    count();
  };
  const rows = passages.map(({ quote, source, coder }, place) =>
    element("label", { class: "wq-choose" }, boxes[place], element("span", {}, element("q", { text: quote || "(the whole text)", dir: "auto" }), element("span", { class: "wq-hint", text: ` ${source} · ${coder}` }))),
  );
  const list = element("div", { class: "wq-passages", role: "group", "aria-label": "Passages", onchange: count }, ...rows);
  count();
  const split = () => {
    const guids = chosen();
    const named = needed(name.value.trim(), "The new code needs a name.");
    if (!guids.length) throw new Error("Choose at least one passage.");
    return onDo({ code: inVivoId(named, codes.map((known) => known.code)), name: named, guids });
  };
  const shown = passages.length < total ? element("p", { class: "wq-hint", text: `The latest ${passages.length} of ${total} are shown.` }) : null;
  return dialog(
    { title: `Split “${code.name}”`, does: "Split", onDo: split, onCancel, isChanged: () => name.value !== "" || chosen().length > 0 },
    labelled("The passages chosen go to a new code named", name),
    element("div", { class: "wq-buttons" }, small("Choose all", () => all(true)), small("Choose none", () => all(false))),
    list,
    ...(shown ? [shown] : []),
    says,
  );
}

/**
 * @param {object} about
 * @param {readonly Code[]} about.chosen
 * @param {readonly Code[]} about.codes
 * @param {(target: string, where: "below" | "top") => Promise<unknown>} about.onDo
 * @param {() => void} about.onCancel
 * @returns {Dialog}
 */
export function moveDialog({ chosen, codes, onDo, onCancel }) {
  const itself = new Set(chosen.flatMap(({ code }) => [code, ...idsBelow(codes, code)]));
  const below = select(codes.filter(({ code }) => !itself.has(code)), "(at the top)");
  below.value = chosen[0].parent;
  return dialog({ title: `Move ${namesOf(chosen)}`, does: "Move", onDo: () => onDo(below.value, below.value ? "below" : "top"), onCancel }, labelled("Below", below));
}

/**
 * @param {object} about
 * @param {readonly Code[]} about.chosen
 * @param {Affected} about.affected
 * @param {() => Promise<unknown>} about.onDo
 * @param {() => void} about.onCancel
 * @returns {Dialog}
 */
export function removeDialog({ chosen, affected, onDo, onCancel }) {
  const below = affected.below.length ? `, with the ${many(affected.below.length, "code")} below` : "";
  const goes = `${whose(affected)} go along${below}. It can be undone.`;
  return dialog({ title: `Remove ${namesOf(chosen)}`, does: "Remove", onDo, onCancel }, element("p", { text: goes }));
}

/**
 * @param {object} about
 * @param {Code} about.code
 * @param {(id: string) => Promise<unknown>} about.onDo
 * @param {() => void} about.onCancel
 * @returns {Dialog}
 */
export function idDialog({ code, onDo, onCancel }) {
  const id = /** @type {HTMLInputElement} */ (element("input", { type: "text", spellcheck: "false", autocomplete: "off" }));
  id.value = code.code;
  return dialog(
    { title: `The id of “${code.name}”`, does: "Change", onDo: () => onDo(needed(id.value.trim(), "A code needs an id.")), onCancel, isChanged: () => id.value !== code.code },
    labelled("Id", id),
    element("p", { class: "wq-hint", text: "Its codings follow, and so do the codes that name it. Notebooks that name the old id must be changed by hand." }),
  );
}

/**
 * @param {{title: string, does: string, onDo: () => unknown, onCancel: () => void, isChanged?: () => boolean}} about
 * @param {...HTMLElement} parts
 * @returns {Dialog}
 */
function dialog({ title, does, onDo, onCancel, isChanged = () => false }, ...parts) {
  const says = element("p", { class: "wq-says", role: "alert" });
  const go = /** @type {HTMLButtonElement} */ (element("button", { type: "submit", class: "wq-main", text: does }));
  const save = async () => {
    if (go.disabled) return;
    go.disabled = true;
    says.textContent = "";
    try {
      await onDo();
    } catch (error) {
      says.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      go.disabled = false;
    }
  };
  const buttons = element("div", { class: "wq-buttons" }, go, small("Cancel", onCancel));
  const root = formOf({ class: "wq-form", "aria-label": title }, save, element("h3", { text: title }), ...parts, says, buttons);
  const focus = () => /** @type {HTMLElement | null} */ (root.querySelector("input, select, textarea") ?? go)?.focus();
  return {
    root,
    focus,
    save,
    get isChanged() {
      return isChanged();
    },
  };
}

/**
 * @param {readonly Code[]} codes
 * @param {string} [none]
 */
function select(codes, none = "") {
  const options = codes.map(({ code, path }) => element("option", { value: code, text: path }));
  return /** @type {HTMLSelectElement} */ (element("select", {}, element("option", { value: "", text: none }), ...options));
}

/** @param {readonly Code[]} codes */
function namesOf(codes) {
  return codes.length > 3 ? `${codes.length} codes` : codes.map(({ name }) => `“${name}”`).join(", ");
}

/**
 * @param {string} value
 * @param {string} otherwise
 */
function needed(value, otherwise) {
  if (!value) throw new Error(otherwise);
  return value;
}

/**
 * @param {string} text
 * @param {() => void} onclick
 */
function small(text, onclick) {
  return element("button", { type: "button", text, onclick });
}

/**
 * @param {string} text
 * @param {HTMLElement} field
 */
function labelled(text, field) {
  return element("label", { class: "wq-field" }, element("span", { text }), field);
}
