/** What stays covered until somebody wants to see it. */

import { h } from "./dom.js";

/** Text behind a bar. */
export function hiddenText(children) {
  const cover = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler", "aria-expanded": "false" },
    h("span", { class: "spoiler-text", "aria-hidden": "true" }, children));
  const reveal = (event) => {
    if (cover.classList.contains("revealed") || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    cover.classList.add("revealed");
    for (const name of ["role", "tabindex", "aria-label", "aria-expanded"]) cover.removeAttribute(name);
    cover.firstChild.removeAttribute("aria-hidden");
  };
  cover.addEventListener("click", reveal);
  cover.addEventListener("keydown", reveal);
  return cover;
}

/** A picture, file or container behind a cover, if it is one to hide. */
export function hiddenIf(hide, element) {
  if (!hide) return element;
  const content = h("div", { class: "covered", inert: true }, element);
  const button = h("button", { class: "cover", type: "button", "aria-label": "Spoiler: show it", on: { click: () => {
    content.inert = false;
    button.remove();
  } } }, h("span", { class: "cover-label" }, "Spoiler"));
  return h("div", { class: "cover-holder" }, content, button);
}
