/** The messages of the open channel, kept in step with the store, message by message. */

import { byId, fill, h } from "./dom.js";
import { state, on, displayName } from "./store.js";
import { openChannel, channelTitle, visibleChannels, CHANNEL } from "./places.js";
import { messageElement, isEphemeral, hasLineAbove, ephemeralLine, dots } from "./message.js";
import { messageMenu } from "./menus.js";
import { welcome } from "./welcome.js";
import { forumPosts } from "./forum.js";
import { avatar } from "./avatar.js";
import { dayName, sameDay } from "./time.js";
import { drop } from "./interactions.js";
import { loadOlder, forgetOldest } from "./session.js";
import { icon } from "./icons.js";

const GROUP_MS = 7 * 60_000;
const NEAR_PX = 80;
const OLDER_PX = 300; // from the top, where older messages are read
const QUIET_MS = 1_000;

const scroller = byId("log");
const list = byId("messages");
const rows = new Map(); // key -> {element, message, form}
let atEnd = true;

/** Starts drawing. */
export function startLog() {
  on("messages", drawSoon);
  on("channel", () => clear());
  on("state", () => draw());
  on("composer", () => draw());
  on("sent", () => {
    atEnd = true;
    toEnd();
  });
  scroller.addEventListener("scroll", () => {
    atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
    byId("to-present").hidden = atEnd;
    if (scroller.scrollTop < OLDER_PX && !atEnd) loadOlder();
  });
  new ResizeObserver(() => atEnd && toEnd()).observe(list);
  new ResizeObserver(() => atEnd && toEnd()).observe(scroller);
  byId("to-present").addEventListener("click", () => toEnd());
  list.addEventListener("keydown", keys);
  list.addEventListener("contextmenu", menu);
}

let due = false;

/** Draws before the next picture: however much arrives until then, it is drawn once. */
function drawSoon() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    draw();
  });
}

/** Shows the newest message. */
export function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
}

let quiet = 0;

/** A channel that opens is not news: its messages are not read out one by one. */
function keepQuiet() {
  scroller.setAttribute("aria-live", "off");
  clearTimeout(quiet);
  quiet = setTimeout(() => scroller.removeAttribute("aria-live"), QUIET_MS);
}

function clear() {
  rows.clear();
  list.replaceChildren();
  atEnd = true;
  byId("to-present").hidden = true;
  draw();
}

function draw() {
  const channel = openChannel();
  if (atEnd) forgetOldest();
  scroller.setAttribute("aria-busy", state.loading ? "true" : "false");
  scroller.setAttribute("aria-label", channel ? `Messages in ${channelTitle(channel)}` : "Messages");
  const wanted = state.loading ? [] : layOut();
  const first = state.messages[0]?.id;
  const grows = rows.size > 0 && !rows.has(first); // at the top
  const below = scroller.scrollHeight - scroller.scrollTop;
  if (rows.size === 0 || grows) keepQuiet();
  drawIntro(channel);
  const focus = rememberFocus();
  const keep = new Set(wanted.map((row) => row.key));
  for (const [key, row] of rows) {
    if (keep.has(key)) continue;
    row.element.remove();
    rows.delete(key);
  }
  let place = list.firstChild;
  for (const row of wanted) {
    const known = rows.get(row.key);
    let element = known?.element;
    if (!known || known.message !== row.message || known.form !== row.form) {
      element = row.make();
      if (known) {
        if (place === known.element) place = element;
        known.element.replaceWith(element);
      }
      rows.set(row.key, { element, message: row.message, form: row.form });
    }
    if (element === place) place = place.nextSibling;
    else list.insertBefore(element, place);
  }
  restoreFocus(focus);
  roveTo(document.activeElement?.closest("#messages .message") ?? lastMessage());
  if (atEnd) toEnd();
  else if (grows) scroller.scrollTop = scroller.scrollHeight - below;
}

let introShown = "";

/** The head of the channel; drawn again only when it says something else, so that nothing in it loses the focus. */
function drawIntro(channel) {
  const forum = channel?.type === CHANNEL.forum;
  const posts = forum ? visibleChannels().filter((post) => post.parent_id === channel.id) : [];
  const says = JSON.stringify([state.loading, state.older, channel?.id, state.me?.id, state.messages.length === 0, state.bot?.online, state.commands.length, state.me?.installed, posts]);
  if (says === introShown) return;
  introShown = says;
  fill(byId("intro"), state.loading ? null : forum ? forumPosts(channel) : state.older ? more() : welcome(channel, state.messages.length === 0));
}

/** What stands above the messages while there are older ones. */
const more = () => h("div", { class: "more" }, h("h2", null, "The conversation began earlier"),
  h("button", { class: "button secondary", type: "button", data: { testid: "older" }, on: { click: loadOlder } }, "Show older messages"));

