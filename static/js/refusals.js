// What a row shows when the server did not take it: why, and what the person can do. What was typed stays in its field.

import { add } from "./send.js";
import { piece, say } from "./words.js";

const again = (row) => row.box.dispatchEvent(new CustomEvent("again", { bubbles: true }));

/** Shows why; true when the row can go on at once without the part that was refused. */
export function show(row, kind, body) {
  if (kind === "conflict") return versions(row, body);
  if (kind === "invalid") return invalid(row, body);
  const late = body.reason === "opened" && row.text?.value.trim();
  tell(row, body.message || say(kind), late ? lateButton(row) : row.text?.value && copyButton(row));
  return false;
}

export function hide(row) {
  row.box.querySelector("[data-said]")?.remove();
}

function tell(row, message, button) {
  const said = piece("said");
  said.querySelector("[data-message]").textContent = message;
  if (button) said.querySelector("[data-actions]").append(button);
  place(row, said);
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
  if (Object.keys(errors).join() !== "is_example") return false;
  row.box.querySelector("[name*=example]").checked = false; // the words themselves are saved
  row.problem = "";
  return true;
}

function versions(row, theirs) {
  const said = piece("versions");
  said.querySelector("[data-theirs]").textContent = inWords(row, theirs);
  const keep = {
    both: () => (row.text.value = [theirs.note ?? theirs.text, row.text.value.trim()].filter(Boolean).join("\n")),
    mine: () => {},
    theirs: () => take(row, theirs),
  };
  if (!row.text || row.text.type === "hidden") said.querySelector("[data-keep=both]").remove();
  for (const button of said.querySelectorAll("[data-keep]")) {
    button.onclick = () => {
      row.rebase(theirs);
      flags(row, theirs);
      keep[button.dataset.keep]();
      if (row.isSaved) row.settle();
      (row.text || button).focus?.();
      again(row);
    };
  }
  place(row, said);
  return false;
}

/** The controls that carry a choice: marks, ticks, the kind of a moment. */
const choices = (row) => [...row.all("value"), ...row.all("moment-kind")];

/** Permission to read, and the tick for an example, stay as the server has them: they are never given unseen. */
function flags(row, theirs) {
  for (const [name, value] of [["may-read", theirs.coach_may_read], ["example", theirs.is_example]]) {
    if (value !== undefined) for (const control of row.all(name)) control.checked = value;
  }
}

function inWords(row, theirs) {
  const control = choices(row).find((each) => each.value && each.value === theirs.value)?.closest("label")
    || choices(row).flatMap((each) => [...(each.options || [])]).find((option) => option.value === theirs.kind);
  return [control?.textContent.trim(), theirs.note ?? theirs.text].filter(Boolean).join(": ");
}

function take(row, theirs) {
  for (const control of choices(row)) {
    if (control.tagName === "SELECT") control.value = theirs.kind;
    else control.checked = control.value === theirs.value;
  }
  if (row.text) row.text.value = theirs.note ?? theirs.text;
}

function lateButton(row) {
  const button = piece("late");
  button.onclick = async () => {
    button.disabled = true;
    const { kind, body } = await add(row.text.value.trim(), row.about);
    if (kind !== "saved") return tell(row, body.message || say("unsaved"), lateButton(row));
    row.settle();
    tell(row, say("added"));
    again(row);
  };
  return button;
}

function copyButton(row) {
  const button = piece("copy");
  button.onclick = async () => {
    row.text.select();
    await navigator.clipboard?.writeText(row.text.value).catch(() => {});
    button.textContent = say("copied");
  };
  return button;
}
