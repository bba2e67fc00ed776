// SPDX-License-Identifier: MIT
/* Waiting that can be cut short. */

/** Waits `ms`, less when `signal` is aborted. */
export function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
