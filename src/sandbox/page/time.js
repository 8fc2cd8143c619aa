/** Times as people read them. */

const DAY_MS = 86_400_000;
const format = (options) => new Intl.DateTimeFormat(undefined, options);
const clock = format({ hour: "2-digit", minute: "2-digit" });
const longClock = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const shortDate = format({ year: "numeric", month: "2-digit", day: "2-digit" });
const longDate = format({ year: "numeric", month: "long", day: "numeric" });
const dateAndTime = format({ year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
const full = format({ weekday: "long", year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
const dateAndClock = format({ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });
const dateAndLongClock = format({ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

const STYLES = { t: clock, T: longClock, d: shortDate, D: longDate, f: dateAndTime, F: full, s: dateAndClock, S: dateAndLongClock };
const UNITS = [["year", 31_557_600], ["month", 2_629_800], ["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];

/** `<t:seconds:style>` as text. */
export function timestamp(seconds, style, now = Date.now()) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return "Invalid date";
  if (style !== "R") return (STYLES[style] ?? dateAndTime).format(date);
  const distance = seconds - now / 1000;
  const [unit, length] = UNITS.find(([, each]) => Math.abs(distance) >= each) ?? UNITS.at(-1);
  return relative.format(Math.trunc(distance / length), unit);
}

/** How long it is until then, in the largest fitting unit. */
export function remaining(iso, now = Date.now()) {
  const seconds = Math.max(0, (new Date(iso).getTime() - now) / 1000);
  const [unit, length] = UNITS.find(([, each]) => seconds >= each) ?? UNITS.at(-1);
  return new Intl.NumberFormat(undefined, { style: "unit", unit, unitDisplay: "long" }).format(Math.floor(seconds / length));
}

/** The whole date, for tooltips. */
export const fullDate = (date) => (Number.isNaN(date.getTime()) ? "" : full.format(date));

/** The time of day. */
export const timeOfDay = (date) => clock.format(date);

/** When a message was sent: the time for today, else with the date. */
export function messageTime(date, now = new Date()) {
  if (Number.isNaN(date.getTime())) return "";
  if (sameDay(date, now)) return clock.format(date);
  if (sameDay(date, new Date(now.getTime() - DAY_MS))) return `Yesterday at ${clock.format(date)}`;
  return `${shortDate.format(date)} ${clock.format(date)}`;
}

export const dayName = (date) => longDate.format(date);
export const sameDay = (a, b) => a.toDateString() === b.toDateString();
export const preciseTime = (date) => longClock.format(date);

/** Keeps the relative times of the page true. */
export function keepTimesTrue() {
  setInterval(() => {
    for (const element of document.querySelectorAll("time[data-relative]")) {
      const text = timestamp(Number(element.dataset.relative), "R");
      if (element.textContent !== text) element.textContent = text;
    }
  }, 1000);
}
