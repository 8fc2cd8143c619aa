/** Colours for code: what is a comment, a string, a number or a keyword, by rules that fit most languages. Pure. */

const KEYWORDS = new Set(("abstract and as assert async await begin break case catch class const continue def default defer del do elif else end enum "
  + "except export extends extern false finally fn for foreach from func function global go if impl implements import in include interface is lambda let "
  + "local loop match mod module mut namespace new nil none not null or package pass private protected public raise ref return select self static struct "
  + "super switch then this throw trait true try type typeof undefined unless until use using var void when where while with yield "
  + "insert into values update set delete create table join on group order by").split(" "));
const HASH_COMMENTS = /^(?:py|python|rb|ruby|sh|bash|zsh|shell|toml|yaml|yml|ini|conf|r|perl|pl|make|makefile|dockerfile|docker|elixir|ex|nix|ps1|powershell)$/;
const DASH_COMMENTS = /^(?:sql|lua|haskell|hs|elm|ada)$/;
const PLAIN = /^(?:|txt|text|plain|plaintext|md|markdown)$/;
const STRINGS = String.raw`"(?:\\.|[^"\\\n]){0,2000}"|'(?:\\.|[^'\\\n]){1,2000}'|` + "`(?:\\\\.|[^`\\\\]){0,2000}`";
const ANSI = /\u001b\[([\d;]{0,20})m/g;
const ANSI_COLOURS = ["gray", "red", "green", "yellow", "blue", "pink", "cyan", "white"];

/** The parts of a block of code: `{text, kinds}`, in order; together they are the text, but for ANSI's colour codes. */
export function colour(text, language) {
  const lang = language.toLowerCase();
  if (lang === "ansi") return ansi(text);
  if (lang === "diff" || lang === "patch") return diff(text);
  return PLAIN.test(lang) ? [{ text, kinds: [] }] : generic(text, lang);
}

function generic(text, lang) {
  const comment = HASH_COMMENTS.test(lang) ? "#[^\\n]*" : DASH_COMMENTS.test(lang) ? "--[^\\n]*" : "//[^\\n]*|/\\*[^]*?\\*/";
  const rules = new RegExp(`(?<comment>${comment})|(?<string>${STRINGS})|(?<number>\\b\\d[\\w.]{0,40})|(?<word>[\\p{L}_][\\p{L}\\p{N}_]{0,60})`, "gu");
  const parts = [];
  let from = 0;
  for (const { 0: found, index, groups } of text.matchAll(rules)) {
    const kind = groups.word !== undefined ? (KEYWORDS.has(lang === "sql" ? found.toLowerCase() : found) ? "keyword" : null)
      : groups.comment !== undefined ? "comment" : groups.string !== undefined ? "string" : "number";
    if (!kind) continue;
    if (index > from) parts.push({ text: text.slice(from, index), kinds: [] });
    parts.push({ text: found, kinds: [kind] });
    from = index + found.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), kinds: [] });
  return parts;
}

const LINES = { "+": "added", "-": "removed", "!": "changed", "@": "place" };

const diff = (text) => text.split(/(?<=\n)/).map((line) => ({ text: line, kinds: LINES[line[0]] ? [LINES[line[0]]] : [] }));

function ansi(text) {
  const parts = [];
  let kinds = [];
  let from = 0;
  const take = (end) => end > from && parts.push({ text: text.slice(from, end), kinds });
  for (const { 0: found, 1: codes, index } of text.matchAll(ANSI)) {
    take(index);
    from = index + found.length;
    for (const code of codes.split(";").map(Number)) kinds = styled(kinds, code);
  }
  take(text.length);
  return parts;
}

function styled(kinds, code) {
  const set = (prefix, kind) => [...kinds.filter((one) => !one.startsWith(prefix)), kind];
  if (code === 1) return set("ansi-bold", "ansi-bold");
  if (code === 4) return set("ansi-underline", "ansi-underline");
  if (code >= 30 && code <= 37) return set("ansi-fg", `ansi-fg-${ANSI_COLOURS[code - 30]}`);
  if (code >= 40 && code <= 47) return set("ansi-bg", `ansi-bg-${ANSI_COLOURS[code - 40]}`);
  return code === 0 ? [] : kinds;
}
