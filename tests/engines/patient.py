"""The app as gunicorn serves it to the engines. On a tablet a server that says nothing for seconds is no
network; here it is a busy machine."""

import django
from django.conf import settings

from tests import patience

settings.SCHOOL_SERVICES_ON_LOOPBACK = True  # there they are served (tests/signing_in/idp.py)
django.setup()

from home.views import device  # noqa: E402 -- it knows people, who are rows

device.PATIENCE = patience.MILLISECONDS

from config.wsgi import application  # noqa: E402, F401 -- it gets the patient worker ready
