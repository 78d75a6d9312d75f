"""A timetable as its page shows it: the first lessons, in days."""

from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

SHOWN = 6  # lessons; enough to know one's own by


@dataclass
class Shown:
    days: list  # of (day, its lessons)
    number: int
    more: int
    last: object  # the last day, or None

    @classmethod
    def of(cls, lessons):
        lessons = list(lessons)
        ahead = [lesson for lesson in lessons if lesson.end > timezone.now()]
        days = groupby((ahead or lessons)[:SHOWN], key=lambda lesson: timezone.localdate(lesson.start))
        days = [(day, list(rows)) for day, rows in days]
        more = len(lessons) - sum(len(rows) for _day, rows in days)
        return cls(days, len(lessons), more, timezone.localdate(lessons[-1].start) if lessons else None)
