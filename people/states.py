"""In which state somebody's account is: said in one place, for lists, counts and pages.

Of the first sign-in it says that there was one, and never when.
"""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    NEW = "new", pgettext_lazy("person", "not invited yet")
    INVITED = "invited", pgettext_lazy("person", "invited")
    ACTIVE = "active", pgettext_lazy("person", "active")
    PAUSED = "paused", pgettext_lazy("person", "on pause")
    LEAVING = "leaving", pgettext_lazy("person", "leaving")
    CLOSED = "closed", _("account closed")
    GONE = "gone", pgettext_lazy("person", "gone")


NEVER_IN = Q(last_login=None)
# the first that holds
RULES = {
    State.GONE: Q(left_at__isnull=False),
    State.CLOSED: Q(closed_at__isnull=False),
    State.LEAVING: Q(leaves_on__isnull=False),
    State.PAUSED: Q(is_active=False),
    State.INVITED: NEVER_IN & Q(invited_at__isnull=False),
    State.NEW: NEVER_IN & Q(password__startswith=UNUSABLE_PASSWORD_PREFIX),
}


def state():
    """For `annotate`: the state of each person asked for."""
    rules = (When(rule, then=Value(name.value)) for name, rule in RULES.items())
    return Case(*rules, default=Value(State.ACTIVE.value), output_field=models.CharField())
