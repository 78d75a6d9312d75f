"""A teacher's timetable in tests: rows as a reading leaves them."""

from datetime import timedelta

from django.utils import timezone

from observations.models import CopiedLesson
from timetables.models import Timetable, TimetableLesson

LESSON = timedelta(minutes=50)


def begin(days, hour=10, minute=15):
    """On a day from now, by the clock of the school."""
    now = timezone.localtime()
    return now.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=days)


def at(days, hour=10, **facts):
    return {"start": begin(days, hour)} | facts


def timetable_of(teacher, *rows, why=""):
    """Confirmed; each row is a key and what is otherwise than here: a begin at least."""
    timetable = Timetable.objects.create(teacher=teacher, confirmed_at=timezone.now(), why=why)
    for key, facts in rows:
        names = {"subject": "Rekenen", "group": "VZ2B", "place": "1.14", "end": facts["start"] + LESSON}
        TimetableLesson.objects.create(timetable=timetable, key=key, **names | facts)
    return timetable


def follow(lesson, row):
    """The visit was planned from this lesson."""
    CopiedLesson.objects.follow(lesson, row)
