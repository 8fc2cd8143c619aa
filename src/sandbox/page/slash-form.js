/** A chosen slash command: one chip for each option, then off to the bot. */

import { byId, fill, h } from "./dom.js";
import { displayName, state } from "./store.js";
import { runCommand } from "./interactions.js";
import { nest } from "./slash.js";
import { OptionChip } from "./option-chip.js";
import { stopSuggesting } from "./suggest.js";
import { icon } from "./icons.js";

const form = byId("slash-form");
const field = byId("composer");
let open = null; // {command, chips, rest}

export const slashFormOpen = () => open !== null;

/** Opens the form: required options first, optional ones on demand. */
export function openSlashForm(command) {
  stopSuggesting();
  field.value = "";
  const required = command.options.filter((option) => option.required);
  open = { command, chips: [], rest: command.options.filter((option) => !option.required) };
  byId("composer-row").hidden = true;
  form.hidden = false;
  draw();
  required.forEach((option) => add(option, false));
  if (open.chips.length) open.chips[0].focus();
  else if (open.rest.length === 1) add(open.rest[0], true);
  else form.querySelector(".run").focus();
}

/** Leaves the form; what was typed is given up. */
export function closeSlashForm(focus = false) {
  if (!open) return;
  open = null;
  stopSuggesting();
  form.hidden = true;
  form.replaceChildren();
  byId("composer-row").hidden = false;
  if (focus) field.focus();
}

function draw() {
  const { command } = open;
  fill(form,
    h("div", { class: "slash-hint muted", id: "slash-hint" }, h("strong", null, `/${command.name}`), ` ${command.description ?? ""}`),
    h("div", { class: "slash-row" },
      h("span", { class: "slash-name" }, `/${command.name}`),
      h("div", { class: "chips" }),
      h("div", { class: "more-options" }),
      h("span", { class: "slash-end" },
        h("button", { class: "icon-button run", type: "button", "aria-label": `Send /${command.name}`, title: "Send", data: { testid: "slash-send" }, on: { click: submit } }, icon("send")),
        h("button", { class: "icon-button", type: "button", "aria-label": "Leave the command", title: "Leave", on: { click: () => closeSlashForm(true) } }, icon("close")))));
  form.onkeydown = keys;
  drawRest();
}

/** The optional options that can still be added. */
function drawRest() {
  const place = form.querySelector(".more-options");
  fill(place, open.rest.map((option) => h("button", { class: "chip add", type: "button", title: option.description, "aria-label": `Add option ${option.name}: ${option.description}`,
    data: { testid: "slash-add-option", option: option.name }, on: { click: () => add(option, true) } }, "+ ", option.name)));
}

function add(option, focus) {
  const { command } = open;
  open.rest = open.rest.filter((other) => other !== option);
  const chip = new OptionChip(option, {
    command: command.name,
    filled: (focused) => filled(focused),
    describe: () => describe(option),
    submit,
    remove: () => remove(chip),
    next: (back) => next(chip, back),
  });
  open.chips.push(chip);
  form.querySelector(".chips").append(chip.element);
  drawRest();
  if (focus) chip.focus();
}

function remove(chip) {
  const index = open.chips.indexOf(chip);
  if (chip.option.required) {
    if (index === 0 && open.chips.every((each) => each.isEmpty())) backToText();
    else open.chips[index - 1]?.focus();
    return;
  }
  stopSuggesting();
  chip.element.remove();
  open.chips.splice(index, 1);
  open.rest = open.command.options.filter((option) => !open.chips.some((each) => each.option === option));
  drawRest();
  if (open.chips.length) open.chips[Math.max(0, index - 1)].focus();
  else backToText();
}

/** Rubbing out the command itself: its name is text again. */
function backToText() {
  const { name } = open.command;
  closeSlashForm(true);
  field.value = `/${name}`;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Moves on to the next chip, adding an optional one at the end; back to the one before. */
function next(chip, back) {
  const index = open.chips.indexOf(chip);
  const target = open.chips[index + (back ? -1 : 1)];
  if (target) target.focus();
  else if (!back && open.rest.length) add(open.rest[0], true);
  else return false;
  return true;
}

function describe(option) {
  const { command } = open;
  fill(byId("slash-hint"), h("span", { class: "slash-owner" }, `/${command.name} · ${displayName(state.bot.user)} `),
    h("strong", null, option.name), option.required ? "" : " (optional)", `: ${option.description ?? ""}`);
}

function keys(event) {
  if (event.key === "Escape" && !event.defaultPrevented) {
    event.preventDefault();
    closeSlashForm(true);
  }
}

/** The options filled so far, as the interaction wants them; `focused` is the one being typed. */
function filled(focused) {
  const options = open.chips.filter((chip) => chip === focused || !chip.isEmpty())
    .map((chip) => (chip === focused ? { name: chip.option.name, value: chip.text(), focused: true } : { name: chip.option.name, value: chip.read().value }))
    .filter((option) => option.value !== undefined);
  return nest(open.command.path, options);
}

function submit() {
  if (!open) return;
  const { command, chips } = open;
  const wrong = chips.filter((chip) => {
    const { problem } = chip.read();
    chip.showProblem(problem);
    return problem;
  });
  if (wrong.length) {
    wrong[0].focus();
    fill(byId("slash-hint"), h("span", { class: "failed", role: "alert" }, `${wrong[0].option.name}: ${wrong[0].read().problem}`));
    return;
  }
  const options = chips.filter((chip) => !chip.isEmpty()).map((chip) => ({ name: chip.option.name, value: chip.read().value }));
  closeSlashForm(true);
  runCommand(command.path[0], { options: nest(command.path, options) });
}
