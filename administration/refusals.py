"""Why something cannot be done for a person or a school. Like observations.refusals, in words of the
administration."""

from django.utils.translation import gettext_lazy as _

from observations import refusals
from people.models import User


class NotNow(refusals.NotNow):
    reasons = {
        "last_administrator": _("Nobody else would look after people and teams then. First let somebody else do that."),
        "operator": _("This person keeps Meekijken running for your school, and can only leave by way of who does that too."),
        "day": _("Choose today or a later day."),
        "school_closed": _("The whole school has left. Whoever comes back, comes back with the school."),
    }  # fmt: skip


def why_may_not_leave(by, person):
    """The reason, or ""."""
    if person.is_superuser and not by.is_superuser:
        return "operator"
    stay = User.objects.here().filter(school=person.school_id, is_administrator=True, leaves_on=None)
    return "" if stay.exclude(pk=person.pk).exists() else "last_administrator"


def require_may_leave(by, person):
    if reason := why_may_not_leave(by, person):
        raise NotNow(reason)
