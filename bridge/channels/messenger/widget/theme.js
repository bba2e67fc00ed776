// SPDX-License-Identifier: MIT
/* What is worn where: the workspace's colours, each with a text that can be read on it; light, dark; which corner. */

const READABLE = 4.5;

/** @param {{element: HTMLElement|null, host: HTMLElement|null, workspace: object, settings: object}} now */
export function themed({ element, host, workspace, settings }) {
  const brand = workspace.brand ?? {};
  const theme = settings.theme_mode || brand.theme_mode || "system";
  element?.setAttribute("theme", ["light", "dark"].includes(theme) ? theme : "system");
  element?.setAttribute("side", settings.alignment === "left" ? "left" : "right");
  element?.style.setProperty("--side", `${Number(settings.horizontal_padding) || 20}px`);
  element?.style.setProperty("--foot", `${Number(settings.vertical_padding) || 20}px`);
  if (Number(settings.z_index)) element?.style.setProperty("--z", Number(settings.z_index));
  const accent = colour(settings.action_color) ?? colour(brand.action_color);
  const back = colour(settings.background_color) ?? colour(brand.background_color) ?? accent;
  for (const [name, value] of [["accent", accent], ["back", back]]) {
    if (!value) continue;
    for (const [node, prefix] of [[element, "--"], [host, "--m-"]]) {
      node?.style.setProperty(prefix + name, value);
      node?.style.setProperty(`${prefix}on-${name}`, readable(value));
    }
  }
}

function colour(value) {
  return /^#[0-9a-f]{6}$/i.test(value ?? "") ? value : null;
}

function readable(behind) {
  return contrast(behind, "#ffffff") >= READABLE ? "#fff" : "#000";
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
