/** A text to read beside the list, with one passage of it marked. Nothing can be changed in it. */

import { LineIndex } from "../src/index.js";
import { element } from "./dom.js";
import { TextView } from "./text.js";

/** @typedef {import("../src/passages.js").Passage} Passage */
/** @typedef {import("./passages_session.js").PassagesSession} PassagesSession */

export class Reader {
  #asked = 0;
  /** @type {any} */ #page = null;

  /**
   * @param {PassagesSession} session
   * @param {() => void} onleave
   */
  constructor(session, onleave) {
    this.session = session;
    this.title = element("h3", { dir: "auto" });
    this.text = element("div", { class: "wq-text", tabindex: "0", role: "document" });
    const close = element("button", { type: "button", class: "wq-button", text: "Close", title: "Close the text (Escape)", onclick: onleave });
    this.root = element("section", { class: "wq-reader", "aria-label": "The passage in its text", hidden: true }, element("header", {}, this.title, close), this.text);
    /** @type {Passage | null} */ this.passage = null;
    /** @type {TextView | null} */ this.view = null;
  }

  get isOpen() {
    return !this.root.hidden;
  }

  get hasFocus() {
    return this.root.contains(document.activeElement);
  }

  /**
   * Show a passage in its text.
   * @param {Passage} passage
   * @returns {Promise<boolean>} whether it is shown; why not, has been said
   */
  async open(passage) {
    const asked = ++this.#asked;
    const text = await this.session.text(passage.source);
    if (asked !== this.#asked || text === null) return false;
    this.passage = passage;
    this.root.hidden = false;
    this.title.textContent = text.name;
    this.text.setAttribute("aria-label", `Text: ${text.name}`);
    this.#draw(text, passage);
    this.#bringIntoView(Math.min(passage.start ?? 0, text.doc.length));
    return true;
  }

  close() {
    this.#asked++;
    this.passage = null;
    this.view?.close();
    this.view = null;
    this.#page = null;
    this.text.replaceChildren();
    this.root.hidden = true;
  }

  focus() {
    this.text.focus({ preventScroll: true });
  }

  /**
   * Draw a text; or, if it is there already, only the passage anew.
   * @param {import("./asking.js").Text} text
   * @param {Passage} passage
   */
  #draw({ doc, turns }, passage) {
    const isThere = this.#page?.doc === doc;
    const page = { ...this.#marked(doc, passage), doc, turns, lanes: new Map(), laneCount: 0, isMine: () => true };
    this.#page = Object.assign(isThere ? this.#page : {}, page);
    if (isThere) return this.view?.redraw(null);
    this.view?.close();
    this.view = new TextView(this.text, this.#page);
  }

  /**
   * What a view of a text knows of codings: here there is but one.
   * @param {import("../src/offsets.js").Doc} doc
   * @param {Passage} passage
   */
  #marked(doc, { codes, coders, start, end }) {
    const { shelf, colors } = this.session;
    const name = codes.map((code) => shelf.nameOf(code)).join(" · ") || "the passage";
    const coding = { guid: "passage", code: "passage", coder: coders.join(", ") || "not coded", start, end, status: "saved" };
    const shown = new Map(start === null || end === null || end > doc.length ? [] : [["passage", coding]]);
    return {
      shown,
      index: new LineIndex(doc, /** @type {any} */ (shown.values())),
      names: new Map([["passage", name]]),
      colors: new Map([["passage", colors.get(codes[0]) ?? ""]]),
    };
  }

  /** @param {number} point */
  #bringIntoView(point) {
    const { view, text } = this;
    view?.show(point);
    requestAnimationFrame(() => {
      if (view === null || view !== this.view) return;
      const box = view.range(point, point).getBoundingClientRect();
      const frame = text.getBoundingClientRect();
      text.scrollBy(0, box.top - frame.top - frame.height / 4);
    });
  }
}
