/** The emoji this page knows by name: for `:name:` in text, in the composer and for reactions. */
export const EMOJI = {
  thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎", heart: "❤️", tada: "🎉", eyes: "👀", smile: "😄", grin: "😁", joy: "😂",
  slight_smile: "🙂", wink: "😉", thinking: "🤔", neutral_face: "😐", confused: "😕", cry: "😢", sob: "😭", rage: "😡", scream: "😱",
  sunglasses: "😎", clap: "👏", wave: "👋", pray: "🙏", muscle: "💪", ok_hand: "👌", point_up: "☝️", point_right: "👉", raised_hands: "🙌",
  fire: "🔥", sparkles: "✨", star: "⭐", rocket: "🚀", bulb: "💡", books: "📚", book: "📖", memo: "📝", pencil: "📝", link: "🔗", lock: "🔒",
  mag: "🔍", gear: "⚙️", wrench: "🔧", hammer: "🔨", bug: "🐛", robot: "🤖", computer: "💻", briefcase: "💼", office: "🏢", factory: "🏭",
  chart_with_upwards_trend: "📈", moneybag: "💰", hourglass: "⌛", clock: "🕒", calendar: "📆", bell: "🔔", mega: "📣", warning: "⚠️",
  question: "❓", grey_question: "❔", exclamation: "❗", information_source: "ℹ️", white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌",
  no_entry: "⛔", arrow_left: "⬅️", arrow_right: "➡️", arrow_up: "⬆️", arrow_down: "⬇️", repeat: "🔁", red_circle: "🔴", green_circle: "🟢",
  yellow_circle: "🟡", blue_circle: "🔵", one: "1️⃣", two: "2️⃣", three: "3️⃣", "100": "💯", coffee: "☕", pizza: "🍕", cat: "🐱", dog: "🐶",
};

/** Offered first for a reaction. */
export const COMMON = ["thumbsup", "thumbsdown", "heart", "tada", "eyes", "thinking", "joy", "fire", "white_check_mark", "x", "question", "rocket"]
  .map((name) => EMOJI[name]);
