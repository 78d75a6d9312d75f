// On every page of someone who is signed in: sends what this device still keeps for this person, and says what it could not
// send. Signing out leaves nothing behind but words that are not sent yet, kept for their owner.

import { alone, drop, keep, keptBy } from "./outbox.js";
import { forgetPages, keepPages } from "./offline.js";
import { deliver } from "./send.js";

const { person, worker } = document.documentElement.dataset;
const strip = document.querySelector("[data-unsent]");

const isFirst = !navigator.serviceWorker?.controller;
navigator.serviceWorker?.register(worker).catch(() => {}); // switched off: the app works, only not without a network
if (isFirst && document.querySelector("[data-seal]")) {
  navigator.serviceWorker?.ready.then(() => keepPages(person, [location.pathname])); // the worker came after this page
}

const isWaiting = (record) => record.dirty || record.row === "draft";
const waiting = async () => (await keptBy(person).catch(() => [])).filter(isWaiting);

/** Pages that are open elsewhere send their own. */
async function sendAll() {
  const records = (await waiting()).filter((record) => record.dirty && record.page !== location.pathname);
  for (const page of new Set(records.map((record) => record.page))) {
    await alone({ person, page }, () => sendPage(records.filter((record) => record.page === page)));
  }
  show(await waiting());
}

/** Ready goes last, and only when nothing else is left. What is not taken waits for its own page, which shows why. */
async function sendPage(records) {
  let isAll = true;
  for (const record of records.sort((a, b) => (a.row === "ready:") - (b.row === "ready:"))) {
    if (record.row === "ready:" && !isAll) return;
    isAll = (await send(record)) && isAll;
  }
}

async function send(record) {
  const [{ kind, body, date }] = await deliver(record, [record.entry]);
  if (kind !== "saved") return false;
  const entry = { ...record.entry, revision: body.revision ?? 0 };
  await keep({ ...record, entry, dirty: false, held: null, flying: [], at: date });
  return true;
}

function show(records) {
  if (!strip) return; // a writing page says it in its own way
  strip.hidden = !records.length;
  strip.querySelector("[data-one]").hidden = records.length !== 1;
  strip.querySelector("[data-more]").hidden = records.length < 2;
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
