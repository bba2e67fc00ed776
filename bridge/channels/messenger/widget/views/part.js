// SPDX-License-Identifier: MIT
/* One line of a conversation: who, what, from where, and what can be pressed. */

import { avatar, h, parsable, safeUrl } from "./dom.js";

const DROPPED = "script,style,iframe,object,embed,form,input,button,textarea,select,link,meta,base,svg,math,template,noscript";
const ADDRESSES = ["href", "src"];
const KEPT = new Set(["href", "src", "alt", "title", "width", "height", "lang", "dir", "start", "colspan", "rowspan"]);

/**
 * The only way by which markup of the server enters the page. The server made it safe; this does not rely on it.
 *
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function safeHtml(html) {
  const template = document.createElement("template");
  template.innerHTML = parsable(html); // inert: nothing in a template runs or loads
  template.content.querySelectorAll(DROPPED).forEach((node) => node.remove());
  for (const node of template.content.querySelectorAll("*")) {
    for (const { name, value } of [...node.attributes]) {
      const isBad = !KEPT.has(name) || (ADDRESSES.includes(name) && !safeUrl(value, location.href));
      if (isBad) node.removeAttribute(name);
    }
    if (node.localName === "a") {
      node.setAttribute("target", "_blank");
      node.setAttribute("rel", "noopener noreferrer nofollow");
    }
    if (node.localName === "img") node.setAttribute("referrerpolicy", "no-referrer");
  }
  return document.importNode(template.content, true);
}

/**
 * @param {object} part As the server sends it.
 * @param {{words: Function, origin: string, isLive: boolean, isLastOwn: boolean, onOption: Function}} context
 *   `isLive`: its buttons can still be pressed.
 */
export function partView(part, context) {
  const { words, origin } = context;
  const isOwn = part.author.type === "user";
  const name = isOwn ? words("you") : part.author.name || words("messenger");
  const node = h(
    "article",
    {
      class: `part ${isOwn ? "own" : "theirs"}`,
      "data-testid": "part",
      "data-author": part.author.type,
      "data-state": isOwn ? "sent" : null,
    },
    isOwn ? null : avatar(name, part.author.avatar_url, origin),
    h(
      "div",
      { class: "column" },
      h("div", { class: isOwn ? "author hidden" : "author" }, name),
      part.body ? bubble(safeHtml(part.body)) : null,
      attachments(part.attachments ?? [], origin),
      sources(part.sources ?? [], words, origin),
      options(part.reply_options ?? [], context),
      isOwn && context.isLastOwn ? h("div", { class: "state" }, words("sent")) : null,
    ),
  );
  return node;
}

/** An answer that is still being made: its text grows, and nobody is read every step of it. */
export function streamView(author, { origin }) {
  return h(
    "article",
    { class: "part theirs stream", "data-testid": "stream", "aria-live": "off", "aria-busy": "true" },
    avatar(author.name, author.avatar_url, origin),
    h("div", { class: "column" }, h("div", { class: "author" }, author.name), bubble("")),
  );
}

/** A line of one's own that the server has not confirmed. */
export function lineView(line, { words, onRetry }) {
  const hasFailed = line.state === "failed";
  return h(
    "article",
    { class: "part own", "data-testid": "part", "data-author": "user", "data-state": line.state },
    h(
      "div",
      { class: "column" },
      h("div", { class: "author hidden" }, words("you")),
      line.body ? bubble(h("p", {}, line.body)) : null,
      (line.files ?? []).length ? h("div", { class: "files" }, ...line.files.map((file) => h("span", {}, file.name))) : null,
      h(
        "div",
        { class: hasFailed ? "state bad" : "state" },
        words(hasFailed ? "failed" : "sending"),
        hasFailed
          ? h("button", { type: "button", class: "link", onclick: () => onRetry(line.client_id) }, words("retry"))
          : null,
      ),
    ),
  );
}

function bubble(content) {
  return h("div", { class: "bubble" }, content);
}

function attachments(files, origin) {
  if (files.length === 0) return null;
  return h("div", { class: "files" }, ...files.map((file) => attachment(file, origin)));
}

function attachment(file, origin) {
  const href = safeUrl(file.url, origin);
  const isImage = /^image\/(png|jpeg|gif|webp)$/.test(file.content_type);
  return h(
    "a",
    { href, target: "_blank", rel: "noopener noreferrer nofollow" },
    isImage && href ? h("img", { src: href, alt: file.name, loading: "lazy" }) : file.name,
  );
}

function sources(list, words, origin) {
  if (list.length === 0) return null;
  const item = ({ title, url }) => {
    const href = safeUrl(url, origin);
    return h("li", {}, href ? h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, title || href) : title);
  };
  return h("div", { class: "sources" }, h("div", {}, words("sources")), h("ul", {}, ...list.map(item)));
}

function options(list, { isLive, onOption }) {
  if (list.length === 0) return null;
  const button = (option) =>
    h(
      "button",
      { type: "button", "data-testid": "reply-option", disabled: !isLive, onclick: press(option) },
      option.text,
    );
  const press = (option) => (event) => {
    event.currentTarget.parentNode.querySelectorAll("button").forEach((one) => (one.disabled = true));
    onOption(option);
  };
  return h("div", { class: "options" }, ...list.map(button));
}
