#!/bin/sh
# A service may call one person otherwise towards each site, so that two sites cannot lay side by side what they know
# (pairwise subjects). Sites of one host hear the same: what counts is "the host component of the registered
# redirect_uri" (OpenID Connect Core 1.0, section 8.1), and a port is no part of a host (RFC 3986, section 3.2).
#
#   oidc-provider 9.13.3, pyop 3.5.0   count the port with it. So to an app that moves from :8443 to no port everybody
#                                      whom it knows comes back as somebody else, with the same address. To pyop even
#                                      :443, which an https address has anyway, is another place.
#
# So what a move of the host asks for, a move of the port does too (docs/signing-in.md); and who comes as another
# subject with the address of somebody who is linked is not let in, but told whom to ask (signing_in/joining.py).
#
# Seen on 2026-11-29 with Python 3.13, Node.js 20.20; what Zoe is called where she comes back to:
#                                  oidc-provider                pyop
SEEN='
https://here.example/back          zoe of here.example          zoe of here.example
https://here.example/another/path  zoe of here.example          zoe of here.example
https://here.example:443/back      zoe of here.example          zoe of here.example:443
https://here.example:8443/back     zoe of here.example:8443     zoe of here.example:8443
'
set -eu
folder=$(mktemp -d)
service=
trap 'kill $service 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: pyop==3.5.0 oic==1.7.0 requests==2.34.2
npm install --silent --no-audit --no-fund oidc-provider@9.13.3

cat >places.json <<'JSON'
["https://here.example/back", "https://here.example/another/path", "https://here.example:443/back", "https://here.example:8443/back"]
JSON

# Both are told to write down what they take for the place, where a real service would make a hash of it.
cat >service.mjs <<'JS'
import { readFileSync, writeFileSync } from "node:fs";
import Provider from "oidc-provider";

const clients = JSON.parse(readFileSync("places.json")).map((place, number) => ({
    client_id: `${number}`, client_secret: "of-a-finding", redirect_uris: [place], subject_type: "pairwise",
}));
const provider = new Provider("http://127.0.0.1", {
    clients, pkce: { required: () => false }, subjectTypes: ["pairwise"],
    pairwiseIdentifier: (context, person, client) => `${person} of ${client.sectorIdentifier}`,
});
const server = provider.listen(0, "127.0.0.1", () => writeFileSync("port", `${server.address().port}`));
JS
cat >visitor.py <<'PYTHON'
import base64
import json
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import requests
from Cryptodome.PublicKey import RSA
from jwkest.jwk import RSAKey
from pyop.authz_state import AuthorizationState
from pyop.provider import Provider
from pyop.subject_identifier import SubjectIdentifierFactory
from pyop.userinfo import Userinfo

HERE = f"http://127.0.0.1:{sys.argv[1]}"
PLACES = json.loads(Path("places.json").read_text())


def asks(number):
    return {"client_id": str(number), "redirect_uri": PLACES[number], "response_type": "code", "scope": "openid"}


def exchange(number, address):
    code = parse_qs(urlsplit(address).query)["code"][0]
    return {"grant_type": "authorization_code", "code": code, "redirect_uri": PLACES[number]}


def subject(id_token):
    return json.loads(base64.urlsafe_b64decode(id_token.split(".")[1] + "=="))["sub"]


def at_oidc_provider(number):
    """Zoe signs in and agrees, and the site asks who that was."""
    browser = requests.Session()
    answer = browser.get(f"{HERE}/auth", params=asks(number), allow_redirects=False)
    words = [{"prompt": "login", "login": "zoe", "password": "zoe"}, {"prompt": "consent"}]
    while (there := urljoin(HERE, answer.headers["Location"])).startswith(HERE):
        if "/interaction/" in there:
            answer = browser.post(there, words.pop(0), allow_redirects=False)
        else:
            answer = browser.get(there, allow_redirects=False)
    answer = requests.post(f"{HERE}/token", exchange(number, there), auth=(str(number), "of-a-finding"))
    return subject(answer.json()["id_token"])


class Readable(SubjectIdentifierFactory):
    def create_public_identifier(self, person):
        return person

    def create_pairwise_identifier(self, person, place):
        return f"{person} of {place}"


def at_pyop(number):
    facts = {"issuer": "https://school.example", "subject_types_supported": ["pairwise"], "scopes_supported": ["openid"]}
    facts |= {f"{name}_endpoint": f"https://school.example/{name}" for name in ("authorization", "token")} | {"jwks_uri": "https://school.example/keys"}
    client = {"redirect_uris": [PLACES[number]], "response_types": ["code"], "client_secret": "of-a-finding",
              "subject_type": "pairwise", "token_endpoint_auth_method": "client_secret_post"}
    provider = Provider(KEY, facts, AuthorizationState(Readable()), {str(number): client}, Userinfo({"zoe": {}}))
    answer = provider.authorize(provider.parse_authentication_request(urlencode(asks(number))), "zoe")
    token = exchange(number, answer.request(PLACES[number])) | {"client_id": str(number), "client_secret": "of-a-finding"}
    return subject(provider.handle_token_request(urlencode(token))["id_token"])


KEY = RSAKey(key=RSA.generate(2048), alg="RS256")
for number, place in enumerate(PLACES):
    print(f"{place:34} {at_oidc_provider(number):28} {at_pyop(number)}")
PYTHON

node service.mjs >said 2>&1 &
service=$!
for second in $(seq 60); do [ -s port ] && break || sleep 1; done
here/bin/python visitor.py "$(cat port)" >seen || { cat said && exit 1; }
cat seen
echo "$SEEN" | sed '/^$/d' | diff - seen || { echo "this has changed" && exit 1; }
