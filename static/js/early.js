// A page that was kept before its lesson's day and is opened without a network before that day: practise, or really the lesson?
// On the day itself it asks nothing. Who answers nothing, leaves the page.

import { common, now } from "./page.js";
import { begun, queue } from "./writing.js";

const dialog = document.querySelector("[data-early]");
const practise = dialog.querySelector("a");

if (now() < Date.parse(dialog.dataset.early)) dialog.showModal();

dialog.querySelector("[data-real]").onclick = async () => {
  common.real = true; // every entry says so from now on, also those that wait here already
  dialog.close();
  await begun;
  for (const row of queue.open) {
    row.free();
    queue.put(row);
  }
};
dialog.addEventListener("close", () => common.real || location.assign(practise.href));
