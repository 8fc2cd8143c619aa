/** One message of the log. */

import { h } from "./dom.js";
import { state, person, displayName, roleColour, isBot, FLAG } from "./store.js";
import { isThread, isDirect, openChannel, channelName, may, MANAGE_MESSAGES, PIN_MESSAGES } from "./places.js";
import { markdown } from "./markdown-dom.js";
import { plainText } from "./wire.js";
import { messageTime, timeOfDay, fullDate } from "./time.js";
import { avatar } from "./avatar.js";
import { icon } from "./icons.js";
import { embedElement } from "./embeds.js";
import { componentElements, emojiElement } from "./components.js";
import { attachmentElements } from "./attachments.js";
import { toggleReaction, replyTo, startEditing, openChannelById, remove } from "./session.js";
import { messageMenu, reactionPicker } from "./menus.js";
import { pollElement } from "./polls.js";
import { jumpTo } from "./jump.js";
import { editor } from "./editor.js";

const KIND = { pin: 6, join: 7, follow: 12, reply: 19, slash: 20, threadCreated: 18, threadStarter: 21, context: 23, pollResult: 46 };
const ORDINARY = new Set([0, KIND.reply, KIND.slash, KIND.context, KIND.threadStarter]);

export const isEphemeral = (message) => Boolean(message.flags & FLAG.ephemeral);
export const isOwn = (message) => message.author.id === state.me?.id && !message.webhook_id;
export const mayDelete = (message) => !isEphemeral(message) && (isOwn(message) || may(MANAGE_MESSAGES));

export const mayPin = (message) => !isEphemeral(message) && ORDINARY.has(message.type) && (isDirect(openChannel()) || may(PIN_MESSAGES));

/** Whether the message shows a line above it: of the message replied to, or of the command used. */
export const hasLineAbove = (message) => Boolean(replied(message) || used(message));

const replied = (message) => message.type === KIND.reply && message.message_reference;

/** The command whose answer this is: `{user, name}`. */
function used(message) {
  const interaction = message.interaction_metadata;
  if (!interaction || interaction.type !== 2) return null;
  const name = interaction.name ?? message.interaction?.name;
  return name ? { user: interaction.user, name, slash: (interaction.command_type ?? 1) === 1 } : null;
}

/** The element of a message; `head` if it starts a group of its author's messages. */
export function messageElement(message, head) {
  if (!ORDINARY.has(message.type)) return systemElement(message);
  const date = new Date(message.timestamp);
  const mentioned = message.mention_everyone || message.mentions?.some((user) => user.id === state.me?.id);
  const classes = ["message", head && "starts", mentioned && "mentioned", isEphemeral(message) && "ephemeral", state.replyTo?.id === message.id && "replied"];
  return h("li", { class: classes.filter(Boolean).join(" "), data: { testid: "message", messageId: message.id }, tabindex: "-1" },
    head && replied(message) && replyLine(message),
    head && used(message) && usedLine(used(message)),
    h("div", { class: "message-row" },
      head ? h("button", { class: "avatar-button", type: "button", tabindex: "-1", "aria-hidden": "true", data: { userId: message.author.id } }, avatar(message.author))
        : h("time", { class: "side-time", datetime: message.timestamp, title: fullDate(date) }, timeOfDay(date)),
      h("div", { class: "message-body" }, head && heading(message, date), body(message))),
    toolbar(message));
}

function heading(message, date) {
  const { author } = message;
  const known = person(author.id);
  const colour = roleColour(known);
  return h("div", { class: "message-head" },
    h("button", { class: "author", type: "button", data: { userId: known ? author.id : null }, vars: colour ? { "--role": colour } : {} }, h("bdi", null, displayName(author))),
    (isBot(author) || message.webhook_id) && h("span", { class: "tag" }, "APP"),
    h("time", { class: "muted", datetime: message.timestamp, title: fullDate(date) }, messageTime(date)));
}

function body(message) {
  if (state.editing === message.id) return editor(message);
  const loading = message.flags & FLAG.loading;
  const failed = state.failedMessages.get(message.id);
  return [
    loading ? h("div", { class: "thinking" }, dots(), h("span", null, h("bdi", null, displayName(message.author)), " is thinking…"))
      : message.content && h("div", { class: "markup content", dir: "auto" }, markdown(message.content), message.edited_timestamp && edited(message)),
    !loading && !message.content && message.edited_timestamp && edited(message),
    message.poll && pollElement(message),
    attachmentElements(message.attachments),
    message.sticker_items?.map(stickerElement),
    message.embeds?.map(embedElement),
    message.message_snapshots?.map(({ message: original }) => forwarded(original)),
    message.components?.length ? h("div", { class: "components" }, componentElements(message)) : null,
    message.reactions?.length ? reactions(message) : null,
    message.thread && threadElement(message.thread),
    failed && h("p", { class: "failed", role: "alert", data: { testid: "interaction-failed" } }, icon("warning"), failed),
    isEphemeral(message) && ephemeralLine(() => remove(message)),
  ];
}

const stickerElement = (sticker) => h("div", { class: "sticker" }, icon("smile"), "Sticker: ", h("bdi", null, sticker.name));

/** A message that was forwarded from elsewhere. */
const forwarded = (original) => h("div", { class: "forwarded" }, h("div", { class: "muted small" }, "Forwarded"),
  original.content && h("div", { class: "markup", dir: "auto" }, markdown(original.content)), attachmentElements(original.attachments), original.embeds?.map(embedElement));

