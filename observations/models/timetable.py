"""What of a teacher's timetable stands in a visit: where it was copied from, and which other lessons were
offered to the coach with it."""

from django.db import models
from django.db.models import F, Q

from observations.models.lesson import Lesson
from observations.models.timed import Timed
from people import traces
from people.names import NameField
from timetables.models import Timetable

MAX_OFFERED = 3  # lessons, with the one that the visit itself names
AS_COPIED = ("start", "end", "place")  # what of a lesson in a timetable may become otherwise


class CopiedQuerySet(models.QuerySet):
    def follow(self, lesson, row):
        """The visit is this lesson of a timetable, as it is there, or was when it was offered."""
        facts = {name: getattr(row, name) for name in ("timetable_id", "key", *AS_COPIED)}
        return self.update_or_create(lesson=lesson, defaults=facts)

    def elsewhere(self, lesson):
        """Of this visit, unless it still begins within the lesson that it was copied from."""
        return self.filter(lesson=lesson).exclude(start__lte=lesson.start, end__gt=lesson.start)


class CopiedLesson(models.Model):
    """The lesson in the teacher's timetable that this visit was made of, as the timetable had it when the
    teacher last said what to do. Differs what stands there now, the teacher is asked; nobody else reads it.
    It goes when the timetable goes; the words of the visit stay."""

    lesson = models.OneToOneField(Lesson, models.CASCADE, related_name="copied")
    timetable = models.ForeignKey(Timetable, models.CASCADE, related_name="copied")
    key = models.CharField(max_length=64)
    start = models.DateTimeField(null=True)  # None: it stood there no more, and the teacher knows
    end = models.DateTimeField(null=True)
    place = models.CharField(max_length=60, blank=True)

    objects = CopiedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["timetable", "start"], name="copied_from_a_timetable")]


class OfferedQuerySet(models.QuerySet):
    def let_go(self):
        """Nobody chooses these any more. Says how many."""
        gone, _each = self.delete()
        if gone:
            traces.leave(self.model._meta.db_table)
        return gone


class OfferedLesson(Timed, models.Model):
    """Another lesson that the teacher offers with a visit: the coach chooses one of at most three in saying
    yes. A copy, made by the teacher's hand: the timetable itself is shown to nobody. Nobody chose it yet, so
    it goes when the timetable goes (docs/adr/0062)."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="offered")
    timetable = models.ForeignKey(Timetable, models.CASCADE, related_name="offered")
    slot = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=64, blank=True)  # of the timetable, for CopiedLesson
    subject = NameField(max_length=120)
    group = NameField(max_length=60)
    place = NameField(max_length=60, blank=True)
    start = models.DateTimeField()
    end = models.DateTimeField(null=True, blank=True)

    objects = OfferedQuerySet.as_manager()

    class Meta:
        ordering = ["slot"]
        indexes = [models.Index(fields=["start"], name="offered_by_begin")]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "slot"], name="a_slot_once_in_an_offer"),
            models.CheckConstraint(name="an_offer_has_two_more", condition=Q(slot__gte=2, slot__lte=MAX_OFFERED)),
            models.CheckConstraint(name="offered_lesson_ends_later", condition=Q(end=None) | Q(end__gt=F("start"))),
        ]  # fmt: skip
