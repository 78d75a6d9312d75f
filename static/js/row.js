// What every row of a page has in common: what a person filled in, compared with what the server has.

import { account, common, now, page } from "./page.js";
import { hide, show } from "./refusals.js";

const CONTROLS = "input, select, textarea";
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

/** What this device kept, and what was typed on the page before that was known there: what goes on from it has it already. `before`
 *  is what one typed on. */
export function joined(kept, typed, before) {
  if (kept === before || typed.startsWith(kept)) return typed;
  return [kept, typed].filter(Boolean).join("\n");
}

export class Row {
  account = account;
  problem = null; // the outcome of a server that did not take it: {kind, body}
  flying = []; // contents that were sent; their answers never came
  between = ""; // what controls of one name say
  #server = null;

  constructor(box) {
    this.box = box;
    this.isRefused = Boolean(box.dataset.state); // the server sent it back with the page
  }

  /** What the server has, as it is known here; nothing after a refusal. Read from the page when it is first asked for, and before this
   *  script writes in the row: a page has seventy rows, and a person touches a few. */
  get server() {
    return this.know();
  }

  set server(content) {
    this.#server = content;
  }

  know() {
    return (this.#server ??= this.isRefused ? "" : JSON.stringify(this.content(true)));
  }

  /** Nothing happened here since the page came: quicker than `isSaved`, for all rows at once. */
  get isAsServed() {
    const isSame = (control) => read(control) === read(control, true);
    return this.#server === null && !this.isRefused && [...this.box.querySelectorAll(CONTROLS)].every(isSame);
  }

  get id() {
    return `${this.type}:${this.key}`;
  }

  all(name) {
    return [...this.box.querySelectorAll(`[name="${name}${this.key && "-"}${this.key}"]`)];
  }

  says(name, served) {
    return this.all(name).map((control) => read(control, served)).filter(Boolean).join(this.between);
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
    if (navigator.onLine) this.fly();
    return this.whole();
  }

  /** Until it answers, nobody knows which of these the server has: not what it answered last either. */
  fly() {
    this.flying = [...new Set([...this.flying, this.sent])].slice(-FLYING);
    this.server = "";
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
    this.redo(served, early, typed);
    if (dirty && held?.kind === "conflict") this.take(held);
  }

  /** What was done before this script ran stays: choices as they are, text with what was kept. */
  redo(served, early, typed) {
    const words = this.text && (this.names.text === "note" ? "note" : "text");
    const changed = Object.entries(early).filter(([name, value]) => value !== served[name]);
    const said = Object.fromEntries(changed);
    if (!changed.length) return;
    const now = this.content();
    if (words in said) said[words] = joined(now[words], typed, served[words]);
    this.fill({ ...this.entry(), ...said });
  }

  choose(name, value) {
    this.know(); // a hidden field says that it came with what is written in it next
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
