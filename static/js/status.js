// One line that says where the work is. It never says saved before the server did.

import { clock, say } from "./words.js";

const output = document.getElementById("status");
const words = output.querySelector("[data-status]");
const strip = (name) => document.querySelector(`[data-strip=${name}]`);

let last = words.dataset.at; // the clock of the last save the server told of

/** `waits` is text that the person has not handed over yet. */
export function render(queue, waits) {
  const open = queue.open;
  const problem = open.some((row) => row.holds) ? "held" : open.map((row) => row.problem).find(Boolean);
  if (queue.savedAt) last = clock(queue.savedAt);
  const signin = open.some((row) => row.problem === "signin");
  strip("signin").hidden = !signin;
  strip("held").hidden = signin || problem !== "held";
  if (problem) return write("unsaved", say("unsaved"), say(problem));
  if (open.length) return write("saving", say("saving"));
  if (waits) return write("saving", say("unsaved"), say("bar"));
  return last ? write("saved", say("saved"), say("at", { time: last })) : write("saved", say("idle"));
}

function write(state, headline, detail = "") {
  output.dataset.state = state;
  const text = `${headline} ${detail}`.trim();
  if (words.textContent === text) return; // nothing new to read aloud
  const bold = document.createElement("b");
  bold.textContent = headline;
  const more = document.createElement("span");
  more.textContent = detail;
  words.replaceChildren(bold, detail ? " " : "", more);
}
