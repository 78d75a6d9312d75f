"""School days and school hours around today, so that the demo is fresh whenever it is loaded."""

from datetime import datetime, time, timedelta

from django.utils import timezone

SCHOOL_WEEK = 5
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
    """Begin and end of a lesson, from `10:15-11:05`; `now` is the lesson that goes on, or the next one of the day."""
    hours = this_lesson() if hours == "now" else hours
    return [at(day, clock) for clock in hours.split("-")]


def this_lesson():
    clock = timezone.localtime().strftime("%H:%M")
    return next((hours for hours in LESSONS if hours[6:] > clock), LESSONS[-1])
