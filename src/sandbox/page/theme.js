/** Dark or light: as the system has it until somebody chooses. */

import { byId, fill } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "theme";
const SYSTEM_DARK = window.matchMedia("(prefers-color-scheme: dark)");

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is switched off
  }
}

/** Starts with what was chosen before. */
export function startTheme() {
  apply(stored());
  byId("theme").addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // Not kept: the choice then lasts as long as the page.
    }
    apply(next);
  });
  SYSTEM_DARK.addEventListener("change", () => apply(stored()));
}

const isDark = () => (document.documentElement.dataset.theme ?? (SYSTEM_DARK.matches ? "dark" : "light")) === "dark";

function apply(theme) {
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  const label = isDark() ? "Switch to light" : "Switch to dark";
  const button = byId("theme");
  button.setAttribute("aria-label", label);
  button.title = label;
  fill(button, icon(isDark() ? "sun" : "moon"));
}
