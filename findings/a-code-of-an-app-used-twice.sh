#!/bin/sh
# RFC 6238, section 5.2: a code of an app is accepted once. django-allauth remembers for one period (30 seconds) that it
# was used. With MFA_TOTP_TOLERANCE = 1 the codes of the half minutes before and after are taken as well, so one holds
# for 90 seconds; read over a shoulder, it opens a second time from the 31st second on.
#
# So we remember it for as long as it holds (signing_in/forms.py, SecondStepForm).
#
# Seen on 2026-11-29 with django-allauth 65.21.1, Django 6.1.3, Python 3.13:
#   after 0 seconds: False; after 29 seconds: False; after 31 seconds: True; after 59 seconds: True
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: "django-allauth[mfa]==65.21.1" django==6.1.3 "time-machine>=3"
cat >used_twice.py <<'PYTHON'
from datetime import UTC, datetime, timedelta

import django
import time_machine
from django.conf import settings

apps = ["auth", "contenttypes", "sessions", "messages"]
settings.configure(
    INSTALLED_APPS=[*(f"django.contrib.{app}" for app in apps), "allauth", "allauth.account", "allauth.mfa"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "allauth.account.middleware.AccountMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]}}],
    SECRET_KEY="of a finding", DEFAULT_AUTO_FIELD="django.db.models.AutoField", MFA_TOTP_TOLERANCE=1,
)
django.setup()

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache

SECRET = generate_totp_secret()
BEGAN = datetime(2026, 11, 29, 12, tzinfo=UTC)
app = TOTP(Authenticator(user_id=1, type=Authenticator.Type.TOTP, data={"secret": SECRET}))


def opens_again(after):
    """The code of the next half minute, typed now, and once more so many seconds after."""
    cache.clear()
    with time_machine.travel(BEGAN, tick=False) as clock:
        code = format_hotp_value(hotp_value(SECRET, int(BEGAN.timestamp()) // 30 + 1))
        assert app.validate_code(code)
        clock.shift(timedelta(seconds=after))
        return app.validate_code(code)


seen = {after: opens_again(after) for after in (0, 29, 31, 59)}
print("; ".join(f"after {after} seconds: {opens}" for after, opens in seen.items()))
assert seen == {0: False, 29: False, 31: True, 59: True}, "this has changed"
PYTHON
here/bin/python used_twice.py
