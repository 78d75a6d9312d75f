// The page of a need opens in place, beneath its link (docs/adr/0030): that page is fetched, and its words are put here. With a key
// held down the link does what links do, and where fetching fails it says so, and leads to the page once more. Which are open stands in
// the history: Back closes what was opened last, and who comes back from another page finds it as it was.

import { adopt } from "./drafts.js";
import { shorten } from "./long.js";
import { patience } from "./send.js";

const PATIENCE = 10000;
const DEEPER = 2; // a heading of the page stands beneath that of the door

const { busy, failed } = document.querySelector("[data-doors]").dataset;
const { person } = document.documentElement.dataset;
const doors = [...document.querySelectorAll("[data-door]")];

const linkOf = (door) => door.querySelector("a");
const partOf = (door) => door.querySelector("[data-part]");
const isOpen = (door) => linkOf(door).getAttribute("aria-expanded") === "true";
const opened = () => doors.filter(isOpen).map(({ id }) => id);
const doorOf = (id) => id && doors.find((door) => door.id === id || door.dataset.door.split(" ").includes(id));

function say(door, words) {
  door.querySelector("[aria-live]").textContent = words;
}

/** The part of the page behind this link. Who has to sign in first, or may not read it any more, is told so by the page itself. */
async function fetched({ href }) {
  const response = await fetch(href, { credentials: "same-origin", signal: patience(PATIENCE) });
  if (response.status >= 500) throw new Error("no page");
  const isOurs = response.ok && !response.redirected && response.headers.get("X-Person") === person;
  const page = isOurs && new DOMParser().parseFromString(await response.text(), "text/html");
  return (page && page.querySelector("[data-part]")) || location.assign(href);
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
    const part = await fetched(link);
    if (part) put(door, part);
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
addEventListener("pagehide", () => opened().length && history.replaceState({ ...history.state, at: scrollY }, ""));
comeBack();
