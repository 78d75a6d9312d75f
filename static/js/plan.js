// Planning a visit: a lesson of the own timetable that is chosen fills the fields, and what is planned stands at the foot in words.
// Without this script the server does both, in one press more (observations/own_plan.py).

const MOST_OTHERS = 2; // observations/models/timetable.py
const form = document.querySelector("[data-plan]");
const { lang } = document.documentElement;
const part = (name) => form.querySelector(`[data-${name}]`);
const text = (name) => form.elements[name].value.trim();
const filled = (pattern, facts) => pattern.replace(/\{(\w+)\}/g, (_all, name) => facts[name]);

// --- a lesson fills the fields

const lessons = [...form.querySelectorAll("[name=lesson]")];
const fills = (pk) => {
  const lesson = lessons.find(({ value }) => value === pk);
  return lesson ? JSON.parse(lesson.dataset.fills) : {};
};

/** A room that was typed stays where the timetable knows none; one that came with another lesson goes. */
function take(pk) {
  const { taken } = form.elements;
  if (taken.value === pk) return; // a draft that was put back has its own words
  const before = fills(taken.value);
  taken.value = pk;
  for (const [name, now] of Object.entries(fills(pk))) {
    const control = form.elements[name];
    if (now || control.value === before[name]) put(control, now);
  }
}

function put(control, value) {
  control.value = value;
  for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
}

// --- who looks along: buttons, and a list of the rest

const listed = form.elements["coach-other"];

function chooseWho({ target }) {
  if (target === listed && listed.value) form.elements.coach.value = "other";
  else if (target.name === "coach" && target.value !== "other" && listed) listed.value = "";
}

function name() {
  const chosen = form.querySelector("[name=coach]:checked");
  const option = chosen && chosen.value === "other" ? listed.selectedOptions[0] : chosen;
  return (option && option.dataset.name) || "";
}

// --- other lessons that are offered with it: to somebody, at most two, and not the chosen one again

const others = [...form.querySelectorAll("[name=offer]")];

function boundOffers() {
  const who = name();
  const main = lessons.find(({ checked }) => checked);
  const isFull = others.filter(({ checked }) => checked).length >= MOST_OTHERS;
  const isOut = ({ value, checked }) => !who || (main && main.value === value) || (isFull && !checked);
  for (const box of others) box.disabled = Boolean(isOut(box));
  if (others.length) part("offer").hidden = !who;
}

// --- what is planned, in words

const day = (date) => new Intl.DateTimeFormat(lang, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" }).format(date);

function short() {
  const date = /^[12]\d{3}-/.test(text("date")) ? day(Date.parse(text("date"))) : "";
  return [date, date && text("begin")].filter(Boolean).join(", ");
}

const labelOf = ({ options, selectedIndex }) => options[selectedIndex].textContent;
function rest() {
  const { is_flash, edition, language, membership } = form.elements;
  const kind = [...is_flash].find(({ checked }) => checked);
  const lists = [edition, language, ...(membership.options.length > 1 ? [membership] : [])];
  return [kind ? kind.getAttribute("aria-label").split(":")[0] : "", ...lists.map(labelOf)].filter(Boolean).join(", ");
}

function say() {
  const who = name();
  const facts = { subject: text("subject"), group: text("group"), place: text("place") };
  const pattern = part("what").dataset[facts.place ? "with" : "without"];
  const words = (element) => filled(element.dataset[who ? "along" : "alone"], { name: who });
  const ticked = others.filter(({ checked, disabled }) => checked && !disabled).length;
  const changed = [
    [part("others"), part("others").dataset[`n${ticked}`] || ""],
    [part("what"), facts.subject && facts.group ? filled(pattern, facts) : ""],
    [part("who"), words(part("who"))],
    [part("go"), words(part("go"))],
    [part("rest"), rest()],
  ];
  for (const [element, now] of changed) if (element.textContent !== now) element.textContent = now;
  const moment = document.createElement("b");
  moment.textContent = short();
  part("stick").replaceChildren(moment, part("who").textContent);
}

form.addEventListener("change", (event) => {
  if (event.target.name === "lesson") take(event.target.value);
  chooseWho(event);
  boundOffers();
  say();
});
form.addEventListener("input", say);

// --- ways to the fields, and what happened before this script was there

part("change").addEventListener("click", () => {
  const fold = document.querySelector("details#by-hand");
  if (fold) fold.open = true;
});

/** Chosen before this script came it is not in the fields yet; brought back by the browser it is. */
function catchUp() {
  const chosen = lessons.find(({ checked }) => checked);
  if (chosen && !text("date")) take(chosen.value);
  else form.elements.taken.value = chosen ? chosen.value : "";
  boundOffers();
  say();
}
form.addEventListener("submit", () => (form.elements.taken.value = (lessons.find(({ checked }) => checked) || { value: "" }).value));
addEventListener("pageshow", catchUp);
