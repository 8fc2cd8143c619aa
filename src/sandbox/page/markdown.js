/**
 * Discord's markdown as a tree. Pure: no DOM, no state. Linear in the length of the text: every look ahead is bounded or
 * remembered, and what the stack of open markers holds is closed or forgotten once.
 *
 * Blocks:  paragraph, heading {level}, subtext, quote (children are blocks), list {ordered, start, items}, code {lang, text}
 * Inlines: see inline.js
 */

import { parseInline } from "./inline.js";

const HEADING = /^ *(#{1,3}) +(\S.*)$/;
const SUBTEXT = /^ *-# +(\S.*)$/;
const QUOTE = /^ *> (.*)$/;
const REST_QUOTE = /^ *>>> /;
const ITEM = /^( *)([-*]|\d{1,9}\.) +(\S.*)$/;
const DEEPEST_LIST = 10;

/** The blocks of a message, a description or a field's value. */
export function parse(text) {
  return parseBlocks(String(text ?? "").replace(/\r\n?/g, "\n"), true);
}

function parseBlocks(text, quotes) {
  const blocks = [];
  let plain = [];
  const flush = () => {
    if (plain.some((line) => line.trim() !== "")) {
      blocks.push({ type: "paragraph", children: parseInline(plain.join("\n")) });
    }
    plain = [];
  };
  let at = 0;
  let fences = true; // false once no closing fence is left
  while (at < text.length) {
    let end = text.indexOf("\n", at);
    if (end < 0) end = text.length;
    const line = text.slice(at, end);
    let match;
    if (quotes && REST_QUOTE.test(line)) {
      flush();
      blocks.push({ type: "quote", children: parseBlocks(text.slice(at).replace(REST_QUOTE, ""), false) });
      return blocks;
    }
    if (quotes && QUOTE.test(line)) {
      flush();
      const [lines, next] = takeWhile(text, at, (each) => QUOTE.exec(each)?.[1]);
      blocks.push({ type: "quote", children: parseBlocks(lines.join("\n"), false) });
      at = next;
      continue;
    }
    if (ITEM.test(line) && !SUBTEXT.test(line)) {
      flush();
      const [lines, next] = takeWhile(text, at, (each) => (ITEM.test(each) || /^ {2,}\S/.test(each) ? each : undefined));
      blocks.push(...parseLists(lines));
      at = next;
      continue;
    }
    if ((match = HEADING.exec(line))) {
      flush();
      blocks.push({ type: "heading", level: match[1].length, children: parseInline(withoutClosing(match[2])) });
    } else if ((match = SUBTEXT.exec(line))) {
      flush();
      blocks.push({ type: "subtext", children: parseInline(match[1]) });
    } else {
      const fence = fences ? takeFence(text, at, line) : null;
      if (fence === "none left") fences = false;
      if (fence?.block) {
        plain.push(fence.before);
        flush();
        blocks.push(fence.block);
        at = text[fence.next] === "\n" ? fence.next + 1 : fence.next;
        continue;
      }
      plain.push(line);
    }
    at = end + 1;
  }
  flush();
  return blocks;
}

/** A heading's text without the closing `#`s some people write. */
function withoutClosing(heading) {
  const text = heading.trimEnd();
  let end = text.length;
  while (text[end - 1] === "#") end -= 1;
  return end > 0 && text[end - 1] === " " ? text.slice(0, end).trimEnd() : text;
}

/** The lines from `at` on for which `keep` gives a string, and where the next line starts. */
function takeWhile(text, at, keep) {
  const lines = [];
  while (at < text.length) {
    let end = text.indexOf("\n", at);
    if (end < 0) end = text.length;
    const kept = keep(text.slice(at, end));
    if (kept === undefined) break;
    lines.push(kept);
    at = end + 1;
  }
  return [lines, at];
}

/** A fenced block that starts in this line: `{before, block, next}`, "none left", or null. */
function takeFence(text, at, line) {
  const column = line.indexOf("```");
  if (column < 0 || line[column - 1] === "\\") return null;
  const open = at + column;
  const close = text.indexOf("```", open + 3);
  if (close < 0) return "none left";
  const body = text.slice(open + 3, close);
  if (body.trim() === "") return null;
  const lang = /^([A-Za-z0-9_+\-.#]{1,40})\n/.exec(body)?.[1] ?? "";
  const code = body.slice(lang ? lang.length + 1 : 0).replace(/^\n+/, "").trimEnd();
  return { before: line.slice(0, column), block: { type: "code", lang, text: code }, next: close + 3 };
}

/** Lists from their lines; deeper indentation is a list within the item above it. */
function parseLists(lines) {
  const roots = [];
  const open = []; // [{indent, list}], outermost first
  for (const line of lines) {
    const match = ITEM.exec(line);
    if (!match) { // goes on with the item above
      const item = open.at(-1).list.items.at(-1);
      item.text += `\n${line.trim()}`;
      continue;
    }
    const indent = match[1].length;
    const ordered = match[2].length > 1;
    while (open.length > 1 && indent < open.at(-1).indent) open.pop();
    const level = open.at(-1);
    if (level && indent < level.indent) level.indent = indent;
    if (!level || (indent >= level.indent + 1 && open.length < DEEPEST_LIST) || level.list.ordered !== ordered) {
      const list = { type: "list", ordered, start: ordered ? Number.parseInt(match[2], 10) : 1, items: [] };
      const nested = level && indent > level.indent && open.length < DEEPEST_LIST;
      if (!nested) open.pop();
      const parent = open.at(-1);
      if (parent) parent.list.items.at(-1).lists.push(list);
      else roots.push(list);
      open.push({ indent, list });
    }
    open.at(-1).list.items.push({ text: match[3], lists: [] });
  }
  const finish = (list) => {
    for (const item of list.items) {
      item.children = parseInline(item.text);
      delete item.text;
      item.lists.forEach(finish);
    }
  };
  roots.forEach(finish);
  return roots;
}
