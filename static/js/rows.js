// The rows of a page: what a person filled in, compared with what the server has.

import { account, common, form, now, page } from "./page.js";
import { hide, show } from "./refusals.js";
import { clock } from "./words.js";

const FLYING = 50; // how many contents that were sent without an answer are remembered

/** What a control says now, or (`served`) what it said when the page came. */
function read(control, served) {
  if (control.type === "checkbox" || control.type === "radio") {
    return (served ? control.defaultChecked : control.checked) ? control.value : "";
  }
  if (control.tagName !== "SELECT") return (served ? control.defaultValue : control.value).trim();
  if (!served) return control.value;
  return ([...control.options].find((option) => option.defaultSelected) || control.options[0]).value;
}

export class Row {
  account = account;
  problem = null; // the outcome of a server that did not take it: {kind, body}
  flying = []; // contents that were sent; their answers never came

  constructor(box) {
    this.box = box;
    const isRefused = Boolean(box.dataset.state); // the server sent it back with the page
    this.server = isRefused ? "" : JSON.stringify(this.content(true));
  }

  get id() {
    return `${this.type}:${this.key}`;
  }

  all(name) {
    return [...this.box.querySelectorAll(`[name="${name}${this.key && "-"}${this.key}"]`)];
  }

  says(name, served) {
    return this.all(name).map((control) => read(control, served)).join("");
  }

  get revision() {
    return Number(this.#field("revision")?.value || 0);
  }

  set revision(number) {
    if (this.#field("revision")) this.#field("revision").value = number;
  }

  get text() {
    return this.#field("text");
  }

  #field(name) {
    return this.names && this.all(this.names[name])[0];
  }

  get isSaved() {
    return this.server === JSON.stringify(this.content());
  }

  /** Waits for a person: sending it again would not help. */
  get holds() {
    return Boolean(this.problem);
  }

  /** A person changed something here, so what was refused may go again; two versions wait for a choice. */
  touch() {
    this.notedAt ||= now().toISOString();
    if (this.problem?.kind !== "conflict") this.free();
  }

  free() {
    this.problem = null;
    hide(this);
  }

  /** What the device keeps of this row. */
  record() {
    const { problem: held, flying, at, additionId } = this;
    return { ...page, ...this.account, row: this.id, entry: this.whole(), dirty: !this.isSaved, held, flying, at, additionId };
  }

  whole() {
    return { ...this.entry(), revision: this.revision, ...common };
  }

  next() {
    this.sent = JSON.stringify(this.content());
    if (navigator.onLine) this.flying = [...new Set([...this.flying, this.sent])].slice(-FLYING);
    return this.whole();
  }

  take({ kind, body, date }) {
    if (kind === "saved") return this.saved(body, date);
    const own = kind === "conflict" && this.flying.find((json) => isSame(JSON.parse(json), body));
    if (own) return this.rebase(body, own);
    this.problem = { kind, body };
    this.refuse(kind, body);
  }

  refuse(kind, body) {
    this.box.dataset.state = "unsaved";
    show(this, kind, body);
  }

  saved({ revision }, date) {
    this.server = this.sent;
    this.revision = revision;
    this.at = date;
    this.flying = [];
    this.stamp();
    this.notedAt = null;
    delete this.box.dataset.state;
  }

  /** From now on, build on this version of the server. */
  rebase({ revision, ...theirs }, content = JSON.stringify({ ...this.content(), ...theirs })) {
    this.revision = revision;
    this.server = content;
    this.flying = [];
    this.free();
  }

  /** Nothing more to save here: it went another way. */
  settle() {
    this.server = JSON.stringify(this.content());
    this.free();
    delete this.box.dataset.state;
  }

  /** Takes over what this device kept, newer than the page itself. What was typed before this script ran comes after it. */
  restore({ entry, dirty, held, flying, additionId }) {
    const [served, early] = [this.content(true), this.content()];
    const typed = this.text?.value.trim();
    this.revision = entry.revision;
    this.fill(entry);
    const kept = JSON.stringify(this.content());
    this.server = dirty ? "" : kept;
    this.flying = [...(flying || []), kept]; // a page that was closing may have sent it
    this.additionId = additionId;
    this.again(served, early, typed);
    if (dirty && held?.kind === "conflict") this.take(held);
  }

  /** What was done before this script ran stays: choices as they are, text after what was kept. */
  again(served, early, typed) {
    const words = this.text && (this.names.text === "note" ? "note" : "text");
    const changed = Object.entries(early).filter(([name, value]) => value !== served[name]);
    const said = Object.fromEntries(changed);
    if (!changed.length) return;
    const now = this.content();
    if (words in said) said[words] = [now[words], now[words] === typed ? "" : typed].filter(Boolean).join("\n");
    this.fill({ ...this.entry(), ...said });
  }

  choose(name, value) {
    for (const control of this.all(name)) {
      if (control.tagName === "SELECT") control.value = value;
      else control.checked = control.value === value;
    }
  }

  tick(name, on) {
    for (const control of this.all(name)) control.checked = on;
  }

  stamp() {}
}

/** Whether the server's version says what this content says, as far as the server tells. */
function isSame(content, { revision, ...theirs }) {
  if (content.deleted && theirs.deleted) return true; // removed: the server keeps no words of it
  return Object.entries(theirs).every(([name, value]) => content[name] === value);
}

/** A point, a signal, a response or a question: one item of the checklist. */
export class AnswerRow extends Row {
  type = "answer";
  names = { text: "note", revision: "revision" };

