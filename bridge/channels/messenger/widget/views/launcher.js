// SPDX-License-Identifier: MIT
/* What the loader's button says once the rest is there: open or not, and how much is unread. */

const MOST = 99;

/** @param {{button: HTMLButtonElement|null, language: string, words: Function, isOpen: boolean, count: number, isHidden: boolean}} now */
export function updateLauncher({ button, language, words, isOpen, count, isHidden }) {
  if (!button) return;
  const badge = button.querySelector("span");
  badge.textContent = count > MOST ? `${MOST}+` : String(count);
  badge.hidden = count === 0 || isOpen;
  button.hidden = isHidden;
  button.lang = language;
  button.setAttribute("aria-expanded", String(isOpen));
  const label = words(isOpen ? "close" : "open");
  button.setAttribute("aria-label", count && !isOpen ? `${label}, ${words("unread", { n: count })}` : label);
}
