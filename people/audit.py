"""What was done in a school's administration, and who signed in: a line each, for a year (docs/adr/0053).

Never a visit, nor that there is one; nothing that anybody wrote.
"""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=365)


class Done(models.TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out everywhere")
    INVITED = "invited", _("invited")
    UNINVITED = "uninvited", _("invitation withdrawn")
    JOINED = "joined", _("came in for the first time")
    NAMED = "named", _("name changed")
    ADDRESSED = "addressed", _("another address")
    ROLE_GIVEN = "role_given", _("role given")
    ROLE_ENDED = "role_ended", _("role ended")
    ADMINISTERS = "administers", _("looks after people and teams")
    ADMINISTERS_NOT = "administers_not", _("looks after people and teams no longer")
    PAUSED = "paused", _("paused")
    RESUMED = "resumed", _("pause ended")
    LEAVES = "leaves", _("is going to leave")
    STAYS = "stays", _("stays after all")
    CLOSED = "closed", _("account closed")
    BROUGHT_BACK = "brought_back", _("brought back")
    GONE = "gone", _("gone, with name and address")
    EXPORTED = "exported", _("list downloaded")
    TOOK_ALONG = "took_along", _("own data taken along")
    SCHOOL = "school", _("school changed")
    TEAM = "team", _("team changed")
    DAYS = "days", _("period or holiday changed")
    WORDS = "words", _("judging words changed")


class AuditQuerySet(models.QuerySet):
    def of_school(self, school):
        """What its administrators see. When others were here is for themselves alone (docs/adr/0046)."""
        rows = self.filter(school=school)
        return rows.exclude(Q(what=Done.SIGNED_IN, about__is_administrator=False) | Q(what=Done.TOOK_ALONG))

    def of_person(self, person):
        """What one reads of oneself."""
        return self.filter(about=person)


class AuditEvent(models.Model):
    school = models.ForeignKey("people.School", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=20, choices=Done)
    # None: the program itself, or whoever keeps the installation
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    about = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    detail = models.JSONField(default=dict)  # short facts, such as the role and the name of the team

    objects = AuditQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["school", "-at"], name="log_of_a_school"),
            models.Index(fields=["about", "-at"], name="log_of_a_person"),
            models.Index(fields=["at"], name="log_by_its_age"),
        ]


def note(what, *, by, school, about=None, **detail):
    """To be called in the transaction of what was done."""
    return AuditEvent.objects.create(what=what, by=by, school=school, about=about, detail=detail)


def forget_log():
    """Lines that had their year. Says how many."""
    return AuditEvent.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
