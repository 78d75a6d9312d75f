// A student's answers after a sending that failed: they stay with this entry of the browser's history, so that Back and reloading bring
// them back. Nothing else does, nothing is kept while they are written, and once they are sent they are gone: a phone changes hands.
// The ticket of the page is among them, so that what came in after all counts once.

const form = document.querySelector("[data-pulse]");
const kept = history.state && history.state.answers;

form.addEventListener("submit", () => history.replaceState({ answers: [...new FormData(form)] }, ""));
form.addEventListener("reset", () => history.replaceState(null, "")); // they came in (pulse.js)

function put(control, value) {
  if (control.type !== "radio") control.value = value;
  else if (control.value === value) control.checked = true;
}

if (kept) {
  for (const [name, value] of kept) for (const control of form.elements) if (control.name === name) put(control, value);
  const failed = form.querySelector("[data-failed]");
  if (failed) failed.hidden = false;
}
