import os

from django.core.wsgi import get_wsgi_application

from reports.paper import get_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
get_ready()  # so that nobody's first report waits for it
