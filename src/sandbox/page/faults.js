/** Raising faults (what a bad day at Discord looks like) and ending them. */

import { byId, fill, h } from "./dom.js";
import { on } from "./store.js";
import * as api from "./api.js";
import { attempt } from "./session.js";

const number = (name, label, value, min, max) => ({ name, label, type: "number", value, min, max });
const KINDS = {
  rest: { label: "REST requests fail or are late", fields: [
    { name: "route", label: "Route (empty: all)", type: "text", placeholder: "POST /channels/{id}/messages" },
    number("status", "Status", 500, 400, 599), number("code", "Error code", "", 0), number("retry_after", "Retry after, seconds (429)", "", 0),
    number("delay_ms", "Delay, milliseconds", "", 0, 60_000), number("count", "How often (empty: until ended)", 1, 1)] },
  close: { label: "Gateway closes the connection", fields: [number("code", "Close code", 4000, 1000, 4999)] },
  reconnect: { label: "Gateway asks to reconnect", fields: [] },
  invalid_session: { label: "Gateway calls the session invalid", fields: [{ name: "resumable", label: "Can be resumed", type: "checkbox" }] },
  stall_heartbeats: { label: "Heartbeats are not acknowledged", fields: [] },
};

const DETAILS = ["route", "status", "code", "resumable", "retry_after", "delay_ms"];

/** Starts listening. */
export function startFaults() {
  const kind = byId("fault-kind");
  fill(kind, Object.entries(KINDS).map(([value, { label }]) => h("option", { value }, label)));
  kind.addEventListener("change", drawFields);
  drawFields();
  byId("fault-form").addEventListener("submit", (event) => {
    event.preventDefault();
    raise();
  });
  byId("end-faults").addEventListener("click", async () => {
    await attempt(api.deleteFaults());
    readFaults();
  });
  on("fault", readFaults);
}

function drawFields() {
  const { fields } = KINDS[byId("fault-kind").value];
  fill(byId("fault-fields"), fields.map(({ name, label, value, ...rest }) => {
    const input = h("input", { name, value, ...rest });
    return h("label", { class: rest.type === "checkbox" ? "check" : "" }, rest.type === "checkbox" ? [input, label] : [label, input]);
  }));
}

async function raise() {
  const kind = byId("fault-kind").value;
  const fault = { kind };
  for (const { name, type } of KINDS[kind].fields) {
    const input = byId("fault-form").elements.namedItem(name);
    if (type === "checkbox") fault[name] = input.checked;
    else if (input.value !== "") fault[name] = type === "number" ? Number(input.value) : input.value;
  }
  if (await attempt(api.postFault(fault))) readFaults();
}

/** Reads which faults are in force. */
export async function readFaults() {
  const faults = await attempt(api.getFaults());
  if (!Array.isArray(faults)) return;
  byId("end-faults").disabled = faults.length === 0;
  byId("open-requests").classList.toggle("alarm", faults.length > 0);
  fill(byId("fault-list"), faults.length ? faults.map(faultElement) : h("li", { class: "muted" }, "No fault is in force."));
}

function faultElement(fault) {
  const { kind, fired, left } = fault;
  const said = DETAILS.map((name) => [name, fault[name]]).filter(([, value]) => value !== null && value !== undefined && value !== 0).map(([name, value]) => `${name.replaceAll("_", " ")} ${value}`);
  return h("li", { data: { testid: "fault" } }, h("strong", null, kind.replaceAll("_", " ")), said.length ? ` — ${said.join(", ")}` : "",
    h("span", { class: "muted" }, ` · happened ${fired ?? 0}×${left ? `, ${left} to go` : ""}`));
}
