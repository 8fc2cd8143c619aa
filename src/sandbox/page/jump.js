/** Going to a message of the open channel, however far up it is. */

import { byId } from "./dom.js";
import { state } from "./store.js";
import { loadOlder } from "./session.js";

const MOST_PAGES = 100;

/** Shows a message of the log and marks it for a moment; reads back in the history until it is found. */
export async function jumpTo(id) {
  const channel = state.channelId;
  for (let page = 0; page < MOST_PAGES && !isRead(id) && (state.older || state.loading) && channel === state.channelId; page += 1) {
    byId("log").scrollTop = 0; // away from the newest: there, the oldest messages are let go
    await drawn();
    await loadOlder();
  }
  await drawn();
  const target = find(id);
  if (!target) return;
  target.scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
  target.classList.remove("flash");
  requestAnimationFrame(() => target.classList.add("flash"));
}

const isRead = (id) => state.messages.some((message) => message.id === id);
/** What has changed is drawn with the next frame. */
const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
const find = (id) => document.querySelector(`#messages [data-message-id="${CSS.escape(id)}"]`);
