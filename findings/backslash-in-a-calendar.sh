#!/bin/sh
# In a calendar a line end is written \n or \N, and a backslash \\ (RFC 5545, 3.3.11), so words may hold a backslash before an N.
#
#   icalendar 7.3.2   reads them rightly, and writes a line end in their place: "les\Nederlands" becomes "les", "ederlands". Before
#                     a small n, or any other letter, the backslash stays. So whoever reads a file and writes it changes its words.
#   vobject 0.9.9     reads "les\Nederlands" and "les\nieuw" as they are, and writes them so.
#   ical.js 2.2.1     likewise.
#
# So letters/calendar.py writes a slash for a backslash, and then every program reads the same.
#
# Needs node and npm for ical.js. Seen on 2026-11-29 with Python 3.11 and 3.13 and node 20:
#   icalendar read les\Nederlands, wrote SUMMARY:les\nederlands
#   icalendar read les\nieuw, wrote SUMMARY:les\\nieuw
#   vobject read les\Nederlands, wrote SUMMARY:les\\Nederlands
#   vobject read les\nieuw, wrote SUMMARY:les\\nieuw
#   ical.js read les\Nederlands, wrote SUMMARY:les\\Nederlands
#   ical.js read les\nieuw, wrote SUMMARY:les\\nieuw
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: icalendar==7.3.2 vobject==0.9.9
npm install --silent --no-audit --no-fund ical.js@2.2.1 >/dev/null
cat >look.mjs <<'NODE'
import ICAL from "ical.js";
import fs from "node:fs";

const event = new ICAL.Component(ICAL.parse(fs.readFileSync(0, "utf8"))).getFirstSubcomponent("vevent");
const summary = event.getFirstProperty("summary");
console.log(JSON.stringify([summary.getFirstValue(), summary.toICALString()]));
NODE
cat >look.py <<'PYTHON'
import json
import subprocess

import icalendar
import vobject

FILE = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270101T000000Z\r\nSUMMARY:{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
WORDS = {r"les\Nederlands": r"les\\Nederlands", r"les\nieuw": r"les\\nieuw"}  # as typed, as written


def summary_in(file):
    [line] = [line for line in file.splitlines() if line.startswith("SUMMARY")]
    return line


def by_icalendar(file):
    calendar = icalendar.Calendar.from_ical(file)
    return str(calendar.events[0]["summary"]), summary_in(calendar.to_ical().decode())


def by_vobject(file):
    calendar = vobject.readOne(file)
    return calendar.vevent.summary.value, summary_in(calendar.serialize())


def by_ical_js(file):
    run = subprocess.run(["node", "look.mjs"], input=file, capture_output=True, check=True, text=True)
    return tuple(json.loads(run.stdout))


for name, by in {"icalendar": by_icalendar, "vobject": by_vobject, "ical.js": by_ical_js}.items():
    for typed, written in WORDS.items():
        read, wrote = by(FILE.format(written))
        print(f"{name} read {read}, wrote {wrote}")
        changed = name == "icalendar" and "N" in typed
        assert (read, wrote) == (typed, r"SUMMARY:les\nederlands" if changed else f"SUMMARY:{written}"), "this has changed"
PYTHON
here/bin/python look.py
