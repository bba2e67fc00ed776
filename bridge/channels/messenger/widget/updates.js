// SPDX-License-Identifier: MIT
/* The socket's frames by long poll. */

import { pause } from "./pause.js";

const LONGEST_WAIT_MS = 30000;

/** Polls until `until` is aborted; the first question says what the page holds. */
export async function poll({ visit, cursors, onFrame, onReady, until }) {
  let cursor = packed(cursors());
  let failures = 0;
  let isFirst = true;
  while (!until.aborted) {
    try {
      const answer = await visit.json("GET", `/messenger/updates?cursor=${encodeURIComponent(cursor)}`);
      if (until.aborted) return;
      if (isFirst) onReady();
      isFirst = false;
      cursor = answer.cursor;
      failures = 0;
      answer.frames.forEach(onFrame);
    } catch {
      failures += 1;
      await pause(Math.min(1000 * 2 ** failures, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2), until);
    }
  }
}

function packed(cursors) {
  return btoa(JSON.stringify(cursors)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
