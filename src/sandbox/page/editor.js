/** Editing one's own message where it stands. */

import { byId, h } from "./dom.js";
import { state, changed } from "./store.js";
import { edit, remove } from "./session.js";
import { toReadable, toWire } from "./wire.js";
import { confirm } from "./confirm.js";

/** The field that stands in place of the message: Enter saves, Escape leaves it as it was. */
export function editor(message) {
  const field = h("textarea", { class: "editor", rows: 1, dir: "auto", "aria-label": "Edit message", data: { testid: "editor" } });
  field.value = toReadable(message.content);
  const grow = () => {
    field.style.setProperty("height", "auto");
    field.style.setProperty("height", `${field.scrollHeight + 2}px`);
  };
  const leave = () => {
    state.editing = null;
    changed("messages");
    byId("composer").focus();
  };
  const save = async () => {
    const content = toWire(field.value.trim());
    if (content) {
      edit(message, content);
      byId("composer").focus();
    } else if (await confirm("Delete message", "Nothing is left of it. Delete the message?", "Delete")) {
      leave();
      remove(message);
    }
  };
  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && !event.shiftKey) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  queueMicrotask(() => {
    grow();
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  });
  return h("div", { class: "editing" }, field,
    h("p", { class: "muted small" }, "Escape to ", h("button", { class: "text-button", type: "button", on: { click: leave } }, "cancel"),
      " · Enter to ", h("button", { class: "text-button", type: "button", on: { click: save } }, "save")));
}
