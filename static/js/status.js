// One line that says where the work is. It never says more than happened: here after the device wrote it down, on the
// server after the server said so.

import { mayBePrivate } from "./private.js";
import { clock, say } from "./words.js";

const output = document.getElementById("status");
const words = output.querySelector("[data-status]");
const heard = document.querySelector("[data-heard]");
const HEARD = 1500; // a screen reader is told of a state that lasts
const SPOKEN = 8000; // and does not come across it a second time, beside the status itself

let last = words.dataset.at; // the clock of the last save the server told of
let isNews = false; // something happened on this page: until then "all saved" is not said aloud
let speaking = null;
let silencing = null;
let isPrivate = false;
mayBePrivate().then((answer) => (isPrivate = answer));

/** `draft` tells of text that the person has not handed over yet: "typing", "kept" once the device has it, or "lost". */
export function render(queue, draft) {
  if (queue.savedAt) last = clock(queue.savedAt);
  const { open, unkept, isFull, trouble } = queue;
  const held = open.filter((row) => row.holds);
  strips({
    other: queue.reason === "other",
    signin: trouble === "signin",
    full: (isFull && trouble) || draft === "lost",
    held: !trouble && held.length,
    private: isPrivate && trouble && open.length,
  });
  if (draft === "lost") return write("unsaved", say("unsaved"), say("full"));
  if (queue.isLate && !open.length && !draft) return write("saving", say("late") || say("saving"));
  if (!open.length) return draft ? write("here", say(draft === "kept" ? "here" : "saving"), say("draft")) : saved();
  if (isFull) return write("unsaved", say("unsaved"), say("full"));
  if (unkept.length) return write("saving", say("saving"));
  if (held.length && held.length === open.length) return write("held", say("here"), choices(held.length));
  return write("here", say("here"), open.length === 1 ? say("to_send_one") : say("to_send", { n: open.length }));
}

const choices = (n) => (n === 1 ? say("choice") : say("choices", { n }));
const saved = () => (last ? write("saved", say("saved"), say("at", { time: last })) : write("saved", say("idle")));

/** Under the status: what needs a person; only the most urgent one, and none while another tab writes. */
function strips(shown) {
  const first = document.querySelector("[data-strip=tabs]").hidden && Object.keys(shown).find((name) => shown[name]);
  for (const strip of document.querySelectorAll("[data-strip]")) {
    if (strip.dataset.strip in shown) strip.hidden = strip.dataset.strip !== first;
  }
}

function write(state, headline, detail = "") {
  output.dataset.state = state;
  const text = `${headline} ${detail}`.trim();
  if (words.textContent === text) return;
  const bold = document.createElement("b");
  bold.textContent = headline;
  const more = document.createElement("span");
  more.textContent = detail;
  words.replaceChildren(bold, detail ? " " : "", more);
  isNews ||= state !== "saved";
  clearTimeout(speaking);
  if (isNews) speaking = setTimeout(() => tell(text), HEARD);
}

/** Says it aloud, once. */
export function tell(text) {
  heard.textContent = text;
  clearTimeout(silencing);
  silencing = setTimeout(() => (heard.textContent = ""), SPOKEN);
}
