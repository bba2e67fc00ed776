// SPDX-License-Identifier: MIT
/* Who is on this page: the boot, its session, and requests that boot again when the session is over. */

const TIMEOUT_MS = 30000;
/** Settings that steer the page and tell nothing about the person. */
const OWN = new Set([
  "api_base", "alignment", "horizontal_padding", "vertical_padding", "hide_default_launcher",
  "custom_launcher_selector", "action_color", "background_color", "theme_mode",
  "session_duration", "region", "z_index", "hide_notifications", "link_color", "installation_type",
]);

/** A storage that may be forbidden, as in a sandboxed frame; then it lasts as long as the page. */
export function storageOf(name) {
  try {
    const storage = window[name];
    storage.getItem("messenger");
    return storage;
  } catch {
    const kept = new Map();
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    };
  }
}

export class Refused extends Error {
  constructor(status, code) {
    super(`the server answered ${status} ${code}`);
    this.status = status;
    this.code = code;
  }

  /** Whether the same would be refused again. */
  get isFinal() {
    return this.status < 500 && this.status !== 408 && this.status !== 429;
  }
}

export class Visit {
  /**
   * @param {string} origin The server.
   * @param {object} settings What the page said in `intercomSettings` and `boot`.
   * @param {(answer: object) => void} booted Told of every boot, also of those that followed a 401.
   * @param {(error: Refused) => void} refused Told when a boot was refused for good, also a later one.
   */
  constructor(origin, settings, booted, refused) {
    this.origin = origin;
    this.settings = settings;
    this.booted = booted;
    this.refused = refused;
    this.visitorKey = `messenger.visitor.${settings.app_id}`;
    this.sessionKey = `messenger.session.${settings.app_id}`;
    this.local = storageOf("localStorage");
    this.tab = storageOf("sessionStorage");
    this.session = this.tab.getItem(this.sessionKey);
    this.pending = null;
    this.ended = false;
  }

  /** Boots; calls that come while one is under way join it. */
  boot() {
    this.pending ??= this.#alone(() => this.#boot()).finally(() => {
      this.pending = null;
    });
    return this.pending;
  }

  /** A request with the session; boots again once when the session is over. */
  async request(method, path, body) {
    const used = this.session;
    const response = await this.#fetch(method, path, body);
    if (response.status !== 401 || this.ended) return response;
    if (used === this.session) await this.boot();
    return this.#fetch(method, path, body);
  }

  /** The answer as JSON; raises `Refused` for any other than 2xx. */
  async json(method, path, body) {
    const response = await this.request(method, path, body);
    if (!response.ok) throw new Refused(response.status, (await problem(response)).code);
    return response.status === 204 ? null : response.json();
  }

  /** Forgets the person on this device. */
  async end() {
    this.ended = true;
    const request = this.session ? this.#fetch("POST", "/messenger/shutdown") : Promise.resolve();
    this.session = null;
    this.tab.removeItem(this.sessionKey);
    this.local.removeItem(this.visitorKey);
    await request.catch(() => undefined); // the session then ends by its age
  }

  async #alone(act) {
    // two tabs that open together must not become two visitors
    let isIn = false;
    const enter = () => {
      isIn = true;
      return act();
    };
    try {
      return await navigator.locks.request(`${this.visitorKey}.boot`, enter);
    } catch (error) {
      if (isIn) throw error;
      return act(); // no locks on a page without TLS, and none in a frame that may store nothing
    }
  }

  async #boot() {
    const said = Object.entries(this.settings).filter(([key, value]) => !OWN.has(key) && value !== undefined);
    const body = { ...Object.fromEntries(said), page_url: location.href.slice(0, 4096) };
    const token = this.local.getItem(this.visitorKey);
    if (token) body.visitor_token = token;
    const response = await this.#fetch("POST", "/messenger/boot", body);
    if (!response.ok) {
      const error = new Refused(response.status, (await problem(response)).code);
      if (error.isFinal) this.refused(error);
      throw error;
    }
    const answer = await response.json();
    if (this.ended) return answer;
    this.session = answer.session;
    this.tab.setItem(this.sessionKey, answer.session);
    if (answer.visitor_token) this.local.setItem(this.visitorKey, answer.visitor_token);
    else this.local.removeItem(this.visitorKey);
    this.booted(answer);
    return answer;
  }

  #fetch(method, path, body) {
    const headers = this.session ? { Authorization: `Bearer ${this.session}` } : {};
    const isForm = body instanceof FormData;
    if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
    return fetch(this.origin + path, {
      method,
      headers,
      body: body === undefined || isForm ? body : JSON.stringify(body),
      credentials: "omit",
      signal: AbortSignal.timeout(isForm ? TIMEOUT_MS * 4 : TIMEOUT_MS),
    });
  }
}

async function problem(response) {
  const answer = await response.json().catch(() => ({}));
  return answer.errors?.[0] ?? { code: "unknown" };
}
