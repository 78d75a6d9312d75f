"""Which visits: the ways to ask the database for them, and the times that these go by."""

from datetime import timedelta

from django.db import models
from django.db.models import DateTimeField, ExpressionWrapper, F, Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from observations.models.accounts import Observation

A_DAY = timedelta(hours=24)  # between deleting a visit and forgetting it
A_LESSON = timedelta(hours=1)  # where no end was given
A_WEEK = timedelta(days=7)  # how long a practice visit stays


class LessonQuerySet(models.QuerySet):
    def of(self, user):
        """Visits this person is part of, as the teacher or as the coach of today."""
        return self.filter(Q(teacher=user) | Q(coach=user), deleted_at=None)

    def practice(self):
        return self.exclude(practice="")

    def had_its_week(self):
        """Practice that is gone, also when its rows are still there."""
        return self.practice().filter(created_at__lte=timezone.now() - A_WEEK)

    def deleted_after(self, moment, user):
        """Visits of this person that were deleted after this moment: for a day their rows are still there,
        and nobody reads them."""
        return self.filter(Q(teacher=user) | Q(coach=user), deleted_at__gt=moment)

    def to_forget(self):
        """Deleted a day ago or longer."""
        return self.filter(deleted_at__lte=timezone.now() - A_DAY)

    def may_be_moved(self, ids):
        """Which of these are not begun (Lesson.is_begun), cancelled or opened. Two queries: for one
        a database would read both tables whole."""
        unopened = self.filter(pk__in=ids, cancelled_at=None, opened_at=None, students_asked_at=None)
        begun = Observation.objects.filter(lesson__in=ids, set_aside_at=None, started_at__isnull=False)
        return set(unopened.values_list("pk", flat=True)) - set(begun.values_list("lesson", flat=True))

    def planned_as(self, **facts):
        """The visit that somebody planned with exactly these facts and that still stands, or None: one form
        sent twice (docs/adr/0021)."""
        return self.filter(cancelled_at=None, deleted_at=None, **facts).first()

    def overlapping(self, lesson):
        """Other visits that still stand and share time with this one."""
        until = Coalesce("end", ExpressionWrapper(F("start") + A_LESSON, DateTimeField()))
        others = self.exclude(pk=lesson.pk).filter(cancelled_at=None).alias(until=until)
        return others.filter(start__lt=lesson.until, until__gt=lesson.start)

    def lock(self, *ids):
        """Nobody else changes these visits, as far as they are there, until the transaction ends: what is
        read after this stays true."""
        list(self.select_for_update().order_by("pk").values_list("pk").filter(pk__in=ids))

    def with_people(self):
        return self.select_related("teacher", "coach")

    def with_what_pages_need(self):
        """What is one row, in the same query: the people, the talk, the students' voice, the team and its
        school."""
        return self.with_people().select_related("talk", "pulse", "team__school")

    def with_accounts(self):
        """Loads the accounts that count, for all in one query; an opened visit asks for its steps itself."""
        return self.prefetch_related(
            Prefetch("observations", Observation.objects.filter(set_aside_at=None), to_attr="current")
        )


class VisitManager(models.Manager.from_queryset(LessonQuerySet)):
    """Visits. Practice is none: it stands in no list, count, paper or file, because nothing finds it that
    does not ask for it."""

    def get_queryset(self):
        return super().get_queryset().filter(practice="")
