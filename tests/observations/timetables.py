"""A teacher's timetable in tests of visits: lessons by a key of the test's own, on days from now."""

from datetime import timedelta

from django.utils import timezone

from observations.models import CopiedLesson
from tests.factories import in_timetable, make_timetable

LESSON = timedelta(minutes=50)


def begin(days, hour=10, minute=15):
    """On a day from now, by the clock of the school."""
    now = timezone.localtime()
    return now.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=days)


def at(days, hour=10, **facts):
    return {"start": begin(days, hour)} | facts


def timetable_of(teacher, *rows):
    """Each row is a key and what is otherwise than in any lesson: a begin at least."""
    return make_timetable(teacher, *(in_timetable(key=key, **facts) for key, facts in rows))


def follow(lesson, row):
    """The visit was planned from this lesson."""
    CopiedLesson.objects.follow(lesson, row)
