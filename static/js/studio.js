// The page of one line of a draft: its words save themselves, as those of a visit do (writing.js). What English
// lacks is a dashed box, and counted.

import { write } from "./grow.js";
import { form } from "./page.js";
import { show } from "./refusals.js";
import { joined, Row } from "./row.js";
import { piece, say } from "./words.js";
import { begun, learn, queue } from "./writing.js";

const LEAVE = 2000; // how long the next line waits for this one
const lacking = document.querySelector("[data-lacking]");
const isText = (control) => control.tagName === "TEXTAREA";

/** One line with all its fields. Ticks of one name are one text with blanks between, as the server says it. */
class LineRow extends Row {
  type = "line";
  key = ""; // of the page: the names of its fields are their own
  names = { text: "text_nl", revision: "revision" };
  between = " ";

  get fields() {
    const names = [...this.box.querySelectorAll("textarea, select, input")].map(({ name }) => name);
    return [...new Set(names)].filter((name) => name !== "revision");
  }

  content(served) {
    return Object.fromEntries(this.fields.map((name) => [name, this.says(name, served)]));
  }

  /** `text` is what the device shows of it on its own page. */
  entry() {
    const { table, line } = this.box.dataset;
    const text = [...this.box.querySelectorAll("textarea")].map(({ value }) => value.trim()).filter(Boolean).join("\n");
    return { type: "line", table, key: line, ...this.content(), text };
  }

  fill(entry) {
    for (const name of this.fields) {
      if (name in entry) for (const control of this.all(name)) set(control, entry[name]);
    }
    tell();
  }

  /** What was typed before the script ran comes after what the device kept, field by field. */
  redo(served, early) {
    const now = this.content();
    const typed = Object.keys(early).filter((name) => early[name] !== served[name]);
    const added = (name) => (isText(this.all(name)[0]) ? joined(now[name], early[name], served[name]) : early[name]);
    this.fill(Object.fromEntries(typed.map((name) => [name, added(name)])));
  }

  free() {
    this.problem = null;
    for (const said of this.box.querySelectorAll("[data-said]")) said.remove();
  }

  refuse(kind, body) {
    this.box.dataset.state = "unsaved";
    if (kind === "conflict") versions(this, body);
    else if (kind === "invalid" && body.errors) beside(this, body.errors);
    else show(this, kind, body);
  }
}

function set(control, value) {
  if (isText(control)) write(control, value);
  else if (control.type === "checkbox") control.checked = value.split(" ").includes(control.value);
  else control.value = value;
}

// --- what the server did not take

/** Each reason at its field. */
function beside(row, errors) {
  for (const [name, messages] of Object.entries(errors)) {
    const said = piece("said");
    said.querySelector("[data-message]").textContent = messages.map(({ message }) => message).join(" ");
    place(row.all(name)[0], said, row);
  }
}

function place(control, said, row) {
  const legend = control?.closest("fieldset")?.querySelector("legend");
  if (legend) legend.after(said);
  else if (control) control.before(said);
  else row.box.prepend(said);
  const fold = said.closest("details");
  if (fold) fold.open = true;
}

/** Two people wrote in one line: what differs of the other's, and the choice. */
function versions(row, theirs) {
  const said = piece("versions");
  const mine = row.content();
  const differ = row.fields.filter((name) => name in theirs && theirs[name] !== mine[name]);
  said.querySelector("[data-theirs]").textContent = differ.map((name) => inWords(row.all(name), theirs[name])).join("\n");
  for (const button of said.querySelectorAll("[data-keep]")) button.onclick = () => choose(row, theirs, differ, button.dataset.keep);
  row.box.prepend(said);
}

function inWords([control, ...more], value) {
  const name = (control.closest("fieldset")?.querySelector("legend") || control.labels[0]).textContent.trim();
  const chosen = control.options ? [...control.options].filter((option) => option.value === value)
    : isText(control) ? [] : [control, ...more].filter((each) => value.split(" ").includes(each.value)).map(({ labels }) => labels[0]);
  const words = isText(control) ? value : chosen.map(({ textContent }) => textContent.trim()).join(", ");
  return `${name}: ${words || say("blank")}`;
}

/** Both: of each text the one under the other; of a choice the own one. */
function choose(row, { revision, ...theirs }, differ, which) {
  const mine = row.content();
  const both = (name) => (isText(row.all(name)[0]) ? [theirs[name], mine[name]].filter(Boolean).join("\n") : mine[name]);
  row.rebase({ revision, ...theirs });
  if (which === "theirs") row.fill(theirs);
  if (which === "both") row.fill(Object.fromEntries(differ.map((name) => [name, both(name)])));
  if (row.isSaved) row.settle();
  row.text.focus();
  row.box.dispatchEvent(new CustomEvent("again", { bubbles: true }));
}

// --- what English lacks

function count() {
  const pairs = [...form.querySelectorAll("[data-pair]")].map((pair) => [...pair.querySelectorAll("textarea")]);
  const lack = ([nl, en]) => Boolean(nl.value.trim() && !en.value.trim());
  for (const pair of pairs) pair[1].toggleAttribute("data-untranslated", lack(pair));
  const n = pairs.filter(lack).length;
  lacking.textContent = n ? say(n === 1 ? "lacks_one" : "lacks", { n }) : "";
}

/** What is ticked stands beside the name of its fold. */
function name() {
  for (const fold of form.querySelectorAll("[data-several]")) {
    const chosen = [...fold.querySelectorAll(":checked")].map(({ labels }) => labels[0].textContent.trim());
    fold.querySelector("[data-chosen]").textContent = chosen.join(" · ");
  }
}

function tell() {
  count();
  name();
}

form.addEventListener("input", tell);
tell();

// --- the buttons: saving goes by itself, so they send what waits, and lead on

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const leads = event.submitter?.name === "next";
  await begun; // first what this device kept, then this
  await Promise.race([queue.flush(), new Promise((done) => setTimeout(done, LEAVE))]);
  if (queue.open.some((row) => row.holds)) document.querySelector("[data-show-held]").click();
  else if (leads) location.assign(form.dataset.next);
});

learn("line", LineRow);
