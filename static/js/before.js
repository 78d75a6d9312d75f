// The teacher's page before the lesson: at most six items, a whole need in one tap.

import { form } from "./page.js";
import { say } from "./words.js";
import { all, queue } from "./writing.js";

const sheet = document.querySelector("[data-lens-sheet]");
const size = Number(sheet.dataset.size);
const ticks = [...sheet.querySelectorAll("[name=lens]")];
const needs = [...sheet.querySelectorAll("[data-need]")];
const lens = all().filter((row) => row.type === "lens");
const over = () => ticks.filter((tick) => tick.checked).length - size;

for (const row of lens) row.isOver = () => over() > 0;

/** How many may still be chosen; what the server said goes first. */
function show() {
  const refused = lens.find((row) => row.problem);
  const reason = refused && (refused.problem.body.message || say("held"));
  const line = sheet.querySelector("[data-left]");
  line.classList.toggle("mk-left-over", over() > 0 || Boolean(reason));
  line.querySelector(".mk-alert-i").hidden = over() <= 0 && !reason;
  const text = reason || (over() > 0 ? say("over", { n: over() }) : say("left", { n: -over() }));
  if (line.lastElementChild.textContent !== text) line.lastElementChild.textContent = text; // it is read out whenever it is written
  needs.forEach(count);
}

function count(need) {
  const own = [...need.querySelectorAll("[name=lens]")];
  const chosen = own.filter((tick) => tick.checked).length;
  need.querySelector("[data-count]").textContent = chosen ? say("chosen", { n: chosen }) : say("none");
  const whole = need.querySelector("[data-whole]");
  whole.textContent = chosen === own.length ? whole.dataset.none : whole.dataset.all;
  return own;
}

for (const need of needs) {
  const whole = need.querySelector("[data-whole]");
  whole.hidden = false;
  whole.onclick = () => {
    const own = count(need);
    const isAll = own.every((tick) => tick.checked);
    for (const tick of own.filter((each) => each.checked === isAll)) {
      tick.checked = !isAll;
      tick.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
}

form.addEventListener("change", ({ target }) => {
  if (target.name !== "lens") return;
  for (const row of lens) row.free(); // one item less may make room for another
  for (const row of lens.filter((each) => !each.isSaved)) queue.put(row);
});
queue.addEventListener("change", show);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await queue.flush();
  const reason = queue.open.some((row) => row.holds) ? "hold" : queue.open.length && "hold_done";
  if (!reason && event.submitter?.name === "done") return location.assign(form.dataset.visit);
  const line = document.querySelector("[data-hold]");
  line.hidden = !reason;
  if (reason) line.lastElementChild.textContent = say(reason);
});
show();
