// SPDX-License-Identifier: MIT
/* The Messenger from boot to shutdown: who is here, which page is open, what the site can ask. */

import { Visit } from "./boot.js";
import { commandsOf } from "./commands.js";
import { Panel } from "./panel.js";
import { pause } from "./pause.js";
import { apply, EMPTY, unread } from "./store.js";
import { lineOf, Talk } from "./talk.js";
import { themed } from "./theme.js";
import { Triggers } from "./triggers.js";
import { updateLauncher } from "./views/launcher.js";
import { languageOf, wordsIn } from "./words.js";

const LONGEST_WAIT_MS = 30000;
const PICK = "#fin-pick";

/** Begins; the loader calls it once. */
export async function start(loader) {
  const language = languageOf(loader.settings);
  const app = new Messenger(loader, language, await wordsIn(language, loader.origin));
  return { command: commandsOf(app), toggle: () => (app.isOpen ? app.hide() : app.show()) };
}

class Messenger {
  constructor(loader, language, words) {
    this.loader = loader;
    this.language = language;
    this.words = words;
    this.state = EMPTY;
    this.place = { page: "home" };
    this.isOpen = false;
    this.listeners = { hide: [], show: [], unread: [], email: [] };
    this.visit = null;
    this.talk = null;
    this.triggers = null;
    this.panel = null;
    this.note = "";
    this.toldUnread = 0;
    this.early = []; // written before it is known by whom
  }

  // --- life

  boot(settings) {
    if (this.visit) return this.update(settings);
    this.settings = settings;
    window.Intercom.booted = true;
    this.loader.draw(settings);
    const booted = (answer) => this.#booted(visit, answer);
    const visit = (this.visit = new Visit(this.loader.origin, settings, booted, (error) => this.#refused(visit, error)));
    this.attachActivators();
    if (location.hash === PICK) void import("./picker.js").then(({ pick }) => pick());
    document.addEventListener("visibilitychange", this.#seen);
    window.addEventListener("online", this.#online);
    return this.#bootUntilItWorks(visit);
  }

  async #bootUntilItWorks(visit) {
    void this.#speak();
    for (let tries = 0; this.visit === visit; tries += 1) {
      try {
        await visit.boot();
        return;
      } catch (error) {
        if (error.isFinal) return;
        if (tries === 0) console.warn("Messenger: not booted yet,", error.message);
        this.note = this.words("offline");
        this.#draw();
        await pause(Math.min(1000 * 2 ** tries, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2));
      }
    }
  }

  #refused(visit, { code }) {
    if (this.visit !== visit) return;
    console.error(`Messenger: boot was refused (${code})`);
    this.shutdown();
  }

  /** A later boot or update may say another language. */
  async #speak() {
    const language = languageOf(this.settings);
    if (language === this.language) return;
    const words = await wordsIn(language, this.loader.origin).catch(() => null); // then it speaks as before
    if (!words || !this.visit || language !== languageOf(this.settings)) return;
    Object.assign(this, { language, words });
    const { panel, isOpen, place } = this;
    this.panel = panel && this.#built();
    this.#draw();
    if (place.page === "conversation") this.panel?.write(panel.written());
    panel?.remove();
    if (isOpen) this.panel.show();
  }

  #booted(visit, answer) {
    if (this.visit !== visit) return;
    const isOther = this.state.contact?.id !== answer.contact.id;
    this.note = "";
    this.#apply({ type: "booted", answer });
    const owner = `${this.settings.app_id}.${answer.contact.id}`;
    this.#bind(visit, owner, answer.workspace.triggers ?? []);
    if (!isOther) return;
    this.talk?.stop();
    this.talk = new Talk({
      visit,
      owner,
      state: () => this.state,
      apply: (frame) => this.#apply(frame),
      open: () => this.place.id ?? null,
      loaded: this.#seen,
      gone: (id) => this.place.id === id && this.#go({ page: "home" }),
    });
    this.talk.start();
    for (const line of this.early.splice(0)) this.talk.write(line);
    const shown = visit.tab.getItem(this.#placeKey());
    if (this.place.page === "home" && this.state.conversations[shown]) this.#go({ page: "conversation", id: shown });
  }

  #bind(visit, owner, bound) {
    this.triggers?.stop();
    const began = ({ conversation, part }, isNow) => {
      if (this.visit !== visit) return;
      this.#apply({ type: "conversation", conversation });
      this.#apply({ type: "part", conversation_id: conversation.id, part });
      if (isNow) this.showConversation(conversation.id);
    };
    this.triggers = bound.length ? new Triggers({ visit, owner, bound, began }) : null;
  }

