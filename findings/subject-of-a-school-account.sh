#!/bin/sh
# OpenID Connect Core 1.0, section 2: a subject (sub) "MUST NOT exceed 255 ASCII characters in length". django-allauth
# keeps 191. A provider that gives a longer one, as the standard allows, ends in ImproperlyConfigured at the sign-in.
# There is a setting for it, SOCIALACCOUNT_UID_MAX_LENGTH; but the column stands in a migration of the package, so with
# 255 `makemigrations --check` fails from then on, and `makemigrations` writes a file into the installed package.
#
# So a longer subject is kept as its SHA-256, which is as long for ever (signing_in/claims.py).
#
# Seen on 2026-11-29 with django-allauth 65.21.1, Django 6.1.3, Python 3.13:
#   191 characters: 191 kept
#   192 characters: ImproperlyConfigured: SOCIALACCOUNT_UID_MAX_LENGTH too small (<192)
#   255 characters: ImproperlyConfigured: SOCIALACCOUNT_UID_MAX_LENGTH too small (<255)
#   with the setting: makemigrations --check ends with 1, Alter field uid on socialaccount
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: "django-allauth[socialaccount]==65.21.1" django==6.1.3
cat >site_of_one_file.py <<'PYTHON'
import os
import sys

import django
from django.conf import settings

longest = {"SOCIALACCOUNT_UID_MAX_LENGTH": int(os.environ["LONGEST"])} if "LONGEST" in os.environ else {}
apps = ["auth", "contenttypes", "sessions", "messages"]
settings.configure(
    INSTALLED_APPS=[*(f"django.contrib.{app}" for app in apps), "allauth", "allauth.account", "allauth.socialaccount",
                    "allauth.socialaccount.providers.openid_connect"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "allauth.account.middleware.AccountMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]}}],
    SECRET_KEY="of a finding", DEFAULT_AUTO_FIELD="django.db.models.AutoField", ROOT_URLCONF=__name__, **longest,
)
urlpatterns = []
django.setup()

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import RequestFactory

if longest:
    call_command("makemigrations", "--check", "--dry-run")
    sys.exit("the table has become as long as the setting")

app = SocialApp(provider="openid_connect", provider_id="school", client_id="here", settings={"server_url": "https://school.example"})
provider = OpenIDConnectProvider(RequestFactory().get("/"), app=app)


def kept(length):
    try:
        login = provider.sociallogin_from_response(None, {"userinfo": {"sub": "s" * length}})
    except ImproperlyConfigured as refused:
        return f"ImproperlyConfigured: {refused}"
    return f"{len(login.account.uid)} kept"


seen = {length: kept(length) for length in (191, 192, 255)}
for length, what in seen.items():
    print(f"{length} characters: {what}")
small = "ImproperlyConfigured: SOCIALACCOUNT_UID_MAX_LENGTH too small (<{})"
assert seen == {191: "191 kept", 192: small.format(192), 255: small.format(255)}, "this has changed"
PYTHON
here/bin/python site_of_one_file.py
if LONGEST=255 here/bin/python site_of_one_file.py >said 2>&1; then echo "this has changed" && exit 1; fi
grep -q "Alter field uid on socialaccount" said || { cat said && exit 1; }
echo "with the setting: makemigrations --check ends with 1, $(grep -o 'Alter field uid on socialaccount' said)"
