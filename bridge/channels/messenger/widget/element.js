// SPDX-License-Identifier: MIT
/* The Messenger as one element: it wires the modules together and holds what is open. */

import { Refused, Visit } from "./boot.js";
import { commandsOf } from "./commands.js";
import { clientId, Outbox } from "./outbox.js";
import { pause } from "./socket.js";
import { apply, cursors, EMPTY, listed, unread } from "./store.js";
import { sheet } from "./style.js";
import { follow } from "./tabs.js";
import { themed } from "./theme.js";
import { conversationView } from "./views/conversation.js";
import { h, icon } from "./views/dom.js";
import { homeView } from "./views/home.js";
import { updateLauncher } from "./views/launcher.js";

const LANGUAGES = ["en", "de"];
const PAGE = 500;
const TYPING_MS = 4000;

/** Begins; the loader calls it once. */
export async function start(loader) {
  const language = (loader.settings.language_override || navigator.language || "en").slice(0, 2).toLowerCase();
  const known = LANGUAGES.includes(language) ? language : "en";
  const texts = await (await fetch(`${loader.origin}/messenger/widget/words/${known}.json`)).json();
  const words = (key, values = {}) =>
    (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const app = new Messenger(loader, words);
  return { command: commandsOf(app), toggle: () => (app.isOpen ? app.hide() : app.show()) };
}

class Messenger {
  constructor(loader, words) {
    this.loader = loader;
    this.words = words;
    this.state = EMPTY;
    this.place = { page: "home" };
    this.isOpen = false;
    this.listeners = { hide: [], show: [], unread: [], email: [] };
    this.visit = null;
    this.note = "";
    this.toldUnread = 0;
    this.lastTyping = 0;
    this.early = []; // written before it is known by whom
    this.element = null;
  }

  // --- life

  boot(settings) {
    if (this.visit) return this.update(settings);
    this.settings = settings;
    window.Intercom.booted = true;
    const visit = (this.visit = new Visit(this.loader.origin, settings, (answer) => this.#booted(visit, answer)));
    this.attachActivators();
    document.addEventListener("visibilitychange", this.#seen);
    window.addEventListener("online", this.#online);
    return this.#bootUntilItWorks(visit);
  }

  async #bootUntilItWorks(visit) {
    for (let tries = 0; this.visit === visit; tries += 1) {
      try {
        await visit.boot();
        return;
      } catch (error) {
        if (error instanceof Refused && error.status < 500 && error.status !== 429) {
          console.error(`Messenger: boot was refused (${error.code})`);
          this.shutdown();
          return;
        }
        this.note = this.words("offline");
        this.#draw();
        await pause(Math.min(1000 * 2 ** tries, 30000) * (0.5 + Math.random() / 2));
      }
    }
  }

  #booted(visit, answer) {
    if (this.visit !== visit) return;
    const isOther = this.state.contact?.id !== answer.contact.id;
    this.note = "";
    this.#apply({ type: "booted", answer });
    if (!isOther) return;
    this.#unfollow();
    const key = `messenger.unsent.${this.settings.app_id}.${answer.contact.id}`;
    this.outbox = new Outbox({
      storage: visit.local,
      key,
      wait: pause,
      send: (line) => this.#send(visit, line),
      changed: (lines) => this.#apply({ type: "lines", lines }),
      sent: (line, result) => this.#sent(line, result),
    });
    this.#apply({ type: "lines", lines: this.outbox.lines });
    this.following = follow({
      visit,
      key: `messenger.live.${this.settings.app_id}.${answer.contact.id}`,
      cursors: () => cursors(this.state),
      onFrame: (frame) => this.#apply(frame),
      onReady: () => void this.outbox?.flush(),
      onMissed: () => void this.#catchUp().catch(() => undefined), // the next `ready` asks again
    });
    void this.outbox.flush();
    for (const line of this.early.splice(0)) void this.outbox.add(line);
    const shown = visit.tab.getItem(this.#placeKey());
    if (shown && this.state.conversations[shown] && this.place.page === "home") this.#go({ page: "conversation", id: shown });
  }

  #placeKey() {
    return `messenger.place.${this.settings.app_id}`;
  }

  #unfollow() {
    this.following?.stop();
    this.outbox?.stop();
    this.following = this.outbox = null;
  }

  shutdown() {
    this.hide();
    this.#unfollow();
    document.removeEventListener("visibilitychange", this.#seen);
    window.removeEventListener("online", this.#online);
    void this.visit?.end();
    this.visit = null;
    this.early = [];
    this.state = EMPTY;
    this.place = { page: "home" };
    window.Intercom.booted = false;
    if (this.loader.button) this.loader.button.hidden = true;
    this.element?.remove();
    this.element = null;
  }

  update(settings) {
    if (!this.visit) return undefined;
    const { visit } = this;
    const changed = Object.entries(settings).some(([key, value]) => visit.settings[key] !== value);
    this.settings = visit.settings = { ...visit.settings, ...settings };
    this.#draw();
    return changed ? this.#bootUntilItWorks(visit) : undefined;
  }

  #seen = () => this.#markRead();
  #online = () => void this.outbox?.flush();

  // --- what the page can ask

  get isBooted() {
    return this.visit !== null;
  }

  contact() {
    return this.state.contact;
  }

  unreadCount() {
    return unread(this.state);
  }

  on(name, callback) {
    this.listeners[name].push(callback);
  }

  #tell(name, ...values) {
    for (const callback of this.listeners[name]) callback(...values);
  }

  show() {
    if (this.isOpen || !this.visit) return;
    this.#build();
    this.isOpen = true;
    this.panel.hidden = false;
    this.#draw();
    this.#page().shown();
    this.#page().focus();
    if (this.place.id) void this.#load(this.place.id);
    this.#tell("show");
  }

  hide() {
    if (!this.isOpen) return;
    const hadFocus = this.element.matches(":focus-within");
    this.isOpen = false;
    this.panel.hidden = true;
    this.#draw();
    if (hadFocus) this.loader.button?.focus();
    this.#tell("hide");
  }

  showHome() {
    this.#go({ page: "home" });
    this.show();
  }

  showNew(text) {
    this.#go({ page: "conversation", id: null, began: null });
    this.show();
    if (text) this.views?.conversation.write(text);
  }

  begin(text) {
    this.showNew();
    if (text) this.#write({ body: text, files: [] });
  }

  showConversation(id) {
    this.#go({ page: "conversation", id });
    this.show();
  }

  track(name, metadata) {
    this.visit?.json("POST", "/messenger/events", { name, metadata }).catch((error) => {
      console.warn("Messenger: the event was not taken", error.message);
    });
  }

  attachActivators() {
    const selector = this.settings?.custom_launcher_selector;
    if (!selector) return;
    for (const node of document.querySelectorAll(selector)) {
      node.removeEventListener("click", this.#activate);
      node.addEventListener("click", this.#activate);
    }
  }

  #activate = (event) => {
    event.preventDefault();
    this.show();
  };

  // --- what happens

  #apply(frame) {
    this.state = apply(this.state, frame);
    const id = this.place.began && this.state.began[this.place.began];
    if (id) this.#go({ page: "conversation", id });
    else this.#draw();
  }

  #go(place) {
    this.place = place;
    this.visit?.tab.setItem(this.#placeKey(), place.id ?? "");
    this.#draw();
    if (place.id) void this.#load(place.id);
    if (this.isOpen) this.#page().shown();
  }

  async #load(id) {
    try {
      let after = this.state.conversations[id]?.loaded ? cursors(this.state)[id] : 0;
      for (;;) {
        const answer = await this.visit.json("GET", `/messenger/conversations/${id}?after=${after}`);
        this.#apply({ type: "loaded", ...answer });
        if (answer.parts.length < PAGE) break;
        after = answer.parts.at(-1).seq;
      }
      this.following?.moved({ [id]: cursors(this.state)[id] });
      this.#markRead();
    } catch (error) {
      if (error instanceof Refused && error.status === 404 && this.place.id === id) this.#go({ page: "home" });
      else console.warn("Messenger: the conversation could not be loaded", error.message);
    }
  }

  async #catchUp() {
    const { conversations } = await this.visit.json("GET", "/messenger/conversations");
    for (const conversation of conversations) this.#apply({ type: "conversation", conversation });
    if (this.place.id) await this.#load(this.place.id);
  }

  #markRead() {
    const c = this.state.conversations[this.place.id];
    if (!this.isOpen || document.hidden || !c?.loaded || !c.unread_count) return;
    const seq = c.parts.at(-1)?.seq ?? 0;
    this.#apply({ type: "read", conversation_id: c.id, seq });
    this.visit.json("POST", `/messenger/conversations/${c.id}/read`, { seq }).catch(() => {
      this.state = apply(this.state, { type: "conversation", conversation: c }); // still unread; the next look tries again
    });
  }

  #write({ body, files, reply_option }) {
    const { id, began } = this.place;
    const line = {
      client_id: clientId(), conversation_id: id ?? null, body, files, reply_option, at: new Date().toISOString(),
    };
    if (!id && began) line.after = began;
    else if (!id) this.place = { ...this.place, began: line.client_id };
    this.lastTyping = 0;
    if (this.outbox) void this.outbox.add(line);
    else {
      this.early.push(line);
      this.#apply({ type: "lines", lines: this.early.map((one) => ({ ...one, state: "sending" })) });
    }
    this.views?.conversation.shown();
  }

  async #send(visit, line) {
    const path = line.conversation_id ? `/messenger/conversations/${line.conversation_id}/parts` : "/messenger/conversations";
    const body = { client_id: line.client_id, body: line.body, attachments: line.files.map((file) => file.id) };
    if (line.reply_option) body.reply_option = line.reply_option;
    const response = await visit.request("POST", path, body);
    return {
      status: response.status,
      retryAfterS: Number(response.headers.get("Retry-After")) || 0,
      answer: response.ok ? await response.json() : undefined,
    };
  }

  #sent(line, { conversation, part }) {
    this.#apply({ type: "conversation", conversation });
    this.#apply({ type: "part", conversation_id: conversation.id, part });
  }

  async #upload(file) {
    const form = new FormData();
    form.append("file", file, file.name || "file");
    const { id, name } = await this.visit.json("POST", "/messenger/uploads", form);
    return { id, name };
  }

  #typing() {
    if (!this.place.id || performance.now() - this.lastTyping < TYPING_MS) return;
    this.lastTyping = performance.now();
    const path = `/messenger/conversations/${this.place.id}/typing`;
    this.visit.json("POST", path, { active: true }).catch(() => undefined); // nobody misses a hint
  }

  // --- what is seen

  #build() {
    if (this.element) return;
    const { words } = this;
    const { origin } = this.loader;
    const option = ({ uuid, text }) => this.#write({ body: text, files: [], reply_option: uuid });
    this.views = {
      home: homeView({
        words, origin, actions: { begin: () => this.#enter({ id: null, began: null }), open: (id) => this.#enter({ id }) },
      }),
      conversation: conversationView({
        words,
        origin,
        actions: {
          option,
          back: () => {
            this.#go({ page: "home" });
            this.views.home.focus();
          },
          send: (message) => this.#write(message),
          retry: (id) => void this.outbox.retry(id),
          upload: (file) => this.#upload(file),
          typing: () => this.#typing(),
          limits: () => this.state.workspace.attachments,
        },
      }),
    };
    this.element = document.createElement("bridge-messenger");
    const root = this.element.shadowRoot;
    const close = h(
      "button",
      { type: "button", class: "icon close", "aria-label": words("close"), onclick: () => this.hide() },
      icon("M6 6l12 12M18 6L6 18"),
    );
    this.panel = h(
      "div",
      { class: "panel", role: "dialog", "aria-label": words("messenger"), "data-testid": "panel", hidden: true },
      this.views.home.node, this.views.conversation.node, close,
    );
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.hide();
      event.stopPropagation(); // the page's own shortcuts are not for what is typed here
    });
    root.append(this.panel);
    document.body.append(this.element);
  }

  #enter(place) {
    this.#go({ page: "conversation", ...place });
    this.views.conversation.focus();
  }

  #page() {
    return this.views[this.place.page];
  }

  #draw() {
    const { state, words, place } = this;
    const count = unread(state);
    if (count !== this.toldUnread) {
      this.toldUnread = count;
      this.#tell("unread", count);
    }
    const isHidden = !this.visit || this.settings.hide_default_launcher === true;
    updateLauncher({ button: this.loader.button, words, isOpen: this.isOpen, count, isHidden });
    themed({ element: this.element, host: this.loader.host, workspace: state.workspace, settings: this.settings ?? {} });
    if (!this.element) return;
    const { home, conversation } = this.views;
    home.node.hidden = place.page !== "home";
    conversation.node.hidden = !home.node.hidden;
    this.panel.classList.toggle("home-open", place.page === "home");
    if (place.page === "home") {
      home.update({ conversations: listed(state), workspace: state.workspace, note: this.note });
      return;
    }
    const mine = (line) => (place.id ? line.conversation_id === place.id : isOf(line, place.began));
    conversation.update({
      conversation: state.conversations[place.id] ?? null,
      lines: state.lines.filter(mine),
      workspace: state.workspace,
      isTyping: state.typing[place.id] === true,
    });
    this.#markRead();
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
