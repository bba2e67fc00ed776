// SPDX-License-Identifier: MIT
/* What the Messenger itself says, in the customer's language; one file of words for each. */

export const LANGUAGES = new Set(["en", "de", "es", "fr", "it", "nl", "pt"]);

/**
 * The first that is here of what the page says and what the browser would like; a region counts as its language.
 *
 * @param {{language_override?: any}} settings
 * @param {readonly string[]} preferred
 */
export function languageOf(settings, preferred = navigator.languages) {
  const tags = [settings.language_override, ...preferred].map((tag) => String(tag).toLowerCase().split(/[-_]/)[0]);
  return tags.find((tag) => LANGUAGES.has(tag)) ?? "en";
}

/** @returns {Promise<(key: string, values?: object) => string>} What is said under a key. */
export async function wordsIn(language, origin) {
  const response = await fetch(`${origin}/messenger/widget/words/${language}.json`);
  if (!response.ok) throw new Error(`no words: ${response.status}`);
  const texts = await response.json();
  return (key, values = {}) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
