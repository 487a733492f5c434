/** Marks in the margin beside passages for which something likely is suggested; they lie over the text, not in it. */

import { element } from "./dom.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./text.js").TextView} TextView */
/** @typedef {{start: number, end: number, code: string, score: number}} Ghost */

const REST = 250;
const ASK_AGAIN = 1200;

export class Ghosts {
  #timer = 0;
  #asked = 0;

  /**
   * @param {Session} session
   * @param {HTMLElement} root the text, which scrolls
   * @param {{view: () => TextView | undefined, isOn: () => boolean, likely: () => number, ongo: (point: number) => void}} about
   */
  constructor(session, root, about) {
    this.session = session;
    this.root = root;
    this.about = about;
    this.layer = element("div", { class: "wq-ghosts", "aria-hidden": "true" });
    this.later = () => this.renew();
    root.addEventListener("scroll", this.later, { passive: true });
    this.resized = new ResizeObserver(this.later);
    this.resized.observe(root);
  }

  close() {
    window.clearTimeout(this.#timer);
    this.#asked++;
    this.root.removeEventListener("scroll", this.later);
    this.resized.disconnect();
  }

  /** Ask anew for what is in view, once the hand rests. */
  renew() {
    window.clearTimeout(this.#timer);
    const asked = ++this.#asked;
    if (!this.about.isOn() || !this.session.about.coder || this.about.likely() >= 1) return this.layer.replaceChildren();
    this.#timer = window.setTimeout(() => this.#ask(asked), REST);
  }

  /** @param {number} asked */
  async #ask(asked) {
    const view = this.about.view();
    if (!view || !this.session.doc) return;
    const { source } = this.session;
    const span = view.inView();
    const answer = await this.session.askAside("marks", span);
    if (!answer || asked !== this.#asked || source !== this.session.source) return;
    if (answer.state === "making") this.#timer = window.setTimeout(() => this.#ask(asked), ASK_AGAIN);
    else this.#draw(view, answer.rows);
  }

  /**
   * @param {TextView} view
   * @param {Ghost[]} ghosts
   */
  #draw(view, ghosts) {
    const frame = this.root.getBoundingClientRect();
    const top = this.root.scrollTop - frame.top;
    const placed = ghosts.map((ghost) => ({ ghost, box: view.range(ghost.start, ghost.end).getBoundingClientRect() }));
    const marks = placed.filter(({ box }) => box.height > 0).map(({ ghost, box }) => this.#mark(ghost, { top: box.top + top, height: box.height }));
    this.layer.replaceChildren(...marks);
    if (this.layer.parentNode !== this.root) this.root.append(this.layer);
  }

  /**
   * @param {Ghost} ghost
   * @param {{top: number, height: number}} place
   */
  #mark({ start, code, score }, { top, height }) {
    const { names, colors } = this.session;
    return element("button", {
      type: "button",
      tabindex: "-1",
      class: "wq-ghost",
      title: `Suggested: ${names.get(code) ?? code}, ${Math.round(100 * score)} % likely`,
      style: { "--wq-color": colors.get(code) || "#666666", "inset-block-start": `${top}px`, "block-size": `${height}px` },
      onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
      onclick: () => this.about.ongo(start),
    });
  }
}
