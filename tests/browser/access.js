// What keeps people out of the page as it is now: a list of problems, empty if all is well.
const problems = [];
const report = (what, element) => problems.push(`${what}: ${element.outerHTML.slice(0, 140)}`);
const all = (selector) => [...document.querySelectorAll(selector)];
const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
const hidden = (element) => element.closest("[aria-hidden='true'], [inert]") !== null;
const byIds = (ids) => (ids ?? "").split(/\s+/).filter(Boolean).map((id) => document.getElementById(id));

function text(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
  return node.getAttribute("aria-label") ?? node.getAttribute("alt") ?? [...node.childNodes].map(text).join(" ");
}

function name(element) {
  const parts = [
    byIds(element.getAttribute("aria-labelledby")).map((label) => (label ? text(label) : "")).join(" "),
    element.getAttribute("aria-label"), [...(element.labels ?? [])].map(text).join(" "),
    element.matches("input, select, textarea") ? "" : text(element), element.getAttribute("title"),
  ];
  return parts.find((part) => part?.trim())?.trim() ?? "";
}

// Names, roles, ids, references.
const CONTROLS = "a[href], button, input, select, textarea, summary, [role='button'], [role='option'], [role='menuitem'], [role='combobox']";
const NAMED = "[role='dialog'], dialog, [role='menu'], [role='listbox'], [role='radiogroup'], [role='img']";
const ROLES = new Set("alert button combobox dialog group heading img listbox log menu menuitem option presentation radiogroup status".split(" "));
for (const element of all(`${CONTROLS}, ${NAMED}`)) if (seen(element) && !hidden(element) && !name(element)) report("no name", element);
for (const element of all("img:not([alt])")) report("no alt", element);
for (const element of all("[role]")) if (!ROLES.has(element.getAttribute("role"))) report("an unknown role", element);
for (const element of all("[tabindex]")) if (element.tabIndex > 0) report("a positive tabindex", element);
const ids = all("[id]").map((element) => element.id);
for (const id of new Set(ids)) if (ids.indexOf(id) !== ids.lastIndexOf(id)) problems.push(`twice the id ${id}`);
for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls", "aria-activedescendant", "for"]) {
  for (const element of all(`[${attribute}]`)) if (byIds(element.getAttribute(attribute)).includes(null)) report(`${attribute} leads nowhere`, element);
}
for (const element of all("[aria-hidden='true'] :is(a[href], button, input), [aria-hidden='true']:is(a[href], button, input)")) {
  if (seen(element) && element.tabIndex >= 0) report("hidden, but in the tab order", element);
}

// Headings and landmarks.
let level = 0;
for (const heading of all("h1, h2, h3, h4, h5, h6, [role='heading']").filter((each) => seen(each) && !hidden(each))) {
  const own = Number(heading.getAttribute("aria-level") ?? heading.tagName.slice(1));
  if (level && own > level + 1) report(`a heading of level ${own} after ${level}`, heading);
  level = own;
}
if (all("h1").length !== 1) problems.push("not one h1");
if (all("main").length !== 1) problems.push("not one main");
const landmarks = all("nav, aside").filter(seen).map(name);
if (landmarks.some((each, index) => !each || landmarks.indexOf(each) !== index)) problems.push(`landmarks are not told apart: ${landmarks}`);
if (!document.documentElement.lang || !document.title) problems.push("the document has no language or no title");

// Contrast: text against the colours behind it, at least 4.5 to 1, or 3 for large text.
const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
const read = new Map();
function colour(css) {
  if (!read.has(css)) {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = css;
    pixel.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
    read.set(css, [r, g, b, a / 255]);
  }
  return read.get(css);
}
const over = ([r, g, b, a], under) => [r, g, b].map((part, index) => part * a + under[index] * (1 - a));
const behind = (element) => (element ? over(colour(getComputedStyle(element).backgroundColor), behind(element.parentElement)) : [255, 255, 255]);
function luminance(rgb) {
  const [r, g, b] = rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const checked = new Set();
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (checked.has(element) || !/[\p{L}\p{N}]/u.test(walker.currentNode.data) || !seen(element) || element.closest(":disabled, option, .avatar")) continue;
  checked.add(element);
  const style = getComputedStyle(element);
  const back = behind(element);
  const [light, dark] = [luminance(over(colour(style.color), back)), luminance(back)].sort((a, b) => b - a);
  const size = Number.parseFloat(style.fontSize);
  const wanted = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
  const ratio = (light + 0.05) / (dark + 0.05);
  if (ratio < wanted) report(`contrast ${ratio.toFixed(2)}`, element);
}
return problems;
