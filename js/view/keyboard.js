/** The keys of a widget, taken before Jupyter sees them. */

import { commandOf, hintOf, isOnce, isOurs } from "../src/index.js";

/** @typedef {import("../src/keys.js").Context} Context */

/**
 * Take the keys pressed in a widget that are its own, and leave the others to Jupyter. Jupyter looks for an attribute on
 * the very element that has the focus, so it is set or taken away with each key: saving the notebook stays Jupyter's.
 * @param {HTMLElement} root
 * @param {object} verbs
 * @param {(target: HTMLElement) => Context} verbs.context where a key was pressed
 * @param {(command: string) => void} verbs.run
 * @param {(sentence: string) => void} [verbs.hint] what is wanting when a key does nothing
 * @returns {() => void} stops it
 */
export function takeKeys(root, { context, run, hint = () => {} }) {
  const take = (/** @type {KeyboardEvent} */ event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (!root.contains(target) || event.isComposing) return;
    const here = context(target);
    const ours = isOurs(event, here);
    target.toggleAttribute("data-lm-suppress-shortcuts", ours);
    if (!ours) return;
    const command = commandOf(event, here);
    const wanting = command ? null : hintOf(event, here);
    if (command) event.preventDefault();
    if (command && event.repeat && isOnce(command)) return;
    if (command) run(command);
    else if (wanting) hint(wanting);
  };
  window.addEventListener("keydown", take, true);
  return () => window.removeEventListener("keydown", take, true);
}
