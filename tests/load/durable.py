"""The app of a build, also one of before, with what is promised of a save now (docs/adr/0018). Served as
`durable`."""

import os

from django.conf import settings

if os.environ["LASTING"]:
    settings.DATABASES["default"]["OPTIONS"]["init_command"] = os.environ["LASTING"]

from config.wsgi import application  # noqa: F401 -- after the settings
