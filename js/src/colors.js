/** Colours that colour-blind readers tell apart (after Okabe and Ito), and which code has which. */

/** @type {readonly {color: string, name: string}[]} */
export const PALETTE = [
  { color: "#0072B2", name: "blue" },
  { color: "#D55E00", name: "vermilion" },
  { color: "#009E73", name: "green" },
  { color: "#CC79A7", name: "pink" },
  { color: "#E69F00", name: "orange" },
  { color: "#56B4E9", name: "sky blue" },
  { color: "#999933", name: "olive" },
  { color: "#882255", name: "wine" },
];

/**
 * The colour of each code: its own, or one of the palette by its place in the tree.
 * @param {readonly import("./codes.js").Code[]} codes in tree order
 * @returns {Map<string, string>} by id
 */
export function colorsOf(codes) {
  return new Map(codes.map(({ code, color }, place) => [code, color || PALETTE[place % PALETTE.length].color]));
}
