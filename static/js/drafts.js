// A form with words on it: they are kept on this device while they are written, and stand in it again after a sign-in, a failure,
// Back or a closed tab, until the server says that they were saved (saved-drafts.js). Where the device keeps nothing, leaving asks first.
//
// A draft is a record of the outbox {person, page, row: "draft", entry}; `page` is the address of the form. `entry` has the words as
// `text`, to read; `fields` [[name, as filled in, as it came]]; `at`; `sent` when it was sent; and `draft`, the number that goes
// along with the form. A number stands for what the form says: with each change comes another one, so that nothing goes with what
// was sent before it, here or in another tab.

import { change, drop, keep, keptBy } from "./outbox.js";
import { letGo } from "./saved-drafts.js";

const { person, zone } = document.documentElement.dataset;
const { lang } = document.documentElement;
const ROW = "draft";
const WAIT = 250; // milliseconds without a key
const SLOW = 2000; // a device that does not say that it kept them holds up a press no longer
const OURS = /^(csrfmiddlewaretoken|draft)/;
const NEVER = /^(password|file|submit|button|reset|image|fieldset|output)$/;

const isTap = ({ type }) => type === "radio" || type === "checkbox";
const nameOf = (control) => (isTap(control) ? `${control.name}=${control.value}` : control.name);
const valueOf = (control) => (isTap(control) ? control.checked : control.value);
const isHidden = ({ type }) => type === "hidden";
const isWords = (control) => !isTap(control) && !control.options;

function asItCame(control) {
  if ("came" in control.dataset) return control.dataset.came; // what is in it now was read of what was typed, and saved nowhere
  if (isTap(control)) return control.defaultChecked;
  if (!control.options) return control.defaultValue;
  const chosen = [...control.options].find((option) => option.defaultSelected) || control.options[0];
  return chosen ? chosen.value : "";
}

const number = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** One's own words and those that were saved elsewhere meanwhile: both, one under the other. */
function both(mine, theirs, before) {
  if (theirs === before || mine.includes(theirs)) return mine;
  return theirs.includes(mine) ? theirs : `${theirs}\n${mine}`;
}

