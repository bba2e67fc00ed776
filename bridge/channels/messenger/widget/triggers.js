// SPDX-License-Identifier: MIT
/* Clicks on the page's own elements that have Fin speak first: told once each, also when the page goes away. */

import { clientId } from "./outbox.js";

export class Triggers {
  /**
   * @param {object} needs
   * @param {import("./boot.js").Visit} needs.visit
   * @param {string} needs.owner Names the contact and his app.
   * @param {{procedure: string, page: string, selector: string, attributes: object}[]} needs.bound
   * @param {(answer: object, isNow: boolean) => void} needs.began Told what Fin said; `isNow` on the page of the click.
   */
  constructor(needs) {
    this.needs = needs;
    this.key = `messenger.clicked.${needs.owner}`;
    this.isSending = false;
    document.addEventListener("click", this.#clicked, true); // elements that come later are clicked, too
    window.addEventListener("online", this.#again);
    this.#again();
  }

  stop() {
    document.removeEventListener("click", this.#clicked, true);
    window.removeEventListener("online", this.#again);
  }

  #clicked = (event) => {
    const [node] = event.composedPath();
    for (const { procedure, page, selector, attributes } of this.needs.bound) {
      const element = isHere(page) && within(node, selector);
      if (!element) continue;
      const said = Object.entries(attributes).filter(([, name]) => element.hasAttribute(name));
      const values = Object.fromEntries(said.map(([key, name]) => [key, element.getAttribute(name)]));
      void this.#send({ procedure, body: { client_id: clientId(), attributes: values } }, true);
      return;
    }
  };

  /** What an earlier page could not finish. */
  #again = () => {
    const kept = this.needs.visit.tab.getItem(this.key);
    if (kept) void this.#send(JSON.parse(kept), false);
  };

  async #send(click, isNow) {
    if (this.isSending) return; // a double click
    const { visit, began } = this.needs;
    this.isSending = true;
    visit.tab.setItem(this.key, JSON.stringify(click)); // a link takes the page away before the answer
    try {
      const answer = await visit.json("POST", `/messenger/procedures/${click.procedure}/trigger`, click.body);
      visit.tab.removeItem(this.key);
      began(answer, isNow);
    } catch (error) {
      if (error.isFinal) visit.tab.removeItem(this.key);
      console.warn("Messenger: the click was not taken", error.message);
    } finally {
      this.isSending = false;
    }
  }
}

function within(node, selector) {
  try {
    return node instanceof Element ? node.closest(selector) : null;
  } catch {
    return null; // no selector that this browser knows
  }
}

/** Whether the page is one of those that `page` stands for; a query never counts, a fragment where it is named. */
export function isHere(page, here = location) {
  if (!page) return true;
  const [wanted, fragment] = page.replace(/\?[^#]*/, "").split("#");
  const path = wanted.startsWith("/") ? here.pathname : here.origin + here.pathname;
  return fits(wanted, path) && (fragment === undefined || fits(`#${fragment}`, here.hash));
}

function fits(wanted, text) {
  const pieces = wanted.split("*").map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${pieces.join(".*")}/?$`).test(text);
}
