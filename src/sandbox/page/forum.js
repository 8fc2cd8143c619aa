/** A forum: its posts, newest first. */

import { h } from "./dom.js";
import { state } from "./store.js";
import { visibleChannels, maySend } from "./places.js";
import { openChannelById, openThread } from "./session.js";
import { askForText } from "./confirm.js";
import { icon } from "./icons.js";

/** The list of a forum's posts. */
export function forumPosts(forum) {
  const posts = visibleChannels().filter((channel) => channel.parent_id === forum.id).reverse();
  return h("div", { class: "welcome forum" },
    h("span", { class: "welcome-sign" }, icon("forum")),
    h("h2", { dir: "auto" }, forum.name),
    h("p", { class: "muted" }, forum.topic || "A forum: each post is a thread of its own."),
    maySend(forum) && h("p", { class: "hints" }, h("button", { class: "button primary", type: "button", data: { testid: "new-post" }, on: { click: () => newPost(forum) } }, "New post")),
    posts.length ? h("ul", { class: "posts" }, posts.map((post) => postCard(post, forum)))
      : h("div", { class: "hints" }, h("p", null, "No posts yet."), h("p", { class: "muted" }, "Start one, and the bot sees it as a new thread.")));
}

async function newPost(forum) {
  const post = await askForText("New post", [{ name: "name", label: "Title", max: 100 }, { name: "content", label: "Message", max: 2000, long: true }], "Post");
  if (post) openThread({ channel: forum.id, ...post });
}

function postCard(post, forum) {
  const tags = (forum.available_tags ?? []).filter((tag) => post.applied_tags?.includes(tag.id));
  const count = post.message_count ?? 0;
  return h("li", null, h("button", { class: "post-card", type: "button", on: { click: () => openChannelById(post.id) } },
    h("strong", { dir: "auto" }, post.name), tags.map((tag) => h("span", { class: "chip" }, tag.name)),
    h("small", { class: "muted" }, `${count} ${count === 1 ? "reply" : "replies"}`, state.unread.has(post.id) && " · new")));
}
