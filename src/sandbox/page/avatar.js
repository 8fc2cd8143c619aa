/** Avatars, drawn: initials on a colour that belongs to the name. */

import { h } from "./dom.js";
import { displayName } from "./store.js";

const COLOURS = 8;

/** The letters on somebody's avatar: of the first two words, or the first letter. */
function initials(name) {
  const letters = name.match(/[\p{L}\p{N}]+/gu)?.slice(0, 2).map((word) => [...word][0]) ?? ["?"];
  return letters.join("").toUpperCase();
}

/** The avatar of a user; decoration beside the name. */
export function avatar(user, size = "") {
  const sum = [...String(user?.username ?? "")].reduce((total, letter) => (total * 31 + letter.codePointAt(0)) % 65_521, 7);
  return h("span", { class: `avatar ${size} hue-${sum % COLOURS}`, "aria-hidden": "true" }, initials(displayName(user)));
}
