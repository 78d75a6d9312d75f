// A bundle that is being made: how far it is, asked every second. A screen reader hears only that it is there.

const EVERY = 1000;
const state = document.querySelector("[data-bundle]");

async function look() {
  const found = await page();
  const fresh = found?.querySelector("[data-bundle]");
  if (fresh && fresh.innerHTML !== state.innerHTML) state.innerHTML = fresh.innerHTML;
  if (fresh && "finished" in fresh.dataset) tell(found);
  else setTimeout(look, EVERY);
}

/** The page as the server has it now; nothing while it cannot be reached. */
async function page() {
  try {
    const response = await fetch(location.href, { redirect: "error" });
    return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch {
    return null;
  }
}

function tell(found) {
  document.title = found.title;
  document.querySelector("[data-told]").textContent = state.querySelector("p").textContent;
  document.querySelector("[data-cancel]").textContent = found.querySelector("[data-cancel]").textContent;
}

setTimeout(look, EVERY);
