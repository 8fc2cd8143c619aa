/** Markdown trees as elements. */

import { h, outsideLink } from "./dom.js";
import { parse } from "./markdown.js";
import { parseInline } from "./inline.js";
import { state, person, displayName, cssColour } from "./store.js";
import { channelName, isThread } from "./places.js";
import { timestamp, fullDate } from "./time.js";
import { openChannelById } from "./session.js";
import { useCommand } from "./composer.js";
import { hiddenText } from "./spoiler.js";
import { colour } from "./code.js";
import { icon } from "./icons.js";

const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\u200D|\p{Emoji_Modifier})*\s*){1,27}$/u;

/** Everything Discord renders in a message, a description or a field's value. */
export function markdown(text) {
  const fragment = document.createDocumentFragment();
  const lone = ONLY_EMOJI.test(text.slice(0, 200)) && text.length < 200;
  for (const block of parse(text)) fragment.append(blockElement(block, lone));
  return fragment;
}

/** What Discord renders in a title or a field's name. */
export function inlineMarkdown(text) {
  return inlines(parseInline(text));
}

function blockElement(block, lone) {
  switch (block.type) {
    case "heading": return h("div", { class: `md-h${block.level}`, role: "heading", "aria-level": 3 }, inlines(block.children));
    case "subtext": return h("small", { class: "md-subtext" }, inlines(block.children));
    case "quote": return h("blockquote", null, block.children.map((child) => blockElement(child)));
    case "list": return listElement(block);
    case "code": return h("pre", null, h("code", { data: { lang: block.lang || null } }, codeParts(block)));
    default: return h("div", { class: lone ? "md-p jumbo" : "md-p" }, inlines(block.children));
  }
}

const codeParts = ({ text, lang }) => colour(text, lang)
  .map((part) => (part.kinds.length ? h("span", { class: part.kinds.map((kind) => `code-${kind}`).join(" ") }, part.text) : part.text));

function listElement({ ordered, start, items }) {
  return h(ordered ? "ol" : "ul", { start: ordered && start !== 1 ? start : null },
    items.map((item) => h("li", null, inlines(item.children), item.lists.map(listElement))));
}

const inlines = (nodes, inLink = false) => nodes.map((node) => inline(node, inLink));

function inline(node, inLink) {
  const children = () => inlines(node.children, inLink);
  switch (node.type) {
    case "text": return document.createTextNode(node.text);
    case "strong": return h("strong", null, children());
    case "em": return h("em", null, children());
    case "underline": return h("u", null, children());
    case "strike": return h("s", null, children());
    case "spoiler": return hiddenText(children());
    case "code": return h("code", null, node.text);
    case "link": return inLink ? h("span", null, children()) : outsideLink(node.href, { title: node.title ?? node.href }, inlines(node.children, true));
    case "user": return userMention(node.id);
    case "role": return roleMention(node.id);
    case "channel": return channelMention(node.id);
    case "command": return h("button", { class: "mention", type: "button", on: { click: () => useCommand(node.name) } }, `/${node.name}`);
    case "emoji": return h("span", { class: "custom-emoji", title: `:${node.name}:` }, `:${node.name}:`);
    case "everyone": return h("span", { class: "mention" }, node.text);
    case "time": return timeElement(node);
    default: return document.createTextNode("");
  }
}

function userMention(id) {
  const user = person(id);
  if (!user) return h("span", { class: "mention" }, "@unknown-user");
  return h("button", { class: "mention", type: "button", data: { userId: id } }, "@", h("bdi", null, displayName(user)));
}

function roleMention(id) {
  const role = state.roles.get(id);
  const name = role ? role.name.replace(/^@/, "") : "deleted-role";
  const colour = cssColour(role?.color);
  return h("span", { class: "mention role-mention", vars: colour ? { "--role": colour } : {} }, "@", h("bdi", null, name));
}

function channelMention(id) {
  const channel = state.channels.get(id);
  if (!channel) return h("span", { class: "mention" }, "#unknown");
  return h("button", { class: "mention", type: "button", on: { click: () => openChannelById(id) } },
    isThread(channel) ? icon("thread") : "#", h("bdi", null, channelName(channel)));
}

/** A moment, told in the reader's own zone. */
export function timeElement({ seconds, style }) {
  const date = new Date(seconds * 1000);
  const valid = !Number.isNaN(date.getTime());
  return h("time", { class: "md-time", datetime: valid ? date.toISOString() : null, title: fullDate(date), data: { relative: style === "R" && valid ? seconds : null } },
    timestamp(seconds, style));
}
