/** Names without accents, case and punctuation, for finding them. */

// Accents, Arabic and Hebrew vowel points, joiners; the vowel signs of Indic scripts are letters and stay.
const MARK = /\p{Script=Inherited}|(?=\p{Mn})\p{Script=Hebrew}/gu;
const NOT_WORD = /[^\p{L}\p{M}\p{N}]/gu;

/**
 * @typedef {object} Folded
 * @property {string} text with a space for each character that is no letter, mark or digit
 * @property {number[]} points for each unit of `text`, the code point of the name it comes from
 */

/**
 * @param {string} name
 * @returns {Folded}
 */
export function fold(name) {
  let text = "";
  /** @type {number[]} */
  const points = [];
  Array.from(name).forEach((character, point) => {
    text += plain(character);
    while (points.length < text.length) points.push(point);
  });
  return { text, points };
}

/**
 * The folded words of a name with one space between.
 * @param {string} name
 */
export function bare(name) {
  return plain(name).trim().replace(/ +/g, " ");
}

/** @param {string} text */
function plain(text) {
  const unmarked = text.normalize("NFKD").replace(MARK, "");
  // To upper case and back, so that ß and ss are one, and ς and σ.
  const lower = unmarked.toUpperCase().toLowerCase().replaceAll("ς", "σ");
  return lower.replace(NOT_WORD, " ");
}
