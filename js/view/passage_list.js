/** Thousands of passages, one under the other: those near the window are drawn, the others have but their height. */

import { element } from "./dom.js";
import { passageCard } from "./passage_card.js";

/** @typedef {import("../src/passages.js").Passage} Passage */
/** @typedef {import("../src/passages.js").Group} Group */
/** @typedef {import("./passages_session.js").PassagesSession} PassagesSession */
/** @typedef {{group: Group, passage: Passage, isFirst: boolean}} Entry a passage under a heading */
/**
 * @typedef {object} Drawing what a list draws otherwise than Passages does
 * @property {(passage: any, about: any, verbs: any) => HTMLElement} [card] a passage
 * @property {(group: Group) => string} [says] what a heading says besides
 */

const CHUNK = 25;
const NEAR = "1500px";
const HEIGHT = 150;

export class PassageList {
  /** @type {Entry[]} */ #entries = [];
  /** @type {HTMLElement[]} */ #chunks = [];
  /** @type {Map<number, HTMLElement>} */ #cards = new Map();
  #query = "";
  #at = 0;

  /**
   * @param {PassagesSession} session
   * @param {import("./passage_card.js").Verbs} verbs
   * @param {Drawing} [drawing]
   */
  constructor(session, verbs, { card = passageCard, says = () => "" } = {}) {
    this.session = session;
    this.verbs = verbs;
    this.draw = { card, says };
    this.root = element("div", { class: "wq-passage-list", role: "feed", tabindex: "-1", "aria-label": "Passages" });
    this.root.addEventListener("focusin", (event) => this.#reached(event.target));
    this.root.addEventListener("pointerdown", (event) => this.#reached(event.target));
    this.seen = new IntersectionObserver((entries) => this.#appear(entries), { root: this.root, rootMargin: NEAR });
  }

  close() {
    this.seen.disconnect();
  }

  /** The passage that keys speak of. */
  get current() {
    return this.#entries[this.#at]?.passage ?? null;
  }

  /** Where it stands among those that are shown. */
  get at() {
    return this.#at;
  }

  get hasFocus() {
    return this.root.contains(document.activeElement);
  }

  /**
   * Show passages. The one that keys speak of stays so, if it is still among them; and what is in view stays there.
   * @param {Group[]} groups
   * @param {string} query whose words are marked
   * @param {string} otherwise what is said where there is none
   */
  show(groups, query, otherwise) {
    const [before, inView, hadFocus] = [this.#entries[this.#at], this.#inView(), this.hasFocus];
    this.#query = query;
    this.#entries = groups.flatMap((group) => group.passages.map((passage, place) => ({ group, passage, isFirst: place === 0 && group.title !== "" })));
    this.#at = Math.max(0, before ? this.#placeOf(before) : 0);
    this.#cards.clear();
    this.seen.disconnect();
    this.#chunks = [];
    for (let first = 0; first < this.#entries.length; first += CHUNK) this.#chunks.push(this.#chunk(first));
    this.root.replaceChildren(...this.#chunks);
    if (this.#entries.length === 0) this.root.append(element("p", { class: "wq-none", text: otherwise }));
    this.#fill(Math.floor(this.#at / CHUNK));
    this.#bringBack(inView);
    for (const chunk of this.#chunks) this.seen.observe(chunk);
    if (hadFocus) this.focus();
  }

  /**
   * Make another passage the one that keys speak of, and bring it into view.
   * @param {number} place among those that are shown; the nearest there is
   */
  go(place) {
    if (this.#entries.length === 0) return;
    const card = this.#card(this.#at);
    card.tabIndex = -1;
    this.#at = Math.min(Math.max(place, 0), this.#entries.length - 1);
    this.#mark();
    this.#card(this.#at).scrollIntoView({ block: "nearest" });
  }

  /** Go to the top, without making another passage the one that keys speak of. */
  top() {
    this.root.scrollTop = 0;
  }

  focus() {
    const card = this.#entries.length > 0 ? this.#card(this.#at) : this.root;
    card.focus({ preventScroll: true });
  }

  /** The passage highest in view, and how far it stands below the upper border. */
  #inView() {
    const border = this.root.getBoundingClientRect().top;
    const reaches = (/** @type {Element} */ part) => part.getBoundingClientRect().bottom > border;
    const chunk = this.#chunks.find((one) => one.firstChild && reaches(one));
    const card = chunk && [...chunk.querySelectorAll(".wq-passage")].find(reaches);
    if (!card) return null;
    const entry = this.#entries[Number(/** @type {HTMLElement} */ (card).dataset.place)];
    return { entry, below: card.getBoundingClientRect().top - border };
  }

  /** @param {{entry: Entry, below: number} | null} inView */
  #bringBack(inView) {
    const place = inView ? this.#placeOf(inView.entry) : -1;
    if (!inView || place < 0) return;
    const { top } = this.#card(place).getBoundingClientRect();
    this.root.scrollTop += top - this.root.getBoundingClientRect().top - inView.below;
  }

  /** @param {Entry} entry */
  #placeOf({ group, passage }) {
    const isIt = (/** @type {Entry} */ entry) => entry.passage.number === passage.number;
    const exactly = this.#entries.findIndex((entry) => isIt(entry) && entry.group.title === group.title);
    return exactly >= 0 ? exactly : this.#entries.findIndex(isIt);
  }

  /** @param {EventTarget | null} target */
  #reached(target) {
    const card = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest?.(".wq-passage"));
    const place = card ? Number(card.dataset.place) : this.#at;
    if (place === this.#at) return;
    this.#card(this.#at).tabIndex = -1;
    this.#at = place;
    this.#mark();
  }

  /** Only one passage, with its buttons, is on the way of the Tab key. */
  #mark() {
    this.root.querySelectorAll("[data-current]").forEach((card) => {
      card.removeAttribute("data-current");
      card.querySelectorAll("button").forEach((button) => (button.tabIndex = -1));
    });
    const card = this.#card(this.#at);
    card.tabIndex = 0;
    card.dataset.current = "1";
    card.querySelectorAll("button").forEach((button) => (button.tabIndex = 0));
  }

  /** @param {number} first */
  #chunk(first) {
    const count = Math.min(CHUNK, this.#entries.length - first);
    return element("div", { class: "wq-passages-chunk", style: { "min-height": `${count * HEIGHT}px` }, "data-chunk": first / CHUNK });
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #appear(entries) {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) this.#fill(Number(/** @type {HTMLElement} */ (target).dataset.chunk));
    }
  }

  /** @param {number} place */
  #card(place) {
    this.#fill(Math.floor(place / CHUNK));
    return /** @type {HTMLElement} */ (this.#cards.get(place));
  }

  /** @param {number} number of a chunk */
  #fill(number) {
    const chunk = this.#chunks[number];
    if (!chunk || chunk.firstChild) return;
    const first = number * CHUNK;
    const about = { session: this.session, query: this.#query };
    this.#entries.slice(first, first + CHUNK).forEach(({ group, passage, isFirst }, offset) => {
      const place = first + offset;
      const card = this.draw.card(passage, about, this.verbs);
      card.dataset.place = String(place);
      card.setAttribute("aria-posinset", String(place + 1));
      card.setAttribute("aria-setsize", String(this.#entries.length));
      this.#cards.set(place, card);
      if (isFirst) chunk.append(this.#heading(group));
      chunk.append(card);
    });
    keepHeight(chunk);
    if (this.#at >= first && this.#at < first + CHUNK) this.#mark();
  }

  /** @param {Group} group */
  #heading(group) {
    const { title, code, passages } = group;
    const color = code === null ? null : this.session.colors.get(code);
    return element(
      "h3",
      {},
      color ? element("span", { class: "wq-swatch", style: { background: color }, "aria-hidden": "true" }) : null,
      element("span", { text: title, dir: "auto" }),
      element("span", { class: "wq-n", text: ` ${passages.length}` }),
      element("span", { class: "wq-soft wq-group-says", text: this.draw.says(group) }),
    );
  }
}

/**
 * Let a chunk have its own height from now on, also while the browser leaves it out because it is far away.
 * @param {HTMLElement} chunk
 */
function keepHeight(chunk) {
  chunk.style.removeProperty("min-height");
  chunk.style.contentVisibility = "visible";
  chunk.style.containIntrinsicSize = `auto ${chunk.offsetHeight}px`;
  chunk.style.contentVisibility = "";
}
