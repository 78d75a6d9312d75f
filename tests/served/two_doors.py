"""Two processes of one server count wrong sign-ins together: guessing does not get twice as far."""

import re
import subprocess
import sys

from django.conf import settings
from django.test import Client

from tests import factories
from tests.patience import SECONDS

GUESS = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
from tests.served.two_doors import guess
print(*(guess(sys.argv[1]) for _time in range(3)))
"""


def run():
    """What three guesses at each of two doors said, and the right password afterwards."""
    person = factories.make_person("Noor Fictief", team=factories.make_team(factories.make_school()))
    here = [guess(person.email) for _time in range(3)]
    command = [sys.executable, "-c", GUESS, person.email]
    there = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True, timeout=SECONDS
    )
    return {"here": here, "there": there.stdout.split(), "right": guess(person.email, factories.PASSWORD)}


def guess(address, password="fout"):
    sent = {"login": address, "password": password}
    html = Client(HTTP_HOST="localhost").post("/account/login/", sent).content.decode()
    html = re.sub(r"<p [^>]*hidden>.*?</p>", "", html)  # what its script may say of a passkey
    return "closed" if "in korte tijd" in html else "wrong" if "horen niet bij elkaar" in html else html
