"""`python -m tests.served PART…`, run by tests/test_served.py: one process on an empty database with the
settings of a real server."""

import importlib
import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.conf import settings  # noqa: E402 -- after the setup
from django.core.management import call_command  # noqa: E402 -- needs the settings first
from django.db import connection  # noqa: E402

from checklists.actions import load_all  # noqa: E402
from home import places  # noqa: E402
from tests.patience import SECONDS  # noqa: E402

# Eight writers or a class wait for one another. How long a person may is the server's affair; here all of
# them get their turn.
options, is_sqlite = settings.DATABASES["default"]["OPTIONS"], connection.vendor == "sqlite"
(options if is_sqlite else options["pool"])["timeout"] = SECONDS
places.MOMENT = places.MOST = SECONDS
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.QUIET_HOURS = False  # it runs at any hour
settings.STORAGES["staticfiles"]["BACKEND"] = plain  # pages name files, and nobody asks for them here
settings.QUIET_HOURS = False  # letters leave whenever this runs
call_command("migrate", verbosity=0)
load_all()
found = {part: importlib.import_module(f"tests.served.{part}").run() for part in sys.argv[1:]}
sys.stdout.write(json.dumps(found))
