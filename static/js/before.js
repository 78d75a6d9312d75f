// The teacher's page before the lesson: at most six items, a whole need in one tap.

import { OwnRow } from "./own-point.js";
import { form } from "./page.js";
import { say } from "./words.js";
import { all, learn, queue } from "./writing.js";

learn("own", OwnRow);
const sheet = document.querySelector("[data-lens-sheet]");
const size = Number(sheet.dataset.size);
const ticks = [...sheet.querySelectorAll("[name=lens]")];
const needs = [...sheet.querySelectorAll("[data-need]")];
const lens = all().filter((row) => row.type === "lens");
const own = all().filter((row) => row.type === "own");
const ownSet = sheet.querySelector("[data-own-set]");
const written = () => own.filter((row) => row.content().text).length;
const over = () => ticks.filter((tick) => tick.checked).length + written() - size;

for (const row of [...lens, ...own]) row.isOver = () => over() > 0;

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
  showOwn();
}

/** The next place comes once the one before it has words, while the lens has room; what waits is in sight. */
function showOwn() {
  if (own.some((row) => row.content().text && !row.isSaved)) ownSet.open = true;
  ownSet.querySelector("[data-count]").textContent = written() ? say("written", { n: written() }) : "";
  own.forEach((row, at) => {
    const isNext = at === 0 || (own[at - 1].content().text && over() < 0);
    row.box.hidden = !isNext && !row.content().text && !row.box.contains(document.activeElement);
    row.box.querySelector("[data-no-need]").hidden = !row.hasNoNeed;
  });
}

function count(need) {
  const inside = [...need.querySelectorAll("[name=lens]")];
  const chosen = inside.filter((tick) => tick.checked).length;
  need.querySelector("[data-count]").textContent = chosen ? say("chosen", { n: chosen }) : say("none");
  const whole = need.querySelector("[data-whole]");
  whole.textContent = chosen === inside.length ? whole.dataset.none : whole.dataset.all;
  return inside;
}

for (const need of needs) {
  const whole = need.querySelector("[data-whole]");
  whole.hidden = false;
  whole.onclick = () => {
    const inside = count(need);
    const isAll = inside.every((tick) => tick.checked);
    for (const tick of inside.filter((each) => each.checked === isAll)) {
      tick.checked = !isAll;
      tick.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
}

form.addEventListener("change", ({ target }) => {
  if (target.name !== "lens" && !target.closest("[data-own]")) return;
  const rows = [...lens, ...own].filter((row) => row.problem?.kind !== "conflict");
  for (const row of rows) row.free(); // one item less may make room for another
  for (const row of rows.filter((each) => !each.isSaved)) queue.put(row);
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
