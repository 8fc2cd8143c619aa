/** Modals: the bot's questions in a dialog. */

import { h, fill } from "./dom.js";
import { state, displayName } from "./store.js";
import { submitModal } from "./interactions.js";
import { choiceGroup, checkbox } from "./choices.js";
import { selectElement, defaultsOf } from "./selects.js";
import { markdown } from "./markdown-dom.js";
import { avatar } from "./avatar.js";
import { icon } from "./icons.js";
import { closePopup } from "./popup.js";
import { showDialog } from "./dialog.js";
import { readFile } from "./attachments.js";

const PARAGRAPH = 2;
const LONGEST = 4000;
let fields = 0;

/** Opens a modal as the bot sent it; `message` is the one whose component asked for it. */
export function openModal(modal, message) {
  closePopup();
  const inputs = []; // {id, read: () => value, check: () => problem | null, show: (problem) => void, focus}
  const problem = h("p", { class: "modal-problem", role: "alert" });
  const submit = h("button", { class: "button primary", type: "submit" }, "Submit");
  const form = h("form", { novalidate: true, class: "modal-form" },
    h("div", { class: "modal-fields" }, (modal.components ?? []).map((component) => field(component, inputs))),
    problem,
    h("div", { class: "modal-foot" }, h("button", { class: "button secondary", type: "button", on: { click: () => dialog.close() } }, "Cancel"), submit));
  const dialog = h("dialog", { class: "modal", "aria-label": modal.title, data: { testid: "modal" } },
    h("header", null, avatar(state.bot.user), h("div", null, h("h2", { dir: "auto" }, modal.title), h("p", { class: "muted" }, `What you fill in goes to ${displayName(state.bot.user)}.`)),
      h("button", { class: "icon-button", type: "button", "aria-label": "Close", on: { click: () => dialog.close() } }, icon("close"))),
    form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = inputs.filter((input) => {
      const found = input.check();
      input.show(found);
      return found;
    });
    if (wrong.length) return wrong[0].focus();
    submit.disabled = true;
    fill(problem);
    const failed = await submitModal(modal.custom_id, Object.fromEntries(inputs.map((input) => [input.id, input.read()])), message);
    submit.disabled = false;
    if (failed) fill(problem, failed);
    else dialog.close();
  });
  showDialog(dialog);
  (dialog.querySelector("form :is(input, textarea, .select)") ?? submit).focus();
}

function field(component, inputs) {
  if (component.type === 1) return (component.components ?? []).map((inner) => labelled(inner, inner.label, null, inputs));
  if (component.type === 18) return labelled(component.component ?? {}, component.label, component.description, inputs);
  if (component.type === 10) return h("div", { class: "markup", dir: "auto" }, markdown(component.content ?? ""));
  return null;
}

function labelled(component, label, description, inputs) {
  const id = `field-${(fields += 1)}`;
  const required = component.required ?? true;
  const note = h("p", { class: "field-problem", id: `${id}-problem`, role: "alert" });
  const input = control(component, id, label);
  const describedBy = `${description ? `${id}-hint ` : ""}${id}-problem`;
  input.element.setAttribute("aria-describedby", describedBy);
  inputs.push({
    id: component.custom_id,
    read: input.read,
    check: () => (input.isEmpty() ? (required ? "This field is required." : null) : input.check?.() ?? null),
    show: (found) => {
      fill(note, found);
      input.element.setAttribute("aria-invalid", found ? "true" : "false");
    },
    focus: () => input.element.focus(),
  });
  return h("div", { class: "field" },
    h(input.group ? "div" : "label", { class: "field-name", id: `${id}-label`, for: input.group ? null : id }, h("span", { dir: "auto" }, label ?? component.custom_id), required && h("span", { class: "required", "aria-hidden": "true" }, " *")),
    description && h("p", { class: "muted", id: `${id}-hint`, dir: "auto" }, description),
    input.element, input.extra, note);
}

function control(component, id, label) {
  if (component.type === 4) return textInput(component, id);
  if (component.type === 19) return upload(component, id);
  if (component.type === 21 || component.type === 22) return choiceGroup(component, id);
  if (component.type === 23) return checkbox(component, id);
  let values = defaultsOf(component);
  const element = selectElement(component, { label, labelledBy: `${id}-label ${id}`, onDone: (chosen) => { values = chosen; } });
  element.id = id;
  return { element, read: () => values, isEmpty: () => values.length === 0 };
}

function textInput(component, id) {
  const max = component.max_length ?? LONGEST;
  const long = component.style === PARAGRAPH;
  const element = h(long ? "textarea" : "input", {
    id, type: long ? null : "text", rows: long ? 4 : null, dir: "auto", placeholder: component.placeholder, autocomplete: "off",
    "aria-required": (component.required ?? true) ? "true" : null, data: { testid: "modal-input", customId: component.custom_id },
  });
  element.value = component.value ?? "";
  const count = h("small", { class: "counter muted", "aria-hidden": "true" });
  const length = () => [...element.value].length;
  const show = () => fill(count, component.max_length || length() > LONGEST * 0.9 ? `${length()}/${max}` : "");
  element.addEventListener("input", show);
  show();
  return {
    element,
    extra: count,
    read: () => element.value,
    isEmpty: () => element.value.trim() === "",
    check: () => {
      if (length() > max) return `At most ${max} characters.`;
      return length() < (component.min_length ?? 0) ? `At least ${component.min_length} characters.` : null;
    },
  };
}

function upload(component, id) {
  const element = h("input", { id, type: "file", multiple: (component.max_values ?? 1) > 1 });
  let files = [];
  let failed = null;
  element.addEventListener("change", async () => {
    failed = null;
    try {
      files = await Promise.all([...element.files].map(readFile));
    } catch (error) {
      failed = error.message;
    }
  });
  return { element, read: () => files, isEmpty: () => element.files.length === 0, check: () => failed };
}
