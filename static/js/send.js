// One POST to the server, and what became of it. Success is one exact status with the expected answer, nothing else:
// a sign-in page or the welcome page of a school's wifi is no success.

const KINDS = {
  200: "saved", 201: "saved", 400: "invalid", 401: "signin", 403: "signin", 404: "gone", 409: "conflict", 413: "invalid",
  422: "invalid", 423: "closed",
};
const FINAL = new Set(["saved", "conflict", "gone", "closed"]); // nobody else may say these
const PATIENCE = 20000;
const KEPT_ALIVE = 60000; // what a browser still sends for a page that is closing

/** Read at every sending: signing in again changes it. */
export const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";

/** Sends entries of one account. Resolves to an outcome {kind, body} for each; never rejects. Kinds: saved, conflict, invalid,
 *  closed, gone, signin, or later (no answer: try again, after `wait` seconds if it said so). `isWhole` marks an answer to the request instead of an entry. */
export async function deliver({ url, voice, by }, entries, options) {
  if (entries.length === 1) return [await post(url, { voice, by, entry: entries[0] }, options)];
  const { kind, body, date, wait } = await post(url, { voice, by, batch: entries }, options);
  if (body.results?.length !== entries.length) {
    return entries.map(() => ({ kind: kind === "saved" ? "later" : kind, body, wait, isWhole: true }));
  }
  return body.results.map(({ status, ...rest }) => ({ kind: KINDS[status] || "later", body: rest, date }));
}

export async function post(url, message, { keepalive = false } = {}) {
  const body = JSON.stringify(message);
  try {
    return await outcome(await fetch(url, {
      method: "POST",
      redirect: "manual",
      keepalive: keepalive && body.length < KEPT_ALIVE,
      signal: patience(PATIENCE),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body,
    }));
  } catch {
    return { kind: "later", body: {} };
  }
}

/** AbortSignal.timeout, also where it is missing: without an end one request would hold up all that come after it. */
export function patience(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}

async function outcome(response) {
  if (response.type === "opaqueredirect") return { kind: "signin", body: {} };
  const body = await response.json().catch(() => null);
  const kind = KINDS[response.status] || "later";
  const isOurs = response.headers.has("X-Person"); // the app signs what it says to who is signed in; a proxy does not
  if (FINAL.has(kind) && !(isOurs && (body || kind === "gone"))) return { kind: "later", body: {} };
  const wait = Number(response.headers.get("Retry-After")) || 0; // seconds; only a server that is busy says it
  return { kind, body: body || {}, date: response.headers.get("Date"), wait };
}
