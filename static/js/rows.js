// The rows of a page, each kind with its own fields. A row of the form knows its content() (as the page came: `served`), the
// entry() that says it, and how to fill() itself from one.

import { write } from "./grow.js";
import { hours } from "./hours.js";
import { account, form, now } from "./page.js";
import { Row } from "./row.js";
import { clock, dayOf, momentAt, setClock } from "./words.js";

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
    write(this.text, note);
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
    if (margin && this.notedAt && !margin.textContent) margin.textContent = clock(this.notedAt);
  }
}

export class MomentRow extends Row {
  type = "moment";
  names = { text: "moment-text", revision: "moment-revision" };
  #given = null;

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
    return { type: "moment", id: this.key, ...content, noted_at: this.when(time), clock: this.noTime };
  }

  fill({ kind, text = "", theme, item, is_example, deleted, noted_at, clock: noTime }) {
    if (kind) this.choose("moment-kind", kind);
    this.choose("moment-place", item ? `item:${item}` : theme ? `theme:${theme}` : "");
    write(this.text, text);
    this.tick("moment-example", Boolean(is_example));
    this.tick("moment-deleted", Boolean(deleted));
    if (noted_at) this.noted = noted_at;
    if (noTime) this.all("moment-time")[0].value = noTime;
    this.stamp();
  }

  /** What was typed as its time and is none. */
  get noTime() {
    const typed = this.says("moment-time");
    return hours(typed) || this.says("moment-deleted") ? "" : typed;
  }

  get holds() {
    return super.holds || Boolean(this.noTime);
  }

  /** The clock of `noted`. */
  get given() {
    return this.#given ?? this.all("moment-time")[0].defaultValue;
  }

  get noted() {
    return this.all("moment-noted")[0].value;
  }

  set noted(instant) {
    this.all("moment-noted")[0].value = instant;
    this.#given = setClock(this.all("moment-time")[0], instant);
  }

  /** The moment's own time, to the second; a clock that was changed stays on the same day. */
  when(time) {
    const noted = this.noted || now().toISOString();
    return !hours(time) || hours(time) === hours(this.given) ? noted : momentAt(dayOf(noted), hours(time)).toISOString();
  }

  /** Takes over the time that was typed, if it is one. */
  retime() {
    if (!this.noTime) this.noted = this.when(this.says("moment-time"));
  }

  /** Shows its kind, its time, and whether it was removed. */
  stamp() {
    const told = this.box.querySelector("[data-no-time]");
    if (told) told.hidden = !this.noTime;
    if (this.noTime) this.box.querySelector("details").open = true;
    const { kind, deleted } = this.content();
    const words = [...this.all("moment-kind")[0].options].find((option) => option.value === kind);
    this.box.querySelector("[data-kindword]").textContent = words?.textContent;
    const margin = this.box.querySelector("[data-time]");
    if (!/[a-z]/i.test(margin.textContent)) margin.textContent = clock(this.noted || now()); // of another day the date stays
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
    write(this.text, text);
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
  sure = false; // an empty story is ready too: the person was asked
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
    return { type: "ready", ...this.content(), sure: this.sure };
  }

  fill({ ready, sure }) {
    this.isChosen = ready;
    this.sure = sure;
  }

  saved() {
    this.server = this.sent;
    this.flying = [];
  }

  /** The line beside the button says it. What is only asked is not waiting to be sent: the person answers, or writes on. */
  refuse(kind, { reason }) {
    if (reason !== "empty") return;
    this.isChosen = false;
    this.server = JSON.stringify(this.content());
    this.flying = [];
  }

  /** The device knows too that it is done, so that it is not said again after a reopening. */
  done() {
    if (this.isChosen) this.box.dispatchEvent(new Event("ready"));
  }
}
