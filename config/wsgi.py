import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config.database import hurry
from reports.paper import get_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
hurry(settings.DATABASES["default"])
get_resolver().url_patterns  # noqa: B018 -- with all that they lead to, in memory that processes share
get_ready()  # so that nobody's first report waits for it
