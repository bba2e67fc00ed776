// SPDX-License-Identifier: MIT
/* Elements in one line; whatever is a string becomes text, never markup. */

/**
 * @param {string} tag
 * @param {object} [attributes] `onclick` and the like are listeners; null and false are left out.
 * @param {...(Node|string|null)} children
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** A drawing of strokes in a box of 24; the path is ours, never anybody's data. */
export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** A round initial, or the picture when there is one. */
export function avatar(name, url, origin) {
  const face = h("span", { class: "avatar", "aria-hidden": "true" }, (name || "?").trim().charAt(0).toUpperCase());
  const address = safeUrl(url, origin);
  if (address) face.replaceChildren(h("img", { src: address, alt: "", referrerpolicy: "no-referrer" }));
  return face;
}

/** The address as http, https or mailto; null for every other kind. */
export function safeUrl(url, base) {
  if (!url) return null;
  try {
    const parsed = new URL(url, base);
    return ["http:", "https:", "mailto:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** Markup for a parser, where the page demands Trusted Types; nothing that is parsed here runs. */
export function parsable(html) {
  return policy?.createHTML(html) ?? html;
}

const policy = made();

function made() {
  try {
    return window.trustedTypes?.createPolicy("messenger-bridge", { createHTML: (html) => html });
  } catch {
    return null; // the page allows policies of other names alone
  }
}
