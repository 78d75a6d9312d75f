"""The app as gunicorn serves it (`tests.served.held`), with a press that prints nothing until the test lets
it go."""

import os
import time
from pathlib import Path

from django.conf import settings

from reports import paper
from tests.served import LET_GO

plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES["staticfiles"]["BACKEND"] = plain  # pages name files, and nobody asks for them here


def held(html, logo):
    while not Path(os.environ["VAR_DIR"], LET_GO).exists():
        time.sleep(0.02)
    return b"%PDF"


paper._press = lambda: held

from config.wsgi import application  # noqa: E402, F401 -- it gets the press ready
