// One tab writes on a page. Another one says so, and takes over when asked.

import { lockOf } from "./outbox.js";
import { form, page } from "./page.js";

const name = lockOf(page);
const PATIENCE = 700; // a page that is being reloaded still holds on for a moment
const TAKE = "take-over";
const forever = () => new Promise(() => {});

/** Calls `begin` once this tab may write, and `stop` when another one took over. A browser without locks begins at once. */
export function onlyHere({ begin, stop }) {
  if (!navigator.locks) return begin();
  const steal = sessionStorage.getItem(TAKE) === name;
  sessionStorage.removeItem(TAKE);
  let isGranted = false;
  let waited = false;
  setTimeout(async () => {
    const isElsewhere = !isGranted && (await navigator.locks.query()).held.some((lock) => lock.name === name);
    if (isElsewhere && !isGranted) show((waited = true));
  }, PATIENCE);
  const granted = () => {
    isGranted = true;
    if (waited) location.reload(); // the other tab has gone on meanwhile
    else begin();
    return forever();
  };
  navigator.locks.request(name, { steal }, granted).catch(() => {
    stop();
    show(true);
  });
}

function show(isElsewhere) {
  for (const part of [form, document.querySelector("[data-bar]")]) if (part) part.inert = isElsewhere;
  document.querySelector("[data-strip=tabs]").hidden = !isElsewhere;
}

document.querySelector("[data-take-over]").onclick = () => {
  sessionStorage.setItem(TAKE, name);
  location.reload();
};
