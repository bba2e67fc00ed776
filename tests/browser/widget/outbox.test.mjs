// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

const widget = process.env.WIDGET;
const { clientId, Outbox } = await import(`${widget}/outbox.js`);

function storage() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

function outbox(answers, kept = storage()) {
  const seen = { calls: [], waits: [], lines: [], kept };
  const box = new Outbox({
    storage: kept,
    key: "unsent",
    wait: async (ms) => void seen.waits.push(ms),
    changed: (lines) => (seen.lines = lines),
    sent: () => undefined,
    async send(line) {
      seen.calls.push(line);
      const answer = answers.shift() ?? 201;
      if (answer instanceof Error) throw answer;
      const status = typeof answer === "number" ? answer : answer.status;
      return { retryAfterS: 0, ...answer, status, answer: { conversation: { id: "cnv_1" }, part: {} } };
    },
  });
  return { box, seen };
}

const line = (client_id, more = {}) => ({ client_id, conversation_id: "cnv_1", body: "hi", files: [], ...more });

test("a line that is confirmed is kept no longer", async () => {
  const { box, seen } = outbox([]);
  await box.add(line("c1"));
  assert.equal(seen.calls.length, 1);
  assert.equal(seen.kept.getItem("unsent"), null);
  assert.deepEqual(seen.lines, []);
});

test("a line that is added in the breath in which nothing was left to send is sent", async () => {
  const { box, seen } = outbox([]);
  void box.flush();
  await box.add(line("c1"));
  assert.equal(seen.calls.length, 1);
  const again = box.flush();
  await Promise.all([again, again.then(() => box.add(line("c2")))]);
  assert.deepEqual(seen.calls.map((one) => one.client_id), ["c1", "c2"]);
  assert.deepEqual(seen.lines, []);
});

test("what passes is tried again under the same name, after as long as the server says", async () => {
  const { box, seen } = outbox([new TypeError("offline"), 503, { status: 429, retryAfterS: 7 }, 200]);
  await box.add(line("c1"));
  assert.deepEqual(seen.calls.map((one) => one.client_id), ["c1", "c1", "c1", "c1"]);
  assert.equal(seen.waits[2], 7000);
  assert.deepEqual(seen.lines, []);
});

test("what the server refuses fails and goes when it is tried again", async () => {
  const { box, seen } = outbox([422]);
  await box.add(line("c1"));
  assert.equal(seen.lines[0].state, "failed");
  assert.equal(seen.waits.length, 0);
  await box.retry("c1");
  assert.deepEqual(seen.lines, []);
});

test("lines go in their order, one at a time", async () => {
  const { box, seen } = outbox([503]);
  await Promise.all([box.add(line("c1")), box.add(line("c2")), box.add(line("c3"))]);
  await box.flush();
  assert.deepEqual(seen.calls.map((one) => one.client_id), ["c1", "c1", "c2", "c3"]);
});

test("the second line of a new conversation goes into the one that the first began", async () => {
  const { box, seen } = outbox([]);
  await Promise.all([
    box.add(line("c1", { conversation_id: null })),
    box.add(line("c2", { conversation_id: null, after: "c1" })),
  ]);
  await box.flush();
  assert.deepEqual(seen.calls.map((one) => one.conversation_id), [null, "cnv_1"]);
});

test("what was not sent is sent after the page came back", async () => {
  const kept = storage();
  const first = outbox([422], kept);
  await first.box.add(line("c1"));
  const { box, seen } = outbox([], kept);
  await box.flush();
  assert.deepEqual(seen.calls.map((one) => one.client_id), ["c1"]);
  assert.equal(kept.getItem("unsent"), null);
});

test("a page without TLS has names for its lines, too", () => {
  const whole = globalThis.crypto;
  const poor = { getRandomValues: (bytes) => whole.getRandomValues(bytes) }; // what a browser leaves there
  Object.defineProperty(globalThis, "crypto", { value: poor, configurable: true });
  try {
    const names = new Set(Array.from({ length: 100 }, clientId));
    assert.equal(names.size, 100);
    for (const name of names) assert.match(name, /^[0-9a-f]{32}$/);
  } finally {
    Object.defineProperty(globalThis, "crypto", { value: whole, configurable: true });
  }
});
