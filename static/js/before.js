// The teacher's page before the lesson: at most six items, a whole need in one tap.

import { form, queue } from "./writing.js";
import { say } from "./words.js";

const lens = document.querySelector("[data-lens-sheet]");
const size = Number(lens.dataset.size);
const ticks = [...lens.querySelectorAll("[name=lens]")];
const needs = [...lens.querySelectorAll("[data-need]")];

/** All items of the lens as one row: what goes out is sent first, to make room. */
const row = {
  box: lens,
  problem: "",
  server: new Set(form.dataset.lens.split(" ").filter(Boolean)),

  get chosen() {
    return ticks.filter((tick) => tick.checked).map((tick) => tick.value);
  },
  get isSaved() {
    const chosen = this.chosen;
    return chosen.length === this.server.size && chosen.every((key) => this.server.has(key));
  },
  get holds() {
    return this.chosen.length > size || !["", "later", "signin"].includes(this.problem);
  },
  next() {
    const chosen = this.chosen;
    const out = [...this.server].find((key) => !chosen.includes(key));
    if (out) return { type: "lens", item: out, chosen: false };
    const more = !this.holds && chosen.find((key) => !this.server.has(key));
    return more ? { type: "lens", item: more, chosen: true } : null;
  },
  take(entry, { kind, body }) {
    this.problem = kind === "saved" ? "" : kind;
    if (kind === "saved") this.server[entry.chosen ? "add" : "delete"](entry.item);
    const errors = Object.values(body.errors || {}).flat();
    const reason = body.message || errors.map((error) => error.message).join(" ");
    show(this.holds && kind !== "saved" ? reason || say(kind) : "");
    return kind === "saved";
  },
};

/** How many may still be chosen; what the server said goes first. */
function show(reason = "") {
  const over = row.chosen.length - size;
  const line = lens.querySelector("[data-left]");
  line.classList.toggle("mk-left-over", over > 0 || Boolean(reason));
  line.querySelector(".mk-alert-i").hidden = over <= 0 && !reason;
  line.lastElementChild.textContent = reason || (over > 0 ? say("over", { n: over }) : say("left", { n: -over }));
  needs.forEach(count);
}

function count(need) {
  const own = [...need.querySelectorAll("[name=lens]")];
  const chosen = own.filter((tick) => tick.checked).length;
  need.querySelector("[data-count]").textContent = chosen ? say("chosen", { n: chosen }) : say("none");
  const whole = need.querySelector("[data-whole]");
  whole.textContent = chosen === own.length ? whole.dataset.none : whole.dataset.all;
  return own;
}

function changed() {
  row.problem = "";
  show();
  queue.put(row);
}

lens.addEventListener("change", changed);
for (const need of needs) {
  const whole = need.querySelector("[data-whole]");
  whole.hidden = false;
  whole.onclick = () => {
    const own = count(need);
    const all = own.every((tick) => tick.checked);
    own.forEach((tick) => (tick.checked = !all));
    changed();
  };
}
show();
