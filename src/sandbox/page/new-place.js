/** Making a place that the bot is not in, to try what an application can do where only a user brought it. */

import { h } from "./dom.js";
import { state, displayName } from "./store.js";
import { openPlace } from "./session.js";
import { openForm } from "./confirm.js";
import { choiceGroup } from "./choices.js";

/** Asks what kind of place and with whom, and opens it. */
export async function newPlace() {
  const others = [...state.users.values()].filter((user) => user !== state.me);
  const kinds = choiceGroup({ type: 21, options: [
    { value: "direct", label: "Direct message or group", default: true },
    { value: "server", label: "Channel of a server without the bot" }] }, "place-kind");
  const people = choiceGroup({ type: 22, min_values: 1, options: others.map((user, index) => ({ value: user.id, label: displayName(user), default: index === 0 })) }, "place-people");
  const name = h("input", { id: "place-name", maxlength: 100, dir: "auto", autocomplete: "off" });
  const body = [
    h("p", { class: "muted" }, `${displayName(state.bot.user)} is in none of these. Whoever has installed it for themselves can still use its commands there.`),
    h("div", { class: "field" }, h("div", { class: "field-name", id: "place-kind-label" }, "Kind"), kinds.element),
    h("div", { class: "field" }, h("div", { class: "field-name", id: "place-people-label" }, `With ${displayName(state.me)}`), people.element),
    h("div", { class: "field" }, h("label", { class: "field-name", for: "place-name" }, "Name (optional)"), name)];
  const done = await openForm("New place", body, "Create", () => people.check());
  if (!done) return;
  const given = name.value.trim() || undefined;
  const server = kinds.read()[0] === "server";
  openPlace({ users: [state.me.id, ...people.read()], ...(server ? { server: given ?? "Another server" } : { name: given }) });
}
