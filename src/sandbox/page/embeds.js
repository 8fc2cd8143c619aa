/** Embeds, laid out as Discord lays them out. */

import { h, imageAddress, outsideLink } from "./dom.js";
import { cssColour } from "./store.js";
import { markdown, inlineMarkdown } from "./markdown-dom.js";
import { fullDate, messageTime } from "./time.js";

const GRID = 12; // columns, so that one, two or three fields share a row evenly
const PER_ROW = 3;

/** One embed. */
export function embedElement(embed) {
  const colour = cssColour(embed.color);
  const media = embed.image ?? (embed.type === "image" ? embed.thumbnail : null);
  const thumbnail = media === embed.thumbnail ? null : embed.thumbnail;
  return h("article", { class: "embed", "aria-label": "Embed", data: { testid: "embed" }, vars: colour ? { "--bar": colour } : {} },
    h("div", { class: "embed-main" },
      h("div", { class: "embed-text" }, provider(embed), author(embed), title(embed), description(embed), fields(embed)),
      thumbnail && picture(thumbnail, "embed-thumbnail", "Thumbnail")),
    media && picture(media, "embed-image", "Image"),
    footer(embed));
}

const provider = ({ provider: from }) => from?.name && h("div", { class: "embed-provider" }, outsideLink(from.url, null, from.name));

function author({ author: by }) {
  if (!by?.name) return null;
  return h("div", { class: "embed-author" }, smallPicture(by.proxy_icon_url ?? by.icon_url), outsideLink(by.url, { dir: "auto" }, by.name));
}

function title(embed) {
  if (!embed.title) return null;
  return h("div", { class: "embed-title", data: { testid: "embed-title" }, dir: "auto", role: "heading", "aria-level": 3 },
    outsideLink(embed.url, null, inlineMarkdown(embed.title)));
}

const description = (embed) => embed.description
  && h("div", { class: "embed-description markup", data: { testid: "embed-description" }, dir: "auto" }, markdown(embed.description));

/** Fields in rows: inline neighbours share one, three at most. */
function fields(embed) {
  if (!embed.fields?.length) return null;
  const rows = [];
  for (const field of embed.fields) {
    const row = rows.at(-1);
    if (field.inline && row?.inline && row.fields.length < PER_ROW) row.fields.push(field);
    else rows.push({ inline: Boolean(field.inline), fields: [field] });
  }
  return h("div", { class: "embed-fields" }, rows.map((row) => row.fields.map((field) =>
    h("div", { class: "embed-field", data: { testid: "embed-field" }, vars: { "--span": String(row.inline ? GRID / Math.max(row.fields.length, 1) : GRID) } },
      h("div", { class: "embed-field-name", dir: "auto" }, inlineMarkdown(field.name ?? "")),
      h("div", { class: "embed-field-value markup", dir: "auto" }, markdown(field.value ?? ""))))));
}

function footer({ footer: foot, timestamp }) {
  const date = timestamp ? new Date(timestamp) : null;
  if (!foot?.text && !date) return null;
  return h("div", { class: "embed-footer" },
    smallPicture(foot?.proxy_icon_url ?? foot?.icon_url),
    h("span", { dir: "auto" }, foot?.text),
    foot?.text && date && h("span", { "aria-hidden": "true" }, " • "),
    date && h("time", { datetime: Number.isNaN(date.getTime()) ? null : date.toISOString(), title: fullDate(date) }, messageTime(date)));
}

function smallPicture(address) {
  const src = imageAddress(address);
  if (!src) return null;
  const image = h("img", { src, alt: "", class: "embed-icon", loading: "lazy", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => image.remove());
  return image;
}

/** A picture; where it cannot be loaded, its address, so that one sees what would stand here. */
export function picture(media, className, label) {
  const address = media.proxy_url ?? media.url;
  const src = imageAddress(address);
  const missing = () => h("div", { class: `${className} picture-missing` }, `${label} not loaded: `, h("span", null, media.url ?? "no address"));
  if (!src) return missing();
  const { width, height } = media;
  const image = h("img", { src, alt: media.description || label, class: className, width: width || null, height: height || null,
    loading: "lazy", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => image.replaceWith(missing()));
  return image;
}
