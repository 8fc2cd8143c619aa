/** The places one can be in: what they are called, who is there, and what `me` may do. */

import { state, displayName } from "./store.js";

/** Channel types by their number in Discord's API. */
export const CHANNEL = { text: 0, direct: 1, voice: 2, group: 3, category: 4, announcement: 5, thread: 11, privateThread: 12, stage: 13, forum: 15 };

const ADMINISTRATOR = 1n << 3n;
const SEND_MESSAGES = 1n << 11n;
const SEND_IN_THREADS = 1n << 38n;
export const MANAGE_MESSAGES = 1n << 13n;
export const PIN_MESSAGES = 1n << 51n;

/** Contexts of interactions by their number in Discord's API. */
const CONTEXT = { guild: 0, botDirect: 1, private: 2 };

/** How an application is installed, by its number in Discord's API. */
const INSTALL = { guild: 0, user: 1 };

/** The open channel. */
export const openChannel = () => state.channels.get(state.channelId) ?? null;

/** Whether a channel is a conversation outside of all servers. */
export const isDirect = (channel) => channel?.type === CHANNEL.direct || channel?.type === CHANNEL.group;
/** Whether it is one with the bot, which alone has a single recipient. */
export const isBotDirect = (channel) => channel?.type === CHANNEL.direct && channel.recipients?.length === 1;
/** Whether the bot is there itself, and not only brought along by those who installed it. */
export const hasBot = (channel) => Boolean(channel) && !channel.server && (!isDirect(channel) || isBotDirect(channel));
export const isThread = (channel) => channel?.type === CHANNEL.thread || channel?.type === CHANNEL.privateThread;

/** Whether it is a channel of the guild in which messages can start threads. */
export const isRoom = (channel) => !channel?.server && (channel?.type === CHANNEL.text || channel?.type === CHANNEL.announcement);

/** What a channel is called, without a sign before it. */
export function channelName(channel) {
  if (!channel) return "unknown";
  if (isBotDirect(channel)) return displayName(state.bot?.user);
  return channel.name || (channel.recipients ?? []).filter((user) => user.id !== state.me?.id).map(displayName).join(", ");
}

/** The name with its sign: `#general`, `Chiefly` for a direct message. */
export function channelTitle(channel) {
  return channel && (isDirect(channel) || isThread(channel)) ? channelName(channel) : `#${channelName(channel)}`;
}

/** The people in a channel, without the bot. */
export function peopleIn(channel) {
  const here = [...state.users.values()].filter((user) => channel && user.id in channel.seen_by);
  return isDirect(channel) || channel?.server ? here : [...state.users.values()].filter((user) => user.member);
}

/** Whether `me` has these permissions in the channel. */
export function may(bits, channel = openChannel()) {
  return (BigInt(channel?.seen_by[state.me?.id] ?? 0) & bits) === bits;
}

export const maySend = (channel) => isDirect(channel) || may(isThread(channel) ? SEND_IN_THREADS : SEND_MESSAGES, channel);

/** The channels `me` sees, in order. */
export function visibleChannels() {
  return [...state.channels.values()].filter((channel) => state.me?.id in channel.seen_by)
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0) || (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

/** The channels that can be mentioned or chosen where `me` is: those of the guild. */
export const guildChannels = () => visibleChannels().filter((channel) => !isDirect(channel) && !channel.server && channel.type !== CHANNEL.category);

/** The commands `me` may use in the open channel; `type`: 1 slash, 2 on users, 3 on messages. */
export function commandsHere(type) {
  const channel = openChannel();
  if (!channel) return [];
  const context = !isDirect(channel) ? CONTEXT.guild : isBotDirect(channel) ? CONTEXT.botDirect : CONTEXT.private;
  const own = new Set(state.commands.filter((command) => command.guild_id).map((command) => `${command.type} ${command.name}`));
  return state.commands.filter((command) => {
    if ((command.type ?? 1) !== type) return false;
    if (command.guild_id && (context !== CONTEXT.guild || channel.server)) return false;
    if (context === CONTEXT.guild && !command.guild_id && own.has(`${command.type} ${command.name}`)) return false; // the guild's goes first
    return isBrought(command, channel) && worksIn(command, context) && (!hasBot(channel) || context !== CONTEXT.guild || isPermitted(command, channel));
  });
}

/** Whether the application came here in a way the command supports: with the bot, or with `me`. */
function isBrought(command, channel) {
  const installs = command.integration_types ?? [INSTALL.guild];
  return (hasBot(channel) && installs.includes(INSTALL.guild)) || (state.me.installed && installs.includes(INSTALL.user));
}

function worksIn(command, context) {
  if (command.contexts) return command.contexts.includes(context);
  return context === CONTEXT.guild || command.dm_permission !== false;
}

function isPermitted({ default_member_permissions: needed }, channel) {
  if (needed === null || needed === undefined) return true;
  return may(needed === "0" ? ADMINISTRATOR : BigInt(needed), channel);
}