/** The rows to show: day lines, messages and notices, in time's order. */
function layOut() {
  const out = [];
  let previous = null;
  let day = null;
  const items = [
    ...state.messages.map((message) => ({ message, at: new Date(message.timestamp) })),
    ...state.notices.filter((notice) => notice.channelId === state.channelId && notice.userId === state.me?.id).map((notice) => ({ notice, at: notice.at })),
  ];
  items.sort((a, b) => a.at - b.at || 0);
  for (const { message, notice, at } of items) {
    if (!day || !sameDay(day, at)) {
      day = at;
      previous = null;
      const name = dayName(at);
      out.push({ key: `day-${name}`, message: name, form: "", make: () => h("li", { class: "day" }, h("span", null, name)) });
    }
    if (notice) {
      out.push({ key: notice.id, message: notice, form: "", make: () => noticeElement(notice) });
      previous = null;
      continue;
    }
    const head = !previous || !continues(previous, message);
    const form = [head, state.editing === message.id, state.pendingComponents.get(message.id), state.failedMessages.get(message.id), state.replyTo?.id === message.id, state.pollResults.has(message.id), state.channels.get(message.id)?.message_count].join();
    out.push({ key: message.id, message, form, make: () => messageElement(message, head) });
    previous = message;
  }
  return out;
}

/** Whether a message joins the group of the one before it. */
function continues(before, message) {
  return before.author.id === message.author.id && before.author.username === message.author.username
    && before.type !== 6 && message.type === 0 && !hasLineAbove(message)
    && isEphemeral(before) === isEphemeral(message)
    && new Date(message.timestamp) - new Date(before.timestamp) < GROUP_MS;
}

function noticeElement(notice) {
  const bot = state.bot.user;
  const failed = notice.kind === "failed";
  return h("li", { class: "message starts notice", tabindex: "-1", data: { testid: "notice" } },
    h("div", { class: "line-above" }, h("span", { class: "hook", "aria-hidden": "true" }), avatar(state.me, "tiny"),
      h("span", { class: "line-text" }, h("bdi", { class: "line-name" }, displayName(state.me)), " used ", h("span", { class: "command-name" }, notice.slash ? `/${notice.command}` : notice.command))),
    h("div", { class: "message-row" }, h("span", { class: "avatar-button" }, avatar(bot)),
      h("div", { class: "message-body" },
        h("div", { class: "message-head" }, h("bdi", { class: "author" }, displayName(bot)), h("span", { class: "tag" }, "APP")),
        failed ? h("p", { class: "failed", data: { testid: "interaction-failed" } }, icon("warning"), notice.text)
          : h("div", { class: "thinking" }, dots(), h("span", null, "Sending command…")),
        failed && ephemeralLine(() => drop(notice.id)))));
}

const lastMessage = () => [...list.querySelectorAll(".message")].at(-1);

/** One message is in the tab order; the arrow keys go on from it. */
function roveTo(element) {
  for (const other of list.querySelectorAll('.message[tabindex="0"]')) if (other !== element) other.tabIndex = -1;
  if (element) element.tabIndex = 0;
}

function keys(event) {
  const row = event.target.closest(".message");
  if (!row || event.target !== row) return;
  const all = [...list.querySelectorAll(".message")];
  const index = all.indexOf(row);
  const target = { ArrowUp: all[index - 1], ArrowDown: all[index + 1], Home: all[0], End: all.at(-1) }[event.key];
  if (target) {
    roveTo(target);
    target.focus();
    event.preventDefault();
  } else if (event.key === "Enter" || event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
    const message = messageOf(row);
    if (!message) return;
    messageMenu(row.querySelector(".toolbar .icon-button:last-child") ?? row, message, row);
    event.preventDefault();
  } else if (event.key === "ArrowDown") {
    byId("composer").focus();
    event.preventDefault();
  }
}

const messageOf = (row) => state.messages.find((message) => message.id === row?.dataset.messageId);

function menu(event) {
  const message = messageOf(event.target.closest(".message"));
  if (!message || event.target.closest("a, input, textarea, [data-user-id]") || String(getSelection())) return;
  event.preventDefault();
  messageMenu({ x: event.clientX, y: event.clientY }, message);
}

/** What has the focus, in words that outlast the element being drawn again. */
function rememberFocus() {
  const element = document.activeElement;
  const row = element?.closest?.("#messages .message");
  if (!row) return null;
  const focusable = [...row.querySelectorAll("button, a, input, textarea")];
  return { key: row.dataset.messageId, index: focusable.indexOf(element), element };
}

function restoreFocus(focus) {
  if (!focus || focus.element.isConnected) return;
  const row = rows.get(focus.key)?.element;
  if (!row) return byId("composer").focus();
  const target = focus.index >= 0 ? row.querySelectorAll("button, a, input, textarea")[focus.index] : row;
  (target && !target.disabled ? target : row).focus();
}

