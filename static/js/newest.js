// The moment that was noted last stands above the bar, because its row is screens away: its words, a way to it, and a way back.

import { tell } from "./status.js";
import { say } from "./words.js";
import { all, begun, queue } from "./writing.js";

const line = document.querySelector("[data-newest]");
const [time, kind, words] = ["time", "kind", "words"].map((name) => line.querySelector(`[data-newest-${name}]`));
const undo = line.querySelector("[data-undo]");
const beside = document.querySelector(".mk-timeline"); // scrolls by itself where there is room for it beside the items
const KEY = "newest-moment"; // it is still there after a reload, in this tab
let row = null;

/** A reader of screens hears it once. */
export function show(noted) {
  row = noted;
  sessionStorage.setItem(KEY, row.key);
  tell(say("noted", { text: row.content().text }));
  render();
  beside.scrollTop += row.box.getBoundingClientRect().bottom - beside.getBoundingClientRect().bottom;
}

/** It goes with its row: changed there, it changes here; removed, it is gone. A moment with a place has it from its row. */
function render() {
  const { kind: said, text, deleted, theme, item } = row?.content() || {};
  line.hidden = !text || deleted;
  if (line.hidden) return;
  undo.hidden = Boolean(theme || item);
  time.textContent = row.box.querySelector("[data-time]").textContent;
  kind.replaceChildren(...document.querySelector(`[data-bar] [value="${said}"] + span`).cloneNode(true).childNodes);
  words.textContent = text;
}

/** `back(row)` takes a moment back into the bar. */
export function undoWith(back) {
  undo.onclick = () => back(row);
}

line.querySelector("a").onclick = (event) => {
  event.preventDefault();
  row.text.focus();
};
queue.addEventListener("change", render);
begun.then(() => {
  row = all().find((each) => each.type === "moment" && each.key === sessionStorage.getItem(KEY));
  render();
});
