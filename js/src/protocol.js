/** Questions to the kernel and their answers. What is not answered is known, said, and can be sent again. */

export const VERSION = 1;

/** Questions that change nothing. Every other one carries a `cid`: the store does it once, however often it comes. */
const READING = new Set(["open", "look", "find", "about", "next", "passages", "text", "words", "affected", "compare", "figures", "suggest", "marks", "next_mark", "reading", "like"]);

/** Questions on the side: nobody waits for their answers, and it is no news when they are late or fail. */
const ASIDE = new Set(["suggest", "marks"]);

/** @param {string} type */
export const isAside = (type) => ASIDE.has(type);

/** @typedef {{v: number, id: string, t: string, cid?: string, [field: string]: unknown}} Message */
/** @typedef {{id?: string, t?: string, error?: string, buffers?: DataView[], [field: string]: any}} Answer */
/** @typedef {{id: string, type: string, message: Message, waited: number}} Slow `waited` in milliseconds */
/**
 * @typedef {object} Request
 * @property {Message} message
 * @property {Promise<Answer>} promise
 * @property {(answer: Answer) => void} resolve
 * @property {(error: Error) => void} reject
 * @property {number} sentAt
 * @property {any} timer
 * @property {boolean} isSlow
 * @property {boolean} isUnsent
 */

/** Why a question failed: `unsent` ones are kept for `retry(id)`, the others were refused. */
export class ChannelError extends Error {
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
}

export class Channel {
  /** @type {Map<string, Request>} */ #requests = new Map();
  /** @type {Map<string, Set<(message: Answer, buffers: DataView[]) => void>>} */ #events = new Map();
  /** @type {Set<(slow: Slow) => void>} */ #slow = new Set();

  /**
   * @param {(message: Message) => void} send throws when there is no kernel
   * @param {object} [options]
   * @param {number} [options.timeout] milliseconds after which an answer is late
   * @param {() => number} [options.now]
   * @param {(action: () => void, delay: number) => any} [options.setTimer]
   * @param {(timer: any) => void} [options.clearTimer]
   */
  constructor(
    send,
    {
      timeout = 2500,
      now = () => Date.now(),
      setTimer = (action, delay) => setTimeout(action, delay),
      clearTimer = (timer) => clearTimeout(timer),
    } = {},
  ) {
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

  /** How many of them change something. */
  get writingCount() {
    return [...this.#requests.values()].filter(({ message }) => message.cid !== undefined).length;
  }

  /** Which of them are late or could not be sent. */
  get lateIds() {
    return [...this.#requests.values()].filter(({ isSlow, isUnsent }) => isSlow || isUnsent).map(({ message }) => message.id);
  }

  /** How many: zero means that all is well again. */
  get lateCount() {
    return this.lateIds.length;
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
    // The first sending may still be answered, so its promise stays open; only this attempt has failed.
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
    if (message.id === undefined) {
      for (const handler of this.#events.get(message.t ?? "") ?? []) handler(message, buffers);
      return;
    }
    const request = this.#settle(message.id);
    if (!request) return;
    if (message.error === undefined) request.resolve({ ...message, buffers });
    else request.reject(new ChannelError(String(message.error), { id: message.id, unsent: false }));
  }

  /**
   * @param {string} type
   * @param {(message: Answer, buffers: DataView[]) => void} handler
   * @returns {() => void} stops listening
   */
  onEvent(type, handler) {
    const handlers = this.#events.get(type) ?? new Set();
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

  /** There is no kernel any more: what is late fails, and is kept for `retry` like what could not be sent. */
  cutOff() {
    for (const request of this.#requests.values()) {
      if (!request.isSlow) continue;
      const { id } = request.message;
      this.clearTimer(request.timer);
      request.isSlow = false;
      request.isUnsent = true;
      request.reject(new ChannelError("there is no kernel", { id, unsent: true }));
    }
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
}

/** A new identity in the store's form. `crypto.randomUUID` is missing on pages served without https. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5").toUpperCase();
}

/**
 * @param {Message} message
 * @returns {Request}
 */
function newRequest(message) {
  const settle = /** @type {Pick<Request, "resolve" | "reject">} */ ({});
  const promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return { message, promise, ...settle, sentAt: 0, timer: undefined, isSlow: false, isUnsent: false };
}
