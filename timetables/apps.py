from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimetablesConfig(AppConfig):
    name = "timetables"
    verbose_name = _("timetables")
    holds_words = True  # subjects, groups and rooms: wiped from the files when they go (people/traces.py)
