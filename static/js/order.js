// The lines of a list in another order: dragged by the grip, with mouse, pen or finger, or moved by the buttons beside the line
// of now. The server is told the new place; what it did not hear of goes back.

import { post } from "./send.js";

const EDGE = 72; // pixels from the edge of the window, where a long list goes on under what is dragged
const STEP = 14;

const list = document.querySelector("[data-order]");
const said = document.querySelector("[data-moved]");
const lines = () => [...list.children];
let saved = lines();
let sending = Promise.resolve();

const middle = (line) => {
  const { top, height } = line.getBoundingClientRect();
  return top + height / 2;
};

/** Its neighbours go round it: a line that leaves the page for a moment loses the focus and what drags it. */
function putAt(line, place) {
  const now = lines().indexOf(line);
  const others = lines().filter((each) => each !== line);
  if (place < now) line.after(...others.slice(place, now));
  else if (place > now) line.before(...others.slice(now, place));
}

function tell(line) {
  const place = lines().indexOf(line);
  sending = sending.then(async () => {
    const { kind, body } = await post(list.dataset.order, { table: line.dataset.table, key: line.dataset.key, place });
    if (kind === "saved") return heard(body);
    for (const each of saved) if (each !== line) list.append(each);
    putAt(line, saved.indexOf(line));
    said.textContent = list.dataset.failed;
  });
}

function heard({ said: words, undo }) {
  saved = lines();
  said.textContent = words;
  const box = document.querySelector("[data-undo]");
  if (box) box.outerHTML = undo;
}

list.addEventListener("submit", (event) => {
  event.preventDefault();
  const line = event.target.closest("li");
  const step = event.submitter.name === "up" ? -1 : 1;
  const place = Math.max(0, Math.min(lines().indexOf(line) + step, lines().length - 1));
  putAt(line, place);
  tell(line);
});

let dragged = null;

list.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault(); // nothing is selected meanwhile
  dragged = { line: grip.closest("li"), from: lines().indexOf(grip.closest("li")), pointer: event.pointerId };
  grip.setPointerCapture(event.pointerId);
  dragged.line.classList.add("mk-dragged");
});

list.addEventListener("pointermove", (event) => {
  if (!dragged || event.pointerId !== dragged.pointer) return;
  const { line } = dragged;
  const y = event.clientY;
  while (line.previousElementSibling && y < middle(line.previousElementSibling)) line.after(line.previousElementSibling);
  while (line.nextElementSibling && y > middle(line.nextElementSibling)) line.before(line.nextElementSibling);
  if (y < EDGE) scrollBy(0, -STEP);
  else if (y > innerHeight - EDGE) scrollBy(0, STEP);
});

list.addEventListener("pointerup", () => let_go(true));
list.addEventListener("pointercancel", () => let_go(false));
document.addEventListener("keydown", ({ key }) => key === "Escape" && let_go(false));

function let_go(isMeant) {
  if (!dragged) return;
  const { line, from } = dragged;
  dragged = null;
  line.classList.remove("mk-dragged");
  if (!isMeant) putAt(line, from);
  else if (lines().indexOf(line) !== from) tell(line);
}
