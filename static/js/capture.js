// The coach's page: the moment bar, and the moments it makes.

import { now } from "./send.js";
import { clock } from "./words.js";
import { adopt, form, queue, rowOf, update, watch } from "./writing.js";

const TICK = 10000;
const bar = document.querySelector("[data-bar]");
const list = document.querySelector("[data-moments]");
const text = bar.querySelector("textarea");
const time = bar.querySelector("[type=time]");
const blank = document.getElementById("moment").innerHTML;
let began = null; // when the writing began: that is when it happened
let byHand = false; // the person set the clock

function tick() {
  if (!began && !byHand) time.value = clock(now(), "H:i");
}

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // where a page is served without https
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** A clock that was set by hand means the day of the lesson. */
const noted = () => (byHand && time.value ? new Date(`${form.dataset.day}T${time.value}`) : began || now());

function record() {
  if (!text.value.trim()) return text.focus();
  const holder = document.createElement("template");
  holder.innerHTML = blank.replaceAll("__id__", uuid());
  const row = adopt(holder.content.firstElementChild);
  row.all("moment-kind")[0].value = bar.querySelector("[type=radio]:checked").value;
  row.all("moment-noted")[0].value = noted().toISOString();
  row.all("moment-time")[0].value = clock(noted(), "H:i");
  row.text.value = text.value;
  insert(row);
  text.value = "";
  began = byHand = null;
  tick();
  queue.put(row);
}

/** In the order of their times, where the page shows them. */
function insert(row) {
  const at = (box) => Date.parse(box.querySelector("[name^=moment-noted]").value);
  const later = [...list.children].find((box) => at(box) > at(row.box));
  row.box.dataset.state = "saving";
  row.box.querySelector("[data-time]").textContent = clock(noted());
  name(row);
  list.insertBefore(row.box, later || null);
}

function name(row) {
  const kind = row.all("moment-kind")[0];
  row.box.querySelector("[data-kindword]").textContent = kind.selectedOptions[0].textContent;
}

function remove(row, gone) {
  row.all("moment-deleted")[0].checked = gone;
  row.box.toggleAttribute("data-removed", gone);
  row.box.querySelector(".mk-removed").hidden = !gone;
  row.box.querySelector(gone ? "[data-restore]" : "textarea").focus();
}

text.addEventListener("input", () => {
  began = text.value ? began || now() : null;
  update();
});
time.addEventListener("change", () => (byHand = true));
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  record();
});
bar.querySelector("button").addEventListener("click", (event) => {
  event.preventDefault();
  record();
  text.focus();
});
list.addEventListener("change", ({ target }) => {
  if (target.matches("[data-kind]")) name(rowOf(target));
  if (target.matches("[data-remove]")) remove(rowOf(target), true);
});
list.addEventListener("click", ({ target }) => {
  if (!target.matches("[data-restore]")) return;
  const row = rowOf(target);
  remove(row, false);
  row.touch();
  queue.put(row);
});

watch(() => text.value.trim());
tick();
setInterval(tick, TICK);
