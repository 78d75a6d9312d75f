// A student's answers: sent once, and still there when the network fails. Without this script the form sends itself.

const form = document.querySelector("[data-pulse]");
const button = form.querySelector("[data-send]");
const failed = form.querySelector("[data-failed]");

form.addEventListener("submit", async (event) => {
  if (event.submitter?.name === "show") return;
  event.preventDefault();
  if (button.disabled) return;
  button.disabled = true;
  failed.hidden = true;
  try {
    leave(await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }));
  } catch {
    button.disabled = false;
    failed.hidden = false;
  }
});

/** On to the thanks; Back does not show the next person what was answered. Anything else is the server's page to tell. */
function leave(response) {
  if (!response.redirected) return HTMLFormElement.prototype.submit.call(form);
  form.reset();
  location.replace(response.url);
}
