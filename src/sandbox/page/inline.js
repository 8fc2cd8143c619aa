/**
 * Markdown within a line: a flat list of tokens, in which markers find their partners by a stack, then a tree.
 *
 * Inlines: text, strong, em, underline, strike, spoiler (all with children), code {text}, link {href, title, children},
 * user {id}, role {id}, channel {id}, command {name, id}, emoji {name, id}, time {seconds, style}, everyone {text}
 */

import { EMOJI } from "./emoji.js";

const ANGLE = new RegExp(
  "<(?:@!?(?<user>\\d{1,20})|@&(?<role>\\d{1,20})|#(?<channel>\\d{1,20})" +
  "|/(?<command>[^:<>\\n]{1,100}):(?<commandId>\\d{1,20})|a?:(?<emoji>\\w{1,32}):(?<emojiId>\\d{1,20})" +
  "|t:(?<seconds>-?\\d{1,13})(?::(?<style>[tTdDfFRsS]))?|(?<url>https?://[^\\s<>]+))>", "y");
const URL_START = /https?:\/\/[^\s<>[\]|]+/y;
const LINK_END = /\]\(\s*<?(https?:\/\/(?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:[ \t]+"([^"\n]{0,300})")?\s{0,8}\)/y;
const SHORTCODE = /:([a-z0-9_+-]{1,40}):/y;
const SHRUG = "¯\\_(ツ)_/¯"; // stays as it is, for all its escapes and markers
const WORD = /[\p{L}\p{N}_]/u;
const LONGEST_RUN = 3; // "****" and more are just asterisks

/** The inlines of one line or paragraph. */
export function parseInline(text) {
  return tree(tokenize(String(text)));
}

function tokenize(text) {
  const tokens = [];
  const markers = new Markers(tokens);
  const ticks = new Ticks(text);
  let from = 0; // start of the plain text not yet taken
  let at = 0;
  const take = (length, token) => {
    if (at > from) tokens.push({ type: "text", text: text.slice(from, at) });
    if (token) tokens.push(token);
    at += length;
    from = at;
  };
  while (at < text.length) {
    const char = text[at];
    let match;
    if (char === "¯" && text.startsWith(SHRUG, at)) at += SHRUG.length;
    else if (char === "\\" && at + 1 < text.length && /[^\p{L}\p{N}\s]/u.test(text[at + 1])) {
      take(1);
      at += 1; // the escaped character is plain text
    } else if (char === "`") {
      const run = ticks.runAt(at);
      const close = ticks.closing(at, run);
      if (close < 0) at += run;
      else take(close + run - at, { type: "code", text: trimTicks(text.slice(at + run, close)) });
    } else if (char === "*" || char === "_" || char === "~" || char === "|") {
      let run = 1;
      while (text[at + run] === char) run += 1;
      if (run > LONGEST_RUN + 1 || (run > LONGEST_RUN && char !== "|")) at += run;
      else {
        take(run);
        markers.run(char, run, text[at - run - 1] ?? " ", text[at] ?? " ");
      }
    } else if (char === "[") {
      take(1);
      markers.open("link", "[");
    } else if (char === "]" && markers.isOpen("link")) {
      LINK_END.lastIndex = at;
      match = LINK_END.exec(text);
      if (match) {
        take(match[0].length);
        markers.closeLink(match[1], match[2], match[0]);
      } else {
        markers.dropBracket();
        at += 1;
      }
    } else if (char === "<") {
      ANGLE.lastIndex = at;
      match = ANGLE.exec(text);
      if (match) take(match[0].length, angle(match.groups));
      else at += 1;
    } else if (char === "h" && text.startsWith("http", at)) {
      const url = bareUrl(text, at);
      if (url) take(url.length, { type: "link", href: url, children: [{ type: "text", text: url }] });
      else at += 1;
    } else if (char === ":") {
      SHORTCODE.lastIndex = at;
      match = SHORTCODE.exec(text);
      if (match && Object.hasOwn(EMOJI, match[1])) take(match[0].length, { type: "text", text: EMOJI[match[1]] });
      else at += 1;
    } else if (char === "@" && (text.startsWith("@everyone", at) || text.startsWith("@here", at))) {
      const name = text.startsWith("@here", at) ? "@here" : "@everyone";
      take(name.length, { type: "everyone", text: name });
    } else at += 1;
  }
  take(0);
  return tokens;
}

function angle({ user, role, channel, command, commandId, emoji, emojiId, seconds, style, url }) {
  if (user) return { type: "user", id: user };
  if (role) return { type: "role", id: role };
  if (channel) return { type: "channel", id: channel };
  if (command) return { type: "command", name: command, id: commandId };
  if (emoji) return { type: "emoji", name: emoji, id: emojiId };
  if (url) return { type: "link", href: url, children: [{ type: "text", text: url }] };
  return { type: "time", seconds: Number(seconds), style: style ?? "f" };
}

/** An address in running text, without the punctuation after it. */
function bareUrl(text, at) {
  URL_START.lastIndex = at;
  const found = URL_START.exec(text)?.[0];
  if (!found) return null;
  const shortest = found.indexOf("//") + 2;
  let end = found.length;
  let extra = 0; // closing brackets without an opening one
  for (const char of found) extra += char === ")" ? 1 : char === "(" ? -1 : 0;
  while (end > shortest) {
    const last = found[end - 1];
    if (last === ")" && extra > 0) extra -= 1;
    else if (!/[.,:;"'!?*_~`]/.test(last)) break;
    end -= 1;
  }
  return end > shortest ? found.slice(0, end) : null;
}

const trimTicks = (code) => (/^ .*` $|^ `.* $/s.test(code) ? code.slice(1, -1) : code);

/** Runs of backticks, found once, so that asking for a closing run stays cheap. */
class Ticks {
  constructor(text) {
    this.runs = new Map(); // start -> length
    this.starts = new Map(); // length -> starts, ascending
    this.next = new Map(); // length -> first start not yet passed
    for (const { 0: run, index } of text.matchAll(/`+/g)) {
      this.runs.set(index, run.length);
      if (!this.starts.has(run.length)) this.starts.set(run.length, []);
      this.starts.get(run.length).push(index);
    }
  }

  /** Length of the run that starts here; 1 within one (after an escaped backtick). */
  runAt(at) {
    return this.runs.get(at) ?? 1;
  }

  /** Where the next run of the same length starts, or -1. */
  closing(at, length) {
    const starts = this.starts.get(length) ?? [];
    let index = this.next.get(length) ?? 0;
    while (index < starts.length && starts[index] <= at) index += 1;
    this.next.set(length, index);
    return starts[index] ?? -1;
  }
}

/** Markers that wait for their partner. At most one of each kind is open, so looking one up costs nothing. */
class Markers {
  constructor(tokens) {
    this.tokens = tokens;
    this.stack = []; // indexes into tokens
    this.count = new Map(); // kind -> how many are open
  }

  isOpen(kind) {
    return (this.count.get(kind) ?? 0) > 0;
  }

  top() {
    return this.stack.length ? this.tokens[this.stack.at(-1)].type : null;
  }

  open(kind, text) {
    this.stack.push(this.tokens.length);
    this.tokens.push({ type: kind, text, marker: true });
    this.count.set(kind, (this.count.get(kind) ?? 0) + 1);
  }

  /** Ties the marker to its open partner; what was opened in between stays plain text. False if there is nothing between. */
  close(kind, text, extra) {
    let index;
    if (this.tokens[this.stack.at(-1)]?.type === kind && this.stack.at(-1) === this.tokens.length - 1) return false;
    do {
      index = this.stack.pop();
      const type = this.tokens[index].type;
      this.count.set(type, this.count.get(type) - 1);
    } while (this.tokens[index].type !== kind);
    Object.assign(this.tokens[index], extra, { end: this.tokens.length });
    this.tokens.push({ type: "end", text });
    return true;
  }

  plain(text) {
    this.tokens.push({ type: "text", text });
  }

  /** `count` equal characters of `*_~|`, between `before` and `after`. */
  run(char, count, before, after) {
    if (char === "~" || char === "|") {
      const kind = char === "~" ? "strike" : "spoiler";
      for (; count >= 2; count -= 2) this.toggle(kind, char.repeat(2));
      if (count) this.plain(char);
      return;
    }
    const single = char === "*" ? "em" : "em_";
    const double = char === "*" ? "strong" : "underline";
    const mayOpen = char === "*" ? !/\s/.test(after) : !WORD.test(before);
    const mayClose = char === "*" ? !/\s/.test(before) : !WORD.test(after);
    while (count > 0) {
      if (count !== 2 && mayClose && this.top() === single && this.close(single, char)) count -= 1;
      else if (count >= 2) {
        this.toggle(double, char.repeat(2));
        count -= 2;
      } else {
        count -= 1;
        if (this.isOpen(single) && mayClose && this.close(single, char)) continue;
        if (mayOpen && !this.isOpen(single)) this.open(single, char);
        else this.plain(char);
      }
    }
  }

  toggle(kind, text) {
    if (!this.isOpen(kind)) this.open(kind, text);
    else if (!this.close(kind, text)) this.plain(text);
  }

  /** `](address)`: a link over what stands since the bracket. Links do not nest, so older brackets are given up. */
  closeLink(href, title, text) {
    if (!this.close("link", text, { href, title })) return this.plain(text);
    this.stack = this.stack.filter((index) => this.tokens[index].type !== "link");
    this.count.set("link", 0);
  }

  /** A closing bracket without an address. */
  dropBracket() {
    if (this.top() !== "link") return;
    this.stack.pop();
    this.count.set("link", this.count.get("link") - 1);
  }
}

/** Nests the tokens: markers with a partner hold what is between, the others are text. */
function tree(tokens) {
  const root = { children: [] };
  const path = [root];
  tokens.forEach((token) => {
    const siblings = path.at(-1).children;
    if (token.marker && token.end !== undefined) {
      const node = { type: token.type === "em_" ? "em" : token.type, children: [] };
      if (token.type === "link") Object.assign(node, { href: token.href, title: token.title });
      siblings.push(node);
      path.push(node);
    } else if (token.type === "end") path.pop();
    else if (token.marker || token.type === "text") {
      const last = siblings.at(-1);
      if (last?.type === "text") last.text += token.text;
      else siblings.push({ type: "text", text: token.text });
    } else siblings.push(token);
  });
  return root.children;
}
