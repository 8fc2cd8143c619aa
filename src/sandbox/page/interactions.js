/** Using the bot: commands, components, modals; and what its answers do to the page. */

import * as api from "./api.js";
import { state, changed, tell } from "./store.js";
import { addMessage } from "./live.js";
import { openModal } from "./modal.js";
import { toast } from "./toast.js";

const MODAL = 9;
const SENDING_AFTER_MS = 300;
const COMMAND_FAILED = "The application did not respond";
const COMPONENT_FAILED = "This interaction failed";

let notices = 0;

async function invoke(fields) {
  const here = { user: state.me.id, channel: state.channelId };
  return api.postInteraction({ ...here, ...fields });
}

/** What follows from an answer, whatever asked for it. True if the bot answered. */
function take(answer, message) {
  if (answer.failed) return false;
  if (answer.response?.type === MODAL) openModal(answer.response.data, message);
  if (answer.message) addMessage(answer.message);
  return true;
}

/** Runs a slash command (`options`) or one on a user or message (`target`). */
export async function runCommand(name, { options, target }) {
  const [channelId, userId] = [state.channelId, state.me.id];
  const notice = { id: `notice-${(notices += 1)}`, channelId, userId, at: new Date(), kind: "sending", command: name, slash: target === undefined };
  tell("sent");
  const slow = setTimeout(() => put(notice), SENDING_AFTER_MS);
  try {
    const answer = await invoke(target === undefined ? { type: "command", name, options } : { type: "context", name, target });
    clearTimeout(slow);
    drop(notice.id);
    if (!take(answer, null)) put({ ...notice, kind: "failed", text: COMMAND_FAILED });
  } catch (error) {
    clearTimeout(slow);
    drop(notice.id);
    if (!(error instanceof api.SandboxError)) throw error;
    put({ ...notice, kind: "failed", text: error.message });
  }
}

function put(notice) {
  state.notices.push(notice);
  changed("messages");
}

/** Takes a notice away. */
export function drop(id) {
  state.notices = state.notices.filter((notice) => notice.id !== id);
  changed("messages");
}

/** Presses a button, or sends the choice of a select. */
export async function press(message, customId, values) {
  state.pendingComponents.set(message.id, customId);
  state.failedMessages.delete(message.id);
  changed("messages");
  try {
    const answer = await invoke({ channel: message.channel_id, type: "component", message: message.id, custom_id: customId, values });
    if (!take(answer, message)) state.failedMessages.set(message.id, COMPONENT_FAILED);
  } catch (error) {
    if (!(error instanceof api.SandboxError)) throw error;
    state.failedMessages.set(message.id, error.message);
  } finally {
    state.pendingComponents.delete(message.id);
    changed("messages");
  }
}

/** Sends a filled modal. Gives null once the bot took it, else what went wrong. */
export async function submitModal(customId, fields, message) {
  try {
    const answer = await invoke({ type: "modal", custom_id: customId, fields, message: message?.id });
    return take(answer, message) ? null : "Something went wrong. Try again.";
  } catch (error) {
    if (!(error instanceof api.SandboxError)) throw error;
    return error.message;
  }
}

/** The choices for an option being typed; an empty list where the bot gives none. */
export async function autocomplete(name, options) {
  try {
    const answer = await invoke({ type: "autocomplete", name, options });
    if (answer.failed) return { failed: "Loading options failed" };
    return { choices: answer.response?.data?.choices ?? [] };
  } catch (error) {
    if (!(error instanceof api.SandboxError)) throw error;
    toast(error.message);
    return { failed: "Loading options failed" };
  }
}
