/** Menus on messages and people, and the choice of a reaction. */

import { h, byId } from "./dom.js";
import { state, displayName, isBot } from "./store.js";
import { commandsHere, visibleChannels, isBotDirect, isRoom, openChannel } from "./places.js";
import { openPopup, closePopup } from "./popup.js";
import { runCommand } from "./interactions.js";
import { replyTo, startEditing, remove, toggleReaction, openChannelById, openThread, actAs, install, setPinned } from "./session.js";
import { isEphemeral, isOwn, mayDelete, mayPin } from "./message.js";
import { insertMention } from "./composer.js";
import { closeDrawers } from "./drawers.js";
import { confirm, askForText } from "./confirm.js";
import { toast } from "./toast.js";
import { icon } from "./icons.js";
import { EMOJI, COMMON } from "./emoji.js";

/** A menu at an element or point. `items`: `{label, icon?, danger?, run, hint?}`, a string for a heading, null for nothing. */
export function openMenu(anchor, label, items, back) {
  const entries = items.filter(Boolean);
  const menu = h("div", { class: "popup menu", role: "menu", "aria-label": label, tabindex: "-1" }, entries.map((item) => (typeof item === "string"
    ? h("div", { class: "menu-heading", role: "presentation" }, item)
    : h("button", { class: item.danger ? "menu-item danger" : "menu-item", type: "button", role: "menuitem", tabindex: "-1", data: { testid: "menu-item" },
      on: { click: () => { close(true); item.run(); }, pointermove: (event) => event.currentTarget.focus() } }, h("span", { dir: "auto" }, item.label), item.icon && icon(item.icon)))));
  const buttons = [...menu.querySelectorAll("button")];
  menu.addEventListener("keydown", (event) => {
    const index = buttons.indexOf(document.activeElement);
    const last = buttons.length - 1;
    const target = { ArrowDown: index >= last ? 0 : index + 1, ArrowUp: index <= 0 ? last : index - 1, Home: 0, End: last }[event.key];
    if (target !== undefined) buttons[target].focus();
    else if (event.key === "Tab") closePopup();
    else if (event.key.length === 1 && event.key !== " ") {
      const rest = [...buttons.slice(index + 1), ...buttons.slice(0, index + 1)];
      rest.find((button) => button.textContent.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    } else return;
    event.preventDefault();
  });
  const close = openPopup(menu, anchor, { back: back ?? (anchor instanceof Element ? anchor : document.activeElement) });
  buttons[0]?.focus();
}

/** What can be done with a message; the bot's message commands are among it. */
export function messageMenu(anchor, message, back) {
  const ephemeral = isEphemeral(message);
  const apps = ephemeral ? [] : commandsHere(3);
  openMenu(anchor, "Message actions", [
    !ephemeral && { label: "Add reaction", icon: "smile", run: () => reactionPicker(anchor, message) },
    !ephemeral && { label: "Reply", icon: "reply", run: () => replyTo(message) },
    isOwn(message) && { label: "Edit message", icon: "edit", run: () => startEditing(message.id) },
    !ephemeral && !message.thread && isRoom(openChannel()) && { label: "Create thread", icon: "thread", run: () => startThread(message) },
    mayPin(message) && { label: message.pinned ? "Unpin message" : "Pin message", icon: "pin", run: () => setPinned(message, !message.pinned) },
    message.content && { label: "Copy text", icon: "copy", run: () => copy(message.content) },
    { label: "Copy message ID", icon: "copy", run: () => copy(message.id) },
    mayDelete(message) && { label: "Delete message", icon: "trash", danger: true, run: () => askToRemove(message) },
    apps.length > 0 && "Apps",
    ...apps.map((command) => ({ label: command.name, icon: "apps", run: () => runCommand(command.name, { target: message.id }) })),
  ], back);
}

/** What can be done with a person or the bot. */
export function userMenu(anchor, user, back) {
  const apps = commandsHere(2);
  const mine = user.id === state.me?.id;
  const direct = isBot(user) ? visibleChannels().find(isBotDirect) : null;
  const app = displayName(state.bot.user);
  const items = [
    { label: "Mention", icon: "at", run: () => insertMention(user) },
    direct && { label: "Message", icon: "reply", run: () => openChannelById(direct.id) },
    !isBot(user) && !mine && { label: `Act as ${displayName(user)}`, icon: "members", run: () => actAs(user.id) },
    mine && (user.installed ? { label: `Uninstall ${app} for yourself`, icon: "apps", run: () => install(false) }
      : { label: `Install ${app} for yourself`, icon: "apps", run: () => install(true) }),
    { label: "Copy user ID", icon: "copy", run: () => copy(user.id) },
    apps.length > 0 && "Apps",
    ...apps.map((command) => ({ label: command.name, icon: "apps", run: () => runCommand(command.name, { target: user.id }) })),
  ];
  // What follows is seen among the messages, so a panel that lies over them makes room.
  const making = (item) => (item?.run ? { ...item, run: () => { closeDrawers(); item.run(); } } : item);
  openMenu(anchor, `${displayName(user)}: actions`, items.map(making), back);
}

/** Opens the menu of whoever an element with `data-user-id` names, on click and on right click. */
export function watchPeople(findUser) {
  const open = (event) => {
    const target = event.target.closest?.("[data-user-id]");
    const user = target && findUser(target.dataset.userId);
    if (!user) return;
    event.preventDefault();
    const point = event.type === "contextmenu" && event.clientX > 0;
    userMenu(point ? { x: event.clientX, y: event.clientY } : target, user, target);
  };
  document.addEventListener("click", open);
  document.addEventListener("contextmenu", open);
}

async function startThread(message) {
  const thread = await askForText("Create thread", [{ name: "name", label: "Name", max: 100 }], "Create");
  if (thread) openThread({ channel: message.channel_id, message: message.id, ...thread });
}

async function askToRemove(message) {
  if (await confirm("Delete message", "Delete this message? It cannot be brought back.", "Delete")) remove(message);
  byId("composer").focus();
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied.");
  } catch {
    toast("The browser did not allow copying.");
  }
}

/** Common emoji, and a search by name. */
export function reactionPicker(anchor, message) {
  const grid = h("div", { class: "emoji-grid", role: "group", "aria-label": "Emoji" });
  const show = (emoji) => grid.replaceChildren(...emoji.map((each) => h("button", { type: "button", class: "emoji-button", "aria-label": nameOf(each),
    on: { click: () => { close(true); toggleReaction(message, { id: null, name: each }); } } }, each)));
  const search = h("input", { class: "list-search", type: "text", placeholder: "Search emoji", "aria-label": "Search emoji" });
  search.addEventListener("input", () => {
    const wanted = search.value.toLowerCase().replaceAll(":", "");
    const found = Object.entries(EMOJI).filter(([name]) => name.includes(wanted)).map(([, emoji]) => emoji);
    show(wanted ? [...new Set(found)].slice(0, 24) : COMMON);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !grid.firstChild) return;
    event.preventDefault();
    grid.firstChild.click();
  });
  const picker = h("div", { class: "popup emoji-picker", role: "dialog", "aria-label": "Add reaction" }, search, grid);
  show(COMMON);
  const close = openPopup(picker, anchor, { back: anchor instanceof Element ? anchor : undefined });
  search.focus();
}

const nameOf = (emoji) => Object.keys(EMOJI).find((name) => EMOJI[name] === emoji)?.replaceAll("_", " ") ?? emoji;
