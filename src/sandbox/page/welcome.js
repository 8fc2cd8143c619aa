/** The beginning of a channel, and what one can try where nothing has been said yet. */

import { h } from "./dom.js";
import { state, displayName } from "./store.js";
import { channelTitle, channelName, isDirect, isBotDirect, isThread, hasBot, commandsHere, maySend } from "./places.js";
import { fillComposer, useCommand } from "./composer.js";
import { install } from "./session.js";
import { signOf } from "./channels.js";
import { avatar } from "./avatar.js";
import { icon } from "./icons.js";

/** The head of the log; with hints while the channel is empty. */
export function welcome(channel, empty) {
  if (!channel) return h("p", { class: "muted" }, "There is no channel you can see.");
  const direct = isDirect(channel);
  return h("div", { class: "welcome" },
    isBotDirect(channel) ? avatar(state.bot.user, "large") : h("span", { class: "welcome-sign" }, icon(signOf(channel))),
    h("h2", { dir: "auto" }, direct || isThread(channel) ? channelName(channel) : `Welcome to ${channelTitle(channel)}`),
    h("p", { class: "muted" }, direct ? `This is the start of your direct messages with ${channelName(channel)}.` : channel.topic || `This is the start of the ${isThread(channel) ? "thread" : "channel"}.`),
    !hasBot(channel) ? guest() : empty && maySend(channel) && hints(direct));
}

/** Where the bot is not: what `me` can do about it. */
function guest() {
  const bot = displayName(state.bot.user);
  const { installed } = state.me;
  return h("div", { class: "hints" },
    h("p", null, h("strong", null, `${bot} is not here`), installed ? `, but ${displayName(state.me)} has installed it: the commands that allow it work.` : ", and sees nothing that is written."),
    h("p", null, h("button", { class: `button ${installed ? "secondary" : "primary"}`, type: "button", data: { testid: "install" }, on: { click: () => install(!installed) } },
      installed ? `Uninstall ${bot} for ${displayName(state.me)}` : `Install ${bot} for ${displayName(state.me)}`)));
}

function hints(direct) {
  const bot = displayName(state.bot.user);
  if (!state.bot.online) {
    return h("div", { class: "hints" }, h("p", null, h("strong", null, `${bot} is offline.`), " Commands and mentions get no answer until it connects."),
      h("p", { class: "muted" }, "A bot connects with the API address ", h("code", null, `${location.origin}/api`), " and any token of the right form."));
  }
  const command = commandsHere(1).find((each) => each.name === "ask") ?? commandsHere(1)[0];
  const hint = (label, click) => h("li", null, h("button", { class: "hint", type: "button", on: { click } }, label));
  return h("div", { class: "hints" }, h("p", null, h("strong", null, `Ask ${bot} something.`), " Pick a way to begin:"), h("ul", null,
    command && hint([h("b", null, `/${command.name}`), ` ${command.description || "…"}`], () => useCommand(command.name)),
    direct ? hint("Just write your question", () => fillComposer(""))
      : hint([h("b", null, `@${bot}`), " and your question"], () => fillComposer(`@${bot} `)),
    hint([h("b", null, "/"), " for all commands"], () => fillComposer("/"))),
  h("p", { class: "muted small" }, `This is a Discord of your own, on this machine. You are ${displayName(state.me)}; below the channels you can become somebody else.`));
}
