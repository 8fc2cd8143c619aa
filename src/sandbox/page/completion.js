/** Completing `@people`, `#channels` and `:emoji:` at the caret. */

import { everybody, state, displayName, isBot } from "./store.js";
import { guildChannels, channelName, channelTitle } from "./places.js";
import { suggest, stopSuggesting } from "./suggest.js";
import { avatar } from "./avatar.js";
import { EMOJI } from "./emoji.js";
import { h } from "./dom.js";

const MOST = 8;
const WORD = /(?:^|[\s(])([@#:])([\p{L}\p{N}_+-]{0,32})$/u;

/** Suggests for the word at the caret, or stops. */
export function complete(field) {
  const before = field.value.slice(Math.max(0, field.selectionStart - 40), field.selectionStart);
  const match = field.selectionStart === field.selectionEnd ? WORD.exec(before) : null;
  const items = match ? candidates(match[1], match[2].toLowerCase()) : [];
  if (!items.length) return stopSuggesting(field);
  const title = { "@": "Members and roles", "#": "Channels", ":": "Emoji" }[match[1]];
  suggest(field, { title, items, onPick: ({ value }) => replace(field, match[2].length + 1, `${value} `) });
}

function candidates(sign, typed) {
  if (sign === "@") return [...people(typed), ...roles(typed)].slice(0, MOST);
  if (sign === "#") return channels(typed).slice(0, MOST);
  return typed.length < 2 ? [] : emoji(typed).slice(0, MOST);
}

const people = (typed) => everybody()
  .filter((user) => displayName(user).toLowerCase().includes(typed) || user.username.includes(typed))
  .map((user) => ({ label: displayName(user), hint: isBot(user) ? "app" : user.username, lead: () => avatar(user, "small"), testid: "mention-entry", value: `@${displayName(user)}` }));

const roles = (typed) => [...state.roles.values()]
  .filter((role) => role.name !== "@everyone" && role.name.toLowerCase().includes(typed) && !role.tags?.bot_id)
  .map((role) => ({ label: `@${role.name}`, hint: "role", testid: "mention-entry", value: `@${role.name}` }));

const channels = (typed) => guildChannels()
  .filter((channel) => channelName(channel).toLowerCase().includes(typed))
  .map((channel) => ({ label: channelTitle(channel), testid: "mention-entry", value: `#${channelName(channel)}` }));

const emoji = (typed) => Object.entries(EMOJI).filter(([name]) => name.includes(typed))
  .map(([name, value]) => ({ label: `:${name}:`, lead: () => h("span", { class: "emoji" }, value), testid: "mention-entry", value }));

function replace(field, length, text) {
  const caret = field.selectionStart;
  field.setRangeText(text, caret - length, caret, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}
