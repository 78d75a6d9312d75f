// What a row shows when the server did not take it: why, and what the person can do. What was typed stays in its field.

import { write } from "./grow.js";
import { account, common, form, uuid } from "./page.js";
import { post } from "./send.js";
import { piece, say } from "./words.js";

const again = (row) => row.box.dispatchEvent(new CustomEvent("again", { bubbles: true }));

/** Shows why this row was not taken. */
export function show(row, kind, body) {
  if (kind === "conflict") return versions(row, body);
  if (kind === "invalid") return invalid(row, body);
  tell(row, body.message || say(kind), ...ways(row, kind, body));
}

export function hide(row) {
  row.box.querySelector("[data-said]")?.remove();
}

/** What can be done with words that the server will not take any more. */
function ways(row, kind, body) {
  if (!row.text?.value.trim()) return [];
  return [body.reason === "opened" && lateButton(row), copyButton(row), kind === "gone" && discardButton(row)].filter(Boolean);
}

function tell(row, message, ...buttons) {
  const said = piece("said");
  said.querySelector("[data-message]").textContent = message;
  said.querySelector("[data-actions]").append(...buttons);
  const hadFocus = row.box.querySelector("[data-said]")?.contains(document.activeElement);
  place(row, said);
  if (hadFocus) (buttons[0] || row.text)?.focus();
}

/** Above the field it is about, where a phone's keyboard does not cover it. */
function place(row, said) {
  hide(row);
  const field = row.text?.closest("[data-field]") || row.text;
  if (field?.type === "hidden" || !field) row.box.append(said);
  else field.before(said);
}

function invalid(row, { errors = {} }) {
  const message = Object.values(errors).flat().map((error) => error.message).join(" ");
  tell(row, message || say("invalid"));
  if (Object.keys(errors).join() !== "is_example") return;
  row.box.querySelector("[name*=example]").checked = false; // the words themselves can be saved
  row.problem = null;
}

function versions(row, theirs) {
  const said = piece("versions");
  said.querySelector("[data-theirs]").textContent = inWords(row, theirs);
  if (!row.text || row.text.type === "hidden") said.querySelector("[data-keep=both]").remove();
  for (const button of said.querySelectorAll("[data-keep]")) button.onclick = () => choose(row, theirs, button.dataset.keep);
  place(row, said);
}

/** Permission to read, and the tick for an example, stay as the server has them: they are never given unseen. */
function choose(row, { revision, ...theirs }, which) {
  const mine = row.entry();
  const words = "note" in theirs ? "note" : "text";
  const unseen = Object.fromEntries(["coach_may_read", "is_example"].filter((name) => name in theirs).map((name) => [name, theirs[name]]));
  row.rebase({ revision, ...theirs });
  row.fill({
    both: { ...mine, ...unseen, value: mine.value || theirs.value, [words]: [theirs[words], mine[words]].filter(Boolean).join("\n") },
    mine: { ...mine, ...unseen },
    theirs: { ...mine, ...theirs },
  }[which]);
  if (row.isSaved) row.settle();
  (row.text || row.box.querySelector("input, button"))?.focus();
  again(row);
}

function inWords(row, { value, kind, note, text, deleted }) {
  const controls = [...row.all("value"), ...row.all("moment-kind")];
  const control = controls.find((each) => each.value && each.value === value)?.closest("label")
    || controls.flatMap((each) => [...(each.options || [])]).find((option) => option.value === kind);
  const words = control?.querySelector?.("[aria-label]")?.ariaLabel || control?.textContent.trim();
  return [words, deleted ? say("removed") : note ?? text].filter(Boolean).join(": ");
}

function button(name, act) {
  const made = piece(name);
  made.onclick = () => act(made);
  return made;
}

function lateButton(row) {
  return button("late", async (made) => {
    made.disabled = true;
    row.additionId ||= uuid(); // sent twice it is still one addition
    const text = row.text.value.trim();
    const addition = { id: row.additionId, kind: "late", text, lang: common.lang, by: account.by, ...row.about };
    const { kind, body } = await post(form.dataset.addition, addition);
    if (kind !== "saved") return tell(row, body.message || say("unsaved"), lateButton(row), copyButton(row));
    row.settle();
    tell(row, say("added"));
    again(row);
  });
}

function copyButton(row) {
  return button("copy", async (made) => {
    row.text.select();
    await navigator.clipboard?.writeText(row.text.value).catch(() => {});
    made.textContent = say("copied");
  });
}

/** Takes the words away; until the page is left, one tap puts them back. */
function discardButton(row) {
  return button("discard", () => {
    const words = row.text.value;
    const { problem } = row;
    write(row.text, "");
    row.settle();
    tell(row, say("discarded"), button("restore", () => {
      write(row.text, words);
      row.server = "";
      row.problem = problem;
      show(row, problem.kind, problem.body);
      again(row);
    }));
    again(row);
  });
}
