/** Suggestions for what is being typed: a list above the composer, led by the keys of the field it belongs to. */

import { byId, fill, h } from "./dom.js";

const place = byId("suggestions");
let shown = null; // {field, items, active, onPick}

/** Whether suggestions stand open for this field. */
export const suggesting = (field) => shown !== null && (!field || shown.field === field);

/**
 * Shows suggestions. `items`: `{label, detail?, hint?, lead?, testid, value}`; `active`: the one Enter takes, or -1 if
 * Enter is not to take any unasked; `note` stands in for items that are on their way.
 */
export function suggest(field, { title, items, active = 0, note, onPick }) {
  shown = { field, items, active: items.length ? active : -1, onPick };
  const list = h("ul", { id: "suggestion-list", role: "listbox", "aria-label": title, tabindex: "0" }, items.map((item, index) => h("li", {
    id: `suggestion-${index}`, role: "option", "aria-selected": "false", class: "suggestion", data: { testid: item.testid },
    on: { pointerdown: (event) => event.preventDefault(), click: () => take(index), pointermove: () => shown?.active !== index && point(index) },
  }, item.lead?.(), h("span", { class: "suggestion-text" }, h("span", { class: "suggestion-label", dir: "auto" }, item.label), item.detail && h("span", { class: "muted", dir: "auto" }, item.detail)),
  item.hint && h("span", { class: "suggestion-hint muted" }, item.hint))));
  fill(place, h("div", { class: "suggestion-title muted", "aria-hidden": "true" }, title), items.length ? list : null, note && h("p", { class: "muted note", role: "status" }, note));
  place.hidden = false;
  if (field.role === "combobox") field.setAttribute("aria-expanded", "true"); // a plain text area has no such state
  if (items.length) field.setAttribute("aria-controls", "suggestion-list");
  point(shown.active);
}

/** Closes the suggestions, of this field only if one is named. */
export function stopSuggesting(field) {
  if (!shown || (field && shown.field !== field)) return;
  if (shown.field.role === "combobox") shown.field.setAttribute("aria-expanded", "false");
  shown.field.removeAttribute("aria-activedescendant");
  shown.field.removeAttribute("aria-controls");
  shown = null;
  place.hidden = true;
  place.replaceChildren();
}

function point(index) {
  const before = byId(`suggestion-${shown.active}`);
  before?.classList.remove("active");
  before?.setAttribute("aria-selected", "false");
  shown.active = index;
  const element = byId(`suggestion-${index}`);
  if (!element) return shown.field.removeAttribute("aria-activedescendant");
  element.classList.add("active");
  element.setAttribute("aria-selected", "true");
  element.scrollIntoView({ block: "nearest" });
  shown.field.setAttribute("aria-activedescendant", element.id);
}

function take(index) {
  const { items, onPick } = shown;
  if (!items[index]) return;
  stopSuggesting();
  onPick(items[index]);
}

/** Gives the suggestions a key first. True if they took it. */
export function suggestionKey(event) {
  if (!shown || event.isComposing) return false;
  const last = shown.items.length - 1;
  if (event.key === "ArrowDown" && last >= 0) point(shown.active >= last ? 0 : shown.active + 1);
  else if (event.key === "ArrowUp" && last >= 0) point(shown.active <= 0 ? last : shown.active - 1);
  else if (event.key === "Enter" && !event.shiftKey && shown.active >= 0) take(shown.active);
  else if (event.key === "Tab" && !event.shiftKey && last >= 0) take(Math.max(0, shown.active));
  else if (event.key === "Escape") stopSuggesting();
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}
