// SPDX-License-Identifier: MIT
/* What the customer wrote and the server has not confirmed: kept, sent in order, sent again, never doubled. */

const TRIES = 6;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;

/** A name for one line; the server takes a line once per name. */
export function clientId() {
  const random = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is not there on a page without TLS
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  /**
   * @param {object} needs
   * @param {Storage} needs.storage Where unsent lines outlive the page.
   * @param {string} needs.key One per contact.
   * @param {(line: object) => Promise<{status: number, retryAfterS?: number, answer?: object}>} needs.send
   *   Rejects when the network is gone.
   * @param {(lines: object[]) => void} needs.changed Told whenever a line changes.
   * @param {(line: object, answer: object) => void} needs.sent Told what the server answered.
   * @param {(ms: number) => Promise<void>} needs.wait
   */
  constructor(needs) {
    this.needs = needs;
    this.states = new Map();
    this.running = null;
    this.stopped = false;
  }

  /** The lines that are not confirmed, oldest first, each with its state `sending` or `failed`. */
  get lines() {
    return this.#stored().map((line) => ({ ...line, state: this.states.get(line.client_id) ?? "sending" }));
  }

  /** Keeps `line` and sends it. */
  add(line) {
    this.#store([...this.#stored(), line]);
    this.#tell();
    return this.flush();
  }

  /** Sends again what failed. */
  retry(clientId) {
    this.states.delete(clientId);
    this.#tell();
    return this.flush();
  }

  /** Sends what is there, one after the other; a second call joins the first. */
  flush() {
    this.running ??= this.#run();
    return this.running;
  }

  stop() {
    this.stopped = true;
  }

  async #run() {
    await undefined; // a line that is added in the same breath is found as well
    try {
      for (;;) {
        const line = this.#stored().find((one) => this.#canGo(one));
        if (!line || this.stopped) return;
        await this.#deliver(line);
      }
    } finally {
      this.running = null; // as it sees that nothing is left: who comes a moment later begins anew
    }
  }

  #canGo(line) {
    // a second line of a conversation that does not stand yet waits for the first
    return !this.states.has(line.client_id) && !line.after;
  }

  async #deliver(line) {
    for (let tries = 0; tries < TRIES && !this.stopped; tries += 1) {
      const result = await this.needs.send(line).catch(() => ({ status: 0 }));
      if (result.status === 200 || result.status === 201) {
        this.#confirmed(line, result.answer);
        return;
      }
      if (!isPassing(result.status)) break;
      if (tries + 1 < TRIES) await this.needs.wait(waitMs(tries, result.retryAfterS));
    }
    if (this.stopped) return;
    this.states.set(line.client_id, "failed");
    this.#tell();
  }

  #confirmed(line, answer) {
    const rest = this.#stored().filter((one) => one.client_id !== line.client_id);
    const waiting = (one) => one.after === line.client_id;
    this.#store(
      rest.map((one) =>
        waiting(one) ? { ...one, after: undefined, conversation_id: answer.conversation.id } : one,
      ),
    );
    this.states.delete(line.client_id);
    this.needs.sent(line, answer);
    this.#tell();
  }

  #stored() {
    try {
      return JSON.parse(this.needs.storage.getItem(this.needs.key) || "[]");
    } catch {
      return []; // somebody else wrote there; nothing of ours can be read from it
    }
  }

  #store(lines) {
    if (lines.length) this.needs.storage.setItem(this.needs.key, JSON.stringify(lines));
    else this.needs.storage.removeItem(this.needs.key);
  }

  #tell() {
    this.needs.changed(this.lines);
  }
}

function isPassing(status) {
  return status === 0 || status === 408 || status === 429 || status >= 500;
}

function waitMs(tries, retryAfterS) {
  if (retryAfterS > 0) return Math.min(retryAfterS, 120) * 1000;
  return Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2);
}
