// SPDX-License-Identifier: MIT
/* How the customer found it: five faces once it is over, then a remark, which is the last word. */

import { h, icon } from "./dom.js";

/** Drawn, as not every machine has a font with all five. */
const ROUND = "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M9 10v.01M15 10v.01";
const FACES = {
  terrible: "M8 17q4-5 8 0M7 7l3 1.500M17 7l-3 1.500",
  bad: "M8.500 16.500q3.500-3 7 0",
  ok: "M8.500 15.500h7",
  good: "M8.500 14.500q3.500 3.500 7 0",
  amazing: "M7.500 14h9q-1 4.500-4.500 4.500t-4.500-4.500z",
};
const REMARK_CHARS = 2000;

/** @param {{words: Function, onRate: (rating: {rating: string, remark?: string}) => Promise<void>}} needs */
export function ratingView({ words, onRate }) {
  const question = h("p", {}, words("rate"));
  const buttons = Object.entries(FACES).map(([name, face]) =>
    h(
      "button",
      {
        type: "button", "aria-label": words(`rate.${name}`), title: words(`rate.${name}`), "aria-pressed": "false",
        "data-testid": `rate-${name}`, onclick: () => void give({ rating: name }),
      },
      icon(ROUND + face),
    ),
  );
  const faces = h("div", { class: "faces", role: "group", "aria-label": words("rate") }, ...buttons);
  const remark = h("textarea", {
    rows: 1, maxlength: REMARK_CHARS, placeholder: words("remark"), "aria-label": words("remark"), "data-testid": "remark",
  });
  const form = h(
    "form",
    { class: "row", hidden: true, onsubmit: submit },
    remark,
    h("button", { type: "submit", class: "primary", "data-testid": "send-remark" }, words("send")),
  );
  const thanks = h("p", { role: "status" });
  const node = h("div", { class: "rating", hidden: true, "data-testid": "rating" }, question, faces, form, thanks);
  let shown = null; // the conversation that it stands under
  let given = null;

  async function give(rating) {
    thanks.textContent = "";
    try {
      await onRate(rating);
    } catch {
      thanks.textContent = words("rateFailed");
    }
  }

  function submit(event) {
    event.preventDefault();
    const text = remark.value.trim();
    if (text && given) void give({ rating: given, remark: text });
  }

  return {
    node,
    /** @param {object|null} conversation */
    update(conversation) {
      const last = conversation?.parts.at(-1);
      // as long as there is something to press under the answer, it is not over
      const isOver = ["resolved", "closed"].includes(conversation?.status) && !last?.reply_options?.length;
      const hasWritten = conversation?.parts.some((part) => part.author.type === "user");
      // nor where the last word is the system's: it says where it goes on
      node.hidden = !isOver || !hasWritten || ["user", "system"].includes(last?.author.type);
      if (node.hidden) return;
      const { rating, remark: said } = conversation.rating ?? {};
      if (shown !== conversation.id) remark.value = thanks.textContent = "";
      shown = conversation.id;
      given = rating ?? null;
      Object.keys(FACES).forEach((name, place) => buttons[place].setAttribute("aria-pressed", String(name === given)));
      question.hidden = faces.hidden = Boolean(said);
      form.hidden = !given || Boolean(said);
      if (said) thanks.textContent = words("rated");
    },
  };
}
