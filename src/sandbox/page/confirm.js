/** Questions of the page itself: yes or no, and a few lines of text. */

import { h } from "./dom.js";

/** Asks; resolves to whether the answer was yes. */
export function confirm(title, text, yes) {
  return new Promise((resolve) => {
    const back = document.activeElement;
    const dialog = h("dialog", { class: "modal confirm", "aria-label": title },
      h("header", null, h("h2", null, title)), h("p", null, text),
      h("div", { class: "modal-foot" },
        h("button", { class: "button secondary", type: "button", on: { click: () => dialog.close("no") } }, "Cancel"),
        h("button", { class: "button danger", type: "button", autofocus: true, on: { click: () => dialog.close("yes") } }, yes)));
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (back?.isConnected) back.focus();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks for text; resolves to `{name: text}`, or null. `fields`: `{name, label, max, long?}`; all have to be filled. */
export function askForText(title, fields, yes) {
  return new Promise((resolve) => {
    const back = document.activeElement;
    let answer = null;
    const inputs = fields.map(({ name, label, max, long }) => h("label", { class: "field-name" }, label,
      h(long ? "textarea" : "input", { name, maxlength: max, rows: long ? 4 : null, required: true, dir: "auto", autocomplete: "off" })));
    const form = h("form", null, h("div", { class: "modal-fields" }, inputs.map((input) => h("div", { class: "field" }, input))),
      h("div", { class: "modal-foot" },
        h("button", { class: "button secondary", type: "button", on: { click: () => dialog.close() } }, "Cancel"),
        h("button", { class: "button primary", type: "submit" }, yes)));
    const dialog = h("dialog", { class: "modal", "aria-label": title }, h("header", null, h("h2", null, title)), form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer = Object.fromEntries(new FormData(form));
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (back?.isConnected) back.focus();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
