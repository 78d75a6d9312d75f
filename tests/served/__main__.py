"""`python -m tests.served`, run by tests/test_served.py: one process on an empty database with the settings
of a real server."""

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
from tests.patience import SECONDS  # noqa: E402
from tests.served import (  # noqa: E402
    closing_time,
    eight_writers,
    forgotten_on_disk,
    held_back,
    held_press,
    killed_worker,
    own_files,
    pulse_on_disk,
    two_doors,
    two_hundred_students,
)

# Eight writers or a class wait for one another. How long a person may is the server's affair; here all of
# them get their turn.
options, is_sqlite = settings.DATABASES["default"]["OPTIONS"], connection.vendor == "sqlite"
(options if is_sqlite else options["pool"])["timeout"] = SECONDS
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES["staticfiles"]["BACKEND"] = plain  # pages name files, and nobody asks for them here
call_command("migrate", verbosity=0)
load_all()
found = {
    part.__name__.rpartition(".")[2]: part.run()
    # forgotten_on_disk first: it looks whether any row of anybody is left
    for part in (
        forgotten_on_disk,
        killed_worker,
        held_press,
        pulse_on_disk,
        closing_time,
        two_hundred_students,
        eight_writers,
        own_files,
        two_doors,
        held_back,
    )
}
sys.stdout.write(json.dumps(found))
