// The service worker: pages where people write open without a network. VERSION, FILES, STATIC, DEVICE, LEFT and PATIENCE come
// from the server, in front of this file. It never touches a POST, a PDF or a page of somebody else.

const SHELF = `files-${VERSION}`;
const PAGES = "pages-"; // + the person; see offline.js
const WORDS = { base: "meekijken", store: "entries" }; // see outbox.js
const KEPT = /^\/visits\/[0-9a-f-]{36}\/(look|look-back)\/$/;

addEventListener("install", (event) => event.waitUntil(fill()));
addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith(STATIC)) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(KEPT.test(url.pathname) ? writingPage(url) : otherPage(event));
});

async function fill() {
  const shelf = await caches.open(SHELF);
  await Promise.all([...FILES, DEVICE].map((file) => keep(shelf, file)));
}

/** While servers are updated one after the other, one may not have yet what another names: asked again, it is there. Where it is
not, all stays as it was: half a list would open no page without a network. */
async function keep(shelf, file, tries = 3) {
  try {
    await shelf.add(file);
  } catch (fault) {
    if (tries === 1) throw fault;
    await pause(PATIENCE / 4);
    await keep(shelf, file, tries - 1);
  }
}

/** Older files go, unless a page that is kept still asks for them: an update never breaks a visit that is under way. */
async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith("files-") && name !== SHELF);
  const pages = (await keptResponses()).map((response) => response.text());
  const wanted = (await Promise.all(pages)).join();
  for (const name of old) if (!(await isWanted(name, wanted))) await caches.delete(name);
}

async function isWanted(name, wanted) {
  const own = (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname);
  return own.some((path) => !FILES.includes(path) && wanted.includes(path));
}

async function keptResponses() {
  const caught = [];
  for (const name of (await caches.keys()).filter((each) => each.startsWith(PAGES))) {
    caught.push(...(await (await caches.open(name)).matchAll()));
  }
  return caught;
}

/** Files have their content in their name, so a kept one is the right one. */
async function file(request) {
  return (await caches.match(request)) || fetch(request);
}

async function otherPage(event) {
  try {
    const response = await fetch(event.request);
    if (!(await owner(response))) event.waitUntil(forgetWhoLeft().catch(() => {}));
    return response;
  } catch {
    return caches.match(DEVICE);
  }
}

/** From the server where it answers; else the kept one. */
async function writingPage({ pathname, search }) {
  const kept = await keptPage(pathname);
  const answer = fetch(pathname + search, { credentials: "same-origin" }).catch(() => null);
  const response = await (kept ? Promise.race([answer, pause()]) : answer);
  if (!response) return kept || caches.match(DEVICE);
  if (response.redirected) return Response.redirect(response.url); // sign in
  const person = await owner(response);
  if (!person || response.status >= 500) return kept || response; // the welcome page of a wifi, or a server in trouble
  await put(person, pathname, response);
  return response;
}

const pause = (time = PATIENCE) => new Promise((done) => setTimeout(() => done(null), time));

async function keptPage(path) {
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES)) return (await caches.open(name)).match(path);
  }
}

/** Whose page this is. Pages of anybody else are forgotten. */
async function owner(response) {
  const person = response.headers.get("X-Person");
  if (!person) return null;
  for (const name of await caches.keys()) if (name.startsWith(PAGES) && name !== PAGES + person) await caches.delete(name);
  return person;
}

/** A page that can no longer be written on is forgotten; words that were not sent are kept apart from it. */
async function put(person, path, response) {
  const cache = await caches.open(PAGES + person);
  if (response.ok) await cache.put(path, response.clone());
  else await cache.delete(path);
}

/** Nobody is signed in: what is kept here of people whose account is closed goes, and once they are gone their words too. */
async function forgetWhoLeft() {
  for (const person of await keptPeople()) {
    const response = await fetch(LEFT + person + "/");
    const { pages, words } = response.ok ? await response.json() : {};
    if (pages) await caches.delete(PAGES + person);
    if (words) await inWords("readwrite", (store) => store.delete(IDBKeyRange.bound([person], [person, []])));
  }
}

async function keptPeople() {
  const pages = (await caches.keys()).filter((name) => name.startsWith(PAGES)).map((name) => name.slice(PAGES.length));
  const keys = await inWords("readonly", (store) => store.getAllKeys());
  return new Set([...pages, ...(keys || []).map(([person]) => person)]);
}

/** What `act` asks of the words on this device; nothing where there never were any. */
const inWords = (mode, act) =>
  new Promise((done) => {
    const opening = indexedDB.open(WORDS.base);
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => done(null);
    opening.onsuccess = () => {
      const base = opening.result;
      const transaction = base.transaction(WORDS.store, mode);
      const asked = act(transaction.objectStore(WORDS.store));
      transaction.oncomplete = transaction.onabort = () => (base.close(), done(asked.result));
    };
  });
