/** The drawer that shows what the bot asks for over REST, as it happens. */

import { byId, fill, h } from "./dom.js";
import { on } from "./store.js";
import { getRequests } from "./api.js";
import { attempt } from "./session.js";
import { preciseTime } from "./time.js";

const KEPT = 500;
const LONGEST_SHOWN = 20_000; // characters of one body

let newest = 0;
let cleared = 0; // the number up to which the list was cleared
const rows = []; // {request, element}, oldest first

/** Starts listening. */
export function startRequests() {
  on("request", (request) => add([request]));
  byId("request-filter").addEventListener("input", filter);
  byId("clear-requests").addEventListener("click", () => {
    cleared = newest;
    rows.length = 0;
    fill(byId("request-list"));
    count();
  });
}

/** Reads what is new, at the start and after the connection was lost. A server that started again counts from 1. */
export async function catchUp() {
  const requests = await attempt(getRequests(0));
  if (!Array.isArray(requests)) return;
  if ((requests.at(-1)?.n ?? 0) < newest) {
    newest = 0;
    cleared = 0;
    rows.length = 0;
    fill(byId("request-list"));
  }
  add(requests);
}

function add(requests) {
  const list = byId("request-list");
  const fresh = requests.filter((request) => request.n > Math.max(newest, cleared)).slice(-KEPT);
  for (const request of fresh) {
    newest = Math.max(newest, request.n);
    const row = { request, element: requestElement(request) };
    rows.push(row);
    row.element.hidden = !matches(request);
    list.prepend(row.element);
  }
  while (rows.length > KEPT) rows.shift().element.remove();
  if (fresh.length) count();
}

const matches = (request) => `${request.method} ${request.path} ${request.status}`.toLowerCase().includes(byId("request-filter").value.trim().toLowerCase());

function filter() {
  for (const { request, element } of rows) element.hidden = !matches(request);
  count();
}

function count() {
  const shown = rows.filter(({ element }) => !element.hidden).length;
  fill(byId("request-count"), rows.length ? `${shown} of ${rows.length} requests` : "No requests yet. Use the bot, and they appear here.");
}

function requestElement(request) {
  const state = request.status >= 500 ? "bad" : request.status >= 400 ? "poor" : "good";
  const details = h("details", { class: "request", data: { testid: "request", n: request.n } },
    h("summary", null, h("span", { class: `method ${request.method.toLowerCase()}` }, request.method), h("span", { class: "path" }, shorten(request.path)),
      h("span", { class: `status ${state}` }, request.status)));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(whole(request));
  });
  return h("li", null, details);
}

/** Interaction tokens are long and say nothing to a reader. */
const shorten = (path) => path.replace(/^\/api(?:\/v\d+)?/, "").replace(/[\w.~-]{40,}/g, (token) => `${token.slice(0, 6)}…`);

function whole(request) {
  const at = new Date(request.at);
  const query = typeof request.query === "string" ? request.query : request.query && Object.keys(request.query).length ? request.query : null;
  return h("div", { class: "request-body" },
    h("p", { class: "muted small" }, `No. ${request.n} · `, Number.isNaN(at.getTime()) ? "" : preciseTime(at)),
    h("p", { class: "full-path" }, request.path),
    part("Query", query || null), part("Body", request.body), part("Files", request.files), part("Response", request.response), part("Headers", request.headers));
}

function part(title, value) {
  if (value === null || value === undefined || value === "") return null;
  let text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  if (text.length > LONGEST_SHOWN) text = `${text.slice(0, LONGEST_SHOWN)}\n… ${text.length - LONGEST_SHOWN} more characters`;
  return [h("h3", null, title), h("pre", { tabindex: "0", role: "group", "aria-label": title }, text)];
}
