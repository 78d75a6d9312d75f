// What is being written, where people will meet it: the server puts the words of the form in the parts of the real pages, and
// keeps nothing of them. Without a connection the picture stays as it was. After a save the list has the new name of the line,
// and the button that takes back names what was just written.

import { post } from "./send.js";
import { queue } from "./writing.js";

const WAIT = 300; // milliseconds without a key
const WORDS = /^(text|self|short|look_for)_(nl|en)$|^theme$/;
const box = document.querySelector("[data-preview]");
const form = document.getElementById("write");
let waiting = 0;
let asked = 0;

const fields = () => Object.fromEntries([...new FormData(form)].filter(([name]) => WORDS.test(name)));

async function show(place) {
  const number = ++asked;
  box.dataset.preview = place;
  const { kind, body } = await post(box.dataset.url, { place, fields: fields() });
  if (kind !== "saved" || number !== asked) return;
  draw(body.html);
  document.querySelector("[data-undo]").outerHTML = body.undo;
  document.querySelector(".mk-points-list [aria-current]").firstChild.data = body.name;
}

function draw(html) {
  const isOpen = Boolean(box.querySelector("details[open]"));
  const hadFocus = box.contains(document.activeElement);
  box.innerHTML = html;
  const fold = box.querySelector("details");
  if (fold) fold.open = isOpen;
  if (hadFocus) (box.querySelector("[aria-current]") || box.querySelector("summary"))?.focus();
}

box.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-place]");
  if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(tab.dataset.place);
});

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => show(box.dataset.preview), WAIT);
}

form.addEventListener("input", soon);

let isWaiting = false;
queue.addEventListener("change", () => {
  const isDone = isWaiting && !queue.open.length;
  isWaiting = Boolean(queue.open.length);
  if (isDone) soon();
});

/** Whoever takes back what is on its way to the server means that, and not what was done before it. */
document.addEventListener("submit", async (event) => {
  if (event.target.id !== "undo" || !queue.open.length || queue.trouble) return;
  event.preventDefault();
  await queue.flush();
  clearTimeout(waiting);
  await show(box.dataset.preview);
  document.querySelector("[data-undo] button")?.click();
}, true);
