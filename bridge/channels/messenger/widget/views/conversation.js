// SPDX-License-Identifier: MIT
/* One conversation: who answers, what was said, where to write. */

import { composer } from "./composer.js";
import { h, icon } from "./dom.js";
import { lineView, partView } from "./part.js";

/**
 * @param {object} needs
 * @param {Function} needs.words
 * @param {string} needs.origin
 * @param {object} needs.actions `back`, `send`, `retry`, `upload`, `typing`, `limits`.
 */
export function conversationView({ words, origin, actions }) {
  const title = h("h2", {});
  const status = h("p", { class: "status" });
  const log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": words("conversation"), tabindex: 0 });
  const dots = h("div", { class: "dots", hidden: true }, h("i"), h("i"), h("i"), h("span", { class: "hidden" }));
  const writing = composer({
    words, upload: actions.upload, limits: actions.limits, onTyping: actions.typing, onSend: actions.send,
  });
  const node = h(
    "section",
    { class: "conversation" },
    h(
      "header",
      {},
      h("button", { type: "button", class: "icon", "aria-label": words("back"), onclick: actions.back }, icon("M15 5l-7 7 7 7")),
      h("div", { class: "who" }, title, status),
    ),
    log,
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

  function update({ conversation, lines, workspace, isTyping }) {
    const name = workspace.name || words("messenger");
    title.textContent = conversation ? name : words("newTitle");
    const isThinking = conversation?.status === "thinking";
    status.textContent = conversation?.status ? words(`status.${conversation.status}`, { name }) : workspace.reply_time || "";
    const parts = conversation?.parts ?? [];
    const lastOwn = parts.findLastIndex((part) => part.author.type === "user");
    const wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    const nodes = parts.map((part, place) => {
      const isLive = lastOwn < place && lines.length === 0;
      const isLastOwn = place === lastOwn && place === parts.length - 1 && lines.length === 0;
      return keep(part.client_id ?? part.id, `sent ${isLive} ${isLastOwn}`, () =>
        partView(part, { words, origin, isLive, isLastOwn, onOption: actions.option }),
      );
    });
    nodes.push(
      ...lines.map((line) =>
        keep(line.client_id, line.state, () => lineView(line, { words, onRetry: actions.retry })),
      ),
    );
    const kept = new Set(nodes);
    for (const [key, { node: old }] of drawn) {
      if (kept.has(old)) continue;
      old.remove();
      drawn.delete(key);
    }
    nodes.forEach((one, place) => {
      if (log.children[place] !== one) log.insertBefore(one, log.children[place] ?? null);
    });
    dots.hidden = !(isThinking || isTyping);
    dots.lastChild.textContent = isThinking ? words("status.thinking", { name }) : words("typing", { name });
    log.append(dots);
    if (wasAtEnd) log.scrollTop = log.scrollHeight;
  }

  return {
    node,
    update,
    focus: writing.focus,
    write: writing.write,
    shown() {
      log.scrollTop = log.scrollHeight;
      writing.refresh();
    },
  };
}
