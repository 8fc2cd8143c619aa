/** Whom, which role and which channel one can choose: in lists, options and completions. */

import { state, everybody, displayName, isBot } from "./store.js";
import { guildChannels, channelTitle } from "./places.js";
import { avatar } from "./avatar.js";

/** Everybody, as `{value, label, hint, lead}`. */
export const people = () => everybody()
  .map((user) => ({ value: user.id, label: displayName(user), hint: isBot(user) ? "app" : user.username, lead: () => avatar(user, "small") }));

/** The roles, in the same form. */
export const roles = () => [...state.roles.values()].map((role) => ({ value: role.id, label: `@${role.name.replace(/^@/, "")}`, hint: "role" }));

/** The guild's channels of these types, or of all; in the same form. */
export const channels = (types) => guildChannels()
  .filter((channel) => !types?.length || types.includes(channel.type))
  .map((channel) => ({ value: channel.id, label: channelTitle(channel) }));
