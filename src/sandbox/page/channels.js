/** The list of channels, and whom one acts as. */

import { byId, fill, refill, h } from "./dom.js";
import { state, on, displayName } from "./store.js";
import { visibleChannels, channelName, isDirect, isBotDirect, isThread, CHANNEL } from "./places.js";
import { openChannelById, actAs, addressOf } from "./session.js";
import { newPlace } from "./new-place.js";
import { closeDrawers } from "./drawers.js";
import { avatar } from "./avatar.js";
import { icon } from "./icons.js";

const SIGNS = {
  [CHANNEL.direct]: "at", [CHANNEL.group]: "members", [CHANNEL.announcement]: "announcement", [CHANNEL.forum]: "forum",
  [CHANNEL.thread]: "thread", [CHANNEL.privateThread]: "thread", [CHANNEL.voice]: "voice", [CHANNEL.stage]: "voice",
};

/** The name of the drawing that tells what kind of channel it is. */
export const signOf = (channel) => SIGNS[channel?.type] ?? "hash";

/** Starts drawing. */
export function startChannels() {
  for (const topic of ["state", "channel", "channels"]) on(topic, draw);
  on("state", drawUser);
  byId("user-switch").addEventListener("change", (event) => actAs(event.target.value));
}

function draw() {
  if (!state.guild) return;
  fill(byId("guild-name"), state.guild.name);
  const all = visibleChannels();
  const rooms = all.filter((channel) => !isDirect(channel) && !isThread(channel) && !channel.server);
  const categories = rooms.filter((channel) => channel.type === CHANNEL.category);
  const inside = (category) => rooms.filter((room) => room.type !== CHANNEL.category && (categories.find((one) => one.id === room.parent_id) ?? null) === category);
  const threadsOf = (room) => all.filter((channel) => isThread(channel) && channel.parent_id === room.id && !channel.thread_metadata?.archived);
  const listed = (category) => inside(category).map((room) => [entry(room), threadsOf(room).map(entry)]);
  const add = h("button", { class: "icon-button", type: "button", "aria-label": "New place without the bot", title: "New place without the bot", data: { testid: "new-place" }, on: { click: newPlace } }, icon("plus"));
  refill(byId("channels"), "channelId",
    section("Channels", listed(null)),
    categories.map((category) => section(category.name, listed(category))),
    section("Direct messages", all.filter(isDirect).map(entry), add),
    all.filter((channel) => channel.server).map((channel) => section(channel.server.name, [entry(channel)])));
}

const section = (title, entries, extra) => h("section", null, h("div", { class: "section-head" }, h("h2", { dir: "auto" }, title), extra), h("ul", null, entries));

function entry(channel) {
  const open = channel.id === state.channelId;
  const unread = state.unread.has(channel.id);
  const lead = isBotDirect(channel) ? h("span", { class: "presence-holder" }, avatar(state.bot.user, "small"), presence()) : icon(signOf(channel));
  const link = h("a", {
    href: `#/${encodeURIComponent(state.me?.username ?? "")}/${encodeURIComponent(addressOf(channel))}`,
    class: ["channel", isThread(channel) && "thread", unread && "unread"].filter(Boolean).join(" "), "aria-current": open ? "page" : null,
    data: { testid: "channel", channelId: channel.id, name: isBotDirect(channel) ? "dm" : channelName(channel) },
    on: { click: (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openChannelById(channel.id);
      closeDrawers();
    } },
  }, lead, h("span", { class: "channel-name", dir: "auto" }, channelName(channel)), unread && h("span", { class: "unread-mark" }, "new"));
  return h("li", null, link);
}

/** The dot that tells whether the bot is there. */
export const presence = () => h("span", { class: state.bot.online ? "presence online" : "presence", role: "img", "aria-label": state.bot.online ? "online" : "offline" });

function drawUser() {
  if (!state.me) return;
  fill(byId("me-avatar"), avatar(state.me));
  const select = byId("user-switch");
  const label = (user) => `${displayName(user)} (${user.label})`;
  fill(select, [...state.users.values()].map((user) => h("option", { value: user.id, data: { username: user.username } }, label(user))));
  select.value = state.me.id;
}
