"""A timetable is read in a process of its own, with bounds."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from timetables.reading import Found, read
from timetables.why import Unusable

SCHOOL = ZoneInfo("Europe/Amsterdam")
WEEKS = {"first": datetime(2026, 11, 30, tzinfo=SCHOOL), "last": datetime(2027, 1, 4, tzinfo=SCHOOL)}
PLAIN = """BEGIN:VCALENDAR
PRODID:-//Untis//x
BEGIN:VEVENT
UID:1
DTSTART:20261130T073000Z
DTEND:20261130T082000Z
SUMMARY:3hv1 biologie
LOCATION:A1.04
DESCRIPTION:Neem je schrift mee
ATTENDEE:mailto:sam@verzonnen.example
END:VEVENT
END:VCALENDAR
"""


def lessons(text, **others):
    return read(text.encode(), **({"zone": SCHOOL.key} | WEEKS | others))


def why(text):
    with pytest.raises(Unusable) as refused:
        lessons(text)
    return refused.value.why


def test_a_lesson_comes_with_its_times_in_utc_and_its_words_apart():
    (lesson,) = lessons(PLAIN)
    start, end = (datetime(2026, 11, 30, 7, minute, tzinfo=UTC) for minute in (30, 50))
    assert lesson == Found(lesson.key, start, end.replace(hour=8, minute=20), "biologie", "3hv1", "A1.04")
    assert len(lesson.key) == 64
