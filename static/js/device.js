// On every page of someone who is signed in: sends what this device still keeps for this person, and says what it could not
// send. Signing out leaves nothing behind but words that are not sent yet, kept for their owner.

import { isEnough } from "./floor.js";
import { alone, drop, isWaiting, keptBy, landed } from "./outbox.js";
import { forgetPages, keepPages, keptPages } from "./offline.js";
import { deliver } from "./send.js";

const { person, worker } = document.documentElement.dataset;
const words = document.querySelector("[data-unsent-words]");

if (isEnough) navigator.serviceWorker?.register(worker).catch(() => {}); // switched off: the app works, only not without a network
if (isEnough && document.querySelector("[data-seal]")) navigator.serviceWorker?.ready.then(keepThis);

/** The worker may have come after this page, and then it has not kept it. */
async function keepThis() {
  const path = location.pathname;
  if (!(await keptPages(person)).includes(path)) await keepPages(person, [path]);
}

/** Drafts of forms that are sent by hand, and those that went out and may not have come in: only these are worth a line. */
const isUnsent = ({ page, entry }) => !entry.draft || (entry.sent && new URL(page, location).pathname !== location.pathname);

const waiting = async (...page) => (await keptBy(person, ...page).catch(() => [])).filter(isWaiting);

/** Page by page; a page that is open elsewhere sends its own. */
async function sendAll() {
  const drafts = (await waiting()).filter(({ entry }) => entry.draft);
  if (drafts.length) await (await import("./saved-drafts.js")).letGo(drafts);
  const pages = new Set((await waiting()).map((record) => record.page));
  pages.delete(location.pathname);
  for (const page of pages) {
    const goesOn = await alone({ person, page }, () => sendPage(page)).catch(() => true); // taken over by that page
    if (goesOn === false) break;
  }
  show((await waiting()).filter(isUnsent));
}

/** Ready goes last, and only when nothing else is left. What is not taken waits for its own page, which shows why. False when
 *  the server cannot be reached, or wants a sign-in. */
async function sendPage(page) {
  const records = await waiting(page);
  const isReady = (record) => record.row === "ready:";
  for (const record of records.filter((each) => each.dirty).sort((a, b) => isReady(a) - isReady(b))) {
    if (isReady(record) && (await waiting(page)).length > 1) return true;
    const [{ kind, body, date }] = await deliver(record, [record.entry]);
    if (kind === "later" || kind === "signin") return false;
    if (kind === "saved") await landed(record, body.revision ?? 0, date);
  }
  return true;
}

function show(records) {
  if (!words) return; // writing pages and the page of this device say it in their own way
  document.querySelector("[data-unsent]")?.remove();
  if (!records.length) return;
  words.after(words.content.cloneNode(true));
  const strip = document.querySelector("[data-unsent]");
  strip.querySelector(records.length === 1 ? "[data-more]" : "[data-one]").remove();
  for (const number of strip.querySelectorAll("[data-n]")) number.textContent = records.length;
}

// --- signing out

for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const warning = form.querySelector("[data-warning]");
    if (warning?.hidden && (await waiting()).length) return (warning.hidden = false);
    await leaveNothing().catch(() => {});
    form.submit();
  });
}

async function leaveNothing() {
  await forgetPages();
  for (const record of await keptBy(person)) if (!isWaiting(record)) await drop(record);
}

addEventListener("online", sendAll);
sendAll();
