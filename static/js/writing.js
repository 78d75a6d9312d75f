// A page where a person writes: each change is kept on this device and sent to the server. Without this script the same form
// works with its buttons.

import { askUnseen } from "./lasting.js";
import { drop, keep, keptBy } from "./outbox.js";
import { form, page } from "./page.js";
import { Queue } from "./queue.js";
import { AnswerRow, LensRow, MomentRow, QuestionRow } from "./rows.js";
import { deliver } from "./send.js";
import { render } from "./status.js";
import { onlyHere } from "./tabs.js";
import { say } from "./words.js";

const PAUSE = 800; // after the last key of a text
const LEAVE = 2000; // how long a link waits for what is on its way
const SLOW = 5000; // a device that does not say what it kept holds up the page no longer
const SECOND = 1000; // as exact as a server's Date is
const made = Date.parse(form.dataset.now);
const KINDS = { answer: AnswerRow, moment: MomentRow, question: QuestionRow, lens: LensRow };

export const queue = new Queue({ keep, deliver });
const boxes = () => Object.keys(KINDS).map((name) => `[data-${name}]`).join();
const rows = new Map(); // element → row
const restorers = []; // of what is no row of the page yet: called with each record that has no row
let draft = { state: () => "", text: () => "" }; // text that waits in the moment bar
let isBegun = false;
let isLeaving = false;
let isAsked = false;
let isTaken = false; // another tab writes here now
let begin;

/** Resolves once what this device kept is on the page; until then nothing may be said of what is saved. */
export const begun = new Promise((done) => (begin = done));

/** Takes a row of the page under care. */
export function adopt(box) {
  const kind = Object.keys(KINDS).find((name) => name in box.dataset);
  const row = new KINDS[kind](box);
  rows.set(box, row);
  return row;
}

/** A page with rows of a kind of its own brings their class. */
export function learn(name, Kind) {
  KINDS[name] = Kind;
  for (const box of form.querySelectorAll(`[data-${name}]`)) adopt(box);
}

export const rowOf = (element) => rows.get(element.closest(boxes()));
export const all = () => [...rows.values()];

/** Tells of text that is not in a row yet; its state is "typing", "kept" on this device, "lost" where that cannot be, or nothing. */
export const watch = (reader) => (draft = reader);

/** What to do with a kept record that has no row here; `make` answers true where it is its own. */
export const restoreWith = (make) => restorers.push(make);

/** A row that is no part of the form's fields. */
export function include(row) {
  rows.set(row.box, row);
}

export function update() {
  if (!isBegun) return;
  render(queue, draft.state());
  for (const row of queue.touched) row.box.toggleAttribute("data-waits", !row.isSaved);
}

function changed({ target }, pause) {
  const row = rowOf(target);
  if (!row) return;
  askToPersist();
  row.touch();
  queue.put(row, pause);
}

function askToPersist() {
  if (!isAsked) askUnseen();
  isAsked = true;
}

const isText = (control) => control.tagName === "TEXTAREA";

function listen() {
  form.addEventListener("input", (event) => isText(event.target) && changed(event, PAUSE));
  form.addEventListener("change", (event) => {
    if (!isText(event.target)) changed(event);
    else if (!rowOf(event.target)?.isSaved) queue.flush(); // left the field: the pause is over
  });
  form.addEventListener("again", (event) => queue.put(rowOf(event.target)));
  queue.addEventListener("change", update);
  const flush = () => queue.flush();
  addEventListener("online", flush);
  addEventListener("focus", flush);
  addEventListener("pagehide", () => queue.flush({ keepalive: true }));
  document.addEventListener("visibilitychange", flush);
  addEventListener("beforeunload", (event) => isUnsafe() && event.preventDefault());
  document.addEventListener("click", waitForLinks);
  document.addEventListener("submit", waitForForms);
}

/** Leaving now would lose something. */
const isUnsafe = () => queue.unkept.length || ["typing", "lost"].includes(draft.state());

/** Rows as this device kept them, where that is newer than the page. Who writes does not wait for a device that is slow to tell;
 *  what it tells after all comes on the page then. */
async function restore() {
  const { keepOnDevice } = queue;
  const asked = keptBy(page.person, page.page);
  const late = new Promise((_, fail) => setTimeout(fail, SLOW));
  await Promise.race([asked, late]).then(takeUp, () => {
    queue.keepOnDevice = () => Promise.reject(new Error("no storage")); // never over what could not be read
    queue.isLate = true;
    takeUp([]);
    asked.then((records) => {
      if (isTaken) return;
      queue.keepOnDevice = keepOnDevice;
      takeUp(records);
    }, () => {}).finally(() => {
      queue.isLate = false;
      update();
    });
  });
}

function takeUp(records) {
  const known = new Map(all().map((row) => [row.id, row]));
  for (const record of records) put(record, known.get(record.row));
  const { touched } = queue;
  for (const row of rows.values()) if (touched.includes(row) || (!row.isAsServed && !row.isSaved)) queue.put(row);
}

function put(record, row) {
  if (!isNewer(record, row)) return drop(record);
  if (row?.problem) row.free(); // the server knew less than this when it said so
  if (row) row.restore(record);
  else restorers.some((make) => make(record));
}

/** Words that the page cannot know yet: unsent, a draft, or saved after the page was made. */
function isNewer({ dirty, entry, row: id, at }, row) {
  if (dirty || id === "draft") return true;
  return made < Date.parse(at) + SECOND && entry.revision > (row ? row.revision : 0);
}

document.querySelector("[data-show-held]").onclick = () => {
  const row = queue.open.find((each) => each.holds);
  for (let fold = row.box; (fold = fold.parentElement?.closest("details")); ) fold.open = true;
  row.box.scrollIntoView({ block: "center" });
  row.box.querySelector("[data-said] button, textarea, input")?.focus({ preventScroll: true });
};

document.querySelector("[data-copy-all]").onclick = async ({ target }) => {
  const texts = [...queue.unkept.map((row) => row.text?.value.trim()), draft.text()].filter(Boolean);
  await navigator.clipboard?.writeText(texts.join("\n\n")).catch(() => {});
  target.textContent = say("copied");
};

/** Links and other forms wait a moment for what is on its way; what does not make it is kept, and sent from the next page. */
function hold(event, follow) {
  if (event.defaultPrevented || isLeaving || queue.trouble || !queue.open.some((row) => !row.holds)) return;
  event.preventDefault();
  isLeaving = true;
  Promise.race([queue.flush(), new Promise((done) => setTimeout(done, LEAVE))]).finally(follow);
}
addEventListener("pageshow", () => (isLeaving = false));

function waitForLinks(event) {
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.hash || event.ctrlKey || event.metaKey || event.shiftKey) return;
  hold(event, () => location.assign(link.href));
}

function waitForForms(event) {
  if (event.target !== form) hold(event, () => event.submitter.click()); // Safari 15 has no requestSubmit
}

for (const box of form.querySelectorAll(boxes())) adopt(box);
form.autocomplete = "off"; // a page that saves itself must not be filled with what it said before
document.documentElement.classList.add("js");

async function start() {
  await restore();
  listen();
  isBegun = true;
  begin();
  update();
}

function stop() {
  isTaken = true;
  queue.stop();
}

setTimeout(() => onlyHere({ begin: start, stop })); // once every module has added its part
