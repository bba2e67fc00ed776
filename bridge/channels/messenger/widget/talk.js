// SPDX-License-Identifier: MIT
/* What one contact says and hears: his unsent lines, the live connection, what is loaded and what is read. */

import { Refused } from "./boot.js";
import { clientId, Outbox } from "./outbox.js";
import { pause } from "./pause.js";
import { cursors } from "./store.js";
import { follow } from "./tabs.js";

const PAGE = 500;
const TYPING_MS = 4000;
const TYPES_MS = 10000; // without news nobody types any more: the end of it may be lost

/** What he wrote, with a name of its own; the server takes it once per name. */
export function lineOf({ body, files, reply_option }, { id, began }) {
  const at = new Date().toISOString();
  const line = { client_id: clientId(), conversation_id: id ?? null, body, files, reply_option, at };
  return !id && began ? { ...line, after: began } : line;
}

export class Talk {
  /**
   * @param {object} needs
   * @param {import("./boot.js").Visit} needs.visit
   * @param {string} needs.owner Names the contact and his app, for what is kept on this device.
   * @param {() => object} needs.state What is shown now.
   * @param {(frame: object) => void} needs.apply
   * @param {() => string|null} needs.open Id of the conversation that is open.
   * @param {(id: string) => void} needs.loaded Told when a conversation is all here.
   * @param {(id: string) => void} needs.gone Told when a conversation is not his any more.
   */
  constructor(needs) {
    this.needs = needs;
    this.lastTyping = -TYPING_MS;
    this.outbox = new Outbox({
      storage: needs.visit.local,
      key: `messenger.unsent.${needs.owner}`,
      wait: pause,
      send: (line) => this.#send(line),
      changed: (lines) => needs.apply({ type: "lines", lines }),
      sent: (line, result) => this.#sent(result),
    });
    this.following = null;
    this.fading = null;
  }

  start() {
    const { apply, owner, state, visit } = this.needs;
    apply({ type: "lines", lines: this.outbox.lines });
    this.following = follow({
      visit,
      key: `messenger.live.${owner}`,
      cursors: () => cursors(state()),
      onFrame: (frame) => this.#shown(frame),
      onReady: () => void this.outbox.flush(),
      onMissed: () => void this.#catchUp().catch(() => undefined), // the next `ready` asks again
    });
    void this.outbox.flush();
  }

  stop() {
    clearTimeout(this.fading);
    this.following.stop();
    this.outbox.stop();
  }

  /** Sends what waits; for when the network is back. */
  flush() {
    void this.outbox.flush();
  }

  write(line) {
    this.lastTyping = -TYPING_MS; // what he types next is news again
    void this.outbox.add(line);
  }

  retry(id) {
    void this.outbox.retry(id);
  }

  async load(id) {
    const { apply, gone, loaded, state, visit } = this.needs;
    try {
      let after = state().conversations[id]?.loaded ? cursors(state())[id] : 0;
      for (;;) {
        const answer = await visit.json("GET", `/messenger/conversations/${id}?after=${after}`);
        apply({ type: "loaded", ...answer });
        if (answer.parts.length < PAGE) break;
        after = answer.parts.at(-1).seq;
      }
      this.following?.moved({ [id]: cursors(state())[id] });
      loaded(id);
    } catch (error) {
      if (error instanceof Refused && error.status === 404) gone(id);
      else console.warn("Messenger: the conversation could not be loaded", error.message);
    }
  }

  /** He has seen all of the conversation. */
  read(id) {
    const { apply, state, visit } = this.needs;
    const c = state().conversations[id];
    if (!c?.loaded || !c.unread_count) return;
    const seq = c.parts.at(-1)?.seq ?? 0;
    apply({ type: "read", conversation_id: id, seq });
    visit.json("POST", `/messenger/conversations/${id}/read`, { seq }).catch((error) => {
      console.warn("Messenger: the server was not told what is read", error.message); // the next boot counts it again
    });
  }

  async upload(file) {
    const form = new FormData();
    form.append("file", file, file.name || "file");
    const { id, name } = await this.needs.visit.json("POST", "/messenger/uploads", form);
    return { id, name };
  }

  typing(id) {
    if (!id || performance.now() - this.lastTyping < TYPING_MS) return;
    this.lastTyping = performance.now();
    const path = `/messenger/conversations/${id}/typing`;
    this.needs.visit.json("POST", path, { active: true }).catch(() => undefined); // nobody misses a hint
  }

  /** @param {{rating: string, remark?: string}} rating How he found it; rejects when it was not taken. */
  async rate(id, rating) {
    await this.needs.visit.json("POST", `/messenger/conversations/${id}/rating`, rating);
    this.needs.apply({ type: "rated", conversation_id: id, rating: { remark: "", ...rating } });
  }

  #shown(frame) {
    this.needs.apply(frame);
    if (frame.type !== "typing" || !frame.active) return;
    clearTimeout(this.fading);
    this.fading = setTimeout(() => this.needs.apply({ ...frame, active: false }), TYPES_MS);
  }

  async #catchUp() {
    const { apply, open, visit } = this.needs;
    const { conversations } = await visit.json("GET", "/messenger/conversations");
    for (const conversation of conversations) apply({ type: "conversation", conversation });
    if (open()) await this.load(open());
  }

  async #send(line) {
    const id = line.conversation_id;
    const path = id ? `/messenger/conversations/${id}/parts` : "/messenger/conversations";
    const body = { client_id: line.client_id, body: line.body, attachments: line.files.map((file) => file.id) };
    if (line.reply_option) body.reply_option = line.reply_option;
    const response = await this.needs.visit.request("POST", path, body);
    return {
      status: response.status,
      retryAfterS: Number(response.headers.get("Retry-After")) || 0,
      answer: response.ok ? await response.json() : undefined,
    };
  }

  #sent({ conversation, part }) {
    this.needs.apply({ type: "conversation", conversation });
    this.needs.apply({ type: "part", conversation_id: conversation.id, part });
  }
}
