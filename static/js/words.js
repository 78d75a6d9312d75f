// The page brings every sentence and every piece of markup; scripts hold none of their own.

const spoken = {};
for (const element of document.getElementById("words").content.querySelectorAll("[data-word]")) {
  spoken[element.dataset.word] = element.textContent;
}

export const say = (name, values = {}) => spoken[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

/** A fresh copy of what stands in <template id="…">. */
export const piece = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/** A clock as this page writes it: H.i or H:i. */
export function clock(date, pattern = document.getElementById("write").dataset.clock) {
  const two = (number) => String(number).padStart(2, "0");
  return pattern.replace("H", two(date.getHours())).replace("i", two(date.getMinutes()));
}

/** The time in its field; pages that were kept before have time fields of the browser. */
export const setClock = (control, date) => (control.value = clock(date, control.type === "time" ? "H:i" : undefined));
