"""A teacher's own timetable: where it comes from, and a copy of its lessons of five weeks. It is the
teacher's alone: no page of anybody else asks for these tables (docs/adr/0059)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.sealed import Seal

SEAL = Seal("timetables.address")  # the address of a feed is as good as a password
LINE, SHORT = 120, 60  # characters of a subject; of a group or a room, as in a visit


class Timetable(models.Model):
    """A feed or a file. Before its teacher says that these are the own lessons it is on trial; at most one of
    each is there, so that a trial that fails takes nothing away."""

    teacher = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="timetables")
    sealed_address = models.TextField(blank=True)  # "": it was a file
    etag = models.CharField(max_length=200, blank=True)  # what the server calls the copy that we have
    last_modified = models.CharField(max_length=100, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # "yes, these are my lessons"
    read_at = models.DateTimeField(default=timezone.now)  # the copy that we have is of then
    asked_at = models.DateTimeField(default=timezone.now)  # we knocked last
    why = models.CharField(max_length=12, blank=True)  # it could not be had then; "": it could

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["teacher"], condition=Q(confirmed_at=None), name="one_timetable_on_trial"),
            models.UniqueConstraint(fields=["teacher"], condition=Q(confirmed_at__isnull=False), name="one_own_timetable"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["asked_at"], name="timetables_by_asking")]

    @property
    def address(self):
        """ "" for a file, and where no key of now opens it: then its teacher is asked for it anew."""
        return SEAL.opened(self.sealed_address)

    @address.setter
    def address(self, text):
        self.sealed_address = SEAL.sealed(text)


class TimetableLesson(models.Model):
    """One lesson as the timetable has it. A subject, a group and a room are guesses that a teacher puts
    right in the visit; nothing else of the feed is kept."""

    timetable = models.ForeignKey(Timetable, models.CASCADE, related_name="lessons")
    key = models.CharField(max_length=64)  # digest of what names it in the feed: stays when it is moved
    start = models.DateTimeField()
    end = models.DateTimeField()
    subject = models.CharField(max_length=LINE, blank=True)
    group = models.CharField(max_length=SHORT, blank=True)
    place = models.CharField(max_length=SHORT, blank=True)

    class Meta:
        ordering = ["start", "end", "pk"]
        constraints = [
            models.CheckConstraint(name="timetable_lesson_ends_later", condition=Q(end__gt=models.F("start"))),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["timetable", "start"], name="lessons_of_a_timetable"),
            models.Index(fields=["start"], name="lessons_by_their_begin"),
        ]
