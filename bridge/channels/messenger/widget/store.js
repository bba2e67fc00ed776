// SPDX-License-Identifier: MIT
/* What the Messenger shows, as a value: `apply(state, frame)` gives the next one and changes nothing. */

/** A Messenger that has not booted. */
export const EMPTY = Object.freeze({
  contact: null,
  workspace: {},
  conversations: {},
  lines: [],
  began: {},
  typing: {},
  streams: {},
});

/**
 * @param {object} state What was shown.
 * @param {object} frame One of the server's frames, or what this page did itself.
 * @returns {object} What is shown now; the same object when the frame says nothing new.
 */
export function apply(state, frame) {
  const act = FRAMES[frame.type];
  return act ? act(state, frame) : state;
}

/** Conversation id → seq of its last part; only of those whose parts are all here. */
export function cursors(state) {
  const held = Object.values(state.conversations).filter((c) => c.loaded);
  return Object.fromEntries(held.map((c) => [c.id, c.parts.at(-1)?.seq ?? 0]));
}

/** How many parts he has not seen. */
export function unread(state) {
  return Object.values(state.conversations).reduce((sum, c) => sum + (c.unread_count || 0), 0);
}

/** Conversations, the newest first. */
export function listed(state) {
  return Object.values(state.conversations).sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1));
}

const FRAMES = {
  booted: (state, { answer }) => {
    const same = state.contact?.id === answer.contact.id;
    const before = same ? state : EMPTY;
    const next = { ...before, contact: answer.contact, workspace: answer.workspace };
    return answer.conversations.reduce((s, c) => withConversation(s, c), next);
  },
  conversation: (state, { conversation }) => withConversation(state, conversation),
  part: (state, frame) => withParts(state, frame.conversation_id, [frame.part]),
  loaded: (state, { conversation, parts }) => {
    const next = withParts(withConversation(state, conversation), conversation.id, parts);
    return withChange(next, conversation.id, { loaded: true });
  },
  // all of the answer up to now; of one that nobody waits for any more, nothing is shown
  chunk: (state, { conversation_id, stream_id, text }) =>
    state.conversations[conversation_id]?.status === "thinking"
      ? { ...state, streams: { ...state.streams, [conversation_id]: { id: stream_id, text } } }
      : state,
  rated: (state, { conversation_id, rating }) => withChange(state, conversation_id, { rating }),
  typing: (state, frame) => ({
    ...state,
    typing: { ...state.typing, [frame.conversation_id]: frame.active && (frame.author ?? "fin") },
  }),
  read: (state, { conversation_id, seq = 0 }) => withChange(state, conversation_id, { unread_count: 0, read: seq }),
  lines: (state, { lines }) => ({ ...state, lines: lines.filter((line) => !stands(state, line.client_id)) }),
};

function stands(state, clientId) {
  return Object.values(state.conversations).some((c) => c.parts.some((p) => p.client_id === clientId));
}

function withConversation(state, conversation) {
  const before = state.conversations[conversation.id];
  if (before && before.updated_at > conversation.updated_at) return state; // overtaken on the way
  const last = conversation.last_part ?? before?.last_part ?? null;
  const after = { parts: [], loaded: false, read: 0, ...before, ...conversation, last_part: last };
  if (last && last.seq <= after.read) after.unread_count = 0; // the server has not heard yet that he read it
  const next = { ...state, conversations: { ...state.conversations, [conversation.id]: after } };
  return after.status === "thinking" ? next : withoutStream(next, conversation.id);
}

function withoutStream(state, conversationId) {
  if (!state.streams[conversationId]) return state;
  const { [conversationId]: _, ...streams } = state.streams;
  return { ...state, streams };
}

function withParts(state, conversationId, parts) {
  const before = state.conversations[conversationId] ?? {
    id: conversationId, parts: [], loaded: false, read: 0, unread_count: 0, updated_at: "", status: "",
  };
  const ids = new Set(before.parts.map((part) => part.id));
  const fresh = parts.filter((part) => !ids.has(part.id) && ids.add(part.id));
  if (fresh.length === 0) return state;
  const all = [...before.parts, ...fresh].sort((a, b) => a.seq - b.seq);
  const mine = new Set(fresh.map((part) => part.client_id).filter(Boolean));
  const isAnswer = fresh.some((part) => part.author.type !== "user");
  const typing = isAnswer ? { ...state.typing, [conversationId]: false } : state.typing;
  const began = { ...state.began };
  for (const line of state.lines) {
    if (line.conversation_id === null && mine.has(line.client_id)) began[line.client_id] = conversationId;
  }
  return {
    ...(isAnswer ? withoutStream(state, conversationId) : state),
    typing,
    began,
    lines: state.lines.filter((line) => !mine.has(line.client_id)),
    conversations: {
      ...state.conversations,
      [conversationId]: { ...before, parts: all, last_part: all.at(-1) },
    },
  };
}

function withChange(state, conversationId, change) {
  const before = state.conversations[conversationId];
  if (!before) return state;
  return { ...state, conversations: { ...state.conversations, [conversationId]: { ...before, ...change } } };
}
