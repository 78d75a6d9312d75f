"""School days and school hours around today, so that the demo is fresh whenever it is loaded."""

from datetime import datetime, time, timedelta

from django.utils import timezone

SCHOOL_WEEK = 5
A_WHILE, A_LESSON = timedelta(minutes=30), timedelta(minutes=50)
LESSONS = (
    "08:30-09:20", "09:20-10:10", "10:15-11:05", "11:05-11:55",
    "12:25-13:15", "13:15-14:05", "14:05-14:55", "14:55-15:45",
)  # fmt: skip


def school_day(number):
    """The school day so many school days from today; in a weekend, from the Monday after it."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    weeks, days = divmod(min(today.weekday(), SCHOOL_WEEK) + number, SCHOOL_WEEK)
    return monday + timedelta(weeks=weeks, days=days)


def at(day, clock):
    """That day at that time by the clock of the school."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def hours_of(day, hours):
    """Begin and end of a lesson, from `10:15-11:05`."""
    return [at(day, clock) for clock in hours.split("-")]


def lesson_of_now():
    """A lesson of today that goes on for a while or comes next; after the last one, one that has just
    begun."""
    now = timezone.localtime()
    lessons = (hours_of(now.date(), hours) for hours in LESSONS)
    return next((hours for hours in lessons if hours[1] > now + A_WHILE), begun(now))


def begun(now):
    start = now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)
    return [start, start + A_LESSON]
