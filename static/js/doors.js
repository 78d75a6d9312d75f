// A need opens in place, beneath its link (docs/adr/0030, 0033): the page of all needs is fetched once, and the words of this one are put
// here, so that the next opens without the network. With a key held down the link does what links do; where fetching fails it says so,
// and leads to the need's own page. Which are open stands in the history: Back closes what was opened last, and who comes back from
// another page finds it as it was.

import { adopt } from "./drafts.js";
import { shorten } from "./long.js";
import { patience } from "./send.js";

const PATIENCE = 10000;
const DEEPER = 2; // a heading of the page stands beneath that of the door

const { busy, failed } = document.querySelector("[data-doors]").dataset;
const all = document.querySelector("[data-all]").href;
const { person } = document.documentElement.dataset;
const doors = [...document.querySelectorAll("[data-door]")];

let parts = null; // a page that was fetched, or is being fetched

const linkOf = (door) => door.querySelector("a");
const partOf = (door) => door.querySelector("[data-part]");
const isOpen = (door) => linkOf(door).getAttribute("aria-expanded") === "true";
const opened = () => doors.filter(isOpen).map(({ id }) => id);
const doorOf = (id) => id && doors.find((door) => door.id === id || door.dataset.door.split(" ").includes(id));

function say(door, words) {
  door.querySelector("[aria-live]").textContent = words;
}

/** All parts, as the server has them; none for who has to sign in first, or may not read it any more. */
async function fetched() {
  const response = await fetch(all, { credentials: "same-origin", signal: patience(PATIENCE) });
  if (response.status >= 500) throw new Error("no page");
  const isOurs = response.ok && !response.redirected && response.headers.get("X-Person") === person;
  return isOurs ? new DOMParser().parseFromString(await response.text(), "text/html") : new Document();
}

/** The part of this name, fetched with the others where that was not done yet; null where it is not there. */
async function part(name) {
  parts = parts || fetched();
  try {
    return (await parts).querySelector(`[data-part="${name}"]`);
  } catch (error) {
    parts = null; // and once more at the next press
    throw error;
  }
}

function put(door, part) {
  for (const heading of part.querySelectorAll("h2, h3, h4")) heading.setAttribute("aria-level", Number(heading.tagName[1]) + DEEPER);
  part.id = `in-${door.id}`;
  door.append(part);
  linkOf(door).setAttribute("aria-controls", part.id);
  adopt(part);
  shorten(part);
}

/** Resolves once the words stand there, or it was said why not. */
async function open(door) {
  door.going = door.going || (partOf(door) ? null : bring(door));
  await door.going;
  door.going = null;
  const part = partOf(door);
  if (!part) return;
  part.hidden = false;
  linkOf(door).setAttribute("aria-expanded", "true");
}

async function bring(door) {
  const link = linkOf(door);
  say(door, busy);
  try {
    const found = await part(door.id.slice(2));
    if (found) put(door, found);
    else location.assign(link.href); // that page says why not
    say(door, "");
  } catch {
    say(door, failed);
    door.isLink = true; // the next press is for the browser
  }
}

function close(door) {
  const part = partOf(door);
  if (part) part.hidden = true;
  linkOf(door).setAttribute("aria-expanded", "false");
  say(door, "");
}

/** Notes in the history which are open; `isNew` where Back is to undo it. */
function note(id, isNew) {
  const at = location.pathname + location.search + (id ? `#${id}` : "");
  const state = { ...history.state, doors: opened() };
  if (isNew) history.pushState(state, "", at);
  else history.replaceState(state, "", at);
}

async function press(event, door) {
  if (door.isLink || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (door.going) return; // pressed twice
  if (isOpen(door)) {
    close(door);
    note(opened().pop(), false);
    return;
  }
  await open(door);
  if (isOpen(door)) note(door.id, true);
}

/** What this address shows: the doors that the history names, else the one that holds its anchor. */
async function show() {
  const anchor = decodeURIComponent(location.hash.slice(1));
  const named = history.state && history.state.doors;
  const wanted = named ? doors.filter(({ id }) => named.includes(id)) : [doorOf(anchor)].filter(Boolean);
  doors.filter((door) => isOpen(door) && !wanted.includes(door)).forEach(close);
  await Promise.all(wanted.map(open));
  if (!named && wanted.length) reveal(document.getElementById(anchor) || wanted[0]);
}

function reveal(place) {
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
  place.scrollIntoView();
}

/** Where one was, for who comes back: the page is as long as before only once its doors are open again. */
async function comeBack() {
  const { at } = history.state || {};
  await show();
  if (at) scrollTo(0, at);
}

for (const door of doors) {
  linkOf(door).setAttribute("aria-expanded", "false");
  linkOf(door).addEventListener("click", (event) => press(event, door));
}
addEventListener("popstate", show);
document.addEventListener("visibilitychange", () => (parts = null)); // who comes back later reads what is there by then
addEventListener("pagehide", () => opened().length && history.replaceState({ ...history.state, at: scrollY }, ""));
comeBack();
