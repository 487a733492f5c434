/** The line below a view: what was done, and, while the focus is elsewhere, that keys go to the notebook. */

import { element } from "./dom.js";

/**
 * @param {string} where to click, so that keys are the view's
 * @param {...(Node | null)} children
 */
export function footOf(where, ...children) {
  return element("div", { class: "wq-foot", "data-away": `Keys go to the notebook now. Click in ${where} first.` }, ...children);
}
