// src/coding.js
function isPassage(coding, length = Infinity) {
  const { start, end } = coding;
  return start !== null && end !== null && 0 <= start && start < end && end <= length;
}
function byPlace(one, other) {
  return (one.start ?? -1) - (other.start ?? -1) || (other.end ?? -1) - (one.end ?? -1) || inOrder(one.code, other.code) || inOrder(one.guid, other.guid);
}
function inOrder(one, other) {
  return one < other ? -1 : Number(one > other);
}

// src/codes.js
var PINNED = 9;
function treeOf(codes) {
  const nodes = new Map(codes.map((code) => [code.code, newNode(code)]));
  const tree = [];
  for (const node of nodes.values()) {
    const parent = nodes.get(node.code.parent);
    if (!parent || isAbove(node, parent)) continue;
    node.parent = parent;
    parent.children.push(node);
  }
  for (const node of nodes.values()) if (!node.parent) addTo(tree, node, 0);
  return tree;
}
function pinned(codes, recent = [], fixed = []) {
  const codable = new Map(codes.filter(isCodable).map((code) => [code.code, code]));
  const taken = (id) => {
    const code = codable.get(id ?? "") ?? null;
    if (code) codable.delete(code.code);
    return code;
  };
  const keys = Array.from({ length: PINNED }, (_, key2) => taken(fixed[key2]));
  const byUse = [...codable.values()].sort((one, other) => other.n - one.n).map(({ code }) => code);
  const others = [...recent, ...byUse].map(taken).filter((code) => code !== null);
  return keys.map((code) => code ?? others.shift() ?? null);
}
function isCodable(code) {
  return code.is_codable !== false;
}
function newNode(code) {
  return { code, depth: 0, parent: null, children: [] };
}
function isAbove(node, other) {
  for (let at = (
    /** @type {CodeNode | null} */
    other
  ); at; at = at.parent) if (at === node) return true;
  return false;
}
function addTo(tree, node, depth) {
  node.depth = depth;
  tree.push(node);
  for (const child of node.children) addTo(tree, child, depth + 1);
}

// src/keys.js
var DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
var KEYS = [
  key("code-#", DIGITS, "Code the selected words with the code pinned to this key.", "passage", ["text", "tree"]),
  key("search-codes", ["/"], "Find a code by a few letters.", void 0, ["text", "tree"]),
  key("code-top-match", ["Enter"], "Code with the match that is marked.", void 0, ["search"]),
  key("previous-match", ["ArrowUp"], "Mark the match above.", void 0, ["search"]),
  key("next-match", ["ArrowDown"], "Mark the match below.", void 0, ["search"]),
  key("code-in-vivo", ["i"], "Make a code named with the selected words.", "selection"),
  key("uncode", ["Delete", "Backspace"], "Take away the coding at the cursor.", "coding"),
  key("edit-memo", ["m"], "Write a memo."),
  key("save-memo", ["Mod+Enter"], "Keep the memo.", void 0, ["memo"]),
  key("undo", ["Mod+z"], "Take back the last step.", void 0, ["text", "tree"]),
  key("redo", ["Mod+Shift+z", "Mod+y"], "Do again what was taken back.", void 0, ["text", "tree"]),
  key("next-coding", ["n"], "Go to the next coding."),
  key("previous-coding", ["p"], "Go to the previous coding."),
  key("next-uncoded", ["u"], "Go to the next passage without a coding."),
  key("shrink-right", ["["], "Take the last word out of the passage.", "passage"),
  key("extend-right", ["]"], "Take the next word into the passage.", "passage"),
  key("shrink-left", ["{"], "Take the first word out of the passage.", "passage"),
  key("extend-left", ["}"], "Take the word before into the passage.", "passage"),
  key("select-sentence", ["s"], "Select the sentence."),
  key("select-turn", ["t"], "Select all that is said in this turn."),
  key("move-left", ["ArrowLeft"], "Move the cursor one character to the left."),
  key("move-right", ["ArrowRight"], "Move the cursor one character to the right."),
  key("move-up", ["ArrowUp"], "Move the cursor one line up."),
  key("move-down", ["ArrowDown"], "Move the cursor one line down."),
  key("move-word-left", ["Word+ArrowLeft"], "Move the cursor one word to the left."),
  key("move-word-right", ["Word+ArrowRight"], "Move the cursor one word to the right."),
  key("select-left", ["Shift+ArrowLeft"], "Select one character to the left."),
  key("select-right", ["Shift+ArrowRight"], "Select one character to the right."),
  key("select-up", ["Shift+ArrowUp"], "Select one line up."),
  key("select-down", ["Shift+ArrowDown"], "Select one line down."),
  key("select-word-left", ["Word+Shift+ArrowLeft"], "Select one word to the left."),
  key("select-word-right", ["Word+Shift+ArrowRight"], "Select one word to the right."),
  key("find-in-text", ["f"], "Find words in this text."),
  key("find-in-corpus", ["g"], "Find words in all texts."),
  key("next-source", ["."], "Open the next text."),
  key("previous-source", [","], "Open the previous text."),
  key("done", ["d"], "Say that you are done with this text."),
  key("tree-up", ["ArrowUp"], "Go to the code above.", void 0, ["tree"]),
  key("tree-down", ["ArrowDown"], "Go to the code below.", void 0, ["tree"]),
  key("tree-open", ["ArrowRight"], "Show the codes under this one.", void 0, ["tree"]),
  key("tree-close", ["ArrowLeft"], "Hide the codes under this one, or go to the one above.", void 0, ["tree"]),
  key("code-from-tree", ["Enter"], "Code the selected words with this code.", "passage", ["tree"]),
  key("back-to-text", ["Escape"], "Go back to the text.", void 0, ["text", "tree", "search", "memo"]),
  key("help", ["?"], "Show what every key does.", void 0, ["text", "tree"])
];
var NEEDS = {
  passage: {
    isMet: ({ hasSelection, onCoding }) => hasSelection || onCoding,
    hint: "Select some words first, or go to a coding."
  },
  selection: { isMet: ({ hasSelection }) => hasSelection, hint: "Select some words first." },
  coding: { isMet: ({ onCoding }) => onCoding, hint: "Go to a coding first." }
};
var BY_PRESS = new Map(
  KEYS.flatMap(
    (row) => row.presses.flatMap((press) => row.focus.map((focus) => (
      /** @type {const} */
      [`${focus} ${press}`, row]
    )))
  )
);
var SIGNS = "/?[]{}.,";
var FIELDS = ["search", "memo"];
var ARROW = /^Arrow(Left|Right|Up|Down)$/;
var NAMED = /^(Enter|Escape|Backspace|Delete|Insert|Home|End|PageUp|PageDown|Arrow(Left|Right|Up|Down))$/;
var EDITING = /^([acvxyz]|Backspace|Delete|Home|End|Arrow(Left|Right|Up|Down))$/;
var OTHER_SCRIPT = /^[^\p{ASCII}\p{scx=Latin}\p{scx=Common}]$/u;
var PLACES = {
  Slash: ["/", "?"],
  BracketLeft: ["[", "{"],
  BracketRight: ["]", "}"],
  Period: [".", "."],
  Comma: [",", ","]
};
function commandOf(event, context) {
  const press = pressOf(event, context);
  const row = BY_PRESS.get(`${context.focus} ${press}`);
  if (!row || !isMet(row, context)) return null;
  return row.command.replace("#", press);
}
function hintOf(event, context) {
  const row = BY_PRESS.get(`${context.focus} ${pressOf(event, context)}`);
  return row?.needs && !isMet(row, context) ? NEEDS[row.needs].hint : null;
}
function isOurs(event, context) {
  if (commandOf(event, context) !== null) return true;
  const { mod, alt, foreign } = modifiersOf(event, context);
  const isField = FIELDS.includes(context.focus);
  if (mod || foreign) return isField && !foreign && EDITING.test(keyOf(event));
  if (alt && !isField) return false;
  return Array.from(event.key).length === 1 || NAMED.test(event.key);
}
function key(command, presses, says, needs, focus = ["text"]) {
  return { command, presses, focus, needs, says };
}
function isMet({ needs }, context) {
  return needs === void 0 || NEEDS[needs].isMet(context);
}
function pressOf(event, context) {
  const key2 = keyOf(event);
  const { mod, word, alt, foreign } = modifiersOf(event, context);
  if (foreign || alt) return "";
  const isLevel = SIGNS.includes(key2) || DIGITS.includes(key2);
  const held = [word && "Word+", mod && "Mod+", event.shiftKey && !isLevel && "Shift+"];
  return held.filter(Boolean).join("") + key2;
}
function modifiersOf(event, { isMac: isMac2 }) {
  const isReaching = event.altKey && (isMac2 || event.ctrlKey) && SIGNS.includes(event.key);
  const ctrl = event.ctrlKey && !(isReaching && !isMac2);
  const alt = event.altKey && !isReaching;
  const isWord = ARROW.test(event.key) && (isMac2 ? alt : ctrl);
  return {
    mod: isMac2 ? event.metaKey : ctrl && !isWord,
    word: isWord,
    alt: alt && !(isMac2 && isWord),
    foreign: isMac2 ? ctrl : event.metaKey
  };
}
function keyOf({ key: key2, code, shiftKey }) {
  if (/^[a-z]$/i.test(key2)) return key2.toLowerCase();
  if (SIGNS.includes(key2)) return key2;
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit && !shiftKey && Array.from(key2).length === 1) return digit;
  if (!OTHER_SCRIPT.test(key2)) return key2;
  const letter = /^Key([A-Z])$/.exec(code)?.[1].toLowerCase();
  return letter ?? PLACES[code]?.[Number(shiftKey)] ?? key2;
}

