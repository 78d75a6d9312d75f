from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    holds_words = True  # of people: wiped from the files when they are deleted (people/traces.py)
    verbose_name = _("Team mirrors")
