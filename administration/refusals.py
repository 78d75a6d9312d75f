"""Why something cannot be done for a person or a school. Like observations.refusals, in words of the
administration."""

from django.utils.translation import gettext_lazy as _

from observations import refusals
from people.models import School, User


class NotNow(refusals.NotNow):
    reasons = {
        "last_administrator": _("Nobody else would look after people and teams then. First let somebody else do that."),
        "operator": _("This person keeps Meekijken running for your school, and can only leave by way of who does that too."),
        "operator_of_school": _("Somebody in your school keeps Meekijken running here. Let that person do this."),
        "last_operator": _("There are other schools here, and then nobody would keep Meekijken running for them. First somebody there has to do that; how, is in the documents for who keeps the server."),
        "day": _("Choose today or a later day."),
        "school_closed": _("The whole school has left. Whoever comes back, comes back with the school."),
    }  # fmt: skip


def why_may_not_leave(by, person):
    """The reason, or ""."""
    if person.is_superuser and not by.is_superuser:
        return "operator"
    return "last_administrator" if is_last_administrator(person) else ""


def is_last_administrator(person):
    """Of those who stay."""
    stay = User.objects.here().filter(school=person.school_id, is_administrator=True, leaves_on=None)
    return person.is_administrator and not stay.exclude(pk=person.pk).exists()


def why_school_may_not_leave(by):
    """Whoever keeps the installation goes with the school, and decides about that; but the last one does not
    while there are other schools."""
    keeps = User.objects.here().filter(is_superuser=True)
    if not by.is_superuser:
        return "operator_of_school" if keeps.filter(school=by.school_id).exists() else ""
    others = School.objects.filter(left_at=None).exclude(pk=by.school_id)
    is_last = others.exists() and not keeps.exclude(school=by.school_id).exists()
    return "last_operator" if is_last and by.school.leaves_on is None else ""


def require_may_leave(by, person):
    if reason := why_may_not_leave(by, person):
        raise NotNow(reason)
