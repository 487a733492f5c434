/** Sentences on how much hangs on codes, and whose it is. */

/** @typedef {{by_coder: Record<string, number>, n_hidden: number}} Codings how many of each coder may be seen; how many not */

/**
 * @param {number} number
 * @param {string} thing
 */
export function many(number, thing) {
  return number === 1 ? `1 ${thing}` : `${number} ${thing}s`;
}

/**
 * "12 codings (amina 8, bo 4)", with those that a blind round hides.
 * @param {Codings} codings
 */
export function whose({ by_coder, n_hidden }) {
  const coders = Object.entries(by_coder);
  const seen = coders.reduce((sum, [, number]) => sum + number, 0);
  const names = coders.map(([coder, number]) => `${coder} ${number}`).join(", ");
  const hidden = n_hidden ? `, and ${n_hidden} more that you cannot see while a round is open` : "";
  return `${many(seen, "coding")}${names && ` (${names})`}${hidden}`;
}
