// The button that ends a writing page. It works without a network too: then the account is ready as soon as there is one.

import "./keys.js";
import { form } from "./page.js";
import { ReadyRow } from "./rows.js";
import { say } from "./words.js";
import { begun, include, queue } from "./writing.js";

const seal = document.querySelector("[data-seal]");
const line = seal.querySelector("[data-hold]");
const sure = seal.querySelector("[data-sure]");
const row = new ReadyRow(seal);
include(row);

/** `draft` tells of words in the moment bar. */
export function guard(draft) {
  row.draft = draft;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await begun; // first what this device kept, then this
    if (event.submitter?.name !== "ready") return queue.flush();
    if (draft()) return tell(say("hold_bar"));
    row.sure = event.submitter === sure;
    if (row.sure || !isEmpty()) return choose(true);
    row.problem = { body: { reason: "empty", message: say("empty") } };
    render();
  });
}

const isSaid = ({ name, checked, value, tagName }) => (name.startsWith("value-") ? checked && value : tagName === "TEXTAREA" && value.trim());
const isEmpty = () => ![...form.elements].some(isSaid);

/** Whether the person was asked, here or by the server, if an empty story is ready. */
const isAsked = () => row.problem?.body.reason === "empty";
form.addEventListener("input", () => {
  if (!isAsked()) return;
  row.free();
  render();
});

/** Taken back before anything was sent, nothing is; what was sent, is taken back on the server too. */
function choose(chosen) {
  row.isChosen = chosen;
  row.free();
  if (!chosen) row.server = row.flying.length ? "" : JSON.stringify(row.content());
  queue.put(row);
  render();
}

function render() {
  const waits = row.isChosen && !row.isSaved;
  seal.querySelector("[name=ready]").hidden = waits;
  seal.querySelector("[data-not-ready]").hidden = !waits;
  sure.hidden = !isAsked();
  if (!waits) return tell(isAsked() ? row.problem.body.message : "");
  const held = queue.open.some((each) => each.holds && each !== row);
  const why = held ? "hold" : row.draft() ? "hold_bar" : queue.trouble && "hold_later";
  tell(row.problem?.body.message || (why ? say(why) : ""));
}

function tell(words) {
  line.hidden = !words;
  if (line.lastElementChild.textContent !== words) line.lastElementChild.textContent = words; // it is read out whenever it is written
}

seal.querySelector("[data-not-ready]").onclick = () => choose(false);
seal.addEventListener("ready", () => location.assign(seal.dataset.seal));
queue.addEventListener("change", render);
