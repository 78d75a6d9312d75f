// What is on this device: visits that open without a network, and words that are not sent yet. Filled by this script alone,
// from this device alone, so that the page opens without a network too.

import { keeper, keptPages, pageText } from "./offline.js";
import { drop, isWaiting, keep, keptBy } from "./outbox.js";
import { isDraftOfForm, letGo } from "./saved-drafts.js";

const piece = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
const part = (name) => document.querySelector(`[data-${name}]`);
// Signed in, one sees one's own. The copy that this device keeps shows what its last person kept, to read: there is no network then.
const { person: reader } = document.documentElement.dataset;
const isKept = "kept" in document.querySelector("[data-device]").dataset;
const person = reader || (isKept && (await keeper().catch(() => null)));

async function visits() {
  const paths = person ? await keptPages(person).catch(() => []) : [];
  for (const path of paths) {
    const page = new DOMParser().parseFromString(await pageText(person, path), "text/html");
    const row = piece("visit");
    row.querySelector("a").href = path;
    row.querySelector("a").textContent = page.title.split(" – ")[0];
    row.querySelector("[data-facts]").textContent = page.querySelector("[data-facts]")?.dataset.facts;
    part("visits").append(row);
  }
  part("no-visits").hidden = paths.length > 0;
}

async function words() {
  if (reader) await letGo((await keptBy(reader).catch(() => [])).filter(isDraftOfForm));
  const records = person ? (await keptBy(person).catch(() => [])).filter(isWaiting) : [];
  for (const page of new Set(records.map((record) => record.page))) {
    const box = piece("page");
    box.querySelector("a").href = page;
    box.querySelector("ul").append(...records.filter((record) => record.page === page).map(line));
    part("words").append(box);
  }
  part("no-words").hidden = records.length > 0;
  part("some-words").hidden = !records.length;
}

function line(record) {
  const { entry, held } = record;
  const row = piece("line");
  row.querySelector("[data-text]").textContent = entry.note || entry.text || "";
  row.querySelector("[data-mark]").hidden = Boolean(entry.note || entry.text);
  row.querySelector("[data-why]").textContent = held?.body?.message || "";
  row.querySelector("[data-copy]").onclick = ({ target }) => copy(entry.note || entry.text, target);
  row.querySelector("[data-copy]").hidden = !(entry.note || entry.text);
  row.querySelector("[data-away]").hidden = !reader;
  const [away, back] = [row.querySelector("[data-away]"), row.querySelector("[data-back]")];
  const turn = (isAway, act) => async () => {
    await act(record);
    row.toggleAttribute("data-gone", isAway);
    [away.hidden, back.hidden] = [isAway, !isAway];
    (isAway ? back : away).focus();
  };
  away.onclick = turn(true, drop);
  back.onclick = turn(false, keep);
  return row;
}

/** What a browser promises to keep it does not clear where the device is full. Firefox puts a question over the page, so a button asks. */
async function lasting() {
  const [box, promised] = [part("lasting"), part("promised")];
  if (!box || !navigator.storage?.persist) return; // a page kept before it said so; a browser that promises nothing
  const show = (is) => ([box.hidden, promised.hidden] = [is, !is]);
  show(await navigator.storage.persisted());
  box.querySelector("button").onclick = async () => {
    const is = await navigator.storage.persist();
    show(is);
    box.querySelector("[data-not-promised]").hidden = is;
    if (is) promised.focus();
  };
}

async function copy(text, button) {
  await navigator.clipboard?.writeText(text).catch(() => {});
  button.textContent = button.dataset.done;
}

await Promise.all([visits(), words(), lasting()]);
