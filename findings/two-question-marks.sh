#!/bin/sh
# The address at a school's service that people are sent to may have a query of its own, which "MUST be retained when
# adding additional query parameters" (RFC 6749, section 3.1; OpenID Connect Core 1.0, section 3.1.2, builds on it). A
# service that keeps schools or staff apart by it says so in its discovery document: .../authorize?p=staff.
#
#   django-allauth 65.21.1, mozilla-django-oidc 5.0.2   put a second question mark behind it. So the first thing they
#                                                       say is no parameter, but the end of the service's own.
#   Authlib 1.9.10, requests-oauthlib 2.0.0             put an &, as the standard says.
#
# With allauth it is client_id that gets lost: the service does not know who asks, and says so on a page of its own,
# from which nobody comes back. With mozilla-django-oidc it is response_type, without which oidc-provider can do; only
# what it said itself is not what it gets. So allauth's address is mended before anybody is sent there
# (signing_in/provider.py, SchoolClient.get_redirect_url).
#
# Seen on 2026-11-29 with Django 6.1.3, Python 3.13, Node.js 20.20, and oidc-provider 9.13.3 as the service:
SEEN='
django-allauth       p=staff?client_id=here     400 invalid_request
mozilla-django-oidc  p=staff?response_type=code 303 on to its own page
Authlib              p=staff                    303 on to its own page
requests-oauthlib    p=staff                    303 on to its own page
'
set -eu
folder=$(mktemp -d)
service=
trap 'kill $service 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: \
    "django-allauth[socialaccount]==65.21.1" django==6.1.3 mozilla-django-oidc==5.0.2 authlib==1.9.10 \
    requests-oauthlib==2.0.0 oauthlib==4.0.1 requests==2.34.2
npm install --silent --no-audit --no-fund oidc-provider@9.13.3

cat >service.mjs <<'JS'
import { writeFileSync } from "node:fs";
import Provider from "oidc-provider";

const clients = [{ client_id: "here", client_secret: "of-a-finding", redirect_uris: ["https://here.example/back"] }];
const provider = new Provider("http://127.0.0.1", { clients, pkce: { required: () => false } });
const server = provider.listen(0, "127.0.0.1", () => writeFileSync("port", `${server.address().port}`));
JS
cat >clients.py <<'PYTHON'
import re
import sys
from urllib.parse import parse_qs, urlsplit

import django
import requests
from django.conf import settings
from django.urls import path

THERE = f"http://127.0.0.1:{sys.argv[1]}/auth?p=staff"
BACK = "https://here.example/back"

apps = ["django.contrib.auth", "django.contrib.contenttypes", "allauth", "allauth.account", "allauth.socialaccount"]
settings.configure(
    INSTALLED_APPS=apps, MIDDLEWARE=["allauth.account.middleware.AccountMiddleware"], ROOT_URLCONF=__name__,
    SECRET_KEY="of a finding", ALLOWED_HOSTS=["here.example"], OIDC_OP_AUTHORIZATION_ENDPOINT=THERE, OIDC_RP_CLIENT_ID="here",
    OIDC_RP_CLIENT_SECRET="of-a-finding", OIDC_OP_TOKEN_ENDPOINT="", OIDC_OP_USER_ENDPOINT="",
)
django.setup()
urlpatterns = [path("back", lambda request: None, name="oidc_authentication_callback")]

from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from authlib.integrations.requests_client import OAuth2Session as Authlib
from django.test import RequestFactory
from mozilla_django_oidc.views import OIDCAuthenticationRequestView
from requests_oauthlib import OAuth2Session


def by_mozilla():
    request = RequestFactory(headers={"host": "here.example"}).get("/", secure=True)
    request.session = {}
    return OIDCAuthenticationRequestView.as_view()(request).url


def there(address):
    """What the service answers to a browser that comes with this address."""
    answer = requests.get(address, allow_redirects=False, headers={"Accept": "text/html"})
    said = re.search("invalid_[a-z]+", answer.text) if answer.status_code == 400 else None
    return f"{answer.status_code} {said[0] if said else 'on to its own page'}"


addresses = {
    "django-allauth": OAuth2Client(None, "here", "", "POST", "", BACK).get_redirect_url(THERE, ["openid"], {}),
    "mozilla-django-oidc": by_mozilla(),
    "Authlib": Authlib("here", scope="openid", redirect_uri=BACK).create_authorization_url(THERE)[0],
    "requests-oauthlib": OAuth2Session("here", scope="openid", redirect_uri=BACK).authorization_url(THERE)[0],
}
for name, address in addresses.items():
    print(f"{name:20} p={parse_qs(urlsplit(address).query)['p'][0]:24} {there(address)}")
PYTHON

node service.mjs >said 2>&1 &
service=$!
for second in $(seq 60); do [ -s port ] && break || sleep 1; done
OAUTHLIB_INSECURE_TRANSPORT=1 here/bin/python clients.py "$(cat port)" >seen || { cat said && exit 1; }
cat seen
echo "$SEEN" | sed '/^$/d' | diff - seen || { echo "this has changed" && exit 1; }
