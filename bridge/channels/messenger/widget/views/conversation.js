// SPDX-License-Identifier: MIT
/* One conversation: who answers, what was said, where to write. */

import { composer } from "./composer.js";
import { avatar, h, icon } from "./dom.js";
import { lineView, partView, streamView } from "./part.js";
import { ratingView } from "./rating.js";

/**
 * @param {object} needs
 * @param {Function} needs.words
 * @param {string} needs.origin
 * @param {object} needs.actions `back`, `send`, `option`, `retry`, `upload`, `typing`, `limits`, `rate`.
 */
export function conversationView({ words, origin, actions }) {
  const face = h("span", {});
  const title = h("h2", {});
  const status = h("p", { class: "status" });
  const log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": words("conversation"), tabindex: 0 });
  const dots = h("div", { class: "dots", hidden: true }, h("i"), h("i"), h("i"), h("span", { class: "hidden" }));
  const writing = composer({
    words, upload: actions.upload, limits: actions.limits, onTyping: actions.typing, onSend: actions.send,
  });
  const onOption = (option) => {
    writing.focus(); // the pressed button is gone at once, and with it the keyboard's place
    actions.option(option);
  };
  const rating = ratingView({ words, onRate: actions.rate });
  const node = h(
    "section",
    { class: "conversation" },
    h(
      "header",
      {},
      h("button", { type: "button", class: "icon", "aria-label": words("back"), onclick: actions.back }, icon("M15 5l-7 7 7 7")),
      face,
      h("div", { class: "who" }, title, status),
    ),
    log,
    rating.node,
    writing.node,
  );
  log.append(dots);
  const drawn = new Map(); // key → {shape, node}; what did not change stays, so that nothing is read out twice

  function keep(key, shape, make) {
    const before = drawn.get(key);
    if (before?.shape === shape) return before.node;
    const made = make();
    before?.node.replaceWith(made);
    drawn.set(key, { shape, node: made });
    return made;
  }

  function drawFace(name, url) {
    if (face.dataset.shows === `${name} ${url}`) return;
    face.dataset.shows = `${name} ${url}`;
    face.replaceChildren(avatar(name, url, origin));
  }

  function update({ conversation, lines, workspace, typing, stream }) {
    const name = workspace.name || words("messenger");
    const url = workspace.brand?.avatar_url;
    drawFace(name, url);
    title.textContent = conversation ? name : words("newTitle");
    const isThinking = conversation?.status === "thinking";
    status.textContent = conversation?.status ? words(`status.${conversation.status}`, { name })
      : workspace.team_intro || words("intro", { name });
    const parts = conversation?.parts ?? [];
    const lastOwn = parts.findLastIndex((part) => part.author.type === "user");
    const wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    const nodes = parts.map((part, place) => {
      const isOver = conversation.status === "with_team" && place < parts.length - 1; // Fin's question is nobody's now
      const isLive = lastOwn < place && lines.length === 0 && !isOver;
      const isLastOwn = place === lastOwn && place === parts.length - 1 && lines.length === 0;
      return keep(part.client_id ?? part.id, `sent ${isLive} ${isLastOwn}`, () =>
        partView(part, { words, origin, isLive, isLastOwn, onOption }),
      );
    });
    nodes.push(
      ...lines.map((line) =>
        keep(line.client_id, line.state, () => lineView(line, { words, onRetry: actions.retry })),
      ),
    );
    if (stream) {
      const author = { name, avatar_url: url };
      const growing = keep("stream", stream.id, () => streamView(author, { origin }));
      growing.querySelector(".bubble").textContent = stream.text;
      nodes.push(growing);
    }
    const kept = new Set(nodes);
    for (const [key, { node: old }] of drawn) {
      if (kept.has(old)) continue;
      old.remove();
      drawn.delete(key);
    }
    nodes.forEach((one, place) => {
      if (log.children[place] !== one) log.insertBefore(one, log.children[place] ?? null);
    });
    dots.hidden = Boolean(stream) || !(isThinking || typing);
    const agent = typing === "agent" && parts.findLast((part) => part.author.type === "agent")?.author.name;
    dots.lastChild.textContent = isThinking
      ? words("status.thinking", { name })
      : words("typing", { name: agent || (typing === "agent" && workspace.team_name) || name });
    log.append(dots);
    rating.update(conversation);
    if (wasAtEnd) log.scrollTop = log.scrollHeight;
  }

  return {
    node,
    update,
    at: writing.at,
    focus: writing.focus,
    write: writing.write,
    written: writing.written,
    shown() {
      log.scrollTop = log.scrollHeight;
      writing.refresh();
    },
  };
}