/** As a clock at the school says it, with the day where it is another one. */
function when(date, pattern) {
  const at = (moment) => moment.toLocaleString("sv-SE", { timeZone: zone }).split(/[ :]/); // 2026-11-28 14:10:05
  const [day, hours, minutes] = at(date);
  const clock = pattern.replace("H", hours).replace("i", minutes);
  const name = date.toLocaleString(lang, { day: "numeric", month: "long", timeZone: zone });
  return day === at(new Date())[0] ? clock : `${name}, ${clock}`;
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
let isHeld = false;
let isAgain = false;

/** A press that leaves the page waits until the device has the words: where there is no network, the browser's own page takes the place
 *  of this one, and along goes what was still being written. Then it is pressed again from here, so that a button's own words and
 *  address go along (Safari 15 has no requestSubmit). */
async function hold(event, control, kept) {
  if (isAgain || !control) return;
  event.preventDefault();
  if (isHeld) return; // pressed twice
  isHeld = true;
  await Promise.race([kept, pause(SLOW)]);
  await pause(0); // not within the first press: a form that is just being sent does not listen
  isHeld = false;
  isAgain = true;
  control.click();
  isAgain = false;
}

class Draft {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("template[data-back]"); // none where the server put words back
    this.page = form.elements["draft-at"].value;
    this.was = form.elements["draft-was"]?.value; // where a form stood that is part of this one by now
    this.number = ""; // of what is being written here now
    this.came = {}; // how fields came, where that is longer ago than this page
    this.waiting = []; // fields that the device has, while the server is asked whether it has them too
    this.isKept = true;
    this.said = this.says;
    this.isEarly = this.changed.some(isWords); // written before this script was there
    form.addEventListener("input", () => this.note(WAIT));
    form.addEventListener("change", () => this.note(0));
    form.addEventListener("submit", (event) => this.send(event));
    form.addEventListener("click", (event) => event.target.closest("[data-away]") && this.throwAway(event));
  }

  get controls() {
    return [...this.form.elements].filter(({ name, type }) => name && !OURS.test(name) && !NEVER.test(type));
  }

  before(control) {
    const name = nameOf(control);
    return name in this.came ? this.came[name] : asItCame(control);
  }

  get changed() {
    return this.controls.filter((control) => !isHidden(control) && valueOf(control) !== this.before(control));
  }

  // --- keeping

  note(wait) {
    if (this.isPutting) return;
    if (this.says !== this.said) this.renew();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), wait);
  }

  renew() {
    this.said = this.says;
    this.number = number();
    this.form.elements.draft.value = this.number;
    this.sent = undefined;
    this.isNew = true;
  }

  get says() {
    return JSON.stringify(this.changed.map((control) => [nameOf(control), valueOf(control)]));
  }

  /** A press waits for what is still being put back, which may bring another number: one that goes along with nothing would be
   *  kept for ever. */
  send(event) {
    this.form.autocomplete = "off"; // Back: the browser brings nothing back by itself, this script does if it was not saved
    if (isAgain || !event.submitter) this.leave();
    else hold(event, event.submitter, this.back.then(() => this.leave()));
  }

  /** What is sent is kept until the server has said that it was saved. */
  leave() {
    this.sent = new Date().toISOString();
    this.number = "";
    return this.isNew ? this.write() : this.mark().catch(() => {});
  }

  /** As sent, unless another tab has written on. */
  mark() {
    const { sent, page, form } = this;
    return change(async (store) => {
      const kept = await store.get([person, page, ROW]);
      if (kept && kept.entry.draft === form.elements.draft.value) await store.put({ ...kept, entry: { ...kept.entry, sent } });
    });
  }

  /** Resolves once the device has all that was written here, or cannot keep it. */
  write() {
    clearTimeout(this.timer);
    if (this.isNew && !this.isGone) this.written = this.put();
    return this.written;
  }

  async put() {
    this.isNew = false;
    const changed = this.changed;
    try {
      if (changed.length) await keep(this.record(changed));
      else await drop(this.key);
      this.isKept = true;
    } catch {
      this.isKept = false; // storage is full or switched off
    }
  }

  get key() {
    return { person, page: this.page, row: ROW };
  }

  record(changed) {
    const fields = [...this.controls.filter(isHidden), ...changed].map((control) => [nameOf(control), valueOf(control), this.before(control)]);
    const others = this.waiting.filter(([name]) => !fields.some(([known]) => known === name));
    const words = changed.filter(isWords).map((control) => control.value.trim());
    const entry = {
      text: words.filter(Boolean).join("\n"),
      fields: [...fields, ...others],
      draft: this.form.elements.draft.value,
      at: new Date().toISOString(),
      sent: this.sent,
    };
    return { ...this.key, entry };
  }

  /** Whether something would be lost by leaving. */
  get isLost() {
    return !this.isKept && !this.sent && this.changed.some(isWords);
  }

  // --- putting back

  async putBack() {
    const pages = [this.page, this.was].filter(Boolean);
    const found = await Promise.all(pages.map((page) => keptBy(person, page)));
    const kept = found.flat().filter((record) => record.entry?.draft);
    this.waiting = kept.flatMap(({ entry }) => entry.fields);
    const records = await letGo(kept);
    this.waiting = [];
    if (this.sent) return; // the page is leaving, with the number it had
    records.forEach((record) => this.fillIn(record));
    const moved = records.filter(({ page }) => page !== this.page);
    // what was written meanwhile, or before, knew nothing of it; of two one was made
    if (this.number || this.isEarly || moved.length) this.renew();
    else this.said = this.says;
    await this.write();
    if (this.isKept) for (const record of moved) await drop(record);
  }

  fillIn(record) {
    const fields = record.entry.fields.map((field) => this.asNow(field));
    for (const [name, , before] of fields) this.came[name] = before;
    if (!this.number) this.form.elements.draft.value = record.entry.draft;
    this.isPutting = true;
    const filled = fields.filter(([name, value, before]) => this.fill(name, value, before));
    this.isPutting = false;
    if (filled.length) this.say(new Date(record.entry.at));
  }

  /** What was chosen from a list may be a button by now, with a shorter list beside it. */
  asNow([name, value, before]) {
    if (this.controls.some((each) => isTap(each) && nameOf(each) === `${name}=${value}`)) return [`${name}=${value}`, true, false];
    const list = this.form.elements[`${name}-other`];
    return list && [...list.options].some((option) => option.value === value) ? [list.name, value, ""] : [name, value, before];
  }

  /** Only what nobody has touched on this page; whether the person sees another thing now. */
  fill(name, value, before) {
    const control = this.controls.find((each) => nameOf(each) === name);
    const now = control && asItCame(control);
    if (!control || valueOf(control) !== now || now === value) return false;
    const isShared = control.type === "textarea" && !this.form.elements.was; // with `was` the server puts both together
    const words = isShared ? both(value, now, before) : value;
    if (isTap(control)) control.checked = words;
    else control.value = words;
    if (isHidden(control)) return false;
    for (let fold = control.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
    return true;
  }

  /** Not on the page before: who copies it would take words along that were not shown. */
  say(date) {
    const line = this.line?.content.firstElementChild;
    if (!line) return;
    const words = line.querySelector("[data-since]");
    words.textContent = words.textContent.replace("{time}", when(date, words.dataset.since));
    this.line.replaceWith(line);
    this.line = null;
  }

  /** The form as it came, from the server. */
  async throwAway(event) {
    event.preventDefault();
    this.isGone = true;
    await drop(this.key).catch(() => {});
    location.assign(event.target.href);
  }
}

const drafts = [];

/** Watches over the forms in here; also for what a script puts on the page later (doors.js). */
export function adopt(root) {
  const found = [...root.querySelectorAll("form:not(#write) [name='draft-at']")].map(({ form }) => new Draft(form));
  drafts.push(...found);
  for (const draft of found) draft.back = draft.putBack().catch(() => (draft.isKept = false));
}

const url = new URL(location);
if (url.searchParams.has("fresh")) {
  url.searchParams.delete("fresh");
  history.replaceState(history.state, "", url);
}
document.addEventListener("click", (event) => {
  const written = drafts.filter(({ number }) => number);
  const link = event.target.closest("a[href]:not([target])");
  if (!link || !written.length || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  hold(event, link, Promise.all(written.map((draft) => draft.write())));
});
addEventListener("pagehide", () => drafts.forEach((draft) => draft.write()));
document.addEventListener("visibilitychange", () => drafts.forEach((draft) => draft.write()));
addEventListener("beforeunload", (event) => drafts.some((draft) => draft.isLost) && event.preventDefault());
// a page that the browser kept whole: what was saved from it does not stand in it any more
addEventListener("pageshow", async ({ persisted }) => {
  const sent = drafts.filter((draft) => persisted && draft.sent).map(({ key, form }) => ({ ...key, entry: { draft: form.elements.draft.value } }));
  if ((await letGo(sent)).length < sent.length) location.reload();
});
adopt(document);
