/** Radio buttons and checkboxes of a modal. */

import { h } from "./dom.js";

const RADIO = 21;

/** One of several (radio buttons) or some of several (checkboxes). */
export function choiceGroup(component, id) {
  const options = component.options ?? [];
  const radio = component.type === RADIO;
  const inputs = options.map((option, index) => {
    const hint = option.description ? `${id}-${index}-hint` : null;
    const input = h("input", { type: radio ? "radio" : "checkbox", name: id, value: option.value, "aria-describedby": hint, data: { testid: "modal-choice" } });
    input.checked = Boolean(option.default);
    return { input, row: h("div", { class: "choice" }, h("label", { dir: "auto" }, input, h("span", null, option.label)),
      hint && h("p", { class: "muted", id: hint, dir: "auto" }, option.description)) };
  });
  const element = h("div", { class: "choices", id, role: radio ? "radiogroup" : "group", "aria-labelledby": `${id}-label` }, inputs.map(({ row }) => row));
  const chosen = () => inputs.filter(({ input }) => input.checked).map(({ input }) => input.value);
  const [min, max] = radio ? [1, 1] : [component.min_values ?? 1, component.max_values ?? options.length];
  element.focus = () => inputs[0]?.input.focus(); // the group itself takes no focus
  return {
    element,
    group: true,
    read: chosen,
    isEmpty: () => chosen().length === 0,
    check: () => (chosen().length < min ? `Choose ${min} at least.` : chosen().length > max ? `Choose ${max} at most.` : null),
  };
}

/** A single box to tick. */
export function checkbox(component, id) {
  const element = h("input", { id, type: "checkbox", class: "single", data: { testid: "modal-choice" } });
  element.checked = Boolean(component.default);
  return { element, read: () => element.checked, isEmpty: () => false };
}
