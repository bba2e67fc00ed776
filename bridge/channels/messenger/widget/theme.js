// SPDX-License-Identifier: MIT
/* Which colours are worn: the workspace's accent with a text that can be read on it; light, dark or as the system. */

const READABLE = 4.5;

/** @param {{element: HTMLElement|null, host: HTMLElement|null, workspace: object, settings: object}} now */
export function themed({ element, host, workspace, settings }) {
  const accent = settings.action_color || workspace.action_color;
  const theme = settings.theme_mode || workspace.theme || "system";
  element?.setAttribute("theme", ["light", "dark"].includes(theme) ? theme : "system");
  element?.setAttribute("side", settings.alignment === "left" ? "left" : "right");
  if (!/^#[0-9a-f]{6}$/i.test(accent ?? "")) return;
  const text = contrast(accent, "#ffffff") >= READABLE ? "#fff" : "#000";
  for (const [node, prefix] of [[element, "--"], [host, "--m-"]]) {
    node?.style.setProperty(`${prefix}accent`, accent);
    node?.style.setProperty(`${prefix}on-accent`, text);
  }
}

/** The ratio of two colours. Source: WCAG 2.2, "contrast ratio". */
export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
