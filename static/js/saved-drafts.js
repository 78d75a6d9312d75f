// Which drafts of forms the server has saved. Only its own word counts: a draft stays until it says so.

import { change } from "./outbox.js";
import { patience } from "./send.js";

const { drafts: url, person } = document.documentElement.dataset;
const PATIENCE = 8000;

export const isDraftOfForm = (record) => Boolean(record.entry?.draft);

/** Lets go of those that were saved; resolves to the others. */
export async function letGo(records) {
  const saved = records.length ? await ask(records.map(({ entry }) => entry.draft)) : [];
  const gone = records.filter(({ entry }) => saved.includes(entry.draft));
  for (const record of gone) await release(record).catch(() => {});
  return records.filter((record) => !gone.includes(record));
}

async function ask(ids) {
  try {
    const query = new URLSearchParams(ids.map((id) => ["id", id]));
    const response = await fetch(`${url}?${query}`, { redirect: "manual", signal: patience(PATIENCE) });
    const isOurs = response.ok && response.headers.get("X-Person") === person; // not a proxy's, and not somebody else's
    return isOurs ? (await response.json()).saved : [];
  } catch {
    return [];
  }
}

/** Not what was written meanwhile in another tab: that has a number of its own. */
const release = ({ person, page, row, entry }) =>
  change(async (store) => {
    const kept = await store.get([person, page, row]);
    if (kept?.entry.draft === entry.draft) await store.delete([person, page, row]);
  });
