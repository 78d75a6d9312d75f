// A bundle that is being made: how far it is, asked now and then while somebody looks. Once it is there the page shows it anew.

const EVERY = 1500;
const state = document.querySelector("[data-bundle]");

async function look() {
  if (!document.hidden) await ask();
  setTimeout(look, EVERY);
}

async function ask() {
  try {
    const response = await fetch(state.dataset.bundle, { redirect: "manual" });
    if (response.ok) tell(await response.text());
    else if (response.status < 500) location.reload(); // thrown away, or signed out
  } catch {
    // no network: the next time, perhaps
  }
}

function tell(html) {
  state.innerHTML = html;
  if (!state.querySelector("progress")) location.reload();
}

setTimeout(look, EVERY);
