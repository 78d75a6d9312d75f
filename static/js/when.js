// Beneath a field with a day: what was chosen, in words ("Dinsdag 1 december 2026, over 3 dagen, 10.15 uur"), in the page's
// language whatever the browser's. people/days.py says the same without script.

import { hours } from "./hours.js";

const { lang, dataset } = document.documentElement;
const DAY = 86400000;
const opened = Date.now();
const relative = (numeric) => new Intl.RelativeTimeFormat(lang, { numeric });

/** 2026-11-28 in the school's zone; by the server's clock, because a tablet may be wrong by a year. */
function today({ now }) {
  const parts = new Intl.DateTimeFormat("en", { timeZone: dataset.zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const { year, month, day } = named(parts.formatToParts(Date.parse(now) + Date.now() - opened));
  return `${year}-${month}-${day}`;
}

const named = (parts) => Object.fromEntries(parts.map(({ type, value }) => [type, value]));

function distance(days) {
  const far = Math.abs(days);
  const count = (n, unit) => relative("always").format(Math.sign(days) * Math.floor(n + 0.5), unit);
  if (far <= 1) return relative("auto").format(days, "day");
  if (far < 14) return count(far, "day");
  if (far < 56) return count(far / 7, "week");
  return Math.floor(far / 30.44 + 0.5) < 12 ? count(far / 30.44, "month") : count(far / 365.25, "year");
}

function dayInWords(date) {
  const parts = new Intl.DateTimeFormat(lang, { timeZone: "UTC", weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const { weekday, day, month, year } = named(parts.formatToParts(date));
  return `${weekday} ${day} ${month} ${year}`;
}

/** A year that is still being typed is no day yet. */
function day(line, typed) {
  if (!/^[12]\d{3}-/.test(typed)) return "";
  const date = Date.parse(typed);
  return `${dayInWords(date)}, ${distance((date - Date.parse(today(line.dataset))) / DAY)}`;
}

const written = (time, { clock }) => clock.replace("H", time.slice(0, 2)).replace("i", time.slice(3));

function times({ dataset }, typed) {
  const [begin, end] = typed.map((text) => hours(text) && written(hours(text), dataset));
  if (!begin) return "";
  return dataset[end ? "span" : "at"].replace("{begin}", begin).replace("{end}", end);
}

function show(line, [date, ...clocks]) {
  const said = [day(line, date.value), times(line, clocks.map((each) => each.value))].filter(Boolean).join(", ");
  const no = clocks.some(isNone) ? line.dataset.no : "";
  const text = no || (said && said[0].toUpperCase() + said.slice(1));
  line.toggleAttribute("data-none", Boolean(no));
  if (line.textContent !== text) line.textContent = text;
}

const isNone = (control) => control.hasAttribute("aria-invalid") && control.value.trim() && !hours(control.value);

/** A field that is left is told whether it is a time, and written as the page writes it. */
function left(control, line) {
  const time = hours(control.value);
  if (time) control.value = written(time, line.dataset);
  if (control.value.trim() && !time) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

for (const line of document.querySelectorAll("[data-when]")) {
  const controls = line.dataset.when.split(" ").map((id) => document.getElementById(id));
  const [date, ...clocks] = controls;
  for (const clock of clocks) {
    clock.addEventListener("focus", () => clock.select()); // figures typed on a phone take the place of what stands there
    clock.addEventListener("change", () => left(clock, line));
  }
  for (const control of controls) {
    for (const event of ["input", "change"]) control.addEventListener(event, () => show(line, controls));
  }
  addEventListener("pageshow", () => date.value && show(line, controls)); // also what the browser put back
}