const edited = (message) => h("time", { class: "edited", datetime: message.edited_timestamp, title: fullDate(new Date(message.edited_timestamp)) }, "(edited)");

/** Three dots for what is on its way; decoration. */
export const dots = () => h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));

/** "Only you can see this · Dismiss message". */
export function ephemeralLine(dismiss) {
  return h("div", { class: "ephemeral-line muted", data: { testid: "ephemeral" } }, icon("eye"), "Only you can see this · ",
    h("button", { class: "text-button", type: "button", on: { click: dismiss } }, "Dismiss message"));
}

function replyLine(message) {
  const original = message.referenced_message ?? state.messages.find((known) => known.id === message.message_reference.message_id);
  if (!original) return h("div", { class: "line-above" }, h("span", { class: "hook", "aria-hidden": "true" }), h("em", null, "Original message was deleted"));
  const text = plainText(original.content).slice(0, 140) || (original.embeds?.length ? original.embeds[0].title ?? "Click to see embed" : "Click to see attachment");
  return h("div", { class: "line-above" }, h("span", { class: "hook", "aria-hidden": "true" }), avatar(original.author, "tiny"),
    h("button", { class: "line-text", type: "button", "aria-label": `In reply to ${displayName(original.author)}: ${text}`, on: { click: () => jumpTo(original.id) } },
      h("bdi", { class: "line-name" }, `@${displayName(original.author)}`), " ", h("span", { dir: "auto" }, text)));
}

function usedLine({ user, name, slash }) {
  const who = person(user.id) ?? user;
  return h("div", { class: "line-above" }, h("span", { class: "hook", "aria-hidden": "true" }), avatar(who, "tiny"),
    h("span", { class: "line-text" }, h("bdi", { class: "line-name" }, displayName(who)), " used ", h("span", { class: "command-name" }, slash ? `/${name}` : name)));
}

function reactions(message) {
  return h("div", { class: "reactions" }, message.reactions.map((reaction) => h("button", {
    class: reaction.me ? "reaction mine" : "reaction", type: "button", "aria-pressed": reaction.me ? "true" : "false",
    "aria-label": `${reaction.emoji.name}, ${reaction.count} ${reaction.count === 1 ? "reaction" : "reactions"}`,
    on: { click: () => toggleReaction(message, reaction.emoji) },
  }, emojiElement(reaction.emoji), h("span", null, reaction.count))));
}

function threadElement(thread) {
  const channel = state.channels.get(thread.id) ?? thread;
  const count = channel.message_count ?? 0;
  return h("button", { class: "thread-card", type: "button", on: { click: () => openChannelById(thread.id) } }, icon("thread"),
    h("span", { dir: "auto" }, channelName(channel)), h("span", { class: "accent" }, `${count} ${count === 1 ? "message" : "messages"} ›`));
}

/** What the embed of a poll's result says under this name. */
const resultOf = (message, name) => message.embeds?.[0]?.fields?.find((field) => field.name === name)?.value ?? "";

function systemElement(message) {
  const name = h("bdi", { class: "line-name" }, displayName(message.author));
  const thread = message.message_reference && state.channels.get(message.message_reference.channel_id);
  const said = {
    [KIND.pin]: ["pin", " pinned ", h("button", { class: "text-button", type: "button", on: { click: () => jumpTo(message.message_reference?.message_id ?? "") } }, "a message"), " to this channel."],
    [KIND.join]: ["members", " joined."],
    [KIND.follow]: ["announcement", " added ", h("bdi", null, message.content), " to this channel. Its most important updates will show up here."],
    [KIND.threadCreated]: ["thread", " started a thread: ", isThread(thread)
      ? h("button", { class: "text-button", type: "button", on: { click: () => openChannelById(thread.id) } }, channelName(thread)) : h("span", null, message.content)],
    [KIND.pollResult]: ["check", "’s poll ", h("button", { class: "text-button", type: "button", on: { click: () => jumpTo(message.message_reference?.message_id ?? "") } },
      h("bdi", null, resultOf(message, "poll_question_text") || "poll")), ` has closed${resultOf(message, "victor_answer_text") ? ": " : "."}`, h("bdi", null, resultOf(message, "victor_answer_text"))],
  }[message.type] ?? ["hash", ` ${message.content || "did something this page does not show"}`];
  return h("li", { class: "message starts system", data: { testid: "message", messageId: message.id }, tabindex: "-1" },
    h("div", { class: "message-row" }, h("span", { class: "system-icon" }, icon(said[0])),
      h("div", { class: "message-body" }, name, said.slice(1), " ", h("time", { class: "muted", datetime: message.timestamp }, messageTime(new Date(message.timestamp))))));
}

/** What appears at the message under the pointer or with the focus. */
function toolbar(message) {
  const tool = (name, label, click, extra) => h("button", { class: "icon-button", type: "button", "aria-label": label, title: label, ...extra, on: { click } }, icon(name));
  const ephemeral = isEphemeral(message);
  return h("div", { class: "toolbar", role: "group", "aria-label": "Message actions" },
    !ephemeral && tool("smile", "Add reaction", (event) => reactionPicker(event.currentTarget, message), { "aria-haspopup": "dialog" }),
    !ephemeral && tool("reply", "Reply", () => replyTo(message)),
    isOwn(message) && tool("edit", "Edit", () => startEditing(message.id)),
    tool("more", "More", (event) => messageMenu(event.currentTarget, message), { "aria-haspopup": "menu", data: { testid: "message-more" } }));
}
