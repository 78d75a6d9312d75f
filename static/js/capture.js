// The coach's page: the moment bar, and the moments it makes.

import { fit, write } from "./grow.js";
import { hours } from "./hours.js";
import { watch as watchWords } from "./judging.js";
import { show, undoWith } from "./newest.js";
import { drop, keep } from "./outbox.js";
import { form, isComposing, now, page, uuid } from "./page.js";
import { guard } from "./ready.js";
import { joined } from "./row.js";
import { tell } from "./status.js";
import { momentAt, say, setClock } from "./words.js";
import { adopt, begun, queue, restoreWith, rowOf, update, watch } from "./writing.js";

const TICK = 10000;
const bar = document.querySelector("[data-bar]");
const list = document.querySelector("[data-moments]");
const text = bar.querySelector("textarea");
const time = bar.querySelector(".mk-time");
const noTime = document.getElementById("no-time");
const kinds = [...bar.querySelectorAll("[type=radio]")];
const blank = document.getElementById("moment").innerHTML;
const draft = { ...page, row: "draft" };
let began = null; // when the person came to the bar: that is when it happened
let byHand = false; // the person set the clock
let keptDraft = ""; // what the device has of the bar

function tick() {
  if (!began && !byHand) setClock(time, now());
}

/** A clock that was set by hand means the day of the lesson. */
const noted = () => (byHand && hours(time.value) ? momentAt(form.dataset.day, hours(time.value)) : began || now());

/** Empty is now. What is no time is told, and stays as it was typed. */
function isTime() {
  const isOne = !time.value.trim() || Boolean(hours(time.value));
  if (noTime) noTime.hidden = isOne;
  return isOne;
}

/** Returns where the person has to be, where it is not the text. */
function record() {
  if (!text.value.trim()) return text;
  if (!isTime()) return time;
  const kind = kinds.find((each) => each.checked).value;
  const row = makeMoment(uuid(), { kind, text: text.value, noted_at: noted().toISOString() });
  row.touch();
  queue.put(row);
  look(row.text, text);
  empty();
  show(row);
}

/** The next moment begins as what was seen: a kind that stays on unseen makes words of a student out of one's own. */
function empty() {
  write(text, "");
  kinds[0].checked = true;
  look(text);
  began = byHand = null;
  tick();
  keepDraft();
}

/** A new moment in the list, in the order of time. */
export function makeMoment(id, entry) {
  const holder = document.createElement("template");
  holder.innerHTML = blank.replaceAll("__id__", id);
  const row = adopt(holder.content.firstElementChild);
  row.fill(entry);
  const later = [...list.children].find((box) => rowOf(box).noted > row.noted);
  list.insertBefore(row.box, later || null);
  fit(row.text); // before anybody asks where its end is
  return row;
}

// --- what stands in the bar is kept too, until it is a moment

/** Not before what was kept is on the page: it would be written over. */
async function keepDraft() {
  await begun;
  const entry = { kind: kinds.find((each) => each.checked).value, text: text.value, noted_at: noted().toISOString() };
  keptDraft = await (entry.text ? keep({ ...draft, entry }) : drop(draft)).then(() => entry.text, () => null);
  update();
  if (!entry.text) queue.flush(); // "ready" may have waited for it
}

function draftState() {
  if (!text.value.trim()) return "";
  if (keptDraft === null) return "lost";
  return text.value === keptDraft ? "kept" : "typing";
}

restoreWith(({ row, entry, dirty, ...rest }) => {
  if (row === "draft") return restoreDraft(entry);
  if (entry.type !== "moment") return false;
  makeMoment(entry.id, entry).restore({ entry, dirty, ...rest });
  return true;
});

function restoreDraft(entry) {
  write(text, joined(entry.text, text.value)); // Firefox brings back its own
  keptDraft = entry.text;
  keepDraft(); // it may have been written over while the device was slow to tell
  began = entry.noted_at ? new Date(entry.noted_at) : now();
  setClock(time, began);
  for (const kind of kinds) kind.checked = kind.value === entry.kind;
  return true;
}

/** Undone: its words are in the bar again, before what was begun there, with their kind and time. */
undoWith((row) => {
  const { kind, text: words } = row.content();
  remove(row, true);
  byHand = false;
  text.value = [words, text.value].filter(Boolean).join("\n");
  restoreDraft({ kind, text: text.value, noted_at: row.noted });
  look(text, row.text);
  text.focus();
});

function remove(row, isRemoved) {
  row.tick("moment-deleted", isRemoved);
  row.stamp();
  row.touch();
  queue.put(row);
  tell(say(isRemoved ? "taken" : "back"));
}

// --- hands

/** Coming to the bar stamps the time, also for who dictates or thinks first. */
text.addEventListener("focus", () => (began ||= now()));
text.addEventListener("blur", () => {
  if (text.value) return;
  began = null;
  tick();
});
text.addEventListener("input", () => {
  began ||= now();
  keepDraft();
  update();
});
for (const kind of kinds) kind.addEventListener("change", () => text.value && keepDraft());
time.addEventListener("input", () => (byHand = true));
time.addEventListener("change", () => isTime() && byHand && hours(time.value) && setClock(time, noted()));
time.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  text.focus();
});
document.addEventListener("focusin", ({ target }) => target.inputMode === "numeric" && target.select());
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
  event.preventDefault();
  record()?.focus();
});
bar.querySelector("[name=save]").addEventListener("click", (event) => {
  event.preventDefault();
  (record() || text).focus();
});

// --- moments in the list

list.addEventListener("change", ({ target }) => {
  const row = rowOf(target);
  row.retime();
  row.stamp();
  if (!target.matches("[data-remove]")) return;
  row.box.querySelector(target.checked ? "[data-restore]" : "textarea").focus();
  tell(say(target.checked ? "taken" : "back"));
});
list.addEventListener("click", ({ target }) => {
  if (!target.matches("[data-restore]")) return;
  const row = rowOf(target);
  remove(row, false);
  row.text.focus();
});

// --- words that can sound like a judgment, where the person has them marked

const SEEN = ["saw", "students"];

/** What was seen or done; questions and wondering may say what one thinks. */
function isSeen(textarea) {
  const row = rowOf(textarea);
  if (!row) return textarea === text && SEEN.includes(kinds.find((each) => each.checked).value);
  return row.type === "moment" ? SEEN.includes(row.content().kind) : row.all("value").length > 0;
}

/** A sentence becomes a moment of wondering about the same thing. A moment of that one sentence becomes it as a whole. */
function wonder(textarea, sentence) {
  const from = rowOf(textarea);
  const said = from?.content() || {};
  if (said.text === sentence) return become(from, "wonder");
  const item = from?.box.matches(".mk-point") ? from.key : said.item;
  const noted_at = from ? from.noted || now().toISOString() : noted().toISOString();
  const row = makeMoment(uuid(), { kind: "wonder", text: sentence, theme: said.theme, item, noted_at });
  row.touch();
  queue.put(row);
  show(row);
  return true;
}

function become(row, kind) {
  row.choose("moment-kind", kind);
  row.stamp();
  row.touch();
  queue.put(row);
  return false; // nothing is taken out of it
}

const judging = document.getElementById("judging");
const rules = judging && JSON.parse(document.getElementById("judging-rules").textContent);
const look = judging ? watchWords(form, { rules, applies: isSeen, move: wonder }) : () => {};
queue.addEventListener("change", () => look()); // restored rows, chosen versions

guard(() => text.value.trim());
watch({ state: draftState, text: () => text.value.trim() });
setTimeout(tick); // the first time takes a while, and nobody waits for it
setInterval(tick, TICK);
