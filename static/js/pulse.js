// A student's answers: sent without leaving the page, so that they are still there when the network fails. Without this script the
// form sends itself. The page's ticket makes that answers sent twice count once.

const form = document.querySelector("[data-pulse]");
const show = (name, is) => (form.querySelector(`[data-${name}]`).hidden = !is);
const REFUSED = [410, 422]; // closed, or not an answer: the page that the server then shows tells it
const PATIENCE = 15_000; // milliseconds
let sending = false;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sending) return;
  sending = true;
  show("failed", false);
  show("sending", true);
  const response = await send();
  show("sending", false);
  sending = false;
  if (response?.redirected) leave(response.url);
  else if (REFUSED.includes(response?.status)) HTMLFormElement.prototype.submit.call(form);
  else show("failed", true);
});

async function send() {
  const patience = new AbortController(); // older phones have no AbortSignal.timeout
  const end = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const body = new URLSearchParams(new FormData(form));
    return await fetch(form.action, { method: "POST", body, signal: patience.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(end);
  }
}

/** On to the thanks; Back does not show the next person what was answered. */
function leave(address) {
  form.reset();
  location.replace(address);
}
