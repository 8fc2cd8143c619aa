/** The list of channels, and whom one acts as. */

import { byId, fill, refill, h } from "./dom.js";
import { state, on, visibleChannels, channelName, displayName, isDirect, isThread, CHANNEL } from "./store.js";
import { openChannelById, actAs } from "./session.js";
import { closeDrawers } from "./drawers.js";
import { avatar } from "./avatar.js";
import { icon } from "./icons.js";

const SIGNS = { [CHANNEL.text]: "hash", [CHANNEL.announcement]: "announcement", [CHANNEL.forum]: "forum" };

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
  const rooms = all.filter((channel) => !isDirect(channel) && !isThread(channel));
  const threadsOf = (room) => all.filter((channel) => isThread(channel) && channel.parent_id === room.id && !channel.thread_metadata?.archived);
  refill(byId("channels"), "channelId",
    section("Channels", rooms.map((room) => [entry(room), ...threadsOf(room).map(entry)])),
    section("Direct messages", all.filter(isDirect).map(entry)));
}

const section = (title, entries) => h("section", null, h("h2", null, title), h("ul", null, entries));

function entry(channel) {
  const open = channel.id === state.channelId;
  const unread = state.unread.has(channel.id);
  const lead = isDirect(channel) ? h("span", { class: "presence-holder" }, avatar(state.bot.user, "small"), presence())
    : isThread(channel) ? icon("thread") : icon(SIGNS[channel.type] ?? "hash");
  const link = h("a", {
    href: `#/${encodeURIComponent(state.me?.username ?? "")}/${isDirect(channel) ? "dm" : channel.type === CHANNEL.text ? encodeURIComponent(channelName(channel)) : channel.id}`,
    class: ["channel", isThread(channel) && "thread", unread && "unread"].filter(Boolean).join(" "), "aria-current": open ? "page" : null,
    data: { testid: "channel", channelId: channel.id, name: isDirect(channel) ? "dm" : channelName(channel) },
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
  const label = (user) => `${displayName(user)} (${user.label ?? (user.roles?.length ? "moderator" : "member")})`;
  fill(select, [...state.users.values()].map((user) => h("option", { value: user.id, data: { username: user.username } }, label(user))));
  select.value = state.me.id;
}
