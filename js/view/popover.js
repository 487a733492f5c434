/** A panel that opens under a button and closes by Escape or by a click elsewhere. */

import { element } from "./dom.js";

export class Popover {
  /**
   * @param {{label: string, class?: string, onopen?: () => void, onclose?: () => void}} about
   */
  constructor({ label, class: extra = "", onopen = () => {}, onclose = () => {} }) {
    this.button = element("button", { type: "button", class: `wq-button ${extra}`, "aria-expanded": "false", "aria-haspopup": "dialog", onclick: () => this.toggle() });
    this.panel = element("div", { class: "wq-popover", role: "dialog", "aria-label": label, hidden: true });
    this.root = element("div", { class: "wq-under" }, this.button, this.panel);
    this.onopen = onopen;
    this.onclose = onclose;
    this.outside = (/** @type {Event} */ event) => {
      if (!this.root.contains(/** @type {Node} */ (event.target))) this.close();
    };
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  open() {
    this.panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", this.outside, true);
    this.onopen();
  }

  close() {
    if (!this.isOpen) return;
    this.panel.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", this.outside, true);
    this.onclose();
  }
}
