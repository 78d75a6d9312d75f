// Fast hands: marks, notes and moments by key. `?` shows the keys, and switches them off for who uses other single keys.

import { form, isComposing } from "./page.js";
import { tell } from "./status.js";
import { say } from "./words.js";

const dialog = document.getElementById("keys");
const offSwitch = dialog.querySelector("input");
const bar = document.getElementById("moment-text");
const OFF = "keys-off";
const TYPED = "textarea, select, input:not([type=radio], [type=checkbox])";
let cleared = null; // the mark that 0 took away, until anything else changes: 0 again puts it back
let place = null; // where the keyboard was on the page, before it went to the bar

const box = () => document.activeElement.closest("[data-answer]");
const boxes = () => [...form.querySelectorAll("[data-answer]")].filter((each) => !each.closest("details:not([open])"));

const ACTS = {
  j: () => go(1),
  k: () => go(-1),
  n: () => box()?.querySelector("textarea")?.focus(),
  m: () => bar?.focus({ preventScroll: true }),
  0: wipe,
};

/** To the next or previous item; the page moves no further than it has to. */
function go(step) {
  const all = boxes();
  const next = all[all.indexOf(box()) + step] || all.at(step < 0 ? 0 : -1);
  (next.querySelector("input:checked:not([value=''])") || next.querySelector("input, textarea")).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

/** The focus goes along: a screen reader says what has it now. */
function press(control) {
  control?.focus({ preventScroll: true });
  control?.click();
}

function mark(number) {
  press((box()?.querySelectorAll(".mk-mark input, .mk-tick input") || [])[number - 1]);
}

/** Also pressed by who only reads the page, where a letter that the reader has no use for comes through: it is said, and undone the
 *  same way. */
function wipe() {
  const marked = box()?.querySelector(".mk-mark input:checked");
  if (!marked) return cleared && box()?.contains(cleared) && press(cleared);
  press(box().querySelector(".mk-wipe input"));
  cleared = marked;
  tell(say("cleared", { words: marked.ariaLabel }));
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isComposing(event) || dialog.open) return;
  if (event.key === "Escape") return leave(event.target);
  if (event.target.matches(TYPED)) return;
  const act = offSwitch.checked ? null : event.key === "?" ? open : ACTS[event.key] || (/[1-4]/.test(event.key) && (() => mark(event.key)));
  if (!act) return;
  event.preventDefault(); // the letter is not typed into the field it leads to
  act();
}

/** Out of a text, back to the item it is about; out of the bar, back to where one was. */
function leave(field) {
  if (field.closest("[data-bar]")) return goBack(field);
  if (field.matches(TYPED)) (box()?.querySelector("input") || field).focus();
}

function goBack(field) {
  field.blur();
  place?.focus({ preventScroll: true });
  place?.scrollIntoView({ block: "nearest" });
}

const open = () => dialog.showModal();

document.addEventListener("keydown", pressed);
document.addEventListener("change", () => (cleared = null));
form.addEventListener("focusin", ({ target }) => (place = target));
for (const button of document.querySelectorAll("[data-keys]")) {
  button.hidden = false;
  button.onclick = open;
}
dialog.querySelector("[data-close]").onclick = () => dialog.close();
try {
  offSwitch.checked = Boolean(localStorage.getItem(OFF));
} catch {
  // storage is switched off: then the keys are on
}
offSwitch.onchange = () => (offSwitch.checked ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF));
