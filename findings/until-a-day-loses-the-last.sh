#!/bin/sh
# A lesson that repeats until a day is given also on that day, as everybody means it. RFC 5545 (3.3.10) wants UNTIL to be a day only
# where the lesson begins on a day, so a lesson with a time "until 23 February" breaks the rule; many programs write it.
#
#   recurring-ical-events 3.8.2   takes the day as its first moment, in UTC: the last lesson is lost.
#
# So timetables/reading/feed/times.py makes the end of that day of it, by the clock of the school.
#
# Seen on 2026-11-29 with Python 3.11 and 3.13:
#   until the day of the third lesson: 9, 16 February
#   until the end of that day: 9, 16, 23 February
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: icalendar==7.3.2 recurring-ical-events==3.8.2
cat >look.py <<'PYTHON'
import icalendar
import recurring_ical_events

FILE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:x
DTSTART;TZID=Europe/Amsterdam:20270209T083000
DTEND;TZID=Europe/Amsterdam:20270209T092000
RRULE:FREQ=WEEKLY;UNTIL={}
END:VEVENT
END:VCALENDAR
"""


def days(until):
    calendar = icalendar.Calendar.from_ical(FILE.format(until).replace("\n", "\r\n"))
    return [event.start.day for event in recurring_ical_events.of(calendar).between((2027, 2, 1), (2027, 3, 1))]


lost, kept = days("20270223"), days("20270223T225959Z")
print("until the day of the third lesson:", ", ".join(map(str, lost)), "February")
print("until the end of that day:", ", ".join(map(str, kept)), "February")
assert (lost, kept) == ([9, 16], [9, 16, 23]), "this has changed"
PYTHON
here/bin/python look.py
