/** Polls: the question, its answers, how one votes, and what came out. */

import { h } from "./dom.js";
import { state, changed } from "./store.js";
import { vote, takeVotesBack } from "./session.js";
import { emojiElement } from "./components.js";
import { remaining } from "./time.js";

const picks = new Map(); // message id -> Set(answer ids) ticked and not sent yet

/** A message's poll: to vote in, or its results where one has voted, looks, or it is over. */
export function pollElement(message) {
  const { poll } = message;
  const counts = new Map((poll.results?.answer_counts ?? []).map((one) => [one.id, one]));
  const total = [...counts.values()].reduce((sum, one) => sum + one.count, 0);
  const over = poll.results?.is_finalized || new Date(poll.expiry) <= new Date();
  const voted = [...counts.values()].some((one) => one.me_voted);
  const looking = state.pollResults.has(message.id);
  const id = `poll-${message.id}`;
  return h("section", { class: "poll", "aria-labelledby": id, data: { testid: "poll" } },
    h("div", { class: "poll-question", id, dir: "auto" }, poll.question?.text),
    over || voted || looking ? results(poll, counts, total) : ballot(message, id),
    h("div", { class: "poll-foot muted" },
      h("span", null, `${total} ${total === 1 ? "vote" : "votes"} · ${over ? "Poll closed" : `${remaining(poll.expiry)} left`}`),
      !over && voted && link("Remove vote", () => takeVotesBack(message)),
      !over && !voted && looking && link("Go back to vote", () => look(message, false))));
}

const link = (label, click) => h("button", { class: "text-button", type: "button", on: { click } }, label);

function look(message, results) {
  if (results) state.pollResults.add(message.id);
  else state.pollResults.delete(message.id);
  changed("messages");
}

function ballot(message, id) {
  const { poll } = message;
  const picked = picks.get(message.id) ?? new Set();
  const send = h("button", { class: "button primary", type: "button", disabled: picked.size === 0, data: { testid: "poll-vote" },
    on: { click: () => { vote(message, picked); picks.delete(message.id); } } }, "Vote");
  const pick = ({ target }) => {
    if (!poll.allow_multiselect) picked.clear();
    if (target.checked) picked.add(Number(target.value));
    else picked.delete(Number(target.value));
    picks.set(message.id, picked);
    send.disabled = picked.size === 0;
  };
  const several = poll.allow_multiselect;
  return h("div", { role: several ? "group" : "radiogroup", "aria-labelledby": id },
    h("p", { class: "muted small" }, several ? "Select one or more answers" : "Select one answer"),
    poll.answers.map((answer) => {
      const input = h("input", { type: several ? "checkbox" : "radio", name: id, value: answer.answer_id, data: { testid: "poll-answer" }, on: { change: pick } });
      input.checked = picked.has(answer.answer_id);
      return h("label", { class: "poll-answer" }, media(answer), input);
    }),
    h("div", { class: "poll-buttons" }, link("Show results", () => look(message, true)), send));
}

function results(poll, counts, total) {
  const most = Math.max(1, ...[...counts.values()].map((one) => one.count));
  return h("ul", null, poll.answers.map((answer) => {
    const { count = 0, me_voted: mine = false } = counts.get(answer.answer_id) ?? {};
    const share = total ? Math.round((count / total) * 100) : 0;
    const classes = ["poll-answer", "poll-result", mine && "mine", count === most && "leading"];
    return h("li", { class: classes.filter(Boolean).join(" "), vars: { "--share": `${share}%` }, data: { testid: "poll-result" } }, media(answer),
      mine && h("span", { class: "poll-mine" }, "✓ your vote"), h("span", { class: "poll-count" }, `${count} · ${share}%`));
  }));
}

const media = ({ poll_media: shown }) => h("span", { class: "poll-text", dir: "auto" }, emojiElement(shown?.emoji), " ", shown?.text);
