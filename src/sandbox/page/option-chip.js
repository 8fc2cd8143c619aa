/** One option of a slash command: its name, its field, and suggestions of what can stand there. */

import { h } from "./dom.js";
import { people, roles, channels } from "./candidates.js";
import { autocomplete } from "./interactions.js";
import { suggest, stopSuggesting, suggestionKey } from "./suggest.js";
import { readFile } from "./attachments.js";
import { toWire } from "./wire.js";

const TYPE = { string: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10, attachment: 11 };
const DEBOUNCE_MS = 200;
const MOST = 25;

let asked = 0; // the latest question for choices; older answers are dropped

export class OptionChip {
  /** `form`: `{command, filled, describe, submit, remove, next}`, what the chip tells its form. */
  constructor(option, form) {
    this.option = option;
    this.form = form;
    this.picked = null; // {label, value} taken from a list
    this.file = null;
    this.field = option.type === TYPE.attachment ? this.fileField() : this.textField();
    this.element = h("label", { class: "chip option", data: { option: option.name } }, h("span", { class: "option-name" }, option.name), this.field);
  }

  textField() {
    const field = h("input", { type: "text", autocomplete: "off", dir: "auto", role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list",
      "aria-label": `${this.option.name}${this.option.required ? "" : " (optional)"}: ${this.option.description ?? ""}`, "aria-describedby": "slash-hint",
      inputmode: this.option.type === TYPE.integer ? "numeric" : this.option.type === TYPE.number ? "decimal" : null,
      data: { testid: "slash-option", option: this.option.name } });
    field.addEventListener("focus", () => {
      this.form.describe();
      this.offer();
    });
    field.addEventListener("input", () => {
      this.picked = null;
      this.showProblem(null);
      this.offer();
    });
    field.addEventListener("blur", () => {
      clearTimeout(this.timer);
      asked += 1;
      stopSuggesting(field);
    });
    field.addEventListener("keydown", (event) => this.keys(event));
    return field;
  }

  fileField() {
    const field = h("input", { type: "file", "aria-label": `${this.option.name}: ${this.option.description ?? ""}`, data: { testid: "slash-option", option: this.option.name } });
    field.addEventListener("focus", () => this.form.describe());
    field.addEventListener("change", async () => {
      this.file = null;
      try {
        if (field.files[0]) this.file = await readFile(field.files[0]);
        this.showProblem(null);
      } catch (error) {
        this.showProblem(error.message);
      }
    });
    return field;
  }

  keys(event) {
    if (event.isComposing || suggestionKey(event)) return;
    if (event.key === "Enter") this.form.submit();
    else if (event.key === "Tab" && !event.shiftKey && this.form.next(false)) { /* moved on */ }
    else if (event.key === "Backspace" && this.text() === "") this.form.remove();
    else return;
    event.preventDefault();
  }

  focus() {
    this.field.focus();
  }

  text() {
    return this.field.value;
  }

  isEmpty() {
    return this.text().trim() === "";
  }

  showProblem(problem) {
    this.element.classList.toggle("invalid", Boolean(problem));
    if (problem) this.field.setAttribute("aria-invalid", "true");
    else this.field.removeAttribute("aria-invalid");
  }

  /** Suggests what can stand here. */
  offer() {
    clearTimeout(this.timer);
    if (this.option.autocomplete) {
      this.timer = setTimeout(() => this.ask(), DEBOUNCE_MS);
      return;
    }
    const wanted = this.text().trim().toLowerCase();
    const items = this.candidates().filter((item) => this.picked || item.label.toLowerCase().includes(wanted)).slice(0, MOST);
    if (items.length) this.list(items, this.picked ? -1 : 0);
    else stopSuggesting(this.field);
  }

  /** Asks the bot; only the latest answer counts. */
  async ask() {
    const question = (asked += 1);
    if (!this.known) this.list([], -1, "Loading options…");
    const { choices, failed } = await autocomplete(this.form.command.split(" ")[0], this.form.filled(this));
    if (question !== asked || document.activeElement !== this.field) return;
    this.known = true;
    const items = (choices ?? []).map((choice) => ({ label: String(choice.name), value: choice.value, testid: "autocomplete-entry" }));
    this.list(items, -1, failed ?? (items.length ? null : this.isEmpty() ? "Type to see options." : "No options match what you typed."));
  }

  list(items, active, note) {
    suggest(this.field, { title: this.option.name, items, active, note, onPick: (item) => this.take(item) });
  }

  take(item) {
    this.picked = { label: item.label, value: item.value };
    this.field.value = item.label;
    this.showProblem(null);
    stopSuggesting(this.field);
  }

  /** Everything that may stand here, where that is a list. */
  candidates() {
    const { type } = this.option;
    const entry = (label, value) => ({ label, value, testid: "choice-entry" });
    if (this.option.choices?.length) return this.option.choices.map((choice) => entry(String(choice.name), choice.value));
    if (type === TYPE.boolean) return [entry("True", true), entry("False", false)];
    const lists = { [TYPE.user]: people, [TYPE.role]: roles, [TYPE.mentionable]: () => [...people(), ...roles()], [TYPE.channel]: () => channels(this.option.channel_types) };
    return (lists[type]?.() ?? []).map((one) => ({ ...one, testid: "choice-entry" }));
  }

  /** What stands here: `{value}` for the bot, or `{problem}`. */
  read() {
    const { option } = this;
    const text = this.text().trim();
    if (!text) return option.required ? { problem: "this option is required" } : {};
    if (option.type === TYPE.attachment) return this.file ? { value: this.file } : { problem: "the file could not be read" };
    if (this.picked) return { value: this.picked.value };
    const candidates = this.candidates();
    if (candidates.length) {
      const match = candidates.find((item) => item.label.replace(/^[@#]/, "").toLowerCase() === text.replace(/^[@#]/, "").toLowerCase() || item.value === text);
      return match ? { value: match.value } : { problem: "choose one from the list" };
    }
    if (option.type === TYPE.integer || option.type === TYPE.number) return this.readNumber(text);
    const value = toWire(text);
    const length = [...value].length;
    if (length < (option.min_length ?? 0)) return { problem: `at least ${option.min_length} characters` };
    if (length > (option.max_length ?? 6000)) return { problem: `at most ${option.max_length ?? 6000} characters` };
    return { value };
  }

  readNumber(text) {
    const { option } = this;
    const number = Number(text);
    if (option.type === TYPE.integer && !Number.isSafeInteger(number)) return { problem: "a whole number is wanted" };
    if (!Number.isFinite(number)) return { problem: "a number is wanted" };
    if (number < (option.min_value ?? -Infinity)) return { problem: `${option.min_value} at least` };
    return number > (option.max_value ?? Infinity) ? { problem: `${option.max_value} at most` } : { value: number };
  }
}
