/** Small codebooks for tests. */

/**
 * Rows of a small codebook, written "id: Name" with two spaces a level; a name in brackets only holds others.
 * @param {string} book
 * @param {Record<string, number>} [uses]
 * @param {Record<string, string>} [definitions]
 */
export function codesOf(book, uses = {}, definitions = {}) {
  /** @type {any[]} */
  const above = [];
  return book
    .split("\n")
    .filter((line) => line.trim())
    .map((line) => {
      const depth = line.search(/\S/) / 2;
      const [code, name] = line.trim().split(": ");
      const row = {
        code,
        name,
        path: [...above.slice(0, depth).map((parent) => parent.name), name].join(" / "),
        parent: above[depth - 1]?.code ?? "",
        color: "#0072B2",
        is_codable: !name.startsWith("("),
        n: uses[code] ?? 0,
        definition: definitions[code] ?? "",
      };
      above[depth] = row;
      return row;
    });
}
