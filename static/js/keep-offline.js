// The start page: makes the visits of the coming days open without a network, and tells of each whether it does on this device.

import { canKeep, keepPages, keptPages } from "./offline.js";

const { person } = document.documentElement.dataset;
const part = document.querySelector("[data-keep]");
const paths = part.dataset.keep.split(" ");
const button = part.querySelector("button");

function show(kept) {
  const missing = paths.filter((path) => !kept.includes(path));
  part.querySelector("[data-kept]").hidden = missing.length > 0;
  part.querySelector("[data-failed]").hidden = true;
  for (const line of document.querySelectorAll("[data-kept-here]")) line.hidden = !kept.includes(line.dataset.keptHere);
  button.hidden = !missing.length;
  return missing;
}

button.onclick = async () => {
  button.disabled = true;
  navigator.storage?.persist?.();
  await navigator.serviceWorker.ready;
  const missing = show(await keepPages(person, paths));
  part.querySelector("[data-failed]").hidden = !missing.length;
  if (!missing.length) part.querySelector("[data-kept]").focus(); // the button is gone; said aloud, which on the next page it is not
  button.disabled = false;
};

if (canKeep()) {
  part.hidden = false;
  keptPages(person).then(show);
}
