/** Where a code comes to stand when it is moved by a key, step by step. */

/** @typedef {import("./codes.js").Code} Code */
/** @typedef {{where: "before" | "after" | "below", target: string}} Place `target`: id of another code */

/**
 * Before the one above it, behind the one below it, into the one above it, or out of the one it is in.
 * @param {readonly Code[]} codes in tree order
 * @param {string} id
 * @param {"up" | "down" | "in" | "out"} way
 * @returns {Place | null} null where there is no such place
 */
export function stepOf(codes, id, way) {
  const self = codes.find(({ code }) => code === id);
  if (!self) return null;
  const beside = codes.filter(({ parent }) => parent === self.parent);
  const place = beside.indexOf(self);
  const before = beside[place - 1]?.code;
  const after = beside[place + 1]?.code;
  const steps = {
    up: before && { where: "before", target: before },
    down: after && { where: "after", target: after },
    in: before && { where: "below", target: before },
    out: self.parent && { where: "after", target: self.parent },
  };
  return /** @type {Place | null} */ (steps[way] || null);
}
