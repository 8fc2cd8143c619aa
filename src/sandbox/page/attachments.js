/** Files: those of a message, and those about to be sent. */

import { h, imageAddress, outsideLink } from "./dom.js";
import { hiddenIf } from "./spoiler.js";
import { icon } from "./icons.js";
import { picture } from "./embeds.js";

const LARGEST = 10 * 1024 * 1024; // bytes, Discord's limit for one file
const PICTURE = /\.(?:png|jpe?g|gif|webp)$/i;
const SPOILER = 8; // flag of an attachment

const isPicture = ({ content_type: type, filename, url }) => (type?.startsWith("image/") || PICTURE.test(filename ?? "")) && imageAddress(url);
const isSpoiler = ({ filename, flags }) => /^SPOILER_/.test(filename ?? "") || Boolean(flags & SPOILER);

/** The files of a message: pictures side by side, then the others by name. */
export function attachmentElements(attachments = []) {
  const pictures = attachments.filter(isPicture);
  return [
    pictures.length > 0 && gallery(pictures.map((one) => hiddenIf(isSpoiler(one), picture(one, "attachment-picture", one.filename ?? "Picture")))),
    attachments.filter((one) => !isPicture(one)).map((one) => hiddenIf(isSpoiler(one), fileElement(one))),
  ];
}

/** Pictures side by side; one alone keeps its shape. */
export const gallery = (pictures) => h("div", { class: pictures.length === 1 ? "gallery single" : "gallery" }, pictures);

/** A file by name and size. */
export function fileElement({ filename, url, size }) {
  return h("div", { class: "file" }, icon("file"), h("span", null, outsideLink(url, { dir: "auto" }, filename ?? "file"), h("small", { class: "muted" }, bytes(size))));
}

/** A size as people read it. */
export function bytes(size) {
  if (!Number.isFinite(size)) return "";
  if (size < 1024) return `${size} bytes`;
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
}

/** A chosen file as the control interface takes it: name, type, size and the content in base64. */
export async function readFile(file) {
  if (file.size > LARGEST) throw new RangeError(`${file.name} is larger than ${bytes(LARGEST)}, Discord's limit.`);
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  return { filename: file.name, content_type: file.type || "application/octet-stream", size: file.size, data: url.slice(url.indexOf(",") + 1) };
}
