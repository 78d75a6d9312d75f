// Passkeys (WebAuthn Level 2): a form with data-passkey="get" signs with one that is there, "create" makes one. What the browser
// needs is asked for at the press, at the form's own address; what it made is sent as the form. Whatever it refuses is said beside
// the button, in the words of the page (templates/signing_in/_passkey_said.html).

const isKnown = Boolean(window.PublicKeyCredential && navigator.credentials);

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (each) => String.fromCharCode(each)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const withId = (each) => ({ ...each, id: bytes(each.id) });

/** What came as JSON, as the browser wants it. */
function asked({ publicKey }) {
  const made = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (publicKey.user) made.user = withId(publicKey.user);
  for (const list of ["allowCredentials", "excludeCredentials"]) if (publicKey[list]) made[list] = publicKey[list].map(withId);
  return { publicKey: made };
}

/** And back again; `toJSON` of the browsers themselves is too young. */
function written(credential) {
  const { id, rawId, type, response, authenticatorAttachment } = credential;
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  const clientExtensionResults = credential.getClientExtensionResults();
  return { id, rawId: text(rawId), type, authenticatorAttachment, response: said, clientExtensionResults };
}

/** The name of the words for it, in _passkey_said.html. */
const WORDS = {
  NotAllowedError: "stopped", AbortError: "stopped", TimeoutError: "stopped", InvalidStateError: "here", SecurityError: "site",
  NotSupportedError: "unable", ConstraintError: "unable", TypeError: "away", Busy: "busy",
};

function say(form, name) {
  const place = document.getElementById(form.dataset.said) || form;
  for (const line of place.querySelectorAll("[data-passkey-said]")) line.hidden = line.dataset.passkeySaid !== name;
}

async function options(form) {
  const reply = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (reply.redirected) {
    location.assign(reply.url); // signed in already, or asked who one is
    return null;
  }
  if (!reply.ok) throw Object.assign(new Error(), { name: reply.status === 429 ? "Busy" : "TypeError" });
  return asked(await reply.json());
}

async function go(form) {
  const found = await options(form);
  if (!found) return;
  const credential = await navigator.credentials[form.dataset.passkey](found);
  form.elements.credential.value = JSON.stringify(written(credential));
  form.submit();
}

function start(form) {
  let isBusy = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    say(form, "");
    go(form)
      .catch((fault) => say(form, WORDS[fault.name] || "other"))
      .finally(() => (isBusy = false));
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const makes = form.dataset.passkey === "create";
  if (isKnown) start(form);
  else if (makes) say(form, window.isSecureContext ? "unknown" : "site");
  form.hidden = !isKnown && !makes; // where one comes in there are other ways, and nobody asked for this one
}
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.querySelectorAll("form[data-passkey]")) form.elements.credential.value = "";
});
