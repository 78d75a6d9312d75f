// Hints about a line while it is written. studio/hints.py makes them; here are no rules. Without a network they stay as they are.

import { form } from "./page.js";
import { patience, token } from "./send.js";
import { begun, queue } from "./writing.js";

const PAUSE = 700; // after the last key
const PATIENCE = 10000;
const NAMES = ["text_nl", "text_en"];
const place = document.querySelector("[data-hints]");
let timer = null;
let turn = 0;

if (place) {
  form.addEventListener("input", ({ target }) => {
    if (!NAMES.includes(target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  place.addEventListener("click", (event) => event.target.closest("[data-split]") && split(event));
  form.addEventListener("again", ask); // the words of two people became one
  begun.then(() => NAMES.some(isOther) && ask());
}

/** What this device kept is there, and not what the page came with. */
function isOther(name) {
  const { value, defaultValue } = form.elements[name];
  return value !== defaultValue;
}

async function ask() {
  const asked = (turn += 1);
  const html = await answer(new URLSearchParams(NAMES.map((name) => [name, form.elements[name].value])));
  if (asked === turn && html !== null) show(html);
}

/** The hints as HTML, or null where nobody of ours answered. */
async function answer(body) {
  try {
    const reply = await fetch(place.dataset.hints, {
      method: "POST", redirect: "manual", headers: { "X-CSRFToken": token() }, body, signal: patience(PATIENCE),
    });
    return reply.ok && reply.headers.has("X-Person") ? await reply.text() : null;
  } catch {
    return null;
  }
}

/** What stands there already stays as it is, an open example too: only what is new is read out. */
function show(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  const old = new Map([...place.children].map((each) => [each.dataset.hint, each]));
  const wanted = [...made.content.children].map((each) => old.get(each.dataset.hint) || each);
  for (const each of old.values()) if (!wanted.includes(each)) each.remove();
  wanted.forEach((each, at) => place.children[at] !== each && place.insertBefore(each, place.children[at] || null));
}

/** The server cuts what it has: first everything is sent. */
async function split(event) {
  event.preventDefault();
  await begun;
  await queue.flush();
  if (queue.open.some((row) => row.holds)) return document.querySelector("[data-show-held]").click();
  const said = Object.assign(document.createElement("input"), { type: "hidden", name: "split", value: "1" });
  form.append(said);
  return form.submit();
}
