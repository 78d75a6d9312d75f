// The rows of a page: what a person filled in, compared with what the server has.

import { hide, show } from "./refusals.js";
import { now } from "./send.js";
import { clock } from "./words.js";

/** What a control says now, or (`served`) what it said when the page came. */
function read(control, served) {
  if (control.type === "checkbox" || control.type === "radio") {
    return (served ? control.defaultChecked : control.checked) ? control.value : "";
  }
  if (control.tagName !== "SELECT") return (served ? control.defaultValue : control.value).trim();
  if (!served) return control.value;
  return ([...control.options].find((option) => option.defaultSelected) || control.options[0]).value;
}

class Row {
  problem = "";

  constructor(box) {
    this.box = box;
    if (box.dataset.state) this.problem = "invalid"; // the server sent it back with the page
    this.server = this.problem ? "" : JSON.stringify(this.content(true));
  }

  all(name) {
    return [...this.box.querySelectorAll(`[name="${name}${this.key && "-"}${this.key}"]`)];
  }

  says(name, served) {
    return this.all(name).map((control) => read(control, served)).join("");
  }

  get revision() {
    return Number(this.all(this.names.revision)[0].value);
  }

  set revision(number) {
    this.all(this.names.revision)[0].value = number;
  }

  get text() {
    return this.all(this.names.text)[0];
  }

  get isSaved() {
    return this.server === JSON.stringify(this.content());
  }

  /** Waits for a person: sending it again would not help. */
  get holds() {
    return Boolean(this.problem) && this.problem !== "later" && this.problem !== "signin";
  }

  /** A person changed something here, so what was refused may go again; two versions wait for a choice. */
  touch() {
    this.notedAt ||= now().toISOString();
    if (this.problem !== "conflict") this.free();
  }

  free() {
    this.problem = "";
    hide(this);
  }

  next() {
    if (this.isSaved || this.holds) return null;
    this.sent = JSON.stringify(this.content());
    return { ...this.entry(), revision: this.revision };
  }

  take(entry, { kind, body }) {
    this.problem = kind === "saved" ? "" : kind;
    if (kind === "saved") return this.saved(body);
    this.box.dataset.state = "unsaved";
    return this.holds && show(this, kind, body);
  }

  saved({ revision }) {
    this.server = this.sent;
    this.revision = revision;
    this.stamp();
    this.notedAt = null;
    delete this.box.dataset.state;
    return true;
  }

  /** From now on, build on this version of the server. */
  rebase({ revision, ...theirs }) {
    this.revision = revision;
    this.server = JSON.stringify({ ...this.content(), ...theirs });
    this.free();
  }

  /** Nothing more to save here: it went another way. */
  settle() {
    this.server = JSON.stringify(this.content());
    this.problem = "";
    delete this.box.dataset.state;
  }

  stamp() {}
}

/** A point, a signal, a response or a question: one item of the checklist. */
export class AnswerRow extends Row {
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

  /** The moment's own time; a clock that was changed stays on the same day. */
  when(time) {
    const noted = this.all("moment-noted")[0].value;
    const date = new Date(noted || now());
    if (!time || clock(date, "H:i") === time) return noted || date.toISOString();
    date.setHours(...time.split(":"), 0, 0);
    return date.toISOString();
  }

  stamp() {
    const noted = this.when(JSON.parse(this.sent).time);
    this.all("moment-noted")[0].value = noted;
    this.box.querySelector("[data-time]").textContent = clock(new Date(noted));
  }

  get about() {
    return this.revision ? { moment: this.key } : { item: this.content().item };
  }
}

export class QuestionRow extends Row {
  names = { text: "learning-question", revision: "question-revision" };
  key = "";
  about = {};

  content(served) {
    return { text: this.says("learning-question", served) };
  }

  entry() {
    return { type: "question", ...this.content() };
  }
}
