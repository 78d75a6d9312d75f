#!/bin/sh
# A calendar may define a zone under a name of its own, and another calendar may define the same name otherwise.
#
#   icalendar 7.3.2   keeps one table of such names for the whole process, and the first that comes in decides. So a calendar is read
#                     by the clock of whoever's was read before, hours away, and nothing says so. icalendar.use_zoneinfo() empties
#                     the table.
#
# So a timetable is read in a process of its own (docs/adr/0063), and between two calendars in one file the table is emptied.
#
# Seen on 2026-11-29 with Python 3.11 and 3.13:
#   "Klok" is one hour ahead: 08:30 is 07:30 in UTC
#   "Klok" is five hours ahead in the next calendar: 08:30 is 07:30 in UTC
#   the same one, read first: 08:30 is 03:30 in UTC
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: icalendar==7.3.2
cat >look.py <<'PYTHON'
from datetime import timezone

import icalendar

FILE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VTIMEZONE
TZID:Klok
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:{0}
TZOFFSETTO:{0}
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:x
DTSTART;TZID=Klok:20270209T083000
END:VEVENT
END:VCALENDAR
"""


def read(offset):
    calendar = icalendar.Calendar.from_ical(FILE.format(offset).replace("\n", "\r\n"))
    return calendar.events[0].start.astimezone(timezone.utc).strftime("%H:%M")


first, second = read("+0100"), read("+0500")
icalendar.use_zoneinfo()
anew = read("+0500")
print(f'"Klok" is one hour ahead: 08:30 is {first} in UTC')
print(f'"Klok" is five hours ahead in the next calendar: 08:30 is {second} in UTC')
print(f"the same one, read first: 08:30 is {anew} in UTC")
assert (first, second, anew) == ("07:30", "07:30", "03:30"), "this has changed"
PYTHON
here/bin/python look.py
