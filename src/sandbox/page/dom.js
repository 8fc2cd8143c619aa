/**
 * Building elements. Everything on this page is built here, by `createElement` and text nodes: what a bot or a person
 * wrote can become text, never markup.
 */

const REFUSED = /^(?:on|style$|srcdoc$)/i;

/**
 * Makes an element. `props`: `class`, `data` (dataset), `on` (listeners), `vars` (CSS custom properties); the rest are
 * attributes, left out when null, undefined or false. Children: nodes, strings, numbers, arrays; empty ones are left out.
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "data") for (const [key, item] of Object.entries(value)) {
      if (item !== null && item !== undefined) element.dataset[key] = item;
    }
    else if (name === "on") for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
    else if (name === "vars") for (const [key, item] of Object.entries(value)) element.style.setProperty(key, item);
    else if (REFUSED.test(name)) throw new Error(`attribute ${name} is not set here`);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

/** Appends children, as `h` does. */
export function append(parent, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    parent.append(child instanceof Node ? child : String(child));
  }
}

/** Replaces all children. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

/** Replaces all children, and gives the focus back to the one with the same `data-…` of this name. */
export function refill(parent, key, ...children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement.dataset[key] : undefined;
  fill(parent, ...children);
  if (focused === undefined) return;
  [...parent.querySelectorAll("a, button")].find((element) => element.dataset[key] === focused)?.focus();
}

/** The element of index.html with this id. */
export const byId = (id) => document.getElementById(id);

/** The address if it is an absolute http or https one, else null: nothing else may become a link. */
export function webAddress(text) {
  if (typeof text !== "string" || !/^https?:\/\//i.test(text)) return null;
  try {
    const address = new URL(text);
    return address.protocol === "https:" || address.protocol === "http:" ? address.href : null;
  } catch {
    return null;
  }
}

/** An address an image may come from: the web, this server, or a picture within the address itself. */
export function imageAddress(text) {
  if (typeof text !== "string") return null;
  if (/^\/(?!\/)/.test(text)) return text;
  if (/^data:image\/(?:png|jpe?g|gif|webp);base64,/i.test(text)) return text;
  return webAddress(text);
}

/** A link that leaves the page, or plain text where the address is not of the web. */
export function outsideLink(address, props, ...children) {
  const href = webAddress(address);
  if (!href) return h("span", props, ...children);
  return h("a", { ...props, href, target: "_blank", rel: "noopener noreferrer nofollow", title: props?.title ?? href }, ...children);
}
