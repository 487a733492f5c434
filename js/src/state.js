/**
 * One open document: what the store has, what this page has changed and the store has not yet confirmed, and what is
 * shown of it. A state is a value; each `with…` gives the next one. Undo is the store's.
 */

import { byPlace } from "./coding.js";

/** @typedef {import("./coding.js").Coding} Coding */
/**
 * @typedef {object} Change one write on its way, known by its `cid`
 * @property {string} guid
 * @property {Coding | null} coding as it is to be; null for a removal
 * @property {string} error why it failed; empty while it is under way
 */
/**
 * @typedef {object} Filter
 * @property {ReadonlySet<string> | null} coders whose codings are shown; null for everybody's
 * @property {ReadonlySet<string> | null} codes which codes are shown; null for all
 * @property {boolean} blind whether only one's own codings are shown
 */
/**
 * @typedef {object} State
 * @property {string} coder who codes here
 * @property {ReadonlyMap<string, Coding>} saved by guid, as the store has them
 * @property {ReadonlyMap<string, Change>} changes by cid, in the order they were made
 * @property {ReadonlyMap<string, Coding>} codings by guid: the saved ones with the changes laid over them
 * @property {Filter} filter
 */
/**
 * @typedef {object} Answer
 * @property {string} cid
 * @property {Coding} [coding] as the store has it now; if it has given it a guid of its own, that one counts
 */

/** @type {Filter} */
const EVERYTHING = Object.freeze({ coders: null, codes: null, blind: false });

/**
 * @param {{coder: string, codings?: Iterable<Coding>, filter?: Partial<Filter>}} start
 * @returns {State}
 */
export function stateOf({ coder, codings = [], filter = {} }) {
  return laid({ coder, saved: savedOf(codings), changes: new Map(), filter: { ...EVERYTHING, ...filter } });
}

/**
 * A coding was made or changed here and is on its way to the store. Also for sending one again that failed.
 * @param {State} state
 * @param {Coding} coding
 * @param {string} [cid] of the request that carries it
 * @returns {State}
 */
export function withPending(state, coding, cid = coding.guid) {
  return withChange(state, cid, { guid: coding.guid, coding, error: "" });
}

/**
 * A coding was taken away here, and the store is being told.
 * @param {State} state
 * @param {string} guid
 * @param {string} [cid] of the request that carries it
 * @returns {State}
 */
export function withRemoved(state, guid, cid = guid) {
  return withChange(state, cid, { guid, coding: null, error: "" });
}

/**
 * The store has confirmed a change. With it, earlier ones of the same coding are settled.
 * @param {State} state
 * @param {Answer} answer
 * @returns {State}
 */
export function withSaved(state, { cid, coding }) {
  const change = state.changes.get(cid);
  const stored = coding ?? change?.coding;
  const saved = new Map(state.saved);
  if (stored) saved.set(stored.guid, withStatus(stored, "saved"));
  else if (change) saved.delete(change.guid);
  return laid({ ...state, saved, changes: settled(state.changes, cid) });
}

/**
 * The store has refused a change, or it could not be sent. It stays to be seen until it is sent again or dropped.
 * @param {State} state
 * @param {{cid: string, error: string}} answer
 * @returns {State}
 */
export function withError(state, { cid, error }) {
  const change = state.changes.get(cid);
  return change ? withChange(state, cid, { ...change, error }) : state;
}

/**
 * A change that failed is given up; what the store has shows again.
 * @param {State} state
 * @param {string} cid
 * @returns {State}
 */
export function withDropped(state, cid) {
  const changes = new Map(state.changes);
  changes.delete(cid);
  return laid({ ...state, changes });
}

/**
 * The store's codings, all of them, after another notebook has changed some. Changes under way here survive.
 * @param {State} state
 * @param {Iterable<Coding>} list
 * @returns {State}
 */
export function withRemote(state, list) {
  return laid({ ...state, saved: savedOf(list) });
}

/**
 * The same, from a message that names only the differences.
 * @param {State} state
 * @param {{add?: Iterable<Coding>, del?: Iterable<string>}} difference
 * @returns {State}
 */
export function withRemoteChange(state, { add = [], del = [] }) {
  const saved = new Map(state.saved);
  for (const guid of del) saved.delete(guid);
  for (const coding of add) saved.set(coding.guid, withStatus(coding, "saved"));
  return laid({ ...state, saved });
}

/**
 * @param {State} state
 * @param {Partial<Filter>} filter
 * @returns {State}
 */
export function withFilter(state, filter) {
  return { ...state, filter: { ...state.filter, ...filter } };
}

/**
 * The codings to draw, in drawing order. What is not saved yet is never hidden.
 * @param {State} state
 * @returns {Coding[]}
 */
export function visible(state) {
  return [...state.codings.values()].filter((coding) => isVisible(state, coding)).sort(byPlace);
}

/**
 * How many codings the filter hides: to be said wherever codings are shown.
 * @param {State} state
 */
export function hiddenCount(state) {
  let hidden = 0;
  for (const coding of state.codings.values()) if (!isVisible(state, coding)) hidden++;
  return hidden;
}

/**
 * Whether a coding is drawn.
 * @param {State} state
 * @param {Coding} coding
 */
export function isVisible({ coder, filter }, coding) {
  if (coding.status !== "saved") return true;
  if (filter.blind && coding.coder !== coder) return false;
  return (filter.coders?.has(coding.coder) ?? true) && (filter.codes?.has(coding.code) ?? true);
}

/**
 * @param {State} state
 * @param {string} cid
 * @param {Change} change
 */
function withChange(state, cid, change) {
  return laid({ ...state, changes: new Map(state.changes).set(cid, change) });
}

/**
 * The changes without the one confirmed and without earlier ones of the same coding.
 * @param {ReadonlyMap<string, Change>} changes
 * @param {string} cid
 */
function settled(changes, cid) {
  const guid = changes.get(cid)?.guid;
  const left = new Map();
  let later = guid === undefined;
  for (const [key, change] of changes) {
    if (key === cid) later = true;
    else if (later || change.guid !== guid) left.set(key, change);
  }
  return left;
}

/**
 * A state with its codings worked out: the changes laid over what is saved.
 * @param {Omit<State, "codings">} state
 * @returns {State}
 */
function laid(state) {
  const codings = new Map(state.saved);
  for (const { guid, coding, error } of state.changes.values()) {
    const shown = coding ?? (error ? codings.get(guid) : undefined);
    if (shown) codings.set(guid, withStatus(shown, error ? "error" : "pending", error));
    else codings.delete(guid);
  }
  return { ...state, codings };
}

/** @param {Iterable<Coding>} codings */
function savedOf(codings) {
  return new Map([...codings].map((coding) => [coding.guid, withStatus(coding, "saved")]));
}

/**
 * @param {Coding} coding
 * @param {import("./coding.js").Status} status
 * @param {string} [error]
 * @returns {Coding}
 */
function withStatus({ error: _, ...rest }, status, error) {
  return error ? { ...rest, status, error } : { ...rest, status };
}
