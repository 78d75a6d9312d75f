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
    LINKED = "linked", _("school account linked")
    UNLINKED = "unlinked", _("school account unlinked")
    STEP_ADDED = "step_added", _("way to sign in added")
    STEP_REMOVED = "step_removed", _("way to sign in removed")
    INVITED = "invited", _("invited")
    UNINVITED = "uninvited", _("invitation withdrawn")
    JOINED = "joined", _("came in for the first time")
    NAMED = "named", _("name changed")
    ADDRESSED = "addressed", _("another address")
    ROLE_GIVEN = "role_given", _("role given")
    ROLE_ENDED = "role_ended", _("role ended")
    ADMINISTERS = "administers", _("looks after people and teams")
    ADMINISTERS_NOT = "administers_not", _("looks after people and teams no longer")
    EDITS = "edits", _("makes checklists")
    EDITS_NOT = "edits_not", _("makes checklists no longer")
    PAUSED = "paused", _("paused")
    RESUMED = "resumed", _("pause ended")
    LEAVES = "leaves", _("is going to leave")
    STAYS = "stays", _("stays after all")
    CLOSED = "closed", _("account closed")
    BROUGHT_BACK = "brought_back", _("brought back")
    GONE = "gone", _("gone, with name and address")
    EXPORTED = "exported", _("list downloaded")
    SCHOOL = "school", _("school changed")
    TEAM = "team", _("team changed")
    DAYS = "days", _("period or holiday changed")
    WORDS = "words", _("judging words changed")
    SERVICE = "service", _("sign-in of the school changed")


# What may stand in `detail`, so that nothing does that anybody wrote: whose it is says the foreign key, which
# leads to no name once its person has gone.
FACTS = {"role", "team", "was", "day", "fields", "kind", "file"}


class AuditQuerySet(models.QuerySet):
    def update(self, **fields):
        raise TypeError("what was done stays done")

    def of_school(self, school):
        """What its administrators read: what administrators did, or the program. What others did, such as
        signing in, is for themselves alone (docs/adr/0046, 0053)."""
        return self.filter(school=school, own=False)

    def of_person(self, person):
        """What one reads of oneself."""
        return self.filter(about=person)

    def newest_first(self):
        return self.select_related("by", "about").order_by("-at", "-pk")


class AuditEvent(models.Model):
    school = models.ForeignKey("people.School", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=20, choices=Done)
    # None: the program itself, or whoever keeps the installation
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    about = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    own = models.BooleanField(default=False)  # done by who is no administrator: read by that person alone
    detail = models.JSONField(default=dict)  # FACTS

    objects = AuditQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["school", "-at"], condition=Q(own=False), name="log_of_a_school"),
            models.Index(fields=["school", "what", "-at"], condition=Q(own=False), name="log_of_one_kind"),
            models.Index(fields=["by", "-at"], condition=Q(own=False), name="log_of_what_one_did"),
            models.Index(fields=["about", "-at"], name="log_of_a_person"),
            models.Index(fields=["at"], name="log_by_its_age"),
        ]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("what was done stays done")
        super().save(*args, **kwargs)


def note(what, *, by, school, about=None, **detail):
    """To be called in the transaction of what was done."""
    line = event(what, by=by, school=school, about=about, **detail)
    line.save(force_insert=True)
    return line


def note_each(what, people, *, by):
    """The same, about many people of one school at once."""
    note_all([event(what, by=by, school=person.school, about=person) for person in people])


def note_all(events):
    AuditEvent.objects.bulk_create(events)


def event(what, *, by, school, about=None, **detail):
    if unknown := detail.keys() - FACTS:
        raise TypeError(f"no fact of the log: {unknown}")
    own = by is not None and not by.is_administrator
    return AuditEvent(what=what, by=by, school=school, about=about, own=own, detail=detail)


def forget_log():
    """Lines that had their year. Says how many."""
    return AuditEvent.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def let_go(person):
    """Of who has gone: when they were here. What administrators did stays its year, without a name, role or
    team; that is the one change that a line ever has."""
    AuditEvent.objects.filter(about=person, own=True).delete()
    models.QuerySet(AuditEvent).filter(about=person).update(detail={})
