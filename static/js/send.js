// One POST to the server, and what became of it. Success is one exact status with the expected answer, nothing else:
// a sign-in page or the welcome page of a school's wifi is no success.

const KINDS = {
  200: "saved", 201: "saved", 400: "invalid", 401: "signin", 403: "signin", 404: "gone", 409: "conflict", 413: "invalid",
  422: "invalid", 423: "closed",
};
const PATIENCE = 20000;
const form = document.getElementById("write");
const page = { lang: document.documentElement.lang, lens: form.dataset.lens.split(" ").filter(Boolean) };

let ahead = 0; // how far the server's clock is ahead of this device's

/** The time now, by the server's clock. */
export const now = () => new Date(Date.now() + ahead);

/** Read at every sending: signing in again changes it. */
export const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";

/** Saves one entry of this page's account. Resolves to {kind, body}; never rejects. Kinds: saved, conflict, invalid,
 *  closed, gone, signin, or later (no answer: try again). */
export const save = (entry, options) =>
  post(form.dataset.entries, { voice: form.dataset.voice, entry: { ...page, ...entry } }, options);

/** Adds a text, with today's date, to an account that is open already. */
export const add = (text, about) => post(form.dataset.addition, { kind: "late", text, lang: page.lang, ...about });

async function post(url, message, { keepalive = false } = {}) {
  try {
    return await outcome(await fetch(url, {
      method: "POST",
      redirect: "manual",
      keepalive,
      signal: AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify(message),
    }));
  } catch {
    return { kind: "later", body: {} };
  }
}

async function outcome(response) {
  if (response.type === "opaqueredirect") return { kind: "signin", body: {} };
  const body = await response.json().catch(() => null);
  const kind = KINDS[response.status] || "later";
  if (kind !== "saved") return { kind, body: body || {} };
  if (!body) return { kind: "later", body: {} };
  ahead = Date.parse(response.headers.get("Date")) - Date.now() || ahead;
  return { kind, body };
}
