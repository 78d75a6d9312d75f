#!/bin/sh
# A connection can break in the middle of a calendar. Of what was read then, one must not say that it was all.
#
#   icalendar 7.3.2   Calendar.from_ical(…, multiple=True), which takes a file with several calendars, gives an empty list for one
#                     that was cut off, and for one whose lines end with a bare return. That looks like a calendar with nothing in
#                     it. Without `multiple` it refuses both.
#
# So timetables/reading/feed/text.py demands the first line and the last one before anything else reads.
#
# Seen on 2026-11-29 with Python 3.11 and 3.13:
#   whole: 1 calendar of several, 2 appointments; alone likewise
#   cut off in the second appointment: 0 calendars of several; alone a ValueError
#   lines that end with a return: 0 calendars of several; alone a ValueError
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: icalendar==7.3.2
cat >look.py <<'PYTHON'
from icalendar import Calendar

EVENT = "BEGIN:VEVENT\r\nUID:{0}\r\nDTSTART:2027020{0}T083000Z\r\nSUMMARY:Biologie\r\nEND:VEVENT\r\n"
WHOLE = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + EVENT.format(1) + EVENT.format(2) + "END:VCALENDAR\r\n"


def alone(file):
    try:
        return len(Calendar.from_ical(file).events)
    except ValueError:
        return "a ValueError"


def several(file):
    return len(Calendar.from_ical(file, multiple=True))


cut, returns = WHOLE[: WHOLE.rindex("SUMMARY")], WHOLE.replace("\r\n", "\r")
print(f"whole: {several(WHOLE)} calendar of several, {alone(WHOLE)} appointments; alone likewise")
print(f"cut off in the second appointment: {several(cut)} calendars of several; alone {alone(cut)}")
print(f"lines that end with a return: {several(returns)} calendars of several; alone {alone(returns)}")
assert (several(WHOLE), alone(WHOLE)) == (1, 2), "this has changed"
assert {(several(file), alone(file)) for file in (cut, returns)} == {(0, "a ValueError")}, "this has changed"
PYTHON
here/bin/python look.py
