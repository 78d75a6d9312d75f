"""The app as gunicorn serves it, but that the service of a school may be as slow as a busy machine."""

import django
from django.conf import settings

from tests.patience import SECONDS

plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES["staticfiles"]["BACKEND"] = plain  # pages name files, and nobody asks for them here
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the secret, at every sign-in
django.setup()

from signing_in import knocking  # noqa: E402 -- it knows services, which are rows

knocking.PATIENCE = knocking.LONGEST = SECONDS

from config.wsgi import application  # noqa: E402, F401 -- it gets the patient knocking ready
