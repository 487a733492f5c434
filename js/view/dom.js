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
 * Whether keys of this press are on a Mac.
 */
export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");
