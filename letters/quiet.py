"""When a letter may leave, by the clock of its reader's school: on a working day, between half past seven and
six.

Only who is invited, and who goes by the time of a lesson that is near, is told at any hour.
"""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from letters.models import How
from observations import telling
from observations.models import ABOUT_TIME, News, ToTell

OPENS, CLOSES = time(7, 30), time(18)
DAILY = time(15, 30)  # when all of a day leaves in one letter
NEAR = timedelta(hours=48)
FRIDAY = 4
A_DAY = timedelta(days=1)


def when(row, how):
    """From now on the first moment at which this row may be told."""
    now, days = timezone.now(), Days(row.person.school)
    opens = now if row.kind == News.INVITED or not settings.QUIET_HOURS else days.open(now)
    if how == How.DAILY:
        return max(opens, days.daily(happened(row)))
    if opens > now and row.kind in ABOUT_TIME:
        return min([opens, *(max(now, start - NEAR) for start in starts(row, now))])
    return opens


def happened(row):
    """When there was all of it to tell: what somebody goes on writing is told together."""
    return row.at + telling.PAUSE.get(row.kind, timedelta())


def starts(row, now):
    """Moments ahead of this visit that its reader may go by: what was told last before this happened, and all
    that came after."""
    rows = ToTell.objects.of(row.lesson).filter(person=row.person).exclude(start=None).order_by("pk")
    moments = list(rows.values_list("told_at", "start"))
    known = [start for told_at, start in moments if told_at and told_at <= row.at]
    others = [start for told_at, start in moments if not (told_at and told_at <= row.at)]
    return [start for start in known[-1:] + others if start > now]


def before(row):
    """Letters about the time of the same visit that wait, though they come first: a calendar takes what comes
    last."""
    rows = ToTell.objects.untold().of(row.lesson).filter(person=row.person, kind__in=ABOUT_TIME)
    return rows.filter(pk__lt=row.pk, not_before__gt=timezone.now(), tries=0)


def waits(row, how):
    """Whether this row is not to be told now; then it comes round again when it may."""
    moment = when(row, how)
    if moment > timezone.now():
        hold(row, moment)
        return True
    return row.kind in ABOUT_TIME and bool(before(row).order_by().update(not_before=None))


def hold(row, moment):
    """The postman is called for then, once for all that waits for it."""
    is_first = not ToTell.objects.untold().filter(not_before=moment).exists()
    ToTell.objects.filter(pk=row.pk).update(not_before=moment)
    if is_first:
        telling.call_the_postman(moment)


class Days:
    """The working days of a school."""

    def __init__(self, school):
        self.zone = school.zone
        self.holidays = list(school.holidays.values_list("first", "last"))

    def open(self, moment):
        """The first moment, this one or later, that is not quiet."""
        ends = (day for day in self.working(moment) if moment < self.at(day, CLOSES))
        return max(moment, self.at(next(ends), OPENS))

    def daily(self, moment):
        """When the letter of a day leaves that tells what happened at this moment."""
        return next(at for day in self.working(moment) if (at := self.at(day, DAILY)) >= moment)

    def working(self, moment):
        """From the day of this moment on."""
        day = moment.astimezone(self.zone).date()
        while True:
            if day.weekday() <= FRIDAY and not any(first <= day <= last for first, last in self.holidays):
                yield day
            day += A_DAY

    def at(self, day, hour):
        return datetime.combine(day, hour, self.zone)
