from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from people import sorting


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("people")

    def ready(self):
        connection_created.connect(sorting.teach)
