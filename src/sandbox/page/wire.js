/** Mentions as people write them (`@Ada`, `#general`) and as Discord sends them (`<@1>`, `<#2>`). */

import { timestamp } from "./time.js";
import { state, everybody, displayName, person } from "./store.js";
import { guildChannels, channelName } from "./places.js";

const MENTION = /<(@!?|@&|#)(\d{1,20})>/g;
const CODE = /(```[\s\S]*?```|`[^`\n]*`)/;

/** The names of all that can be mentioned, longest first, so that "@Ada Lovelace" is not read as "@Ada". */
function names() {
  const found = [];
  for (const user of everybody()) {
    for (const name of new Set([displayName(user), user.username])) found.push([`@${name}`, `<@${user.id}>`]);
  }
  for (const role of state.roles.values()) if (role.name !== "@everyone") found.push([`@${role.name}`, `<@&${role.id}>`]);
  for (const channel of guildChannels()) found.push([`#${channelName(channel)}`, `<#${channel.id}>`]);
  return found.sort((a, b) => b[0].length - a[0].length);
}

/** What was written, with names turned into mentions; code stays as it is. */
export function toWire(text) {
  const known = names();
  return text.split(CODE).map((part, index) => (index % 2 ? part : mention(part, known))).join("");
}

function mention(text, known) {
  let out = "";
  let from = 0;
  for (const { index } of text.matchAll(/(?<![^\s(*_~|>"'])[@#]/g)) {
    const match = index >= from && known.find(([name]) => startsWith(text, index, name));
    if (!match) continue;
    out += text.slice(from, index) + match[1];
    from = index + match[0].length;
  }
  return out + text.slice(from);
}

function startsWith(text, at, name) {
  const end = at + name.length;
  return text.slice(at, end).toLowerCase() === name.toLowerCase() && !/[\p{L}\p{N}_-]/u.test(text[end] ?? " ");
}

/** What Discord sent, with names instead of mentions, to be edited. */
export function toReadable(content) {
  return String(content ?? "").replace(MENTION, (whole, sign, id) => {
    if (sign === "#") return state.channels.has(id) ? `#${channelName(state.channels.get(id))}` : whole;
    if (sign === "@&") return state.roles.has(id) ? `@${state.roles.get(id).name}` : whole;
    return person(id) ? `@${displayName(person(id))}` : whole;
  });
}

/** A message in one plain line. */
export function plainText(content) {
  return toReadable(String(content ?? "").slice(0, 400))
    .replace(/<(?:a?(:\w{1,32}:)|(\/[^:<>\n]{1,100}):)\d{1,20}>/g, "$1$2")
    .replace(/<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/g, (whole, seconds, style) => timestamp(Number(seconds), style ?? "f"))
    .replace(/[*_~|`]{1,3}|^>+ /gm, "").replace(/\s+/g, " ").trim();
}
