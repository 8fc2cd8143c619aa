/** The pinned messages of the open channel. */

import { byId, h } from "./dom.js";
import { state, displayName } from "./store.js";
import { getPins } from "./api.js";
import { attempt, setPinned } from "./session.js";
import { mayPin } from "./message.js";
import { openPopup } from "./popup.js";
import { jumpTo } from "./jump.js";
import { markdown } from "./markdown-dom.js";
import { messageTime } from "./time.js";
import { avatar } from "./avatar.js";

/** Starts listening to the button that shows them. */
export function startPins() {
  byId("open-pins").addEventListener("click", show);
}

async function show() {
  const anchor = byId("open-pins");
  const pins = await attempt(getPins(state.channelId, state.me.id));
  if (!Array.isArray(pins)) return;
  const list = h("div", { class: "popup pins", role: "dialog", "aria-label": "Pinned messages", tabindex: "-1", data: { testid: "pins" } },
    h("h2", null, "Pinned messages"),
    pins.length ? h("ul", null, pins.reverse().map((message) => pin(message, () => close(true)))) : h("p", { class: "muted" }, "Nothing is pinned here."));
  const close = openPopup(list, anchor, { back: anchor });
  (list.querySelector("button") ?? list).focus();
}

function pin(message, close) {
  const button = (label, act) => h("button", { class: "button secondary", type: "button", on: { click: () => { close(); act(); } } }, label);
  const said = message.content || message.embeds?.[0]?.title || message.poll?.question?.text || "…";
  return h("li", { class: "pin" },
    h("div", { class: "pin-head" }, avatar(message.author, "small"), h("bdi", { class: "line-name" }, displayName(message.author)),
      h("time", { class: "muted small", datetime: message.timestamp }, messageTime(new Date(message.timestamp)))),
    h("div", { class: "markup", dir: "auto" }, markdown(said)),
    h("div", { class: "pin-buttons" }, button("Jump", () => jumpTo(message.id)), mayPin(message) && button("Unpin", () => setPinned(message, false))));
}
