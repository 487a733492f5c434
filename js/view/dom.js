/** Making elements. Text only ever goes in as text. */

/**
 * @param {string} tag
 * @param {Record<string, any>} [about] attributes; `on…` are listeners, `text` is the content, `style` CSS properties
 * @param {...(Node | null)} children
 * @returns {HTMLElement}
 */
export function element(tag, about = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") made.textContent = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "style") Object.entries(value).forEach(([property, set]) => made.style.setProperty(property, String(set)));
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * Draw a part anew without taking the focus away: it goes to the control that has the same key, or says the same.
 * @param {HTMLElement} root
 * @param {() => void} draw
 * @param {() => void} [otherwise] what to do where that control is gone
 */
export function keepingFocus(root, draw, otherwise = () => {}) {
  const was = /** @type {HTMLElement | null} */ (document.activeElement);
  const hadFocus = root.contains(was);
  draw();
  if (!was || !hadFocus || root.contains(document.activeElement)) return;
  const controls = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("button, input, select")]);
  const same = controls.find((control) => (was.dataset.key ? control.dataset.key === was.dataset.key : control.textContent === was.textContent));
  if (same) same.focus();
  else otherwise();
}

/**
 * Whether keys of this press are on a Mac.
 */
export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

/**
 * A form that is sent by its button, and by Enter in a line of text: within JupyterLab's outputs a browser does not do
 * the latter by itself.
 * @param {Record<string, any>} about as for `element`
 * @param {() => void} send
 * @param {...(Node | null)} children
 */
export function formOf(about, send, ...children) {
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    send();
  };
  const onkeydown = (/** @type {KeyboardEvent} */ event) => {
    const isLine = /** @type {HTMLElement} */ (event.target).matches('input:not([type="checkbox"], [type="color"])');
    if (event.key === "Enter" && isLine && !event.isComposing && !event.ctrlKey && !event.metaKey) onsubmit(event);
  };
  return element("form", { novalidate: true, ...about, onsubmit, onkeydown }, ...children);
}