  #placeKey() {
    return `messenger.place.${this.settings.app_id}`;
  }

  shutdown() {
    this.hide();
    this.talk?.stop();
    document.removeEventListener("visibilitychange", this.#seen);
    window.removeEventListener("online", this.#online);
    this.triggers?.stop();
    void this.visit?.end();
    this.visit = this.talk = this.triggers = null;
    this.early = [];
    this.state = EMPTY;
    this.place = { page: "home" };
    window.Intercom.booted = false;
    this.panel?.remove();
    this.panel = this.loader.panel = null;
    this.#draw(); // hides the launcher, and the page's own badge hears that nothing is unread
  }

  update(settings) {
    if (!this.visit) return undefined;
    const { visit } = this;
    const changed = Object.entries(settings).some(([key, value]) => visit.settings[key] !== value);
    this.settings = visit.settings = { ...visit.settings, ...settings };
    this.#draw();
    return changed ? this.#bootUntilItWorks(visit) : undefined;
  }

  #online = () => this.talk?.flush();

  #seen = () => {
    if (this.isOpen && !document.hidden && this.place.id) this.talk?.read(this.place.id);
  };

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
    for (const callback of this.listeners[name]) this.call(callback, ...values);
  }

  /** A mistake in the page's own function is the page's: it is reported there and stops nothing here. */
  call(callback, ...values) {
    try {
      callback(...values);
    } catch (error) {
      reportError(error);
    }
  }

  show() {
    if (this.isOpen || !this.visit) return;
    this.opener = document.activeElement;
    this.panel ??= this.#built();
    this.isOpen = true;
    this.#draw();
    this.panel.show();
    if (this.place.id) void this.talk?.load(this.place.id);
    this.#tell("show");
  }

  hide() {
    if (!this.isOpen) return;
    this.isOpen = false;
    const hadFocus = this.panel.hide();
    this.#draw();
    const { button } = this.loader;
    if (hadFocus) (button?.hidden ? this.opener : button)?.focus(); // hidden where the page has a launcher of its own
    this.#tell("hide");
  }

  showHome() {
    this.#shows({ page: "home" });
  }

  showNew(text) {
    this.#shows({ page: "conversation", id: null, began: null });
    if (text) this.panel?.write(text);
  }

  begin(text) {
    this.showNew();
    if (text) this.#write({ body: text, files: [] });
  }

  showConversation(id) {
    this.#shows({ page: "conversation", id });
  }

  #shows(place) {
    this.#go(place);
    if (this.isOpen) this.panel.focus(); // where it was is gone
    else this.show();
  }

  track(name, metadata) {
    this.visit?.json("POST", "/messenger/events", { name, metadata }).catch((error) => {
      console.warn("Messenger: the event was not taken", error.message);
    });
  }

  attachActivators() {
    this.loader.keep();
    const selector = this.settings?.custom_launcher_selector;
    if (!selector) return;
    for (const node of found(selector)) {
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
    if (place.id) void this.talk?.load(place.id);
    if (this.isOpen) this.panel.scroll();
  }

  #write(message) {
    const line = lineOf(message, this.place);
    if (!line.conversation_id && !line.after) this.place = { ...this.place, began: line.client_id };
    if (this.talk) this.talk.write(line);
    else {
      this.early.push(line);
      this.#apply({ type: "lines", lines: this.early.map((one) => ({ ...one, state: "sending" })) });
    }
    this.panel?.scroll();
  }

  #built() {
    const enter = (place) => {
      this.#go(place);
      this.panel.focus();
    };
    const panel = new Panel({
      language: this.language,
      words: this.words,
      origin: this.loader.origin,
      actions: {
        hide: () => this.hide(),
        begin: () => enter({ page: "conversation", id: null, began: null }),
        open: (id) => enter({ page: "conversation", id }),
        back: () => enter({ page: "home" }),
        send: (message) => this.#write(message),
        option: ({ uuid, text }) => this.#write({ body: text, files: [], reply_option: uuid }),
        retry: (id) => this.talk?.retry(id),
        upload: async (file) => this.talk.upload(file),
        typing: () => this.talk?.typing(this.place.id),
        rate: async (rating) => this.talk.rate(this.place.id, rating),
        limits: () => this.state.workspace.attachments,
      },
    });
    this.loader.panel = panel.element;
    return panel;
  }

  #draw() {
    const { state, words, place, note, panel } = this;
    const count = unread(state);
    if (count !== this.toldUnread) {
      this.toldUnread = count;
      this.#tell("unread", count);
    }
    const settings = this.settings ?? {};
    const isHidden = !this.visit || settings.hide_default_launcher === true;
    updateLauncher({ button: this.loader.button, language: this.language, words, isOpen: this.isOpen, count, isHidden });
    this.loader.place(settings);
    themed({ element: panel?.element ?? null, host: this.loader.host, workspace: state.workspace, settings });
    panel?.draw({ state, place, note });
    if (panel) this.#seen();
  }
}

function found(selector) {
  try {
    return document.querySelectorAll(selector);
  } catch {
    console.warn(`Messenger: custom_launcher_selector is no selector: ${selector}`);
    return [];
  }
}
