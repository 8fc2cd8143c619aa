/** What the page knows of the sandbox, and who wants to hear of changes. */

/** Message flags. */
export const FLAG = { ephemeral: 64, loading: 128, componentsV2: 32768 };

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
  pollResults: new Set(), // ids of the polls whose results one looks at without having voted
  replyTo: null, // message
  editing: null, // message id
};

const bus = new EventTarget();
const due = new Set();

/** Calls `listener` after a change of the topic: state, channel, channels, messages, composer, typing, connection; or of sent, guild, request, fault. */
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
export const displayName = (user) => state.users.get(user?.id)?.nick || user?.global_name || user?.username || "Unknown user";

export const isBot = (user) => Boolean(user?.bot);

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
