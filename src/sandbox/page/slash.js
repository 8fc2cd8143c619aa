/** The commands one can choose from after typing a slash. */

import { state, displayName } from "./store.js";
import { commandsHere } from "./places.js";
import { suggest, stopSuggesting } from "./suggest.js";
import { avatar } from "./avatar.js";

const SUBCOMMAND = 1;
const GROUP = 2;
const MOST = 25;

/** The slash commands as one types them, subcommands written out: `{path, name, description, options}`. */
export function slashCommands() {
  return commandsHere(1).flatMap((command) => leaves(command, [command.name]));
}

function leaves(node, path) {
  const inner = (node.options ?? []).filter((option) => option.type === SUBCOMMAND || option.type === GROUP);
  if (inner.length) return inner.flatMap((option) => leaves(option, [...path, option.name]));
  return [{ path, name: path.join(" "), description: node.description, options: node.options ?? [] }];
}

/** The command with this name, the case aside. */
export const findCommand = (name) => slashCommands().find((command) => command.name === name.trim().toLowerCase()) ?? null;

/** The command that "/name " with its space has chosen; null while more than one could be meant. */
export function takeTyped(text) {
  if (!/^\/\S.* $/.test(text)) return null;
  return findCommand(text.slice(1));
}

/** Suggests commands for "/…". */
export function suggestCommands(field, onPick) {
  const typed = field.value.slice(1).toLowerCase();
  if (typed.includes("\n")) return stopSuggesting(field);
  const all = slashCommands();
  const starting = all.filter((command) => command.name.startsWith(typed.trimStart()));
  const containing = all.filter((command) => !starting.includes(command) && typed.trim() && command.name.includes(typed.trim()));
  const bot = state.bot.user;
  const items = [...starting, ...containing].slice(0, MOST).map((command) => ({
    label: `/${command.name}`, detail: command.description, hint: displayName(bot), lead: () => avatar(bot, "small"), testid: "slash-entry", value: command,
  }));
  if (!items.length && typed.includes(" ")) return stopSuggesting(field);
  suggest(field, { title: typed ? `Commands with “${typed.trim()}”` : "Commands", items, onPick: ({ value }) => onPick(value),
    note: items.length ? null : all.length ? "No command with this name." : `${displayName(bot)} has no commands${state.bot.online ? "" : ": it is offline"}.` });
}

/** The options of an interaction: what was filled, inside its subcommand and group. */
export function nest(path, options) {
  return path.slice(1).reduceRight((inner, name) => [{ name, options: inner }], options);
}
