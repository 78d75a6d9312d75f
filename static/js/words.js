// The page brings every sentence and every piece of markup; scripts hold none of their own.

import { form } from "./page.js";

const spoken = {};
for (const element of document.getElementById("words").content.querySelectorAll("[data-word]")) {
  spoken[element.dataset.word] = element.textContent;
}

export const say = (name, values = {}) => (spoken[name] || "").replace(/\{(\w+)\}/g, (_, key) => values[key]);

/** A fresh copy of what stands in <template id="…">. */
export const piece = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

const timeZone = document.documentElement.dataset.zone || "Europe/Amsterdam"; // a page kept before pages said it
const DAY = 24 * 3600 * 1000;

const PARTS = ["year", "month", "day", "hour", "minute", "second"];
let written = null; // made once: it costs as much as a hundred times of writing with it

/** As a clock at the school says it: 2026-03-29 14:23:05. */
function wall(instant) {
  written ||= new Intl.DateTimeFormat("sv-SE", Object.fromEntries([["timeZone", timeZone], ...PARTS.map((part) => [part, "numeric"])]));
  return written.format(new Date(instant));
}

/** A clock as this page writes it: H.i or H:i. */
export function clock(instant, pattern = form.dataset.clock) {
  const [, hours, minutes] = wall(instant).match(/ (..):(..)/);
  return pattern.replace("H", hours).replace("i", minutes);
}

export const dayOf = (instant) => wall(instant).slice(0, 10);

/** When it is this time at the school on that day: of two the first, and an hour on where the clock skips it (docs/adr/0020). */
export function momentAt(day, time) {
  const utc = Date.parse(`${day}T${time}Z`);
  const ahead = (instant) => Date.parse(wall(instant).replace(" ", "T") + "Z") - instant;
  return new Date(utc - ahead(utc - Math.max(ahead(utc - DAY), ahead(utc + DAY))));
}

/** The time in its field; pages that were kept before have time fields of the browser. */
export const setClock = (control, date) => (control.value = clock(date, control.type === "time" ? "H:i" : undefined));
