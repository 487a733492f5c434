import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import { Channel, ChannelError, newId } from "../src/index.js";

globalThis.crypto ??= webcrypto; // browsers have it; Node 18 does not

/** A channel with a clock that is moved by hand and a line that can be cut. */
function setUp() {
  const line = { sent: [], isCut: false, time: 0, timers: new Map() };
  let number = 0;
  const channel = new Channel(
    (message) => {
      if (line.isCut) throw new Error("Cannot send");
      line.sent.push(structuredClone(message));
    },
    {
      now: () => line.time,
      setTimer: (action, delay) => {
        line.timers.set(++number, { action, at: line.time + delay });
        return number;
      },
      clearTimer: (timer) => line.timers.delete(timer),
    },
  );
  line.pass = (milliseconds) => {
    line.time += milliseconds;
    for (const [timer, { action, at }] of [...line.timers]) {
      if (at <= line.time && line.timers.delete(timer)) action();
    }
  };
  const slow = [];
  channel.onSlow((late) => slow.push(late));
  return { channel, line, slow };
}

const refused = (sentence, unsent) => (error) =>
  error instanceof ChannelError && error.message === sentence && error.unsent === unsent;

test("a question goes out in the form agreed on, and its answer comes back with its buffers", async () => {
  const { channel, line } = setUp();
  const answer = channel.ask("code", { s: 1, e: 5, k: ["repair"] });
  const [message] = line.sent;
  assert.deepEqual({ ...message, id: "", cid: "" }, { v: 1, id: "", cid: "", t: "code", s: 1, e: 5, k: ["repair"] });
  assert.equal(channel.pendingCount, 1);
  const buffers = [new DataView(new ArrayBuffer(2))];
  channel.receive({ id: message.id, t: "code", ok: true, rev: 7 }, buffers);
  assert.deepEqual(await answer, { id: message.id, t: "code", ok: true, rev: 7, buffers });
  assert.equal(channel.pendingCount, 0);
  assert.equal(line.timers.size, 0);
});

test("ids are all different; only what writes has a cid, and a cid given is kept", () => {
  const { channel, line } = setUp();
  for (let i = 0; i < 50; i++) channel.ask("code");
  channel.ask("open");
  channel.ask("uncode", { cid: "mine" });
  assert.equal(new Set(line.sent.flatMap(({ id, cid }) => [id, cid])).size, 50 * 2 + 2 + 2);
  assert.equal("cid" in line.sent[50], false);
  assert.equal(line.sent[51].cid, "mine");
});

test("what is suggested changes nothing: it has no cid, and is not among what is on its way to be saved", () => {
  const { channel, line } = setUp();
  channel.ask("suggest", { point: 3 });
  channel.ask("code");
  assert.deepEqual(line.sent.map(({ cid }) => cid === undefined), [true, false]);
  assert.deepEqual([channel.pendingCount, channel.writingCount], [2, 1]);
});

test("a payload cannot stand in for the envelope", () => {
  const { channel, line } = setUp();
  channel.ask("code", { id: "x", t: "open", v: 9 });
  assert.notEqual(line.sent[0].id, "x");
  assert.deepEqual([line.sent[0].t, line.sent[0].v], ["code", 1]);
});

test("answers find their questions in any order", async () => {
  const { channel, line } = setUp();
  const answers = [channel.ask("code"), channel.ask("code")];
  channel.receive({ id: line.sent[1].id, rev: 2 });
  channel.receive({ id: line.sent[0].id, rev: 1 });
  assert.deepEqual((await Promise.all(answers)).map(({ rev }) => rev), [1, 2]);
});

test("an error is a sentence", async () => {
  const { channel, line } = setUp();
  const answer = channel.ask("code");
  channel.receive({ id: line.sent[0].id, t: "error", error: "the source is gone" });
  await assert.rejects(answer, refused("the source is gone", false));
  assert.equal(channel.pendingCount, 0);
});

test("a late answer is said once, and is still taken", async () => {
  const { channel, line, slow } = setUp();
  const answer = channel.ask("code");
  line.pass(2499);
  assert.equal(slow.length, 0);
  line.pass(1);
  const [message] = line.sent;
  assert.deepEqual(slow, [{ id: message.id, type: "code", message, waited: 2500 }]);
  assert.deepEqual([channel.pendingCount, channel.lateCount], [1, 1]);
  line.pass(60_000);
  assert.equal(slow.length, 1);
  channel.receive({ id: message.id, ok: true });
  assert.equal((await answer).ok, true);
  assert.equal(channel.lateCount, 0);
});