  get key() {
    return this.box.dataset.answer;
  }

  content(served) {
    const note = this.says("note", served);
    return {
      value: this.says("value", served),
      note,
      is_example: Boolean(note && this.says("example", served)),
      coach_may_read: Boolean(this.says("may-read", served)),
    };
  }

  entry() {
    return { type: "answer", item: this.key, ...this.content(), noted_at: this.notedAt };
  }

  fill({ value, note, is_example, coach_may_read, noted_at }) {
    this.choose("value", value);
    this.text.value = note;
    this.tick("example", is_example);
    this.tick("may-read", coach_may_read);
    this.notedAt = noted_at;
    this.stamp();
  }

  get about() {
    return { item: this.key };
  }

  /** The time of the first entry, in the margin. */
  stamp() {
    const margin = this.box.querySelector("[data-time]");
    if (margin && this.notedAt && !margin.textContent) margin.textContent = clock(new Date(this.notedAt));
  }
}

export class MomentRow extends Row {
  type = "moment";
  names = { text: "moment-text", revision: "moment-revision" };

  get key() {
    return this.box.dataset.moment;
  }

  content(served) {
    const [about, target] = this.says("moment-place", served).split(":");
    return {
      kind: this.says("moment-kind", served),
      text: this.says("moment-text", served),
      theme: about === "theme" ? target : "",
      item: about === "item" ? target : "",
      time: this.says("moment-time", served),
      is_example: Boolean(this.says("moment-example", served)),
      deleted: Boolean(this.says("moment-deleted", served)),
    };
  }

  entry() {
    const { time, ...content } = this.content();
    return { type: "moment", id: this.key, ...content, noted_at: this.when(time) };
  }

  fill({ kind, text = "", theme, item, is_example, deleted, noted_at }) {
    if (kind) this.choose("moment-kind", kind);
    this.choose("moment-place", item ? `item:${item}` : theme ? `theme:${theme}` : "");
    this.text.value = text;
    this.tick("moment-example", Boolean(is_example));
    this.tick("moment-deleted", Boolean(deleted));
    if (noted_at) this.noted = noted_at;
    this.stamp();
  }

  get noted() {
    return this.all("moment-noted")[0].value;
  }

  set noted(instant) {
    this.all("moment-noted")[0].value = instant;
    this.all("moment-time")[0].value = clock(new Date(instant), "H:i");
  }

  /** The moment's own time; a clock that was changed stays on the same day. */
  when(time) {
    const date = new Date(this.noted || now());
    if (!time || clock(date, "H:i") === time) return this.noted || date.toISOString();
    date.setHours(...time.split(":"), 0, 0);
    return date.toISOString();
  }

  /** Shows its kind, its time, and whether it was removed. */
  stamp() {
    this.noted = this.when(this.says("moment-time"));
    const { kind, deleted } = this.content();
    const words = [...this.all("moment-kind")[0].options].find((option) => option.value === kind);
    this.box.querySelector("[data-kindword]").textContent = words?.textContent;
    this.box.querySelector("[data-time]").textContent = clock(new Date(this.noted));
    this.box.toggleAttribute("data-removed", deleted);
    this.box.querySelector(".mk-removed").hidden = !deleted;
  }

  get about() {
    return this.revision ? { moment: this.key } : { item: this.content().item };
  }
}

export class QuestionRow extends Row {
  type = "question";
  names = { text: "learning-question", revision: "question-revision" };
  about = {};

  get key() {
    return "";
  }

  content(served) {
    return { text: this.says("learning-question", served) };
  }

  entry() {
    return { type: "question", ...this.content() };
  }

  fill({ text }) {
    this.text.value = text;
  }
}

/** One item of the lens: in or out. Taking out goes first, to make room. */
export class LensRow extends Row {
  type = "lens";
  isOver = () => false; // more than fit are chosen: nothing more is put in until one is taken out

  get key() {
    return this.control.value;
  }

  get control() {
    return this.box.querySelector("[name=lens]");
  }

  get rank() {
    return this.control.checked ? 1 : 0;
  }

  get holds() {
    return super.holds || (this.control.checked && this.isOver());
  }

  content(served) {
    return { chosen: served ? this.control.defaultChecked : this.control.checked };
  }

  entry() {
    return { type: "lens", item: this.key, ...this.content() };
  }

  fill({ chosen }) {
    this.control.checked = chosen;
  }

  /** One line above the items says it. */
  refuse() {}
}

/** "My account is ready", or after all not: an entry like the others, sent when nothing else is open. */
export class ReadyRow extends Row {
  type = "ready";
  isLast = true;
  account = { ...account, url: form.dataset.ready };
  isChosen = false;
  draft = () => ""; // words in the moment bar: they are no moment yet, so the account is not ready

  get key() {
    return "";
  }

  get holds() {
    return super.holds || Boolean(this.isChosen && this.draft());
  }

  content(served) {
    return { ready: !served && this.isChosen };
  }

  entry() {
    return { type: "ready", ...this.content() };
  }

  fill({ ready }) {
    this.isChosen = ready;
  }

  saved() {
    this.server = this.sent;
    this.flying = [];
  }

  /** The line beside the button says it. */
  refuse() {}

  /** The device knows too that it is done, so that it is not said again after a reopening. */
  done() {
    if (this.isChosen) this.box.dispatchEvent(new Event("ready"));
  }
}
