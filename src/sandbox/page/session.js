/** What one does here: opening a channel, acting as somebody, sending, editing, reacting. */

import * as api from "./api.js";
import { state, changed, tell } from "./store.js";
import { visibleChannels, guildChannels, channelName, isBotDirect, CHANNEL } from "./places.js";
import { addMessage, replaceMessage, inOrder } from "./live.js";
import { toast } from "./toast.js";

const MOST_SHOWN = 600; // messages, while one is at the newest

const index = (list) => new Map((list ?? []).map((item) => [item.id, item]));

/** Reads everything anew; the channel and the user stay where they still exist. */
export async function refresh() {
  if (await readState()) await loadMessages();
}

/** Reads anew what is around the messages. */
export async function reread() {
  const before = state.channelId;
  if ((await readState()) && state.channelId !== before) await loadMessages();
}

async function readState() {
  const fresh = await attempt(api.getState());
  if (!fresh) return false;
  state.bot = fresh.bot;
  state.guild = fresh.guild;
  state.channels = index(fresh.channels);
  state.roles = index(fresh.roles);
  state.users = index(fresh.users.filter((user) => !user.bot));
  state.commands = fresh.commands ?? [];
  const wanted = readAddress();
  state.me = state.users.get(state.me?.id) ?? findUser(wanted.user) ?? findUser("ada") ?? [...state.users.values()][0];
  if (!canOpen(state.channelId)) state.channelId = (findChannel(wanted.channel) ?? firstChannel())?.id ?? null;
  changed("state");
  return true;
}

const findUser = (name) => [...state.users.values()].find((user) => user.username === name || user.id === name);
const findChannel = (name) => visibleChannels().find((channel) => addressOf(channel) === name || channel.id === name);
const firstChannel = () => guildChannels()[0] ?? visibleChannels()[0];
const canOpen = (id) => visibleChannels().some((channel) => channel.id === id);

/** `dm`, a text channel's name, or the id: what stands in the address bar. */
export const addressOf = (channel) => (isBotDirect(channel) ? "dm" : channel.type === CHANNEL.text && !channel.server ? channelName(channel) : channel.id);

