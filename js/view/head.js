/** The line above the text: which text, how many codings, and what there is no room for elsewhere. */

import { pressesOf } from "../src/index.js";
import { element, isMac } from "./dom.js";

/**
 * @param {{sources: {root: HTMLElement}, filters: {root: HTMLElement}, help: {root: HTMLElement}}} parts
 * @param {(command: string) => void} run
 */
export function headOf({ sources, filters, help }, run) {
  const button = (/** @type {string} */ text, /** @type {string} */ command, /** @type {string} */ says) => {
    const title = `${says} (${pressesOf(command, { isMac })[0]})`;
    const onmousedown = (/** @type {Event} */ event) => event.preventDefault(); // what is selected stays selected
    return element("button", { type: "button", class: "wq-button", text, title, "aria-label": says, onclick: () => run(command), onmousedown });
  };
  return element(
    "div",
    { class: "wq-head" },
    button("‹", "previous-source", "The previous text"),
    sources.root,
    button("›", "next-source", "The next text"),
    filters.root,
    button("Find", "find-in-text", "Find words in this text"),
    button("Undo", "undo", "Undo: take back the last step"),
    button("Redo", "redo", "Redo: do again what was taken back"),
    button("Done", "done", "Done with this text, or going on"),
    help.root,
  );
}
