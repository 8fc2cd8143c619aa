/** The side panels: beside the messages on wide screens, drawn over them on narrow ones. */

import { byId } from "./dom.js";

const NARROW = window.matchMedia("(max-width: 900px)");
const PANELS = { sidebar: "open-sidebar", "member-panel": "open-members", requests: "open-requests" };

/** Starts listening to the buttons that open and close the panels. */
export function startDrawers() {
  for (const [panel, button] of Object.entries(PANELS)) {
    byId(button).addEventListener("click", () => toggle(panel));
    for (const close of byId(panel).querySelectorAll(".close-panel")) close.addEventListener("click", () => show(panel, false, true));
  }
  byId("backdrop").addEventListener("click", () => closeDrawers());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (NARROW.matches) closeDrawers(true);
    else if (byId("requests").contains(document.activeElement)) show("requests", false, true);
  });
  NARROW.addEventListener("change", settle);
  settle();
}

/** What is open by itself: all that is beside the messages on a wide screen, nothing on a narrow one. */
function settle() {
  const wide = !NARROW.matches;
  show("sidebar", wide);
  show("member-panel", wide && window.innerWidth > 1100);
  show("requests", false);
}

const isOpen = (panel) => !byId(panel).hidden;

function toggle(panel) {
  const open = !isOpen(panel);
  if (open && NARROW.matches) closeDrawers();
  if (open && panel === "requests" && window.innerWidth < 1500) show("member-panel", false);
  show(panel, open, !open);
  if (open) byId(panel).querySelector("a, input, button:not(.close-panel), select")?.focus();
}

function show(panel, open, refocus = false) {
  byId(panel).hidden = !open;
  byId(PANELS[panel]).setAttribute("aria-expanded", open ? "true" : "false");
  byId("backdrop").hidden = !(NARROW.matches && Object.keys(PANELS).some(isOpen));
  byId("main").inert = NARROW.matches && Object.keys(PANELS).some(isOpen);
  if (refocus && !open) byId(PANELS[panel]).focus();
}

/** On a narrow screen, back to the messages. */
export function closeDrawers(refocus = false) {
  if (!NARROW.matches) return;
  for (const panel of Object.keys(PANELS)) if (isOpen(panel)) show(panel, false, refocus);
}
