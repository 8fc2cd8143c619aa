/** The beginning of a channel, and what one can try where nothing has been said yet. */

import { h } from "./dom.js";
import { state, displayName, channelTitle, channelName, isDirect, isThread, commandsHere, maySend } from "./store.js";
import { fillComposer, useCommand } from "./composer.js";
import { avatar } from "./avatar.js";
import { icon } from "./icons.js";

/** The head of the log; with hints while the channel is empty. */
export function welcome(channel, empty) {
  if (!channel) return h("p", { class: "muted" }, "There is no channel you can see.");
  const direct = isDirect(channel);
  return h("div", { class: "welcome" },
    direct ? avatar(state.bot.user, "large") : h("span", { class: "welcome-sign" }, icon(isThread(channel) ? "thread" : "hash")),
    h("h2", { dir: "auto" }, direct ? displayName(state.bot.user) : isThread(channel) ? channelName(channel) : `Welcome to ${channelTitle(channel)}`),
    h("p", { class: "muted" }, direct ? `This is the start of your direct messages with ${displayName(state.bot.user)}.` : channel.topic || "This is the start of the channel."),
    empty && maySend(channel) && hints(direct));
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
