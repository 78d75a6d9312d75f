"""Tijn's timetable in the demo: a feed in the shape of a school's, that moves along with today. It is linked
without asking anybody over the network; where the demo is served to this machine only it also stands at an
address (settings.DEMO_TIMETABLE), so that one can try “fetch again”."""

from datetime import UTC, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from home.demo.calendar import hours_of
from timetables import keeping
from timetables.models import Timetable

WHO, WEEKS = "tijn", 6
PATH = "/demo/timetable.ics"
OURS = "demo"  # where there is no address: what a visitor gave instead is left alone
# day of the week, hours, group and subject, room
WEEK = (
    (0, "08:30-09:20", "VZ1A Rekenen", "1.14"),
    (0, "10:15-11:05", "VZ2B Rekenen", "1.14"),
    (0, "13:15-14:05", "VZ2A Rekenen", "1.08"),
    (1, "09:20-10:10", "VZ2B Rekenen", "1.14"),
    (1, "11:05-11:55", "VZ1A Burgerschap", "0.22"),
    (2, "10:15-11:05", "VZ2A Rekenen", "1.08"),
    (2, "14:05-14:55", "VZ2B Burgerschap", "0.22"),
    (3, "08:30-09:20", "VZ2B Rekenen", "1.14"),
    (3, "12:25-13:15", "VZ1A Rekenen", "1.14"),
    (4, "09:20-10:10", "VZ2A Burgerschap", "0.22"),
    (4, "11:05-11:55", "VZ1A Rekenen", "1.14"),
)
FEED = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Fictief College//in the shape of WebUntis//NL\n{lessons}END:VCALENDAR\n"
LESSON = "BEGIN:VEVENT\nUID:{uid}@fictief.example\nDTSTAMP:20260101T000000Z\nDTSTART:{start}\nDTEND:{end}\nSUMMARY:{title}\nLOCATION:{room}\nEND:VEVENT\n"


def feed():
    """This week and the next five, as bytes. Of the same week they are the same."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    days = ((monday + timedelta(weeks=week, days=row[0]), row) for week in range(WEEKS) for row in WEEK)
    text = FEED.format(lessons="".join(lesson(day, *row[1:]) for day, row in days))
    return text.replace("\n", "\r\n").encode()


def lesson(day, hours, title, room):
    start, end = (moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for moment in hours_of(day, hours))
    return LESSON.format(uid=f"{day}-{hours[:2]}", start=start, end=end, title=title, room=room)


def link(people):
    """Once, for who was just made."""
    teacher = people[WHO]
    timetable = Timetable(teacher=teacher, etag=OURS)
    timetable.address = settings.DEMO_TIMETABLE
    keeping.put_on_trial(timetable, keeping.read(teacher, feed()))
    keeping.yes(teacher)


def go_on(people):
    """The weeks that came into view, and where it stands now, for the port may be another one. Unlinked by
    somebody, or another one by now, it stays so."""
    teacher = people[WHO]
    mine = keeping.own(teacher)
    if mine is None or not is_ours(mine) or is_of_now(mine):
        return
    found = keeping.read(teacher, feed())
    mine.address, mine.etag, mine.why = settings.DEMO_TIMETABLE, OURS, ""
    mine.read_at = mine.asked_at = timezone.now()
    with transaction.atomic():
        keeping.put(mine, found)
        mine.save()


def is_of_now(mine):
    """Within the hour, at the same address."""
    return mine.read_at > timezone.now() - timedelta(hours=1) and mine.address == settings.DEMO_TIMETABLE


def is_ours(mine):
    return mine.etag == OURS or urlsplit(mine.address).path == PATH
