// What a writing page knows of itself: whose it is, where its entries go, and the time by the server's clock.

import { rememberedLead, rememberLead } from "./clock.js";
import { isEnough } from "./floor.js";

if (!isEnough) throw new Error("older than docs/browsers.md: this page works as a plain form");

export const form = document.getElementById("write");
export const page = { person: document.documentElement.dataset.person, page: location.pathname };

const lens = form.dataset.lens.split(" ").filter(Boolean);
const lang = document.documentElement.lang;

/** What every entry of this page says. */
export const common = { lang, lens };

/** Where entries go; `by` lets the server refuse them when somebody else has signed in meanwhile. */
export const account = { url: form.dataset.entries, voice: form.dataset.voice, by: page.person };

/** How far the server's clock is ahead of this device's. A page carries the time of its making, so it can only guess too low:
 *  the older the kept page, the lower. What an answer of the server told before is better, then. */
let ahead = Math.max(Date.parse(form.dataset.now) - Date.now(), rememberedLead());

/** The time now, by the server's clock: a tablet may be wrong by a year. */
export const now = () => new Date(Date.now() + ahead);

/** Learns the time from an answer of the server. */
export function hear(date) {
  if (!date) return;
  ahead = Date.parse(date) - Date.now();
  rememberLead(date);
}

/** A key that belongs to an input method, which is still making a word of it. Safari tells of its Enter only after the word. */
export const isComposing = (event) => event.isComposing || event.keyCode === 229;

/** An id made here, so that a moment that is sent twice is one moment. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // where a page is served without https
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
