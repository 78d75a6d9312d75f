// What this device keeps of a person: entries that the server does not have yet, and those that it has, until the page
// comes fresh from it (a page opened without a network is older than what was saved since).
//
// A record is {person, page, row, url, voice, entry, dirty, held, flying}. `page` is the path of the page where it was
// written and `row` its place there; `entry` is what is sent to `url`; `dirty` means the server has yet to get it; `held`
// is the answer of a server that did not take it; `flying` what was sent without an answer. A draft has only an entry: the
// moment bar's, or a form's (drafts.js).

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

/** Words that the server does not have: unsent, or still in the moment bar. */
export const isWaiting = (record) => record.dirty || record.row === "draft";

/** Resolves once it is on the device for good; rejects where the device cannot keep it (full, or switched off). */
export const keep = (record) => change((store) => store.put(record));

export const drop = async ({ person, page, row }) => (await database()).delete(STORE, [person, page, row]);

/** Everything of this person, or of one page. */
export const keptBy = async (person, ...page) => (await database()).getAll(STORE, below(person, ...page));

/** Writes down that the server has `sent`. Words that were kept meanwhile stay unsent, and build on it. */
export const landed = (sent, revision, at) =>
  change(async (store) => {
    const kept = await store.get([sent.person, sent.page, sent.row]);
    if (!kept?.dirty) return;
    const dirty = JSON.stringify(kept.entry) !== JSON.stringify(sent.entry);
    await store.put({ ...kept, entry: { ...kept.entry, revision }, dirty, held: null, flying: [], at });
  });

/** Resolves when it is on the device for good. */
export async function change(act) {
  const transaction = (await database()).transaction(STORE, "readwrite", { durability: "strict" });
  await Promise.all([act(transaction.store), transaction.done]);
}

/** Runs `task` as the only tab that sends from this page; not at all while another one writes there. */
export const alone = (record, task) =>
  navigator.locks ? navigator.locks.request(lockOf(record), { ifAvailable: true }, (lock) => lock && task()) : task();

export const lockOf = ({ person, page }) => `${person} ${page}`;
