/** Short notes at the edge of the page. */

import { byId, h } from "./dom.js";

const SHOWN_MS = 6_000;

/** Shows a line for a while. Screen readers say it: the place is a live region. */
export function toast(text) {
  const note = h("div", { class: "toast" }, text);
  byId("toasts").append(note);
  setTimeout(() => note.remove(), SHOWN_MS);
}
