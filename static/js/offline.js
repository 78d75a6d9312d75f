// The pages that this device keeps, so that they open without a network. The service worker serves them (worker.js).

import { rememberLead } from "./clock.js";
import { isEnough } from "./floor.js";

const PAGES = "pages-"; // one cache for each person; only the last one who signed in has one
const nameOf = (person) => PAGES + person;

export const canKeep = () => isEnough && "caches" in window && "serviceWorker" in navigator;

/** Fetches these pages and keeps them; resolves to those that are kept now. Others may not be written on yet, or any more. */
export async function keepPages(person, paths) {
  const cache = await caches.open(nameOf(person));
  for (const path of paths) {
    const response = await fetch(path, { redirect: "manual", headers: { "X-Keep": "1" } }).catch(() => null);
    if (!response?.ok || response.headers.get("X-Person") !== person) continue;
    rememberLead(response.headers.get("Date"));
    await cache.put(path, response);
  }
  return keptPages(person);
}

export async function keptPages(person) {
  if (!(await caches.has(nameOf(person)))) return [];
  const cache = await caches.open(nameOf(person));
  return (await cache.keys()).map((request) => new URL(request.url).pathname);
}

/** Whose pages are kept; undefined after signing out. */
export async function keeper() {
  const name = (await caches.keys()).find((each) => each.startsWith(PAGES));
  return name?.slice(PAGES.length);
}

export const pageText = async (person, path) => (await (await caches.open(nameOf(person))).match(path))?.text();

export async function forgetPages() {
  if (!("caches" in window)) return;
  for (const name of await caches.keys()) if (name.startsWith(PAGES)) await caches.delete(name);
}
