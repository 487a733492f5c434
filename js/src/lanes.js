/** The stripes beside the text: which coding is drawn in which lane. */

import { byPlace, isPassage } from "./coding.js";
import { Heap } from "./heap.js";

/** @typedef {import("./coding.js").Coding} Coding */
/**
 * @typedef {object} Lanes
 * @property {Map<string, number>} lanes by guid, from 0 on
 * @property {number} count how many lanes are in use
 * @property {string[]} crowded guids for which no lane was free
 */

/**
 * Give every coding one lane for its whole length, the lowest that is free, so that overlapping ones stand side
 * by side. As many lanes are used as codings overlap at one place, and never more than `max`.
 * @param {Iterable<Coding>} codings of one document
 * @param {{max?: number}} [options]
 * @returns {Lanes}
 */
export function assignLanes(codings, { max = Infinity } = {}) {
  const passages = [...codings].filter((coding) => isPassage(coding)).sort(byPlace);
  const lanes = new Map();
  const crowded = [];
  const free = new Heap(ascending);
  /** @type {Heap<{end: number, lane: number}>} */
  const taken = new Heap((one, other) => one.end - other.end);
  let count = 0;
  for (const { guid, start, end } of passages) {
    while (taken.size > 0 && taken.first.end <= start) free.push(taken.pop().lane);
    if (free.size === 0 && count < max) free.push(count++);
    if (free.size === 0) {
      crowded.push(guid);
    } else {
      const lane = free.pop();
      lanes.set(guid, lane);
      taken.push({ end, lane });
    }
  }
  return { lanes, count, crowded };
}

/**
 * The lowest lane that no coding has which a new one overlaps. The others stay where they are: stripes that jump at
 * every coding could not be followed.
 * @param {{start: number, end: number}} span of the new one
 * @param {Iterable<Coding>} others among them all that it overlaps
 * @param {ReadonlyMap<string, number>} lanes of the others
 * @param {{max?: number}} [options]
 * @returns {number | undefined} none where all are taken
 */
export function freeLane({ start, end }, others, lanes, { max = Infinity } = {}) {
  const taken = new Set();
  for (const other of others) {
    if (isPassage(other) && other.start < end && start < other.end) taken.add(lanes.get(other.guid));
  }
  let lane = 0;
  while (taken.has(lane)) lane++;
  return lane < max ? lane : undefined;
}

/**
 * @param {number} one
 * @param {number} other
 */
function ascending(one, other) {
  return one - other;
}
