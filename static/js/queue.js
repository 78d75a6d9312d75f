// From a change to the server: first kept on this device, then sent. One request at a time, small batches, the newest words
// of each row; what got no answer is tried again, later and later.
//
// A row has: record() → what the device keeps · next() → the entry to send · take(outcome) · isSaved · holds (it waits for a
// person) · rank (what goes first) · isLast (only when nothing else is open) · done() (landed, and the device knows).

import { hear, now } from "./page.js";

const FIRST_RETRY = 2000;
const LAST_RETRY = 60000;
const BREATH = 250; // between two times that running text is kept
const BATCH = 20;
const SLOW = 5000; // a device that hangs does not keep words from the server

const slow = () => new Promise((done) => setTimeout(done, SLOW));

export class Queue extends EventTarget {
  #work = new Map(); // row → {timer, breath, keeping, isStale, isLost}
  #running = null;
  #retry = null;
  #tries = 0;
  #wait = 0; // that the server asked for
  #size = BATCH;

  trouble = ""; // why the last request reached no server that took it: later, signin
  reason = ""; // what the server said of it
  savedAt = null;
  isLate = false; // the device has not told yet what it kept

  /** `keep(record)` rejects where the device cannot; `deliver(account, entries, options)` resolves to an outcome for each. */
  constructor({ keep, deliver }) {
    super();
    this.keepOnDevice = keep;
    this.deliver = deliver;
  }

  /** Rows that changed on this page, or came back with it: the only ones that can be open. */
  get touched() {
    return [...this.#work.keys()];
  }

  /** Rows with something that the server does not have. */
  get open() {
    return this.touched.filter((row) => !row.isSaved);
  }

  /** Of those, the ones whose newest words the device does not have either: still on their way, or refused by it. */
  get unkept() {
    return this.open.filter((row) => this.#isUnkept(this.#of(row)));
  }

  get isFull() {
    return this.open.some((row) => this.#of(row).isLost);
  }

  /** This row changed: keep it, and send it after a pause; without one, at once. */
  put(row, pause = 0) {
    const work = this.#of(row);
    clearTimeout(work.timer);
    work.timer = pause ? setTimeout(() => this.#due(row), pause) : null;
    if (pause) work.breath ||= setTimeout(() => this.#keep(row), BREATH);
    else this.#keep(row);
    if (!pause) this.#go();
    this.#tell();
  }

  /** Keeps and sends everything that waits, now. */
  flush(options) {
    this.#tries = 0; // something changed: a network, a person who is back
    for (const row of this.open) {
      const work = this.#of(row);
      clearTimeout(work.timer);
      work.timer = null;
      if (work.breath) this.#keep(row);
    }
    return this.#go(options);
  }

  /** Another tab writes here now. */
  stop() {
    this.flush = this.put = () => {};
    this.keepOnDevice = this.deliver = () => new Promise(() => {}); // what is on its way changes nothing here any more
    for (const { timer, breath } of this.#work.values()) [timer, breath].forEach((each) => clearTimeout(each));
    clearTimeout(this.#retry);
  }

  #due(row) {
    this.#of(row).timer = null;
    this.#go();
  }

  #of(row) {
    if (!this.#work.has(row)) this.#work.set(row, {});
    return this.#work.get(row);
  }

  #isUnkept({ breath, keeping, isLost }) {
    return Boolean(breath || keeping || isLost);
  }

  #keep(row) {
    const work = this.#of(row);
    clearTimeout(work.breath);
    work.breath = null;
    work.isStale = true;
    return (work.keeping ||= this.#write(row, work));
  }

  async #write(row, work) {
    while (work.isStale) {
      work.isStale = false;
      work.isLost = await this.keepOnDevice(row.record()).then(() => false, () => true);
    }
    work.keeping = null;
    this.#tell();
  }

  #go(options) {
    clearTimeout(this.#retry);
    this.#running ||= this.#run(options).finally(() => {
      this.#running = null;
      this.#tell();
    });
    return this.#running;
  }

  /** Until nothing is due, or the server does not answer. What flies is kept first: the answer may get lost. */
  async #run(options) {
    for (let rows; (rows = this.#next()).length; ) {
      const entries = rows.map((row) => row.next());
      const kept = rows.map((row) => this.#keep(row));
      if (!options?.keepalive) await Promise.race([Promise.all(kept), slow()]);
      if (!this.#take(rows, await this.deliver(rows[0].account, entries, options))) return this.#later();
    }
  }

  #next() {
    const open = this.open;
    const due = open.filter((row) => !row.holds && !this.#of(row).timer && (!row.isLast || open.length === 1));
    return due.sort((a, b) => (a.rank || 0) - (b.rank || 0)).slice(0, this.#size);
  }

  /** True when it may go on. A refused batch is sent again one by one, so that only what is wrong with it is refused. */
  #take(rows, outcomes) {
    const [{ kind, body, date, isWhole, wait }] = outcomes;
    hear(date);
    this.#wait = wait * 1000 || 0;
    this.trouble = kind === "later" || kind === "signin" ? kind : "";
    this.reason = body.reason || "";
    if (this.trouble) return false;
    this.#tries = 0;
    if (isWhole) this.#size = 1;
    else rows.forEach((row, at) => this.#landed(row, outcomes[at]));
    return true;
  }

  #landed(row, outcome) {
    if (outcome.kind === "saved") this.savedAt = now();
    row.take(outcome);
    this.#keep(row).then(() => row.isSaved && row.done?.());
    this.#tell();
  }

  /** A server that says when knows better; not all of a school at the same moment. */
  #later() {
    const pause = this.#wait * (0.75 + Math.random() / 2) || FIRST_RETRY * 2 ** this.#tries++;
    this.#retry = setTimeout(() => this.#go(), Math.min(pause, LAST_RETRY));
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
