/** The sandbox's control interface. */

/** An answer of the sandbox that is not the one asked for; the message says what to do. */
export class SandboxError extends Error {}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`/sandbox/${path}`, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new SandboxError("The sandbox cannot be reached. Is it still running?");
  }
  if (response.status === 204) return null;
  const text = await response.text();
  let answer = null;
  try {
    answer = JSON.parse(text);
  } catch {
    // Not JSON: reported below, by its status.
  }
  if (response.ok) return answer;
  throw new SandboxError(answer?.error ?? answer?.message ?? `The sandbox answered ${response.status}.`);
}

const query = (fields) => new URLSearchParams(fields).toString();
const segment = encodeURIComponent;

export const getState = () => call("GET", "state");
/** How many messages one reading of the history brings at most. */
export const PAGE = 100;
export const getMessages = (channel, user, before) => call("GET", `channels/${segment(channel)}/messages?${query({ user, limit: PAGE, ...(before && { before }) })}`);
export const postMessage = (message) => call("POST", "messages", message);
export const postTyping = (user, channel) => call("POST", "typing", { user, channel });
export const postThread = (thread) => call("POST", "threads", thread);
export const patchMessage = (id, user, content) => call("PATCH", `messages/${segment(id)}`, { user, content });
export const deleteMessage = (id, user) => call("DELETE", `messages/${segment(id)}?${query({ user })}`);
export const putReaction = (id, emoji, user) => call("PUT", `messages/${segment(id)}/reactions/${segment(emoji)}?${query({ user })}`);
export const deleteReaction = (id, emoji, user) => call("DELETE", `messages/${segment(id)}/reactions/${segment(emoji)}?${query({ user })}`);
export const getPins = (channel, user) => call("GET", `channels/${segment(channel)}/messages?${query({ user, limit: PAGE, pinned: true })}`);
export const putPin = (id, user) => call("PUT", `messages/${segment(id)}/pin?${query({ user })}`);
export const deletePin = (id, user) => call("DELETE", `messages/${segment(id)}/pin?${query({ user })}`);
export const putVote = (id, answer, user) => call("PUT", `messages/${segment(id)}/votes/${answer}?${query({ user })}`);
export const deleteVote = (id, answer, user) => call("DELETE", `messages/${segment(id)}/votes/${answer}?${query({ user })}`);
export const postPlace = (place) => call("POST", "channels", place);
export const patchUser = (user, changes) => call("PATCH", `users/${segment(user)}`, changes);
export const postInteraction = (interaction) => call("POST", "interactions", interaction);
export const getRequests = (after) => call("GET", `requests?${query({ after })}`);
export const getFaults = () => call("GET", "faults");
export const postFault = (fault) => call("POST", "faults", fault);
export const deleteFaults = () => call("DELETE", "faults");
