/** What every key does. */

import { KEYS, pressesOf } from "../src/index.js";
import { element, isMac } from "./dom.js";
import { Popover } from "./popover.js";

/** @typedef {readonly (readonly [import("../src/keys.js").Focus, string])[]} Parts */

/** @type {Parts} */
export const CODING = [
  ["text", "In the text"],
  ["tree", "In the codes"],
  ["search", "Finding a code"],
  ["memo", "Writing a memo"],
];

/**
 * @param {Parts} parts where keys work, and how the panel calls it
 * @returns {Popover}
 */
export function helpPanel(parts) {
  const popover = new Popover({ label: "Keys", class: "wq-help", onopen: () => fill(popover.panel, parts) });
  popover.button.textContent = "?";
  popover.button.title = "Show what every key does (key ?)";
  popover.panel.tabIndex = -1;
  popover.panel.classList.add("wq-keys");
  return popover;
}

/**
 * @param {HTMLElement} panel
 * @param {Parts} parts
 */
function fill(panel, parts) {
  panel.replaceChildren();
  const seen = new Set();
  for (const [focus, title] of parts) {
    const rows = KEYS.filter((row) => row.focus.includes(focus) && !seen.has(row));
    rows.forEach((row) => seen.add(row));
    panel.append(
      element("h4", { text: title }),
      element("dl", {}, ...rows.flatMap((row) => [element("dt", {}, ...pressed(row)), element("dd", { text: row.says })])),
    );
  }
  panel.append(
    element("p", { class: "wq-soft", text: "Tab goes to the next part of the view and out of it. Saving the notebook works as everywhere in Jupyter." }),
  );
  panel.focus();
}

/** @param {import("../src/keys.js").Key} row */
function pressed(row) {
  const presses = row.command.endsWith("-#") ? ["1 … 9"] : pressesOf(row.command, { isMac });
  return presses.map((press) => element("kbd", { text: press === " " ? "Space" : press }));
}
