/** Select menus: a button that opens a list of options. */

import { h, fill } from "./dom.js";
import { people, roles, channels } from "./candidates.js";
import { openList } from "./popup.js";
import { emojiElement } from "./components.js";
import { icon } from "./icons.js";

const PLACEHOLDERS = { 3: "Make a selection", 5: "Select a user", 6: "Select a role", 7: "Select a user or role", 8: "Select a channel" };

/** Everything a select offers: `{value, label, hint?, lead?}`. */
export function optionsOf(component) {
  switch (component.type) {
    case 5: return people();
    case 6: return roles();
    case 7: return [...people(), ...roles()];
    case 8: return channels(component.channel_types);
    default: return (component.options ?? []).map((option) => ({
      value: option.value, label: option.label, hint: option.description, lead: option.emoji ? () => emojiElement(option.emoji) : null,
    }));
  }
}

/** What is chosen from the start. */
export function defaultsOf(component) {
  if (component.type === 3) return (component.options ?? []).filter((option) => option.default).map((option) => option.value);
  return (component.default_values ?? []).map((value) => String(value.id));
}

/** A select of a message or a modal. `onDone` gets the chosen values once the list closes with a new, allowed choice. */
export function selectElement(component, { label, disabled, onDone, labelledBy }) {
  let chosen = defaultsOf(component);
  const text = h("span", { class: "select-text", dir: "auto" });
  const show = () => {
    const options = optionsOf(component);
    const labels = chosen.map((value) => options.find((option) => option.value === value)?.label ?? value);
    fill(text, labels.length ? labels.join(", ") : h("span", { class: "muted" }, component.placeholder || PLACEHOLDERS[component.type]));
  };
  const button = h("button", {
    class: "select", type: "button", disabled, "aria-haspopup": "listbox", "aria-expanded": "false",
    "aria-labelledby": labelledBy, data: { customId: component.custom_id, testid: "component-select" },
    on: { click: () => open() },
  }, text, icon("down"));
  const open = () => openList(button, {
    label, options: optionsOf(component), chosen, searchable: component.type !== 3,
    min: component.min_values ?? 1, max: component.max_values ?? 1,
    onDone: (values) => {
      chosen = values;
      show();
      onDone(values);
    },
  });
  show();
  return button;
}
