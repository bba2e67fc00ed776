// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

const widget = process.env.WIDGET;
const { apply, cursors, EMPTY, unread } = await import(`${widget}/store.js`);

const part = (seq, more = {}) => ({ id: `prt_${seq}`, seq, author: { type: "agent" }, body: "", ...more });
const conversation = (more = {}) => ({
  id: "cnv_1", status: "with_team", unread_count: 0, updated_at: "2027-01-15T08:00:00Z", last_part: null, ...more,
});
const frame = (one) => ({ type: "part", conversation_id: "cnv_1", part: one });
const after = (...frames) => frames.reduce(apply, EMPTY);
const seqs = (state) => state.conversations.cnv_1.parts.map((one) => one.seq);

test("a part that comes twice is there once", () => {
  const state = after(frame(part(1)), frame(part(1)));
  assert.deepEqual(seqs(state), [1]);
});

test("parts stand in the order of their numbers, however they come", () => {
  assert.deepEqual(seqs(after(frame(part(3)), frame(part(1)), frame(part(2)))), [1, 2, 3]);
});

test("a line is replaced by the part that it became", () => {
  const line = { client_id: "c1", conversation_id: null, body: "hi" };
  const state = after({ type: "lines", lines: [line] }, frame(part(1, { client_id: "c1", author: { type: "user" } })));
  assert.deepEqual(state.lines, []);
  assert.equal(state.began.c1, "cnv_1");
  assert.deepEqual(apply(state, { type: "lines", lines: [line] }).lines, []);
});

test("only conversations whose parts are all here have a cursor", () => {
  const state = after(frame(part(4)));
  assert.deepEqual(cursors(state), {});
  const loaded = apply(state, { type: "loaded", conversation: conversation(), parts: [part(1), part(4)] });
  assert.deepEqual(cursors(loaded), { cnv_1: 4 });
});

test("a state that was overtaken on the way changes nothing", () => {
  const state = after({ type: "conversation", conversation: conversation({ unread_count: 2 }) });
  const old = conversation({ unread_count: 9, updated_at: "2027-01-15T07:00:00Z" });
  assert.equal(unread(apply(state, { type: "conversation", conversation: old })), 2);
});

test("what he has read stays read while the server has not heard of it", () => {
  const unreadOne = conversation({ unread_count: 1, last_part: part(3) });
  const read = after({ type: "conversation", conversation: unreadOne }, { type: "read", conversation_id: "cnv_1", seq: 3 });
  assert.equal(unread(apply(read, { type: "conversation", conversation: unreadOne })), 0);
  const news = conversation({ unread_count: 1, last_part: part(4), updated_at: "2027-01-15T08:01:00Z" });
  assert.equal(unread(apply(read, { type: "conversation", conversation: news })), 1);
});

test("an answer ends the typing", () => {
  const state = after({ type: "typing", conversation_id: "cnv_1", active: true }, frame(part(1)));
  assert.equal(state.typing.cnv_1, false);
});

test("another person's boot leaves nothing of the one before", () => {
  const boot = (id, conversations) => ({
    type: "booted", answer: { contact: { id }, workspace: {}, conversations },
  });
  const state = after(boot("ctc_1", [conversation()]), boot("ctc_2", []));
  assert.deepEqual(state.conversations, {});
});
