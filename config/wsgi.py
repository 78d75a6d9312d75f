import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config.database import hurry
from reports.paper import get_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
hurry(settings.DATABASES["default"])
get_ready()  # so that nobody's first report waits for it

from hosting import keeping  # noqa: E402 -- its rows want the apps

keeping.keep()  # what ends stands in a file of this server too, seconds later (docs/adr/0065)
