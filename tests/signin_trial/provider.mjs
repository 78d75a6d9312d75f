// provider.mjs NAME PORT: the service of one school, a real OpenID Provider. OIDC_PROVIDER names the module.
// Prints its issuer once it listens, ends when what started it does (stdin is closed).
// POST /_be {…} says what it is from now on (see `is`); GET /_log what was asked since.
import crypto from "node:crypto";
import http from "node:http";
import zlib from "node:zlib";
const { Provider } = await import(process.env.OIDC_PROVIDER);

const [name, port] = [process.argv[2], Number(process.argv[3])];
const SECRET = "geheim-geheim-geheim", ODD_SECRET = "a+b %2F:~&=;/?";
const is = { who: "s1", people: {}, denies: false, bend: {}, faults: {}, life: 3600, says: {} };
let log = [], keys = [key()], handler, provider;

function key() {
  const { privateKey } = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: crypto.randomUUID(), use: "sig", alg: "RS256" };
}

const backs = (...hosts) => hosts.map((host) => `http://${host}/account/school/${name}/back/`);
const client = (client_id, more = {}) => ({
  client_id, client_secret: SECRET, redirect_uris: backs("127.0.0.1:8145"), response_types: ["code"], grant_types: ["authorization_code"],
  token_endpoint_auth_method: "client_secret_basic", ...more,
});
const clients = [
  client("basic"),
  client("post", { token_endpoint_auth_method: "client_secret_post" }),
  client("odd-basic", { client_secret: ODD_SECRET }),
  client("odd-post", { client_secret: ODD_SECRET, token_endpoint_auth_method: "client_secret_post" }),
  client("pairwise-one", { subject_type: "pairwise" }),
  client("pairwise-other", { subject_type: "pairwise", redirect_uris: backs("localhost:8145") }),
];

// Its own grants are given at once: what a person of a school is asked there is not ours.
async function loadExistingGrant({ oidc }) {
  const before = oidc.session.grantIdFor(oidc.client.clientId);
  const known = before && (await oidc.provider.Grant.find(before));
  if (known?.accountId === oidc.session.accountId) return known;
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope("openid email profile");
  await grant.save();
  return grant;
}

function begin(issuer) {
  provider = new Provider(issuer, {
    clients, loadExistingGrant, jwks: { keys }, cookies: { keys: [name], names: { session: `${name}_session` } },
    pkce: { required: () => true }, ttl: { IdToken: is.life }, subjectTypes: ["public", "pairwise"],
    pairwiseIdentifier: (_, account, { sectorIdentifier }) => crypto.createHash("sha256").update(sectorIdentifier + account).digest("hex"),
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "given_name", "family_name", "locale"] },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...is.people[id] }) }),
    renderError: (ctx, out) => { ctx.body = out; },
  });
  provider.use(async (ctx, next) => {
    await next();
    const { route, body = {}, params = {} } = ctx.oidc ?? {};
    log.push({ path: ctx.path, query: ctx.query, form: { ...body }, scheme: ctx.get("authorization").split(" ")[0], status: ctx.status, prompt: params.prompt });
    if (ctx.status === 200) bend(ctx, route);
  });
  handler = provider.callback();
}

// What no provider of this make would say: claims put over its own; null takes one away.
function over(claims, more) {
  return Object.fromEntries(Object.entries({ ...claims, ...more }).filter(([, value]) => value !== null));
}

function bend(ctx, route) {
  if (route === "discovery") ctx.body = over(ctx.body, is.says);
  if (route === "userinfo" && is.bend.userinfo !== undefined) ctx.body = Array.isArray(is.bend.userinfo) ? is.bend.userinfo : over(ctx.body, is.bend.userinfo);
  if (route !== "token") return;
  const answer = over(ctx.body, is.bend.token ?? {});
  if (is.bend.idToken && answer.id_token) {
    const [head, claims, signature] = answer.id_token.split(".");
    const bent = over(JSON.parse(Buffer.from(claims, "base64url")), is.bend.idToken);
    answer.id_token = [head, Buffer.from(JSON.stringify(bent)).toString("base64url"), signature].join(".");
  }
  ctx.body = answer;
}

const BOMB = zlib.gzipSync(Buffer.alloc(20_000_000, " ")); // 20 kB on the wire
const JSON_TYPE = { "content-type": "application/json" };
const forever = (write) => { const timer = setInterval(write, 500); return () => clearInterval(timer); };
const FAULTS = {
  hang: () => {},
  slow: (req, res) => setTimeout(() => handler(req, res), 3000),
  drips: (req, res) => { res.writeHead(200, { ...JSON_TYPE, "content-length": 5000 }); res.on("close", forever(() => res.write(" "))); },
  "drips in pieces": (req, res) => { res.writeHead(200, JSON_TYPE); res.on("close", forever(() => res.write(" "))); },
  "drips before its answer": (req, res) => {
    const { socket } = res;
    socket.write("HTTP/1.1 200 OK\r\nx-slow: ");
    socket.on("close", forever(() => socket.write("a"))).on("error", () => {});
  },
  "stops halfway": (req, res) => { res.writeHead(200, { ...JSON_TYPE, "content-length": 5000 }); res.write("{"); setTimeout(() => res.destroy(), 50); },
  "too much": (req, res) => { res.writeHead(200, JSON_TYPE); res.end(JSON.stringify({ much: "x".repeat(2_000_000) })); },
  "a bomb": (req, res) => { res.writeHead(200, { ...JSON_TYPE, "content-encoding": "gzip" }); res.end(BOMB); },
  "another place": (req, res) => { res.writeHead(302, { location: "http://127.0.0.1:8145/" }); res.end(); },
  "a page": (req, res) => { res.writeHead(200, { "content-type": "text/html" }); res.end("<h1>Onderhoud</h1>"); },
  "no type": (req, res) => { res.writeHead(200); res.end("{}"); },
  "a list": (req, res) => { res.writeHead(200, JSON_TYPE); res.end("[]"); },
  "a deep one": (req, res) => { res.writeHead(200, JSON_TYPE); res.end("[".repeat(200_000)); },
  "a long number": (req, res) => { res.writeHead(200, JSON_TYPE); res.end(`{"expires_in": ${"9".repeat(5000)}}`); },
  503: (req, res) => { res.writeHead(503); res.end(); },
};

async function read(req) {
  let text = "";
  for await (const piece of req) text += piece;
  return text;
}

const server = http.createServer(async (req, res) => {
  const { pathname } = new URL(req.url, "http://here");
  if (pathname === "/_be") {
    const { rotates, ...more } = JSON.parse(await read(req));
    if (rotates) keys = [key()];
    const is_new = rotates || (more.life ?? is.life) !== is.life;
    Object.assign(is, more);
    log = [];
    if (is_new) begin(provider.issuer);
    return res.end();
  }
  if (pathname === "/_log") return res.end(JSON.stringify(log));
  const how = is.faults[pathname];
  if (how) return FAULTS[how](req, res);
  if (!pathname.startsWith("/interaction/")) return handler(req, res);
  const result = is.denies ? { error: "access_denied" } : { login: { accountId: is.who } };
  await provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false }).catch((fault) => res.end(String(fault)));
});
process.stdin.on("end", () => process.exit()).resume();
server.listen(port, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  begin(issuer);
  console.log(issuer);
});
