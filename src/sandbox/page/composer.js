/** The field one writes in: Enter sends, Shift+Enter breaks the line, Up edits the last own message, / opens the commands. */

import { byId, fill, h } from "./dom.js";
import { state, on, changed, displayName } from "./store.js";
import { openChannel, channelTitle, maySend, CHANNEL } from "./places.js";
import { send, startEditing, showTyping } from "./session.js";
import { isOwn } from "./message.js";
import { complete } from "./completion.js";
import { stopSuggesting, suggestionKey } from "./suggest.js";
import { suggestCommands, findCommand, takeTyped } from "./slash.js";
import { openSlashForm, closeSlashForm, slashFormOpen } from "./slash-form.js";
import { readFile, bytes } from "./attachments.js";
import { toWire } from "./wire.js";
import { toast } from "./toast.js";
import { icon } from "./icons.js";

const LONGEST = 2000; // code points, Discord's limit
const WARN_FROM = 1800;

const field = byId("composer");
const picker = byId("file-picker");
const drafts = new Map(); // user and channel -> text not sent yet
let files = []; // as `readFile` gives them
let place = ""; // user and channel the text belongs to

/** Starts listening. */
export function startComposer() {
  field.addEventListener("input", typed);
  field.addEventListener("keydown", keys);
  field.addEventListener("click", () => suggestAtCaret());
  field.addEventListener("blur", () => stopSuggesting(field));
  field.addEventListener("paste", (event) => {
    if (event.clipboardData?.files.length) addFiles(event.clipboardData.files);
  });
  byId("send").addEventListener("click", submit);
  byId("attach").addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => {
    addFiles(picker.files);
    picker.value = "";
  });
  byId("main").addEventListener("dragover", (event) => event.preventDefault());
  byId("main").addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer?.files.length) addFiles(event.dataTransfer.files);
  });
  document.addEventListener("keydown", typedElsewhere);
  on("channel", moved);
  on("state", show);
  on("composer", () => {
    show();
    if (state.replyTo) field.focus();
  });
}

/** Typing with the focus on nothing in particular goes to the field. */
function typedElsewhere(event) {
  const idle = event.target === document.body || event.target.matches(".log, .message, .channel");
  const plain = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (idle && plain && !slashFormOpen() && !field.disabled) field.focus(); // the key then lands in the field
}

/** Another channel or user: the draft stays where it was written. */
function moved() {
  const next = `${state.me?.id} ${state.channelId}`;
  if (next !== place) {
    drafts.set(place, field.value);
    place = next;
    closeSlashForm();
    setText(drafts.get(place) ?? "");
    files = [];
  }
  show();
}

function show() {
  const channel = openChannel();
  const open = Boolean(channel) && maySend(channel);
  const forum = channel?.type === CHANNEL.forum;
  byId("composer-box").hidden = forum;
  field.disabled = !open;
  for (const id of ["send", "attach"]) byId(id).disabled = !open;
  const name = channel ? `${channel.type === CHANNEL.direct ? "@" : ""}${channelTitle(channel)}` : "";
  field.placeholder = open ? `Message ${name}` : "You cannot write here";
  field.setAttribute("aria-label", open ? `Message ${name}` : "You cannot write here");
  const target = state.replyTo;
  fill(byId("reply-bar"), target && [h("span", null, "Replying to ", h("bdi", { class: "line-name" }, displayName(target.author))),
    h("button", { class: "icon-button", type: "button", "aria-label": "Do not reply", on: { click: stopReplying } }, icon("close"))]);
  byId("reply-bar").hidden = !target;
  showFiles();
}

function stopReplying() {
  state.replyTo = null;
  changed("composer");
  field.focus();
}

function typed() {
  grow();
  if (field.value && !field.value.startsWith("/")) showTyping();
  const left = LONGEST - [...field.value].length;
  fill(byId("length"), left <= LONGEST - WARN_FROM ? String(left) : null);
  byId("length").classList.toggle("over", left < 0);
  const command = takeTyped(field.value);
  if (command) return openSlashForm(command, "");
  suggestAtCaret();
}

function suggestAtCaret() {
  if (field.value.startsWith("/")) suggestCommands(field, (command) => openSlashForm(command, ""));
  else complete(field);
}

function grow() {
  field.style.setProperty("height", "auto");
  field.style.setProperty("height", `${field.scrollHeight}px`);
}

function setText(text) {
  field.value = text;
  grow();
  fill(byId("length"));
}

function keys(event) {
  if (event.isComposing || suggestionKey(event)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === "ArrowUp" && field.value === "") {
    const own = state.messages.filter(isOwn).at(-1);
    if (!own) return;
    event.preventDefault();
    startEditing(own.id);
  } else if (event.key === "Escape" && state.replyTo) stopReplying();
}

async function submit() {
  if (slashFormOpen()) return;
  const text = field.value.trim();
  if (!text && !files.length) return;
  const command = text.startsWith("/") ? findCommand(text.slice(1)) : null;
  if (command) return openSlashForm(command, "");
  const content = toWire(text);
  if ([...content].length > LONGEST) return toast(`A message has ${LONGEST} characters at most; this one has ${[...content].length}.`);
  const [sentText, sentFiles] = [field.value, files];
  setText("");
  files = [];
  show();
  if (await send(content, sentFiles)) return;
  setText(sentText);
  files = sentFiles;
  show();
}

async function addFiles(chosen) {
  for (const file of chosen) {
    try {
      files.push(await readFile(file));
    } catch (error) {
      toast(error.message);
    }
  }
  showFiles();
}

function showFiles() {
  byId("files").hidden = files.length === 0;
  fill(byId("files"), files.map((file) => h("div", { class: "file" }, icon("file"), h("span", null, h("span", { dir: "auto" }, file.filename), h("small", { class: "muted" }, bytes(file.size))),
    h("button", { class: "icon-button", type: "button", "aria-label": `Remove ${file.filename}`, on: { click: () => {
      files = files.filter((other) => other !== file);
      showFiles();
      field.focus();
    } } }, icon("close")))));
}

/** Puts text into the field, ready to go on. */
export function fillComposer(text) {
  closeSlashForm();
  setText(text);
  field.focus();
  field.setSelectionRange(text.length, text.length);
  typed();
}

/** Adds a mention where the caret is. */
export function insertMention(user) {
  const space = field.value && !/\s$/.test(field.value.slice(0, field.selectionStart)) ? " " : "";
  field.setRangeText(`${space}@${displayName(user)} `, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  grow();
}

/** Starts a slash command by name. */
export function useCommand(name) {
  const command = findCommand(name);
  if (command) openSlashForm(command, "");
  else toast(`There is no command /${name} here.`);
}