function readAddress() {
  const [user, channel] = location.hash.replace(/^#\/?/, "").split("/").map((part) => safeDecode(part));
  return { user, channel };
}

function safeDecode(text) {
  try {
    return decodeURIComponent(text ?? "");
  } catch {
    return "";
  }
}

function writeAddress() {
  const channel = state.channels.get(state.channelId);
  if (!channel || !state.me) return;
  history.replaceState(null, "", `#/${encodeURIComponent(state.me.username)}/${encodeURIComponent(addressOf(channel))}`);
}

/** Follows the address bar, after somebody edited it. */
export function followAddress() {
  const { user, channel } = readAddress();
  const next = findUser(user);
  if (next && next !== state.me) actAs(next.id);
  const target = findChannel(channel);
  if (target) openChannelById(target.id);
}

/** Reads the open channel's messages as `me` sees them. */
export async function loadMessages() {
  const [channel, user] = [state.channelId, state.me?.id];
  writeAddress();
  state.loading = true;
  const arrivals = (state.arrivals = new Map());
  changed("channel");
  let messages = [];
  if (channel && state.channels.get(channel)?.type !== CHANNEL.forum) messages = (await attempt(api.getMessages(channel, user))) ?? [];
  if (channel !== state.channelId || user !== state.me?.id) return; // moved on meanwhile
  const known = new Map([...messages.map((message) => [message.id, message]), ...arrivals]);
  state.messages = inOrder([...known.values()].filter(Boolean));
  state.older = messages.length === api.PAGE;
  state.loading = false;
  changed("messages");
}

/** Lets go of the oldest messages of a long conversation; they are read again when somebody looks for them. */
export function forgetOldest() {
  if (state.messages.length < MOST_SHOWN) return;
  state.messages = state.messages.slice(-MOST_SHOWN / 2);
  state.older = true;
}

let reading = false;

/** Reads the messages before the first one shown. */
export async function loadOlder() {
  const [channel, user, first] = [state.channelId, state.me?.id, state.messages[0]];
  if (!state.older || state.loading || reading || !first) return;
  reading = true;
  const messages = await attempt(api.getMessages(channel, user, first.id));
  reading = false;
  if (!Array.isArray(messages) || channel !== state.channelId || user !== state.me?.id) return;
  state.older = messages.length === api.PAGE;
  state.messages = inOrder([...messages, ...state.messages]);
  changed("messages");
}

export function openChannelById(id) {
  if (id === state.channelId) return;
  state.channelId = id;
  state.messages = [];
  state.unread.delete(id);
  leaveEditing();
  changed("channels");
  loadMessages();
}

/** Acts as another user; a direct message stays a direct message. */
export function actAs(id) {
  const before = state.channels.get(state.channelId);
  state.me = state.users.get(id) ?? state.me;
  state.messages = [];
  state.unread.clear();
  leaveEditing();
  if (!canOpen(state.channelId)) {
    state.channelId = ((isBotDirect(before) ? findChannel("dm") : null) ?? firstChannel())?.id ?? null;
  }
  changed("state");
  loadMessages();
}

function leaveEditing() {
  state.replyTo = null;
  state.editing = null;
  changed("composer");
}

/** Sends a message to the open channel. True if it was taken. */
export async function send(content, attachments = []) {
  const message = { user: state.me.id, channel: state.channelId, content };
  const target = state.replyTo;
  if (target) message.reply_to = target.id;
  if (attachments.length) message.attachments = attachments;
  state.replyTo = null;
  changed("composer");
  const sent = await attempt(api.postMessage(message));
  if (sent) {
    tell("sent");
    addMessage(sent);
  } else if (message.channel === state.channelId) {
    state.replyTo = target;
    changed("composer");
  }
  return Boolean(sent);
}

export async function edit(message, content) {
  state.editing = null;
  changed("messages");
  if (content === message.content) return;
  const edited = await attempt(api.patchMessage(message.id, state.me.id, content));
  if (edited) replaceMessage(edited);
}

export const remove = (message) => attempt(api.deleteMessage(message.id, state.me.id));

/** Adds one's reaction, or takes it back. */
export function toggleReaction(message, emoji) {
  const name = emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name;
  const mine = message.reactions?.some((one) => one.me && one.emoji.name === emoji.name && (one.emoji.id ?? null) === (emoji.id ?? null));
  return attempt((mine ? api.deleteReaction : api.putReaction)(message.id, name, state.me.id));
}

/** Pins a message, or unpins it. */
export const setPinned = (message, pinned) => attempt((pinned ? api.putPin : api.deletePin)(message.id, state.me.id));

/** Votes for these answers of a poll. */
export async function vote(message, answers) {
  for (const answer of answers) await attempt(api.putVote(message.id, answer, state.me.id));
}

/** Takes one's votes in a poll back. */
export async function takeVotesBack(message) {
  const mine = message.poll.results.answer_counts.filter((count) => count.me_voted);
  for (const { id } of mine) await attempt(api.deleteVote(message.id, id, state.me.id));
}

const TYPING_MS = 8_000;
let typedAt = 0;

/** Shows the bot that somebody is typing; at most once in a while. */
export function showTyping() {
  if (Date.now() - typedAt < TYPING_MS || !state.channelId) return;
  typedAt = Date.now();
  api.postTyping(state.me.id, state.channelId).catch(() => {}); // a hint, not worth a word if it is lost
}

/** Opens a thread at a message, or a post in a forum, and goes there. True if it worked. */
export async function openThread({ channel, name, content, message }) {
  const thread = await attempt(api.postThread({ user: state.me.id, channel, name, content, message }));
  if (!thread) return false;
  state.channels.set(thread.id, thread);
  openChannelById(thread.id);
  return true;
}

/** Makes a place that the bot is not in, and goes there: with these users, in a server where one is named. */
export async function openPlace({ users, name, server }) {
  const place = await attempt(api.postPlace({ users, name, server }));
  if (!place) return;
  state.channels.set(place.id, place);
  openChannelById(place.id);
}

/** Whether `me` takes the application along to where the bot is not. */
export const install = (installed) => attempt(api.patchUser(state.me.id, { installed }));

export function replyTo(message) {
  state.replyTo = message;
  changed("composer");
}

export function startEditing(id) {
  state.editing = id;
  changed("messages");
}

/** The answer, or null after saying what went wrong. */
export async function attempt(promise) {
  try {
    return (await promise) ?? true;
  } catch (error) {
    if (!(error instanceof api.SandboxError)) throw error;
    toast(error.message);
    return null;
  }
}
