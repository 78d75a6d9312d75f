#!/bin/sh
# In a series one lesson is moved by a second entry with the same UID, whose RECURRENCE-ID says which one it takes the place of.
#
#   recurring-ical-events 3.8.2   compares moments. Where RECURRENCE-ID is the day alone, as some programs write it though the lesson
#                                 has a time, it finds no lesson at that moment: the lesson stands there twice, as it was and as it is.
#                                 An EXDATE that is the day alone does leave the lesson of that day out.
#
# So timetables/reading/feed/mending.py gives such a day the time of its series.
#
# Seen on 2026-11-29 with Python 3.11 and 3.13:
#   moved by its moment: 9, 17 February
#   moved by its day: 9, 16, 17 February
#   left out by its day: 9 February
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: icalendar==7.3.2 recurring-ical-events==3.8.2
cat >look.py <<'PYTHON'
import icalendar
import recurring_ical_events

SERIES = """BEGIN:VEVENT
UID:x
DTSTART;TZID=Europe/Amsterdam:20270209T083000
DTEND;TZID=Europe/Amsterdam:20270209T092000
RRULE:FREQ=WEEKLY;COUNT=2
{}END:VEVENT
"""
MOVED = """BEGIN:VEVENT
UID:x
RECURRENCE-ID{}
DTSTART;TZID=Europe/Amsterdam:20270217T083000
DTEND;TZID=Europe/Amsterdam:20270217T092000
END:VEVENT
"""


def days(left_out="", moved=""):
    events = SERIES.format(left_out and f"EXDATE{left_out}\n") + (moved and MOVED.format(moved))
    file = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{events}END:VCALENDAR\n".replace("\n", "\r\n")
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(file)).between((2027, 2, 1), (2027, 3, 1))
    return sorted(event.start.day for event in found)


by_moment, by_day = days(moved=";TZID=Europe/Amsterdam:20270216T083000"), days(moved=";VALUE=DATE:20270216")
left_out = days(left_out=";VALUE=DATE:20270216")
for what, found in ("moved by its moment", by_moment), ("moved by its day", by_day), ("left out by its day", left_out):
    print(f"{what}: {', '.join(map(str, found))} February")
assert (by_moment, by_day, left_out) == ([9, 17], [9, 16, 17], [9]), "this has changed"
PYTHON
here/bin/python look.py
