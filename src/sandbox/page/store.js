/** What the page knows of the sandbox, and who wants to hear of changes. */

/** Channel types by their number in Discord's API. */
export const CHANNEL = { text: 0, direct: 1, announcement: 5, thread: 11, privateThread: 12, forum: 15 };

/** Message flags. */
export const FLAG = { ephemeral: 64, loading: 128, componentsV2: 32768 };

const ADMINISTRATOR = 1n << 3n;
const VIEW_CHANNEL = 1n << 10n;
const SEND_MESSAGES = 1n << 11n;
const SEND_IN_THREADS = 1n << 38n;
export const MANAGE_MESSAGES = 1n << 13n;

export const state = {
  bot: null, // {user, application_id, online, intents}
  guild: null,
  channels: new Map(),
  roles: new Map(),
  users: new Map(), // people one can act as
  commands: [],
  me: null, // the user one acts as
  channelId: null,
  messages: [], // of the open channel, as `me` sees it, oldest first
  loading: true,
  older: false, // whether there are messages before the first one
  arrivals: new Map(), // while loading: message id -> the message an event brought, or null if it was deleted
  connected: false,
  unread: new Set(), // channel ids
  typing: new Map(), // channel id -> Map(user id -> timer)
  notices: [], // what only this page shows: {id, channelId, userId, at, kind, command?, text?}
  pendingComponents: new Map(), // message id -> custom id that waits for its answer
  failedMessages: new Map(), // message id -> what went wrong
  replyTo: null, // message
  editing: null, // message id
};

const bus = new EventTarget();
const due = new Set();

/** Calls `listener` after a change of the topic: state, channel, channels, messages, composer, typing, connection; or of sent, request, fault. */
export function on(topic, listener) {
  bus.addEventListener(topic, (event) => listener(event.detail));
}

/** Tells of a change; several in one turn are told once. */
export function changed(topic) {
  if (due.has(topic)) return;
  due.add(topic);
  queueMicrotask(() => {
    due.delete(topic);
    bus.dispatchEvent(new CustomEvent(topic));
  });
}

/** Tells of something that happened, each time, with what it is about. */
export function tell(topic, detail) {
  bus.dispatchEvent(new CustomEvent(topic, { detail }));
}

/** The user or bot with this id, as far as known. */
export function person(id) {
  if (id === state.bot?.user.id) return state.bot.user;
  return state.users.get(id) ?? null;
}

/** Everybody: people first, then the bot. */
export const everybody = () => [...state.users.values(), ...(state.bot ? [state.bot.user] : [])];

/** The name people see. */
export const displayName = (user) => user?.global_name || user?.username || "Unknown user";

export const isBot = (user) => Boolean(user?.bot);

/** The open channel. */
export const openChannel = () => state.channels.get(state.channelId) ?? null;

export const isDirect = (channel) => channel?.type === CHANNEL.direct;
export const isThread = (channel) => channel?.type === CHANNEL.thread || channel?.type === CHANNEL.privateThread;

/** What a channel is called, without a sign before it. */
export function channelName(channel) {
  if (!channel) return "unknown";
  return isDirect(channel) ? displayName(state.bot?.user) : channel.name;
}

/** The name with its sign: `#general`, `Chiefly` for a direct message. */
export function channelTitle(channel) {
  return channel && (isDirect(channel) || isThread(channel)) ? channelName(channel) : `#${channelName(channel)}`;
}

/** The permissions of `me` in a channel, by the guild's roles and the channel's overwrites. */
function permissionsIn(channel) {
  let bits = BigInt(state.me?.permissions ?? 0);
  if (bits & ADMINISTRATOR || state.me?.id === state.guild?.owner_id) return ~0n;
  const home = isThread(channel) ? state.channels.get(channel.parent_id) : channel;
  const rules = home?.permission_overwrites ?? [];
  const apply = (chosen) => {
    for (const rule of chosen) bits &= ~BigInt(rule.deny);
    for (const rule of chosen) bits |= BigInt(rule.allow);
  };
  apply(rules.filter((rule) => rule.id === state.guild?.id));
  apply(rules.filter((rule) => state.me?.roles?.includes(rule.id)));
  apply(rules.filter((rule) => rule.id === state.me?.id));
  return bits;
}

/** Whether `me` has these permissions in the channel. */
export const may = (bits, channel = openChannel()) => isDirect(channel) || (permissionsIn(channel) & bits) === bits;

export const maySend = (channel) => may(isThread(channel) ? SEND_IN_THREADS : SEND_MESSAGES, channel);

/** The channels `me` sees, in order. */
export function visibleChannels() {
  return [...state.channels.values()].filter((channel) => {
    if (isDirect(channel)) return channel.recipients?.some((user) => user.id === state.me?.id);
    return may(VIEW_CHANNEL, channel);
  }).sort((a, b) => (a.position ?? 0) - (b.position ?? 0) || (a.id < b.id ? -1 : 1));
}

/** The colour of somebody's highest coloured role, as CSS, or null. */
export function roleColour(user) {
  const roles = (user?.roles ?? []).map((id) => state.roles.get(id)).filter((role) => role?.color);
  roles.sort((a, b) => b.position - a.position);
  return roles.length ? cssColour(roles[0].color) : null;
}

/** A colour number as CSS. */
export function cssColour(number) {
  return Number.isInteger(number) && number > 0 && number <= 0xffffff ? `#${number.toString(16).padStart(6, "0")}` : null;
}

/** The commands `me` may use in the open channel; `type`: 1 slash, 2 on users, 3 on messages. */
export function commandsHere(type) {
  const channel = openChannel();
  const context = isDirect(channel) ? 1 : 0;
  const own = new Set(state.commands.filter((command) => command.guild_id).map((command) => `${command.type} ${command.name}`));
  return state.commands.filter((command) => {
    if ((command.type ?? 1) !== type) return false;
    if (context === 0 && !command.guild_id && own.has(`${command.type} ${command.name}`)) return false; // the guild's goes first
    if (command.guild_id && context === 1) return false;
    if (context === 1 && command.dm_permission === false && !command.contexts) return false;
    if (command.contexts && !command.contexts.includes(context)) return false;
    const needed = command.default_member_permissions;
    if (needed === null || needed === undefined || context === 1) return true;
    return BigInt(needed) === 0n ? may(ADMINISTRATOR, channel) : may(BigInt(needed), channel);
  });
}
