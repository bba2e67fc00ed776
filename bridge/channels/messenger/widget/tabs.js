// SPDX-License-Identifier: MIT
/* One tab holds the connection and passes its frames to the others; without locks, each tab has its own. */

import { connect } from "./socket.js";

/**
 * @param {object} needs As for `connect`, and `key` (one per contact) and `onMissed` (frames may be missing:
 *   the tab that had the connection has changed or was away).
 * @returns {{stop: () => void, moved: (cursors: object) => void}}
 */
export function follow(needs) {
  if (!navigator.locks || typeof BroadcastChannel === "undefined") return connect(needs);
  const stopping = new AbortController();
  const channel = new BroadcastChannel(needs.key);
  let connection = null;
  channel.onmessage = ({ data }) => {
    if (connection) return; // two leaders for a moment: what we say counts
    if (data.ready) needs.onMissed();
    else needs.onFrame(data.frame);
  };
  const lead = () =>
    new Promise((release) => {
      if (stopping.signal.aborted) return release();
      connection = connect({
        ...needs,
        onFrame(frame) {
          needs.onFrame(frame);
          channel.postMessage({ frame });
        },
        onReady() {
          needs.onReady();
          channel.postMessage({ ready: true });
        },
      });
      return stopping.signal.addEventListener("abort", release);
    });
  navigator.locks.request(needs.key, { signal: stopping.signal }, lead).catch((error) => {
    if (error.name === "AbortError") return; // stopped before it was our turn
    if (connection) throw error;
    connection = connect(needs); // in a frame that may store nothing, locks are there and forbidden
  });
  return {
    stop() {
      stopping.abort();
      connection?.stop();
      channel.close();
    },
    moved(cursors) {
      connection?.moved(cursors);
    },
  };
}
