/** The list of members by role, and the bot's state. */

import { byId, refill, h } from "./dom.js";
import { state, on, displayName, roleColour, person } from "./store.js";
import { openChannel, isDirect, hasBot, peopleIn } from "./places.js";
import { presence } from "./channels.js";
import { watchPeople } from "./menus.js";
import { avatar } from "./avatar.js";

/** Starts drawing; also opens the menu of people wherever they are named. */
export function startMembers() {
  on("state", draw);
  on("channel", draw);
  watchPeople(person);
}

function draw() {
  const channel = openChannel();
  if (!channel) return;
    const groups = new Map();
  for (const user of peopleIn(channel)) {
    const top = (isDirect(channel) || channel.server ? [] : user.roles ?? []).map((id) => state.roles.get(id)).filter((role) => role?.hoist).sort((a, b) => b.position - a.position)[0];
    const name = top?.name ?? "Members";
    groups.set(name, [...(groups.get(name) ?? []), user]);
  }
  if (hasBot(channel)) groups.set("Apps", [state.bot.user]);
  const order = [...groups].sort(([a], [b]) => rank(a) - rank(b));
  refill(byId("members"), "userId", order.map(([name, users]) => h("section", null, h("h2", null, `${name} — ${users.length}`), h("ul", null, users.map(member)))));
}

const rank = (name) => ({ Members: 1, Apps: 2 })[name] ?? 0;

function member(user) {
  const bot = user.id === state.bot.user.id;
  const colour = roleColour(user);
  return h("li", null, h("button", { class: "member", type: "button", "aria-haspopup": "menu", data: { userId: user.id, testid: "member" }, vars: colour ? { "--role": colour } : {} },
    h("span", { class: "presence-holder" }, avatar(user), bot && presence()),
    h("span", { class: "member-text" }, h("span", { class: "member-name" }, h("bdi", null, displayName(user)), bot && h("span", { class: "tag" }, "APP")),
      h("small", { class: "muted" }, bot ? (state.bot.online ? "online" : "offline") : user.id === state.me?.id ? "you" : user.username))));
}
