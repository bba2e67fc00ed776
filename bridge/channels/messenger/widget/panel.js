// SPDX-License-Identifier: MIT
/* What is seen: one panel in its own shadow, with the list of conversations and the open one. */

import { listed } from "./store.js";
import { sheet } from "./style.js";
import { conversationView } from "./views/conversation.js";
import { h, icon } from "./views/dom.js";
import { homeView } from "./views/home.js";

/** As in the style sheet: it covers the whole page then, and what is behind it cannot be seen. */
const FULL = matchMedia("(max-width:479px)");
const REACHED = "button:not(:disabled),a[href],textarea,[tabindex='0']";

export class Panel {
  /**
   * @param {object} needs
   * @param {string} needs.language That of the words, for who reads them out.
   * @param {Function} needs.words
   * @param {string} needs.origin
   * @param {object} needs.actions What can be pressed: `hide`, `begin`, `open`, and those of a conversation.
   */
  constructor({ language, words, origin, actions }) {
    this.views = {
      home: homeView({ words, origin, actions }),
      conversation: conversationView({ words, origin, actions }),
    };
    const close = h(
      "button",
      { type: "button", class: "icon close", "aria-label": words("close"), onclick: actions.hide },
      icon("M6 6l12 12M18 6L6 18"),
    );
    this.box = h(
      "div",
      {
        class: "panel", lang: language, role: "dialog", "aria-label": words("messenger"), "data-testid": "panel", hidden: true,
      },
      this.views.home.node, this.views.conversation.node, close,
    );
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") actions.hide();
      if (event.key === "Tab" && FULL.matches) this.#stayInside(event);
      event.stopPropagation(); // the page's own shortcuts are not for what is typed here
    });
    this.element = document.createElement("bridge-messenger");
    this.element.shadowRoot.append(this.box);
    document.body.append(this.element);
    this.page = "home";
    this.place = {};
  }

  show() {
    this.box.hidden = false;
    this.scroll();
    this.focus();
  }

  /** @returns {boolean} Whether the focus was inside. */
  hide() {
    const hadFocus = this.element.matches(":focus-within");
    this.box.hidden = true;
    return hadFocus;
  }

  #stayInside(event) {
    const all = [...this.box.querySelectorAll(REACHED)].filter((one) => one.getClientRects().length);
    const [from, to] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
    if (event.composedPath()[0] !== from) return;
    event.preventDefault();
    to.focus();
  }

  focus() {
    this.views[this.page].focus();
  }

  /** To the newest line. */
  scroll() {
    this.views[this.page].shown();
  }

  /** Puts words where he writes. */
  write(text) {
    this.views.conversation.write(text);
  }

  /** What he has not sent yet. */
  written() {
    return this.views.conversation.written();
  }

  /** @param {{state: object, place: object, note: string}} now */
  draw({ state, place, note }) {
    const { home, conversation } = this.views;
    const isHome = place.page === "home";
    // a new conversation gets its id while the customer may be writing on
    const isSame = this.place.began && !this.place.id && place.id;
    if (!isHome) conversation.at(place.id ?? "new", isSame);
    this.place = place;
    const isTurned = this.page !== place.page && this.element.matches(":focus-within");
    this.page = place.page;
    home.node.hidden = !isHome;
    conversation.node.hidden = isHome;
    if (isTurned) this.focus(); // what had it is hidden now, and the keyboard would be out on the page
    this.box.classList.toggle("home-open", isHome);
    if (isHome) {
      home.update({ conversations: listed(state), workspace: state.workspace, note });
      return;
    }
    const isHere = (line) => (place.id ? line.conversation_id === place.id : isOf(line, place.began));
    conversation.update({
      conversation: state.conversations[place.id] ?? null,
      lines: state.lines.filter(isHere),
      workspace: state.workspace,
      typing: state.typing[place.id] || null,
      stream: state.streams[place.id] ?? null,
    });
  }

  remove() {
    this.element.remove();
  }
}

function isOf(line, began) {
  return began !== null && began !== undefined && (line.client_id === began || line.after === began);
}

class MessengerElement extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet()];
  }
}

if (!customElements.get("bridge-messenger")) customElements.define("bridge-messenger", MessengerElement);
