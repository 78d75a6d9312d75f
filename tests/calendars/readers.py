"""The three that read a file and keep no calendar: what they see in it."""

import json
import os
import subprocess
from datetime import datetime
from pathlib import Path

import icalendar

from tests.calendars import libical
from tests.calendars.seen import seen


class Reader:
    keeps, calls = False, None

    def read_feed(self, file):
        return self.read(file)


class Icalendar(Reader):
    name = f"icalendar {icalendar.__version__}"

    def events(self, file):
        [calendar] = icalendar.Calendar.from_ical(file, multiple=True)
        assert not calendar.errors
        assert not any(event.errors for event in calendar.events)
        return calendar.events

    def read(self, file):
        return [
            seen(event["uid"], event["dtstart"].dt, event["dtend"].dt, event["summary"], event["status"])
            for event in self.events(file)
        ]

    def sequence_of(self, file):
        return int(self.events(file)[0]["sequence"])

    def name_in(self, file):
        return self.events(file)[0]["attendee"].params["CN"]


class IcalJs(Reader):
    def __init__(self, programs, folder):
        package = Path(programs, "node_modules/ical.js")
        self.name = f"ical.js {json.loads((package / 'package.json').read_text())['version']}"
        self.file, self.module = Path(folder, "letter.ics"), (package / "dist/ical.js").as_uri()

    def events(self, file):
        self.file.write_bytes(file)
        script = str(Path(__file__).with_name("ical.mjs"))
        run = subprocess.run(["node", script, self.file], env=os.environ | {"ICAL": self.module}, capture_output=True, check=True)  # fmt: skip
        return json.loads(run.stdout)["read"]

    def read(self, file):
        found = self.events(file)
        assert all(event["zone"] == "UTC" for event in found)
        return [seen(event["uid"], datetime.fromisoformat(event["start"]), datetime.fromisoformat(event["end"]), event["title"], event["status"]) for event in found]  # fmt: skip

    def sequence_of(self, file):
        return self.events(file)[0]["sequence"]

    def name_in(self, file):
        return self.events(file)[0]["name"]


class Libical(Reader):
    def __init__(self):
        self.libical = libical.load()
        self.name = f"libical {libical.version()}"

    def calendar(self, file):
        """Each property as it should be, and each kind of letter with all that its rules ask for."""
        calendar = self.libical.icalparser_parse_string(file)
        assert calendar
        assert self.libical.icalrestriction_check(calendar)
        assert not self.libical.icalcomponent_count_errors(calendar)
        return calendar

    def read(self, file):
        ical = self.libical
        return [
            seen(
                ical.icalcomponent_get_uid(event).decode(),
                libical.moment(ical, ical.icalcomponent_get_dtstart(event)),
                libical.moment(ical, ical.icalcomponent_get_dtend(event)),
                ical.icalcomponent_get_summary(event).decode(),
                ical.icalproperty_status_to_string(ical.icalcomponent_get_status(event)).decode(),
            )
            for event in libical.events(ical, self.calendar(file))
        ]

    def sequence_of(self, file):
        return self.libical.icalcomponent_get_sequence(
            next(libical.events(self.libical, self.calendar(file)))
        )

    def name_in(self, file):
        ical = self.libical
        event = next(libical.events(ical, self.calendar(file)))
        guest = ical.icalcomponent_get_first_property(event, ical.icalproperty_string_to_kind(b"ATTENDEE"))
        return ical.icalproperty_get_parameter_as_string(guest, b"CN").decode().strip('"')

    def calls(self, file, kept=None, reader=""):
        """What it finds this letter to be, for who keeps that one."""
        kept = self.calendar(kept) if kept else None
        kind = self.libical.icalclassify(self.calendar(file), kept, f"mailto:{reader}".encode())
        return self.libical.icalproperty_enum_to_string(kind).decode()
