"""The app as gunicorn serves it (`tests.served.held`), with a press that prints nothing until the test lets it go."""

import os
import time
from pathlib import Path

from reports import paper

GO = Path(os.environ["VAR_DIR"]) / "let-the-press-go"


def held(html, logo):
    while not GO.exists():
        time.sleep(0.02)
    return b"%PDF"


paper._press = lambda: held

from django.conf import settings  # noqa: E402 -- after its module was named

from config.wsgi import application  # noqa: E402, F401 -- it gets the press ready

plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES["staticfiles"]["BACKEND"] = plain  # pages name files, and nobody asks for them here
