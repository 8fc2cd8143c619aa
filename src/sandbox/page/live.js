/** Live changes by server-sent events, and starting again after the connection broke. */

import { state, changed, tell } from "./store.js";

const TYPING_MS = 10_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8_000;

/** Listens until the page closes. `refresh` is called after a lost connection came back. */
export function listen(refresh) {
  let retry = FIRST_RETRY_MS;
  let lost = false;
  const connect = () => {
    const source = new EventSource("/sandbox/events");
    source.onopen = () => {
      retry = FIRST_RETRY_MS;
      state.connected = true;
      changed("connection");
      if (lost) refresh();
      lost = false;
    };
    source.onerror = () => {
      source.close();
      lost = true;
      state.connected = false;
      changed("connection");
      setTimeout(connect, retry);
      retry = Math.min(retry * 2, LONGEST_RETRY_MS);
    };
    for (const [name, apply] of Object.entries(EVENTS)) {
      source.addEventListener(name, (event) => apply(JSON.parse(event.data)));
    }
    // The server fell behind and dropped events: what it holds now is the truth.
    source.addEventListener("missed", refresh);
  };
  connect();
}

const EVENTS = {
  message_create({ message, visible_to: audience }) {
    if (audience && audience !== state.me?.id) return;
    stopTyping(message.channel_id, message.author.id);
    if (message.channel_id !== state.channelId) {
      if (message.author.id !== state.me?.id) state.unread.add(message.channel_id);
      changed("channels");
      return;
    }
    addMessage(message);
  },

  message_update({ message, visible_to: audience }) {
    if (message.channel_id !== state.channelId || (audience && audience !== state.me?.id)) return;
    state.arrivals.set(message.id, message);
    replaceMessage(message);
  },

  message_delete({ id, channel_id: channel }) {
    if (channel !== state.channelId) return;
    state.arrivals.set(id, null);
    state.messages = state.messages.filter((message) => message.id !== id);
    if (state.replyTo?.id === id) state.replyTo = null;
    if (state.editing === id) state.editing = null;
    changed("messages");
    changed("composer");
  },

  reaction(event) {
    const index = state.messages.findIndex((message) => message.id === event.message_id);
    if (index < 0) return;
    const message = state.messages[index];
    state.messages[index] = { ...message, reactions: react(message.reactions ?? [], event) };
    changed("messages");
  },

  vote({ added, user_id: user, message_id: id, answer_id: answer }) {
    const index = state.messages.findIndex((message) => message.id === id);
    if (index < 0) return;
    const message = state.messages[index];
    state.messages[index] = { ...message, poll: count(message.poll, answer, user, added) };
    changed("messages");
  },

  typing({ channel_id: channel, user_id: user }) {
    if (user === state.me?.id) return;
    stopTyping(channel, user);
    if (!state.typing.has(channel)) state.typing.set(channel, new Map());
    state.typing.get(channel).set(user, setTimeout(() => stopTyping(channel, user), TYPING_MS));
    changed("typing");
  },

  commands({ commands }) {
    state.commands = commands;
    changed("state");
  },

  bot(status) {
    Object.assign(state.bot, status);
    changed("state");
  },

  channel({ channel, deleted }) {
    if (deleted) state.channels.delete(channel.id);
    else state.channels.set(channel.id, channel);
    changed("state");
    changed("messages");
  },

  guild: () => tell("guild"),
  request: (request) => tell("request", request),
  fault: (fault) => tell("fault", fault),
};

/** Shows a new message of the open channel, once: its event and an answer can both bring it. */
export function addMessage(message) {
  if (message?.channel_id !== state.channelId) return;
  if (state.loading) state.arrivals.set(message.id, message);
  if (state.messages.some((known) => known.id === message.id)) return;
  const last = state.messages.at(-1);
  const newest = !last || isOlder(last, message);
  state.messages = newest ? [...state.messages, message] : inOrder([...state.messages, message]);
  changed("messages");
}

/** Messages oldest first. */
export const inOrder = (messages) => messages.sort((a, b) => (isOlder(a, b) ? -1 : 1));

const isOlder = (a, b) => BigInt(a.id) < BigInt(b.id);

/** Puts a newer form of a message in place of the one shown. Events tell the bot's own reactions and votes, so `me` stays ours. */
export function replaceMessage(message) {
  const index = state.messages.findIndex((known) => known.id === message.id);
  if (index < 0) return;
  const mine = new Set((state.messages[index].reactions ?? []).filter((one) => one.me).map((one) => emojiKey(one.emoji)));
  const reactions = message.reactions?.map((one) => ({ ...one, me: mine.has(emojiKey(one.emoji)) }));
  state.messages[index] = { ...message, reactions, poll: keepVotes(message.poll, state.messages[index].poll) };
  changed("messages");
}

/** A poll as an event tells it, with one's own votes as they were. */
function keepVotes(poll, before) {
  if (!poll || !before) return poll;
  const mine = new Set(before.results.answer_counts.filter((one) => one.me_voted).map((one) => one.id));
  const counts = poll.results.answer_counts.map((one) => ({ ...one, me_voted: mine.has(one.id) }));
  return { ...poll, results: { ...poll.results, answer_counts: counts } };
}

/** The poll after somebody voted or took a vote back. */
function count(poll, answer, user, added) {
  const counts = poll.results.answer_counts;
  const known = counts.find((one) => one.id === answer) ?? { id: answer, count: 0, me_voted: false };
  const next = { ...known, count: known.count + (added ? 1 : -1), me_voted: user === state.me?.id ? added : known.me_voted };
  const rest = [...counts.filter((one) => one !== known), next].filter((one) => one.count > 0);
  return { ...poll, results: { ...poll.results, answer_counts: rest } };
}

/** What tells one emoji from another. */
export const emojiKey = (emoji) => emoji.id ?? emoji.name;

function react(reactions, { added, emoji, user_id: user }) {
  if (!emoji) return [];
  const key = emojiKey(emoji);
  if (!user) return reactions.filter((one) => emojiKey(one.emoji) !== key);
  const known = reactions.find((one) => emojiKey(one.emoji) === key) ?? { emoji, count: 0, me: false };
  const next = { ...known, count: known.count + (added ? 1 : -1), me: user === state.me?.id ? added : known.me };
  const others = reactions.map((one) => (one === known ? next : one));
  return (reactions.includes(known) ? others : [...others, next]).filter((one) => one.count > 0);
}

function stopTyping(channel, user) {
  const typing = state.typing.get(channel);
  if (!typing?.has(user)) return;
  clearTimeout(typing.get(user));
  typing.delete(user);
  changed("typing");
}
