/** One widget of a page asks the others to show a place of a text. */

const CALL = "wq-goto";

/** @typedef {{project: string, source: string, start: number | null, end: number | null}} Place */

/**
 * Ask for a place to be shown.
 * @param {Place} place
 * @returns {boolean} whether somebody shows it
 */
export function call(place) {
  return !window.dispatchEvent(new CustomEvent(CALL, { detail: place, cancelable: true }));
}

/**
 * Show places that others ask for, as long as the view can be seen.
 * @param {import("./session.js").Session} session
 * @param {HTMLElement} root of the view
 * @returns {() => void} stops it
 */
export function answerCalls(session, root) {
  const answer = (/** @type {any} */ event) => {
    const { project, source, start, end } = /** @type {Place} */ (event.detail);
    const isShown = root.isConnected && root.getClientRects().length > 0;
    if (event.defaultPrevented || !isShown || !session.isOpen || project !== session.about.project) return;
    event.preventDefault();
    root.scrollIntoView({ block: "nearest" });
    session.goTo(source, start === null || end === null ? null : { start, end });
  };
  window.addEventListener(CALL, answer);
  return () => window.removeEventListener(CALL, answer);
}
