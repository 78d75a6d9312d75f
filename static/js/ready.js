// The button that ends a writing page. It works without a network too: then the account is ready as soon as there is one.

import "./keys.js";
import { form } from "./page.js";
import { ReadyRow } from "./rows.js";
import { say } from "./words.js";
import { include, queue, update } from "./writing.js";

const seal = document.querySelector("[data-seal]");
const line = seal.querySelector("[data-hold]");
const row = new ReadyRow(seal);
include(row);

/** `text` tells of words in the moment bar: they are no moment yet, so the account is not ready. */
export function guard(text) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (event.submitter?.name !== "ready") return queue.flush();
    if (text()) return tell(say("hold_bar"));
    choose(true);
  });
}

function choose(chosen) {
  row.isChosen = chosen;
  row.free();
  if (!chosen) row.server = JSON.stringify(row.content());
  queue.put(row);
  render();
}

function render() {
  const waits = row.isChosen && !row.isSaved;
  seal.querySelector("[name=ready]").hidden = waits;
  seal.querySelector("[data-not-ready]").hidden = !waits;
  if (!waits) return tell("");
  const held = queue.open.some((each) => each.holds && each !== row);
  tell(row.problem?.body.message || (held ? say("hold") : queue.trouble ? say("hold_later") : ""));
}

function tell(words) {
  line.hidden = !words;
  line.lastElementChild.textContent = words;
}

seal.querySelector("[data-not-ready]").onclick = () => choose(false);
seal.addEventListener("ready", () => location.assign(seal.dataset.seal));
queue.addEventListener("change", render);
update();
