/** Questions of the page itself: yes or no, a few lines of text, or a form. */

import { fill, h } from "./dom.js";
import { showDialog } from "./dialog.js";

/** Asks; resolves to whether the answer was yes. */
export async function confirm(title, text, yes) {
  const dialog = h("dialog", { class: "modal confirm", "aria-label": title },
    h("header", null, h("h2", null, title)), h("p", null, text),
    h("div", { class: "modal-foot" },
      h("button", { class: "button secondary", type: "button", on: { click: () => dialog.close("no") } }, "Cancel"),
      h("button", { class: "button danger", type: "button", autofocus: true, on: { click: () => dialog.close("yes") } }, yes)));
  return (await showDialog(dialog)) === "yes";
}

/** Shows a form; resolves to whether it was sent. `check` says what is wrong, if anything. */
export async function openForm(title, body, yes, check = () => null) {
  const problem = h("p", { class: "modal-problem", role: "alert" });
  const form = h("form", null, h("div", { class: "modal-fields" }, body), problem,
    h("div", { class: "modal-foot" },
      h("button", { class: "button secondary", type: "button", on: { click: () => dialog.close() } }, "Cancel"),
      h("button", { class: "button primary", type: "submit" }, yes)));
  const dialog = h("dialog", { class: "modal", "aria-label": title }, h("header", null, h("h2", null, title)), form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = check();
    fill(problem, wrong);
    if (!wrong) dialog.close("sent");
  });
  return (await showDialog(dialog)) === "sent";
}

/** Asks for text; resolves to `{name: text}`, or null. `fields`: `{name, label, max, long?}`; all have to be filled. */
export async function askForText(title, fields, yes) {
  const inputs = fields.map(({ name, max, long }) => h(long ? "textarea" : "input", { name, maxlength: max, rows: long ? 4 : null, required: true, dir: "auto", autocomplete: "off" }));
  const body = fields.map(({ label }, index) => h("div", { class: "field" }, h("label", { class: "field-name" }, label, inputs[index])));
  return (await openForm(title, body, yes)) ? Object.fromEntries(inputs.map((input) => [input.name, input.value])) : null;
}
