/** Things that open above the page: lists to choose from, and where they stand. */

import { byId, fill, h } from "./dom.js";

const GAP = 4;
const EDGE = 8;

let current = null; // {element, close}

/** Closes what is open. */
export function closePopup() {
  current?.close();
}

/**
 * Shows an element at an anchor (an element or a point `{x, y}`) until a click elsewhere, Escape or `closePopup`.
 * Focus returns to `back`. Returns the closing function.
 */
export function openPopup(element, anchor, { back = document.activeElement, onClose, matchWidth = false } = {}) {
  closePopup();
  // Within the same landmark, so that it is found there, and above a dialog where it belongs to one.
  const home = (anchor instanceof Element ? anchor : back)?.closest("dialog, nav, aside, main") ?? byId("main");
  home.append(element);
  place(element, anchor, matchWidth);
  const outside = (event) => {
    if (!element.contains(event.target) && !(anchor instanceof Element && anchor.contains(event.target))) close(false);
  };
  const escape = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close(true);
  };
  const resized = () => close(false);
  const close = (refocus = true) => {
    if (current?.element !== element) return;
    current = null;
    element.remove();
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("resize", resized);
    if (anchor instanceof Element) anchor.setAttribute("aria-expanded", "false");
    if (refocus && back?.isConnected) back.focus();
    onClose?.();
  };
  element.addEventListener("keydown", escape);
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("resize", resized);
  if (anchor instanceof Element && anchor.hasAttribute("aria-haspopup")) anchor.setAttribute("aria-expanded", "true");
  current = { element, close };
  return close;
}

/** Below the anchor, above it where there is no room, and always within the window. */
function place(element, anchor, matchWidth) {
  const box = anchor instanceof Element ? anchor.getBoundingClientRect() : { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y, width: 0 };
  if (matchWidth) element.style.setProperty("min-width", `${box.width}px`);
  const { width, height } = element.getBoundingClientRect();
  const below = box.bottom + GAP + height <= window.innerHeight - EDGE;
  const top = below ? box.bottom + GAP : Math.max(EDGE, box.top - GAP - height);
  const left = Math.max(EDGE, Math.min(box.left, window.innerWidth - width - EDGE));
  element.style.setProperty("left", `${left}px`);
  element.style.setProperty("top", `${top}px`);
}

let lists = 0;

/**
 * A list to choose from: arrow keys, Home, End, Enter, typing where it is searchable. One choice closes it; with
 * more than one allowed it closes on Escape, Tab or a click elsewhere, and then tells of an allowed, changed choice.
 */
export function openList(anchor, { label, options, chosen, min = 1, max = 1, searchable = false, onDone }) {
  const id = `list-${(lists += 1)}`;
  const before = [...chosen];
  const several = max > 1 || min === 0;
  let picked = [...chosen];
  let chose = false;
  let shown = options;
  let active = Math.max(0, options.findIndex((option) => picked.includes(option.value)));
  const list = h("ul", { id, class: "list", role: "listbox", "aria-label": label, "aria-multiselectable": several ? "true" : null, tabindex: searchable ? null : "0" });
  const search = searchable ? h("input", { class: "list-search", type: "text", placeholder: "Search", role: "combobox", "aria-label": `Search: ${label}`, "aria-expanded": "true", "aria-controls": id, "aria-autocomplete": "list" }) : null;
  const focusable = search ?? list;
  const element = h("div", { class: "popup" }, search, list, several && h("p", { class: "list-foot muted" }, limits(min, max)));

  const show = () => {
    fill(list, shown.map((option, index) => h("li", {
      id: `${id}-${index}`, role: "option", class: index === active ? "active" : "", data: { testid: "select-option", value: option.value },
      "aria-selected": picked.includes(option.value) ? "true" : "false",
      on: { click: () => pick(option), pointermove: () => index !== active && moveTo(index) },
    }, option.lead?.(), h("span", { class: "list-text" }, h("span", { dir: "auto" }, option.label), option.hint && h("small", { class: "muted", dir: "auto" }, option.hint)),
    several && h("span", { class: "tick", "aria-hidden": "true" }, picked.includes(option.value) ? "✓" : ""))));
    if (!shown.length) list.append(h("li", { class: "muted", role: "option", "aria-disabled": "true" }, "Nothing found"));
    point();
  };
  const point = () => {
    if (shown[active]) focusable.setAttribute("aria-activedescendant", `${id}-${active}`);
    else focusable.removeAttribute("aria-activedescendant");
  };
  const moveTo = (index) => {
    list.children[active]?.classList.remove("active");
    active = index;
    list.children[active]?.classList.add("active");
    list.children[active]?.scrollIntoView({ block: "nearest" });
    point();
  };
  const pick = (option) => {
    if (!option) return;
    if (!several) {
      picked = [option.value];
      chose = true;
      return close(true);
    }
    if (picked.includes(option.value)) picked = picked.filter((value) => value !== option.value);
    else if (max === 1) picked = [option.value];
    else if (picked.length < max) picked = [...picked, option.value];
    show();
  };
  const keys = (event) => {
    const last = shown.length - 1;
    const target = { ArrowDown: active >= last ? 0 : active + 1, ArrowUp: active <= 0 ? last : active - 1, Home: 0, End: last }[event.key];
    if (target !== undefined && !(search && (event.key === "Home" || event.key === "End"))) moveTo(target);
    else if (event.key === "Enter" || (event.key === " " && !search)) pick(shown[active]);
    else if (event.key === "Tab") close(true);
    else return;
    event.preventDefault();
  };
  search?.addEventListener("input", () => {
    const wanted = search.value.toLowerCase();
    shown = options.filter((option) => option.label.toLowerCase().includes(wanted));
    active = 0;
    show();
  });
  element.addEventListener("keydown", keys);
  const done = () => {
    const same = picked.length === before.length && picked.every((value) => before.includes(value));
    if (picked.length >= min && (!same || !several)) onDone(picked);
  };
  show(); // before it is placed: where it fits depends on how much is in it
  const close = openPopup(element, anchor, { back: anchor, matchWidth: true, onClose: () => (several || chose) && done() });
  focusable.focus();
}

const limits = (min, max) => (min === max ? `Choose ${max}.` : min === 0 ? `Choose up to ${max}.` : `Choose ${min} to ${max}.`) + " Close to send.";
