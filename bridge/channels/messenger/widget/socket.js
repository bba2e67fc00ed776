// SPDX-License-Identifier: MIT
/* The live connection: hello, frames, and coming back; by long poll where sockets do not get through. */

import { pause } from "./pause.js";
import { poll } from "./updates.js";

const SESSION_OVER = 4401;
const READY_MS = 15000;
const LONGEST_WAIT_MS = 30000;
const POLL_FOR_MS = 300000;

/**
 * Keeps a connection until it is stopped.
 *
 * @param {object} needs
 * @param {import("./boot.js").Visit} needs.visit
 * @param {() => object} needs.cursors What the page holds by now.
 * @param {(frame: object) => void} needs.onFrame
 * @param {() => void} needs.onReady After every (re)connection.
 * @returns {{stop: () => void, moved: (cursors: object) => void}}
 */
export function connect(needs) {
  const stopping = new AbortController();
  let socket = null;
  void run();

  async function run() {
    let failures = 0; // in a row, before `ready`
    let tries = 0;
    while (!stopping.signal.aborted) {
      const { code, wasReady } = await once();
      if (stopping.signal.aborted) return;
      failures = wasReady ? 0 : failures + 1;
      tries = wasReady ? 0 : tries + 1;
      if (code === SESSION_OVER) await needs.visit.boot().catch(() => undefined); // waits below, then again
      if (failures >= 2) {
        await pollFor(POLL_FOR_MS);
        failures = 1;
      } else {
        await pause(Math.min(1000 * 2 ** tries, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2), stopping.signal);
      }
    }
  }

  async function pollFor(ms) {
    const until = new AbortController(); // AbortSignal.any is not there in Safari before 17.4
    const end = () => until.abort();
    const timer = setTimeout(end, ms);
    stopping.signal.addEventListener("abort", end);
    await poll({ ...needs, until: until.signal });
    clearTimeout(timer);
    stopping.signal.removeEventListener("abort", end);
  }

  function once() {
    return new Promise((resolve) => {
      let wasReady = false;
      try {
        socket = new WebSocket(`${needs.visit.origin.replace(/^http/, "ws")}/messenger/socket`);
      } catch {
        resolve({ code: 0, wasReady }); // forbidden by the page's policy
        return;
      }
      const current = socket;
      const timer = setTimeout(() => current.close(), READY_MS);
      current.onopen = () => {
        current.send(JSON.stringify({ type: "hello", session: needs.visit.session, cursors: needs.cursors() }));
      };
      current.onmessage = ({ data }) => {
        const frame = JSON.parse(data);
        if (frame.type !== "ready") return needs.onFrame(frame);
        clearTimeout(timer);
        wasReady = true;
        return needs.onReady();
      };
      current.onclose = ({ code }) => {
        clearTimeout(timer);
        resolve({ code, wasReady });
      };
    });
  }

  return {
    stop() {
      stopping.abort();
      socket?.close();
    },
    moved(cursors) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: "cursors", cursors }));
    },
  };
}