// src/heap.js
var Heap = class {
  /** @type {T[]} */
  #items = [];
  /** @param {(one: T, other: T) => number} compare */
  constructor(compare) {
    this.compare = compare;
  }
  get size() {
    return this.#items.length;
  }
  /** The smallest, left where it is. */
  get first() {
    return this.#items[0];
  }
  /** @param {T} item */
  push(item) {
    const items = this.#items;
    let place = items.push(item) - 1;
    while (place > 0) {
      const above = place - 1 >> 1;
      if (this.compare(items[above], item) <= 0) break;
      items[place] = items[above];
      place = above;
    }
    items[place] = item;
  }
  /** Take the smallest out. */
  pop() {
    const items = this.#items;
    const first = items[0];
    const last = (
      /** @type {T} */
      items.pop()
    );
    if (items.length > 0) this.#sink(last);
    return first;
  }
  /** @param {T} item */
  #sink(item) {
    const items = this.#items;
    let place = 0;
    for (let below = 1; below < items.length; below = 2 * place + 1) {
      if (below + 1 < items.length && this.compare(items[below + 1], items[below]) < 0) below++;
      if (this.compare(item, items[below]) <= 0) break;
      items[place] = items[below];
      place = below;
    }
    items[place] = item;
  }
};

// src/lanes.js
function assignLanes(codings, { max = Infinity } = {}) {
  const passages = [...codings].filter((coding) => isPassage(coding)).sort(byPlace);
  const lanes = /* @__PURE__ */ new Map();
  const crowded = [];
  const free = new Heap(ascending);
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
function ascending(one, other) {
  return one - other;
}

// src/fold.js
var MARK = /\p{Script=Inherited}|(?=\p{Mn})\p{Script=Hebrew}/gu;
var NOT_WORD = /[^\p{L}\p{M}\p{N}]/gu;
function fold(name) {
  let text = "";
  const points = [];
  Array.from(name).forEach((character, point) => {
    text += plain(character);
    while (points.length < text.length) points.push(point);
  });
  return { text, points };
}
function bare(name) {
  return plain(name).trim().replace(/ +/g, " ");
}
function plain(text) {
  const unmarked = text.normalize("NFKD").replace(MARK, "");
  const lower = unmarked.toUpperCase().toLowerCase().replaceAll("\u03C2", "\u03C3");
  return lower.replace(NOT_WORD, " ");
}

// src/names.js
var MAX_ID = 40;
var UNNAMED = "in-vivo";
function inVivoId(words2, taken = []) {
  const used = new Set(taken);
  const id = kebab(words2);
  let unique = shortened(id, MAX_ID);
  for (let number = 2; used.has(unique); number++) {
    unique = `${shortened(id, MAX_ID - `-${number}`.length)}-${number}`;
  }
  return unique;
}
function kebab(words2) {
  const id = words2.normalize("NFC").toLowerCase().replace(/['’\u00ad\u200b-\u200d]/gu, "").replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^[-\p{M}]+|-+$/gu, "");
  return id || UNNAMED;
}
function shortened(id, length) {
  const characters2 = Array.from(id);
  if (characters2.length <= length) return id;
  let end = characters2.slice(0, length + 1).lastIndexOf("-");
  if (end < 1) for (end = length; /\p{M}/u.test(characters2[end]); ) end--;
  return characters2.slice(0, end).join("");
}

// src/offsets.js
var NEWLINE = 10;
var Doc = class {
  /** @type {Uint32Array} */
  #pointStarts;
  /** @type {Uint32Array} */
  #unitStarts;
  /** @type {Map<number, Uint32Array>} */
  #astral = /* @__PURE__ */ new Map();
  /** @param {string} text normalised as Python does it: lines end at "\n" only */
  constructor(text) {
    this.text = text;
    const points = [0];
    const units = [0];
    let pairs = 0;
    for (let unit = 0; unit < text.length; unit++) {
      if (text.charCodeAt(unit) === NEWLINE) {
        units.push(unit + 1);
        points.push(unit + 1 - pairs);
      } else if (isPair(text, unit)) {
        pairs++;
      }
    }
    this.length = text.length - pairs;
    this.lineCount = points.length;
    this.#pointStarts = Uint32Array.from([...points, this.length + 1]);
    this.#unitStarts = Uint32Array.from([...units, text.length + 1]);
  }
  /**
   * The line a point lies in; a newline belongs to the line it ends.
   * @param {number} point
   */
  lineOf(point) {
    return lastAtMost(this.#pointStarts, inside(point, this.length));
  }
  /** @param {number} line */
  lineStart(line) {
    return this.#pointStarts[this.#known(line)];
  }
  /**
   * Where a line ends, its newline not counted.
   * @param {number} line
   */
  lineEnd(line) {
    return this.#pointStarts[this.#known(line) + 1] - 1;
  }
  /** @param {number} line */
  lineText(line) {
    return this.text.slice(this.#unitStarts[this.#known(line)], this.#unitStarts[line + 1] - 1);
  }
  /**
   * Whether a line holds characters of two units.
   * @param {number} line
   */
  hasAstral(line) {
    const next = this.#known(line) + 1;
    return this.#unitStarts[next] - this.#unitStarts[line] !== this.#pointStarts[next] - this.#pointStarts[line];
  }
  /**
   * From a column of a line, in code points, to a string index into its `lineText`.
   * @param {number} line
   * @param {number} column
   */
  toUnit(line, column) {
    inside(column, this.lineEnd(line) - this.lineStart(line), line);
    if (!this.hasAstral(line)) return column;
    return column + countBelow(this.#astralColumns(line), column);
  }
  /**
   * From a string index into a line's `lineText` to its column. The middle of a character counts as its start.
   * @param {number} line
   * @param {number} unit
   */
  toColumn(line, unit) {
    inside(unit, this.#unitLength(line), line);
    if (!this.hasAstral(line)) return unit;
    return unit - countBelow(this.#astralColumns(line), unit, 1);
  }
  /**
   * From a point of the document to a string index into its text.
   * @param {number} point
   */
  toUnits(point) {
    const line = this.lineOf(point);
    return this.#unitStarts[line] + this.toUnit(line, point - this.#pointStarts[line]);
  }
  /**
   * From a string index into the text to a point. The middle of a character counts as its start.
   * @param {number} unit
   */
  toPoint(unit) {
    const line = lastAtMost(this.#unitStarts, inside(unit, this.text.length));
    return this.#pointStarts[line] + this.toColumn(line, unit - this.#unitStarts[line]);
  }
  /**
   * The words between two points.
   * @param {number} start
   * @param {number} end
   */
  slice(start, end) {
    return this.text.slice(this.toUnits(start), this.toUnits(end));
  }
  /** @param {number} line */
  #unitLength(line) {
    return this.#unitStarts[this.#known(line) + 1] - 1 - this.#unitStarts[line];
  }
  /**
   * The columns of a line's characters of two units; found when first asked for.
   * @param {number} line
   */
  #astralColumns(line) {
    let columns = this.#astral.get(line);
    if (columns === void 0) {
      const text = this.lineText(line);
      const found = [];
      for (let unit = 0; unit < text.length; unit++) if (isPair(text, unit)) found.push(unit - found.length);
      columns = Uint32Array.from(found);
      this.#astral.set(line, columns);
    }
    return columns;
  }
  /** @param {number} line */
  #known(line) {
    if (Number.isInteger(line) && line >= 0 && line < this.lineCount) return line;
    throw new RangeError(`there is no line ${line}: the text has ${this.lineCount}`);
  }
};
function isPair(text, unit) {
  return (text.charCodeAt(unit) & 64512) === 55296 && (text.charCodeAt(unit + 1) & 64512) === 56320;
}
function inside(offset, length, line) {
  if (Number.isInteger(offset) && offset >= 0 && offset <= length) return offset;
  const where = line === void 0 ? "the text" : `line ${line}`;
  throw new RangeError(`offset ${offset} lies outside ${where}, which ends at ${length}`);
}
function lastAtMost(starts, offset) {
  return countBelow(starts, offset + 1) - 1;
}
function countBelow(items, limit, step = 0) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = low + high >>> 1;
    if (items[middle] + step * middle < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

// src/protocol.js
var VERSION = 1;
var READING = /* @__PURE__ */ new Set(["open", "find", "sources", "codes"]);
var ChannelError = class extends Error {
  /**
   * @param {string} sentence
   * @param {{id: string, unsent: boolean, cause?: unknown}} about
   */
  constructor(sentence, { id, unsent, cause }) {
    super(sentence, { cause });
    this.name = "ChannelError";
    this.id = id;
    this.unsent = unsent;
  }
};
var Channel = class {
  /** @type {Map<string, Request>} */
  #requests = /* @__PURE__ */ new Map();
  /** @type {Map<string, Set<(message: Answer, buffers: DataView[]) => void>>} */
  #events = /* @__PURE__ */ new Map();
  /** @type {Set<(slow: Slow) => void>} */
  #slow = /* @__PURE__ */ new Set();
  /**
   * @param {(message: Message) => void} send throws when there is no kernel
   * @param {object} [options]
   * @param {number} [options.timeout] milliseconds after which an answer is late
   * @param {() => number} [options.now]
   * @param {(action: () => void, delay: number) => any} [options.setTimer]
   * @param {(timer: any) => void} [options.clearTimer]
   */
  constructor(send, {
    timeout = 2500,
    now = () => Date.now(),
    setTimer = (action, delay) => setTimeout(action, delay),
    clearTimer = (timer) => clearTimeout(timer)
  } = {}) {
    this.send = send;
    this.timeout = timeout;
    this.now = now;
    this.setTimer = setTimer;
    this.clearTimer = clearTimer;
  }
  /** How many questions have no answer yet, those that could not be sent among them. */
  get pendingCount() {
    return this.#requests.size;
  }
  /** How many of them are late or could not be sent: zero means that all is well again. */
  get lateCount() {
    return [...this.#requests.values()].filter((request) => request.isSlow || request.isUnsent).length;
  }
  /**
   * Ask the kernel. The promise stays open however long the answer takes.
   * @param {string} type
   * @param {Record<string, unknown>} [payload] with a `cid` of its own, if the caller must know it
   * @returns {Promise<Answer>} with the answer's buffers in `buffers`
   */
  ask(type, payload = {}) {
    const writes = READING.has(type) ? {} : { cid: newId() };
    const message = { ...writes, ...payload, v: VERSION, id: newId(), t: type };
    return this.#dispatch(message);
  }
  /**
   * Send the very same message again.
   * @param {string} id
   * @returns {Promise<Answer>} the promise that is still open, or a new one if the message could not be sent before
   */
  retry(id) {
    const request = this.#requests.get(id);
    if (!request) return Promise.reject(new ChannelError("this request is settled already", { id, unsent: false }));
    if (request.isUnsent) return this.#dispatch(request.message);
    const failure = this.#transmit(request);
    request.isSlow = failure !== null;
    return failure ? Promise.reject(failure) : request.promise;
  }
  /**
   * Take what has come from the kernel: an answer, or an event. Answers to questions never asked are passed over.
   * @param {Answer} message
   * @param {DataView[]} [buffers]
   */
  receive(message, buffers = []) {
    if (message === null || typeof message !== "object") return;
    if (message.id === void 0) {
      for (const handler of this.#events.get(message.t ?? "") ?? []) handler(message, buffers);
      return;
    }
    const request = this.#settle(message.id);
    if (!request) return;
    if (message.error === void 0) request.resolve({ ...message, buffers });
    else request.reject(new ChannelError(String(message.error), { id: message.id, unsent: false }));
  }
  /**
   * @param {string} type
   * @param {(message: Answer, buffers: DataView[]) => void} handler
   * @returns {() => void} stops listening
   */
  onEvent(type, handler) {
    const handlers = this.#events.get(type) ?? /* @__PURE__ */ new Set();
    this.#events.set(type, handlers.add(handler));
    return () => handlers.delete(handler);
  }
  /**
   * Hear of every question whose answer is late.
   * @param {(slow: Slow) => void} handler
   * @returns {() => void} stops listening
   */
  onSlow(handler) {
    this.#slow.add(handler);
    return () => this.#slow.delete(handler);
  }
  /**
   * Give up a question that could not be sent.
   * @param {string} id
   */
  drop(id) {
    const request = this.#settle(id);
    request?.reject(new ChannelError("this request was given up", { id, unsent: true }));
  }
  /** Stop the clocks; answers that come later are passed over. */
  close() {
    for (const id of [...this.#requests.keys()]) this.drop(id);
  }
  /**
   * @param {Message} message
   * @returns {Promise<Answer>}
   */
  #dispatch(message) {
    const request = newRequest(message);
    this.#requests.set(message.id, request);
    const failure = this.#transmit(request);
    request.isUnsent = failure !== null;
    if (failure) request.reject(failure);
    return request.promise;
  }
  /**
   * @param {Request} request
   * @returns {ChannelError | null} why it could not be sent
   */
  #transmit(request) {
    const { id } = request.message;
    this.clearTimer(request.timer);
    request.sentAt = this.now();
    request.timer = this.setTimer(() => this.#late(request), this.timeout);
    try {
      this.send(request.message);
      return null;
    } catch (error) {
      this.clearTimer(request.timer);
      const sentence = error instanceof Error ? error.message : String(error);
      return new ChannelError(sentence, { id, unsent: true, cause: error });
    }
  }
  /** @param {Request} request */
  #late(request) {
    const { message, sentAt } = request;
    request.isSlow = true;
    const slow = { id: message.id, type: message.t, message, waited: this.now() - sentAt };
    for (const handler of this.#slow) handler(slow);
  }
  /** @param {string} id */
  #settle(id) {
    const request = this.#requests.get(id);
    if (request) this.clearTimer(request.timer);
    this.#requests.delete(id);
    return request;
  }
};
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 15 | 64;
  bytes[8] = bytes[8] & 63 | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5").toUpperCase();
}
function newRequest(message) {
  const settle = (
    /** @type {Pick<Request, "resolve" | "reject">} */
    {}
  );
  const promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return { message, promise, ...settle, sentAt: 0, timer: void 0, isSlow: false, isUnsent: false };
}

// src/search.js
function search(codes, query) {
  return matchesOf(codes.filter(isCodable), query);
}
function matchesOf(codes, query) {
  const wanted = bare(query);
  const found = [];
  for (const code of codes) {
    const words2 = wordsOf(code);
    for (const [rank, { how, rangesIn }] of WAYS.entries()) {
      const ranges = rangesIn(words2, wanted);
      if (!ranges) continue;
      found.push({ rank, match: { code, how, ranges: ranges.map((range) => pointsOf(words2.name, range)) } });
      break;
    }
  }
  return found.sort((one, other) => one.rank - other.rank || other.match.code.n - one.match.code.n).map(({ match }) => match);
}
var Words = class {
  /** @type {string | undefined} */
  #definition;
  /** @param {Code} code */
  constructor(code) {
    this.code = code;
    this.name = fold(code.name);
    this.bareName = bare(code.name);
    this.id = bare(code.code);
    this.path = bare(code.path);
  }
  get definition() {
    this.#definition ??= bare(this.code.definition ?? "");
    return this.#definition;
  }
};
var KNOWN = /* @__PURE__ */ new WeakMap();
function wordsOf(code) {
  const words2 = KNOWN.get(code) ?? new Words(code);
  KNOWN.set(code, words2);
  return words2;
}
var WAYS = [
  { how: "exact", rangesIn: exact },
  { how: "prefix", rangesIn: (words2, wanted) => inNameOrId(begun, words2, wanted) },
  { how: "initials", rangesIn: (words2, wanted) => inNameOrId(initials, words2, wanted) },
  { how: "name", rangesIn: ({ name }, wanted) => part(name.text, wanted) },
  { how: "path", rangesIn: ({ path }, wanted) => noRange(part(path, wanted)) },
  { how: "definition", rangesIn: ({ definition }, wanted) => noRange(part(definition, wanted)) }
];
function exact({ name: { text }, bareName, id }, wanted) {
  if (!wanted) return null;
  if (bareName === wanted) return [{ start: text.search(/[^ ]/), end: text.trimEnd().length }];
  return id === wanted ? [] : null;
}
function inNameOrId(find, { name, id }, wanted) {
  return find(name.text, wanted) ?? noRange(find(id, wanted));
}
function begun(text, wanted) {
  const starts = wordStarts(text);
  const ranges = [];
  const longestFirst = wanted.split(" ").filter(Boolean).sort((one, other) => other.length - one.length);
  for (const word of longestFirst) {
    const start = starts.find((at) => text.startsWith(word, at));
    if (start === void 0) return null;
    starts.splice(starts.indexOf(start), 1);
    ranges.push({ start, end: start + word.length });
  }
  return ranges.sort((one, other) => one.start - other.start);
}
function initials(text, wanted) {
  const starts = wordStarts(text);
  const ranges = [];
  for (const letter of wanted.replaceAll(" ", "")) {
    let start = starts.shift();
    while (start !== void 0 && !text.startsWith(letter, start)) start = starts.shift();
    if (start === void 0) return null;
    ranges.push({ start, end: start + letter.length });
  }
  return ranges;
}
function part(text, wanted) {
  const start = text.indexOf(wanted);
  return start < 0 ? null : [{ start, end: start + wanted.length }];
}
function noRange(ranges) {
  return ranges && [];
}
function wordStarts(text) {
  return Array.from(text.matchAll(/[^ ]+/g), (match) => match.index ?? 0);
}
function pointsOf({ points }, { start, end }) {
  return { start: points[start], end: points[end - 1] + 1 };
}

// src/segments.js
function segmentsOf(doc, line, codings) {
  const lineStart = doc.lineStart(line);
  const length = doc.lineEnd(line) - lineStart;
  const marks = [...codings].filter((coding) => isPassage(coding)).sort(byPlace).map(({ guid, start, end }) => ({
    guid,
    start: Math.max(start - lineStart, 0),
    end: Math.min(end - lineStart, length)
  })).filter(({ start, end }) => start < end);
  const borders = /* @__PURE__ */ new Set([0, length, ...marks.flatMap(({ start, end }) => [start, end])]);
  const columns = [...borders].sort((one, other) => one - other);
  const runs = [];
  let active = (
    /** @type {typeof marks} */
    []
  );
  let waiting = 0;
  for (let i = 0; i + 1 < columns.length; i++) {
    active = active.filter(({ end }) => end > columns[i]);
    while (waiting < marks.length && marks[waiting].start <= columns[i]) active.push(marks[waiting++]);
    runs.push({
      startUnit: doc.toUnit(line, columns[i]),
      endUnit: doc.toUnit(line, columns[i + 1]),
      codings: active.map(({ guid }) => guid)
    });
  }
  return runs;
}
var LineIndex = class {
  /** @type {Doc} */
  #doc;
  /** @type {Map<string, Coding>} */
  #codings = /* @__PURE__ */ new Map();
  /** @type {Map<number, Map<string, Coding>>} */
  #nodes = /* @__PURE__ */ new Map();
  /**
   * @param {Doc} doc
   * @param {Iterable<Coding>} [codings]
   */
  constructor(doc, codings = []) {
    this.#doc = doc;
    for (const coding of codings) this.#put(coding);
  }
  /** Codings that no line can show: of the whole source, or past the end of the text. */
  get unplaced() {
    return [...this.#codings.values()].filter((coding) => !isPassage(coding, this.#doc.length));
  }
  /**
   * The codings that touch a line, in drawing order.
   * @param {number} line
   * @returns {Coding[]}
   */
  of(line) {
    const found = [];
    for (let node = line + this.#doc.lineCount; node >= 1; node >>= 1) {
      for (const coding of this.#nodes.get(node)?.values() ?? []) found.push(coding);
    }
    return found.sort(byPlace);
  }
  /**
   * @param {Coding} coding one with a known guid takes the other's place
   * @returns {Set<number>} the lines to draw anew
   */
  add(coding) {
    const touched = this.remove(coding.guid);
    this.#put(coding);
    for (const line of this.#linesOf(coding)) touched.add(line);
    return touched;
  }
  /**
   * @param {string} guid
   * @returns {Set<number>} the lines to draw anew
   */
  remove(guid) {
    const coding = this.#codings.get(guid);
    if (!coding) return /* @__PURE__ */ new Set();
    this.#codings.delete(guid);
    for (const node of this.#nodesOf(coding)) this.#nodes.get(node)?.delete(guid);
    return new Set(this.#linesOf(coding));
  }
  /**
   * Put a changed coding in the place of the one with its guid.
   * @param {Coding} coding
   * @returns {Set<number>} the lines to draw anew, old and new
   */
  replace(coding) {
    return this.add(coding);
  }
  /** @param {Coding} coding */
  #put(coding) {
    this.#codings.set(coding.guid, coding);
    for (const node of this.#nodesOf(coding)) {
      const held = this.#nodes.get(node) ?? /* @__PURE__ */ new Map();
      this.#nodes.set(node, held.set(coding.guid, coding));
    }
  }
  /** @param {Coding} coding */
  *#linesOf(coding) {
    const [first, past] = this.#range(coding);
    for (let line = first; line < past; line++) yield line;
  }
  /** @param {Coding} coding */
  *#nodesOf(coding) {
    const count = this.#doc.lineCount;
    let [low, high] = this.#range(coding).map((line) => line + count);
    for (; low < high; low >>= 1, high >>= 1) {
      if (low & 1) yield low++;
      if (high & 1) yield --high;
    }
  }
  /**
   * The first line a coding touches and the line past its last.
   * @param {Coding} coding
   */
  #range(coding) {
    if (!isPassage(coding, this.#doc.length)) return [0, 0];
    return [this.#doc.lineOf(coding.start), this.#doc.lineOf(coding.end - 1) + 1];
  }
};

// src/pieces.js
var BLANK = /^[\s\u001c-\u001f\u0085\u200b\u2060\ufeff]*$/u;
var EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;
var ABBREVIATIONS = new Set(
  "mr mrs ms dr prof st vs etc e.g i.e cf nr approx dept fig pp p vol ed eds jr sr inc ltd z.b d.h bzw usw".split(" ")
);
var LAST_WORD = /([^\s("'“‘[]+)\.\s*$/u;
var Pieces = class {
  /**
   * @param {"grapheme" | "word" | "sentence"} granularity
   * @param {Cutting} [cutting]
   */
  constructor(granularity, { counts = isVisible, goesOn, trims = false } = {}) {
    this.segmenter = new Intl.Segmenter("en", { granularity });
    this.counts = counts;
    this.goesOn = goesOn;
    this.trims = trims;
  }
  /**
   * The piece that covers a point or ends at it.
   * @param {Doc} doc
   * @param {number} point
   * @returns {Span | null}
   */
  at(doc, point) {
    const line = new CutLine(doc, doc.lineOf(point), this);
    const unit = line.unitOf(point);
    return line.seen(line.covering(unit)) ?? line.seen(line.covering(unit - 1));
  }
  /**
   * The first piece that starts at a point or after it.
   * @param {Doc} doc
   * @param {number} point
   * @returns {Span | null}
   */
  next(doc, point) {
    for (let number = doc.lineOf(point), from = point; number < doc.lineCount; from = doc.lineEnd(number++) + 1) {
      const line = new CutLine(doc, number, this);
      for (let piece = line.covering(line.unitOf(from)); piece; piece = line.covering(piece.to)) {
        const span = line.seen(piece);
        if (span && span.start >= from) return span;
      }
    }
    return null;
  }
  /**
   * The last piece that ends at a point or before it.
   * @param {Doc} doc
   * @param {number} point
   * @returns {Span | null}
   */
  previous(doc, point) {
    for (let number = doc.lineOf(point), to = point; number >= 0; to = doc.lineStart(number--) - 1) {
      const line = new CutLine(doc, number, this);
      for (let piece = line.covering(line.unitOf(to) - 1); piece; piece = line.covering(piece.from - 1)) {
        const span = line.seen(piece);
        if (span && span.end <= to) return span;
      }
    }
    return null;
  }
};
var CutLine = class {
  /**
   * @param {Doc} doc
   * @param {number} number
   * @param {Pieces} pieces
   */
  constructor(doc, number, pieces) {
    this.doc = doc;
    this.number = number;
    this.pieces = pieces;
    this.segments = pieces.segmenter.segment(doc.lineText(number));
  }
  /** @param {number} point */
  unitOf(point) {
    return this.doc.toUnit(this.number, point - this.doc.lineStart(this.number));
  }
  /** @param {number} unit */
  pointOf(unit) {
    return this.doc.lineStart(this.number) + this.doc.toColumn(this.number, unit);
  }
  /**
   * The whole piece around a unit, white space and all; null outside the line.
   * @param {number} unit
   * @returns {Stretch | null}
   */
  covering(unit) {
    const segment = unit < 0 ? void 0 : this.segments.containing(unit);
    if (!segment) return null;
    const [first, last] = this.joined(segment);
    return { from: first.index, to: endOf(last), counts: this.pieces.counts(segment) };
  }
  /**
   * The first and the last of the segments that make one piece with this one.
   * @param {Intl.SegmentData} segment
   */
  joined(segment) {
    const { goesOn } = this.pieces;
    let [first, last] = [segment, segment];
    if (!goesOn) return [first, last];
    for (let before = this.before(first); before && goesOn(before.segment); before = this.before(first)) first = before;
    for (let after = this.after(last); after && goesOn(last.segment); after = this.after(last)) last = after;
    return [first, last];
  }
  /** @param {Intl.SegmentData} segment */
  before(segment) {
    return segment.index > 0 ? this.segments.containing(segment.index - 1) : void 0;
  }
  /** @param {Intl.SegmentData} segment */
  after(segment) {
    return this.segments.containing(endOf(segment));
  }
  /**
   * A piece as a span without the white space round it; null when there is nothing to see.
   * @param {Stretch | null} piece
   * @returns {Span | null}
   */
  seen(piece) {
    if (!piece?.counts) return null;
    const span = { start: this.pointOf(piece.from), end: this.pointOf(piece.to) };
    return this.pieces.trims ? trimmed(this.doc, span) : span;
  }
};
var characters = new Pieces("grapheme");
var words = new Pieces("word", {
  counts: (segment) => segment.isWordLike === true || EMOJI.test(segment.segment)
});
var sentences = new Pieces("sentence", { goesOn: endsInAbbreviation, trims: true });
function trimmed(doc, { start, end }) {
  const first = characters.next(doc, start);
  const last = characters.previous(doc, end);
  return first && last && first.start < last.end ? { start: first.start, end: last.end } : null;
}
function isVisible(segment) {
  return !BLANK.test(segment.segment);
}
function endsInAbbreviation(text) {
  const last = LAST_WORD.exec(text)?.[1].toLowerCase() ?? "";
  return ABBREVIATIONS.has(last) || /^\p{L}$/u.test(last) && last !== "i";
}
function endOf(segment) {
  return segment.index + segment.segment.length;
}

// src/select.js
function snap(doc, start, end) {
  if (start === end) return null;
  const [low, high] = start < end ? [start, end] : [end, start];
  return trimmed(doc, {
    start: within(characters.at(doc, low), low)?.start ?? low,
    end: within(characters.at(doc, high), high)?.end ?? high
  });
}
var sentenceAt = (doc, point) => sentences.at(doc, point);
var nextSentence = (doc, point) => sentences.next(doc, point);
function turnAt(turns, point) {
  const turn = turns[startingBefore(turns, point + 1) - 1];
  if (turn && point < turn.end) return turn;
  return previousTurn(turns, point)?.end === point ? previousTurn(turns, point) : null;
}
function nextTurn(turns, point) {
  return turns[startingBefore(turns, point)] ?? null;
}
function previousTurn(turns, point) {
  const last = startingBefore(turns, point) - 1;
  return (turns[last]?.end <= point ? turns[last] : turns[last - 1]) ?? null;
}
function within(piece, point) {
  return piece && piece.start < point && point < piece.end ? piece : null;
}
function startingBefore(turns, point) {
  let low = 0;
  let high = turns.length;
  while (low < high) {
    const middle = low + high >>> 1;
    if (turns[middle].start < point) low = middle + 1;
    else high = middle;
  }
  return low;
}

// src/state.js
var EVERYTHING = Object.freeze({ coders: null, codes: null, blind: false });
function stateOf({ coder, codings = [], filter = {} }) {
  return laid({ coder, saved: savedOf(codings), changes: /* @__PURE__ */ new Map(), filter: { ...EVERYTHING, ...filter } });
}
function withPending(state, coding, cid = coding.guid) {
  return withChange(state, cid, { guid: coding.guid, coding, error: "" });
}
function withRemoved(state, guid, cid = guid) {
  return withChange(state, cid, { guid, coding: null, error: "" });
}
function withError(state, { cid, error }) {
  const change = state.changes.get(cid);
  return change ? withChange(state, cid, { ...change, error }) : state;
}
function withDropped(state, cid) {
  const changes = new Map(state.changes);
  changes.delete(cid);
  return laid({ ...state, changes });
}
function withRemoteChange(state, { add = [], del = [] }) {
  const saved = new Map(state.saved);
  for (const guid of del) saved.delete(guid);
  for (const coding of add) saved.set(coding.guid, withStatus(coding, "saved"));
  return laid({ ...state, saved });
}
function visible(state) {
  return [...state.codings.values()].filter((coding) => isVisible2(state, coding)).sort(byPlace);
}
function hiddenCount(state) {
  let hidden = 0;
  for (const coding of state.codings.values()) if (!isVisible2(state, coding)) hidden++;
  return hidden;
}
function isVisible2({ coder, filter }, coding) {
  if (coding.status !== "saved") return true;
  if (filter.blind && coding.coder !== coder) return false;
  return (filter.coders?.has(coding.coder) ?? true) && (filter.codes?.has(coding.code) ?? true);
}
function withChange(state, cid, change) {
  return laid({ ...state, changes: new Map(state.changes).set(cid, change) });
}
function laid(state) {
  const codings = new Map(state.saved);
  for (const { guid, coding, error } of state.changes.values()) {
    const shown = coding ?? (error ? codings.get(guid) : void 0);
    if (shown) codings.set(guid, withStatus(shown, error ? "error" : "pending", error));
    else codings.delete(guid);
  }
  return { ...state, codings };
}
function savedOf(codings) {
  return new Map([...codings].map((coding) => [coding.guid, withStatus(coding, "saved")]));
}
function withStatus({ error: _, ...rest }, status, error) {
  return error ? { ...rest, status, error } : { ...rest, status };
}

// view/dom.js
function element(tag, about = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (value === null || value === void 0 || value === false) continue;
    if (name === "text") made.textContent = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "style") Object.entries(value).forEach(([property, set]) => made.style.setProperty(property, String(set)));
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}
var isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

// view/text.js
var CHUNK = 50;
var MOST_LANES = 8;
var NEAR = "1200px";
var TextView = class {
  /** @type {HTMLElement[]} */
  #lines = [];
  /** @type {Set<number>} */
  #drawn = /* @__PURE__ */ new Set();
  /** @type {Map<string, number>} */
  #lanes = /* @__PURE__ */ new Map();
  /**
   * @param {HTMLElement} root the element that scrolls
   * @param {{doc: Doc, index: LineIndex, turns: any[], colors: Map<string, string>, names: Map<string, string>, state: () => State}} model
   */
  constructor(root, model) {
    this.root = root;
    this.model = model;
    const seen = new IntersectionObserver((entries) => this.#appear(entries), { root, rootMargin: NEAR });
    this.close = () => seen.disconnect();
    const chunks = [];
    const speakers = speakersOf(model);
    for (let first = 0; first < model.doc.lineCount; first += CHUNK) {
      const chunk = element("div", { class: "wq-chunk", "data-first": first });
      for (let line = first; line < Math.min(first + CHUNK, model.doc.lineCount); line++) {
        const made = element("div", { class: "wq-line", dir: "auto", "data-line": line, "data-speaker": speakers.get(line) });
        made.textContent = model.doc.lineText(line) || "\u200B";
        this.#lines.push(made);
        chunk.append(made);
      }
      chunks.push(chunk);
    }
    root.replaceChildren(...chunks);
    this.#lanes = this.#assigned();
    for (const chunk of chunks) seen.observe(chunk);
  }
  /**
   * Draw lines anew whose codings have changed; those not near the window wait until they are.
   * @param {Iterable<number>} lines
   */
  redraw(lines) {
    const kept = this.selection();
    const cursor = this.cursor();
    const before = this.#lanes;
    this.#lanes = this.#assigned();
    const hasMoved = [...before].some(([guid, lane]) => this.#lanes.has(guid) && this.#lanes.get(guid) !== lane);
    for (const line of hasMoved ? [...this.#drawn] : lines) if (this.#drawn.has(line)) this.#draw(line);
    if (kept) this.select(kept.start, kept.end);
    else if (cursor !== null) this.select(cursor, cursor);
  }
  /** Draw all that is drawn anew. */
  redrawAll() {
    this.redraw([...this.#drawn]);
  }
  /**
   * The selected words as a span, snapped to whole characters; null where nothing is selected.
   * @returns {{start: number, end: number} | null}
   */
  selection() {
    const found = window.getSelection();
    if (!found || found.isCollapsed || !this.root.contains(found.anchorNode)) return null;
    const range = found.getRangeAt(0);
    const start = this.#pointOf(range.startContainer, range.startOffset);
    const end = this.#pointOf(range.endContainer, range.endOffset, true);
    return start === null || end === null ? null : snap(this.model.doc, start, end);
  }
  /** Where the cursor stands, in code points; null outside the text. */
  cursor() {
    const found = window.getSelection();
    return found && this.root.contains(found.focusNode) ? this.#pointOf(found.focusNode, found.focusOffset) : null;
  }
  /**
   * @param {number} start
   * @param {number} end
   */
  select(start, end) {
    const [from, to] = [this.#placeOf(start), this.#placeOf(end)];
    window.getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  }
  /**
   * Bring a point into view.
   * @param {number} point
   */
  show(point) {
    this.#lines[this.model.doc.lineOf(point)].scrollIntoView({ block: "nearest" });
  }
  /** @param {IntersectionObserverEntry[]} entries */
  #appear(entries) {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      for (const line of target.children) {
        const number = Number(
          /** @type {HTMLElement} */
          line.dataset.line
        );
        if (!this.#drawn.has(number)) this.#draw(number);
      }
    }
  }
  /** @param {number} line */
  #draw(line) {
    const { doc, index, colors, names } = this.model;
    const { codings } = this.model.state();
    this.#drawn.add(line);
    const text = doc.lineText(line);
    const here = index.of(line).filter((coding) => codings.has(coding.guid));
    const runs = segmentsOf(doc, line, here).map((run) => {
      const words2 = text.slice(run.startUnit, run.endUnit);
      if (run.codings.length === 0) return document.createTextNode(words2);
      const carried = run.codings.map((guid) => codings.get(guid)).filter((coding) => coding !== void 0);
      const top = carried[carried.length - 1];
      const said = [...new Set(carried.map((coding) => `${names.get(coding.code) ?? coding.code} (${coding.coder})`))];
      return element("mark", {
        class: `wq-mark wq-${top.status} wq-depth-${Math.min(carried.length, 3)}`,
        style: { "--wq-color": colors.get(top.code) || "#666666" },
        title: said.join("\n"),
        text: words2
      });
    });
    const stripes = here.map((coding) => this.#stripe(codings.get(coding.guid))).filter((stripe) => stripe !== null);
    this.#lines[line].replaceChildren(...runs.length > 0 ? runs : [document.createTextNode("\u200B")], ...stripes);
  }
  /**
   * A coding's stripe beside a line, in the lane it has in the whole document.
   * @param {any} coding
   */
  #stripe(coding) {
    const lane = this.#lanes.get(coding.guid);
    if (lane === void 0) return null;
    const { colors, names } = this.model;
    return element("span", {
      class: "wq-stripe",
      style: { "--wq-lane": lane, background: colors.get(coding.code) || "#666666" },
      title: `${names.get(coding.code) ?? coding.code} (${coding.coder})`,
      "aria-hidden": "true"
    });
  }
  #assigned() {
    const { lanes, count } = assignLanes(visible(this.model.state()), { max: MOST_LANES });
    this.root.style.setProperty("--wq-lanes", String(count));
    return lanes;
  }
  /**
   * The point of a place on the page; null outside the text.
   * @param {Node | null} node
   * @param {number} offset
   * @param {boolean} [isEnd] whether half a character counts as all of it
   */
  #pointOf(node, offset, isEnd = false) {
    const { doc } = this.model;
    const holder = node instanceof HTMLElement ? node : node?.parentElement;
    const line = (
      /** @type {HTMLElement | null} */
      holder?.closest(".wq-line")
    );
    if (!line) return this.#pointBetween(node, offset);
    const number = Number(line.dataset.line);
    const text = doc.lineText(number);
    const range = document.createRange();
    range.setStart(line, 0);
    range.setEnd(
      /** @type {Node} */
      node,
      offset
    );
    let unit = Math.min(range.toString().length, text.length);
    if (isEnd && /[\udc00-\udfff]/.test(text[unit] ?? "")) unit += 1;
    return doc.lineStart(number) + doc.toColumn(number, unit);
  }
  /**
   * A triple click ends before the next line or the next chunk.
   * @param {Node | null} node
   * @param {number} offset
   */
  #pointBetween(node, offset) {
    const child = node instanceof HTMLElement ? node.children[offset] : null;
    const next = (
      /** @type {HTMLElement | null} */
      child?.matches(".wq-line") ? child : child?.querySelector(".wq-line") ?? null
    );
    return next ? this.model.doc.lineStart(Number(next.dataset.line)) : null;
  }
  /** @param {number} point */
  #placeOf(point) {
    const { doc } = this.model;
    const number = doc.lineOf(point);
    let unit = doc.toUnit(number, point - doc.lineStart(number));
    const line = this.#lines[number];
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let node = (
      /** @type {Text | null} */
      walker.nextNode()
    );
    while (node && unit > node.data.length) {
      unit -= node.data.length;
      node = /** @type {Text | null} */
      walker.nextNode();
    }
    return { node: node ?? line, offset: node ? unit : 0 };
  }
};
function speakersOf({ doc, turns }) {
  const found = /* @__PURE__ */ new Map();
  for (const { start, speaker } of turns) {
    const line = doc.lineOf(start);
    if (speaker && doc.lineStart(line) === start && !found.has(line)) found.set(line, speaker);
  }
  return found;
}

// view/text_coder.js
var LOOK_EVERY = 2e3;
var OKABE_ITO = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#999933", "#882255"];
var text_coder_default = {
  /** @param {{model: any, el: HTMLElement}} widget */
  render({ model, el }) {
    const coder = new Coder(model, el);
    coder.open();
    return () => coder.close();
  }
};
var Coder = class {
  /**
   * @param {any} model anywidget's
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.channel = new Channel((message) => model.send(message));
    this.receive = (message, buffers) => this.channel.receive(message, buffers);
    model.on("msg:custom", this.receive);
    this.model = model;
    this.recent = /** @type {string[]} */
    [];
    this.codes = /** @type {any[]} */
    [];
    this.rev = 0;
    this.source = "";
    this.#build(el, model.get("height"));
    this.channel.onSlow(() => this.#say("NOT saved yet: the kernel does not answer. It goes on as soon as it does.", "bad"));
    this.keysOfTheWindow = (event) => this.#claim(event);
    window.addEventListener("keydown", this.keysOfTheWindow, true);
    this.selected = () => this.#remember();
    document.addEventListener("selectionchange", this.selected);
    this.timer = setInterval(() => this.#look(), LOOK_EVERY);
  }
  close() {
    clearInterval(this.timer);
    window.removeEventListener("keydown", this.keysOfTheWindow, true);
    document.removeEventListener("selectionchange", this.selected);
    this.model.off("msg:custom", this.receive);
    this.view?.close();
    this.channel.close();
  }
  /** @param {string} [source] */
  async open(source = "") {
    try {
      const answer = await this.channel.ask("open", { source });
      const text = new TextDecoder().decode(answer.buffers?.[0] ?? new Uint8Array());
      this.source = answer.source;
      this.rev = answer.rev;
      this.doc = new Doc(text);
      this.turns = answer.turns.map(([start, end, kind, speaker, ms]) => ({ start, end, kind, speaker, ms }));
      this.state = stateOf({ coder: answer.coder, codings: answer.codings });
      this.index = new LineIndex(this.doc, visible(this.state));
      this.#takeCodes(answer.codes);
      this.#takeSources(answer.sources);
      this.view?.close();
      this.view = new TextView(this.parts.text, {
        doc: this.doc,
        index: this.index,
        turns: this.turns,
        colors: this.colors,
        names: this.names,
        state: () => this.state
      });
      this.#say(text ? "" : "This text is empty.");
      this.#count();
      this.parts.root.dataset.ready = "1";
    } catch (error) {
      this.#say(error.message, "bad");
    }
  }
  /**
   * Code the selected words, or the passage of the coding at the cursor.
   * @param {string} code
   */
  async code(code) {
    const span = this.view.selection() ?? this.#codingAtCursor();
    if (!span) return this.#say("Select some words first.");
    const coding = { guid: newId(), code, coder: this.state.coder, start: span.start, end: span.end, note: "" };
    this.recent = [code, ...this.recent.filter((other) => other !== code)].slice(0, 9);
    await this.#write("code", coding, withPending(this.state, coding), {
      code,
      start: coding.start,
      end: coding.end
    });
  }
  async uncode() {
    const coding = this.#codingAtCursor();
    if (!coding) return this.#say("Go to a coding first.");
    if (coding.coder !== this.state.coder) return this.#say(`This coding is ${coding.coder}'s; only ${coding.coder} can change it.`);
    const cid = newId();
    await this.#write("uncode", { ...coding, guid: cid }, withRemoved(this.state, coding.guid, cid), { guid: coding.guid });
  }
  /**
   * Send a change, show it at once, and settle it when the answer has come.
   * @param {string} type
   * @param {any} change
   * @param {any} next the state with the change
   * @param {Record<string, unknown>} payload
   */
  async #write(type, change, next, payload) {
    const cid = change.guid;
    this.#show(next);
    this.#say("Saving \u2026");
    try {
      const answer = await this.channel.ask(type, { cid, source: this.source, rev: this.rev, ...payload });
      this.#take({ ...answer, cid });
      this.#say(`Saved. ${this.channel.pendingCount ? `${this.channel.pendingCount} on the way.` : ""}`);
    } catch (error) {
      this.#show(withDropped(withError(this.state, { cid, error: error.message }), cid));
      this.#say(`NOT saved: ${error.message}`, "bad");
    }
  }
  /** Make a code named with the selected words, and code them with it. */
  async inVivo() {
    const span = this.view.selection();
    if (!span) return this.#say("Select some words first.");
    const words2 = this.doc.slice(span.start, span.end);
    const code = inVivoId(words2, this.codes.map((known) => known.code));
    try {
      const answer = await this.channel.ask("new_code", { code, name: words2.replace(/\s+/g, " ") });
      this.#takeCodes(answer.codes);
    } catch (error) {
      return this.#say(`NOT saved: ${error.message}`, "bad");
    }
    this.view.select(span.start, span.end);
    await this.code(code);
  }
  /** Write on the coding at the cursor. */
  editMemo() {
    const coding = this.#codingAtCursor();
    if (!coding) return this.#say("Go to a coding first.");
    if (coding.coder !== this.state.coder) return this.#say(`This coding is ${coding.coder}'s; only ${coding.coder} can change it.`);
    this.memoOn = coding;
    this.parts.memo.hidden = false;
    this.parts.memo.value = coding.note ?? "";
    this.parts.memo.focus();
  }
  async #saveMemo() {
    const cid = newId();
    const changed = { ...this.memoOn, note: this.parts.memo.value.trim() };
    this.#leaveMemo();
    await this.#write("memo", { guid: cid }, withPending(this.state, changed, cid), { guid: changed.guid, note: changed.note });
  }
  #leaveMemo() {
    this.parts.memo.hidden = true;
    this.parts.text.focus();
    if (this.memoOn) this.view.select(this.memoOn.start, this.memoOn.start);
  }
  /** Say that one has read it all (what is not coded now was read and not coded), or take that back. */
  async #done() {
    try {
      const done = !this.sources.find(({ source }) => source === this.source)?.done;
      const answer = await this.channel.ask("done", { source: this.source, done });
      this.#takeSources(answer.sources);
      this.#say(answer.said);
    } catch (error) {
      this.#say(error.message, "bad");
    }
  }
  /** @param {"undo" | "redo"} type */
  async #step(type) {
    try {
      const answer = await this.channel.ask(type, { source: this.source, rev: this.rev });
      this.#take(answer);
      this.#say(answer.said);
    } catch (error) {
      this.#say(error.message, "bad");
    }
  }
  async #look() {
    if (!this.state || document.hidden || this.channel.pendingCount > 0) return;
    try {
      const answer = await this.channel.ask("look", { source: this.source, rev: this.rev });
      if (answer.codes) this.#takeCodes(answer.codes);
      if (answer.sources) this.#takeSources(answer.sources);
      if (answer.add) this.#take(answer);
      else if (this.channel.lateCount === 0 && this.parts.status.dataset.kind === "bad") this.#say("");
    } catch {
      this.#say("The kernel does not answer; run the cell again.", "bad");
    }
  }
  /** @param {any} answer what has changed in the store since our revision, our own change among it */
  #take(answer) {
    if (answer.anew) return this.open(this.source);
    this.rev = Math.max(this.rev, answer.rev);
    const settled = answer.cid ? withDropped(this.state, answer.cid) : this.state;
    this.#show(withRemoteChange(settled, answer));
  }
  /** @param {any} next */
  #show(next) {
    const before = this.state.codings;
    this.state = next;
    const touched = /* @__PURE__ */ new Set();
    for (const guid of before.keys()) if (!next.codings.has(guid)) this.index.remove(guid).forEach((line) => touched.add(line));
    for (const [guid, coding] of next.codings) {
      if (!isSame(before.get(guid), coding)) this.index.add(coding).forEach((line) => touched.add(line));
    }
    this.view.redraw(touched);
    this.#count();
    this.#showAtCursor();
  }
  #codingAtCursor() {
    const point = this.view?.cursor();
    if (point === null || point === void 0) return null;
    const found = this.index.of(this.doc.lineOf(point)).filter(({ start, end }) => start <= point && point <= end);
    return found.findLast((coding) => coding.coder === this.state.coder) ?? found[found.length - 1] ?? null;
  }
  /** @param {string} command */
  #run(command) {
    if (command.startsWith("code-") && /\d$/.test(command)) {
      const code = pinned(this.codes, this.recent)[Number(command.at(-1)) - 1];
      return code ? this.code(code.code) : this.#say("No code has this key yet.");
    }
    const point = this.view.cursor() ?? 0;
    const doing = {
      "search-codes": () => {
        this.#remember();
        this.parts.search.focus();
      },
      "code-top-match": () => this.#codeTopMatch(),
      uncode: () => this.uncode(),
      "code-in-vivo": () => this.inVivo(),
      "edit-memo": () => this.editMemo(),
      "save-memo": () => this.#saveMemo(),
      done: () => this.#done(),
      "next-uncoded": () => this.#goUncoded(point),
      undo: () => this.#step("undo"),
      redo: () => this.#step("redo"),
      "select-sentence": () => this.#select(sentenceAt(this.doc, point) ?? nextSentence(this.doc, point)),
      "select-turn": () => this.#select(turnAt(this.turns, point) ?? nextTurn(this.turns, point)),
      "next-coding": () => this.#go(visible(this.state).find(({ start }) => start > point)),
      "previous-coding": () => this.#go(visible(this.state).findLast(({ start }) => start !== null && start < point)),
      "next-source": () => this.#openBeside(1),
      "previous-source": () => this.#openBeside(-1),
      "back-to-text": () => this.parts.memo.hidden ? this.parts.text.focus() : this.#leaveMemo()
    }[command];
    if (doing) doing();
    else this.#move(command);
  }
  /** @param {string} command */
  #move(command) {
    const match = /^(move|select)(-word)?-(left|right|up|down)$/.exec(command);
    if (!match) return this.#say("This key does nothing here yet.");
    const by = match[2] ? "word" : /left|right/.test(match[3]) ? "character" : "line";
    const way = /left|up/.test(match[3]) ? "backward" : "forward";
    window.getSelection()?.modify(match[1] === "select" ? "extend" : "move", way, by);
    this.#showAtCursor();
  }
  /** @param {{start: number, end: number} | null | undefined} span */
  #select(span) {
    if (span) this.view.select(span.start, span.end);
  }
  /** @param {any} coding */
  #go(coding) {
    if (!coding) return this.#say("There is no further coding.");
    this.view.show(coding.start);
    this.view.select(coding.start, coding.start);
    this.#showAtCursor();
  }
  /** @param {number} point */
  #goUncoded(point) {
    const isFree = ({ start, end }) => !visible(this.state).some((one) => one.start !== null && one.start < end && start < one.end);
    const next = this.turns.find((turn) => turn.start > point && turn.kind !== "heading" && isFree(turn));
    if (!next) return this.#say("From here on every passage carries a coding.");
    this.#go(next);
  }
  /** @param {number} step */
  #openBeside(step) {
    const names = this.sources.map(({ source }) => source);
    const next = names[names.indexOf(this.source) + step];
    if (next !== void 0) this.open(next);
  }
  #codeTopMatch() {
    const [top] = search(this.codes, this.parts.search.value);
    if (!top) return this.#say("No code is like that.");
    this.parts.search.value = "";
    this.#showCodes();
    this.parts.text.focus();
    if (this.searched) this.#select(this.searched);
    this.code(top.code.code);
  }
  /**
   * Take a key for ourselves before Jupyter sees it, or leave it to Jupyter; the attribute on the focused element says
   * which. Saving the notebook stays Jupyter's.
   * @param {KeyboardEvent} event
   */
  #claim(event) {
    const target = (
      /** @type {HTMLElement} */
      event.target
    );
    if (!this.parts.root.contains(target)) return;
    const context = this.#context(target);
    const ours = isOurs(event, context);
    target.toggleAttribute("data-lm-suppress-shortcuts", ours);
    if (!ours) return;
    const command = commandOf(event, context);
    if (command) {
      event.preventDefault();
      this.#run(command);
    } else {
      const hint = hintOf(event, context);
      if (hint) this.#say(hint);
    }
  }
  /** Keep the selected words in mind while a code is looked for in the search box. */
  #remember() {
    if (this.view && this.view.cursor() !== null) this.searched = this.view.selection();
  }
  /** @param {HTMLElement} target */
  #context(target) {
    if (target === this.parts.memo) return { focus: "memo", hasSelection: false, onCoding: true, isMac };
    const focus = target === this.parts.search ? "search" : target.closest(".wq-codes") ? "tree" : "text";
    return { focus, hasSelection: this.view?.selection() !== null, onCoding: this.#codingAtCursor() !== null, isMac };
  }
  /** @param {any[]} codes */
  #takeCodes(codes) {
    this.codes = codes;
    this.colors ??= /* @__PURE__ */ new Map();
    this.names ??= /* @__PURE__ */ new Map();
    codes.forEach(({ code, color, name }, number) => {
      this.colors.set(code, color || OKABE_ITO[number % OKABE_ITO.length]);
      this.names.set(code, name);
    });
    this.#showCodes();
  }
  #showCodes() {
    const query = this.parts.search.value;
    const keys = pinned(this.codes, this.recent).map((code) => code?.code);
    const rows = query ? search(this.codes, query).map(({ code }) => ({ code, depth: 0 })) : treeOf(this.codes);
    this.parts.codes.replaceChildren(...rows.map(({ code, depth }) => this.#codeButton(code, depth, keys.indexOf(code.code) + 1)));
  }
  /**
   * @param {any} code
   * @param {number} depth
   * @param {number} key
   */
  #codeButton(code, depth, key2) {
    const codable = code.is_codable !== false;
    return element(
      "button",
      {
        type: "button",
        class: "wq-code",
        disabled: !codable,
        "data-code": code.code,
        "aria-keyshortcuts": key2 || null,
        title: [code.definition, code.include && `Include: ${code.include}`, code.exclude && `Exclude: ${code.exclude}`].filter(Boolean).join("\n\n"),
        style: { "padding-inline-start": `${0.4 + 0.9 * depth}em` },
        onmousedown: (event) => event.preventDefault(),
        onclick: () => this.code(code.code)
      },
      element("span", { class: "wq-swatch", style: { background: this.colors.get(code.code) }, "aria-hidden": "true" }),
      element("span", { class: "wq-name", text: code.name }),
      code.n ? element("span", { class: "wq-n", text: code.n }) : null,
      key2 ? element("kbd", { text: key2 }) : null
    );
  }
  /** @param {any[]} sources */
  #takeSources(sources) {
    this.sources = sources;
    const options = sources.map(
      ({ source, n_codings, done }) => element("option", { value: source, selected: source === this.source, text: `${done ? "\u2713 " : ""}${source} (${n_codings})` })
    );
    this.parts.sources.replaceChildren(...options);
  }
  #showAtCursor() {
    const point = this.view?.cursor() ?? null;
    const here = point === null ? [] : this.index.of(this.doc.lineOf(point)).filter(({ start, end }) => start <= point && point <= end);
    const rows = here.map(
      (coding) => element(
        "li",
        {},
        element("span", { class: "wq-swatch", style: { background: this.colors.get(coding.code) }, "aria-hidden": "true" }),
        element("span", { text: `${this.names.get(coding.code) ?? coding.code} \xB7 ${coding.coder}` }),
        coding.note ? element("div", { class: "wq-note", text: coding.note }) : null
      )
    );
    this.parts.here.replaceChildren(...rows);
  }
  #count() {
    const hidden = hiddenCount(this.state);
    const all = this.state.codings.size;
    this.parts.count.textContent = `${all} coding${all === 1 ? "" : "s"} here${hidden ? `, ${hidden} hidden` : ""}`;
  }
  /**
   * @param {string} sentence
   * @param {string} [kind]
   */
  #say(sentence, kind = "") {
    this.parts.status.textContent = sentence;
    this.parts.status.dataset.kind = kind;
  }
  /**
   * @param {HTMLElement} el
   * @param {number} height
   */
  #build(el, height) {
    const sources = element("select", { class: "wq-sources", "aria-label": "Text", onchange: () => this.open(sources.value) });
    const searchBox = element("input", {
      class: "wq-search",
      type: "search",
      placeholder: "/ find a code",
      "aria-label": "Find a code; Enter codes with the first",
      oninput: () => this.#showCodes()
    });
    const text = element("div", { class: "wq-text", tabindex: "0", role: "document", "aria-label": "Text to code" });
    text.addEventListener("mouseup", () => this.#showAtCursor());
    this.parts = {
      sources: (
        /** @type {HTMLSelectElement} */
        sources
      ),
      search: (
        /** @type {HTMLInputElement} */
        searchBox
      ),
      codes: element("div", { class: "wq-codes", role: "toolbar", "aria-label": "Codes", "aria-orientation": "vertical" }),
      text,
      memo: (
        /** @type {HTMLTextAreaElement} */
        element("textarea", { class: "wq-memo", rows: 3, hidden: true, "aria-label": "Memo on the coding; Ctrl+Enter keeps it, Escape does not" })
      ),
      here: element("ul", { class: "wq-here", "aria-label": "Codings at the cursor" }),
      count: element("span", { class: "wq-count" }),
      status: element("span", { class: "wq-status", role: "status", "aria-live": "polite" }),
      root: element("div", { class: "wq", style: { height: `${height}px` } })
    };
    const { root, codes, here, memo, count, status } = this.parts;
    root.append(
      element("div", { class: "wq-head" }, sources, count, status),
      element("div", { class: "wq-side" }, searchBox, codes),
      text,
      element("div", { class: "wq-foot" }, element("span", { class: "wq-label", text: "At the cursor" }), here, memo)
    );
    el.append(root);
  }
};
function isSame(one, other) {
  return one && ["start", "end", "code", "coder", "note", "status", "needs_review"].every((name) => one[name] === other[name]);
}
export {
  text_coder_default as default
};
