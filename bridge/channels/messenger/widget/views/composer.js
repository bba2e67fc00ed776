// SPDX-License-Identifier: MIT
/* Where the customer writes: text, files by button, paste or drop; Enter sends. */

import { Refused } from "../boot.js";
import { h, icon } from "./dom.js";

const BODY_CHARS = 5000;
const FILES = 10;
const WHY = { 413: "tooLarge", 415: "wrongType" };

/**
 * @param {object} needs
 * @param {Function} needs.words
 * @param {() => object} needs.limits `{max_bytes, types}` of the workspace.
 * @param {(file: File) => Promise<object>} needs.upload
 * @param {(message: {body: string, files: object[]}) => void} needs.onSend
 * @param {() => void} needs.onTyping
 */
export function composer({ words, limits, upload, onSend, onTyping }) {
  let files = [];
  const drafts = new Map();
  let here = null;
  const text = h("textarea", {
    rows: 1, maxlength: BODY_CHARS, placeholder: words("write"), "aria-label": words("write"), "data-testid": "composer",
  });
  const picker = h("input", { type: "file", multiple: true, hidden: true, tabindex: -1 });
  const chips = h("div", { class: "chips", role: "status" });
  const attach = h(
    "button",
    { type: "button", class: "icon", "aria-label": words("attach"), onclick: () => picker.click() },
    icon("M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 5 5l-8.500 8.500a1.700 1.700 0 0 1-2.500-2.500L15 7"),
  );
  const send = h(
    "button",
    { type: "submit", class: "icon send", "aria-label": words("send"), "data-testid": "send" },
    icon("M12 20V5M5 12l7-7 7 7"),
  );
  const node = h("form", { class: "composer" }, chips, h("div", { class: "row" }, attach, text, send), picker);

  function ready() {
    return files.filter((file) => file.id);
  }

  function isBusy() {
    return files.some((file) => !file.id);
  }

  function refresh() {
    send.disabled = isBusy() || (!text.value.trim() && ready().length === 0);
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 120)}px`;
  }

  function draw(problem) {
    const chip = (file) =>
      h(
        "span",
        { class: "chip" },
        file.id ? file.name : words("uploading", { name: file.name }),
        file.id
          ? h("button", { type: "button", "aria-label": words("removeFile", { name: file.name }), onclick: () => drop(file) }, "×")
          : null,
      );
    chips.replaceChildren(...files.map(chip), ...(problem ? [h("span", { class: "bad" }, problem)] : []));
    refresh();
  }

  function drop(file) {
    files = files.filter((one) => one !== file);
    draw();
    text.focus();
  }

  async function take(list) {
    for (const file of [...list].slice(0, FILES - files.length)) {
      const entry = { name: file.name || "file" };
      files = [...files, entry];
      draw();
      let problem = null;
      try {
        if (file.size > limits()?.max_bytes) throw new Refused(413, "too_large");
        Object.assign(entry, await upload(file));
      } catch ({ status }) {
        files = files.filter((one) => one !== entry);
        entry.failed = true;
        const most = Math.floor(limits()?.max_bytes / 1e5) / 10;
        problem = words(WHY[status] ?? "uploadFailed", { name: entry.name, n: most });
      }
      draw(problem);
    }
  }

  function submit() {
    const body = text.value.trim();
    if (send.disabled || isBusy()) return;
    onSend({ body, files: ready() });
    text.value = "";
    files = [];
    draw();
    text.focus();
  }

  /** What was begun for one conversation must not go to another. */
  function at(place, isSame) {
    if (place === here) return;
    if (!isSame) {
      drafts.set(here, { body: text.value, files });
      const draft = drafts.get(place);
      text.value = draft?.body ?? "";
      files = (draft?.files ?? []).filter((one) => !one.failed);
      draw();
    }
    drafts.delete(place);
    here = place;
  }

  node.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return; // composing: an IME's Enter
    event.preventDefault();
    submit();
  });
  text.addEventListener("input", () => {
    refresh();
    onTyping();
  });
  text.addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    void take(event.clipboardData.files);
  });
  picker.addEventListener("change", () => {
    void take(picker.files).finally(() => (picker.value = ""));
  });
  node.addEventListener("dragover", (event) => event.preventDefault());
  node.addEventListener("drop", (event) => {
    event.preventDefault();
    void take(event.dataTransfer.files);
  });
  refresh();

  return {
    node,
    at,
    focus: () => text.focus(),
    written: () => text.value,
    write(value) {
      text.value = value;
      refresh();
    },
    refresh,
  };
}
