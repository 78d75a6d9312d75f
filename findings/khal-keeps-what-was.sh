#!/bin/sh
# A calendar program that is given a changed appointment may keep the one before where nobody looks.
#
#   khal 0.14.1   writes what it imports into a file of its own, and then finds that there is an appointment of this UID. It changes
#                 that one, as it should, and forgets the file. So each letter about an appointment that it has leaves files behind in
#                 the calendar's folder, with all the words of that letter. It does not show them, and does not delete them either,
#                 not even with the appointment.
#
# Nothing can be done about that from here. It is one more reason why a calendar file holds nothing that somebody wrote.
#
# Seen on 2026-11-29 with Python 3.11 and 3.13:
#   khal 0.14.1
#   after the first letter: shows "first", 1 file
#   after the second: shows "second", 3 files, "second" in 3 of them
#   after the third: shows "third", 5 files, "second" in 2 of them
#   after deleting it: shows nothing, 4 files, "second" in 2 of them
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: khal==0.14.1 icalendar==7.3.2
mkdir own
cat >config <<INI
[calendars]
[[own]]
path = $folder/own
type = calendar
[locale]
local_timezone = Europe/Amsterdam
default_timezone = Europe/Amsterdam
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = $folder/khal.db
INI
khal() { here/bin/khal --config config "$@"; }
letter() { # letter SEQUENCE SUMMARY
    printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:x BEGIN:VEVENT UID:the-visit DTSTAMP:20270101T000000Z "SEQUENCE:$1" \
        DTSTART:20270209T091500Z DTEND:20270209T101500Z "SUMMARY:$2" END:VEVENT END:VCALENDAR >letter.ics
    khal import --batch letter.ics
}
shown() { khal list 2027-02-09 1d --day-format '' --format '{title}'; }
files() { find own -type f | wc -l; }
with() { grep -lr "SUMMARY:$1" own | wc -l; }

khal --version | sed 's/, version//'
letter 0 first
echo "after the first letter: shows \"$(shown)\", $(files) file"
letter 1 second
echo "after the second: shows \"$(shown)\", $(files) files, \"second\" in $(with second) of them"
letter 2 third
echo "after the third: shows \"$(shown)\", $(files) files, \"second\" in $(with second) of them"
[ "$(shown)" = third ] || { echo "this has changed: it shows another" && exit 1; }
[ "$(with second)" -gt 0 ] || { echo "this has changed: nothing of the second letter is left" && exit 1; }
printf 'D\ny\n' | khal edit third >/dev/null
left=$(shown)
echo "after deleting it: shows ${left:-nothing}, $(files) files, \"second\" in $(with second) of them"
[ -z "$left" ] && [ "$(with second)" -gt 0 ] || { echo "this has changed" && exit 1; }
