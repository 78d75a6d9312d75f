// The projector: how many have answered, asked every few seconds. When the pulse closes the page shows its end.

const main = document.querySelector("[data-count]");
const EVERY = 2500;
const show = (name, is) => (main.querySelector(`[data-${name}]`).hidden = !is);

async function look() {
  try {
    const response = await fetch(main.dataset.count, { redirect: "error" });
    if (!response.ok) throw new Error(response.status);
    tell(await response.json());
  } catch {
    show("late", true);
  }
}

function tell({ answers, is_running: isRunning }) {
  if (!isRunning) return location.reload();
  main.querySelector("[data-answers]").textContent = answers;
  show("one", answers === 1);
  show("more", answers !== 1);
  show("late", false);
}

if ("running" in main.dataset) setInterval(look, EVERY);
