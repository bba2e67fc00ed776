// SPDX-License-Identifier: MIT
/* The first page: a greeting, the conversations, a way to begin one. */

import { avatar, h, parsable, safeUrl } from "./dom.js";

/** @param {{words: Function, origin: string, actions: {begin: Function, open: Function}}} needs */
export function homeView({ words, origin, actions }) {
  const logo = h("img", { class: "logo", hidden: true, onerror: () => (logo.hidden = true) });
  const greeting = h("h2", { class: "greeting" });
  const intro = h("p", { class: "intro" });
  const list = h("ul", { class: "list", "aria-label": words("messages") });
  const privacy = h("p", { class: "privacy" });
  const begin = h(
    "button",
    { type: "button", class: "primary", "data-testid": "new-conversation", onclick: () => actions.begin() },
    words("new"),
  );
  const node = h(
    "section",
    { class: "home" },
    h("header", { class: "hero" }, logo, greeting, intro),
    h("div", { class: "body" }, begin, list, privacy),
  );

  function row(c, workspace) {
    const last = c.last_part;
    const author = last && last.author.type !== "user" ? last.author.name : null;
    const name = author || workspace.name || words("messenger");
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "entry", "data-conversation": c.id, onclick: () => actions.open(c.id) },
        avatar(name, author ? last.author.avatar_url : workspace.brand?.avatar_url, origin),
        h(
          "span",
          { class: "text" },
          h("b", {}, name),
          h("span", { class: "preview" }, last ? plain(last.body) || last.attachments?.[0]?.name || "" : ""),
        ),
        c.unread_count
          ? h("span", { class: "count", "aria-label": words("unread", { n: c.unread_count }) }, String(c.unread_count))
          : null,
      ),
    );
  }

  function drawLogo({ brand, name }) {
    const address = safeUrl(brand?.logo_url, origin);
    if (!address || logo.src === address) return;
    logo.alt = name || "";
    logo.src = address;
    logo.hidden = false;
  }

  return {
    node,
    update({ conversations, workspace, note }) {
      drawLogo(workspace);
      const name = workspace.name || words("messenger");
      const isHere = Boolean(workspace.app_id); // until it has booted, nobody knows how this shop greets
      greeting.textContent = workspace.greeting || words(isHere ? "greeting" : "messages");
      intro.textContent = note || workspace.team_intro || (isHere ? words("intro", { name }) : "");
      privacy.textContent = workspace.privacy_text || "";
      const rows = conversations.map((c) => row(c, workspace));
      list.replaceChildren(...(rows.length ? rows : [h("li", { class: "empty" }, words("empty"))]));
    },
    focus: () => begin.focus(),
    shown: () => undefined,
  };
}

/** Markup's text; a parsed document runs nothing. */
function plain(html) {
  const text = new DOMParser().parseFromString(parsable(html ?? ""), "text/html").body.textContent;
  return text.replace(/\s+/g, " ").trim().slice(0, 120);
}
