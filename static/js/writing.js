// A page where a person writes: each change saves itself. Without this script the same form works with its buttons.

import { Queue } from "./queue.js";
import { AnswerRow, MomentRow, QuestionRow } from "./rows.js";
import { save, token } from "./send.js";
import { render } from "./status.js";
import { say } from "./words.js";

// Back brings a page from the browser's cache, older than what was saved since: ask the server again.
if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") location.reload();

const PAUSE = 800; // after the last key of a text
const LEAVE = 2000; // how long a link waits for what is on its way
const KINDS = { answer: AnswerRow, moment: MomentRow, question: QuestionRow };
const BOXES = "[data-answer], [data-moment], [data-question]";

export const form = document.getElementById("write");
export const queue = new Queue(save);
const rows = new Map(); // element → row
let leaving = false;
let unsent = () => ""; // text that waits in the moment bar

/** Takes a row of the page under care. */
export function adopt(box) {
  const kind = Object.keys(KINDS).find((name) => name in box.dataset);
  const row = new KINDS[kind](box);
  rows.set(box, row);
  if (row.problem) queue.put(row);
  return row;
}

export const rowOf = (element) => rows.get(element.closest(BOXES));

/** Tells of text that is not in a row yet. */
export function watch(read) {
  unsent = read;
  update();
}

export const update = () => render(queue, unsent());

function changed({ target }, pause) {
  const row = rowOf(target);
  if (!row) return;
  row.touch();
  queue.put(row, pause);
}

const isText = (control) => control.tagName === "TEXTAREA";
form.addEventListener("input", (event) => isText(event.target) && changed(event, PAUSE));
form.addEventListener("change", (event) => {
  if (!isText(event.target)) changed(event);
  else if (!rowOf(event.target)?.problem) queue.put(rowOf(event.target)); // left the field: the pause is over
});
form.addEventListener("again", (event) => queue.put(rowOf(event.target)));
queue.addEventListener("change", update);

const come = () => queue.flush();
const go = () => queue.flush({ keepalive: true });
addEventListener("online", come);
addEventListener("focus", come);
addEventListener("pagehide", go);
document.addEventListener("visibilitychange", () => (document.hidden ? go() : come()));
addEventListener("beforeunload", (event) => !leaving && (queue.open.length || unsent()) && event.preventDefault());

document.querySelector("[data-show-held]").onclick = () => {
  const row = queue.open.find((each) => each.holds);
  for (let fold = row.box; (fold = fold.parentElement?.closest("details")); ) fold.open = true;
  row.box.scrollIntoView({ block: "center" });
  row.box.querySelector("[data-said] button, textarea, input")?.focus({ preventScroll: true });
};

/** Links and other forms wait a moment for what is on its way. */
function hold(event, follow) {
  if (leaving || event.defaultPrevented || !queue.open.some((row) => !row.problem)) return;
  event.preventDefault();
  Promise.race([queue.flush(), new Promise((done) => setTimeout(done, LEAVE))]).then(follow);
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.hash || event.ctrlKey || event.metaKey || event.shiftKey) return;
  hold(event, () => location.assign(link.href));
});
document.addEventListener("submit", (event) => {
  if (event.target !== form) hold(event, () => event.target.requestSubmit(event.submitter));
});

form.addEventListener("submit", async (event) => {
  if (leaving) return;
  event.preventDefault();
  await queue.flush();
  await new Promise((done) => setTimeout(done)); // a form that is still submitting ignores a second submit
  if (event.submitter && event.submitter.name !== "save") finish(event.submitter);
});

/** Goes on only when the server has everything; otherwise says what does not let it go. */
function finish(button) {
  if (leaving) return;
  const reason = queue.open.some((row) => row.holds) ? "hold" : queue.open.length ? "hold_later" : unsent() && "hold_bar";
  const line = document.querySelector("[data-hold]");
  line.hidden = !reason;
  if (reason) return void (line.lastElementChild.textContent = say(reason));
  leaving = true;
  form.requestSubmit(button);
  button.disabled = true;
}
addEventListener("pageshow", () => {
  leaving = false;
  for (const button of form.querySelectorAll("button")) button.disabled = false;
});

/** Everything is saved: only the button itself goes along. */
form.addEventListener("formdata", ({ formData }) => {
  for (const name of [...formData.keys()]) if (!["ready", "done"].includes(name)) formData.delete(name);
  formData.set("csrfmiddlewaretoken", token());
});

if (!CSS.supports("field-sizing", "content")) {
  form.addEventListener("input", ({ target }) => target.rows && (target.rows += target.scrollHeight > target.clientHeight));
}

for (const box of form.querySelectorAll(BOXES)) adopt(box);
form.autocomplete = "off"; // a page that saves itself must not be filled with what it said before
document.documentElement.classList.add("js");
update();
