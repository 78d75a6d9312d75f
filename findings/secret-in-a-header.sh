#!/bin/sh
# A client says its name and secret in the header "Authorization: Basic" after writing both as in a form (RFC 6749,
# section 2.3.1; appendix B). Both may hold any sign from space to ~ (appendix A.1, A.2). Not everybody does so, and who
# does, does it in two ways. So two programs that hold the same name and secret may not know each other:
#
#   django-allauth 65.21.1   writes both as they are, and as a service (allauth.idp.oidc) reads both as they are.
#   oidc-provider 9.13.3     reads them as from a form: + is a space, and %2B a plus.
#   openid-client 6.9.0      writes them as a form of HTML 4.01, which the appendix names: there - becomes %2D, also _ . ~
#
# So a secret with + or %, or a name with a colon (any URL), is refused at one kind of service, and one with a dash at the
# other, mostly in the words for a wrong secret. Letters and digits alone pass everywhere. Our client writes both as in
# a form and leaves - _ . ~ as they are, as urllib does: then a service that reads as the standard says knows them all,
# and one that reads them raw knows most (signing_in/provider.py, SchoolClient). The service of our tests reads as the
# standard says (tests/signing_in/idp.py).
#
# Seen on 2026-11-29 with Django 6.1.3, Python 3.13, Node.js 20.20:
#   name        secret       client         oidc-provider    allauth.idp.oidc
SEEN='
school      Letters0123  allauth        a token          a token
school      Letters0123  openid-client  a token          a token
school      Letters0123  urllib         a token          a token
school      let-ters_01  allauth        a token          a token
school      let-ters_01  openid-client  a token          invalid_client
school      let-ters_01  urllib         a token          a token
school      let+ters     allauth        invalid_client   a token
school      let+ters     openid-client  a token          invalid_client
school      let+ters     urllib         a token          invalid_client
school      let%ters     allauth        invalid_request  a token
school      let%ters     openid-client  a token          invalid_client
school      let%ters     urllib         a token          invalid_client
the-school  Letters0123  allauth        a token          a token
the-school  Letters0123  openid-client  a token          invalid_client
the-school  Letters0123  urllib         a token          a token
urn:school  Letters0123  allauth        invalid_client   invalid_client
urn:school  Letters0123  openid-client  a token          invalid_client
urn:school  Letters0123  urllib         a token          invalid_client
'
set -eu
folder=$(mktemp -d)
services=
trap 'kill $services 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: \
    "django-allauth[socialaccount,idp-oidc]==65.21.1" django==6.1.3 oauthlib==4.0.1 requests==2.34.2
npm install --silent --no-audit --no-fund oidc-provider@9.13.3 openid-client@6.9.0

cat >pairs.json <<'JSON'
[["school", "Letters0123"], ["school", "let-ters_01"], ["school", "let+ters"], ["school", "let%ters"],
 ["the-school", "Letters0123"], ["urn:school", "Letters0123"]]
JSON

# The two services, each with one client per address: /0 knows the first pair, /1 the second, and so on.
cat >service.mjs <<'JS'
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const services = JSON.parse(readFileSync("pairs.json")).map(([client_id, client_secret]) => new Provider("http://127.0.0.1", {
    clients: [{ client_id, client_secret, grant_types: ["client_credentials"], redirect_uris: [], response_types: [] }],
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
}).callback());
const server = createServer((request, response) => {
    const number = request.url.split("/")[1];
    request.url = "/token";
    services[number](request, response);
});
server.listen(0, "127.0.0.1", () => writeFileSync("port.node", `${server.address().port}`));
JS
cat >service.py <<'PYTHON'
import json
from pathlib import Path
from wsgiref.simple_server import make_server

import django
from django.conf import settings

apps = ["auth", "contenttypes", "sessions"]
settings.configure(
    INSTALLED_APPS=[*(f"django.contrib.{app}" for app in apps), "allauth", "allauth.account", "allauth.idp.oidc"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "allauth.account.middleware.AccountMiddleware"],
    SECRET_KEY="of a finding", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"],
)
django.setup()

from allauth.idp.oidc.models import Client
from allauth.idp.oidc.views import token
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import path

PAIRS = json.loads(Path("pairs.json").read_text())


def known(request, number):
    Client.objects.all().delete()
    name, secret = PAIRS[number]
    client = Client(id=name, grant_types="client_credentials")
    client.set_secret(secret)
    client.save()
    return token(request)


known.csrf_exempt = True
urlpatterns = [path("<int:number>", known)]
call_command("migrate", verbosity=0)
server = make_server("127.0.0.1", 0, get_wsgi_application())
Path("port.python").write_text(str(server.server_port))
server.serve_forever()
PYTHON

# The three clients: each says for every pair what either service answered.
cat >client.mjs <<'JS'
import { readFileSync } from "node:fs";
import * as client from "openid-client";

const answered = async (address, name, secret) => {
    const service = new client.Configuration({ issuer: "http://127.0.0.1", token_endpoint: address }, name, undefined, client.ClientSecretBasic(secret));
    client.allowInsecureRequests(service);
    return client.clientCredentialsGrant(service).then(() => "a token", (refused) => refused.error ?? refused.cause[0].parameters.error);
};
for (const [number, [name, secret]] of JSON.parse(readFileSync("pairs.json")).entries()) {
    const [node, python] = await Promise.all(process.argv.slice(2).map((port) => answered(`http://127.0.0.1:${port}/${number}`, name, secret)));
    console.log(`${number} ${name.padEnd(11)} ${secret.padEnd(12)} openid-client  ${node.padEnd(16)} ${python}`);
}
JS
cat >client.py <<'PYTHON'
import json
import sys
from pathlib import Path
from urllib.parse import quote_plus

import django
import requests
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "allauth", "allauth.account", "allauth.socialaccount"],
    MIDDLEWARE=["allauth.account.middleware.AccountMiddleware"],
)
django.setup()

from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error

GRANT = {"grant_type": "client_credentials"}


def by_allauth(address, name, secret):
    try:
        OAuth2Client(None, name, secret, "POST", address, "", basic_auth=True).get_access_token("", extra_data=GRANT)
    except OAuth2Error as refused:
        return json.loads(str(refused).partition("b'")[2].removesuffix("'"))["error"]
    return "a token"


def by_urllib(address, name, secret):
    answer = requests.post(address, GRANT, auth=(quote_plus(name), quote_plus(secret))).json()
    return answer.get("error", "a token")


for number, pair in enumerate(json.loads(Path("pairs.json").read_text())):
    for client, by in (("allauth", by_allauth), ("urllib", by_urllib)):
        node, python = (by(f"http://127.0.0.1:{port}/{number}", *pair) for port in sys.argv[1:])
        print(f"{number} {pair[0]:11} {pair[1]:12} {client:14} {node:16} {python}")
PYTHON

node service.mjs >said 2>&1 &
services=$!
here/bin/python service.py >said.python 2>&1 &
services="$services $!"
for second in $(seq 60); do [ -s port.node ] && [ -s port.python ] && break || sleep 1; done
ports="$(cat port.node) $(cat port.python)"
{ node client.mjs $ports; here/bin/python client.py $ports; } | sort | cut -d ' ' -f 2- >seen || { cat said said.python && exit 1; }
cat seen
echo "$SEEN" | sed '/^$/d' | diff - seen || { echo "this has changed" && exit 1; }
