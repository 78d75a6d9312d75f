// What is not on the server yet, and getting it there: one request in flight per row; what changes meanwhile goes behind
// it, on the revision that comes back; what got no answer is tried again.
//
// A row has: next() → an entry to send, or null · take(entry, outcome) → true when it may go on · isSaved · problem.

import { now } from "./send.js";

const FIRST_RETRY = 2000;
const LAST_RETRY = 60000;

export class Queue extends EventTarget {
  #work = new Map(); // row → {timer, tries, busy}

  /** `send(entry, options)` resolves to an outcome; an outbox on the device can take its place. */
  constructor(send) {
    super();
    this.send = send;
    this.savedAt = null;
  }

  /** Rows with something that the server does not have. */
  get open() {
    return [...this.#work.keys()].filter((row) => !row.isSaved);
  }

  /** This row changed: save it after a pause; without one, at once. */
  put(row, pause = 0) {
    const work = this.#of(row);
    clearTimeout(work.timer);
    if (pause) work.timer = setTimeout(() => this.#save(row), pause);
    else this.#save(row);
    this.#tell();
  }

  /** Everything that waits, now; resolves when each has had its turn. */
  flush(options) {
    return Promise.all(this.open.map((row) => this.#save(row, options)));
  }

  #of(row) {
    if (!this.#work.has(row)) this.#work.set(row, { tries: 0 });
    return this.#work.get(row);
  }

  #save(row, options) {
    const work = this.#of(row);
    clearTimeout(work.timer);
    work.busy ||= this.#run(row, work, options).finally(() => {
      work.busy = null;
      this.#tell();
    });
    return work.busy;
  }

  async #run(row, work, options) {
    let entry = row.next();
    while (entry) {
      const outcome = await this.send(entry, options);
      const goesOn = row.take(entry, outcome);
      if (outcome.kind === "saved") this.savedAt = now();
      if (!goesOn) return this.#retry(row, work);
      work.tries = 0;
      entry = row.next();
    }
  }

  #retry(row, work) {
    if (row.problem !== "later" && row.problem !== "signin") return;
    work.timer = setTimeout(() => this.#save(row), Math.min(FIRST_RETRY * 2 ** work.tries++, LAST_RETRY));
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