test("sending again sends the very same, waits anew, and one answer is enough", async () => {
  const { channel, line, slow } = setUp();
  const answer = channel.ask("code", { s: 1 });
  line.pass(2500);
  const { id } = slow[0];
  assert.equal(channel.retry(id), answer);
  assert.equal(channel.lateCount, 0);
  assert.deepEqual(line.sent[1], line.sent[0]);
  line.pass(2500);
  assert.deepEqual(slow.map(({ waited }) => waited), [2500, 2500]);
  channel.receive({ id, rev: 1 });
  channel.receive({ id, rev: 2 });
  assert.equal((await answer).rev, 1);
  assert.equal(channel.pendingCount, 0);
});

test("sending again before the answer is late starts the wait anew", () => {
  const { channel, line, slow } = setUp();
  channel.ask("code");
  line.pass(2000);
  channel.retry(line.sent[0].id);
  line.pass(2000);
  assert.equal(slow.length, 0);
  line.pass(500);
  assert.equal(slow.length, 1);
});

test("what cannot be sent is refused at once, kept, and can be sent later", async () => {
  const { channel, line, slow } = setUp();
  line.isCut = true;
  const failed = await channel.ask("code", { s: 1 }).catch((error) => error);
  assert.ok(refused("Cannot send", true)(failed));
  assert.deepEqual([channel.pendingCount, channel.lateCount, line.timers.size], [1, 1, 0]);
  await assert.rejects(channel.retry(failed.id), refused("Cannot send", true));
  line.isCut = false;
  const answer = channel.retry(failed.id);
  assert.equal(line.sent[0].id, failed.id);
  assert.equal(channel.lateCount, 0);
  channel.receive({ id: failed.id, rev: 3 });
  assert.equal((await answer).rev, 3);
  assert.equal(slow.length, 0);
});

test("a late question that cannot be sent again stays open: its first sending may still be answered", async () => {
  const { channel, line, slow } = setUp();
  const answer = channel.ask("code");
  line.pass(2500);
  line.isCut = true;
  await assert.rejects(channel.retry(slow[0].id), refused("Cannot send", true));
  assert.equal(channel.lateCount, 1);
  channel.receive({ id: slow[0].id, ok: true });
  assert.equal((await answer).ok, true);
});

test("a kernel that answers before send returns leaves nothing behind", async () => {
  const timers = new Set();
  const channel = new Channel((message) => channel.receive({ id: message.id, ok: true }), {
    setTimer: (action) => (timers.add(action), action),
    clearTimer: (timer) => timers.delete(timer),
  });
  assert.equal((await channel.ask("open")).ok, true);
  assert.deepEqual([channel.pendingCount, timers.size], [0, 0]);
});

test("events reach their listeners, answers never asked for reach nobody", () => {
  const { channel } = setUp();
  const heard = [];
  const stop = channel.onEvent("changed", ({ rev }) => heard.push(rev));
  channel.receive({ t: "changed", rev: 4 });
  channel.receive({ t: "goto", s: 1 });
  channel.receive({ t: "changed", id: "never asked", rev: 5 });
  channel.receive(null);
  channel.receive({});
  stop();
  channel.receive({ t: "changed", rev: 6 });
  assert.deepEqual(heard, [4]);
});

test("what is settled cannot be sent again", async () => {
  const { channel, line } = setUp();
  const answer = channel.ask("code");
  const { id } = line.sent[0];
  channel.receive({ id });
  await answer;
  await assert.rejects(channel.retry(id), ChannelError);
  assert.equal(line.sent.length, 1);
});

test("closing stops the clocks and settles what is open", async () => {
  const { channel, line, slow } = setUp();
  const answer = channel.ask("code");
  channel.close();
  await assert.rejects(answer, ChannelError);
  line.pass(5000);
  assert.deepEqual([channel.pendingCount, line.timers.size, slow.length], [0, 0, 0]);
});

test("an id looks like the store's", () => {
  assert.match(newId(), /^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/);
});

test("once there is no kernel, what is late fails and can be sent again; what is not late yet is waited for", async () => {
  const timers = [];
  const sent = [];
  const channel = new Channel((message) => sent.push(message), { setTimer: (action) => timers.push(action), clearTimer: () => {} });
  const late = channel.ask("code");
  timers[0]();
  const early = channel.ask("code");
  channel.cutOff();
  const error = await late.catch((failure) => failure);
  assert.ok(error.unsent);
  assert.equal(channel.pendingCount, 2);
  const again = channel.retry(error.id);
  assert.equal(sent.length, 3);
  assert.deepEqual(sent[2], sent[0]);
  for (const { id, t } of sent.slice(1)) channel.receive({ id, t });
  await Promise.all([again, early]);
  assert.equal(channel.pendingCount, 0);
});
