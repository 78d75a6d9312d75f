"""What people are to be told, and what their calendars hold. The room of letters tells it; whoever does
something writes it down (observations/telling.py)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from observations.models.querysets import A_LESSON


class News(models.TextChoices):
    """What happened, as its reader chooses about it."""

    PROPOSED = "proposed", _("somebody asks you for a moment")
    AGREED = "agreed", _("a moment is agreed")
    MOVED = "moved", _("another moment")
    DECLINED = "declined", _("not now")
    CANCELLED = "cancelled", _("a visit does not go on")
    NOT_COACH = "not_coach", _("another coach looks along")
    TURN = "turn", _("it is your turn")
    READY = "ready", _("you are both ready")
    OPENED = "opened", _("a visit was opened")
    REPLY = "reply", _("a reply")
    STEP_DAY = "step_day", _("the day of a small step")
    RELEASED = "released", _("a colleague shares something with you")
    NEWCOMER = "newcomer", _("a question about a new reader of your keys")
    KEY_ENDS = "key_ends", _("a key is about to end")
    DELETED = "deleted", _("a visit was deleted")
    BACK = "back", _("a deleted visit is back")
    INVITED = "invited", _("an invitation to Meekijken")
    LEAVING = "leaving", _("a last day is set")
    CLOSED = "closed", _("somebody has left")
    STAYING = "staying", _("no last day any more")


# about a time: these carry a calendar file, and are never gathered into one letter a day
ABOUT_TIME = {
    News.PROPOSED, News.AGREED, News.MOVED, News.DECLINED, News.CANCELLED, News.NOT_COACH, News.DELETED, News.BACK,
}  # fmt: skip

# about the account itself: who can no longer do anything else is still told
ABOUT_GOING = {News.LEAVING, News.CLOSED, News.STAYING}


class ToTellQuerySet(models.QuerySet):
    def untold(self):
        """In the order in which it happened."""
        return self.filter(told_at=None).order_by("pk")

    def of(self, *lessons):
        return self.filter(lesson__in=lessons)


class ToTell(models.Model):
    """One person is to be told one thing, once. Nothing of what anybody wrote.

    It outlives the visit: `lesson` is its id and no key, and what has to be said of a visit that is gone
    stands in the row itself.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=News)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lesson = models.UUIDField(null=True, blank=True, db_index=True)
    thing = models.CharField(
        max_length=40, blank=True
    )  # the id of what it is about: a step, a part, a member
    at = models.DateTimeField(default=timezone.now)
    # the appointment as it was then, where it is about one (Appointment)
    start = models.DateTimeField(null=True, blank=True)
    end = models.DateTimeField(null=True, blank=True)
    was_start = models.DateTimeField(null=True, blank=True)  # before it was moved
    state = models.CharField(max_length=9, blank=True)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    is_last = models.BooleanField(default=False)  # its visit is forgotten: told, the row goes too
    # how far it is
    told_at = models.DateTimeField(null=True, blank=True)
    is_void = models.BooleanField(
        default=False
    )  # it was so no longer when the postman came: nobody heard of it
    tries = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)  # its first try that failed
    not_before = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=80, blank=True)  # it could not leave: the kind of error and its number

    objects = ToTellQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(told_at=None), name="what_is_untold"),
            models.Index(fields=["told_at"], condition=Q(told_at__isnull=False), name="what_was_told"),
        ]
        constraints = [
            models.CheckConstraint(name="a_kind_to_tell_is_known", condition=Q(kind__in=News.values)),
            models.CheckConstraint(name="who_is_told_did_it_or_another", condition=Q(by=None) | ~Q(by=F("person")) | Q(kind__in=[news.value for news in News if news in ABOUT_TIME])),
        ]  # fmt: skip

    @property
    def is_own(self):
        """The reader did it, and is told so that a calendar follows."""
        return self.by_id == self.person_id


class Appointment(models.Model):
    """What the calendar of one person holds of one visit: its one uid, for ever, is the visit's id. Each
    letter about it has a higher sequence than the one before."""

    class State(models.TextChoices):
        TENTATIVE = "tentative"
        CONFIRMED = "confirmed"
        CANCELLED = "cancelled"

    lesson = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    start = models.DateTimeField()
    end = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "person"], name="one_appointment_per_person_and_visit"),
            models.CheckConstraint(name="state_of_an_appointment_is_known", condition=Q(state__in=["tentative", "confirmed", "cancelled"])),
        ]  # fmt: skip
        indexes = [models.Index(fields=["start"], name="appointments_by_their_day")]

    @property
    def until(self):
        return self.end or self.start + A_LESSON
