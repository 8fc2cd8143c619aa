/** Starts the page. */

import { byId, fill, h } from "./dom.js";
import { state, on, displayName, person } from "./store.js";
import { openChannel, channelTitle, channelName } from "./places.js";
import { refresh, reread, followAddress } from "./session.js";
import { listen } from "./live.js";
import { startTheme } from "./theme.js";
import { startDrawers } from "./drawers.js";
import { startChannels, signOf } from "./channels.js";
import { startMembers } from "./members.js";
import { startLog } from "./log.js";
import { startComposer } from "./composer.js";
import { startPins } from "./pins.js";
import { startRequests, catchUp } from "./requests.js";
import { startFaults, readFaults } from "./faults.js";
import { keepTimesTrue } from "./time.js";
import { dots } from "./message.js";
import { icon } from "./icons.js";

for (const holder of document.querySelectorAll("[data-icon]")) holder.append(icon(holder.dataset.icon));

startTheme();
startDrawers();
startChannels();
startMembers();
startLog();
startComposer();
startPins();
startRequests();
startFaults();
keepTimesTrue();

on("state", drawHead);
on("channel", drawHead);
on("connection", drawConnection);
on("guild", reread);
on("typing", drawTyping);
on("channel", drawTyping);
window.addEventListener("hashchange", followAddress);

async function start() {
  await refresh();
  await Promise.all([catchUp(), readFaults()]);
}
start().then(() => {
  // Where a keyboard is likely, one can write at once; on a phone the keys would cover the page.
  if (window.matchMedia("(hover: hover)").matches && document.activeElement === document.body) byId("composer").focus();
});
listen(start);

function drawHead() {
  const channel = openChannel();
  fill(byId("channel-sign"), icon(signOf(channel)));
  fill(byId("channel-title"), channelName(channel));
  fill(byId("channel-topic"), channel?.topic);
  document.title = `${channelTitle(channel)} · Sandbox`;
  const status = byId("bot-status");
  if (!state.bot) return;
  status.classList.toggle("online", state.bot.online);
  fill(status, h("span", { class: "dot", "aria-hidden": "true" }), h("bdi", null, displayName(state.bot.user)), state.bot.online ? " is online" : " is offline");
}

function drawConnection() {
  byId("connection").hidden = state.connected;
}

function drawTyping() {
  const names = [...(state.typing.get(state.channelId)?.keys() ?? [])].map((id) => displayName(person(id)));
  const list = new Intl.ListFormat("en").format(names);
  fill(byId("typing"), names.length ? [dots(), h("span", null, h("strong", null, list), names.length === 1 ? " is typing…" : " are typing…")] : null);
}
