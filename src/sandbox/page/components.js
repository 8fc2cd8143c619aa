/** Buttons, selects and the other components a message can have. */

import { h, append, outsideLink } from "./dom.js";
import { state, displayName } from "./store.js";
import { press } from "./interactions.js";
import { markdown } from "./markdown-dom.js";
import { picture } from "./embeds.js";
import { icon } from "./icons.js";
import { selectElement } from "./selects.js";
import { fileElement, gallery } from "./attachments.js";
import { hiddenIf } from "./spoiler.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "premium" };
const SELECTS = new Set([3, 5, 6, 7, 8]);

/** The components below a message, in order. */
export function componentElements(message) {
  return (message.components ?? []).map((component) => element(component, message));
}

function element(component, message) {
  const inner = () => (component.components ?? []).map((child) => element(child, message));
  switch (component.type) {
    case 1: return h("div", { class: "component-row" }, inner());
    case 2: return button(component, message);
    case 9: return h("div", { class: "v2-section" }, h("div", { class: "v2-texts" }, inner()), component.accessory && element(component.accessory, message));
    case 10: return h("div", { class: "markup", dir: "auto" }, markdown(component.content ?? ""));
    case 11: return hiddenIf(component.spoiler, picture({ ...component.media, description: component.description }, "embed-thumbnail", "Thumbnail"));
    case 12: return gallery((component.items ?? []).map((item) => hiddenIf(item.spoiler, picture({ ...item.media, description: item.description }, "attachment-picture", "Image"))));
    case 13: return hiddenIf(component.spoiler, fileElement({ filename: component.name ?? component.file?.url, url: component.file?.url, size: component.size }));
    case 14: return h("hr", { class: component.divider === false ? "v2-gap" : "v2-line" });
    case 17: return hiddenIf(component.spoiler, container(component, inner()));
    default: return SELECTS.has(component.type) ? select(component, message) : h("div", { class: "picture-missing" }, `A component of type ${Number(component.type)}`);
  }
}

function container(component, children) {
  const colour = Number.isInteger(component.accent_color) ? `#${component.accent_color.toString(16).padStart(6, "0")}` : null;
  return h("div", { class: "embed v2-container", vars: colour ? { "--bar": colour } : {} }, children);
}

/** An emoji of a button, an option or a reaction. */
export function emojiElement(emoji) {
  if (!emoji?.name) return null;
  return emoji.id ? h("span", { class: "custom-emoji" }, `:${emoji.name}:`) : h("span", { class: "emoji" }, emoji.name);
}

function button(component, message) {
  const style = STYLES[component.style] ?? "secondary";
  const content = [emojiElement(component.emoji), component.label && h("span", { dir: "auto" }, component.label)];
  const data = { testid: "component-button", customId: component.custom_id };
  if (component.style === 5) {
    if (component.disabled) return h("button", { class: "button link", type: "button", disabled: true, data }, content, icon("out"));
    const link = outsideLink(component.url, { class: "button link", data }, content);
    append(link, icon("out"));
    return link;
  }
  const pending = state.pendingComponents.get(message.id) === component.custom_id;
  return h("button", {
    class: `button ${style}${pending ? " pending" : ""}`, type: "button", data,
    disabled: component.disabled || component.style === 6, "aria-busy": pending ? "true" : null,
    "aria-label": component.label ? null : component.emoji?.name,
    on: { click: () => !pending && press(message, component.custom_id) },
  }, content);
}

function select(component, message) {
  const pending = state.pendingComponents.get(message.id) === component.custom_id;
  return selectElement(component, {
    label: component.placeholder || `Choice for ${displayName(message.author)}`,
    disabled: component.disabled || pending,
    onDone: (values) => press(message, component.custom_id, values),
  });
}
