"""The services of schools, for tests: allauth.idp.oidc, served on its own. `tests/signing_in/there.py` starts
it and speaks to it; it ends when what started it does (stdin is closed).

Each first piece of an address is an issuer of its own: http://127.0.0.1:PORT/beek, …/berg. Whoever signs in
brings the claims along, on the page where a person would type a password: JSON, sent as it is or typed in its
field, with what stands in one document only under "id_token" or "userinfo". A browser is remembered.

    POST /ISSUER/control {"client": {id, secret, redirect_uri}}
    POST /ISSUER/control {"instead": {"token": [seconds, status, text]}}   the last piece of an address;
                                                                            null: itself again
    POST /ISSUER/control {} -> {"asked": [{"prompt": "login", …}, …]}       every start, in order
"""

import base64
import io
import json
import os
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

import django
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

APPS = ["auth", "contenttypes", "sessions"]
PAGE = """<!doctype html><html lang="en"><title>School</title><h1>Who are you?</h1>
<form method="post"><label>Claims <textarea name="claims">null</textarea></label><button>Go on</button></form>"""
CLAIMS = defaultdict(dict)  # by the primary key of who signed in
ASKED, INSTEAD = defaultdict(list), defaultdict(dict)  # by issuer


def new_key():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def configure(folder):
    own = [name.replace(".", "_") for name in ("auth", "contenttypes", "account", "allauth_idp_oidc")]
    settings.configure(
        SECRET_KEY="only-for-tests",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[f"django.contrib.{app}" for app in APPS]
        + ["allauth", "allauth.account", "allauth.idp.oidc"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(folder) / "idp.sqlite3"}},
        MIGRATION_MODULES=dict.fromkeys(own),
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        LOGIN_URL="account_login",
        USE_TZ=True,
        IDP_OIDC_ADAPTER=f"{__name__}.Adapter",
        IDP_OIDC_PRIVATE_KEY=new_key(),
    )
    sys.modules[settings.ROOT_URLCONF] = sys.modules["__main__"]
    django.setup()


folder = tempfile.TemporaryDirectory()
configure(folder.name)

from allauth.idp.oidc.adapter import DefaultOIDCAdapter  # noqa: E402 -- after the settings
from allauth.idp.oidc.models import Client  # noqa: E402
from django.contrib.auth import login  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse  # noqa: E402
from django.urls import get_script_prefix, include, path  # noqa: E402


class Adapter(DefaultOIDCAdapter):
    def get_issuer(self):
        return self.request.build_absolute_uri(get_script_prefix()).rstrip("/")

    def get_claims(self, purpose, user, client, scopes, email=None, **kwargs):
        claims = dict(CLAIMS[user.pk])
        documents = {name: claims.pop(name, {}) for name in ("id_token", "userinfo")}
        return claims | documents[purpose]


def sign_in(request):
    """Who is sent here signs in with whatever is brought along, or goes back without (null)."""
    if request.method != "POST":
        return HttpResponse(PAGE)
    typed = request.POST.get("claims") or request.body
    began, claims = request.GET["next"], json.loads(typed)
    if claims is None:
        return HttpResponseRedirect(cancelled(began))
    user = User.objects.create_user(os.urandom(16).hex())
    CLAIMS[user.pk] = claims
    login(request, user, "django.contrib.auth.backends.ModelBackend")
    return HttpResponseRedirect(began)


def cancelled(began):
    asked = dict(parse_qsl(urlsplit(began).query))
    answer = {"error": "access_denied", "state": asked["state"]}
    return f"{asked['redirect_uri']}?{urlencode(answer)}"


def control(request):
    issuer, told = request.META["SCRIPT_NAME"], json.loads(request.body)
    if client := told.get("client"):
        add_client(**client)
    INSTEAD[issuer].update(told.get("instead", {}))
    return JsonResponse({"asked": ASKED[issuer]})


def add_client(id, secret, redirect_uri):
    client = Client.objects.filter(pk=id).first() or Client(pk=id, skip_consent=True)
    client.set_scopes(["openid", "email", "profile"])
    client.set_redirect_uris([*client.get_redirect_uris(), redirect_uri])
    client.set_secret(secret)
    client.save()


urlpatterns = [
    path("control", control),
    path("sign-in", sign_in, name="account_login"),
    path("sign-in-again", sign_in, name="account_reauthenticate"),
    path("", include("allauth.idp.urls", namespace="idp")),
]


def application(environ, start_response):
    """Puts the issuer where Django looks for the place of a whole site, and lets a fault go before."""
    _, issuer, rest = f"{environ['PATH_INFO']}/".split("/", 2)
    environ |= {"SCRIPT_NAME": f"/{issuer}", "PATH_INFO": f"/{rest.removesuffix('/')}"}
    name = rest.removesuffix("/").rpartition("/")[2]
    if name == "authorize":
        ASKED[f"/{issuer}"].append(dict(parse_qsl(environ["QUERY_STRING"])))
    if environ.get("HTTP_AUTHORIZATION", "").startswith("Basic "):
        as_the_standard_says(environ)
    if not INSTEAD[f"/{issuer}"].get(name):
        return django_itself(environ, start_response)
    seconds, status, text = INSTEAD[f"/{issuer}"][name]
    time.sleep(seconds)
    start_response(f"{status} {status}", [("Content-Type", "application/json")])
    return [text.encode()]


def as_the_standard_says(environ):
    """Name and secret come in the header as in a form (RFC 6749, section 2.3.1); allauth reads them as they
    are, in a form."""
    pair = base64.b64decode(environ.pop("HTTP_AUTHORIZATION").partition(" ")[2]).decode()
    client_id, secret = map(unquote_plus, pair.split(":"))
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    body += b"&" + urlencode({"client_id": client_id, "client_secret": secret}).encode()
    environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}


def end_with_who_started_it():
    sys.stdin.read()
    folder.cleanup()
    os._exit(0)


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


if __name__ == "__main__":
    call_command("migrate", run_syncdb=True, verbosity=0)
    django_itself = get_wsgi_application()
    threading.Thread(target=end_with_who_started_it, daemon=True).start()
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(application)
    print(server.server_port, flush=True)  # noqa: T201 -- to who started it
    server.serve_forever()
