"""Times as people type them, in 24 hours: 9, 915, 9.15, 9:15, 9u15. A numeric keyboard has no colon, so
figures alone will do.

static/js/hours.js reads the same in the browser; both are held by one table (tests/typed_times.py).
"""

import re
import unicodedata
from datetime import time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateformat import time_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

TYPED = re.compile(r"([0-9][0-9]??)[.,:\shur]{0,6}([0-9][0-9])?[\shur]{0,6}", re.IGNORECASE)
NO_TIME = _("This is no time. Type for example 9:15 or 915.")


def hours(typed):
    """The time that was typed, as 09:15; empty for what is none."""
    found = TYPED.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    hour, minute = (int(figures or 0) for figures in found.groups()) if found else (24, 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""  # noqa: PLR2004 (a day, an hour)


def shown(moment):
    """As people of this language write it: 09.15 or 09:15."""
    return time_format(moment, pgettext("clock", "H:i"))


class ClockInput(forms.TextInput):
    """A time field of the browser would follow the browser's language: 02:19 PM on a Dutch page."""

    def __init__(self):
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "data-hours": ""})

    def format_value(self, value):
        known = hours(value) if isinstance(value, str) else value
        moment = time.fromisoformat(known) if isinstance(known, str) and known else known
        return shown(moment) if moment else value


class ClockField(forms.Field):
    widget = ClockInput

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, time):
            return value or None
        if not value.strip():
            return None
        if known := hours(value):
            return time.fromisoformat(known)
        raise ValidationError(NO_TIME, code="invalid")
