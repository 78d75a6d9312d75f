// What this device keeps of a person: entries that the server does not have yet, and those that it has, until the page
// comes fresh from it (a page opened without a network is older than what was saved since).
//
// A record is {person, page, row, url, voice, entry, dirty, held, flying}. `page` is the path of the page where it was
// written and `row` its place there; `entry` is what is sent to `url`; `dirty` means the server has yet to get it; `held`
// is the answer of a server that did not take it; `flying` what was sent without an answer. A draft has only an entry.

import { openDB } from "../vendor/idb/idb.js";

const STORE = "entries";
let opened = null;

function database() {
  opened ||= openDB("meekijken", 1, {
    upgrade: (db) => db.createObjectStore(STORE, { keyPath: ["person", "page", "row"] }),
    terminated: () => (opened = null),
  });
  opened.catch(() => (opened = null));
  return opened;
}

const below = (...start) => IDBKeyRange.bound(start, [...start, []]);

/** Resolves once it is on the device for good; rejects where the device cannot keep it (full, or switched off). */
export async function keep(record) {
  const change = (await database()).transaction(STORE, "readwrite", { durability: "strict" });
  await Promise.all([change.store.put(record), change.done]);
}

export const drop = async ({ person, page, row }) => (await database()).delete(STORE, [person, page, row]);

/** Everything of this person, or of one page. */
export const keptBy = async (person, ...page) => (await database()).getAll(STORE, below(person, ...page));

/** Runs `task` as the only tab that writes on this page; the other one says so. Without locks: at once. */
export const alone = (record, task) =>
  navigator.locks ? navigator.locks.request(lockOf(record), { ifAvailable: true }, (lock) => lock && task()) : task();

export const lockOf = ({ person, page }) => `${person} ${page}`;
