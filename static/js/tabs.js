// One tab writes on a page. Another one says so, and takes over when asked.

import { lockOf } from "./outbox.js";
import { form, page } from "./page.js";

const name = lockOf(page);
const PATIENCE = 700; // a page that is being reloaded still holds on for a moment
const TAKE = "take-over";
const strip = document.querySelector("[data-strip=tabs]");
const button = document.querySelector("[data-take-over]");
const forever = () => new Promise(() => {});

/** Calls `begin` once this tab may write, and `stop` when another one took over. A browser without locks begins at once. */
export function onlyHere({ begin, stop }) {
  if (!navigator.locks) return begin();
  const waiting = new AbortController();
  let state = "waiting";
  const granted = () => {
    state = "here";
    show(false);
    begin();
    return forever();
  };
  const ask = (options) => navigator.locks.request(name, options, granted).catch(lost);
  function lost() {
    if (state !== "here") return; // it asked in another way meanwhile
    state = "lost";
    stop();
    show(true);
  }
  function take() {
    if (state !== "waiting") return comeBack();
    waiting.abort();
    ask({ steal: true });
  }
  button.onclick = take;
  ask(isComingBack() ? { steal: true } : { signal: waiting.signal });
  setTimeout(async () => state === "waiting" && (await isElsewhere()) && show(state === "waiting"), PATIENCE);
}

const isElsewhere = async () => (await navigator.locks.query()).held.some((lock) => lock.name === name);

/** A tab that was stopped is older than what was written since: it begins anew. */
function comeBack() {
  sessionStorage.setItem(TAKE, name);
  location.reload();
}

function isComingBack() {
  const isBack = sessionStorage.getItem(TAKE) === name;
  sessionStorage.removeItem(TAKE);
  return isBack;
}

function show(isAway) {
  const parts = [form, document.querySelector("[data-bar]")].filter(Boolean);
  const hadFocus = parts.some((part) => part.contains(document.activeElement));
  for (const part of parts) part.inert = isAway;
  strip.hidden = !isAway;
  if (isAway && hadFocus) button.focus();
}
