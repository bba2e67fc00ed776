// SPDX-License-Identifier: MIT
/* For operators, on a page opened with `#fin-pick`: a click on an element shows what a procedure says to mean it. */

import { h } from "./views/dom.js";

const OWN = ["data-testid", "data-test", "data-action", "data-id", "name", "aria-label"];

/** Begins; the first click ends it. */
export function pick() {
  const frame = h("div", { "aria-hidden": "true" });
  frame.style.cssText = "all:initial;position:fixed;z-index:2147483647;pointer-events:none;outline:3px solid #b3121d";
  document.body.append(frame);

  const moved = ({ target }) => {
    const { left, top, width, height } = target.getBoundingClientRect();
    Object.assign(frame.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  };
  const clicked = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    window.removeEventListener("mousemove", moved, true);
    window.removeEventListener("click", clicked, true);
    frame.remove();
    shown(written(selectorOf(event.target)));
  };
  window.addEventListener("mousemove", moved, true);
  window.addEventListener("click", clicked, true); // before every listener of the document
}

/** As short as it can be and still mean this element alone. */
export function selectorOf(element) {
  const isAlone = (selector) => document.querySelectorAll(selector).length === 1;
  const tag = element.localName;
  if (element.id && isAlone(`#${CSS.escape(element.id)}`)) return `#${CSS.escape(element.id)}`;
  for (const name of OWN) {
    const selector = `${tag}[${name}=${JSON.stringify(element.getAttribute(name) ?? "")}]`;
    if (element.getAttribute(name) && isAlone(selector)) return selector;
  }
  for (const one of element.classList) if (isAlone(`${tag}.${CSS.escape(one)}`)) return `${tag}.${CSS.escape(one)}`;
  if (isAlone(tag) || !element.parentElement) return tag;
  const same = [...element.parentElement.children].filter((one) => one.localName === tag);
  const place = same.length > 1 ? `:nth-of-type(${same.indexOf(element) + 1})` : "";
  return `${selectorOf(element.parentElement)} > ${tag}${place}`;
}

function written(selector) {
  const quoted = JSON.stringify(selector);
  return `proactive:
  first_message: "…"
  on: [element_click]
  element: {page: ${JSON.stringify(location.pathname)}, selector: ${quoted}}
`;
}

function shown(text) {
  const box = h("textarea", { readonly: true, rows: "5", "aria-label": "For the procedure's file", "data-testid": "picked" });
  box.value = text;
  const done = h("button", { type: "button", onclick: () => dialog.remove() }, "Close");
  const dialog = h("dialog", { open: true }, box, h("br", {}), done);
  dialog.style.cssText = "position:fixed;inset:20px auto auto 20px;z-index:2147483647;width:min(90vw,620px)";
  box.style.cssText = "width:100%;font:13px/1.5 monospace";
  document.body.append(dialog);
  box.focus();
  box.select();
}
